package cases_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/gazetteer/cases"
	"diming/gazetteer/naming"
	"diming/internal/pg"
)

// Where a name lies is drawn until its reply is awaited; the rules go by it.
func TestADrawnLineIsKeptAndCheckedAgain(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.Check = func(_ context.Context, _ pg.DB, p naming.Proposal) ([]naming.Finding, string, error) {
		if p.At != nil && p.At.Lon() > 119 {
			return []naming.Finding{leader}, "rules-1", nil
		}
		return nil, "rules-1", nil
	}
	by := w.open(t, w.estate("文苑路"))
	by = w.must(t, by)(w.Accept(ctx, by))
	item := w.read(t, by.Case).Items[0].ID
	line := orb.LineString{{119.1, 28.7}, {119.2, 28.8}}
	by = w.must(t, by)(w.Locate(ctx, by, item, &line[0], line))
	f := w.read(t, by.Case)
	if got := f.Items[0]; got.Location == nil || *got.Location != line[0] || !orb.Equal(got.Extent, line) {
		t.Errorf("kept %v, %v, want the line", got.Location, got.Extent)
	}
	if len(f.Findings) != 1 {
		t.Errorf("findings = %+v, want that of the new position", f.Findings)
	}
	if _, err := w.Locate(ctx, by, uuid.New(), &line[0], nil); !errors.Is(err, cases.ErrNoItemID) {
		t.Errorf("a name of no case: %v, want ErrNoItemID", err)
	}
	at := orb.Point{118.6, 28.7}
	by = w.must(t, by)(w.Locate(ctx, by, item, &at, nil))
	if f = w.read(t, by.Case); f.Items[0].Extent != nil || len(f.Findings) != 0 {
		t.Errorf("after the point: %v, %+v, want no line and no finding", f.Items[0].Extent, f.Findings)
	}
	by = w.must(t, by)(w.Consult(ctx, by))
	for _, c := range w.read(t, by.Case).Consultations {
		by = w.must(t, by)(w.CloseConsultation(ctx, by, c.ID, cases.OpinionGiven{Outcome: "for", Summary: "同意"}))
	}
	by = w.must(t, by)(w.Review(ctx, by, "拟同意"))
	by = w.must(t, by)(w.Store.Request(ctx, by, w.day))
	if _, err := w.Locate(ctx, by, item, &at, nil); !errors.Is(err, cases.ErrFixed) {
		t.Errorf("drawn while the reply is awaited: %v, want ErrFixed", err)
	}
}
