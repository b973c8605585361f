package search

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"golang.org/x/sys/unix"

	"diming/gazetteer/pinyin"
)

// benchFile has one row for each span of years in which a division code
// carried a name.
const benchFile = "cn_divisions_all_levels_2017_2023.csv.gz"

// A division is one code with its names, the last first.
type division struct {
	code, level string
	names       []string
	current     bool
}

// benchDivisions reads the divisions of the country, or makes as many up.
func benchDivisions(b testing.TB) ([]division, int) {
	dir := os.Getenv("BENCH_DATA")
	if dir == "" {
		b.Log("BENCH_DATA is not set: measured over made-up names, which are more alike than real ones")
		return madeUp(), 0
	}
	f, err := os.Open(filepath.Join(dir, benchFile))
	if err != nil {
		b.Fatalf("BENCH_DATA is set, but %s cannot be read there: %v", benchFile, err)
	}
	defer f.Close()
	zip, err := gzip.NewReader(bufio.NewReader(f))
	if err != nil {
		b.Fatal(err)
	}
	return readDivisions(b, zip)
}

func readDivisions(b testing.TB, r io.Reader) ([]division, int) {
	rows := csv.NewReader(r)
	rows.ReuseRecord = true
	var out []division
	at, count := map[string]int{}, 0
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return out, count
		}
		if err != nil {
			b.Fatal(err)
		}
		if row[0] == "code" {
			continue
		}
		count++
		i, ok := at[row[0]]
		if !ok {
			i = len(out)
			at[strings.Clone(row[0])] = i
			out = append(out, division{code: strings.Clone(row[0]), level: strings.Clone(row[1])})
		}
		d := &out[i]
		name := strings.Clone(row[2])
		if row[4] == "2023" {
			d.current = true
			d.names = slices.Insert(d.names, 0, name)
		} else {
			d.names = append(d.names, name)
		}
	}
}

// madeUp returns 30 provinces of 12 cities of 8 counties of 15 towns of 19 villages.
func madeUp() []division {
	syllables := []rune("江山清湖贺村石门大桥上余坛峡口凤林廿八都长台保安塘源双溪新塘边四碗窑张王李赵东西南北中华阳兴安平和")
	random := rand.New(rand.NewPCG(1, 2))
	name := func(suffix string) []string {
		n := 2 + random.IntN(2)
		out := make([]rune, n)
		for i := range out {
			out[i] = syllables[random.IntN(len(syllables))]
		}
		return []string{string(out) + suffix}
	}
	var out []division
	levels := []struct {
		name, suffix, code string
		n                  int
	}{{"province", "省", "%02d", 30}, {"city", "市", "%02d", 12}, {"county", "县", "%02d", 8}, {"town", "镇", "%03d", 15}, {"village", "村委会", "%03d", 19}}
	var grow func(code string, depth int)
	grow = func(code string, depth int) {
		if depth == len(levels) {
			return
		}
		l := levels[depth]
		for i := range l.n {
			c := code + fmt.Sprintf(l.code, i+11)
			out = append(out, division{c, l.name, name(l.suffix), true})
			grow(c, depth+1)
		}
	}
	grow("", 0)
	return out
}

// benchDocs makes a document of each code; the names of earlier spans are former names.
func benchDocs(divisions []division) iter.Seq[Doc] {
	upper := map[string]Upper{}
	for _, d := range divisions {
		if d.level != "village" {
			upper[d.code] = Upper(d.names)
		}
	}
	rank := map[string]uint8{"province": 1, "city": 2, "county": 3, "town": 4, "village": 5}
	class := map[string]string{"province": "21200", "city": "21300", "county": "21400", "town": "21500", "village": "21610"}
	return func(yield func(Doc) bool) {
		for _, d := range divisions {
			h := sha256.Sum256([]byte(d.code))
			doc := Doc{ID: ID(h[:16]), Class: class[d.level], Division: d.code, Code: d.code, Public: true,
				Current: d.current, Rank: rank[d.level], HasPoint: true,
				Lon: 75 + float64(h[16])/5 + float64(h[17])/1300, Lat: 18 + float64(h[18])/8 + float64(h[19])/2100}
			for _, n := range []int{2, 4, 6, 9} {
				if n < len(d.code) {
					if u, ok := upper[d.code[:n]]; ok {
						doc.Chain = append(doc.Chain, u)
					}
				}
			}
			for i, name := range d.names {
				plain, initials := pinyin.SearchKeys(name, doc.Class, d.code)
				kind := Former
				if i == 0 {
					kind = Standard
				}
				doc.Names = append(doc.Names, Name{name, kind, plain, initials})
			}
			if !yield(doc) {
				return
			}
		}
	}
}

// loadBench loads the documents, reports the time and the memory left, and
// returns a sample of the divisions to make queries of.
func loadBench(b testing.TB) (*Index, []division) {
	divisions, rows := benchDivisions(b)
	var after runtime.MemStats
	start, work := time.Now(), cpuTime(unix.CLOCK_PROCESS_CPUTIME_ID)
	x := New()
	if err := x.Load(benchDocs(divisions)); err != nil {
		b.Fatal(err)
	}
	took := time.Since(start)
	work = cpuTime(unix.CLOCK_PROCESS_CPUTIME_ID) - work
	sample := make([]division, 0, len(divisions)/97+1)
	for i := 0; i < len(divisions); i += 97 {
		sample = append(sample, divisions[i])
	}
	divisions = nil
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.Logf("%d rows, %d documents, loaded and built in %.1f s (%.1f s of processor), heap of the process %.0f MB after collection",
		rows, x.Len(), took.Seconds(), work.Seconds(), float64(after.HeapAlloc)/1e6)
	return x, sample
}

// benchQueries is a mix of what is typed: names, parts, readings, slips, chains, codes, commonplaces.
func benchQueries(divisions []division, n int) []Query {
	random := rand.New(rand.NewPCG(3, 4))
	common := []string{"村", "村委会", "新", "大", "居委会", "社区", "街道", "s", "x", "zh", "cwh", "xin", "da", "李家", "王家村", "新村委会", "清湖", "qinghu", "江山市贺村镇", "11", "33"}
	out := make([]Query, n)
	for i := range out {
		d := divisions[random.IntN(len(divisions))]
		name := []rune(d.names[0])
		var q Query
		switch i % 12 {
		case 0:
			q.Text = string(name)
		case 1:
			q.Text = string(name[:min(2, len(name))])
		case 2:
			q.Text = string(name[:1])
		case 3:
			plain, _ := pinyin.SearchKeys(string(name), "", d.code)
			q.Text = plain[0][:min(len(plain[0]), 1+random.IntN(12))]
		case 4:
			_, initials := pinyin.SearchKeys(string(name), "", d.code)
			q.Text = initials[0]
		case 5:
			name[random.IntN(len(name))] = rune(0x4e00 + random.IntN(5000))
			q.Text = string(name)
		case 6:
			q.Text = string(slices.Delete(name, 0, 1))
		case 7:
			q.Text = d.code
		case 8:
			q.Text = common[random.IntN(len(common))]
		case 9:
			up := divisions[random.IntN(len(divisions))]
			q.Text = up.names[0] + string(name)
		case 10:
			q = Query{Text: common[random.IntN(len(common))], Near: &orb.Point{118.6, 28.7}}
		case 11:
			q = Query{Text: common[random.IntN(len(common))], Division: d.code[:min(len(d.code), 6)]}
		}
		if q.Text == "" {
			q.Text = "村"
		}
		out[i] = q
	}
	return out
}

// cpuTime reads a processor clock, which a busy machine does not stretch.
func cpuTime(clock int32) time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(clock, &t); err != nil {
		panic(err)
	}
	return time.Duration(t.Nano())
}

// A watch times queries by the clock on the wall and by that of its thread.
type watch struct{ wall, cpu []time.Duration }

func newWatch(n int) watch { return watch{make([]time.Duration, n), make([]time.Duration, n)} }

func (w watch) search(b *testing.B, x *Index, i int, q Query) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	start, work := time.Now(), cpuTime(unix.CLOCK_THREAD_CPUTIME_ID)
	if _, _, err := x.Search(q); err != nil {
		b.Error(err)
	}
	w.wall[i], w.cpu[i] = time.Since(start), cpuTime(unix.CLOCK_THREAD_CPUTIME_ID)-work
}

// report logs the slowest queries and the percentiles.
func (w watch) report(b *testing.B, queries []Query) {
	order := make([]int, len(queries))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return int(w.cpu[j] - w.cpu[i]) })
	seen := map[int]bool{}
	for rank, i := range order {
		q := queries[i]
		if kind := i % 12; seen[kind] && rank > 5 {
			continue
		} else {
			seen[kind] = true
		}
		b.Logf("slow: %q division %q near %t: %v of processor, %v", q.Text, q.Division, q.Near != nil, w.cpu[i], w.wall[i])
	}
	for _, s := range []struct {
		name  string
		times []time.Duration
	}{{"wall", w.wall}, {"processor", w.cpu}} {
		slices.Sort(s.times)
		at := func(p float64) float64 {
			return float64(s.times[int(p*float64(len(s.times)-1))].Microseconds()) / 1000
		}
		b.Logf("%s: %d queries, p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, worst %.2f ms", s.name, len(queries), at(.5), at(.99), at(.999), at(1))
		b.ReportMetric(at(.99), "p99-"+s.name+"-ms")
	}
}

// BenchmarkCountry measures the build and the answers over a country's
// divisions; BENCH_DATA names the folder with the file.
func BenchmarkCountry(b *testing.B) {
	x, divisions := loadBench(b)
	queries := benchQueries(divisions, 12000)
	b.Run("search", func(b *testing.B) {
		for b.Loop() {
			w := newWatch(len(queries))
			for i, q := range queries {
				w.search(b, x, i, q)
			}
			w.report(b, queries)
		}
	})
	b.Run("suggest at 8", func(b *testing.B) {
		for b.Loop() {
			w := newWatch(len(queries))
			suggestAt8(b, x, queries, w)
			w.report(b, queries)
		}
	})
	for _, text := range []string{"村", "村委会", "s", "大", "清湖街到", "王㐀李村委会", "江山市贺村镇", "山村", "八里庄东里社区居委会天星寨村", "qinghu", "新华"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := x.Search(Query{Text: text}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	runtime.KeepAlive(x)
}

// suggestAt8 asks from eight goroutines at once.
func suggestAt8(b *testing.B, x *Index, queries []Query, w watch) {
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := g; i < len(queries); i += 8 {
				q := queries[i]
				q.Suggest, q.Limit = true, 10
				w.search(b, x, i, q)
			}
		})
	}
	wg.Wait()
}
