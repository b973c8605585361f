package payload

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"diming/internal/version"
	"diming/signs"
)

var update = flag.Bool("update", false, "write the vectors anew")

// vectorsFile is what the installers' app is tested by, too.
const vectorsFile = "../../testdata/plate_payload.json"

// A vector is the text of a code with what is to be found of it.
type vector struct {
	What     string          `json:"what"`
	Text     string          `json:"text"`
	Is       string          `json:"is"`
	Name     string          `json:"name,omitempty"`
	Made     string          `json:"made,omitempty"`
	Shelters []vectorShelter `json:"shelters,omitempty"`
}

type vectorShelter struct {
	Name      string `json:"name"`
	Bearing   int    `json:"bearing"`
	DistanceM int    `json:"distanceM"`
}

type vectorKey struct {
	Key       string `json:"key"`
	Ed25519   string `json:"ed25519"`
	From      string `json:"from"`
	To        string `json:"to"`
	Withdrawn string `json:"withdrawn,omitempty"`
}

type vectors struct {
	Keys struct {
		Origin string      `json:"origin"`
		At     string      `json:"at"`
		Keys   []vectorKey `json:"keys"`
	} `json:"keys"`
	Void struct {
		Origin    string  `json:"origin"`
		At        string  `json:"at"`
		Count     int     `json:"count"`
		Complete  *string `json:"complete_since"`
		Bits      int     `json:"bits"`
		Set       string  `json:"set"`
		Key       string  `json:"key"`
		Signature string  `json:"signature"`
	} `json:"void"`
	VoidTokens []string `json:"void_tokens"`
	OtherToken string   `json:"other_token"`
	Codes      []vector `json:"codes"`
}

func is(err error, void bool) string {
	for found, word := range map[error]string{ErrNone: "plain", ErrForm: "strange", ErrForged: "forged", ErrNoKey: "unknown", ErrKeyEnded: "ended"} {
		if bytes.Contains([]byte(errorText(err)), []byte(found.Error())) {
			return word
		}
	}
	if void {
		return "void"
	}
	return "good"
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func madeVectors(t *testing.T) vectors {
	t.Helper()
	var v vectors
	v.Keys.At, v.Void.At = "2026-11-27T00:00:00Z", "2026-11-27T00:00:00Z"
	public := base64url.EncodeToString(testKeys()[0].Public)
	v.Keys.Keys = []vectorKey{{Key: "2026-1", Ed25519: public, From: "2026-01-01", To: "2026-12-31"}, {Key: "2025-1", Ed25519: public, From: "2025-01-01", To: "2025-12-31", Withdrawn: "2026-02-03T04:05:06Z"}}
	moment := time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)
	keys := Keys{testKeys()[0], {Key: Key{2025, 1}, Public: testKeys()[0].Public, From: version.Day(2025, 1, 1), To: version.Day(2025, 12, 31), Withdrawn: &moment}}
	gone := tokens(300)
	const register = "https://diming.jiangshan.gov.cn"
	list := MakeVoidList(gone, time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC), 7000).Sign(register, Key{2026, 1}, testKey)
	v.Keys.Origin, v.Void.Origin, v.Void.Count, v.Void.Bits, v.Void.Set = register, register, list.Count, list.Bits, list.Text()
	v.Void.Key, v.Void.Signature = list.Key.String(), base64url.EncodeToString(list.Signature)
	for _, one := range gone[:20] {
		v.VoidTokens = append(v.VoidTokens, string(one.Token))
	}
	v.OtherToken = string(ownToken(t))
	add := func(what, text string) {
		one := vector{What: what, Text: text}
		s, err := Read(text)
		void := false
		if err == nil {
			if err = s.Check(keys); err == nil {
				void, _ = list.Names(s.Token)
				one.Name, one.Made = s.Name, s.Made.String()
				for _, x := range s.Shelters {
					one.Shelters = append(one.Shelters, vectorShelter{x.Name, int(x.Bearing), x.DistanceM})
				}
			}
		}
		one.Is = is(err, void)
		v.Codes = append(v.Codes, one)
	}
	p := village(t)
	good := sealed(t, p)
	address, tail, _ := strings.Cut(good, "#")
	add("a village with two shelters", good)
	rare := p
	rare.Name, rare.Shelters = "㙍𬭚堽岜Ā1号·", nil
	add("rare characters, four bytes each, and no shelter", sealed(t, rare))
	plain := p
	plain.Shelters = []Shelter{{"", 255, 0}, {"", 0, maxDistanceM}, {"B", 128, 10}}
	add("shelters without names, at the ends of what can be said", sealed(t, plain))
	void := p
	void.Token = gone[7].Token
	add("a plate on the void list", sealed(t, void))
	early := p
	early.Made = version.Day(2025, 12, 31)
	add("signed the day before the key", sealed(t, early))
	other := p
	other.Key = Key{2026, 2}
	add("a key that is not known", sealed(t, other))
	withdrawn := early
	withdrawn.Key = Key{2025, 1}
	add("a key that was withdrawn", sealed(t, withdrawn))
	add("an address alone", address)
	add("another host", strings.Replace(good, "JIANGSHAN", "JIANGSHEN", 1))
	add("another plate", origin+string(signs.TokenFromBits([5]byte{9}))+"#"+tail)
	add("in small letters", strings.ToLower(good))
	add("a character more", good+"0")
	add("a triple above 65535", address+"#***"+tail[3:])
	data, err := decode(tail)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{2, 12, len(data) - 70, len(data) - 1} {
		changed := bytes.Clone(data)
		changed[i] ^= 1
		add("one bit changed", address+"#"+encode(changed))
	}
	return v
}

// TestTheVectorsThatTheAppReads holds the file that the installers' app is tested
// by to what is signed and found here.
func TestTheVectorsThatTheAppReads(t *testing.T) {
	made, err := json.MarshalIndent(madeVectors(t), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	made = append(made, '\n')
	if *update {
		if err := os.WriteFile(vectorsFile, made, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(vectorsFile)
	if err != nil || !bytes.Equal(kept, made) {
		t.Errorf("%s differs from what is made now, %v: look why, then run with -update", vectorsFile, err)
	}
	for word, want := range map[string]int{"good": 3, "void": 1, "ended": 2, "unknown": 1, "plain": 1} {
		if n := strings.Count(string(made), `"is": "`+word+`"`); n < want {
			t.Errorf("%d codes are %s, want %d", n, word, want)
		}
	}
}
