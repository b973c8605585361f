package coordinate

import "strings"

// A System is a reference system as a table or a projection file names it.
type System string

// The systems that tables of the country name.
const (
	CGCS2000   System = "CGCS2000"
	WGS84      System = "WGS 84"
	Xian80     System = "西安80"
	Beijing54  System = "北京54"
	NewBeijing System = "新北京54"
	GCJ02      System = "GCJ-02"
	BD09       System = "BD-09"
)

// Old reports whether the system is one whose transformation to CGCS2000 has
// parameters that are a state secret.
func (s System) Old() bool { return s == Xian80 || s == Beijing54 || s == NewBeijing }

// Shifted reports whether the system is that of a map app.
func (s System) Shifted() bool { return s == GCJ02 || s == BD09 }

// systemWords are looked for in this order: 新北京54 before 北京54.
var systemWords = []struct {
	word   string
	system System
}{
	{"NEWBEIJING", NewBeijing}, {"新北京54", NewBeijing}, {"新54", NewBeijing}, {"新1954", NewBeijing},
	{"XIAN1980", Xian80}, {"XIAN80", Xian80}, {"1980XIAN", Xian80}, {"XIAN_1980", Xian80}, {"西安80", Xian80}, {"1980西安", Xian80}, {"80西安", Xian80},
	{"西安1980", Xian80}, {"80坐标", Xian80}, {"1980坐标", Xian80}, {"1980国家大地坐标", Xian80}, {"80国家大地", Xian80},
	{"BEIJING1954", Beijing54}, {"BEIJING54", Beijing54}, {"1954BEIJING", Beijing54}, {"BJ54", Beijing54}, {"北京54", Beijing54},
	{"1954北京", Beijing54}, {"54北京", Beijing54}, {"北京1954", Beijing54}, {"54坐标", Beijing54}, {"1954坐标", Beijing54},
	{"CGCS2000", CGCS2000}, {"CHINA2000", CGCS2000}, {"CHINAGEODETIC", CGCS2000}, {"2000国家大地", CGCS2000}, {"国家2000", CGCS2000}, {"大地2000", CGCS2000}, {"2000坐标", CGCS2000}, {"大地坐标系2000", CGCS2000},
	{"GCJ02", GCJ02}, {"GCJ-02", GCJ02}, {"火星", GCJ02}, {"国测局", GCJ02}, {"高德", GCJ02}, {"腾讯", GCJ02}, {"AMAP", GCJ02},
	{"BD09", BD09}, {"BD-09", BD09}, {"百度", BD09}, {"BAIDU", BD09},
	{"WGS84", WGS84}, {"WGS1984", WGS84}, {"WGS-84", WGS84},
}

// SystemIn finds the reference system that a heading, a cell or the text of a
// projection file names, "" when it names none. Of an EPSG number it knows
// nothing.
func SystemIn(text string) System {
	t := strings.ToUpper(strings.NewReplacer(" ", "", "_", "", "'", "", "’", "", "　", "", "年", "").Replace(narrow(text)))
	for _, w := range systemWords {
		if strings.Contains(t, strings.ReplaceAll(w.word, "_", "")) {
			return w.system
		}
	}
	return ""
}
