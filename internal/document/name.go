package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longestName is in bytes what file systems take, with room for a prefix.
const longestName = 200

// CleanName gives a file name that can be shown and saved anywhere: without
// folders, without characters that cannot be seen or that turn the direction
// of writing, and not too long. It keeps the extension.
func CleanName(name string) string {
	name = strings.ToValidUTF8(name, "")
	name = norm.NFC.String(visible(name))
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, name)
	name = strings.TrimRight(strings.TrimSpace(name), ". ")
	name = strings.TrimLeft(name, ". ")
	if name == "" {
		return "文件"
	}
	if reserved(name) {
		name = "_" + name
	}
	return shorten(name)
}

// visible drops what is no text to the eye: control and format characters
// (bidi overrides, zero width), line and paragraph ends, private use.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) {
			return -1
		}
		return r
	}, s)
}

// reserved tells names that Windows keeps for devices.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch stem = strings.TrimSpace(stem); stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	default:
		return len(stem) == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) && stem[3] >= '0' && stem[3] <= '9'
	}
}

func shorten(name string) string {
	if len(name) <= longestName {
		return name
	}
	end := ""
	if e := extensionOf(name); e != "" {
		end = name[len(name)-len(e)-1:]
	}
	stem := name[:longestName-len(end)]
	for !utf8.ValidString(stem) {
		stem = stem[:len(stem)-1]
	}
	return stem + end
}

// extensionOf is what a name says of its kind, in lower case without the dot;
// "" if it says nothing.
func extensionOf(name string) string {
	i := strings.LastIndexByte(name, '.')
	if i < 0 || len(name)-i > 12 || strings.ContainsAny(name[i:], " ") {
		return ""
	}
	return strings.ToLower(name[i+1:])
}

// NameFor gives the clean name of a file of a kind; one that does not say its
// kind is given the kind's extension.
func NameFor(name string, k Kind) string {
	name = CleanName(name)
	if extensionOf(name) == "" {
		name = shorten(name + "." + specOf(k).extensions[0])
	}
	return name
}
