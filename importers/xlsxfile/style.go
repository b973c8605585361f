package xlsxfile

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// A style is what the format of a cell says about a number in it.
type style struct {
	date, clock bool // it is shown as a date, as a time of day
	zeros       int  // it is shown with zeros in front, to so many digits
}

// readStyles keeps, of all that styles say, how numbers are shown.
func (b *Book) readStyles(part string) error {
	custom := map[int]style{}
	cells := false
	return b.elements(part, func(e xml.StartElement, _ *xml.Decoder) error {
		switch e.Name.Local {
		case "numFmt":
			if id, err := strconv.Atoi(attr(e, "numFmtId")); err == nil {
				custom[id] = styleOf(attr(e, "formatCode"))
			}
		case "cellStyleXfs", "cellXfs", "cellStyles", "dxfs":
			cells = e.Name.Local == "cellXfs"
		case "xf":
			if !cells {
				return nil
			}
			id, _ := strconv.Atoi(attr(e, "numFmtId")) // 0, the general one, when absent
			s, own := custom[id]
			if !own {
				s = builtIn(id)
			}
			b.styles = append(b.styles, s)
		}
		return nil
	})
}

// builtIn are the formats that have numbers of their own; 27 to 36 and 50 to
// 58 are dates in Chinese, Japanese and Korean.
func builtIn(id int) style {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return style{date: true}
	case id == 22:
		return style{date: true, clock: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return style{clock: true}
	}
	return style{}
}

// styleOf reads a format code: of its first section, without what stands in
// quotes, brackets or behind a backslash.
func styleOf(code string) style {
	var bare strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			for i++; i < len(code) && code[i] != '"'; i++ {
			}
		case '[':
			from := i
			for i < len(code) && code[i] != ']' {
				i++
			}
			if inner := strings.ToLower(strings.Trim(code[from:i], "[]")); strings.Trim(inner, "hms") == "" {
				bare.WriteString(inner) // elapsed time
			}
		case '\\', '_', '*':
			i++
		case ';':
			i = len(code)
		default:
			bare.WriteByte(c)
		}
	}
	s := strings.ToLower(bare.String())
	if s != "" && strings.Trim(s, "0") == "" {
		return style{zeros: len(s)}
	}
	if strings.Contains(s, "general") {
		return style{}
	}
	clock := strings.ContainsAny(s, "hs")
	return style{date: strings.ContainsAny(s, "yd") || strings.Contains(s, "m") && !clock, clock: clock}
}
