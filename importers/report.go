package importers

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"diming/gazetteer"
	"diming/importers/csvfile"
)

// A Report accounts for one import.
type Report struct {
	Run            string   `json:"run"`
	File           string   `json:"file"`
	SizeBytes      int64    `json:"size_bytes"`
	SHA256         string   `json:"sha256"`
	Format         string   `json:"format"`
	Layer          string   `json:"layer,omitempty"` // or sheet, of formats that have several
	As             Kind     `json:"as"`
	Source         string   `json:"source"`
	SourceFrom     string   `json:"source_from"` // option, file name or rejected file
	Classification string   `json:"classification"`
	CRS            int      `json:"crs"`      // EPSG code, 0 where the system has none
	System         string   `json:"crs_name"` // the reference system in words
	DryRun         bool     `json:"dry_run"`
	Used           []string `json:"columns_used"`
	Unused         []string `json:"columns_not_used"`
	Table          *Table   `json:"table,omitempty"` // of a table, or of the attributes of a shapefile

	Read         int `json:"read"`
	Accepted     int `json:"accepted"`
	Updated      int `json:"updated"`
	Unchanged    int `json:"unchanged"`
	Rejected     int `json:"rejected"`
	Classified   int `json:"classified"`    // of the rejected: above internal
	FindingCount int `json:"finding_count"` // names that stand against the rules
	Batches      int `json:"batches"`

	Updates  []gazetteer.Update  `json:"updates"`  // of places: what changed, old and new; at most MaxListed
	Kept     []gazetteer.Update  `json:"kept"`     // what others have decided and the source says otherwise; likewise
	Findings []gazetteer.Finding `json:"findings"` // what a person should look at; likewise

	Suspicions []Suspicion      `json:"suspicions"` // what looks wrong with the coordinates
	Repaired   []Repair         `json:"repaired"`   // areas made valid; at most MaxListed
	Remarks    []Remark         `json:"remarks"`    // on rows that came in; at most MaxListed
	Pairs      []gazetteer.Pair `json:"pairs"`      // for a person to decide; likewise
	PairCount  int              `json:"pair_count"` // rows set aside, or taken in as new, with a pair

	Rejections   []Rejection `json:"rejections"` // at most MaxListed, the rest is in RejectedFile
	RejectedFile string      `json:"rejected_file,omitempty"`
	Notes        []string    `json:"notes,omitempty"`
}

// A Table is how a table was read.
type Table struct {
	Encoding  csvfile.Encoding `json:"encoding"`
	Evidence  csvfile.Evidence `json:"evidence"`
	Given     bool             `json:"encoding_given"`
	Delimiter string           `json:"delimiter"` // "" of what is no text
}

// A Rejection is one thing wrong with one row. A row may have several.
type Rejection struct {
	Row    int    `json:"row"`            // 1-based, the heading not counted
	Line   int64  `json:"line,omitempty"` // physical line of a table
	Column string `json:"column"`         // as the file calls it; "" for the whole row
	Value  string `json:"value"`
	Reason string `json:"reason"`
}

// MaxListed bounds each list in a Report.
const MaxListed = 1000

// ErrAccount is of an import whose rows do not add up: a fault of this
// program or of the store, never of the file.
var ErrAccount = errors.New("import does not add up")

// check holds the sum that every import promises.
func (r *Report) check() error {
	if r.Read != r.Accepted+r.Updated+r.Unchanged+r.Rejected {
		return fmt.Errorf("%w: read %d, accepted %d, updated %d, unchanged %d, rejected %d",
			ErrAccount, r.Read, r.Accepted, r.Updated, r.Unchanged, r.Rejected)
	}
	return nil
}

// shown bounds a value for a list; the file of rejected rows has it whole.
func shown(value string) string {
	const most = 200
	n := utf8.RuneCountInString(value)
	if n <= most {
		return value
	}
	return fmt.Sprintf("%s…（共 %d 字 / %d characters）", string([]rune(value)[:most]), n, n)
}

// list appends to a list of the report as far as it may grow.
func list[T any](to, more []T) []T {
	return append(to, more[:min(len(more), MaxListed-len(to))]...)
}

// remark lists what a row that came in says beside.
func (r *Report) remark(row *row) {
	for _, m := range row.remarks {
		if len(r.Remarks) < MaxListed {
			r.Remarks = append(r.Remarks, Remark{row.number, row.line, m.column, m.what})
		}
	}
}

// reject counts a row and lists why.
func (r *Report) reject(row *row) {
	r.Rejected++
	if row.classified {
		r.Classified++
	}
	for _, f := range row.refusals {
		if len(r.Rejections) < MaxListed {
			r.Rejections = append(r.Rejections, Rejection{row.number, row.line, f.column, shown(f.value), f.reason})
		}
	}
}
