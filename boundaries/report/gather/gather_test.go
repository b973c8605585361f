package gather_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"diming/boundaries"
	"diming/boundaries/inspection"
	"diming/boundaries/round"
	"diming/internal/archive"
	"diming/internal/ledger"
	"diming/internal/version"
)

func TestTheReportSaysWhatTheStoresHold(t *testing.T) {
	w := inspected(t)
	wants(t, w.text(t), "常山县与江山市行政区域界线", "第五轮联合检查报告", "由江山市牵头", "浙江省人民政府（示例政函〔2001〕88号）", "常山县（330822）和江山市（330881）",
		"应检界桩 4 座，双方均有记录 3 座", "完好 3 座，字迹不清 1 座（2）", "地形或线状地物有变化：小溪改道（常山县方徐志明（示例）", "2界桩", "江山市民政局",
		"2号界桩：常山县方状况记为“完好”，江山市方状况记为“字迹不清”", "双方共同签署", "徐志明（示例）的手机", "登记中已没有的界桩", "路边有一座没有登记的旧界石 （无字）",
		"民函〔2023〕26号（示例）", "照片尚未到达服务器", "双面型", "单立", "老樟树", "每五年联合检查一次")
	r := w.result(t).Report
	if len(r.Segments) != 2 || r.Segments[0].LengthM < 7000 || r.Segments[0].LengthM > 7600 {
		t.Errorf("segments %+v", r.Segments)
	}
	if a := r.Markers[0].Seen[0].Answers; len(a) != 3 || a[0].Item != "upright" || a[0].Words != "是" || a[2].Words != "三处" {
		t.Errorf("answers %+v", a)
	}
}

func TestTheResultIsTheSameBytesFromARestoredRegister(t *testing.T) {
	w := inspected(t)
	first := w.pack(t)
	if !bytes.Equal(first, w.pack(t)) {
		t.Fatal("made again it is other bytes")
	}
	dir := filepath.Join(t.TempDir(), "all")
	say := func(string, ...any) {}
	_, err := archive.Export{DB: w.pool, AdminURL: w.url, Documents: w.Files, Path: dir, Choice: archive.Choice{Persons: true}, Actor: ledger.Console, Reason: "测试", Program: "test", Now: time.Now, Say: say, Patience: time.Minute}.Write(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again := empty(t)
	again.task = w.task
	for id, side := range w.sides {
		again.sides[id] = side
	}
	o, err := archive.Open(dir, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if _, err := o.Into(t.Context(), archive.Load{AdminURL: again.url, Documents: again.Files, Say: say}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, again.pack(t)) {
		t.Error("from the restored register it is other bytes")
	}
}

func TestASignedReportStaysAsItWasWhenTheRegisterChanges(t *testing.T) {
	w := inspected(t)
	ctx := t.Context()
	paper, _, err := w.Rounds.AddPaper(ctx, w.actor, w.task, round.Paper{Kind: "signed_report", SHA256: strings.Repeat("0", 64), MediaType: "application/pdf", Name: "a.pdf", Size: 1}, false)
	if err != nil {
		t.Fatal(err)
	}
	w.take(t, round.Issues, round.ReportDraft)
	for _, side := range []boundaries.Side{boundaries.SideA, boundaries.SideB} {
		if _, err := w.Rounds.Sign(ctx, w.actor, w.task, 0, version.Date{}, side, &paper); err != nil {
			t.Fatal(err)
		}
	}
	before := w.text(t)
	w.rename(t)
	if after := w.text(t); before != after {
		t.Error("the signed report follows the register")
	}
	fresh := newWorld(t)
	open := fresh.text(t)
	fresh.rename(t)
	if fresh.text(t) == open {
		t.Error("the report of an open task does not follow the register")
	}
}

// rename corrects the material of the first marker.
func (w *world) rename(t *testing.T) {
	t.Helper()
	m, err := w.Markers.ByID(t.Context(), version.AsOf{}, w.markers[0])
	if err != nil {
		t.Fatal(err)
	}
	m.ElevationM = "999.9"
	if _, err := w.Markers.Correct(t.Context(), ledger.Console, m, m.Tag, version.Day(2003, 5, 1), true, "测试"); err != nil {
		t.Fatal(err)
	}
}

func TestTheTaskFileVerifiesByItselfAndIsTheSameBytesAgain(t *testing.T) {
	w := inspected(t)
	write := func() []byte {
		var out bytes.Buffer
		if written, err := w.Fields.WriteTaskFile(t.Context(), &out, w.task); err != nil || !written {
			t.Fatalf("written %v: %v", written, err)
		}
		return out.Bytes()
	}
	file := write()
	if !bytes.Equal(file, write()) {
		t.Error("made again it is other bytes")
	}
	identity, err := w.Fields.Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := inspection.VerifyFile(t.Context(), bytes.NewReader(file), int64(len(file)), identity.Key())
	if err != nil {
		t.Fatal(err)
	}
	if got.Standing.State != inspection.Joint || len(got.Standing.Sheets) != 1 || len(got.Broken) > 0 || got.Files != 1 {
		t.Errorf("verified as %+v, broken %+v, %d files", got.Standing, got.Broken, got.Files)
	}
	var out bytes.Buffer
	if written, err := w.Fields.WriteTaskFile(t.Context(), &out, newID()); err != nil || written || out.Len() > 0 {
		t.Errorf("a task without field work: written %v, %v, %d bytes", written, err, out.Len())
	}
}

func TestATaskThatIsNotThereHasNoReport(t *testing.T) {
	if _, err := empty(t).Of(t.Context(), newID()); !errors.Is(err, round.ErrNotFound) {
		t.Errorf("Of() = %v", err)
	}
}
