package api

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"time"

	"diming/api/counter"
	"diming/features"
	"diming/internal/version"
)

const mediaHTML = "text/html; charset=utf-8"

// html makes an answer of a page.
func (q *ogcRequest) html(name string, data any) (*ogcAnswer, error) {
	var out bytes.Buffer
	if err := counter.Render(&out, name, data); err != nil {
		return nil, err
	}
	return &ogcAnswer{media: mediaHTML, headers: map[string]string{"Content-Security-Policy": counter.CSP()}, body: out.Bytes()}, nil
}

func (q *ogcRequest) frame(title string) counter.Frame {
	f := q.s.counterFrame(q.r, title, title)
	f.Origin = strings.TrimSuffix(q.s.PublicURL.String(), "/")
	return f
}

// landingPage says where one can go from the beginning.
func (q *ogcRequest) landingPage(title string) (*ogcAnswer, error) {
	return q.html("feature-index", counter.FeatureIndex{Frame: q.frame(title), Text: q.about(), Entries: []counter.FeatureEntry{
		{Title: pick(q.ctx, "数据集", "Collections"), Text: pick(q.ctx, "可浏览、查询和下载的数据。", "Data to browse, ask for and take."), Links: []counter.Link{{Word: pick(q.ctx, "打开", "Open"), Value: q.href("/collections", nil)}}},
		{Title: pick(q.ctx, "瓦片", "Tiles"), Text: pick(q.ctx, "矢量瓦片，两种格网，可按日期取。", "Vector tiles in two grids, of any day."), Links: []counter.Link{
			{Word: "OGC API – Tiles", Value: q.href("/tiles", nil)}, {Word: pick(q.ctx, "格网", "Grids"), Value: q.href("/tileMatrixSets", nil)}}},
		{Title: pick(q.ctx, "接口", "The API"), Text: "OGC API – Features 1.0, OGC API – Tiles 1.0, CQL2", Links: []counter.Link{
			{Word: "OpenAPI", Value: q.href("/api", nil)}, {Word: pick(q.ctx, "符合性声明", "Conformance"), Value: q.href("/conformance", nil)}, {Word: pick(q.ctx, "函数", "Functions"), Value: q.href("/functions", nil)}}},
	}})
}

// collectionsPage lists collections.
func (q *ogcRequest) collectionsPage(title string, all []*features.Collection) (*ogcAnswer, error) {
	page := counter.FeatureIndex{Frame: q.frame(title), Text: q.about()}
	for _, c := range all {
		at := "/collections/" + c.ID
		page.Entries = append(page.Entries, counter.FeatureEntry{Title: pick(q.ctx, c.Title.ZH, c.Title.EN), Text: pick(q.ctx, c.Description.ZH, c.Description.EN), Links: []counter.Link{
			{Word: pick(q.ctx, "浏览", "Browse"), Value: q.href(at+"/items", nil)},
			{Word: "GeoJSON", Value: q.href(at+"/items", url.Values{"f": {"geojson"}})},
			{Word: pick(q.ctx, "全部（CSV）", "All as CSV"), Value: q.href(at+"/items", url.Values{"f": {"csv"}})},
			{Word: pick(q.ctx, "全部（GeoJSON 序列）", "All as a GeoJSON sequence"), Value: q.href(at+"/items", url.Values{"f": {"geojsonseq"}})},
			{Word: pick(q.ctx, "全部（FlatGeobuf）", "All as FlatGeobuf"), Value: q.href(at+"/items", url.Values{"f": {"fgb"}})},
			{Word: pick(q.ctx, "属性说明", "Schema"), Value: q.href(at+"/schema", nil)}}})
	}
	return q.html("feature-index", page)
}

// itemsPage is a page of features as a map and a table.
func (q *ogcRequest) itemsPage(c *features.Collection, page features.Page, next string) (*ogcAnswer, error) {
	title := pick(q.ctx, c.Title.ZH, c.Title.EN)
	attribution, err := q.s.Boundaries.MapAttribution(q.ctx, version.Today())
	if err != nil {
		return nil, err
	}
	shown := counter.FeatureTable{Frame: q.frame(title), Attribution: attribution, Next: next, Map: drawFeatures(page, title, q.mark()),
		Text:  fmt.Sprintf(pick(q.ctx, "共 %d 个，本页 %d 个。%s", "%d in all, %d on this page. %s"), page.Matched, len(page.Features), pick(q.ctx, c.Description.ZH, c.Description.EN)),
		Links: []counter.Link{{Word: "GeoJSON", Value: q.self("alternate", mediaGeoJSON, "geojson").Href}, {Word: pick(q.ctx, "全部数据集", "All collections"), Value: q.href("/collections", nil)}}}
	name := nameColumn(page.Properties)
	shown.Heads = []string{pick(q.ctx, "名称", "Name")}
	for i, p := range page.Properties {
		if i != name {
			shown.Heads = append(shown.Heads, headOf(pick(q.ctx, p.ZH, p.EN)))
		}
	}
	for _, f := range page.Features {
		row := counter.FeatureRow{Name: f.ID.String(), Href: q.href("/collections/"+c.ID+"/items/"+f.ID.String(), nil)}
		for i := range page.Properties {
			switch cell := cellText(q, page.Properties[i], f.Values[i]); {
			case i != name:
				row.Cells = append(row.Cells, cell)
			case cell != "":
				row.Name = cell
			}
		}
		shown.Rows = append(shown.Rows, row)
	}
	return q.html("feature-table", shown)
}

// headOf is what a property says in a word, without what its values mean.
func headOf(says string) string {
	if i := strings.IndexAny(says, "；：，;:,"); i > 0 {
		return says[:i]
	}
	return says
}

// nameColumn is the property by which people know a feature, -1 where none is
// shown.
func nameColumn(properties []features.Property) int {
	for i, p := range properties {
		if p.Name == "name" || p.Name == "text" {
			return i
		}
	}
	return -1
}

// itemPage is a page of one feature.
func (q *ogcRequest) itemPage(c *features.Collection, page features.Page) (*ogcAnswer, error) {
	f, title := page.Features[0], page.Features[0].ID.String()
	if i := nameColumn(page.Properties); i >= 0 && f.Values[i] != nil {
		title = cellText(q, page.Properties[i], f.Values[i])
	}
	attribution, err := q.s.Boundaries.MapAttribution(q.ctx, version.Today())
	if err != nil {
		return nil, err
	}
	one := counter.FeatureOne{Frame: q.frame(title), Text: pick(q.ctx, c.Title.ZH, c.Title.EN), Attribution: attribution, Map: drawFeatures(page, title, q.mark()),
		Links: []counter.Link{{Word: "GeoJSON", Value: q.self("alternate", mediaGeoJSON, "geojson").Href}, {Word: pick(q.ctx, "整个数据集", "The collection"), Value: q.href("/collections/"+c.ID+"/items", nil)}}}
	for i, p := range page.Properties {
		if cell := cellText(q, p, f.Values[i]); cell != "" {
			one.Says = append(one.Says, counter.Link{Word: pick(q.ctx, p.ZH, p.EN), Value: cell})
		}
	}
	return q.html("feature-one", one)
}

// mark is what stands in a drawing of data that are not real.
func (q *ogcRequest) mark() string {
	if !q.s.IsDemo() {
		return ""
	}
	return pick(q.ctx, "示例数据", "示例数据 Sample data")
}

// cellText writes a value for people, a moment to the minute.
func cellText(q *ogcRequest, p features.Property, v any) string {
	switch v := v.(type) {
	case string:
		if at, err := time.Parse(time.RFC3339, v); err == nil && p.Type == features.Moment {
			return at.In(version.China).Format("2006-01-02 15:04")
		}
		return v
	case nil:
		return ""
	case bool:
		if v {
			return pick(q.ctx, "是", "yes")
		}
		return pick(q.ctx, "否", "no")
	case []string:
		return strings.Join(v, pick(q.ctx, "、", ", "))
	}
	return fmt.Sprint(v)
}
