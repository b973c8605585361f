package matchfile

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"diming/importers/csvfile"
)

// mixed mends rows that are in another encoding than the table: files that were
// put together from several offices' are UTF-8 in some rows and GB18030 in
// others.
type mixed struct{ table csvfile.Encoding }

func newMixed(e csvfile.Encoding) *mixed { return &mixed{e} }

// mend decodes a row anew where it is certainly in the other encoding, and
// tells whether it was.
func (m *mixed) mend(r *csvfile.Record) bool {
	switch m.table {
	case csvfile.UTF8:
		return r.Fault != nil && r.Fault.Column >= 0 && m.fromGB(r)
	case csvfile.GB18030:
		return m.fromUTF8(r)
	}
	return false
}

// fromGB decodes a row of a UTF-8 table whose bytes are no UTF-8.
func (m *mixed) fromGB(r *csvfile.Record) bool {
	fields := make([]string, len(r.Fields))
	for i, f := range r.Fields {
		s, err := simplifiedchinese.GB18030.NewDecoder().String(unescape(f))
		if err != nil || strings.ContainsRune(s, utf8.RuneError) {
			return false
		}
		fields[i] = s
	}
	r.Fields, r.Fault = fields, nil
	return true
}

// fromUTF8 decodes a row of a GB18030 table whose bytes are UTF-8: three
// characters of it at least, as two may be either.
func (m *mixed) fromUTF8(r *csvfile.Record) bool {
	fields, wide := make([]string, len(r.Fields)), 0
	for i, f := range r.Fields {
		s, err := gbBytes(f)
		if err != nil {
			return false
		}
		if r.Fault != nil {
			s = unescape(s)
		}
		if !utf8.ValidString(s) {
			return false
		}
		wide += len(s) - utf8.RuneCountInString(s)
		fields[i] = s
	}
	if wide < 3*2 || r.Fault != nil && r.Fault.Column < 0 {
		return false
	}
	r.Fields, r.Fault = fields, nil
	return true
}

// gbBytes gives the bytes that were decoded to a text. A single byte 80, common
// within UTF-8, was decoded to the euro sign.
func gbBytes(text string) (string, error) {
	parts := strings.Split(text, "€")
	for i := range parts {
		s, err := simplifiedchinese.GB18030.NewEncoder().String(parts[i])
		if err != nil {
			return "", err
		}
		parts[i] = s
	}
	return strings.Join(parts, "\x80"), nil
}

// unescape gives the bytes that \xHH stand for.
func unescape(s string) string {
	if !csvfile.Escaped(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if i+3 < len(s) && s[i] == '\\' && s[i+1] == 'x' {
			if n, err := strconv.ParseUint(s[i+2:i+4], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 3
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
