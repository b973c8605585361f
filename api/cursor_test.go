package api

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"diming/internal/version"
)

func TestACursorIsReadAsItWasWritten(t *testing.T) {
	id := uuid.MustParse("01990000-0000-7000-8000-0000000000bb")
	for _, c := range []dayCursor{{0, version.Day(2026, 1, 5), id}, {3, version.Date{}, id}} {
		if got, err := readDayCursor(c.String(), 3); err != nil || got != c {
			t.Errorf("%s is read as %+v, %v", c, got, err)
		}
	}
	if got, err := readDayCursor("", 3); err != nil || got != (dayCursor{}) {
		t.Errorf("the beginning is %+v, %v", got, err)
	}
	for _, wrong := range []string{"x", "0|2026-01-05", "4|2026-01-05|" + id.String(), "-1||" + id.String(), "0|yesterday|" + id.String(), "0||nobody", "0||" + id.String() + "|"} {
		if c, err := readDayCursor(wrong, 3); !errors.Is(err, errCursor) || c != (dayCursor{}) {
			t.Errorf("%q is read as %+v, %v, want errCursor", wrong, c, err)
		}
	}
}
