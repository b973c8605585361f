package inspection_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"diming/boundaries/inspection"
	"diming/internal/canonical"
)

var update = flag.Bool("update", false, "write testdata/vectors again")

// compareVectors holds what Go makes to the file that the browser's tests read
// too, so that neither side can drift.
func compareVectors(t *testing.T, name string, got any) {
	t.Helper()
	text, err := json.MarshalIndent(got, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "vectors", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Split(string(text), "\n"), strings.Split(strings.TrimSpace(string(want)), "\n"); !slices.Equal(got, want) {
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("%s differs from what Go makes at line %d: %s, want %s", name, i+1, got[i], want[i])
			}
		}
		t.Errorf("%s has %d lines, Go makes %d", name, len(want), len(got))
	}
}

func TestVectorsOfCanonicalTexts(t *testing.T) {
	type vector struct {
		Value  any    `json:"value"`
		Text   string `json:"text"`
		Digest string `json:"digest"`
	}
	type bad struct {
		Why  string `json:"why"`
		Text string `json:"text"`
	}
	var good []vector
	for _, v := range []any{
		nil, true, "", "江山市 𬭚 \"\\/\b\t\n\f\r\x01\x1f\x7f\u2028", []any{1, -1, 0, int64(1<<53 - 1)},
		canonical.Object{"𬭚": 1, "\ue000": 2, "a": canonical.Object{"c": []any{}, "b": canonical.Object{}}, "B": nil, "": false},
	} {
		text, err := canonical.Text(v)
		if err != nil {
			t.Fatal(err)
		}
		good = append(good, vector{Value: v, Text: text, Digest: inspection.Digest([]byte(text))})
	}
	for _, name := range []string{"one", "two"} {
		text := madeRecord(name).Canonical()
		v, err := canonical.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		good = append(good, vector{Value: v, Text: string(text), Digest: inspection.Digest(text)})
	}
	refused := []bad{{"white space", `{"a": 1}`}, {"names out of order", `{"b":1,"a":2}`}, {"a name twice", `{"a":1,"a":1}`}, {"a fraction", `1.5`},
		{"an exponent", `1e3`}, {"minus nothing", `-0`}, {"an escape written otherwise", `"\u0061"`}, {"an integer that is rounded", `9007199254740992`},
		{"half of a surrogate pair", `"\ud800"`}, {"U+0000", `"\u0000"`}}
	for _, b := range refused {
		if v, err := canonical.Read([]byte(b.Text)); err == nil {
			t.Errorf("%s is read: %v", b.Why, v)
		}
	}
	compareVectors(t, "canonical.json", map[string]any{"canonical": good, "refused": refused})
}

func TestVectorsOfWords(t *testing.T) {
	type example struct {
		Digest string    `json:"digest"`
		Words  [4]string `json:"words"`
	}
	var examples []example
	for _, digest := range []string{strings.Repeat("0", 64), strings.Repeat("f", 64), madeSheet().Digest(), inspection.Digest(nil), "00200400800f" + strings.Repeat("1", 52)} {
		words, err := inspection.FourWords(digest)
		if err != nil {
			t.Fatal(err)
		}
		examples = append(examples, example{digest, words})
	}
	compareVectors(t, "words.json", map[string]any{"words": inspection.WordList(), "examples": examples})
}

func TestVectorsOfReceipts(t *testing.T) {
	type vector struct {
		Why       string `json:"why"`
		Receipt   string `json:"receipt"`
		Signature string `json:"signature"`
		Key       string `json:"key"`
		Stands    bool   `json:"stands"`
	}
	var all []vector
	add := func(why string, s inspection.SignedReceipt, stands bool) {
		if _, ok := inspection.ReceiptStands(s.Text, s.Signature, s.Key); ok != stands {
			t.Errorf("%s: it stands: %v, want %v", why, ok, stands)
		}
		all = append(all, vector{why, s.Text, s.Signature, s.Key, stands})
	}
	good := madeReceipt().Sign(madeKey("server"))
	add("of a record", good, true)
	file := inspection.Receipt{Kind: inspection.FileItem, ID: inspection.Digest([]byte("one")), Digest: inspection.Digest([]byte("one")), Standing: inspection.Accepted, Stored: morning, Server: "330881"}
	add("of a file", file.Sign(madeKey("server")), true)
	other := good
	other.Key = public(madeKey("other"))
	add("under another key", other, false)
	changed := good
	changed.Text = strings.Replace(good.Text, inspection.Accepted, inspection.Proposal, 1)
	add("with another standing", changed, false)
	cut := good
	cut.Signature = cut.Signature[:84]
	add("with a signature cut off", cut, false)
	add("signed as a statement", inspection.SignedReceipt{Text: good.Text, Signature: inspection.SignAs(madeKey("server"), good.Text), Key: good.Key}, false)
	odd := madeReceipt()
	odd.Standing = "lost"
	add("of a standing that nobody knows", odd.Sign(madeKey("server")), false)
	compareVectors(t, "receipts.json", all)
}

func TestVectorsOfSignatures(t *testing.T) {
	sig := madeStatement().Sign(madeKey("phone b"))
	seed := madeKey("phone b").Seed()
	other := sig.Signature[:10] + "A" + sig.Signature[11:]
	if !sig.Stands(public(madeKey("phone b"))) || (inspection.Signature{Statement: sig.Statement, Signature: other}).Stands(public(madeKey("phone b"))) {
		t.Error("the signature does not tell itself from another")
	}
	code := inspection.SignCode{Task: madeID("task"), Sheet: madeSheet().Digest(), Count: 2, Device: madeID("phone a"), Side: "a"}
	compareVectors(t, "signatures.json", map[string]any{
		"private_key": seed, "public_key": public(madeKey("phone b")), "statement": sig.Statement, "signature": sig.Signature,
		"other_signature": other, "body": string(sig.Canonical()), "digest": inspection.Digest(sig.Canonical()), "signed_code": sig.Text(),
		"sign_code": code.Text(), "sign_code_of": map[string]any{"task": code.Task, "sheet": code.Sheet, "count": code.Count, "device": code.Device, "side": code.Side},
	})
}

func TestVectorsOfSheets(t *testing.T) {
	s := madeSheet()
	words, err := inspection.FourWords(s.Digest())
	if err != nil {
		t.Fatal(err)
	}
	var records []map[string]any
	for i := len(s.Records) - 1; i >= 0; i-- {
		records = append(records, map[string]any{"id": s.Records[i].ID, "digest": s.Records[i].Digest})
	}
	compareVectors(t, "sheet.json", map[string]any{"task": s.Task, "records": records, "text": string(s.Canonical()), "digest": s.Digest(), "words": words})
}
