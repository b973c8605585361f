package plate_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer/address"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/signs/artwork"
	"diming/signs/plate"
)

// gate is where 5号 of the lane is entered.
var gate = orb.Point{118.62, 28.74}

// received gives a plate of a house whose entrance is known, ready to be hung.
func (w *street) received() uuid.UUID {
	w.t.Helper()
	in, err := w.places.Boundaries.ByCode(w.t.Context(), boundaries.Reader{Internal: true}, village)
	if err != nil {
		w.t.Fatal(err)
	}
	house, _, err := (&address.Store{DB: w.pool}).Add(w.t.Context(), ledger.Console, address.Draft{Components: address.Components{Division: in.ID, Way: w.lane, Number: "5"}, Entrance: &gate,
		Source: "测试", Valid: version.Span{From: version.Day(2010, 1, 1)}}, "编号", today)
	if err != nil {
		w.t.Fatal(err)
	}
	id := w.plan(plate.Draft{Kind: artwork.DoorSmall, Target: plate.Target{Address: house}})[0]
	w.take(id, hung()[:4]...)
	return id
}

func (w *street) install(id uuid.UUID, at orb.Point, accuracy float64, note string) error {
	w.t.Helper()
	_, err := w.plates.Take(w.t.Context(), ledger.Console, id, w.read(id).Tag, plate.Act{Step: plate.StepInstall, On: today, Point: &at, AccuracyM: &accuracy, Photo: photo, Note: note}, today)
	return err
}

// TestAPlateFarFromItsDoorWantsAReason holds that where a plate hangs beyond the
// distance that the division allows, or may hang there for all that the phone
// knows, nothing is entered until somebody says why, and that distance, accuracy
// and reason are kept. 0.001° of latitude is 111 m.
func TestAPlateFarFromItsDoorWantsAReason(t *testing.T) {
	w := newStreet(t)
	id := w.received()
	for _, c := range []struct {
		at       orb.Point
		accuracy float64
		says     string
	}{
		{orb.Point{gate.Lon(), gate.Lat() + 0.001}, 5, "111 米，超过容许的 30 米"},
		{gate, 31, "定位误差 31 米"},
	} {
		var told *plate.ContentError
		if err := w.install(id, c.at, c.accuracy, " "); !errors.As(err, &told) || !strings.Contains(told.ZH, c.says) {
			t.Errorf("hung at %v ± %v m without a reason: %v", c.at, c.accuracy, err)
		}
	}
	if p := w.read(id); p.State != plate.Received {
		t.Fatalf("refused, and now %s", p.State)
	}
	if err := w.install(id, orb.Point{gate.Lon(), gate.Lat() + 0.001}, 5, "门开在后院"); err != nil {
		t.Fatal(err)
	}
	steps, err := w.plates.Steps(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	last := steps[len(steps)-1]
	if last.AwayM == nil || *last.AwayM < 110 || *last.AwayM > 113 || last.AccuracyM == nil || *last.AccuracyM != 5 || last.Note != "门开在后院" {
		t.Errorf("kept of it: %+v", last)
	}
}

// TestTheDistanceAllowedIsTheDivisions holds that a division's own number is
// asked, not the program's.
func TestTheDistanceAllowedIsTheDivisions(t *testing.T) {
	w := newStreet(t)
	in, err := w.places.Boundaries.ByCode(t.Context(), boundaries.Reader{Internal: true}, county)
	if err != nil {
		t.Fatal(err)
	}
	for key, value := range map[string]string{boundaries.SettingPlateTolerance: "150", boundaries.SettingPlateFaultDays: "3"} {
		if _, err := w.places.Boundaries.ChangeSetting(t.Context(), ledger.Console, boundaries.SettingChange{Division: in.ID, Key: key, Value: value, Basis: "测试", Reason: "测试"}); err != nil {
			t.Fatal(err)
		}
	}
	id := w.received()
	jobs, total, err := w.plates.Work(t.Context(), plate.Filter{County: county, States: []plate.State{plate.Received}, Limit: 10}, version.Today())
	if err != nil || total != 1 || len(jobs) != 1 {
		t.Fatalf("%d of %d to be hung, %v", len(jobs), total, err)
	}
	if j := jobs[0]; !strings.HasSuffix(j.Where, "示例巷5号") || j.Street != "示例巷" || j.Belongs == nil || *j.Belongs != gate || j.ToleranceM != 150 || j.FaultDays != 3 {
		t.Errorf("the job: %+v", j)
	}
	on := version.Today()
	_, err = w.plates.Take(t.Context(), ledger.Console, id, w.read(id).Tag, plate.Act{Step: plate.StepInstall, On: on, Point: &orb.Point{gate.Lon(), gate.Lat() + 0.001}, Photo: photo}, on)
	if err != nil {
		t.Fatalf("111 m of 150: %v", err)
	}
	if _, err := w.plates.Take(t.Context(), ledger.Console, id, w.read(id).Tag, plate.Act{Step: plate.StepReport, On: on, Fault: plate.Fallen, Note: "掉在地上"}, on); err != nil {
		t.Fatal(err)
	}
	jobs, _, err = w.plates.Work(t.Context(), plate.Filter{County: county, States: []plate.State{plate.Faulty}, Limit: 10}, on)
	if err != nil || len(jobs) != 1 || jobs[0].Fault != plate.Fallen || jobs[0].Said != "掉在地上" || jobs[0].Due != version.DayOf(on.Time().AddDate(0, 0, 3)) {
		t.Errorf("its fault: %+v, %v", jobs, err)
	}
}
