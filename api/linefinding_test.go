package api_test

import (
	"net/http"
	"testing"

	"github.com/paulmach/orb"

	"diming/gazetteer"
	"diming/internal/account"
	"diming/internal/ledger"
)

// Two counties overlap by a strip of a hundredth by a thousandth of a degree.
func TestAnOverlapIsToldWithHowWideItIs(t *testing.T) {
	w := newWorld(t)
	square := func(east float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{east, 28}, {east + 0.01, 28}, {east + 0.01, 28.01}, {east, 28.01}, {east, 28}}}}
	}
	rows := []gazetteer.DivisionRow{{Number: 1, Code: "330881", Name: "江山市", Area: square(118), AreaBasis: "示例"}, {Number: 2, Code: "330802", Name: "柯城区", Area: square(118.009), AreaBasis: "示例"}}
	if counts, err := w.Places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public", Note: "测试"}, rows); err != nil || len(counts.Rejected) > 0 {
		t.Fatal(counts, err)
	}
	home := w.signedIn(t, "overlaps", account.Grant{Role: account.Inspector, Division: w.home})
	answer := w.send(t, http.MethodGet, "/v1/boundary-check", "", home...)
	for _, f := range decode[struct {
		Items []struct {
			Kind   string
			AreaM2 float64 `json:"area_m2"`
			WideM  float64 `json:"wide_m"`
		}
	}](t, answer.Body).Items {
		if f.Kind == "overlap" {
			if f.WideM < 90 || f.WideM > 110 || f.AreaM2 < 90_000 {
				t.Errorf("the overlap is %v m wide over %v m²; a thousandth of a degree of longitude is 98 m", f.WideM, f.AreaM2)
			}
			return
		}
	}
	t.Errorf("no overlap in %s", answer.Body)
}
