package behind

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"diming/boundaries"
	"diming/internal/version"
)

func TestASnapshotComesBackFromDiskAsItWas(t *testing.T) {
	w := newTown(t)
	for _, kind := range []string{"old code", "sound", "rename"} {
		w.edit(t, kind, func(string, int) int { return 0 })
	}
	k := NewKeeper(w.pool)
	must(t, k.Look(t.Context()))
	dir := t.TempDir()
	must(t, k.Save(dir))
	again := NewKeeper(nil)
	must(t, again.Restore(dir, true))
	now := again.Now()
	if d := difference(now.Snapshot, k.Now().Snapshot); d != "" {
		t.Error(d)
	}
	if !now.Away || !now.At.Equal(k.Now().At) {
		t.Errorf("what was restored is of %v, away %v; want the time of the snapshot, and that nobody asked the register", now.At, now.Away)
	}
}

func TestAFileThatCannotBeTrustedIsRefused(t *testing.T) {
	w := newTown(t)
	k := NewKeeper(w.pool)
	must(t, k.Look(t.Context()))
	dir := t.TempDir()
	must(t, k.Save(dir))
	file := filepath.Join(dir, snapshotFile)
	good, err := os.ReadFile(file)
	must(t, err)
	restore := func(text []byte) error {
		must(t, os.WriteFile(file, text, 0o600))
		return NewKeeper(nil).Restore(dir, true)
	}
	for _, at := range []int{0, 20, len(good) / 2, len(good) - 1} {
		bad := bytes.Clone(good)
		bad[at] ^= 1
		if err := restore(bad); !errors.Is(err, ErrDamaged) {
			t.Errorf("one bit at %d is another: %v, want that it is damaged", at, err)
		}
	}
	for _, n := range []int{0, 10, len(good) / 2, len(good) - 1} {
		if err := restore(good[:n]); !errors.Is(err, ErrDamaged) {
			t.Errorf("%d bytes of %d: %v, want that it is damaged", n, len(good), err)
		}
	}
	if err := NewKeeper(nil).Restore(t.TempDir(), true); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

func TestDemoDataIsNotServedWhereItMustNot(t *testing.T) {
	w := newTown(t)
	home := w.divisionID(t, "330881")
	_, err := w.pool.Exec(t.Context(), `INSERT INTO setting_version (division, key, value, basis, valid, recorded, entry)
		SELECT $1, $2, 'true', '测试', '[2020-01-01,)', tstzrange(clock_timestamp(), NULL), min(id) FROM ledger_entry`, home, boundaries.SettingDemo)
	must(t, err)
	k := NewKeeper(w.pool)
	if err := k.Look(t.Context()); !errors.Is(err, ErrDemo) || k.Now() != nil {
		t.Errorf("demo data is read where it must not be served: %v", err)
	}
	k.MayDemo = true
	must(t, k.Look(t.Context()))
	dir := t.TempDir()
	must(t, k.Save(dir))
	k = NewKeeper(nil)
	if err := k.Restore(dir, false); !errors.Is(err, ErrDemo) || k.Now() != nil {
		t.Errorf("demo data is restored where it must not be served: %v", err)
	}
}

func TestScansAreCountedOnceWhetherTheRegisterAnswersOrNot(t *testing.T) {
	w := newTown(t)
	place := w.streets[0]
	token, err := w.signs.TokenOf(t.Context(), place)
	must(t, err)
	file := filepath.Join(t.TempDir(), scansFile)
	day := version.Day(2026, 11, 27)
	var s Scans
	for range 3 {
		s.Add(token, day)
	}
	s.Add("0000000000", day) // a code that is not there
	must(t, s.flush(t.Context(), w.pool, file))
	s.Add(token, day)
	away, stop := context.WithCancel(t.Context())
	stop()
	if err := s.flush(away, w.pool, file); err == nil {
		t.Fatal("the register did not answer, and it is not said")
	}
	if s.Waiting() != 1 {
		t.Errorf("%d wait, want the one that was not written", s.Waiting())
	}
	var next Scans // after a restart
	must(t, next.restore(file))
	next.Add(token, day)
	must(t, next.flush(t.Context(), w.pool, file))
	var n int64
	must(t, w.pool.QueryRow(t.Context(), `SELECT sum(n) FROM code_scan_day WHERE token = $1 AND day = $2`, string(token), day).Scan(&n))
	if n != 5 {
		t.Errorf("%d scans, want 5", n)
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Error("what is in the register is still in the file, and would be counted again")
	}
}
