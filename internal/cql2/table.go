package cql2

import "github.com/paulmach/orb"

// A Type is what an expression gives.
type Type string

// The types of properties.
const (
	IsText     Type = "text"
	IsNumber   Type = "number"
	IsBool     Type = "boolean"
	IsDate     Type = "date"
	IsMoment   Type = "timestamp"
	IsGeometry Type = "geometry"
	IsTexts    Type = "array" // of texts

	isInterval Type = "interval"
)

var typeNames = map[Type][2]string{
	IsText: {"文字", "a text"}, IsNumber: {"数", "a number"}, IsBool: {"真假", "a truth value"}, IsDate: {"日期", "a date"}, IsMoment: {"时刻", "a timestamp"},
	IsGeometry: {"几何", "a geometry"}, IsTexts: {"文字的列表", "a list of texts"}, isInterval: {"时段", "an interval"},
}

// A Column is a property as the database has it.
type Column struct {
	Type Type
	SQL  string // an expression of that type in SQL: text, float8, boolean, date, timestamptz, geometry or text[]
}

// A Table is what filters are written for.
type Table struct {
	Columns map[string]Column

	// Bind takes a value that goes with the statement and gives its place, such
	// as $3.
	Bind func(v any) string

	// Geometry writes a literal geometry, by way of Bind, in the reference
	// system of the columns.
	Geometry func(g orb.Geometry) string
}

// A function is one that filters may call.
type function struct {
	args    []Type
	gives   Type
	sql     string // with %s for each argument
	zh, en  string
	hidden  bool // an operator of the standard that is written as a function
	argsDoc []string
}

// unaccented takes the marks off letters: what is left of their decomposition.
const unaccented = `regexp_replace(normalize(%s, NFD), '[\u0300-\u036F]', '', 'g')`

// functions are all that there are.
var functions = map[string]function{
	"casei":       {args: []Type{IsText}, gives: IsText, sql: "lower(%s)", hidden: true},
	"accenti":     {args: []Type{IsText}, gives: IsText, sql: unaccented, hidden: true},
	"abs":         {args: []Type{IsNumber}, gives: IsNumber, sql: "abs(%s)", zh: "绝对值", en: "Absolute value", argsDoc: []string{"x"}},
	"floor":       {args: []Type{IsNumber}, gives: IsNumber, sql: "floor(%s)", zh: "不大于它的最大整数", en: "Largest whole number that is not larger", argsDoc: []string{"x"}},
	"ceil":        {args: []Type{IsNumber}, gives: IsNumber, sql: "ceil(%s)", zh: "不小于它的最小整数", en: "Smallest whole number that is not smaller", argsDoc: []string{"x"}},
	"length":      {args: []Type{IsText}, gives: IsNumber, sql: "char_length(%s)::float8", zh: "字数", en: "Number of characters", argsDoc: []string{"text"}},
	"starts_with": {args: []Type{IsText, IsText}, gives: IsBool, sql: "starts_with(%s, %s)", zh: "是否以它开头", en: "Whether a text begins with another", argsDoc: []string{"text", "beginning"}},
	"distance_m":  {args: []Type{IsGeometry, IsGeometry}, gives: IsNumber, sql: "ST_Distance((%s)::geography, (%s)::geography)", zh: "两者最近处的距离，米，椭球面上", en: "Shortest distance on the ellipsoid, in metres", argsDoc: []string{"a", "b"}},
}

// A Function describes one that filters may call.
type Function struct {
	Name   string
	ZH, EN string
	Args   []Argument
	Gives  Type
}

// An Argument is one of a function.
type Argument struct {
	Name string
	Type Type
}
