package plate

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/gazetteer/address"
	"diming/internal/version"
)

// A Job is a plate with what who hangs it, mends it or looks after it has to know
// at the wall.
type Job struct {
	Plate
	Where   string     // its address in full, or the name of its place
	Street  string     // what its number counts in: a street, natural village or village; "" for a sign
	Village string     // in which it lies; "" where none is held
	Belongs *orb.Point // CGCS2000; where it should hang, nil unknown
	Fault   Fault      // of a faulty one
	Said    string     // what was said when the fault was reported
	Rules
}

// Work gives the plates that a filter leaves, at most f.Limit, in the order in
// which one walks from one to the next, and how many it leaves in all.
func (s *Store) Work(ctx context.Context, f Filter, on version.Date) ([]Job, int, error) {
	counts, err := s.Stock(ctx, f)
	if err != nil {
		return nil, 0, err
	}
	total := 0
	for _, c := range counts {
		total += c.N
	}
	plates, err := s.List(ctx, f)
	if err != nil {
		return nil, 0, err
	}
	held, err := s.addressesOf(ctx, plates, on)
	if err != nil {
		return nil, 0, err
	}
	jobs := make([]Job, len(plates))
	for i, p := range Walked(plates, held) {
		jobs[i] = Job{Plate: p, Where: p.Name}
		if a, ok := held[p.Address]; ok {
			jobs[i].at(a)
		}
	}
	if err := s.ruled(ctx, jobs, on); err != nil {
		return nil, 0, err
	}
	return jobs, total, s.faults(ctx, jobs)
}

func (j *Job) at(a address.Address) {
	j.Where, j.Village, j.Belongs = a.Text, a.Names.Village, belongs(a)
	for _, name := range []string{a.Names.Way, a.Names.Settlement, a.Names.Village, a.Names.Township} {
		if j.Street == "" {
			j.Street = name
		}
	}
}

func (s *Store) addressesOf(ctx context.Context, plates []Plate, on version.Date) (map[uuid.UUID]address.Address, error) {
	var ids []uuid.UUID
	for _, p := range plates {
		if p.Address != uuid.Nil {
			ids = append(ids, p.Address)
		}
	}
	all, err := (&address.Store{DB: s.DB}).ByIDs(ctx, address.Reader{AsOf: version.AsOf{Valid: on}, Internal: true}, ids)
	held := make(map[uuid.UUID]address.Address, len(all))
	for _, a := range all {
		held[a.ID] = a
	}
	return held, err
}

// ruled gives jobs the rules of the divisions in which they lie.
func (s *Store) ruled(ctx context.Context, jobs []Job, on version.Date) error {
	targets := make([]Target, len(jobs))
	for i, j := range jobs {
		targets[i] = j.Target
	}
	divisions, err := s.Divisions(ctx, targets)
	if err != nil {
		return err
	}
	known := map[uuid.UUID]Rules{}
	for i, j := range jobs {
		in := divisions[j.Target]
		r, ok := known[in]
		if !ok {
			if r, err = s.Rules(ctx, in, on); err != nil {
				return err
			}
			known[in] = r
		}
		jobs[i].Rules = r
	}
	return nil
}

// faults gives faulty plates what was reported of them last.
func (s *Store) faults(ctx context.Context, jobs []Job) error {
	at := map[uuid.UUID]*Job{}
	var ids []uuid.UUID
	for i := range jobs {
		if jobs[i].State == Faulty {
			at[jobs[i].ID] = &jobs[i]
			ids = append(ids, jobs[i].ID)
		}
	}
	rows, err := s.DB.Query(ctx, `SELECT DISTINCT ON (plate) plate, fault, note FROM plate_step WHERE plate = ANY($1) AND step = 'report' ORDER BY plate, n DESC`, ids)
	if err != nil {
		return fmt.Errorf("faults of plates: %w", err)
	}
	var id uuid.UUID
	var fault Fault
	var note string
	_, err = pgx.ForEachRow(rows, []any{&id, &fault, &note}, func() error { at[id].Fault, at[id].Said = fault, note; return nil })
	return err
}
