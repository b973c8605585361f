package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/features"
	"diming/internal/cql2"
)

// Numbers of features of a page.
const (
	ogcLimit    = 100
	ogcMaxLimit = 5000
)

// itemFormats are the forms of features, the first where none is asked for.
var itemFormats = []string{"geojson", "json", "html", "geojsonseq", "csv", "fgb"}

// ogcItems answers with a page of the features of a collection.
func (s *Server) ogcItems(q *ogcRequest) (*ogcAnswer, error) {
	c, err := q.collection()
	if err != nil {
		return nil, err
	}
	query, err := q.features(c)
	if err != nil {
		return nil, err
	}
	format, err := q.format(itemFormats...)
	if err == nil {
		err = q.done()
	}
	if err != nil {
		return nil, err
	}
	if slices.Contains([]string{"geojsonseq", "csv", "fgb"}, format) {
		return q.stream(c, query, format)
	}
	if format == "html" { // a drawing is in degrees, and a page has as much as one reads
		query.CRS, query.Limit = features.CRS84, min(query.Limit, ogcLimit)
	}
	page, err := s.Features.Page(q.ctx, c, query)
	if err != nil {
		return nil, err
	}
	if format == "html" {
		return q.itemsPage(c, page, q.next(c, page))
	}
	body, err := q.featureCollection(c, page)
	return &ogcAnswer{media: q.mediaOfFeatures(format), headers: map[string]string{"Content-Crs": "<" + query.CRS.URI + ">"}, body: body}, err
}

// mediaOfFeatures is what GeoJSON is called: as Accept names it, where that chose it.
func (q *ogcRequest) mediaOfFeatures(format string) string {
	if format == "json" && q.query.Get("f") == "" {
		return mediaJSON
	}
	return mediaGeoJSON
}

// features reads what is asked of the features of a collection.
func (q *ogcRequest) features(c *features.Collection) (features.Query, error) {
	query := features.Query{CRS: features.CRS84, Limit: ogcLimit}
	for _, read := range []func(*features.Query) error{
		q.moment, q.box, q.crs, q.limit, q.publicFrom,
		func(to *features.Query) error { return q.columns(c, to) },
		func(to *features.Query) error { return q.order(c, to) },
		func(to *features.Query) error { return q.equals(c, to) },
		q.filter, q.cursor,
	} {
		if err := read(&query); err != nil {
			return query, err
		}
	}
	return query, nil
}

func (q *ogcRequest) box(to *features.Query) error {
	text, err := q.text("bbox")
	if err != nil {
		return err
	}
	crs, err := q.system("bbox-crs")
	if err != nil || text == "" {
		return err
	}
	to.Box, err = features.ParseBox(text, crs)
	return err
}

func (q *ogcRequest) crs(to *features.Query) (err error) {
	to.CRS, err = q.system("crs")
	return err
}

// system reads a parameter that names a reference system; CRS84 if absent.
func (q *ogcRequest) system(name string) (features.CRS, error) {
	text, err := q.text(name)
	if err != nil || text == "" {
		return features.CRS84, err
	}
	return features.ParseCRS(name, text)
}

// limit reads how many features a page has. A number above the highest is taken
// for the highest, as the standard has it.
func (q *ogcRequest) limit(to *features.Query) error {
	text, err := q.text("limit")
	if err != nil || text == "" {
		return err
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n == 0 {
		return &features.ParamError{Param: "limit", ZH: "limit 是 1 以上的整数。", EN: "limit is a whole number from 1 on."}
	}
	to.Limit = int(min(n, ogcMaxLimit))
	return nil
}

func (q *ogcRequest) publicFrom(to *features.Query) (err error) {
	to.PublicFrom, err = q.s.Lines.PublicFrom(q.ctx)
	return err
}

func (q *ogcRequest) columns(c *features.Collection, to *features.Query) error {
	text, err := q.text("properties")
	if err != nil {
		return err
	}
	to.Properties, err = features.ParseProperties(c, text)
	return err
}

func (q *ogcRequest) order(c *features.Collection, to *features.Query) error {
	text, err := q.text("sortby")
	if err != nil {
		return err
	}
	to.Sort, err = features.ParseSort(c, text)
	return err
}

// equals reads properties that are asked for by their own names.
func (q *ogcRequest) equals(c *features.Collection, to *features.Query) error {
	for _, p := range c.Queryables() {
		if !q.query.Has(p.Name) {
			continue
		}
		text, err := q.text(p.Name)
		if err != nil {
			return err
		}
		one, err := features.ParseEqual(p, text)
		if err != nil {
			return err
		}
		to.Equal = append(to.Equal, one)
	}
	return nil
}

// filterLanguages are the encodings of filters. The last is what GDAL 3.6 calls
// the text encoding, after a draft of the standard.
var filterLanguages = []string{"cql2-text", "cql2-json", "cql-text"}

func (q *ogcRequest) filter(to *features.Query) error {
	text, err := q.text("filter")
	if err != nil {
		return err
	}
	language, err := q.text("filter-lang")
	if err != nil {
		return err
	}
	crs, err := q.system("filter-crs")
	if err != nil || text == "" {
		return err
	}
	parse := cql2.ParseText
	switch {
	case language == "cql2-json":
		parse = cql2.ParseJSON
	case strings.HasPrefix(strings.TrimSpace(text), "{"): // the standard has a filter without filter-lang read as text
		return &features.ParamError{Param: "filter-lang", ZH: "条件以 { 开头，是 CQL2 JSON 的写法：请加上 filter-lang=cql2-json。不写 filter-lang 时按文字写法（cql2-text）读。",
			EN: "The filter begins with { as CQL2 JSON does: add filter-lang=cql2-json. Without filter-lang it is read as text (cql2-text)."}
	case language != "" && !slices.Contains(filterLanguages, language):
		return &features.ParamError{Param: "filter-lang", ZH: "条件的写法有 cql2-text 和 cql2-json。", EN: "Filters are written as cql2-text or cql2-json."}
	}
	e, err := parse(text)
	var told *cql2.Error
	if errors.As(err, &told) {
		return &features.ParamError{Param: "filter", ZH: told.ZH, EN: told.EN}
	}
	to.Filter = &features.Filter{Expr: e, CRS: crs}
	return err
}

func (q *ogcRequest) cursor(to *features.Query) error {
	text, err := q.text("cursor")
	if err != nil || text == "" {
		return err
	}
	to.After, err = features.ParseCursor(text)
	return err
}

// next is the address of the page that follows, "" after the last.
func (q *ogcRequest) next(c *features.Collection, page features.Page) string {
	if page.Next == nil {
		return ""
	}
	with := url.Values{}
	for name, values := range q.query {
		with[name] = values[:1]
	}
	with.Set("cursor", page.Next.String())
	return q.href("/collections/"+c.ID+"/items", with)
}

// featureCollection writes a page as GeoJSON.
func (q *ogcRequest) featureCollection(c *features.Collection, page features.Page) ([]byte, error) {
	links := []ogcLink{q.self("self", mediaGeoJSON, ""), q.self("alternate", "text/html", "html"), q.link("collection", mediaJSON, "/collections/"+c.ID, "数据集", "The collection")}
	if next := q.next(c, page); next != "" {
		links = append(links, ogcLink{Href: next, Rel: "next", Type: mediaGeoJSON, Title: pick(q.ctx, "下一页", "Next page")})
	}
	head, err := json.Marshal(links)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `{"type":"FeatureCollection","numberMatched":%d,"numberReturned":%d,"links":%s,"features":[`, page.Matched, len(page.Features), head)
	for i, f := range page.Features {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := writeFeature(&out, page.Properties, f, nil); err != nil {
			return nil, err
		}
	}
	out.WriteString("]}")
	return out.Bytes(), nil
}

// writeFeature writes a feature as GeoJSON, with its links where it stands
// alone.
func writeFeature(out *bytes.Buffer, properties []features.Property, f features.Feature, links []ogcLink) error {
	fmt.Fprintf(out, `{"type":"Feature","id":"%s","geometry":`, f.ID)
	if f.Geometry == nil {
		out.WriteString("null")
	} else {
		out.Write(f.Geometry)
	}
	out.WriteString(`,"properties":{`)
	for i, p := range properties {
		value, err := json.Marshal(f.Values[i])
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(out, "%q:%s", p.Name, value)
	}
	out.WriteByte('}')
	if links != nil {
		text, err := json.Marshal(links)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, `,"links":%s`, text)
	}
	out.WriteByte('}')
	return nil
}

// ogcItem answers with one feature.
func (s *Server) ogcItem(q *ogcRequest) (*ogcAnswer, error) {
	c, err := q.collection()
	if err != nil {
		return nil, err
	}
	query := features.Query{CRS: features.CRS84}
	for _, read := range []func(*features.Query) error{q.moment, q.crs, q.publicFrom, func(to *features.Query) error { return q.columns(c, to) }} {
		if err := read(&query); err != nil {
			return nil, err
		}
	}
	format, err := q.format("geojson", "json", "html")
	if err == nil {
		err = q.done()
	}
	if err != nil {
		return nil, err
	}
	if format == "html" {
		query.CRS = features.CRS84
	}
	id, err := uuid.Parse(chi.URLParam(q.r, "feature"))
	if err != nil {
		return nil, features.ErrNotFound
	}
	page, err := s.Features.One(q.ctx, c, query, id)
	if errors.Is(err, features.ErrNotFound) {
		err = q.ended(c, query, id, err)
	}
	if err != nil {
		return nil, err
	}
	if format == "html" {
		return q.itemPage(c, page)
	}
	var out bytes.Buffer
	err = writeFeature(&out, page.Properties, page.Features[0], []ogcLink{q.self("self", mediaGeoJSON, ""), q.self("alternate", "text/html", "html"),
		q.link("collection", mediaJSON, "/collections/"+c.ID, "数据集", "The collection")})
	return &ogcAnswer{media: q.mediaOfFeatures(format), headers: map[string]string{"Content-Crs": "<" + query.CRS.URI + ">"}, body: out.Bytes()}, err
}

// ended says of a feature that is not found on what day it was last, and where that
// is told; of one that never was before, what was said of it already.
func (q *ogcRequest) ended(c *features.Collection, query features.Query, id uuid.UUID, absent error) error {
	query.When = query.When.Until()
	before, err := q.s.Features.One(q.ctx, c, query, id)
	if errors.Is(err, features.ErrNotFound) {
		return absent
	}
	if err != nil {
		return err
	}
	day := before.Features[0].Day
	with := url.Values{}
	for name, values := range q.query {
		with[name] = values[:1]
	}
	q.query.Set("datetime", day.String()) // which links pass on
	p := endedFeature.in(q.ctx)
	p.See = q.href("/collections/"+c.ID+"/items/"+id.String(), with)
	p.Detail = fmt.Sprintf(pick(q.ctx, "这个要素到 %[1]s（含）为止，此后没有。当时的情况加 datetime=%[1]s 查看：%[2]s", "The feature was last so on %[1]s, and is no more. Ask with datetime=%[1]s to see it as it was: %[2]s"), day, p.See)
	return p
}
