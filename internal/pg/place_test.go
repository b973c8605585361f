package pg

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestChooseTakesTheNewestThatHasPostGIS(t *testing.T) {
	at := func(major int, postGIS bool) installation {
		return installation{dir: "/pg", major: major, postGIS: postGIS}
	}
	for _, test := range []struct {
		name    string
		found   []installation
		major   int
		want    int
		missing string
	}{
		{"the newest", []installation{at(15, true), at(17, true), at(16, true)}, 0, 17, ""},
		{"one without PostGIS is passed over", []installation{at(15, true), at(17, false)}, 0, 15, ""},
		{"the data folder binds the version", []installation{at(15, true), at(17, true)}, 15, 15, ""},
		{"too old", []installation{at(14, true)}, 0, 0, "PostgreSQL 15 or later"},
		{"nothing", nil, 0, 0, "PostgreSQL 15 or later"},
		{"PostGIS is missing", []installation{at(16, false)}, 0, 0, "PostGIS for PostgreSQL 16"},
		{"the data folder's version is gone", []installation{at(17, true)}, 15, 0, "PostgreSQL 15, which wrote"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := choose(test.found, []string{"/pg"}, test.major)
			if got.major != test.want {
				t.Errorf("choose() = %d, want %d", got.major, test.want)
			}
			var missing *MissingError
			if (test.missing == "") != (err == nil) || err != nil && (!errors.As(err, &missing) || !strings.HasPrefix(missing.What, test.missing)) {
				t.Errorf("choose() error = %v, want one about %q", err, test.missing)
			}
		})
	}
}

func TestASocketFolderIsPrivateAndShort(t *testing.T) {
	dir := t.TempDir()
	open := filepath.Join(dir, "open")
	if err := os.Mkdir(open, 0o755); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	short, err := os.MkdirTemp("/tmp", "s")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(short) })
	for _, test := range []struct {
		name, path string
		ok         bool
	}{
		{"a new one", filepath.Join(short, "new"), true},
		{"the same again", filepath.Join(short, "new"), true},
		{"one that others can enter", open, false},
		{"a link", link, false},
		{"a path too long for a socket", filepath.Join(short, strings.Repeat("d", 107)), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := makeSocketFolder(test.path); (err == nil) != test.ok {
				t.Errorf("makeSocketFolder(%s) = %v, want success %v", test.path, err, test.ok)
			}
		})
	}
}

func TestFaultsOfAServer(t *testing.T) {
	for _, test := range []struct {
		name, got, want string
	}{
		{"as it should be", serverFault(150018, "UTF8", "d"), ""},
		{"old", serverFault(140010, "UTF8", "d"), "PostgreSQL 14.10"},
		{"other encoding", serverFault(170000, "EUC_CN", "d"), "encoding is EUC_CN"},
		{"PostGIS as it should be", extensionFault("3.3.2", "C.UTF-8", 4), ""},
		{"PostGIS in development", extensionFault("4.0dev", "C.UTF-8", 4), ""},
		{"old PostGIS", extensionFault("3.2.9", "C.UTF-8", 4), "PostGIS is 3.2.9"},
		{"blind to Chinese", extensionFault("3.10.1", "C", 0), "LC_CTYPE is C"},
	} {
		if (test.want == "") != (test.got == "") || !strings.Contains(test.got, test.want) {
			t.Errorf("%s: fault = %q, want %q in it", test.name, test.got, test.want)
		}
	}
}

func TestRootDoesNotPassOverTheDatabaseOfAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 { // anybody else takes the folder for their own
		if _, err := placeFor(t.TempDir()); err != nil {
			t.Fatal(err)
		}
		return
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "pg", "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(filepath.Join(dir, "pg", "data"), 65534, 65534); err != nil {
		t.Fatal(err)
	}
	if p, err := placeFor(dir); err == nil || !strings.Contains(err.Error(), "sudo -u nobody") {
		t.Errorf("placeFor(the folder of nobody) = %+v, %v; want to be told to run as nobody", p, err)
	}
}
