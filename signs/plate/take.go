package plate

import (
	"context"
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

// An Act is a step as it is entered.
type Act struct {
	Step      Step
	On        version.Date
	Note      string
	Point     *orb.Point   // CGCS2000; where it was hung
	Photo     string       // SHA-256 of the picture in the store of documents
	Fault     Fault        // of StepReport
	Due       version.Date // by when the fault is to be mended; where absent, as the division sets it
	Successor *uuid.UUID   // of StepReplace
	AccuracyM *float64     // of Point, as the phone said it, metres

	awayM *float64 // from Point to where the plate belongs; the register's own reckoning
}

// lacks says what a step still wants.
func (a Act) lacks() error {
	noted := strings.TrimSpace(a.Note) != ""
	switch {
	case a.Step == StepFind:
		return content("普查登记的牌成批录入，不能由拟制的牌改成。", "Plates that were found are entered as such; a planned one does not become one.")
	case a.Step == StepInstall && (a.Point == nil || a.Photo == ""):
		return content("安装须有位置和照片。", "Hanging a plate wants a position and a photo.")
	case a.Step == StepReport && !slices.Contains(Faults(), a.Fault):
		return content("请选择故障种类。", "Choose the kind of fault.")
	case a.Step == StepReport && (a.Due.IsZero() || a.Due.Before(a.On)):
		return content("请填写修复期限，不早于报告之日。", "Say by when it is to be mended, not before the day of the report.")
	case a.Step == StepReplace && a.Successor == nil:
		return content("请指明换上的新牌。", "Name the plate that hangs in its stead.")
	case (a.Step == StepReturn || a.Step == StepRemove || a.Step == StepVoid || a.Step == StepReopen) && !noted:
		return content("请写明原因。", "Say why.")
	}
	return nil
}

// Take makes one step of a plate that was read at tag. Checking settles what is
// printed: what the register has it say on that day. A plate that becomes void
// takes its code with it.
func (s *Store) Take(ctx context.Context, actor, id uuid.UUID, tag int64, a Act, today version.Date) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		p, err := held(ctx, tx, id, tag)
		if err != nil {
			return err
		}
		t, err := leads(p.State, a.Step)
		if err != nil {
			return err
		}
		if a.On.IsZero() || today.Before(a.On) {
			return ErrDay
		}
		in := &Store{DB: tx}
		if err := in.complete(ctx, p, &a, today); err != nil {
			return err
		}
		if err := a.lacks(); err != nil {
			return err
		}
		e := ledger.Entry{Actor: actor, Action: "plate." + string(a.Step), Kind: "plate", Object: id, County: p.County, Reason: a.Note,
			Before: ledger.Fields{"state": string(t.From)}, After: a.fields(t)}
		if a.Step == StepCheck {
			if err := in.settle(ctx, &p, today); err != nil {
				return err
			}
			e.After["name"], e.After["number"], e.After["pinyin"] = p.Name, p.Number, p.Pinyin
		}
		if entry, err = ledger.Append(ctx, tx, e); err != nil {
			return err
		}
		return in.write(ctx, tx, actor, p, a, t, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("step %s of plate %s: %w", a.Step, id, err)
	}
	return entry, nil
}

func held(ctx context.Context, tx pgx.Tx, id uuid.UUID, tag int64) (Plate, error) {
	if _, err := tx.Exec(ctx, `SELECT FROM plate WHERE id = $1 FOR UPDATE`, id); err != nil {
		return Plate{}, err
	}
	p, err := (&Store{DB: tx}).ByID(ctx, id)
	if err == nil && p.Tag != tag {
		err = ErrChanged
	}
	return p, err
}

// settle gives a plate the words that the register has for it.
func (s *Store) settle(ctx context.Context, p *Plate, today version.Date) error {
	said, err := s.wouldPrint(ctx, today, []Plate{*p})
	if err != nil {
		return err
	}
	if said[0] == nil {
		return content("它的地址或地名今天不存在，这块牌不能制作。", "Its address or place does not stand today: the plate cannot be made.")
	}
	p.Words = *said[0]
	return nil
}

func (a Act) fields(t Transition) ledger.Fields {
	f := ledger.Fields{"state": string(t.To), "on": a.On.String()}
	if a.Fault != "" {
		f["fault"], f["due"] = string(a.Fault), a.Due.String()
	}
	if a.Photo != "" {
		f["photo"] = a.Photo
	}
	if a.Point != nil {
		f["lon"], f["lat"] = fmt.Sprintf("%.7f", a.Point.Lon()), fmt.Sprintf("%.7f", a.Point.Lat())
	}
	if a.awayM != nil {
		f["away_m"] = fmt.Sprintf("%.1f", *a.awayM)
	}
	if a.AccuracyM != nil {
		f["accuracy_m"] = fmt.Sprintf("%.1f", *a.AccuracyM)
	}
	if a.Successor != nil {
		f["successor"] = *a.Successor
	}
	return f
}

func (s *Store) write(ctx context.Context, tx pgx.Tx, actor uuid.UUID, p Plate, a Act, t Transition, entry int64) error {
	var point, due any
	if a.Point != nil {
		point = *a.Point
	}
	if a.Fault != "" {
		due = a.Due
	}
	_, err := tx.Exec(ctx, `INSERT INTO plate_step (plate, n, step, from_state, to_state, on_day, note, point, photo, fault, due, actor, entry, accuracy_m, away_m)
		VALUES ($1, (SELECT count(*) + 1 FROM plate_step WHERE plate = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		p.ID, string(t.Step), string(t.From), string(t.To), a.On, a.Note, point, a.Photo, string(a.Fault), due, actor, entry, a.AccuracyM, a.awayM)
	if err != nil {
		return refused(err)
	}
	_, err = tx.Exec(ctx, `UPDATE plate SET state = $2, tag = $3, name = $4, minority = $5, pinyin = $6, number = $7, point = coalesce($8, point), successor = $9 WHERE id = $1`,
		p.ID, string(t.To), entry, p.Name, p.Minority, p.Pinyin, p.Number, point, a.Successor)
	if err != nil {
		return refused(err)
	}
	if t.To == Void {
		_, err = tx.Exec(ctx, `UPDATE sign_code SET revoked = $2 WHERE plate = $1`, p.ID, a.Note)
	}
	return err
}

// refused turns what the database refuses into the errors of this package.
func refused(err error) error {
	var broken *pgconn.PgError
	if !errors.As(err, &broken) {
		return err
	}
	switch broken.ConstraintName {
	case "plate_step_in_order":
		return ErrDay
	case "plate_successor_fkey", "plate_successor_fits":
		return content("换上的牌须是同一地址或地名的另一块牌，并已安装。", "The plate in its stead must be another one of the same address or place, and hang.")
	}
	return err
}
