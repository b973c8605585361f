package delta_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"diming/internal/pmtiles"
	"diming/tiles/delta"
)

// A signer is a register that signs deltas.
type signer struct{ ed25519.PrivateKey }

func (s signer) Key() string {
	return base64.RawURLEncoding.EncodeToString(s.Public().(ed25519.PublicKey))
}

func (s signer) Sign(text []byte) string {
	return base64.RawURLEncoding.EncodeToString(ed25519.Sign(s.PrivateKey, text))
}

func signerOf(seed byte) signer {
	return signer{ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))}
}

var ours, others = signerOf(1), signerOf(2)

// metadata is what an archive says of itself, as far as deltas read it.
func metadata(seq int) map[string]any {
	return map[string]any{"name": "示例 <&>", "diming_set": "public", "diming_zooms": []int{0, 4}, "diming_seq": seq, "diming_key": ours.Key()}
}

var extent = pmtiles.Extent{West: 118.37, South: 28.25, East: 118.81, North: 28.9000001}

func archive(t *testing.T, seq int, tiles map[pmtiles.ID]string) []byte {
	t.Helper()
	w, err := pmtiles.NewWriter(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for id := range pmtiles.ID(300) {
		if body := tiles[id]; body != "" {
			if err := w.Add(id, []byte(body)); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := w.Finish(&out, pmtiles.About{Extent: extent, Metadata: metadata(seq)}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func open(t *testing.T, file []byte) (*pmtiles.Archive, string) {
	t.Helper()
	a, err := pmtiles.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	sum, err := delta.Digest(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return a, sum
}

func between(t *testing.T, base, later []byte, by signer) []byte {
	t.Helper()
	from, was := open(t, base)
	to, is := open(t, later)
	var out bytes.Buffer
	if _, err := delta.Between(from, to, was, is, &out, by); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// applied reads a delta and applies it to an archive.
func applied(t *testing.T, base, file []byte, key string) ([]byte, error) {
	t.Helper()
	d, err := delta.Read(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	a, sum := open(t, base)
	var out bytes.Buffer
	err = d.Apply(a, sum, key, &out)
	return out.Bytes(), err
}

// before and after have tiles that stay, change, come and go, first and last ones,
// and runs of the same body.
var (
	before = map[pmtiles.ID]string{0: "gone first", 2: "stays", 3: "same", 4: "same", 5: "same", 7: "was", 90: "stays", 299: "gone last"}
	after  = map[pmtiles.ID]string{1: "new first", 2: "stays", 3: "same", 4: "other", 5: "same", 6: "same", 7: "is", 90: "stays", 298: "new last"}
)

func TestADeltaMakesTheLaterArchiveByteForByte(t *testing.T) {
	for what, pair := range map[string][2]map[pmtiles.ID]string{
		"some": {before, after}, "and back": {after, before}, "all": {nil, after}, "to none": {before, nil}, "nothing": {before, before},
	} {
		base, later := archive(t, 10, pair[0]), archive(t, 12, pair[1])
		file := between(t, base, later, ours)
		got, err := applied(t, base, file, "")
		if err != nil || !bytes.Equal(got, later) {
			t.Errorf("%s: %v; %d bytes, want %d", what, err, len(got), len(later))
		}
		if again := between(t, base, later, ours); !bytes.Equal(again, file) {
			t.Errorf("%s: made again it is other bytes", what)
		}
	}
}

// TestADeltaSaysWhatItIs reads what everybody may read of one.
func TestADeltaSaysWhatItIs(t *testing.T) {
	base, later := archive(t, 10, before), archive(t, 12, after)
	file := between(t, base, later, ours)
	d, err := delta.Read(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	_, was := open(t, base)
	_, is := open(t, later)
	if d.Base != was || d.Result != is || d.Set != "public" || d.From != 0 || d.To != 4 || d.FromSeq != 10 || d.ToSeq != 12 || d.Extent != extent || d.Key != ours.Key() {
		t.Errorf("it says %+v", d.Manifest)
	}
	var changed []pmtiles.ID
	for _, c := range d.Changed {
		changed = append(changed, c.ID)
	}
	if fmt.Sprint(changed, d.Gone) != "[1 4 6 7 298] [0 299]" {
		t.Errorf("changed %v, gone %v", changed, d.Gone)
	}
}

// TestAnyByteThatIsAnotherIsRefused changes each byte of a delta, cuts it off at each,
// and lengthens it.
func TestAnyByteThatIsAnotherIsRefused(t *testing.T) {
	base := archive(t, 10, before)
	file := between(t, base, archive(t, 12, after), ours)
	for i := range file {
		for _, bit := range []byte{1, 0x20, 0x80} {
			bad := bytes.Clone(file)
			bad[i] ^= bit
			if _, err := applied(t, base, bad, ""); !errors.Is(err, delta.ErrForm) && !errors.Is(err, delta.ErrChanged) && !errors.Is(err, delta.ErrCut) {
				t.Fatalf("byte %d changed: %v", i, err)
			}
		}
		if _, err := applied(t, base, file[:i], ""); !errors.Is(err, delta.ErrCut) && !errors.Is(err, delta.ErrForm) {
			t.Fatalf("cut off at %d: %v", i, err)
		}
	}
	if _, err := applied(t, base, append(bytes.Clone(file), 0), ""); !errors.Is(err, delta.ErrCut) {
		t.Errorf("with a byte more: %v", err)
	}
}

func TestADeltaOfSomebodyElseOrForAnotherArchiveIsRefused(t *testing.T) {
	base, later := archive(t, 10, before), archive(t, 12, after)
	file := between(t, base, later, ours)
	for what, test := range map[string]struct {
		base, file []byte
		key        string
		want       error
	}{
		"for another archive":           {archive(t, 11, before), file, "", delta.ErrBase},
		"for the later archive":         {later, file, "", delta.ErrBase},
		"signed by another":             {base, between(t, base, later, others), "", delta.ErrKey},
		"not by whom was told":          {base, file, others.Key(), delta.ErrKey},
		"by another, who was told":      {base, between(t, base, later, others), others.Key(), nil},
		"with another's signature":      {base, resigned(file, others), "", delta.ErrChanged},
		"an archive, which is no delta": {base, base, "", delta.ErrForm},
	} {
		if _, err := applied(t, test.base, test.file, test.key); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", what, err, test.want)
		}
	}
}

// resigned puts another's signature under a manifest that names us.
func resigned(file []byte, by signer) []byte {
	lines := strings.SplitN(string(file), "\n", 4)
	lines[2] = by.Sign([]byte(lines[0] + "\n" + lines[1]))
	return []byte(strings.Join(lines, "\n"))
}

// FuzzRead has hostile files end with an error, or be what their signer wrote.
func FuzzRead(f *testing.F) {
	f.Add([]byte("diming-tiles-delta-1\n{}\nx\n"))
	f.Add([]byte("diming-tiles-delta-1\n" + `{"base":"","changed":[[1,2,""]],"extent_e7":[0,0,0,0],"gone":[3],"key":"","metadata":"","result":"","seq":[0,0],"set":"","zooms":[0,0]}` + "\nx\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if d, err := delta.Read(bytes.NewReader(file), int64(len(file))); (d != nil) == (err != nil) {
			t.Errorf("%v, and a delta: %v", err, d != nil)
		}
	})
}
