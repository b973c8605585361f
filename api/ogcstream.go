package api

import (
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/paulmach/orb/encoding/wkt"

	"diming/features"
	"diming/importers/csvfile"
)

// Media types of what is streamed.
const (
	mediaCSV = "text/csv; charset=utf-8"
	mediaSeq = "application/geo+json-seq"
	mediaFGB = "application/flatgeobuf"
)

// streamPage is how many features are read at a time for a stream.
const streamPage = 1000

// A featureStream is how features are written one page after another.
type featureStream struct {
	media, ending string // of the file's name; "" where it is shown, not kept
	write         func(w io.Writer, page features.Page, first bool) error
	end           func() error // nil where nothing is left to do
}

// stream answers with all features that are asked for, or as many as limit
// says, read page by page as of one place in the chain: memory holds a page, no
// query runs long, and the whole is still one state of the register.
func (q *ogcRequest) stream(c *features.Collection, query features.Query, format string) (*ogcAnswer, error) {
	left := -1
	if q.query.Has("limit") {
		left = query.Limit
	}
	query.Limit = streamPage
	if left >= 0 {
		query.Limit = min(left, streamPage)
	}
	if format == "fgb" { // in which the easting comes first in every system
		query.CRS.NorthFirst = false
	}
	first, err := q.s.Features.Page(q.ctx, c, query)
	if err != nil {
		return nil, err
	}
	to := featureStream{media: mediaSeq, write: writeSequence}
	switch format {
	case "csv":
		to = featureStream{media: mediaCSV, ending: "csv", write: writeRows}
	case "fgb":
		to = q.flatGeobuf(c, query.CRS, counted(first, query, left))
	}
	answer := &ogcAnswer{media: to.media, headers: map[string]string{"Content-Crs": "<" + query.CRS.URI + ">"}}
	if to.ending != "" {
		answer.headers["Content-Disposition"] = `attachment; filename="` + c.ID + `.` + to.ending + `"`
	}
	answer.stream = func(w io.Writer) error {
		page, begun := first, false
		for {
			if err := to.write(w, page, !begun); err != nil {
				return err
			}
			if left -= len(page.Features); page.Next == nil || left == 0 {
				break
			}
			begun, query.After = true, page.Next
			if left > 0 {
				query.Limit = min(left, streamPage)
			}
			if page, err = q.s.Features.Page(q.ctx, c, query); err != nil {
				return err
			}
		}
		if to.end == nil {
			return nil
		}
		return to.end()
	}
	return answer, nil
}

// counted is how many features a walk from a page on has, with a limit if that is
// not negative; 0 where it begins behind others, of which nobody knows how many.
func counted(first features.Page, query features.Query, limit int) int64 {
	switch {
	case query.After != nil:
		return 0
	case limit >= 0:
		return min(first.Matched, int64(limit))
	}
	return first.Matched
}

// writeSequence writes features as GeoJSON text sequences (RFC 8142): each after
// a record separator and before a line feed.
func writeSequence(w io.Writer, page features.Page, _ bool) error {
	var out bytes.Buffer
	for _, f := range page.Features {
		out.WriteByte(0x1e)
		if err := writeFeature(&out, page.Properties, f, nil); err != nil {
			return err
		}
		out.WriteByte('\n')
	}
	_, err := out.WriteTo(w)
	return err
}

// writeRows writes features as a table, the geometry as well-known text. What a
// spreadsheet would take for a formula is made harmless.
func writeRows(w io.Writer, page features.Page, first bool) error {
	if first {
		if _, err := io.WriteString(w, "\ufeff"); err != nil { // by which spreadsheets know UTF-8
			return err
		}
	}
	out := csv.NewWriter(w)
	if first {
		head := append([]string{"id"}, names(page.Properties)...)
		_ = out.Write(append(head, "geometry")) // the error is that of Flush
	}
	for _, f := range page.Features {
		row := []string{f.ID.String()}
		for _, v := range f.Values {
			row = append(row, csvfile.Tame(fieldText(v)))
		}
		geometry := ""
		g, err := geometryOf(f)
		if err != nil {
			return err
		}
		if g != nil {
			geometry = wkt.MarshalString(g)
		}
		_ = out.Write(append(row, geometry))
	}
	out.Flush()
	return out.Error()
}

// fieldText writes a value for a table that a program reads.
func fieldText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case []string:
		return strings.Join(v, ";")
	}
	return ""
}
