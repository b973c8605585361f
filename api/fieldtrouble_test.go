package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/inspection"
	"diming/boundaries/marker"
	"diming/internal/docx"
)

func TestAnAppOfAnotherAgeIsToldWhatToDo(t *testing.T) {
	w := newFieldWorld(t)
	r := w.note(w.a, boundaries.SideA, "所见")
	for _, test := range []struct{ version, kind, words string }{
		{`"v":0`, "app-too-old", "请更新应用后重新发送"},
		{`"v":2`, "app-too-new", "服务器更新后会自动发送"},
	} {
		text := []byte(strings.Replace(string(r.Canonical()), `"v":1`, test.version, 1))
		wantSentence(t, "an app that says "+test.version, w.put(t, w.a, "/v1/field/records/"+r.ID.String(), text), 422, test.kind, test.words)
	}
	if n := query[int](t, w.system, `SELECT count(*)::int FROM field_record`)[0]; n != 0 {
		t.Errorf("%d records of such apps are kept", n)
	}
}

func TestTwoPhonesWithOneRecordIdKeepBothRecords(t *testing.T) {
	w := newFieldWorld(t)
	first, second := w.note(w.a, boundaries.SideA, "甲方手机"), w.note(w.b, boundaries.SideB, "乙方手机")
	second.ID = first.ID // a backup that was restored on another phone
	target := "/v1/field/records/" + first.ID.String()
	kept := receipted(t, w.a, w.put(t, w.a, target, first.Canonical()), http.StatusCreated)
	wantSentence(t, "another record under the id", w.put(t, w.b, target, second.Canonical()), 409, "record-differs", "换一个编号再发送")
	renamed := second
	renamed.ID, renamed.Formerly = uuid.Must(uuid.NewV7()), &first.ID
	receipted(t, w.b, w.put(t, w.b, "/v1/field/records/"+renamed.ID.String(), renamed.Canonical()), http.StatusCreated)
	if again := receipted(t, w.a, w.put(t, w.a, target, first.Canonical()), http.StatusOK); again != kept {
		t.Errorf("the first one's receipt is now %+v, was %+v", again, kept)
	}
	if n := query[int](t, w.system, `SELECT count(*)::int FROM field_record WHERE task = $1`, w.task)[0]; n != 2 {
		t.Errorf("%d records are kept of two", n)
	}
}

func TestAPhoneWhoseClockIsWrongByYearsIsBelievedAboutWhatItSaw(t *testing.T) {
	w := newFieldWorld(t)
	began := time.Now()
	wrong := time.Date(2009, 1, 1, 8, 0, 0, 0, time.UTC)
	r := w.note(w.a, boundaries.SideA, "手机时间不对")
	r.PhoneTime = wrong.Add(-10 * time.Minute)
	text := r.Canonical()
	answer := w.asks(t, w.a, http.MethodPut, "/v1/field/records/"+r.ID.String(), string(text), "Diming-Digest", inspection.Digest(text), "Diming-Phone-Time", wrong.Format(inspection.TimeLayout))
	receipted(t, w.a, answer, http.StatusCreated)
	if said, err := time.Parse(inspection.TimeLayout, answer.Header().Get("Diming-Time")); err != nil || said.Sub(began).Abs() > time.Minute {
		t.Errorf("the phone is told it is %v, %v", said, err)
	}
	var phone, reckoned time.Time
	if err := w.pool.QueryRow(t.Context(), `SELECT phone_time, server_time FROM field_record WHERE id = $1`, r.ID).Scan(&phone, &reckoned); err != nil {
		t.Fatal(err)
	}
	if !phone.Equal(r.PhoneTime) || reckoned.Sub(began.Add(-10*time.Minute)).Abs() > time.Minute {
		t.Errorf("kept by the phone's clock as %v, by ours as %v, want %v and ten minutes before %v", phone, reckoned, r.PhoneTime, began)
	}
	for _, nonsense := range []string{"yesterday", "0001-01-01T00:00:00.000Z", "99999-01-01T00:00:00Z", ""} {
		if got := w.asks(t, w.a, http.MethodGet, "/v1/field/tasks", "", "Diming-Phone-Time", nonsense); got.Code != 200 {
			t.Errorf("a phone whose clock says %q = %d %s", nonsense, got.Code, got.Body)
		}
	}
}

// TestAPositionGoodToTwoKilometresIsKeptAsThat: the register neither refuses it
// nor takes it for more than it is.
func TestAPositionGoodToTwoKilometresIsKeptAsThat(t *testing.T) {
	w := newFieldWorld(t)
	at := w.withMarkers(t, orb.Point{118.60, 28.70}, orb.Point{118.65, 28.72})[1]
	r := w.note(w.a, boundaries.SideA, "林下无信号")
	r.Kind, r.Condition, r.Object = inspection.MarkerCheck, "normal", inspection.Object{Kind: "marker", ID: at}
	r.Position = &inspection.Position{Lon: "118.6701234", Lat: "28.7301234", AccuracyM: "2000", At: r.PhoneTime}
	receipted(t, w.a, w.put(t, w.a, "/v1/field/records/"+r.ID.String(), r.Canonical()), http.StatusCreated)
	again := w.note(w.a, boundaries.SideA, "离方位物测得")
	again.Kind, again.Object, again.Position = inspection.Relocation, r.Object, r.Position
	receipted(t, w.a, w.put(t, w.a, "/v1/field/records/"+again.ID.String(), again.Canonical()), http.StatusCreated)
	office := w.credentials(t, asker{account: w.inspector})
	past := w.send(t, http.MethodGet, "/v1/markers/"+at.String()+"/history", "", office...)
	if !strings.Contains(past.Body.String(), `"accuracy_m":"2000`) {
		t.Errorf("the marker's history does not say how well the phone knew: %s", past.Body)
	}
	if m, err := (&marker.Store{DB: w.pool}).Now(t.Context(), at); err != nil || m.Point != (orb.Point{118.65, 28.72}) {
		t.Errorf("the marker now stands at %v, %v", m.Point, err)
	}
	report := w.send(t, http.MethodGet, "/v1/tasks/"+w.task.String()+"/report.docx", "", office...)
	if text, err := docx.Text(report.Body.Bytes()); err != nil || !strings.Contains(text, "精度 ±2000 米") {
		t.Errorf("the report does not say how well the phone knew: %v", err)
	}
}
