package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/gazetteer"
	"diming/gazetteer/cases"
	"diming/gazetteer/notice"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
)

// newCounter is a server with one county and one township.
func newCounter(t *testing.T) (s *system, town uuid.UUID) {
	t.Helper()
	s = newSystem(pgtest.New(t))
	rows := []gazetteer.DivisionRow{}
	for i, r := range [][2]string{{"33", "浙江省"}, {"3308", "衢州市"}, {"330881", "江山市"}, {"330881003", "清湖街道"}} {
		rows = append(rows, gazetteer.DivisionRow{Number: i + 1, Code: r[0], Name: r[1]})
	}
	if _, err := s.Places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public", Note: "测试"}, rows); err != nil {
		t.Fatal(err)
	}
	return s, s.idOf(t, "330881003")
}

// fill sends a form of the public counter.
func (s *system) fill(t *testing.T, target string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	return s.send(t, http.MethodPost, target, form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

func streets(town uuid.UUID) url.Values {
	return url.Values{"kind": {"naming"}, "class": {"23514"}, "division": {town.String()}, "body": {"江山示例置业公司"}, "contact": {"王某 13800000000"},
		"reason": {"新建小区配套道路"}, "name1": {"文苑路"}, "other1": {"文华路、文昌路"}, "start1": {"东门"}, "end1": {"西门"}, "length1": {"320 米"}, "width1": {"12"},
		"name2": {"书香巷"}, "name3": {"墨池巷"}, "at3": {"118.62，28.74"}}
}

// callForNames publishes a call for names of a case in a township.
func (s *system) callForNames(t testing.TB, town uuid.UUID) uuid.UUID {
	t.Helper()
	id, tag, _, err := s.Cases.Open(t.Context(), ledger.Console, cases.Opening{Kind: cases.Naming, Channel: cases.Counter, Class: "23514", Division: town,
		Reason: "测试", Items: []cases.Item{{Class: "23514", Text: "溪东路", Location: &orb.Point{118.6, 28.6}}}})
	if err == nil {
		tag, err = s.Cases.Submit(t.Context(), cases.By{Actor: ledger.Console, Case: id, Tag: tag})
	}
	if err == nil {
		_, err = s.Cases.Accept(t.Context(), cases.By{Actor: ledger.Console, Case: id, Tag: tag})
	}
	if err != nil {
		t.Fatal(err)
	}
	store := notice.Store{DB: s.pool, Cases: s.Cases}
	call, err := store.Publish(t.Context(), ledger.Console, notice.Draft{Case: id, Kind: notice.Solicitation, Title: "溪东新路征名（示例）", Text: "请为溪东新路起名"})
	if err != nil {
		t.Fatal(err)
	}
	return call
}

func TestACommentIsShownOnlyAfterItWasRead(t *testing.T) {
	s, town := newCounter(t)
	call := s.callForNames(t, town)
	address := "/notices/" + call.String()
	answer := s.fill(t, address+"/comments", url.Values{"text": {"因溪得名<script>"}, "contact": {"13800000000"}})
	if body := answer.Body.String(); answer.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "因溪得名&lt;script&gt;</textarea>") {
		t.Errorf("a reason without a name = %d %s, want 422 that keeps it", answer.Code, body)
	}
	answer = s.fill(t, address+"/comments", url.Values{"name": {"溪风路"}, "text": {"因溪得名<script>"}, "contact": {"13800000000"}})
	if answer.Code != http.StatusSeeOther || answer.Header().Get("Location") != address+"/thanks" {
		t.Fatalf("a comment = %d to %q", answer.Code, answer.Header().Get("Location"))
	}
	if body := s.ask(t, address).Body.String(); !strings.Contains(body, "溪东路") || !strings.Contains(body, "<svg") || strings.Contains(body, "因溪得名") || strings.Contains(body, "溪风路") {
		t.Errorf("the page before moderation: %s", body)
	}
	store := notice.Store{DB: s.pool, Cases: s.Cases}
	all, err := store.Comments(t.Context(), call)
	if err != nil || len(all) != 1 {
		t.Fatalf("comments: %v, %v", all, err)
	}
	if err := store.Moderate(t.Context(), ledger.Console, call, all[0].ID, true, ""); err != nil {
		t.Fatal(err)
	}
	if body := s.ask(t, address).Body.String(); !strings.Contains(body, "因溪得名&lt;script&gt;") || strings.Contains(body, "13800000000") {
		t.Errorf("the page after moderation: %s", body)
	}
	if body := s.ask(t, "/notices").Body.String(); !strings.Contains(body, "溪东新路征名") {
		t.Errorf("the list: %s", body)
	}
}

// A name that the office proposes to refuse is nobody's to read: neither in the
// list of a notice nor on its sketch.
func TestThePublicReadsNoNameThatIsSetAside(t *testing.T) {
	s, town := newCounter(t)
	id, tag, _, err := s.Cases.Open(t.Context(), ledger.Console, cases.Opening{Kind: cases.Naming, Channel: cases.Counter, Class: "23514", Division: town, Reason: "测试",
		Items: []cases.Item{{Class: "23514", Text: "溪东路", Location: &orb.Point{118.6, 28.6}}, {Class: "23514", Text: "不雅路", Location: &orb.Point{118.61, 28.6}}}})
	by := cases.By{Actor: ledger.Console, Case: id, Tag: tag}
	if err == nil {
		by.Tag, err = s.Cases.Submit(t.Context(), by)
	}
	if err == nil {
		by.Tag, err = s.Cases.Accept(t.Context(), by)
	}
	if err != nil {
		t.Fatal(err)
	}
	store := notice.Store{DB: s.pool, Cases: s.Cases}
	call, err := store.Publish(t.Context(), ledger.Console, notice.Draft{Case: id, Kind: notice.Solicitation, Title: "新路征名（示例）", Text: "请起名"})
	if err != nil {
		t.Fatal(err)
	}
	if body := s.ask(t, "/notices/"+call.String()).Body.String(); strings.Count(body, "不雅路") < 2 {
		t.Fatalf("before it is set aside the page and its sketch show it: %s", body)
	}
	f, err := s.Cases.Read(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Cases.SetAside(t.Context(), by, f.Items[1].ID, uuid.Nil, "用字不雅"); err != nil {
		t.Fatal(err)
	}
	if body := s.ask(t, "/notices/"+call.String()).Body.String(); strings.Contains(body, "不雅路") || !strings.Contains(body, "溪东路") {
		t.Errorf("after it was set aside the page shows: %s", body)
	}
}

var bigText = regexp.MustCompile(`class="big">([^<]+)<`)

// receiptOf applies and gives the receipt.
func (s *system) receiptOf(t *testing.T, form url.Values) url.Values {
	t.Helper()
	answer := s.fill(t, "/apply", form)
	found := bigText.FindAllStringSubmatch(answer.Body.String(), -1)
	if answer.Code != http.StatusCreated || len(found) != 2 {
		t.Fatalf("apply = %d %s", answer.Code, answer.Body)
	}
	return url.Values{"number": {found[0][1]}, "code": {found[1][1]}}
}

func TestAnApplicantFollowsAndMendsACase(t *testing.T) {
	s, town := newCounter(t)
	receipt := s.receiptOf(t, streets(town))
	says := func(answer *httptest.ResponseRecorder, want ...string) {
		t.Helper()
		body := answer.Body.String()
		for _, text := range want {
			if !strings.Contains(body, text) {
				t.Errorf("page %d lacks %q: %s", answer.Code, text, body)
			}
		}
		if strings.Contains(body, "13800000000") {
			t.Error("a page shows personal data")
		}
	}
	says(s.fill(t, "/apply/status", receipt), "已申请", "文苑路", "书香巷", "墨池巷")
	id, err := s.Cases.ByReceipt(t.Context(), receipt.Get("number"), receipt.Get("code"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Cases.Read(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if i := f.Items[0]; len(i.Alternatives) != 2 || i.Size.LengthM != 320 || f.Items[2].Location == nil || f.State != cases.Submitted || f.Channel != cases.Online {
		t.Errorf("the case is %+v of %+v", i, f.Case)
	}
	if _, err := s.Cases.Ask(t.Context(), cases.By{Actor: ledger.Console, Case: id, Tag: f.Tag}, "请补平面图并改第三个名称"); err != nil {
		t.Fatal(err)
	}
	says(s.fill(t, "/apply/status", receipt), "待补正", "请补平面图并改第三个名称")
	receipt.Set("edit", "1")
	says(s.fill(t, "/apply/status", receipt), `value="墨池巷"`, `value="文华路、文昌路"`, "新建小区配套道路")
	mended := streets(town)
	mended.Set("contact", "")
	mended.Set("name3", "砚池巷")
	mended.Set("number", receipt.Get("number"))
	mended.Set("code", receipt.Get("code"))
	says(s.fill(t, "/apply/amend", mended), "已申请", "砚池巷")
	if f, err = s.Cases.Read(t.Context(), id); err != nil || f.State != cases.Submitted || f.Applicant == nil {
		t.Errorf("after mending the case is %s, %v", f.State, err)
	}
}

func TestAWrongReceiptGetsOneSentence(t *testing.T) {
	s, town := newCounter(t)
	receipt := s.receiptOf(t, streets(town))
	number := s.fill(t, "/apply/status", url.Values{"number": {"2020-命-0001"}, "code": {receipt.Get("code")}})
	code := s.fill(t, "/apply/status", url.Values{"number": {receipt.Get("number")}, "code": {"AAAA-AAAA-AAAA-AAAA"}})
	for _, answer := range []*httptest.ResponseRecorder{number, code} {
		if answer.Code != http.StatusNotFound || !strings.Contains(answer.Body.String(), "回执号或查询码不对") {
			t.Errorf("a wrong receipt = %d %s", answer.Code, answer.Body)
		}
	}
	last := code
	for range 40 {
		last = s.fill(t, "/apply/status", url.Values{"number": {receipt.Get("number")}, "code": {"AAAA"}})
	}
	if last.Code != http.StatusTooManyRequests || last.Header().Get("Retry-After") == "" {
		t.Errorf("the forty-first guess = %d, want 429 with when to try again", last.Code)
	}
}

func TestWhatIsWrongInAnApplicationIsSaidAndWhatWasTypedKept(t *testing.T) {
	s, town := newCounter(t)
	for _, c := range []struct{ field, value, says string }{
		{"reason", "", "方案及理由"}, {"contact", "", "联系人"}, {"division", uuid.NewString(), "请选择乡镇"}, {"class", "99999", "从列表"},
		{"length1", "很长", "写米数"}, {"at1", "28,118,3", "经度,纬度"}, {"name1", strings.Repeat("路", 61), "太长"}, {"kind", "renaming", "登记中没有"},
	} {
		form := streets(town)
		form.Set(c.field, c.value)
		answer := s.fill(t, "/apply", form)
		if body := answer.Body.String(); answer.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `class="err"`) || !strings.Contains(body, c.says) || !strings.Contains(body, `value="书香巷"`) {
			t.Errorf("%s = %.20q: %d, want 422 that says %q and keeps the rest", c.field, c.value, answer.Code, c.says)
		}
	}
	if n := query[uuid.UUID](t, s, `SELECT id FROM name_case`); len(n) != 0 {
		t.Errorf("%d cases were opened", len(n))
	}
	answer := s.send(t, http.MethodPost, "/apply", streets(town).Encode(), "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site")
	if answer.Code != http.StatusForbidden {
		t.Errorf("a form of another site = %d, want 403", answer.Code)
	}
}
