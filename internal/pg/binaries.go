package pg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// minMajor is the oldest major version of PostgreSQL that will do.
const minMajor = 15

// MissingError says which program the embedded database needs and how to
// install it. It is for a person to read.
type MissingError struct {
	What   string   // what was not found
	Looked []string // folders that were searched
	Remedy string   // what to do about it
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("%s not found (looked in %s): %s", e.What, strings.Join(e.Looked, ", "), e.Remedy)
}

// An installation is one folder of PostgreSQL programs.
type installation struct {
	dir     string
	major   int
	postGIS bool // the extension's files are there
}

func (i installation) bin(name string) string { return filepath.Join(i.dir, name) }

// findInstallation picks the newest usable PostgreSQL, or, when major is not 0,
// one of exactly that major version, as a data folder can be read by no other.
func findInstallation(ctx context.Context, major int) (installation, error) {
	dirs := candidateDirs()
	var found []installation
	for _, dir := range dirs {
		if i, err := inspect(ctx, dir); err == nil {
			found = append(found, i)
		}
	}
	return choose(found, dirs, major)
}

// choose is the rule of findInstallation: the first of the newest.
func choose(found []installation, looked []string, major int) (installation, error) {
	slices.SortStableFunc(found, func(a, b installation) int { return b.major - a.major })
	missing := fmt.Sprintf("PostgreSQL %d or later with PostGIS", minMajor)
	if major != 0 {
		missing = fmt.Sprintf("PostgreSQL %d, which wrote the data folder,", major)
	}
	for _, i := range found {
		if i.major < minMajor || major != 0 && i.major != major {
			continue
		}
		if i.postGIS {
			return i, nil
		}
		missing = fmt.Sprintf("PostGIS for PostgreSQL %d", i.major)
	}
	return installation{}, &MissingError{What: missing, Looked: looked, Remedy: remedy(major)}
}

func remedy(major int) string {
	if major == 0 {
		major = minMajor
	}
	install := fmt.Sprintf("install it with: apt-get install postgresql-%d postgresql-%d-postgis-3", major, major)
	switch {
	case runtime.GOOS == "darwin":
		install = "install it with: brew install postgresql@17 postgis"
	case !isFile("/etc/debian_version"):
		install = fmt.Sprintf("install the PostgreSQL %d server, its contrib modules and PostGIS 3.3 or later from your system's packages", major)
	}
	return install + "; or set DIMING_PG_BIN to the folder that holds initdb, or DIMING_DATABASE_URL to a server that has PostGIS"
}

// candidateDirs lists the folders that may hold PostgreSQL. DIMING_PG_BIN
// stands alone when it is set.
func candidateDirs() []string {
	if dir := os.Getenv("DIMING_PG_BIN"); dir != "" {
		return []string{dir}
	}
	var dirs []string
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin"} {
		matches, _ := filepath.Glob(pattern) // the patterns are well formed
		dirs = append(dirs, matches...)
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			path = real
		}
		dirs = append(dirs, filepath.Dir(path))
	}
	if len(dirs) == 0 {
		dirs = []string{"/usr/lib/postgresql/*/bin", "PATH"}
	}
	return dirs
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// inspect asks the programs in dir for their version.
func inspect(ctx context.Context, dir string) (installation, error) {
	for _, name := range []string{"initdb", "postgres", "pg_dump", "pg_restore", "psql"} {
		if !isFile(filepath.Join(dir, name)) {
			return installation{}, fmt.Errorf("find %s in %s: %w", name, dir, os.ErrNotExist)
		}
	}
	out, err := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return installation{}, fmt.Errorf("ask %s/postgres for its version: %w", dir, err)
	}
	m := versionPattern.FindSubmatch(out)
	if m == nil {
		return installation{}, errors.New("read version of " + dir + "/postgres: no number in its answer")
	}
	major, err := strconv.Atoi(string(m[1]))
	if err != nil {
		return installation{}, fmt.Errorf("read version of %s/postgres: %w", dir, err)
	}
	return installation{dir: dir, major: major, postGIS: hasPostGIS(ctx, dir, major)}, nil
}

func hasPostGIS(ctx context.Context, dir string, major int) bool {
	shares := []string{
		fmt.Sprintf("/usr/share/postgresql/%d", major),
		filepath.Join(dir, "../share/postgresql"),
		filepath.Join(dir, "../share"),
	}
	if out, err := exec.CommandContext(ctx, filepath.Join(dir, "pg_config"), "--sharedir").Output(); err == nil {
		shares = append(shares, strings.TrimSpace(string(out)))
	}
	return slices.ContainsFunc(shares, func(share string) bool {
		return isFile(filepath.Join(share, "extension", "postgis.control"))
	})
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
