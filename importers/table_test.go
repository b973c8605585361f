package importers_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"diming/importers"
	"diming/importers/csvfile"
)

func TestTheEncodingIsToldAndSaid(t *testing.T) {
	pool := register(t)
	for _, test := range []struct {
		want    csvfile.Encoding
		encoder func(string) (string, error)
		text    string
	}{
		{csvfile.GB18030, simplifiedchinese.GB18030.NewEncoder().String, "代码,标准名称,类别代码,地名含义\ngb1,𬭚村,22200,江山市清湖街道的一个自然村\n"},
		{csvfile.BIG5, traditionalchinese.Big5.NewEncoder().String, "id,name,class,meaning\nb1,瑞穗,22200,花蓮縣瑞穗鄉公所所在的地方\n"},
	} {
		text, err := test.encoder(test.text)
		if err != nil {
			t.Fatal(err)
		}
		report := run(t, pool, importers.Options{File: file(t, "e.csv", text+"bad,\xFF\xFF,22200,\n")})
		wantSums(t, report, sums{Read: 2, Accepted: 1, Rejected: 1})
		if report.Table.Encoding != test.want || report.Table.Evidence.NonASCII == 0 {
			t.Errorf("Encoding = %s (%s), want %s with its evidence", report.Table.Encoding, report.Table.Evidence, test.want)
		}
		if got := report.Rejections[0]; got.Value != `\xFF\xFF` || got.Line != 3 {
			t.Errorf("rejection = %+v, want line 3 with the bytes shown", got)
		}
		name := strings.Split(strings.Split(test.text, "\n")[1], ",")[1]
		if n := count(t, pool, "name_version WHERE text = '"+name+"'"); n != 1 {
			t.Errorf("%d names %s, want 1", n, name)
		}
	}
}

func TestDivisionSpansBecomeHalfOpenTimes(t *testing.T) {
	pool := register(t)
	path := filepath.Join(testdata, "target_areas_town_village_2017_2023.csv")
	o := importers.Options{File: path, As: importers.Divisions, Classification: "public", RejectedFile: filepath.Join(t.TempDir(), "r.csv")}
	report := run(t, pool, o)
	wantSums(t, report, sums{Read: 7697, Accepted: 7697})
	again := run(t, pool, o)
	wantSums(t, again, sums{Read: 7697, Unchanged: 7697})
	rows, err := pool.Query(t.Context(), `
		SELECT name || ' ' || valid::text FROM division_version WHERE code = '130802001001' AND upper_inf(recorded) ORDER BY valid`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	want := []string{
		"火神庙社区居委会 (,2018-01-01)", "西大街社区居委会 [2018-01-01,2020-01-01)", "西大街社区居民委员会 [2020-01-01,)",
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("versions of 130802001001 (-want +got):\n%s%v", diff, err)
	}
}

func TestACorrectedDivisionKeepsTheEditionsOfItsSource(t *testing.T) {
	pool := register(t)
	rows := "code,level,name,first_year,last_year\n330881,county,江山市,2017,2023\n330881001,town,,2018,2022\n"
	report := run(t, pool, importers.Options{File: file(t, "d.csv", rows), As: importers.Divisions})
	wantSums(t, report, sums{Read: 2, Accepted: 1, Rejected: 1})
	text, err := os.ReadFile(report.RejectedFile)
	if err != nil {
		t.Fatal(err)
	}
	corrected := strings.Replace(string(text), "town,,", "town,双塔街道,", 1)
	if err := os.WriteFile(report.RejectedFile, []byte(corrected), 0o600); err != nil {
		t.Fatal(err)
	}
	wantSums(t, run(t, pool, importers.Options{File: report.RejectedFile, As: importers.Divisions}), sums{Read: 1, Accepted: 1})
	if n := count(t, pool, "division_version WHERE code = '330881001' AND valid = '[2018-01-01,2023-01-01)'"); n != 1 {
		t.Error("the times of a corrected row were taken from the few rows beside it")
	}
}

func TestAnUnreadableRowOfASecretIsNotShown(t *testing.T) {
	pool := register(t)
	report := run(t, pool, importers.Options{File: file(t, "s.csv", "id,name,class,密级\n1,营地,22200,机密,\n")})
	wantSums(t, report, sums{Read: 1, Rejected: 1})
	text, err := os.ReadFile(report.RejectedFile)
	if err != nil || report.Classified != 1 || strings.Contains(string(text), "营地") || strings.Contains(fmt.Sprint(report.Rejections), "营地") {
		t.Errorf("Classified = %d, rejections %v, file %s, %v", report.Classified, report.Rejections, text, err)
	}
}

func TestGeoNamesGivesStandardNamesAndAliases(t *testing.T) {
	pool := register(t)
	o := importers.Options{
		File: filepath.Join(testdata, "geonames_cities500_cn_tw_hk_mo.csv"), Classification: "public",
		RejectedFile: filepath.Join(t.TempDir(), "r.csv"),
	}
	report := run(t, pool, o)
	if report.Accepted != report.Read || report.Read != 15699 {
		t.Errorf("read %d, accepted %d, want 15699 of both: %+v", report.Read, report.Accepted, report.Rejections)
	}
	if diff := cmp.Diff([]string{"country", "names_pinyin", "admin1", "admin2", "population", "modified"}, report.Unused); diff != "" {
		t.Errorf("columns not used (-want +got):\n%s", diff)
	}
	rows, err := pool.Query(t.Context(), `
		SELECT n.kind || ' ' || n.lang || ' ' || n.text FROM place_source s JOIN name_version n USING (place)
		WHERE s.key = '1279428' ORDER BY n.kind DESC, n.lang DESC`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	want := []string{"standard zh-Hans 宗加乡", "alias zh-Hans 宗加", "alias und Zongjia"}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("names of 1279428 (-want +got):\n%s%v", diff, err)
	}
}

func TestAFileThatCannotBeUsedIsRefusedWithASentence(t *testing.T) {
	pool := register(t)
	for _, test := range []struct {
		name, content, want string
		as                  importers.Kind
	}{
		{"e.csv", "", "文件为空", importers.Places},
		{"e.csv", "甲,乙\n1,2\n", "缺少 标准名称", importers.Places},
		{"e.csv", "name,lon\n1,2\n", "类别代码", importers.Places},
		{"e.csv", "name,class,lon\n1,22200,2\n", "经度、纬度之一", importers.Places},
		{"e.csv", "name,level\n1,2\n", "缺少 代码", importers.Divisions},
		{"e.xlsx", "PK\x03\x04....", "不完整", importers.Places},
		{"e.csv", "\xFF\xFEn\x00", "UTF-16", importers.Places},
		{"e.geojson", "[1,2]", "FeatureCollection", importers.Places},
		{"e.csv", "name\n甲\n", "不能导入", "cases"},
	} {
		_, err := importers.Run(t.Context(), importers.Options{DB: pool, Actor: actor, As: test.as, File: file(t, test.name, test.content)})
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("Run(%q) = %v, want …%s…", test.content, err, test.want)
		}
	}
	if n := count(t, pool, "import_run"); n != 0 {
		t.Errorf("%d runs recorded of files that were not taken in", n)
	}
}

func TestRowsWithUnusableTextAreRefused(t *testing.T) {
	pool := register(t)
	for _, test := range []struct{ row, column, reason string }{
		{"1,甲\u0007村,22200,,,", "name", "U+0007"},
		{"1,甲\u200B村,22200,,,", "name", "U+200B"},
		{"1," + strings.Repeat("长", 101) + ",22200,,,", "name", "101"},
		{"1,清\\xE6湖,22200,,,", "name", "未改正的字节"},
		{"1,甲村,2220,,,", "class", "5 位"},
		{"1,甲村,22200,NaN,28,", "lon", "不是数字"},
		{"1,甲村,22200,0x1p7,28,", "lon", "不是数字"},
		{"1,甲村,22200,118,,", "lat", "一半"},
		{"1,甲村,22200,,,高", "高程(m)", "不是数字"},
		{"1,\"甲\n村\",22200,,,", "name", "U+000A"},
	} {
		report := run(t, pool, importers.Options{File: file(t, "t.csv", "id,name,class,lon,lat,高程(m)\n"+test.row+"\n"), DryRun: true})
		wantSums(t, report, sums{Read: 1, Rejected: 1})
		if got := report.Rejections[0]; got.Column != test.column || !strings.Contains(got.Reason, test.reason) {
			t.Errorf("%q: rejection %+v, want column %s, reason …%s…", test.row, got, test.column, test.reason)
		}
	}
	good := run(t, pool, importers.Options{File: file(t, "t.csv", "id,name,class,lon,lat,别名\n1,甲村,22200,118°30′0″,28°30′36″,大甲、小甲\n")})
	wantSums(t, good, sums{Read: 1, Accepted: 1})
	if n := count(t, pool, "place_version WHERE ST_X(location) = 118.5 AND ST_Y(location) = 28.51"); n != 1 {
		t.Error("degrees, minutes and seconds were not read")
	}
	if n := count(t, pool, "name_version WHERE kind = 'alias' AND text IN ('大甲', '小甲')"); n != 2 {
		t.Errorf("%d aliases, want 2", n)
	}
}
