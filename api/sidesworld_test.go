package api_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
	"diming/boundaries/line"
	"diming/gazetteer"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/version"
)

// sides is the line between counties A 柯城 and B 江山, with what belongs to it,
// and a third county C beside them.
type sides struct {
	*world
	away2    uuid.UUID // C
	session  map[string][]string
	accounts map[string]uuid.UUID
	phones   map[string]fieldPhone
	byPhone  map[string]bool // routes for phones
	invites  *fieldsync.Store
	made     map[string]string                                // by name: what stands all the time
	makers   map[string]func(t *testing.T, who string) string // by name: what is made for one request
	numbered int
	content  []byte // of the file that is made for one request
}

func newSides(t *testing.T) *sides {
	t.Helper()
	w := &sides{world: newWorld(t), session: map[string][]string{}, accounts: map[string]uuid.UUID{}, phones: map[string]fieldPhone{}, byPhone: map[string]bool{}, made: map[string]string{}}
	for _, r := range w.Made() {
		w.byPhone[r.Method+" "+r.Pattern] = r.Rights().Level == "phone"
	}
	counts, err := w.Places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "示例数据", Actor: ledger.Console, Visibility: "public", Note: "测试"},
		[]gazetteer.DivisionRow{{Number: 1, Code: "330822", Name: "常山县"}})
	if err != nil || counts.Accepted != 1 {
		t.Fatalf("load C: %+v, %v", counts, err)
	}
	w.away2 = w.idOf(t, "330822")
	for who, g := range map[string]account.Grant{"a": {Role: account.Inspector, Division: w.away}, "b": {Role: account.Inspector, Division: w.home}, "c": {Role: account.Inspector, Division: w.away2},
		"reviewer": {Role: account.Reviewer, Division: w.away}, "keeper": {Role: account.Patroller, Division: w.away}} {
		id := w.newAccount(t, "side."+who, g).ID
		w.accounts[who], w.session[who] = id, w.credentials(t, asker{account: id})
		if g.Role == account.Inspector {
			w.phones[who] = w.newPhone(t, id)
		}
	}
	w.invites = &fieldsync.Store{DB: w.pool}
	w.makers = w.fresh()
	w.lay(t)
	return w
}

// showing are the headers by which somebody shows who they are.
func (w *sides) showing(who, method, pattern string) []string {
	phone, has := w.phones[who]
	if has && (w.byPhone[method+" "+pattern] || who == "guest") {
		return []string{"Authorization", "Bearer " + phone.token}
	}
	return append([]string{}, w.session[who]...)
}

var tagged = regexp.MustCompile(`^/v1/(tasks|markers|boundary-lines)/[0-9a-f-]{36}`)

// tagOf is the tag of what a write is about, as A's inspector reads it before.
func (w *sides) tagOf(t *testing.T, method, target string) string {
	t.Helper()
	if at := tagged.FindString(target); at != "" && method != http.MethodGet {
		return w.send(t, http.MethodGet, at, "", w.session["a"]...).Header().Get("ETag")
	}
	return ""
}

// as sends what must be taken, and gives the id that is answered.
func (w *sides) as(t *testing.T, who, method, target, body string, headers ...string) string {
	t.Helper()
	target, body = w.fillIn(t, who, target), w.fillIn(t, who, body)
	if tag := w.tagOf(t, method, target); tag != "" {
		headers = append(headers, "If-Match", tag)
	}
	got := w.send(t, method, target, body, append(append([]string{}, w.session[who]...), headers...)...)
	if got.Code >= 300 {
		t.Fatalf("%s %s by %s = %d %s", method, target, who, got.Code, got.Body)
	}
	var made struct{ ID string }
	_ = json.Unmarshal(got.Body.Bytes(), &made)
	return made.ID
}

// number is one that nothing else bears.
func (w *sides) number() int { w.numbered++; return w.numbered }

// shared is a line between A and B, a little north of the one before.
func (w *sides) shared(t *testing.T) string {
	t.Helper()
	north := float64(w.number()) * 0.01
	id, _, err := (&line.Store{DB: w.pool}).Add(t.Context(), ledger.Console, line.Line{Name: ofBoth + "线", A: line.DivisionOwner(w.away), B: line.DivisionOwner(w.home), AOnLeft: true, Level: boundaries.County,
		Agreement: ofBoth + "协议", Geometry: orb.MultiLineString{{{118.60, 28.70 + north}, {118.70, 28.70 + north}}}, Visibility: "internal", Source: "示例数据",
		Valid: version.Span{From: version.Day(2000, 1, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	return id.String()
}

const pdfType = "application/pdf"

// lay makes what stands all the time: A's own, and what both share.
func (w *sides) lay(t *testing.T) {
	t.Helper()
	m := w.made
	m["code_a"], m["keeper"], m["account_a"], m["division_a"], m["division_b"], m["none"] = "330802", w.accounts["keeper"].String(), w.accounts["a"].String(), w.away.String(), w.home.String(), uuid.NewString()
	m["pdf"], m["jpeg"] = tinyPDF, string(fieldPhoto(t, 700, 9))
	w.sets(t, boundaries.SettingPlanBy, "03-31")
	m["line"] = w.shared(t)
	m["marker"] = w.as(t, "a", "POST", "/v1/markers", `{"line":"{line}","number":"双方共有1号","kind":"single","faces":2,"lon":118.65,"lat":28.75,"keeper":"a","source":"示例数据","reason":"测试"}`)
	m["photo"] = w.as(t, "a", "POST", "/v1/markers/{marker}/photos?face=a&filename=a.jpg", m["jpeg"], "Content-Type", "image/jpeg")
	m["line_document"] = w.newLineDocument(t)
	m["round"] = w.as(t, "a", "POST", "/v1/rounds", fmt.Sprintf(`{"division":"330802","ordinal":%d,"from":2095,"to":2099,"basis":"双方共有","lines":[{"line":"{line}","year":2096,"lead":"a"}]}`, w.number()))
	m["task"], m["other_task"] = w.newTask(t, "双方共有"), w.newTask(t, "双方共有，未邀来宾")
	w.as(t, "a", "POST", "/v1/tasks/{task}/notes", `{"text":"甲方独有"}`)
	w.as(t, "a", "POST", "/v1/tasks/{task}/minutes", `{"on":"2026-01-05","place":"双方共有","text":"商定方案"}`)
	for _, to := range []string{"plan_signed", "indoor"} {
		w.as(t, "a", "POST", "/v1/tasks/{task}/steps", `{"to":"`+to+`","note":"测试"}`)
	}
	m["problem"] = w.newProblem(t)
	m["paper"], m["shared_paper"] = w.newPaper(t, true), w.newPaper(t, false)
	m["contract"] = w.newContract(t)
	m["patrol"] = w.newPatrol(t)
	m["report"], m["matter"], m["shared_matter"] = w.newReport(t), w.newMatter(t, false), w.newMatter(t, true)
	m["file"] = w.as(t, "a", "POST", "/v1/upkeep/files?contract={contract}&filename=a.pdf&title=甲方独有", tinyPDF, "Content-Type", pdfType)
	m["report_file"] = w.as(t, "a", "POST", "/v1/upkeep/files?report={report}&filename=a.pdf", tinyPDF, "Content-Type", pdfType)
	invitation := w.invited(t)
	w.phones["guest"] = w.enrolled(t, "/v1/field/guests", invitation)
	m["over"] = w.uninvited(t)
	w.layField(t)
}

// sets has A set something; on what it rests is A's own.
func (w *sides) sets(t *testing.T, key, value string) {
	t.Helper()
	if _, err := w.Boundaries.ChangeSetting(t.Context(), ledger.Console, boundaries.SettingChange{Division: w.away, Key: key, Value: value, Basis: ofA, Reason: "测试"}); err != nil {
		t.Fatal(err)
	}
}

// layField has A's phone bring a record with a photo, and take a pack.
func (w *sides) layField(t *testing.T) {
	t.Helper()
	a, content := w.phones["a"], fieldPhoto(t, 900, 4)
	w.made["sha256"] = inspection.Digest(content)
	if got := w.asks(t, a, http.MethodPut, fmt.Sprintf("/v1/field/files/%s?offset=0&size=%d&task=%s", w.made["sha256"], len(content), w.made["task"]), string(content)); got.Code != 200 {
		t.Fatalf("photo: %d %s", got.Code, got.Body)
	}
	seen := w.record("a", "a", w.made["task"])
	seen.Files = []inspection.File{{SHA256: w.made["sha256"], Bytes: int64(len(content)), Type: "image/jpeg", Role: "photo"}}
	receipted(t, a, w.put(t, a, "/v1/field/records/"+seen.ID.String(), seen.Canonical()), http.StatusCreated)
	w.made["seen"] = seen.ID.String()
	got := w.asks(t, a, http.MethodGet, "/v1/field/tasks/"+w.made["task"]+"/pack", "")
	if got.Code != 200 {
		t.Fatalf("pack: %d %s", got.Code, got.Body)
	}
	w.made["pack"] = decode[packAnswer](t, got.Body).Pack.String()
}

func (w *sides) newTask(t *testing.T, reason string) string {
	return w.as(t, "a", "POST", "/v1/tasks", `{"line":"{line}","lead":"a","due":"2099-12-31","reason":"`+reason+`","stretch_from":"1号","stretch_to":"2号"}`)
}

func (w *sides) newProblem(t *testing.T) string {
	text := fmt.Sprintf("双方共有问题%d", w.number())
	w.as(t, "a", "POST", "/v1/tasks/{task}/problems", `{"text":"`+text+`","object_kind":"line"}`)
	return query[uuid.UUID](t, w.system, `SELECT id FROM task_problem WHERE text = $1`, text)[0].String()
}

func (w *sides) newPaper(t *testing.T, own bool) string {
	title := fmt.Sprintf("%s材料%d", map[bool]string{true: ofA, false: ofBoth}[own], w.number())
	w.as(t, "a", "POST", "/v1/tasks/{task}/papers?paper=indoor&filename=a.pdf&title="+title+map[bool]string{true: "&own=1"}[own], tinyPDF, "Content-Type", pdfType)
	return query[uuid.UUID](t, w.system, `SELECT id FROM task_paper WHERE title = $1`, title)[0].String()
}

func (w *sides) newLineDocument(t *testing.T) string {
	title := fmt.Sprintf("双方共有协议%d", w.number())
	w.as(t, "a", "POST", "/v1/boundary-lines/{line}/documents?paper=agreement&filename=a.pdf&title="+title, tinyPDF, "Content-Type", pdfType)
	return query[uuid.UUID](t, w.system, `SELECT id FROM boundary_document WHERE title = $1`, title)[0].String()
}

func (w *sides) newContract(t *testing.T) string {
	year := time.Now().Year()
	return w.as(t, "a", "POST", "/v1/upkeep/contracts", fmt.Sprintf(`{"line":"{line}","number":"甲方独有%d","keeper":{"name":"甲方独有"},"from_on":"%d-01-01","to_on":"%d-12-31","markers":["{marker}"]}`, w.number(), year-1, year+1))
}

// patrolText is a patrol after an event, of which there may be any number.
func patrolText() string {
	return fmt.Sprintf(`{"contract":"{contract}","occasion":"event","note":"甲方独有","made_at":%q,"checks":[{"marker":"{marker}","reached":true,"condition":"normal","cleared":"done"}]}`, time.Now().Add(-time.Minute).Format(time.RFC3339))
}

func (w *sides) newPatrol(t *testing.T) string {
	return w.as(t, "a", "POST", "/v1/upkeep/patrols", patrolText())
}

func reportText() string {
	return fmt.Sprintf(`{"line":"{line}","kind":"terrain","text":"双方共有","discovered_at":%q}`, time.Now().Add(-time.Hour).Format(time.RFC3339))
}

func (w *sides) newReport(t *testing.T) string {
	return w.as(t, "a", "POST", "/v1/upkeep/reports", reportText())
}

func (w *sides) newMatter(t *testing.T, shared bool) string {
	return w.as(t, "a", "POST", "/v1/upkeep/matters", fmt.Sprintf(`{"line":"{line}","kind":"dispute","title":%q,"shared":%v}`, map[bool]string{true: ofBoth, false: ofA}[shared], shared))
}

// invited gives the secret of an invitation to the task, for side a.
func (w *sides) invited(t *testing.T) string {
	t.Helper()
	_, secret, err := w.invites.Invite(t.Context(), w.accounts["a"], fieldsync.Invitation{Task: uuid.MustParse(w.made["task"]), Side: "a", Name: "示例来宾", Ends: time.Now().Add(48 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	return secret.String()
}

// uninvited gives that of one that was taken back.
func (w *sides) uninvited(t *testing.T) string {
	t.Helper()
	task := uuid.MustParse(w.made["task"])
	i, secret, err := w.invites.Invite(t.Context(), w.accounts["a"], fieldsync.Invitation{Task: task, Side: "a", Name: "示例来宾", Ends: time.Now().Add(48 * time.Hour)})
	if err == nil {
		err = w.invites.Uninvite(t.Context(), w.accounts["a"], task, i.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	return secret.String()
}

// newDevice is what registers a new phone.
func newDevice(invitation string) string {
	public, _, _ := ed25519.GenerateKey(nil)
	body, _ := json.Marshal(map[string]string{"id": uuid.Must(uuid.NewV7()).String(), "public_key": base64.RawURLEncoding.EncodeToString(public), "name": "示例手机", "invitation": invitation})
	return string(body)
}

// record is what somebody's phone says for a side in a task; who has no phone
// borrows the id of A's.
func (w *sides) record(who, side, task string) inspection.Record {
	p, has := w.phones[who]
	if !has {
		p = w.phones["a"]
	}
	return inspection.Record{ID: uuid.Must(uuid.NewV7()), Kind: inspection.Note, Task: uuid.MustParse(task), Object: inspection.Object{Kind: "line", ID: uuid.MustParse(w.made["line"])},
		Side: boundaries.Side(side), Observer: p.person, Device: p.id, PhoneTime: time.Date(2026, 11, 26, 1, 2, 3, 0, time.UTC), Text: strings.Repeat("走", 2), Answers: map[string]string{}}
}
