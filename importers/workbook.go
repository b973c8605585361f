package importers

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"diming/importers/xlsxfile"
	"diming/importers/zipfile"
)

// openZIP tells by its entries what an archive holds.
func (in *input) openZIP(ctx context.Context, file *os.File, o Options) error {
	a, err := zipfile.Open(file, in.size, zipfile.Limits{})
	if err != nil {
		return err
	}
	if _, office := a.Find("[Content_Types].xml"); office {
		in.format = formatXLSX
		return in.openWorkbook(file, o)
	}
	return in.openGeoZIP(ctx, file, a, o)
}

// openWorkbook chooses the sheet to read and says which were left.
func (in *input) openWorkbook(file *os.File, o Options) error {
	book, err := xlsxfile.Open(file, in.size, zipfile.Limits{})
	if err != nil {
		return err
	}
	known := o.knower()
	book.Known = func(heading string) bool { return known(heading) > 0 }
	if book.Macros {
		in.note("工作簿含有宏，没有运行 / the workbook holds macros, which were not run")
	}
	sheets := map[string]*xlsxfile.Sheet{}
	var unread error
	for _, info := range book.Sheets {
		layer := Layer{Name: info.Name, Hidden: info.Hidden, Rows: -1}
		sheet, err := book.Sheet(info.Name)
		if err == nil {
			sheets[info.Name] = sheet
			layer.Rows, layer.Known = sheet.Rows, known(sheet.Headings...)
		} else if unread == nil || info.Name == o.Layer {
			unread = err
		}
		in.layers = append(in.layers, layer)
	}
	if err := in.choose(o, func(l Layer) bool { return sheets[l.Name] != nil }); err != nil {
		return cmp.Or(unread, err)
	}
	if sheet := sheets[in.layer]; marked(strings.Join(sheet.Title, " ") + " " + in.layer) {
		return fmt.Errorf("工作表“%s”标有密级 / the sheet is marked: %w", in.layer, ErrClassified)
	}
	in.readSheet(sheets[in.layer])
	return nil
}

// readSheet makes the sheet the table that is read.
func (in *input) readSheet(sheet *xlsxfile.Sheet) {
	if len(sheet.Title) > 0 {
		in.note("表头以上的文字没有作为数据：%s / the lines above the heading are no data", shown(strings.Join(sheet.Title, " ")))
	}
	in.comma, in.total = ',', sheet.Size()
	var last *xlsxfile.Reader
	in.table = func() (records, error) {
		r, err := sheet.Read()
		if err != nil {
			return nil, err
		}
		in.closers = append(in.closers, r.Close)
		last = r
		return r, nil
	}
	in.later = func() []string {
		if last == nil {
			return nil
		}
		return last.Notes()
	}
}

// knower counts the fields that some headings would fill.
func (o Options) knower() func(headings ...string) int {
	var mappings []*mapping
	for _, kind := range Kinds {
		if o.As == "" || o.As == kind {
			mappings = append(mappings, newMapping(kind, false))
		}
	}
	return func(headings ...string) int {
		most := 0
		for _, m := range mappings {
			fields := map[field]bool{}
			for _, h := range headings {
				if f := m.byHeading[normalHeading(h)]; f != fieldNone && !f.own() {
					fields[f] = true
				}
			}
			most = max(most, len(fields))
		}
		return most
	}
}

// choose settles the layer that is read: the one asked for, or the one whose
// headings are best recognised and, of those, the longest. What is left is
// said. readable tells the layers that can be read at all.
func (in *input) choose(o Options, readable func(Layer) bool) error {
	var best *Layer
	var left []string
	for i := range in.layers {
		l := &in.layers[i]
		switch {
		case o.Layer != "" && l.Name != o.Layer, !readable(*l):
		case best == nil, l.Known > best.Known, l.Known == best.Known && l.Rows > best.Rows:
			best = l
		}
	}
	names := make([]string, len(in.layers))
	for i, l := range in.layers {
		names[i] = l.Name
		if best != nil && l.Name != best.Name {
			left = append(left, l.Name)
		}
	}
	if best == nil {
		return fmt.Errorf("没有名为 %q 的图层或工作表，有：%s / no layer or sheet %q", o.Layer, strings.Join(names, "、"), o.Layer)
	}
	in.layer = best.Name
	if best.Hidden {
		in.note("工作表“%s”是隐藏的 / the sheet is hidden", best.Name)
	}
	if len(left) > 0 {
		slices.Sort(left)
		in.note("读取“%s”，没有读取：%s；要读取另一个请用 --layer 指明 / this layer was read, those were not: name another with --layer", best.Name, strings.Join(left, "、"))
	}
	return nil
}
