package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/api"
	"diming/boundaries"
	"diming/demo"
	"diming/gazetteer"
	"diming/gazetteer/cases"
	"diming/gazetteer/redivision"
	"diming/importers/job"
	"diming/internal/account"
	"diming/internal/blob"
	"diming/internal/desk"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/signs"
	"diming/tiles"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// origin is the public URL of the servers under test.
const origin = "http://diming.test"

// A system is a whole server with what follows the ledger, over one database.
type system struct {
	*api.Server
	http.Handler
	pool *pgxpool.Pool
	log  *journal

	followed bool // the ledger is sealed and followed by itself
	still    bool // what is behind the codes stays as it is
}

// shared is the demo that the tests of this binary share. They may add to it
// under names of their own; what the demo itself holds stays as it is.
var shared struct {
	once   sync.Once
	system *system
	err    error
}

// lasting is a test whose database stays until the test binary ends; the next
// run drops it.
type lasting struct{ testing.TB }

func (lasting) Cleanup(func())           {}
func (lasting) Context() context.Context { return context.Background() }

// demoSystem gives the shared server over both demos.
func demoSystem(t testing.TB) *system {
	t.Helper()
	shared.once.Do(func() { shared.system, shared.err = loadDemo(lasting{t}) })
	if shared.err != nil {
		t.Fatalf("load the demo: %v", shared.err)
	}
	return shared.system
}

func loadDemo(t testing.TB) (*system, error) {
	s := newSystem(demoPool(t))
	s.SetDemo(true)
	return s, s.follow(t.Context())
}

// demoPool opens a register of its own that holds both demos.
func demoPool(t testing.TB) *pgxpool.Pool {
	t.Helper()
	return pgtest.Filled(t, "demos", func(ctx context.Context, pool *pgxpool.Pool) error {
		s := newSystem(pool)
		d := demo.Demo{Places: s.Places, Signs: s.Signs, Origin: s.PublicURL, Say: func(string, ...any) {}}
		return errors.Join(d.Jiangshan(ctx), d.Hualien(ctx))
	})
}

func newSystem(pool *pgxpool.Pool) *system {
	log := &journal{}
	logger := slog.New(slog.NewTextHandler(log, nil))
	b := &boundaries.Store{DB: pool}
	places := &gazetteer.Store{DB: pool, Boundaries: b}
	public, _ := url.Parse(origin)
	keys, _ := account.NewAuthority(public)
	s := &api.Server{DB: pool, Boundaries: b, Places: places, Finder: gazetteer.NewFinder(places), Signs: &signs.Store{DB: pool}, Redivisions: &redivision.Store{DB: pool},
		Desk:      &desk.Store{DB: pool},
		Cases:     cases.New(pool, places),
		Accounts:  &account.Store{DB: pool, Hasher: account.NewHasher(2), Keys: keys},
		Imports:   job.NewStore(pool, places, filepath.Join(os.TempDir(), "diming-test-imports", uuid.NewString())),
		Documents: blob.Store{Dir: filepath.Join(os.TempDir(), "diming-test-documents", uuid.NewString())},
		Tiles:     tiles.New(pool, 16<<20), PublicURL: public, Log: logger,
		Web: fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>地名</title>")}, "office.html": {Data: []byte("<!doctype html><title>地名办公</title>")}, "favicon.svg": {Data: []byte("<svg/>")},
			"field.html": {Data: []byte("<!doctype html><title>界线联检</title>")}, "field/sw.js": {Data: []byte("self")}, "field/manifest.webmanifest": {Data: []byte("{}")},
			"install.html": {Data: []byte("<!doctype html><title>门牌安装</title>")}, "install/sw.js": {Data: []byte("self")}, "install/manifest.webmanifest": {Data: []byte("{}")},
			"shelter.html": {Data: []byte("<!doctype html><title>避灾点上报</title>")}, "shelter/sw.js": {Data: []byte("self")}, "shelter/manifest.webmanifest": {Data: []byte("{}")},
			"scan/live.js": {Data: []byte("live")}, "scan/sw.js": {Data: []byte("self")},
			"assets/main.js": {Data: []byte("export {}")}}}
	out := &system{Server: s, Handler: s.Handler(), pool: pool, log: log}
	s.PublicClient = &http.Client{Transport: inside{out.Handler}} // nothing listens at origin
	return out
}

// inside leads what is asked of the public origin into a handler.
type inside struct{ http.Handler }

func (in inside) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	in.ServeHTTP(w, r.WithContext(context.Background())) // the router keeps in it where it is
	return w.Result(), nil
}

// follow builds what is built at start and keeps it in step until ctx ends.
func (s *system) follow(ctx context.Context) error {
	since, err := s.Finder.Load(ctx)
	if err != nil {
		return err
	}
	if err := s.Tiles.Rebuild(ctx); err != nil {
		return err
	}
	go ledger.NewSealer(s.pool, s.Log).Run(ctx)
	go (&ledger.Follower{Name: "search", Pool: s.pool, Since: since, Log: s.Log, Apply: s.Finder.Apply}).Run(ctx)
	go (&ledger.Follower{Name: "tiles", Pool: s.pool, Since: since, Log: s.Log, Apply: s.ApplyToTiles}).Run(ctx)
	go s.Matcher.Run(ctx, s.pool, s.Log)
	s.followed = true
	return nil
}

// ask gives the answer to a GET.
func (s *system) ask(t testing.TB, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return s.do(t, http.MethodGet, target, headers...)
}

// do gives the answer to a request; headers are names and values in turn.
func (s *system) do(t testing.TB, method, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, origin, nil)
	path, query, _ := strings.Cut(target, "?")
	r.URL.RawQuery, r.RequestURI = query, target
	if plain, err := url.PathUnescape(path); err == nil {
		r.URL.Path, r.URL.RawPath = plain, path
	} else {
		r.URL.Path = path
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if !strings.HasPrefix(path, "/v1/") {
		s.look(t)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// look has the pages behind codes know what the register says now.
func (s *system) look(t testing.TB) {
	t.Helper()
	if s.pool == nil || s.still { // its pages need no register, or none as it is now
		return
	}
	bring := s.Behind.Rebuild
	if s.followed {
		bring = s.Behind.Look
	}
	if err := bring(context.WithoutCancel(t.Context())); err != nil {
		t.Logf("what is behind the codes was not read: %.60s", err)
	}
}

// get decodes the JSON answer of a GET that must have status want.
func get[T any](t testing.TB, s *system, target string, want int, headers ...string) T {
	t.Helper()
	w := s.ask(t, target, headers...)
	if w.Code != want {
		t.Fatalf("GET %s = %d %s, want %d", target, w.Code, w.Body, want)
	}
	return decode[T](t, w.Body)
}

func decode[T any](t testing.TB, r io.Reader) T {
	t.Helper()
	var v T
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%.300s is no JSON: %v", text, err)
	}
	return v
}

// add enters a place in 清湖街道 and waits until search and tiles hold it.
func (s *system) add(t testing.TB, visibility, name string) uuid.UUID {
	t.Helper()
	id, entry, err := s.Places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: "22200",
		Division: "330881003", Location: &orb.Point{118.64123, 28.65432}, Visibility: visibility, Source: "测试"}, "测试录入")
	if err != nil {
		t.Fatal(err)
	}
	s.settle(t, entry)
	return id
}

// settle waits until the change of a ledger entry is in the index.
func (s *system) settle(t testing.TB, entry int64) {
	t.Helper()
	seq, err := ledger.SeqOf(t.Context(), s.pool, entry, 5*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	for tick := time.Tick(5 * time.Millisecond); s.Finder.Seq() < seq; {
		select {
		case <-tick:
		case <-t.Context().Done():
			t.Fatalf("the index did not reach %d", seq)
		}
	}
}

// token gives the token of a place.
func (s *system) token(t testing.TB, id uuid.UUID) string {
	t.Helper()
	token, err := s.Signs.TokenOf(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return string(token)
}

// idOf gives the id of a division.
func (s *system) idOf(t testing.TB, code string) uuid.UUID {
	t.Helper()
	d, err := s.Boundaries.ByCode(t.Context(), boundaries.Reader{}, code)
	if err != nil {
		t.Fatal(err)
	}
	return d.ID
}

// A journal keeps what a server logs.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

// errors gives the lines logged as errors since the mark.
func (j *journal) errors(mark int) string {
	j.mu.Lock()
	defer j.mu.Unlock()
	var found []string
	for _, line := range strings.Split(j.text.String()[mark:], "\n") {
		if strings.Contains(line, "level=ERROR") {
			found = append(found, line)
		}
	}
	return strings.Join(found, "\n")
}

func (j *journal) mark() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Len()
}

// A problem is an error as clients read it.
type problem struct {
	Type, Title, Detail string
	Status              int
}

// wantProblem checks that an answer is a problem with a sentence.
func wantProblem(t testing.TB, what string, w *httptest.ResponseRecorder, status int, kind string) {
	t.Helper()
	if w.Code != status || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s = %d %s %.200s, want %d and a problem", what, w.Code, w.Header().Get("Content-Type"), w.Body, status)
		return
	}
	p := decode[problem](t, w.Body)
	if p.Status != status || p.Title == "" || p.Detail == "" || p.Type != "urn:diming:problem:"+kind {
		t.Errorf("%s: %+v, want a sentence, status %d and type %s", what, p, status, kind)
	}
}

func path(format string, args ...any) string {
	for i, a := range args {
		if text, ok := a.(string); ok {
			args[i] = url.QueryEscape(text)
		}
	}
	return fmt.Sprintf(format, args...)
}
