package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"diming/internal/blob"
)

// public is an origin in codes that is the same for every server here.
var public = []string{"--demo", "--public-url", "http://diming.test"}

// TestTheRegisterLivesThroughWhateverHappens takes one register through its
// life. Its parts follow one another.
func TestTheRegisterLivesThroughWhateverHappens(t *testing.T) {
	t.Parallel() // most of it is waiting for other processes
	h, dir := dataFolder(t)
	s := h.serve(public...).ready()
	t.Run("an empty folder becomes the demo", func(t *testing.T) {
		for q, kind := range map[string]string{"清湖": "exact", "qinghu": "pinyin", "qhjd": "initials", "清湖镇": "former", "清湖街到": "fuzzy"} {
			if name, _, got := s.first(q); name != "清湖街道" || got != kind {
				t.Errorf("q=%s finds %q by %q first, want 清湖街道 by %s", q, name, got, kind)
			}
		}
		if said := s.log.String(); !strings.Contains(said, "http://diming.test/") {
			t.Errorf("serve does not say its address: %s", said)
		}
	})
	before := answers(s)
	t.Run("a change is found on every server", func(t *testing.T) { twoServers(t, h, s) })
	t.Run("postgres killed comes back by itself", func(t *testing.T) {
		killPostgres(t, h)
		eventually(t, "the register answers again", func() error { return same(before, answers(s)) })
		id := strings.TrimSpace(h.ok("place", "add", "--class", "22200", "--division", "330881003", "重起村"))
		eventually(t, "a place added afterwards is found", func() error { return finds(s, "重起村", id) })
		h.ok("place", "withdraw", id, "--reason", "测试")
	})
	t.Run("the server killed", func(t *testing.T) {
		s.kill()
		s = again(t, h, before)
	})
	t.Run("the server and postgres killed", func(t *testing.T) {
		pid := postgresPID(t, h)
		s.kill()
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		s = again(t, h, before)
	})
	t.Run("backup and restore", func(t *testing.T) { backupAndRestore(t, h, dir, before) })
	s.t = t
	s.stop()
}

func again(t *testing.T, h home, before map[string]string) *server {
	t.Helper()
	s := h.serve(public...).ready()
	if err := same(before, answers(s)); err != nil {
		t.Error(err)
	}
	return s
}

// answers are those of a server that must not change by themselves.
func answers(s *server) map[string]string {
	_, id, _ := s.first("清湖街道")
	all := map[string]string{}
	for _, address := range []string{
		"/v1/places?q=清湖", "/v1/suggest?q=jiangshan", "/v1/places/" + id, "/v1/places/" + id + "/history", "/v1/places/" + id + "/geojson",
		"/v1/places/" + id + "/qr.svg", "/v1/divisions/330881", "/v1/divisions/330881/children", "/v1/divisions/330881104/carried-by",
		"/v1/reverse?lon=118.62&lat=28.67", "/v1/changes?limit=5", "/tiles/public/9/424/213.mvt", "/v1/meta",
	} {
		status, body, err := s.ask(address)
		all[address] = fmt.Sprint(status, err, times.ReplaceAllString(body, ""))
	}
	return all
}

// times are what an answer says of the moment at which it was given, and of
// how many changes there were.
var times = regexp.MustCompile(`"(recorded_to|changed_at)":"[^"]*",?|"seq":\d+(,|})`)

func same(want, got map[string]string) error {
	for address, answer := range want {
		if got[address] != answer || !strings.HasPrefix(answer, "200") {
			return fmt.Errorf("%s was %.300s, is %.300s", address, answer, got[address])
		}
	}
	if len(got) != len(want) {
		return fmt.Errorf("%d answers, want %d", len(got), len(want))
	}
	return nil
}

func finds(s *server, q, id string) error {
	if name, found, _ := s.first(q); found != id {
		return fmt.Errorf("%s finds %q %s for %q, want %s", s.URL, name, found, q, id)
	}
	return nil
}

// twoServers adds, renames and withdraws a place in a third process.
func twoServers(t *testing.T, h home, s *server) {
	second := h.serve(public...).ready()
	both := func(what string, try func(*server) error) {
		t.Helper()
		for _, one := range []*server{s, second} {
			took := eventually(t, what, func() error { return try(one) })
			t.Logf("%s on %s %v after the command ended", what, one.URL, took)
		}
	}
	id := strings.TrimSpace(h.ok("place", "add", "--class", "22200", "--division", "330881003", "--at", "118.62,28.67", "双机村"))
	both("added", func(s *server) error { return finds(s, "双机村", id) })
	h.ok("place", "rename", id, "联机村", "--reason", "测试")
	both("renamed", func(s *server) error { return finds(s, "联机村", id) })
	h.ok("place", "withdraw", id, "--reason", "测试结束")
	both("withdrawn", func(s *server) error {
		status, body, err := s.ask("/v1/places/" + id)
		if status != http.StatusGone || !strings.Contains(body, "测试结束") {
			return fmt.Errorf("%d %s %v, want 410 and the reason", status, body, err)
		}
		if name, found, _ := s.first("联机村"); found == id {
			return fmt.Errorf("%s is still found", name)
		}
		return nil
	})
	second.stop()
}

// postgresPID asks the database for the number of its first process.
func postgresPID(t *testing.T, h home) int {
	t.Helper()
	out := h.ok("postgres", "--", "psql", "-XAtc", "SELECT pg_read_file('postmaster.pid')")
	pid, err := strconv.Atoi(strings.SplitN(out, "\n", 2)[0])
	if err != nil {
		t.Fatalf("postmaster.pid: %v in %q", err, out)
	}
	return pid
}

func killPostgres(t *testing.T, h home) {
	t.Helper()
	if err := syscall.Kill(postgresPID(t, h), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

var headLine = regexp.MustCompile(`head (\d+) ([0-9a-f]{64})`)

// backupAndRestore takes a backup beside the running server, and restores it
// into a new folder.
func backupAndRestore(t *testing.T, h home, dir string, before map[string]string) {
	documents := blob.Store{Dir: filepath.Join(dir, blobDir)}
	digest, _, err := documents.Put(strings.NewReader("批复"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, keyDir, "receipt.key"), "a key")
	write(t, filepath.Join(dir, importsDir, "x", "普查.xlsx"), "a file")
	head := headLine.FindStringSubmatch(h.ok("verify"))
	if head == nil {
		t.Fatal("verify prints no head")
	}
	if out := h.ok("verify", "--json", "--head", head[2]); !strings.Contains(out, `"head": "`+head[2]) {
		t.Errorf("verify --json: %s, want the head %s", out, head[2])
	}
	h.refused("head", "verify", "--head", strings.Repeat("ab", 32))
	h.refused("--head", "verify", "--head", "xyz")

	file := filepath.Join(t.TempDir(), "county.diming")
	h.ok("backup", file)
	h.refused("不覆盖", "backup", file)
	h.refused("不是空的", "restore", file)

	fresh, freshDir := dataFolder(t)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, length := range []int{0, len(whole) / 2, len(whole) - 2000} {
		cut := filepath.Join(t.TempDir(), "cut.diming")
		write(t, cut, string(whole[:length]))
		all, _, code := fresh.run("restore", cut)
		if code != 1 || strings.Contains(all, "恢复完成") {
			t.Errorf("a backup cut to %d of %d bytes: %d %s, want a refusal", length, len(whole), code, all)
		}
		if out := fresh.ok("verify", "--json"); !strings.Contains(out, `"sealed": 0`) {
			t.Errorf("after the refused backup of %d bytes: %s, want nothing changed", length, out)
		}
		if _, err := os.Stat(filepath.Join(freshDir, keyDir)); err == nil {
			t.Error("a refused backup left keys")
		}
	}
	fresh.ok("restore", file)
	fresh.ok("verify", "--head", head[2])
	if key, err := os.ReadFile(filepath.Join(freshDir, keyDir, "receipt.key")); err != nil || string(key) != "a key" {
		t.Errorf("the key came back as %q, %v", key, err)
	}
	if file, err := os.ReadFile(filepath.Join(freshDir, importsDir, "x", "普查.xlsx")); err != nil || string(file) != "a file" {
		t.Errorf("the file that waits to be imported came back as %q, %v", file, err)
	}
	if err := (blob.Store{Dir: filepath.Join(freshDir, blobDir)}).Verify(digest); err != nil {
		t.Errorf("the document did not come back: %v", err)
	}
	restored := fresh.serve(public...).ready()
	if err := same(before, answers(restored)); err != nil {
		t.Error(err)
	}
	id := strings.TrimSpace(fresh.ok("place", "add", "--class", "22200", "--division", "330881003", "恢复村"))
	eventually(t, "a place added after the restore is found", func() error { return finds(restored, "恢复村", id) })
	restored.stop()
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
