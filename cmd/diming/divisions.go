package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"diming/boundaries"
	"diming/internal/version"
)

type divisionsCmd struct {
	Changes   divisionChangesCmd `cmd:"" help:"What changed in a county between two days. Example: diming divisions changes 330881 --from 2017-01-01"`
	CarriedBy carriedByCmd       `cmd:"" name:"carried-by" help:"What carries an old code on a day. Example: diming divisions carried-by 330881104"`
}

type divisionChangesCmd struct {
	County string `arg:"" help:"Six-digit county code."`
	From   string `default:"1900-01-01" help:"First day."`
	To     string `help:"Last day; today if absent."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Run prints the report of events.
func (c *divisionChangesCmd) Run(ctx context.Context, g *Globals) error {
	from, err := version.ParseDate(c.From)
	if err != nil {
		return err
	}
	to := version.DayOf(time.Now())
	if c.To != "" {
		if to, err = version.ParseDate(c.To); err != nil {
			return err
		}
	}
	return g.with(ctx, func(r *register) error {
		events, err := r.places.Boundaries.EventsUnder(ctx, c.County, from, to)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(events)
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
		day, err := version.ParseDate(c.On)
		if err != nil {
			return err
		}
		asOf.Valid = day
	}
	return g.with(ctx, func(r *register) error {
		all, err := r.places.Boundaries.CarriedBy(ctx, boundaries.Reader{AsOf: asOf, Internal: true}, c.Code)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(all)
		}
		for _, d := range all {
			fmt.Printf("%s\t%s\t%s\n", d.Code, d.Name, map[string]string{"whole": "全部", "part": "部分"}[d.Share])
		}
		return nil
	})
}
