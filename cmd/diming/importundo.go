package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"diming/gazetteer"
	"diming/importers"
	"diming/internal/ledger"
)

type importUndoCmd struct {
	Run_   string `arg:"" name:"run" help:"Id of the import, as its report gives it."`
	Reason string `required:"" help:"Why; for the ledger, and for whoever asks for a place that goes."`
	Whole  bool   `help:"Undo nothing where a place was changed since; otherwise such places are left and listed."`
}

func (importUndoCmd) Help() string {
	return "What the import changed says again what it said before, what it added is withdrawn; nothing is erased.\n" +
		"Example: diming import undo 0193a7c2-… --reason 文件错了"
}

// Run takes one import back.
func (c *importUndoCmd) Run(ctx context.Context, g *Globals) error {
	run, err := uuid.Parse(c.Run_)
	if err != nil {
		return fmt.Errorf("%q 不是导入编号 / not the id of an import", c.Run_)
	}
	return g.within(ctx, func(r *register) error {
		done, err := importers.Undo(ctx, r.places, gazetteer.Undo{Run: run, Actor: ledger.Console, Reason: c.Reason, Whole: c.Whole})
		if err != nil && !errors.Is(err, gazetteer.ErrChangedSince) {
			return err
		}
		fmt.Printf("撤下 %d 处，恢复 %d 处 / %d withdrawn, %d restored\n", done.Withdrawn, done.Restored, done.Withdrawn, done.Restored)
		for i, p := range done.ChangedSince {
			if i == printed {
				fmt.Printf("  …… 共 %d 处 / in all\n", len(done.ChangedSince))
				break
			}
			fmt.Printf("  未动：%s %s（%s %s） / left as it stands\n", p.Name, p.Place, p.Action, p.Reason)
		}
		return err
	})
}
