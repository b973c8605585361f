package signs

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// tokenLen is the length of a token: 8 random characters and 2 that protect
// them.
const tokenLen = 10

// alphabet is Crockford's base 32: no I, L, O or U.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// maxTokenInput bounds what ParseToken looks at, in bytes: a token with
// generous separators is far below it.
const maxTokenInput = 128

// A Token is what a code says about its plate: 10 Crockford base-32
// characters, of which 8 are random and 2 are Reed–Solomon symbols over
// GF(32). It means nothing by itself and never changes.
//
// Any two tokens differ in three characters or more: one wrong character is
// located and put right, and two wrong characters never make another token.
type Token string

// NewToken takes 5 bytes from rand, which should be crypto/rand.Reader.
func NewToken(rand io.Reader) (Token, error) {
	var b [5]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("make token: %w", err)
	}
	return TokenFromBits(b), nil
}

func tokenOf(symbols [tokenLen]byte) Token {
	var text [tokenLen]byte
	for i, s := range symbols {
		text[i] = alphabet[s]
	}
	return Token(text[:])
}

// Grouped returns t as people read it out: 4, 3 and 3 characters.
func (t Token) Grouped() string {
	if len(t) != tokenLen {
		return string(t)
	}
	return string(t[:4] + "-" + t[4:7] + "-" + t[7:])
}

// A TokenError says why a text is not a token.
type TokenError struct {
	Input  string // what was given, shortened to 40 characters
	Length int    // characters found, separators not counted; 10 in a token

	// Position is the wrong character's place, from 1, or 0 if it is not
	// known which one is wrong.
	Position int

	// Suggestion is the token that the text becomes when the character at
	// Position is put right, or empty. When more than one character is
	// wrong it can be a token that was never issued.
	Suggestion Token
}

func (e *TokenError) Error() string {
	switch {
	case e.Length != tokenLen:
		return fmt.Sprintf("parse token %q: it has %d characters, a token has %d", e.Input, e.Length, tokenLen)
	case e.Suggestion != "":
		return fmt.Sprintf("parse token %q: character %d is wrong, did you mean %s", e.Input, e.Position, e.Suggestion.Grouped())
	default:
		return fmt.Sprintf("parse token %q: more than one character is wrong", e.Input)
	}
}

// ParseToken reads a token as people type it: in any case, also in the
// full-width forms of a Chinese keyboard, with I and L for 1 and O for 0, and
// with spaces and hyphens anywhere. Any other error is a *[TokenError].
func ParseToken(s string) (Token, error) {
	symbols, n, bad := tokenSymbols(s)
	fail := &TokenError{Input: shorten(s), Length: n}
	if n != tokenLen || len(bad) > 1 {
		return "", fail
	}
	s0, s1 := syndromes(symbols)
	switch {
	case len(bad) == 1:
		fail.suggest(symbols, bad[0], s0, s1)
		return "", fail
	case s0 == 0 && s1 == 0:
		return tokenOf(symbols), nil
	case s0 == 0 || s1 == 0:
		return "", fail // one wrong character disturbs both
	}
	fail.suggest(symbols, tokenLen-1-int(gfLog[gfDiv(s1, s0)]), s0, s1)
	return "", fail
}

// suggest puts the character at index i right if that makes a token.
func (e *TokenError) suggest(symbols [tokenLen]byte, i int, s0, s1 byte) {
	if i < 0 || gfMul(s0, locator(i)) != s1 {
		return
	}
	symbols[i] ^= s0
	e.Position, e.Suggestion = i+1, tokenOf(symbols)
}

// tokenSymbols returns the values of the characters of s, how many there are
// (also beyond ten), and the indexes of those outside the alphabet, whose
// value is taken as 0.
func tokenSymbols(s string) (symbols [tokenLen]byte, n int, bad []int) {
	if len(s) > maxTokenInput {
		return symbols, utf8.RuneCountInString(s), nil
	}
	for _, r := range s {
		value, separator := symbolOf(r)
		if separator {
			continue
		}
		if n < tokenLen {
			if value < 0 {
				bad = append(bad, n)
				value = 0
			}
			symbols[n] = byte(value)
		}
		n++
	}
	return symbols, n, bad
}

// symbolOf returns the value of a character, or -1 if it has none.
func symbolOf(r rune) (value int, separator bool) {
	if r >= '！' && r <= '～' { // full-width forms stand in ASCII order
		r -= '！' - '!'
	}
	if r >= 'a' && r <= 'z' {
		r -= 'a' - 'A'
	}
	switch r {
	case ' ', '-', '\t', '\n', '\r', '\u3000', '\u2010', '\u2011', '\u2013', '\u2014':
		return 0, true
	case 'I', 'L':
		return 1, false
	case 'O':
		return 0, false
	}
	return strings.IndexRune(alphabet, r), false
}

// shorten keeps the first 40 characters of s, marked if there were more.
func shorten(s string) string {
	n := 0
	for i := range s {
		if n == 40 {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
