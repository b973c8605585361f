// Command corpus makes the broken and odd files of testdata/imports, which
// the importers' tests take in one by one: by hand, with excelize and with
// ogr2ogr of GDAL 3.6. What each is to show and its expected account stand in
// manifest.json, from which README.md is written.
//
// Run it as: go run ./importers/corpus testdata/imports
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A maker writes files into one folder; the first error ends it.
type maker struct {
	folder, scratch string
	err             error
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: corpus FOLDER")
		os.Exit(2)
	}
	if err := makeAll(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func makeAll(folder string) error {
	scratch, err := os.MkdirTemp("", "corpus-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	m := &maker{folder: folder, scratch: scratch}
	m.tables()
	m.workbooks()
	m.features()
	m.geographic()
	m.archives()
	m.dataless()
	if m.err != nil {
		return m.err
	}
	return writeReadme(folder)
}

func (m *maker) fail(err error) {
	if m.err == nil && err != nil {
		m.err = err
	}
}

// write writes a file of the corpus.
func (m *maker) write(name string, content []byte) {
	m.fail(os.WriteFile(filepath.Join(m.folder, name), content, 0o644))
}

func (m *maker) text(name string, lines ...string) {
	m.write(name, []byte(strings.Join(lines, "\n")+"\n"))
}

// temp is a path in the scratch folder.
func (m *maker) temp(name string) string { return filepath.Join(m.scratch, name) }

func (m *maker) tempText(name, content string) string {
	m.fail(os.WriteFile(m.temp(name), []byte(content), 0o644))
	return m.temp(name)
}

func (m *maker) bytes(path string) []byte {
	all, err := os.ReadFile(path)
	m.fail(err)
	return all
}

// ogr2ogr runs GDAL with a fixed clock.
func (m *maker) ogr2ogr(args ...string) {
	if m.err != nil {
		return
	}
	cmd := exec.Command("ogr2ogr", args...)
	cmd.Env = append(os.Environ(), "OGR_CURRENT_DATE=2026-01-01T00:00:00.000Z")
	if out, err := cmd.CombinedOutput(); err != nil {
		m.fail(fmt.Errorf("ogr2ogr %s: %w: %s", strings.Join(args, " "), err, out))
	}
}
