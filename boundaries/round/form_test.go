package round_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"diming/boundaries/round"
)

func TestTheStandardFormIsSoundAndAsksForBuildingsAndOneSidedMarks(t *testing.T) {
	f := round.Standard()
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	read, err := round.ParseForm(text)
	if err != nil || !reflect.DeepEqual(read, f) {
		t.Errorf("the form does not read back: %v", err)
	}
	for _, word := range []string{"骑线建筑", "单面标志", "方位物", "跨界生产、建设", "地形或线状地物"} {
		if !strings.Contains(string(text), word) {
			t.Errorf("nobody asks for %s", word)
		}
	}
}

func TestAFormThatAPhoneCannotAskIsRefused(t *testing.T) {
	for what, spoil := range map[string]func(*round.Form){
		"no marker items":               func(f *round.Form) { f.Marker = nil },
		"an id twice":                   func(f *round.Form) { f.Marker[1].ID = f.Marker[0].ID },
		"an id of Han":                  func(f *round.Form) { f.Marker[0].ID = "界桩" },
		"no English label":              func(f *round.Form) { f.Segment[0].Label.EN = " " },
		"an unknown kind":               func(f *round.Form) { f.Segment[0].Kind = "photo" },
		"choices of a text":             func(f *round.Form) { f.Segment[0].Choices = f.Marker[0].Choices },
		"a single choice":               func(f *round.Form) { f.Marker[0].Choices = f.Marker[0].Choices[:1] },
		"a choice twice":                func(f *round.Form) { f.Marker[0].Choices[1].Value = f.Marker[0].Choices[0].Value },
		"a condition that is later":     func(f *round.Form) { f.Segment[0].When = &round.ItemWhen{Item: "dispute", Value: "yes"} },
		"a condition that is no answer": func(f *round.Form) { f.Segment[1].When = &round.ItemWhen{Item: "line_kept", Value: "maybe"} },
	} {
		f := round.Standard()
		spoil(&f)
		var fault *round.FormError
		if err := f.Check(); !errors.As(err, &fault) || fault.ZH == "" {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, text := range []string{``, `[]`, `{"marker":[],"extra":1}`, `{} {}`} {
		if _, err := round.ParseForm([]byte(text)); !errors.Is(err, round.ErrForm) {
			t.Errorf("ParseForm(%q) = %v", text, err)
		}
	}
}

func TestTheNearestFormHoldsUntilItIsTakenBack(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	own := round.Standard()
	own.Marker = own.Marker[:3]
	if _, err := w.tasks.SetForm(ctx, ours.Account, w.home, &own, "本县方案"); err != nil {
		t.Fatal(err)
	}
	task := w.task(t, w.fifth(t))
	held, err := w.tasks.FormOfTask(ctx, task)
	if err != nil || len(held.Form.Marker) != 3 || held.Basis != "本县方案" {
		t.Errorf("FormOfTask() = %+v, %v", held, err)
	}
	if held, err = w.tasks.FormOf(ctx, w.away); err != nil || held.Division != nil || len(held.Form.Marker) == 3 {
		t.Errorf("the neighbour's form: %+v, %v", held, err)
	}
	if _, err := w.tasks.SetForm(ctx, ours.Account, w.home, nil, "不再单独规定"); err != nil {
		t.Fatal(err)
	}
	if held, err = w.tasks.FormOf(ctx, w.home); err != nil || held.Division != nil {
		t.Errorf("after it was taken back: %+v, %v", held, err)
	}
}
