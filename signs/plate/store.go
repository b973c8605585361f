package plate

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs"
)

const columns = `p.id, p.county, p.kind, p.address, p.place, p.name, p.minority, p.pinyin, p.number, p.postcode, p.bearing, c.token, p.generation, p.state, p.tag, p.successor, p.point,
	(SELECT due FROM plate_step x WHERE x.plate = p.id AND p.state = 'faulty' ORDER BY n DESC LIMIT 1)`

const from = ` FROM plate p JOIN sign_code c ON c.plate = p.id `

func scan(row pgx.CollectableRow) (Plate, error) {
	var (
		p              Plate
		address, place *uuid.UUID
		point          *orb.Point
		due            *version.Date
	)
	err := row.Scan(&p.ID, &p.County, &p.Kind, &address, &place, &p.Name, &p.Minority, &p.Pinyin, &p.Number, &p.Postcode, &p.Bearing, &p.Token, &p.Generation, &p.State, &p.Tag,
		&p.Successor, &point, &due)
	if address != nil {
		p.Address = *address
	}
	if place != nil {
		p.Place = *place
	}
	if due != nil {
		p.Due = *due
	}
	p.Point = point
	return p, err
}

// ByID gives a plate, or ErrNotFound.
func (s *Store) ByID(ctx context.Context, id uuid.UUID) (Plate, error) {
	return s.one(ctx, `p.id = $1`, id)
}

// ByToken gives the plate that bears a token, one that is gone too, or
// ErrNotFound.
func (s *Store) ByToken(ctx context.Context, t signs.Token) (Plate, error) {
	return s.one(ctx, `c.token = $1`, string(t))
}

func (s *Store) one(ctx context.Context, where string, arg any) (Plate, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+columns+from+`WHERE `+where, arg)
	if err != nil {
		return Plate{}, err
	}
	p, err := pgx.CollectExactlyOneRow(rows, scan)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	return p, err
}

func orNull(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// A RefusedError names the draft that stops a plan. Nothing of it was entered.
type RefusedError struct {
	Row int // from 1, in the order in which the drafts were given
	Err error
}

func (e *RefusedError) Error() string { return fmt.Sprintf("plate %d of the plan: %v", e.Row, e.Err) }

// Unwrap gives why.
func (e *RefusedError) Unwrap() error { return e.Err }

// Plan enters plates that are to be made, all in one county, as one ledger entry,
// with what the register has them say today, and gives each a code; all or
// none. It gives their ids in the order of drafts, or a *RefusedError.
func (s *Store) Plan(ctx context.Context, actor uuid.UUID, drafts []Draft, reason string, today version.Date) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		plates, leads, err := (&Store{DB: tx}).drafted(ctx, drafts, today)
		if err != nil {
			return err
		}
		if strings.TrimSpace(reason) == "" {
			return content("请写明为什么制作。", "Say why they are made.")
		}
		digest := ledger.Digester{}
		for _, p := range plates {
			if err := digest.Add(p.fields()); err != nil {
				return err
			}
		}
		sum := digest.Digest()
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "plate.plan", Kind: "plate", County: plates[0].County, Reason: reason, Batch: &sum})
		if err != nil {
			return err
		}
		ids, err = enter(ctx, tx, plates, leads, entry)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("plan plates: %w", err)
	}
	return ids, nil
}

// drafted fills drafts with what they say, and gives beside them the places to
// which their codes lead.
func (s *Store) drafted(ctx context.Context, drafts []Draft, today version.Date) ([]Plate, []uuid.UUID, error) {
	if len(drafts) == 0 {
		return nil, nil, content("没有要制作的牌。", "There is no plate to make.")
	}
	plates := make([]Plate, len(drafts))
	for i, d := range drafts {
		if err := d.fits(d.Kind); err != nil {
			return nil, nil, &RefusedError{i + 1, err}
		}
		plates[i] = Plate{ID: uuid.Must(uuid.NewV7()), Kind: d.Kind, Target: d.Target, Bearing: d.Bearing, Generation: max(d.Generation, 1), State: Planned, Words: Words{Postcode: d.Postcode}}
	}
	said, err := s.wouldPrint(ctx, today, plates)
	if err != nil {
		return nil, nil, err
	}
	for i := range plates {
		if said[i] == nil {
			return nil, nil, &RefusedError{i + 1, content("它的地址或地名今天不存在。", "Its address or place does not stand today.")}
		}
		plates[i].Words = *said[i]
	}
	leads := make([]uuid.UUID, len(plates))
	grounds, err := s.grounds(ctx, plates)
	for i := range plates {
		g := grounds[plates[i].target()]
		plates[i].County, leads[i] = g.county, g.leads
		if err == nil && (g.county == "" || g.county != plates[0].County) {
			err = &RefusedError{i + 1, content("一次只能拟制同一个县的牌。", "Plates of one county are planned at once.")}
		}
	}
	return plates, leads, err
}

func (t Target) target() uuid.UUID {
	if t.Address != uuid.Nil {
		return t.Address
	}
	return t.Place
}

// A ground is where what a plate is of lies, and the place that the plate's code
// leads to.
type ground struct {
	county string
	leads  uuid.UUID
}

func (s *Store) grounds(ctx context.Context, plates []Plate) (map[uuid.UUID]ground, error) {
	ids := make([]uuid.UUID, len(plates))
	for i, p := range plates {
		ids[i] = p.target()
	}
	rows, err := s.DB.Query(ctx, `
		SELECT address, county, coalesce(compound, way, settlement, division) FROM address_version WHERE address = ANY($1) AND upper_inf(recorded)
		UNION ALL SELECT place, county, place FROM place_version WHERE place = ANY($1) AND upper_inf(recorded) AND county <> ''
		UNION ALL SELECT division, county, division FROM division_version WHERE division = ANY($1) AND upper_inf(recorded) AND county <> ''`, ids)
	if err != nil {
		return nil, err
	}
	all := map[uuid.UUID]ground{}
	var of uuid.UUID
	var g ground
	_, err = pgx.ForEachRow(rows, []any{&of, &g.county, &g.leads}, func() error { all[of] = g; return nil })
	return all, err
}

func enter(ctx context.Context, tx pgx.Tx, plates []Plate, leads []uuid.UUID, entry int64) ([]uuid.UUID, error) {
	ids := make([]uuid.UUID, len(plates))
	batch := &pgx.Batch{}
	for i, p := range plates {
		token, err := signs.NewToken(rand.Reader)
		if err != nil {
			return nil, err
		}
		ids[i] = p.ID
		batch.Queue(`INSERT INTO plate (id, county, kind, address, place, name, minority, pinyin, number, postcode, bearing, generation, state, tag)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
			p.ID, p.County, string(p.Kind), orNull(p.Address), orNull(p.Place), p.Name, p.Minority, p.Pinyin, p.Number, p.Postcode, string(p.Bearing), p.Generation, string(p.State), entry)
		batch.Queue(`INSERT INTO sign_code (token, place, plate) VALUES ($1, $2, $3)`, string(token), leads[i], p.ID)
	}
	return ids, tx.SendBatch(ctx, batch).Close()
}

func (p Plate) fields() ledger.Fields {
	f := ledger.Fields{"id": p.ID, "kind": string(p.Kind), "name": p.Name, "number": p.Number, "generation": p.Generation}
	for key, text := range map[string]string{"minority": p.Minority, "pinyin": p.Pinyin, "postcode": p.Postcode, "bearing": string(p.Bearing)} {
		if text != "" {
			f[key] = text
		}
	}
	for key, id := range map[string]uuid.UUID{"address": p.Address, "place": p.Place} {
		if id != uuid.Nil {
			f[key] = id
		}
	}
	return f
}
