package signs

import (
	"bytes"
	"crypto/rand"
	"errors"
	mathrand "math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// randomTokens are n tokens that are the same in every run.
func randomTokens(t *testing.T, n int) []Token {
	t.Helper()
	source := mathrand.NewChaCha8([32]byte{1})
	tokens := make([]Token, n)
	for i := range tokens {
		var err error
		if tokens[i], err = NewToken(source); err != nil {
			t.Fatal(err)
		}
	}
	return tokens
}

func TestEverySingleWrongCharacterIsLocatedAndPutRight(t *testing.T) {
	for _, token := range randomTokens(t, 100) {
		for i := range tokenLen {
			for _, c := range []byte(alphabet) {
				if c == token[i] {
					continue
				}
				wrong := string(token[:i]) + string(c) + string(token[i+1:])
				_, err := ParseToken(wrong)
				var e *TokenError
				if !errors.As(err, &e) || e.Suggestion != token || e.Position != i+1 {
					t.Fatalf("ParseToken(%q) = %v, want suggestion %s at %d", wrong, err, token, i+1)
				}
			}
		}
	}
}

func TestACharacterOutsideTheAlphabetIsPutRight(t *testing.T) {
	for _, token := range randomTokens(t, 20) {
		for i := range tokenLen {
			for _, c := range []string{"U", "u", "*", "村"} {
				_, err := ParseToken(string(token[:i]) + c + string(token[i+1:]))
				var e *TokenError
				if !errors.As(err, &e) || e.Suggestion != token || e.Position != i+1 {
					t.Fatalf("%s with %s at %d: %v, want suggestion", token, c, i+1, err)
				}
			}
		}
	}
}

func TestTwoWrongCharactersNeverMakeAToken(t *testing.T) {
	random := mathrand.New(mathrand.NewPCG(1, 2))
	const rounds = 200
	tried, misled := 0, 0
	for _, token := range randomTokens(t, rounds) {
		for i := range tokenLen {
			for j := i + 1; j < tokenLen; j++ {
				b := []byte(token)
				b[i] = other(random, b[i])
				b[j] = other(random, b[j])
				_, err := ParseToken(string(b))
				var e *TokenError
				if !errors.As(err, &e) {
					t.Fatalf("ParseToken(%q) = %v, want a refusal (issued %s)", b, err, token)
				}
				tried++
				if e.Suggestion != "" {
					misled++
				}
			}
		}
	}
	rate := float64(misled) / float64(tried)
	t.Logf("%d double errors: none accepted, %.1f %% led to a suggestion", tried, 100*rate)
	// Of 31 places that a pair of syndromes can point to, 10 exist, less
	// the two that are wrong themselves.
	if rate > 0.30 {
		t.Errorf("double errors with a suggestion = %.3f, want 8/31 or so", rate)
	}
}

func other(random *mathrand.Rand, c byte) byte {
	for {
		if o := alphabet[random.IntN(32)]; o != c {
			return o
		}
	}
}

func TestTwoSwappedCharactersNeverMakeAToken(t *testing.T) {
	for _, token := range randomTokens(t, 200) {
		for i := range tokenLen - 1 {
			b := []byte(token)
			b[i], b[i+1] = b[i+1], b[i]
			if _, err := ParseToken(string(b)); err == nil && b[i] != b[i+1] {
				t.Errorf("ParseToken(%q) accepted %s with two characters swapped", b, token)
			}
		}
	}
}

func TestParseTokenReadsWhatPeopleType(t *testing.T) {
	token, err := NewToken(bytes.NewReader([]byte{0x08, 0x42, 0x10, 0x84, 0x20})) // 1 0 1 0 …
	if err != nil {
		t.Fatal(err)
	}
	s := string(token)
	for _, test := range []struct{ name, in string }{
		{"as issued", s},
		{"small letters", strings.ToLower(s)},
		{"I for 1", strings.ReplaceAll(s, "1", "I")},
		{"l for 1", strings.ReplaceAll(s, "1", "l")},
		{"o for 0", strings.ReplaceAll(s, "0", "o")},
		{"grouped", token.Grouped()},
		{"spaces around and between", "  " + s[:5] + " " + s[5:] + "\n"},
		{"full-width forms", strings.Map(func(r rune) rune { return r - '!' + '！' }, s)},
		{"an ideographic space and a dash", s[:5] + "　" + s[5:8] + "—" + s[8:]},
	} {
		if got, err := ParseToken(test.in); err != nil || got != token {
			t.Errorf("%s: ParseToken(%q) = %q, %v, want %q", test.name, test.in, got, err, token)
		}
	}
}

func TestParseTokenSaysWhatIsWrong(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"empty", "", "it has 0 characters"},
		{"short", "8F3K7", "it has 5 characters"},
		{"long", "8F3K7QM2XD9", "it has 11 characters"},
		{"two from outside the alphabet", "**00000000", "more than one character"},
		{"very long", strings.Repeat("7", 1<<20), "it has 1048576 characters"},
		{"not UTF-8", "\xff\xfe00000000", "more than one character"},
	} {
		_, err := ParseToken(test.in)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error = %v, want it to say %q", test.name, err, test.want)
			continue
		}
		if len(err.Error()) > 300 {
			t.Errorf("%s: error has %d bytes, want it shortened", test.name, len(err.Error()))
		}
	}
}

func TestNewTokenReportsAShortSource(t *testing.T) {
	if token, err := NewToken(bytes.NewReader([]byte{1, 2})); err == nil {
		t.Errorf("NewToken of two bytes = %q, want an error", token)
	}
}

func TestATokenReadsBackInAnyForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.SliceOfN(rapid.Byte(), 5, 5).Draw(t, "seed")
		token, err := NewToken(bytes.NewReader(seed))
		if err != nil {
			t.Fatal(err)
		}
		if len(token) != 10 || strings.ContainsAny(string(token), "ILOU") {
			t.Fatalf("NewToken = %q", token)
		}
		got, err := ParseToken(strings.ToLower(token.Grouped()))
		if err != nil || got != token {
			t.Fatalf("ParseToken(%q) = %q, %v", token.Grouped(), got, err)
		}
	})
}

func TestTokensDiffer(t *testing.T) {
	a, errA := NewToken(rand.Reader)
	b, errB := NewToken(rand.Reader)
	if errA != nil || errB != nil || a == b {
		t.Errorf("two tokens = %q, %q (%v, %v), want two different ones", a, b, errA, errB)
	}
}

func FuzzParseToken(f *testing.F) {
	for _, s := range []string{"", "0000000000", "8F3K-7QM-2XD", "uuuuuuuuuu", "８Ｆ３Ｋ７ＱＭ２ＸＤ", "\xff", "I-L-O"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		token, err := ParseToken(s)
		var e *TokenError
		switch {
		case err == nil:
			if again, err := ParseToken(string(token)); err != nil || again != token {
				t.Errorf("ParseToken(%q) = %q, which reads back as %q, %v", s, token, again, err)
			}
		case !errors.As(err, &e):
			t.Errorf("ParseToken(%q): error %T, want *TokenError", s, err)
		case (e.Suggestion == "") != (e.Position == 0):
			t.Errorf("ParseToken(%q): position %d with suggestion %q", s, e.Position, e.Suggestion)
		case e.Suggestion != "":
			if _, err := ParseToken(string(e.Suggestion)); err != nil {
				t.Errorf("ParseToken(%q) suggests %q: %v", s, e.Suggestion, err)
			}
		}
	})
}
