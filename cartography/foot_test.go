package cartography

import (
	"slices"
	"testing"
)

func TestAttributionBreaksBetweenItsEntries(t *testing.T) {
	c := &canvas{Drawer: &Drawer{}}
	const sources = "示例数据 · 区划代码：国家统计局 · 地名点：GeoNames (CC BY 4.0)"
	got := c.footLines(sources, 10, 240)
	if want := []string{"示例数据 · 区划代码：国家统计局", "地名点：GeoNames (CC BY 4.0)"}; !slices.Equal(got, want) {
		t.Errorf("it is broken into %q, want %q", got, want)
	}
	if got := c.footLines(sources, 10, 1000); !slices.Equal(got, []string{sources}) {
		t.Errorf("with room for all it is broken into %q", got)
	}
}

func TestScalesAreSaidInTheLanguageOfTheReader(t *testing.T) {
	for _, test := range []struct {
		metres     float64
		lang, want string
	}{{500, "zh", "500 米"}, {2000, "zh", "2 公里"}, {500, "en", "500 m"}, {2000, "en", "2 km"}, {2000, "", "2 公里"}} {
		if got := distance(test.metres, test.lang); got != test.want {
			t.Errorf("%g m in %q is %q, want %q", test.metres, test.lang, got, test.want)
		}
	}
}
