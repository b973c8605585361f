package plate

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/version"
)

// A Coverage is how far the plates of a division have come: a village, or a
// township where addresses lie in no village.
type Coverage struct {
	Division          uuid.UUID
	Name, Township    string
	Addresses, Plated int         // main addresses that stand, without those of rooms; with a plate that hangs
	Received, Faulty  int         // plates that are ready to be hung; that hang and are to be mended
	Generations       map[int]int // plates that hang, by generation 换代
}

// coverageSQL gives the divisions below $1 (all where it is NULL) in which
// addresses stand on the day $2 or plates are, in the order of their codes.
const coverageSQL = `
WITH RECURSIVE below AS (
	SELECT unnest($1::uuid[]) AS division
	UNION
	SELECT d.division FROM below b JOIN division_version d ON d.parent = b.division AND upper_inf(d.recorded) AND d.valid @> $2::date),
houses AS (
	SELECT v.division, count(*)::int AS addresses,
		(count(*) FILTER (WHERE EXISTS (SELECT FROM plate p WHERE p.address = v.address AND p.state IN ('installed', 'in_use', 'faulty'))))::int AS plated
	FROM address_version v JOIN address a ON a.id = v.address AND a.withdrawn IS NULL
	WHERE upper_inf(v.recorded) AND v.valid @> $2::date AND v.kind = 'main' AND v.room = '' AND ($1::uuid[] IS NULL OR v.division IN (SELECT division FROM below))
	GROUP BY 1),
generations AS (
	SELECT plate_division(p.address, p.place) AS division, p.state, p.generation, count(*)::int AS n FROM plate p
	WHERE p.state IN ('received', 'installed', 'in_use', 'faulty') GROUP BY 1, 2, 3),
plates AS (
	SELECT g.division, (sum(g.n) FILTER (WHERE g.state = 'received'))::int AS received, (sum(g.n) FILTER (WHERE g.state = 'faulty'))::int AS faulty,
		(SELECT jsonb_object_agg(x.generation, x.n) FROM (SELECT h.generation, sum(h.n) AS n FROM generations h WHERE h.division = g.division AND h.state <> 'received' GROUP BY 1) x) AS hanging
	FROM generations g WHERE $1::uuid[] IS NULL OR g.division IN (SELECT division FROM below) GROUP BY 1)
SELECT d.division, d.name, coalesce(t.name, ''), coalesce(h.addresses, 0), coalesce(h.plated, 0), coalesce(p.received, 0), coalesce(p.faulty, 0), coalesce(p.hanging, '{}')
FROM houses h FULL JOIN plates p ON p.division = h.division
JOIN division_version d ON d.division = coalesce(h.division, p.division) AND upper_inf(d.recorded) AND d.valid @> $2::date
LEFT JOIN division_version t ON t.division = d.parent AND t.level = 4 AND upper_inf(t.recorded) AND t.valid @> $2::date
ORDER BY d.code, d.division`

// Coverage gives how far plates have come in the divisions within (all where it
// is nil), as addresses stand on a day.
func (s *Store) Coverage(ctx context.Context, within []uuid.UUID, on version.Date) ([]Coverage, error) {
	rows, err := s.DB.Query(ctx, coverageSQL, within, on)
	if err != nil {
		return nil, fmt.Errorf("coverage by plates: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Coverage, error) {
		var c Coverage
		err := row.Scan(&c.Division, &c.Name, &c.Township, &c.Addresses, &c.Plated, &c.Received, &c.Faulty, &c.Generations)
		c.Name, c.Township = boundaries.StandardName(c.Name), boundaries.StandardName(c.Township)
		return c, err
	})
}
