package page

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"golang.org/x/net/html"

	"diming/internal/version"
	"diming/shelters/card"
)

var cardNow = time.Date(2026, 11, 27, 6, 5, 0, 0, time.UTC) // 14:05 in China

func numbered(n int) uuid.UUID {
	return uuid.MustParse(fmt.Sprintf("01990000-0000-7000-8000-%012x", n))
}

// sampleCard is a village in a typhoon: one shelter open and assigned, one full.
func sampleCard() Village {
	people := 40
	from := village
	shelter := func(n int, name string, state card.State, at orb.Point) card.Shelter {
		return card.Shelter{ID: numbered(n), Name: name, Point: at, State: state, Capacity: 80, Accessible: "yes", Address: "示例路 1 号"}
	}
	open := card.Goal{Shelter: shelter(1, "示例·清湖小学避灾点", card.Open, orb.Point{118.606, 28.684}), Assigned: true, DistanceM: 620, Direction: "ne",
		Hint: &card.Hint{Text: "出村口沿堤向东，过桥后看见旗杆就是。", Day: version.Day(2026, 3, 1), By: 5}}
	open.People, open.SaidAt = &people, cardNow.Add(-time.Hour)
	left := 40
	open.Left = &left
	other := card.Goal{Shelter: shelter(2, "示例·清湖街道文化中心", card.Standby, orb.Point{118.595, 28.675}), DistanceM: 1240, Direction: "sw"}
	other.Left = &other.Capacity
	full := card.Goal{Shelter: shelter(3, "示例·清湖二村礼堂", card.Full, orb.Point{118.61, 28.68}), DistanceM: 800, Direction: "e", Why: card.WhyFull}
	return Village{View: sampleView(), Now: cardNow, Card: card.Card{
		Village: card.Division{Name: "清湖一村", Code: "330881003201", Level: 5}, From: &from,
		Warnings: []card.Warning{{Hazard: "typhoon", Signal: "red", Title: "台风红色预警", Todo: "低洼处和危房的人马上转移。", Body: "示例气象台", Number: "第12号",
			Issued: cardNow.Add(-2 * time.Hour), Until: cardNow.Add(6 * time.Hour)}},
		Goals: []card.Goal{open, other}, Avoid: []card.Goal{full},
		Contacts: []card.Contact{
			{ID: numbered(11), Role: card.InformationOfficer, Title: "灾害信息员", Name: "示例甲", Phone: "0570-000 0002", Tried: cardNow.AddDate(0, 0, -7), Result: card.Answered},
			{ID: numbered(12), Role: card.TownshipOffice, Title: "清湖街道值班室", Phone: "0570-000 0003", Night: true, Tried: cardNow.AddDate(0, 0, -7), Result: card.Answered},
		},
		Policies: []card.Policy{{ID: numbered(21), Title: "转移安置", Plain: "转移到避灾点，吃住不要钱。"}},
	}}
}

func renderCard(t *testing.T, v Village) string {
	t.Helper()
	var out bytes.Buffer
	if err := RenderVillage(&out, v); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestAColourIsSaidOnce(t *testing.T) {
	for _, test := range []struct {
		title, signal string
		english       bool
		want          string // behind the title; "" where it says the colour itself
	}{
		{"台风橙色预警", "orange", false, ""},
		{"台风橙色预警信号（第3号）", "orange", false, ""},
		{"橙色台风预警", "orange", false, ""},
		{"台风来了", "orange", false, "橙色预警"},
		{"地质灾害气象风险预警", "none", false, ""},
		{"台风橙色预警", "orange", true, "Orange warning"},
		{"Orange typhoon", "orange", true, ""},
	} {
		got := villageWordsOf(test.english).alert(card.Warning{Title: test.title, Signal: test.signal})
		if got.Signal != test.want {
			t.Errorf("behind %q stands %q, want %q", test.title, got.Signal, test.want)
		}
	}
}

func TestTheCardSaysWhatSavesPeopleFirst(t *testing.T) {
	page := renderCard(t, sampleCard())
	last := 0
	for _, text := range []string{
		"示例数据", "演示数据·不可用于避险", `清湖一村</span> <span class="nw">安全卡`, "台风红色预警", "低洼处和危房的人马上转移。",
		"请去这里", "示例·清湖小学避灾点", "● 已开放", "东北边 620 米", "打电话：", "灾害信息员 示例甲", "0570-000 0002",
		"还有 40 个位置 · 轮椅可进 · 11月27日 13:05报", "出村口沿堤向东", "村干部 2026年3月写", "腾讯地图",
		"示例气象台 第12号 11月27日 12:05发布", "有效到 11月27日 20:05",
		"这些不要去", "清湖二村礼堂</b> 已满",
		"也可以去", "清湖街道文化中心", "○ 待命", "西南边 1.2 公里", "直线距离，请听村干部指挥",
		">110<", ">119<", ">120<", "清湖街道值班室", "夜间有人接，11月20日打通过", "<svg", "转移到避灾点，吃住不要钱。", "看全文", "8F3K-7QM-2XD",
	} {
		i := strings.Index(page[last:], text)
		if i < 0 {
			t.Fatalf("card lacks %q after %q", text, page[max(0, last-60):last])
		}
		last += i
	}
}

func TestTheEnglishCardSaysHowFarAndWhichWay(t *testing.T) {
	v := sampleCard()
	v.Lang = "en"
	page := renderCard(t, v)
	for _, text := range []string{"620 m north-east", "1.2 km south-west"} {
		if !strings.Contains(page, text) {
			t.Errorf("card lacks %q", text)
		}
	}
}

func TestTheDemosInventedNumbersAreNotDialled(t *testing.T) {
	v := sampleCard()
	if page := renderCard(t, v); strings.Contains(page, "tel:05700000002") || !strings.Contains(page, `href="tel:119"`) {
		t.Error("the demo's card dials an invented number, or not 119")
	}
	v.Demo = false
	if page := renderCard(t, v); strings.Count(page, `href="tel:05700000002"`) != 2 {
		t.Error("the card does not dial its number at the top and in its list")
	}
}

func TestByNightTheNumberThatAnswersStandsFirst(t *testing.T) {
	v := sampleCard()
	v.Now = time.Date(2026, 11, 27, 15, 0, 0, 0, time.UTC) // 23:00 in China
	page := renderCard(t, v)
	if first := page[strings.Index(page, "打电话："):]; !strings.HasPrefix(first, `打电话：<span lang="zh">清湖街道值班室`) {
		t.Errorf("by night one is told to ring %.80s", first)
	}
	v.Card.Contacts = nil
	if page = renderCard(t, v); !strings.Contains(page, `打电话：<b>119</b>`) || !strings.Contains(page, "没有登记夜间") {
		t.Error("a village without contacts does not lead to 119")
	}
}

func TestACardWithoutWarningIsCalm(t *testing.T) {
	v := sampleCard()
	v.Card.Warnings, v.Card.Avoid = nil, nil
	v.Card.Goals[0].State = card.Standby
	page := renderCard(t, v)
	if !strings.Contains(page, "现在没有预警") || !strings.Contains(page, "有预警时去这里") || strings.Contains(page, "不要去") {
		t.Error("the card of a calm day does not say so")
	}
}

func TestACardWithNowhereToGoSaysWhatToDo(t *testing.T) {
	v := sampleCard()
	v.Card.Goals = nil
	if page := renderCard(t, v); !strings.Contains(page, "请马上打下面的电话") || !strings.Contains(page, "灾害信息员 示例甲") {
		t.Error("the card does not say what to do")
	}
}

// worstCard is longer in everything than the database allows to be usual.
func worstCard() Village {
	v := sampleCard()
	v.View = worstView()
	w := v.Card.Warnings[0]
	w.Title, w.Todo, w.Body, w.Number = han(40, 1), han(120, 2), han(60, 3), han(60, 4)
	v.Card.Warnings = []card.Warning{w, w, w, w}
	g := v.Card.Goals[0]
	v.Card.Goals, v.Card.Avoid, v.Card.Contacts, v.Card.Policies = nil, nil, nil, nil
	for i := range 3 {
		g.Name, g.Address = han(60, uint64(10+i)), han(60, uint64(20+i))
		g.Hint = &card.Hint{Text: han(120, uint64(30+i)), Day: version.Day(2026, 3, 1)}
		v.Card.Goals = append(v.Card.Goals, g)
	}
	for i := range 4 {
		g.Name, g.Why = han(60, uint64(40+i)), card.WhyFailed
		v.Card.Avoid = append(v.Card.Avoid, g)
	}
	for i := range 30 {
		v.Card.Contacts = append(v.Card.Contacts, card.Contact{ID: numbered(100 + i), Title: han(40, uint64(50+i)), Name: han(8, uint64(90+i)), Phone: fmt.Sprint(5700000000 + i), Night: i == 29})
		v.Card.Policies = append(v.Card.Policies, card.Policy{ID: numbered(200 + i), Title: han(60, uint64(150+i)), Plain: han(200, uint64(200+i))})
	}
	return v
}

func TestEveryCardIsWholeSmallAndOrderly(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for name, v := range map[string]Village{"card": sampleCard(), "worst card": worstCard()} {
			v.Lang = lang
			page := renderCard(t, v)
			t.Logf("%s %s: %d bytes, %d gzipped", lang, name, len(page), gzipSize([]byte(page)))
			checkPage(t, lang+" "+name, lang, page)
			if _, err := html.Parse(strings.NewReader(page)); err != nil {
				t.Errorf("%s %s: %v", lang, name, err)
			}
		}
	}
	page := renderCard(t, worstCard())
	for _, text := range []string{han(60, 10), han(120, 30), han(120, 2), "5700000000", "5700000029", "另有 2 个预警", "没有列完"} {
		if !strings.Contains(page, text) {
			t.Errorf("the worst card lacks %q", text)
		}
	}
}

func TestTextOnACardIsEscaped(t *testing.T) {
	v, bad := sampleCard(), `"><script>alert(1)</script>`
	v.Name = bad
	w, g, c := &v.Card.Warnings[0], &v.Card.Goals[0], &v.Card.Contacts[0]
	w.Title, w.Todo, w.Body, w.Number, w.Signal = bad, bad, bad, bad, bad
	g.Name, g.Address, g.Hint.Text = bad, bad, bad
	v.Card.Avoid[0].Name, c.Title, c.Name, c.Phone = bad, bad, bad, bad
	v.Card.Policies[0].Title, v.Card.Policies[0].Plain = bad, bad
	if page := renderCard(t, v); strings.Contains(page, "<script") || strings.Contains(page, "ZgotmplZ") {
		t.Error("markup came through")
	}
}

func TestOtherPagesWarnAndLeadToTheCard(t *testing.T) {
	v := sampleView()
	v.Safety = &Safety{Village: "清湖一村", URL: "/Q/8F3K7QM2XD"}
	if page := render(t, v); !strings.Contains(page, `<a href="/Q/8F3K7QM2XD"><span lang="zh">清湖一村</span> 本村安全卡`) {
		t.Error("a place's page does not lead to the card")
	}
	v.Safety.Warnings = sampleCard().Card.Warnings
	page := render(t, v)
	if warning, name := strings.Index(page, "台风红色预警"), strings.Index(page, "<h1"); warning < 0 || warning > name {
		t.Error("a place's page does not warn above its name")
	}
	var out bytes.Buffer
	if err := RenderPlate(&out, Plate{Frame: v.Frame, Says: "示例路1号"}); err != nil || !strings.Contains(out.String(), "台风红色预警") {
		t.Errorf("a plate's page does not warn: %v", err)
	}
}

func TestTheCardIsStable(t *testing.T) {
	got := renderCard(t, sampleCard())
	path := filepath.Join("testdata", "card.html")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%s differs from what is rendered (%v); look at it and run with -update", path, err)
	}
}

// Formats whose arguments change places are easily written wrong in one language.
func TestTheCardSaysHowFarInBothLanguages(t *testing.T) {
	for lang, want := range map[string]string{"zh": "620", "en": "620 m north-east"} {
		v := sampleCard()
		v.Lang = lang
		if got := renderCard(t, v); !strings.Contains(got, want) || strings.Contains(got, "%!") {
			t.Errorf("%s: the card lacks %q, or says what no person wrote:\n%s", lang, want, got)
		}
	}
}

func TestTheCardsColoursHaveContrast(t *testing.T) {
	light := colours(villageStyle, "")
	dark := colours(villageStyle, regexp.MustCompile(`prefers-color-scheme:dark\)\{:root\{([^}]*)\}`).FindStringSubmatch(villageStyle)[1])
	for name, scheme := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, p := range [][2]string{{"on", "ok"}, {"bad", "paper"}} {
			if c := contrast(t, scheme[p[0]], scheme[p[1]]); c < 7 {
				t.Errorf("%s: %s on %s = %.1f, want 7", name, p[0], p[1], c)
			}
		}
	}
	for _, signal := range regexp.MustCompile(`\.(?:al|red|orange|yellow|blue)\{[^}]*background:(#\w+);color:(#\w+)`).FindAllStringSubmatch(villageStyle, -1) {
		if c := contrast(t, signal[2], signal[1]); c < 7 {
			t.Errorf("%s = %.1f, want 7", signal[0], c)
		}
	}
}

func TestAPolicyIsReadWhole(t *testing.T) {
	var out bytes.Buffer
	err := RenderPolicy(&out, Policy{Frame: Frame{Origin: "https://diming.example.cn"}, Title: "避灾转移补助", Plain: "转移的人每天有补助。", Body: "第一条\n第二条", Basis: "某办〔2026〕1号", Period: "自 2026 年 1 月 1 日"})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<title>避灾转移补助", ">避灾转移补助</h1>", "转移的人每天有补助。", "<p lang=\"zh\">第二条</p>", "某办〔2026〕1号", "自 2026 年 1 月 1 日"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the page lacks %q:\n%s", want, out.String())
		}
	}
}

func TestAnUnknownCodeInADisasterSaysWhatToDoAndWhomToCall(t *testing.T) {
	u := Unknown{Frame: Frame{Origin: "https://diming.example.cn"}, Input: "8F3K7QM2XC",
		Warnings: []card.Warning{{Hazard: "typhoon", Signal: "red", Title: "台风红色预警", Todo: "低洼处的人马上转移。"}},
		Contacts: []card.Contact{{Title: "应急管理局值班室", Phone: "0570-0000001"}}}
	var out bytes.Buffer
	if err := RenderUnknown(&out, u); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"台风红色预警", "低洼处的人马上转移。", "应急管理局值班室", `href="tel:05700000001"`, "119"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the page lacks %q:\n%s", want, out.String())
		}
	}
}
