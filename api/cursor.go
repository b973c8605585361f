package api

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"diming/internal/version"
)

// errCursor is the error of a cursor that is none of ours.
var errCursor = errors.New("bad cursor")

// A dayCursor is where a page of a list ended that goes by rank, day and id.
type dayCursor struct {
	Rank int
	Due  version.Date // zero where the rank does not go by it
	ID   uuid.UUID
}

func (c dayCursor) String() string { return fmt.Sprintf("%d|%s|%s", c.Rank, c.Due, c.ID) }

// readDayCursor reads a cursor of a list whose last rank is given; no text is the
// beginning.
func readDayCursor(text string, last int) (dayCursor, error) {
	var c dayCursor
	if text == "" {
		return c, nil
	}
	parts := strings.Split(text, "|")
	if len(parts) != 3 {
		return c, errCursor
	}
	var err error
	if c.Rank, err = strconv.Atoi(parts[0]); err != nil || c.Rank < 0 || c.Rank > last {
		return dayCursor{}, errCursor
	}
	if c.Due, err = dayOr(parts[1], version.Date{}); err != nil {
		return dayCursor{}, errCursor
	}
	if c.ID, err = uuid.Parse(parts[2]); err != nil {
		return dayCursor{}, errCursor
	}
	return c, nil
}
