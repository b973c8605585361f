package poster_test

import (
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/shelters/poster"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// village is a village of a new register.
func village(t *testing.T, pool *pgxpool.Pool) uuid.UUID {
	t.Helper()
	var id uuid.UUID
	err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.change", Kind: "batch"})
		if err != nil {
			return err
		}
		plan, err := boundaries.PlanLoad(t.Context(), tx, boundaries.NBS, "public", []boundaries.Listing{
			{Number: 1, System: boundaries.NBS, Code: "330881", Name: "江山市", Level: boundaries.County, Valid: version.Span{From: version.Day(2020, 1, 1)}},
			{Number: 2, System: boundaries.NBS, Code: "330881003", Name: "清湖街道", Level: boundaries.Township, Valid: version.Span{From: version.Day(2020, 1, 1)}},
			{Number: 3, System: boundaries.NBS, Code: "330881003201", Name: "清湖一村村民委员会", Level: boundaries.Village, Valid: version.Span{From: version.Day(2020, 1, 1)}}})
		if err != nil {
			return err
		}
		for _, l := range plan.Insert {
			if l.Code == "330881003201" {
				id = l.ID
			}
		}
		return plan.Apply(t.Context(), tx, entry, "public", "test")
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

var (
	one, other = strings.Repeat("1", 64), strings.Repeat("2", 64)
	day        = version.Day(2026, 11, 20)
)

func TestAPaperThatHangsIsOutOfDateOnceItSaysSomethingElse(t *testing.T) {
	pool := pgtest.New(t)
	id, s := village(t, pool), &poster.Store{DB: pool}
	held := func() poster.Held {
		all, err := s.All(t.Context(), []uuid.UUID{id})
		if err != nil {
			t.Fatal(err)
		}
		return all[id]
	}
	stands := func(want poster.Standing) {
		t.Helper()
		if got := held().Stands(one); got != want {
			t.Errorf("stands %s, want %s", got, want)
		}
	}
	make := func(digest string) poster.Made {
		made, _, err := s.Make(t.Context(), ledger.Console, id, digest, day)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	stands(poster.NeverMade)
	if made := make(one); made.Number != 1 {
		t.Errorf("the first is number %d", made.Number)
	}
	stands(poster.NotPosted)
	if err := s.Post(t.Context(), ledger.Console, day, "村口", poster.Posting{Village: id, Number: 1}); err != nil {
		t.Fatal(err)
	}
	stands(poster.InOrder)
	if again := make(one); again.Number != 1 {
		t.Errorf("the same again is number %d, want 1", again.Number)
	}
	if changed := make(other); changed.Number != 2 {
		t.Errorf("another is number %d, want 2", changed.Number)
	}
	if got := held().Stands(other); got != poster.OutOfDate {
		t.Errorf("with the old one on the wall it stands %s", got)
	}
	if err := s.Post(t.Context(), ledger.Console, day, "", poster.Posting{Village: id, Number: 2}); err != nil || held().Stands(other) != poster.InOrder {
		t.Errorf("Post() = %v, then it stands %s", err, held().Stands(other))
	}
}

func TestAPaperIsPostedOnlyAfterItWasMade(t *testing.T) {
	pool := pgtest.New(t)
	id, s := village(t, pool), &poster.Store{DB: pool}
	if err := s.Post(t.Context(), ledger.Console, day, "", poster.Posting{Village: id, Number: 1}); !errors.Is(err, poster.ErrNoPaper) {
		t.Errorf("one that was never made: %v", err)
	}
	if _, _, err := s.Make(t.Context(), ledger.Console, id, one, day); err != nil {
		t.Fatal(err)
	}
	for name, on := range map[string]version.Date{"no day": {}, "before it was made": version.Day(2026, 11, 19), "a day to come": version.Day(2199, 1, 1)} {
		if err := s.Post(t.Context(), ledger.Console, on, "", poster.Posting{Village: id, Number: 1}); !errors.Is(err, poster.ErrDay) {
			t.Errorf("%s: %v, want ErrDay", name, err)
		}
	}
	if err := s.Post(t.Context(), ledger.Console, day, strings.Repeat("墙", 201), poster.Posting{Village: id, Number: 1}); !errors.Is(err, poster.ErrPlaces) {
		t.Errorf("a place of 201 characters: %v", err)
	}
}

func TestOfManyWhoMakeOnePaperAtOnceAllGetOne(t *testing.T) {
	pool := pgtest.New(t)
	id, s := village(t, pool), &poster.Store{DB: pool}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if made, _, err := s.Make(t.Context(), ledger.Console, id, one, day); err != nil || made.Number != 1 {
				t.Errorf("Make() = %+v, %v, want number 1", made, err)
			}
		})
	}
	wait.Wait()
}
