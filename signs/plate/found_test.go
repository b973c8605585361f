package plate_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
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
	foreign, _, err := w.plates.Foreign(t.Context(), plate.Filter{County: county, Limit: 10}, []string{"elsewhere.example"})
	if err != nil || len(foreign) != 2 {
		t.Errorf("foreign codes: %d, %v, want both", len(foreign), err)
	}
	if foreign, _, err = w.plates.Foreign(t.Context(), plate.Filter{County: county, Limit: 10}, []string{"old.example"}); err != nil || len(foreign) != 0 {
		t.Errorf("foreign codes of a host that is pointed here: %d, %v, want none", len(foreign), err)
	}
}

func TestAPlateThatNobodyReadSaysWhatTheRegisterHas(t *testing.T) {
	w := newStreet(t)
	unread := w.found("", "")
	unread.Says = plate.Words{}
	if doubles, err := w.plates.Doubles(t.Context(), []plate.Found{unread}); err != nil || len(doubles) != 0 {
		t.Errorf("before it is entered: doubles %v, %v", doubles, err)
	}
	ids, err := w.plates.EnterFound(t.Context(), ledger.Console, []plate.Found{unread}, "普查", today)
	if err != nil {
		t.Fatal(err)
	}
	if p, err := w.plates.ByID(t.Context(), ids[0]); err != nil || p.Name != "江城北路" || p.Number != "12-1号" {
		t.Errorf("it says %s %s, %v", p.Name, p.Number, err)
	}
	coded := w.found("江城北路", "http://a.example/1")
	if doubles, err := w.plates.Doubles(t.Context(), []plate.Found{coded, unread}); err != nil || len(doubles) != 1 || !doubles[1] {
		t.Errorf("brought again: doubles %v, %v, want the one without a code", doubles, err)
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
	late, twice, of := w.found("江城路", ""), sound, w.found("江城路", "")
	late.Seen = version.Day(2026, 11, 27)
	of.Kind = artwork.Street
	for name, broken := range map[string]plate.Found{"seen tomorrow": late, "a code twice": twice, "a street sign of an address": of} {
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

func TestPlatesAreSetByTheSettingsOfTheirDivision(t *testing.T) {
	w := newStreet(t)
	settings := &boundaries.Store{DB: w.pool}
	above, err := settings.ByCode(t.Context(), boundaries.Reader{Internal: true}, county)
	if err != nil {
		t.Fatal(err)
	}
	in, err := settings.ByCode(t.Context(), boundaries.Reader{Internal: true}, village)
	if err != nil {
		t.Fatal(err)
	}
	before := version.Day(2026, 1, 1)
	var unset time.Time
	if err := w.pool.QueryRow(t.Context(), `SELECT clock_timestamp()`).Scan(&unset); err != nil {
		t.Fatal(err)
	}
	err = pgx.BeginFunc(t.Context(), w.pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "setting.set", Kind: "division", Object: above.ID, County: county, Reason: "本市规定"})
		if err != nil {
			return err
		}
		for key, value := range map[string]string{boundaries.SettingPlateSize + "door_small": "200x120/50", boundaries.SettingPlateNS: "blue"} {
			if err := boundaries.SetSetting(t.Context(), tx, above.ID, key, value, "本市规定", version.Span{From: before}, entry); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	d, err := w.plates.DesignIn(t.Context(), in.ID, version.AsOf{Valid: today})
	small, _ := d.Layout(artwork.DoorSmall)
	big, _ := d.Layout(artwork.DoorBig)
	if err != nil || small.WidthMM != 200 || small.CodeMM != 50 || small.Basis != "本市规定" || big.WidthMM != 570 || d.Scheme.NorthSouth != artwork.Blue {
		t.Errorf("by the county's settings: %+v %+v %+v, %v", small, big, d.Scheme, err)
	}
	d, err = w.plates.DesignIn(t.Context(), in.ID, version.AsOf{Valid: version.Day(2025, 12, 31)})
	if small, _ = d.Layout(artwork.DoorSmall); err != nil || small.WidthMM != 150 || d.Scheme != artwork.National {
		t.Errorf("before they were set: %+v %+v, %v", small, d.Scheme, err)
	}
	d, err = w.plates.DesignIn(t.Context(), in.ID, version.AsOf{Valid: today, Recorded: unset})
	if small, _ = d.Layout(artwork.DoorSmall); err != nil || small.WidthMM != 150 || d.Scheme != artwork.National {
		t.Errorf("as the register had it before: %+v %+v, %v", small, d.Scheme, err)
	}
}
