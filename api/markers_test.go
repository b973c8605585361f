package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/api"
	"diming/internal/account"
	"diming/internal/blob"
)

func TestAMarkerIsWorkedOnByItsSides(t *testing.T) {
	w := newWorld(t)
	w.Documents = blob.Store{Dir: t.TempDir()}
	inspector := w.signedIn(t, "inspector", account.Grant{Role: account.Inspector, Division: w.home})
	keeper := w.signedIn(t, "keeper", account.Grant{Role: account.Patroller, Division: w.home})
	stranger := w.signedIn(t, "stranger", account.Grant{Role: account.Inspector, Division: w.away})
	const number = "江玉2号"
	body := fmt.Sprintf(`{"line":%q,"number":%q,"lon":118.56,"lat":28.56,"elevation_m":"301.2","original":"X 1 Y 2","crs":"1954北京坐标系","keeper":"a","source":"示例数据","reason":"新设",
		"references":[{"name":"老樟树","azimuth_deg":"65.5","azimuth_north":"grid","distance_m":"53.2"},{"name":"巨石","azimuth_deg":"182.25","azimuth_north":"grid","distance_m":"21"},{"name":"桥头","azimuth_deg":"300","azimuth_north":"magnetic","distance_m":"88.75","lon":118.561,"lat":28.561}]}`,
		w.named["boundary_line"], number)
	if got := w.send(t, http.MethodPost, "/v1/markers", body, stranger...); got.Code != http.StatusForbidden {
		t.Errorf("an inspector of another county adds a marker: %d %s", got.Code, got.Body)
	}
	var made struct{ ID uuid.UUID }
	for range 2 { // sent again it is one marker
		got := w.send(t, http.MethodPost, "/v1/markers", body, append(inspector, "Idempotency-Key", "one")...)
		if got.Code != http.StatusCreated || json.Unmarshal(got.Body.Bytes(), &made) != nil {
			t.Fatalf("add = %d %s", got.Code, got.Body)
		}
	}
	one := "/v1/markers/" + made.ID.String()
	m := answerOf[api.MarkerBody](t, w, http.StatusOK, http.MethodGet, one, "", keeper...)
	if m.Number != number || m.ElevationM != "301.2" || m.Original != "X 1 Y 2" || len(m.References) != 3 || *m.References[2].Lon != 118.561 || len(m.SidesWork) != 0 || len(m.SidesReport) != 1 || len(m.Next) != 2 {
		t.Errorf("read by the keeper: %+v", m)
	}
	for who, headers := range map[string][]string{"a stranger": stranger, "nobody": nil} {
		for _, path := range []string{one, one + "/history", one + "/form.pdf", one + "/form.xlsx"} {
			if got := w.send(t, http.MethodGet, path, "", headers...); got.Code != http.StatusForbidden && got.Code != http.StatusUnauthorized {
				t.Errorf("%s reads %s: %d", who, path, got.Code)
			}
		}
	}
	if got := w.send(t, http.MethodGet, "/v1/markers", "", stranger...); got.Code != http.StatusOK || strings.Contains(got.Body.String(), number) {
		t.Errorf("the list of another county = %d %s", got.Code, got.Body)
	}

	tag := w.send(t, http.MethodGet, one, "", inspector...).Header().Get("ETag")
	step := func(want int, kind, what string, headers []string) {
		t.Helper()
		got := w.send(t, http.MethodPost, one+"/steps", what, append(headers, "If-Match", tag)...)
		var p problem
		_ = json.Unmarshal(got.Body.Bytes(), &p)
		if got.Code != want || strings.TrimPrefix(p.Type, "urn:diming:problem:") != kind {
			t.Fatalf("%s = %d %s, want %d %s", what, got.Code, got.Body, want, kind)
		}
		if want == http.StatusOK {
			tag = got.Header().Get("ETag")
		}
	}
	step(http.StatusForbidden, "not-allowed", `{"step":"set","present_a":"甲","present_b":"乙"}`, keeper)
	step(http.StatusUnprocessableEntity, "marker-presence", `{"step":"set","present_a":"甲"}`, inspector)
	step(http.StatusOK, "", `{"step":"set","present_a":"甲","present_b":"乙"}`, inspector)
	step(http.StatusOK, "", `{"step":"accept"}`, inspector)
	step(http.StatusOK, "", `{"step":"report","to":"text_faded"}`, keeper)
	step(http.StatusOK, "", `{"step":"repaint"}`, keeper)
	step(http.StatusOK, "", `{"step":"report","to":"damaged","note":"倒伏"}`, keeper)
	step(http.StatusConflict, "marker-step", `{"step":"repaint"}`, keeper)
	step(http.StatusOK, "", `{"step":"arrange","meeting":"12月1日桥头"}`, inspector)

	photo := w.takePhoto(t, one, inspector)
	step(http.StatusUnprocessableEntity, "marker-measured", fmt.Sprintf(`{"step":"repair","present_a":"甲","present_b":"乙","lon":118.5602,"lat":28.56,"photo":%q}`, photo), inspector)
	step(http.StatusOK, "", fmt.Sprintf(`{"step":"repair","present_a":"甲","present_b":"乙","lon":118.560001,"lat":28.56,"photo":%q}`, photo), inspector)
	stale := w.send(t, http.MethodPatch, one, `{"material":"花岗岩","reason":"补登"}`, append(inspector, "If-Match", `"1"`)...)
	if stale.Code != http.StatusPreconditionFailed {
		t.Errorf("a correction of what was read before: %d %s", stale.Code, stale.Body)
	}
	mended := w.send(t, http.MethodPatch, one, `{"material":"花岗岩","reason":"补登"}`, append(inspector, "If-Match", tag)...)
	if mended.Code != http.StatusOK || !strings.Contains(mended.Body.String(), "花岗岩") {
		t.Errorf("a correction: %d %s", mended.Code, mended.Body)
	}
	h := answerOf[api.MarkerHistory](t, w, http.StatusOK, http.MethodGet, one+"/history", "", inspector...)
	if len(h.Steps) != 7 || h.Steps[6].PresentB != "乙" || h.Steps[6].ApartM == "" || len(h.Versions) < 2 {
		t.Errorf("history: %d steps, %d versions, the last step %+v", len(h.Steps), len(h.Versions), h.Steps[len(h.Steps)-1])
	}
	w.formsAreTheSameAgain(t, one, inspector)
}

// takePhoto adds a photo of face a and reads it back.
func (w *world) takePhoto(t *testing.T, one string, who []string) string {
	t.Helper()
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 3000, 40)), nil); err != nil {
		t.Fatal(err)
	}
	got := w.send(t, http.MethodPost, one+"/photos?face=a&filename=a.jpg&taken_on=2026-11-20", picture.String(), append(who, "Content-Type", "image/jpeg")...)
	var made struct{ ID string }
	if got.Code != http.StatusCreated || json.Unmarshal(got.Body.Bytes(), &made) != nil {
		t.Fatalf("add a photo = %d %s", got.Code, got.Body)
	}
	if got := w.send(t, http.MethodGet, one+"/photos/"+made.ID, "", who...); got.Code != http.StatusOK || got.Body.String() != picture.String() {
		t.Errorf("the photo = %d, %d bytes", got.Code, got.Body.Len())
	}
	if got := w.send(t, http.MethodPost, one+"/photos?face=a&filename=a.jpg", "MZ, a program", append(who, "Content-Type", "image/jpeg")...); got.Code < 400 || got.Code >= 500 {
		t.Errorf("what is no photo = %d %s", got.Code, got.Body)
	}
	return made.ID
}

func (w *world) formsAreTheSameAgain(t *testing.T, one string, who []string) {
	t.Helper()
	for _, path := range []string{one + "/form.pdf", one + "/form.xlsx", "/v1/markers.pdf?line=" + w.named["boundary_line"], "/v1/markers.xlsx"} {
		first, again := w.send(t, http.MethodGet, path, "", who...), w.send(t, http.MethodGet, path, "", who...)
		if first.Code != http.StatusOK || !bytes.Equal(first.Body.Bytes(), again.Body.Bytes()) || !strings.HasPrefix(first.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("%s = %d, %d bytes, and %d again", path, first.Code, first.Body.Len(), again.Body.Len())
		}
	}
}
