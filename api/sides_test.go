package api_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"diming/api"
)

// A sideRow says what one route answers to each of sidePeople, about an object
// of the line between A and B.
type sideRow struct {
	route string // method and pattern
	at    string // the address where the pattern does not do; {…} stand for what the test made
	body  string
	want  string // statuses in the order of sidePeople
}

// sidePeople are who tries each route: an inspector of county A, one of B, one
// of C beside them, a reviewer of A, a guest whom A invited, and nobody. Where a
// route is for phones, the first three and the guest use theirs; everywhere else
// the guest shows a phone's token, as there is nothing else to show.
var sidePeople = []string{"a", "b", "c", "reviewer", "guest", "nobody"}

// sideRows are all routes of lines, markers, rounds, tasks, upkeep and field
// work, by room.
func sideRows() []sideRow {
	var all []sideRow
	for _, room := range [][]sideRow{lineSideRows, markerSideRows, roundSideRows, taskSideRows, upkeepSideRows, fieldSideRows} {
		all = append(all, room...)
	}
	return all
}

// ofSides tells the routes that must stand in the table: by where they are, and
// by what they let do.
func ofSides(r api.Route) bool {
	rights := r.Rights()
	for _, prefix := range []string{"/v1/boundary-", "/v1/junction", "/v1/markers", "/v1/rounds", "/v1/tasks", "/v1/inspection", "/v1/check-forms", "/v1/upkeep", "/v1/field/"} {
		if strings.HasPrefix(r.Pattern, prefix) {
			return true
		}
	}
	for _, kind := range []string{"inspection.", "boundary_line.", "marker.", "upkeep.", "field."} {
		if strings.HasPrefix(rights.Action, kind) {
			return true
		}
	}
	return rights.Level == "phone"
}

// The words that stand in what is A's alone, in what A and B share,
// and in a task to which no guest is invited.
const (
	ofA        = "甲方独有"
	ofBoth     = "双方共有"
	ofNoGuests = "未邀来宾"
)

// hiddenFrom are the words that no answer to somebody may hold, whatever was
// asked.
var hiddenFrom = map[string][]string{"a": nil, "b": {ofA}, "c": {ofA, ofBoth, ofNoGuests}, "reviewer": nil, "guest": {ofA, ofNoGuests}, "nobody": {ofA, ofBoth, ofNoGuests}}

func TestEachSideReadsAndChangesWhatIsItsOwnAndWhatIsShared(t *testing.T) {
	w := newSides(t)
	left := map[string]bool{}
	for _, r := range w.Made() {
		if ofSides(r) {
			left[r.Method+" "+r.Pattern] = true
		}
	}
	known, asked := len(left), 0
	for _, row := range sideRows() {
		want := strings.Fields(row.want)
		if len(want) != len(sidePeople) {
			t.Fatalf("%s: %d statuses for %d people", row.route, len(want), len(sidePeople))
		}
		for i := len(sidePeople) - 1; i >= 0; i-- { // who may not comes first
			w.wantOfSide(t, row, sidePeople[i], want[i])
			asked++
		}
		delete(left, row.route)
	}
	for route := range left {
		t.Errorf("%s has no row in sideRows: say what it answers to each of %v", route, sidePeople)
	}
	if known < 90 {
		t.Errorf("%d routes of lines found: the test saw nothing", known)
	}
	t.Logf("%d routes, %d rows, %d requests", known, len(sideRows()), asked)
}

// wantOfSide asks a route as somebody. Whoever is refused must have changed
// nothing, and no answer may hold a word that is not for them.
func (w *sides) wantOfSide(t *testing.T, row sideRow, who, want string) {
	t.Helper()
	method, pattern, _ := strings.Cut(row.route, " ")
	target := row.at
	if target == "" {
		target = pattern
	}
	target = w.fillIn(t, who, target)
	body, headers := w.fillIn(t, who, row.body), w.showing(who, method, pattern)
	if strings.HasPrefix(body, "%PDF") {
		headers = append(headers, "Content-Type", "application/pdf")
	} else if strings.HasPrefix(body, "\xff\xd8") {
		headers = append(headers, "Content-Type", "image/jpeg")
	}
	if tag := w.tagOf(t, method, target); tag != "" {
		headers = append(headers, "If-Match", tag)
	}
	before := query[int](t, w.system, `SELECT count(*)::int FROM ledger_entry`)[0]
	answer := w.send(t, method, target, body, headers...)
	if got := fmt.Sprint(answer.Code); got != want {
		t.Errorf("%s by %s = %s %.300s, want %s", row.route, who, got, answer.Body, want)
	}
	after := query[int](t, w.system, `SELECT count(*)::int FROM ledger_entry`)[0]
	if answer.Code >= 400 && after != before {
		t.Errorf("%s by %s = %d, and %d entries of the ledger were written", row.route, who, answer.Code, after-before)
	}
	if strings.HasPrefix(want, "2") && method != http.MethodGet && after == before && !changesNothing[row.route] {
		t.Errorf("%s by %s = %d, and nothing was changed: the row proves nothing", row.route, who, answer.Code)
	}
	said := allText(t, answer)
	for _, word := range hiddenFrom[who] {
		if strings.Contains(said, word) {
			t.Errorf("%s by %s tells %q: %.500s", row.route, who, word, said)
		}
	}
}

// changesNothing are the writes that may leave no entry: what is only worked out,
// and batches, which answer each line for itself.
var changesNothing = map[string]bool{"POST /v1/boundary-lines/{line}/description": true,
	"POST /v1/rounds/proposal": true, "POST /v1/task-files": true, "POST /v1/field/records": true}

// allText is what an answer says, that of a package or office document with all
// its members.
func allText(t *testing.T, answer *httptest.ResponseRecorder) string {
	t.Helper()
	body := answer.Body.Bytes()
	if !bytes.HasPrefix(body, []byte("PK")) {
		return string(body)
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(f.Name)
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

var placeholder = regexp.MustCompile(`\{\w+\}`)

// fillIn puts what the test made into an address or a body; what begins with
// new_ is made for this request alone.
func (w *sides) fillIn(t *testing.T, who, text string) string {
	t.Helper()
	return placeholder.ReplaceAllStringFunc(text, func(h string) string {
		name := strings.Trim(h, "{}")
		if value, ok := w.made[name]; ok {
			return value
		}
		make, ok := w.makers[name]
		if !ok {
			t.Fatalf("nothing is made for %s in %s", h, text)
		}
		return make(t, who)
	})
}
