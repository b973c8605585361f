package poster

import (
	"bytes"
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/internal/glyph"
	"diming/internal/typeset"
	"diming/internal/version"
	"diming/shelters/card"
)

var library typeset.Library

func fonts(t *testing.T) typeset.Fonts {
	t.Helper()
	f, err := library.Fonts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// little is a village with one shelter and nothing written; much has all that a
// page must hold.
func little() Poster {
	point := orb.Point{118.60, 28.68}
	return Poster{
		Content: Content{Village: "清湖一村", Above: "浙江省衢州市江山市清湖街道", Address: "https://diming.example.cn/Q/0123456789",
			Goals:    []Goal{{Name: "示例·清湖一村文化礼堂", Where: "东北方向，直线距离约 300 米", Holds: 80, Suits: "台风、洪水", At: orb.Point{118.603, 28.682}}},
			Contacts: []Contact{{Title: "村委会值班室", Phone: "0570-000-0001"}}},
		Code: make([][]bool, 29), Number: 1, Day: version.Day(2026, time.November, 27), Demo: true,
		Outline: Drawing{Point: &point, Area: orb.MultiPolygon{{{{118.59, 28.67}, {118.62, 28.672}, {118.615, 28.69}, {118.598, 28.695}, {118.59, 28.67}}}}},
	}
}

func much() Poster {
	p := little()
	way := strings.Repeat("出村口沿大路向东走，过了石桥不要下河滩，", 6)
	way = string([]rune(way)[:120])
	p.Goals = nil
	for i, at := range []orb.Point{{118.603, 28.682}, {118.61, 28.70}, {118.58, 28.66}} {
		p.Goals = append(p.Goals, Goal{Name: "示例·清湖街道第" + string("一二三"[i*3:i*3+3]) + "中心小学体育馆避灾安置场所", Address: "清湖街道示例路 18 号", Where: "西南偏南方向，直线距离约 12.3 公里",
			Way: way, WayFrom: "清湖一村 2026年11月1日写", Holds: 1200, Suits: "台风、洪水、山体滑坡、地震、火灾、低温", Unfit: "山体滑坡", Accessible: "有无障碍通道", Phone: "0570-000-0009", At: at})
	}
	p.Else = []string{"地震、山体滑坡时上面的都不能去：去示例·清湖街道第一中心小学操场避灾安置场所，西南偏南方向，直线距离约 12.3 公里。"}
	p.Contacts = nil
	for _, title := range []string{"灾害信息员", "村委会值班室", "清湖街道值班室", "江山市应急管理局值班室", "卫生院"} {
		p.Contacts = append(p.Contacts, Contact{Title: title, Name: "示例甲", Phone: "0570-000-0001", Night: true})
	}
	return p
}

func TestAPaperOfMuchAndOfLittleFitsOnePageInBothSizes(t *testing.T) {
	f := fonts(t)
	for name, p := range map[string]Poster{"little": little(), "much": much()} {
		for _, paper := range []Paper{A4, A3} {
			var out bytes.Buffer
			if err := PDF(&out, f, paper, p); err != nil {
				t.Fatalf("%s on %s: %v", name, paper, err)
			}
			if pages := bytes.Count(out.Bytes(), []byte("/Type /Page\n")); pages != 1 {
				t.Errorf("%s on %s: %d pages, want 1", name, paper, pages)
			}
			var again bytes.Buffer
			if err := PDF(&again, f, paper, p); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
				t.Errorf("%s on %s: other bytes the second time, %v", name, paper, err)
			}
			if dir := os.Getenv("POSTERS"); dir != "" { // for a look
				if err := os.WriteFile(dir+"/"+name+"-"+string(paper)+".pdf", out.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestMoreThanAPageHoldsIsAnError(t *testing.T) {
	p := much()
	for range 3 {
		p.Goals = append(p.Goals, p.Goals[0], p.Goals[1])
	}
	var out bytes.Buffer
	if err := PDF(&out, fonts(t), A4, p); !errors.Is(err, ErrTooMuch) || out.Len() > 0 {
		t.Errorf("PDF() = %v and %d bytes, want ErrTooMuch and none", err, out.Len())
	}
}

func TestACharacterThatNoFontHoldsLeavesNoPaper(t *testing.T) {
	p := little()
	p.Goals[0].Way = "过\U000e0ffd桥"
	var out bytes.Buffer
	var missing *glyph.MissingError
	if err := PDF(&out, fonts(t), A4, p); !errors.As(err, &missing) || out.Len() > 0 {
		t.Errorf("PDF() = %v and %d bytes, want the character named and none", err, out.Len())
	}
}

// TestADigestChangesWithWhatThePaperSaysAndNotWithItsDay holds for each thing
// that a person reads.
func TestADigestChangesWithWhatThePaperSaysAndNotWithItsDay(t *testing.T) {
	digest := func(p Poster) string {
		d, err := p.Digest()
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	before := digest(much())
	later := much()
	later.Day, later.Number = version.Day(2027, time.January, 1), 9
	if digest(later) != before {
		t.Error("the day or the number changes the digest")
	}
	for name, change := range map[string]func(*Poster){
		"name":  func(p *Poster) { p.Goals[0].Name += "二" },
		"way":   func(p *Poster) { p.Goals[0].Way = "" },
		"holds": func(p *Poster) { p.Goals[0].Holds-- },
		"order": func(p *Poster) { p.Goals[0], p.Goals[1] = p.Goals[1], p.Goals[0] },
		"phone": func(p *Poster) { p.Contacts[0].Desk = "0570-000-0002" },
		"night": func(p *Poster) { p.Contacts[0].Night = false },
		"code":  func(p *Poster) { p.Address += "X" },
	} {
		p := much()
		change(&p)
		if digest(p) == before {
			t.Errorf("%s changes and the digest does not", name)
		}
	}
	moved := little().Outline
	moved.Area[0][0][0][0] += 0.001
	if moved.Digest() == little().Outline.Digest() {
		t.Error("a corner moved by a hundred metres does not change the shape")
	}
}

func TestNoNameAndNoPrivateNumberEntersADigest(t *testing.T) {
	of := func(name, phone string, tag int64) string {
		c := card.Card{Contacts: []card.Contact{{Title: "灾害信息员", Name: name, Phone: phone, Tag: tag}}}
		d, err := Of(c, "", "", Drawing{}).Digest()
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	if of("示例甲", "139", 1) != of("示例乙", "138", 1) {
		t.Error("a name or a number of a person changes the digest by itself")
	}
	if of("示例甲", "139", 1) == of("示例乙", "138", 2) {
		t.Error("somebody else is named and the digest is the same")
	}
	if of("", "0570-1", 1) == of("", "0570-2", 1) {
		t.Error("a desk has another number and the digest is the same")
	}
}

func TestAPaperSaysWhereToGoWhenNoneOfItsSheltersWillDo(t *testing.T) {
	now := time.Date(2026, 11, 27, 6, 0, 0, 0, time.UTC)
	village, hall, square := uuid.New(), uuid.New(), uuid.New()
	at := orb.Point{118.6, 28.68}
	f := card.Facts{
		Divisions: []card.Division{{ID: village, Code: "330881003201", Name: "清湖一村", Level: 5, Point: &at}},
		Shelters:  []card.Shelter{{ID: hall, Name: "礼堂", Point: orb.Point{118.601, 28.68}, Suits: []string{"typhoon"}, Unfit: []string{"earthquake"}, Capacity: 50, State: card.Standby}},
	}
	says := func() []string {
		k := Stack{Facts: Calm(f), At: now}
		c, ok := card.Compose(k.Facts, "330881003201", nil, now)
		if !ok {
			t.Fatal("no card")
		}
		return k.elsewhere(c)
	}
	if got := says(); !slices.Equal(got, []string{"地震时上面的都不能去：听村干部指挥。"}) {
		t.Errorf("with the hall alone: %q", got)
	}
	f.Shelters = append(f.Shelters, card.Shelter{ID: square, Name: "广场", Point: orb.Point{118.61, 28.68}, Suits: []string{"earthquake"}, Unfit: []string{"typhoon"}, Capacity: 500, State: card.Standby})
	if got := says(); len(got) != 0 {
		t.Errorf("with a square on the paper itself: %q", got)
	}
	for i := range 3 { // nearer halls leave no room for the square
		f.Shelters = append(f.Shelters, card.Shelter{ID: uuid.New(), Name: "礼堂", Point: orb.Point{118.602 + float64(i)/1000, 28.68}, Suits: []string{"typhoon"}, Unfit: []string{"earthquake"}, Capacity: 50, State: card.Standby})
	}
	if got := says(); !slices.Equal(got, []string{"地震时上面的都不能去：去广场，东方向，直线距离约 1000 米。"}) {
		t.Errorf("with a square further off: %q", got)
	}
}

func TestAPaperIsTheSameInATyphoonAsBefore(t *testing.T) {
	now := time.Date(2026, 11, 27, 6, 0, 0, 0, time.UTC)
	village, school, hall := uuid.New(), uuid.New(), uuid.New()
	at := orb.Point{118.6, 28.68}
	f := card.Facts{
		Divisions: []card.Division{{ID: village, Code: "330881003201", Name: "清湖一村", Level: 5, Point: &at}},
		Shelters: []card.Shelter{{ID: school, Name: "学校", Point: orb.Point{118.61, 28.68}, Suits: []string{"typhoon"}, Capacity: 100, State: card.Standby},
			{ID: hall, Name: "礼堂", Point: orb.Point{118.601, 28.68}, Suits: []string{"typhoon", "flood"}, Capacity: 50, State: card.Standby}},
		Hints: []card.Hint{{Village: village, Shelter: hall, Text: "沿大路走", Day: version.Day(2026, time.November, 1), By: 5}},
	}
	paper := func(f card.Facts) Content {
		c, ok := card.Compose(Calm(f), "330881003201", nil, now)
		if !ok {
			t.Fatal("no card")
		}
		return Of(c, "https://diming.example.cn/Q/0", "", Drawing{})
	}
	before := paper(f)
	if len(before.Goals) != 2 || before.Goals[0].Name != "礼堂" || before.Goals[0].Where != "东方向，直线距离约 100 米" || before.Goals[0].WayFrom != "村干部 2026年11月1日写" || before.Goals[0].Suits != "台风、洪涝" || before.Goals[1].Way != "" {
		t.Errorf("goals = %+v", before.Goals)
	}
	storm := f
	storm.Shelters = slices.Clone(f.Shelters)
	storm.Shelters[1].State = card.Full
	storm.Warnings = []card.Warning{{Hazard: "typhoon", Signal: "red", Areas: []uuid.UUID{village}, Until: now.Add(time.Hour)}}
	if diff := cmp.Diff(before, paper(storm)); diff != "" {
		t.Errorf("the paper changes in a typhoon (-before +in it):\n%s", diff)
	}
	if f.Shelters[0].State != card.Standby || storm.Shelters[1].State != card.Full {
		t.Error("the facts themselves were changed")
	}
}

func TestTheNameOfAVillageLiesOverNoShelterOfItsMap(t *testing.T) {
	b := box{side, 100, mapWide, leastMap}
	for _, wide := range []float64{8, 16, 31} { // of two, four and eight characters
		for _, metres := range []float64{0, 30, 60, 120, 250, 500} {
			for direction := range 16 {
				p := much()
				at, angle := *p.Outline.Point, float64(direction)*math.Pi/8
				p.Goals[0].At = orb.Point{at[0] + metres/97_800*math.Sin(angle), at[1] + metres/110_900*math.Cos(angle)}
				g, ok := groundOf(p, b)
				if !ok {
					t.Fatal("no ground")
				}
				label := g.labelOf(p, wide)
				if out := label.outside(b); out > 1e-9 {
					t.Errorf("%g mm wide, shelter %g m at %d: %.1f mm² of the name lie outside the map", wide, metres, direction, out)
				}
				for i, mark := range g.goalMarks(p) {
					if over := label.shared(mark); over > 0 {
						t.Errorf("%g mm wide, shelter %g m at %d: %.1f mm² of the name lie over shelter %d", wide, metres, direction, over, i+1)
					}
				}
			}
		}
	}
}
