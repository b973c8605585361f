package card_test

import (
	"os"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/shelters/card"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// A world is a county with a town, two villages and a shelter.
type world struct {
	*card.Store
	pool                                  *pgxpool.Pool
	county, town, village, other, shelter uuid.UUID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	pool := pgtest.New(t)
	w := &world{Store: &card.Store{DB: pool}, pool: pool, shelter: uuid.Must(uuid.NewV7())}
	ids := w.divisions(t, [2]string{"33", "浙江省"}, [2]string{"3308", "衢州市"}, [2]string{"330881", "江山市"}, [2]string{"330881003", "清湖街道"},
		[2]string{"330881003201", "清湖一村村民委员会"}, [2]string{"330881003202", "清湖二村村民委员会"})
	w.county, w.town, w.village, w.other = ids["330881"], ids["330881003"], ids["330881003201"], ids["330881003202"]
	w.exec(t, `INSERT INTO shelter (id, tag) VALUES ($1, (SELECT max(id) FROM ledger_entry))`, w.shelter)
	w.exec(t, `INSERT INTO shelter_version (shelter, division, name, level, duration, space, suits, point, capacity, visibility, source, valid, entry)
		VALUES ($1, $2, '示例学校', 'village', 'short', 'indoor', '{typhoon,flood}', 'SRID=4490;POINT(118.61 28.68)', 80, 'public', '测试', '[2020-01-01,)', (SELECT max(id) FROM ledger_entry))`, w.shelter, w.village)
	return w
}

func (w *world) divisions(t *testing.T, units ...[2]string) map[string]uuid.UUID {
	t.Helper()
	ids := map[string]uuid.UUID{}
	inTx(t, w.pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.change", Kind: "batch"})
		if err != nil {
			return err
		}
		var listings []boundaries.Listing
		for i, u := range units {
			level, err := boundaries.LevelOf(boundaries.NBS, u[0])
			if err != nil {
				return err
			}
			listings = append(listings, boundaries.Listing{Number: i + 1, System: boundaries.NBS, Code: u[0], Name: u[1], Level: level, Valid: version.Span{From: day("2020-01-01")}})
		}
		plan, err := boundaries.PlanLoad(t.Context(), tx, boundaries.NBS, "public", listings)
		if err != nil {
			return err
		}
		for _, l := range plan.Insert {
			ids[l.Code] = l.ID
		}
		return plan.Apply(t.Context(), tx, entry, "public", "test")
	})
	return ids
}

func (w *world) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := w.pool.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// compose is the card of the first village as it is loaded now.
func (w *world) compose(t *testing.T) card.Card {
	t.Helper()
	f, err := card.Load(t.Context(), w.pool)
	if err != nil {
		t.Fatal(err)
	}
	c, ok := card.Compose(&f, "330881003201", nil, f.At)
	if !ok {
		t.Fatal("the village has no card")
	}
	return c
}

// officer is a contact with a name and a duty phone.
func (w *world) officer() card.Listing {
	return card.Listing{Division: w.village, Role: card.InformationOfficer, Title: "灾害信息员", Person: card.Person{Name: "示例甲"}, Phone: "0570-0000002", Rank: 1}
}

func (w *world) add(t *testing.T, l card.Listing) (uuid.UUID, int64) {
	t.Helper()
	id, tag, err := w.AddContact(t.Context(), ledger.Console, l)
	if err != nil {
		t.Fatal(err)
	}
	return id, tag
}

func day(text string) version.Date {
	d, err := version.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func inTx(t *testing.T, pool *pgxpool.Pool, f func(pgx.Tx) error) {
	t.Helper()
	if err := pgx.BeginFunc(t.Context(), pool, f); err != nil {
		t.Fatal(err)
	}
}
