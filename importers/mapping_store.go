package importers

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
	"diming/internal/pg"
)

// ErrNoMapping is of a name under which no mapping is kept.
var ErrNoMapping = errors.New("没有以此为名的栏目对应 / no mapping is kept under this name")

// A SavedMapping is a mapping kept under a name.
type SavedMapping struct {
	Name   string    `json:"name"`
	As     Kind      `json:"as"`
	Fields Mapping   `json:"fields"`
	Actor  uuid.UUID `json:"actor"`
	Saved  time.Time `json:"saved"`
}

// Mappings keeps mappings by name. What a mapping said before stands in the
// ledger.
type Mappings struct{ DB pg.DB }

const mappingColumns = `name, kind, fields, actor, saved`

func scanMapping(row pgx.CollectableRow) (SavedMapping, error) {
	var m SavedMapping
	var fields string
	if err := row.Scan(&m.Name, &m.As, &fields, &m.Actor, &m.Saved); err != nil {
		return m, err
	}
	return m, json.Unmarshal([]byte(fields), &m.Fields)
}

// List gives all mappings by name.
func (s *Mappings) List(ctx context.Context) ([]SavedMapping, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+mappingColumns+` FROM import_mapping ORDER BY name`)
	if err != nil {
		return nil, fmt.Errorf("list mappings: %w", err)
	}
	return pgx.CollectRows(rows, scanMapping)
}

// Named gives the mapping kept under a name.
func (s *Mappings) Named(ctx context.Context, name string) (SavedMapping, error) {
	return namedMapping(ctx, s.DB, name)
}

func namedMapping(ctx context.Context, db pg.DB, name string) (SavedMapping, error) {
	rows, err := db.Query(ctx, `SELECT `+mappingColumns+` FROM import_mapping WHERE name = $1`, name)
	if err != nil {
		return SavedMapping{}, fmt.Errorf("mapping %q: %w", name, err)
	}
	m, err := pgx.CollectExactlyOneRow(rows, scanMapping)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNoMapping
	}
	if err != nil {
		return m, fmt.Errorf("mapping %q: %w", name, err)
	}
	return m, nil
}

// Save keeps a mapping under its name, over the one that is there.
func (s *Mappings) Save(ctx context.Context, actor uuid.UUID, m SavedMapping) error {
	m.Name = strings.TrimSpace(m.Name)
	if reason := checkName(m.Name); reason != "" {
		return fmt.Errorf("%w: 名称 %q：%s", ErrMapping, m.Name, reason)
	}
	if _, err := ParseKind(string(m.As)); err != nil {
		return fmt.Errorf("%w: %w", ErrMapping, err)
	}
	if err := m.Fields.Check(m.As); err != nil {
		return err
	}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		entry, err := appendMapping(ctx, tx, actor, "import_mapping.save", m.Name, &m)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO import_mapping (name, kind, fields, actor, saved, entry) VALUES ($1, $2, $3, $4, clock_timestamp(), $5)
			ON CONFLICT (name) DO UPDATE SET kind = $2, fields = $3, actor = $4, saved = clock_timestamp(), entry = $5`,
			m.Name, string(m.As), string(marshal(m.Fields)), actor, entry)
		return err
	})
	if err != nil {
		return fmt.Errorf("save mapping %q: %w", m.Name, err)
	}
	return nil
}

// Delete drops the mapping kept under a name.
func (s *Mappings) Delete(ctx context.Context, actor uuid.UUID, name string) error {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := namedMapping(ctx, tx, name); err != nil {
			return err
		}
		if _, err := appendMapping(ctx, tx, actor, "import_mapping.delete", name, nil); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM import_mapping WHERE name = $1`, name)
		return err
	})
	if err != nil {
		return fmt.Errorf("delete mapping %q: %w", name, err)
	}
	return nil
}

// appendMapping enters what a mapping said and says now, nil where it goes.
func appendMapping(ctx context.Context, tx pgx.Tx, actor uuid.UUID, action, name string, now *SavedMapping) (int64, error) {
	e := ledger.Entry{Actor: actor, Action: action, Kind: "import_mapping"}
	was, err := namedMapping(ctx, tx, name)
	switch {
	case err == nil:
		e.Before = was.ledgerFields()
	case !errors.Is(err, ErrNoMapping):
		return 0, err
	}
	if now != nil {
		e.After = now.ledgerFields()
	} else {
		e.After = ledger.Fields{"name": name, "deleted": true}
	}
	return ledger.Append(ctx, tx, e)
}

func (m SavedMapping) ledgerFields() ledger.Fields {
	fields := ledger.Fields{}
	for heading, f := range m.Fields {
		fields[heading] = f
	}
	return ledger.Fields{"name": m.Name, "as": string(m.As), "fields": fields}
}
