package address

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

func TestTheTextIsWrittenInTheOrderOfTheLevels(t *testing.T) {
	whole := Names{"浙江省", "衢州市", "江山市", "清湖街道", "清湖一村", "上坞", "清湖大街", "示例小区"}
	for _, test := range []struct {
		name string
		c    Components
		n    Names
		want string
	}{
		{"all levels", Components{Number: "12", Building: "3", Unit: "2", Floor: "5", Room: "501"}, whole, "浙江省衢州市江山市清湖街道清湖一村上坞清湖大街12号示例小区3幢2单元5层501室"},
		{"nothing but a number", Components{Number: "7"}, Names{}, "7号"},
		{"an inserted number", Components{Number: "12", Sub: "1", InsertFormat: "-"}, Names{Way: "清湖大街"}, "清湖大街12-1号"},
		{"an inserted number, other words", Components{Number: "12", Sub: "1", InsertFormat: "之"}, Names{Way: "清湖大街"}, "清湖大街12之1号"},
		{"an inserted number, other words again", Components{Number: "12", Sub: "1", InsertFormat: "附"}, Names{Way: "清湖大街"}, "清湖大街12附1号"},
		{"a natural village", Components{Number: "10"}, Names{County: "江山市", Township: "清湖街道", Village: "清湖一村", Settlement: "上坞"}, "江山市清湖街道清湖一村上坞10号"},
		{"a compound without a number", Components{Building: "甲", Room: "101"}, Names{County: "江山市", Compound: "示例小区"}, "江山市示例小区甲幢101室"},
		{"a municipality by its filler", Components{Number: "1"}, Names{Province: "北京市", City: "市辖区", County: "东城区", Way: "示例街"}, "北京市东城区示例街1号"},
		{"a municipality twice", Components{Number: "1"}, Names{Province: "北京市", City: "北京市", County: "东城区", Way: "示例街"}, "北京市东城区示例街1号"},
		{"a county of a municipality", Components{Number: "1"}, Names{Province: "重庆市", City: "县", County: "城口县", Way: "示例街"}, "重庆市城口县示例街1号"},
		{"a city without counties", Components{Number: "1"}, Names{Province: "广东省", City: "东莞市", County: "东莞市", Township: "示例镇", Way: "示例街"}, "广东省东莞市示例镇示例街1号"},
		{"a county under its province", Components{Number: "1"}, Names{Province: "河南省", City: "省直辖县级行政区划", County: "济源市", Way: "示例街"}, "河南省济源市示例街1号"},
		{"a natural village called as its village", Components{Number: "1"}, Names{Village: "贺村", Settlement: "贺村"}, "贺村贺村1号"},
	} {
		if got := Text(test.c, test.n); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
	if got := Short(Components{Number: "12", Building: "3"}, whole); got != "上坞清湖大街12号示例小区3幢" {
		t.Errorf("without divisions: %s", got)
	}
}

// drawComponents draws parts that check lets through.
func drawComponents(t *rapid.T) Components {
	c := Components{Division: drawID(t, "division"), Settlement: drawID(t, "settlement"), Way: drawID(t, "way"), Compound: drawID(t, "compound")}
	digits := rapid.SampledFrom([]string{"", "1", "2", "12", "101"})
	c.Number, c.Building, c.Unit, c.Floor, c.Room = digits.Draw(t, "number"), digits.Draw(t, "building"), digits.Draw(t, "unit"), digits.Draw(t, "floor"), digits.Draw(t, "room")
	if c.Number != "" && rapid.Bool().Draw(t, "inserted") {
		c.Sub, c.InsertFormat = rapid.SampledFrom([]string{"1", "2"}).Draw(t, "sub"), rapid.SampledFrom(insertFormats).Draw(t, "format")
	}
	return c
}

func drawID(t *rapid.T, label string) uuid.UUID {
	return rapid.SampledFrom([]uuid.UUID{uuid.Nil, {1}, {2}}).Draw(t, label)
}

// drawNames draws names that nothing but themselves can be read out of.
func drawNames(t *rapid.T) Names {
	draw := func(level string) string {
		return rapid.SampledFrom([]string{"", level + "甲", level + "乙"}).Draw(t, level)
	}
	return Names{draw("省"), draw("市"), draw("县"), draw("镇"), draw("村"), draw("庄"), draw("路"), draw("园")}
}

// TestTheTextDependsOnComponentsAlone draws two addresses: their texts are the
// same exactly where all that is written of them is.
func TestTheTextDependsOnComponentsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, n, m := drawComponents(t), drawComponents(t), drawNames(t), drawNames(t)
		written := func(c Components) Components {
			c.Division, c.Settlement, c.Way, c.Compound = uuid.Nil, uuid.Nil, uuid.Nil, uuid.Nil // by their names
			return c
		}
		same := written(a) == written(b) && n == m
		if got := Text(a, n) == Text(b, m); got != same {
			t.Fatalf("%+v %+v is %s, %+v %+v is %s", a, n, Text(a, n), b, m, Text(b, m))
		}
	})
}

// TestALevelThatIsMissingIsLeftOut takes each level away: what is left is the
// text without it, and the others stay in their order.
func TestALevelThatIsMissingIsLeftOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, n := drawComponents(t), drawNames(t)
		parts := []string{n.Province, n.City, n.County, n.Township, n.Village, n.Settlement, n.Way, c.number(), n.Compound, c.within()}
		if got := Text(c, n); got != strings.Join(parts, "") {
			t.Fatalf("%q, want the parts %q", got, parts)
		}
		without := n
		without.Village = ""
		if got := Text(c, without); n.Village != "" && got != strings.Replace(Text(c, n), n.Village, "", 1) {
			t.Fatalf("without its village %q is %q", Text(c, n), got)
		}
	})
}

func TestWhatIsNoAddressIsRefused(t *testing.T) {
	division, id := uuid.UUID{1}, uuid.UUID{2}
	for name, c := range map[string]Components{
		"no division":                  {Way: id, Number: "1"},
		"a street alone":               {Division: division, Way: id},
		"a room of nothing":            {Division: division, Way: id, Room: "101"},
		"a unit of nothing":            {Division: division, Settlement: id, Unit: "1"},
		"a number with its word":       {Division: division, Number: "12号"},
		"a number in full width":       {Division: division, Number: "１２"},
		"a number with a nought":       {Division: division, Number: "012"},
		"an inserted number in one":    {Division: division, Number: "12-1"},
		"an inserted number alone":     {Division: division, Building: "1", Sub: "1", InsertFormat: "-"},
		"an inserted number, no words": {Division: division, Number: "12", Sub: "1"},
		"words of no inserted number":  {Division: division, Number: "12", InsertFormat: "-"},
		"words of nobody":              {Division: division, Number: "12", Sub: "1", InsertFormat: "副"},
		"a building with its word":     {Division: division, Building: "3幢"},
		"a building with another word": {Division: division, Building: "3号楼"},
		"a room with its word":         {Division: division, Number: "1", Room: "101室"},
		"a room with a space":          {Division: division, Number: "1", Room: "1 01"},
		"a room too long":              {Division: division, Number: "1", Room: strings.Repeat("1", 21)},
	} {
		if err := c.check(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for name, c := range map[string]Components{
		"a number in a division":   {Division: division, Number: "1"},
		"a building in a street":   {Division: division, Way: id, Building: "甲"},
		"a compound":               {Division: division, Compound: id},
		"a room of a compound":     {Division: division, Compound: id, Room: "A101"},
		"a floor below the ground": {Division: division, Number: "1", Floor: "-1"},
	} {
		if err := c.check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestStepsLeadToOneEnd walks every order of steps: none leads out of an end,
// and entering leads to the state that is asked for.
func TestStepsLeadToOneEnd(t *testing.T) {
	for _, tr := range Transitions() {
		if tr.From == Cancelled || tr.From == Changed {
			t.Errorf("%+v leads out of an end", tr)
		}
	}
	for _, to := range []State{Numbered, Confirmed, InUse} {
		at := Numbered
		for _, tr := range entering(to) {
			if tr.From != at {
				t.Errorf("entering %s: %+v from %s", to, tr, at)
			}
			at = tr.To
		}
		if at != to {
			t.Errorf("entering %s leads to %s", to, at)
		}
	}
}
