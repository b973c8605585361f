package plate_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs/artwork"
	"diming/signs/plate"
)

// found is the plate that hangs at w.house, with an old code.
func (w *street) found(says, code string) plate.Found {
	return plate.Found{Kind: artwork.DoorSmall, Target: plate.Target{Address: w.house}, Says: plate.Words{Name: says, Number: "12-1号"}, Seen: today, Code: code}
}

func TestAPlateThatHangsIsEnteredWithWhatItSays(t *testing.T) {
	w := newStreet(t)
	ids, err := w.plates.EnterFound(t.Context(), ledger.Console, []plate.Found{w.found("江城路", "http://old.example/m?id=7"), w.found("江城北路", "HTTPS://Old.Example:8443/a%20b")}, "普查", today)
	if err != nil {
		t.Fatal(err)
	}
	p, err := w.plates.ByID(t.Context(), ids[0])
	if err != nil || p.State != plate.InUse || p.Name != "江城路" || p.Token == "" {
		t.Errorf("the plate is %+v, %v", p, err)
	}
	wrong, _, err := w.plates.Reprints(t.Context(), plate.Filter{County: county, Limit: 10}, today)
	if err != nil || len(wrong) != 1 || wrong[0].ID != ids[0] || wrong[0].Now.Name != "江城北路" {
		t.Errorf("to be printed again: %+v, %v, want the one that says 江城路", wrong, err)
	}
	for _, asked := range []struct {
		host, request string
		want          uuid.UUID
	}{{"old.example", "/m?id=7", ids[0]}, {"inner.proxy", "/m?id=7", ids[0]}, {"old.example", "/a%20b", ids[1]}} {
		token, err := w.plates.ByRequest(t.Context(), asked.host, asked.request)
		if err != nil {
			t.Errorf("asked for %s of %s: %v", asked.request, asked.host, err)
			continue
		}
		if led, err := w.plates.ByToken(t.Context(), token); err != nil || led.ID != asked.want {
			t.Errorf("asked for %s of %s: plate %s, %v, want %s", asked.request, asked.host, led.ID, err, asked.want)
		}
	}
	if p, err := w.plates.ByCode(t.Context(), "http://old.example/m?id=7"); err != nil || p.ID != ids[0] {
		t.Errorf("by its text: %s, %v", p.ID, err)
	}
	foreign, _, err := w.plates.Foreign(t.Context(), county, []string{"elsewhere.example"}, uuid.Nil, 10)
	if err != nil || len(foreign) != 2 {
		t.Errorf("foreign codes: %d, %v, want both", len(foreign), err)
	}
	if foreign, _, err = w.plates.Foreign(t.Context(), county, []string{"old.example"}, uuid.Nil, 10); err != nil || len(foreign) != 0 {
		t.Errorf("foreign codes of a host that is pointed here: %d, %v, want none", len(foreign), err)
	}
}

func TestACodeOfTwoHostsIsNoOnes(t *testing.T) {
	w := newStreet(t)
	if _, err := w.plates.EnterFound(t.Context(), ledger.Console, []plate.Found{w.found("江城路", "http://a.example/1"), w.found("江城路", "http://b.example/1")}, "普查", today); err != nil {
		t.Fatal(err)
	}
	if _, err := w.plates.ByRequest(t.Context(), "c.example", "/1"); !errors.Is(err, plate.ErrNotFound) {
		t.Errorf("a request that two hosts had: %v, want ErrNotFound", err)
	}
	if _, err := w.plates.ByRequest(t.Context(), "b.example", "/1"); err != nil {
		t.Errorf("the same with its host: %v", err)
	}
	if _, err := w.plates.ByRequest(t.Context(), "a.example", ""); !errors.Is(err, plate.ErrNotFound) {
		t.Errorf("an empty request: %v, want ErrNotFound", err)
	}
}

func TestFoundPlatesAreEnteredAllOrNone(t *testing.T) {
	w := newStreet(t)
	sound := w.found("江城路", "http://a.example/1")
	late, mute, twice, of := w.found("江城路", ""), w.found("", ""), sound, w.found("江城路", "")
	late.Seen = version.Day(2026, 11, 27)
	mute.Says.Number = ""
	of.Kind = artwork.Street
	for name, broken := range map[string]plate.Found{"seen tomorrow": late, "says nothing": mute, "a code twice": twice, "a street sign of an address": of} {
		var refused *plate.RefusedError
		if _, err := w.plates.EnterFound(t.Context(), ledger.Console, []plate.Found{sound, broken}, "普查", today); !errors.As(err, &refused) || refused.Row != 2 {
			t.Errorf("%s: %v, want row 2 refused", name, err)
		}
	}
	if all, err := w.plates.List(t.Context(), plate.Filter{Limit: 10}); err != nil || len(all) != 0 {
		t.Errorf("%d plates were entered, %v", len(all), err)
	}
	if _, err := w.plates.EnterFound(t.Context(), ledger.Console, []plate.Found{sound}, " ", today); !errors.Is(err, plate.ErrContent) {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := w.plates.EnterFound(t.Context(), ledger.Console, []plate.Found{sound}, "普查", today); err != nil {
		t.Fatal(err)
	}
	var refused *plate.RefusedError
	if _, err := w.plates.EnterFound(t.Context(), ledger.Console, []plate.Found{sound}, "普查", today); !errors.As(err, &refused) {
		t.Errorf("its code again: %v, want it refused", err)
	}
}
