package cases_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer"
	"diming/gazetteer/cases"
	"diming/gazetteer/heritage"
	"diming/internal/version"
)

func TestAProtectedNameIsSaidAtTheRuleCheckAndNotFirstAtTheReply(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	place, _, err := w.Places.Add(ctx, w.clerk, gazetteer.Draft{Names: []gazetteer.RowName{{Text: "清漾"}}, Class: "22200", Division: "330881001", Visibility: "public", Source: "测试", Valid: version.Span{From: version.Day(1990, 1, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	listed := true
	w.MayRename = func(context.Context, pgx.Tx, uuid.UUID) error {
		if listed {
			return heritage.ErrNoPlan
		}
		return nil
	}
	for _, kind := range []cases.Kind{cases.Renaming, cases.Cancelling} {
		listed = true
		o := cases.Opening{Kind: kind, Channel: cases.Counter, Class: "22200", Division: w.town, Reason: "测试", Items: []cases.Item{{Place: &place, Text: "清溪"}}}
		by := w.open(t, o)
		by = w.must(t, by)(w.Accept(ctx, by))
		f := w.read(t, by.Case).Findings
		if len(f) != 1 || f[0].Finding.Check != "保护" || !f[0].Stands() {
			t.Fatalf("%s: findings %+v, want the protection", kind, f)
		}
		var open *cases.FindingsError
		if _, err := w.Consult(ctx, by); !errors.As(err, &open) {
			t.Errorf("%s: went on with %v", kind, err)
		}
		listed = false // the plan is approved
		by = w.must(t, by)(w.Recheck(ctx, by))
		w.must(t, by)(w.Consult(ctx, by))
	}
}
