package printrun

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/address"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs/artwork"
	"diming/signs/plate"
)

// An Order says of which plates a run is made.
type Order struct {
	Title    string
	Division uuid.UUID // in which all of them lie
	Source   Source
	Of       uuid.UUID   // a street, natural village or compound, where only its plates are meant
	Plates   []uuid.UUID // of FromPlates
	Stock    artwork.Stock
}

// Make makes a run as one ledger entry. Of plates that hang and are to be made
// again it plans the next generation, with what the register has them say today;
// a plate that another run holds already is left out of the lists of a division,
// and refused where it was named.
func (s *Store) Make(ctx context.Context, actor uuid.UUID, o Order, today version.Date) (uuid.UUID, error) {
	id := uuid.Must(uuid.NewV7())
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if strings.TrimSpace(o.Title) == "" {
			return content("请给这一批起个名称。", "Give the run a title.")
		}
		if err := checkStock(o.Stock); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtext('print_run'))`); err != nil { // two runs at once take no plate twice
			return err
		}
		plates, stead, err := gather(ctx, tx, actor, o, today)
		if err != nil {
			return err
		}
		digest := ledger.Digester{}
		for _, p := range plates {
			if err := digest.Add(ledger.Fields{"plate": p.ID}); err != nil {
				return err
			}
		}
		sum := digest.Digest()
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "print_run.make", Kind: "print_run", Object: id, County: plates[0].County,
			After: ledger.Fields{"title": o.Title, "source": string(o.Source), "plates": sum.Count, "sha256": sum.SHA256}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO print_run (id, county, division, title, source, sheet, tag) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, plates[0].County, o.Division, strings.TrimSpace(o.Title), string(o.Source), stockText(o.Stock), entry)
		if err != nil {
			return err
		}
		return hold(ctx, tx, id, plates, stead)
	})
	if err != nil {
		return uuid.Nil, fmt.Errorf("make print run: %w", err)
	}
	return id, nil
}

// hold puts plates into a run in their order.
func hold(ctx context.Context, tx pgx.Tx, id uuid.UUID, plates []plate.Plate, stead map[uuid.UUID]uuid.UUID) error {
	ids, olds := make([]uuid.UUID, len(plates)), make([]*uuid.UUID, len(plates))
	for i, p := range plates {
		ids[i] = p.ID
		if old, ok := stead[p.ID]; ok {
			olds[i] = &old
		}
	}
	_, err := tx.Exec(ctx, `INSERT INTO print_run_plate (run, n, plate, stead) SELECT $1, n, p, o FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY x (p, o, n)`, id, ids, olds)
	return err
}

// gather finds the plates of an order in walking order, and of those that are
// made again which plate each is to replace.
func gather(ctx context.Context, tx pgx.Tx, actor uuid.UUID, o Order, today version.Date) ([]plate.Plate, map[uuid.UUID]uuid.UUID, error) {
	asIs, again, err := listed(ctx, tx, o, today)
	if err != nil {
		return nil, nil, err
	}
	store := &plate.Store{DB: tx}
	stead := map[uuid.UUID]uuid.UUID{}
	if len(again) > 0 {
		drafts := make([]plate.Draft, len(again))
		for i, p := range again {
			drafts[i] = plate.Draft{Kind: p.Kind, Target: p.Target, Bearing: p.Bearing, Postcode: p.Postcode, Generation: p.Generation + 1}
		}
		ids, err := store.Plan(ctx, actor, drafts, o.Title, today)
		if err != nil {
			return nil, nil, err
		}
		made, err := store.InOrder(ctx, ids)
		if err != nil {
			return nil, nil, err
		}
		for i, p := range made {
			stead[p.ID] = again[i].ID
		}
		asIs = append(asIs, made...)
	}
	switch {
	case len(asIs) == 0:
		return nil, nil, content("这里没有可以制作的牌：都已在别的批次里，或没有符合条件的。", "There is no plate to make here: none fits, or all are in other runs.")
	case len(asIs) > MaxPlates:
		return nil, nil, content(fmt.Sprintf("一批最多 %d 块，请分成几批。", MaxPlates), fmt.Sprintf("A run has at most %d plates: make several.", MaxPlates))
	}
	held, err := addressesOf(ctx, tx, asIs, today)
	return plate.Walked(asIs, held), stead, err
}

func addressesOf(ctx context.Context, tx pgx.Tx, plates []plate.Plate, today version.Date) (map[uuid.UUID]address.Address, error) {
	var ids []uuid.UUID
	for _, p := range plates {
		if p.Address != uuid.Nil {
			ids = append(ids, p.Address)
		}
	}
	all := map[uuid.UUID]address.Address{}
	const some = 2000
	for from := 0; from < len(ids); from += some {
		held, err := (&address.Store{DB: tx}).ByIDs(ctx, address.Reader{AsOf: version.AsOf{Valid: today}, Internal: true}, ids[from:min(from+some, len(ids))])
		if err != nil {
			return nil, err
		}
		for _, a := range held {
			all[a.ID] = a
		}
	}
	return all, nil
}

// listed gives the plates of an order: those that can be made as they are
// planned, and those that hang and are to be made again.
func listed(ctx context.Context, tx pgx.Tx, o Order, today version.Date) (asIs, again []plate.Plate, err error) {
	store := &plate.Store{DB: tx}
	f := plate.Filter{Within: []uuid.UUID{o.Division}, Of: o.Of, Limit: MaxPlates + 1}
	switch o.Source {
	case FromPlanned:
		f.States = []plate.State{plate.Planned, plate.Checked}
		asIs, err = store.List(ctx, f)
	case FromFaulty:
		f.States = []plate.State{plate.Faulty}
		again, err = store.List(ctx, f)
	case FromReprints:
		again, err = reprints(ctx, store, f, today)
	case FromPlates:
		return named(ctx, tx, o, f)
	default:
		err = content("请选择从哪里取牌。", "Choose which plates.")
	}
	if err != nil {
		return nil, nil, err
	}
	taken, err := inRuns(ctx, tx, append(idsOf(asIs), idsOf(again)...))
	return without(asIs, taken), without(again, taken), err
}

// reprints gives all plates that no longer say what they should and whose
// address or place still stands.
func reprints(ctx context.Context, store *plate.Store, f plate.Filter, today version.Date) ([]plate.Plate, error) {
	var all []plate.Plate
	f.Limit = 2000
	for {
		page, next, err := store.Reprints(ctx, f, today)
		if err != nil {
			return nil, err
		}
		for _, r := range page {
			if r.Now != nil {
				all = append(all, r.Plate)
			}
		}
		if next == uuid.Nil {
			return all, nil
		}
		f.After = next
	}
}

// named gives the plates that an order names; each must lie in its division and
// be free.
func named(ctx context.Context, tx pgx.Tx, o Order, f plate.Filter) (asIs, again []plate.Plate, err error) {
	f.IDs, f.Of = o.Plates, uuid.Nil
	all, err := (&plate.Store{DB: tx}).List(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	if len(all) != len(o.Plates) {
		return nil, nil, content("有的牌不在这个区划里，或没有登记，或重复了。请重新选择。", "Some of the plates do not lie in the division, are not held, or are named twice.")
	}
	taken, err := inRuns(ctx, tx, o.Plates)
	if err != nil {
		return nil, nil, err
	}
	for _, p := range all {
		switch {
		case taken[p.ID]:
			return nil, nil, content(p.Name+p.Number+"已在别的批次里。", p.Name+p.Number+" is in another run already.")
		case p.State == plate.Planned || p.State == plate.Checked:
			asIs = append(asIs, p)
		case p.State.Hanging():
			again = append(again, p)
		default:
			return nil, nil, content(p.Name+p.Number+"现在的状态不能制作。", p.Name+p.Number+" cannot be made from its state.")
		}
	}
	return asIs, again, nil
}

// inRuns are the plates that a run holds, or for which one makes another; one
// that hangs is free again once its successor hangs or is void.
func inRuns(ctx context.Context, tx pgx.Tx, ids []uuid.UUID) (map[uuid.UUID]bool, error) {
	rows, err := tx.Query(ctx, `SELECT plate FROM print_run_plate WHERE plate = ANY($1) AND NOT dropped
		UNION SELECT r.stead FROM print_run_plate r JOIN plate p ON p.id = r.plate WHERE r.stead = ANY($1) AND NOT r.dropped AND p.state NOT IN ('void', 'removed')`, ids)
	if err != nil {
		return nil, err
	}
	all := map[uuid.UUID]bool{}
	var id uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&id}, func() error { all[id] = true; return nil })
	return all, err
}

func idsOf(plates []plate.Plate) []uuid.UUID {
	all := make([]uuid.UUID, len(plates))
	for i, p := range plates {
		all[i] = p.ID
	}
	return all
}

func without(plates []plate.Plate, taken map[uuid.UUID]bool) []plate.Plate {
	var all []plate.Plate
	for _, p := range plates {
		if !taken[p.ID] {
			all = append(all, p)
		}
	}
	return all
}
