package cases

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// SetAside proposes to refuse one name of a case 拟不批准, so that what stands
// against it holds the others up no longer. The finding, where one is the
// reason, gives it where no reason is written. One name at least must remain;
// the reply decides. The rules are asked again, as a name set aside no longer
// stands in the way of another of its case.
func (s *Store) SetAside(ctx context.Context, by By, item, finding uuid.UUID, reason string) (int64, error) {
	reason, err := s.whyAside(ctx, by.Case, item, finding, reason)
	if err != nil {
		return 0, err
	}
	return s.act(ctx, act{By: by, action: "case.set_aside", reason: reason,
		plan: func(tx pgx.Tx, c Case) (ledger.Fields, error) {
			within := s.In(tx)
			if err := within.mayBeAside(ctx, c, item); err != nil {
				return nil, err
			}
			if finding == uuid.Nil {
				return ledger.Fields{"item": item}, nil
			}
			_, err := within.findingOf(ctx, c.ID, item, finding)
			return ledger.Fields{"item": item, "finding": finding}, err
		},
		do: func(tx pgx.Tx, c Case, entry int64) error {
			_, err := tx.Exec(ctx, `UPDATE case_item SET aside = $2, aside_finding = nullif($3, '00000000-0000-0000-0000-000000000000'::uuid), aside_entry = $4 WHERE id = $1`, item, reason, finding, entry)
			if err != nil {
				return err
			}
			return s.In(tx).check(ctx, tx, c, entry)
		}})
}

// Proposed gives the names of a case that may still become standard names: all
// that were neither set aside nor refused. The public is shown no others.
func (f File) Proposed() []Item {
	var all []Item
	for _, i := range f.Items {
		if i.Aside == "" && i.Outcome != Refused {
			all = append(all, i)
		}
	}
	return all
}

// whyAside is the reason as it is written, or the finding's.
func (s *Store) whyAside(ctx context.Context, id, item, finding uuid.UUID, reason string) (string, error) {
	if reason = strings.TrimSpace(reason); reason != "" {
		return reason, nil
	}
	if finding == uuid.Nil {
		return "", ErrReason
	}
	f, err := s.findingOf(ctx, id, item, finding)
	return f.Finding.Text + "（" + f.Finding.Article + "）", err
}

// mayBeAside refuses to set aside a name that is set aside, or the last that is
// not.
func (s *Store) mayBeAside(ctx context.Context, c Case, item uuid.UUID) error {
	if !c.State.Checked() {
		return ErrFixed
	}
	items, err := s.items(ctx, c.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(items, func(i Item) bool { return i.ID == item })
	switch {
	case i < 0:
		return ErrNoItemID
	case items[i].Aside != "":
		return ErrDone
	case !slices.ContainsFunc(items, func(i Item) bool { return i.ID != item && i.Aside == "" }):
		return ErrLastName
	}
	return nil
}

// findingOf gives a finding that stands against an item.
func (s *Store) findingOf(ctx context.Context, id, item, finding uuid.UUID) (Finding, error) {
	all, err := s.findings(ctx, id)
	if err != nil {
		return Finding{}, err
	}
	for _, f := range all {
		if f.ID == finding && f.Item == item && f.Stands() {
			return f, nil
		}
	}
	return Finding{}, ErrFinding
}

// PutBack takes back that a name was set aside; what stands against it counts
// again.
func (s *Store) PutBack(ctx context.Context, by By, item uuid.UUID) (int64, error) {
	return s.act(ctx, act{By: by, action: "case.put_back",
		plan: func(tx pgx.Tx, c Case) (ledger.Fields, error) {
			if !c.State.Checked() {
				return nil, ErrFixed
			}
			items, err := s.In(tx).items(ctx, c.ID)
			if err != nil {
				return nil, err
			}
			i := slices.IndexFunc(items, func(i Item) bool { return i.ID == item })
			switch {
			case i < 0:
				return nil, ErrNoItemID
			case items[i].Aside == "":
				return nil, ErrDone
			}
			return ledger.Fields{"item": item}, nil
		},
		do: func(tx pgx.Tx, c Case, entry int64) error {
			if _, err := tx.Exec(ctx, `UPDATE case_item SET aside = '', aside_finding = NULL, aside_entry = NULL WHERE id = $1`, item); err != nil {
				return err
			}
			return s.In(tx).check(ctx, tx, c, entry)
		}})
}

// putAllBack ends what was set aside, as a case goes back to its applicant.
func (s *Store) putAllBack(ctx context.Context, tx pgx.Tx, id uuid.UUID) error {
	_, err := tx.Exec(ctx, `UPDATE case_item SET aside = '', aside_finding = NULL, aside_entry = NULL WHERE name_case = $1 AND aside <> '' AND dropped IS NULL`, id)
	return err
}
