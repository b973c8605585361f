package gazetteer_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"diming/gazetteer"
	"diming/gazetteer/search"
)

func TestASnapshotAnswersWhileTheRegisterIsAway(t *testing.T) {
	s, _ := newStore(t)
	loadJiangshan(t, s)
	full := gazetteer.NewFinder(s)
	if _, err := full.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "snapshot.gob")
	if err := full.Save(file, true); err != nil {
		t.Fatal(err)
	}
	away := gazetteer.NewFinder(s)
	demo, err := away.Restore(file)
	if err != nil || !demo || away.Ready() || away.SnapshotTime().IsZero() {
		t.Fatalf("Restore = %v, %v; ready %v, from %v", demo, err, away.Ready(), away.SnapshotTime())
	}
	for _, q := range []string{"清湖", "qinghu", "qhjd", "330881003", "新塘坞村委会"} {
		want, _, err := full.Index().Search(search.Query{Text: q})
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := away.Index().Search(search.Query{Text: q})
		if err != nil || len(got) != len(want) || got[0].ID != want[0].ID || got[0].Reading != want[0].Reading {
			t.Errorf("%s: the snapshot finds %d places, %v, the register %d", q, len(got), err, len(want))
		}
	}
	if away.Class("21500").Name == "" {
		t.Error("the snapshot has no classes")
	}
}

func TestABrokenSnapshotIsRefused(t *testing.T) {
	s, _ := newStore(t)
	loadJiangshan(t, s)
	f := gazetteer.NewFinder(s)
	if _, err := f.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "snapshot.gob")
	if err := f.Save(file, false); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	away := gazetteer.NewFinder(s)
	if _, err := away.Restore(file); err == nil || !away.SnapshotTime().IsZero() {
		t.Errorf("Restore of half a snapshot: %v, from %v", err, away.SnapshotTime())
	}
	if _, err := away.Restore(file + ".none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Restore of no snapshot: %v, want ErrNotExist", err)
	}
}
