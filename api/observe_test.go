package api_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"diming/api"
	"diming/internal/pg/pgtest"
)

// watched is an empty register whose log and metrics are looked at.
func watched(t *testing.T) (s *system, log *bytes.Buffer, counted *prometheus.Registry) {
	t.Helper()
	s = newSystem(pgtest.New(t))
	log, counted = &bytes.Buffer{}, prometheus.NewRegistry()
	s.Log = slog.New(api.LogHandler(slog.NewTextHandler(log, nil)))
	s.Metrics = api.NewMetrics(counted)
	s.Handler = s.Server.Handler()
	return s, log, counted
}

func TestTheLogHoldsNothingThatAClientWrote(t *testing.T) {
	s, log, _ := watched(t)
	const secret = "geheim"
	for _, target := range []string{"/v1/places?q=" + secret, "/" + secret, "/Q/" + secret, "/v1/places/" + secret, "/v1/divisions/" + secret + "?as_of=" + secret, "/assets/" + secret} {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		r.Header.Set("Authorization", "Bearer "+secret)
		r.Header.Set("User-Agent", secret)
		r.Header.Set("Referer", "http://diming.test/"+secret)
		r.Header.Set("X-Request-Id", secret+secret)
		r.AddCookie(&http.Cookie{Name: "diming_session", Value: secret})
		s.ServeHTTP(httptest.NewRecorder(), r)
	}
	r := httptest.NewRequest(http.MethodPost, "/v1/session?x="+secret, strings.NewReader(`{"login":"`+secret+`","password":"`+secret+`"}`))
	r.Header.Set("Content-Type", "application/json")
	s.ServeHTTP(httptest.NewRecorder(), r)
	s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GEHEIM", "/", nil))
	if text := log.String(); strings.Contains(strings.ToLower(text), secret) {
		t.Errorf("the log tells what a client wrote:\n%s", text)
	}
	if n := strings.Count(log.String(), "msg=request "); n != 8 {
		t.Errorf("%d lines for 8 requests:\n%s", n, log)
	}
}

func TestALineOfTheLogSaysWhatBecameOfARequest(t *testing.T) {
	s, log, _ := watched(t)
	r := httptest.NewRequest(http.MethodGet, "/v1/divisions/330881?as_of=2020-01-01", nil)
	r.RemoteAddr = "203.0.113.77:4711"
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	id := w.Header().Get("X-Request-Id")
	want := regexp.MustCompile(`^time=\S+ level=INFO msg=request method=GET route=/v1/divisions/\{code\} status=404 ms=\S+ bytes=\d+ from=203\.0\.113\.0/24 request=` + regexp.QuoteMeta(id) + "\n$")
	if id == "" || !want.MatchString(log.String()) {
		t.Errorf("the line is %s; want %s", log, want)
	}
	for policy, want := range map[api.LogAddresses]string{api.NoAddresses: "", api.WholeAddresses: "from=2001:db8:1:2::3 ", api.NetworkAddresses: "from=2001:db8:1::/48 "} {
		log.Reset()
		s.LogAddresses = policy
		r.RemoteAddr = "[2001:db8:1:2::3]:80"
		s.ServeHTTP(httptest.NewRecorder(), r)
		if !strings.Contains(log.String(), want) || (want == "") != !strings.Contains(log.String(), "from=") {
			t.Errorf("under %q the line is %s", policy, log)
		}
	}
}

func TestErrorsAreLoggedWithoutWhatTheyQuote(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(api.LogHandler(slog.NewTextHandler(&log, nil)))
	s := newSystem(pgtest.New(t))
	s.Log = logger
	inside := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		logger.ErrorContext(r.Context(), "failed", "error", errors.New(`invalid input "geheim 1" and 'geheim 2': Key (login)=(geheim) exists, \"geheim\"`))
	})
	s.Observed(inside).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
	if text := log.String(); strings.Contains(text, "geheim") || !strings.Contains(text, "invalid input") || !strings.Contains(text, "request=") {
		t.Errorf("logged: %s", text)
	}
}

func TestRequestsAreCountedByRouteAndStatus(t *testing.T) {
	s, _, counted := watched(t)
	s.ask(t, "/healthz")
	s.ask(t, "/v1/places/nonsense")
	s.ask(t, "/nothing/here")
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/v1/session", strings.NewReader(`{"login":"nobody","password":"nothing at all"}`))
	r.Header.Set("Content-Type", "application/json")
	s.ServeHTTP(w, r)
	all, err := counted.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, family := range all {
		for _, m := range family.GetMetric() {
			text.WriteString(family.GetName())
			for _, l := range m.GetLabel() {
				text.WriteString(" " + l.GetName() + "=" + l.GetValue())
			}
			text.WriteString("\n")
		}
	}
	for _, want := range []string{
		"diming_http_request_duration_seconds method=GET route=/healthz status=200",
		"diming_http_request_duration_seconds method=GET route=/v1/places/{id} status=404",
		"diming_http_request_duration_seconds method=GET route=none status=404",
		"diming_logins_total result=wrong",
	} {
		if !strings.Contains(text.String(), want+"\n") {
			t.Errorf("%q is not counted:\n%s", want, text.String())
		}
	}
	if strings.Contains(text.String(), "nonsense") {
		t.Error("a label holds what a client wrote")
	}
	if problems, err := testutil.GatherAndLint(counted); err != nil || len(problems) > 0 {
		t.Errorf("the metrics are not as Prometheus wants them: %v, %v", problems, err)
	}
}
