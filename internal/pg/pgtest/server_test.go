package pgtest

import (
	"context"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/jackc/pgx/v5"
)

// exists asks for a database by name.
func exists(t *testing.T, s *server, name string) bool {
	t.Helper()
	var there bool
	err := s.pool.QueryRow(t.Context(), "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&there)
	if err != nil {
		t.Fatal(err)
	}
	return there
}

func do(t *testing.T, s *server, sql string) {
	t.Helper()
	if _, err := s.pool.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func reopen(t *testing.T, dir string) *server {
	t.Helper()
	s, err := openCluster(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestARunCleansUpAfterEarlierOnesWhenItIsAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	first := reopen(t, dir)
	ours, err := first.create(t.Context(), "OurRun/kept", first.template)
	if err != nil {
		t.Fatal(err)
	}
	const old, oldTemplate = clonePrefix + "0_1_1_old", templatePrefix + "old"
	do(t, first, "CREATE DATABASE "+old+" TEMPLATE "+first.template)
	do(t, first, "CREATE DATABASE "+oldTemplate+" IS_TEMPLATE true")
	// As a killed process leaves the template: there, but not declared complete.
	do(t, first, "ALTER DATABASE "+first.template+" IS_TEMPLATE false ALLOW_CONNECTIONS true")

	second := reopen(t, dir)
	if !exists(t, second, old) || !exists(t, second, oldTemplate) {
		t.Error("a second run beside the first dropped old databases, want them kept")
	}
	if _, err := second.create(t.Context(), "from the template made again", second.template); err != nil {
		t.Errorf("clone of the half-made template that was replaced: %v", err)
	}
	if err := first.close(); err != nil {
		t.Fatal(err)
	}
	if err := second.close(); err != nil {
		t.Fatal(err)
	}

	third := reopen(t, dir)
	if exists(t, third, old) || exists(t, third, oldTemplate) {
		t.Error("a run that is alone kept old databases, want them dropped")
	}
	if !exists(t, third, ours) {
		t.Error("a run dropped a database of its own kind, want it kept")
	}
	third.pool.Close()
	if err := third.keeper.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if err := third.cluster.Destroy(); err != nil {
		t.Error(err)
	}
}

// A failure is a test that has failed; it collects its clean-ups and its log.
type failure struct {
	testing.TB
	cleanups []func()
	logged   bool
}

func (f *failure) Failed() bool             { return true }
func (f *failure) Cleanup(do func())        { f.cleanups = append(f.cleanups, do) }
func (f *failure) Logf(string, ...any)      { f.logged = true }
func (f *failure) Context() context.Context { return context.Background() }

func TestADatabaseOfAFailedTestIsKeptAndNamed(t *testing.T) {
	s := use(t)
	f := &failure{TB: t}
	name := s.cloneOf(f, s.template)
	for _, do := range f.cleanups {
		do()
	}
	if !f.logged || !exists(t, s, name) {
		t.Errorf("after the failure: named %v, kept %v, want both", f.logged, exists(t, s, name))
	}
	do(t, s, "DROP DATABASE "+pgx.Identifier{name}.Sanitize())
}

func TestTheTemplateIsNamedAfterTheMigrations(t *testing.T) {
	name := func(files fstest.MapFS) string {
		t.Helper()
		n, err := templateName(files)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	a := name(fstest.MapFS{"0001_a.sql": {Data: []byte("SELECT 1")}})
	for what, files := range map[string]fstest.MapFS{
		"another text": {"0001_a.sql": {Data: []byte("SELECT 2")}},
		"another name": {"0001_b.sql": {Data: []byte("SELECT 1")}},
		"another file": {"0001_a.sql": {Data: []byte("SELECT 1")}, "0002_b.sql": {Data: []byte("")}},
	} {
		if b := name(files); a == b {
			t.Errorf("%s: both templates are named %s", what, a)
		}
	}
}
