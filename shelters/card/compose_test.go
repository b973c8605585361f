package card

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"diming/internal/version"
	"diming/shelters"
)

var (
	now   = time.Date(2026, 11, 27, 6, 5, 0, 0, time.UTC)
	point = orb.Point{118.60, 28.68}
)

func id(n int) uuid.UUID { return uuid.MustParse(fmt.Sprintf("01990000-0000-7000-8000-%012x", n)) }

// sample is a county with a town and two villages, three shelters around the
// first one, and a number at each level.
func sample() *Facts {
	at := func(lon, lat float64) *orb.Point { return &orb.Point{lon, lat} }
	shelter := func(n int, name string, lon float64) Shelter {
		return Shelter{ID: id(n), Name: name, Point: orb.Point{lon, 28.68}, Suits: []string{"typhoon", "flood"}, Capacity: 100, State: Standby}
	}
	return &Facts{
		At: now,
		Divisions: []Division{
			{ID: id(1), Code: "330881", Name: "江山市", Level: 3}, {ID: id(2), Parent: id(1), Code: "330881003", Name: "清湖街道", Level: 4},
			{ID: id(3), Parent: id(2), Code: "330881003201", Name: "清湖一村", Level: 5, Point: at(118.60, 28.68)},
			{ID: id(4), Parent: id(2), Code: "330881003202", Name: "清湖二村", Level: 5, Point: at(118.70, 28.68)},
		},
		Shelters: []Shelter{shelter(11, "近处", 118.601), shelter(12, "中间", 118.602), shelter(13, "远处", 118.603)},
		Contacts: []Contact{
			{ID: id(21), Division: id(1), Role: EmergencyOffice, Title: "应急管理局值班室", Phone: "0570-0000001", Night: true},
			{ID: id(22), Division: id(3), Role: InformationOfficer, Title: "灾害信息员", Name: "示例甲", Phone: "0570-0000002"},
			{ID: id(23), Division: id(4), Role: InformationOfficer, Title: "灾害信息员", Phone: "0570-0000003"},
		},
	}
}

func warn(f *Facts, hazard, signal string, areas ...uuid.UUID) {
	f.Warnings = append(f.Warnings, Warning{Event: id(100 + len(f.Warnings)), Hazard: hazard, Signal: signal, Title: "预警", Todo: "请转移", Body: "示例", Issued: now.Add(-time.Hour), Until: now.Add(time.Hour), Areas: areas})
}

func compose(t *testing.T, f *Facts) Card {
	t.Helper()
	c, ok := Compose(f, "330881003201", nil, now)
	if !ok {
		t.Fatal("the village has no card")
	}
	return c
}

func names(goals []Goal) string {
	text := ""
	for _, g := range goals {
		text += g.Name + string(g.Why) + " "
	}
	return text
}

func TestGoalsComeOpenThenAssignedThenNear(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Facts)
		want   string
		avoid  string
	}{
		{"with no plan by distance", func(*Facts) {}, "近处 中间 远处 ", ""},
		{"what the plan assigns comes first", func(f *Facts) {
			f.Assignments = []Assignment{{Village: id(3), Shelter: id(13), Hazard: "typhoon", Places: 10}}
		}, "远处 近处 中间 ", ""},
		{"what is open comes before the plan", func(f *Facts) {
			f.Assignments = []Assignment{{Village: id(3), Shelter: id(13), Hazard: "typhoon", Places: 10}}
			f.Shelters[1].State = Open
		}, "中间 远处 近处 ", ""},
		{"what is open and far comes after what stands by and is near", func(f *Facts) {
			f.Shelters[2].State, f.Shelters[2].Point = Open, orb.Point{118.68, 28.68}
		}, "近处 中间 远处 ", ""},
		{"another hazard's plan does not count in a warning", func(f *Facts) {
			f.Assignments = []Assignment{{Village: id(3), Shelter: id(13), Hazard: "flood", Places: 10}}
			warn(f, "typhoon", "red", id(1))
		}, "近处 中间 远处 ", ""},
		{"full ones are named so that nobody goes", func(f *Facts) { f.Shelters[0].State = Full }, "中间 远处 ", "近处full "},
		{"counted to the last place is full", func(f *Facts) {
			people := 100
			f.Shelters[0].State, f.Shelters[0].People = Open, &people
		}, "中间 远处 ", "近处full "},
		{"not for what is warned of", func(f *Facts) {
			f.Shelters[0].Suits = []string{"typhoon"}
			warn(f, "flood", "blue", id(3))
		}, "中间 远处 ", "近处unfit "},
		{"found unsafe", func(f *Facts) { f.Shelters[0].Appraisal = Failed }, "中间 远处 ", "近处failed "},
		{"beyond a river", func(f *Facts) {
			f.Barriers = []Barrier{{Name: "江", Hazards: []string{"flood"}, Line: orb.LineString{{118.6015, 28.6}, {118.6015, 28.7}}}}
			warn(f, "flood", "blue", id(3))
		}, "近处 ", ""},
		{"a river that typhoons leave passable", func(f *Facts) {
			f.Barriers = []Barrier{{Name: "江", Hazards: []string{"flood"}, Line: orb.LineString{{118.6015, 28.6}, {118.6015, 28.7}}}}
			warn(f, "typhoon", "blue", id(3))
		}, "近处 中间 远处 ", ""},
		{"assigned and closed is named though far", func(f *Facts) {
			f.Assignments = []Assignment{{Village: id(3), Shelter: id(13), Hazard: "typhoon", Places: 10}}
			f.Shelters[2].State = Closed
		}, "近处 中间 ", "远处closed "},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := sample()
			test.change(f)
			c := compose(t, f)
			if got := names(c.Goals); got != test.want {
				t.Errorf("goals = %q, want %q", got, test.want)
			}
			if got := names(c.Avoid); got != test.avoid {
				t.Errorf("to avoid = %q, want %q", got, test.avoid)
			}
		})
	}
}

func TestOnlyWarningsThatGoOnForTheVillageAreShown(t *testing.T) {
	f := sample()
	warn(f, "typhoon", "blue", id(1))
	warn(f, "flood", "red", id(3))
	warn(f, "fire", "red", id(4)) // of the other village
	warn(f, "cold", "red", id(3))
	f.Warnings[3].Until = now
	warn(f, "landslide", "red", id(3))
	f.Warnings[4].Ended = now
	warn(f, "earthquake", "red", id(3))
	f.Warnings[5].Started = now.Add(time.Second)
	if got := compose(t, f).Hazards(); !slices.Equal(got, []string{"flood", "typhoon"}) {
		t.Errorf("warned of %v, want the flood in red and then the typhoon", got)
	}
}

func TestAKeeperIsWarnedOfWhatConcernsTheShelters(t *testing.T) {
	f := sample()
	warn(f, "typhoon", "blue", id(1))
	warn(f, "flood", "red", id(3))
	warn(f, "fire", "red", id(4))
	for _, test := range []struct {
		name      string
		divisions []uuid.UUID
		want      []string
	}{
		{"a village, what holds it, not its neighbour", []uuid.UUID{id(3)}, []string{"flood", "typhoon"}},
		{"a town, of whose villages each sends people", []uuid.UUID{id(2)}, []string{"flood", "fire", "typhoon"}},
		{"nothing kept", nil, nil},
	} {
		var got []string
		for _, w := range f.Over(test.divisions, now) {
			got = append(got, w.Hazard)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestACodeThatLeadsNowhereSaysWhatGoesOnAndWhomToCall(t *testing.T) {
	f := sample()
	warn(f, "typhoon", "blue", id(4))
	warn(f, "flood", "red", id(3))
	warn(f, "cold", "red", id(3))
	f.Warnings[2].Ended = now
	warnings, contacts := f.Anywhere(now)
	if len(warnings) != 2 || warnings[0].Hazard != "flood" || warnings[1].Hazard != "typhoon" {
		t.Errorf("warnings = %+v, want the flood in red and the typhoon of the other village", warnings)
	}
	if len(contacts) != 1 || contacts[0].Role != EmergencyOffice {
		t.Errorf("contacts = %+v, want the county alone", contacts)
	}
}

func TestAContactThatIsWrongOrOfAnotherVillageIsNotShown(t *testing.T) {
	f := sample()
	c := compose(t, f)
	if len(c.Contacts) != 2 || c.Contacts[0].Title != "灾害信息员" || c.Contacts[0].Division != id(3) {
		t.Errorf("contacts = %+v, want the village's own officer and the county", c.Contacts)
	}
	f.Contacts[1].Result = WrongNumber
	if c = compose(t, f); len(c.Contacts) != 1 || c.Contacts[0].Role != EmergencyOffice {
		t.Errorf("contacts = %+v, want the county alone", c.Contacts)
	}
}

func TestPlacesLeftAreALowerBound(t *testing.T) {
	n := func(i int) *int { return &i }
	for _, test := range []struct {
		s    Shelter
		want *int
	}{
		{Shelter{Capacity: 99, State: Standby}, n(99)},
		{Shelter{Capacity: 99, State: Open}, nil},
		{Shelter{Capacity: 99, State: Open, People: n(40)}, n(59)},
		{Shelter{Capacity: 99, State: Open, People: n(140)}, n(0)},
		{Shelter{Capacity: 99, State: Open, Step: "lt30"}, n(69)},
		{Shelter{Capacity: 99, State: Open, Step: "ge80"}, n(0)},
	} {
		if got := test.s.Left(); (got == nil) != (test.want == nil) || got != nil && *got != *test.want {
			t.Errorf("places left in %+v = %v, want %v", test.s, got, test.want)
		}
	}
}

func TestDirectionsAreOfEightWinds(t *testing.T) {
	for want, to := range map[Direction]orb.Point{"n": {118.60, 28.70}, "ne": {118.62, 28.70}, "e": {118.62, 28.68}, "sw": {118.58, 28.66}, "nw": {118.58, 28.70}, "": point} {
		if got := directionOf(point, to); got != want {
			t.Errorf("direction to %v = %q, want %q", to, got, want)
		}
	}
}

// facts are random ones of a village among others.
func randomFacts(t *rapid.T) *Facts {
	f := sample()
	hazards := []string{"typhoon", "flood", "landslide"}
	some := rapid.SliceOfDistinct(rapid.SampledFrom(hazards), rapid.ID[string])
	near := rapid.Custom(func(t *rapid.T) orb.Point {
		return orb.Point{rapid.Float64Range(118.5, 118.7).Draw(t, "lon"), rapid.Float64Range(28.6, 28.8).Draw(t, "lat")}
	})
	f.Shelters = nil
	for i := range rapid.IntRange(0, 12).Draw(t, "shelters") {
		s := Shelter{ID: id(1000 + i), Name: fmt.Sprint(i), Point: near.Draw(t, "point"), Capacity: rapid.IntRange(1, 60).Draw(t, "capacity"),
			State: rapid.SampledFrom([]State{Standby, Open, Full, Closed}).Draw(t, "state"), Step: rapid.SampledFrom([]string{"", "lt30", "ge80"}).Draw(t, "step"),
			Appraisal: rapid.SampledFrom([]Appraisal{NotAppraised, Passed, Failed}).Draw(t, "appraisal")}
		s.Suits = some.Draw(t, "suits")
		for _, h := range hazards {
			if !slices.Contains(s.Suits, h) && rapid.Bool().Draw(t, "unfit") {
				s.Unfit = append(s.Unfit, h)
			}
		}
		if rapid.Bool().Draw(t, "counted") {
			people := rapid.IntRange(0, 70).Draw(t, "people")
			s.People, s.Step = &people, ""
		}
		f.Shelters = append(f.Shelters, s)
		if rapid.Bool().Draw(t, "assigned") {
			f.Assignments = append(f.Assignments, Assignment{Village: id(rapid.IntRange(3, 4).Draw(t, "village")), Shelter: s.ID, Hazard: rapid.SampledFrom(hazards).Draw(t, "planned for"), Places: 1})
		}
	}
	for range rapid.IntRange(0, 3).Draw(t, "warnings") {
		warn(f, rapid.SampledFrom(hazards).Draw(t, "hazard"), "red", id(rapid.IntRange(1, 4).Draw(t, "area")))
		f.Warnings[len(f.Warnings)-1].Until = now.Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "until")) * time.Minute)
	}
	for range rapid.IntRange(0, 2).Draw(t, "barriers") {
		f.Barriers = append(f.Barriers, Barrier{Hazards: some.Draw(t, "barred"), Line: orb.LineString{near.Draw(t, "a"), near.Draw(t, "b")}})
	}
	for i := range f.Contacts {
		f.Contacts[i].Result = rapid.SampledFrom([]Result{"", Answered, NoAnswer, WrongNumber}).Draw(t, "trial")
	}
	return f
}

func TestNobodyIsSentWhereTheyMustNotGo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := randomFacts(t)
		c, ok := Compose(f, "330881003201", nil, now)
		if !ok {
			t.Fatal("no card")
		}
		for _, w := range c.Warnings {
			if !now.Before(w.Until) {
				t.Fatalf("a warning that ended at %v is shown", w.Until)
			}
		}
		for i, g := range c.Goals {
			switch {
			case g.State == Full, g.State == Closed, g.Appraisal == Failed, g.People != nil && *g.People >= g.Capacity:
				t.Fatalf("sent to %+v", g)
			}
			for _, h := range c.Hazards() {
				if !slices.Contains(g.Suits, h) || slices.Contains(g.Unfit, h) {
					t.Fatalf("sent to %s, which is not for %s", g.Name, h)
				}
				for _, b := range f.Barriers {
					if slices.Contains(b.Hazards, h) && crosses(b.Line, *c.From, g.Point) {
						t.Fatalf("sent across a barrier to %s", g.Name)
					}
				}
			}
			if i == 0 {
				continue
			}
			before := c.Goals[i-1]
			if rank(before) > rank(g) || rank(before) == rank(g) && before.DistanceM > g.DistanceM {
				t.Fatalf("%s (rank %d, %.0f m) stands before %s (rank %d, %.0f m)", before.Name, rank(before), before.DistanceM, g.Name, rank(g), g.DistanceM)
			}
		}
		for _, g := range c.Avoid {
			if g.Why == WhyNot {
				t.Fatalf("%s is to be avoided for no reason", g.Name)
			}
		}
		if len(c.Numbers()) == 0 {
			t.Fatal("nobody to call")
		}
	})
}

// rank is the order that is promised: within five kilometres before those
// beyond, and in each open and assigned, open, assigned, others.
func rank(g Goal) int {
	n := 0
	if g.DistanceM > 5000 {
		n = 4
	}
	if g.State != Open {
		n += 2
	}
	if !g.Assigned {
		n++
	}
	return n
}

func TestACardIsForVillagesAlone(t *testing.T) {
	for _, code := range []string{"", "330881", "330881003", "999999999999"} {
		if _, ok := Compose(sample(), code, nil, now); ok {
			t.Errorf("code %q has a card", code)
		}
	}
}

func TestPoliciesHoldOnTheirDays(t *testing.T) {
	f := sample()
	day := version.Day(2026, 11, 27) // in China at the moment
	f.Policies = []Policy{
		{ID: id(31), Division: id(1), Title: "今天起", Valid: version.Span{From: day}, Rank: 2},
		{ID: id(32), Division: id(1), Title: "到今天为止", Valid: version.Span{To: day}},
		{ID: id(33), Division: id(4), Title: "别村"}, {ID: id(34), Division: id(3), Title: "本村", Rank: 1},
	}
	c := compose(t, f)
	if len(c.Policies) != 2 || c.Policies[0].Title != "本村" || c.Policies[1].Title != "今天起" {
		t.Errorf("policies = %+v", c.Policies)
	}
}

func TestFactsComeBackFromAFile(t *testing.T) {
	f := sample()
	f.Hints = []Hint{{Village: id(3), Shelter: id(11), Text: "出门向东", Day: version.Day(2026, 3, 1)}}
	f.Policies = []Policy{{ID: id(31), Division: id(1), Title: "一", Valid: version.Span{From: version.Day(2026, 1, 1)}}}
	warn(f, "typhoon", "red", id(1))
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	var back Facts
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(compose(t, f), compose(t, &back), cmp.Comparer(func(a, b version.Date) bool { return a == b })); diff != "" {
		t.Errorf("the card of facts from a file (-want, +got):\n%s", diff)
	}
}

func BenchmarkCompose(b *testing.B) {
	f := sample()
	for i := range 330 {
		f.Divisions = append(f.Divisions, Division{ID: id(5000 + i), Parent: id(2), Code: fmt.Sprint(i), Level: 5})
		s := f.Shelters[0]
		s.ID, s.Point = id(6000+i), orb.Point{118.5 + float64(i)/2000, 28.7}
		f.Shelters = append(f.Shelters, s)
		f.Assignments = append(f.Assignments, Assignment{Village: id(5000 + i), Shelter: s.ID, Hazard: "typhoon"})
		f.Hints = append(f.Hints, Hint{Village: id(5000 + i), Shelter: s.ID, Text: "x"})
	}
	for b.Loop() {
		Compose(f, "330881003201", nil, now)
	}
}

func TestCoverageSaysWhatIsMissing(t *testing.T) {
	f := sample()
	in := func(d Division) bool { return f.Below(d, []uuid.UUID{id(2)}) }
	const trialDays = 30
	limits := map[uuid.UUID]shelters.Limits{id(3): {TrialDays: trialDays}}
	gaps := func() []Gap {
		return Coverage(f, in, OnWalls{Plates: map[uuid.UUID]bool{id(3): true}, Papers: map[uuid.UUID]bool{id(3): true}}, limits, now)[0].Gaps
	}
	if got := gaps(); !slices.Equal(got, []Gap{NoAssignment, NoPeople, Untried, NoHint}) {
		t.Errorf("gaps = %v", got)
	}
	f.Assignments = []Assignment{{Village: id(3), Shelter: id(11), Hazard: "typhoon"}}
	f.People = []People{{Village: id(3), People: 3}}
	f.Hints = []Hint{{Village: id(3), Shelter: id(11), Text: "向东"}}
	f.Contacts[0].Result, f.Contacts[0].Tried = Answered, now.AddDate(0, 0, -trialDays+1)
	if got := gaps(); len(got) != 0 {
		t.Errorf("gaps = %v, want none", got)
	}
	f.Contacts[0].Tried = now.AddDate(0, 0, -trialDays-1)
	if got := gaps(); !slices.Equal(got, []Gap{Untried}) {
		t.Errorf("gaps = %v, want a number that was not tried", got)
	}
	if got := Coverage(f, func(d Division) bool { return f.Below(d, []uuid.UUID{id(4)}) }, OnWalls{}, nil, now); len(got) != 1 || got[0].Village.ID != id(4) || !slices.Contains(got[0].Gaps, NoPlate) || !slices.Contains(got[0].Gaps, NoPaper) {
		t.Errorf("coverage of one village = %+v", got)
	}
}
