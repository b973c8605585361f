package gazetteer

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"diming/internal/version"
)

// pastColumns are the headings of a table of past events.
var pastColumns = []string{"kinds", "effective", "precision", "code", "code_before", "name_before", "parent_before", "descendants", "basis", "note"}

var eventKinds = []string{"establish", "abolish", "merge", "split", "rename", "type_change", "reparent", "line_change", "seat_move", "code_change"}

// ReadPastEvents reads a table of events from CSV in UTF-8 with the headings
// kinds (several joined by |), effective, precision, code, code_before,
// name_before, parent_before, descendants, basis, note.
func ReadPastEvents(r io.Reader) ([]PastEvent, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("past events: %w", err)
	}
	if len(rows) == 0 || !slices.Equal(rows[0], pastColumns) {
		return nil, fmt.Errorf("past events: the first line must be %s", strings.Join(pastColumns, ","))
	}
	events := make([]PastEvent, 0, len(rows)-1)
	for i, row := range rows[1:] {
		e, err := pastEvent(row)
		if err != nil {
			return nil, fmt.Errorf("past events, row %d: %w", i+1, err)
		}
		events = append(events, e)
	}
	return events, nil
}

func pastEvent(row []string) (PastEvent, error) {
	e := PastEvent{Kinds: strings.Split(row[0], "|"), Precision: row[2], Code: row[3], CodeBefore: row[4],
		NameBefore: row[5], ParentBefore: row[6], Descendants: row[7] == "true", Basis: row[8], Note: row[9]}
	for _, kind := range e.Kinds {
		if !slices.Contains(eventKinds, kind) {
			return e, fmt.Errorf("unknown kind of event %q", kind)
		}
	}
	if e.Basis == "" {
		return e, fmt.Errorf("event of %s has no basis", e.Code)
	}
	var err error
	e.Effective, err = version.ParseDate(row[1])
	return e, err
}
