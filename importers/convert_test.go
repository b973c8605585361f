package importers

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"diming/gazetteer"
	"diming/importers/csvfile"
	"diming/importers/geojson"
)

// convertAll runs a table through all that needs no database.
func convertAll(text string, kind Kind) (*chunk, error) {
	c := &converter{kind: kind, visibility: Internal, crs: reference{code: CGCS2000, datum: true}}
	c.m = newMapping(kind, false)
	t, err := openTable(csvfile.NewReader(strings.NewReader(text), csvfile.UTF8), c.m)
	if err != nil {
		return nil, err
	}
	return convertSource(t, c)
}

func convertSource(s source, c *converter) (*chunk, error) {
	ch := c.newChunk()
	for {
		r, err := s.read()
		if err == io.EOF {
			return ch, nil
		}
		if err != nil {
			return nil, err
		}
		c.add(ch, r)
	}
}

// wantAccounted checks that each row of the chunk is either on its way into
// the store or refused with a reason.
func wantAccounted(t testing.TB, ch *chunk) {
	t.Helper()
	refused := 0
	for i, r := range ch.rows {
		if r.number != i+1 {
			t.Fatalf("row %d is numbered %d", i+1, r.number)
		}
		if !r.sound() {
			refused++
		}
		for _, f := range r.refusals {
			if f.reason == "" {
				t.Fatalf("row %d is refused without a reason: %+v", r.number, f)
			}
		}
	}
	loaded := held(ch)
	if len(ch.sound) != loaded || loaded+refused != len(ch.rows) {
		t.Fatalf("%d rows: %d to load, %d sound, %d refused", len(ch.rows), loaded, len(ch.sound), refused)
	}
}

// held counts what the intake of a chunk holds.
func held(ch *chunk) int {
	switch in := ch.intake.(type) {
	case *placeIntake:
		return len(in.all)
	case *divisionIntake:
		return len(in.all)
	case *shelterIntake:
		return len(in.rows)
	case *officerIntake:
		return len(in.rows)
	case *policyIntake:
		return len(in.rows)
	}
	return -1
}

func FuzzTable(f *testing.F) {
	f.Add("代码,标准名称,东经,北纬,类别代码,密级\n1,甲村,118.5,28.5,22200,\n1,甲村,28,118,x,秘密\n")
	f.Add("geonameid,name,names_zh,lon,lat,fcode\n1,Zongjia,宗加|宗加乡,96.9,36.2,PPLA4\n,|,||,NaN,1e400,\n")
	f.Add("code,level,name,first_year,last_year\n33,province,浙江省,2017,2023\n3308,city,衢州市,2023,2017\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, kind := range Kinds {
			if ch, err := convertAll(text, kind); err == nil {
				wantAccounted(t, ch)
			}
		}
	})
}

func FuzzCollection(f *testing.F) {
	f.Add(`{"features":[{"type":"Feature","properties":{"VILLCODE":"10015010008","VILLNAME":"國福里"},"geometry":{"type":"Polygon","coordinates":[[[121,23],[122,23],[122,24],[121,23]]]}}]}`)
	f.Add(`{"features":[{"type":"Feature","id":1,"properties":{"name":"甲","class":"22200"},"geometry":{"type":"Point","coordinates":[28,118]}},{}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		for _, kind := range Kinds {
			in, err := geojson.NewReader(strings.NewReader(text))
			if err != nil {
				return
			}
			c := &converter{kind: kind, crs: reference{code: CGCS2000}, m: newMapping(kind, false)}
			ch, err := convertSource(&featureSource{in: in, m: c.m}, c)
			if err != nil {
				return
			}
			wantAccounted(t, ch)
			for _, r := range ch.rows {
				if _, err := rejectedFeature(r, "t"); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

func TestTheOfficialFormIsTheLongestWithAGenericPart(t *testing.T) {
	for _, test := range []struct{ forms, want string }{
		{"总寨|总寨镇", "总寨镇"},
		{"吉隆县|宗嘎", "吉隆县"},
		{"孜托|孜托镇|洛隆县", "孜托镇"},
		{"拉萨|拉萨市|日光城拉萨", "拉萨市"},
		{"清湖", "清湖"},
		{"甲|乙", "甲"},
		{"县|涡阳县", "涡阳县"},
		{"|", ""},
	} {
		if got := official(splitForms(test.forms)); got != test.want {
			t.Errorf("official(%q) = %q, want %q", test.forms, got, test.want)
		}
	}
}

func TestHeadingsFollowTheCensusFormThenEnglish(t *testing.T) {
	m := newMapping(Places, false)
	headings := []string{"name", "标准名称 *", "经度（度）", "LAT", "高程(m)", "地名代码", "ID", "备注", "行号"}
	got := m.columns(headings)
	want := []field{fieldNone, fieldName, fieldLon, fieldLat, fieldElevation, fieldPlaceCode, fieldKey, fieldNone, fieldNumber}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"name", "备注"}, m.unused); diff != "" {
		t.Errorf("unused (-want +got):\n%s", diff)
	}
	for _, test := range []struct {
		projected bool
		want      []field
	}{{false, []field{fieldLon, fieldLat}}, {true, []field{fieldLat, fieldLon}}} {
		if got := newMapping(Places, test.projected).columns([]string{"X坐标", "Y坐标"}); !cmp.Equal(got, test.want) {
			t.Errorf("X坐标, Y坐标 projected=%v: %v, want %v", test.projected, got, test.want)
		}
	}
}

func TestPositionsThatAreNoneAreNamed(t *testing.T) {
	for _, test := range []struct {
		point orb.Point
		want  string
	}{
		{orb.Point{118.5, 28.7}, ""},
		{orb.Point{28.7, 118.5}, swapped},
		{orb.Point{28.7, 80}, swapped},
		{orb.Point{180.1, 0}, outOfRange},
		{orb.Point{0, -90.1}, outOfRange},
		{orb.Point{-180, 90}, ""},
	} {
		if got := checkLonLat(test.point); got != test.want {
			t.Errorf("checkLonLat(%v) = %q, want %q", test.point, got, test.want)
		}
	}
}

func TestAStoreThatDoesNotAccountForItsRowsIsCaught(t *testing.T) {
	ch, err := convertAll("id,name,class\n1,甲,22200\n2,乙,22200\n", Places)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		counts gazetteer.Counts
		want   error
	}{
		{gazetteer.Counts{Accepted: 1}, ErrAccount},
		{gazetteer.Counts{Accepted: 2, Unchanged: 1}, ErrAccount},
		{gazetteer.Counts{Accepted: 2, Rejected: []gazetteer.Rejection{{Row: 7}}}, ErrAccount},
		{gazetteer.Counts{Accepted: 1, Rejected: []gazetteer.Rejection{{Row: 2, Reason: "a"}, {Row: 2, Reason: "b"}}}, nil},
	} {
		for _, r := range ch.rows {
			r.refusals = nil
		}
		r := &run{c: &converter{m: newMapping(Places, false)}}
		if err := r.account(ch, test.counts); !errors.Is(err, test.want) {
			t.Errorf("account(%+v) = %v, want %v", test.counts, err, test.want)
		}
	}
}

func TestADigestTellsEveryFieldApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SliceOfN(rapid.StringN(0, 4, 8), 0, 4).Draw(t, "a")
		b := rapid.SliceOfN(rapid.StringN(0, 4, 8), 0, 4).Draw(t, "b")
		var x, y digest
		x.add(a...)
		y.add(b...)
		same := cmp.Equal(append([]string{}, a...), append([]string{}, b...))
		if (x.sum() == y.sum()) != same {
			t.Fatalf("digests of %q and %q: same = %v, want %v", a, b, !same, same)
		}
	})
}

// BenchmarkConvert is the part of an import that the database does not see.
func BenchmarkConvert(b *testing.B) {
	text, err := os.ReadFile("../testdata/geonames_cities500_cn_tw_hk_mo.csv")
	if err != nil {
		b.Fatal(err)
	}
	rows := bytes.Count(text, []byte{'\n'}) - 1
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := convertAll(string(text), Places); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func TestAFeatureCodeGivesTheClass(t *testing.T) {
	for _, test := range []struct{ code, class, reason string }{
		{"PPLA4", "22100", ""},
		{"PPL", "22200", ""},
		{"PPLX", "21770", ""},
		{"PPLQ", "", "已废弃"},
		{"AIRP", "", "没有与之对应的地名类别"},
	} {
		ch, err := convertAll("id,name,fcode\n1,甲,"+test.code+"\n", Places)
		if err != nil {
			t.Fatal(err)
		}
		places := ch.intake.(*placeIntake).all
		switch {
		case test.class != "" && (len(places) != 1 || places[0].Class != test.class):
			t.Errorf("%s: %+v, want class %s", test.code, places, test.class)
		case test.class == "" && (len(places) != 0 || !strings.HasPrefix(ch.rows[0].refusals[0].reason, test.reason)):
			t.Errorf("%s: %+v, want refused: %s", test.code, ch.rows[0].refusals, test.reason)
		}
	}
}

// BenchmarkSuspicion is what looking at 100,000 positions costs: reading them,
// doubting them, and holding them all against known places.
func BenchmarkSuspicion(b *testing.B) {
	const n = 100_000
	c := &converter{m: newMapping(Places, false), meridian: 120}
	rows := make([]row, n)
	known := make([]gazetteer.Known, n)
	for i := range rows {
		rows[i].crs = reference{code: CGCS2000, datum: true}
		rows[i].values[fieldLon], rows[i].values[fieldLat] = fmt.Sprintf("%.6f", 118+float64(i)/n), fmt.Sprintf("%.6f", 28+float64(i)/n)
		p := orb.Point{118 + float64(i)/n, 28 + float64(i)/n}
		known[i] = gazetteer.Known{Row: i, Given: orb.Point{p[0] + 1e-4*float64(i%7), p[1]}, Held: p}
	}
	for b.Loop() {
		for i := range rows {
			c.location(&rows[i])
		}
		suspectShift(known)
	}
}
