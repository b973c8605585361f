package api_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"diming/internal/pg/pgtest"
)

// A question is what a server at an address is asked, and the status that it must answer.
type question struct {
	address, path string
	etag          string // of what is held already; "": nothing
	status        int
}

// pageAt asks a server for a page that is there.
func pageAt(address, path string) question {
	return question{address: address, path: path, status: http.StatusOK}
}

// visitor asks the same again and again over one connection, with as little work
// of its own as can be.
type visitor struct {
	conn     net.Conn
	from     *bufio.Reader
	request  []byte
	answered []byte // the first line of each answer begins so
}

func visit(b *testing.B, q question) *visitor {
	b.Helper()
	conn, err := net.Dial("tcp", q.address)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { conn.Close() })
	request := "GET " + q.path + " HTTP/1.1\r\nHost: diming.test\r\nAccept-Encoding: gzip\r\nAccept-Language: zh-CN\r\n"
	if q.etag != "" {
		request += "If-None-Match: " + q.etag + "\r\n"
	}
	return &visitor{conn, bufio.NewReaderSize(conn, 16<<10), []byte(request + "\r\n"), fmt.Appendf(nil, "HTTP/1.1 %d ", q.status)}
}

func (v *visitor) ask() error {
	if _, err := v.conn.Write(v.request); err != nil {
		return err
	}
	length := 0
	for first := true; ; first = false {
		line, err := v.from.ReadSlice('\n')
		if err != nil {
			return err
		}
		switch {
		case first && !bytes.HasPrefix(line, v.answered):
			return fmt.Errorf("%q", line)
		case len(line) == 2:
			_, err := v.from.Discard(length)
			return err
		case bytes.HasPrefix(line, []byte("Content-Length: ")):
			if length, err = strconv.Atoi(string(bytes.TrimSpace(line[16:]))); err != nil {
				return err
			}
		}
	}
}

// rate asks for a while with some visitors and gives pages a second.
func rate(b *testing.B, q question, visitors int, long time.Duration) float64 {
	var all sync.WaitGroup
	counts := make([]int, visitors)
	began := time.Now()
	for i := range visitors {
		v := visit(b, q)
		all.Go(func() {
			for time.Since(began) < long {
				if err := v.ask(); err != nil {
					b.Error(err)
					return
				}
				counts[i]++
			}
		})
	}
	all.Wait()
	total := 0
	for _, n := range counts {
		total += n
	}
	return float64(total) / time.Since(began).Seconds()
}

func warmTown(b *testing.B) (s *system, server *httptest.Server, target string) {
	s, _, tokens := codedTown(b, pgtest.New(b))
	s.look(b)
	server = httptest.NewServer(s)
	b.Cleanup(server.Close)
	return s, server, "/Q/" + tokens[0]
}

// BenchmarkWarmPage compares a page from memory with a handler that writes the
// same bytes and does nothing else, in turns of one and the other.
func BenchmarkWarmPage(b *testing.B) {
	s, server, target := warmTown(b)
	body := s.from("192.0.2.1:1", target, "Accept-Encoding", "gzip").Body.Bytes()
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	}))
	b.Cleanup(bare.Close)
	beside(b, pageAt(addressOf(server), target), pageAt(addressOf(bare), target), "×bare")
	b.ReportMetric(float64(len(body)), "bytes")
}

// BenchmarkWarmPageBesideNginx compares it with nginx that sends the same bytes as
// a file that it holds open.
func BenchmarkWarmPageBesideNginx(b *testing.B) {
	s, server, target := warmTown(b)
	body := s.from("192.0.2.1:1", target, "Accept-Encoding", "gzip").Body.Bytes()
	beside(b, pageAt(addressOf(server), target), pageAt(nginx(b, target, body), target), "×nginx")
}

func addressOf(server *httptest.Server) string { return server.Listener.Addr().String() }

// beside asks one server and the other in turns, and gives the middle of the
// ratios of their rates.
func beside(b *testing.B, own, other question, name string) {
	const turn = 500 * time.Millisecond
	rate(b, own, 16, turn)
	rate(b, other, 16, turn)
	var ours, ratios []float64
	for b.Loop() {
		for range 5 {
			one := rate(b, own, 16, turn)
			ours, ratios = append(ours, one), append(ratios, one/rate(b, other, 16, turn))
		}
	}
	slices.Sort(ratios)
	slices.Sort(ours)
	b.ReportMetric(ours[len(ours)/2], "pages/s")
	b.ReportMetric(ratios[len(ratios)/2], name)
}

// nginx starts one that sends body, which is gzip, for target, on loopback and out
// of a folder that goes with the benchmark; as many workers as there are cores.
func nginx(b *testing.B, target string, body []byte) (address string) {
	b.Helper()
	program, err := exec.LookPath("nginx")
	if err != nil {
		b.Skip("nginx (package nginx-light) is not installed")
	}
	dir := b.TempDir()
	file := filepath.Join(dir, "root", filepath.FromSlash(target)+".gz")
	port, err := net.Listen("tcp", "127.0.0.1:0")
	if err == nil {
		address = port.Addr().String()
		err = errors.Join(port.Close(), os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, body, 0o644))
	}
	user := ""
	if os.Getuid() == 0 {
		user = "user root;" // the folder is nobody else's
	}
	config := filepath.Join(dir, "nginx.conf")
	text := fmt.Sprintf(`daemon off; worker_processes auto; pid %[1]s/pid; error_log %[1]s/error.log; %[3]s
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=16 inactive=1h;
client_body_temp_path %[1]s; proxy_temp_path %[1]s; fastcgi_temp_path %[1]s; uwsgi_temp_path %[1]s; scgi_temp_path %[1]s;
server { listen %[2]s; root %[1]s/root; default_type text/html; gzip_static always; } }`, dir, address, user)
	if err := errors.Join(err, os.WriteFile(config, []byte(text), 0o644)); err != nil {
		b.Fatal(err)
	}
	run := exec.Command(program, "-e", filepath.Join(dir, "error.log"), "-c", config)
	if err := run.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = run.Process.Signal(syscall.SIGTERM) // it ends its workers
		_ = run.Wait()
	})
	for range 500 {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return address
		}
		<-time.After(10 * time.Millisecond)
	}
	said, _ := os.ReadFile(filepath.Join(dir, "error.log"))
	b.Fatalf("nginx does not listen: %s", said)
	return ""
}

// BenchmarkSteadyVisitors asks for 3,000 pages a second, each at its time whether
// those before it were answered or not, and tells how long they took from then.
func BenchmarkSteadyVisitors(b *testing.B) {
	_, server, target := warmTown(b)
	perSecond, visitors := pgtest.Size(b, "DIMING_BENCH_PAGES", 3000), 64
	var took []time.Duration
	for b.Loop() {
		took = steady(b, addressOf(server), target, perSecond, visitors, 5*time.Second)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
}

func steady(b *testing.B, address, target string, perSecond, visitors int, long time.Duration) []time.Duration {
	due := make(chan time.Time, perSecond*10)
	var all sync.WaitGroup
	took := make([][]time.Duration, visitors)
	for i := range visitors {
		v := visit(b, pageAt(address, target))
		all.Go(func() {
			for at := range due {
				if err := v.ask(); err != nil {
					b.Error(err)
					return
				}
				took[i] = append(took[i], time.Since(at))
			}
		})
	}
	began := time.Now()
	for n := 0; n < perSecond*int(long/time.Second); {
		for ; n < int(time.Since(began).Seconds()*float64(perSecond)); n++ {
			due <- began.Add(time.Duration(n) * time.Second / time.Duration(perSecond))
		}
		<-time.After(time.Millisecond)
	}
	close(due)
	all.Wait()
	return slices.Concat(took...)
}
