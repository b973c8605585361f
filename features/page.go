package features

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/internal/ledger"
	"diming/internal/version"
)

// A Feature is one object as a query asked for it.
type Feature struct {
	ID       uuid.UUID
	Geometry []byte       // GeoJSON in the query's reference system; nil where there is none
	Values   []any        // of the page's properties, by their types; nil where there is none
	Day      version.Date // on which it is told of
}

// A reading is what the features of a page are told by.
type reading struct {
	asOf       version.AsOf // without the day, which each feature has of its own
	properties []Property
}

// at is where a property stands among the values, -1 where it is not asked for.
func (r reading) at(name string) int {
	return slices.IndexFunc(r.properties, func(p Property) bool { return p.Name == name })
}

// A Page is a part of a walk.
type Page struct {
	Properties []Property
	Features   []Feature
	Matched    int64   // features of the whole walk
	Next       *Cursor // nil after the last page
}

// Page gives the features that q asks for, at most q.Limit of them. All pages
// after one another are the collection as it stood when the first was read:
// each feature once, whatever is written meanwhile. What is withdrawn from the
// register is told to nobody from then on.
func (s *Store) Page(ctx context.Context, c *Collection, q Query) (Page, error) {
	var page Page
	err := s.read(ctx, func(tx pgx.Tx) error {
		var err error
		page, err = s.page(ctx, tx, c, q)
		return err
	})
	if err != nil {
		return Page{}, fmt.Errorf("page of %s: %w", c.ID, q.uncomputable(err))
	}
	return page, nil
}

func (s *Store) page(ctx context.Context, tx pgx.Tx, c *Collection, q Query) (Page, error) {
	head, err := pinOf(ctx, tx)
	if err != nil {
		return Page{}, err
	}
	here := Cursor{Pinned: head, From: q.When.From, To: q.When.To, Recorded: q.Recorded, Split: q.publicFrom()}
	if q.After != nil {
		if here = *q.After; here.Pinned > max(head, 0) {
			return Page{}, ErrCursor
		}
		q.When, q.Recorded = When{here.From, here.To}, here.Recorded
	} else if here.Matched, err = s.count(ctx, tx, c, q, head); err != nil {
		return Page{}, err
	}
	page := Page{Properties: c.chosen(q.Properties), Matched: here.Matched}
	halves, err := q.halves(c)
	if err != nil {
		return Page{}, err
	}
	var ends []Cursor // where a walk would go on behind each feature
	for _, h := range halves {
		if err := page.read(ctx, tx, newStatement(c, q, here.Pinned), part{h, here.Split}, q.Limit+1-len(page.Features), &ends); err != nil {
			return Page{}, err
		}
		if len(page.Features) > q.Limit {
			break
		}
		q.After = nil // the next half begins at its beginning
	}
	if len(page.Features) > q.Limit {
		page.Features = page.Features[:q.Limit]
		next, end := here, ends[q.Limit-1]
		next.ID, next.Keys, next.Half = end.ID, end.Keys, end.Half
		page.Next = &next
	}
	return page, c.complete(ctx, tx, here.asOf(), page)
}

// read adds the features of a part to the page, at most so many, with where each
// ends.
func (page *Page) read(ctx context.Context, tx pgx.Tx, st *statement, of part, most int, ends *[]Cursor) error {
	sql, err := st.page(page.Properties, of, most)
	if err != nil {
		return err
	}
	rows, err := tx.Query(ctx, sql, st.args...)
	if err != nil {
		return err
	}
	more, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Feature, error) {
		f, keys, err := scanFeature(row, page.Properties, len(st.q.Sort))
		*ends = append(*ends, Cursor{ID: f.ID.String(), Keys: keys, Half: of.half})
		return f, err
	})
	page.Features = append(page.Features, more...)
	return err
}

// complete fills in what no SQL makes.
func (c *Collection) complete(ctx context.Context, tx pgx.Tx, asOf version.AsOf, page Page) error {
	if c.fill == nil || len(page.Features) == 0 || !slices.ContainsFunc(page.Properties, func(p Property) bool { return p.made }) {
		return nil
	}
	return c.fill(ctx, tx, reading{asOf, page.Properties}, page.Features)
}

// pinOf is the present end of the chain, -1 where nothing is sealed yet.
func pinOf(ctx context.Context, tx pgx.Tx) (int64, error) {
	head, err := ledger.ReadHead(ctx, tx)
	if err != nil || head.Seq == 0 {
		return -1, err
	}
	return head.Seq, nil
}

// chosen are the properties of a page: those named, or all.
func (c *Collection) chosen(names []string) []Property {
	if names == nil {
		return c.Properties()
	}
	var all []Property
	for _, name := range names {
		if p, ok := c.property(name); ok {
			all = append(all, p)
		}
	}
	return all
}

// page writes the query of so many features of a part.
func (s *statement) page(properties []Property, of part, most int) (string, error) {
	columns := []string{"v." + s.c.object, "t.day", s.q.CRS.output(s.expand(s.c.geom))}
	for _, p := range properties {
		columns = append(columns, s.output(p))
	}
	for _, k := range s.q.Sort {
		p, _ := s.c.property(k.Property)
		columns = append(columns, "(("+s.expand(p.SQL)+")::"+p.sqlType()+")::text")
	}
	where, err := s.where()
	if err != nil {
		return "", err
	}
	where += s.in(of)
	if s.q.After != nil {
		after, err := s.after(s.q.After)
		if err != nil {
			return "", err
		}
		where += "\n\tAND " + after
	}
	return "SELECT " + strings.Join(columns, ",\n\t") + "\nFROM " + s.tables() + "\nWHERE " + where + "\nORDER BY " + s.order() + "\nLIMIT " + s.bind(most), nil
}

func scanFeature(row pgx.CollectableRow, properties []Property, keys int) (Feature, []*string, error) {
	var (
		f        Feature
		geometry *string
		sort     = make([]*string, keys)
	)
	into := []any{&f.ID, &f.Day, &geometry}
	for _, p := range properties {
		into = append(into, p.receiver())
	}
	for i := range sort {
		into = append(into, &sort[i])
	}
	if err := row.Scan(into...); err != nil {
		return f, nil, err
	}
	if geometry != nil {
		f.Geometry = []byte(*geometry)
	}
	for _, to := range into[3 : 3+len(properties)] {
		f.Values = append(f.Values, received(to))
	}
	return f, sort, nil
}

// receiver is where a value of the property is scanned to.
func (p Property) receiver() any {
	switch p.Type {
	case Integer:
		return new(*int64)
	case Number:
		return new(*float64)
	case Boolean:
		return new(*bool)
	case Strings:
		return new([]string)
	}
	return new(*string)
}

// received is the value that was scanned, nil where there is none.
func received(to any) any {
	switch v := to.(type) {
	case **int64:
		if *v != nil {
			return **v
		}
	case **float64:
		if *v != nil {
			return **v
		}
	case **bool:
		if *v != nil {
			return **v
		}
	case **string:
		if *v != nil {
			return **v
		}
	case *[]string:
		if *v != nil {
			return *v
		}
	}
	return nil
}

// read runs queries that change nothing, for as long as a request may take.
func (s *Store) read(ctx context.Context, do func(pgx.Tx) error) error {
	limit := s.Timeout
	if limit == 0 {
		limit = DefaultTimeout
	}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY`); err != nil {
			return err
		}
		// Conditions on geometries look costly enough to be compiled, which takes
		// longer than they do; a plan that does not know the days and the moment
		// expects one row and goes through all addresses for each of them; and to merge
		// a page with the objects is to read these from the first on, however deep the
		// page is.
		if _, err := tx.Exec(ctx, fmt.Sprintf(`SET LOCAL statement_timeout = %d; SET LOCAL jit = off; SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL enable_mergejoin = off`, limit.Milliseconds())); err != nil {
			return err
		}
		return do(tx)
	})
	return tooLong(ctx, err)
}

// tooLong tells the end of a query that ran out of time from that of a client
// who went away.
func tooLong(ctx context.Context, err error) error {
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) && pgErr.Code == "57014" && ctx.Err() == nil {
		return ErrTooLong
	}
	return err
}
