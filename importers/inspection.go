package importers

import (
	"context"
	"fmt"
	"io"
	"slices"
)

// An Inspection is what a file tells of itself before anything is decided
// about it. No database is asked.
type Inspection struct {
	File      string    `json:"file"`
	SizeBytes int64     `json:"size_bytes"`
	SHA256    string    `json:"sha256"`
	Format    string    `json:"format"`
	Layer     string    `json:"layer,omitempty"`
	Layers    []Layer   `json:"layers,omitempty"` // of formats that have several, also when there is one
	Geometry  bool      `json:"geometry"`         // the rows are features
	CRS       int       `json:"crs,omitempty"`    // EPSG code that the file declares, 0 when it does not
	CRSBasis  string    `json:"crs_basis,omitempty"`
	Table     *Table    `json:"table,omitempty"`
	Headings  []Heading `json:"headings"`
	Rows      int64     `json:"rows"` // of the layer, as the file says; -1 when it does not
	Notes     []string  `json:"notes,omitempty"`
}

// A Heading is a column of a table, or a property of features, with values
// that its first rows hold.
type Heading struct {
	Heading string   `json:"heading"`
	Samples []string `json:"samples"` // different ones, none empty, at most MaxSamples
}

// Bounds of what an Inspection looks at.
const (
	MaxSamples  = 5
	inspectRows = 200
)

// Inspect tells what a file is and what its columns hold. Of Options it needs
// File alone; Name, As, Encoding, Layer and MaxBytes count where they are set.
func Inspect(ctx context.Context, o Options) (Inspection, error) {
	if err := o.completeFile(); err != nil {
		return Inspection{}, err
	}
	o.sampling = true
	in, err := inspect(ctx, o)
	if err != nil {
		return Inspection{}, fmt.Errorf("read %s: %w", o.Name, err)
	}
	defer in.close()
	i := Inspection{
		File: o.Name, SizeBytes: in.size, SHA256: in.digest(), Format: in.format, Layer: in.layer, Layers: in.layers,
		Geometry: in.features != nil, CRSBasis: in.crsBasis, Table: in.asTable, Headings: []Heading{}, Rows: -1,
	}
	for _, l := range in.layers {
		if l.Name == in.layer {
			i.Rows = l.Rows
		}
	}
	look := i.lookAtTable
	if in.features != nil {
		look = i.lookAtFeatures
	}
	if err := look(in); err != nil {
		return Inspection{}, fmt.Errorf("read %s: %w", o.Name, err)
	}
	if in.crsLacking != nil {
		in.note("%v", in.crsLacking)
	}
	if i.Notes = in.notes; in.later != nil {
		i.Notes = append(i.Notes, in.later()...)
	}
	return i, nil
}

func (i *Inspection) lookAtTable(in *input) error {
	rows, err := in.table()
	if err != nil {
		return err
	}
	t, err := openTable(rows, newMapping(Places, false))
	if err != nil {
		return err
	}
	for _, h := range t.headings {
		i.Headings = append(i.Headings, Heading{h, []string{}})
	}
	for range inspectRows {
		rec, err := rows.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		for at, value := range rec.Fields[:min(len(rec.Fields), len(i.Headings))] {
			i.Headings[at].sample(value)
		}
	}
	return nil
}

func (i *Inspection) lookAtFeatures(in *input) error {
	rows, err := in.features()
	if err != nil {
		return err
	}
	if i.CRS = rows.CRS(); i.CRS != 0 && i.CRSBasis == "" {
		i.CRSBasis = "文件声明 / the file declares it"
	}
	at := map[string]int{}
	for range inspectRows {
		f, err := rows.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		for _, p := range f.Properties {
			n, met := at[p.Name]
			if !met {
				n = len(i.Headings)
				at[p.Name] = n
				i.Headings = append(i.Headings, Heading{p.Name, []string{}})
			}
			i.Headings[n].sample(p.Text)
		}
	}
	return nil
}

// sample keeps a value that shows something new.
func (h *Heading) sample(value string) {
	if value = shown(value); value != "" && len(h.Samples) < MaxSamples && !slices.Contains(h.Samples, value) {
		h.Samples = append(h.Samples, value)
	}
}
