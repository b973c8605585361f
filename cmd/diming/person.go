package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"diming/internal/account"
	"diming/internal/ledger"
)

type personCmd struct {
	List   personListCmd   `cmd:"" help:"Find persons of whom data is held. Example: diming person list 姓名"`
	Export personExportCmd `cmd:"" help:"Print everything that is held of a person as JSON. Example: diming person export ID"`
	Erase  personEraseCmd  `cmd:"" help:"Delete a person's data with its key. Example: diming person erase ID --reason '本人申请'"`
}

type personListCmd struct {
	Text string `arg:"" help:"A part of the name, a phone number, a login, or an id."`
}

// personsShown is how many persons one search prints.
const personsShown = 100

// Run prints a line for each person: id and what is held.
func (c *personListCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		accounts, err := r.accounts.Named(ctx, c.Text, personsShown)
		if err != nil {
			return err
		}
		known := map[uuid.UUID]bool{}
		for _, a := range accounts {
			if a.Name != "" {
				known[a.Person] = true
				fmt.Printf("%s  %s  账户 / account %s\n", a.Person, a.Name, a.Login)
			}
		}
		others, err := ledger.FindPersons(ctx, r.pool, c.Text, personsShown)
		if err != nil {
			return err
		}
		for _, p := range others {
			if !known[p.ID] {
				known[p.ID] = true
				fmt.Printf("%s  %s\n", p.ID, p.Detail)
			}
		}
		if len(known) == 0 {
			say("没有保存符合的个人信息 / nothing is held that fits")
		}
		_, err = ledger.Note(ctx, r.pool, ledger.Entry{Actor: ledger.Console, Action: "person.search", Kind: "person", After: ledger.Fields{"found": len(known)}})
		return err
	})
}

type personExportCmd struct {
	ID uuid.UUID `arg:"" help:"Id of the person's data, as the ledger or list names it."`
}

// Run prints everything that is held; that it was asked for is an entry.
func (c *personExportCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		held, err := r.accounts.HeldOf(ctx, ledger.Console, c.ID)
		if err != nil {
			return err
		}
		return printJSON(personJSON(held))
	})
}

func personJSON(h account.Held) map[string]any {
	entries := make([]map[string]any, len(h.Entries))
	for i, e := range h.Entries {
		entries[i] = map[string]any{"seq": e.Seq, "at": e.At, "action": e.Action, "body": json.RawMessage(e.Body)}
	}
	all := map[string]any{"id": h.Person, "detail": h.Detail, "entries": entries}
	if a := h.Account; a != nil {
		roles := make([]map[string]any, len(h.Grants))
		for i, grant := range h.Grants {
			roles[i] = map[string]any{"role": grant.Role, "division": grant.Division}
		}
		all["account"] = map[string]any{"id": a.ID, "login": a.Login, "created_at": a.Created, "roles": roles, "log_ins": h.LogIns,
			"sessions": h.Sessions, "tokens": h.Tokens, "key_names": h.Keys, "subjects": h.Subjects}
	}
	return all
}

type personEraseCmd struct {
	ID     uuid.UUID `arg:"" help:"Id of the person's data, as the ledger names it."`
	Reason string    `required:"" help:"Why, for the ledger."`
}

// Run erases; where the person may log in, the account is disabled by it.
func (c *personEraseCmd) Run(ctx context.Context, g *Globals) error {
	return g.within(ctx, func(r *register) error {
		return r.accounts.ErasePerson(ctx, ledger.Console, c.ID, c.Reason)
	})
}
