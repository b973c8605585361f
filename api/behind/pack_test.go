package behind

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAnyEndMakesAWholeGzipFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(strings.Repeat(rapid.String().Draw(t, "text"), rapid.IntRange(0, 50).Draw(t, "times")))
		p := Pack(text)
		for range 2 {
			end := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "end")
			packed := p.With([]byte("x"), end)[1:]
			if len(packed) != p.Size(len(end)) {
				t.Fatalf("%d bytes, said %d", len(packed), p.Size(len(end)))
			}
			z, err := gzip.NewReader(bytes.NewReader(packed))
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(z) // checks sum and size too
			if err != nil || !bytes.Equal(got, append(bytes.Clone(text), end...)) {
				t.Fatalf("%q with %q reads as %q, %v", text, end, got, err)
			}
			plain, err := p.Plain(end)
			if err != nil || !bytes.Equal(plain, got) {
				t.Fatalf("plain: %q, %v", plain, err)
			}
		}
	})
}
