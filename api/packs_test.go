package api_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/api"
	"diming/internal/account"
	"diming/internal/pmtiles"
	"diming/tiles"
	"diming/tiles/delta"
)

// A packSigner signs the deltas of these tests.
type packSigner struct{ ed25519.PrivateKey }

func (s packSigner) Key() string {
	return base64.RawURLEncoding.EncodeToString(s.Public().(ed25519.PublicKey))
}

func (s packSigner) Sign(text []byte) string {
	return base64.RawURLEncoding.EncodeToString(ed25519.Sign(s.PrivateKey, text))
}

// offer writes a pack of some ground into the folder of the server.
func (w *world) offer(t *testing.T, name, set string, root uuid.UUID) []byte {
	t.Helper()
	sees := tiles.Sight{}
	for _, layer := range tiles.RestrictedLayers(set) {
		sees[layer] = []uuid.UUID{root}
	}
	var out bytes.Buffer
	ground := orb.Bound{Min: orb.Point{118.5, 28.5}, Max: orb.Point{118.7, 28.7}}
	if _, err := w.Tiles.WriteArchive(t.Context(), tiles.Wanted{Set: set, Sees: sees, Ground: ground, To: 8, Title: name, Attribution: "示例数据", Seq: 7}, &out, nil); err != nil {
		t.Fatal(err)
	}
	w.shelve(t, name, out.Bytes())
	return out.Bytes()
}

func (w *world) shelve(t *testing.T, name string, file []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.PackDir, name), file, 0o600); err != nil {
		t.Fatal(err)
	}
}

// deltaOf is a delta of a pack with nothing changed.
func (w *world) deltaOf(t *testing.T, pack []byte) []byte {
	t.Helper()
	a, err := pmtiles.Open(bytes.NewReader(pack), int64(len(pack)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	by := packSigner{ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))}
	if _, err := w.Tiles.WriteDelta(t.Context(), tiles.Renewal{Base: a, Digest: digest(pack), By: by, Seq: 9}, &out, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func digest(file []byte) string {
	sum, err := delta.Digest(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		panic(err) // bytes in memory are read without one
	}
	return sum
}

// TestPacksAreOfferedByRangesToWhoMayHaveThem offers packs of the public set and of
// offices, a delta, and files that are neither.
func TestPacksAreOfferedByRangesToWhoMayHaveThem(t *testing.T) {
	w := newWorld(t)
	w.PackDir = t.TempDir()
	if err := w.Tiles.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	open := w.offer(t, "公开.pmtiles", tiles.Public, uuid.Nil)
	w.offer(t, "home.pmtiles", tiles.Office, w.home)
	w.offer(t, "whole.pmtiles", tiles.Office, uuid.Nil)
	w.shelve(t, "公开.delta", w.deltaOf(t, open))
	w.shelve(t, "cut.pmtiles", open[:len(open)/2])
	w.shelve(t, "notes.txt", []byte("notes"))
	name := "/packs/%E5%85%AC%E5%BC%80.pmtiles"
	t.Run("ranges", func(t *testing.T) { w.rangesOf(t, name, open) })
	t.Run("who", func(t *testing.T) { w.whoHasPacks(t) })
	t.Run("levels that may not be shown any more", func(t *testing.T) {
		w.Tiles.ShowFrom(4)
		defer w.Tiles.ShowFrom(0)
		if got := w.send(t, http.MethodGet, name, ""); got.Code != http.StatusNotFound {
			t.Errorf("a pack with areas of counties = %d, want 404", got.Code)
		}
	})
	w.offer(t, "公开.pmtiles", tiles.Draft, uuid.Nil)
	if got := w.send(t, http.MethodGet, name, ""); got.Code != http.StatusNotFound {
		t.Errorf("a file that is another now = %d, want 404", got.Code)
	}
	w.PackDir = filepath.Join(w.PackDir, "none")
	if got := answerOf[api.PackList](t, w, http.StatusOK, http.MethodGet, "/packs", ""); len(got.Packs)+len(got.Deltas) > 0 {
		t.Errorf("without a folder: %+v", got)
	}
}

func (w *world) rangesOf(t *testing.T, name string, file []byte) {
	etag := `"` + digest(file) + `"`
	for _, test := range []struct {
		headers []string
		query   string
		code    int
		body    []byte
		caching string
	}{
		{nil, "", http.StatusOK, file, "no-cache"},
		{nil, "?v=" + digest(file), http.StatusOK, file, "public, max-age=31536000, immutable"},
		{nil, "?v=0", http.StatusOK, file, "no-cache"},
		{[]string{"Range", "bytes=0-126"}, "", http.StatusPartialContent, file[:127], "no-cache"},
		{[]string{"Range", "bytes=127-", "If-Range", etag}, "", http.StatusPartialContent, file[127:], "no-cache"},
		{[]string{"Range", "bytes=0-9", "If-Range", `"other"`}, "", http.StatusOK, file, "no-cache"},
		{[]string{"Range", "bytes=-10"}, "", http.StatusPartialContent, file[len(file)-10:], "no-cache"},
		{[]string{"If-None-Match", etag}, "", http.StatusNotModified, nil, "no-cache"},
		{[]string{"Accept-Encoding", "gzip, br"}, "", http.StatusOK, file, "no-cache"},
	} {
		got := w.send(t, http.MethodGet, name+test.query, "", test.headers...)
		h := got.Header()
		if got.Code != test.code || !bytes.Equal(got.Body.Bytes(), test.body) || h.Get("ETag") != etag || h.Get("Cache-Control") != test.caching || h.Get("Content-Encoding") != "" {
			t.Errorf("%v %s: %d, %d bytes, %v", test.headers, test.query, got.Code, got.Body.Len(), h)
		}
		if want := fmt.Sprint(len(test.body)); test.body != nil && h.Get("Content-Length") != want {
			t.Errorf("%v: Content-Length %s, want %s", test.headers, h.Get("Content-Length"), want)
		}
	}
	if got := w.send(t, http.MethodGet, name, "", "Range", fmt.Sprintf("bytes=%d-", len(file))); got.Code != http.StatusRequestedRangeNotSatisfiable {
		t.Errorf("a range behind the end = %d", got.Code)
	}
}

func (w *world) whoHasPacks(t *testing.T) {
	roles := func(division uuid.UUID, login string) []string {
		return w.signedIn(t, login, account.Grant{Role: account.Inspector, Division: division}, account.Grant{Role: account.Numberer, Division: division})
	}
	absent := w.send(t, http.MethodGet, "/packs/absent.pmtiles", "")
	for _, test := range []struct {
		who     string
		headers []string
		want    []string
	}{
		{"nobody", nil, []string{"公开.pmtiles"}},
		{"an inspector elsewhere", roles(w.away, "away"), []string{"公开.pmtiles"}},
		{"an inspector", w.signedIn(t, "only", account.Grant{Role: account.Inspector, Division: w.home}), []string{"公开.pmtiles"}},
		{"who sees all of it", roles(w.home, "home"), []string{"home.pmtiles", "公开.pmtiles"}},
		{"who sees everything", roles(uuid.Nil, "whole"), []string{"home.pmtiles", "whole.pmtiles", "公开.pmtiles"}},
	} {
		list := answerOf[api.PackList](t, w, http.StatusOK, http.MethodGet, "/packs", "", test.headers...)
		var names []string
		for _, p := range list.Packs {
			names = append(names, p.Name)
		}
		if !slices.Equal(names, test.want) || len(list.Deltas) != 1 || list.Deltas[0].FromSeq != 7 || list.Deltas[0].ToSeq != 9 {
			t.Errorf("%s is offered %v, want %v; deltas %+v", test.who, names, test.want, list.Deltas)
		}
		for _, name := range []string{"home.pmtiles", "whole.pmtiles", "cut.pmtiles", "notes.txt", "..%2Fhome.pmtiles"} {
			got := w.send(t, http.MethodGet, "/packs/"+name, "", test.headers...)
			switch has := slices.Contains(test.want, name); {
			case has && (got.Code != http.StatusOK || got.Header().Get("Cache-Control") != "private, no-cache" || got.Header().Get("Access-Control-Allow-Origin") != ""):
				t.Errorf("%s gets %s: %d %v", test.who, name, got.Code, got.Header())
			case !has && (got.Code != http.StatusNotFound || got.Body.String() != absent.Body.String()):
				t.Errorf("%s gets %s: %d %s, of a file that there is not %s", test.who, name, got.Code, got.Body, absent.Body)
			}
		}
	}
}
