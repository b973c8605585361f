package matching_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"diming/gazetteer/matching"
	"diming/gazetteer/matching/noise"
)

// Sizes of the large corpus: addresses of China from a seed, and the towns of
// Japan as they are.
const benchChinese = 722_324

// benchCorpus is of the whole country and Japan with BENCH_DATA, of a few
// counties without.
func benchCorpus(b *testing.B) *noise.Corpus {
	if os.Getenv("BENCH_DATA") == "" {
		b.Log("BENCH_DATA is not set: measured over a few counties")
		c, _ := counties(b)
		return c
	}
	c := noise.NewCorpus(noise.CorpusSeed)
	if err := c.ReadDivisions(openBench(b, "cn_divisions_all_levels_2017_2023.csv.gz"), "2023"); err != nil {
		b.Fatal(err)
	}
	c.Fill(benchChinese)
	if err := c.ReadJapan(openBench(b, "japan_town_addresses.csv.gz")); err != nil {
		b.Fatal(err)
	}
	return c
}

// heap is the memory in use after a collection.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkMatch says how many texts of all classes are matched a second on all
// cores, how long one takes, what the index holds in memory, and how many of
// each class are right: all on the evaluation seed. Beside it stands the
// simplest thing that could do, a scan for substrings: how many times faster a
// match is, core by core.
func BenchmarkMatch(b *testing.B) {
	c := benchCorpus(b)
	before := heap()
	start := time.Now()
	x := indexOf(c)
	built := time.Since(start)
	size := heap() - before
	names, addresses := x.Len()
	b.Logf("%d names, %d addresses, built in %s", names, addresses, built.Round(time.Millisecond))
	perClass := 20_000
	if os.Getenv("BENCH_DATA") == "" {
		perClass = 500
	}
	got, took := spoilt(c, first(x), noise.EvaluationSeed, perClass, nil)
	start = time.Now()
	slow, slowTook := spoilt(c, newScan(c).find, noise.EvaluationSeed, perClass/100, nil)
	perSimple := time.Since(start) / time.Duration(len(slowTook))
	b.Logf("top-1, beside that of a scan:%s", shares(got, slow))
	right, texts := 0, 0
	for _, class := range noise.Classes[1:] {
		right, texts = right+got[class].right, texts+got[class].texts
	}
	queries := mixedTexts(c, 100_000)
	alone := slowest(x, queries)
	b.Run("texts", func(b *testing.B) { // what is above is done once
		b.ReportAllocs()
		b.ResetTimer()
		var next atomic.Uint64
		begin, busy := time.Now(), clock(unix.CLOCK_PROCESS_CPUTIME_ID)
		b.RunParallel(func(pb *testing.PB) {
			at := next.Add(7919)
			for pb.Next() {
				at++
				x.Match(queries[at%uint64(len(queries))], 1)
			}
		})
		b.ReportMetric(float64((clock(unix.CLOCK_PROCESS_CPUTIME_ID)-busy).Microseconds())/float64(b.N), "cpu-µs") // whatever else the machine does
		perSecond := float64(b.N) / time.Since(begin).Seconds()
		b.ReportMetric(perSecond, "matches/s")
		b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
		b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
		b.ReportMetric(float64(alone.Microseconds()), "p99-cpu-µs")
		b.ReportMetric(float64(size), "index-bytes")
		b.ReportMetric(100*got[noise.Clean].share(), "clean-%")
		b.ReportMetric(100*float64(right)/float64(max(texts, 1)), "noisy-%")
		b.ReportMetric(perSecond*perSimple.Seconds()/float64(runtime.GOMAXPROCS(0)), "times-scan")
		var usage unix.Rusage
		if unix.Getrusage(unix.RUSAGE_SELF, &usage) == nil {
			b.ReportMetric(float64(usage.Maxrss)/1024, "peak-RSS-MB") // of the whole run with its corpus
		}
	})
}

// clock is what the process or this thread has used of all cores.
func clock(id int32) time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(id, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}

// slowest is the time on a core that 99 of 100 texts stay below; what else the
// machine does meanwhile is not in it.
func slowest(x *matching.Index, texts []string) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	texts = texts[:min(len(texts), 20_000)]
	took := make([]time.Duration, len(texts))
	for i, text := range texts {
		before := clock(unix.CLOCK_THREAD_CPUTIME_ID)
		x.Match(text, 1)
		took[i] = clock(unix.CLOCK_THREAD_CPUTIME_ID) - before
	}
	slices.Sort(took)
	return took[len(took)*99/100]
}

// shares writes the share of right first answers of each class.
func shares(got, scanned map[noise.Class]tally) string {
	var out strings.Builder
	for _, class := range noise.Classes {
		fmt.Fprintf(&out, " %s %.2f %% of %d (%.1f);", class, 100*got[class].share(), got[class].texts, 100*scanned[class].share())
	}
	return out.String()
}

// mixedTexts are texts of all classes in turn.
func mixedTexts(c *noise.Corpus, n int) []string {
	s, r := c.Spoiler(noise.EvaluationSeed+1), rand.New(rand.NewPCG(noise.EvaluationSeed, 3))
	var out []string
	for len(out) < n {
		class := noise.Classes[len(out)%len(noise.Classes)]
		for {
			if text, done := s.Spoil(r.IntN(len(c.Addresses)), class); done {
				out = append(out, text)
				break
			}
		}
	}
	return out
}

// A scan is the simple alternative: every name of a township that the text
// holds as a substring, then every address under it whose text parts occur.
type scan struct {
	c      *noise.Corpus
	pieces [][]string
	byTown map[string][]int
	towns  []string
}

func newScan(c *noise.Corpus) *scan {
	s := &scan{c: c, byTown: map[string][]int{}}
	for i := range c.Addresses {
		pieces := c.Pieces(i)
		town := pieces[min(2, len(pieces)-1)]
		if len(s.byTown[town]) == 0 {
			s.towns = append(s.towns, town)
		}
		s.byTown[town] = append(s.byTown[town], i)
		s.pieces = append(s.pieces, pieces)
	}
	return s
}

func (s *scan) find(text string) (matching.Candidate, bool) {
	best, most := -1, 0
	for _, town := range s.towns {
		if !strings.Contains(text, town) {
			continue
		}
		for _, i := range s.byTown[town] {
			held := 0
			for _, p := range s.pieces[i] {
				if strings.Contains(text, p) {
					held += len(p)
				}
			}
			if held > most {
				best, most = i, held
			}
		}
	}
	if best < 0 {
		return matching.Candidate{}, false
	}
	return matching.Candidate{ID: s.c.Addresses[best].ID}, true
}

// TestReadersAndWritersTogether is of use with -race.
func TestReadersAndWritersTogether(t *testing.T) {
	c, x := counties(t)
	var readers sync.WaitGroup
	for g := range 4 {
		readers.Go(func() {
			for i := range 300 {
				x.Match(c.Text((i*4+g)%len(c.Addresses)), 3)
			}
		})
	}
	for i := range 300 {
		x.Remove(c.Addresses[i].ID)
		x.PutAddresses(c.Addresses[i])
		x.PutNames(c.Names[i])
	}
	readers.Wait()
	for i := range 300 {
		if got, _ := first(x)(c.Text(i)); got.ID != c.Addresses[i].ID {
			t.Fatalf("%s is lost", c.Text(i))
		}
	}
}
