package importers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"diming/importers"
	"diming/internal/pg"
	"diming/internal/pg/pgtest"
)

// BenchmarkImport takes 15,699 points into an empty register, constraints,
// ledger and search names included.
func BenchmarkImport(b *testing.B) {
	rows := 0
	for b.Loop() {
		b.StopTimer()
		pool := register(b)
		b.StartTimer()
		report := run(b, pool, importers.Options{
			File:         filepath.Join(testdata, "geonames_cities500_cn_tw_hk_mo.csv"),
			RejectedFile: filepath.Join(b.TempDir(), "r.csv"),
		})
		rows += report.Accepted
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkWorkbook takes 200,000 rows of XLSX into an empty register, in a
// process of its own whose peak of memory (VmHWM: all of the program, the
// database not) must stay below 600 MB.
func BenchmarkWorkbook(b *testing.B) {
	const rows, most = 200_000, 600
	path := largeWorkbook(b, rows)
	for b.Loop() {
		b.StopTimer()
		url, _ := pgtest.NewURL(b)
		pool, err := pg.Open(b.Context(), url, pg.Options{AppName: "bench"})
		if err != nil {
			b.Fatal(err)
		}
		addClasses(b, pool)
		pool.Close()
		b.StartTimer()
		said := elsewhere(b, url, path)
		if said.Accepted != rows {
			b.Errorf("accepted %d of %d rows, rejected %d, first %v", said.Accepted, rows, said.Rejected, said.First)
		}
		if said.PeakMB > most {
			b.Errorf("a peak of %d MB, more than %d", said.PeakMB, most)
		}
		b.ReportMetric(float64(said.PeakMB), "MB-peak")
		b.ReportMetric(rows/said.Seconds, "rows/s")
	}
}

// What the villages hold.
const villages, invalid, bracketed = 7701, 7, 3

// BenchmarkVillages takes a shapefile of Taiwan's 7,701 villages in as
// divisions. Its seven invalid areas must be named within 30 seconds, and its
// three names with a character that is written in brackets for want of a code.
func BenchmarkVillages(b *testing.B) {
	folder := os.Getenv("BENCH_DATA")
	if folder == "" {
		b.Fatal("BENCH_DATA names no folder with tw_villages.geojson")
	}
	const most = 30 * time.Second
	path := filepath.Join(b.TempDir(), "villages.shp")
	convert := exec.Command("ogr2ogr", "-f", "ESRI Shapefile", path, filepath.Join(folder, "tw_villages.geojson"), "-lco", "ENCODING=UTF-8")
	if out, err := convert.CombinedOutput(); err != nil {
		b.Fatalf("make the shapefile: %v: %s", err, out)
	}
	for b.Loop() {
		took := takeVillages(b, path)
		if took > most {
			b.Errorf("%v, more than %v", took, most)
		}
		b.ReportMetric(villages/took.Seconds(), "rows/s")
	}
}

// takeVillages imports them once and counts why rows are rejected.
func takeVillages(b *testing.B, path string) time.Duration {
	b.Helper()
	b.StopTimer()
	pool := register(b)
	b.StartTimer()
	begun := time.Now()
	report := run(b, pool, importers.Options{File: path, As: importers.Divisions, RejectedFile: filepath.Join(b.TempDir(), "r.geojson")})
	took := time.Since(begun)
	areas, names := 0, 0
	for _, r := range report.Rejections {
		switch {
		case strings.Contains(r.Reason, "面无效"):
			areas++
		case strings.Contains(r.Value, "["):
			names++
		}
	}
	if report.Read != villages || areas != invalid || names != bracketed || report.Rejected != invalid+bracketed {
		b.Errorf("read %d, rejected %d, of them %d for areas, %d for names: %+v", report.Read, report.Rejected, areas, names, report.Rejections)
	}
	return took
}

// largeWorkbook writes a form of eleven columns.
func largeWorkbook(b *testing.B, rows int) string {
	b.Helper()
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	row := func(n int, cells ...any) {
		at, err := excelize.CoordinatesToCellName(1, n)
		if err == nil {
			err = w.SetRow(at, cells)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	row(1, "序号", "代码", "标准名称", "汉语拼音", "东经", "北纬", "类别代码", "地名含义", "地名来历", "历史沿革", "备注")
	for i := range rows {
		row(i+2, i+1, fmt.Sprintf("K%06d", i), fmt.Sprintf("第%d号测试村", i), "", 118+float64(i%1000)/1000, 28+float64(i/1000)/1000, 22200,
			"因村前有清溪流过而得名", fmt.Sprintf("清康熙%d年间徐姓自遂昌迁此定居", i%60), "民国时属清湖乡，1949年后属清湖公社，1983年改村", "")
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "large.xlsx")
	if err := f.SaveAs(path); err != nil {
		b.Fatal(err)
	}
	return path
}

// An outcome is what an import elsewhere says of itself.
type outcome struct {
	Accepted, Rejected int
	First              []importers.Rejection
	PeakMB             int
	Seconds            float64
}

// elsewhere imports in a process of its own.
func elsewhere(b *testing.B, url, path string) (said outcome) {
	b.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childURL+"="+url, childFile+"="+path, childPeak+"=1")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(out, &said)
	}
	if err != nil {
		b.Fatalf("import in another process: %v: %s", err, out)
	}
	return said
}

// importAndTellPeak is what that process does.
func importAndTellPeak(url string) {
	ctx := context.Background()
	fail := func(err error) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	pool, err := pg.Open(ctx, url, pg.Options{AppName: "bench"})
	if err != nil {
		fail(err)
	}
	defer pool.Close()
	begun := time.Now()
	report, err := importers.Run(ctx, importers.Options{DB: pool, Actor: actor, File: os.Getenv(childFile), As: importers.Places})
	if err != nil {
		fail(err)
	}
	said := outcome{report.Accepted, report.Rejected, report.Rejections[:min(len(report.Rejections), 3)], 0, time.Since(begun).Seconds()}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		fail(err)
	}
	for _, line := range bytes.Split(status, []byte("\n")) {
		if kb := 0; bytes.HasPrefix(line, []byte("VmHWM:")) {
			if _, err := fmt.Sscanf(string(line), "VmHWM: %d kB", &kb); err != nil {
				fail(err)
			}
			said.PeakMB = kb / 1000
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(said); err != nil {
		fail(err)
	}
}

// hundredThousand villages in a province, of which ten at a time share a name,
// given with some metres of noise.
func hundredThousand(b *testing.B, key string, seed uint64) string {
	b.Helper()
	var text strings.Builder
	text.WriteString("id,name,class,lon,lat\n")
	places, noise := rand.New(rand.NewPCG(3, 3)), rand.New(rand.NewPCG(seed, seed))
	for i := range 100_000 {
		name := string([]rune{'一' + rune(i%100), '东' + rune(i/100%100)})
		fmt.Fprintf(&text, "%s%d,%s村,22200,%.6f,%.6f\n", key, i, name, 118+4*places.Float64()+1e-4*noise.NormFloat64(), 27+4*places.Float64()+1e-4*noise.NormFloat64())
	}
	return file(b, key+".csv", text.String())
}

// BenchmarkImportHundredThousand takes 100,000 points into an empty register
// and then the same points by another source, each matched to what is held.
func BenchmarkImportHundredThousand(b *testing.B) {
	for b.Loop() {
		pool := register(b)
		for _, pass := range []struct{ name, key string }{{"new", "A"}, {"known", "B"}} {
			path := hundredThousand(b, pass.key, uint64(pass.key[0]))
			begun := time.Now()
			report := run(b, pool, importers.Options{File: path, RejectedFile: filepath.Join(b.TempDir(), "r.csv")})
			b.ReportMetric(float64(report.Read)/time.Since(begun).Seconds(), pass.name+"-rows/s")
			b.Logf("%s: %+v, %d pairs, suspicions %+v", pass.name, sumsOf(report), report.PairCount, report.Suspicions)
		}
	}
}
