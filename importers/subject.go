package importers

import (
	"fmt"
	"slices"
	"strings"
)

// A Kind is what the rows of a file are.
type Kind string

// The kinds.
const (
	Places    Kind = "places"
	Divisions Kind = "divisions"
	Shelters  Kind = "shelters"
	Officers  Kind = "officers"
	Policies  Kind = "policies"
)

// Kinds are all of them, in the order in which they are offered.
var Kinds = []Kind{Places, Divisions, Shelters, Officers, Policies}

// kindWords are what they are called.
var kindWords = map[Kind]string{Places: "地名", Divisions: "区划", Shelters: "避难场所", Officers: "灾害信息员等联系人", Policies: "政策"}

// ParseKind reads a kind as a person types it.
func ParseKind(s string) (Kind, error) {
	if k := Kind(s); slices.Contains(Kinds, k) {
		return k, nil
	}
	offered, names := make([]string, len(Kinds)), make([]string, len(Kinds))
	for i, k := range Kinds {
		offered[i], names[i] = fmt.Sprintf("%s（%s）", k, kindWords[k]), string(k)
	}
	return "", fmt.Errorf("不能导入 %q，可用 %s / cannot import %q: use %s", s, strings.Join(offered, "、"), s, strings.Join(names, ", "))
}

// A subject is what is particular to a kind: what its columns can mean and
// what its rows become.
type subject struct {
	fields   []field
	required []field             // for a person to see: every row needs each, or one of its kin
	headings map[field][]string  // that mean a field here, where they differ from fieldNames
	labels   map[field][2]string // what a field is called here, where it differs from labels

	code, class, placeCode, reading field // what values that look like one of these fill

	lacking func(c *converter) string // the column that a table needs and lacks, "" for none
	intake  func() intake
	batch   int  // rows in one transaction at most; 0 for as many as are asked for
	open    bool // what comes in is seen by everybody, and cannot be internal
}

// subjectOf gives the subject of a kind. It is a function, since what rows
// become leads back to what columns mean.
func subjectOf(kind Kind) subject {
	switch kind {
	case Divisions:
		return subject{fields: divisionFields, required: []field{fieldCode, fieldName}, code: fieldCode,
			lacking: lackingOfDivisions, intake: func() intake { return &divisionIntake{} }}
	case Shelters:
		return shelterSubject()
	case Officers:
		return officerSubject()
	case Policies:
		return policySubject()
	}
	return subject{fields: placeFields, required: []field{fieldName, fieldClass}, headings: map[field][]string{fieldKey: keyNames},
		code: fieldDivision, class: fieldClass, placeCode: fieldPlaceCode, reading: fieldReading,
		lacking: lackingOfPlaces, intake: func() intake { return &placeIntake{} }}
}

// names are the headings that mean a field, the best first.
func (s subject) names(f field) []string {
	if names := s.headings[f]; names != nil {
		return names
	}
	return fieldNames[f]
}

// label is what a field is called to a person, in both languages.
func (s subject) label(f field) [2]string {
	if label, own := s.labels[f]; own {
		return label
	}
	return labels[f]
}

func lackingOfPlaces(c *converter) string {
	switch {
	case !c.m.has(fieldName, fieldNamesZH):
		return "标准名称 (name)"
	case c.defaultClass == "" && !c.m.has(fieldClass, fieldClassName, fieldFeatureCode):
		return "类别代码 (class)"
	}
	return ""
}

func lackingOfDivisions(c *converter) string {
	switch {
	case !c.m.has(fieldCode, fieldVillageCode, fieldTownCode, fieldCountyCode):
		return "代码 (code)"
	case !c.m.has(fieldName, fieldVillageName, fieldTownName, fieldCountyName):
		return "名称 (name)"
	}
	return ""
}
