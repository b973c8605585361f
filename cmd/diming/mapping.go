package main

import (
	"context"
	"fmt"
	"sort"

	"diming/importers"
	"diming/internal/ledger"
)

type mappingCmd struct {
	List   mappingListCmd   `cmd:"" help:"List the mappings that are kept. Example: diming mapping list"`
	Show   mappingShowCmd   `cmd:"" help:"Show one, or without a name the fields that there are. Example: diming mapping show 普查表"`
	Save   mappingSaveCmd   `cmd:"" help:"Keep a mapping of headings to fields under a name."`
	Delete mappingDeleteCmd `cmd:"" help:"Drop one. Example: diming mapping delete 普查表"`
}

type mappingListCmd struct{}

// Run lists the mappings.
func (mappingListCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		all, err := (&importers.Mappings{DB: r.pool}).List(ctx)
		for _, m := range all {
			fmt.Printf("%s\t%s\t%d\t%s\n", m.Name, m.As, len(m.Fields), m.Saved.Local().Format("2006-01-02 15:04"))
		}
		return err
	})
}

type mappingShowCmd struct {
	Name string `arg:"" optional:"" help:"Name of the mapping."`
	As   string `enum:"places,divisions" default:"places" help:"Of which rows the fields are listed."`
}

// Run shows a mapping as --map takes it.
func (c *mappingShowCmd) Run(ctx context.Context, g *Globals) error {
	if c.Name == "" {
		for _, f := range importers.Fields(importers.Kind(c.As)) {
			fmt.Printf("%s\t%s / %s\n", f.Code, f.Label, f.LabelEn)
		}
		return nil
	}
	return g.within(ctx, func(r *register) error {
		m, err := (&importers.Mappings{DB: r.pool}).Named(ctx, c.Name)
		if err != nil {
			return err
		}
		lines := make([]string, 0, len(m.Fields))
		for heading, f := range m.Fields {
			lines = append(lines, heading+"="+f)
		}
		sort.Strings(lines)
		for _, line := range lines {
			fmt.Println(line)
		}
		return nil
	})
}

type mappingSaveCmd struct {
	Name string   `arg:"" help:"Name of the mapping."`
	As   string   `enum:"places,divisions" default:"places" help:"What the rows are: places or divisions."`
	Map  []string `required:"" sep:"none" placeholder:"HEADING=FIELD" help:"A heading and its field; an empty field leaves the column out. Repeatable."`
}

func (mappingSaveCmd) Help() string {
	return "Example: diming mapping save 普查表 --map 名字=name --map 归属=division --map 备注="
}

// Run keeps a mapping.
func (c *mappingSaveCmd) Run(ctx context.Context, g *Globals) error {
	fields, err := importers.ParseMapping(c.Map)
	if err != nil {
		return err
	}
	return g.with(ctx, func(r *register) error {
		return (&importers.Mappings{DB: r.pool}).Save(ctx, ledger.Console, importers.SavedMapping{Name: c.Name, As: importers.Kind(c.As), Fields: fields})
	})
}

type mappingDeleteCmd struct {
	Name string `arg:"" help:"Name of the mapping."`
}

// Run drops a mapping.
func (c *mappingDeleteCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		return (&importers.Mappings{DB: r.pool}).Delete(ctx, ledger.Console, c.Name)
	})
}
