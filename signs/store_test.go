package signs_test

import (
	"context"
	"errors"
	"os"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/pg/pgtest"
	"diming/signs"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// newPlace enters a place without a position.
func newPlace(t *testing.T, db pg.DB, name string) uuid.UUID {
	t.Helper()
	places := gazetteer.Store{DB: db, Boundaries: &boundaries.Store{DB: db}}
	id, _, err := places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: "22200",
		Visibility: "public", Source: "测试"}, "")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAPlaceKeepsItsToken(t *testing.T) {
	tx := pgtest.Tx(t)
	s := &signs.Store{DB: tx}
	id := newPlace(t, tx, "有码村")
	first, err := s.TokenOf(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.TokenOf(t.Context(), id)
	if err != nil || again != first {
		t.Errorf("TokenOf the same place = %s, %v, want %s", again, err, first)
	}
	if parsed, err := signs.ParseToken(string(first)); err != nil || parsed != first {
		t.Errorf("ParseToken(%s) = %s, %v", first, parsed, err)
	}
	if code, err := s.Find(t.Context(), first); err != nil || code != (signs.Code{Token: first, Place: id}) {
		t.Errorf("Find(%s) = %+v, %v, want the place %s", first, code, err, id)
	}
}

func TestARevokedTokenAnswersForEverAndIsNotIssuedAgain(t *testing.T) {
	tx := pgtest.Tx(t)
	s := &signs.Store{DB: tx}
	id := newPlace(t, tx, "换码村")
	old, err := s.TokenOf(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `UPDATE sign_code SET revoked = '遗失' WHERE token = $1`, string(old)); err != nil {
		t.Fatal(err)
	}
	fresh, err := s.TokenOf(t.Context(), id)
	if err != nil || fresh == old {
		t.Errorf("TokenOf after the token was revoked = %s, %v, want another than %s", fresh, err, old)
	}
	if code, err := s.Find(t.Context(), old); err != nil || code.Revoked != "遗失" || code.Place != id {
		t.Errorf("Find of a revoked token = %+v, %v, want the place and why", code, err)
	}
}

func TestWhatIsNotThereIsSaid(t *testing.T) {
	s := &signs.Store{DB: pgtest.Tx(t)}
	if token, err := s.TokenOf(t.Context(), uuid.New()); !errors.Is(err, signs.ErrNoPlace) {
		t.Errorf("TokenOf no place = %q, %v, want ErrNoPlace", token, err)
	}
	if code, err := s.Find(t.Context(), "0000000000"); !errors.Is(err, signs.ErrUnknownToken) {
		t.Errorf("Find of a token never issued = %+v, %v, want ErrUnknownToken", code, err)
	}
}

func TestEveryPlaceIsGivenOneToken(t *testing.T) {
	tx := pgtest.Tx(t)
	s := &signs.Store{DB: tx}
	held := newPlace(t, tx, "已有码村")
	token, err := s.TokenOf(t.Context(), held)
	if err != nil {
		t.Fatal(err)
	}
	ids := []uuid.UUID{held, newPlace(t, tx, "无码甲村"), newPlace(t, tx, "无码乙村")}
	issued, err := s.IssueAll(t.Context())
	if err != nil || issued != 2 {
		t.Errorf("IssueAll = %d, %v, want 2", issued, err)
	}
	if again, err := s.IssueAll(t.Context()); err != nil || again != 0 {
		t.Errorf("IssueAll again = %d, %v, want 0", again, err)
	}
	seen := map[signs.Token]bool{}
	for _, id := range ids {
		one, err := s.TokenOf(t.Context(), id)
		if err != nil || seen[one] {
			t.Errorf("TokenOf(%s) = %s, %v, want one of its own", id, one, err)
		}
		seen[one] = true
	}
	if !seen[token] {
		t.Errorf("the token %s that was there is gone", token)
	}
}

// No statement of the server may change what a token stands for.
func TestATokenNeverLeadsElsewhere(t *testing.T) {
	pool := pgtest.New(t)
	s := &signs.Store{DB: pool}
	one, other := newPlace(t, pool, "甲村"), newPlace(t, pool, "乙村")
	token, err := s.TokenOf(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{`UPDATE sign_code SET place = $2 WHERE token = $1`, `DELETE FROM sign_code WHERE token = $1 AND place <> $2`} {
		if _, err := pool.Exec(t.Context(), sql, string(token), other); err == nil {
			t.Errorf("%s succeeded, want a refusal", sql)
		}
	}
	if code, err := s.Find(t.Context(), token); err != nil || code.Place != one {
		t.Errorf("Find = %+v, %v, want %s", code, err, one)
	}
}

func TestTwoWhoAskAtOnceAreGivenTheSameToken(t *testing.T) {
	pool := pgtest.New(t)
	s := &signs.Store{DB: pool}
	for round := range 10 {
		id := newPlace(t, pool, "同时村"+string(rune('甲'+round)))
		tokens := make([]signs.Token, 8)
		errs := make([]error, len(tokens))
		var all sync.WaitGroup
		for i := range tokens {
			all.Go(func() { tokens[i], errs[i] = s.TokenOf(context.WithoutCancel(t.Context()), id) })
		}
		all.Wait()
		for i, token := range tokens {
			if errs[i] != nil || token != tokens[0] {
				t.Errorf("asker %d was given %s, %v, want %s", i, token, errs[i], tokens[0])
			}
		}
		rows, err := pool.Query(t.Context(), `SELECT token FROM sign_code WHERE place = $1`, id)
		if err != nil {
			t.Fatal(err)
		}
		if held, err := pgx.CollectRows(rows, pgx.RowTo[string]); err != nil || len(held) != 1 {
			t.Errorf("the place has the codes %v, %v, want one", held, err)
		}
	}
}
