package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"diming/api"
)

// TestTheInstallerTakesTheWorkAlong holds that the list of an installer has what
// is to be hung and mended where they work, in walking order, and nothing of
// another county.
func TestTheInstallerTakesTheWorkAlong(t *testing.T) {
	w := newPlatedStreet(t, 4)
	ids := w.plan(t, doorItem(w.houses[3]), doorItem(w.houses[1]), doorItem(w.houses[2]), doorItem(w.houses[0]))
	for _, id := range ids {
		for _, s := range []string{"check", "order", "make", "receive"} {
			w.step(t, http.StatusOK, id, `{"step":"`+s+`"}`, w.clerk)
		}
	}
	work := answerOf[api.PlateWork](t, w.world, http.StatusOK, http.MethodGet, "/v1/plates/work", "", w.hanger...)
	var walk []string
	for _, j := range work.Items {
		walk = append(walk, j.Number)
	}
	if got := strings.Join(walk, " "); got != "1号 3号 2号 4号" || work.Total != 4 || !strings.HasSuffix(work.Items[0].Where, "清溪路1号") || work.Items[0].ToleranceM != 30 {
		t.Errorf("the walk is %s of %d: %+v", got, work.Total, work.Items[0])
	}
	if other := answerOf[api.PlateWork](t, w.world, http.StatusOK, http.MethodGet, "/v1/plates/work", "", w.other...); len(other.Items) != 0 {
		t.Errorf("another county's list has %+v", other.Items)
	}

	hung := w.step(t, http.StatusOK, ids[0], `{"step":"install","lon":118.6,"lat":28.6,"accuracy_m":8.5,"photo":"`+w.photo(t, ids[0])+`"}`, w.hanger)
	if last := hung.Steps[len(hung.Steps)-1]; last.AccuracyM == nil || *last.AccuracyM != 8.5 {
		t.Errorf("the accuracy of the position is not kept: %+v", last)
	}
	w.step(t, http.StatusForbidden, ids[0], `{"step":"accept"}`, w.hanger)
	if broken := w.step(t, http.StatusOK, ids[0], `{"step":"report","fault":"covered"}`, w.hanger); broken.Due == "" {
		t.Errorf("a fault without a day by which it is to be mended: %+v", broken)
	}
	work = answerOf[api.PlateWork](t, w.world, http.StatusOK, http.MethodGet, "/v1/plates/work?state=faulty", "", w.hanger...)
	if len(work.Items) != 1 || work.Items[0].Fault != "covered" || work.Items[0].ETag == "" {
		t.Errorf("to be mended: %+v", work.Items)
	}
}

// TestCoverageCountsHousesWithAndWithoutPlates holds the counts of a village, and
// that they are told to nobody of another county.
func TestCoverageCountsHousesWithAndWithoutPlates(t *testing.T) {
	w := newPlatedStreet(t, 3)
	ids := w.plan(t, doorItem(w.houses[0]), doorItem(w.houses[1]), streetItem(w.way))
	w.hang(t, ids[0])
	for _, s := range []string{"check", "order", "make", "receive"} {
		w.step(t, http.StatusOK, ids[1], `{"step":"`+s+`"}`, w.clerk)
	}
	got := answerOf[struct{ Items []api.PlateCoverage }](t, w.world, http.StatusOK, http.MethodGet, "/v1/plates/coverage", "", w.hanger...).Items
	at := slices.IndexFunc(got, func(c api.PlateCoverage) bool { return c.Division.String() == w.named["division"] })
	if at < 0 {
		t.Fatalf("the village is not among %+v", got)
	}
	c := got[at]
	if c.Addresses < 3 || c.Plated != 1 || c.Received != 1 || c.Faulty != 0 || c.Generations[1] != 1 || c.Name == "" {
		t.Errorf("its coverage: %+v", c)
	}
	if other := answerOf[struct{ Items []api.PlateCoverage }](t, w.world, http.StatusOK, http.MethodGet, "/v1/plates/coverage", "", w.other...).Items; len(other) != 0 {
		t.Errorf("another county's clerk is told %+v", other)
	}
}
