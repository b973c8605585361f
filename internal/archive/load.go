package archive

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/internal/blob"
	"diming/internal/ledger"
	"diming/internal/pg"
)

// A Load is where an export goes.
type Load struct {
	AdminURL  string // database whose tables stand at the export's migration, and are empty
	Documents blob.Store
	JSON      bool // read the JSON lines instead of the CSV files
	Say       func(format string, args ...any)
}

// Into fills an empty register, whole or not at all: same ids, versions,
// recorded times and ledger. It ends with the ledger verified against the head
// that the manifest names; what does not hold changes nothing.
func (o *Opened) Into(ctx context.Context, l Load) (ledger.Verification, error) {
	var v ledger.Verification
	conn, err := pg.Owner(ctx, l.AdminURL)
	if err != nil {
		return v, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var added []blob.Digest
	err = pgx.BeginTxFunc(ctx, conn, pgx.TxOptions{IsoLevel: pgx.RepeatableRead}, func(tx pgx.Tx) error {
		if err := o.fill(ctx, conn, tx, l); err != nil {
			return err
		}
		head, err := hex.DecodeString(o.Manifest.Head)
		if err != nil || len(head) == 0 {
			head = nil
		}
		if v, err = ledger.VerifyIn(ctx, tx, head); err != nil {
			return err
		}
		if v.Head.Seq != o.Manifest.HeadSeq {
			return &Damage{File: manifestName, Reason: fmt.Sprintf("it names the head %d, the ledger's is %d", o.Manifest.HeadSeq, v.Head.Seq)}
		}
		added, err = o.putDocuments(l.Documents)
		return err
	})
	if err != nil {
		return v, errors.Join(err, forget(l.Documents, added))
	}
	return v, nil
}

// fill writes all tables in tx.
func (o *Opened) fill(ctx context.Context, conn *pgx.Conn, tx pgx.Tx, l Load) error {
	if _, err := tx.Exec(ctx, settings+`; LOCK TABLE ledger_entry IN EXCLUSIVE MODE`); err != nil {
		return err
	}
	if err := mustBeEmpty(ctx, tx); err != nil {
		return err
	}
	number, err := pg.Version(ctx, tx)
	if err != nil {
		return err
	}
	if number != o.Manifest.Schema {
		return fmt.Errorf("the tables of this register stand at migration %d, those of the export at %d", number, o.Manifest.Schema)
	}
	tables, later, err := o.match(ctx, tx)
	if err != nil {
		return err
	}
	if err := wait(ctx, tx, later, "DEFERRABLE INITIALLY DEFERRED"); err != nil {
		return err
	}
	for i := len(tables) - 1; i >= 0; i-- { // what the migrations put in comes with the export
		if _, err := tx.Exec(ctx, "DELETE FROM "+tables[i].ident()); err != nil {
			return fmt.Errorf("empty table %s: %w", tables[i].Name, err)
		}
	}
	contents := map[string]Contents{}
	for _, c := range o.Manifest.Tables {
		contents[c.Table] = c
	}
	for _, t := range tables {
		c := contents[t.Name]
		if err := o.fillTable(ctx, conn, t, c, l.JSON); err != nil {
			return err
		}
		l.Say("%-24s %9d 行 / rows", t.Name, c.Rows)
	}
	if _, err := tx.Exec(ctx, `SET CONSTRAINTS ALL IMMEDIATE`); err != nil { // now the keys that waited hold, or nothing does
		return blame(err, manifestName)
	}
	if err := wait(ctx, tx, later, "NOT DEFERRABLE"); err != nil {
		return err
	}
	return o.settle(ctx, tx, tables)
}

// wait says when foreign keys are looked at.
func wait(ctx context.Context, tx pgx.Tx, keys []key, when string) error {
	for _, k := range keys {
		if _, err := tx.Exec(ctx, fmt.Sprintf(`ALTER TABLE %s ALTER CONSTRAINT %s %s`, k.table, pgx.Identifier{k.name}.Sanitize(), when)); err != nil {
			return fmt.Errorf("key %s: %w", k.name, err)
		}
	}
	return nil
}

// mustBeEmpty refuses to mix two registers.
func mustBeEmpty(ctx context.Context, tx pgx.Tx) error {
	var entries int64
	if err := tx.QueryRow(ctx, `SELECT count(*) FROM ledger_entry`).Scan(&entries); err != nil {
		return err
	}
	if entries > 0 {
		return fmt.Errorf("%w: its ledger has %d entries", ErrOccupied, entries)
	}
	return nil
}

// match compares the tables of the export with those of this register, and
// gives them in an order in which they can be filled, and the keys that then
// have to wait.
func (o *Opened) match(ctx context.Context, tx pgx.Tx) (ordered []Table, later []key, err error) {
	here, err := readTables(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	exported := map[string]bool{}
	for _, c := range o.Manifest.Tables {
		if exported[c.Table] {
			return nil, nil, &Damage{File: manifestName, Reason: fmt.Sprintf("it names table %q twice", c.Table)}
		}
		exported[c.Table] = true
	}
	var wanted []Table
	for _, t := range here {
		left := o.Manifest.whyLeft(t.Name)
		switch {
		case left != "" && exported[t.Name]:
			return nil, nil, &Damage{File: manifestName, Reason: fmt.Sprintf("it holds table %q, which such an export leaves out", t.Name)}
		case left != "":
			continue
		case !exported[t.Name]:
			return nil, nil, &Damage{File: manifestName, Reason: fmt.Sprintf("it lacks table %q", t.Name)}
		}
		delete(exported, t.Name)
		wanted = append(wanted, t)
	}
	for name := range exported {
		return nil, nil, &Damage{File: manifestName, Reason: fmt.Sprintf("it names table %q, which is none of this register's", name)}
	}
	return inOrder(wanted)
}

// fillTable copies one file into its table. COPY writes numbered columns as
// the file has them; the triggers that keep rows refuse changes, not rows.
func (o *Opened) fillTable(ctx context.Context, conn *pgx.Conn, t Table, c Contents, asJSON bool) error {
	path := c.CSV
	if asJSON {
		path = c.JSON
	}
	columns := t.kept(c.Without)
	f, err := o.open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	in, header := withoutBOM, ", HEADER MATCH"
	if asJSON {
		in, header = recordsOf(path, columns), ""
	}
	tag, err := conn.PgConn().CopyFrom(ctx, in(f), fmt.Sprintf(`COPY %s (%s) FROM STDIN (FORMAT csv%s)`, t.ident(), names(columns), header))
	if err != nil {
		return blame(err, path)
	}
	if tag.RowsAffected() != c.Rows {
		return &Damage{File: path, Reason: fmt.Sprintf("%d rows went in; the manifest says %d", tag.RowsAffected(), c.Rows)}
	}
	return nil
}

func names(columns []Column) string {
	list := ""
	for i, c := range columns {
		if i > 0 {
			list += ", "
		}
		list += pgx.Identifier{c.Name}.Sanitize()
	}
	return list
}

func withoutBOM(r io.Reader) io.Reader {
	in := bufio.NewReaderSize(r, 1<<18)
	if head, err := in.Peek(len(bom)); err == nil && string(head) == string(bom) {
		_, _ = in.Discard(len(bom)) // they were peeked
	}
	return in
}

var copyLine = regexp.MustCompile(`^COPY [^,]*, line (\d+)`)

// blame names the file and line of which PostgreSQL complains.
func blame(err error, path string) error {
	var answer *pgconn.PgError
	var damage *Damage
	if errors.As(err, &damage) || !errors.As(err, &answer) {
		return err
	}
	d := &Damage{File: path, Reason: answer.Message}
	if answer.Detail != "" {
		d.Reason += ": " + answer.Detail
	}
	if at := copyLine.FindStringSubmatch(answer.Where); at != nil {
		d.From, _ = strconv.ParseInt(at[1], 10, 64) // digits, or 0
		d.To = d.From
	}
	return d
}

// settle puts in order what stands beside the rows: the numbering, and the
// transactions that unsealed entries wait for.
func (o *Opened) settle(ctx context.Context, tx pgx.Tx, tables []Table) error {
	known := map[string]string{}
	for _, t := range tables {
		known[t.Name] = t.ident()
	}
	for _, c := range o.Manifest.Counters {
		table, ok := known[c.Table]
		if !ok {
			return &Damage{File: manifestName, Reason: fmt.Sprintf("it numbers table %q, which is none of this register's", c.Table)}
		}
		column := pgx.Identifier{c.Column}.Sanitize()
		if _, err := tx.Exec(ctx, fmt.Sprintf(`SELECT setval(pg_get_serial_sequence($1, $2)::regclass, greatest($3, (SELECT max(%s) FROM %s)))`, column, table),
			table, c.Column, c.Last); err != nil {
			return fmt.Errorf("set the counter of %s.%s: %w", c.Table, c.Column, err)
		}
	}
	return ledger.Rebase(ctx, tx)
}

// putDocuments stores the documents and tells which were not there before.
func (o *Opened) putDocuments(store blob.Store) ([]blob.Digest, error) {
	var added []blob.Digest
	err := o.eachDocument(func(d blob.Digest) error {
		if f, err := store.Open(d); err == nil {
			return f.Close()
		}
		content, err := o.open(documentPath(string(d)))
		if err != nil {
			return err
		}
		defer content.Close()
		put, _, err := store.Put(content)
		if err == nil {
			added = append(added, put)
		}
		return err
	})
	return added, err
}

// forget removes documents that a refused export brought.
func forget(store blob.Store, added []blob.Digest) error {
	var errs []error
	for _, d := range added {
		errs = append(errs, store.Remove(d))
	}
	return errors.Join(errs...)
}
