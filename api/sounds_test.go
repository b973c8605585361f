package api_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"diming/internal/account"
)

// wave is a recording: silence of so many bytes at 8 kHz.
func wave(n int) []byte {
	var b bytes.Buffer
	b.WriteString("RIFF")
	_ = binary.Write(&b, binary.LittleEndian, uint32(36+n))
	b.WriteString("WAVEfmt ")
	for _, v := range []any{uint32(16), uint16(1), uint16(1), uint32(8000), uint32(8000), uint16(1), uint16(8)} {
		_ = binary.Write(&b, binary.LittleEndian, v)
	}
	b.WriteString("data")
	_ = binary.Write(&b, binary.LittleEndian, uint32(n))
	b.Write(bytes.Repeat([]byte{0x80}, n))
	return b.Bytes()
}

// sendFile sends a body as it is.
func (w *world) sendFile(t *testing.T, path, mediaType string, content []byte, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, bytes.NewReader(content))
	r.Header.Set("Content-Type", mediaType)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	got := httptest.NewRecorder()
	w.ServeHTTP(got, r)
	return got
}

func TestARecordingIsPlayedByEverybodyAndReplaced(t *testing.T) {
	w := newWorld(t)
	id := w.named["place"]
	ann := w.signedIn(t, "ann", account.Grant{Role: account.Clerk, Division: w.home})
	p, tag := w.asked(t, id, ann)
	at := "/v1/places/" + id + "/sound"
	put := func(name string, content []byte, more ...string) *httptest.ResponseRecorder {
		return w.sendFile(t, at+"?name_id="+p.Names[0].ID.String()+"&filename="+name, "application/octet-stream", content, append(append([]string{"If-Match", tag}, more...), ann...)...)
	}
	if none := w.send(t, "GET", at, ""); none.Code != 404 || !strings.Contains(none.Body.String(), "no-sound") {
		t.Errorf("before there is one = %d %s, want 404 no-sound", none.Code, none.Body)
	}
	for _, c := range []struct {
		name    string
		content []byte
		want    int
	}{
		{"a.mp3", []byte("<html><script>alert(1)</script>"), 422},
		{"a.mp3", wave(100), 422},
		{"a.pdf", []byte("%PDF-1.4 \n1 0 obj"), 422},
		{"a.wav", wave(5_000_000), 413},
	} {
		if got := put(c.name, c.content); got.Code != c.want {
			t.Errorf("%s of %.12q = %d %s, want %d", c.name, c.content, got.Code, got.Body, c.want)
		}
	}
	if other := w.sendFile(t, at+"?name_id="+w.named["place"]+"&filename=a.wav", "audio/wav", wave(100), append([]string{"If-Match", tag}, ann...)...); other.Code != 422 {
		t.Errorf("of a name that is not the place's = %d, want 422", other.Code)
	}
	first, second := wave(100), wave(200)
	done := put("李四.wav", first)
	if done.Code != 201 {
		t.Fatalf("upload = %d %s", done.Code, done.Body)
	}
	if stale := put("b.wav", second); stale.Code != 412 {
		t.Errorf("upload over an older version = %d %s, want 412", stale.Code, stale.Body)
	}
	played := w.send(t, "GET", at, "")
	if played.Code != 200 || !bytes.Equal(played.Body.Bytes(), first) {
		t.Fatalf("play = %d, %d bytes, want what was sent", played.Code, played.Body.Len())
	}
	for header, want := range map[string]string{"Content-Type": "audio/wav", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"} {
		if got := played.Header().Get(header); got != want {
			t.Errorf("%s of a recording is %q, want %q", header, got, want)
		}
	}
	if how := played.Header().Get("Content-Disposition"); !strings.HasPrefix(how, "attachment") || strings.Contains(how, "%E6%9D%8E") {
		t.Errorf("it is sent as %q, want an attachment that does not bear the name of who spoke", how)
	}
	if part := w.send(t, "GET", at, "", "Range", "bytes=0-3"); part.Code != 206 || part.Body.String() != "RIFF" {
		t.Errorf("a part of it = %d %q", part.Code, part.Body)
	}
	tag = done.Header().Get("ETag")
	if again := put("b.wav", second); again.Code != 201 {
		t.Fatalf("replace = %d %s", again.Code, again.Body)
	}
	var told struct {
		Sound *struct {
			Href      string
			SizeBytes int64 `json:"size_bytes"`
		}
	}
	if err := json.Unmarshal(w.send(t, "GET", "/v1/places/"+id, "").Body.Bytes(), &told); err != nil || told.Sound == nil || told.Sound.SizeBytes != int64(len(second)) {
		t.Fatalf("the place tells of %+v, %v, want the second recording", told.Sound, err)
	}
	if got := w.send(t, "GET", told.Sound.Href, ""); !bytes.Equal(got.Body.Bytes(), second) {
		t.Errorf("%s = %d, want the second recording", told.Sound.Href, got.Code)
	}
	_, tag = w.asked(t, id, ann)
	gone := w.send(t, "DELETE", at+"?name_id="+p.Names[0].ID.String(), "", append([]string{"If-Match", tag}, ann...)...)
	if gone.Code != 200 || w.send(t, "GET", at, "").Code != 404 {
		t.Errorf("remove = %d %s, want it gone", gone.Code, gone.Body)
	}
	var kept int
	if err := w.pool.QueryRow(t.Context(), `SELECT count(*) FROM name_sound`).Scan(&kept); err != nil || kept != 2 {
		t.Errorf("%d recordings are kept, %v, want both", kept, err)
	}
	if _, err := w.pool.Exec(t.Context(), `UPDATE name_sound SET removed = NULL`); err == nil {
		t.Error("a removed recording came back by itself")
	}
	var said string
	if err := w.pool.QueryRow(t.Context(), `SELECT string_agg(body, ' ') FROM ledger_entry WHERE action LIKE 'name.sound%'`).Scan(&said); err != nil || strings.Contains(said, "李四") {
		t.Errorf("the ledger says %s, %v: who spoke is no business of it", said, err)
	}
}

func TestARecordingOfAnInternalPlaceIsNotForEverybody(t *testing.T) {
	w := newWorld(t)
	ann := w.signedIn(t, "ann", account.Grant{Role: account.Clerk, Division: w.home})
	body := `{"name":"密溪","class":"22200","division":"330881003","visibility":"internal","reason":"测试"}`
	var made struct{ ID string }
	if err := json.Unmarshal(w.send(t, "POST", "/v1/places", body, ann...).Body.Bytes(), &made); err != nil {
		t.Fatal(err)
	}
	p, tag := w.asked(t, made.ID, ann)
	at := fmt.Sprintf("/v1/places/%s/sound", made.ID)
	if up := w.sendFile(t, at+"?filename=a.wav&name_id="+p.Names[0].ID.String(), "audio/wav", wave(10), append([]string{"If-Match", tag}, ann...)...); up.Code != 201 {
		t.Fatalf("upload = %d %s", up.Code, up.Body)
	}
	if mine := w.send(t, "GET", at, "", ann...); mine.Code != 200 || !strings.HasPrefix(mine.Header().Get("Cache-Control"), "private") {
		t.Errorf("for who keeps it = %d, %q", mine.Code, mine.Header().Get("Cache-Control"))
	}
	if theirs := w.send(t, "GET", at, ""); theirs.Code != 404 {
		t.Errorf("for everybody = %d, want 404", theirs.Code)
	}
}
