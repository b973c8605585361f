package canonical_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"diming/internal/canonical"
)

func TestReadRefusesEveryOtherTextOfAValue(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":                         "",
		"white space":                     `{"a": 1}`,
		"a line feed at the end":          "1\n",
		"two values":                      "1 2",
		"names out of order":              `{"b":1,"a":2}`,
		"a name twice":                    `{"a":1,"a":1}`,
		"an empty name twice":             `{"":1,"":1}`,
		"U+E000 before what lies beyond":  "{\"\ue000\":1,\"𬭚\":2}",
		"a fraction":                      `1.5`,
		"an exponent":                     `1e3`,
		"minus nothing":                   `-0`,
		"a leading zero":                  `01`,
		"a plus":                          `+1`,
		"an integer that is rounded":      `9007199254740992`,
		"a longer integer":                `123456789012345678901`,
		"a slash that is escaped":         `"\/"`,
		"a letter that is escaped":        `"\u0061"`,
		"an escape in capitals":           `"\u001F"`,
		"a long escape with a short form": `"\u000a"`,
		"U+0000":                          `"\u0000"`,
		"half of a surrogate pair":        `"\ud800"`,
		"an escape cut off":               `"\u00`,
		"a backslash at the end":          `"\`,
		"a control character":             "\"\n\"",
		"bytes that are not UTF-8":        "\"\xff\"",
		"a byte order mark":               "\ufeff1",
		"a comma too many":                `[1,]`,
		"a list without an end":           `[1`,
		"a name without a value":          `{"a"}`,
		"a word cut off":                  `tru`,
		"another word":                    `True`,
		"far too deep":                    strings.Repeat("[", 10000),
	} {
		t.Run(name, func(t *testing.T) {
			if v, err := canonical.Read([]byte(text)); !errors.Is(err, canonical.ErrNot) {
				t.Errorf("Read(%q) = %v, %v, want ErrNot", text, v, err)
			}
		})
	}
}

func TestReadGivesWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := values(3).Draw(t, "value")
		text, err := canonical.Text(v)
		if err != nil {
			t.Fatal(err)
		}
		back, err := canonical.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if again, err := canonical.Text(back); err != nil || again != text {
			t.Fatalf("read and written again: %s, %v, want %s", again, err, text)
		}
		if diff := cmp.Diff(decode(t, text), plain(back)); diff != "" {
			t.Fatalf("%s reads otherwise than by encoding/json (-json +ours):\n%s", text, diff)
		}
	})
}

// plain gives objects the type that encoding/json gives them.
func plain(v any) any {
	switch v := v.(type) {
	case canonical.Object:
		out := map[string]any{}
		for name, member := range v {
			out[name] = plain(member)
		}
		return out
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	}
	return v
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-2,null,true,false,"x"],"b":{}}`, `"\b\t\n\f\r\u001f\"\\江𬭚"`, `[[[]]]`, `"\u0000"`, `{"a":1,"a":1}`, "-", "9007199254740991"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := canonical.Read(text)
		if err != nil {
			return
		}
		again, err := canonical.Text(v)
		if err != nil || again != string(text) {
			t.Fatalf("Read took %q, which is written %q, %v", text, again, err)
		}
	})
}
