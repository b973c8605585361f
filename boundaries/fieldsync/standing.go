package fieldsync

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries/inspection"
	"diming/internal/pg"
)

// Signed is how a task is signed, with what was signed.
type Signed struct {
	Standing   inspection.TaskStanding
	Sheets     map[string]string // digest → canonical bytes, of those that came
	Signatures []Signature
	Scans      []Scan
	Names      map[uuid.UUID]string // of signers, as far as they are held
}

// A Signature is one as it is held, and when it came.
type Signature struct {
	inspection.StoredSignature
	Stored time.Time
}

// Signed tells how a task is signed, read at one moment.
func (s *Store) Signed(ctx context.Context, task uuid.UUID) (Signed, error) {
	out := Signed{Sheets: map[string]string{}}
	err := s.read(ctx, func(b *books) error {
		var err error
		if out.Standing, err = inspection.Standing(ctx, b, task); err != nil {
			return err
		}
		sheets, err := b.SheetsOf(ctx, task)
		if err != nil {
			return err
		}
		for _, sheet := range sheets {
			out.Sheets[sheet.Digest] = sheet.Text
		}
		if out.Signatures, err = signaturesWithTimes(ctx, b, task); err != nil {
			return err
		}
		if out.Scans, err = scansOf(ctx, b.tx, task); err != nil {
			return err
		}
		out.Names, err = namesOf(ctx, b.tx, out.Signatures)
		return err
	})
	if err != nil {
		return Signed{}, fmt.Errorf("signatures of task %s: %w", task, err)
	}
	return out, nil
}

func signaturesWithTimes(ctx context.Context, b *books, task uuid.UUID) ([]Signature, error) {
	all, err := b.SignaturesOf(ctx, task)
	if err != nil {
		return nil, err
	}
	rows, err := b.tx.Query(ctx, `SELECT stored FROM field_signature WHERE task = $1 ORDER BY stored, id`, task)
	if err != nil {
		return nil, err
	}
	times, err := pgx.CollectRows(rows, pgx.RowTo[time.Time])
	out := make([]Signature, len(all))
	for i := range all {
		out[i] = Signature{all[i], times[i]} // one snapshot, one order
	}
	return out, err
}

// namesOf gives the names of signers, of accounts and of guests.
func namesOf(ctx context.Context, db pg.DB, signatures []Signature) (map[uuid.UUID]string, error) {
	ids := make([]uuid.UUID, len(signatures))
	for i, s := range signatures {
		ids[i] = s.Statement.Signer
	}
	rows, err := db.Query(ctx, `SELECT o.id, p.detail FROM (SELECT id, person FROM account UNION ALL SELECT id, person FROM field_invitation) o
		JOIN person_held p ON p.id = o.person WHERE o.id = ANY($1)`, ids)
	if err != nil {
		return nil, err
	}
	names := map[uuid.UUID]string{}
	var id uuid.UUID
	var name string
	_, err = pgx.ForEachRow(rows, []any{&id, &name}, func() error { names[id] = name; return nil })
	return names, err
}

// Standing judges how a task is signed by what is stored, read at one moment.
func (s *Store) Standing(ctx context.Context, task uuid.UUID) (inspection.TaskStanding, error) {
	var out inspection.TaskStanding
	err := s.read(ctx, func(b *books) (err error) {
		out, err = inspection.Standing(ctx, b, task)
		return err
	})
	if err != nil {
		return out, fmt.Errorf("signatures of task %s: %w", task, err)
	}
	return out, nil
}

// Joint tells whether both sides signed the records of a task, on two phones or
// with the sealed paper filed. It reads within the caller's transaction.
func (s *Store) Joint(ctx context.Context, db pg.DB, task uuid.UUID) (bool, error) {
	var joint bool
	err := pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error {
		out, err := inspection.Standing(ctx, s.reader(tx), task)
		joint = out.State == inspection.Joint
		return err
	})
	if err != nil {
		return false, fmt.Errorf("co-signature of task %s: %w", task, err)
	}
	return joint, nil
}

func (s *Store) reader(tx pgx.Tx) *books {
	return &books{s: s, tx: tx, clerk: inspection.Clerk{Now: s.now().UTC()}}
}

// read reads by the books within one snapshot; nothing is written.
func (s *Store) read(ctx context.Context, do func(b *books) error) error {
	return pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`); err != nil {
			return err
		}
		return do(s.reader(tx))
	})
}
