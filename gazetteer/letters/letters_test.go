package letters_test

import (
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"diming/gazetteer/letters"
	"diming/internal/pg/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var actor = uuid.MustParse("0190cafe-0000-7000-8000-000000000001")

func template(basis string) letters.Template {
	return letters.Template{Kind: "reply", Name: "批复.docx", SHA256: strings.Repeat("ab", 32), Size: 10, Basis: basis}
}

func TestOneTemplateIsInForceAndThoseBeforeAreKept(t *testing.T) {
	s := &letters.Store{DB: pgtest.New(t)}
	if _, err := s.Adopt(t.Context(), actor, template("  "), uuid.Nil); !errors.Is(err, letters.ErrBasis) {
		t.Errorf("without a basis: %v", err)
	}
	first, err := s.Adopt(t.Context(), actor, template("第一次"), uuid.Nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Adopt(t.Context(), actor, template("没看见第一次"), uuid.Nil); !errors.Is(err, letters.ErrChanged) {
		t.Errorf("over one that was not seen: %v", err)
	}
	second, err := s.Adopt(t.Context(), actor, template("第二次"), first)
	if err != nil {
		t.Fatal(err)
	}
	current, err := s.Current(t.Context())
	if err != nil || len(current) != 1 || current["reply"].ID != second || current["reply"].End != nil {
		t.Fatalf("in force: %+v, %v", current, err)
	}
	if err := s.Reset(t.Context(), actor, "reply", "格式不合", first); !errors.Is(err, letters.ErrChanged) {
		t.Errorf("reset of one that was not in force: %v", err)
	}
	if err := s.Reset(t.Context(), actor, "reply", "格式不合", second); err != nil {
		t.Fatal(err)
	}
	if current, err = s.Current(t.Context()); err != nil || len(current) != 0 {
		t.Errorf("in force after the reset: %+v, %v", current, err)
	}
	if err := s.Reset(t.Context(), actor, "reply", "再来", uuid.Nil); !errors.Is(err, letters.ErrBuiltIn) {
		t.Errorf("reset of the one of the program: %v", err)
	}
	all, err := s.History(t.Context(), "reply")
	if err != nil || len(all) != 2 || all[0].ID != second || all[0].End == nil || all[0].End.Why != "格式不合" || all[1].End.Why != "第二次" {
		t.Errorf("history: %+v, %v", all, err)
	}
	if _, err := s.Template(t.Context(), "request", first); !errors.Is(err, letters.ErrNotFound) {
		t.Errorf("of another kind: %v", err)
	}
}

func TestOfTwoWhoChangeATemplateAtOnceTheSecondIsRefused(t *testing.T) {
	s := &letters.Store{DB: pgtest.New(t)}
	seen := uuid.Nil
	for round := range 3 {
		var done sync.WaitGroup
		ids, errs := make([]uuid.UUID, 4), make([]error, 4)
		for i := range ids {
			done.Go(func() { ids[i], errs[i] = s.Adopt(t.Context(), actor, template("依据"), seen) })
		}
		done.Wait()
		adopted := 0
		for i, err := range errs {
			switch {
			case err == nil:
				adopted++
				seen = ids[i]
			case !errors.Is(err, letters.ErrChanged):
				t.Errorf("round %d: %v", round, err)
			}
		}
		if adopted != 1 {
			t.Errorf("round %d: %d adopted, want 1", round, adopted)
		}
	}
}

func TestWhatWasInForceIsNeverAltered(t *testing.T) {
	db := pgtest.New(t)
	s := &letters.Store{DB: db}
	id, err := s.Adopt(t.Context(), actor, template("依据"), uuid.Nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{`UPDATE paper_template SET sha256 = repeat('0', 64) WHERE id = $1`, `UPDATE paper_template SET basis = 'x' WHERE id = $1`, `DELETE FROM paper_template WHERE id = $1`} {
		if _, err := db.Exec(t.Context(), sql, id); err == nil {
			t.Errorf("%s was done", sql)
		}
	}
	if err := s.Reset(t.Context(), actor, "reply", "理由", id); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(t.Context(), `UPDATE paper_template SET ended = NULL, ended_by = NULL, ended_at = NULL, ended_why = '' WHERE id = $1`, id); err == nil {
		t.Error("an ended template came into force again")
	}
}
