package shelters

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// versions is the table of shelter versions; its Columns are in the order of values.
var versions = version.Table{
	Objects: "shelter", Name: "shelter_version", Object: "shelter",
	Columns: []string{"division", "name", "code", "level", "duration", "space", "suits", "unfit", "address", "point", "area",
		"total_m2", "effective_m2", "indoor_m2", "capacity", "capacity_night", "water", "power", "toilet", "medical", "accessible",
		"keeper", "duty_phone", "visibility", "source"},
}

func (f Facts) values() []any {
	var area any
	if len(f.Area) > 0 {
		area = f.Area
	}
	return []any{f.Division, f.Name, f.Code, string(f.Level), string(f.Duration), string(f.Space), texts(f.Suits), texts(f.Unfit), f.Address, f.Point, area,
		f.TotalM2, f.EffectiveM2, f.IndoorM2, f.Capacity, f.CapacityNight, f.Water, f.Power, f.Toilet, f.Medical, string(f.Accessible),
		f.Keeper, f.DutyPhone, f.Visibility, f.Source}
}

func texts(all []Hazard) []string {
	out := make([]string, len(all))
	for i, h := range all {
		out[i] = string(h)
	}
	return out
}

// degrees writes a coordinate for the ledger, to the last bit.
func degrees(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// fields is what the ledger says of a shelter.
func (f Facts) fields() ledger.Fields {
	all := ledger.Fields{"division": f.Division, "name": f.Name, "code": f.Code, "level": string(f.Level), "duration": string(f.Duration), "space": string(f.Space),
		"suits": texts(f.Suits), "unfit": texts(f.Unfit), "address": f.Address, "lon": degrees(f.Point.Lon()), "lat": degrees(f.Point.Lat()),
		"capacity": f.Capacity, "water": f.Water, "power": f.Power, "toilet": f.Toilet, "medical": f.Medical, "accessible": string(f.Accessible),
		"keeper": f.Keeper, "duty_phone": f.DutyPhone, "visibility": f.Visibility, "source": f.Source, "valid": f.Valid.String()}
	for name, n := range map[string]*int{"total_m2": f.TotalM2, "effective_m2": f.EffectiveM2, "indoor_m2": f.IndoorM2, "capacity_night": f.CapacityNight} {
		if n != nil {
			all[name] = *n
		}
	}
	if len(f.Area) > 0 {
		rings := []any{}
		for _, polygon := range f.Area {
			for _, ring := range polygon {
				points := []any{}
				for _, p := range ring {
					points = append(points, degrees(p.Lon())+" "+degrees(p.Lat()))
				}
				rings = append(rings, points)
			}
		}
		all["area"] = rings
	}
	return all
}

// Add enters a shelter. It gives its id and the ledger entry.
func (s *Store) Add(ctx context.Context, actor uuid.UUID, f Facts, reason string) (uuid.UUID, int64, error) {
	var entry int64
	id := uuid.Must(uuid.NewV7())
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		all := []Facts{f}
		county, err := checked(ctx, tx, all, reason)
		if err != nil {
			return err
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "shelter.add", Kind: "shelter", Object: id, County: county,
			Public: all[0].Visibility == "public", Reason: reason, After: all[0].fields()}); err != nil {
			return err
		}
		return insert(ctx, tx, []uuid.UUID{id}, all, entry)
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("add shelter %s: %w", f.Name, err)
	}
	return id, entry, nil
}

// AddBatch enters many shelters of one county as one ledger entry, all or none,
// and gives their ids in the order of facts.
func (s *Store) AddBatch(ctx context.Context, actor uuid.UUID, facts []Facts, reason string) ([]uuid.UUID, int64, error) {
	all := slices.Clone(facts)
	ids := make([]uuid.UUID, len(all))
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		county, err := checked(ctx, tx, all, reason)
		if err != nil {
			return err
		}
		digest, public := ledger.Digester{}, true
		for i, f := range all {
			ids[i] = uuid.Must(uuid.NewV7())
			public = public && f.Visibility == "public"
			if err := digest.Add(f.fields()); err != nil {
				return err
			}
		}
		sum := digest.Digest()
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "shelter.add_batch", Kind: "shelter", County: county,
			Public: public, Reason: reason, Batch: &sum}); err != nil {
			return err
		}
		return insert(ctx, tx, ids, all, entry)
	})
	if err != nil {
		return nil, 0, fmt.Errorf("add %d shelters: %w", len(facts), err)
	}
	return ids, entry, nil
}

// insert writes new shelters under an entry.
func insert(ctx context.Context, tx pgx.Tx, ids []uuid.UUID, all []Facts, entry int64) error {
	objects, rows := [][]any{}, [][]any{}
	for i, f := range all {
		objects = append(objects, []any{ids[i], entry})
		rows = append(rows, append([]any{ids[i], f.Valid.Range(), entry}, f.values()...))
	}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"shelter"}, []string{"id", "tag"}, pgx.CopyFromRows(objects)); err != nil {
		return err
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"shelter_version"}, append([]string{"shelter", "valid", "entry"}, versions.Columns...), pgx.CopyFromRows(rows))
	return err
}

// Change says what a shelter, read at tag, is from a day on; without a day the
// register had it wrong, and its latest version is corrected as a whole.
func (s *Store) Change(ctx context.Context, actor, id uuid.UUID, tag int64, f Facts, since version.Date, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		before, err := s.held(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case before.Tag != tag:
			return ErrChanged
		}
		if f.Valid = before.Valid; !since.IsZero() {
			if f.Valid.From = since; f.Valid.Check() != nil {
				return content("起始日期应早于它的终止日期。", "The day from which it is so lies after its end.")
			}
		}
		all := []Facts{f}
		county, err := checked(ctx, tx, all, reason)
		if err != nil {
			return err
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "shelter.change", Kind: "shelter", Object: id, County: county,
			Public: before.Visibility == "public" && all[0].Visibility == "public", Reason: reason, Before: before.fields(), After: all[0].fields()}); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE shelter SET tag = $2 WHERE id = $1`, id, entry); err != nil {
			return err
		}
		return versions.Write(ctx, tx, id, f.Valid, entry, all[0].values()...)
	})
	if err != nil {
		return 0, fmt.Errorf("change shelter %s: %w", id, err)
	}
	return entry, nil
}

// Restore has a shelter, read at tag, say again what it said before some
// entries wrote it.
func (s *Store) Restore(ctx context.Context, actor, id uuid.UUID, tag int64, entries []int64, reason string) (int64, error) {
	reason = strings.TrimSpace(reason)
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		before, err := s.held(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case before.Tag != tag:
			return ErrChanged
		case reason == "":
			return ErrReason
		}
		was, err := (&Store{DB: tx}).ask(ctx, Reader{Internal: true}, `v.shelter = $2 AND v.closed_by = ANY($3)`, `lower(v.recorded), upper(v.valid) DESC NULLS FIRST LIMIT 1`, id, entries)
		if err != nil {
			return err
		}
		if len(was) == 0 {
			return ErrChanged // none of the entries wrote it
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "shelter.change", Kind: "shelter", Object: id, County: before.County,
			Public: before.Visibility == "public" && was[0].Visibility == "public", Reason: reason, Before: before.fields(), After: was[0].fields()}); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE shelter SET tag = $2 WHERE id = $1`, id, entry); err != nil {
			return err
		}
		return versions.Undo(ctx, tx, []uuid.UUID{id}, entries, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("restore shelter %s: %w", id, err)
	}
	return entry, nil
}

// Withdraw takes a shelter out of the register; successor, if any, is the one
// that stands for it. The id goes on answering with what was last believed.
func (s *Store) Withdraw(ctx context.Context, actor, id uuid.UUID, tag int64, successor *uuid.UUID, reason string) (int64, error) {
	reason = strings.TrimSpace(reason)
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		before, err := s.held(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case before.Tag != tag:
			return ErrChanged
		case reason == "":
			return ErrReason
		}
		after := ledger.Fields{"withdrawn": reason}
		if successor != nil {
			other, err := (&Store{DB: tx}).ByID(ctx, Reader{Internal: true}, *successor)
			if err != nil || !other.Standing || other.ID == id {
				return content("替代它的避难场所不存在，请重新选择。", "The shelter that stands for it does not; choose another.")
			}
			after["successor"] = *successor
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "shelter.withdraw", Kind: "shelter", Object: id, County: before.County,
			Public: before.Visibility == "public", Reason: reason, Before: before.fields(), After: after}); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE shelter SET withdrawn = $2, successor = $3, tag = $4 WHERE id = $1`, id, reason, successor, entry); err != nil {
			return err
		}
		return versions.Clear(ctx, tx, id, version.Span{}, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("withdraw shelter %s: %w", id, err)
	}
	return entry, nil
}
