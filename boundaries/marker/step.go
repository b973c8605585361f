package marker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
)

// Take makes one step of a marker that was read at tag, on behalf of actor. A
// marker that is set anew after a move stands where it was surveyed from that
// day on.
func (s *Store) Take(ctx context.Context, actor, id uuid.UUID, tag int64, a Act, today version.Date) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := versions.Lock(ctx, tx, id); err != nil {
			return notFound(err)
		}
		in := &Store{DB: tx}
		m, err := in.latest(ctx, id)
		if err != nil {
			return err
		}
		if m.Tag != tag {
			return ErrChanged
		}
		steps, err := in.Steps(ctx, id)
		if err != nil {
			return err
		}
		rules, err := RulesFor(ctx, tx, m.OwnerA, today)
		if err != nil {
			return err
		}
		t, apart, err := Decide(m.standing(steps), a, rules)
		if err != nil {
			return err
		}
		entry, err = in.step(ctx, actor, m, steps, a, t, apart, rules)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("step %s of marker %s: %w", a.Step, id, err)
	}
	return entry, nil
}

func (m Marker) standing(steps []StepTaken) Standing {
	st := Standing{State: m.State, Point: m.Point, References: len(m.References), Keeper: m.Keeper}
	for _, t := range steps {
		st.LastDay = t.On
		if t.Step == ApplyMove {
			st.BeforeMove = t.From
		}
	}
	return st
}

// step writes a decided step and what follows from it.
func (s *Store) step(ctx context.Context, actor uuid.UUID, m Marker, steps []StepTaken, a Act, t Transition, apart float64, rules Rules) (int64, error) {
	tx := s.DB.(pgx.Tx) // Take made it so
	if !a.Side.Valid() {
		return 0, content("请说明是哪一方办理。", "Say for which side the step is entered.")
	}
	e := ledger.Entry{Actor: actor, Action: "marker." + string(a.Step), Kind: "marker", Object: m.ID, County: m.County, Reason: a.Note,
		Before: ledger.Fields{"state": string(t.From)},
		After: ledger.Fields{"state": string(t.To), "on": a.On.String(), "side": string(a.Side), "meeting": a.Meeting, "document_a": a.DocumentA, "document_b": a.DocumentB,
			"number": m.Number}}
	person, err := s.present(ctx, tx, a, &e)
	if err != nil {
		return 0, err
	}
	var point, photo, apartM, toleranceM, elevation any
	measure := Measure{}
	if a.Measure != nil {
		measure = *a.Measure
		point, apartM, toleranceM, elevation = measure.Point, fmt.Sprintf("%.3f", apart), fmt.Sprintf("%.3f", rules.ToleranceM), number(measure.ElevationM)
		e.After["lon"], e.After["lat"], e.After["apart_m"] = degrees(measure.Point.Lon()), degrees(measure.Point.Lat()), apartM
	}
	if a.Photo != uuid.Nil {
		if err := s.photoStands(ctx, m.ID, a.Photo); err != nil {
			return 0, err
		}
		photo = a.Photo
		e.After["photo"] = a.Photo
	}
	entry, err := ledger.Append(ctx, tx, e)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO marker_step (marker, n, step, from_state, to_state, on_day, side, present_a, present_b, person, point, elevation_m, original, crs,
			apart_m, tolerance_m, photo, meeting, document_a, document_b, note, actor, entry)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
		m.ID, len(steps)+1, string(t.Step), string(t.From), string(t.To), a.On, string(a.Side), strings.TrimSpace(a.PresentA) != "", strings.TrimSpace(a.PresentB) != "", person,
		point, elevation, measure.Original, measure.CRS, apartM, toleranceM, photo, a.Meeting, a.DocumentA, a.DocumentB, a.Note, actor, entry)
	if err != nil {
		return 0, refused(err)
	}
	if _, err := tx.Exec(ctx, `UPDATE marker SET state = $2, tag = $3 WHERE id = $1`, m.ID, string(t.To), entry); err != nil {
		return 0, err
	}
	return entry, m.setAnew(ctx, tx, steps, a, t, entry)
}

// present keeps the names of who was there, beside the ledger.
func (s *Store) present(ctx context.Context, tx pgx.Tx, a Act, e *ledger.Entry) (*uuid.UUID, error) {
	one, other := strings.TrimSpace(a.PresentA), strings.TrimSpace(a.PresentB)
	if one == "" && other == "" {
		return nil, nil
	}
	text, err := json.Marshal(map[string]string{"a": one, "b": other})
	if err != nil {
		return nil, err
	}
	ref, err := ledger.KeepPerson(ctx, tx, string(text))
	if err != nil {
		return nil, err
	}
	e.Person = &ref
	return &ref.ID, nil
}

// Present gives the names of who was at a step, by side; ledger.ErrErased where
// they are no longer held.
func (s *Store) Present(ctx context.Context, person uuid.UUID) (map[boundaries.Side]string, error) {
	names := map[boundaries.Side]string{}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		text, err := ledger.Person(ctx, tx, person)
		if err != nil {
			return err
		}
		return json.Unmarshal([]byte(text), &names)
	})
	return names, err
}

func (s *Store) photoStands(ctx context.Context, marker, photo uuid.UUID) error {
	var ok bool
	err := s.DB.QueryRow(ctx, `SELECT EXISTS (SELECT FROM marker_photo WHERE id = $1 AND marker = $2 AND removed IS NULL)`, photo, marker).Scan(&ok)
	if err == nil && !ok {
		err = ErrPhoto
	}
	return err
}

// refused names what the database held against a step.
func refused(err error) error {
	var told *pgconn.PgError
	if !errors.As(err, &told) {
		return err
	}
	switch told.ConstraintName {
	case "marker_step_leads":
		return ErrStep
	case "marker_step_in_order":
		return ErrDay
	case "marker_step_attended":
		return ErrPresence
	}
	return err
}

// setAnew writes what setting a marker says: since when it stands, and after a
// move also where.
func (m Marker) setAnew(ctx context.Context, tx pgx.Tx, steps []StepTaken, a Act, t Transition, entry int64) error {
	if t.Step != StepSet {
		return nil
	}
	before := m.References
	if m.SetOn = a.On; a.References != nil {
		m.References = *a.References
	}
	if t.From == Filed {
		m.Valid.From = a.On
		for _, one := range steps {
			if one.Step == Survey {
				m.Point, m.ElevationM, m.Original, m.CRS = one.Measure.Point, one.Measure.ElevationM, one.Measure.Original, one.Measure.CRS
			}
		}
	}
	if err := m.ready(ctx, tx); err != nil {
		return err
	}
	return write(ctx, tx, m, before, entry)
}

// AddPhoto keeps a picture of a face, whose bytes lie in the store of documents.
func (s *Store) AddPhoto(ctx context.Context, actor, marker uuid.UUID, p Photo) (uuid.UUID, error) {
	p.ID = uuid.Must(uuid.NewV7())
	err := s.change(ctx, actor, marker, "marker.photo_add", ledger.Fields{"photo": p.ID, "face": p.Face, "sha256": p.Digest}, func(tx pgx.Tx, entry int64) error {
		_, err := tx.Exec(ctx, `INSERT INTO marker_photo (id, marker, face, digest, media_type, name, size_bytes, taken_on, actor, entry)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, p.ID, marker, p.Face, p.Digest, p.MediaType, p.Name, p.Size, p.TakenOn, actor, entry)
		return err
	})
	return p.ID, err
}

// RemovePhoto takes a photo out of the marker's file; that it was there stays
// in the ledger, and one that shows a repair stays altogether.
func (s *Store) RemovePhoto(ctx context.Context, actor, marker, photo uuid.UUID) error {
	return s.change(ctx, actor, marker, "marker.photo_remove", ledger.Fields{"photo": photo}, func(tx pgx.Tx, entry int64) error {
		gone, err := tx.Exec(ctx, `UPDATE marker_photo SET removed = $3 WHERE id = $1 AND marker = $2 AND removed IS NULL
			AND NOT EXISTS (SELECT FROM marker_step s WHERE s.photo = $1)`, photo, marker, entry)
		if err == nil && gone.RowsAffected() == 0 {
			err = ErrPhoto
		}
		return err
	})
}

// Sight keeps what somebody of one side saw, once for each id: a field record
// that is sent again says nothing new.
func (s *Store) Sight(ctx context.Context, actor uuid.UUID, g Sighting) error {
	if !g.Side.Valid() || g.ID == uuid.Nil {
		return fmt.Errorf("sighting of marker %s: %w", g.Marker, ErrContent)
	}
	var held bool
	if err := s.DB.QueryRow(ctx, `SELECT EXISTS (SELECT FROM marker_sighting WHERE id = $1)`, g.ID).Scan(&held); err != nil || held {
		return err
	}
	return s.change(ctx, actor, g.Marker, "marker.sight", ledger.Fields{"sighting": g.ID, "condition": string(g.Condition), "side": string(g.Side)}, func(tx pgx.Tx, entry int64) error {
		return SightIn(ctx, tx, entry, g)
	})
}

// SightIn keeps a sighting under the entry of a change that is larger, such as
// a field record that was accepted.
func SightIn(ctx context.Context, tx pgx.Tx, entry int64, g Sighting) error {
	var point any
	if g.Point != nil {
		point = *g.Point
	}
	_, err := tx.Exec(ctx, `INSERT INTO marker_sighting (id, marker, seen_at, side, condition, observer, point, accuracy_m, note, entry)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING`,
		g.ID, g.Marker, g.At, string(g.Side), string(g.Condition), g.Observer, point, number(g.AccuracyM), g.Note, entry)
	return err
}

// change does something beside a marker's versions, with an entry of its own. It
// leaves the tag: whoever edits a marker is not disturbed by a photo.
func (s *Store) change(ctx context.Context, actor, id uuid.UUID, action string, after ledger.Fields, do func(pgx.Tx, int64) error) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := versions.Lock(ctx, tx, id); err != nil {
			return notFound(err)
		}
		m, err := (&Store{DB: tx}).latest(ctx, id)
		if err != nil {
			return err
		}
		after["number"] = m.Number
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: action, Kind: "marker", Object: id, County: m.County, After: after})
		if err != nil {
			return err
		}
		return do(tx, entry)
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", action, id, err)
	}
	return nil
}
