package ogr

import (
	"regexp"
	"strconv"
	"strings"
)

// A Layer is what ogrinfo says of one.
type Layer struct {
	Name      string
	Geometry  string // in GDAL's words
	Count     int64  // of features; -1 when not said
	EPSG      int    // of its reference system; 0 when it has none or one without a code
	CRSName   string // "" when it has none
	Extent    [4]float64
	HasExtent bool
	Fields    []Field

	file int
	own  string // name in the file
}

// A Field is one attribute of a layer.
type Field struct{ Name, Type string }

// Curved reports whether the layer is declared to hold curves.
func (l Layer) Curved() bool {
	return strings.Contains(l.Geometry, "Curve") || strings.Contains(l.Geometry, "Circular") || strings.Contains(l.Geometry, "Surface")
}

// straight is the type of geometry to ask for, so that curves come as lines.
// GDAL 3.6 does not convert curves with heights when it is asked for
// CONVERT_TO_LINEAR, but does when the straight type is named.
func (l Layer) straight() string {
	for curve, line := range map[string]string{
		"3D Curve Polygon": "POLYGON", "3D Multi Surface": "MULTIPOLYGON", "3D Multi Curve": "MULTILINESTRING",
		"3D Compound Curve": "LINESTRING", "3D Circular String": "LINESTRING",
	} {
		if l.Geometry == curve {
			return line
		}
	}
	return "CONVERT_TO_LINEAR"
}

var (
	fieldLine  = regexp.MustCompile(`^(.+?): (String|Integer|Integer64|Real|Date|Time|DateTime|Binary|StringList|IntegerList|Integer64List|RealList|\(unknown\))(?:\([A-Za-z0-9_]+\))? \([0-9]+\.[0-9]+\)`)
	extentLine = regexp.MustCompile(`^Extent: \(([^,]+), ([^)]+)\) - \(([^,]+), ([^)]+)\)$`)
	wktName    = regexp.MustCompile(`^[A-Z0-9]+\["((?:[^"]|"")*)"`)
	wktDatum   = regexp.MustCompile(`(?:DATUM|ENSEMBLE)\["([^"]*)"`)
	wktEPSG    = regexp.MustCompile(`(?m)^    ID\["EPSG",([0-9]+)\]\]$`)
)

// ParseInfo reads what ogrinfo -so -al prints. What it does not know it
// passes over: editions of GDAL differ in details.
func ParseInfo(text string) []Layer {
	var layers []Layer
	var at *Layer
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if name, is := strings.CutPrefix(line, "Layer name: "); is {
			layers = append(layers, Layer{Name: name, Count: -1})
			at = &layers[len(layers)-1]
			continue
		}
		if at == nil {
			continue
		}
		if line == "Layer SRS WKT:" {
			from := i + 1
			for i+1 < len(lines) && (i < from || strings.HasPrefix(lines[i+1], " ")) {
				i++
			}
			at.reference(strings.Join(lines[min(from, len(lines)):min(i+1, len(lines))], "\n"))
			continue
		}
		at.line(line)
	}
	return layers
}

func (l *Layer) line(line string) {
	if kind, is := strings.CutPrefix(line, "Geometry: "); is && l.Geometry == "" {
		l.Geometry = kind
		return
	}
	if n, is := strings.CutPrefix(line, "Feature Count: "); is && l.Count < 0 {
		if count, err := strconv.ParseInt(n, 10, 64); err == nil && count >= 0 {
			l.Count = count
		}
		return
	}
	if m := extentLine.FindStringSubmatch(line); m != nil && !l.HasExtent {
		l.HasExtent = true
		for i := range l.Extent {
			v, err := strconv.ParseFloat(m[i+1], 64)
			if err != nil {
				l.HasExtent = false
			}
			l.Extent[i] = v
		}
		return
	}
	if m := fieldLine.FindStringSubmatch(line); m != nil {
		l.Fields = append(l.Fields, Field{m[1], m[2]})
	}
}

// reference reads the name and code of a reference system. The code is that
// of the outermost bracket; those within are of its parts.
func (l *Layer) reference(wkt string) {
	if m := wktName.FindStringSubmatch(wkt); m != nil {
		l.CRSName = strings.ReplaceAll(m[1], `""`, `"`)
	}
	if m := wktEPSG.FindAllStringSubmatch(wkt, -1); m != nil && strings.HasSuffix(wkt, m[len(m)-1][0]) {
		if code, err := strconv.Atoi(m[len(m)-1][1]); err == nil {
			l.EPSG = code
		}
	}
	if l.EPSG == 0 {
		l.EPSG = degreesOf(wkt)
	}
}

// degreesOf is the code of longitude and latitude of the two datums that need
// no transformation, which some formats describe without a code, or 0.
func degreesOf(wkt string) int {
	if !strings.HasPrefix(wkt, "GEOGCRS[") || !strings.Contains(wkt, `PRIMEM["Greenwich",0`) {
		return 0
	}
	m := wktDatum.FindStringSubmatch(wkt)
	switch {
	case m == nil:
		return 0
	case m[1] == "World Geodetic System 1984" || m[1] == "WGS_1984" || m[1] == "D_WGS_1984":
		return 4326
	case m[1] == "China 2000" || m[1] == "China_2000" || m[1] == "D_China_2000":
		return 4490
	}
	return 0
}

var driverLine = regexp.MustCompile(`^  (.+?) -[a-z, ]+- \([a-z+]+\): `)

// parseDrivers reads what ogrinfo --formats prints.
func parseDrivers(text string) []string {
	var all []string
	for _, line := range strings.Split(text, "\n") {
		if m := driverLine.FindStringSubmatch(line); m != nil {
			all = append(all, m[1])
		}
	}
	return all
}
