package card

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"diming/shelters/event"
)

func TestTheAdviceFollowsWhatWasSaidOfTheFirstGoal(t *testing.T) {
	for _, test := range []struct {
		what   string
		change func(*Facts)
		want   Advice
	}{
		{"in peace", func(*Facts) {}, WhenTold},
		{"warned, nothing said to be open", func(f *Facts) { warn(f, "typhoon", "red", id(1)) }, CallFirst},
		{"warned, one open", func(f *Facts) { warn(f, "typhoon", "red", id(1)); f.Shelters[2].State = Open }, GoNow},
		{"warned, all full", func(f *Facts) {
			warn(f, "typhoon", "red", id(1))
			for i := range f.Shelters {
				f.Shelters[i].State = Full
			}
		}, Nowhere},
	} {
		f := sample()
		test.change(f)
		if got := compose(t, f).Advice(); got != test.want {
			t.Errorf("%s: %q, want %q", test.what, got, test.want)
		}
	}
}

func TestTheNumberToCallAnswersAtThatHour(t *testing.T) {
	day, evening := now, now.Add(14*time.Hour) // 14:05 and 04:05 in China
	for _, test := range []struct {
		what   string
		at     time.Time
		change func(*Facts)
		want   string
		sure   bool
	}{
		{"by day the village's own", day, func(*Facts) {}, "0570-0000002", true},
		{"by night the one that answers then", evening, func(*Facts) {}, "0570-0000001", true},
		{"by night nobody said so of any", evening, func(f *Facts) { f.Contacts[0].Night = false }, "0570-0000002", false},
		{"there is none", day, func(f *Facts) { f.Contacts = nil }, "", false},
	} {
		f := sample()
		test.change(f)
		if got, sure := compose(t, f).CallNow(test.at); got.Phone != test.want || sure != test.sure {
			t.Errorf("%s: %q, sure %t; want %q, %t", test.what, got.Phone, sure, test.want, test.sure)
		}
	}
}

// TestAnAudienceHasWhatItsCardShows has the own hall full, the next one standing by
// and one farther off closed, to which nobody comes on the way to the first goal.
func TestAnAudienceHasWhatItsCardShows(t *testing.T) {
	f := sample()
	f.Shelters[0].State, f.Shelters[2].State = Full, Closed
	f.Hints = []Hint{{Village: id(3), Shelter: id(12), Text: "过桥"}}
	warn(f, "typhoon", "red", id(1))
	c := compose(t, f)
	got := c.Audience(now.Add(14 * time.Hour))
	if len(got.Goals) != 1 || got.Goals[0].Name != "中间" || got.Goals[0].Open || got.Goals[0].Hint != "过桥" || got.Goals[0].Direction != "东" {
		t.Errorf("the village goes to %+v", got.Goals)
	}
	if want := []event.Avoided{{Name: "近处", Why: "已满"}}; !slices.Equal(got.Avoid, want) {
		t.Errorf("to avoid is %+v, want %+v", got.Avoid, want)
	}
	got.Goals, got.Avoid = nil, nil
	if diff := cmp.Diff(event.Audience{Village: "清湖一村", Phone: "0570-0000001"}, got); diff != "" {
		t.Errorf("audience (-want, +got):\n%s", diff)
	}
}
