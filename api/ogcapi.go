package api

import (
	"slices"
	"strings"

	"diming/features"
)

// An openAPI is a part of a description in OpenAPI 3.0.
type openAPI = map[string]any

// ogcAPI answers with the description of everything under /ogc. It is made from
// the tables of the collections, each of which has paths of its own, so that a
// client learns which parameters a collection takes.
func (s *Server) ogcAPI(q *ogcRequest) (*ogcAnswer, error) {
	page, err := q.simple()
	if err != nil {
		return nil, err
	}
	if page {
		return q.apiPage(q.paths())
	}
	return q.json(mediaOpenAPI, openAPI{"openapi": "3.0.3",
		"info":    openAPI{"title": pick(q.ctx, "地名与区划公开数据", "Published place names and divisions"), "description": q.about(), "version": Version},
		"servers": []openAPI{{"url": strings.TrimSuffix(s.PublicURL.String(), "/") + ogcPath}},
		"paths":   q.paths()})
}

// paths describes every resource under /ogc.
func (q *ogcRequest) paths() openAPI {
	get := func(id, zh, en, media string, parameters ...openAPI) openAPI {
		return q.operation(id, zh, en, media, append(parameters, q.common("json", "html")...), "text/html")
	}
	paths := openAPI{
		"/":            get("landing", "入口", "Landing page", mediaJSON),
		"/conformance": get("conformance", "符合性声明", "Conformance", mediaJSON),
		"/api":         get("api", "接口描述", "This description", mediaOpenAPI),
		"/functions":   get("functions", "条件里可用的函数", "Functions that filters may call", mediaJSON),
		"/collections": get("collections", "数据集", "Collections", mediaJSON),
	}
	for _, c := range features.Collections() {
		at, id := "/collections/"+c.ID, c.ID
		paths[at] = get(id, c.Title.ZH, c.Title.EN, mediaJSON)
		paths[at+"/schema"] = get(id+"-schema", "属性说明", "Schema", mediaSchema)
		paths[at+"/queryables"] = get(id+"-queryables", "可查询的属性", "Queryables", mediaSchema)
		paths[at+"/sortables"] = get(id+"-sortables", "可排序的属性", "Sortables", mediaSchema)
		paths[at+"/items"] = q.operation(id+"-items", "要素", "Features", mediaGeoJSON, append(q.itemParameters(c), q.common(itemFormats...)...), "text/html", mediaSeq, mediaCSV, mediaFGB)
		paths[at+"/items/{feature}"] = get(id+"-item", "一个要素", "One feature", mediaGeoJSON,
			append(q.shape(c), openAPI{"name": "feature", "in": "path", "required": true, "schema": openAPI{"type": "string", "format": "uuid"}})...)
	}
	q.describeTiles(paths)
	return paths
}

// operation describes a read of something that has one form, or several.
func (q *ogcRequest) operation(id, zh, en, media string, parameters []openAPI, others ...string) openAPI {
	content := openAPI{}
	for _, one := range append(others, media) {
		body := textSchema
		switch one {
		case mediaMVT, mediaFGB:
			body = openAPI{"type": "string", "format": "binary"}
		case mediaJSON, mediaGeoJSON, mediaSchema, mediaOpenAPI:
			body = openAPI{"type": "object"}
		}
		content[one] = openAPI{"schema": body}
	}
	return openAPI{"get": openAPI{"operationId": id, "summary": pick(q.ctx, zh, en), "parameters": parameters,
		"responses": openAPI{"200": openAPI{"description": "OK", "content": content},
			"default": openAPI{"description": "Problem", "content": openAPI{"application/problem+json": openAPI{"schema": openAPI{"type": "object"}}}}}}}
}

// describeTiles adds the paths of tiles. The ends of the operations' ids are those
// that OGC API – Tiles prescribes.
func (q *ogcRequest) describeTiles(paths openAPI) {
	var ids []string
	for _, t := range tileMatrixSets {
		ids = append(ids, t.ID)
	}
	inPath := func(name string, schema openAPI) openAPI {
		return openAPI{"name": name, "in": "path", "required": true, "schema": schema}
	}
	grid := inPath("tileMatrixSet", openAPI{"type": "string", "enum": ids})
	number := openAPI{"type": "integer", "minimum": 0}
	tile := []openAPI{grid, inPath("tileMatrix", number), inPath("tileRow", number), inPath("tileCol", number)}
	paths["/tileMatrixSets"] = q.operation("getTileMatrixSetsList", "瓦片的格网", "Grids of tiles", mediaJSON, q.common("json", "html"), "text/html")
	paths["/tileMatrixSets/{tileMatrixSet}"] = q.operation("getTileMatrixSet", "格网定义", "Definition of a grid", mediaJSON, append(q.common("json", "html"), grid), "text/html")
	add := func(at, id string) {
		ofDay := append(slices.DeleteFunc(q.common(), func(p openAPI) bool { return p["name"] == "recorded" || p["name"] == "f" }),
			q.parameter("subset", `同 datetime，写作 datetime("2020-01-31") 或 datetime("2020-01-31":*)；瓦片显示其中最后一天`, `As datetime, written datetime("2020-01-31") or datetime("2020-01-31":*); tiles show the last of the days`, textSchema))
		ofDay = ofDay[:len(ofDay):len(ofDay)]
		ofTiles := append(ofDay, q.formats("json", "html"))
		paths[at+"/tiles"] = q.operation(id+".vector.getTileSetsList", "有瓦片的格网", "Grids in which there are tiles", mediaJSON, ofTiles, "text/html")
		paths[at+"/tiles/{tileMatrixSet}"] = q.operation(id+".vector.getTileSet", "瓦片说明", "Description of tiles", mediaJSON, append(ofTiles, grid), "text/html")
		paths[at+"/tiles/{tileMatrixSet}/{tileMatrix}/{tileRow}/{tileCol}"] = q.operation(id+".vector.getTile", "一块瓦片", "A tile", mediaMVT, slices.Concat(ofDay, []openAPI{q.formats("mvt")}, tile))
	}
	add("", ".dataset")
	for _, c := range features.Collections() {
		add("/collections/"+c.ID, c.ID+".collection")
	}
}

// parameter describes a parameter of the address.
func (q *ogcRequest) parameter(name, zh, en string, schema openAPI) openAPI {
	return openAPI{"name": name, "in": "query", "required": false, "description": pick(q.ctx, zh, en), "schema": schema, "style": "form", "explode": false}
}

var textSchema = openAPI{"type": "string"}

// common are the parameters that every resource takes, with the formats that it has.
func (q *ogcRequest) common(formats ...string) []openAPI {
	return []openAPI{
		q.parameter("datetime", "哪一天（或哪些天）的情况：日期、时刻或用斜线隔开的起止；不写为今天", "The day or days asked about: a date, a moment, or two with a slash between; today if absent", textSchema),
		q.parameter("recorded", "登记在哪一时刻是这样说的（RFC 3339）；不写为现在", "What the register believed at this moment (RFC 3339); now if absent", openAPI{"type": "string", "format": "date-time"}),
		q.parameter("lang", "文字的语言", "Language of texts", openAPI{"type": "string", "enum": []string{"zh", "en"}}),
		q.formats(formats...),
	}
}

// formats describes the parameter f.
func (q *ogcRequest) formats(formats ...string) openAPI {
	return q.parameter("f", "格式；不写则照请求头 Accept", "Format; as Accept has it if absent", openAPI{"type": "string", "enum": formats})
}

// shape are the parameters of how features are given.
func (q *ogcRequest) shape(c *features.Collection) []openAPI {
	return []openAPI{
		q.parameter("crs", "输出的坐标参考系", "Reference system of the answer", openAPI{"type": "string", "format": "uri", "default": features.CRS84.URI}),
		q.parameter("properties", "只要这些属性，以逗号隔开", "Only these properties, with commas between", openAPI{"type": "array", "items": openAPI{"type": "string", "enum": names(c.Properties())}}),
	}
}

func names(properties []features.Property) []string {
	all := make([]string, len(properties))
	for i, p := range properties {
		all[i] = p.Name
	}
	return all
}

// itemParameters are those of the features of a collection: the standard's, and
// each property by its own name.
func (q *ogcRequest) itemParameters(c *features.Collection) []openAPI {
	number := openAPI{"type": "number"}
	all := append(q.shape(c),
		q.parameter("sortby", "排序的属性，+ 升 - 降，以逗号隔开；不写则有位置的在前", "Properties to order by, each after + or -; by default what has a geometry comes first", openAPI{"type": "array", "items": textSchema}),
		q.parameter("limit", "每页要素数", "Features of a page", openAPI{"type": "integer", "minimum": 1, "maximum": ogcMaxLimit, "default": ogcLimit}),
		q.parameter("bbox", "范围：西、南、东、北，次序依 bbox-crs", "West, south, east, north, in the order of bbox-crs", openAPI{"type": "array", "minItems": 4, "maxItems": 6, "items": number}),
		q.parameter("bbox-crs", "bbox 的坐标参考系", "Reference system of bbox", openAPI{"type": "string", "format": "uri", "default": features.CRS84.URI}),
		q.parameter("filter", "CQL2 写的条件", "A condition in CQL2", textSchema),
		q.parameter("filter-lang", "条件的写法", "How the condition is written", openAPI{"type": "string", "enum": filterLanguages, "default": filterLanguages[0]}),
		q.parameter("filter-crs", "条件里几何的坐标参考系", "Reference system of the geometries in it", openAPI{"type": "string", "format": "uri", "default": features.CRS84.URI}),
		q.parameter("cursor", "下一页链接里的标记", "As the link to the next page has it", textSchema))
	for _, p := range c.Queryables() {
		schema := openAPI{"type": q.propertySchema(p).Type}
		if p.Type == features.Strings {
			schema["items"] = textSchema
		}
		all = append(all, q.parameter(p.Name, p.ZH, p.EN, schema))
	}
	return all
}
