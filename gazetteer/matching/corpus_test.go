package matching_test

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"diming/gazetteer/matching"
	"diming/gazetteer/matching/noise"
)

const testdata = "../../testdata"

// someCounties is a corpus of the divisions in testdata, with 6,000 addresses.
var someCounties = sync.OnceValues(func() (*noise.Corpus, error) {
	c := noise.NewCorpus(noise.CorpusSeed)
	var files []io.Reader
	for _, name := range []string{"cn_divisions_province_city_county_2017_2023.csv", "target_areas_town_village_2017_2023.csv"} {
		f, err := os.Open(filepath.Join(testdata, name))
		if err != nil {
			return nil, err
		}
		defer f.Close()
		files = append(files, f)
	}
	if err := c.ReadDivisions(io.MultiReader(files...), "2023"); err != nil {
		return nil, err
	}
	c.Fill(6000)
	return c, nil
})

func counties(t testing.TB) (*noise.Corpus, *matching.Index) {
	t.Helper()
	c, err := someCounties()
	if err != nil {
		t.Fatal(err)
	}
	return c, indexOf(c)
}

func indexOf(c *noise.Corpus) *matching.Index {
	x := matching.New()
	x.PutNames(c.Names...)
	x.PutAddresses(c.Addresses...)
	return x
}

// A tally counts the texts of a class and those whose first answer is right.
type tally struct{ texts, right int }

func (t tally) share() float64 { return float64(t.right) / float64(max(1, t.texts)) }

// spoilt matches at most most texts of each class and times each.
func spoilt(c *noise.Corpus, find func(string) (matching.Candidate, bool), seed uint64, most int, miss func(noise.Class, string, int)) (map[noise.Class]tally, []time.Duration) {
	s := c.Spoiler(seed)
	out := map[noise.Class]tally{}
	var took []time.Duration
	for _, class := range noise.Classes {
		var t tally
		for i := range c.Addresses {
			at := int(uint64(i) * 7919 % uint64(len(c.Addresses)))
			text, done := s.Spoil(at, class)
			if !done {
				continue
			}
			start := time.Now()
			got, found := find(text)
			took = append(took, time.Since(start))
			if t.texts++; found && got.ID == c.Addresses[at].ID {
				t.right++
			} else if miss != nil {
				miss(class, text, at)
			}
			if t.texts == most {
				break
			}
		}
		out[class] = t
	}
	slices.Sort(took)
	return out, took
}

func first(x *matching.Index) func(string) (matching.Candidate, bool) {
	return func(text string) (matching.Candidate, bool) {
		r := x.Match(text, 1)
		if len(r.Candidates) == 0 {
			return matching.Candidate{}, false
		}
		return r.Candidates[0], true
	}
}

func TestEveryAddressIsTheFirstAnswerToItsText(t *testing.T) {
	c, x := counties(t)
	for i := range c.Addresses {
		if got, _ := first(x)(c.Text(i)); got.ID != c.Addresses[i].ID || got.Score != 1 {
			t.Fatalf("%s: %+v", c.Text(i), got)
		}
	}
}

func TestTextsSpoiltInEachWayFindTheirAddress(t *testing.T) {
	c, x := counties(t)
	misses := map[noise.Class]string{}
	got, _ := spoilt(c, first(x), noise.DevelopmentSeed, 1000, func(class noise.Class, text string, at int) {
		misses[class] = text + " for " + c.Text(at)
	})
	for _, class := range noise.Classes {
		if got[class].texts < 20 || got[class].share() < 0.97 {
			t.Errorf("%s: %d of %d found, such as not %s", class, got[class].right, got[class].texts, misses[class])
		}
	}
}

// openBench opens a file of the folder that BENCH_DATA names.
func openBench(b testing.TB, name string) io.ReadCloser {
	f, err := os.Open(filepath.Join(os.Getenv("BENCH_DATA"), name))
	if err != nil {
		b.Fatalf("BENCH_DATA is set, but %s cannot be read there: %v", name, err)
	}
	zip, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = f.Close() })
	return zip
}
