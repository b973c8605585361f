package api

import (
	"diming/features"
	"diming/internal/cql2"
)

// A propertySchema is a property in JSON Schema, with the roles of OGC API –
// Features part 5.
type propertySchema struct {
	Title    string          `json:"title,omitempty"`
	Type     string          `json:"type,omitempty"`
	Format   string          `json:"format,omitempty"`
	Enum     []string        `json:"enum,omitempty"`
	Items    *propertySchema `json:"items,omitempty"`
	Unit     string          `json:"x-ogc-unit,omitempty"`
	UnitLang string          `json:"x-ogc-unitLang,omitempty"`
	Role     string          `json:"x-ogc-role,omitempty"`
	Sequence int             `json:"x-ogc-propertySeq,omitempty"`
}

func (q *ogcRequest) propertySchema(p features.Property) propertySchema {
	one := propertySchema{Title: pick(q.ctx, p.ZH, p.EN), Type: "string", Enum: p.Enum, Unit: p.Unit}
	if p.Unit != "" {
		one.UnitLang = "UCUM"
	}
	switch p.Type {
	case features.Integer, features.Number, features.Boolean:
		one.Type = string(p.Type)
	case features.Date:
		one.Format = "date"
	case features.Moment:
		one.Format = "date-time"
	case features.Strings:
		one.Type, one.Items, one.Enum = "array", &propertySchema{Type: "string", Enum: p.Enum}, nil
	}
	switch p.Name {
	case "id":
		one.Role, one.Format = "id", "uuid"
	case "valid_from":
		one.Role = "primary-interval-start"
	case "valid_to":
		one.Role = "primary-interval-end"
	}
	return one
}

// geometrySchema is the property that is the geometry, under the name that
// filters use.
func geometrySchema(q *ogcRequest, c *features.Collection) propertySchema {
	return propertySchema{Title: pick(q.ctx, "几何", "Geometry"), Format: "geometry-" + geometryFormat(c.Geometry), Role: "primary-geometry"}
}

func geometryFormat(geoJSON string) string {
	return map[string]string{"Point": "point", "MultiLineString": "multilinestring", "MultiPolygon": "multipolygon"}[geoJSON]
}

// ogcSchema answers with what features of a collection say.
func (s *Server) ogcSchema(q *ogcRequest) (*ogcAnswer, error) {
	return q.schema("/schema", func(c *features.Collection) []features.Property { return c.Schema() }, true)
}

// ogcQueryables answers with what may be asked for.
func (s *Server) ogcQueryables(q *ogcRequest) (*ogcAnswer, error) {
	return q.schema("/queryables", func(c *features.Collection) []features.Property { return c.Queryables() }, true)
}

// ogcSortables answers with what features may be ordered by.
func (s *Server) ogcSortables(q *ogcRequest) (*ogcAnswer, error) {
	return q.schema("/sortables", func(c *features.Collection) []features.Property { return c.Sortables() }, false)
}

func (q *ogcRequest) schema(tail string, of func(*features.Collection) []features.Property, geometry bool) (*ogcAnswer, error) {
	c, err := q.collection()
	if err != nil {
		return nil, err
	}
	page, err := q.simple()
	if err != nil {
		return nil, err
	}
	if page {
		return q.schemaPage(c, tail, of(c), geometry)
	}
	properties := map[string]propertySchema{}
	for i, p := range of(c) {
		one := q.propertySchema(p)
		one.Sequence = i + 1
		properties[p.Name] = one
	}
	if geometry {
		properties["geometry"] = geometrySchema(q, c)
	}
	return q.json(mediaSchema, map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": q.href("/collections/"+c.ID+tail, nil),
		"title": pick(q.ctx, c.Title.ZH, c.Title.EN), "description": pick(q.ctx, c.Description.ZH, c.Description.EN),
		"type": "object", "properties": properties, "additionalProperties": false})
}

// A functionBody describes a function of filters.
type functionBody struct {
	Name        string         `json:"name"`
	Description string         `json:"description"`
	Arguments   []argumentBody `json:"arguments"`
	Returns     []string       `json:"returns"`
}

type argumentBody struct {
	Title string   `json:"title"`
	Type  []string `json:"type"`
}

// functionTypes are the types of functions as the standard names them.
var functionTypes = map[cql2.Type]string{cql2.IsText: "string", cql2.IsNumber: "number", cql2.IsBool: "boolean", cql2.IsGeometry: "geometry"}

// ogcFunctions answers with the functions that filters may call.
func (s *Server) ogcFunctions(q *ogcRequest) (*ogcAnswer, error) {
	page, err := q.simple()
	if err != nil {
		return nil, err
	}
	if page {
		return q.functionsPage()
	}
	var all []functionBody
	for _, f := range cql2.Functions() {
		one := functionBody{Name: f.Name, Description: pick(q.ctx, f.ZH, f.EN), Returns: []string{functionTypes[f.Gives]}}
		for _, a := range f.Args {
			one.Arguments = append(one.Arguments, argumentBody{a.Name, []string{functionTypes[a.Type]}})
		}
		all = append(all, one)
	}
	return q.json(mediaJSON, map[string]any{"functions": all, "links": q.ownLinks(mediaJSON)})
}
