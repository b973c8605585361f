package address

import (
	"cmp"
	"strings"

	"diming/gazetteer"
)

// Names are what the divisions and places of an address are called on a day;
// "" where there is none.
type Names struct {
	Province, City, County, Township, Village string
	Settlement, Way, Compound                 string
}

// Text writes an address in the order of the levels, from the province to the
// room. A level that is missing is left out; so is one that only fills a code
// table (市辖区), and a municipality 直辖市, which is province and city at once,
// stands once. The units are fixed: 号, 幢, 单元, 层, 室.
func Text(c Components, n Names) string {
	var b strings.Builder
	for _, name := range n.divisions() {
		b.WriteString(name)
	}
	b.WriteString(n.Settlement)
	b.WriteString(n.Way)
	b.WriteString(c.number())
	b.WriteString(n.Compound)
	b.WriteString(c.within())
	return b.String()
}

// Short writes an address without its divisions, as a plate has it: what is
// numbered by its village bears the village's name.
func Short(c Components, n Names) string {
	base := n.Settlement + n.Way
	if base == "" && n.Compound == "" {
		base = cmp.Or(n.Village, n.Township)
	}
	return base + c.number() + n.Compound + c.within()
}

// divisions are the names of the divisions that are said. Where a code table
// repeats a unit one level further down, because it is both, it is said once:
// 北京市 as province and city, 东莞市 as city and county.
func (n Names) divisions() []string {
	var said []string
	above := ""
	for _, name := range []string{n.Province, n.City, n.County} {
		if name == "" || name == above || gazetteer.IsPlaceholder(name) {
			continue
		}
		said, above = append(said, name), name
	}
	return append(said, n.Township, n.Village)
}

// number writes the door number with what is inserted behind it.
func (c Components) number() string {
	if c.Number == "" {
		return ""
	}
	if c.Sub == "" {
		return c.Number + "号"
	}
	return c.Number + c.InsertFormat + c.Sub + "号"
}

// within writes what lies behind a door or in a compound.
func (c Components) within() string {
	var b strings.Builder
	for _, part := range []struct{ text, word string }{{c.Building, "幢"}, {c.Unit, "单元"}, {c.Floor, "层"}, {c.Room, "室"}} {
		if part.text != "" {
			b.WriteString(part.text)
			b.WriteString(part.word)
		}
	}
	return b.String()
}
