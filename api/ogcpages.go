package api

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"diming/api/counter"
	"diming/features"
	"diming/internal/cql2"
)

// tablePage makes a page of a table without a map. It always leads to its JSON and
// back to the beginning.
func (q *ogcRequest) tablePage(page counter.FeatureTable, title string, links ...counter.Link) (*ogcAnswer, error) {
	page.Frame = q.frame(title)
	page.Links = append([]counter.Link{{Word: "JSON", Value: q.self("alternate", mediaJSON, "json").Href}}, links...)
	page.Links = append(page.Links, counter.Link{Word: pick(q.ctx, "入口", "Landing page"), Value: q.href("", nil)})
	return q.html("feature-table", page)
}

// conformancePage lists the classes of conformance by their standards.
func (q *ogcRequest) conformancePage() (*ogcAnswer, error) {
	page := counter.FeatureTable{Text: pick(q.ctx, "本接口符合下列标准的这些部分。", "The API conforms to these parts of standards."),
		Heads: []string{pick(q.ctx, "部分", "Part"), pick(q.ctx, "标准", "Standard")}}
	for _, uri := range conformance {
		standard, part, _ := strings.Cut(strings.TrimPrefix(uri, "http://www.opengis.net/spec/"), "/conf/")
		page.Rows = append(page.Rows, counter.FeatureRow{Name: part, Href: uri, Cells: []string{strings.ReplaceAll(standard, "/", " ")}})
	}
	return q.tablePage(page, pick(q.ctx, "符合性声明", "Conformance"))
}

// apiPage lists what there is to ask for, with the parameters.
func (q *ogcRequest) apiPage(paths openAPI) (*ogcAnswer, error) {
	page := counter.FeatureTable{Text: pick(q.ctx, "只读，无须登录。格式由参数 f 或请求头 Accept 选定；机器可读的说明（OpenAPI）见下面的 JSON。", "Read only, without a log-in. The parameter f or the header Accept chooses the format; the JSON below is the description in OpenAPI."),
		Heads: []string{pick(q.ctx, "内容", "What"), pick(q.ctx, "路径", "Path"), pick(q.ctx, "参数", "Parameters")}}
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		get := paths[path].(openAPI)["get"].(openAPI)
		row := counter.FeatureRow{Name: get["summary"].(string)}
		if !strings.Contains(path, "{") {
			row.Href = q.href(strings.TrimSuffix(path, "/"), nil)
		}
		var parameters []string
		for _, p := range get["parameters"].([]openAPI) {
			if p["in"] == "query" {
				parameters = append(parameters, p["name"].(string))
			}
		}
		row.Cells = []string{ogcPath + path, strings.Join(parameters, ", ")}
		page.Rows = append(page.Rows, row)
	}
	return q.tablePage(page, pick(q.ctx, "接口说明", "The API"),
		counter.Link{Word: pick(q.ctx, "条件里可用的函数", "Functions that filters may call"), Value: q.href("/functions", nil)},
		counter.Link{Word: pick(q.ctx, "符合性声明", "Conformance"), Value: q.href("/conformance", nil)})
}

// schemaTitles are what the lists of properties are called, by the ends of their
// paths.
var schemaTitles = map[string]features.Text{
	"/schema": {ZH: "属性说明", EN: "Schema"}, "/queryables": {ZH: "可查询的属性", EN: "Queryables"}, "/sortables": {ZH: "可排序的属性", EN: "Sortables"},
}

// schemaPage lists properties of a collection.
func (q *ogcRequest) schemaPage(c *features.Collection, tail string, properties []features.Property, geometry bool) (*ogcAnswer, error) {
	title, of := schemaTitles[tail], c.Title
	page := counter.FeatureTable{Text: pick(q.ctx, c.Description.ZH, c.Description.EN),
		Heads: []string{pick(q.ctx, "属性", "Property"), pick(q.ctx, "说明", "What it says"), pick(q.ctx, "类型", "Type"), pick(q.ctx, "取值", "Values"), pick(q.ctx, "单位", "Unit")}}
	for _, p := range properties {
		one := q.propertySchema(p)
		kind := one.Type
		if one.Format != "" {
			kind += " (" + one.Format + ")"
		}
		page.Rows = append(page.Rows, counter.FeatureRow{Name: p.Name, Cells: []string{one.Title, kind, strings.Join(p.Enum, ", "), p.Unit}})
	}
	if geometry {
		one := geometrySchema(q, c)
		page.Rows = append(page.Rows, counter.FeatureRow{Name: "geometry", Cells: []string{one.Title, one.Format, "", ""}})
	}
	return q.tablePage(page, pick(q.ctx, of.ZH, of.EN)+" · "+pick(q.ctx, title.ZH, title.EN),
		counter.Link{Word: pick(q.ctx, "浏览", "Browse"), Value: q.href("/collections/"+c.ID+"/items", nil)},
		counter.Link{Word: pick(q.ctx, "数据集", "The collection"), Value: q.href("/collections/"+c.ID, nil)})
}

// functionsPage lists the functions of filters.
func (q *ogcRequest) functionsPage() (*ogcAnswer, error) {
	page := counter.FeatureTable{Text: pick(q.ctx, "参数 filter 里的条件（CQL2）可以用这些函数，另有标准的 S_（空间）、T_（时间）、A_（列表）各项。", "Conditions of the parameter filter (CQL2) may call these, and the standard's S_… (space), T_… (time) and A_… (lists)."),
		Heads: []string{pick(q.ctx, "函数", "Function"), pick(q.ctx, "说明", "What it gives"), pick(q.ctx, "参数", "Arguments"), pick(q.ctx, "结果", "Type")}}
	for _, f := range cql2.Functions() {
		var arguments []string
		for _, a := range f.Args {
			arguments = append(arguments, a.Name+": "+functionTypes[a.Type])
		}
		page.Rows = append(page.Rows, counter.FeatureRow{Name: f.Name, Cells: []string{pick(q.ctx, f.ZH, f.EN), strings.Join(arguments, ", "), functionTypes[f.Gives]}})
	}
	return q.tablePage(page, pick(q.ctx, "条件里可用的函数", "Functions that filters may call"))
}

// gridsPage lists the grids of tiles.
func (q *ogcRequest) gridsPage() (*ogcAnswer, error) {
	page := counter.FeatureTable{Text: pick(q.ctx, "矢量瓦片按这些格网切分。", "Vector tiles are cut by these grids."),
		Heads: []string{pick(q.ctx, "格网", "Grid"), pick(q.ctx, "名称", "Name"), pick(q.ctx, "坐标参考系", "Reference system")}}
	for _, t := range tileMatrixSets {
		page.Rows = append(page.Rows, counter.FeatureRow{Name: t.ID, Href: q.href("/tileMatrixSets/"+t.ID, nil), Cells: []string{t.Title, t.CRS}})
	}
	return q.tablePage(page, pick(q.ctx, "瓦片的格网", "Grids of tiles"), counter.Link{Word: pick(q.ctx, "矢量瓦片", "Vector tiles"), Value: q.href("/tiles", nil)})
}

// gridPage shows the levels of a grid.
func (q *ogcRequest) gridPage(t tileMatrixSet) (*ogcAnswer, error) {
	page := counter.FeatureTable{Text: t.Title,
		Says:  []counter.Link{{Word: "URI", Value: t.URI}, {Word: pick(q.ctx, "坐标参考系", "Reference system"), Value: t.CRS}},
		Heads: []string{pick(q.ctx, "级别", "Level"), pick(q.ctx, "比例尺", "Scale"), pick(q.ctx, "像元", "Cell"), pick(q.ctx, "列 × 行", "Columns × rows")}}
	for _, m := range t.TileMatrices {
		page.Rows = append(page.Rows, counter.FeatureRow{Name: m.ID, Cells: []string{"1 : " + strconv.FormatFloat(m.ScaleDenominator, 'f', 0, 64),
			strconv.FormatFloat(m.CellSize, 'g', 6, 64), fmt.Sprintf("%d × %d", m.MatrixWidth, m.MatrixHeight)}})
	}
	return q.tablePage(page, pick(q.ctx, "格网 ", "Grid ")+t.ID, counter.Link{Word: pick(q.ctx, "全部格网", "All grids"), Value: q.href("/tileMatrixSets", nil)})
}

// tileSetsPage lists the grids in which something has tiles.
func (q *ogcRequest) tileSetsPage(src tileSource) (*ogcAnswer, error) {
	page := counter.FeatureTable{Text: q.about(), Heads: []string{pick(q.ctx, "格网", "Grid"), pick(q.ctx, "坐标参考系", "Reference system")}}
	for _, t := range tileMatrixSets {
		page.Rows = append(page.Rows, counter.FeatureRow{Name: t.ID, Href: q.href(src.at+"/tiles/"+t.ID, nil), Cells: []string{t.CRS}})
	}
	return q.tablePage(page, pick(q.ctx, src.zh+" · 矢量瓦片", src.en+" · vector tiles"), q.sourceLinks(src)...)
}

// sourceLinks lead from tiles to the collection that they show.
func (q *ogcRequest) sourceLinks(src tileSource) []counter.Link {
	if src.at == "" {
		return nil
	}
	return []counter.Link{{Word: pick(q.ctx, "数据集", "The collection"), Value: q.href(src.at, nil)}}
}

// tileSetPage says of tiles in a grid where they are and what they hold.
func (q *ogcRequest) tileSetPage(src tileSource, t tileMatrixSet, one tileSet) (*ogcAnswer, error) {
	page := counter.FeatureTable{Text: one.Description,
		Heads: []string{pick(q.ctx, "图层", "Layer"), pick(q.ctx, "说明", "What it shows"), pick(q.ctx, "级别", "Levels"), pick(q.ctx, "属性", "Properties")},
		Says: []counter.Link{
			{Word: pick(q.ctx, "瓦片地址", "Address of a tile"), Value: q.href(src.at+"/tiles/"+t.ID+"/{tileMatrix}/{tileRow}/{tileCol}", url.Values{"f": {"mvt"}})},
			{Word: pick(q.ctx, "格式", "Format"), Value: mediaMVT},
			{Word: pick(q.ctx, "坐标参考系", "Reference system"), Value: one.CRS},
			{Word: pick(q.ctx, "级别", "Levels"), Value: fmt.Sprintf("0–%d", t.deepestMatrix)},
			{Word: pick(q.ctx, "范围（西、南、东、北）", "Extent (west, south, east, north)"), Value: fmt.Sprintf("%.4f, %.4f, %.4f, %.4f", one.BoundingBox.LowerLeft[0], one.BoundingBox.LowerLeft[1], one.BoundingBox.UpperRight[0], one.BoundingBox.UpperRight[1])},
			{Word: pick(q.ctx, "署名", "Attribution"), Value: one.Attribution},
		}}
	for _, l := range one.Layers {
		page.Rows = append(page.Rows, counter.FeatureRow{Name: l.ID, Cells: []string{l.Description, l.MinMatrix + "–" + l.MaxMatrix, strings.Join(slices.Sorted(maps.Keys(l.Properties.Properties)), ", ")}})
	}
	return q.tablePage(page, one.Title, append(q.sourceLinks(src), counter.Link{Word: pick(q.ctx, "格网定义", "Definition of the grid"), Value: q.href("/tileMatrixSets/"+t.ID, nil)})...)
}
