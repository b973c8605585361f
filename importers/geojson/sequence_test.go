package geojson_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"diming/importers/geojson"
)

func feature(name string) string {
	return fmt.Sprintf(`{"type":"Feature","properties":{"name":%q},"geometry":null}`, name)
}

// sequence reads all; a feature with a fault is "!".
func sequence(t testing.TB, text string) (names []string) {
	t.Helper()
	s := geojson.NewSequence(strings.NewReader(text), 0)
	for {
		f, err := s.Read()
		if err == io.EOF {
			if s.Offset() != int64(len(text)) {
				t.Errorf("%d of %d bytes were taken in", s.Offset(), len(text))
			}
			return names
		}
		switch {
		case err != nil:
			t.Fatalf("Read = %v", err)
		case f.Fault != nil:
			names = append(names, "!")
		default:
			names = append(names, f.Properties[0].Text)
		}
	}
}

func TestSequences(t *testing.T) {
	a, b, c := feature("甲"), feature("乙"), feature("丙")
	spread := strings.ReplaceAll(a, ",", ",\n  ")
	for _, test := range []struct{ name, text, want string }{
		{"after RFC 8142", "\x1E" + a + "\n\x1E" + b + "\n", "甲乙"},
		{"separators, texts over several lines", "\x1E" + spread + "\n\x1E" + b, "甲乙"},
		{"a broken text between separators", "\x1E" + a + "\n\x1E" + b[:20] + "\n\x1E" + c + "\n", "甲!丙"},
		{"one on each line", a + "\n" + b + "\r\n\n" + c, "甲乙丙"},
		{"a broken line", a + "\n" + b[:20] + "\n" + c, "甲!丙"},
		{"a broken first line", a[:20] + "\n" + b + "\n" + c, "!乙丙"},
		{"one behind the other", spread + b + spread, "甲乙甲"},
		{"a single feature", a, "甲"},
		{"the mark in front", "\xEF\xBB\xBF" + a + "\n" + b, "甲乙"},
		{"brackets in a text", feature("}{\\\"") + "\n" + b, `}{\"乙`},
	} {
		if diff := cmp.Diff(test.want, strings.Join(sequence(t, test.text), "")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestSequencesAreToldFromCollections(t *testing.T) {
	for head, want := range map[string]bool{
		feature("甲"):          true,
		"\x1E" + feature("甲"): true,
		"\n \x1E{":            true,
		`{"properties":{"type":"FeatureCollection"},"type":"Feature"`: true,
		`{"type":"FeatureCollection","features":[{"type":"Feature"`:   false,
		`{"type":"Topology"`:              false,
		`{"features":[{"type":"Feature"}`: false,
		"":                                false,
	} {
		if got := geojson.IsSequence([]byte(head)); got != want {
			t.Errorf("IsSequence(%q) = %v", head, got)
		}
	}
}

// FuzzSequence: whatever the bytes, reading ends, and takes all of them in.
func FuzzSequence(f *testing.F) {
	f.Add("\x1E" + feature("甲") + "\n\x1E" + feature("乙") + "\n")
	f.Add(feature("甲") + "\n" + feature("乙")[:30] + "\n")
	f.Add("{\n\"type\":\"Feature\"}{")
	f.Fuzz(func(t *testing.T, text string) {
		s := geojson.NewSequence(strings.NewReader(text), 0)
		for n := 0; ; n++ {
			_, err := s.Read()
			if err == io.EOF {
				break
			}
			if err != nil || n > len(text) {
				t.Fatalf("feature %d: %v", n, err)
			}
		}
		if s.Offset() != int64(len(text)) {
			t.Fatalf("%d of %d bytes were taken in", s.Offset(), len(text))
		}
	})
}
