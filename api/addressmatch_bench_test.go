package api_test

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"diming/gazetteer/matching/noise"
	"diming/internal/account"
)

// BenchmarkMatchTable sends tables of 500,000 and of 1,000,000 rows over HTTP to
// an index of 1,000,000 addresses, and reads what comes back: end to end, with
// the memory that is held on the way beside the index. Without BENCH_DATA the
// tables are of 20,000 and 40,000 rows over a few counties.
func BenchmarkMatchTable(b *testing.B) {
	w := newWorld(b)
	clerk := w.signedIn(b, "clerk", account.Grant{Role: account.Clerk})
	if err := w.Matcher.Ready(b.Context()); err != nil {
		b.Fatal(err)
	}
	corpus, sizes := tableCorpus(b)
	w.Matcher.Index().PutNames(corpus.Names...)
	w.Matcher.Index().PutAddresses(corpus.Addresses...)
	file := spoiltTable(b, corpus, sizes[1])
	server := httptest.NewServer(w)
	defer server.Close()
	for _, rows := range sizes {
		b.Run(strconv.Itoa(rows), func(b *testing.B) {
			var most, matched, lines int
			busy := cpuOfAll(b)
			for b.Loop() {
				most, matched, lines = sendTable(b, server.URL, clerk, file, rows)
			}
			if lines != rows+1 {
				b.Fatalf("%d lines came back for %d rows", lines-1, rows)
			}
			b.ReportMetric(float64(rows)/(b.Elapsed().Seconds()/float64(b.N)), "rows/s")
			b.ReportMetric((cpuOfAll(b)-busy).Seconds()/float64(b.N), "cpu-s") // of all cores, the client's as well
			b.ReportMetric(float64(most>>20), "MB-held-beside-index")
			b.ReportMetric(100*float64(matched)/float64(rows), "matched-%")
		})
	}
}

func tableCorpus(b *testing.B) (*noise.Corpus, [2]int) {
	c := noise.NewCorpus(noise.CorpusSeed)
	folder := os.Getenv("BENCH_DATA")
	read := func(name string, take func(io.Reader) error) {
		f, err := os.Open(name)
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		var in io.Reader = f
		if strings.HasSuffix(name, ".gz") {
			if in, err = gzip.NewReader(f); err != nil {
				b.Fatal(err)
			}
		}
		if err := take(in); err != nil {
			b.Fatal(err)
		}
	}
	divisions := func(in io.Reader) error { return c.ReadDivisions(in, "2023") }
	if folder == "" {
		read("../testdata/target_areas_town_village_2017_2023.csv", divisions)
		c.Fill(6000)
		return c, [2]int{20_000, 40_000}
	}
	read(filepath.Join(folder, "cn_divisions_all_levels_2017_2023.csv.gz"), divisions)
	c.Fill(722_324)
	read(filepath.Join(folder, "japan_town_addresses.csv.gz"), c.ReadJapan)
	return c, [2]int{500_000, 1_000_000}
}

// spoiltTable writes a table of texts of all classes in turn.
func spoiltTable(b *testing.B, c *noise.Corpus, rows int) string {
	f, err := os.Create(filepath.Join(b.TempDir(), "table.csv"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	out := bufio.NewWriter(f)
	fmt.Fprintln(out, "编号,户主,地址,电话,备注")
	s, r := c.Spoiler(noise.EvaluationSeed), rand.New(rand.NewPCG(noise.EvaluationSeed, 4))
	for n := 0; n < rows; {
		if text, done := s.Spoil(r.IntN(len(c.Addresses)), noise.Classes[n%len(noise.Classes)]); done {
			n++
			fmt.Fprintf(out, "%d,示例,%q,,第%d户\n", n, text, n)
		}
	}
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
	return f.Name()
}

// sendTable sends the first rows of a table and reads the answer; it gives the
// most memory that was held beyond that before, the rows matched, and the lines.
func sendTable(b *testing.B, server string, clerk []string, file string, rows int) (most, matched, lines int) {
	f, err := os.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	in, w := io.Pipe()
	go func() {
		table := bufio.NewReaderSize(f, 1<<16)
		out := bufio.NewWriterSize(w, 1<<16)
		for range rows + 1 {
			line, err := table.ReadSlice('\n')
			if err != nil {
				break
			}
			_, _ = out.Write(line)
		}
		_ = w.CloseWithError(out.Flush())
	}()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodPost, server+"/v1/addresses/match.csv", in)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set(clerk[0], clerk[1])
	runtime.GC()
	before := heapNow()
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		b.Fatal(answer.Status)
	}
	looked := time.Now()
	back := bufio.NewReaderSize(answer.Body, 1<<16)
	for {
		line, err := back.ReadString('\n')
		if err == io.EOF {
			return most, matched, lines
		}
		if err != nil {
			b.Fatal(err)
		}
		if lines++; strings.Contains(line, ",matched,") {
			matched++
		}
		if lines%1000 == 0 && time.Since(looked) > 5*time.Second {
			runtime.GC() // what is held, not what is thrown away
			most = max(most, heapNow()-before)
			looked = time.Now()
		}
	}
}

// cpuOfAll is what the process has used of all cores.
func cpuOfAll(b *testing.B) time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
		b.Fatal(err)
	}
	return time.Duration(t.Nano())
}

func heapNow() int {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
