package api_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"diming/api"
	"diming/internal/account"
)

// wallPhoto is a photo whose file says where it was taken.
func wallPhoto(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 30, 20)), nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00GPS 28.7 118.6")
	return append(append(append(bytes.Clone(out.Bytes()[:2]), 0xff, 0xe1, 0, byte(len(exif)+2)), exif...), out.Bytes()[2:]...)
}

// reportAt sends the form behind a code.
func (s *system) reportAt(t *testing.T, token string, fields map[string]string, photo []byte) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	name := ""
	if photo != nil {
		name = "IMG_0001.jpg"
	}
	part, err := form.CreateFormFile("photo", name) // as a browser does: an empty part where no file was chosen
	if err == nil {
		_, err = part.Write(photo)
	}
	if err != nil || form.Close() != nil {
		t.Fatal(err)
	}
	return s.send(t, http.MethodPost, "/Q/"+token+"/report", body.String(), "Content-Type", form.FormDataContentType())
}

// TestWhoStandsBeforeAPlateReportsItAndSeesWhatCameOfIt goes from the page behind
// a code to the end of a report.
func TestWhoStandsBeforeAPlateReportsItAndSeesWhatCameOfIt(t *testing.T) {
	w := newPlatedStreet(t, 1)
	id := w.plan(t, doorItem(w.houses[0]))[0]
	w.hang(t, id)
	var token string
	if err := w.pool.QueryRow(t.Context(), `SELECT token FROM sign_code WHERE plate = $1`, id).Scan(&token); err != nil {
		t.Fatal(err)
	}
	if behind := w.ask(t, "/Q/"+token).Body.String(); !strings.Contains(behind, `href="/Q/`+token+`/report"`) {
		t.Errorf("the page behind the code leads to no report: %s", behind)
	}
	form := w.ask(t, "/Q/"+strings.ToLower(token)+"/report")
	if form.Code != 200 || !strings.Contains(form.Body.String(), "清溪路1号") || strings.Contains(form.Body.String(), "<script") {
		t.Fatalf("the form: %d %s", form.Code, form.Body)
	}
	if answer := w.reportAt(t, token, map[string]string{"kind": "other"}, nil); answer.Code != http.StatusUnprocessableEntity || !strings.Contains(answer.Body.String(), "请写明是什么问题") {
		t.Errorf("other, without words: %d", answer.Code)
	}
	if answer := w.reportAt(t, token, map[string]string{"kind": "damaged", "text": "弯了"}, []byte("MZ no picture at all")); answer.Code != http.StatusUnprocessableEntity || !strings.Contains(answer.Body.String(), "弯了") {
		t.Errorf("a photo that is none: %d", answer.Code)
	}
	answer := w.reportAt(t, token, map[string]string{"kind": "damaged", "text": "被王小明的车撞弯了", "at": "118.61,28.6"}, wallPhoto(t))
	to := answer.Header().Get("Location")
	if answer.Code != http.StatusSeeOther || !regexp.MustCompile(`^/r/[0-9A-Z]{7}\?new=1$`).MatchString(to) {
		t.Fatalf("sent: %d to %q %s", answer.Code, to, answer.Body)
	}
	page := w.ask(t, to).Body.String()
	if !strings.Contains(page, "已收到") || !strings.Contains(page, "最迟处理") || strings.Contains(page, "王小明") {
		t.Errorf("how it stands: %s", page)
	}

	number := strings.TrimSuffix(strings.TrimPrefix(to, "/r/"), "?new=1")
	if asked := w.fill(t, "/apply/status", url.Values{"number": {strings.ToLower(number)}, "code": {""}}); asked.Code != http.StatusSeeOther || asked.Header().Get("Location") != "/r/"+number {
		t.Errorf("asked for among applications: %d to %q", asked.Code, asked.Header().Get("Location"))
	}

	moderator := w.signedIn(t, "moderator", account.Grant{Role: account.Moderator, Division: w.home})
	elsewhere := w.signedIn(t, "elsewhere", account.Grant{Role: account.Moderator, Division: w.away})
	seen := answerOf[struct{ Items []api.WallReportRow }](t, w.world, http.StatusOK, http.MethodGet, "/v1/wall-reports", "", moderator...).Items
	var mine *api.WallReportRow
	for i := range seen {
		if seen[i].Token == token {
			mine = &seen[i]
		}
	}
	if mine == nil || mine.Text != "被王小明的车撞弯了" || !mine.Photo || !mine.Far || mine.Due == "" {
		t.Fatalf("the office sees %+v", seen)
	}
	if other := answerOf[struct{ Items []api.WallReportRow }](t, w.world, http.StatusOK, http.MethodGet, "/v1/wall-reports", "", elsewhere...).Items; len(other) != 0 {
		t.Errorf("another county sees %+v", other)
	}
	one := "/v1/wall-reports/" + mine.ID.String()
	photo := w.send(t, http.MethodGet, one+"/photo", "", moderator...)
	if photo.Code != 200 || bytes.Contains(photo.Body.Bytes(), []byte("GPS")) {
		t.Errorf("the photo: %d, %d bytes", photo.Code, photo.Body.Len())
	}
	if got := w.send(t, http.MethodGet, one+"/photo", "", elsewhere...); got.Code != http.StatusForbidden {
		t.Errorf("the photo to another county: %d", got.Code)
	}
	step := func(body, etag string) *httptest.ResponseRecorder {
		return w.send(t, http.MethodPost, one+"/steps", body, append([]string{"If-Match", etag, "Content-Type", "application/json"}, moderator...)...)
	}
	if got := step(`{"step":"decline"}`, mine.ETag); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "理由") {
		t.Errorf("declined for nothing: %d %s", got.Code, got.Body)
	}
	taken := step(`{"step":"accept"}`, mine.ETag)
	var body api.WallReportBody
	if err := json.Unmarshal(taken.Body.Bytes(), &body); taken.Code != 200 || err != nil || body.State != "accepted" || len(body.Steps) != 1 {
		t.Fatalf("taken up: %d %s", taken.Code, taken.Body)
	}
	if again := step(`{"step":"accept"}`, mine.ETag); again.Code != http.StatusPreconditionFailed {
		t.Errorf("taken up twice: %d", again.Code)
	}
	var state string
	if err := w.pool.QueryRow(t.Context(), `SELECT state FROM plate WHERE id = $1`, id).Scan(&state); err != nil || state != "faulty" {
		t.Errorf("the plate is %s, %v", state, err)
	}
	if got := step(`{"step":"decline","note":"已由物业修好"}`, body.ETag); got.Code != 200 {
		t.Errorf("declined: %d %s", got.Code, got.Body)
	}
	if page := w.ask(t, strings.TrimSuffix(to, "?new=1")).Body.String(); !strings.Contains(page, "不采纳") || !strings.Contains(page, "已由物业修好") {
		t.Errorf("how it ended: %s", page)
	}
	if got := w.ask(t, "/r/0000001"); got.Code != http.StatusNotFound {
		t.Errorf("no number: %d", got.Code)
	}
}

// TestAFalseCodeIsLookedAtWithinADay holds what may cheat people out of money to
// a shorter time than what is bent.
func TestAFalseCodeIsLookedAtWithinADay(t *testing.T) {
	w := newPlatedStreet(t, 1)
	id := w.plan(t, doorItem(w.houses[0]))[0]
	var token string
	if err := w.pool.QueryRow(t.Context(), `SELECT token FROM sign_code WHERE plate = $1`, id).Scan(&token); err != nil {
		t.Fatal(err)
	}
	days := map[string]int{}
	for _, kind := range []string{"false_code", "damaged"} {
		if got := w.reportAt(t, token, map[string]string{"kind": kind}, nil); got.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", kind, got.Code, got.Body)
		}
		var left int
		if err := w.pool.QueryRow(t.Context(), `SELECT due_on - (received_at AT TIME ZONE 'Asia/Shanghai')::date FROM wall_report WHERE kind = $1`, kind).Scan(&left); err != nil {
			t.Fatal(err)
		}
		days[kind] = left
	}
	if days["false_code"] != 1 || days["damaged"] != 7 {
		t.Errorf("days until they are due: %v", days)
	}
}

// TestOneAddressCannotFloodTheOfficeWithReports holds the limit of public forms.
func TestOneAddressCannotFloodTheOfficeWithReports(t *testing.T) {
	w := newPlatedStreet(t, 1)
	id := w.plan(t, doorItem(w.houses[0]))[0]
	var token string
	if err := w.pool.QueryRow(t.Context(), `SELECT token FROM sign_code WHERE plate = $1`, id).Scan(&token); err != nil {
		t.Fatal(err)
	}
	refused := 0
	for range 25 {
		if w.reportAt(t, token, map[string]string{"kind": "damaged"}, nil).Code == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused < 4 || refused > 6 {
		t.Errorf("%d of 25 at once are refused, want 5", refused)
	}
}

// TestTheFilesForCheckingCodesAreSmallAndPublic holds the size of what phones
// keep, and that it is told without a log-in.
func TestTheFilesForCheckingCodesAreSmallAndPublic(t *testing.T) {
	s, _ := newCounter(t)
	for _, name := range []string{"keys", "void"} {
		answer := s.ask(t, "/.well-known/diming-"+name+".json")
		if answer.Code != 200 || answer.Body.Len() > 10<<10 || answer.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d, %d bytes", name, answer.Code, answer.Body.Len())
		}
	}
	var v api.VoidFile
	if err := json.Unmarshal(s.ask(t, "/.well-known/diming-void.json").Body.Bytes(), &v); err != nil || v.Complete != nil || v.Count != 0 {
		t.Errorf("%+v, %v", v, err)
	}
}
