package api_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"diming/api"
	"diming/internal/pg/pgtest"
)

// wire sends bytes to a real server and gives the answer.
func wire(t *testing.T, address, request string) *http.Response {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() { _, _ = io.WriteString(conn, request) }() // the server may hang up before the end
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("%.60q: no answer: %v", request, err)
	}
	return response
}

func TestOverARealConnectionTooMuchGetsASentenceToo(t *testing.T) {
	s := newSystem(pgtest.New(t))
	if _, err := s.Finder.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(nil)
	server.Config = api.HTTPServer(s.Handler)
	server.Start()
	t.Cleanup(server.Close)
	address := strings.TrimPrefix(server.URL, "http://")
	for _, test := range []struct {
		what, request string
		status        int
	}{
		{"10 MB query", "GET /v1/places?q=" + strings.Repeat("a", 10<<20) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", http.StatusRequestURITooLong},
		{"10 MB path", "GET /Q/" + strings.Repeat("a", 10<<20) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", http.StatusRequestURITooLong},
		{"raw bytes that are no UTF-8", "GET /v1/places?q=\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", http.StatusBadRequest},
		{"raw Chinese", "GET /v1/places?q=清湖 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", http.StatusOK},
	} {
		response := wire(t, address, test.request)
		if response.StatusCode != test.status {
			t.Errorf("%s: %s, want %d", test.what, response.Status, test.status)
		}
		if test.status >= 400 && response.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: Content-Type %q, want a problem", test.what, response.Header.Get("Content-Type"))
		}
	}
}
