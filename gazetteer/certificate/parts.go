package certificate

// A Part is one thing that a certificate's paper prints and somebody wrote.
type Part struct{ What, WhatEN, Text string }

// Parts are all that the paper prints beside its own words: of the place, of
// the office and of the holder. Whether the fonts hold it has to be known
// before a number is given out.
func (p Print) Parts() []Part {
	f := p.Facts
	if f.Door != nil {
		return p.doorParts()
	}
	parts := []Part{
		{"标准地名", "the standard name", f.Name},
		{"罗马字母拼写", "the name in Roman letters", f.Roman},
		{"类别", "the class", f.ClassName},
		{"所在行政区名称", "the names of the divisions", f.Division},
		{"位置说明", "the position", f.Position},
		{"依据", "the basis", f.Basis},
		{"开具单位名称", "the name of the issuing office", p.Issuer},
		{"证明编号", "the number", p.Number},
		{"持有人", "the holder", p.Holder.Name},
		{"用途", "the purpose", p.Holder.Purpose},
	}
	for _, one := range p.Holder.Papers {
		parts = append(parts, Part{"证件名称", "the name of a paper", one.Kind}, Part{"证件所载地址", "the address on a paper", one.Address})
	}
	if p.Kind == Renamed {
		for _, former := range f.Former {
			parts = append(parts, Part{"曾用标准地名", "a former standard name", former.Name})
		}
	}
	return parts
}
