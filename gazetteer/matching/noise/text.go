package noise

import (
	"strings"

	"github.com/google/uuid"

	"diming/gazetteer/matching"
)

// A piece is a component of an address as it is written.
type piece struct {
	kind matching.Kind // zero behind the names
	name *matching.Name
	text string
}

// A writing is an address on its way to a text.
type writing struct {
	before, after string
	pieces        []piece
	a             *matching.Address
	number, tail  string
}

// write is the standard text of an address in its pieces.
func (c *Corpus) write(a *matching.Address) *writing {
	w := &writing{a: a}
	for id := a.Division; id != uuid.Nil; {
		n := &c.Names[c.at[id]]
		w.pieces = append([]piece{{n.Kind, n, n.Current}}, w.pieces...)
		id = n.Parent
	}
	for _, id := range []uuid.UUID{a.Way, a.Settlement, a.Compound} {
		if id != uuid.Nil {
			n := &c.Names[c.at[id]]
			w.pieces = append(w.pieces, piece{n.Kind, n, n.Current})
		}
	}
	w.number, w.tail = standardNumber(a), standardTail(a)
	return w
}

func standardNumber(a *matching.Address) string {
	switch {
	case a.Number == "":
		return ""
	case a.Sub != "":
		return a.Number + "-" + a.Sub + "号"
	}
	return a.Number + "号"
}

func standardTail(a *matching.Address) string {
	var b strings.Builder
	for _, part := range [][2]string{{a.Building, "幢"}, {a.Unit, "单元"}, {a.Floor, "层"}, {a.Room, "室"}} {
		if part[0] != "" {
			b.WriteString(part[0] + part[1])
		}
	}
	return b.String()
}

func (w *writing) text() string {
	var b strings.Builder
	b.WriteString(w.before)
	for _, p := range w.pieces {
		b.WriteString(p.text)
	}
	return b.String() + w.number + w.tail + w.after
}

// Text is the standard text of an address.
func (c *Corpus) Text(i int) string { return c.write(&c.Addresses[i]).text() }

// Pieces are the components of the standard text, the number and what stands
// behind it as the last.
func (c *Corpus) Pieces(i int) []string {
	w := c.write(&c.Addresses[i])
	var out []string
	for _, p := range w.pieces {
		out = append(out, p.text)
	}
	if w.number != "" {
		out = append(out, w.number)
	}
	if w.tail != "" {
		out = append(out, w.tail)
	}
	return out
}
