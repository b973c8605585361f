package importers

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrClassified is of a file declared above internal. This system must not
// hold such data (测绘法 art. 47), so it is not even read.
var ErrClassified = errors.New("密级高于内部，本系统不得存放 / classified above internal: this system must not hold it")

// Visibilities of an import.
const (
	Public   = "public"
	Internal = "internal"
)

// visibilityOf reads a classification: "" when it is above internal, and an
// error when it is none that is known.
func visibilityOf(classification string) (string, error) {
	switch classification {
	case "", Internal, "内部", "非密":
		return Internal, nil
	case Public, "公开":
		return Public, nil
	case "秘密", "机密", "绝密", "内部以上", "secret", "confidential", "top secret", "restricted":
		return "", nil
	}
	return "", fmt.Errorf("密级 %q 不认识，可用 public（公开）、internal（内部） / classification %q is not known: use public or internal", classification, classification)
}

// hideClassified keeps the content of a row that could not be read out of
// reports, when one of the words above internal stands in it.
func hideClassified(r *row, m *mapping) {
	if !m.has(fieldClassification) {
		return
	}
	text := strings.Join(r.fields, " ") + string(r.feature)
	for _, f := range r.refusals {
		text += f.value
	}
	for _, word := range secret {
		if strings.Contains(text, word) {
			r.classified = true
			r.refusals = nil
			r.refuse(m.name(fieldClassification), word, ErrClassified.Error())
			return
		}
	}
}

var secret = []string{"秘密", "机密", "绝密"}

// aboveInternal reports whether a word that is not known as a whole still
// says that the row is secret: 机密★10年, 涉密.
func aboveInternal(classification string) bool {
	for _, word := range append(secret, "涉密", "secret", "SECRET", "confidential") {
		if strings.Contains(classification, word) {
			return true
		}
	}
	return false
}

// marked reports whether the name of a file or what stands above its heading
// says that the whole of it is secret: 机密★10年.
func marked(text string) bool {
	return slices.ContainsFunc(append(secret, "涉密"), func(word string) bool { return strings.Contains(text, word) })
}

// checkClassification compares a row's own 密级 with the import's. A row may
// be freer than the import declares, never stricter. A row with a word that
// is not known is refused, for its author to say what is meant.
func checkClassification(r *row, m *mapping, visibility string) {
	value := r.values[fieldClassification]
	if value == "" {
		return
	}
	own, err := visibilityOf(value)
	switch {
	case err != nil && !aboveInternal(value):
		r.refuse(m.name(fieldClassification), value, err.Error())
	case err != nil || own == "":
		r.classified = true
		r.refuse(m.name(fieldClassification), value, ErrClassified.Error())
	case own == Internal && visibility == Public:
		r.refuse(m.name(fieldClassification), value, "行内为内部，而导入声明为公开 / the row is internal, the import was declared public")
	}
}
