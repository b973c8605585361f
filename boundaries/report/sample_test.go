package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/report"
	"diming/internal/typeset"
	"diming/internal/version"
)

var library typeset.Library

func fonts(t testing.TB) typeset.Fonts {
	t.Helper()
	f, err := library.Fonts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// landscape makes a photo of hills with a marker in the middle.
func landscape(t testing.TB, seed int) []byte {
	t.Helper()
	const w, h = 320, 240
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		hill := h/2 + int(20*math.Sin(float64(x+seed*24)/42)+10*math.Sin(float64(x*2+seed*8)/22))
		for y := range h {
			c := color.RGBA{150, 190, uint8(255 - y/2), 255}
			if y > hill {
				c = color.RGBA{uint8(60 + seed*9%60), uint8(110 + (y-hill)/2), 60, 255}
			}
			if x > w/2-15 && x < w/2+15 && y > h/3 && y < h*4/5 {
				c = color.RGBA{200, 200, 195, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, &jpeg.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// photo is one that has arrived.
func photo(face, media string, content []byte) report.Photo {
	sum := sha256.Sum256(content)
	return report.Photo{SHA256: hex.EncodeToString(sum[:]), Face: face, Type: media,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

func id(n int) string { return fmt.Sprintf("01980000-0000-7000-8000-%012d", n) }

var begun = time.Date(2026, 10, 14, 1, 30, 0, 0, time.UTC)

// lineOf is a line of hills between two counties, from north to south.
func lineOf() orb.LineString {
	var l orb.LineString
	for i := range 241 {
		f := float64(i) / 240
		l = append(l, orb.Point{118.482 + 0.05*math.Sin(f*7) + 0.012*math.Sin(f*41), 28.905 - 0.235*f})
	}
	return l
}

var markerKinds = []string{"双面型，单立", "三面型，单立", "双面型，双立"}

// sample is the inspection of a line with twelve markers, with all that may be
// in one: trouble, disagreement, a record outside the sheet, a photo not there.
func sample(t testing.TB) *report.Report {
	t.Helper()
	line := lineOf()
	r := &report.Report{
		Line: report.Line{Name: "江山—常山线", Number: "330822330881", Level: 3, LengthM: 41872.36, LengthStated: "41.9 千米", ApprovedBy: "浙江省人民政府",
			Approval: "示例政函〔2001〕88号，2001年9月12日", Agreement: "《江山市人民政府和常山县人民政府联合勘定的行政区域界线协议书》（示例数据）"},
		A:     report.Party{Name: "常山县", Code: "330822", Government: "常山县人民政府", Office: "常山县民政局"},
		B:     report.Party{Name: "江山市", Code: "330881", Government: "江山市人民政府", Office: "江山市民政局"},
		Task:  report.Task{ID: id(1), Round: 5, Year: 2026, Lead: "b", Years: 5},
		Basis: []string{"界线协议书及附图（详图）", "界桩登记表和界桩成果表", "第四轮联合检查报告", "《江山—常山线第五轮联合检查方案》"},
		Meetings: []report.Meeting{{On: version.Day(2026, 9, 2), Place: "江山市民政局会议室", Units: "江山市民政局、常山县民政局、两市县自然资源部门和沿线乡镇",
			Text: "由江山市牵头，10月中旬开展外业；双方各派 3 人，共用一份记录清单"}},
		Map:      report.Map{Line: orb.MultiLineString{line}, AOnLeft: false},
		Standing: report.Standing{State: "disagreement"},
		Dated:    version.Day(2026, 11, 3),
		Demo:     true,
	}
	for n := 1; n <= 12; n++ {
		r.Markers = append(r.Markers, marker(t, n, line))
	}
	for n := 1; n < 12; n++ {
		r.Segments = append(r.Segments, segment(n))
	}
	r.Problems = []report.Problem{
		{Object: "7号界桩", Text: "界桩被机耕路施工碰断，基座移位", Handler: "常山县民政局", Due: version.Day(2026, 12, 20)},
		{Object: "3号至4号界桩段", Text: "新建猪舍跨越界线约 6 米", Handler: "大桥镇人民政府、白石镇人民政府", Due: version.Day(2027, 3, 31)},
		{Object: "10号界桩", Text: "文字脱色，须描红", Handler: "江山市民政局", Due: version.Day(2026, 10, 31), Solved: version.Day(2026, 10, 15), Solution: "现场已描红"},
	}
	var ids []string
	for _, m := range r.Markers {
		for _, o := range m.Seen {
			if o.Standing == "accepted" {
				ids = append(ids, o.ID)
			}
		}
	}
	for _, s := range r.Segments {
		for _, o := range s.Seen {
			ids = append(ids, o.ID)
		}
	}
	ids = ids[:len(ids)-1]
	digest := strings.Repeat("3fa81c09d2e47b56", 4)
	r.Standing.Sheet = digest
	r.Sheets = []report.Sheet{{Digest: digest, Words: [4]string{"高山", "新竹", "绿梅", "金桥"}, State: "joint", Records: ids,
		Signatures: []report.Signature{
			{Side: "b", Signer: "周建国（示例）", Device: "江山外业一号机", SignedAt: begun.Add(30 * time.Hour), Counts: true},
			{Side: "a", Signer: "徐志明（示例）", Device: "常山受邀手机", SignedAt: begun.Add(31 * time.Hour), Counts: true},
		}}}
	return r
}

func marker(t testing.TB, n int, line orb.LineString) report.Marker {
	at := line[(n-1)*240/11]
	m := report.Marker{ID: id(1000 + n), Number: fmt.Sprint(n), Kind: markerKinds[n%3], Material: "钢筋混凝土", Keeper: []boundaries.Side{"a", "b"}[n%2], Position: &at,
		Elevation: fmt.Sprintf("%.1f", 240+float64(n*37%120))}
	for k, name := range []string{"独立樟树", "水渠拐角", "高压线铁塔（27号）"} {
		m.References = append(m.References, report.Reference{ID: id(2000 + n*10 + k), Name: name, Azimuth: fmt.Sprintf("%d.5", 40+k*110), North: "true", DistanceM: fmt.Sprintf("%d.2", 18+n+k*9)})
	}
	for k, side := range []boundaries.Side{"a", "b"} {
		o := report.Observation{ID: id(3000 + n*10 + k), Digest: strings.Repeat(fmt.Sprintf("%08x", n*977+k), 8), Kind: "marker_check", Side: side,
			Observer: []string{"徐志明（示例）", "周建国（示例）"}[k], PhoneTime: begun.Add(time.Duration(n*40+k*5) * time.Minute), Stored: begun.Add(40 * time.Hour), Standing: "accepted", Condition: "normal",
			Position: &report.Fix{Lon: fmt.Sprintf("%.7f", at.Lon()), Lat: fmt.Sprintf("%.7f", at.Lat()), AccuracyM: "4.2"},
			Answers: []report.Answer{{"condition", "normal", "界桩状况", "完好"}, {"upright", "yes", "桩体直立、基座牢固", "是"}, {"text_legible", "yes", "各面文字清楚、朝向正确", "是"},
				{"references_stand", "yes", "方位物都在，方位和距离相符", "是"}, {"cleared", "yes", "周围已清理", "是"}, {"repainted", "yes", "文字已描红", "是"}}}
		for _, ref := range m.References {
			o.References = append(o.References, report.Seen{Reference: ref.ID, State: "present", Azimuth: ref.Azimuth, DistanceM: ref.DistanceM})
		}
		if n%4 == 0 {
			o.References[0] = report.Seen{Reference: m.References[0].ID, State: "gone"}
			o.Answers[3] = report.Answer{Item: "references_stand", Value: "no", Label: "方位物都在，方位和距离相符", Words: "否"}
			o.Answers = append(o.Answers, report.Answer{Item: "references_changed", Value: "x", Label: "哪些方位物变化，怎样变化", Words: "独立樟树已被砍伐，建议另选方位物"})
		}
		if k == 0 {
			o.Photos = []report.Photo{photo("b", "image/jpeg", landscape(t, n))}
		}
		switch {
		case n == 7:
			o.Condition = "damaged"
			o.Text = "桩身断裂，断口在地面以上 20 厘米"
		case n == 9 && k == 1:
			o.Condition = "shifted"
			o.Photos = []report.Photo{{SHA256: strings.Repeat("ab", 32), Type: "image/jpeg"}, photo("", "image/heic", []byte("no JPEG"))}
		}
		m.Seen = append(m.Seen, o)
	}
	if n == 9 {
		m.Seen = append(m.Seen, report.Observation{ID: id(3900), Digest: strings.Repeat("9c", 32), Kind: "disagreement", Side: "a", Observer: "徐志明（示例）", PhoneTime: begun.Add(9 * time.Hour),
			Stored: begun.Add(40 * time.Hour), Standing: "accepted", About: m.Seen[1].ID, Text: "我方认为界桩未移位，差 1.1 米在手机定位精度之内"})
	}
	if n == 2 {
		m.Seen = append(m.Seen, report.Observation{ID: id(3901), Digest: strings.Repeat("1d", 32), Kind: "note", Side: "a", Observer: "徐志明（示例）", PhoneTime: begun.Add(time.Hour),
			Stored: begun.Add(40 * time.Hour), Standing: "withdrawn", Text: "记错界桩"})
	}
	return m
}

func segment(n int) report.Segment {
	s := report.Segment{ID: id(4000 + n), Name: fmt.Sprintf("%d号至%d号界桩段", n, n+1), From: fmt.Sprint(n), To: fmt.Sprint(n + 1), LengthM: 3400 + float64(n*311%900)}
	for k, side := range []boundaries.Side{"a", "b"} {
		o := report.Observation{ID: id(5000 + n*10 + k), Digest: strings.Repeat(fmt.Sprintf("%08x", n*6131+k), 8), Kind: "segment_check", Side: side, Observer: []string{"徐志明（示例）", "周建国（示例）"}[k],
			PhoneTime: begun.Add(time.Duration(n*40+20+k) * time.Minute), Stored: begun.Add(40 * time.Hour), Standing: "accepted",
			Answers: []report.Answer{{"line_kept", "yes", "按协议书的走向管辖，无擅自变动", "是"}, {"terrain_changed", "no", "地形或线状地物（河、沟、路）有变化", "否"},
				{"building_on_line", "no", "有骑线建筑", "否"}, {"works_across", "no", "有跨界生产、建设", "否"}}}
		if n == 3 {
			o.Answers[2] = report.Answer{Item: "building_on_line", Value: "yes", Label: "有骑线建筑", Words: "是"}
			o.Answers = append(o.Answers, report.Answer{Item: "building", Value: "x", Label: "建筑的位置、用途和建造人", Words: "3号界桩以南 420 米，新建猪舍跨越界线约 6 米，养殖户建造"})
		}
		s.Seen = append(s.Seen, o)
	}
	return s
}
