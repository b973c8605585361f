package api_test

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/api"
	"diming/internal/pg"
	"diming/internal/pg/pgtest"
)

// A cable is a way to the database that can be cut and mended.
type cable struct {
	dir, network, address string

	mu       sync.Mutex
	listener net.Listener
	ends     []net.Conn
}

// throughCable clones a database that is reached by a cable only.
func throughCable(t *testing.T) (*cable, *pgxpool.Pool) {
	t.Helper()
	direct, _ := pgtest.NewURL(t)
	config, err := pgconn.ParseConfig(direct)
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{}
	c.network, c.address = pgconn.NetworkAddress(config.Host, config.Port)
	if c.dir, err = os.MkdirTemp("", "cable"); err != nil { // t.TempDir is too long for a socket
		t.Fatal(err)
	}
	c.mend(t)
	t.Cleanup(func() { c.cut(); os.RemoveAll(c.dir) })
	u, err := url.Parse(direct)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("host", c.dir)
	query.Set("port", "5432")
	u.RawQuery = query.Encode()
	pool, err := pg.Open(t.Context(), u.String(), pg.Options{AppName: "test", MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return c, pool
}

func (c *cable) mend(t *testing.T) {
	t.Helper()
	listener, err := net.Listen("unix", filepath.Join(c.dir, ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	c.listener = listener
	c.mu.Unlock()
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial(c.network, c.address)
			if err != nil {
				near.Close()
				continue
			}
			c.mu.Lock()
			c.ends = append(c.ends, near, far)
			c.mu.Unlock()
			go func() { _, _ = io.Copy(far, near); far.Close() }()
			go func() { _, _ = io.Copy(near, far); near.Close() }()
		}
	}()
}

func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.listener.Close()
	for _, end := range c.ends {
		end.Close()
	}
	c.ends = nil
}

func TestWithTheDatabaseGoneEveryAnswerSaysSo(t *testing.T) {
	way, pool := throughCable(t)
	s := newSystem(pool)
	if _, err := s.Finder.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if w := s.ask(t, "/readyz"); w.Code != http.StatusOK {
		t.Errorf("readyz before: %d %s, want 200", w.Code, w.Body)
	}
	way.cut()
	s.wantDegraded(t)
	if w := s.ask(t, "/v1/suggest?q=x"); w.Code != http.StatusOK {
		t.Errorf("search from memory: %d %s, want 200", w.Code, w.Body)
	}
	newSystem(pool).wantNothingBehind(t)
	way.mend(t)
	for _, address := range []string{"/readyz", "/v1/meta", "/v1/divisions"} {
		if w := s.ask(t, address); w.Code != http.StatusOK {
			t.Errorf("%s after the way was mended: %d %s, want 200", address, w.Code, w.Body)
		}
	}
}

// wantNothingBehind checks what a code leads to before the register was ever read.
func (s *system) wantNothingBehind(t *testing.T) {
	t.Helper()
	wantProblem(t, "the data behind a code", s.ask(t, "/q/0000000000.json"), http.StatusServiceUnavailable, "register-unreachable")
	for address, words := range map[string]string{"/Q/0000000000": "现在查不到", "/Q/0000000000?lang=en": "The register cannot be reached"} {
		w := s.ask(t, address)
		if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Header().Get("Content-Type"), "text/html") || !strings.Contains(w.Body.String(), words) {
			t.Errorf("%s: %d %.300s, want 503 and what to do", address, w.Code, w.Body)
		}
	}
}

// wantDegraded checks what a server answers that cannot reach its register.
func (s *system) wantDegraded(t *testing.T) {
	t.Helper()
	if w := s.ask(t, "/healthz"); w.Code != http.StatusOK {
		t.Errorf("healthz: %d, want 200", w.Code)
	}
	const id = "01990000-0000-7000-8000-000000000000"
	for _, address := range []string{"/readyz", "/v1/meta", "/v1/places/" + id, "/v1/places/" + id + "/history", "/v1/places/" + id + "/geojson",
		"/v1/places/" + id + "/qr.svg", "/v1/places/" + id + "/qr.png", "/v1/reverse?lon=118&lat=28", "/v1/divisions", "/v1/divisions/330881", "/v1/divisions/330881/children",
		"/v1/divisions/330881/carried-by", "/v1/divisions/330881/changes", "/v1/changes", "/v1/changes/1/objects", "/tiles/public.json",
		"/tiles/public/1/1/0.mvt"} {
		wantProblem(t, address, s.ask(t, address), http.StatusServiceUnavailable, "register-unreachable")
	}
	if s.log.errors(0) != "" {
		t.Errorf("an unreachable database was logged as a fault of ours: %s", s.log.errors(0))
	}
}

func TestBeforeTheIndexIsBuiltTheServerIsNotReady(t *testing.T) {
	s := newSystem(pgtest.New(t))
	wantProblem(t, "readyz", s.ask(t, "/readyz"), http.StatusServiceUnavailable, "register-unreachable")
	wantProblem(t, "search", s.ask(t, "/v1/places?q=x"), http.StatusServiceUnavailable, "register-unreachable")
}

func TestAnEmptyRegisterAnswers(t *testing.T) {
	s := newSystem(pgtest.New(t))
	if _, err := s.Finder.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"/", "/favicon.svg", "/assets/main.js", "/styles/public.json", "/healthz", "/readyz", "/v1/meta", "/v1/places?q=x",
		"/v1/suggest?q=x", "/v1/reverse?lon=1&lat=1", "/v1/divisions", "/v1/changes", "/tiles/public.json"} {
		if w := s.ask(t, address); w.Code != http.StatusOK {
			t.Errorf("%s over an empty register: %d %s", address, w.Code, w.Body)
		}
	}
	if w := s.ask(t, "/tiles/public/0/0/0.mvt"); w.Code != http.StatusNoContent {
		t.Errorf("a tile of an empty register: %d, want 204", w.Code)
	}
}

// TestTheMapBeginsWhereTheFirstPointsAre has no areas yet, as a register that
// was filled from a table on its first day.
func TestTheMapBeginsWhereTheFirstPointsAre(t *testing.T) {
	w := newWorld(t)
	if err := w.Tiles.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	var meta api.MetaBody
	if err := json.Unmarshal(w.ask(t, "/v1/meta").Body.Bytes(), &meta); err != nil {
		t.Fatal(err)
	}
	b := meta.Bounds
	if !(b[0] < 118.6 && b[2] > 118.6 && b[1] < 28.6 && b[3] > 28.6 && b[2]-b[0] < 1) {
		t.Errorf("the bounds are %v, want a little around 118.6, 28.6", b)
	}
}
