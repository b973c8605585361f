package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"diming/api"
	"diming/boundaries"
	"diming/internal/version"
)

type divisionsCmd struct {
	Compare   compareCmd         `cmd:"" help:"How the editions of a code table differ, from its file alone. Example: diming divisions compare editions.csv --county 330881"`
	Changes   divisionChangesCmd `cmd:"" help:"What changed in a county between two days. Example: diming divisions changes 330881 --from 2017-01-01"`
	CarriedBy carriedByCmd       `cmd:"" name:"carried-by" help:"What carries an old code on a day. Example: diming divisions carried-by 330881104"`
}

type divisionChangesCmd struct {
	County string `arg:"" help:"Code of a county, township or village."`
	From   string `default:"1900-01-01" help:"First day."`
	To     string `help:"Last day; today if absent."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Run prints the report of events.
func (c *divisionChangesCmd) Run(ctx context.Context, g *Globals) error {
	from, err := readDate("--from", c.From)
	if err != nil {
		return err
	}
	to := version.Today()
	if c.To != "" {
		if to, err = readDate("--to", c.To); err != nil {
			return err
		}
	}
	return g.within(ctx, func(r *register) error {
		events, err := r.places.Boundaries.EventsUnder(ctx, c.County, from, to)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(api.EventBodies(events))
		}
		if len(events) == 0 {
			fmt.Printf("%s 在 %s 至 %s 之间没有变更的记载\n", c.County, from, to)
			return nil
		}
		out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		fmt.Fprintln(out, "日期\t类型\t内容\t依据")
		for _, e := range events {
			fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", e.Effective, eventWords[e.Kind], e.Note, e.Basis)
		}
		return out.Flush()
	})
}

// eventWords are the kinds of events in Chinese.
var eventWords = map[string]string{
	"establish": "设立", "abolish": "撤销", "merge": "合并", "split": "拆分", "rename": "更名", "type_change": "变更类型",
	"reparent": "变更隶属", "line_change": "界线变更", "seat_move": "驻地迁移", "code_change": "代码变更",
}

type carriedByCmd struct {
	Code string `arg:"" help:"A code that was ever in use."`
	On   string `help:"Day, YYYY-MM-DD; today if absent."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run prints the carriers.
func (c *carriedByCmd) Run(ctx context.Context, g *Globals) error {
	var asOf version.AsOf
	if c.On != "" {
		day, err := readDate("--on", c.On)
		if err != nil {
			return err
		}
		asOf.Valid = day
	}
	return g.within(ctx, func(r *register) error {
		all, err := r.places.Boundaries.CarriedBy(ctx, boundaries.Reader{AsOf: asOf, Internal: true}, c.Code)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(api.CarrierBodies(all))
		}
		if len(all) == 0 {
			fmt.Printf("%s 所指的区划已撤销，登记中没有承接的记载\n", c.Code)
		}
		for _, d := range all {
			fmt.Printf("%s\t%s\t%s\n", d.Code, d.Name, map[string]string{"whole": "全部", "part": "部分"}[d.Share])
		}
		return nil
	})
}

type compareCmd struct {
	File   string `arg:"" type:"existingfile" help:"CSV with code,level,name,first_year,last_year."`
	County string `help:"Only codes that begin with this."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// A difference is one change between editions, for printing.
type difference struct {
	Year   int      `json:"year"`
	Kind   string   `json:"kind"`
	Before []string `json:"before"`
	After  []string `json:"after"`
}

// Run prints what changed between the editions, and how much of each kind.
func (c *compareCmd) Run() error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	listings, err := boundaries.ReadEditions(f, c.County)
	if err != nil {
		return err
	}
	_, changes, overlaps := boundaries.Histories(listings)
	all := make([]difference, len(changes))
	for i, change := range changes {
		all[i] = difference{change.On.Time().Year(), string(change.Kind), listed(change.Before), listed(change.After)}
	}
	if c.JSON {
		return printJSON(all)
	}
	return printDifferences(all, len(overlaps))
}

func listed(all []boundaries.Listing) []string {
	texts := make([]string, len(all))
	for i, l := range all {
		texts[i] = l.Code + " " + l.Name
	}
	return texts
}

func printDifferences(all []difference, overlaps int) error {
	out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	counts := map[string]int{}
	fmt.Fprintln(out, "版本\t类型\t原来\t现在")
	for _, d := range all {
		counts[d.Kind]++
		fmt.Fprintf(out, "%d\t%s\t%s\t%s\n", d.Year, changeWords[d.Kind], strings.Join(d.Before, "、"), strings.Join(d.After, "、"))
	}
	if err := out.Flush(); err != nil {
		return err
	}
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		fmt.Printf("%s %d 处\n", changeWords[kind], counts[kind])
	}
	if overlaps > 0 {
		fmt.Printf("同一代码同一时期两个名称 %d 处，未计入\n", overlaps)
	}
	return nil
}

// changeWords are the kinds of difference in Chinese.
var changeWords = map[string]string{
	"establish": "设立", "abolish": "撤销", "merge": "合并（推定）", "rename": "更名", "code_change": "代码变更", "suffix_only": "仅后缀不同",
}
