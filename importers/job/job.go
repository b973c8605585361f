// Package job is the import of a file as people do it: bring the file, say
// what its columns mean, look at what would change, run it, and undo it.
//
// A run is taken up by any server that follows the table import_job: with FOR
// UPDATE SKIP LOCKED, on a lease that is prolonged while the run goes on. A
// server that is killed lets its lease end, and another goes on; the importer
// changes nothing that is known, so that no row comes in twice.
package job

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"diming/gazetteer"
	"diming/importers"
)

// Errors that callers tell apart.
var (
	ErrNotFound = errors.New("没有这次导入 / there is no such import")
	ErrBusy     = errors.New("导入正在进行，请等它结束或先停止 / the import is running: wait for it, or stop it first")
	ErrState    = errors.New("现在不能这样做 / not possible in this state")
	ErrFileGone = errors.New("文件已按保存期限删除，请重新上传 / the file was removed when its time was over: bring it again")
	ErrTooLarge = errors.New("文件过大 / the file is too large")
	ErrFile     = errors.New("文件不能读取 / the file cannot be read")
	ErrPlan     = errors.New("导入方式有误 / the import cannot be run like this")
)

// States of a job.
const (
	Planned = "planned" // can be looked at, changed and run
	Queued  = "queued"  // waits for a server
	Running = "running"
	Done    = "done"
	Failed  = "failed" // ended half-way; whole batches stand, it can be run again
	Undone  = "undone"
)

// A Plan is how a file is to be taken in.
type Plan struct {
	As             importers.Kind    `json:"as"`
	Layer          string            `json:"layer,omitempty"`
	Encoding       string            `json:"encoding,omitempty"`
	Classification string            `json:"classification,omitempty"`
	CRS            string            `json:"crs,omitempty"` // EPSG code, gcj02 or bd09; "" for what the file says
	SwapAxes       bool              `json:"swap_axes,omitempty"`
	OldDatum       string            `json:"old_datum,omitempty"`
	Repair         bool              `json:"repair,omitempty"`
	Force2D        bool              `json:"force_2d,omitempty"`
	Pairs          string            `json:"pairs,omitempty"`
	Source         string            `json:"source,omitempty"`
	DefaultClass   string            `json:"default_class,omitempty"`
	Mapping        importers.Mapping `json:"mapping"`
	Note           string            `json:"note,omitempty"`
}

// A Job is one file on its way into the register.
type Job struct {
	ID         uuid.UUID
	Actor      uuid.UUID
	Created    time.Time
	File       string // as the person called it: text, never a path
	SizeBytes  int64
	State      string
	Inspection importers.Inspection
	Plan       Plan
	Decisions  map[string]gazetteer.Decision // by the key of the row
	Progress   Progress
	Report     *importers.Report // nil before the first run ended
	Failure    string            // why it is Failed
	Undone     *gazetteer.Undone // nil before
	FileGone   bool

	stored   string
	within   []uuid.UUID
	cancel   bool
	attempts int
}

// Progress is how far a run is, and how far the last look at a plan was.
type Progress struct {
	Rows          int64
	BytesRead     int64
	BytesTotal    int64
	RowsPerSecond float64
	SecondsLeft   *int64 // nil while nothing can be said
}

// progressOf works the rate out from what was read in the time since started.
func progressOf(rows, bytes, total int64, started, now time.Time) Progress {
	p := Progress{Rows: rows, BytesRead: bytes, BytesTotal: total}
	seconds := now.Sub(started).Seconds()
	if started.IsZero() || seconds <= 0 {
		return p
	}
	p.RowsPerSecond = float64(rows) / seconds
	if bytes > 0 && total >= bytes {
		left := int64(seconds*float64(total-bytes)/float64(bytes) + 0.5)
		p.SecondsLeft = &left
	}
	return p
}

// Columns are the headings of the file with what the plan takes them for.
func (j Job) Columns() []importers.Column {
	return importers.Guess(j.Plan.As, j.Inspection.Headings, j.projected(), j.Plan.Mapping)
}

// projected tells whether the coordinates are those of a survey in CGCS2000
// (EPSG 4491 to 4554), where X is the northing.
func (j Job) projected() bool {
	code, _, err := importers.ParseCRS(j.Plan.CRS)
	if j.Plan.CRS == "" {
		code = j.Inspection.CRS
	}
	return err == nil && code >= 4491 && code <= 4554
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain values only
	}
	return string(b)
}
