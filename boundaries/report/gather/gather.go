// Package gather makes the value of an inspection's report from what the
// stores hold: the task and its papers (boundaries/round), its line and markers
// (boundaries/line, boundaries/marker), and its field work (boundaries/fieldsync).
package gather

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/line"
	"diming/boundaries/marker"
	"diming/boundaries/report"
	"diming/boundaries/round"
	"diming/internal/blob"
	"diming/internal/pg"
	"diming/internal/version"
)

// Stores are where a report is gathered from. They are read one after another:
// a report that is made while its task changes may see part of the change.
type Stores struct {
	DB      pg.DB
	Rounds  *round.Store
	Lines   *line.Store
	Markers *marker.Store
	Fields  *fieldsync.Store
	Files   blob.Store
	Demo    bool // 示例数据 stands on each page
}

// A Result is a report, with the documents that go into its package beside what
// is made of it.
type Result struct {
	Report  *report.Report
	Files   []report.File
	Markers []marker.Marker // as the register had them at the report's moment
}

// gathering is one report while it is gathered.
type gathering struct {
	Stores
	task    round.Task
	at      version.AsOf // of the register
	work    fieldsync.Work
	form    round.Form
	markers []marker.Marker
	files   []report.File
	out     *report.Report
}

// Of gathers the report of a task. What the register says of line and markers
// is that of today until both sides have signed, and from then on what it said
// when they did: later changes of the register change no signed report. It
// answers round.ErrNotFound.
func (s Stores) Of(ctx context.Context, task uuid.UUID) (Result, error) {
	g := &gathering{Stores: s, out: &report.Report{Demo: s.Demo}}
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) (err error) { g.task, err = s.Rounds.ByID(ctx, task); return err },
		g.moment, g.fieldWork, g.line, g.parties, g.markersAndSegments, g.records, g.ofTask, g.sheets, g.papers, g.attachments,
	} {
		if err := step(ctx); err != nil {
			return Result{}, fmt.Errorf("gather report of task %s: %w", task, err)
		}
	}
	return Result{g.out, g.files, g.inspected()}, nil
}

// moment settles which state of the register the report shows.
func (g *gathering) moment(ctx context.Context) error {
	steps, err := g.Rounds.Steps(ctx, g.task.ID)
	for _, step := range steps {
		if step.To == round.Signed {
			g.at = version.AsOf{Valid: step.On, Recorded: step.At}
		}
	}
	return err
}

func (g *gathering) fieldWork(ctx context.Context) error {
	work, err := g.Fields.Work(ctx, g.task.ID)
	if err != nil {
		return err
	}
	held, err := g.Rounds.FormOfTask(ctx, g.task)
	g.work, g.form = work, held.Form
	return err
}

// line fills what is registered of the line, its sides and its map.
func (g *gathering) line(ctx context.Context) error {
	l, err := g.Lines.ByID(ctx, boundaries.Reader{AsOf: g.at, Internal: true}, g.task.Line.ID)
	if err != nil && !errors.Is(err, line.ErrNotFound) && !errors.Is(err, line.ErrWithdrawn) {
		return err
	}
	t := g.task.Line
	g.out.Line = report.Line{Name: t.Name, Number: t.Number, Level: int(t.Level), LengthM: t.Metres}
	if err == nil {
		g.out.Line = report.Line{Name: l.Name, Number: l.Number, Level: int(l.Level), LengthM: l.LengthM, LengthStated: l.LengthStated,
			ApprovedBy: l.ApprovedBy, Approval: approval(l), Agreement: l.Agreement, Description: l.Description}
		g.out.Map = report.Map{Line: l.Geometry, AOnLeft: l.AOnLeft}
	}
	g.out.Map.Stretch, err = g.Rounds.Stretch(ctx, g.task.ID)
	return err
}

func approval(l line.Line) string {
	if l.ApprovedOn.IsZero() {
		return l.ApprovalNo
	}
	d := l.ApprovedOn.Time()
	day := fmt.Sprintf("%d年%d月%d日", d.Year(), d.Month(), d.Day())
	if l.ApprovalNo == "" {
		return day
	}
	return l.ApprovalNo + "，" + day
}

// ofTask fills what the task keeps itself.
func (g *gathering) ofTask(ctx context.Context) error {
	t := g.task
	years, err := g.years(ctx)
	if err != nil {
		return err
	}
	g.out.Task = report.Task{ID: t.ID.String(), Round: t.Ordinal, Year: t.Year, Lead: t.Lead, Reason: t.Reason, Years: years}
	if t.From != "" && t.To != "" {
		g.out.Task.Stretch = t.From + "至" + t.To
	}
	meetings, err := g.Rounds.Meetings(ctx, t.ID)
	if err != nil {
		return err
	}
	latest := latestOf(t.Created, g.work.Latest)
	for _, m := range meetings {
		latest = latestOf(latest, m.At)
		g.out.Meetings = append(g.out.Meetings, report.Meeting{On: m.On, Place: line1(m.Place), Units: line1(m.Units), Text: text(m.Text)})
	}
	problems, err := g.Rounds.Problems(ctx, t.ID)
	if err != nil {
		return err
	}
	for _, p := range problems {
		latest = latestOf(latest, p.At)
	}
	g.out.Dated = version.DayOf(latest.In(version.China))
	return g.problems(problems)
}

// years is within how many a line is inspected again: by the setting of side
// a's division on the report's day.
func (g *gathering) years(ctx context.Context) (int, error) {
	known, err := boundaries.Known(boundaries.SettingInspectYears)
	if err != nil {
		return 0, err
	}
	value := known.Default
	if a := g.task.Line.Owners[0].Division; a != nil {
		set, _, found, err := (&boundaries.Store{DB: g.DB}).Setting(ctx, *a, boundaries.SettingInspectYears, g.at.Day())
		if err != nil {
			return 0, err
		}
		if found {
			value = set
		}
	}
	return strconv.Atoi(value)
}

func latestOf(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// open gives a document of the store of documents.
func (g *gathering) open(sha256 string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		d, err := blob.ParseDigest(sha256)
		if err != nil {
			return nil, err
		}
		return g.Files.Open(d)
	}
}
