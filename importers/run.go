package importers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer"
)

// Run takes a file in and accounts for its rows. The Report is whole even
// when an error ends the import half-way: it then accounts for the batches
// that stand.
//
// A dry run takes each batch back as it goes, so that it holds up the sealing
// of other people's changes no longer than an import does. Findings between
// two batches are therefore seen by the import alone.
func Run(ctx context.Context, o Options) (Report, error) {
	if err := o.complete(); err != nil {
		return Report{}, err
	}
	stat, err := os.Stat(o.File)
	if err != nil {
		return Report{}, fmt.Errorf("open import file: %w", err)
	}
	return take(ctx, o, stat.Size())
}

// A run is one import under way.
type run struct {
	o        Options
	in       *input
	table    *tableSource // nil when the file is none
	src      source
	c        *converter
	store    *gazetteer.Store
	journal  journal
	rejected *rejectedFile
	report   Report
	tally    tally
	started  time.Time
	lands    *lands         // of shelters, contacts and policies: where rows belong, once it was read
	entered  map[string]int // what their rows stand for, with the number of the row

	known      []gazetteer.Known // rows beside places of their names, to tell a shift by
	crsAssumed bool              // neither the caller nor the file says the reference system
}

func take(ctx context.Context, o Options, size int64) (Report, error) {
	visibility, err := visibilityOf(o.Classification)
	if err != nil {
		return Report{}, err
	}
	if visibility == "" || marked(o.Name) {
		return Report{}, errors.Join(refuse(ctx, o, size), fmt.Errorf("import %s: %w", o.Name, ErrClassified))
	}
	o.Classification = visibility
	r := &run{o: o, started: time.Now(), entered: map[string]int{}, store: &gazetteer.Store{DB: o.DB, Boundaries: &boundaries.Store{DB: o.DB}}}
	if r.in, err = inspect(ctx, o); errors.Is(err, ErrClassified) {
		return Report{}, errors.Join(refuse(ctx, o, size), fmt.Errorf("import %s: %w", o.Name, err))
	} else if err != nil {
		return Report{}, fmt.Errorf("read %s: %w", o.Name, err)
	}
	defer r.in.close()
	if err := r.open(ctx); err != nil {
		return Report{}, fmt.Errorf("read %s: %w", o.Name, err)
	}
	if err := r.prepare(ctx); err != nil {
		return Report{}, err
	}
	err = r.batches(ctx)
	return r.finish(ctx, err)
}

// refuse records that a classified file was brought; nothing of it is read.
func refuse(ctx context.Context, o Options, size int64) error {
	in := &input{format: "unread", size: size}
	_, err := begin(ctx, o, in, o.CRS, stateRefused)
	return err
}

// open finds out how the file is to be read.
func (r *run) open(ctx context.Context) error {
	c := &converter{
		kind: r.o.As, visibility: r.o.Classification, classes: r.o.Classes, defaultClass: r.o.DefaultClass,
		decisions: r.o.Decisions, swapAxes: r.o.SwapAxes, refuseOld: r.o.OldDatum == OldDatumRefuse,
	}
	r.c = c
	openSource := r.openTable
	if r.in.features != nil {
		openSource = r.openFeatures
	}
	if err := openSource(ctx); err != nil {
		return err
	}
	var err error
	if c.meridian, err = middleLon(ctx, r.o.DB); err != nil {
		return err
	}
	first := peek(r.src)
	r.src = first
	if err := r.adoptSource(first); err != nil {
		return err
	}
	c.areaBasis = "导入自 " + r.o.Source + "（" + r.o.Name + "）"
	if r.o.sourceFrom != FromOption {
		c.source = r.o.Source
	}
	return c.m.checkUnused()
}

func (r *run) openTable(ctx context.Context) error {
	c := r.c
	var err error
	if c.crs, err = r.reference(ctx, 0); err != nil {
		return err
	}
	if c.kind == Divisions {
		in, err := r.in.table()
		if err != nil {
			return err
		}
		if c.firstEdition, c.lastEdition, err = editions(in); err != nil {
			return err
		}
	}
	c.m = newMapping(c.kind, c.crs.projected)
	c.m.ignore(r.o.IgnoreColumns)
	c.m.follow(r.o.Mapping)
	in, err := r.in.table()
	if err != nil {
		return err
	}
	t, err := openTable(in, c.m)
	if err != nil {
		return err
	}
	r.src, r.table = t, t
	if missing := r.o.Mapping.Missing(t.headings); len(missing) > 0 {
		return &MissingHeadings{missing}
	}
	if err := r.headedSystem(t); err != nil {
		return err
	}
	return c.checkColumns(t.headings)
}

func (r *run) openFeatures(ctx context.Context) error {
	if r.in.crsLacking != nil && r.o.CRS == 0 && r.o.Shift == "" && !r.in.system.Old() {
		return r.in.crsLacking
	}
	in, err := r.in.features()
	if err != nil {
		return err
	}
	if r.c.crs, err = r.reference(ctx, in.CRS()); err != nil {
		return err
	}
	if err := r.named("文件", r.in.system); err != nil {
		return err
	}
	r.c.m = newMapping(r.c.kind, r.c.crs.projected)
	r.c.m.ignore(r.o.IgnoreColumns)
	r.c.m.follow(r.o.Mapping)
	s := &featureSource{in: in, m: r.c.m, force2D: r.o.Force2D, elevation: r.o.As == Places}
	r.src, r.in.later = s, s.notes
	return nil
}

// checkColumns refuses a table that lacks what every row would need.
func (c *converter) checkColumns(headings []string) error {
	lacking := c.m.subject.lacking(c)
	if lacking == "" && c.m.has(fieldLon) != c.m.has(fieldLat) {
		lacking = "经度、纬度之一 (one of lon, lat)"
	}
	if lacking == "" {
		return nil
	}
	return fmt.Errorf("缺少 %s 一栏，表头为 / no column %s among the headings: %s", lacking, lacking, strings.Join(headings, ", "))
}

// prepare opens what the import writes to.
func (r *run) prepare(ctx context.Context) error {
	r.report = Report{
		File: r.o.Name, SizeBytes: r.in.size, SHA256: r.in.digest(), Format: r.in.format, Layer: r.in.layer, As: r.o.As,
		Source: r.o.Source, SourceFrom: r.o.sourceFrom, Classification: r.o.Classification, CRS: r.o.CRS, DryRun: r.o.DryRun,
		Updates: []gazetteer.Update{}, Kept: []gazetteer.Update{}, Findings: []gazetteer.Finding{}, Rejections: []Rejection{},
		Notes: r.report.Notes, Suspicions: []Suspicion{}, Repaired: []Repair{}, Remarks: []Remark{}, Pairs: []gazetteer.Pair{},
	}
	r.report.Table = r.in.asTable
	path := r.o.RejectedFile
	if path == "" {
		ext := ".csv"
		if r.in.features != nil {
			ext = ".geojson"
		}
		path = filepath.Join(filepath.Dir(r.o.File), sourceOf(r.o.Name)+".rejected"+ext)
	}
	var err error
	if r.rejected, err = openRejected(path, r.o.Source); err != nil {
		return err
	}
	r.rejected.decided = r.c.kind == Places
	if t := r.table; t != nil {
		r.rejected.table(t, r.in.comma, r.c.editions())
	} else {
		r.rejected.collection(r.c.crs)
	}
	r.report.Notes = append(r.report.Notes, r.in.notes...)
	r.report.System = r.c.crs.String()
	r.report.Notes = append(r.report.Notes, r.c.crs.notes()...)
	if r.o.DryRun {
		return nil
	}
	if r.journal, err = begin(ctx, r.o, r.in, r.o.CRS, stateRunning); err != nil {
		r.rejected.discard()
		return err
	}
	r.report.Run = r.journal.id.String()
	if r.o.Job == uuid.Nil {
		r.o.Job = r.journal.id
	}
	return nil
}

// batches reads and converts in one goroutine and loads in this one, the
// only one that uses the database.
func (r *run) batches(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	chunks := make(chan *chunk, 1)
	parsed := make(chan error, 1)
	go func() {
		defer close(chunks)
		parsed <- r.parse(ctx, chunks)
	}()
	var failed error
	for ch := range chunks {
		if failed != nil {
			continue
		}
		if failed = r.load(ctx, ch); failed != nil {
			cancel()
		}
	}
	err := <-parsed
	cancel()
	if failed != nil {
		return failed
	}
	return err
}

// parse cuts the file into batches.
func (r *run) parse(ctx context.Context, chunks chan<- *chunk) error {
	ch := r.c.newChunk()
	begun := r.src.offset()
	for {
		next, err := r.src.read()
		if err != nil && err != io.EOF {
			return fmt.Errorf("read %s: %w", r.o.Name, err)
		}
		full := len(ch.rows) >= r.o.BatchRows || r.src.offset()-begun >= batchBytes
		if len(ch.rows) > 0 && (err == io.EOF || full && ch.mayPart(next)) {
			ch.bytes = r.src.offset()
			select {
			case chunks <- ch:
			case <-ctx.Done():
				return ctx.Err()
			}
			ch, begun = r.c.newChunk(), r.src.offset()
		}
		if err == io.EOF {
			return nil
		}
		r.c.add(ch, next)
	}
}

// finish closes the accounts, whether err ended the import or its file did.
func (r *run) finish(ctx context.Context, err error) (Report, error) {
	r.report.Used, r.report.Unused = r.c.m.used(), r.c.m.unused
	if err == nil {
		err = r.report.check()
	}
	if err != nil {
		r.rejected.discard()
	} else if r.report.RejectedFile, err = r.rejected.close(); err != nil {
		err = fmt.Errorf("write rejected rows of %s: %w", r.o.Name, err)
	}
	if r.in.later != nil {
		r.report.Notes = append(r.report.Notes, r.in.later()...)
	}
	r.report.Notes = append(r.report.Notes, r.notes()...)
	if err == nil && r.report.Read == 0 {
		r.report.Notes = append(r.report.Notes, "文件中没有数据行 / the file holds no row of data")
	}
	r.report.Suspicions = r.suspicions()
	if r.o.DryRun {
		return r.report, err
	}
	return r.report, errors.Join(err, r.journal.end(ctx, err))
}
