package main

import (
	"context"
	"fmt"

	"diming/gazetteer"
)

type findingsCmd struct {
	Division string `help:"Code of a division or its beginning; all if absent."`
	JSON     bool   `name:"json" help:"Print JSON."`
}

func (findingsCmd) Help() string { return "Example: diming findings --division 330881" }

// findingsPage is how many findings are read at a time.
const findingsPage = 500

// Run lists what stands against names that were loaded, not approved here.
func (c *findingsCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		all := []gazetteer.Finding{}
		for after := ""; ; {
			page, err := r.places.Findings(ctx, c.Division, after, findingsPage)
			if err != nil {
				return err
			}
			all = append(all, page...)
			if len(page) < findingsPage {
				break
			}
			after = page[len(page)-1].Cursor
		}
		if c.JSON {
			return printJSON(all)
		}
		for _, f := range all {
			fmt.Printf("%s  %s\n", f.Place, found(f))
		}
		fmt.Printf("共 %d 处\n", len(all))
		return nil
	})
}
