package round

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
	"diming/internal/version"
)

// A Held is the form that holds in a division, and whose it is.
type Held struct {
	Form     Form
	Division *uuid.UUID // whose form it is; nil: of the program
	Basis    string
	Adopted  time.Time
}

const standardBasis = "省级行政区域界线联合检查实施办法第三条、第五条；程序内置，可按本地方案修改"

// FormOf gives the check form that holds in a division: its own, the nearest of
// those above it, or that of the program.
func (s *Store) FormOf(ctx context.Context, division uuid.UUID) (Held, error) {
	var (
		text string
		h    Held
	)
	err := s.DB.QueryRow(ctx, `SELECT f.form, f.division, f.basis, f.adopted
		FROM division_above($1) WITH ORDINALITY a (division, depth) CROSS JOIN LATERAL (
			SELECT * FROM check_form f WHERE f.division = a.division ORDER BY f.adopted DESC, f.id DESC LIMIT 1) f
		WHERE f.form <> '' ORDER BY a.depth LIMIT 1`, division).Scan(&text, &h.Division, &h.Basis, &h.Adopted)
	if errors.Is(err, pgx.ErrNoRows) {
		return Held{Form: Standard(), Basis: standardBasis}, nil
	}
	if err != nil {
		return h, fmt.Errorf("check form of division %s: %w", division, err)
	}
	h.Form, err = ParseForm([]byte(text))
	return h, err
}

// FormOfTask gives the check form of a task: that of the leading side's division,
// so that both sides answer the same.
func (s *Store) FormOfTask(ctx context.Context, t Task) (Held, error) {
	return s.FormOf(ctx, *t.Line.Owner(t.Lead).Division)
}

// SetForm has a form hold in a division from now on; nil takes the division's
// own back, so that the one above holds again. Packs that phones took before
// keep the form they came with.
func (s *Store) SetForm(ctx context.Context, actor, division uuid.UUID, f *Form, basis string) (int64, error) {
	basis = strings.TrimSpace(basis)
	text := []byte{}
	if basis == "" {
		return 0, fmt.Errorf("set check form: %w", ErrMissing)
	}
	if f != nil {
		if err := f.Check(); err != nil {
			return 0, fmt.Errorf("set check form: %w", err)
		}
		var err error
		if text, err = json.Marshal(f); err != nil {
			return 0, fmt.Errorf("set check form: %w", err)
		}
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := (version.Table{Objects: "division"}).Lock(ctx, tx, division); err != nil {
			return err
		}
		var err error
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "check_form.set", Kind: "division", Object: division, Reason: basis, After: ledger.Fields{"form": string(text)}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO check_form (id, division, form, basis, actor, entry) VALUES ($1, $2, $3, $4, $5, $6)`,
			uuid.Must(uuid.NewV7()), division, string(text), basis, actor, entry)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("set check form of division %s: %w", division, err)
	}
	return entry, nil
}
