package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/api"
	"diming/boundaries"
	"diming/boundaries/line"
	"diming/boundaries/marker"
	"diming/boundaries/round"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/gazetteer/addresscase"
	"diming/gazetteer/cases"
	"diming/gazetteer/certificate"
	"diming/gazetteer/redivision"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/shelters/assign"
	"diming/shelters/event"
	"diming/signs/artwork"
	"diming/signs/plate"
	"diming/signs/printrun"
	"diming/signs/wallreport"
)

// A world is a register of two counties, for the walk through all routes.
type world struct {
	*system
	home, away uuid.UUID         // the two counties
	named      map[string]string // what placeholders in examples stand for: objects of home
}

func newWorld(t testing.TB) *world {
	t.Helper()
	s := newSystem(pgtest.New(t))
	rows := []gazetteer.DivisionRow{}
	for i, r := range [][2]string{{"33", "浙江省"}, {"3308", "衢州市"}, {"330881", "江山市"}, {"330881003", "清湖街道"}, {"330802", "柯城区"}, {"330802001", "府山街道"}} {
		rows = append(rows, gazetteer.DivisionRow{Number: i + 1, Code: r[0], Name: r[1]})
	}
	counts, err := s.Places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public", Note: "测试"}, rows)
	if err != nil || counts.Accepted != len(rows) {
		t.Fatalf("load divisions: %+v, %v", counts, err)
	}
	place, _, err := s.Places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: "清溪口"}}, Class: "22200",
		Division: "330881003", Location: &orb.Point{118.6, 28.6}, Visibility: "public", Source: "测试"}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	ledgertest.Settle(t, s.pool)
	if _, err := s.Finder.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := &world{system: s, home: s.idOf(t, "330881"), away: s.idOf(t, "330802")}
	w.isAbout(t)
	town := s.idOf(t, "330881003")
	open, _, _, err := s.Cases.Open(t.Context(), ledger.Console, cases.Opening{Kind: cases.Naming, Channel: cases.Counter, Class: "23514", Division: town,
		Reason: "测试", Items: []cases.Item{{Class: "23514", Text: "清溪路"}}})
	if err != nil {
		t.Fatal(err)
	}
	call := s.callForNames(t, town)
	target := s.newAccount(t, "target", account.Grant{Role: account.Clerk, Division: town})
	w.named = map[string]string{"place": place.String(), "division": town.String(), "code": "330881003", "seq": "1", "account": target.ID.String(),
		"uuid": uuid.NewString(), "division_case": w.caseOf(t, town), "case": open.String(), "notice": call.String(), "certificate": w.certified(t, place), "name": w.nameOf(t, place)}
	w.named["task"] = w.specialCheck(t).String()
	w.named["boundary_line"], w.named["marker"] = w.markerOf(t, town)
	number, _, err := (&address.Store{DB: w.pool}).Add(t.Context(), ledger.Console, address.Draft{Components: address.Components{Division: town, Number: "9"},
		Visibility: "public", Source: "示例数据", Valid: version.Span{From: version.Day(2020, time.January, 1)}}, "测试", version.Today())
	if err != nil {
		t.Fatal(err)
	}
	w.named["address"] = number.String()
	planned, err := (&plate.Store{DB: w.pool}).Plan(t.Context(), ledger.Console, []plate.Draft{{Kind: artwork.DoorSmall, Target: plate.Target{Address: number}}}, "测试", version.Today())
	if err != nil {
		t.Fatal(err)
	}
	w.named["plate"] = planned[0].String()
	w.named["home"] = w.home.String()
	w.named["event"], w.named["barrier"] = w.warned(t)
	street, _, err := s.Places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: "清湖街"}}, Class: "23514",
		Division: "330881003", Extent: orb.LineString{{118.6, 28.6}, {118.61, 28.6}}, Visibility: "public", Source: "示例数据"}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	w.named["street"] = street.String()
	applied, _, _, err := (&addresscase.Store{DB: w.pool}).Open(t.Context(), ledger.Console, addresscase.Opening{Channel: addresscase.Counter, Want: addresscase.WantNumber, Division: town,
		Party: addresscase.Party{Applicant: "测试", Contact: "测试", Where: "测试"}, Received: version.Today()})
	if err != nil {
		t.Fatal(err)
	}
	w.named["application"] = applied.String()
	run, err := (&printrun.Store{DB: w.pool}).Make(t.Context(), ledger.Console, printrun.Order{Title: "测试", Division: town, Source: printrun.FromPlanned, Stock: printrun.DefaultStock}, version.Today())
	if err != nil {
		t.Fatal(err)
	}
	w.named["run"] = run.String()
	w.named["shelter"] = w.shelterIn(t, town).String()
	hanging, err := (&plate.Store{DB: w.pool}).ByID(t.Context(), planned[0])
	if err != nil {
		t.Fatal(err)
	}
	report, err := (&wallreport.Store{DB: w.pool}).Receive(t.Context(), wallreport.Draft{Token: hanging.Token, Kind: wallreport.Damaged, Text: "测试"},
		wallreport.Sign{Plate: &hanging, Name: "9号", Division: town, County: "330881"}, wallreport.Limits{Days: 7, FarM: 200}, version.Today())
	if err != nil {
		t.Fatal(err)
	}
	w.named["report"] = report.ID.String()
	w.named["contact"], w.named["policy"] = w.cardIn(t, town)
	return w
}

// warned starts a disaster event in home, and draws a barrier there.
func (w *world) warned(t testing.TB) (disaster, barrier string) {
	t.Helper()
	now := time.Now()
	e, err := (&event.Store{DB: w.pool}).Start(t.Context(), ledger.Console, event.Start{County: w.home, Until: now.Add(time.Hour), Saying: event.Saying{Hazard: "typhoon", Signal: "red",
		Title: "台风红色预警", Todo: "转移到避灾点", Body: "示例指挥部", Issued: now.Add(-time.Minute), Areas: []uuid.UUID{w.home}}})
	if err != nil {
		t.Fatal(err)
	}
	b, err := (&assign.Store{DB: w.pool}).Draw(t.Context(), ledger.Console, assign.Drawn{County: w.home, Kind: "river", Name: "示例溪", Hazards: []string{"flood"}, Line: orb.LineString{{118.6, 28.6}, {118.61, 28.61}}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	return e.ID.String(), b.String()
}

// specialCheck opens one of a line of home, across which nothing is held.
func (w *world) specialCheck(t testing.TB) uuid.UUID {
	t.Helper()
	id, _, err := (&line.Store{DB: w.pool}).Add(t.Context(), ledger.Console, line.Line{Name: "示例线", Level: boundaries.County, A: line.DivisionOwner(w.home),
		B: line.Owner{Kind: line.NotHeld}, Source: "测试", Visibility: "internal", Geometry: orb.MultiLineString{{{118.5, 28.5}, {118.7, 28.5}}}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	w.named["line"] = id.String()
	task, _, err := (&round.Store{DB: w.pool}).OpenSpecial(t.Context(), ledger.Console, round.Special{Line: id, Lead: boundaries.SideA, Due: version.Day(2099, 12, 31), Reason: "山洪", From: "1号界桩", To: "2号界桩"})
	if err != nil {
		t.Fatal(err)
	}
	return task
}

// markerOf plans a marker on a line of a division.
func (w *world) markerOf(t testing.TB, division uuid.UUID) (on, planned string) {
	t.Helper()
	from := version.Span{From: version.Day(2020, time.January, 1)}
	id, _, err := (&line.Store{DB: w.pool}).Add(t.Context(), ledger.Console, line.Line{Name: "示例线", A: line.DivisionOwner(division), B: line.Owner{Kind: line.NotHeld},
		Geometry: orb.MultiLineString{{{118.5, 28.5}, {118.6, 28.6}}}, Visibility: "internal", Source: "示例数据", Valid: from}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := (&marker.Store{DB: w.pool}).Add(t.Context(), ledger.Console, marker.Marker{Line: id, Number: "1", Kind: marker.Single, Faces: 2, Point: orb.Point{118.55, 28.55},
		Keeper: boundaries.SideA, Source: "示例数据", Valid: from}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	return id.String(), m.String()
}

// caseOf begins a division case about a division.
func (w *world) caseOf(t testing.TB, division uuid.UUID) string {
	t.Helper()
	id, _, err := w.Redivisions.Create(t.Context(), ledger.Console, redivision.Text{Title: "测试",
		Proposal: redivision.Proposal{Items: []redivision.Item{{Kind: redivision.Rename, Divisions: []uuid.UUID{division}, Name: "清溪街道"}}}})
	if err != nil {
		t.Fatal(err)
	}
	return id.String()
}

// certified issues a certificate of a place.
func (w *world) certified(t testing.TB, place uuid.UUID) string {
	t.Helper()
	c, _, err := (&certificate.Store{DB: w.pool, Places: w.Places}).Issue(t.Context(), ledger.Console, certificate.Order{Kind: certificate.Standard, Place: place,
		Holder: certificate.Holder{Name: "测试"}, Basis: "测试", Day: version.AsOf{}.Day()})
	if err != nil {
		t.Fatal(err)
	}
	return c.ID.String()
}

// nameOf gives the id of a place's name.
func (w *world) nameOf(t testing.TB, place uuid.UUID) string {
	t.Helper()
	return query[uuid.UUID](t, w.system, `SELECT name FROM name_version WHERE place = $1`, place)[0].String()
}

// An asker is somebody who tries every route.
type asker struct {
	what    string
	role    account.Role
	where   string // home, away or everywhere
	account uuid.UUID
	fit     string // "", or what the log-in still lacks: factor, password
	scope   []string
	phone   string // the token of a phone, which is no log-in
}

// askers are the public, one without a role, each role in the county of the
// objects, in another and in the whole register, and log-ins that lack
// something.
func (w *world) askers(t *testing.T) []asker {
	all := []asker{{what: "the public"}, {what: "one without a role", account: w.newAccount(t, "nothing").ID}}
	for _, role := range account.Roles {
		for _, at := range []struct {
			name     string
			division uuid.UUID
		}{{"home", w.home}, {"away", w.away}, {"everywhere", uuid.Nil}} {
			a := w.newAccount(t, fmt.Sprintf("%s.%s", role, at.name), account.Grant{Role: role, Division: at.division})
			all = append(all, asker{what: string(role) + " " + at.name, role: role, where: at.name, account: a.ID})
		}
	}
	for _, role := range []account.Role{account.Admin, account.Clerk, account.Auditor, account.Importer} {
		a := w.newAccount(t, "lacks."+string(role), account.Grant{Role: role})
		all = append(all,
			asker{what: string(role) + " before the second factor", role: role, where: "everywhere", account: a.ID, fit: "factor"},
			asker{what: string(role) + " with a program for something else", role: role, where: "everywhere", account: a.ID, scope: []string{"nothing.at_all"}},
			asker{what: string(role) + " with a program for everything", role: role, where: "everywhere", account: a.ID, scope: api.ActionNames()})
		b := w.newAccount(t, "old."+string(role), account.Grant{Role: role})
		if _, err := w.pool.Exec(t.Context(), `UPDATE account SET must_change = true WHERE id = $1`, b.ID); err != nil {
			t.Fatal(err)
		}
		all = append(all, asker{what: string(role) + " before a new password", role: role, where: "everywhere", account: b.ID, fit: "password"})
	}
	for name, division := range map[string]uuid.UUID{"home": w.home, "away": w.away} {
		owner := w.newAccount(t, "phone."+name, account.Grant{Role: account.Inspector, Division: division})
		all = append(all, asker{what: "the phone of an inspector " + name, where: name, phone: w.newPhone(t, owner.ID).token})
	}
	return all
}

// credentials log an asker in and give what its requests show.
func (w *world) credentials(t testing.TB, a asker) []string {
	t.Helper()
	if a.phone != "" {
		return []string{"Authorization", "Bearer " + a.phone}
	}
	if a.account == uuid.Nil {
		return nil
	}
	secret, err := w.Accounts.Open(t.Context(), a.account, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	if a.scope != nil {
		p, err := w.Accounts.Principal(t.Context(), secret.String())
		if err != nil {
			t.Fatal(err)
		}
		_, token, err := w.Accounts.AddToken(t.Context(), p, "walk", a.scope, time.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		return []string{"Authorization", "Bearer " + token.String()}
	}
	if a.fit == "factor" {
		if _, err := w.pool.Exec(t.Context(), `UPDATE account_session SET factor = 'needed' WHERE account = $1`, a.account); err != nil {
			t.Fatal(err)
		}
	}
	return []string{"Cookie", "diming_session=" + secret.String()}
}

// may says, from the table alone, whether an asker is let through.
func (a asker) may(r api.Rights) bool {
	person := a.account != uuid.Nil && a.scope == nil
	switch r.Level {
	case "public":
		return true
	case "phone":
		return a.phone != ""
	case "half":
		return person
	case "old password":
		return person && a.fit != "factor"
	case "person":
		return person && a.fit == ""
	case "signed in":
		return a.account != uuid.Nil && a.fit == ""
	}
	if a.fit != "" || !slices.Contains(r.Roles, a.role) || a.scope != nil && !slices.Contains(a.scope, r.Action) {
		return false
	}
	if r.Whole {
		return a.where == "everywhere"
	}
	return !r.Local || a.where != "away"
}

// notSignedIn is the problem of who has no log-in, or none any more.
const notSignedIn = "not-signed-in"

// refusals are the problems of who is not let through.
var refusals = []string{notSignedIn, "person-needed", "not-allowed", "second-factor-needed", "password-change-needed", "device-needed"}

// guesses say what a part of a pattern stands for where its example does not.
func guesses(pattern, name string) string {
	switch {
	case name == "event" || name == "barrier":
		return name
	case strings.HasPrefix(pattern, "/v1/places/") && name == "id":
		return "place"
	case strings.HasPrefix(pattern, "/v1/accounts/") && name == "id":
		return "account"
	case strings.HasPrefix(pattern, "/v1/wall-reports/"):
		return name
	case name == "case" || name == "code" || name == "seq" || name == "division" || name == "notice" || name == "certificate" || name == "task" || name == "marker" || name == "line" || name == "address" || name == "plate" || name == "street" || name == "application" || name == "run" || name == "shelter" || name == "contact" || name == "policy":
		return name
	}
	return "uuid"
}

// request fills an example.
func (w *world) request(r api.Route) (target, body string) {
	target = r.Example.Path
	if target == "" {
		target = hole.ReplaceAllStringFunc(r.Pattern, func(h string) string { return "{" + guesses(r.Pattern, strings.Trim(h, "{}")) + "}" })
		target = strings.TrimSuffix(target, "*")
	}
	fill := func(text string) string {
		return regexp.MustCompile(`\{\w+\}`).ReplaceAllStringFunc(text, func(h string) string {
			if value, ok := w.named[strings.Trim(h, "{}")]; ok {
				return value
			}
			return h
		})
	}
	return fill(target), fill(r.Example.Body)
}

func TestAuthorizationWalk(t *testing.T) {
	w := newWorld(t)
	w.look(t)
	w.still = true // pages may be of this moment: only who gets them is looked at
	askers, tried, let := w.askers(t), 0, 0
	logIns := map[string][]string{}
	for _, route := range w.Made() {
		rights := route.Rights()
		ends := strings.HasPrefix(route.Pattern, "/v1/session") || strings.HasPrefix(route.Pattern, "/v1/accounts") // a log-in, perhaps
		for _, a := range askers {
			if ends || logIns[a.what] == nil {
				logIns[a.what] = w.credentials(t, a)
			}
			target, body := w.request(route)
			answer := w.send(t, route.Method, target, body, slices.Concat(logIns[a.what], route.Example.Headers)...)
			if ends {
				clear(logIns)
			}
			tried++
			var p problem
			_ = json.Unmarshal(answer.Body.Bytes(), &p)
			kind := strings.TrimPrefix(p.Type, "urn:diming:problem:")
			refused := slices.Contains(refusals, kind) || rights.Local && answer.Code == http.StatusNotFound
			if want := a.may(rights); refused == want {
				t.Errorf("%s %s by %s = %d %s, want let through: %v", route.Method, route.Pattern, a.what, answer.Code, kind, want)
			}
			if answer.Code >= 500 {
				t.Errorf("%s %s by %s = %d %s", route.Method, target, a.what, answer.Code, answer.Body)
			}
			if kind == notSignedIn && a.account != uuid.Nil && !ends {
				t.Errorf("%s %s by %s: the log-in has ended, so that the walk sees nothing", route.Method, target, a.what)
			}
			if !refused {
				let++
			}
		}
	}
	if len(w.Made()) < 30 || let == 0 || let == tried {
		t.Errorf("%d routes walked, %d of %d let through: the walk saw nothing", len(w.Made()), let, tried)
	}
	t.Logf("authorization walk: %d routes × %d askers (%d roles, each inside, outside and in the whole register) = %d requests, %d let through, %d refused",
		len(w.Made()), len(askers), len(account.Roles), tried, let, tried-let)
}

func TestTheThreeDutiesStayApart(t *testing.T) {
	for _, action := range api.ActionNames() {
		roles := api.RolesFor(action)
		for _, r := range roles {
			if r.Duty() != roles[0].Duty() {
				t.Errorf("%s is done by %v: roles of different duties", action, roles)
			}
		}
		business := strings.HasPrefix(action, "place.") || strings.HasPrefix(action, "import.")
		if business && slices.Contains(roles, account.Admin) {
			t.Errorf("%s is the register's own work, and the administrator may do it", action)
		}
	}
}

func TestARouteOutsideTheTableIsNotRegistered(t *testing.T) {
	for _, action := range []string{"", "place.burn"} {
		func() {
			defer func() {
				if v := recover(); v == nil || !strings.Contains(fmt.Sprint(v), "/v1/nowhere") {
					t.Errorf("a route for %q: %v, want a panic that names it", action, v)
				}
			}()
			api.Register(&api.Server{}, action)
		}()
	}
}
