package api

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// isText tells whether s is UTF-8 without NUL.
func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// queryIsText tells whether a raw query can be read, and all in it is text.
func queryIsText(raw string) bool {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return false
	}
	for key, all := range values {
		if !isText(key) {
			return false
		}
		for _, v := range all {
			if !isText(v) {
				return false
			}
		}
	}
	return true
}
