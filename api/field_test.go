package api_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/inspection"
	"diming/boundaries/line"
	"diming/boundaries/marker"
	"diming/boundaries/marker/relocation"
	"diming/boundaries/round"
	"diming/gazetteer"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A fieldPhone is a phone with its key and what it was told when it was
// registered.
type fieldPhone struct {
	id     uuid.UUID
	key    ed25519.PrivateKey
	token  string
	person uuid.UUID
	server string // key
}

// newPhone registers a phone of an account over HTTP.
func (s *system) newPhone(t testing.TB, owner uuid.UUID) fieldPhone {
	t.Helper()
	secret, err := s.Accounts.Open(t.Context(), owner, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	return s.enrolled(t, "/v1/field/devices", "", "Cookie", "diming_session="+secret.String())
}

// enrolled registers a new phone, of an account or by an invitation.
func (s *system) enrolled(t testing.TB, path, invitation string, headers ...string) fieldPhone {
	t.Helper()
	public, key, _ := ed25519.GenerateKey(nil)
	p := fieldPhone{id: uuid.Must(uuid.NewV7()), key: key}
	body, _ := json.Marshal(map[string]string{"id": p.id.String(), "public_key": base64.RawURLEncoding.EncodeToString(public), "name": "示例手机", "invitation": invitation})
	w := s.send(t, http.MethodPost, path, string(body), headers...)
	if w.Code != http.StatusCreated {
		t.Fatalf("POST %s = %d %s", path, w.Code, w.Body)
	}
	answer := decode[struct {
		Token     string `json:"token"`
		ServerKey string `json:"server_key"`
		Person    struct {
			ID uuid.UUID `json:"id"`
		} `json:"person"`
	}](t, w.Body)
	p.token, p.server, p.person = answer.Token, answer.ServerKey, answer.Person.ID
	return p
}

// asks sends a request of a phone.
func (s *system) asks(t testing.TB, p fieldPhone, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return s.send(t, method, target, body, append([]string{"Authorization", "Bearer " + p.token, "Content-Type", "application/json"}, headers...)...)
}

// put sends something under its digest.
func (s *system) put(t testing.TB, p fieldPhone, target string, text []byte) *httptest.ResponseRecorder {
	t.Helper()
	return s.asks(t, p, http.MethodPut, target, string(text), "Diming-Digest", inspection.Digest(text))
}

// A fieldWorld is a register of two counties with a line, markers along it, a
// task, and an inspector on each side.
type fieldWorld struct {
	*world
	line, task uuid.UUID
	a, b       fieldPhone
	inspector  uuid.UUID // of side a
}

func newFieldWorld(t testing.TB) *fieldWorld {
	t.Helper()
	w := &fieldWorld{world: newWorld(t)}
	w.line, w.task = w.boundaryTask(t)
	t.Cleanup(func() {
		if failures := w.log.errors(0); failures != "" {
			t.Error(failures)
		}
	})
	// 柯城区 has the smaller code: it is side a.
	w.inspector = w.newAccount(t, "inspector", account.Grant{Role: account.Inspector, Division: w.away}).ID
	w.a = w.newPhone(t, w.inspector)
	w.b = w.newPhone(t, w.newAccount(t, "neighbour", account.Grant{Role: account.Inspector, Division: w.home}).ID)
	return w
}

// boundaryTask draws a line between the two counties and opens a check of it.
func (w *world) boundaryTask(t testing.TB) (lineID, task uuid.UUID) {
	t.Helper()
	lineID, _, err := (&line.Store{DB: w.pool}).Add(t.Context(), ledger.Console, line.Line{Name: "柯城—江山线", A: line.DivisionOwner(w.away), B: line.DivisionOwner(w.home), AOnLeft: true,
		Geometry: orb.MultiLineString{{{118.60, 28.70}, {118.65, 28.72}, {118.70, 28.71}}}, Visibility: "internal", Source: "测试", Valid: version.Span{From: version.Day(2000, 1, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	task, _, err = (&round.Store{DB: w.pool}).OpenSpecial(t.Context(), ledger.Console, round.Special{Line: lineID, Lead: boundaries.SideA, Due: version.Day(2199, 1, 1), Reason: "测试", From: "1号", To: "9号"})
	if err != nil {
		t.Fatal(err)
	}
	return lineID, task
}

// note is a record of a phone about the line.
func (w *fieldWorld) note(p fieldPhone, side boundaries.Side, text string) inspection.Record {
	return inspection.Record{ID: uuid.Must(uuid.NewV7()), Kind: inspection.Note, Task: w.task, Object: inspection.Object{Kind: "line", ID: w.line},
		Side: side, Observer: p.person, Device: p.id, PhoneTime: time.Date(2026, 11, 26, 1, 2, 3, 0, time.UTC), Text: text, Answers: map[string]string{}}
}

type receiptAnswer struct {
	Status    int    `json:"status"`
	Type      string `json:"type"`
	Detail    string `json:"detail"`
	Receipt   string `json:"receipt"`
	Signature string `json:"signature"`
	Key       string `json:"key"`
}

// receipted wants that something was taken, and checks the receipt as the phone
// does: under the key that it was told when it was registered.
func receipted(t testing.TB, p fieldPhone, w *httptest.ResponseRecorder, status int) receiptAnswer {
	t.Helper()
	if w.Code != status {
		t.Fatalf("answer %d %s, want %d", w.Code, w.Body, status)
	}
	a := decode[receiptAnswer](t, w.Body)
	if _, ok := inspection.ReceiptStands(a.Receipt, a.Signature, p.server); !ok {
		t.Fatalf("receipt %+v does not stand", a)
	}
	return a
}

func TestAPhoneBringsRecordsAndGetsTheSameReceiptAgain(t *testing.T) {
	w := newFieldWorld(t)
	r := w.note(w.a, boundaries.SideA, "走了一遍")
	text := r.Canonical()
	target := "/v1/field/records/" + r.ID.String()
	first := receipted(t, w.a, w.put(t, w.a, target, text), http.StatusCreated)
	again := w.put(t, w.a, target, text)
	if got := receipted(t, w.a, again, http.StatusOK); got != first {
		t.Errorf("a repeat gives %+v, want %+v", got, first)
	}
	if _, err := time.Parse(inspection.TimeLayout, again.Header().Get("Diming-Time")); err != nil {
		t.Errorf("the answer says no time: %v", err)
	}
	other := r
	other.Text = "别的"
	for _, test := range []struct {
		what   string
		answer *httptest.ResponseRecorder
		status int
		kind   string
	}{
		{"other bytes", w.put(t, w.a, target, other.Canonical()), 409, "record-differs"},
		{"damaged on the way", w.asks(t, w.a, http.MethodPut, target, string(text)+" ", "Diming-Digest", inspection.Digest(text)), 400, "damaged-in-transit"},
		{"a later protocol", w.put(t, w.a, target, []byte(strings.Replace(string(text), `"v":1`, `"v":2`, 1))), 422, "app-too-new"},
		{"an earlier protocol", w.put(t, w.a, target, []byte(strings.Replace(string(text), `"v":1`, `"v":0`, 1))), 422, "app-too-old"},
		{"no record", w.put(t, w.a, target, []byte(`{"v":1}`)), 422, "record-unreadable"},
		{"another's record", w.put(t, w.b, target, w.note(w.a, boundaries.SideA, "冒名").Canonical()), 403, "not-your-device"},
		{"for the other side", w.put(t, w.a, target, w.note(w.a, boundaries.SideB, "越界").Canonical()), 403, "not-your-task"},
		{"an unknown phone", w.send(t, http.MethodPut, target, string(text), "Authorization", "Bearer dmf_none"), 401, "device-needed"},
	} {
		p := decode[problem](t, test.answer.Body)
		if test.answer.Code != test.status || !strings.HasSuffix(p.Type, ":"+test.kind) || p.Detail == "" {
			t.Errorf("%s: %d %+v, want %d %s", test.what, test.answer.Code, p, test.status, test.kind)
		}
	}
}

func TestABatchAnswersEachLineForItself(t *testing.T) {
	w := newFieldWorld(t)
	var lines []string
	for i, side := range []boundaries.Side{boundaries.SideA, boundaries.SideB, boundaries.SideA} {
		text := w.note(w.a, side, fmt.Sprint("第", i)).Canonical()
		line, _ := json.Marshal(map[string]string{"digest": inspection.Digest(text), "record": string(text)})
		lines = append(lines, string(line))
	}
	lines = append(lines, "{这不是 JSON")
	answer := w.asks(t, w.a, http.MethodPost, "/v1/field/records", strings.Join(lines, "\n")+"\n")
	got := strings.Split(strings.TrimSpace(answer.Body.String()), "\n")
	if answer.Code != http.StatusOK || len(got) != 4 {
		t.Fatalf("%d with %d lines: %s", answer.Code, len(got), answer.Body)
	}
	want := []string{"", "not-your-task", "", "record-unreadable"}
	for i, text := range got {
		a := decode[receiptAnswer](t, strings.NewReader(text))
		if want[i] == "" && a.Receipt == "" || want[i] != "" && !strings.HasSuffix(a.Type, want[i]) {
			t.Errorf("line %d: %s, want %q", i, text, want[i])
		}
	}
}

// fieldPhoto is a JPEG of a size.
func fieldPhoto(t testing.TB, size int, seed byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	for i := b.Len(); i < size; i++ {
		b.WriteByte(byte(i)*7 ^ seed&^0x40 | 0x80)
	}
	return b.Bytes()
}

func TestAPhotoTravelsInPartsOverHTTP(t *testing.T) {
	w := newFieldWorld(t)
	content := fieldPhoto(t, 600<<10, 1)
	digest := inspection.Digest(content)
	target := "/v1/field/files/" + digest
	part := func(offset int) *httptest.ResponseRecorder {
		end := min(len(content), offset+inspection.MaxChunk)
		return w.asks(t, w.a, http.MethodPut, fmt.Sprintf("%s?offset=%d&size=%d&task=%s", target, offset, len(content), w.task), string(content[offset:end]))
	}
	if a := w.asks(t, w.a, http.MethodGet, target, ""); a.Code != 200 || strings.TrimSpace(a.Body.String()) != `{"have":0,"size":null,"receipt":null}` {
		t.Errorf("before anything is sent: %d %s", a.Code, a.Body)
	}
	if a := part(0); a.Code != 200 || !strings.Contains(a.Body.String(), `"have":262144`) {
		t.Errorf("first part: %d %s", a.Code, a.Body)
	}
	if a := part(2 * inspection.MaxChunk); a.Code != 409 || !strings.Contains(a.Body.String(), `"have":262144`) {
		t.Errorf("a part too early: %d %s", a.Code, a.Body)
	}
	part(inspection.MaxChunk)
	last := part(2 * inspection.MaxChunk)
	file := decode[struct {
		Have    int64
		Receipt *receiptAnswer
	}](t, last.Body)
	if last.Code != 200 || file.Receipt == nil || file.Have != int64(len(content)) {
		t.Fatalf("last part: %d %+v", last.Code, file)
	}
	if r, ok := inspection.ReceiptStands(file.Receipt.Receipt, file.Receipt.Signature, w.a.server); !ok || r.ID != digest {
		t.Errorf("receipt %+v", file.Receipt)
	}
	program := []byte("MZ no photo")
	refused := w.asks(t, w.a, http.MethodPut, fmt.Sprintf("/v1/field/files/%s?offset=0&size=%d&task=%s", inspection.Digest(program), len(program), w.task), string(program))
	if p := decode[problem](t, refused.Body); refused.Code != 422 || !strings.HasSuffix(p.Type, ":file-not-a-photo") {
		t.Errorf("a program: %d %+v", refused.Code, p)
	}
}

// withMarkers sets markers along the line, with three reference objects each.
func (w *fieldWorld) withMarkers(t testing.TB, points ...orb.Point) []uuid.UUID {
	t.Helper()
	var ids []uuid.UUID
	for i, p := range points {
		m := marker.Marker{Line: w.line, Number: fmt.Sprint("3308023308810", 10+i), Serial: i + 1, Kind: marker.Single, Faces: 2, Material: "花岗岩", Point: p, ElevationM: "512.3",
			Keeper: boundaries.SideA, Source: "示例数据", Valid: version.Span{From: version.Day(2001, 1, 1)}}
		for n, name := range []string{"独立树", "水塔", "路口"} {
			m.References = append(m.References, marker.Reference{Ordinal: n + 1, Name: name, AzimuthDeg: fmt.Sprint(30 + 100*n), North: relocation.Grid, DistanceM: "45.5"})
		}
		id, _, err := (&marker.Store{DB: w.pool}).Add(t.Context(), ledger.Console, m, "测试")
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

type packAnswer struct {
	Pack      uuid.UUID `json:"pack"`
	Revision  int64     `json:"revision"`
	ServerKey string    `json:"server_key"`
	Sides     []string  `json:"sides"`
	Line      struct {
		Type string `json:"type"`
	} `json:"line"`
	Markers []struct {
		ID         uuid.UUID `json:"id"`
		Number     string    `json:"number"`
		Lon        float64   `json:"lon"`
		References []struct {
			North string `json:"azimuth_north"`
		} `json:"references"`
		LastPhoto *struct {
			SHA256 string `json:"sha256"`
		} `json:"last_photo"`
		LastCheck *struct {
			Condition string `json:"condition"`
		} `json:"last_check"`
	} `json:"markers"`
	Segments []struct {
		ID uuid.UUID `json:"id"`
	} `json:"segments"`
	Form struct {
		Marker []struct {
			ID string `json:"id"`
		} `json:"marker"`
	} `json:"form"`
	Tiles struct {
		List    [][4]int `json:"list"`
		Digests []string `json:"digests"`
	} `json:"tiles"`
	Bytes int64 `json:"bytes"`
}

// digestInPack is how a pack names the bytes of a piece.
func digestInPack(body []byte) string {
	sum := sha256.Sum256(body)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

func TestAPackHoldsWhatIsNeededOutside(t *testing.T) {
	w := newFieldWorld(t)
	ids := w.withMarkers(t, orb.Point{118.60, 28.70}, orb.Point{118.65, 28.72}, orb.Point{118.70, 28.71})
	_, _, err := w.Places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: "界上村"}}, Class: "22200", Division: "330881003",
		Location: &orb.Point{118.65, 28.72}, Visibility: "public", Source: "测试"}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Tiles.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	content := fieldPhoto(t, 3000, 2)
	digest := inspection.Digest(content)
	if a := w.asks(t, w.a, http.MethodPut, fmt.Sprintf("/v1/field/files/%s?offset=0&size=%d&task=%s", digest, len(content), w.task), string(content)); a.Code != 200 {
		t.Fatalf("photo: %d %s", a.Code, a.Body)
	}
	seen := w.note(w.a, boundaries.SideA, "字迹不清")
	seen.Kind, seen.Condition, seen.Object = inspection.MarkerCheck, "text_faded", inspection.Object{Kind: "marker", ID: ids[1]}
	seen.Files = []inspection.File{{SHA256: digest, Bytes: int64(len(content)), Type: "image/jpeg", Role: "photo"}}
	receipted(t, w.a, w.put(t, w.a, "/v1/field/records/"+seen.ID.String(), seen.Canonical()), http.StatusCreated)

	tasks := w.asks(t, w.a, http.MethodGet, "/v1/field/tasks", "")
	if got := tasks.Body.String(); tasks.Code != 200 || !strings.Contains(got, `"own_name":"柯城区","other_name":"江山市","sides":["a"],"lead":"a"`) || !strings.Contains(got, `"markers":3,"pack_bytes":null`) {
		t.Errorf("tasks: %d %s", tasks.Code, got)
	}
	target := "/v1/field/tasks/" + w.task.String() + "/pack"
	first := w.asks(t, w.a, http.MethodGet, target, "")
	p := decode[packAnswer](t, first.Body)
	if first.Code != 200 || len(p.Markers) != 3 || len(p.Segments) != 2 || p.Line.Type != "MultiLineString" || len(p.Form.Marker) == 0 || p.ServerKey != w.a.server || len(p.Tiles.List) == 0 || p.Bytes == 0 {
		t.Fatalf("pack: %d %+v", first.Code, p)
	}
	m := p.Markers[1]
	if m.ID != ids[1] || len(m.References) != 3 || m.References[0].North != "grid" || m.LastPhoto == nil || m.LastPhoto.SHA256 != digest || m.LastCheck == nil || m.LastCheck.Condition != "text_faded" {
		t.Errorf("marker: %+v", m)
	}
	if again := decode[packAnswer](t, w.asks(t, w.a, http.MethodGet, target, "").Body); again.Pack != p.Pack {
		t.Error("the same contents are another pack")
	}
	base := "/v1/field/packs/" + p.Pack.String()
	tile := fmt.Sprintf("%s/tiles/%d/%d/%d.mvt", base, p.Tiles.List[0][0], p.Tiles.List[0][1], p.Tiles.List[0][2])
	if plain, err := unpacked(w.asks(t, w.a, http.MethodGet, tile, "")); err != nil || digestInPack(plain) != p.Tiles.Digests[0] || len(p.Tiles.Digests) != len(p.Tiles.List) {
		t.Errorf("of %d tiles the first is not what its digest says; digests %v", len(p.Tiles.List), p.Tiles.Digests)
	}
	for target, want := range map[string]int{tile: 200, base + "/photos/" + digest: 200, base + "/photos/" + strings.Repeat("0", 64): 404, base + "/imagery/15/1/1": 404, base + "/tiles/14/0/0.mvt": 404} {
		if a := w.asks(t, w.a, http.MethodGet, target, ""); a.Code != want {
			t.Errorf("GET %s = %d, want %d", target, a.Code, want)
		}
		if a := w.asks(t, w.b, http.MethodGet, target, ""); a.Code != 404 {
			t.Errorf("GET %s of another's pack = %d", target, a.Code)
		}
	}
	if seen, err := (&marker.Store{DB: w.pool}).Sightings(t.Context(), ids[1]); err != nil || len(seen) != 1 || seen[0].Condition != "text_faded" {
		t.Errorf("sightings of the marker: %+v, %v", seen, err)
	}
	if n := query[int](t, w.system, `SELECT count(*)::int FROM ledger_entry WHERE action = 'field_pack.take'`)[0]; n != 1 {
		t.Errorf("%d entries for one pack", n)
	}
}
