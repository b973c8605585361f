package assign

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/pg"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("no such barrier, or no such county")
	// ErrNoPlan says that there is no plan yet that could be changed.
	ErrNoPlan = errors.New("no assignment was accepted yet")
	ErrHazard = errors.New("no such kind of disaster")
	// ErrChanged says that something changed since the trial or the plan was read.
	ErrChanged = errors.New("villages, shelters, barriers or the plan changed meanwhile")
	ErrVillage = errors.New("this is no village of the county, or nobody knows where it lies")
	// ErrShelter refuses a shelter that is none, does not suit, or failed its appraisal.
	ErrShelter = errors.New("this shelter cannot be used in this kind of disaster")
	ErrRoom    = errors.New("the shelter has no room for so many")
	ErrPeople  = errors.New("the village has fewer people")
	ErrPlaces  = errors.New("a shelter is named twice, or with no places")
	ErrAcross  = errors.New("a barrier lies between the village and the shelter")
	ErrNothing = errors.New("nothing of the village is set by hand")
	ErrEmpty   = errors.New("there is nothing to plan: no village with people")
	// ErrBarrier refuses a barrier that does not say what it must.
	ErrBarrier = errors.New("a barrier has a kind, a name, hazards and a line of two points or more within the county")
	ErrEnded   = errors.New("the barrier is ended already")
)

// Hazards are the kinds of disaster, as the tables have them.
var Hazards = []string{"typhoon", "flood", "landslide", "earthquake", "fire", "cold", "other"}

// A Store keeps plans and barriers.
type Store struct{ DB pg.DB }

// A Plan is the assignment of a county for a kind of disaster that counts.
type Plan struct {
	ID     uuid.UUID
	County uuid.UUID
	Hazard string
	Made   time.Time
	Actor  uuid.UUID
	Rows   []Row
	Shorts []Short
}

// Now gives the plan of a county for a hazard that was accepted last; false where
// there is none.
func (s *Store) Now(ctx context.Context, county uuid.UUID, hazard string) (Plan, bool, error) {
	p, ok, err := planNow(ctx, s.DB, county, hazard)
	if err != nil {
		err = fmt.Errorf("assignment of %s for %s: %w", county, hazard, err)
	}
	return p, ok, err
}

func planNow(ctx context.Context, db pg.DB, county uuid.UUID, hazard string) (Plan, bool, error) {
	p := Plan{County: county, Hazard: hazard}
	err := db.QueryRow(ctx, `SELECT id, made, actor FROM assignment_plan WHERE county = $1 AND hazard = $2 ORDER BY made DESC, id DESC LIMIT 1`, county, hazard).Scan(&p.ID, &p.Made, &p.Actor)
	if errors.Is(err, pgx.ErrNoRows) {
		return Plan{}, false, nil
	}
	if err != nil {
		return p, false, err
	}
	rows, err := db.Query(ctx, `SELECT village, shelter, places, distance_m, byhand FROM assignment WHERE plan = $1 ORDER BY village, distance_m, shelter`, p.ID)
	if err != nil {
		return p, false, err
	}
	if p.Rows, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Row]); err != nil {
		return p, false, err
	}
	if rows, err = db.Query(ctx, `SELECT village, people, why FROM assignment_short WHERE plan = $1 ORDER BY village, why`, p.ID); err != nil {
		return p, false, err
	}
	p.Shorts, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Short])
	return p, true, err
}

// A Proposal is a plan on trial: nothing of it is written.
type Proposal struct {
	Made
	Input  Input // what it was made from
	Hazard string
	Before Plan   // what counts today; its ID is zero where nothing does
	Night  bool   // whether shelters were filled to what they hold at night
	Basis  string // of the reach
	Digest string // of what is proposed, on top of what
}

// Propose makes a plan for a hazard from what the register holds now, and writes
// nothing. What officers set by hand in today's plan is kept.
func (s *Store) Propose(ctx context.Context, county uuid.UUID, hazard string) (Proposal, error) {
	var p Proposal
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		// One view of everything: what is proposed never mixes two moments.
		_, err := tx.Exec(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`)
		if err != nil {
			return err
		}
		p, err = propose(ctx, tx, county, hazard)
		return err
	})
	if err != nil {
		return p, fmt.Errorf("propose an assignment of %s for %s: %w", county, hazard, err)
	}
	return p, nil
}

func propose(ctx context.Context, tx pgx.Tx, county uuid.UUID, hazard string) (Proposal, error) {
	p := Proposal{Hazard: hazard}
	if !slices.Contains(Hazards, hazard) {
		return p, ErrHazard
	}
	var err error
	if p.Before, _, err = planNow(ctx, tx, county, hazard); err != nil {
		return p, err
	}
	if p.Input, p.Night, p.Basis, err = read(ctx, tx, county, hazard); err != nil {
		return p, err
	}
	for _, r := range p.Before.Rows {
		if r.ByHand {
			p.Input.ByHand = append(p.Input.ByHand, r)
		}
	}
	p.Made = Make(p.Input)
	d, err := p.digest()
	p.Digest = d.SHA256
	return p, err
}

// digest stands for the whole proposal and for the plan that it takes the place of.
func (p Proposal) digest() (ledger.Digest, error) {
	var d ledger.Digester
	if err := d.Add(ledger.Fields{"hazard": p.Hazard, "before": p.Before.ID.String()}); err != nil {
		return ledger.Digest{}, err
	}
	if err := digestRows(&d, p.Rows, p.Shorts); err != nil {
		return ledger.Digest{}, err
	}
	for _, x := range p.Dropped {
		if err := d.Add(ledger.Fields{"dropped_village": x.Village.String(), "shelter": x.Shelter.String(), "places": x.Places, "why": x.Why}); err != nil {
			return ledger.Digest{}, err
		}
	}
	return d.Digest(), nil
}

func digestRows(d *ledger.Digester, rows []Row, shorts []Short) error {
	for _, r := range rows {
		if err := d.Add(ledger.Fields{"village": r.Village.String(), "shelter": r.Shelter.String(), "places": r.Places, "byhand": r.ByHand}); err != nil {
			return err
		}
	}
	for _, s := range shorts {
		if err := d.Add(ledger.Fields{"village": s.Village.String(), "people": s.People, "why": s.Why}); err != nil {
			return err
		}
	}
	return nil
}

// Accept makes what Propose proposed the plan that counts. If anything changed
// since, so that another plan would come out, nothing is written: ErrChanged.
func (s *Store) Accept(ctx context.Context, actor, county uuid.UUID, hazard, digest, reason string) (Plan, error) {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := lock(ctx, tx, county, hazard); err != nil {
			return err
		}
		p, err := propose(ctx, tx, county, hazard)
		switch {
		case err != nil:
			return err
		case p.Digest != digest:
			return ErrChanged
		case len(p.Rows) == 0 && len(p.Shorts) == 0:
			return ErrEmpty
		}
		return write(ctx, tx, actor, "assignment.accept", reason, Plan{County: county, Hazard: hazard, Rows: p.Rows, Shorts: p.Shorts}, nil)
	})
	if err != nil {
		return Plan{}, fmt.Errorf("accept an assignment of %s for %s: %w", county, hazard, err)
	}
	p, _, err := s.Now(ctx, county, hazard)
	return p, err
}

// lock makes the changes of one county's plan for a hazard follow one another.
func lock(ctx context.Context, tx pgx.Tx, county uuid.UUID, hazard string) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('assignment ' || $1::text || ' ' || $2, 0))`, county.String(), hazard)
	return err
}

// write writes a whole plan as one entry. It is made when the lock is held: the
// clock may stand still or go back, a later plan is later all the same.
func write(ctx context.Context, tx pgx.Tx, actor uuid.UUID, action, reason string, p Plan, more ledger.Fields) error {
	p.ID = uuid.Must(uuid.NewV7())
	var d ledger.Digester
	if err := digestRows(&d, p.Rows, p.Shorts); err != nil {
		return err
	}
	digest := d.Digest()
	places, short := 0, 0
	for _, r := range p.Rows {
		places += r.Places
	}
	for _, s := range p.Shorts {
		short += s.People
	}
	after := ledger.Fields{"hazard": p.Hazard, "places": places, "without_place": short}
	for k, v := range more {
		after[k] = v
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: action, Kind: "assignment_plan", Object: p.ID, County: countyCode(ctx, tx, p.County), Reason: reason, After: after, Batch: &digest})
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO assignment_plan (id, county, hazard, made, actor, entry)
		SELECT $1, $2, $3, greatest(clock_timestamp(), max(made) + interval '1 microsecond'), $4, $5 FROM assignment_plan WHERE county = $2 AND hazard = $3`, p.ID, p.County, p.Hazard, actor, entry); err != nil {
		return err
	}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"assignment"}, []string{"plan", "village", "shelter", "places", "distance_m", "byhand"}, pgx.CopyFromSlice(len(p.Rows), func(i int) ([]any, error) {
		r := p.Rows[i]
		return []any{p.ID, r.Village, r.Shelter, r.Places, r.DistanceM, r.ByHand}, nil
	})); err != nil {
		return err
	}
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"assignment_short"}, []string{"plan", "village", "people", "why"}, pgx.CopyFromSlice(len(p.Shorts), func(i int) ([]any, error) {
		s := p.Shorts[i]
		return []any{p.ID, s.Village, s.People, s.Why}, nil
	}))
	return err
}

// countyCode is the code that a county carries, "" where none is held.
func countyCode(ctx context.Context, tx pgx.Tx, county uuid.UUID) string {
	var code string
	_ = tx.QueryRow(ctx, `SELECT coalesce((SELECT code FROM division_version WHERE division = $1 AND upper_inf(recorded) ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1), '')`, county).Scan(&code)
	return code
}
