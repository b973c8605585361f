package boundaries

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"diming/internal/version"
)

// editionColumns are the headings of a table of editions.
var editionColumns = []string{"code", "level", "name", "first_year", "last_year"}

// ReadEditions reads a table code,level,name,first_year,last_year in UTF-8:
// which code bore which name in the yearly editions from first to last. Rows
// whose code does not begin with prefix are left out. An edition is taken to
// hold from 1 January of its year; what the first edition of the table has
// began before it, and what the last has goes on.
func ReadEditions(r io.Reader, prefix string) ([]Listing, error) {
	in := csv.NewReader(r)
	head, err := in.Read()
	if err != nil || !slices.Equal(head, editionColumns) {
		return nil, fmt.Errorf("editions: the first line must be %s", strings.Join(editionColumns, ","))
	}
	rows, err := in.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("editions: %w", err)
	}
	years, oldest, newest, err := readYears(rows)
	if err != nil {
		return nil, fmt.Errorf("editions: %w", err)
	}
	var all []Listing
	for i, row := range rows {
		if !strings.HasPrefix(row[0], prefix) {
			continue
		}
		level, err := LevelOf(NBS, row[0])
		if err != nil {
			return nil, fmt.Errorf("editions: row %d: %w", i+1, err)
		}
		all = append(all, Listing{Number: i + 1, System: NBS, Code: row[0], Name: row[2], Level: level, Valid: years[i].span(oldest, newest)})
	}
	return all, nil
}

// yearSpan is the first and the last edition that has a row.
type yearSpan struct{ first, last int }

func readYears(rows [][]string) (all []yearSpan, oldest, newest int, err error) {
	for i, row := range rows {
		var y yearSpan
		if y.first, err = strconv.Atoi(row[3]); err == nil {
			y.last, err = strconv.Atoi(row[4])
		}
		if err != nil || y.last < y.first {
			return nil, 0, 0, fmt.Errorf("row %d: %s to %s are no editions", i+1, row[3], row[4])
		}
		if i == 0 {
			oldest, newest = y.first, y.last
		}
		oldest, newest = min(oldest, y.first), max(newest, y.last)
		all = append(all, y)
	}
	return all, oldest, newest, nil
}

func (y yearSpan) span(oldest, newest int) version.Span {
	var valid version.Span
	if y.first > oldest {
		valid.From = version.Day(y.first, time.January, 1)
	}
	if y.last < newest {
		valid.To = version.Day(y.last+1, time.January, 1)
	}
	return valid
}
