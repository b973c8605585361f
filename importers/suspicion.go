package importers

import (
	"cmp"
	"fmt"
	"slices"
)

// A Suspicion is one kind of thing that looks wrong with the coordinates of
// a file: how many rows it concerns and what would help. It changes no data.
type Suspicion struct {
	Kind   string `json:"kind"`
	Count  int    `json:"count"`            // rows
	Rows   []int  `json:"rows"`             // the first of them, 1-based data rows
	What   string `json:"what"`             // Chinese / English
	Remedy string `json:"remedy,omitempty"` // what to run or to do; Chinese / English
}

// Kinds of suspicion.
const (
	suspectSwapped  = "swapped-axes"
	suspectNorthing = "northing-first"
	suspectZone     = "zone-prefix"
	suspectGrid     = "wrong-crs"
	suspectPacked   = "packed-degrees"
	suspectZero     = "zero"
	suspectAbroad   = "outside-country"
	suspectOld      = "old-datum"
	suspectNamed    = "named-otherwise"
	suspectOutside  = "outside-division"
	suspectGCJ02    = "gcj02"
	suspectBD09     = "bd09"
	suspectOffset   = "offset"
)

const swapAxesRemedy = "--swap-axes"

// secretParameters is why an old system is not transformed.
const secretParameters = "西安80、北京54 与 CGCS2000 之间的转换参数属于国家秘密，本系统没有也不推算；请由有资质的测绘单位转换为 CGCS2000 后再导入 / " +
	"the parameters between Xi'an 80 or Beijing 54 and CGCS2000 are a state secret: have the file transformed by a surveying institution that may"

var suspicionWords = map[string]string{
	suspectSwapped:  "经度与纬度颠倒 / longitude and latitude are swapped",
	suspectNorthing: "测量坐标的 X（北）当成了东坐标 / the X of a survey table, its northing, stands where the easting is expected",
	suspectZone:     "高斯平面坐标，东坐标带有带号 / survey coordinates whose easting bears its zone",
	suspectGrid:     "坐标不属于所给的坐标系 / the coordinates are of another reference system than was given",
	suspectPacked:   "小数像是度.分秒（118.3712 即 118°37′12″）/ the decimals look like minutes and seconds",
	suspectZero:     "坐标为 0 0 / the position is 0 0",
	suspectAbroad:   "坐标在国境范围之外 / the position lies outside the country",
	suspectOld:      "西安80 或北京54 坐标，按原文保留，没有位置 / coordinates of Xi'an 80 or Beijing 54, kept as text, without a position",
	suspectNamed:    "文件写明的坐标系与导入所用的不同 / the file names another reference system than the import uses",
	suspectOutside:  "坐标在所写的行政区之外 / the position lies outside the division that the row names",
	suspectGCJ02:    "坐标像是 GCJ-02（高德、腾讯等电子地图）/ the coordinates look like GCJ-02 of a map app",
	suspectBD09:     "坐标像是 BD-09（百度地图）/ the coordinates look like BD-09 of Baidu's map",
	suspectOffset:   "坐标整体偏移 / all positions are off by one and the same distance",
}

// A hint is a suspicion of one row.
type hint struct{ kind, remedy string }

// suspect notes a suspicion of a row, each kind once.
func (r *row) suspect(kind, remedy string) {
	h := hint{kind, remedy}
	if !slices.Contains(r.hints, h) {
		r.hints = append(r.hints, h)
	}
}

// formed notes in which form a coordinate was read that is no plain number.
func (r *row) formed(form, value string) {
	if r.form == "" {
		r.form, r.formValue = form, value
	}
}

const suspectedRows = 20

// suspicions sums up those of many rows, by kind and remedy.
type suspicions map[hint]*Suspicion

func (s suspicions) add(h hint, row int) {
	sum := s[h]
	if sum == nil {
		sum = &Suspicion{Kind: h.kind, Rows: []int{}, What: suspicionWords[h.kind], Remedy: h.remedy}
		s[h] = sum
	}
	sum.Count++
	if len(sum.Rows) < suspectedRows {
		sum.Rows = append(sum.Rows, row)
	}
}

// list has the suspicion of most rows first.
func (s suspicions) list() []Suspicion {
	all := make([]Suspicion, 0, len(s))
	for _, sum := range s {
		all = append(all, *sum)
	}
	slices.SortFunc(all, func(a, b Suspicion) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Remedy, b.Remedy))
	})
	return all
}

// formWords say how a coordinate was read that is no plain number.
var formWords = map[string]string{
	"comma":       "逗号作小数点或千位分隔 / a comma as decimal point or between thousands",
	"sexagesimal": "度分秒 / degrees, minutes and seconds",
	"packed":      "连写的度分秒 / degrees, minutes and seconds run together",
	"cell":        "经纬度在一格中 / longitude and latitude in one cell",
}

// formNotes say how many coordinates were read in which form.
func (t *tally) formNotes() []string {
	var notes []string
	for _, form := range []string{"comma", "sexagesimal", "packed", "cell"} {
		if n := t.forms[form]; n > 0 {
			notes = append(notes, fmt.Sprintf("%d 行坐标的写法：%s，如%s", n, formWords[form], t.firstForm[form]))
		}
	}
	return notes
}
