package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"diming/internal/pg/pgtest"
)

var measuredDoor = regexp.MustCompile(`metrics=(\S+)`)

func TestNumbersAreGivenOnAListenerOfTheirOwnEvenWithoutTheRegister(t *testing.T) {
	t.Parallel()
	address, admin := pgtest.NewURL(t)
	h, arrive := comingDatabase(t, address, admin)
	s := h.serve("--metrics-listen", "127.0.0.1:0", "--log-files")
	address = s.said(measuredDoor)
	numbers := func() string {
		t.Helper()
		response, body := fetch(t, client, "http://"+address+"/metrics")
		if response.StatusCode != http.StatusOK {
			t.Fatalf("/metrics = %d %s", response.StatusCode, body)
		}
		return body
	}
	if got := numbers(); !strings.Contains(got, "\ndiming_register_up 0\n") {
		t.Errorf("without its register the server says:\n%.500s", got)
	}
	if status, _, _ := s.ask("/metrics"); status != http.StatusNotFound {
		t.Errorf("the public listener answers /metrics with %d", status)
	}
	arrive()
	s.ready()
	s.get("/v1/meta")
	eventually(t, "the numbers are those of a register", func() error {
		got := numbers()
		for _, want := range []string{"diming_register_up 1", "diming_ledger_sealed_seq ", "diming_ledger_oldest_unsealed_seconds ", "diming_search_lag 0",
			"diming_tiles_lag 0", "diming_pool_connections_open ", "diming_tile_requests_total 0", "diming_logins_total{result=\"wrong\"} 0",
			`diming_http_request_duration_seconds_count{method="GET",route="/v1/meta",status="200"} 1`, "go_goroutines ", "process_resident_memory_bytes "} {
			if !strings.Contains(got, "\n"+want) {
				return fmt.Errorf("%q is missing in:\n%s", want, got)
			}
		}
		return nil
	})
	files := glob(t, h.data()+"/logs/diming-????-??-??.log")
	if len(files) != 1 || !strings.Contains(read(t, files[0]), "route=/v1/meta") {
		t.Errorf("the log files %v do not hold the request", files)
	}
	s.stop()
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestReadinessTellsThatTheServerIsStopping(t *testing.T) {
	t.Parallel()
	address, admin := pgtest.NewURL(t)
	s := foreign(t, address, admin).serve("--drain", "1h").ready()
	body := s.get("/readyz")
	for _, want := range []string{`"status":"ready"`, `"tiles_seq":`, `"disk_free_bytes":`} {
		if !strings.Contains(body, want) {
			t.Errorf("/readyz says %s, want %s", body, want)
		}
	}
	s.interrupt()
	eventually(t, "/readyz tells", func() error {
		status, body, err := s.ask("/readyz")
		if err != nil || status != http.StatusServiceUnavailable || !strings.Contains(body, "stopping") {
			return errors.Join(err, fmt.Errorf("%d %s", status, body))
		}
		return nil
	})
	s.get("/healthz")
}
