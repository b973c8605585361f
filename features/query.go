package features

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"diming/boundaries"
	"diming/internal/version"
)

// A Query asks for features of a collection. The zero values ask for all that
// holds today, in CRS84, in the order of ids.
type Query struct {
	When       When
	Recorded   time.Time // what the register believed at that moment; zero: now
	Box        *Box
	Equal      []Equal
	Filter     *Filter
	CRS        CRS
	Properties []string // nil: all
	Sort       []SortKey
	Limit      int
	After      *Cursor // where the page before ended

	// PublicFrom is the highest level of divisions whose areas and lines are
	// given.
	PublicFrom boundaries.Level
}

func (q Query) publicFrom() int { return int(max(q.PublicFrom, boundaries.Province)) }

// Equal asks for the features whose property has a value, as a parameter
// writes it.
type Equal struct{ Property, Value string }

// A SortKey orders features by a property; those without come last.
type SortKey struct {
	Property string
	Down     bool
}

// ParseSort reads the parameter sortby: names with commas between, each after
// an optional + or -.
func ParseSort(c *Collection, text string) ([]SortKey, error) {
	if text == "" {
		return nil, nil
	}
	var keys []SortKey
	for name := range strings.SplitSeq(text, ",") {
		key := SortKey{Property: strings.TrimLeft(name, "+- "), Down: strings.HasPrefix(name, "-")}
		if p, ok := c.property(key.Property); !ok || p.Type == Strings || p.made || len(keys) == maxSort {
			return nil, refuse("sortby", "只能按数据集列出的属性排序，最多四项，写作 name 或 -level。", "Sort by up to four properties that the collection lists, such as name or -level.")
		}
		keys = append(keys, key)
	}
	return keys, nil
}

const maxSort = 4

// ParseProperties reads the parameter properties: names with commas between.
func ParseProperties(c *Collection, text string) ([]string, error) {
	if text == "" {
		return nil, nil
	}
	names := strings.Split(text, ",")
	for _, name := range names {
		if p, ok := c.property(name); !ok || p.key {
			return nil, refuse("properties", "数据集没有这个属性："+name+"。", "The collection has no such property: "+name+".")
		}
	}
	return names, nil
}

// A statement gathers the SQL of one query and what is bound to it.
type statement struct {
	c    *Collection
	q    Query
	asOf version.AsOf
	args []any

	bound map[string]string // arguments that stand in several places, by name
}

func newStatement(c *Collection, q Query, pinned int64) *statement {
	return &statement{c: c, q: q, asOf: version.AsOf{Recorded: q.Recorded, Pinned: pinned}, bound: map[string]string{}}
}

// bind gives the number under which a value goes with the statement.
func (s *statement) bind(v any) string {
	s.args = append(s.args, v)
	return fmt.Sprintf("$%d", len(s.args))
}

// once binds a value the first time that it is wanted.
func (s *statement) once(name, sqlType string, v any) string {
	if s.bound[name] == "" {
		s.bound[name] = s.bind(v) + "::" + sqlType
	}
	return s.bound[name]
}

// from and to are the days asked about.
func (s *statement) from() string { return s.once("from", "date", s.q.When.From) }
func (s *statement) to() string   { return s.once("to", "date", s.q.When.To) }

// believed is the condition that a version is in the reading that is asked
// about.
func (s *statement) believed(alias string) string {
	sql, args := s.asOf.Believed(alias, len(s.args)+1)
	s.args = append(s.args, args...)
	return sql
}

var hole = regexp.MustCompile(`\{(on|believed|sealed) (\w+)\}`)

// expand fills in what expressions of a collection leave open.
func (s *statement) expand(sql string) string {
	if strings.Contains(sql, "{public from}") {
		sql = strings.ReplaceAll(sql, "{public from}", s.once("public from", "int", s.q.publicFrom()))
	}
	return hole.ReplaceAllStringFunc(sql, func(m string) string {
		parts := hole.FindStringSubmatch(m)
		switch alias := parts[2]; parts[1] {
		case "on":
			return alias + ".valid @> t.day AND " + s.believed(alias)
		case "sealed":
			return alias + ".entry NOT IN (SELECT ledger_after(" + s.once("pinned", "bigint", s.asOf.Pinned) + "))"
		default:
			return s.believed(alias)
		}
	})
}

// tables is the FROM clause: each version v with the day t.day on which it is
// told of. What is so for ever is told of as on the last day asked about.
func (s *statement) tables() string {
	return fmt.Sprintf("%s v CROSS JOIN LATERAL (SELECT least(upper(v.valid) - 1, %s) AS day) t", s.c.view, s.to())
}

// where is the WHERE clause without the page: one version of each object.
func (s *statement) where() (string, error) {
	held := fmt.Sprintf("v.valid @> %s", s.to())
	if !s.q.When.isDay() {
		days := fmt.Sprintf("daterange(%s, %s, '[]')", s.from(), s.to())
		held = fmt.Sprintf(`v.valid && %[1]s AND NOT EXISTS (SELECT FROM %[2]s w
			WHERE w.%[3]s = v.%[3]s AND w.valid && %[1]s AND w.valid > v.valid AND %[4]s)`, days, s.c.view, s.c.object, s.believed("w"))
	}
	conditions := []string{held, s.believed("v")}
	if s.c.where != "" {
		conditions = append(conditions, s.expand(s.c.where))
	}
	if s.q.Box != nil {
		conditions = append(conditions, s.inBox())
	}
	for _, e := range s.q.Equal {
		conditions = append(conditions, s.equal(e))
	}
	if s.q.Filter != nil {
		filter, err := s.filter()
		if err != nil {
			return "", err
		}
		conditions = append(conditions, filter)
	}
	return strings.Join(conditions, "\n\tAND "), nil
}

// sqlType is the type of a property's values in SQL.
func (p Property) sqlType() string {
	return map[Type]string{String: "text", Integer: "bigint", Number: "float8", Boolean: "boolean", Date: "date", Moment: "timestamptz", Strings: "text[]"}[p.Type]
}

// cast brings a property's expression to its type, and a text to the order of
// its characters.
func (p Property) cast() string {
	if p.Type == String {
		return `::text COLLATE "C"`
	}
	return "::" + p.sqlType()
}

// output is the SQL of a property as a [Feature] has it.
func (s *statement) output(p Property) string {
	if p.made {
		return "NULL::" + p.sqlType()
	}
	sql := "(" + s.expand(p.SQL) + ")"
	switch p.Type {
	case Moment:
		return "to_json(" + sql + "::timestamptz) #>> '{}'"
	case Date:
		return sql + "::date::text"
	}
	return sql + "::" + p.sqlType()
}
