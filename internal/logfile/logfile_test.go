package logfile_test

import (
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"diming/internal/logfile"
)

func TestEveryDayHasItsFileAndNoLineIsLost(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "logs")
	now := time.Date(2026, 11, 25, 23, 59, 0, 0, time.UTC)
	w := &logfile.Writer{Dir: dir, Now: func() time.Time { return now }}
	write := func(lines int) {
		var all sync.WaitGroup
		for range lines {
			all.Go(func() {
				if _, err := w.Write([]byte("a line\n")); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
	write(50)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	write(50)
	now = now.Add(2 * time.Minute)
	write(10)
	for name, lines := range map[string]int{"diming-2026-11-25.log": 100, "diming-2026-11-26.log": 10} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || len(text) != lines*len("a line\n") {
			t.Errorf("%s has %d bytes, %v; want %d lines", name, len(text), err, lines)
		}
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s can be read by others: %v", name, err)
		}
	}
}

func TestLogsAreKeptForAsLongAsTheLawAsksAtLeast(t *testing.T) {
	today := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		months  int
		removed []string
	}{
		{6, []string{"diming-2025-11-24.log", "diming-2026-05-24.log"}},
		{1, []string{"diming-2025-11-24.log", "diming-2026-05-24.log"}},
		{12, []string{"diming-2025-11-24.log"}},
	} {
		dir := t.TempDir()
		all := []string{"diming-2025-11-24.log", "diming-2026-05-24.log", "diming-2026-05-25.log", "diming-2026-11-25.log", "diming-2020-99-99.log", "diming-2020-01-01.txt", "notes.log"}
		for _, name := range all {
			if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		removed, err := logfile.Sweep(dir, test.months, today)
		if err != nil || !slices.Equal(removed, test.removed) {
			t.Errorf("with %d months %v were removed, %v; want %v", test.months, removed, err, test.removed)
		}
		left, err := os.ReadDir(dir)
		if err != nil || len(left) != len(all)-len(removed) {
			t.Errorf("%d files are left, %v", len(left), err)
		}
	}
	if removed, err := logfile.Sweep(filepath.Join(t.TempDir(), "none"), 6, today); err != nil || removed != nil {
		t.Errorf("a folder that is not there: %v, %v", removed, err)
	}
}
