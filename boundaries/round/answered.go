package round

import (
	"cmp"
	"slices"
	"strings"
)

// An Answered is an answer beside the item that asked for it, in words.
type Answered struct {
	Item, Value string
	Label       ItemLabel // the item's id in both languages where the form has no such item any more
	Words       ItemLabel // the value as the form words it
}

// Items are what the form asks of an object: a marker, or a segment or the whole
// line; on a patrol it asks the same of both.
func (f Form) Items(object string, patrol bool) []CheckItem {
	switch {
	case patrol:
		return f.Patrol
	case object == "marker":
		return f.Marker
	}
	return f.Segment
}

// InWords puts answers in the order of the items that asked, those to no item of
// them last, and words them.
func InWords(items []CheckItem, answers map[string]string) []Answered {
	rank := func(id string) int {
		if i := slices.IndexFunc(items, func(i CheckItem) bool { return i.ID == id }); i >= 0 {
			return i
		}
		return len(items)
	}
	all := make([]Answered, 0, len(answers))
	for id, value := range answers {
		a := Answered{Item: id, Value: value, Label: ItemLabel{id, id}, Words: ItemLabel{value, value}}
		if i := rank(id); i < len(items) {
			a.Label, a.Words = items[i].Label, items[i].words(value)
		}
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b Answered) int {
		return cmp.Or(rank(a.Item)-rank(b.Item), strings.Compare(a.Item, b.Item))
	})
	return all
}

// words says a value as the form does; one that it does not know stays as it is.
func (i CheckItem) words(value string) ItemLabel {
	switch i.Kind {
	case YesNo:
		switch value {
		case "yes":
			return ItemLabel{"是", "Yes"}
		case "no":
			return ItemLabel{"否", "No"}
		}
	case OneChoice:
		return i.choice(value)
	case Many:
		var zh, en []string
		for one := range strings.SplitSeq(value, ",") {
			label := i.choice(one)
			zh, en = append(zh, label.ZH), append(en, label.EN)
		}
		return ItemLabel{strings.Join(zh, "、"), strings.Join(en, ", ")}
	}
	return ItemLabel{value, value}
}

func (i CheckItem) choice(value string) ItemLabel {
	if n := slices.IndexFunc(i.Choices, func(c ItemChoice) bool { return c.Value == value }); n >= 0 {
		return i.Choices[n].Label
	}
	return ItemLabel{value, value}
}
