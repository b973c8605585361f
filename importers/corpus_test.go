package importers_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/importers"
	"diming/importers/ogr"
)

var update = flag.Bool("update", false, "write what is found into the manifest of the corpus, to be read with care")

var corpus = filepath.Join("..", "testdata", "imports")

// A specimen is a file of the corpus, how it is taken in, and its account.
type specimen struct {
	File    string         `json:"file"`
	Tries   string         `json:"tries"`
	As      importers.Kind `json:"as,omitempty"`
	CRS     int            `json:"crs,omitempty"`
	Layer   string         `json:"layer,omitempty"`
	Force2D bool           `json:"force_2d,omitempty"`
	Class   string         `json:"class,omitempty"`
	account
}

// An account is what became of a file: refused as a whole with a sentence, or
// its rows. Sentences are their Chinese halves.
type account struct {
	Refused  string   `json:"refused,omitempty"`
	Format   string   `json:"format,omitempty"`
	Read     int      `json:"read"`
	Accepted int      `json:"accepted"`
	Rejected int      `json:"rejected"`
	Reasons  []string `json:"reasons,omitempty"` // row, column, reason
	Notes    []string `json:"notes,omitempty"`   // but those of GDAL, which differ between its editions
}

// TestCorpus takes every broken and odd file in, holds it to its account, and
// looks at it before: an inspection fails where the import would, and only
// there.
func TestCorpus(t *testing.T) {
	path := filepath.Join(corpus, "manifest.json")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []specimen
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatalf("read %s: %v", path, err)
	}
	if len(all) < 40 {
		t.Errorf("%d files, want at least 40", len(all))
	}
	listed(t, all)
	pool := register(t)
	for i := range all {
		s := &all[i]
		t.Run(s.File, func(t *testing.T) {
			got := s.take(t, pool)
			if *update {
				s.account = got
			}
			if diff := cmp.Diff(s.account, got); diff != "" {
				t.Errorf("%s: the account of %s (-want +got):\n%s", s.Tries, s.File, diff)
			}
		})
	}
	if *update {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(all); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// listed holds the folder and the manifest to each other.
func listed(t *testing.T, all []specimen) {
	t.Helper()
	files, err := os.ReadDir(corpus)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		known := slices.ContainsFunc(all, func(s specimen) bool { return s.File == f.Name() })
		if !known && f.Name() != "manifest.json" && f.Name() != "README.md" {
			t.Errorf("%s is not in the manifest", f.Name())
		}
	}
	for _, s := range all {
		if s.Tries == "" {
			t.Errorf("%s: the manifest does not say what it tries", s.File)
		}
	}
}

// take imports a specimen without keeping anything.
func (s *specimen) take(t *testing.T, pool *pgxpool.Pool) account {
	t.Helper()
	o := importers.Options{
		DB: pool, Actor: actor, File: filepath.Join(corpus, s.File), As: importers.Places, CRS: s.CRS, Layer: s.Layer, Force2D: s.Force2D, DefaultClass: s.Class,
		DryRun: true, RejectedFile: filepath.Join(t.TempDir(), "r.csv"), GDAL: ogr.Tools{Limits: ogr.Limits{Silence: 20 * time.Second}},
	}
	if s.As != "" {
		o.As = s.As
	}
	inspection, looked := importers.Inspect(t.Context(), o)
	report, err := importers.Run(t.Context(), o)
	if looked != nil && err == nil {
		t.Errorf("Inspect = %v, though the file can be read", looked)
	}
	if err == nil && (inspection.Format != report.Format || inspection.Layer != report.Layer) {
		t.Errorf("inspected as %s %q, read as %s %q", inspection.Format, inspection.Layer, report.Format, report.Layer)
	}
	if err != nil {
		sentence := strings.TrimPrefix(err.Error(), "read "+s.File+": ")
		return account{Refused: chinese(sentence)}
	}
	a := account{Format: report.Format, Read: report.Read, Accepted: report.Accepted, Rejected: report.Rejected}
	for _, r := range report.Rejections {
		a.Reasons = append(a.Reasons, strings.TrimSpace(fmt.Sprintf("%d %s: %s", r.Row, r.Column, chinese(r.Reason))))
	}
	for _, n := range report.Notes {
		if !strings.HasPrefix(n, "GDAL：") {
			a.Notes = append(a.Notes, chinese(n))
		}
	}
	return a
}

// chinese is the first half of a sentence in two languages.
func chinese(sentence string) string {
	half, _, _ := strings.Cut(sentence, " / ")
	return half
}

// TestAFileOfFiveGigabytesIsRefusedUnread: the file is all holes; to read it
// would take seconds.
func TestAFileOfFiveGigabytesIsRefusedUnread(t *testing.T) {
	for _, name := range []string{"huge.csv", "huge.xlsx", "huge.gpkg"} {
		path := filepath.Join(t.TempDir(), name)
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Truncate(5 << 30); err != nil {
			t.Fatal(err)
		}
		f.Close()
		begun := time.Now()
		_, err = importers.Inspect(t.Context(), importers.Options{File: path})
		if err == nil || !strings.Contains(err.Error(), "5.0 GiB") || time.Since(begun) > time.Second {
			t.Errorf("Inspect(%s) = %v after %v", name, err, time.Since(begun))
		}
	}
}
