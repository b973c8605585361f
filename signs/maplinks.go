package signs

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/paulmach/orb"

	"diming/internal/gcj"
)

// A Link opens a way to a place in a map app.
type Link struct {
	App  string // tencent, amap, baidu or geo
	Name string // as the app calls itself, in Chinese
	URL  string
}

// WalkM is how far away, in metres along a straight line, a place is walked to
// rather than driven to: half an hour for somebody slow.
const WalkM = 1500

// Links returns the ways to the place called name at p (CGCS2000, longitude
// first), on foot or by car: Tencent first, since it opens inside WeChat, and last the geo: URI
// that any other app may answer. Each app gets the system and the order of
// coordinates that it takes when told nothing, and is told them as well, so
// that a version that overlooks the parameter still arrives.
func Links(name string, p orb.Point, onFoot bool) []Link {
	name = linkName(name)
	g := gcj.FromWGS84(p)
	b := gcj.ToBD09(g)
	return []Link{
		{"tencent", "腾讯地图", tencentURL(name, g, pick(onFoot, "walk", "drive"))},
		{"amap", "高德地图", amapURL(name, g, pick(onFoot, "walk", "car"))},
		{"baidu", "百度地图", baiduURL(name, b, gcj.Inside(p), pick(onFoot, "walking", "driving"))},
		{"geo", "其他地图", geoURL(name, p)},
	}
}

func pick(first bool, one, other string) string {
	if first {
		return one
	}
	return other
}

func tencentURL(name string, g orb.Point, way string) string {
	return "https://apis.map.qq.com/uri/v1/routeplan?type=" + way + "&to=" + escape(name) +
		"&tocoord=" + latLon(g) + "&coord_type=2&policy=0&referer=diming"
}

func amapURL(name string, g orb.Point, way string) string {
	return "https://uri.amap.com/navigation?to=" + lonLat(g) + "," + escape(name) +
		"&mode=" + way + "&policy=0&src=diming&coordinate=gaode&callnative=1"
}

func baiduURL(name string, b orb.Point, shifted bool, way string) string {
	system := "bd09ll"
	if !shifted {
		system = "wgs84"
	}
	return "https://api.map.baidu.com/direction?origin=" + escape("我的位置") +
		"&destination=" + escape("latlng:"+latLon(b)+"|name:"+name) +
		"&mode=" + way + "&output=html&coord_type=" + system + "&src=webapp.diming.diming"
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
