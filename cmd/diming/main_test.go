package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"diming/internal/pg"
	"diming/internal/pg/pgtest"
)

// asDiming makes this test binary be the program: the tests run it as child
// processes, and some of those are killed.
const asDiming = "DIMING_TEST_AS_DIMING"

func TestMain(m *testing.M) {
	if os.Getenv(asDiming) != "" {
		main()
	}
	os.Exit(pgtest.Main(m))
}

// A home is where a register lives: a data folder, or a database besides.
type home struct {
	t   *testing.T
	env []string
}

// dataFolder is an empty folder whose embedded database ends with the test.
func dataFolder(t *testing.T) (home, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	t.Cleanup(func() {
		cluster, err := pg.Embed(context.Background(), pg.EmbeddedOptions{DataDir: dir})
		if err == nil {
			err = cluster.Destroy()
		}
		if err != nil {
			t.Errorf("clean up: %v", err)
		}
	})
	return home{t, []string{"DIMING_DATA=" + dir}}, dir
}

// foreign is a database that the test made, with an empty data folder.
func foreign(t *testing.T, url, adminURL string) home {
	t.Helper()
	return home{t, []string{"DIMING_DATA=" + filepath.Join(t.TempDir(), "data"), "DIMING_DATABASE_URL=" + url, "DIMING_DIRECT_URL=" + adminURL}}
}

// data is the data folder.
func (h home) data() string { return strings.TrimPrefix(h.env[0], "DIMING_DATA=") }

func (h home) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(h.t.Context(), os.Args[0], args...)
	for _, setting := range os.Environ() {
		if !strings.HasPrefix(setting, "DIMING_") {
			cmd.Env = append(cmd.Env, setting)
		}
	}
	cmd.Env = append(append(cmd.Env, asDiming+"=1"), h.env...)
	return cmd
}

// run runs a command to its end and gives its output, all of it and its
// standard output, and its exit code.
func (h home) run(args ...string) (all, out string, code int) {
	h.t.Helper()
	cmd := h.command(args...)
	var both, stdout output
	cmd.Stdout, cmd.Stderr = io.MultiWriter(&both, &stdout), &both
	var ended *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &ended) {
		h.t.Fatalf("diming %v: %v", args, err)
	}
	return both.String(), stdout.String(), cmd.ProcessState.ExitCode()
}

// ok runs a command that must succeed and gives its standard output.
func (h home) ok(args ...string) string {
	h.t.Helper()
	all, out, code := h.run(args...)
	if code != 0 {
		h.t.Fatalf("diming %v ended with %d:\n%s", args, code, all)
	}
	return out
}

// refused runs a command that must end with code 1 and a sentence holding says.
func (h home) refused(says string, args ...string) {
	h.t.Helper()
	all, _, code := h.run(args...)
	if code != 1 || !strings.Contains(all, says) || strings.Contains(all, "goroutine") {
		h.t.Errorf("diming %v ended with %d:\n%s\nwant 1 and a sentence with %q", args, code, all, says)
	}
}

// A server is diming serve as a child process.
type server struct {
	t   *testing.T
	cmd *exec.Cmd
	log *output
	URL string
}

// An output keeps what a child writes while it is read.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

var listening = regexp.MustCompile(`msg=listening address=(\S+)`)

// serve starts a server on a free port of this machine and waits until it
// listens; it need not be ready.
func (h home) serve(args ...string) *server {
	h.t.Helper()
	s := &server{t: h.t, log: &output{}, cmd: h.command(append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)}
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	if err := s.cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() {
		s.kill()
		if h.t.Failed() {
			h.t.Logf("%s said:\n%s", s.URL, s.log)
		}
	})
	s.URL = "http://" + s.said(listening)
	return s
}

// said is the first group of pattern in the log, as soon as it is there.
func (s *server) said(pattern *regexp.Regexp) string {
	s.t.Helper()
	var found []string
	eventually(s.t, fmt.Sprintf("the server says %v", pattern), func() error {
		if found = pattern.FindStringSubmatch(s.log.String()); found == nil {
			return errors.New(s.log.String())
		}
		return nil
	})
	return found[1]
}

// ready waits until a server answers from its register.
func (s *server) ready() *server {
	s.t.Helper()
	eventually(s.t, "the server is ready", func() error {
		status, body, err := s.ask("/readyz")
		if err != nil || status != http.StatusOK {
			return fmt.Errorf("readyz: %d %s, %v; it said %s", status, body, err, s.log)
		}
		return nil
	})
	return s
}

// kill ends a server at once, as kill -9 does.
func (s *server) kill() {
	_ = s.cmd.Process.Kill() // it may have ended
	_ = s.cmd.Wait()
}

// interrupt asks a server to end, as Ctrl-C does.
func (s *server) interrupt() {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
}

// stop has a server end, and checks that it ends well.
func (s *server) stop() {
	s.t.Helper()
	s.interrupt()
	if err := s.cmd.Wait(); err != nil {
		s.t.Errorf("the server ended with %v:\n%s", err, s.log)
	}
}

// client never waits for ever.
var client = &http.Client{Timeout: 20 * time.Second}

func (s *server) ask(path string) (int, string, error) {
	response, err := client.Get(s.URL + path)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, string(body), err
}

// get gives an answer that must be 200.
func (s *server) get(path string) string {
	s.t.Helper()
	status, body, err := s.ask(path)
	if err != nil || status != http.StatusOK {
		s.t.Fatalf("GET %s%s = %d %s, %v", s.URL, path, status, body, err)
	}
	return body
}

// first is the name of the first place that a search finds.
func (s *server) first(q string) (name, id, kind string) {
	_, body, err := s.ask("/v1/places?q=" + q)
	if err != nil {
		return "", "", ""
	}
	var list struct {
		Items []struct {
			ID, Name string
			Match    struct{ Kind string }
		}
	}
	if json.Unmarshal([]byte(body), &list) != nil || len(list.Items) == 0 {
		return "", "", ""
	}
	return list.Items[0].Name, list.Items[0].ID, list.Items[0].Match.Kind
}

// patience is how long a test waits for what must come; far more than it
// takes, as machines may be busy.
const patience = 10 * time.Minute

// sealed waits until every entry has its place in the ledger: transactions of
// other tests in the cluster hold the sealing back for as long as they last.
func (h home) sealed() {
	h.t.Helper()
	eventually(h.t, "the ledger is sealed, whatever else the cluster does", func() error {
		if out := h.ok("verify", "--json"); !strings.Contains(out, `"pending": 0`) {
			return errors.New(out)
		}
		return nil
	})
}

// eventually polls until try succeeds, and fails with its last error.
func eventually(t *testing.T, what string, try func() error) time.Duration {
	t.Helper()
	began := time.Now()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := try()
		took := time.Since(began)
		if err == nil {
			return took
		}
		if took > patience {
			t.Fatalf("%s: not within %v: %v", what, patience, err)
		}
		select {
		case <-tick.C:
		case <-t.Context().Done():
			t.Fatalf("%s: %v", what, err)
		}
	}
}
