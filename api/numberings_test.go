package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/api"
	"diming/gazetteer"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/version"
)

// newStreet enters a street from west to east, 976 m long, in a township.
func (w *world) newStreet(t *testing.T, name, division string, line orb.Geometry) uuid.UUID {
	t.Helper()
	id, _, err := w.Places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: "23514", Extent: line, Location: &orb.Point{118.605, 28.6},
		Division: division, Visibility: "public", Source: "示例数据", Valid: version.Span{From: version.Day(2001, 1, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

var eastWest = orb.LineString{{118.6, 28.6}, {118.61, 28.6}}

// beijingHere has a division decide the first of the built-in schemes.
func (w *world) beijingHere(t *testing.T, division uuid.UUID, who []string) {
	t.Helper()
	body := `{"scheme":{"name":"江山市编号规则","basis":"江山市示例文件〔2026〕1号","east_west":{"start":"E","odd":"north"},"north_south":{"start":"N","odd":"west"},"mode":"sequential","insert":"-","reach_m":200},"reason":"测试"}`
	answerOf[api.HeldScheme](t, w, http.StatusOK, http.MethodPut, "/v1/numbering-schemes/"+division.String(), body, append(who, "If-Match", `"0"`)...)
}

// gate is a gate so many thousandths of a degree from the street's west end.
func gate(id string, east int, north bool, more string) string {
	lat := 28.5999
	if north {
		lat = 28.6001
	}
	return fmt.Sprintf(`{"id":%q,"lon":%.4f,"lat":%.4f%s}`, id, 118.6+float64(east)/1000, lat, more)
}

func trial(street uuid.UUID, more string, gates ...string) string {
	return fmt.Sprintf(`"street":%q%s,"gates":[%s]`, street, more, strings.Join(gates, ","))
}

func shownNumbers(b api.NumberingBody) string {
	var all []string
	for _, r := range b.Rows {
		text := r.Text
		if r.Refused {
			text = "×"
		}
		all = append(all, r.ID[:1]+text)
	}
	return strings.Join(all, " ")
}

func TestAStreetIsNumberedByTrialAndAcceptance(t *testing.T) {
	w := newWorld(t)
	numberer := w.signedIn(t, "numberer", account.Grant{Role: account.Numberer, Division: w.home})
	street := w.newStreet(t, "试编路", "330881003", eastWest)
	body := trial(street, "", gate("a", 9, true, ""), gate("b", 8, false, ""), gate("c", 5, true, ""))
	try := func(body string) api.NumberingBody {
		t.Helper()
		return answerOf[api.NumberingBody](t, w, http.StatusOK, http.MethodPost, "/v1/numberings/simulate", "{"+body+"}", numberer...)
	}
	accept := func(body, seen, key string) *httptest.ResponseRecorder {
		return w.send(t, http.MethodPost, "/v1/numberings", fmt.Sprintf(`{%s,"seen":%q,"visibility":"public","reason":"编号"}`, body, seen), append(numberer, "Idempotency-Key", key)...)
	}
	proposed := try(body)
	if got := shownNumbers(proposed); got != "a1号 b2号 c3号" || !proposed.Scheme.Proposal || proposed.LengthM < 970 || proposed.LengthM > 985 || !strings.Contains(proposed.Why, "东西向") {
		t.Errorf("tried: %s %+v", got, proposed)
	}
	if got := accept(body, proposed.Seen, "one"); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "请先设定编号规则") {
		t.Errorf("accepted by a proposal: %d %s", got.Code, got.Body)
	}
	w.beijingHere(t, w.home, numberer)
	if got := accept(body, proposed.Seen, "one"); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "重新试编") {
		t.Errorf("accepted after the scheme changed: %d %s", got.Code, got.Body)
	}
	first := try(body)
	if first.Scheme.Proposal || first.Scheme.Of == nil || first.Scheme.Of.ID != w.home {
		t.Errorf("the township inherits from its county: %+v", first.Scheme)
	}
	var added string
	for range 2 { // sent again it is one batch
		got := accept(body, first.Seen, "one")
		if got.Code != http.StatusCreated || added != "" && got.Body.String() != added {
			t.Fatalf("accepted: %d %s", got.Code, got.Body)
		}
		added = got.Body.String()
	}
	if got := accept(body, first.Seen, "two"); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "numbering-changed") {
		t.Errorf("accepted again: %d %s", got.Code, got.Body)
	}
	// A gate put in between takes what is free, here an insert behind 1.
	again := try(trial(street, "", gate("n", 7, true, "")))
	if got := again.Rows[len(again.Rows)-1]; got.Text != "1-1号" || !got.New || got.Reason == "" {
		t.Errorf("inserted: %+v", got)
	}
	if len(again.Findings) != 0 {
		t.Errorf("what stands is blamed for a gate put in between: %+v", again.Findings)
	}
	afresh := try(trial(street, `,"afresh":true`, gate("n", 7, true, "")))
	if got := afresh.Rows[len(afresh.Rows)-1].Text; got != "3号" {
		t.Errorf("afresh: %s", got)
	}
	changed := 0
	for _, r := range afresh.Rows {
		if r.Today != "" && r.Today != r.Text {
			changed++
		}
	}
	if changed != 1 { // 3 would be 5
		t.Errorf("%d numbers would change: %s", changed, shownNumbers(afresh))
	}
	if got := accept(trial(street, `,"afresh":true`, gate("n", 7, true, "")), afresh.Seen, "three"); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "只供比较") {
		t.Errorf("afresh accepted: %d %s", got.Code, got.Body)
	}
	// 1-1 entered by hand on the even side is a wrong parity.
	wrong := fmt.Sprintf(`{"items":[{"division":%q,"way":%q,"number":"9","source":"测试","lon":118.603,"lat":28.5999},{"division":%q,"way":%q,"number":"11","source":"测试"}],"reason":"测试"}`, w.named["division"], street, w.named["division"], street)
	answerOf[api.AddedAddresses](t, w, http.StatusCreated, http.MethodPost, "/v1/addresses", wrong, numberer...)
	check := answerOf[api.NumberingBody](t, w, http.StatusOK, http.MethodGet, "/v1/streets/"+street.String()+"/numbering-check", "", numberer...)
	kinds := []string{}
	for _, f := range check.Findings {
		kinds = append(kinds, f.Kind)
	}
	if got := strings.Join(kinds, " "); !strings.Contains(got, "parity") || !strings.Contains(got, "no_point") || len(check.Rows) != 5 {
		t.Errorf("checked: %s of %d rows", got, len(check.Rows))
	}
}

func TestAStreetThatCannotBeNumberedSaysWhatToDo(t *testing.T) {
	w := newWorld(t)
	numberer := w.signedIn(t, "numberer", account.Grant{Role: account.Numberer, Division: w.home})
	bare := w.newStreet(t, "无线路", "330881003", nil)
	loop := w.newStreet(t, "环城路", "330881003", orb.LineString{{118.6, 28.6}, {118.61, 28.6}, {118.61, 28.61}, {118.6, 28.6}})
	good := w.newStreet(t, "好路", "330881003", eastWest)
	for _, c := range []struct{ body, want string }{
		{trial(bare, "", gate("a", 1, true, "")), "请先在地图上画出"},
		{trial(loop, "", gate("a", 1, true, "")), "环路"},
		{trial(uuid.MustParse(w.named["place"]), "", gate("a", 1, true, "")), "不是有效的街路巷"},
		{trial(uuid.New(), "", gate("a", 1, true, "")), "地名"},
		{`"gates":[]`, "请选择一条街路巷"},
		{trial(good, "", gate("a", 1, true, ""), gate("a", 2, true, "")), "不能重复"},
	} {
		if got := w.send(t, http.MethodPost, "/v1/numberings/simulate", "{"+c.body+"}", numberer...); got.Code < 400 || got.Code >= 500 || !strings.Contains(got.Body.String(), c.want) {
			t.Errorf("%s: %d %s, want %s", c.body, got.Code, got.Body, c.want)
		}
	}
	w.beijingHere(t, w.home, numberer)
	// Where the register has no line, one is drawn; of an outline the corner
	// nearest to the street is the gate.
	drawn := trial(bare, `,"line":{"type":"LineString","coordinates":[[118.6,28.6],[118.61,28.6]]}`, `{"id":"o","outline":[[118.604,28.6001],[118.6041,28.6003],[118.604,28.6003]]}`)
	plan := answerOf[api.NumberingBody](t, w, http.StatusOK, http.MethodPost, "/v1/numberings/simulate", "{"+drawn+"}", numberer...)
	if r := plan.Rows[0]; r.Text != "1号" || r.Lat == nil || *r.Lat != 28.6001 || r.OffsetM < 11 || r.OffsetM > 11.2 {
		t.Errorf("an outline beside a line that is drawn: %+v", r)
	}
	answerOf[api.AddedAddresses](t, w, http.StatusCreated, http.MethodPost, "/v1/numberings", fmt.Sprintf(`{%s,"seen":%q,"reason":"编号"}`, drawn, plan.Seen), numberer...)
	if got := w.send(t, http.MethodPost, "/v1/numberings", `{"line":{"type":"LineString","coordinates":[[118.6,28.6],[118.61,28.6]]},"division":"`+w.named["division"]+`","gates":[],"seen":"","reason":"编号"}`, numberer...); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "登记中的街路巷") {
		t.Errorf("accepted on a street that is only drawn: %d %s", got.Code, got.Body)
	}
	far := trial(good, "", gate("a", 1, true, ""), `{"id":"far","lon":118.605,"lat":28.645}`, `{"id":"none"}`)
	b := answerOf[api.NumberingBody](t, w, http.StatusOK, http.MethodPost, "/v1/numberings/simulate", "{"+far+"}", numberer...)
	if got := shownNumbers(b); got != "a1号 f× n×" || !strings.Contains(b.Rows[1].Reason, "离街道4987米") || !strings.Contains(b.Rows[2].Reason, "没有门的位置") {
		t.Errorf("%s %+v", got, b.Rows)
	}
	got := w.send(t, http.MethodPost, "/v1/numberings", fmt.Sprintf(`{%s,"seen":%q,"reason":"编号"}`, far, b.Seen), numberer...)
	if text := got.Body.String(); got.Code != http.StatusUnprocessableEntity || !strings.Contains(text, "far：") || !strings.Contains(text, "none：") || strings.Contains(text, "a：") {
		t.Errorf("a batch with gates that have no number: %d %s", got.Code, text)
	}
	if list := answerOf[struct{ Items []api.AddressBody }](t, w, http.StatusOK, http.MethodGet, "/v1/addresses?way="+good.String(), "", numberer...); len(list.Items) != 0 {
		t.Errorf("%d addresses of a batch that was refused", len(list.Items))
	}
	wrong := `{"scheme":{"name":"x","east_west":{"start":"E","odd":"north"},"north_south":{"start":"N","odd":"west"},"mode":"sequential","insert":"-","reach_m":200},"reason":"测试"}`
	if got := w.send(t, http.MethodPut, "/v1/numbering-schemes/330881003", wrong, append(numberer, "If-Match", `"0"`)...); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "依据") {
		t.Errorf("a scheme without a basis: %d %s", got.Code, got.Body)
	}
	if got := w.send(t, http.MethodPut, "/v1/numbering-schemes/330881", wrong, append(numberer, "If-Match", `"7"`)...); got.Code < 400 {
		t.Errorf("a scheme over one that was not seen: %d", got.Code)
	}
}

func TestOfAStreetThatTwoCountiesShareEachNumbersItsOwnSide(t *testing.T) {
	w := newWorld(t)
	home := w.signedIn(t, "home", account.Grant{Role: account.Numberer, Division: w.home})
	away := w.signedIn(t, "away", account.Grant{Role: account.Numberer, Division: w.away})
	w.beijingHere(t, w.home, home)
	w.beijingHere(t, w.away, away)
	here, there := w.named["division"], w.idOf(t, "330802001").String()
	street := w.newStreet(t, "界路", "330881003", eastWest)
	in := func(division string) string { return fmt.Sprintf(`,"division":%q`, division) }
	number := func(who []string, division string, want int, gates ...string) api.NumberingBody {
		t.Helper()
		body := trial(street, in(division), gates...)
		b := answerOf[api.NumberingBody](t, w, http.StatusOK, http.MethodPost, "/v1/numberings/simulate", "{"+body+"}", who...)
		got := w.send(t, http.MethodPost, "/v1/numberings", fmt.Sprintf(`{%s,"seen":%q,"reason":"编号"}`, body, b.Seen), who...)
		if got.Code != want {
			t.Errorf("numbered in %s: %d %s, want %d", division, got.Code, got.Body, want)
		}
		return b
	}
	// The north is ours, the south theirs; and further west the north is theirs too.
	number(home, here, http.StatusCreated, gate("a", 9, true, ""), gate("b", 7, true, ""))
	number(home, here, http.StatusUnprocessableEntity, gate("c", 8, false, in(there))) // not ours to number
	number(home, there, http.StatusForbidden, gate("c", 8, false, ""))
	b := number(away, there, http.StatusCreated, gate("c", 8, false, ""), gate("d", 4, true, ""))
	ours, theirs := 0, map[string]string{}
	for _, r := range b.Rows {
		if !r.New && !r.Mine && r.Kept && r.Township == "清湖街道" && r.Lon == nil && r.Address == nil { // internal, of another county
			ours++
		}
		if r.New {
			theirs[r.ID] = r.Text
		}
	}
	// Of the odd numbers 1 and 3 are the other county's: theirs begin behind.
	if ours != 2 || theirs["c"] != "2号" || theirs["d"] != "5号" {
		t.Errorf("their view: %d of ours, %v", ours, theirs)
	}
	// Beyond the boundary the same line may bear another name: its numbers are
	// seen beside ours and take none of them.
	other := w.newStreet(t, "界外路", "330802001", eastWest)
	seen := answerOf[api.NumberingBody](t, w, http.StatusOK, http.MethodPost, "/v1/numberings/simulate",
		"{"+trial(other, in(there)+fmt.Sprintf(`,"along":[%q]`, street), gate("x", 6, true, ""))+"}", away...)
	if got := seen.Rows[len(seen.Rows)-1]; len(seen.Rows) != 5 || got.Text != "1号" || seen.Rows[0].Mine {
		t.Errorf("along: %s", shownNumbers(seen))
	}
	list := answerOf[struct{ Items []api.AddressBody }](t, w, http.StatusOK, http.MethodGet, "/v1/addresses?way="+street.String()+"&division="+there, "", away...)
	if len(list.Items) != 2 {
		t.Fatalf("theirs: %+v", list.Items)
	}
	path := "/v1/addresses/" + list.Items[0].ID.String()
	tag := w.send(t, http.MethodGet, path, "", away...).Header().Get("ETag")
	for what, body := range map[string]string{"/steps": `{"step":"confirm"}`, "/withdrawal": `{"reason":"测试"}`,
		"/changes": fmt.Sprintf(`{"item":{"division":%q,"way":%q,"number":"7","source":"测试"},"reason":"测试"}`, here, street)} {
		if got := w.send(t, http.MethodPost, path+what, body, append(home, "If-Match", tag)...); got.Code != http.StatusForbidden && got.Code != http.StatusNotFound {
			t.Errorf("the other side's address changed by %s: %d %s", what, got.Code, got.Body)
		}
	}
}

// A street runs through two townships of a county: gates lie where their
// points lie, whatever is said of them, and each township is a series.
func TestAGateLiesInTheTownshipThatHoldsItsPoint(t *testing.T) {
	w := newWorld(t)
	square := func(west float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{west, 28.5}, {west + 0.01, 28.5}, {west + 0.01, 28.51}, {west, 28.51}, {west, 28.5}}}}
	}
	if _, err := w.Places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public", Note: "测试"}, []gazetteer.DivisionRow{
		{Number: 1, Code: "330881003", Name: "清湖街道", Area: square(118.6), AreaBasis: "测试"},
		{Number: 2, Code: "330881004", Name: "石门镇", Area: square(118.61), AreaBasis: "测试"}}); err != nil {
		t.Fatal(err)
	}
	county := w.signedIn(t, "county", account.Grant{Role: account.Numberer, Division: w.home})
	town := w.signedIn(t, "town", account.Grant{Role: account.Numberer, Division: w.idOf(t, "330881003")})
	w.beijingHere(t, w.home, county)
	street := w.newStreet(t, "两镇路", "330881003", orb.LineString{{118.605, 28.505}, {118.615, 28.505}})
	gates := []string{`{"id":"a","lon":118.614,"lat":28.5051}`, `{"id":"b","lon":118.612,"lat":28.5051}`, `{"id":"c","lon":118.608,"lat":28.5051}`, `{"id":"d","lon":118.606,"lat":28.5051}`,
		fmt.Sprintf(`{"id":"e","lon":118.613,"lat":28.5051,"division":%q}`, w.named["division"])}
	try := func(who []string) api.NumberingBody {
		t.Helper()
		return answerOf[api.NumberingBody](t, w, http.StatusOK, http.MethodPost, "/v1/numberings/simulate", "{"+trial(street, "", gates...)+"}", who...)
	}
	if b := try(county); shownNumbers(b) != "a1号 b3号 c5号 d7号 e×" || b.Rows[0].Township != "石门镇" || b.Rows[2].Township != "清湖街道" || !strings.Contains(b.Rows[4].Reason, "点位在石门镇范围内，不在所选的清湖街道") {
		t.Errorf("by the county: %s %+v", shownNumbers(b), b.Rows)
	}
	if b := try(town); shownNumbers(b) != "a× b× c1号 d3号 e×" || !strings.Contains(b.Rows[0].Reason, "石门镇") {
		t.Errorf("by one town: %s %+v", shownNumbers(b), b.Rows)
	}
}

// Two officers accept different gates on one street at once: one batch stands,
// the other is told that the street changed.
func TestOfTwoNumberingsOnOneStreetOneWins(t *testing.T) {
	w := newWorld(t)
	numberer := w.signedIn(t, "numberer", account.Grant{Role: account.Numberer, Division: w.home})
	w.beijingHere(t, w.home, numberer)
	for round := range 4 {
		street := w.newStreet(t, fmt.Sprintf("赛跑%d路", round), "330881003", eastWest)
		var bodies [2]string
		for desk := range bodies {
			body := trial(street, "", gate("a", 9-desk, true, ""), gate("b", 5-desk, false, ""))
			seen := answerOf[api.NumberingBody](t, w, http.StatusOK, http.MethodPost, "/v1/numberings/simulate", "{"+body+"}", numberer...).Seen
			bodies[desk] = fmt.Sprintf(`{%s,"seen":%q,"reason":"编号"}`, body, seen)
		}
		var answers [2]*httptest.ResponseRecorder
		var start, done sync.WaitGroup
		start.Add(1)
		for desk := range answers {
			done.Go(func() {
				start.Wait()
				answers[desk] = w.send(t, http.MethodPost, "/v1/numberings", bodies[desk], numberer...)
			})
		}
		start.Done()
		done.Wait()
		if answers[0].Code > answers[1].Code {
			answers[0], answers[1] = answers[1], answers[0]
		}
		if answers[0].Code != http.StatusCreated || answers[1].Code != http.StatusConflict || !strings.Contains(answers[1].Body.String(), "重新试编") {
			t.Fatalf("%d %s and %d %s", answers[0].Code, answers[0].Body, answers[1].Code, answers[1].Body)
		}
		if list := answerOf[struct{ Items []api.AddressBody }](t, w, http.StatusOK, http.MethodGet, "/v1/addresses?way="+street.String()+"&division="+w.named["division"], "", numberer...); len(list.Items) != 2 {
			t.Fatalf("%d addresses stand, want those of one batch", len(list.Items))
		}
	}
}

// From the list of streets that need work one opens the worst; who numbers
// elsewhere is not told of it.
func TestStreetsThatNeedWorkAreListedWhereOneNumbers(t *testing.T) {
	w := newWorld(t)
	numberer := w.signedIn(t, "numberer", account.Grant{Role: account.Numberer, Division: w.home})
	stranger := w.signedIn(t, "stranger", account.Grant{Role: account.Numberer, Division: w.away})
	list := func(query string, who []string) []api.NumberingWork {
		t.Helper()
		return answerOf[struct{ Items []api.NumberingWork }](t, w, http.StatusOK, http.MethodGet, "/v1/numberings/work"+query, "", who...).Items
	}
	if all := list("", numberer); len(all) != 0 {
		t.Errorf("before anything stands: %+v", all)
	}
	w.beijingHere(t, w.home, numberer)
	street := w.newStreet(t, "待整路", "330881003", eastWest)
	items := fmt.Sprintf(`{"items":[{"division":%[1]q,"way":%[2]q,"number":"2","source":"测试","lon":118.608,"lat":28.6001},{"division":%[1]q,"way":%[2]q,"number":"3","source":"测试","lon":118.606,"lat":28.6001}],"reason":"测试"}`, w.named["division"], street)
	answerOf[api.AddedAddresses](t, w, http.StatusCreated, http.MethodPost, "/v1/addresses", items, numberer...)
	all := list("?division=330881003", numberer)
	if len(all) != 1 || all[0].Street != street || all[0].Name != "待整路" || all[0].Wrong["parity"] != 1 || all[0].Doors != 2 {
		t.Errorf("listed: %+v", all)
	}
	if all := list("", stranger); len(all) != 0 {
		t.Errorf("told elsewhere: %+v", all)
	}
	if got := w.send(t, http.MethodGet, "/v1/numberings/work?division=330881003", "", stranger...); got.Code != http.StatusForbidden {
		t.Errorf("asked of from elsewhere: %d %s", got.Code, got.Body)
	}
	if got := w.send(t, http.MethodGet, "/v1/numberings/work?cursor=x", "", numberer...); got.Code != http.StatusUnprocessableEntity && got.Code != http.StatusBadRequest {
		t.Errorf("a cursor that is none: %d %s", got.Code, got.Body)
	}
}
