package round

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Form is what is looked at in the field, and how it is answered. It travels
// to the phones within a pack.
type Form struct {
	Marker  []CheckItem `json:"marker"`  // at each marker
	Segment []CheckItem `json:"segment"` // along each segment
	Patrol  []CheckItem `json:"patrol"`  // on a keeper's patrol
}

// A CheckItem is one question. Its answer is a text: the value of a choice, values
// joined by commas for many, yes or no, a decimal number, or words.
type CheckItem struct {
	ID       string       `json:"id"`
	Label    ItemLabel    `json:"label"`
	Kind     ItemKind     `json:"kind"`
	Choices  []ItemChoice `json:"choices"` // null where the kind has none
	Required bool         `json:"required"`
	When     *ItemWhen    `json:"when"` // asked only after that answer; null: always
}

// An ItemLabel is a text in both languages.
type ItemLabel struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// An ItemChoice is one of the answers of an item.
type ItemChoice struct {
	Value string    `json:"value"`
	Label ItemLabel `json:"label"`
}

// An ItemWhen names the answer after which an item is asked.
type ItemWhen struct {
	Item  string `json:"item"`
	Value string `json:"value"`
}

// An ItemKind is how an item is answered.
type ItemKind string

// The kinds of items.
const (
	OneChoice ItemKind = "choice"
	Many      ItemKind = "many"
	Text      ItemKind = "text"
	Number    ItemKind = "number"
	YesNo     ItemKind = "yes_no"
)

// ErrForm is behind every FormError.
var ErrForm = errors.New("unfit check form")

// A FormError says what is wrong with a form and where.
type FormError struct{ ZH, EN string }

func (e *FormError) Error() string { return "check form: " + e.EN }
func (e *FormError) Unwrap() error { return ErrForm }

const (
	mostItems   = 60
	mostChoices = 30
	longestText = 200
)

// ParseForm reads a form as an office wrote it, and refuses what a phone could
// not ask: unknown parts, ids twice, choices where none are needed or none
// where some are, and questions that wait for an answer that comes later.
func ParseForm(text []byte) (Form, error) {
	var f Form
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return Form{}, &FormError{"内容不是检查表的 JSON：" + err.Error(), "not the JSON of a form: " + err.Error()}
	}
	if d.More() {
		return Form{}, &FormError{"检查表后面还有多余的内容，请删去", "there is something after the form"}
	}
	return f, f.Check()
}

// Check tells what is wrong with a form, or nil.
func (f Form) Check() error {
	if len(f.Marker) == 0 || len(f.Segment) == 0 {
		return &FormError{"界桩和界线段至少各要有一项", "markers and segments need an item each at least"}
	}
	for _, part := range []struct {
		zh, en string
		items  []CheckItem
	}{{"界桩", "marker", f.Marker}, {"界线段", "segment", f.Segment}, {"巡查", "patrol", f.Patrol}} {
		if len(part.items) > mostItems {
			return &FormError{fmt.Sprintf("%s的检查项超过 %d 项，请合并", part.zh, mostItems), fmt.Sprintf("%s has more than %d items", part.en, mostItems)}
		}
		for i, item := range part.items {
			if zh, en := item.fault(part.items[:i]); zh != "" {
				return &FormError{fmt.Sprintf("%s第 %d 项：%s", part.zh, i+1, zh), fmt.Sprintf("%s, item %d: %s", part.en, i+1, en)}
			}
		}
	}
	return nil
}

// fault says what is wrong with an item that comes after others, in both
// languages; nothing where it is sound.
func (i CheckItem) fault(before []CheckItem) (zh, en string) {
	switch {
	case !isKey(i.ID):
		return "编号须为小写字母、数字和下划线，以字母开头", "an id is lower-case letters, digits and _, and begins with a letter"
	case slices.ContainsFunc(before, func(b CheckItem) bool { return b.ID == i.ID }):
		return "编号“" + i.ID + "”重复", "the id " + i.ID + " is there twice"
	case !i.Label.fits():
		return "请写明中英文名称，不超过 200 字", "it needs a label in both languages, of 200 characters at most"
	case !slices.Contains([]ItemKind{OneChoice, Many, Text, Number, YesNo}, i.Kind):
		return "没有“" + string(i.Kind) + "”这种答法", "there is no kind " + string(i.Kind)
	case len(i.Choices) > 0 && i.Kind != OneChoice && i.Kind != Many:
		return "这种答法没有选项", "this kind has no choices"
	case (i.Kind == OneChoice || i.Kind == Many) && (len(i.Choices) < 2 || len(i.Choices) > mostChoices):
		return fmt.Sprintf("选项须有 2 到 %d 个", mostChoices), fmt.Sprintf("it needs 2 to %d choices", mostChoices)
	}
	for n, c := range i.Choices {
		if !isKey(c.Value) || !c.Label.fits() || slices.ContainsFunc(i.Choices[:n], func(o ItemChoice) bool { return o.Value == c.Value }) {
			return fmt.Sprintf("第 %d 个选项的值重复或不合要求，或缺名称", n+1), fmt.Sprintf("choice %d is there twice, malformed or without label", n+1)
		}
	}
	if i.When != nil && !slices.ContainsFunc(before, func(b CheckItem) bool { return b.ID == i.When.Item && b.answers(i.When.Value) }) {
		return "出现条件所指的项或答案在前面没有", "the answer that it waits for does not come before it"
	}
	return "", ""
}

// answers tells whether a value is one of an item's answers.
func (i CheckItem) answers(value string) bool {
	switch i.Kind {
	case YesNo:
		return value == "yes" || value == "no"
	case OneChoice, Many:
		return slices.ContainsFunc(i.Choices, func(c ItemChoice) bool { return c.Value == value })
	}
	return false
}

func (l ItemLabel) fits() bool {
	for _, text := range []string{l.ZH, l.EN} {
		if strings.TrimSpace(text) == "" || utf8.RuneCountInString(text) > longestText {
			return false
		}
	}
	return true
}

// isKey tells a word by which answers are stored.
func isKey(text string) bool {
	if text == "" || len(text) > 40 || text[0] < 'a' || text[0] > 'z' {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' })
}
