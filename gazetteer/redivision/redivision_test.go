package redivision_test

import (
	"cmp"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/redivision"
	"diming/gazetteer/search"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var (
	clerk    = uuid.MustParse("00000000-0000-7000-8000-00000000c1e4")
	approver = uuid.MustParse("00000000-0000-7000-8000-00000000a994")
)

// A county is the part of Jiangshan that changed in 2016–17, as it was before:
// real names and 2016 codes, the villages' old codes synthetic, on squares.
type county struct {
	*testing.T
	pool   *pgxpool.Pool
	places *gazetteer.Store
	cases  *redivision.Store
}

func newCounty(t *testing.T) *county {
	pool := pgtest.New(t)
	c := &county{t, pool, &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}, &redivision.Store{DB: pool}}
	var rows []gazetteer.DivisionRow
	add := func(code, name string, x, y, w float64) {
		r := gazetteer.DivisionRow{Number: len(rows) + 1, Code: code, Name: name}
		if w > 0 {
			r.Area = orb.MultiPolygon{{{{x, y}, {x + w, y}, {x + w, y + 1}, {x, y + 1}, {x, y}}}}
			r.AreaBasis = "示例：合成"
		}
		rows = append(rows, r)
	}
	add("33", "浙江省", 0, 0, 0)
	add("3308", "衢州市", 0, 0, 0)
	add("330881", "江山市", 118, 28, 0)
	add("330881001", "双塔街道", 118, 28, 2)
	add("330881001233", "乌木山村委会", 118, 28, 2)
	add("330881002", "虎山街道", 118, 29, 2)
	add("330881002215", "赵家村委会", 118, 29, 2)
	add("330881104", "清湖镇", 118, 30, 2)
	add("330881104200", "清湖一村村委会", 118, 30, 1)
	add("330881104201", "清湖二村村委会", 119, 30, 1)
	add("330881116", "上余镇", 120, 28, 4)
	for i, name := range []string{"迎宾", "陶村", "大夫第", "上余"} {
		add("33088111629"+string(rune('1'+i)), name+"村委会", 120+float64(i), 28, 1)
	}
	add("330881203", "碗窑乡", 120, 29, 4)
	for i, name := range []string{"双龙", "桑淤", "协里", "碗窑"} {
		add("33088120329"+string(rune('1'+i)), name+"村委会", 120+float64(i), 29, 1)
	}
	counts, err := c.places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "代码表 2016", Actor: ledger.Console, Visibility: "public"}, rows)
	if err != nil || len(counts.Rejected) > 0 {
		t.Fatal(counts.Rejected, err)
	}
	return c
}

func (c *county) id(code string) uuid.UUID {
	c.Helper()
	d, err := c.places.Boundaries.ByCode(c.Context(), boundaries.Reader{AsOf: version.AsOf{Valid: version.Day(2016, time.June, 1)}, Internal: true}, code)
	if err != nil {
		c.Fatal(err)
	}
	return d.ID
}

// jiangshan is the change of 2016–17 as a proposal.
func (c *county) jiangshan() redivision.Proposal {
	var p redivision.Proposal
	p.Items = append(p.Items, redivision.Item{Kind: redivision.TypeChange, Divisions: []uuid.UUID{c.id("330881104")}, Name: "清湖街道"})
	move := func(to string, codes ...string) {
		parent := c.id(to)
		for _, code := range codes {
			p.Items = append(p.Items, redivision.Item{Kind: redivision.Reparent, Divisions: []uuid.UUID{c.id(code)}, Parent: &parent})
		}
	}
	move("330881001", "330881116291", "330881116292", "330881116293")
	move("330881002", "330881203291", "330881203292", "330881203293")
	return p
}

// begin makes a case and takes it to the reply.
func (c *county) begin(title string, p redivision.Proposal, effective version.Date) redivision.Case {
	c.Helper()
	ctx := c.Context()
	id, _, err := c.cases.Create(ctx, clerk, redivision.Text{Title: title, Reason: "城市发展", Proposal: p})
	if err != nil {
		c.Fatal(err)
	}
	for _, kind := range redivision.PaperKinds {
		if _, err := c.cases.AddPaper(ctx, clerk, id, redivision.Paper{Kind: kind, Body: "（示例）" + kind}); err != nil {
			c.Fatal(err)
		}
	}
	if _, err := c.cases.Submit(ctx, clerk, id, 0, version.Day(2016, time.July, 1)); err != nil {
		c.Fatal(err)
	}
	if _, err := c.cases.Reply(ctx, approver, id, 0, redivision.Reply{By: "浙江省人民政府", Number: "示例〔2016〕" + title, On: version.Day(2016, time.December, 1), Effective: effective}); err != nil {
		c.Fatal(err)
	}
	return c.read(id)
}

func (c *county) read(id uuid.UUID) redivision.Case {
	c.Helper()
	one, err := c.cases.ByID(c.Context(), id)
	if err != nil {
		c.Fatal(err)
	}
	return one
}

func (c *county) simulate(one redivision.Case) *redivision.Simulation {
	c.Helper()
	sim, err := c.cases.Simulate(c.Context(), one)
	if err != nil {
		c.Fatal(err)
	}
	return sim
}

var newYear = version.Day(2017, time.January, 1)

// The change of Jiangshan from application to new codes: the simulation's list
// is what changed, row by row, and old codes are translated.
func TestJiangshanOf2016And2017(t *testing.T) {
	c := newCounty(t)
	finder := gazetteer.NewFinder(c.places)
	since, err := finder.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	one := c.begin("清湖", c.jiangshan(), newYear)
	sim := c.simulate(one)
	if len(sim.Problems) != 0 || len(sim.Findings) != 0 {
		t.Fatalf("problems %+v, findings %+v", sim.Problems, sim.Findings)
	}
	if got := sim.Authority().Basis; got != "行政区划管理条例第九条" {
		t.Errorf("approved by %s", got)
	}
	want := map[string]string{"330881104": "330881003", "330881104200": "330881003200", "330881104201": "330881003201",
		"330881116291": "330881001234", "330881116292": "330881001235", "330881116293": "330881001236",
		"330881203291": "330881002216", "330881203292": "330881002217", "330881203293": "330881002218"}
	for _, r := range sim.Rows {
		if w, ok := want[r.OldCode]; ok && w != r.NewCode {
			t.Errorf("%s %s gets %s, want %s", r.OldCode, r.OldName, r.NewCode, w)
		}
		delete(want, r.OldCode)
	}
	if len(want) > 0 {
		t.Errorf("the simulation says nothing of %v", want)
	}
	if !strings.Contains(sim.Before, "清湖镇") || !strings.Contains(sim.After, "清湖街道") || !strings.Contains(sim.After, "示例") {
		t.Error("the sketches do not show the change, or do not say that the areas are synthetic")
	}
	if _, err := c.cases.Enact(t.Context(), clerk, one.ID, 0, sim.Digest); !errors.Is(err, redivision.ErrOwn) {
		t.Errorf("the applicant enacts = %v, want ErrOwn", err)
	}
	if _, err := c.cases.Enact(t.Context(), approver, one.ID, 0, sim.Digest); err != nil {
		t.Fatal(err)
	}
	one = c.read(one.ID)
	changed, err := c.cases.Changed(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, sim.Rows, changed)
	c.translates(map[string]string{"330881104": "330881003", "330881104200": "330881003200", "330881116292": "330881001235", "330881203293": "330881002218"})
	c.searchFollows(finder, since)
	c.walkOn(one.ID)
}

// searchFollows expects a search index that is told of the changes since to
// know the new name: the one bulk entry of a redivision names no objects.
func (c *county) searchFollows(finder *gazetteer.Finder, since int64) {
	c.Helper()
	var changes []ledger.Change
	for tick := time.Tick(20 * time.Millisecond); len(changes) == 0; <-tick { // another database's transaction may hold the seal back
		if err := ledger.SealAll(c.Context(), c.pool); err != nil {
			c.Fatal(err)
		}
		all, err := ledger.Changes(c.Context(), c.pool, since, 1000, false)
		if err != nil {
			c.Fatal(err)
		}
		changes = slices.DeleteFunc(all, func(change ledger.Change) bool { return change.Action != "division.redivide" })
	}
	if err := finder.Apply(c.Context(), changes); err != nil {
		c.Fatal(err)
	}
	if found, _, err := finder.Index().Search(search.Query{Text: "清湖街道"}); err != nil || len(found) == 0 || found[0].Name != "清湖街道" {
		c.Errorf("search for the new name finds %+v, %v", found, err)
	}
}

// compare expects the same rows in both lists; what only a plan knows is left
// out.
func compare(t *testing.T, planned, changed []redivision.Row) {
	t.Helper()
	plain := func(all []redivision.Row) []redivision.Row {
		all = slices.Clone(all)
		for i := range all {
			all[i].Level, all[i].Given = 0, false
		}
		slices.SortFunc(all, func(a, b redivision.Row) int { return cmp.Compare(a.OldCode+a.NewCode, b.OldCode+b.NewCode) })
		return all
	}
	a, b := plain(planned), plain(changed)
	if len(a) != len(b) {
		t.Errorf("%d rows were simulated, %d changed", len(a), len(b))
	}
	for i := range min(len(a), len(b)) {
		same := func(x, y *uuid.UUID) bool { return x == y || x != nil && y != nil && *x == *y }
		x, y := a[i], b[i]
		if !same(x.OldParent, y.OldParent) || !same(x.NewParent, y.NewParent) {
			t.Errorf("%s: another parent was simulated", x.OldCode)
		}
		x.OldParent, x.NewParent, y.OldParent, y.NewParent = nil, nil, nil, nil
		if x != y {
			t.Errorf("simulated %+v\n  changed %+v", x, y)
		}
	}
}

func (c *county) translates(want map[string]string) {
	c.Helper()
	for old, code := range want {
		got, err := c.places.Boundaries.CarriedBy(c.Context(), boundaries.Reader{AsOf: version.AsOf{Valid: newYear}}, old)
		if err != nil || len(got) != 1 || got[0].Code != code {
			c.Errorf("%s is carried by %+v, %v, want %s", old, got, err, code)
		}
	}
}

// walkOn takes an enacted case to the archive, and tries what it may not.
func (c *county) walkOn(id uuid.UUID) {
	c.Helper()
	ctx := c.Context()
	if _, err := c.cases.Announce(ctx, clerk, id, 0, ""); !errors.Is(err, redivision.ErrStep) {
		c.Errorf("announcing before the codes are published = %v, want ErrStep", err)
	}
	if _, err := c.pool.Exec(ctx, `UPDATE redivision_case SET state = 'archived' WHERE id = $1`, id); err == nil {
		c.Error("the database let a case skip its steps")
	}
	for _, step := range []func() (int64, error){
		func() (int64, error) { return c.cases.Extend(ctx, approver, id, 0, "浙政函示例1号") },
		func() (int64, error) { return c.cases.PublishCodes(ctx, clerk, id, 0, "") },
		func() (int64, error) { return c.cases.Complete(ctx, clerk, id, 0, "") },
		func() (int64, error) { return c.cases.Announce(ctx, clerk, id, 0, "") },
		func() (int64, error) { return c.cases.Archive(ctx, clerk, id, 0, "") },
	} {
		if _, err := step(); err != nil {
			c.Fatal(err)
		}
	}
	deadlines, err := c.cases.Deadlines(ctx, id)
	if err != nil || len(deadlines) != 3 || deadlines[0].Due != newYear || deadlines[2].Due != version.Day(2018, time.June, 1) || deadlines[2].Met.IsZero() {
		c.Errorf("deadlines %+v, %v", deadlines, err)
	}
	steps, err := c.cases.Steps(ctx, id)
	if err != nil || len(steps) != 7 || steps[1].DaysLate() < 365 {
		c.Errorf("steps %+v, %v", steps, err)
	}
}

func TestMissingPapersHoldACaseBack(t *testing.T) {
	c := newCounty(t)
	id, _, err := c.cases.Create(t.Context(), clerk, redivision.Text{Title: "清湖", Proposal: c.jiangshan()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.cases.AddPaper(t.Context(), clerk, id, redivision.Paper{Kind: "application", Body: "申请书"}); err != nil {
		t.Fatal(err)
	}
	_, err = c.cases.Submit(t.Context(), clerk, id, 0, version.Date{})
	var missing *redivision.MissingError
	if !errors.As(err, &missing) || len(missing.Kinds) != len(redivision.PaperKinds)-1 {
		t.Fatalf("submitted without its papers: %v", err)
	}
}

func TestRepliesHaveTheirDate(t *testing.T) {
	c := newCounty(t)
	one := c.begin("清湖", c.jiangshan(), newYear)
	if _, err := c.cases.Reply(t.Context(), approver, one.ID, 0, redivision.Reply{By: "省", Number: "1", On: newYear}); !errors.Is(err, redivision.ErrStep) {
		t.Errorf("a second reply = %v, want ErrStep", err)
	}
	other := c.begin2("再次")
	for name, on := range map[string]version.Date{"tomorrow": version.DayOf(time.Now().In(version.China).AddDate(0, 0, 2)), "before the application": version.Day(2016, time.June, 30)} {
		if _, err := c.cases.Reply(t.Context(), approver, other, 0, redivision.Reply{By: "省", Number: "1", On: on}); !errors.Is(err, redivision.ErrDates) {
			t.Errorf("a reply dated %s = %v, want ErrDates", name, err)
		}
	}
}

// begin2 makes a submitted case.
func (c *county) begin2(title string) uuid.UUID {
	c.Helper()
	id, _, err := c.cases.Create(c.Context(), clerk, redivision.Text{Title: title, Proposal: c.jiangshan()})
	if err != nil {
		c.Fatal(err)
	}
	for _, kind := range redivision.PaperKinds {
		if _, err := c.cases.AddPaper(c.Context(), clerk, id, redivision.Paper{Kind: kind, Body: "示例"}); err != nil {
			c.Fatal(err)
		}
	}
	if _, err := c.cases.Submit(c.Context(), clerk, id, 0, version.Day(2016, time.July, 1)); err != nil {
		c.Fatal(err)
	}
	return id
}

// Two cases that would take one code are enacted at once: one wins.
func TestTwoEnactmentsAtOnceOneWins(t *testing.T) {
	c := newCounty(t)
	street := func(name string) redivision.Proposal {
		parent := c.id("330881")
		return redivision.Proposal{Items: []redivision.Item{{Kind: redivision.Establish, Name: name, Parent: &parent}}}
	}
	for _, names := range [][2]string{{"城北街道", "城南街道"}, {"江滨街道", "江滨街道"}} {
		all := []redivision.Case{c.begin(names[0]+"甲", street(names[0]), newYear), c.begin(names[1]+"乙", street(names[1]), newYear)}
		var wait sync.WaitGroup
		errs := make([]error, 2)
		seen := []string{c.simulate(all[0]).Digest, c.simulate(all[1]).Digest}
		for i, one := range all {
			wait.Go(func() { _, errs[i] = c.cases.Enact(t.Context(), approver, one.ID, 0, seen[i]) })
		}
		wait.Wait()
		lost := cmp.Or(errs[0], errs[1])
		if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(lost, redivision.ErrStale) {
			t.Errorf("%v enacted at once: %v and %v, want one ErrStale", names, errs[0], errs[1])
		}
	}
}

// A name that stands already refuses its case at the database, seen or not.
func TestANameThatStandsRefusesItsCase(t *testing.T) {
	c := newCounty(t)
	one := c.begin("更名", redivision.Proposal{Items: []redivision.Item{{Kind: redivision.Rename, Divisions: []uuid.UUID{c.id("330881002")}, Name: "双塔街道"}}}, newYear)
	sim := c.simulate(one)
	if len(sim.Findings) != 1 {
		t.Errorf("findings %+v, want one", sim.Findings)
	}
	var taken *gazetteer.TakenError
	if _, err := c.cases.Enact(t.Context(), approver, one.ID, 0, sim.Digest); !errors.As(err, &taken) {
		t.Errorf("enacted with a name that stands: %v", err)
	}
	if got := c.read(one.ID).State; got != redivision.Replied {
		t.Errorf("the case is %s after its refusal", got)
	}
}

// Merging, splitting, founding and abolishing come out as simulated, too.
func TestOtherChangesComeOutAsSimulated(t *testing.T) {
	for name, items := range map[string]func(c *county) []redivision.Item{
		"merged": func(c *county) []redivision.Item {
			into := c.id("330881116")
			return []redivision.Item{{Kind: redivision.Merge, Divisions: []uuid.UUID{into, c.id("330881203")}, Into: &into}}
		},
		"merged into a new one": func(c *county) []redivision.Item {
			return []redivision.Item{{Kind: redivision.Merge, Divisions: []uuid.UUID{c.id("330881116"), c.id("330881203")}, Name: "余窑镇"}}
		},
		"split": func(c *county) []redivision.Item {
			return []redivision.Item{{Kind: redivision.Split, Divisions: []uuid.UUID{c.id("330881116")}, Name: "迎宾街道", Children: []uuid.UUID{c.id("330881116291"), c.id("330881116292")}}}
		},
		"abolished": func(c *county) []redivision.Item {
			return []redivision.Item{{Kind: redivision.Abolish, Divisions: []uuid.UUID{c.id("330881203294")}}}
		},
		"of county and town": func(c *county) []redivision.Item {
			return []redivision.Item{{Kind: redivision.TypeChange, Divisions: []uuid.UUID{c.id("330881")}, Name: "江山区"},
				{Kind: redivision.SeatMove, Divisions: []uuid.UUID{c.id("330881203")}, Seat: &orb.Point{121, 29.5}}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCounty(t)
			one := c.begin(name, redivision.Proposal{Items: items(c)}, newYear)
			sim := c.simulate(one)
			if _, err := c.cases.Enact(t.Context(), approver, one.ID, 0, sim.Digest); err != nil {
				t.Fatal(err, sim.Problems)
			}
			changed, err := c.cases.Changed(t.Context(), c.read(one.ID))
			if err != nil {
				t.Fatal(err)
			}
			compare(t, sim.Rows, changed)
		})
	}
}

func TestADocumentIsAPaperUntilItIsTakenOut(t *testing.T) {
	c := newCounty(t)
	ctx := t.Context()
	id, _, err := c.cases.Create(ctx, clerk, redivision.Text{Title: "清湖", Proposal: c.jiangshan()})
	if err != nil {
		t.Fatal(err)
	}
	file := redivision.Paper{Kind: "risk", Digest: strings.Repeat("a1", 32), MediaType: "application/pdf", Name: "风险评估报告.pdf", Size: 1234}
	nameless := file
	nameless.Name = ""
	if _, err := c.cases.AddPaper(ctx, clerk, id, nameless); !errors.Is(err, redivision.ErrPaper) {
		t.Errorf("a document without a name: %v, want ErrPaper", err)
	}
	for _, p := range []redivision.Paper{file, {Kind: "expert", Body: "（示例）"}} {
		if _, err := c.cases.AddPaper(ctx, clerk, id, p); err != nil {
			t.Fatal(err)
		}
	}
	all, err := c.cases.Papers(ctx, id)
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	got, err := c.cases.Document(ctx, id, all[0].ID)
	if err != nil || got.Name != file.Name || got.Size != file.Size || got.Digest != file.Digest {
		t.Errorf("the document: %+v, %v", got, err)
	}
	if _, err := c.cases.Document(ctx, id, all[1].ID); !errors.Is(err, redivision.ErrPaper) {
		t.Errorf("a text as a document: %v, want ErrPaper", err)
	}
	if _, err := c.cases.RemovePaper(ctx, clerk, id, all[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := c.cases.Document(ctx, id, all[0].ID); !errors.Is(err, redivision.ErrPaper) {
		t.Errorf("a document that was taken out: %v, want ErrPaper", err)
	}
}

// A month is until the day of the same number; what is safe is the last
// working day up to it, by the holidays that are held.
func TestTheReplyStartsTheClocks(t *testing.T) {
	c := newCounty(t)
	one := c.begin("清湖", c.jiangshan(), newYear) // replied on 2016-12-01, a Thursday
	for _, holiday := range []string{"2016-12-30", "2017-11-30", "2017-12-01"} {
		if _, err := pgtest.Admin(t, c.pool).Exec(t.Context(), `INSERT INTO holiday (day, kind, name, source) VALUES ($1, 'rest', '示例', '示例')`, holiday); err != nil {
			t.Fatal(err)
		}
	}
	all, err := c.cases.Deadlines(t.Context(), one.ID)
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	for i, want := range [][2]version.Date{
		{version.Day(2017, time.January, 1), version.Day(2016, time.December, 29)}, // a Sunday, after a holiday
		{version.Day(2017, time.December, 1), version.Day(2017, time.November, 29)},
	} {
		if d := all[i]; d.Due != want[0] || d.Safe != want[1] || d.Unsure || d.Left(want[1]) != 0 || d.Left(want[0]) >= 0 {
			t.Errorf("%s: due %v, safe %v, unsure %v, want %v", d.Kind, d.Due, d.Safe, d.Unsure, want)
		}
	}
}
