// Package readback reads the codes of a finished print file as a camera would:
// each page is rendered by another program, each code is decoded by another
// library, and its text is compared with what was ordered. What is printed
// without that is found on the wall.
package readback

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/image/draw"
	"golang.org/x/sync/errgroup"
)

const (
	dpi      = 100 // nearly four pixels for the narrowest module of a plate
	together = 8   // pages that one renderer makes
	perInch  = 25.4
)

// A Code is one that must be read: where it lies on which page, and its text.
type Code struct {
	Page       int // from 1
	X, Y, W, H float64
	Text       string
}

// A Wrong is a code that does not say what was ordered.
type Wrong struct {
	Code
	Read string // what it says; empty where it is not read
}

// Check renders the pages of a PDF with pdftoppm and reads each code. It answers
// those that are wrong; progress, if given, is told how many were read so far.
func Check(ctx context.Context, pdf string, codes []Code, progress func(read int)) ([]Wrong, error) {
	renderer, err := exec.LookPath("pdftoppm")
	if err != nil {
		return nil, fmt.Errorf("pdftoppm (package poppler-utils) is not installed: codes cannot be read back: %w", err)
	}
	dir, err := os.MkdirTemp("", "diming-readback-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	chunks := byPages(codes)
	results := make([][]Wrong, len(chunks))
	told := counter{tell: progress}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, chunk := range chunks {
		g.Go(func() error {
			var err error
			results[i], err = read(ctx, renderer, pdf, filepath.Join(dir, strconv.Itoa(i)), chunk)
			told.add(len(chunk))
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, fmt.Errorf("read codes of %s: %w", filepath.Base(pdf), err)
	}
	return slices.Concat(results...), nil
}

// A counter tells a sum that grows from several goroutines, never backwards.
type counter struct {
	mu   sync.Mutex
	sum  int
	tell func(int)
}

func (c *counter) add(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sum += n
	if c.tell != nil {
		c.tell(c.sum)
	}
}

// byPages puts codes in the order of their pages, in groups of few pages.
func byPages(codes []Code) [][]Code {
	sorted := slices.Clone(codes)
	slices.SortStableFunc(sorted, func(a, b Code) int { return a.Page - b.Page })
	var all [][]Code
	for i, from := 0, 0; i <= len(sorted); i++ {
		if i == len(sorted) || sorted[i].Page >= sorted[from].Page+together {
			if i > from {
				all = append(all, sorted[from:i])
			}
			from = i
		}
	}
	return all
}

// read renders the pages of a group and reads their codes.
func read(ctx context.Context, renderer, pdf, base string, codes []Code) ([]Wrong, error) {
	if err := os.Mkdir(base, 0o700); err != nil {
		return nil, err
	}
	defer os.RemoveAll(base)
	first, last := codes[0].Page, codes[len(codes)-1].Page
	out, err := exec.CommandContext(ctx, renderer, "-q", "-gray", "-r", strconv.Itoa(dpi), "-f", strconv.Itoa(first), "-l", strconv.Itoa(last), pdf, filepath.Join(base, "p")).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("render pages %d to %d: %w: %s", first, last, err, out)
	}
	files, err := filepath.Glob(filepath.Join(base, "p-*.pgm"))
	if err != nil || len(files) != last-first+1 {
		return nil, fmt.Errorf("pages %d to %d were rendered as %d pictures: %w", first, last, len(files), errors.Join(err, errPages))
	}
	slices.Sort(files) // the renderer pads page numbers to one length
	var wrong []Wrong
	for i, file := range files {
		page, err := picture(file)
		if err != nil {
			return nil, fmt.Errorf("page %d: %w", first+i, err)
		}
		for _, c := range codes {
			if c.Page != first+i {
				continue
			}
			if said := decode(page, c); said != c.Text {
				wrong = append(wrong, Wrong{c, said})
			}
		}
	}
	return wrong, nil
}

var errPages = errors.New("the file has other pages than were ordered")

// scales at which a code is looked at. The library misses a sound code at some
// widths of modules in pixels, and finds it nearer or further away, as one who
// moves a phone.
var scales = []float64{1, 0.6, 1.5, 0.8, 2, 0.7, 1.2, 0.9, 2.5, 1.75, 3}

// straight has the library take the code's square as it lies, without looking
// for its corners: a second way, which misses other codes than the first.
var straight = map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true}

// decode gives the text of a code on a page; empty where it is not read.
func decode(page *image.Gray, c Code) string {
	px := func(mm float64) int { return int(math.Round(mm * dpi / perInch)) }
	at := image.Rect(px(c.X), px(c.Y), px(c.X+c.W), px(c.Y+c.H)).Intersect(page.Bounds())
	if at.Empty() {
		return ""
	}
	for _, scale := range scales {
		seen := image.NewGray(image.Rect(0, 0, int(float64(at.Dx())*scale), int(float64(at.Dy())*scale)))
		draw.BiLinear.Scale(seen, seen.Bounds(), page, at, draw.Src, nil)
		bitmap, err := gozxing.NewBinaryBitmapFromImage(seen)
		if err != nil {
			return ""
		}
		for _, hints := range []map[gozxing.DecodeHintType]any{nil, straight} {
			if result, err := qrcode.NewQRCodeReader().Decode(bitmap, hints); err == nil {
				return result.GetText()
			}
		}
	}
	return ""
}

// picture reads a grey picture in the format PGM, binary.
func picture(file string) (*image.Gray, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewReader(f)
	var w, h, most int
	if _, err := fmt.Fscanf(in, "P5\n%d %d\n%d\n", &w, &h, &most); err != nil || most != 255 || w <= 0 || h <= 0 {
		return nil, fmt.Errorf("%s is no grey picture: %w", filepath.Base(file), errors.Join(err, errPages))
	}
	img := image.NewGray(image.Rect(0, 0, w, h))
	if _, err := io.ReadFull(in, img.Pix); err != nil {
		return nil, err
	}
	return img, nil
}
