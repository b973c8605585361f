package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"text/tabwriter"

	"diming/gazetteer"
)

type classesCmd struct {
	JSON bool `name:"json" help:"Print JSON."`
}

func (classesCmd) Help() string { return "Example: diming classes" }

// Run lists the class codes with their names, and which are confirmed.
func (c *classesCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		byCode, err := r.places.Classes(ctx)
		if err != nil {
			return err
		}
		all := slices.SortedFunc(maps.Values(byCode), func(a, b gazetteer.Class) int { return cmp.Compare(a.Code, b.Code) })
		if c.JSON {
			return printClasses(all)
		}
		out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		for _, class := range all {
			verified := "未核"
			if class.Verified {
				verified = "已核"
			}
			fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", class.Code, class.Name, class.NameEN, verified)
		}
		return out.Flush()
	})
}

func printClasses(all []gazetteer.Class) error {
	rows := make([]map[string]any, len(all))
	for i, c := range all {
		rows[i] = map[string]any{"code": c.Code, "name": c.Name, "name_en": c.NameEN, "verified": c.Verified}
	}
	return printJSON(rows)
}
