package address

import (
	"context"
	"crypto/md5"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"

	"diming/internal/ledger"
	"diming/internal/version"
)

// versions is the table of address versions; its Columns are in the order of
// values.
var versions = version.Table{
	Objects: "address", Name: "address_version", Object: "address",
	Columns: []string{"county", "kind", "main", "division", "settlement", "way", "number", "sub", "insert_format", "compound",
		"building", "unit", "floor", "room", "entrance", "plate", "visibility", "source"},
}

func (d Draft) values(county string) []any {
	return []any{county, string(d.Kind), orNull(d.Main), d.Division, orNull(d.Settlement), orNull(d.Way), d.Number, d.Sub, d.InsertFormat, orNull(d.Compound),
		d.Building, d.Unit, d.Floor, d.Room, point(d.Entrance), point(d.Plate), d.Visibility, d.Source}
}

func point(p *orb.Point) any {
	if p == nil {
		return nil
	}
	return *p
}

// digest is the value that the constraint address_once compares.
func (g designation) digest() uuid.UUID {
	compound := ""
	if g.compound != uuid.Nil {
		compound = g.compound.String()
	}
	return md5.Sum([]byte(strings.Join([]string{g.base.String(), g.number, g.sub, compound, g.building, g.unit, g.floor, g.room}, "|")))
}

// digestSQL is the same of a version v.
const digestSQL = `(md5(coalesce(v.way, v.settlement, v.division)::text || '|' || v.number || '|' || v.sub || '|' || coalesce(v.compound::text, '') || '|' || v.building || '|' || v.unit || '|' || v.floor || '|' || v.room)::uuid)`

// A RowError says why one row of a batch was refused.
type RowError struct {
	Row int // from 1, in the order in which the rows were given
	Err error
}

// A BatchError says of a batch which rows were refused and why. No row of it
// was entered.
type BatchError struct {
	Of   int // rows of the batch
	Rows []RowError
}

func (e *BatchError) Error() string {
	return fmt.Sprintf("%d of %d addresses are refused, and none was entered: row %d: %v", len(e.Rows), e.Of, e.Rows[0].Row, e.Rows[0].Err)
}

// Unwrap gives the reasons to errors.Is and errors.As.
func (e *BatchError) Unwrap() []error {
	all := make([]error, len(e.Rows))
	for i, r := range e.Rows {
		all[i] = r.Err
	}
	return all
}

// Add enters one address. It gives its id and the ledger entry; a *TakenError
// where the number stands already.
func (s *Store) Add(ctx context.Context, actor uuid.UUID, d Draft, reason string, today version.Date) (uuid.UUID, int64, error) {
	var entry int64
	drafts := []Draft{d}
	var ids []uuid.UUID
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		e, err := checked(ctx, tx, actor, drafts, reason)
		if err != nil {
			return err
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "address.add", Kind: "address", Object: e.ids[0], County: e.county,
			Public: drafts[0].Visibility == "public", Reason: reason, After: drafts[0].fields()}); err != nil {
			return err
		}
		ids = e.ids
		return e.enter(ctx, tx, entry, today)
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("add address %s: %w", d.written(), one(err))
	}
	return ids[0], entry, nil
}

// one gives the reason alone where a batch was of one row.
func one(err error) error {
	var batch *BatchError
	if errors.As(err, &batch) && batch.Of == 1 {
		return batch.Rows[0].Err
	}
	return err
}

// AddBatch enters many addresses of one county as one ledger entry, all or
// none: it gives their ids in the order of drafts, or a *BatchError that names
// every row that does not fit. Of two batches that give one number at once the
// second is refused.
func (s *Store) AddBatch(ctx context.Context, actor uuid.UUID, drafts []Draft, reason string, today version.Date) ([]uuid.UUID, int64, error) {
	drafts = slices.Clone(drafts)
	var ids []uuid.UUID
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		e, err := checked(ctx, tx, actor, drafts, reason)
		if err != nil {
			return err
		}
		digest := ledger.Digester{}
		public := true
		for _, d := range drafts {
			public = public && d.Visibility == "public"
			if err := digest.Add(d.fields()); err != nil {
				return err
			}
		}
		sum := digest.Digest()
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "address.add_batch", Kind: "address", County: e.county,
			Public: public, Reason: reason, Batch: &sum}); err != nil {
			return err
		}
		ids = e.ids
		return e.enter(ctx, tx, entry, today)
	})
	if err != nil {
		return nil, 0, fmt.Errorf("add %d addresses: %w", len(drafts), err)
	}
	return ids, entry, nil
}

// An entrant is drafts that were found to fit.
type entrant struct {
	actor  uuid.UUID
	drafts []Draft
	ids    []uuid.UUID
	county string
}

// checked puts drafts in order, takes hold of what they count in and of
// their main addresses, and refuses those that do not fit, each named.
func checked(ctx context.Context, tx pgx.Tx, actor uuid.UUID, drafts []Draft, reason string) (*entrant, error) {
	if strings.TrimSpace(reason) == "" {
		return nil, ErrReason
	}
	if len(drafts) == 0 {
		return nil, content("没有要录入的地址。", "There is no address to enter.")
	}
	refused := refusals{}
	for i := range drafts {
		refused.note(i, drafts[i].ready())
	}
	county, err := refused.ground(ctx, tx, drafts)
	if err != nil {
		return nil, err
	}
	if err := hold(ctx, tx, drafts); err != nil {
		return nil, err
	}
	if err := refused.taken(ctx, tx, drafts, uuid.Nil); err != nil {
		return nil, err
	}
	if err := refused.err(len(drafts)); err != nil {
		return nil, err
	}
	e := &entrant{actor: actor, drafts: drafts, ids: make([]uuid.UUID, len(drafts)), county: county}
	for i := range e.ids {
		e.ids[i] = uuid.Must(uuid.NewV7())
	}
	return e, nil
}

// hold keeps main addresses from ending meanwhile and makes changes of one
// street, village or division follow one another, so that the second sees what
// the first entered. Rows are held before streets here as in a change of one
// address, so that none waits for a row with a street in hand.
func hold(ctx context.Context, tx pgx.Tx, drafts []Draft) error {
	var bases, mains []uuid.UUID
	for _, d := range drafts {
		bases = append(bases, d.base())
		if d.Main != uuid.Nil {
			mains = append(mains, d.Main)
		}
	}
	if err := versions.LockAll(ctx, tx, mains); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(lock) FROM (
		SELECT DISTINCT hashtextextended('address ' || base::text, 0) AS lock FROM unnest($1::uuid[]) base ORDER BY 1) l`, bases)
	return err
}

// HoldStreet makes who numbers a street wait for one another until tx ends, so
// that what is read of it afterwards stays so. AddBatch of its addresses in
// the same tx may follow.
func HoldStreet(ctx context.Context, tx pgx.Tx, way uuid.UUID) error {
	return hold(ctx, tx, []Draft{{Components: Components{Way: way}}})
}

// enter writes the drafts under a ledger entry and has them checked.
func (e *entrant) enter(ctx context.Context, tx pgx.Tx, entry int64, today version.Date) error {
	if err := e.insert(ctx, tx, entry, today); err != nil {
		return err
	}
	return settle(ctx, tx)
}

func (e *entrant) insert(ctx context.Context, tx pgx.Tx, entry int64, today version.Date) error {
	objects, rows, steps := [][]any{}, [][]any{}, [][]any{}
	for i, d := range e.drafts {
		objects = append(objects, []any{e.ids[i], string(d.State), entry})
		rows = append(rows, append([]any{e.ids[i], d.Valid.Range(), entry}, d.values(e.county)...))
		on := today
		if !d.Valid.From.IsZero() && d.Valid.From.Before(today) {
			on = d.Valid.From
		}
		for n, t := range entering(d.State) {
			steps = append(steps, []any{e.ids[i], int32(n + 1), string(t.Step), string(t.From), string(t.To), on, "", e.actor, entry})
		}
	}
	for _, copied := range []struct {
		table   string
		columns []string
		rows    [][]any
	}{
		{"address", []string{"id", "state", "tag"}, objects},
		{"address_version", append([]string{"address", "valid", "entry"}, versions.Columns...), rows},
		{"address_step", stepColumns, steps},
	} {
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{copied.table}, copied.columns, pgx.CopyFromRows(copied.rows)); err != nil {
			return constrained(err)
		}
	}
	return nil
}

var stepColumns = []string{"address", "n", "step", "from_state", "to_state", "on_day", "note", "actor", "entry"}

// settle has the database check now what it else checks at the commit, so that
// its answer can be told in words.
func settle(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `SET CONSTRAINTS address_auxiliary_has_main, address_main_keeps_auxiliary, address_state_stepped, address_step_taken, address_version_of_state IMMEDIATE`)
	return constrained(err)
}

// constrained names what the database held against a change.
func constrained(err error) error {
	var told *pgconn.PgError
	if !errors.As(err, &told) {
		return err
	}
	switch told.ConstraintName {
	case "address_once":
		return ErrTaken
	case "address_auxiliary_of_main":
		return ErrAuxiliary
	case "address_step_leads":
		return ErrStep
	case "address_step_in_order":
		return ErrDay
	}
	return err
}

// fields is what the ledger says of an address: its parts by reference.
func (d Draft) fields() ledger.Fields {
	f := ledger.Fields{"kind": string(d.Kind), "division": d.Division, "visibility": d.Visibility, "source": d.Source, "state": string(d.State), "valid": d.Valid.String()}
	for key, id := range map[string]uuid.UUID{"main": d.Main, "settlement": d.Settlement, "way": d.Way, "compound": d.Compound} {
		if id != uuid.Nil {
			f[key] = id
		}
	}
	for key, text := range map[string]string{"number": d.Number, "sub": d.Sub, "insert_format": d.InsertFormat, "building": d.Building, "unit": d.Unit, "floor": d.Floor, "room": d.Room} {
		if text != "" {
			f[key] = text
		}
	}
	for key, p := range map[string]*orb.Point{"entrance": d.Entrance, "plate": d.Plate} {
		if p != nil {
			f[key] = []string{degrees(p.Lon()), degrees(p.Lat())}
		}
	}
	return f
}

// written is the part of the text from the number on.
func (c Components) written() string { return c.number() + c.within() }
