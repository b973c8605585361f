package signs

import (
	"fmt"
	"math"
	"net/url"
	"strings"

	"github.com/paulmach/orb"
)

// The ellipsoid and the box of GCJ-02, the shifted system that Chinese map
// apps must use. Outside the box nothing is shifted.
const (
	gcjA  = 6378245.0
	gcjEE = 0.00669342162296594323

	gcjWest, gcjEast   = 72.004, 137.8347
	gcjSouth, gcjNorth = 0.8293, 55.8271
)

// WGS84ToGCJ02 shifts a WGS 84 (or CGCS2000) position into GCJ-02. Such
// coordinates exist only in links to map apps and are never stored.
func WGS84ToGCJ02(p orb.Point) orb.Point {
	if !inGCJBox(p) {
		return p
	}
	d := gcjOffset(p)
	return orb.Point{p[0] + d[0], p[1] + d[1]}
}

// GCJ02ToWGS84 is the inverse of [WGS84ToGCJ02], found by iteration; it comes
// back to 1e-9 degrees except within the shift's length of the box's edge,
// where the shift itself jumps.
func GCJ02ToWGS84(g orb.Point) orb.Point {
	if !inGCJBox(g) {
		return g
	}
	p := g
	for range 20 {
		d := gcjOffset(p)
		next := orb.Point{g[0] - d[0], g[1] - d[1]}
		step := math.Abs(next[0]-p[0]) + math.Abs(next[1]-p[1])
		p = next
		if step < 1e-12 {
			break
		}
	}
	return p
}

// GCJ02ToBD09 shifts a GCJ-02 position into Baidu's BD-09.
func GCJ02ToBD09(g orb.Point) orb.Point {
	const k = math.Pi * 3000 / 180
	x, y := g[0], g[1]
	z := math.Hypot(x, y) + 0.00002*math.Sin(y*k)
	theta := math.Atan2(y, x) + 0.000003*math.Cos(x*k)
	return orb.Point{z*math.Cos(theta) + 0.0065, z*math.Sin(theta) + 0.006}
}

func inGCJBox(p orb.Point) bool {
	return p[0] >= gcjWest && p[0] <= gcjEast && p[1] >= gcjSouth && p[1] <= gcjNorth
}

// gcjOffset is the shift at the WGS 84 position p, in degrees.
func gcjOffset(p orb.Point) orb.Point {
	x, y := p[0]-105, p[1]-35
	root := math.Sqrt(math.Abs(x))
	fine := (20*math.Sin(6*x*math.Pi) + 20*math.Sin(2*x*math.Pi)) * 2 / 3

	north := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*root + fine
	north += (20*math.Sin(y*math.Pi) + 40*math.Sin(y/3*math.Pi)) * 2 / 3
	north += (160*math.Sin(y/12*math.Pi) + 320*math.Sin(y*math.Pi/30)) * 2 / 3

	east := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*root + fine
	east += (20*math.Sin(x*math.Pi) + 40*math.Sin(x/3*math.Pi)) * 2 / 3
	east += (150*math.Sin(x/12*math.Pi) + 300*math.Sin(x/30*math.Pi)) * 2 / 3

	phi := p[1] / 180 * math.Pi
	magic := 1 - gcjEE*math.Sin(phi)*math.Sin(phi)
	meridian := gcjA * (1 - gcjEE) / (magic * math.Sqrt(magic))
	parallel := gcjA / math.Sqrt(magic) * math.Cos(phi)
	return orb.Point{east * 180 / (parallel * math.Pi), north * 180 / (meridian * math.Pi)}
}

// A Link opens a way to a place in a map app.
type Link struct {
	App  string // tencent, amap, baidu or geo
	Name string // as the app calls itself, in Chinese
	URL  string
}

// Links returns the ways to the place called name at p (CGCS2000, longitude
// first): Tencent first, since it opens inside WeChat, and last the geo: URI
// that any other app may answer. Each app gets the system and the order of
// coordinates that it takes when told nothing, and is told them as well, so
// that a version that overlooks the parameter still arrives.
func Links(name string, p orb.Point) []Link {
	name = linkName(name)
	g := WGS84ToGCJ02(p)
	b := GCJ02ToBD09(g)
	if !inGCJBox(p) {
		b = p
	}
	return []Link{
		{"tencent", "腾讯地图", tencentURL(name, g)},
		{"amap", "高德地图", amapURL(name, g)},
		{"baidu", "百度地图", baiduURL(name, b, inGCJBox(p))},
		{"geo", "其他地图", geoURL(name, p)},
	}
}

func tencentURL(name string, g orb.Point) string {
	return "https://apis.map.qq.com/uri/v1/routeplan?type=drive&to=" + escape(name) +
		"&tocoord=" + latLon(g) + "&coord_type=2&policy=0&referer=diming"
}

func amapURL(name string, g orb.Point) string {
	return "https://uri.amap.com/navigation?to=" + lonLat(g) + "," + escape(name) +
		"&mode=car&policy=0&src=diming&coordinate=gaode&callnative=1"
}

func baiduURL(name string, b orb.Point, shifted bool) string {
	system := "bd09ll"
	if !shifted {
		system = "wgs84"
	}
	return "https://api.map.baidu.com/direction?origin=" + escape("我的位置") +
		"&destination=" + escape("latlng:"+latLon(b)+"|name:"+name) +
		"&mode=driving&output=html&coord_type=" + system + "&src=webapp.diming.diming"
}

func geoURL(name string, p orb.Point) string {
	label := strings.NewReplacer("(", " ", ")", " ").Replace(name)
	return "geo:" + latLon(p) + "?q=" + latLon(p) + "(" + escape(strings.TrimSpace(label)) + ")"
}

// linkName strips what the apps use as separators, and control characters.
func linkName(name string) string {
	clean := strings.Map(func(r rune) rune {
		if r == '|' || r == ',' || r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	return strings.TrimSpace(clean)
}

// escape percent-encodes s; a space becomes %20, which every app reads.
func escape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

func latLon(p orb.Point) string { return fmt.Sprintf("%.6f,%.6f", p[1], p[0]) }

func lonLat(p orb.Point) string { return fmt.Sprintf("%.6f,%.6f", p[0], p[1]) }
