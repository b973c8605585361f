package importers_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"diming/importers"
)

func TestAHeadingThatMattersIsNotPassedOver(t *testing.T) {
	pool := register(t)
	for _, heading := range []string{"旧代码", "上级政区", "东经至", "GPS坐标", "wgs_lat", "PostCode"} {
		path := file(t, "h.csv", "id,name,class,"+heading+",population\n1,甲村,22200,1,2\n")
		_, err := importers.Run(t.Context(), importers.Options{DB: pool, Actor: actor, As: importers.Places, File: path})
		if err == nil || !strings.Contains(err.Error(), heading) || !strings.Contains(err.Error(), "--ignore-column") {
			t.Errorf("%s: %v, want a refusal that names it", heading, err)
		}
		report := run(t, pool, importers.Options{File: path, IgnoreColumns: []string{heading}, DryRun: true})
		wantSums(t, report, sums{Read: 1, Accepted: 1})
	}
	path := file(t, "h.geojson", collection(feature(`"id":"1","name":"甲村","class":"22200","旧代码":"3"`, "Point", "[118.5,28.7]")))
	_, err := importers.Run(t.Context(), importers.Options{DB: pool, Actor: actor, As: importers.Places, File: path})
	if err == nil || !strings.Contains(err.Error(), "旧代码") {
		t.Errorf("a property 旧代码: %v, want a refusal", err)
	}
}

func TestTheHeadingsOfOfficersAreKnown(t *testing.T) {
	pool := register(t)
	divisions := "code,name\n330881,江山市\n330881003,清湖街道\n"
	run(t, pool, importers.Options{File: file(t, "d.csv", divisions), As: importers.Divisions})
	named := "代码,地名,类别代码,所在（跨）行政区\n1,甲村,22200,江山市 清湖街道\n2,乙村,22200,清湖街道\n3,丙村,22200,上余镇\n"
	report := run(t, pool, importers.Options{File: file(t, "n.csv", named), DryRun: true})
	wantSums(t, report, sums{Read: 3, Accepted: 2, Rejected: 1})
	if got := report.Rejections[0]; got.Value != "上余镇" || got.Column != "所在（跨）行政区" || !strings.Contains(got.Reason, "请写代码") {
		t.Errorf("rejection = %+v", got)
	}
	for _, test := range []struct{ name, division string }{
		{"村名", "所在政区代码"}, {"地名", "政区代码"}, {"自然村名", "所在（跨）行政区（代码）"}, {"标准名称*", "所在（跨）行政区代码"}, {"地名名称", "行政区划代码"},
	} {
		rows := "代码," + test.name + ",类别," + test.division + "\n1,甲村,22200,330881003\n"
		report := run(t, pool, importers.Options{File: file(t, "h.csv", strings.Replace(rows, "类别", "类别代码", 1)), DryRun: true})
		wantSums(t, report, sums{Read: 1, Accepted: 1})
		if len(report.Unused) != 0 {
			t.Errorf("%s, %s: %v is not used", test.name, test.division, report.Unused)
		}
	}
}

func TestNamesAndNumbersAreTidied(t *testing.T) {
	pool := register(t)
	rows := "代码,标准名称,东经,北纬,类别代码\n１,清 湖　村,１１８．５,２８．７,农村居民点\n2,第１ 队,118.5,28.71,22200\n3,甲<村,118.5,28.7,22200\n4,乙?村,118.5,28.7,22200\n"
	report := run(t, pool, importers.Options{File: file(t, "w.csv", rows), Classes: map[string]string{"农村居民点": "22200"}})
	wantSums(t, report, sums{Read: 4, Accepted: 2, Rejected: 2})
	if got := standardNames(t, pool, "w"); got != "1清湖村 2第1 队" {
		t.Errorf("names = %s, want 1清湖村 2第1 队", got)
	}
	if notes := strings.Join(report.Notes, ""); !strings.Contains(notes, "2 行名称") || !strings.Contains(notes, "文件第 2 行") {
		t.Errorf("notes = %q", notes)
	}
	if !strings.Contains(report.Rejections[0].Reason, "“<”") {
		t.Errorf("rejection = %+v", report.Rejections[0])
	}
}

func TestAClassificationThatIsNotKnownKeepsTheRowReadable(t *testing.T) {
	pool := register(t)
	report := run(t, pool, importers.Options{File: file(t, "k.csv", headings+"A,甲村,118.5,28.5,22200,一般\nB,乙村,118.5,28.6,22200,机密★10年\n")})
	wantSums(t, report, sums{Read: 2, Rejected: 2})
	text, err := os.ReadFile(report.RejectedFile)
	if err != nil || report.Classified != 1 || !strings.Contains(string(text), "甲村") || strings.Contains(string(text), "乙村") || !strings.Contains(report.Rejections[0].Reason, "不认识") {
		t.Errorf("classified %d, %v, %s, %v", report.Classified, report.Rejections, text, err)
	}
}

func TestThePartsOfKilledRunsAreRemoved(t *testing.T) {
	pool := register(t)
	path := file(t, "f.csv", headings+"A,甲村,118.5,28.5,22200,\n")
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), ".f.rejected.csv.123.part"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, pool, importers.Options{File: path})
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("beside the file lie %v, %v", left, err)
	}
}

func TestAFileThatIsNoTableIsCalledWhatItIs(t *testing.T) {
	pool := register(t)
	for content, want := range map[string]string{"%PDF-1.7 x": "这是 PDF 文件，请另存为 CSV", "PK\x03\x04xl/workbook": "不完整", "PK\x03\x04地名.csv": "不完整", "\x89PNG\r\n": "图片"} {
		_, err := importers.Run(t.Context(), importers.Options{DB: pool, Actor: actor, As: importers.Places, File: file(t, "地名.csv", content)})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want …%s…", content, err, want)
		}
	}
}

func TestFindingsNameBothPlaces(t *testing.T) {
	pool := register(t)
	square := "[[[118.5,28.5],[118.6,28.5],[118.6,28.6],[118.5,28.6],[118.5,28.5]]]"
	run(t, pool, importers.Options{As: importers.Divisions, File: file(t, "d.geojson", collection(
		feature(`"code":"330881","name":"江山市"`, "Polygon", square), feature(`"code":"330881003","name":"清湖街道"`, "Polygon", square)))})
	rows := "代码,标准名称,类别代码,东经,北纬,所在政区代码\n" +
		"1,甲村,22200,118.55,28.55,330881003\n2,甲村,22100,118.55,28.55,330881003\n" + // perhaps one
		"3,乙村,21610,118.55,28.55,330881003\n4,乙村,21610,118.56,28.55,330881003\n" + // against the rules
		"5,丙村,22200,118.605,28.55,330881003\n6,丁村,22200,118.8,28.55,330881003\n" // a little outside, and far
	report := run(t, pool, importers.Options{File: file(t, "f.csv", rows)})
	wantSums(t, report, sums{Read: 6, Accepted: 5, Rejected: 1})
	if got := report.Rejections[0]; got.Row != 6 || !strings.Contains(got.Reason, "坐标不在 清湖街道 内，相距 19") {
		t.Errorf("rejection = %+v", got)
	}
	var got []string
	for _, f := range report.Findings {
		got = append(got, f.Check+f.Name+f.OtherName)
		if f.Row == 0 || f.Division != "清湖街道" || f.DistanceM == nil || f.Other != nil && f.OtherDivision != "清湖街道" {
			t.Errorf("finding %+v does not say all", f)
		}
	}
	if want := "界外丙村 重乙村乙村 疑重甲村甲村"; strings.Join(got, " ") != want || report.FindingCount != 1 {
		t.Errorf("findings %d: %v, want %s", report.FindingCount, got, want)
	}
}
