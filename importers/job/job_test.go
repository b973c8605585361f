package job_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/importers"
	"diming/importers/job"
	"diming/internal/pg/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var actor = uuid.MustParse("0190cafe-0000-7000-8000-000000000001")

func newStore(t *testing.T) (*job.Store, *pgxpool.Pool) {
	pool := pgtest.New(t)
	places := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	return job.NewStore(pool, places, filepath.Join(t.TempDir(), "imports")), pool
}

const census = "标准名称,别名,类别名称,东经,北纬,备注\n甲村,甲,农村居民点,118.51234,28.71234,\n乙村,,农村居民点,118.52234,28.72234,x\n丙村,,不知道,118.53234,28.73234,\n"

func take(t *testing.T, s *job.Store, name, content string) job.Job {
	t.Helper()
	j, err := s.Take(t.Context(), actor, name, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func work(t *testing.T, s *job.Store, id uuid.UUID) job.Job {
	t.Helper()
	if worked, err := s.WorkOnce(t.Context(), uuid.New()); !worked || err != nil {
		t.Fatalf("WorkOnce() = %v, %v", worked, err)
	}
	return get(t, s, id)
}

func get(t *testing.T, s *job.Store, id uuid.UUID) job.Job {
	t.Helper()
	j, err := s.Job(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestAFileGoesInAndOutAgain(t *testing.T) {
	s, pool := newStore(t)
	j := take(t, s, `C:\桌面\..\普查.csv`, census)
	if j.File != "普查.csv" || j.State != job.Planned || j.Plan.As != importers.Places || len(j.Columns()) != 6 {
		t.Fatalf("Take() = %+v", j)
	}
	p, ready, err := s.Try(t.Context(), j.ID, nil)
	if err != nil || !ready || p.Counts[importers.RowAdded] != 2 || p.Counts[importers.RowRejected] != 1 || p.Report.Rejected != 1 || p.Rows[0].After == nil {
		t.Fatalf("Preview() = %+v, %v, want two added with positions and one rejected", p, err)
	}
	var held int
	if err := pool.QueryRow(t.Context(), `SELECT count(*) FROM place`).Scan(&held); err != nil || held != 0 {
		t.Fatalf("%d places after a look, %v", held, err)
	}
	for range 2 { // asked twice, run once
		if _, err := s.Run(t.Context(), j.ID, nil); err != nil {
			t.Fatal(err)
		}
	}
	j = work(t, s, j.ID)
	if j.State != job.Done || j.Report.Accepted != 2 || j.Report.Rejected != 1 || j.Progress.Rows != 3 {
		t.Fatalf("after the run: %+v", j)
	}
	if worked, err := s.WorkOnce(t.Context(), uuid.New()); worked || err != nil {
		t.Errorf("a second run: %v, %v, want none", worked, err)
	}
	f, name, err := s.Rejected(t.Context(), j.ID)
	if err != nil || name != "普查.rejected.csv" {
		t.Fatalf("Rejected() = %s, %v", name, err)
	}
	defer f.Close()
	rejected, _ := io.ReadAll(f)
	if !strings.Contains(string(rejected), "丙村") || strings.Contains(string(rejected), "乙村") {
		t.Errorf("rejected rows: %s", rejected)
	}
	corrected := take(t, s, name, strings.ReplaceAll(string(rejected), "不知道", "农村居民点"))
	if _, err := s.Run(t.Context(), corrected.ID, nil); err != nil {
		t.Fatal(err)
	}
	if c := work(t, s, corrected.ID); c.State != job.Done || c.Report.Accepted != 1 || c.Report.Source != "普查" {
		t.Errorf("the corrected row: %+v", c.Report)
	}
	done, err := s.Undo(t.Context(), j.ID, actor, "文件错了", true, nil)
	if err != nil || done.Withdrawn != 2 || get(t, s, j.ID).State != job.Undone {
		t.Errorf("Undo() = %+v, %v", done, err)
	}
}

func TestAnotherServerGoesOnWhereOneWasKilled(t *testing.T) {
	s, pool := newStore(t)
	j := take(t, s, "a.csv", census)
	if _, err := s.Run(t.Context(), j.ID, nil); err != nil {
		t.Fatal(err)
	}
	_, err := pool.Exec(t.Context(), `UPDATE import_job SET state = 'running', holder = gen_random_uuid(), lease = clock_timestamp() + interval '1 minute' WHERE id = $1`, j.ID)
	if err != nil {
		t.Fatal(err)
	}
	if worked, err := s.WorkOnce(t.Context(), uuid.New()); worked || err != nil {
		t.Fatalf("a run that another server has: %v, %v, want it left alone", worked, err)
	}
	if _, err := s.SetPlan(t.Context(), j.ID, j.Plan); !errors.Is(err, job.ErrBusy) {
		t.Errorf("SetPlan() of a run under way: %v, want ErrBusy", err)
	}
	if _, err := pool.Exec(t.Context(), `UPDATE import_job SET lease = clock_timestamp() - interval '1 second' WHERE id = $1`, j.ID); err != nil {
		t.Fatal(err)
	}
	if j = work(t, s, j.ID); j.State != job.Done || j.Report.Accepted != 2 {
		t.Errorf("after the lease ended: %+v", j)
	}
}

func TestAServerThatStopsLeavesItsRunToTheNext(t *testing.T) {
	s, _ := newStore(t)
	j := take(t, s, "a.csv", census)
	if _, err := s.Run(t.Context(), j.ID, nil); err != nil {
		t.Fatal(err)
	}
	stopped := &stopping{s.DB, nil}
	var ctx context.Context
	ctx, stopped.stop = context.WithCancel(t.Context())
	late := job.NewStore(stopped, s.Places, s.Folder)
	if _, err := late.WorkOnce(ctx, uuid.New()); err != nil {
		t.Fatal(err)
	}
	if j = get(t, s, j.ID); j.State != job.Queued {
		t.Fatalf("after the server stopped: %s %s, want queued", j.State, j.Failure)
	}
	if j = work(t, s, j.ID); j.State != job.Done || j.Report.Accepted != 2 {
		t.Errorf("after the next start: %+v", j)
	}
}

func TestWhatCannotBeDoneIsSaid(t *testing.T) {
	s, _ := newStore(t)
	s.MaxBytes = 1000
	if _, err := s.Take(t.Context(), actor, "a.csv", strings.NewReader(strings.Repeat("x", 1001))); !errors.Is(err, job.ErrTooLarge) {
		t.Errorf("a large file: %v, want ErrTooLarge", err)
	}
	if _, err := s.Take(t.Context(), actor, "a.pdf", strings.NewReader("%PDF-1.7")); !errors.Is(err, job.ErrFile) || !strings.Contains(err.Error(), "PDF") {
		t.Errorf("a PDF: %v, want ErrFile that says so", err)
	}
	if left, err := os.ReadDir(s.Folder); err != nil || len(left) != 0 {
		t.Errorf("%v are left of refused files, %v", left, err)
	}
	j := take(t, s, "a.csv", "a,b\n1,2\n")
	if _, err := s.Preview(t.Context(), j.ID, nil); !errors.Is(err, job.ErrPlan) || !strings.Contains(err.Error(), "标准名称") {
		t.Errorf("no name: %v, want ErrPlan that names the column", err)
	}
	j.Plan.Mapping = importers.Mapping{"c": "name"}
	if _, err := s.SetPlan(t.Context(), j.ID, j.Plan); !errors.Is(err, importers.ErrMapping) {
		t.Errorf("a heading that is missing: %v, want ErrMapping", err)
	}
	j.Plan.Mapping = importers.Mapping{"a": "name"}
	j.Plan.Classification = "秘密"
	if _, err := s.SetPlan(t.Context(), j.ID, j.Plan); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Preview(t.Context(), j.ID, nil); !errors.Is(err, importers.ErrClassified) {
		t.Errorf("a classified file: %v, want ErrClassified", err)
	}
	if _, err := s.Run(t.Context(), uuid.New(), nil); !errors.Is(err, job.ErrNotFound) {
		t.Errorf("an import that is not there: %v, want ErrNotFound", err)
	}
}

func TestFilesGoWhenTheirTimeIsOver(t *testing.T) {
	s, pool := newStore(t)
	old, young := take(t, s, "a.csv", census), take(t, s, "b.csv", census)
	if _, err := pool.Exec(t.Context(), `UPDATE import_job SET created = created - interval '31 days' WHERE id = $1`, old.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Clean(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Run(t.Context(), old.ID, nil); !errors.Is(err, job.ErrFileGone) {
		t.Errorf("the old one: %v, want ErrFileGone", err)
	}
	if _, err := s.Run(t.Context(), young.ID, nil); err != nil {
		t.Errorf("the young one: %v", err)
	}
	if left, err := os.ReadDir(s.Folder); err != nil || len(left) != 1 || left[0].Name() != young.ID.String() {
		t.Errorf("%v are left, %v", left, err)
	}
	if err := s.Delete(t.Context(), young.ID); !errors.Is(err, job.ErrBusy) {
		t.Errorf("Delete() of a run that waits: %v, want ErrBusy", err)
	}
	if _, err := s.Cancel(t.Context(), young.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), young.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Job(t.Context(), young.ID); !errors.Is(err, job.ErrNotFound) {
		t.Errorf("after Delete(): %v, want ErrNotFound", err)
	}
}

func TestATrialThatTakesLongIsAskedForAgain(t *testing.T) {
	s, _ := newStore(t)
	s.Wait = 1 // no trial is as quick
	j := take(t, s, "a.csv", census)
	if _, ready, err := s.Try(t.Context(), j.ID, nil); ready || err != nil {
		t.Fatalf("at once: ready %v, %v", ready, err)
	}
	for { // ends by the test's own deadline if a trial never does
		p, ready, err := s.Try(t.Context(), j.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		if ready {
			if p.Counts[importers.RowAdded] != 2 {
				t.Errorf("at last: %+v", p.Counts)
			}
			return
		}
	}
}

func TestXIsTheNorthingOfASurveyTable(t *testing.T) {
	s, _ := newStore(t)
	j := take(t, s, "a.csv", "标准名称,类别代码,X坐标,Y坐标\n甲村,22200,3177000.5,40361000.5\n")
	fields := func() string { c := j.Columns(); return c[2].Field + " " + c[3].Field }
	if got := fields(); got != "lon lat" {
		t.Errorf("in degrees: %s", got)
	}
	j.Plan.CRS = "4528"
	if got := fields(); got != "lat lon" {
		t.Errorf("in EPSG:4528: %s", got)
	}
}
