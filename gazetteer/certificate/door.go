package certificate

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"diming/gazetteer/address"
	"diming/internal/typeset"
	"diming/internal/version"
)

// A Door is what a certificate says of an address beside its text: the fields
// of a 门牌证. The national code of an address (GB/T 39609) has parts whose
// lengths are not settled here, and no address holds one yet: the paper has no
// line for it, and is told by its own number.
type Door struct {
	County    string `json:"county"`
	Township  string `json:"township,omitempty"`  // of those issued before it was told, none
	Community string `json:"community,omitempty"` // village or community, where one is held
	Road      string `json:"road"`                // street or lane, or the natural village
	Number    string `json:"number"`              // from the number to the room
	Original  string `json:"original"`            // how it was written before; "" where it never was otherwise
}

// DraftAddress gives what a certificate would say of an address on a day, and
// where it lies. It answers ErrNoName where the address does not stand then,
// ErrNoCounty and address.ErrNotFound.
func (s *Store) DraftAddress(ctx context.Context, _ Kind, id uuid.UUID, day version.Date) (Facts, Whereabouts, error) {
	var f Facts
	var at Whereabouts
	addresses := &address.Store{DB: s.DB}
	r := address.Reader{Internal: true, AsOf: version.AsOf{Valid: day}}
	a, err := addresses.ByID(ctx, r, id)
	if err != nil {
		return f, at, err
	}
	if !a.Standing {
		return f, at, fmt.Errorf("certificate of address %s: %w", id, ErrNoName)
	}
	f = Facts{Name: a.Text, Since: a.Valid.From, SinceText: a.Valid.From.String(), Former: []Former{}, Basis: "标准地址登记（" + a.Source + "）", Door: doorOf(a)}
	at.Division = a.Division
	if err := s.locate(ctx, &f, &at, id, day); err != nil {
		return f, at, fmt.Errorf("certificate of address %s: %w", id, err)
	}
	texts, err := addresses.PastTexts(ctx, r, id)
	if err != nil {
		return f, at, err
	}
	for _, t := range texts {
		if t.Text != a.Text && !day.Before(t.Valid.From) {
			f.Former = append(f.Former, Former{t.Text, t.Valid.From.String(), t.Valid.To.String()})
		}
	}
	if len(f.Former) > 0 {
		f.Door.Original = f.Former[0].Name
	}
	return f, at, nil
}

func doorOf(a address.Address) *Door {
	n := a.Names
	d := &Door{County: n.County, Township: n.Township, Community: n.Village, Road: n.Way}
	if d.Road == "" {
		d.Road = n.Settlement
	}
	d.Number = address.Short(a.Components, address.Names{Compound: n.Compound})
	return d
}

// writtenNow says of certificates of addresses how these are written today:
// what carries on an address that was changed stands for it.
func (s *Store) writtenNow(ctx context.Context, all []Certificate) error {
	addresses := &address.Store{DB: s.DB}
	today := address.Reader{Internal: true, AsOf: version.AsOf{Valid: version.Today()}}
	for i := range all {
		next := all[i].Address
		for depth := 0; next != uuid.Nil && depth < 50; depth++ {
			a, err := addresses.ByID(ctx, today, next)
			if err != nil {
				return err
			}
			if next = uuid.Nil; a.Standing {
				all[i].NameNow = a.Text
			} else if a.Successor != nil {
				next = *a.Successor
			}
		}
		all[i].Ended = all[i].Address != uuid.Nil && all[i].NameNow == ""
	}
	return nil
}

// doorSentences are what a certificate of an address states, without its owner.
func (c Certificate) doorSentences() []string {
	f := c.Facts
	said := []string{"标准地址：" + f.Name + "。"}
	if f.Door.Original != "" {
		said = append(said, "原地址："+f.Door.Original+"。")
	}
	if c.Kind == OneAddress {
		return append(said, fmt.Sprintf("产权人下列 %d 份证件所载地址，与上述标准地址为同一处房产。", c.Papers))
	}
	return append(said, "该门牌为依法编制、登记在册的标准门牌。")
}

// door is the body of a certificate of an address.
func (p Print) door(s *typeset.Sheet) {
	if p.Kind == DoorPlate {
		s.Table(body, []float64{1, 3}, p.DoorFields())
		s.Skip(4)
		s.Paragraph(body, 2, "依据："+p.Facts.Basis+"。")
		return
	}
	s.Paragraph(body, 2, "兹证明：产权人"+p.Holder.Name+"的房产，标准地址为“"+p.Facts.Name+"”。")
	if p.Facts.Door.Original != "" {
		s.Paragraph(body, 2, "该地址原为“"+p.Facts.Door.Original+"”。")
	}
	p.tables(s)
	s.Paragraph(body, 2, "以上证件所载地址与标准地址为同一处房产。")
	s.Paragraph(body, 2, "依据："+p.Facts.Basis+"。")
	if p.Holder.Purpose != "" {
		s.Paragraph(body, 2, "本证明用于"+p.Holder.Purpose+"。")
	}
}

// DoorFields are the rows of a 门牌证 as counties print them, under their head.
func (p Print) DoorFields() [][]string {
	d := p.Facts.Door
	rows := [][]string{{"项目", "内容"}, {"证号", p.Number}, {"产权人", p.Holder.Name}, {"县（市、区）", d.County}}
	if d.Township != "" {
		rows = append(rows, []string{"乡镇（街道）", d.Township})
	}
	return append(rows, [][]string{{"村（社区）", orNone(d.Community)}, {"街路巷（自然村）", orNone(d.Road)}, {"门牌号", orNone(d.Number)},
		{"标准地址", p.Facts.Name}, {"原地址", orNone(d.Original)}, {"发证日期", InWords(p.IssuedOn.String())}}...)
}

func orNone(text string) string {
	if text == "" {
		return "无"
	}
	return text
}

// doorParts are what a certificate of an address prints and somebody wrote.
func (p Print) doorParts() []Part {
	d := p.Facts.Door
	parts := []Part{{"标准地址", "the standard address", p.Facts.Name}, {"原地址", "the original address", d.Original},
		{"依据", "the basis", p.Facts.Basis}, {"开具单位名称", "the name of the issuing office", p.Issuer}, {"证明编号", "the number", p.Number},
		{"产权人", "the owner", p.Holder.Name}, {"用途", "the purpose", p.Holder.Purpose}}
	for _, one := range p.Holder.Papers {
		parts = append(parts, Part{"证件名称", "the name of a paper", one.Kind}, Part{"证件所载地址", "the address on a paper", one.Address})
	}
	return parts
}
