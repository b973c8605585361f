package api

import (
	"net/url"

	"diming/features"
)

// conformance is what is declared; for each class a test shows it.
var conformance = []string{
	"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/json",
	"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/html",
	"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/core-roles-features",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/sortables",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
	"http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
	"http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
	"http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
	"http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/array-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/property-property",
	"http://www.opengis.net/spec/cql2/1.0/conf/functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
	"http://www.opengis.net/spec/tms/2.0/conf/tilematrixset",
	"http://www.opengis.net/spec/tms/2.0/conf/tilematrixsetlimits",
	"http://www.opengis.net/spec/tms/2.0/conf/tilesetmetadata",
	"http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset",
	"http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixsetlimits",
	"http://www.opengis.net/spec/tms/2.0/conf/json-tilesetmetadata",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/dataset-tilesets",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/datetime",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/oas30",
}

func (s *Server) ogcConformance(q *ogcRequest) (*ogcAnswer, error) {
	page, err := q.simple()
	if err != nil {
		return nil, err
	}
	if page {
		return q.conformancePage()
	}
	return q.json(mediaJSON, map[string]any{"conformsTo": conformance, "links": q.ownLinks(mediaJSON)})
}

// A collectionBody describes a collection.
type collectionBody struct {
	ID          string      `json:"id"`
	Title       string      `json:"title"`
	Description string      `json:"description"`
	ItemType    string      `json:"itemType"`
	Extent      *extentBody `json:"extent,omitempty"`
	CRS         []string    `json:"crs"`
	StorageCRS  string      `json:"storageCrs"`
	Links       []ogcLink   `json:"links"`
}

type extentBody struct {
	Spatial struct {
		BBox [][4]float64 `json:"bbox"`
		CRS  string       `json:"crs"`
	} `json:"spatial"`
	Temporal struct {
		Interval [][2]*string `json:"interval"`
		TRS      string       `json:"trs"`
	} `json:"temporal"`
}

func (s *Server) ogcCollections(q *ogcRequest) (*ogcAnswer, error) {
	page, err := q.simple()
	if err != nil {
		return nil, err
	}
	if page {
		return q.collectionsPage(pick(q.ctx, "数据集", "Collections"), features.Collections())
	}
	var all []collectionBody
	for _, c := range features.Collections() {
		body, err := q.describe(c)
		if err != nil {
			return nil, err
		}
		all = append(all, body)
	}
	return q.json(mediaJSON, map[string]any{"links": q.ownLinks(mediaJSON), "crs": crsURIs(), "collections": all})
}

func (s *Server) ogcCollection(q *ogcRequest) (*ogcAnswer, error) {
	c, err := q.collection()
	if err != nil {
		return nil, err
	}
	page, err := q.simple()
	if err != nil {
		return nil, err
	}
	if page {
		return q.collectionsPage(pick(q.ctx, c.Title.ZH, c.Title.EN), []*features.Collection{c})
	}
	body, err := q.describe(c)
	if err != nil {
		return nil, err
	}
	return q.json(mediaJSON, body)
}

func crsURIs() []string {
	var all []string
	for _, c := range features.Systems() {
		all = append(all, c.URI)
	}
	return all
}

// describe says what a collection is and where its parts are.
func (q *ogcRequest) describe(c *features.Collection) (collectionBody, error) {
	at := "/collections/" + c.ID
	body := collectionBody{ID: c.ID, Title: pick(q.ctx, c.Title.ZH, c.Title.EN), Description: pick(q.ctx, c.Description.ZH, c.Description.EN),
		ItemType: "feature", CRS: crsURIs(), StorageCRS: features.Storage.URI,
		Links: []ogcLink{
			q.link("self", mediaJSON, at, "本数据集", "This collection"),
			{Href: q.href(at, url.Values{"f": {"html"}}), Rel: "alternate", Type: "text/html", Title: pick(q.ctx, "网页", "Page")},
			q.link("items", mediaGeoJSON, at+"/items", "要素", "Features"),
			{Href: q.href(at+"/items", url.Values{"f": {"geojsonseq"}}), Rel: "items", Type: mediaSeq, Title: pick(q.ctx, "全部要素", "All features")},
			{Href: q.href(at+"/items", url.Values{"f": {"csv"}}), Rel: "items", Type: "text/csv", Title: pick(q.ctx, "全部要素", "All features")},
			{Href: q.href(at+"/items", url.Values{"f": {"fgb"}}), Rel: "items", Type: mediaFGB, Title: pick(q.ctx, "全部要素", "All features")},
			q.link("describedBy", mediaSchema, at+"/schema", "属性说明", "Schema"),
			q.link("http://www.opengis.net/def/rel/ogc/1.0/schema", mediaSchema, at+"/schema", "属性说明", "Schema"),
			q.link("http://www.opengis.net/def/rel/ogc/1.0/queryables", mediaSchema, at+"/queryables", "可查询的属性", "Queryables"),
			q.link("http://www.opengis.net/def/rel/ogc/1.0/sortables", mediaSchema, at+"/sortables", "可排序的属性", "Sortables"),
		}}
	body.Links = append(body.Links, q.tileLinks(at)...)
	from, err := q.s.Lines.PublicFrom(q.ctx)
	if err != nil {
		return body, err
	}
	extent, err := q.s.Features.Extent(q.ctx, c, from)
	if err != nil {
		return body, err
	}
	body.Extent = extentOf(extent)
	return body, nil
}

func extentOf(e features.Extent) *extentBody {
	var body extentBody
	body.Spatial.BBox, body.Spatial.CRS = [][4]float64{{-180, -90, 180, 90}}, features.CRS84.URI
	if e.Any {
		body.Spatial.BBox[0] = [4]float64{e.Bound.Min[0], e.Bound.Min[1], e.Bound.Max[0], e.Bound.Max[1]}
	}
	var since *string
	if !e.Since.IsZero() {
		text := e.Since.String() + "T00:00:00Z"
		since = &text
	}
	body.Temporal.Interval, body.Temporal.TRS = [][2]*string{{since, nil}}, "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
	return &body
}
