package wallreport

import (
	"context"
	"crypto/rand"
	"fmt"
	"math"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/geo"

	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs"
)

// Receive takes a report in and gives it with its number. Its words enter no
// entry; who reports is not known.
func (s *Store) Receive(ctx context.Context, d Draft, on Sign, l Limits, today version.Date) (Report, error) {
	if err := d.check(); err != nil {
		return Report{}, err
	}
	r := Report{ID: uuid.Must(uuid.NewV7()), Token: d.Token, Division: on.Division, Name: on.Name, Kind: d.Kind, Text: strings.TrimSpace(d.Text), Photo: d.Photo, Point: d.Point,
		Due: version.DayOf(today.Time().AddDate(0, 0, l.Days)), State: Received}
	if on.Plate != nil {
		r.Plate = &on.Plate.ID
		if d.Point != nil && on.Plate.Point != nil {
			away := int(math.Round(geo.Distance(*d.Point, *on.Plate.Point)))
			r.AwayM, r.Far = &away, away > l.FarM
		}
	}
	var err error
	if r.Number, err = signs.NewNumber(rand.Reader); err != nil { // 30 bits: the constraint settles the rare twin
		return Report{}, err
	}
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error { return receive(ctx, tx, &r, on.County) })
	if err != nil {
		return Report{}, fmt.Errorf("receive report of %s: %w", d.Token.Grouped(), err)
	}
	return r, nil
}

func receive(ctx context.Context, tx pgx.Tx, r *Report, county string) error {
	e := ledger.Entry{Actor: ledger.Console, Action: "wall_report.receive", Kind: "wall_report", Object: r.ID, County: county,
		After: ledger.Fields{"number": r.Number, "token": string(r.Token), "kind": string(r.Kind), "due": r.Due.String(), "photo": r.Photo, "far": r.Far}}
	var person *uuid.UUID
	if r.Text != "" {
		ref, err := ledger.KeepPerson(ctx, tx, r.Text)
		if err != nil {
			return err
		}
		person, e.Person = &ref.ID, &ref
	}
	var err error
	if r.Tag, err = ledger.Append(ctx, tx, e); err != nil {
		return err
	}
	return tx.QueryRow(ctx, `INSERT INTO wall_report (id, number, token, plate, division, county, name, kind, person, photo, point, away_m, far, due_on, tag)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING received_at`,
		r.ID, r.Number, string(r.Token), r.Plate, r.Division, county, r.Name, string(r.Kind), person, r.Photo, r.Point, r.AwayM, r.Far, r.Due, r.Tag).Scan(&r.Received)
}
