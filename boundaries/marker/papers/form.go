// Package papers writes what is filed of markers: the register form 界桩登记表 of
// each and the result table 界桩成果表 of a line (界桩管理办法; GB/T 17796-2009
// names both among the results of a survey), as workbooks and as pages to sign.
package papers

import (
	"fmt"
	"math"
	"strings"
	"time"

	"diming/boundaries"
	"diming/boundaries/marker"
	"diming/boundaries/marker/relocation"
)

// A Form is one marker as its papers show it.
type Form struct {
	marker.Marker
	Plane  marker.Plane
	Photos []Picture
	Demo   bool // 示例数据 stands on the paper
}

// A Picture is a photo of a face, as JPEG.
type Picture struct {
	Face string
	JPEG []byte
}

// A Field is one line of the form.
type Field struct{ Label, Value string }

// Words of what is stored as a key.
var (
	KindWords     = map[marker.Kind]string{marker.Single: "单立", marker.Pair: "同号双立", marker.Triple: "同号三立"}
	FaceWords     = map[int]string{2: "双面型", 3: "三面型"}
	NorthWords    = map[relocation.North]string{relocation.True: "真方位角", relocation.Grid: "坐标方位角", relocation.Magnetic: "磁方位角"}
	PhotoWords    = map[string]string{"a": "甲方一面", "b": "乙方一面", "c": "丙方一面", "around": "远景"}
	referenceHead = []string{"序号", "方位物", "类别", "方位角", "距离（米）", "坐标", "说明"}
)

// Fields are the lines of the register form, in its order.
func (f Form) Fields() []Field {
	return []Field{
		{"界桩编号", f.Number},
		{"界线名称", f.LineName},
		{"类型", KindWords[f.Kind] + " " + FaceWords[f.Faces]},
		{"材质", f.Material},
		{"埋设日期", dayZH(f.SetOn.String())},
		{"保管方", f.keeper()},
		{"所在地（甲方）", join(f.NameA, f.PlaceA)},
		{"所在地（乙方）", join(f.NameB, f.PlaceB)},
		{"所在地（丙方）", f.PlaceC},
		{"经度", DMS(f.Point.Lon()) + " E"},
		{"纬度", DMS(f.Point.Lat()) + " N"},
		{"平面坐标 X（北）", fmt.Sprintf("%.2f 米", f.Plane.X)},
		{"平面坐标 Y（东）", fmt.Sprintf("%.2f 米（3度带第 %d 带，中央经线 %d°）", f.Plane.Y, f.Plane.Zone, 3*f.Plane.Zone)},
		{"坐标系", "CGCS2000"},
		{"高程", f.elevation()},
		{"原始坐标", f.Original},
		{"原始坐标系", f.CRS},
		{"备注", f.Note},
	}
}

func join(name, place string) string {
	if strings.HasPrefix(place, name) {
		return place
	}
	return strings.TrimSpace(name + " " + place)
}

func (f Form) keeper() string {
	switch f.Keeper {
	case boundaries.SideA:
		return join("甲方", f.NameA)
	case boundaries.SideB:
		return join("乙方", f.NameB)
	}
	return "未约定"
}

func (f Form) elevation() string {
	if f.ElevationM == "" {
		return ""
	}
	return f.ElevationM + " 米（" + marker.Datum + "）"
}

// references are the rows of the reference objects.
func (f Form) references() [][]string {
	rows := make([][]string, len(f.References))
	for i, r := range f.References {
		azimuth, at := "", ""
		if r.AzimuthDeg != "" {
			azimuth = r.AzimuthDeg + "° " + NorthWords[r.North]
		}
		if r.Point != nil {
			at = DMS(r.Point.Lon()) + " E\n" + DMS(r.Point.Lat()) + " N"
		}
		rows[i] = []string{fmt.Sprint(i + 1), r.Name, r.Kind, azimuth, r.DistanceM, at, r.Note}
	}
	return rows
}

// DMS writes degrees as surveys do, to a hundredth of a second (about 0.3 m).
func DMS(degrees float64) string {
	hundredths := int64(math.Round(math.Abs(degrees) * 360000))
	sign := ""
	if degrees < 0 {
		sign = "-"
	}
	return fmt.Sprintf("%s%d°%02d′%02d.%02d″", sign, hundredths/360000, hundredths/6000%60, hundredths/100%60, hundredths%100)
}

func dayZH(iso string) string {
	d, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year(), d.Month(), d.Day())
}

// tableHead and row are the columns of the result table.
var tableHead = []string{"序号", "界桩编号", "类型", "经度", "纬度", "X（米）", "Y（米）", "带号", "高程（米）", "保管方", "埋设日期"}

func (f Form) row(n int) []string {
	keeper := map[boundaries.Side]string{boundaries.SideA: "甲", boundaries.SideB: "乙"}[f.Keeper]
	return []string{fmt.Sprint(n), f.Number, KindWords[f.Kind], DMS(f.Point.Lon()), DMS(f.Point.Lat()),
		fmt.Sprintf("%.2f", f.Plane.X), fmt.Sprintf("%.2f", f.Plane.Y), fmt.Sprint(f.Plane.Zone), f.ElevationM, keeper, f.SetOn.String()}
}
