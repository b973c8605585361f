package importers

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// telling are the parts of a heading that is too important to be passed over
// because its wording is not known.
var telling = []string{"代码", "政区", "行政区", "经", "纬", "坐标", "code"}

var tellingWords = []string{"lon", "lat", "lng", "long", "longitude", "latitude"}

// suspicious reports whether an unused heading may well say where a place is
// or which it is.
func (m *mapping) suspicious(heading string) bool {
	h := normalHeading(heading)
	if isClassification(heading) {
		return true // a second one says more than the first
	}
	if m.ignored[h] {
		return false
	}
	for _, part := range telling {
		if strings.Contains(h, part) {
			return true
		}
	}
	words := strings.FieldsFunc(strings.ToLower(heading), func(c rune) bool { return !unicode.IsLetter(c) })
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(tellingWords, w) })
}

// ignore makes the mapping pass over headings.
func (m *mapping) ignore(headings []string) {
	for _, h := range headings {
		m.ignored[normalHeading(h)] = true
		delete(m.byHeading, normalHeading(h))
	}
}

// checkUnused refuses a file of whose headings one that matters is not used.
func (m *mapping) checkUnused() error {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for _, h := range m.unused {
		if m.suspicious(h) {
			return fmt.Errorf("%s / heading %q is not used", notUsed(h), h)
		}
	}
	return nil
}

func notUsed(heading string) string {
	return fmt.Sprintf("栏“%s”没有被采用（名称不认识，或另有同义的栏）；请改栏名，或用 --ignore-column %s 说明不用它", heading, heading)
}
