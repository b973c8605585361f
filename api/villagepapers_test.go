package api_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"diming/api"
	"diming/gazetteer"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/version"
	"diming/shelters/card"
	"diming/shelters/poster"
)

// newVillages is a world with two villages in its town and one in the other county.
func newVillages(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	rows := []gazetteer.DivisionRow{{Number: 1, Code: "330881003201", Name: "清湖一村村民委员会"}, {Number: 2, Code: "330881003202", Name: "清湖二村村民委员会"}, {Number: 3, Code: "330802001201", Name: "府山村村民委员会"}}
	counts, err := w.Places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public", Note: "测试"}, rows)
	if err != nil || counts.Accepted != len(rows) {
		t.Fatalf("load villages: %+v, %v", counts, err)
	}
	ledgertest.Settle(t, w.pool)
	return w
}

// TestAPaperIsMadePrintedAndPostedAndThenOutOfDate goes the whole way of a paper,
// and reads the code of the printed page with another program.
func TestAPaperIsMadePrintedAndPostedAndThenOutOfDate(t *testing.T) {
	w := newVillages(t)
	keeper := w.signedIn(t, "emergency", account.Grant{Role: account.ShelterKeeper, Division: w.home})
	list := func() api.VillagePapersBody {
		return answerOf[api.VillagePapersBody](t, w, http.StatusOK, http.MethodGet, "/v1/village-papers", "", keeper...)
	}
	if got := list(); len(got.Items) != 2 || got.Counts[poster.NeverMade] != 2 {
		t.Fatalf("at first: %+v", got)
	}
	one := `{"villages":["330881003201"]}`
	const print = "/v1/village-papers/print.pdf?village=330881003201&size="
	if got := w.send(t, http.MethodGet, print+"a4", "", keeper...); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "village-paper-not-made") {
		t.Errorf("printed before it was made: %d %s", got.Code, got.Body)
	}
	made := answerOf[struct{ Items []api.VillagePaperBody }](t, w, http.StatusOK, http.MethodPost, "/v1/village-papers/make", one, keeper...).Items
	if len(made) != 1 || made[0].Number != 1 || !made[0].Fresh || made[0].Standing != poster.NotPosted {
		t.Errorf("made: %+v", made)
	}
	for _, size := range []string{"a4", "a3"} {
		file := filepath.Join(t.TempDir(), "paper")
		got := w.send(t, http.MethodGet, print+size, "", keeper...)
		if got.Code != http.StatusOK || os.WriteFile(file+".pdf", got.Body.Bytes(), 0o600) != nil {
			t.Fatalf("print %s: %d %s", size, got.Code, got.Body)
		}
		if out, err := exec.Command("pdftoppm", "-r", "150", "-gray", "-singlefile", file+".pdf", file).CombinedOutput(); err != nil {
			t.Fatalf("pdftoppm: %v %s", err, out)
		}
		read, err := exec.Command("zbarimg", "-q", "--raw", file+".pgm").Output()
		if err != nil || !strings.Contains(strings.ToLower(string(read)), "/q/") {
			t.Errorf("the code on %s reads as %q, %v", size, read, err)
		}
	}
	post := `{"villages":[{"code":"330881003201","number":1}],"on":"` + version.Today().String() + `","places":"村口"}`
	posted := answerOf[struct{ Items []api.VillagePaperBody }](t, w, http.StatusOK, http.MethodPost, "/v1/village-papers/post", post, keeper...).Items
	if len(posted) != 1 || posted[0].Standing != poster.InOrder || posted[0].Places != "村口" {
		t.Errorf("posted: %+v", posted)
	}
	lacksPaper := func() string {
		lack := ""
		for _, row := range answerOf[struct{ Items []api.VillageCardRow }](t, w, http.StatusOK, http.MethodGet, "/v1/village-cards", "", keeper...).Items {
			if slices.Contains(row.Gaps, "paper") {
				lack += row.Village.Name + " "
			}
		}
		return lack
	}
	if got := lacksPaper(); got != "清湖二村 " {
		t.Errorf("no paper hangs in %q, want the other village alone", got)
	}
	desk := card.Listing{Division: w.home, Role: card.EmergencyOffice, Title: "应急管理局值班室", Phone: "0570-0000001", Night: true}
	if _, _, err := (&card.Store{DB: w.pool}).AddContact(t.Context(), ledger.Console, desk); err != nil {
		t.Fatal(err)
	}
	if got := list(); got.Items[0].Standing != poster.OutOfDate || got.Items[0].Code != "330881003201" || got.Items[0].Fresh {
		t.Errorf("with another number on the card, first stands %+v", got.Items[0])
	}
	if got := lacksPaper(); got != "清湖一村 清湖二村 " {
		t.Errorf("with another number on the card, no paper in order hangs in %q", got)
	}
}

// TestPapersAreOfWhoKeepsTheVillage holds that a keeper of one village makes no
// paper of another, and what is refused says so.
func TestPapersAreOfWhoKeepsTheVillage(t *testing.T) {
	w := newVillages(t)
	village := w.signedIn(t, "villagekeeper", account.Grant{Role: account.ShelterKeeper, Division: w.idOf(t, "330881003201")})
	if got := answerOf[api.VillagePapersBody](t, w, http.StatusOK, http.MethodGet, "/v1/village-papers", "", village...); len(got.Items) != 1 || got.Items[0].Code != "330881003201" {
		t.Errorf("the village's keeper sees %+v", got.Items)
	}
	for body, want := range map[string]int{
		`{"villages":["330881003201"]}`:                http.StatusOK,
		`{"villages":["330881003201","330881003202"]}`: http.StatusForbidden,
		`{"villages":["330802001201"]}`:                http.StatusForbidden,
		`{"villages":["330881003299"]}`:                http.StatusNotFound,
	} {
		if got := w.send(t, http.MethodPost, "/v1/village-papers/make", body, village...); got.Code != want {
			t.Errorf("make %s = %d %s, want %d", body, got.Code, got.Body, want)
		}
	}
	county := w.signedIn(t, "emergency", account.Grant{Role: account.ShelterKeeper, Division: w.home})
	if got := w.send(t, http.MethodPost, "/v1/village-papers/make", `{"villages":["330881003"]}`, county...); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("a town's paper = %d %s", got.Code, got.Body)
	}
	late := `{"villages":[{"code":"330881003201","number":7}],"on":"` + version.Today().String() + `"}`
	if got := w.send(t, http.MethodPost, "/v1/village-papers/post", late, county...); got.Code != http.StatusConflict {
		t.Errorf("posting what was never made = %d %s", got.Code, got.Body)
	}
}
