package importers

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// A peeked source gives its first row again.
type peeked struct {
	source
	first *row
	err   error
}

func peek(s source) *peeked {
	p := &peeked{source: s}
	p.first, p.err = s.read()
	return p
}

func (p *peeked) read() (*row, error) {
	if r, err := p.first, p.err; r != nil || err != nil {
		p.first, p.err = nil, nil
		if err == io.EOF {
			p.err = err
		}
		return r, err
	}
	return p.source.read()
}

// adoptSource takes the name of the source from a file of rejected rows,
// whatever that file is called, unless the caller has given one.
func (r *run) adoptSource(p *peeked) error {
	if r.o.sourceFrom != FromFileName || p.first == nil || !r.c.m.has(fieldReason) || !r.c.m.has(fieldNumber) {
		return nil
	}
	name := p.first.values[fieldSource]
	if name == "" {
		return nil
	}
	if reason := checkName(name); reason != "" {
		return fmt.Errorf("%s %q: %s", sourceColumn, name, reason)
	}
	r.o.Source, r.o.sourceFrom = name, FromRejectedFile
	return nil
}

// checkOrigin refuses the rows of a file of rejected rows that belong to
// another source, and those that were refused as duplicates and still bear
// the key of the other row, over which they would be written.
func (c *converter) checkOrigin(r *row, key string, f field) {
	if from := r.values[fieldSource]; from != "" && c.source != "" && from != c.source {
		r.refuse(c.m.name(fieldSource), from, fmt.Sprintf("此行属于来源“%s”，本次导入的来源是“%s”，请分开导入 / the row belongs to another source", from, c.source))
	}
	if was := r.values[fieldMark]; was != "" && was == keyDigest(key) {
		r.refuseAgain(c.m.name(f), r.values[f])
	}
}

// refuseAgain refuses a row of a file of rejected rows that was not corrected,
// for the reason that it gives.
func (r *row) refuseAgain(column, value string) {
	r.mark = r.values[fieldMark]
	why := r.values[fieldReason]
	if _, after, found := strings.Cut(why, uncorrected); found {
		why = strings.TrimSuffix(after, cleared)
	}
	r.refuse(column, value, uncorrected+why+cleared)
}

// keyDigest stands for a key in a file of rejected rows. It is not the key
// itself, which a person who corrects the file may well replace everywhere.
func keyDigest(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:8])
}

// cellsDigest stands for a row that did not fit the table: what is written of
// it may fit by chance, and still not be what was meant.
func cellsDigest(cells []string) string {
	d := digest{}
	for _, cell := range cells {
		d.add(strings.TrimSpace(cell))
	}
	sum := d.sum()
	return "r" + hex.EncodeToString(sum[:8])
}

const (
	uncorrected = "未改正："
	cleared     = "（核对无误请清空“" + markColumn + "”一格）"
)
