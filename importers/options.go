// Package importers takes other people's files into the register and
// accounts for every row: read = accepted + updated + unchanged + rejected,
// each rejection with its row, column, value and reason, and as a table that
// goes in again once corrected.
//
// [Run] is the way in. Rows are taken in by batches, each one transaction;
// an import that is killed leaves whole batches, and the same file taken in
// again goes on from there, because rows that are known change nothing.
// Each kind of source has a package of its own that reads it; here its rows
// are given their meaning.
package importers

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"diming/gazetteer"
	"diming/importers/csvfile"
	"diming/importers/ogr"
	"diming/internal/pg"
)

// Options say what to take in and how.
type Options struct {
	DB   pg.DB // a pool, or a transaction of the caller's
	File string
	As   Kind

	Actor          uuid.UUID
	Source         string   // default: the file's name without its ending
	Classification string   // default: internal
	CRS            int      // EPSG code; default: what the file says, else 4490
	Encoding       string   // of a table; default: told from its bytes
	Layer          string   // layer or sheet; default: the one whose headings are best recognised
	MaxBytes       int64    // a larger file is refused unread; default: 4 GiB
	Force2D        bool     // drop third coordinates instead of refusing the row
	IgnoreColumns  []string // headings that are not used on purpose
	Mapping        Mapping  // headings to fields, over what is guessed
	SwapAxes       bool     // the file gives latitude, or northing, where longitude or easting is expected
	Shift          string   // gcj02 or bd09: coordinates of a map app, shifted back approximately; CRS is then 0
	OldDatum       string   // what becomes of rows in Xi'an 80 or Beijing 54; default: OldDatumText
	Repair         bool     // make invalid areas valid instead of refusing the row
	Pairs          string   // what becomes of rows that may be about a known place; default: PairsAsk
	DryRun         bool     // all but the commit, batch by batch; no run is recorded
	Note           string   // for the ledger; default: 导入 and the file's name

	GDAL         ogr.Tools         // the programs that read geographic formats, and their limits
	Name         string            // of the file, where File is a temporary one
	RejectedFile string            // default: beside File, NAME.rejected.csv or .geojson
	BatchRows    int               // rows in one transaction; default 20,000
	Classes      map[string]string // names of place classes to their codes
	DefaultClass string            // class code of places whose file names none
	Progress     func(Progress)    // called after each batch
	Preview      func([]Preview)   // called after each batch with what becomes of its rows
	Job          uuid.UUID         // by which all batches are undone together, however often the import is begun; default: the id of the run
	Within       []uuid.UUID       // divisions that the actor may change; nil for everywhere

	// Decisions are what a person made of the pairs, by the key of the row.
	Decisions map[string]gazetteer.Decision

	sampling   bool // a few rows are enough
	sourceFrom string
	byDefault  bool // Classification was not given
}

// What becomes of rows that may be about a place that is known and were not
// decided: they are set aside, or taken in as new places.
const (
	PairsAsk = "ask"
	PairsNew = "new"
)

// What becomes of rows whose coordinates are in a system that can only be
// transformed with parameters that are a state secret: they are taken in
// without a position, the coordinates kept as text, or refused.
const (
	OldDatumText   = "text"
	OldDatumRefuse = "refuse"
)

// The systems of map apps for [Options].Shift.
const (
	ShiftGCJ02 = "gcj02"
	ShiftBD09  = "bd09"
)

// Where an import has the name of its source from.
const (
	FromOption       = "option"
	FromFileName     = "file name"
	FromRejectedFile = "rejected file"
)

// Progress is how far an import has come.
type Progress struct {
	BytesRead  int64
	BytesTotal int64
	Rows       int
	Elapsed    time.Duration
}

// RowsPerSecond is the rate since the beginning.
func (p Progress) RowsPerSecond() float64 {
	return float64(p.Rows) / max(p.Elapsed.Seconds(), 1e-9)
}

const (
	defaultBatchRows = 20_000
	defaultMaxBytes  = 4 << 30
	maxFileName      = 200      // bytes
	maxBatchRows     = 200_000  // also of one county's divisions
	batchBytes       = 32 << 20 // of the file: a batch of large areas is shorter
)

// complete fills in the defaults and refuses what cannot be run.
func (o *Options) complete() error {
	if err := o.completeFile(); err != nil {
		return err
	}
	if o.DB == nil {
		return errors.New("import: no database")
	}
	if _, err := ParseKind(string(o.As)); err != nil {
		return err
	}
	o.byDefault, o.sourceFrom = o.Classification == "", FromOption
	if err := o.completeSubject(subjectOf(o.As)); err != nil {
		return err
	}
	if err := o.completeCoordinates(); err != nil {
		return err
	}
	if o.DefaultClass != "" && !digits(o.DefaultClass, 5, 5) {
		return fmt.Errorf("类别代码 %q 应为 5 位数字 / class code %q should have 5 digits", o.DefaultClass, o.DefaultClass)
	}
	if i := slices.IndexFunc(o.IgnoreColumns, isClassification); i >= 0 {
		return notPassedOver(o.IgnoreColumns[i])
	}
	if err := o.Mapping.Check(o.As); err != nil {
		return err
	}
	if o.Source == "" {
		o.Source, o.sourceFrom = sourceOf(o.Name), FromFileName
	}
	if reason := checkName(o.Source); reason != "" {
		return fmt.Errorf("来源 %q / source %q: %s", o.Source, o.Source, reason)
	}
	if o.Note == "" {
		o.Note = "导入 " + o.Name
	}
	if o.BatchRows <= 0 {
		o.BatchRows = defaultBatchRows
	}
	if most := subjectOf(o.As).batch; most > 0 {
		o.BatchRows = min(o.BatchRows, most)
	}
	return nil
}

// completeSubject refuses to hold as internal what everybody sees.
func (o *Options) completeSubject(s subject) error {
	if !s.open {
		return nil
	}
	if o.Classification == "" {
		o.Classification, o.byDefault = Public, false
	}
	if visibility, err := visibilityOf(o.Classification); err == nil && visibility == Internal {
		return errors.New("联系人和政策印在村安全卡上，人人可见，不能按内部导入；请选“公开” / contacts and policies stand on the cards that everybody reads: choose public")
	}
	return nil
}

// completeFile fills in what is asked of the file alone.
func (o *Options) completeFile() error {
	if o.Encoding != "" {
		e, err := csvfile.ParseEncoding(o.Encoding)
		if err != nil {
			return err
		}
		o.Encoding = string(e)
	}
	if o.Name == "" {
		o.Name = filepath.Base(o.File)
	}
	o.Name = plainName(o.Name)
	if o.MaxBytes <= 0 {
		o.MaxBytes = defaultMaxBytes
	}
	return nil
}

// plainName is the last part of a name that somebody else has given, of
// either system, without what would change a line or a path. It is shown and
// named in accounts; only the file of rejected rows is called after it.
func plainName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || c == utf8.RuneError {
			return -1
		}
		return c
	}, name)
	for len(name) > maxFileName {
		_, n := utf8.DecodeRuneInString(name)
		name = name[n:] // the ending tells the format
	}
	if strings.Trim(name, ". ") == "" {
		return "未命名"
	}
	return name
}

var rejectedEnding = regexp.MustCompile(`(\.rejected(-[0-9]+)?)+$`)

// sourceOf names the source after the file. A file of rejected rows belongs
// to the source that it came from.
func sourceOf(name string) string {
	name = strings.TrimSuffix(name, filepath.Ext(name))
	return rejectedEnding.ReplaceAllString(name, "")
}
