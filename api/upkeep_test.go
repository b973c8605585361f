package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/api"
	"diming/boundaries/line"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A border is the line between the two counties of a world, with two markers
// and people on both sides.
type border struct {
	*world
	line    uuid.UUID
	markers []uuid.UUID
	ours    []string // headers of the inspector of home, side b
	theirs  []string // of away, side a
	keeper  []string // of a patroller in a village of home
	patrols uuid.UUID
}

func newBorder(t *testing.T) *border {
	t.Helper()
	w := newWorld(t)
	b := &border{world: w}
	id, entry, err := (&line.Store{DB: w.pool}).Add(t.Context(), ledger.Console, line.Line{Name: "柯城江山线", A: line.DivisionOwner(w.away), B: line.DivisionOwner(w.home), AOnLeft: true,
		Geometry: orb.MultiLineString{{{118.6, 28.7}, {118.7, 28.8}}}, Source: "测试", Visibility: "internal", Valid: version.Span{From: version.Day(2020, time.January, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	b.line = id
	for n := range 2 {
		m := uuid.Must(uuid.NewV7())
		b.markers = append(b.markers, m)
		if _, err := w.pool.Exec(t.Context(), `INSERT INTO marker (id, tag) VALUES ($1, $2)`, m, entry); err != nil {
			t.Fatal(err)
		}
		if _, err := w.pool.Exec(t.Context(), `INSERT INTO marker_version (marker, line, number, serial, kind, faces, point, source, valid, entry)
			VALUES ($1, $2, $3, $4, 'single', 2, 'SRID=4490;POINT(118.65 28.75)', '测试', '[2020-01-01,)', $5)`, m, id, fmt.Sprintf("%02d", n+1), n+1, entry); err != nil {
			t.Fatal(err)
		}
	}
	as := func(login string, g account.Grant) ([]string, uuid.UUID) {
		a := w.newAccount(t, login, g)
		return w.credentials(t, asker{account: a.ID}), a.ID
	}
	b.ours, _ = as("our.inspector", account.Grant{Role: account.Inspector, Division: w.home})
	b.theirs, _ = as("their.inspector", account.Grant{Role: account.Inspector, Division: w.away})
	b.keeper, b.patrols = as("our.keeper", account.Grant{Role: account.Patroller, Division: w.idOf(t, "330881003")})
	return b
}

// make sends what makes a record and gives its id.
func (b *border) make(t *testing.T, path, body string, who []string) string {
	t.Helper()
	answer := b.send(t, http.MethodPost, path, body, who...)
	var made struct{ ID string }
	if err := json.Unmarshal(answer.Body.Bytes(), &made); err != nil || answer.Code != http.StatusCreated {
		t.Fatalf("POST %s = %d %s", path, answer.Code, answer.Body)
	}
	return made.ID
}

func (b *border) contract(t *testing.T) string {
	t.Helper()
	year := time.Now().Year()
	id := b.make(t, "/v1/upkeep/contracts", fmt.Sprintf(`{"line":%q,"number":"江民界1号","keeper":{"name":"王小明","contact":"5550123"},"from_on":"%d-01-01","to_on":"%d-12-31","markers":[%q,%q]}`,
		b.line, year-1, year+1, b.markers[0], b.markers[1]), b.ours)
	if answer := b.send(t, http.MethodPost, "/v1/upkeep/contracts/"+id+"/keepers", fmt.Sprintf(`{"account":%q}`, b.patrols), b.ours...); answer.Code != http.StatusNoContent {
		t.Fatalf("add a keeper: %d %s", answer.Code, answer.Body)
	}
	return id
}

// count gives how many items a list answers, -1 where it does not.
func (b *border) count(t *testing.T, path string, who []string) int {
	t.Helper()
	answer := b.send(t, http.MethodGet, path, "", who...)
	var list struct{ Items []json.RawMessage }
	if answer.Code != http.StatusOK || json.Unmarshal(answer.Body.Bytes(), &list) != nil {
		return -1
	}
	return len(list.Items)
}

func TestEachSidesOfficeReadsItsOwnUpkeepAndWhatIsShared(t *testing.T) {
	b := newBorder(t)
	id := b.contract(t)
	checks := fmt.Sprintf(`[{"marker":%q,"reached":true,"condition":"damaged","cleared":"done","note":"碑角缺损"},{"marker":%q,"reached":false,"note":"洪水冲断山路"}]`, b.markers[0], b.markers[1])
	patrol := fmt.Sprintf(`{"contract":%q,"occasion":"regular","made_at":%q,"position":{"lon":118.65,"lat":28.75,"accuracy_m":8},"checks":%s}`, id, time.Now().Add(-time.Minute).Format(time.RFC3339), checks)
	b.make(t, "/v1/upkeep/patrols", patrol, b.keeper)
	wantProblem(t, "a second patrol of the month", b.send(t, http.MethodPost, "/v1/upkeep/patrols", patrol, b.ours...), 409, "upkeep-done")
	half := b.send(t, http.MethodPost, "/v1/upkeep/patrols", strings.Replace(patrol, checks, "[]", 1), b.keeper...)
	if text := half.Body.String(); half.Code != 422 || !strings.Contains(text, "upkeep-checks") || !strings.Contains(text, "01、02") {
		t.Errorf("a patrol that says nothing = %d %s, want the markers named", half.Code, text)
	}
	own := b.make(t, "/v1/upkeep/matters", fmt.Sprintf(`{"line":%q,"kind":"dispute","title":"山场争议"}`, b.line), b.ours)
	b.make(t, "/v1/upkeep/matters", fmt.Sprintf(`{"line":%q,"kind":"peace_agreement","title":"共建协议","shared":true}`, b.line), b.ours)
	for _, c := range []struct {
		path                 string
		ours, theirs, keeper int
	}{
		{fmt.Sprintf("/v1/upkeep/lines?line=%s", b.line), 1, 1, 0},
		{"/v1/upkeep/contracts", 1, 0, 1},
		{"/v1/upkeep/patrols", 1, 0, 1},
		{"/v1/upkeep/reports", 1, 1, 1},
		{"/v1/upkeep/matters", 2, 1, -1},
	} {
		got := [3]int{b.count(t, c.path, b.ours), b.count(t, c.path, b.theirs), b.count(t, c.path, b.keeper)}
		if got != [3]int{c.ours, c.theirs, c.keeper} {
			t.Errorf("GET %s: our office, theirs and the keeper read %v, want %v", c.path, got, c)
		}
	}
	for what, answer := range map[string]int{
		"their look at our contract":     b.send(t, http.MethodGet, "/v1/upkeep/contracts/"+id, "", b.theirs...).Code,
		"their end of our contract":      b.send(t, http.MethodPost, "/v1/upkeep/contracts/"+id+"/end", `{"reason":"x"}`, b.theirs...).Code,
		"their look at our dispute":      b.send(t, http.MethodGet, "/v1/upkeep/matters/"+own, "", b.theirs...).Code,
		"their step in our dispute":      b.send(t, http.MethodPost, "/v1/upkeep/matters/"+own+"/steps", `{"text":"x"}`, b.theirs...).Code,
		"our contract in their name":     b.send(t, http.MethodPost, "/v1/upkeep/matters", fmt.Sprintf(`{"line":%q,"side":"a","kind":"dispute","title":"x"}`, b.line), b.ours...).Code,
		"the keeper's end of a contract": map[bool]int{true: 404}[b.send(t, http.MethodPost, "/v1/upkeep/contracts/"+id+"/end", `{"reason":"x"}`, b.keeper...).Code == http.StatusForbidden],
	} {
		if answer != http.StatusNotFound {
			t.Errorf("%s = %d, want nothing there", what, answer)
		}
	}
	if text := b.send(t, http.MethodGet, "/v1/upkeep/reports", "", b.theirs...).Body.String(); strings.Contains(text, id) || strings.Contains(text, "王小明") {
		t.Errorf("the report tells the other side of our contract: %s", text)
	}
	if answer := b.send(t, http.MethodPost, "/v1/upkeep/matters/"+own+"/share", "", b.ours...); answer.Code != http.StatusNoContent {
		t.Fatalf("share: %d %s", answer.Code, answer.Body)
	}
	if answer := b.send(t, http.MethodPost, "/v1/upkeep/matters/"+own+"/steps", `{"text":"我方同意会商"}`, b.theirs...); answer.Code != http.StatusNoContent {
		t.Errorf("their step in what is shared: %d %s", answer.Code, answer.Body)
	}
	wantProblem(t, "their end of what is shared", b.send(t, http.MethodPost, "/v1/upkeep/matters/"+own+"/close", `{"reason":"x"}`, b.theirs...), 404, "upkeep-not-found")
}

// TestNoPublicRouteKnowsOfADispute asks every public route for a word that
// stands in a dispute, a contract and a report alone.
func TestNoPublicRouteKnowsOfADispute(t *testing.T) {
	b := newBorder(t)
	id := b.contract(t)
	const word = "暗号山场"
	dispute := b.make(t, "/v1/upkeep/matters", fmt.Sprintf(`{"line":%q,"kind":"dispute","title":%q,"text":%q,"shared":true,"persons":{"name":%q}}`, b.line, word, word, word), b.ours)
	b.make(t, "/v1/upkeep/reports", fmt.Sprintf(`{"contract":%q,"kind":"terrain","text":%q,"discovered_at":%q}`, id, word, time.Now().Add(-time.Hour).Format(time.RFC3339)), b.keeper)
	if !strings.Contains(b.send(t, http.MethodGet, "/v1/upkeep/matters", "", b.ours...).Body.String(), word) {
		t.Fatal("our own office does not read its dispute: the test would see nothing")
	}
	asked := 0
	for _, route := range b.Made() {
		if rights := route.Rights(); rights.Level != "public" || route.Method != http.MethodGet {
			if strings.HasPrefix(route.Pattern, "/v1/upkeep/") && rights.Level == "public" {
				t.Errorf("%s %s is public", route.Method, route.Pattern)
			}
			continue
		}
		target, _ := b.request(route)
		text := b.send(t, http.MethodGet, target, "").Body.String()
		asked++
		if strings.Contains(text, word) || strings.Contains(text, dispute) {
			t.Errorf("GET %s tells of the dispute", target)
		}
	}
	if feed := b.send(t, http.MethodGet, "/v1/changes?limit=1000", "").Body.String(); strings.Contains(feed, "upkeep") {
		t.Error("the public feed tells of upkeep")
	}
	if asked < 15 {
		t.Errorf("%d public routes asked: the test saw nothing", asked)
	}
}

func TestWhatIsDueReachesItsOwnOffice(t *testing.T) {
	b := newBorder(t)
	b.contract(t)
	soon := version.DayOf(time.Now().In(version.China).AddDate(0, 0, 3)).String()
	b.make(t, "/v1/upkeep/matters", fmt.Sprintf(`{"line":%q,"kind":"peace_agreement","title":"共建协议","shared":true,"next_on":%q}`, b.line, soon), b.ours)
	due := decode[struct{ Items []api.UpkeepDueBody }](t, b.send(t, http.MethodGet, "/v1/upkeep/due", "", b.ours...).Body)
	if len(due.Items) != 2 || due.Items[0].What != "patrol" || !due.Items[0].Overdue || due.Items[0].Keeper != "王小明" || due.Items[1].What != "matter" {
		t.Errorf("our office is told %+v, want the patrols that were missed, then the agreement", due.Items)
	}
	b.make(t, "/v1/upkeep/matters", fmt.Sprintf(`{"line":%q,"kind":"dispute","title":"山场权属","next_on":%q}`, b.line, soon), b.ours)
	feed := b.send(t, http.MethodGet, b.calendarOf(t, b.ours), "").Body.String()
	for _, want := range []string{"SUMMARY:界桩巡查：柯城江山线", "共建协议", "（争议）"} {
		if !strings.Contains(feed, want) {
			t.Errorf("our calendar lacks %q:\n%s", want, feed)
		}
	}
	if strings.Contains(feed, "王小明") || strings.Contains(feed, "山场") {
		t.Errorf("the calendar names a person, or what a dispute is about:\n%s", feed)
	}
	if feed := b.send(t, http.MethodGet, b.calendarOf(t, b.theirs), "").Body.String(); strings.Contains(feed, "巡查") || strings.Contains(feed, "争议") || !strings.Contains(feed, "共建协议") {
		t.Errorf("their calendar is not the shared agreement alone:\n%s", feed)
	}
	if n := b.count(t, "/v1/upkeep/due", b.theirs); n != 1 {
		t.Errorf("their office is told of %d things, want the shared agreement", n)
	}
	if n := b.count(t, "/v1/upkeep/due", b.keeper); n != 1 {
		t.Errorf("the keeper is told of %d things, want the patrol", n)
	}
}

func TestADossierHoldsWhatItsReaderMaySee(t *testing.T) {
	b := newBorder(t)
	id := b.contract(t)
	b.make(t, "/v1/upkeep/patrols", fmt.Sprintf(`{"contract":%q,"occasion":"regular","made_at":%q,"checks":[{"marker":%q,"reached":true,"condition":"lost","cleared":"not_needed"},{"marker":%q,"reached":true,"condition":"normal","cleared":"done"}]}`,
		id, time.Now().Add(-time.Minute).Format(time.RFC3339), b.markers[0], b.markers[1]), b.keeper)
	b.make(t, "/v1/upkeep/matters", fmt.Sprintf(`{"line":%q,"kind":"dispute","title":"山场争议"}`, b.line), b.ours)
	path := "/v1/upkeep/lines/" + b.line.String() + "/dossier"
	ours := decode[api.DossierBody](t, b.send(t, http.MethodGet, path, "", b.ours...).Body)
	if ours.Line.Name != "柯城江山线" || ours.Line.Geometry == nil || len(ours.Markers) != 2 || ours.Markers[0].Condition != "lost" || ours.Markers[0].SeenWay != "patrol" ||
		len(ours.Contracts) != 1 || len(ours.Patrols) != 1 || len(ours.Reports) != 1 || len(ours.Matters) != 1 || len(ours.Due) == 0 {
		t.Errorf("our dossier is %+v", ours)
	}
	theirs := decode[api.DossierBody](t, b.send(t, http.MethodGet, path, "", b.theirs...).Body)
	if len(theirs.Markers) != 2 || theirs.Markers[0].SeenWay != "sighting" || theirs.Markers[0].Condition != "lost" || len(theirs.Contracts)+len(theirs.Patrols)+len(theirs.Matters) != 0 || len(theirs.Reports) != 1 || theirs.Reports[0].Contract != nil {
		t.Errorf("their dossier is %+v, want the line, its markers as they were seen, and the report", theirs)
	}
	stranger := b.signedIn(t, "a.stranger", account.Grant{Role: account.Inspector, Division: b.idOf(t, "330802001")})
	wantProblem(t, "a third office", b.send(t, http.MethodGet, path, "", stranger...), 404, "upkeep-line")
}
