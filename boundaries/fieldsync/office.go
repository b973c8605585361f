package fieldsync

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/boundaries/inspection"
	"diming/internal/document"
	"diming/internal/pg"
)

// A PageRecord is a record as an office looks at it.
type PageRecord struct {
	WorkRecord
	Came        int64      // its place in the order in which records came
	WithdrawnBy *uuid.UUID // the record that withdrew it
	Amended     int        // how many records that stand add to it
	Disputed    int        // how many of the other side say that it was otherwise
	Observer    string     // name, "" where it is not held or was erased
	Phone       string
	Files       map[string]WorkFile // by SHA-256: those of its files that came whole
}

// RecordPage gives the records of a task, those that came last first, that came
// before a place in their order (0: all), and whether more are left.
func (s *Store) RecordPage(ctx context.Context, task uuid.UUID, before int64, limit int) (page []PageRecord, more bool, err error) {
	err = s.read(ctx, func(b *books) error {
		page, err = pageAround(ctx, b.tx, task, before, limit+1)
		if more = len(page) > limit; more {
			page = page[:limit]
		}
		if err != nil {
			return err
		}
		return fillPage(ctx, b.tx, page)
	})
	if err != nil {
		return nil, false, fmt.Errorf("records of task %s: %w", task, err)
	}
	return page, more, nil
}

// pageAround reads what the register knows around the records of a page.
func pageAround(ctx context.Context, db pg.DB, task uuid.UUID, before int64, limit int) ([]PageRecord, error) {
	rows, err := db.Query(ctx, `SELECT r.came, r.server_time, r.stored, r.withdrawn_by, coalesce(p.detail, ''), coalesce(d.name, ''),
			(SELECT count(*) FROM field_record x WHERE x.about = r.id AND x.kind = 'amendment' AND x.standing = 'accepted' AND x.withdrawn_by IS NULL),
			(SELECT count(*) FROM field_record x WHERE x.about = r.id AND x.kind = 'disagreement' AND x.standing = 'accepted' AND x.withdrawn_by IS NULL)
		FROM field_record r LEFT JOIN field_device d ON d.id = r.device
		LEFT JOIN (SELECT id, person FROM account UNION ALL SELECT id, person FROM field_invitation) o ON o.id = r.observer LEFT JOIN person_held p ON p.id = o.person
		WHERE r.task = $1 AND ($2 = 0 OR r.came < $2) ORDER BY r.came DESC LIMIT $3`, task, before, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r PageRecord, err error) {
		err = row.Scan(&r.Came, &r.Made, &r.Stored, &r.WithdrawnBy, &r.Observer, &r.Phone, &r.Amended, &r.Disputed)
		return r, err
	})
}

// fillPage adds what the phones wrote, and which of the files are here.
func fillPage(ctx context.Context, db pg.DB, page []PageRecord) error {
	places := make([]int64, len(page))
	for i, r := range page {
		places[i] = r.Came
	}
	all, err := recordsWhere(ctx, db, `r.came = ANY($1)`, places)
	if err != nil {
		return err
	}
	var digests []string
	for i, r := range all { // the oldest first, in one snapshot
		page[len(page)-1-i].StoredRecord = r
		for _, f := range r.Record.Files {
			digests = append(digests, f.SHA256)
		}
	}
	rows, err := db.Query(ctx, `SELECT sha256, media_type, size_bytes FROM field_file WHERE sha256 = ANY($1) AND done_at IS NOT NULL`, digests)
	if err != nil {
		return err
	}
	here := map[string]WorkFile{}
	var digest string
	var file WorkFile
	_, err = pgx.ForEachRow(rows, []any{&digest, &file.Type, &file.Size}, func() error { here[digest] = file; return nil })
	for i := range page {
		page[i].Files = here
	}
	return err
}

// FileOf gives a file that came whole and that a record or a signature of a task
// names.
func (s *Store) FileOf(ctx context.Context, task uuid.UUID, sha256 string) (document.Document, error) {
	d := document.Document{SHA256: sha256, Name: sha256[:min(8, len(sha256))]}
	err := s.DB.QueryRow(ctx, `SELECT f.media_type, f.size_bytes FROM field_file f WHERE f.sha256 = $2 AND f.done_at IS NOT NULL
		AND (EXISTS (SELECT FROM field_record r WHERE r.task = $1 AND strpos(r.body, f.sha256) > 0)
		  OR EXISTS (SELECT FROM field_signature g WHERE g.task = $1 AND strpos(g.body, f.sha256) > 0))`, task, sha256).Scan(&d.MediaType, &d.Size)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return document.Document{}, fmt.Errorf("file of task %s: %w", task, err)
	}
	return d, nil
}

// A Phone is what an office is told of one.
type Phone struct {
	Name   string
	Person string // who owns it, "" where it is not held or was erased
}

// Phones gives phones by their ids.
func (s *Store) Phones(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]Phone, error) {
	rows, err := s.DB.Query(ctx, `SELECT d.id, d.name, coalesce(p.detail, '') FROM field_device d
		LEFT JOIN account a ON a.id = d.account LEFT JOIN field_invitation i ON i.id = d.invitation
		LEFT JOIN person_held p ON p.id = coalesce(a.person, i.person) WHERE d.id = ANY($1)`, ids)
	if err != nil {
		return nil, fmt.Errorf("phones: %w", err)
	}
	all := map[uuid.UUID]Phone{}
	var id uuid.UUID
	var phone Phone
	_, err = pgx.ForEachRow(rows, []any{&id, &phone.Name, &phone.Person}, func() error { all[id] = phone; return nil })
	return all, err
}

// Reckoned is when something was made that a phone dates so, as the server
// reckons from the clocks that it has of the phone.
func (s *Store) Reckoned(ctx context.Context, device uuid.UUID, phone time.Time) (time.Time, error) {
	pairs, err := pairsOf(ctx, s.DB, device)
	return reckoned(phone, pairs), err
}

// Staffed tells whether a side of a task has an inspector here who does not act
// for the other side as well: such a side names its guests itself.
func (s *Store) Staffed(ctx context.Context, task uuid.UUID, side boundaries.Side) (bool, error) {
	var staffed bool
	err := s.DB.QueryRow(ctx, `SELECT EXISTS (
		SELECT FROM boundary_task t
		JOIN LATERAL (SELECT v.a_division, v.b_division FROM boundary_line_version v WHERE v.line = t.line AND upper_inf(v.recorded)
			ORDER BY upper(v.valid) DESC NULLS FIRST LIMIT 1) l ON true
		CROSS JOIN LATERAL (SELECT CASE $2 WHEN 'a' THEN l.a_division ELSE l.b_division END AS own, CASE $2 WHEN 'a' THEN l.b_division ELSE l.a_division END AS other) s
		JOIN account_role r ON r.role = 'inspector' JOIN account a ON a.id = r.account AND a.disabled_at IS NULL
		WHERE t.id = $1 AND r.division IN (SELECT division FROM division_above(s.own))
		  AND NOT EXISTS (SELECT FROM division_above(s.other) o WHERE o.division = r.division))`, task, string(side)).Scan(&staffed)
	if err != nil {
		return false, fmt.Errorf("inspectors of side %s of task %s: %w", side, task, err)
	}
	return staffed, nil
}

// ServerKnown tells whether a key is one of another installation whose task file
// was taken in before.
func (s *Store) ServerKnown(ctx context.Context, key string) (bool, error) {
	raw, err := base64url.DecodeString(key)
	if err != nil {
		return false, nil // no key, so none that is known
	}
	var known bool
	err = s.DB.QueryRow(ctx, `SELECT EXISTS (SELECT FROM field_server WHERE public_key = $1)`, raw).Scan(&known)
	return known, err
}

// For tells whether a pack was given for a side.
func (p Pack) For(side boundaries.Side) bool { return slices.Contains(p.Sides, side) }

// Stands tells whether both what a record says and that it says so hold: it was
// taken, and nobody withdrew it.
func (r PageRecord) Stands() bool { return r.Standing == inspection.Accepted && !r.Withdrawn }
