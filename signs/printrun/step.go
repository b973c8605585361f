package printrun

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs/plate"
)

// An Act is a step as it is taken.
type Act struct {
	Step   Step
	Note   string
	Origin *url.URL // of StepProof: what stands in the codes
	Gates  Gates    // of StepRelease
}

// lacks says what a step still wants of who takes it.
func (a Act) lacks(r Run, c Codes, parts int) error {
	switch {
	case (a.Step == StepReopen || a.Step == StepVoid) && strings.TrimSpace(a.Note) == "":
		return content("请写明原因。", "Say why.")
	case a.Step == StepRelease:
		return mayRelease(r, c, a.Gates)
	case a.Step == StepOrder && parts == 0:
		return content("没有成品文件。", "There are no finished files.")
	case a.Step == StepReceive && r.States[plate.Checked]+r.States[plate.Ordered]+r.States[plate.Made] > 0:
		left := r.States[plate.Checked] + r.States[plate.Ordered] + r.States[plate.Made]
		return content(fmt.Sprintf("还有 %d 块没有验收。带码的逐块扫码验收，不带码的在清单里勾选，不再要的牌作废。", left), fmt.Sprintf("%d plates are not received yet: scan those with a code, tick those without in their list, or make void what is no longer wanted.", left))
	}
	return nil
}

// Take makes one step of a run that was read at tag, and of its plates what the
// step is for them: signing settles their texts and has the files made, ordering
// orders them. A run of a few plates is drawn while one waits, and what cannot be
// made stops the signing; of a larger one the files' job finds it.
func (s *Store) Take(ctx context.Context, actor, id uuid.UUID, tag int64, a Act, today version.Date) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		in := &Store{DB: tx, Files: s.Files, Fonts: s.Fonts, Demo: s.Demo, Nearest: s.Nearest}
		r, err := one(ctx, tx, id, `FOR UPDATE OF r`)
		if err != nil {
			return err
		}
		if r.Tag != tag {
			return ErrChanged
		}
		t, err := leads(r.State, a.Step)
		if err != nil {
			return err
		}
		parts, err := in.Parts(ctx, id)
		if err != nil {
			return err
		}
		codes, err := in.Codes(ctx, r)
		if err != nil {
			return err
		}
		if err := a.lacks(r, codes, len(parts)); err != nil {
			return err
		}
		if a.Step == StepRelease {
			if _, err := tx.Exec(ctx, `UPDATE print_run SET two_persons = $2 WHERE id = $1`, id, a.Gates.TwoPersons); err != nil {
				return err
			}
		}
		if a.Step == StepRelease || a.Step == StepOrder {
			if err := in.asSigned(ctx, tx, id); err != nil {
				return err
			}
		}
		e := ledger.Entry{Actor: actor, Action: "print_run." + string(a.Step), Kind: "print_run", Object: id, County: r.County, Reason: a.Note,
			Before: ledger.Fields{"state": string(t.From)}, After: ledger.Fields{"state": string(t.To), "plates": r.Plates}}
		if a.Step == StepRelease || a.Step == StepOrder {
			for _, p := range parts {
				e.After[fmt.Sprintf("file_%d", p.N)] = p.SHA256
			}
		}
		entry, err := in.carry(ctx, tx, actor, r, a, e, today)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO print_run_step (run, n, step, from_state, to_state, note, actor, entry)
			VALUES ($1, (SELECT count(*) + 1 FROM print_run_step WHERE run = $1), $2, $3, $4, $5, $6, $7)`, id, string(t.Step), string(t.From), string(t.To), a.Note, actor, entry)
		if err != nil {
			return samePerson(err)
		}
		if _, err := tx.Exec(ctx, `UPDATE print_run SET state = $2, tag = $3 WHERE id = $1`, id, string(t.To), entry); err != nil {
			return err
		}
		if a.Step == StepProof && r.Plates <= provedAtOnce {
			return in.provable(ctx, id)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("step %s of print run %s: %w", a.Step, id, err)
	}
	return nil
}

// samePerson is ErrSamePerson where the database refused a release for it.
func samePerson(err error) error {
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.ConstraintName == "print_run_two_persons" {
		return ErrSamePerson
	}
	return err
}

// carry does for the plates of a run what its step is for them, and gives the
// entry that was made of it.
func (s *Store) carry(ctx context.Context, tx pgx.Tx, actor uuid.UUID, r Run, a Act, e ledger.Entry, today version.Date) (int64, error) {
	var entry int64
	var err error
	enter := func() error { entry, err = ledger.Append(ctx, tx, e); return err }
	step := func(from plate.State, step plate.Step) error {
		items, err := s.Items(ctx, r.ID, 0, MaxPlates)
		if err != nil {
			return err
		}
		var ids []uuid.UUID
		for _, i := range items {
			if i.State == from {
				ids = append(ids, i.ID)
			}
		}
		if len(ids) == 0 {
			return enter()
		}
		err = plate.TakeAll(ctx, tx, actor, ids, plate.Act{Step: step, On: today, Note: a.Note}, today, func(plates []plate.Plate) (int64, error) {
			sum, err := textsOf(plates)
			if err != nil {
				return 0, err
			}
			e.After["texts"] = sum
			err = enter()
			return entry, err
		})
		return err
	}
	switch a.Step {
	case StepProof:
		if err := step(plate.Planned, plate.StepCheck); err != nil {
			return 0, err
		}
		var texts string
		if texts, err = s.texts(ctx, r.ID); err == nil {
			_, err = tx.Exec(ctx, `UPDATE print_run SET origin = $2, texts = $3, job = 'queued', job_why = '', faults = '{}', holder = NULL WHERE id = $1`, r.ID, a.Origin.String(), texts)
		}
		if err == nil {
			err = s.seal(ctx, tx, actor, r.ID, today)
		}
	case StepReopen:
		if err := step(plate.Checked, plate.StepReopen); err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `UPDATE print_run SET origin = '', texts = '', job = '', job_why = '', faults = '{}', holder = NULL WHERE id = $1`, r.ID)
		if err == nil {
			_, err = tx.Exec(ctx, `DELETE FROM print_run_part WHERE run = $1`, r.ID)
		}
		if err == nil {
			_, err = tx.Exec(ctx, `UPDATE print_run_plate SET tried = NULL WHERE run = $1`, r.ID)
		}
		if err == nil {
			err = s.unseal(ctx, tx, r.ID)
		}
	case StepOrder:
		err = step(plate.Checked, plate.StepOrder)
	case StepVoid:
		if err := enter(); err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `UPDATE print_run_plate SET dropped = true WHERE run = $1`, r.ID)
		if err == nil {
			_, err = tx.Exec(ctx, `UPDATE print_run SET job = CASE WHEN job IN ('queued', 'running') THEN '' ELSE job END, holder = NULL WHERE id = $1`, r.ID)
		}
	case StepClose:
		if err := enter(); err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `UPDATE print_run_link SET revoked = $2, revoked_at = clock_timestamp() WHERE run = $1 AND revoked IS NULL`, r.ID, entry)
	default:
		err = enter()
	}
	return entry, err
}

// texts is the digest of what all plates of a run say.
func (s *Store) texts(ctx context.Context, run uuid.UUID) (string, error) {
	items, err := s.Items(ctx, run, 0, MaxPlates)
	if err != nil {
		return "", err
	}
	plates := make([]plate.Plate, len(items))
	for i, it := range items {
		plates[i] = it.Plate
	}
	return textsOf(plates)
}

// asSigned refuses a run of which a plate says something else than when its
// text was signed: somebody took it back and settled it anew.
func (s *Store) asSigned(ctx context.Context, tx pgx.Tx, run uuid.UUID) error {
	var signed string
	if err := tx.QueryRow(ctx, `SELECT texts FROM print_run WHERE id = $1`, run).Scan(&signed); err != nil {
		return err
	}
	now, err := s.texts(ctx, run)
	if err == nil && now != signed {
		err = content("签字之后有牌的文字被改动。请退回校对，重新签字。", "Since the text was signed, that of a plate was changed: reopen the run and have it signed anew.")
	}
	return err
}

// textsOf is the digest of what plates say, for the ledger: what was signed is
// what was printed.
func textsOf(plates []plate.Plate) (string, error) {
	digest := ledger.Digester{}
	for _, p := range plates {
		f := ledger.Fields{"id": p.ID, "kind": string(p.Kind), "name": p.Name, "minority": p.Minority, "pinyin": p.Pinyin, "number": p.Number, "postcode": p.Postcode}
		if err := digest.Add(f); err != nil {
			return "", err
		}
	}
	return digest.Digest().SHA256, nil
}

// Queue has the files of a run made, and every code in them read back. It is
// asked for as often as one likes before the run is released.
func (s *Store) Queue(ctx context.Context, id uuid.UUID) error {
	return pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		r, err := one(ctx, tx, id, `FOR UPDATE OF r`)
		if err != nil {
			return err
		}
		if r.State != Proofed && r.State != Trial {
			return fmt.Errorf("%w: files from %s", ErrStep, r.State)
		}
		if r.Job.State == Queued || r.Job.State == Running {
			return nil
		}
		if _, err := tx.Exec(ctx, `DELETE FROM print_run_part WHERE run = $1`, id); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE print_run SET job = 'queued', job_why = '', faults = '{}', holder = NULL WHERE id = $1`, id)
		return err
	})
}
