package line

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"diming/boundaries"
	"diming/internal/version"
)

// ready puts a line in order before it is written: level and county by the
// owners, sides by code where it is new, and refuses what is no line. A line that
// is held keeps its sides, as markers, records and signatures speak of them.
func (s *Store) ready(ctx context.Context, tx pgx.Tx, l *Line, isNew bool) error {
	l.Name, l.Number, l.Source = strings.TrimSpace(l.Name), strings.TrimSpace(l.Number), strings.TrimSpace(l.Source)
	if l.Name == "" || l.Source == "" {
		return ErrText
	}
	if err := CheckGeometry(l.Geometry); err != nil {
		return err
	}
	if err := l.order(ctx, tx, isNew); err != nil {
		return err
	}
	return checkNumber(ctx, tx, l)
}

// order has the owner with the smaller code on side a of a new line, and tells
// the level.
func (l *Line) order(ctx context.Context, tx pgx.Tx, isNew bool) error {
	if l.A.Kind != Division && l.B.Kind == Division {
		l.A, l.B, l.AOnLeft = l.B, l.A, !l.AOnLeft
	}
	if l.A.Kind != Division || l.A == l.B || l.B.Kind != Division && l.B.Kind != Sea && l.B.Kind != NotHeld {
		return ErrOwners
	}
	a, err := chainOf(ctx, tx, l.A.Division, l.Valid)
	if err != nil {
		return err
	}
	own := a[len(a)-1]
	if l.B.Kind == Division {
		b, err := chainOf(ctx, tx, l.B.Division, l.Valid)
		if err != nil {
			return err
		}
		other := b[len(b)-1]
		if isNew && other.Code < own.Code {
			l.A, l.B, l.AOnLeft, a, b, own = l.B, l.A, !l.AOnLeft, b, a, other
		}
		if contains(a, l.B.Division) || contains(b, l.A.Division) {
			return ErrOwners
		}
		l.Level = levelBetween(a, b)
	} else if l.Level == 0 || l.Level > own.Level {
		l.Level = own.Level
	}
	l.County = boundaries.CountyOf(own.System, own.Code)
	return nil
}

func contains(chain []boundaries.Division, id uuid.UUID) bool {
	for _, d := range chain {
		if d.ID == id {
			return true
		}
	}
	return false
}

// levelBetween is the highest level at which two divisions differ.
func levelBetween(a, b []boundaries.Division) boundaries.Level {
	i := 0
	for i < len(a)-1 && i < len(b)-1 && a[i].ID == b[i].ID {
		i++
	}
	return min(a[i].Level, b[i].Level)
}

// chainOf gives a division with those above it on the first day of a time, or
// on today where it has no first day.
func chainOf(ctx context.Context, tx pgx.Tx, id uuid.UUID, valid version.Span) ([]boundaries.Division, error) {
	in := boundaries.Store{DB: tx}
	chain, err := in.Chain(ctx, boundaries.Reader{AsOf: version.AsOf{Valid: dayIn(valid)}, Internal: true}, id)
	if err == nil && len(chain) == 0 {
		err = fmt.Errorf("owner %s on %s: %w", id, dayIn(valid), boundaries.ErrNotFound)
	}
	return chain, err
}

// dayIn is the day on which a time is looked at: its first, or today.
func dayIn(valid version.Span) version.Date {
	if !valid.From.IsZero() {
		return valid.From
	}
	if today := version.Today(); valid.Contains(today) {
		return today
	}
	return version.DayOf(valid.To.Time().AddDate(0, 0, -1))
}

// CheckGeometry refuses what is no line: nothing, a part of one point, a
// coordinate that is none, a point that follows itself.
func CheckGeometry(g orb.MultiLineString) error {
	if len(g) == 0 {
		return fmt.Errorf("%w: it has no part", ErrGeometry)
	}
	for i, part := range g {
		if len(part) < 2 {
			return fmt.Errorf("%w: part %d has %d points", ErrGeometry, i+1, len(part))
		}
		for j, p := range part {
			if math.IsNaN(p[0]) || math.IsNaN(p[1]) || math.Abs(p[0]) > 180 || math.Abs(p[1]) > 90 {
				return fmt.Errorf("%w: point %d of part %d is %v, no longitude and latitude", ErrGeometry, j+1, i+1, p)
			}
			if j > 0 && p == part[j-1] {
				return fmt.Errorf("%w: point %d of part %d is the one before it", ErrGeometry, j+1, i+1)
			}
		}
	}
	return nil
}

// checkNumber holds a number against the form that the place has set.
func checkNumber(ctx context.Context, tx pgx.Tx, l *Line) error {
	if l.Number == "" {
		return nil
	}
	in := boundaries.Store{DB: tx}
	form, _, set, err := in.Setting(ctx, l.A.Division, boundaries.SettingLineNumber, dayIn(l.Valid))
	if err != nil || !set || form == "" {
		return err
	}
	re, err := regexp.Compile(`^(?:` + form + `)$`)
	if err != nil {
		return fmt.Errorf("form of line numbers: %w", errors.Join(ErrNumber, err))
	}
	if !re.MatchString(l.Number) {
		return fmt.Errorf("%w: %s is not of the form %s", ErrNumber, l.Number, form)
	}
	return nil
}

// String gives an owner as the ledger writes it.
func (o Owner) String() string {
	if o.Kind == Division {
		return o.Division.String()
	}
	return string(o.Kind)
}

// digestOf is the SHA-256 of a geometry's well-known bytes, in hexadecimal.
func digestOf(g orb.MultiLineString) string {
	data, err := wkb.Marshal(g)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
