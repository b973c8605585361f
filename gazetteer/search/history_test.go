package search

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// drawDoc makes a document of few characters, so that names meet.
func drawDoc(t *rapid.T) Doc {
	text := func(label string) string {
		stem := rapid.StringMatching(`[清湖贺村江山賀]{1,3}`).Draw(t, label)
		return stem + rapid.SampledFrom([]string{"", "镇", "街道", "村委会", "村", "路", "鎮", "社区居委会", "县"}).Draw(t, label+" generic")
	}
	d := Doc{ID: id(rapid.ByteRange(1, 40).Draw(t, "id")),
		Class:    rapid.SampledFrom([]string{"21500", "21610", "22200", "23514"}).Draw(t, "class"),
		Division: rapid.SampledFrom([]string{"330881", "330881001", "330802"}).Draw(t, "division"),
		Public:   rapid.Bool().Draw(t, "public"), Current: rapid.Bool().Draw(t, "current"),
		Rank: rapid.ByteRange(3, 5).Draw(t, "rank"), HasPoint: rapid.Bool().Draw(t, "point")}
	if d.HasPoint {
		d.Lon, d.Lat = float64(rapid.IntRange(1180, 1190).Draw(t, "lon"))/10, 28.5
	}
	if rapid.Bool().Draw(t, "coded") {
		d.Code = fmt.Sprintf("%s%03d", d.Division, rapid.IntRange(0, 5).Draw(t, "code"))
	}
	for range rapid.IntRange(0, 2).Draw(t, "levels") {
		d.Chain = append(d.Chain, Upper{text("upper"), text("former upper")})
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "names") {
		n := Name{Text: text("name"), Kind: NameKind(rapid.IntRange(0, 4).Draw(t, "kind"))}
		if i == 0 {
			n.Kind = Standard
		}
		plain, initials := toneless(n.Text)
		n.Plain, n.Initials = []string{plain}, []string{initials}
		d.Names = append(d.Names, n)
	}
	return d
}

var toy = strings.NewReplacer("清", "qing ", "湖", "hu ", "贺", "he ", "賀", "he ", "村", "cun ", "江", "jiang ", "山", "shan ",
	"镇", "zhen ", "鎮", "zhen ", "街", "jie ", "道", "dao ", "委", "wei ", "会", "hui ", "路", "lu ", "社", "she ", "区", "qu ", "居", "ju ", "县", "xian ")

func toneless(name string) (plain, initials string) {
	for s := range strings.FieldsSeq(toy.Replace(name)) {
		plain += s
		initials += s[:1]
	}
	return plain, initials
}

func drawQuery(t *rapid.T) Query {
	q := Query{Text: rapid.OneOf(
		rapid.StringMatching(`[清湖贺村江山賀镇街道委会路]{0,6}`),
		rapid.StringMatching(`(qing|hu|he|cun|jiang|shan|q|h|c|zhen|jd){1,3}`),
		rapid.StringMatching(`[清湖贺村江山]{1,2}(jd|cun|z|zhen)`),
		rapid.SampledFrom([]string{"33", "330881", "330881001002", "330802003"})).Draw(t, "query")}
	q.Class = rapid.SampledFrom([]string{"", "21", "23514"}).Draw(t, "class filter")
	q.Division = rapid.SampledFrom([]string{"", "330881000000", "3308"}).Draw(t, "division filter")
	if rapid.Bool().Draw(t, "near") {
		q.Near = &orb.Point{118.4, 28.6}
	}
	if rapid.IntRange(0, 3).Draw(t, "boxed") == 0 {
		q.BBox = &orb.Bound{Min: orb.Point{118.2, 28}, Max: orb.Point{118.8, 29}}
	}
	q.IncludeInternal = rapid.Bool().Draw(t, "internal")
	q.Suggest = rapid.Bool().Draw(t, "suggest")
	q.Limit = 200
	return q
}

// drawHistory puts and deletes at random and returns what should be left.
func drawHistory(t *rapid.T, x *Index) []Doc {
	left := map[ID]Doc{}
	for range rapid.IntRange(0, 40).Draw(t, "changes") {
		if rapid.IntRange(0, 4).Draw(t, "delete") == 0 {
			gone := id(rapid.ByteRange(1, 40).Draw(t, "gone"))
			delete(left, gone)
			x.Delete(gone)
			continue
		}
		batch := rapid.SliceOfN(rapid.Custom(drawDoc), 1, 3).Draw(t, "batch")
		for _, d := range batch {
			left[d.ID] = d
		}
		if err := x.Put(batch...); err != nil {
			t.Fatal(err)
		}
	}
	var docs []Doc
	for _, d := range left {
		docs = append(docs, d)
	}
	return docs
}

func mustAsk(t *rapid.T, x *Index, q Query) ([]Hit, Cursor) {
	hits, next, err := x.Search(q)
	if err != nil {
		t.Fatalf("Search(%+v): %v", q, err)
	}
	return hits, next
}

// naive answers a query by looking at every document.
func naive(t *rapid.T, docs []Doc, q Query) []level {
	p, err := newPlan(q)
	if err != nil {
		t.Fatal(err)
	}
	var out []level
	for _, d := range docs {
		if !d.Public && !q.IncludeInternal {
			continue
		}
		b := newBuilder()
		b.add(&d)
		c := newScan(p, view{seg: b.segment()})
		if l, _ := c.best(0, noLevel); l != noLevel && c.passes(0) {
			out = append(out, l)
		}
	}
	slices.Sort(out)
	return out
}

func TestAHistoryAnswersLikeAFreshLoad(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, fresh := New(), New()
		docs := drawHistory(t, x)
		if err := fresh.Load(slices.Values(docs)); err != nil {
			t.Fatal(err)
		}
		if x.Len() != len(docs) || fresh.Len() != len(docs) {
			t.Fatalf("Len() = %d and %d, want %d", x.Len(), fresh.Len(), len(docs))
		}
		for range 5 {
			q := drawQuery(t)
			got, _ := mustAsk(t, x, q)
			want, _ := mustAsk(t, fresh, q)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("Search(%+v) after a history (-fresh +history):\n%s", q, diff)
			}
		}
	})
}

func TestNoMatchIsMissed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := New()
		docs := drawHistory(t, x)
		for range 5 {
			q := drawQuery(t)
			q.Suggest = false
			hits, _ := mustAsk(t, x, q)
			if want := naive(t, docs, q); len(hits) != len(want) {
				t.Fatalf("Search(%+v) = %d hits, looking at every document finds %d at %v", q, len(hits), len(want), want)
			}
		}
	})
}

func TestInternalDocumentsDoNotShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, public := New(), New()
		docs := drawHistory(t, x)
		open := slices.DeleteFunc(slices.Clone(docs), func(d Doc) bool { return !d.Public })
		if err := public.Load(slices.Values(open)); err != nil {
			t.Fatal(err)
		}
		q := drawQuery(t)
		q.IncludeInternal, q.Limit = false, 3
		got, next := mustAsk(t, x, q)
		want, wantNext := mustAsk(t, public, q)
		if diff := cmp.Diff(want, got); diff != "" || next != wantNext {
			t.Fatalf("Search(%+v) with internal documents beside (-without +with):\n%s", q, diff)
		}
	})
}

func TestPagesJoinToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := New()
		drawHistory(t, x)
		q := drawQuery(t)
		want, _ := mustAsk(t, x, q)
		var got []Hit
		q.Limit = rapid.IntRange(1, 4).Draw(t, "limit")
		for {
			page, next := mustAsk(t, x, q)
			got = append(got, page...)
			if next == "" {
				break
			}
			q.After = next
		}
		if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) })); diff != "" && len(want)+len(got) > 0 {
			t.Fatalf("pages of %d of %q (-one page +joined):\n%s", q.Limit, q.Text, diff)
		}
	})
}

func TestPagesGoOnBeyondTheNearest(t *testing.T) {
	var docs []Doc
	for i := range nearest + 300 {
		docs = append(docs, Doc{ID: ID{1, byte(i >> 8), byte(i)}, Names: []Name{{Text: "中山路"}}, Class: "23514",
			Public: true, Current: true, HasPoint: true, Lon: 118 + float64(i*7919%1000)/1000, Lat: 28})
	}
	x := load(t, docs)
	q := Query{Text: "中山路", Near: &orb.Point{118.5, 28}, Limit: 700}
	seen := map[ID]bool{}
	for {
		page, next, err := x.Search(q)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range page {
			if seen[h.ID] {
				t.Fatalf("%x comes twice", h.ID)
			}
			seen[h.ID] = true
		}
		if q.After = next; next == "" {
			break
		}
	}
	if len(seen) != len(docs) {
		t.Errorf("pages hold %d places, want %d", len(seen), len(docs))
	}
}

func TestEveryDocumentIsFoundByItsOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := New()
		for _, d := range drawHistory(t, x) {
			own := []string{d.Names[0].Text, d.Names[0].Plain[0], d.Names[0].Initials[0]}
			if d.Code != "" {
				own = append(own, d.Code)
			}
			for _, text := range own {
				hits, _ := mustAsk(t, x, Query{Text: text, Limit: 100, IncludeInternal: true})
				if !slices.ContainsFunc(hits, func(h Hit) bool { return h.ID == d.ID }) {
					t.Fatalf("Search(%q) does not find %+v", text, d)
				}
			}
		}
	})
}

func TestReadersSeeWholeChangesWhileMerging(t *testing.T) {
	x := load(t, county())
	var writers, readers sync.WaitGroup
	stop := make(chan struct{})
	for w := range 2 {
		writers.Go(func() {
			for i := range 150 {
				batch := make([]Doc, 20)
				for j := range batch {
					batch[j] = Doc{ID: ID{byte(w + 1), byte(i), byte(i >> 8), byte(j)}, Public: true, Current: true,
						Names: []Name{{Text: fmt.Sprintf("双塔%d村", i)}}, Class: "22200"}
				}
				if err := x.Put(batch...); err != nil {
					t.Error(err)
				}
				if i%10 == 0 {
					x.Delete(batch[0].ID)
				}
			}
		})
	}
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if hits, _, err := x.Search(Query{Text: "清湖街道"}); err != nil || len(hits) == 0 || hits[0].ID != id(2) {
					t.Errorf("Search(清湖街道) = %v, %v while writing", hits, err)
					return
				}
			}
		})
	}
	writers.Wait()
	close(stop)
	readers.Wait()
	x.Wait()
	if want := len(county()) + 2*150*20 - 2*15; x.Len() != want {
		t.Errorf("Len() = %d after all, want %d", x.Len(), want)
	}
}

func TestBadInputIsRefused(t *testing.T) {
	x := load(t, county())
	far := orb.Point{900, 0}
	for _, test := range []struct {
		name  string
		query Query
		want  error
	}{
		{"too long", Query{Text: strings.Repeat("村", 101)}, ErrQueryTooLong},
		{"ten megabytes", Query{Text: strings.Repeat("a", 10<<20)}, ErrQueryTooLong},
		{"not UTF-8", Query{Text: "清\xff"}, ErrQueryText},
		{"a zero byte", Query{Text: "清\x00湖"}, ErrQueryText},
		{"limit", Query{Limit: 1001}, ErrFilter},
		{"near", Query{Near: &far}, ErrFilter},
		{"near NaN", Query{Near: &orb.Point{math.NaN(), 0}}, ErrFilter},
		{"box", Query{BBox: &orb.Bound{Min: orb.Point{2, 2}, Max: orb.Point{1, 1}}}, ErrFilter},
		{"cursor", Query{Text: "清湖", After: "x"}, ErrCursor},
	} {
		if _, _, err := x.Search(test.query); !errors.Is(err, test.want) {
			t.Errorf("%s: error is %v, want %v", test.name, err, test.want)
		}
	}
	for _, d := range []Doc{{}, {ID: id(1)}, {ID: id(1), Names: []Name{{}}}, {ID: id(1), Names: []Name{{Text: "村"}}, HasPoint: true, Lon: math.NaN()}} {
		if x.Put(d) == nil || x.Load(slices.Values([]Doc{d})) == nil {
			t.Errorf("document %+v is not refused", d)
		}
	}
	if x.Len() != len(county()) {
		t.Errorf("Len() = %d after refusals, want %d", x.Len(), len(county()))
	}
}

func TestACursorBelongsToItsQuery(t *testing.T) {
	x := load(t, county())
	_, next, err := x.Search(Query{Text: "清湖", Limit: 1})
	if err != nil || next == "" {
		t.Fatalf("Search(清湖) = %q, %v, want a cursor", next, err)
	}
	if _, _, err := x.Search(Query{Text: "中山路", After: next}); !errors.Is(err, ErrCursor) {
		t.Errorf("cursor of another query: error is %v, want %v", err, ErrCursor)
	}
}

func TestFoldingTwiceChangesNothing(t *testing.T) {
	for r := rune(0); r <= 0x10ffff; r++ {
		if once := foldRune(r); foldRune(once) != once {
			t.Errorf("foldRune(%c) = %c, which folds to %c", r, once, foldRune(once))
		}
	}
}

func FuzzSearch(f *testing.F) {
	for _, s := range []string{"清湖", "qing2hu2", "江山市贺村镇", "330881000000", "\xff\x00", "🏔️山", "ﷺ", "清湖jd", "' OR 1=1 --", "<b>村</b>", strings.Repeat("江山", 50)} {
		f.Add(s, "", false)
	}
	x := load(f, county())
	f.Fuzz(func(t *testing.T, text, cursor string, suggest bool) {
		hits, _, err := x.Search(Query{Text: text, After: Cursor(cursor), Suggest: suggest})
		if err != nil && len(hits) > 0 {
			t.Errorf("Search(%q) = %v with error %v", text, hits, err)
		}
	})
}
