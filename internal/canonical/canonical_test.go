package canonical_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"diming/internal/canonical"
)

func TestTextFollowsRFC8785(t *testing.T) {
	for _, test := range []struct {
		name string
		in   any
		want string
	}{
		{"the string of the sample in section 3.2.2", "€$\x0f\nA'B\"\\\\\"/", `"€$\u000f\nA'B\"\\\\\"/"`},
		{"the literals of the sample in section 3.2.2", []any{nil, true, false}, `[null,true,false]`},
		{"members in the order of UTF-16 code units, section 3.2.3", canonical.Object{
			"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
			"\U0001f600": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis",
		}, `{"\r":"Carriage Return","1":"One","` + "\u0080" + `":"Control","ö":"Latin Small Letter O With Diaeresis",` +
			`"€":"Euro Sign","😀":"Emoji: Grinning Face","` + "\ufb33" + `":"Hebrew Letter Dalet With Dagesh"}`},
		{"the escapes with a short form", "\b\t\n\f\r\"\\", `"\b\t\n\f\r\"\\"`},
		{"the other control characters, in lower case", "\x01\x0b\x1b\x1f", `"\u0001\u000b\u001b\u001f"`},
		{"nothing else is escaped", "\x7f<>&/\u2028\u2029é㙟", "\"\x7f<>&/\u2028\u2029é㙟\""},
		{"a rare character beyond the BMP is itself", "𬭚", `"𬭚"`},
		{"a character beyond the BMP comes before U+E000", canonical.Object{"𬭚": 1, "\ue000": 2}, "{\"𬭚\":1,\"\ue000\":2}"},
		{"a shorter name comes first", canonical.Object{"ab": 1, "a": 2, "": 3}, `{"":3,"a":2,"ab":1}`},
		{"nested objects are ordered too", canonical.Object{"b": canonical.Object{"d": 1, "c": 2}, "a": map[string]any{}}, `{"a":{},"b":{"c":2,"d":1}}`},
		{"order in a list stays", []string{"b", "a"}, `["b","a"]`},
		{"integers", []any{0, -1, int64(1<<53 - 1), int64(-(1<<53 - 1))}, `[0,-1,9007199254740991,-9007199254740991]`},
		{"an id", uuid.MustParse("00000000-0000-7000-8000-00000000000A"), `"00000000-0000-7000-8000-00000000000a"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := canonical.Text(test.in)
			if err != nil || got != test.want {
				t.Errorf("Text(%#v) = %s, %v, want %s", test.in, got, err, test.want)
			}
		})
	}
}

func TestTextRefusesWhatReadersDisagreeOn(t *testing.T) {
	for _, test := range []struct {
		name string
		in   any
	}{
		{"a float", 0.1},
		{"an infinity", math.Inf(1)},
		{"an integer that IEEE numbers round", int64(1 << 53)},
		{"a negative integer that IEEE numbers round", int64(-1 << 53)},
		{"text that is not UTF-8", "\xff"},
		{"half of a surrogate pair", "\xed\xa0\x80"},
		{"U+0000, which the database cannot read back", "a\x00"},
		{"a name that is not UTF-8", canonical.Object{"\xff": 1}},
		{"a type that has no form", struct{}{}},
		{"a float deep inside", canonical.Object{"a": []any{canonical.Object{"b": 1.5}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, err := canonical.Text(test.in); !errors.Is(err, canonical.ErrNot) {
				t.Errorf("Text(%#v) = %s, %v, want ErrNot", test.in, got, err)
			}
		})
	}
}

// values draws what a ledger's object may hold, some levels deep.
func values(depth int) *rapid.Generator[any] {
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.ReplaceAll(rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.RuneFrom([]rune("\"\\\b\x01江𬭚\ue000")))).Draw(t, "text"), "\x00", "")
	})
	kinds := []*rapid.Generator[any]{
		rapid.Just[any](nil), rapid.Bool().AsAny(), text.AsAny(),
		rapid.Int64Range(-(1<<53 - 1), 1<<53-1).AsAny(),
	}
	if depth > 0 {
		kinds = append(kinds,
			rapid.MapOfN(text, values(depth-1), 0, 5).AsAny(),
			rapid.SliceOfN(values(depth-1), 0, 5).AsAny())
	}
	return rapid.OneOf(kinds...)
}

func TestTextReadsBackToTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := values(3).Draw(t, "value")
		text, err := canonical.Text(v)
		if err != nil {
			t.Fatal(err)
		}
		back := decode(t, text)
		again, err := canonical.Text(back)
		if err != nil || again != text {
			t.Fatalf("read back and written again: %s, %v, want %s", again, err, text)
		}
		if diff := cmp.Diff(v, back); diff != "" {
			t.Fatalf("%s reads back otherwise (-in +back):\n%s", text, diff)
		}
	})
}

// decode reads JSON with integers as int64.
func decode(t *rapid.T, text string) any {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("decode %s: %v", text, err)
	}
	return integers(t, v)
}

func integers(t *rapid.T, v any) any {
	switch v := v.(type) {
	case json.Number:
		n, err := v.Int64()
		if err != nil {
			t.Fatal(err)
		}
		return n
	case []any:
		for i := range v {
			v[i] = integers(t, v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = integers(t, v[k])
		}
	}
	return v
}
