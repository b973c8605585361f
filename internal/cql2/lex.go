package cql2

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A kind of token.
type kind int

const (
	end    kind = iota
	word        // identifier or keyword, unquoted
	quoted      // identifier in double quotes
	text        // character literal
	number
	sign // operator or bracket
)

// A token is a part of the text encoding.
type token struct {
	kind  kind
	text  string // of a literal: its value
	value float64
	at    int // byte where it begins
	end   int // byte behind it
}

// is tells whether the token is a keyword or sign.
func (t token) is(s string) bool {
	return t.kind == sign && t.text == s || t.kind == word && strings.EqualFold(t.text, s)
}

// lex cuts a filter into tokens, the last of which is an end.
func lex(s string) ([]token, error) {
	var all []token
	for at := 0; ; {
		at += len(s[at:]) - len(strings.TrimLeft(s[at:], " \t\r\n"))
		if at == len(s) {
			return append(all, token{kind: end, at: at, end: at}), nil
		}
		t, n, err := next(s[at:])
		if err != nil {
			return nil, misplaced(s, at, err)
		}
		t.at, t.end = at, at+n
		all, at = append(all, t), at+n
	}
}

// next reads the token at the beginning of s, and its length.
func next(s string) (token, int, *Error) {
	c := s[0]
	switch {
	case c == '\'':
		return delimited(s, '\'', text)
	case c == '"':
		return delimited(s, '"', quoted)
	case c >= '0' && c <= '9', c == '.' && len(s) > 1 && s[1] >= '0' && s[1] <= '9':
		return numeral(s)
	}
	for _, two := range []string{"<>", "<=", ">="} {
		if strings.HasPrefix(s, two) {
			return token{kind: sign, text: two}, 2, nil
		}
	}
	if strings.ContainsRune("=<>+-*/%^(),[]", rune(c)) {
		return token{kind: sign, text: s[:1]}, 1, nil
	}
	if n := identifier(s); n > 0 {
		return token{kind: word, text: s[:n]}, n, nil
	}
	return token{}, 0, wrong("不认识的字符。", "This character means nothing here.")
}

// delimited reads a literal or name between quotes, of which a doubled one
// stands for itself.
func delimited(s string, quote byte, k kind) (token, int, *Error) {
	var value strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != quote {
			value.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == quote {
			value.WriteByte(quote)
			i++
			continue
		}
		if strings.ContainsRune(value.String(), 0) {
			break
		}
		return token{kind: k, text: value.String()}, i + 1, nil
	}
	return token{}, 0, wrong("这个引号没有结束。", "This quote is not closed.")
}

func numeral(s string) (token, int, *Error) {
	n := digits(s, 0)
	if n < len(s) && s[n] == '.' {
		n = digits(s, n+1)
	}
	if n < len(s) && (s[n] == 'e' || s[n] == 'E') {
		from := n + 1
		if from < len(s) && (s[from] == '+' || s[from] == '-') {
			from++
		}
		if to := digits(s, from); to > from {
			n = to
		}
	}
	value, err := strconv.ParseFloat(s[:n], 64)
	if err != nil || n < len(s) && identifier(s[n:]) > 0 {
		return token{}, 0, wrong("数写得不对。", "This is no number.")
	}
	return token{kind: number, text: s[:n], value: value}, n, nil
}

func digits(s string, from int) int {
	for from < len(s) && s[from] >= '0' && s[from] <= '9' {
		from++
	}
	return from
}

// identifier gives the length of the name at the beginning of s, 0 where there
// is none.
func identifier(s string) int {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		begins := r == '_' || r == ':' || unicode.IsLetter(r)
		if r == utf8.RuneError || !begins && (n == 0 || r != '.' && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)) {
			break
		}
		n += size
	}
	return n
}
