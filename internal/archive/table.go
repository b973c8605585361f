package archive

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// A Table is what the catalogue says of one table.
type Table struct {
	Name    string   `json:"name"`
	Comment string   `json:"comment,omitempty"`
	Columns []Column `json:"columns"`
	Key     []string `json:"key"`   // columns of the primary key
	Rules   []string `json:"rules"` // keys, checks and exclusions, as SQL
	needs   []string // the tables that its foreign keys name
	loose   []key    // foreign keys of columns that may be empty
	firm    []string // the tables that other foreign keys name
}

// A key is a foreign key of a table.
type key struct{ table, name, to string }

// A Column is what the catalogue says of one column.
type Column struct {
	Name     string `json:"name"`
	Type     string `json:"type"`    // as SQL writes it
	Written  string `json:"written"` // how the files write a value
	Null     bool   `json:"null"`    // whether there may be none
	Default  string `json:"default,omitempty"`
	Identity bool   `json:"identity,omitempty"` // numbered by the database
	Comment  string `json:"comment,omitempty"`
	computed bool   // by the database, from the others
}

// readTables gives every table of the register in order of name, as the
// catalogue has it: no list of names in the program could leave one out.
func readTables(ctx context.Context, tx pgx.Tx) ([]Table, error) {
	rows, err := tx.Query(ctx, `
		SELECT CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END,
			coalesce(obj_description(c.oid), ''),
			coalesce((SELECT array_agg(a.attname ORDER BY k.n) FROM pg_constraint p, unnest(p.conkey) WITH ORDINALITY AS k (attnum, n)
				JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
				WHERE p.conrelid = c.oid AND p.contype = 'p' AND a.attrelid = p.conrelid), '{}')::text[],
			coalesce((SELECT array_agg(p.conname || ': ' || pg_get_constraintdef(p.oid) ORDER BY p.conname) FROM pg_constraint p
				WHERE p.conrelid = c.oid AND p.contype IN ('p', 'u', 'f', 'c', 'x')), '{}')::text[],
			coalesce((SELECT array_agg(DISTINCT t.relname) FROM pg_constraint p JOIN pg_class t ON t.oid = p.confrelid
				WHERE p.conrelid = c.oid AND p.contype = 'f' AND t.oid <> c.oid), '{}')::text[],
			coalesce((SELECT array_agg(p.conname || ' ' || t.relname ORDER BY p.conname) FROM pg_constraint p JOIN pg_class t ON t.oid = p.confrelid
				WHERE p.conrelid = c.oid AND p.contype = 'f' AND t.oid <> c.oid AND NOT p.condeferrable
				AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY(p.conkey) AND a.attnotnull)), '{}')::text[],
			coalesce((SELECT array_agg(DISTINCT t.relname) FROM pg_constraint p JOIN pg_class t ON t.oid = p.confrelid
				WHERE p.conrelid = c.oid AND p.contype = 'f' AND t.oid <> c.oid AND (p.condeferrable
				OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY(p.conkey) AND a.attnotnull))), '{}')::text[]
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
			AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
			AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
		ORDER BY 1`)
	if err != nil {
		return nil, fmt.Errorf("read the list of tables: %w", err)
	}
	tables, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (t Table, err error) {
		var loose []string
		err = row.Scan(&t.Name, &t.Comment, &t.Key, &t.Rules, &t.needs, &loose, &t.firm)
		for _, l := range loose {
			name, to, _ := strings.Cut(l, " ")
			t.loose = append(t.loose, key{t.ident(), name, to})
		}
		return t, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the list of tables: %w", err)
	}
	for i := range tables {
		if tables[i].Columns, err = readColumns(ctx, tx, tables[i].ident()); err != nil {
			return nil, fmt.Errorf("read the columns of %s: %w", tables[i].Name, err)
		}
	}
	return tables, nil
}

func readColumns(ctx context.Context, tx pgx.Tx, table string) ([]Column, error) {
	rows, err := tx.Query(ctx, `
		SELECT a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
			CASE WHEN a.attgenerated = '' THEN coalesce(pg_get_expr(d.adbin, d.adrelid), '') ELSE '' END,
			a.attidentity <> '', coalesce(col_description(a.attrelid, a.attnum), ''), a.attgenerated <> ''
		FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
		WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`, table)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c Column, err error) {
		err = row.Scan(&c.Name, &c.Type, &c.Null, &c.Default, &c.Identity, &c.Comment, &c.computed)
		c.Written = c.form().said
		return c, err
	})
}

// ident is the table's name as SQL takes it.
func (t Table) ident() string { return pgx.Identifier(strings.Split(t.Name, ".")).Sanitize() }

// kept gives the columns that the files hold: not what the database computes,
// and not those of without.
func (t Table) kept(without []string) []Column {
	var kept []Column
	for _, c := range t.Columns {
		if !c.computed && !contains(without, c.Name) {
			kept = append(kept, c)
		}
	}
	return kept
}

func contains(all []string, one string) bool {
	for _, a := range all {
		if a == one {
			return true
		}
	}
	return false
}

// inOrder sorts tables so that each follows those that its foreign keys name.
// Where tables name each other in a circle, later are the keys of empty columns
// that wait until all tables are filled.
func inOrder(tables []Table) (ordered []Table, later []key, err error) {
	placed, there := map[string]bool{}, map[string]bool{}
	for _, t := range tables {
		there[t.Name] = true
	}
	place := func(circle bool) bool {
		before := len(ordered)
		for _, t := range tables {
			if waiting := t.waiting(placed, there); !placed[t.Name] && (len(waiting) == 0 || circle && t.mayWait(waiting)) {
				ordered, placed[t.Name] = append(ordered, t), true
				for _, k := range t.loose {
					if contains(waiting, k.to) {
						later = append(later, k)
					}
				}
				if circle {
					break // one key less may be enough
				}
			}
		}
		return len(ordered) > before
	}
	for len(ordered) < len(tables) {
		if !place(false) && !place(true) {
			return nil, nil, fmt.Errorf("tables name each other in a circle: no order to fill them in")
		}
	}
	return ordered, later, nil
}

// waiting are the tables that t needs and that are not placed, of what is
// there at all.
func (t Table) waiting(placed, there map[string]bool) []string {
	var all []string
	for _, n := range t.needs {
		if there[n] && !placed[n] {
			all = append(all, n)
		}
	}
	return all
}

// mayWait tells whether every key to these tables is one of empty columns.
func (t Table) mayWait(waiting []string) bool {
	for _, n := range waiting {
		if contains(t.firm, n) {
			return false
		}
	}
	return true
}
