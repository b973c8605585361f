package cql2

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Functions describes all functions, by name.
func Functions() []Function {
	var all []Function
	for _, name := range slices.Sorted(maps.Keys(functions)) {
		f := functions[name]
		if f.hidden {
			continue
		}
		one := Function{Name: name, ZH: f.zh, EN: f.en, Gives: f.gives}
		for i, t := range f.args {
			one.Args = append(one.Args, Argument{f.argsDoc[i], t})
		}
		all = append(all, one)
	}
	return all
}

// SQL writes a filter as a condition. A feature of which the condition is not
// known, as a property is missing, does not fit it. The error is an [*Error].
func SQL(e Expr, t Table) (string, error) {
	w := writer{t}
	return w.as(e, IsBool)
}

// A writer writes the SQL of expressions.
type writer struct{ Table }

// as writes an expression that must be of a type.
func (w writer) as(e Expr, want Type) (string, error) {
	if lit, ok := e.(Text); ok && (want == IsDate || want == IsMoment) {
		instant, err := quotedInstant(lit)
		if err != nil || instant == nil {
			return "", wrong("%q 不是日期或时刻。", "%q is no date or timestamp.", string(lit))
		}
		e = instant
	}
	sql, got, err := w.write(e)
	switch {
	case err != nil:
		return "", err
	case got == want:
		return sql, nil
	case got == IsDate && want == IsMoment:
		return midnight(sql), nil
	}
	return "", wrong("这里要%[1]s，不能是%[2]s。", "Here stands %[4]s, and %[3]s is needed.", typeNames[want][0], typeNames[got][0], typeNames[want][1], typeNames[got][1])
}

// quotedInstant reads an instant that is written as a bare text. The standard has
// none; GDAL writes them so, dates with a T behind.
func quotedInstant(lit Text) (Expr, error) { return parseInstant(strings.TrimSuffix(string(lit), "T")) }

// midnight is the moment at which a date begins, in UTC.
func midnight(sql string) string { return "((" + sql + ")::timestamp AT TIME ZONE 'UTC')" }

// write writes an expression and tells its type.
func (w writer) write(e Expr) (string, Type, error) {
	switch e := e.(type) {
	case Property:
		c, ok := w.Columns[string(e)]
		if !ok {
			return "", "", wrong("没有属性 %[1]q，可用的列在 queryables 里；如是文字，写在单引号里：'%[1]s'。", "There is no property %[1]q; queryables lists those that there are. A text stands between single quotes: '%[1]s'.", string(e))
		}
		return "(" + c.SQL + ")", c.Type, nil
	case Text:
		return w.Bind(string(e)) + "::text", IsText, nil
	case Number:
		return w.Bind(float64(e)) + "::float8", IsNumber, nil
	case Bool:
		return w.Bind(bool(e)) + "::boolean", IsBool, nil
	case Date:
		return w.Bind(e.Time) + "::date", IsDate, nil
	case Moment:
		return w.Bind(e.Time) + "::timestamptz", IsMoment, nil
	case Geometry:
		return w.Geometry(e.Geometry), IsGeometry, nil
	case List:
		sql, err := w.texts(e)
		return sql, IsTexts, err
	case Interval:
		return "", isInterval, nil
	case Op:
		return w.op(e)
	}
	return "", "", wrong("不能用在这里。", "This cannot stand here.")
}

func (w writer) texts(list List) (string, error) {
	texts := make([]string, 0, len(list))
	for _, e := range list {
		one, ok := e.(Text)
		if !ok {
			return "", wrong("列表里只能是文字。", "A list holds texts only.")
		}
		texts = append(texts, string(one))
	}
	return w.Bind(texts) + "::text[]", nil
}

// op writes an operator or function.
func (w writer) op(op Op) (string, Type, error) {
	var sql string
	var err error
	switch {
	case op.Name == "and" || op.Name == "or":
		sql, err = w.logic(op)
	case op.Name == "not":
		if sql, err = w.only(op, IsBool); err == nil {
			sql = "(NOT " + sql + ")"
		}
	case slices.Contains(comparisons, op.Name):
		sql, err = w.compare(op)
	case op.Name == "between":
		sql, err = w.between(op)
	case op.Name == "in":
		sql, err = w.in(op)
	case op.Name == "like":
		sql, err = w.like(op)
	case op.Name == "isnull":
		sql, err = w.isNull(op)
	case spatial[op.Name] != "":
		sql, err = w.two(op, IsGeometry, spatial[op.Name])
	case arrays[op.Name] != "":
		sql, err = w.two(op, IsTexts, arrays[op.Name])
	case temporal[op.Name] != "":
		sql, err = w.temporal(op)
	case arithmetic[op.Name] != "":
		sql, err = w.two(op, IsNumber, arithmetic[op.Name])
		return sql, IsNumber, err
	default:
		return w.call(op)
	}
	return sql, IsBool, err
}

var comparisons = []string{"=", "<>", "<", ">", "<=", ">="}

var arithmetic = map[string]string{
	"+": "(%s + %s)", "-": "(%s - %s)", "*": "(%s * %s)", "^": "power(%s, %s)",
	"/":   "(%s / nullif(%s, 0))",
	"div": "trunc(%s / nullif(%s, 0))",
	// PostgreSQL has no remainder of float8. Each operand stands once, so that
	// remainders of remainders stay short.
	"%": "(SELECT x - y * trunc(x / nullif(y, 0)) FROM (SELECT %s AS x, %s AS y) AS remainder)",
}

var spatial = map[string]string{
	"s_intersects": "ST_Intersects(%s, %s)", "s_disjoint": "ST_Disjoint(%s, %s)", "s_equals": "ST_Equals(%s, %s)", "s_touches": "ST_Touches(%s, %s)",
	"s_within": "ST_Within(%s, %s)", "s_contains": "ST_Contains(%s, %s)", "s_overlaps": "ST_Overlaps(%s, %s)", "s_crosses": "ST_Crosses(%s, %s)",
}

var arrays = map[string]string{
	"a_contains": "(%s @> %s)", "a_containedby": "(%s <@ %s)", "a_overlaps": "(%s && %s)", "a_equals": "(%[1]s @> %[2]s AND %[1]s <@ %[2]s)",
}

func (w writer) arity(op Op, n int) error {
	if len(op.Args) != n {
		return wrong("%s 要 %d 项。", "%s takes %d operands.", op.Name, n)
	}
	return nil
}

func (w writer) only(op Op, of Type) (string, error) {
	if err := w.arity(op, 1); err != nil {
		return "", err
	}
	return w.as(op.Args[0], of)
}

// two writes an operator of two operands of one type.
func (w writer) two(op Op, of Type, format string) (string, error) {
	if err := w.arity(op, 2); err != nil {
		return "", err
	}
	left, err := w.as(op.Args[0], of)
	if err != nil {
		return "", err
	}
	right, err := w.as(op.Args[1], of)
	return fmt.Sprintf(format, left, right), err
}

func (w writer) logic(op Op) (string, error) {
	var parts []string
	for _, a := range op.Args {
		sql, err := w.as(a, IsBool)
		if err != nil {
			return "", err
		}
		parts = append(parts, sql)
	}
	return "(" + strings.Join(parts, " "+strings.ToUpper(op.Name)+" ") + ")", nil
}

// common is the type in which expressions are compared: dates and timestamps as
// timestamps, texts beside dates as dates.
func (w writer) common(all ...Expr) (Type, error) {
	var found Type
	for _, e := range all {
		t, err := w.typeOf(e)
		if err != nil {
			return "", err
		}
		_, literal := e.(Text)
		switch {
		case found == "" || found == IsText && (t == IsDate || t == IsMoment) || found == IsDate && t == IsMoment:
			found = t
		case literal && found == IsDate && isMoment(e): // a moment in quotes beside a date
			found = IsMoment
		}
	}
	return found, nil
}

// isMoment tells whether a text literal writes a timestamp.
func isMoment(e Expr) bool {
	lit, _ := e.(Text)
	instant, err := quotedInstant(lit)
	_, ok := instant.(Moment)
	return err == nil && ok
}

// typeOf tells the type of an expression without binding anything.
func (w writer) typeOf(e Expr) (Type, error) {
	dry := w
	dry.Bind = func(any) string { return "" }
	dry.Geometry = nil
	if _, ok := e.(Geometry); ok {
		return IsGeometry, nil
	}
	if op, ok := e.(Op); ok {
		if f, ok := functions[op.Name]; ok {
			return f.gives, nil
		}
		if arithmetic[op.Name] != "" {
			return IsNumber, nil
		}
		return IsBool, nil
	}
	_, t, err := dry.write(e)
	return t, err
}

func (w writer) compare(op Op) (string, error) {
	if err := w.arity(op, 2); err != nil {
		return "", err
	}
	t, err := w.common(op.Args...)
	if err != nil {
		return "", err
	}
	if err := comparable(t, op.Name); err != nil {
		return "", err
	}
	return w.two(op, t, ordered(t, "%s "+op.Name+" %s"))
}

// comparable refuses to order what has no order.
func comparable(t Type, op string) error {
	if t == IsGeometry || t == IsTexts || t == isInterval || t == IsBool && op != "=" && op != "<>" {
		return wrong("%[1]s不能用 %[2]s 比较。", "%[3]s is not compared with %[2]s.", typeNames[t][0], op, typeNames[t][1])
	}
	return nil
}

// ordered makes a comparison of texts go by their characters, whatever the
// database's own order is.
func ordered(t Type, format string) string {
	if t == IsText {
		format = strings.ReplaceAll(format, "%s", `(%s COLLATE "C")`)
	}
	return "(" + format + ")"
}

func (w writer) between(op Op) (string, error) {
	if err := w.arity(op, 3); err != nil {
		return "", err
	}
	t, err := w.common(op.Args...)
	if err != nil {
		return "", err
	}
	if err := comparable(t, "between"); err != nil {
		return "", err
	}
	var parts [3]any
	for i, a := range op.Args {
		if parts[i], err = w.as(a, t); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf(ordered(t, "%s BETWEEN %s AND %s"), parts[:]...), nil
}

func (w writer) in(op Op) (string, error) {
	if err := w.arity(op, 2); err != nil {
		return "", err
	}
	list, ok := op.Args[1].(List)
	if !ok || len(list) == 0 {
		return "", wrong("IN 后面要有值的列表。", "IN takes a list of values.")
	}
	t, err := w.common(append([]Expr{op.Args[0]}, list...)...)
	if err != nil {
		return "", err
	}
	if err := comparable(t, "="); err != nil {
		return "", err
	}
	value, err := w.as(op.Args[0], t)
	if err != nil {
		return "", err
	}
	var values []string
	for _, e := range list {
		one, err := w.as(e, t)
		if err != nil {
			return "", err
		}
		values = append(values, one)
	}
	return "(" + value + " IN (" + strings.Join(values, ", ") + "))", nil
}

func (w writer) like(op Op) (string, error) {
	if err := w.arity(op, 2); err != nil {
		return "", err
	}
	pattern := op.Args[1]
	for {
		folding, ok := pattern.(Op)
		if !ok || folding.Name != "casei" && folding.Name != "accenti" || len(folding.Args) != 1 {
			break
		}
		pattern = folding.Args[0]
	}
	literal, ok := pattern.(Text)
	if !ok || dangling(string(literal)) {
		return "", wrong(`LIKE 的式样须是文字，%% 代表任意多字，_ 代表一字，末尾不能是单独的 \。`, `The pattern of LIKE is a text in which %% stands for any characters and _ for one; it does not end in a single \.`)
	}
	return w.two(op, IsText, "(%s LIKE %s)")
}

// dangling tells whether a pattern ends in an escape of nothing.
func dangling(pattern string) bool {
	n := len(pattern) - len(strings.TrimRight(pattern, `\`))
	return n%2 == 1
}

func (w writer) isNull(op Op) (string, error) {
	if err := w.arity(op, 1); err != nil {
		return "", err
	}
	sql, t, err := w.write(op.Args[0])
	if err == nil && t == isInterval {
		err = wrong("时段不会是空。", "An interval is never null.")
	}
	return "(" + sql + " IS NULL)", err
}

func (w writer) call(op Op) (string, Type, error) {
	f, ok := functions[op.Name]
	if !ok {
		known := slices.Sorted(maps.Keys(functions))
		return "", "", wrong("没有函数 %[1]q。可用的函数：%[2]s；另有标准的 S_、T_、A_ 各项。", "There is no function %[1]q. There are %[3]s, and the standard's S_…, T_… and A_….", op.Name, strings.Join(known, "、"), strings.Join(known, ", "))
	}
	if err := w.arity(op, len(f.args)); err != nil {
		return "", "", err
	}
	args := make([]any, len(f.args))
	for i, a := range op.Args {
		sql, err := w.as(a, f.args[i])
		if err != nil {
			return "", "", err
		}
		args[i] = sql
	}
	return fmt.Sprintf(f.sql, args...), f.gives, nil
}
