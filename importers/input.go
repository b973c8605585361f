package importers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"diming/importers/coordinate"
	"diming/importers/csvfile"
	"diming/importers/geojson"
)

// Formats that are read here; the others have the names of their drivers.
const (
	formatCSV      = "csv"
	formatGeoJSON  = "geojson"
	formatXLSX     = "xlsx"
	formatSequence = "geojsonseq"

	formatZIP      = "zip"      // to be told by its entries
	formatCompound = "compound" // never read
)

// An input is what a file tells before any row is taken from it, and how its
// rows are read: either as a table or as features.
type input struct {
	format     string
	size       int64
	total      int64 // bytes that reading the rows takes in
	sha256     [32]byte
	encoding   csvfile.Encoding
	asTable    *Table
	comma      rune // of a table, also of its file of rejected rows
	layer      string
	layers     []Layer
	crsBasis   string            // why the features are said to be in their reference system
	system     coordinate.System // that the file names in words alone
	crsLacking error             // why they cannot be placed until somebody names it
	linked     bool              // it refers to data elsewhere
	notes      []string

	table    func() (records, error)  // from the heading on; nil of features
	features func() (features, error) // from the first on; nil of a table
	later    func() []string          // notes on what was met in reading
	closers  []func() error
}

// A Layer is one of the layers or sheets of a file.
type Layer struct {
	Name     string `json:"name"`
	Rows     int64  `json:"rows"` // as the file says; -1 when it does not say
	Geometry string `json:"geometry,omitempty"`
	CRS      int    `json:"crs,omitempty"` // EPSG code, 0 when none is known
	Hidden   bool   `json:"hidden,omitempty"`
	Known    int    `json:"headings_known"` // of its headings
}

func (in *input) digest() string { return hex.EncodeToString(in.sha256[:]) }

func (in *input) note(format string, args ...any) {
	in.notes = append(in.notes, fmt.Sprintf(format, args...))
}

// close lets go of the file and of what was made of it.
func (in *input) close() {
	for i := len(in.closers) - 1; i >= 0; i-- {
		_ = in.closers[i]() // everything was read
	}
	in.closers = nil
}

// inspect finds out what a file is and prepares to read its rows. What it
// returns is to be closed.
func inspect(ctx context.Context, o Options) (*input, error) {
	in := &input{}
	if err := in.look(ctx, o); err != nil {
		in.close()
		return nil, err
	}
	return in, nil
}

func (in *input) look(ctx context.Context, o Options) error {
	file, err := os.Open(o.File)
	if err != nil {
		return err
	}
	in.closers = append(in.closers, file.Close)
	stat, err := file.Stat()
	if err != nil {
		return err
	}
	if stat.IsDir() {
		return in.openFolder(ctx, o)
	}
	if in.size = stat.Size(); in.size > o.MaxBytes {
		return tooLarge(in.size, o.MaxBytes)
	}
	head := make([]byte, 4096)
	n, err := io.ReadFull(file, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	if in.format, err = formatOf(o.Name, head[:n]); err != nil {
		return err
	}
	in.total = in.size
	if in.format == formatCSV {
		return in.openCSV(file, o)
	}
	if err := in.hash(file, nil); err != nil {
		return err
	}
	if err := rewind(file); err != nil {
		return err
	}
	switch in.format {
	case formatCompound:
		return compound(file)
	case formatZIP:
		return in.openZIP(ctx, file, o)
	}
	if format, geo := geoFormats[in.format]; geo {
		return in.openGeoFile(ctx, o, format)
	}
	return in.openGeoJSON(file)
}

func (in *input) openGeoJSON(file *os.File) error {
	in.features = func() (features, error) {
		if err := rewind(file); err != nil {
			return nil, err
		}
		if in.format == formatSequence {
			return geojson.NewSequence(file, 0), nil
		}
		return geojson.NewReader(file)
	}
	return nil
}

func rewind(file *os.File) error {
	_, err := file.Seek(0, io.SeekStart)
	return err
}

func tooLarge(size, most int64) error {
	return fmt.Errorf("文件有 %s，超过 %s，请分成几个文件 / the file has %d bytes, more than %d: split it", amount(size), amount(most), size, most)
}

// amount is a number of bytes as people say it.
func amount(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d 字节", n)
}

// hash reads the whole file for its digest; into sees the bytes as well.
func (in *input) hash(file *os.File, into io.Writer) error {
	if err := rewind(file); err != nil {
		return err
	}
	sum := sha256.New()
	var all io.Writer = sum
	if into != nil {
		all = io.MultiWriter(sum, into)
	}
	n, err := io.CopyBuffer(all, struct{ io.Reader }{file}, make([]byte, 1<<20))
	if err != nil {
		return err
	}
	if n != in.size {
		return fmt.Errorf("读取时文件有变动 / the file changed while it was read")
	}
	sum.Sum(in.sha256[:0])
	return nil
}

// openCSV tells the encoding of a table from all its bytes.
func (in *input) openCSV(file *os.File, o Options) error {
	detector := &csvfile.Detector{}
	if err := in.hash(file, detector); err != nil {
		return err
	}
	encoding, evidence, err := detector.Encoding()
	given := o.Encoding != ""
	if given {
		encoding, err = csvfile.Encoding(o.Encoding), nil
	}
	if err != nil {
		return err
	}
	in.table = func() (records, error) {
		if err := rewind(file); err != nil {
			return nil, err
		}
		return csvfile.NewReader(file, encoding), nil
	}
	first, err := in.table()
	if err != nil {
		return err
	}
	in.encoding, in.comma = encoding, rune(first.(*csvfile.Reader).Comma())
	in.asTable = &Table{encoding, evidence, given, string(in.comma)}
	return nil
}
