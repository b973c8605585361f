package demo

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/marker"
	"diming/boundaries/round"
	"diming/gazetteer/deadline"
	"diming/internal/account"
	"diming/internal/blob"
	"diming/internal/version"
)

// inspections is what puts sample rounds into a register.
type inspections struct {
	ctx     context.Context
	tasks   *round.Store
	markers *marker.Store
	docs    blob.Store
	who     uuid.UUID // of the county
	other   uuid.UUID // of the counties around it
	today   version.Date
}

// by is who acts for the leading side of a task.
func (i inspections) by(t round.Task) round.Actor {
	if strings.HasPrefix(t.Line.Owner(t.Lead).Code, countyCode) {
		return round.Actor{Account: i.who, Side: t.Lead}
	}
	return round.Actor{Account: i.other, Side: t.Lead}
}

// Rounds puts the fifth round of inspections under way over the county's outer
// lines and some of its towns': what was due in earlier years is done, this
// year's stands at several steps, and one problem is overdue. Where any round is
// held nothing is done.
func (d *Demo) Rounds(ctx context.Context, accounts *account.Store, docs blob.Store) error {
	tasks := &round.Store{DB: d.Places.DB}
	held, err := tasks.Rounds(ctx, nil, true)
	if err != nil || len(held) > 0 {
		return err
	}
	home, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, countyCode)
	if err != nil {
		return err
	}
	who, err := loginOf(ctx, accounts, "inspector")
	if err != nil {
		return err
	}
	other, err := loginOf(ctx, accounts, "neighbour")
	if err != nil {
		return err
	}
	i := inspections{ctx, tasks, &marker.Store{DB: d.Places.DB}, docs, who, other, version.Today()}
	id, err := i.plan(home.ID)
	if err != nil || id == uuid.Nil {
		return err
	}
	all, err := tasks.List(ctx, round.Filter{Whole: true, Round: &id, Limit: 100})
	if err != nil {
		return err
	}
	now := 0 // of this year's
	for _, t := range all {
		n := now
		if t.Year == i.today.Time().Year() {
			now++
		}
		if err := i.play(n, t); err != nil {
			return fmt.Errorf("demo inspection of %s: %w", t.Line.Name, err)
		}
	}
	return i.special(all)
}

// plan begins the round over the outer lines and the longest lines of towns.
func (i inspections) plan(home uuid.UUID) (uuid.UUID, error) {
	standings, err := i.tasks.Standings(i.ctx, []uuid.UUID{home}, false, boundaries.Township, func(uuid.UUID) (int, error) { return 5, nil })
	if err != nil {
		return uuid.Nil, err
	}
	var lines []round.Candidate
	towns := 0
	for _, x := range standings {
		if x.Line.Level == boundaries.Township {
			if towns++; towns > 8 {
				continue
			}
		}
		lines = append(lines, x.Candidate())
	}
	if len(lines) == 0 {
		return uuid.Nil, nil // a register without lines has nothing to inspect
	}
	id, _, err := i.tasks.Create(i.ctx, i.who, round.Draft{Division: home, Ordinal: 5, From: 2023, To: 2027,
		Basis: "示例数据：参照民函〔2023〕26号开展第五轮联合检查", Slots: round.Propose(lines, 2023, 2027)})
	return id, err
}

// play takes a task as far as its year lets expect; of this year's, the first
// one into the field with an overdue problem, the second to a report that one
// side signed, and the others to the check of papers.
func (i inspections) play(n int, t round.Task) error {
	year := i.today.Time().Year()
	switch {
	case t.Year < year:
		return i.finish(t)
	case t.Year > year:
		return nil
	}
	by, on := i.by(t), deadline.AddDays(i.today, -60)
	if err := i.begin(by, t, on); err != nil {
		return err
	}
	switch n % 3 {
	case 0:
		return errors.Join(i.take(by, t, round.Field, on, ""), i.problem(by, t, 2, "基座松动，文字脱落", deadline.AddDays(i.today, -10), ""))
	case 1:
		err := errors.Join(i.take(by, t, round.Field, on, ""), i.problem(by, t, 1, "周围长满灌木，找不到", deadline.AddDays(i.today, -20), "示例：已清理"),
			i.take(by, t, round.Issues, on, ""), i.take(by, t, round.ReportDraft, on, ""))
		if err != nil {
			return err
		}
		_, err = i.tasks.Sign(i.ctx, by, t.ID, 0, on, by.Side, nil)
		return err
	}
	return nil
}

// begin holds the first meeting, signs the plan and opens the check of papers.
func (i inspections) begin(by round.Actor, t round.Task, on version.Date) error {
	names := t.Line.Owners[0].Name + "与" + t.Line.Owners[1].Name
	_, _, err := i.tasks.AddMinutes(i.ctx, by, t.ID, round.Minutes{On: on, Place: "示例会议室", Units: names + "民政局（示例）",
		Text: "示例数据：商定本年联合检查的时间、人员和牵头方，签署实施方案。"}, "示例人员甲、示例人员乙")
	if err != nil {
		return err
	}
	return errors.Join(i.take(by, t, round.PlanSigned, on, ""), i.take(by, t, round.Indoor, on, ""))
}

func (i inspections) take(by round.Actor, t round.Task, to round.State, on version.Date, note string) error {
	_, err := i.tasks.Take(i.ctx, by, t.ID, 0, round.Taking{To: to, On: on, Note: note})
	return err
}

// problem records a problem at the nth marker of a task's line, or of the line
// where it has so few, and its outcome where it has one.
func (i inspections) problem(by round.Actor, t round.Task, n int, text string, due version.Date, solution string) error {
	p := round.Problem{Text: "示例：" + text, ObjectKind: "line", ObjectName: t.Line.Name, Handler: t.Line.Owner(t.Lead).Name + "民政局（示例）", Due: due}
	standing, err := i.markers.OfLine(i.ctx, version.AsOf{}, t.Line.ID)
	if err != nil {
		return err
	}
	if n < len(standing) {
		p.ObjectKind, p.Object, p.ObjectName = "marker", &standing[n].ID, standing[n].Number
	}
	id, _, err := i.tasks.AddProblem(i.ctx, by, t.ID, 0, p)
	if err != nil || solution == "" {
		return err
	}
	_, err = i.tasks.Solve(i.ctx, by, t.ID, 0, id, due, solution)
	return err
}

// finish takes a task of an earlier year to its archive, on days of that year.
func (i inspections) finish(t round.Task) error {
	by := i.by(t)
	on := func(month time.Month) version.Date { return version.Day(t.Year, month, 15) }
	err := errors.Join(i.begin(by, t, on(time.March)), i.take(by, t, round.Field, on(time.May), ""),
		i.take(by, t, round.Issues, on(time.June), ""), i.take(by, t, round.ReportDraft, on(time.July), ""))
	if err != nil {
		return err
	}
	scan, err := i.scan(by, t)
	if err != nil {
		return err
	}
	for _, side := range []boundaries.Side{boundaries.SideA, boundaries.SideB} {
		if _, err := i.tasks.Sign(i.ctx, by, t.ID, 0, on(time.September), side, &scan); err != nil {
			return err
		}
	}
	return errors.Join(i.take(by, t, round.Submitted, on(time.October), "示例：联合报送批准机关"),
		i.take(by, t, round.Filed, on(time.November), "示例备案〔"+fmt.Sprint(t.Year)+"〕1号"), i.take(by, t, round.Archived, on(time.December), ""))
}

// scan files a page that stands for the signed and sealed report.
func (i inspections) scan(by round.Actor, t round.Task) (uuid.UUID, error) {
	digest, size, err := i.docs.Put(strings.NewReader(samplePDF))
	if err != nil {
		return uuid.Nil, err
	}
	id, _, err := i.tasks.AddPaper(i.ctx, by, t.ID, round.Paper{Kind: "signed_report", Title: "示例数据：联检报告签章扫描件", SHA256: string(digest),
		MediaType: "application/pdf", Name: "shili-lianjian-baogao.pdf", Size: size}, false)
	return id, err
}

// special opens a check of a stretch of the first line, two weeks from now.
func (i inspections) special(all []round.Task) error {
	if len(all) == 0 {
		return nil
	}
	t := all[len(all)-1]
	_, _, err := i.tasks.OpenSpecial(i.ctx, i.who, round.Special{Line: t.Line.ID, Lead: t.Lead, Due: deadline.AddDays(i.today, 14),
		Reason: "示例：7月山洪冲毁河岸", From: "3号界桩", To: "5号界桩"})
	return err
}

// samplePDF is a page that says that it is a sample.
const samplePDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 70>>stream
BT /F 24 Tf 72 720 Td (SAMPLE DATA - no real inspection report) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
startxref
9
%%EOF
`
