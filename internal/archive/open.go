package archive

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"diming/internal/blob"
	"diming/internal/pg"
)

// An Opened is an export that can be read: whole, unchanged since it was
// written, and of a version that this program knows.
type Opened struct {
	Manifest Manifest
	root     *os.Root
	unpacked string // folder to remove; "" where the export is one itself
}

// Limits on what is believed of a foreign file.
const (
	maxManifest  = 64 << 20 // bytes
	maxInflation = 200      // how many times larger than an archive its files may be
	freeInflated = 64 << 20 // bytes that are let through whatever the archive's size
)

// Open checks an export from its first to its last byte, unpacking an archive
// under work first. What does not hold is a *Damage, ErrNotWhole or ErrNewer,
// and nothing was done. The caller closes it.
func Open(path, work string) (*Opened, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	o, dir := &Opened{}, path
	if !info.IsDir() {
		if dir, err = os.MkdirTemp(work, "diming-export-"); err != nil {
			return nil, err
		}
		o.unpacked = dir
		if err := unpack(path, dir); err != nil {
			return nil, errors.Join(err, o.Close())
		}
	}
	if o.root, err = os.OpenRoot(dir); err != nil {
		return nil, errors.Join(err, o.Close())
	}
	if err := o.check(); err != nil {
		return nil, errors.Join(err, o.Close())
	}
	return o, nil
}

// Close removes what was unpacked.
func (o *Opened) Close() error {
	var errs []error
	if o.root != nil {
		errs = append(errs, o.root.Close())
	}
	if o.unpacked != "" {
		errs = append(errs, os.RemoveAll(o.unpacked))
	}
	return errors.Join(errs...)
}

// unpack writes the files of an archive under dir. It refuses a name that
// leads out of it, what is no plain file, a name that comes twice, and an
// archive that grows without measure.
func unpack(file, dir string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	zip, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w: %w", file, ErrNotWhole, err)
	}
	inflated := &io.LimitedReader{R: zip, N: info.Size()*maxInflation + freeInflated}
	t := tar.NewReader(inflated)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) && inflated.N > 0 {
			_, err := io.Copy(io.Discard, inflated) // to the checksum at the end
			if err != nil {
				return fmt.Errorf("%s: %w: %w", file, ErrNotWhole, err)
			}
			return nil
		}
		if inflated.N <= 0 {
			return &Damage{File: file, Reason: fmt.Sprintf("it unpacks to more than %d times its size", maxInflation)}
		}
		if err != nil {
			return fmt.Errorf("%s: %w: %w", file, ErrNotWhole, err)
		}
		if !filepath.IsLocal(h.Name) || h.Typeflag != tar.TypeReg {
			return &Damage{File: fmt.Sprintf("%s: %q", file, h.Name), Reason: "a name in the archive leads outside, or is no plain file"}
		}
		err = unpackFile(t, filepath.Join(dir, h.Name))
		switch {
		case err == nil || inflated.N <= 0: // Next says the latter
		case errors.Is(err, io.ErrUnexpectedEOF):
			return fmt.Errorf("%s: %w: %w", file, ErrNotWhole, err)
		default:
			return &Damage{File: fmt.Sprintf("%s: %q", file, h.Name), Reason: err.Error()}
		}
	}
}

func unpackFile(r io.Reader, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

// check reads everything once before anything is believed.
func (o *Opened) check() error {
	if err := o.readManifest(); err != nil {
		return err
	}
	named := map[string]File{}
	for _, f := range o.Manifest.Files {
		if _, twice := named[f.Path]; twice {
			return &Damage{File: manifestName, Reason: fmt.Sprintf("it names %q twice", f.Path)}
		}
		named[f.Path] = f
		if err := o.checkFile(f); err != nil {
			return err
		}
	}
	for _, c := range o.Manifest.Tables {
		for _, path := range []string{c.CSV, c.JSON} {
			f, ok := named[path]
			if !ok {
				return &Damage{File: manifestName, Reason: fmt.Sprintf("it has no sums of %q, a file of table %s", path, c.Table)}
			}
			if err := o.checkRows(f, c.Rows, path == c.CSV); err != nil {
				return err
			}
		}
	}
	for _, path := range []string{schemaName, readmeName, documentList} {
		if _, ok := named[path]; !ok {
			return &Damage{File: manifestName, Reason: fmt.Sprintf("it does not name %q", path)}
		}
	}
	return o.eachDocument(func(blob.Digest) error { return nil })
}

func (o *Opened) readManifest() error {
	f, err := o.open(manifestName)
	if err != nil {
		return fmt.Errorf("%w: it has no %s, which is written last", ErrNotWhole, manifestName)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxManifest))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &o.Manifest); err != nil {
		return &Damage{File: manifestName, From: lineOf(text, err), To: lineOf(text, err), Reason: err.Error()}
	}
	m := o.Manifest
	if m.Format != Format {
		return fmt.Errorf("%w: its format is %q, this program reads %q", ErrNewer, m.Format, Format)
	}
	if m.Schema > pg.Latest() {
		return fmt.Errorf("%w: its tables stand at migration %d, this program knows %d", ErrNewer, m.Schema, pg.Latest())
	}
	if m.Schema < 1 || len(m.Tables) == 0 {
		return &Damage{File: manifestName, Reason: "it names no tables"}
	}
	return nil
}

// lineOf is the line at which JSON text is wrong.
func lineOf(text []byte, err error) int64 {
	var wrong *json.SyntaxError
	if !errors.As(err, &wrong) {
		return 0
	}
	return int64(bytes.Count(text[:min(len(text), int(wrong.Offset))], []byte("\n"))) + 1
}

// open opens a plain file of the export; the root keeps links and names from
// leading out of it.
func (o *Opened) open(path string) (*os.File, error) {
	info, err := o.root.Lstat(filepath.FromSlash(path))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Damage{File: path, Reason: "the file is missing"}
	case err != nil:
		return nil, &Damage{File: path, Reason: err.Error()}
	case !info.Mode().IsRegular():
		return nil, &Damage{File: path, Reason: "it is no plain file"}
	}
	return o.root.Open(filepath.FromSlash(path))
}

func (o *Opened) checkFile(want File) error {
	f, err := o.open(want.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	total := newSums()
	if _, err := io.Copy(total, f); err != nil {
		return fmt.Errorf("%s: %w", want.Path, err)
	}
	return want.compare(total.file(want.Path, want.LineSums != ""))
}

// checkRows counts the records of a file: a manifest may have been made to
// agree with a file that lacks some.
func (o *Opened) checkRows(f File, want int64, asCSV bool) error {
	content, err := o.open(f.Path)
	if err != nil {
		return err
	}
	defer content.Close()
	rows := f.Lines
	if asCSV {
		if rows, err = countRecords(content); err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
		rows-- // the heading
	}
	if rows != want {
		return &Damage{File: f.Path, From: min(rows, want) + 1, To: max(rows, want), Reason: fmt.Sprintf("it holds %d rows; the manifest says %d", rows, want)}
	}
	return nil
}

// countRecords counts lines that end outside of quotes.
func countRecords(r io.Reader) (n int64, err error) {
	in, quoted := bufio.NewReaderSize(r, 1<<18), false
	for {
		chunk, err := in.ReadSlice('\n')
		if bytes.Count(chunk, []byte{'"'})%2 == 1 {
			quoted = !quoted
		}
		if len(chunk) > 0 && chunk[len(chunk)-1] == '\n' && !quoted {
			n++
		}
		switch {
		case errors.Is(err, io.EOF):
			return n, nil
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return n, err
		}
	}
}

// eachDocument visits the documents of the list, each checked against its name.
func (o *Opened) eachDocument(visit func(blob.Digest) error) error {
	list, err := o.open(documentList)
	if err != nil {
		return err
	}
	defer list.Close()
	lines, err := csv.NewReader(list).ReadAll()
	if err != nil || len(lines) == 0 || !slices.Equal(lines[0], []string{"sha256", "bytes"}) {
		return &Damage{File: documentList, Reason: fmt.Sprintf("it is not a list of documents: %v", err)}
	}
	if len(lines)-1 != o.Manifest.Documents.Count {
		return &Damage{File: documentList, Reason: fmt.Sprintf("it names %d documents; the manifest says %d", len(lines)-1, o.Manifest.Documents.Count)}
	}
	for i, line := range lines[1:] {
		d, err := blob.ParseDigest(line[0])
		if err != nil {
			return &Damage{File: documentList, From: int64(i + 2), To: int64(i + 2), Reason: err.Error()}
		}
		if err := o.checkDocument(d); err != nil {
			return err
		}
		if err := visit(d); err != nil {
			return err
		}
	}
	return nil
}

func (o *Opened) checkDocument(d blob.Digest) error {
	path := documentPath(string(d))
	f, err := o.open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	total := newSums()
	if _, err := io.Copy(total, f); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if total.file(path, false).SHA256 != string(d) {
		return &Damage{File: path, Reason: blob.ErrDamaged.Error()}
	}
	return nil
}
