package inspection

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"diming/internal/canonical"
)

// A Sheet is what both sides sign: the records of a task, by id and digest.
type Sheet struct {
	Task    uuid.UUID
	Records []SheetRecord // sorted by id, each once
}

// A SheetRecord is one record of a sheet.
type SheetRecord struct {
	Digest string
	ID     uuid.UUID
}

const maxSheet = 10_000

func bySheetID(a, b SheetRecord) int { return strings.Compare(a.ID.String(), b.ID.String()) }

// NewSheet sorts the records of a sheet.
func NewSheet(task uuid.UUID, records ...SheetRecord) Sheet {
	return Sheet{Task: task, Records: slices.SortedFunc(slices.Values(records), bySheetID)}
}

// Canonical gives the bytes whose digest is signed.
func (s Sheet) Canonical() []byte {
	records := []any{}
	for _, r := range s.Records {
		records = append(records, canonical.Object{"digest": r.Digest, "id": r.ID})
	}
	return written(canonical.Object{"v": Version, "task": s.Task, "records": records})
}

// Digest is what is shown as four words and signed.
func (s Sheet) Digest() string { return Digest(s.Canonical()) }

// ReadSheet reads a sheet from its canonical bytes.
func ReadSheet(text []byte) (Sheet, error) {
	f, err := readFields(text)
	if err != nil {
		return Sheet{}, err
	}
	s := Sheet{Task: f.id("task")}
	f.list("records", maxSheet, func(f *fields) error {
		s.Records = append(s.Records, SheetRecord{Digest: f.digest("digest"), ID: f.id("id")})
		return f.done()
	})
	if len(s.Records) == 0 {
		f.fail("records", "不能为空", "cannot be empty")
	}
	for i := 1; i < len(s.Records); i++ {
		if bySheetID(s.Records[i-1], s.Records[i]) >= 0 {
			f.fail("records", "应按编号排序且不重复", "must be sorted by id, each once")
		}
	}
	return s, f.done()
}
