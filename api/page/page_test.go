package page

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"diming/signs"
)

var update = flag.Bool("update", false, "write the golden files anew")

var village = orb.Point{118.6012, 28.6803}

// jagged is an outline of n corners that simplification cannot shorten much.
func jagged(c orb.Point, n int, seed uint64) orb.Polygon {
	random := rand.New(rand.NewPCG(seed, 1))
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		a := float64(i) / float64(n) * 2 * math.Pi
		k := 0.008 * (0.4 + 0.6*random.Float64())
		ring = append(ring, orb.Point{c[0] + k*math.Cos(a)*1.14, c[1] + k*math.Sin(a)})
	}
	return orb.Polygon{append(ring, ring[0])}
}

func sampleFrame() Frame {
	return Frame{
		Origin: "https://diming.example.cn", Token: "8F3K7QM2XD", Demo: true,
		DataTime: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC),
		Office:   "江山市民政局地名办", Phone: "0570-000 0000",
	}
}

func sampleView() View {
	return View{
		Frame: sampleFrame(), Name: "清湖一村", Pinyin: "Qīnghú Yīcūn", Class: "村民委员会", State: "已批准·待公告",
		Chain:   []Division{{"浙江省", "Zhèjiāng Shěng"}, {"衢州市", "Qúzhōu Shì"}, {"江山市", "Jiāngshān Shì"}, {"清湖街道", "Qīnghú Jiēdào"}},
		Meaning: "示例：因临清湖码头得名。", History: "示例：旧为水陆码头，后成村落。",
		Former:  []Former{{"清湖镇清湖一村", "2016年以前", "示例"}},
		Outline: orb.MultiPolygon{jagged(village, 60, 1)}, Point: &village,
		Neighbours: []orb.MultiPolygon{{jagged(orb.Point{118.619, 28.685}, 60, 2)}, {jagged(orb.Point{118.583, 28.682}, 60, 3)}},
		Labels:     []signs.Label{{Text: "清湖二村", At: orb.Point{118.616, 28.684}}, {Text: "清湖三村", At: orb.Point{118.586, 28.682}}},
		Links:      signs.Links("清湖一村", village, false), MapApproval: "示例",
	}
}

// han is n different-looking characters, which compress badly.
func han(n int, seed uint64) string {
	random := rand.New(rand.NewPCG(seed, 2))
	r := make([]rune, n)
	for i := range r {
		r[i] = rune(0x4E00 + random.IntN(6000))
	}
	return string(r)
}

func worstView() View {
	v := sampleView()
	v.Name, v.Pinyin = han(24, 1), strings.Repeat("Zhuàngzú Zìzhìqū ", 5)
	v.Meaning, v.History = han(150, 2), han(150, 3)
	v.Former = nil
	for i := range 8 {
		v.Former = append(v.Former, Former{han(16, uint64(10+i)), "1956年3月1日至1984年12月31日", han(12, uint64(30+i))})
	}
	for i := range v.Chain {
		v.Chain[i] = Division{han(12, uint64(50+i)), "Shuāngjiāng Lāhùzú Wǎzú Bùlǎngzú Dǎizú Zìzhìxiàn"}
	}
	v.Links = signs.Links(v.Name, village, false)
	v.Outline = orb.MultiPolygon{jagged(village, 3000, 9)}
	return v
}

func render(t *testing.T, v View) string {
	t.Helper()
	var out bytes.Buffer
	if err := Render(&out, v); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// notices are the pages without a place, in one language.
func notices(t *testing.T, f Frame) map[string]string {
	t.Helper()
	pages := map[string]string{}
	add := func(name string, render func(*bytes.Buffer) error) {
		var out bytes.Buffer
		if err := render(&out); err != nil {
			t.Fatal(err)
		}
		pages[name] = out.String()
	}
	add("gone", func(b *bytes.Buffer) error {
		return RenderGone(b, Gone{f, "清湖镇", "撤镇设街道。", "2016年12月", "清湖镇，江山市"})
	})
	add("replaced", func(b *bytes.Buffer) error {
		return RenderReplaced(b, Replaced{f, "清湖镇", "清湖街道", "/Q/8F3K7QM2XD", "2016年12月", "撤镇设街道。"})
	})
	add("unknown", func(b *bytes.Buffer) error {
		return RenderUnknown(b, Unknown{Frame: f, Input: "8F3K7QM2XC<b>", Suggestion: "8F3K7QM2XD", Position: 10})
	})
	add("busy", func(b *bytes.Buffer) error { return RenderBusy(b, f) })
	return pages
}

func TestEveryPageIsWholeSmallAndOrderly(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		v := sampleView()
		v.Lang = lang
		pages := notices(t, v.Frame)
		pages["place"] = render(t, v)
		worst := worstView()
		worst.Lang = lang
		pages["worst"] = render(t, worst)
		for name, html := range pages {
			t.Logf("%s %s: %d bytes, %d gzipped", lang, name, len(html), gzipSize([]byte(html)))
			checkPage(t, lang+" "+name, lang, html)
		}
	}
}

func checkPage(t *testing.T, name, lang, html string) {
	t.Helper()
	if n := gzipSize([]byte(html)); n > MaxGzip || len(html) > MaxRaw {
		t.Errorf("%s: %d bytes, %d gzipped, want %d and %d at most", name, len(html), n, MaxRaw, MaxGzip)
	}
	want := map[string]string{"zh": `<html lang="zh-CN">`, "en": `<html lang="en">`}[lang]
	for _, part := range []string{want, "示例数据", "<h1", "<header", "<main>", "<footer>", `name="viewport"`, "diming.example.cn", `hreflang=`} {
		if strings.Count(html, part) < 1 {
			t.Errorf("%s: lacks %q", name, part)
		}
	}
	if n := strings.Count(html, "<h1"); n != 1 {
		t.Errorf("%s: %d h1, want one", name, n)
	}
	if m := regexp.MustCompile(`<script|<img|<link|@import|url\(|\son\w+=|style="|ZgotmplZ|<b>&lt;b|%!`).FindString(html); m != "" {
		t.Errorf("%s: has %q, want everything inside and no script", name, m)
	}
}

func TestTheWorstPageKeepsItsWords(t *testing.T) {
	v := worstView()
	html := render(t, v)
	for _, text := range []string{v.Name, v.Meaning, v.History, v.Former[7].Name, v.Former[7].Note, v.Chain[3].Name} {
		if !strings.Contains(html, text) {
			t.Errorf("page lacks %q", text)
		}
	}
	if !strings.Contains(html, `class="sk-o"`) {
		t.Error("page lacks its outline")
	}
}

func TestAPageTooLongSaysSo(t *testing.T) {
	v := worstView()
	v.Meaning, v.History = han(1200, 5), han(1200, 6)
	html := render(t, v)
	for _, text := range []string{"示意图从略", "没有登完", `href="/q/8F3K7QM2XD.json"`} {
		if !strings.Contains(html, text) {
			t.Errorf("page lacks %q", text)
		}
	}
	v.Class = han(5000, 7)
	if err := Render(&bytes.Buffer{}, v); !errors.Is(err, ErrTooLarge) {
		t.Errorf("Render of 5,000 characters of class = %v, want ErrTooLarge", err)
	}
}

func TestAPageSaysWhatAPersonCameFor(t *testing.T) {
	html := render(t, sampleView())
	last := 0
	for _, text := range []string{
		"示例数据", "清湖一村</h1>", "Qīnghú Yīcūn", "浙江省", "衢州市", "江山市", "清湖街道", "已批准·待公告", "腾讯地图", "高德地图", "百度地图",
		"<svg", "地名含义", "来历", "曾用名", "2016年以前", "东经 118.60120°，北纬 28.68030°", "8F3K-7QM-2XD", "0570-000 0000", "数据时间 2026年11月22日 08:00",
	} {
		i := strings.Index(html[last:], text)
		if i < 0 {
			t.Fatalf("page lacks %q after %q", text, html[max(0, last-40):last])
		}
		last += i
	}
	if !strings.Contains(html, `href="tel:05700000000"`) || !strings.Contains(html, `href="geo:28.680300,118.601200`) {
		t.Error("page lacks the telephone or the geo link")
	}
}

func TestAPlaceWithoutAPositionSaysSo(t *testing.T) {
	v := View{Frame: Frame{Origin: "http://localhost:8080", Token: "8F3K7QM2XD"}, Name: "某地"}
	html := render(t, v)
	if !strings.Contains(html, "位置尚未登记") || strings.Contains(html, "<svg") || strings.Contains(html, "示例数据") || strings.Contains(html, "<h2>来历") {
		t.Errorf("page of a bare name = %s", html)
	}
}

func TestABadPositionIsAnError(t *testing.T) {
	v := sampleView()
	v.Point = &orb.Point{math.NaN(), 28}
	if err := Render(&bytes.Buffer{}, v); err == nil {
		t.Error("Render at NaN succeeded")
	}
}

func TestHostileTextIsEscaped(t *testing.T) {
	v := sampleView()
	bad := `"><script>alert(1)</script>`
	v.Name, v.Pinyin, v.Class, v.State, v.Meaning, v.History, v.Office, v.Phone = bad, bad, bad, bad, bad, bad, bad, bad
	v.FullURL, v.Links = "javascript:alert(1)", []signs.Link{{App: bad, Name: bad, URL: "javascript:alert(1)"}}
	v.Labels[0].Text, v.Former[0] = bad, Former{bad, bad, bad}
	if html := render(t, v); strings.Contains(html, "<script") || strings.Contains(html, "javascript:") {
		t.Errorf("markup came through: %s", html)
	}
}

func TestAFailingWriterIsReported(t *testing.T) {
	if err := Render(failing{}, sampleView()); err == nil {
		t.Error("Render to a closed connection succeeded")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("closed") }

func TestThePageOfAVillageIsStable(t *testing.T) {
	got := render(t, sampleView())
	path := filepath.Join("testdata", "village.html")
	if *update {
		if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(path, []byte(got), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want, +got):\n%s", path, diff)
	}
}

// Text and its ground in each scheme, as the style sheet sets them.
var pairs = [][2]string{
	{"ink", "paper"}, {"soft", "paper"}, {"accent", "paper"}, {"on", "accent"}, {"warnink", "warn"},
	{"sk-ink", "sk-ground"}, {"sk-ink", "sk-land"}, {"sk-ink", "sk-halo"},
}

func TestEveryTextHasContrast(t *testing.T) {
	light := colours(style, "")
	dark := colours(style, regexp.MustCompile(`prefers-color-scheme:dark\)\{:root\{([^}]*)\}`).FindStringSubmatch(style)[1])
	for name, scheme := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, p := range pairs {
			if c := contrast(t, scheme[p[0]], scheme[p[1]]); c < 7 {
				t.Errorf("%s: %s on %s = %.1f, want 7", name, p[0], p[1], c)
			}
		}
	}
}

// colours reads the custom properties: the fallbacks of var(), then :root,
// then what overrides both.
func colours(style, over string) map[string]string {
	found := map[string]string{}
	for _, m := range regexp.MustCompile(`var\(--([\w-]+),(#\w+)\)`).FindAllStringSubmatch(style, -1) {
		found[m[1]] = m[2]
	}
	root := regexp.MustCompile(`:root\{([^}]*)\}`).FindStringSubmatch(style)[1]
	for _, m := range regexp.MustCompile(`--([\w-]+):(#\w+)`).FindAllStringSubmatch(root+";"+over, -1) {
		found[m[1]] = m[2]
	}
	return found
}

// contrast is the ratio of WCAG 2.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 4 {
		hex = "#" + strings.Repeat(hex[1:2], 2) + strings.Repeat(hex[2:3], 2) + strings.Repeat(hex[3:4], 2)
	}
	var c [3]int
	if _, err := fmt.Sscanf(hex, "#%02x%02x%02x", &c[0], &c[1], &c[2]); err != nil {
		t.Fatalf("colour %q: %v", hex, err)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v := float64(c[i]) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}

func TestCSPNamesTheStyleThatIsServed(t *testing.T) {
	html := render(t, sampleView())
	inside := html[strings.Index(html, "<style>")+7 : strings.Index(html, "</style>")]
	if inside != style || !strings.Contains(CSP(), "'sha256-") {
		t.Error("the style on the page is not the one that CSP hashes")
	}
}

func BenchmarkRender(b *testing.B) {
	for name, v := range map[string]View{"village": sampleView(), "worst": worstView()} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := Render(&bytes.Buffer{}, v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
