package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
)

// collection is a FeatureCollection of the lines.
func collection(crs string, features ...string) string {
	if crs != "" {
		crs = `"crs":{"type":"name","properties":{"name":"` + crs + `"}},`
	}
	return `{"type":"FeatureCollection",` + crs + "\"features\":[\n" + strings.Join(features, ",\n") + "\n]}\n"
}

func feature(properties, kind, coordinates string) string {
	geometry := "null"
	if kind != "" {
		geometry = `{"type":"` + kind + `","coordinates":` + coordinates + `}`
	}
	return `{"type":"Feature","properties":{` + properties + `},"geometry":` + geometry + `}`
}

const (
	first  = `"code":"1","name":"清湖头村","class":"22200"`
	second = `"code":"2","name":"凤凰山村","class":"22200"`
	third  = `"code":"3","name":"大溪滩村","class":"22200"`

	square = "[[[118.5,28.7],[118.6,28.7],[118.6,28.8],[118.5,28.8],[118.5,28.7]]]"
	bowtie = "[[[118.5,28.7],[118.6,28.8],[118.6,28.7],[118.5,28.8],[118.5,28.7]]]"
)

func points() []string {
	return []string{feature(first, "Point", "[118.51,28.71]"), feature(second, "Point", "[118.52,28.72]"), feature(third, "Point", "[118.53,28.73]")}
}

// features makes GeoJSON.
func (m *maker) features() {
	m.text("geojson-z.geojson", collection("", feature(first, "Point", "[118.51,28.71,132.5]"), feature(second+`,"elevation":"90"`, "Point", "[118.52,28.72,132.5]"), feature(third, "Point", "[118.53,28.73,0]")))
	m.text("geojson-z-areas.geojson", collection("", feature(`"code":"330881001","name":"清湖街道"`, "Polygon", "[[[118.5,28.7,5],[118.6,28.7,5],[118.6,28.8,5],[118.5,28.7,5]]]"),
		feature(`"code":"330881002","name":"虎山街道"`, "Polygon", "[[[118.5,28.7,9],[118.6,28.7,9],[118.6,28.8,9],[118.5,28.7,9]]]"),
		feature(`"code":"330881003","name":"双塔街道"`, "Polygon", "[[[118.7,28.7,0],[118.8,28.7,0],[118.8,28.8,0],[118.7,28.7,0]]]")))
	m.write("geojsonseq-rs.geojsons", []byte("\x1E"+points()[0]+"\n\x1E"+points()[1][:40]+"\n\x1E"+points()[2]+"\n"))
	m.text("geojsonseq-lines.ndjson", points()[0], `{"type":"Feature","properties":{"name":"`, points()[2])
	m.text("geojsonseq-spread.json", strings.ReplaceAll(points()[0], ",", ",\n "), strings.ReplaceAll(points()[1], ",", ",\n "))
	m.text("geojson-odd.geojson", collection("",
		feature(first+`,"nested":{"a":[1,2]},"list":[1]`, "Point", "[118.51,28.71]"),
		feature(`"code":{"a":1},"name":"嵌套村","class":"22200"`, "Point", "[118.52,28.72]"),
		feature(third, "", ""),
		`{"type":"Feature","properties":{"code":"4","name":"集合村","class":"22200"},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[118.5,28.7]}]}}`,
		feature(`"code":"5","name":"线村","class":"22200"`, "LineString", "[[118.5,28.7],[118.6,28.8]]"),
		feature(`"code":"6","name":"非数村","class":"22200"`, "Point", "[NaN,28.7]"),
		feature(`"code":"7","name":"巨数村","class":"22200"`, "Point", "[1e999,28.7]"),
		feature(`"code":"8","name":"颠倒村","class":"22200"`, "Point", "[28.7,118.5]"),
		feature(`"code":"9","name":"空点村","class":"22200"`, "Point", "[]"),
		`{"type":"Point","coordinates":[118.5,28.7]}`))
	m.text("geojson-invalid-areas.geojson", collection("",
		feature(`"code":"330881001","name":"清湖街道"`, "Polygon", square), feature(`"code":"330881002","name":"虎山街道"`, "Polygon", bowtie),
		feature(`"code":"330881003","name":"双塔街道"`, "Polygon", "[[[118.5,28.7],[118.6,28.7],[118.6,28.8],[118.5,28.8]]]"),
		feature(`"code":"330881004","name":"空街道"`, "MultiPolygon", "[]"), feature(`"code":"330881005","name":"点环街道"`, "Polygon", "[[[118.5,28.7],[118.5,28.7]]]")))
	whole := collection("", points()...)
	m.write("geojson-truncated.geojson", []byte(whole[:len(whole)-60]))
	m.text("geojson-unknown-crs.geojson", collection("Beijing Local", points()...))
	m.text("geojson-topology.json", `{"type":"Topology","objects":{},"arcs":[]}`)
	m.write("geojson-not-utf8.geojson", m.gbk(whole))
	m.text("geojson-only-geometry.geojson", `{"type":"Point","coordinates":[118.5,28.7]}`)
}

func (m *maker) gbk(s string) []byte { return m.encoded(gb18030, strings.TrimSuffix(s, "\n")) }

// geographic makes the formats of GDAL.
func (m *maker) geographic() {
	src := m.tempText("points.geojson", collection("EPSG:4490", points()...))
	flat := m.tempText("flat.geojson", collection("EPSG:4490", feature(first, "Point", "[118.51,28.71,0]"), feature(second, "Point", "[118.52,28.72,0]")))
	shp := func(stem, encoding, from string, more ...string) {
		m.ogr2ogr(append([]string{"-f", "ESRI Shapefile", m.temp(stem + ".shp"), from, "-lco", "ENCODING=" + encoding}, more...)...)
	}
	shp("utf8", "UTF-8", src)
	shp("gbk", "CP936", src)
	shp("flat", "UTF-8", flat)
	shp("projected", "UTF-8", src, "-t_srs", "EPSG:4549")
	m.write("shp-utf8.zip", m.zipped(m.parts("utf8")...))
	m.write("shp-gbk-no-cpg.zip", m.zipped(m.parts("gbk", ".cpg")...))
	m.write("shp-gbk-wrong-cpg.zip", m.zipped(append(m.parts("gbk", ".cpg"), entry{name: "gbk.cpg", content: []byte("UTF-8")})...))
	m.write("shp-no-shx.zip", m.zipped(m.parts("utf8", ".shx")...))
	m.write("shp-no-dbf.zip", m.zipped(m.parts("utf8", ".dbf")...))
	m.write("shp-no-shp.zip", m.zipped(m.parts("utf8", ".shp", ".shx")...))
	m.write("shp-projected.zip", m.zipped(m.parts("projected")...))
	m.write("shp-projected-no-prj.zip", m.zipped(m.parts("projected", ".prj")...))
	m.write("shp-degrees-no-prj.zip", m.zipped(m.parts("utf8", ".prj")...))
	local := `PROJCS["Local_County_Grid",GEOGCS["Local",DATUM["D_Local",SPHEROID["Local",6378245.5,298.31]],PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]],PROJECTION["Transverse_Mercator"],PARAMETER["Central_Meridian",118.5],PARAMETER["Scale_Factor",1.00001],PARAMETER["False_Easting",50000],UNIT["Meter",1]]`
	m.write("shp-local-grid.zip", m.zipped(append(m.parts("projected", ".prj"), entry{name: "projected.prj", content: []byte(local)})...))
	m.write("shp-flat-z.zip", m.zipped(m.parts("flat")...))
	m.write("shp-lone.shp", m.bytes(m.temp("utf8.shp")))
	m.truncatedShapefile()
	m.write("table.dbf", m.bytes(m.temp("utf8.dbf")))
	m.tempText("real.csvt", `"Real(20)","String","String"`)
	m.tempText("real.csv", "code,name,class\n330881001001000017,甲村,22200\n42,乙村,22200\n")
	m.ogr2ogr("-f", "ESRI Shapefile", m.temp("real.dbf"), m.temp("real.csv"), "-lco", "ENCODING=UTF-8")
	m.write("dbf-lost-precision.dbf", m.bytes(m.temp("real.dbf")))

	m.kml(src)
	m.ogr2ogr("-f", "GPX", filepath.Join(m.folder, "waypoints.gpx"), m.tempText("wpt.geojson", collection("", feature(`"name":"清湖头村","ele":132.5`, "Point", "[118.51,28.71]"), feature(`"name":"凤凰山村"`, "Point", "[118.52,28.72]"))))
	m.ogr2ogr("-f", "FlatGeobuf", m.temp("p.fgb"), src)
	fgb := m.bytes(m.temp("p.fgb"))
	m.write("points.fgb", fgb)
	m.write("truncated.fgb", fgb[:len(fgb)-40])
	m.packages(src)
	m.ogr2ogr("-f", "OpenFileGDB", m.temp("县.gdb"), src, "-nln", "村")
	m.gdb()
	m.ogr2ogr("-f", "MapInfo File", m.temp("map.tab"), src, "-lco", "ENCODING=CP936")
	m.write("mapinfo-tab.zip", m.zipped(m.parts("map")...))
	m.write("mapinfo-lone.tab", m.bytes(m.temp("map.tab")))
	m.ogr2ogr("-f", "MapInfo File", "-dsco", "FORMAT=MIF", m.temp("mid.mif"), src, "-lco", "ENCODING=CP936")
	m.write("mapinfo-mif.zip", m.zipped(m.parts("mid")...))
	m.ogr2ogr("-f", "DXF", filepath.Join(m.folder, "drawing.dxf"), m.tempText("dxf.geojson", collection("", feature("", "Point", "[118.51,28.71]"))), "-skipfailures")
}

// truncatedShapefile ends within its second point.
func (m *maker) truncatedShapefile() {
	parts := m.parts("utf8", ".shp")
	shp := m.bytes(m.temp("utf8.shp"))
	if len(shp) > 140 {
		m.write("shp-truncated.zip", m.zipped(append(parts, entry{name: "utf8.shp", content: shp[:140]})...))
	}
}

func (m *maker) kml(src string) {
	m.ogr2ogr("-f", "LIBKML", m.temp("p.kml"), src)
	kml := m.bytes(m.temp("p.kml"))
	link := []byte(`<NetworkLink><name>more</name><Link><href>http://169.254.169.254/latest/meta-data</href></Link></NetworkLink></Document>`)
	linked := bytes.Replace(kml, []byte("</Document>"), link, 1)
	m.write("network-link.kml", linked)
	m.write("points.kmz", m.zipped(entry{name: "doc.kml", content: kml}))
	m.text("only-network-link.kml", `<?xml version="1.0" encoding="UTF-8"?>`, `<kml xmlns="http://www.opengis.net/kml/2.2"><NetworkLink><Link><href>file:///etc/passwd</href></Link></NetworkLink></kml>`)
	m.write("truncated.kml", kml[:len(kml)/2])
}

// packages makes GeoPackages.
func (m *maker) packages(src string) {
	two := m.temp("two.gpkg")
	m.ogr2ogr("-f", "GPKG", two, src, "-nln", "村")
	m.ogr2ogr("-update", "-f", "GPKG", two, src, "-nln", "投影", "-t_srs", "EPSG:4549", "-select", "name")
	m.write("two-layers.gpkg", m.bytes(two))
	mixed := m.tempText("mixed.geojson", collection("EPSG:4490", points()[0], feature(second, "LineString", "[[118.5,28.7],[118.6,28.8]]"), feature(third, "", "")))
	m.ogr2ogr("-f", "GPKG", m.temp("mixed.gpkg"), mixed, "-nlt", "GEOMETRY", "-nln", "混合")
	m.write("mixed-geometries.gpkg", m.bytes(m.temp("mixed.gpkg")))
	curve := m.tempText("curve.csv", "code,name,WKT\n330881001,清湖街道,\"CURVEPOLYGON Z (CIRCULARSTRING Z (118.5 28.7 0,118.55 28.75 0,118.6 28.7 0,118.55 28.65 0,118.5 28.7 0))\"\n330881002,高处街道,\"CURVEPOLYGON Z (CIRCULARSTRING Z (118.5 28.7 9,118.55 28.75 9,118.6 28.7 9,118.55 28.65 9,118.5 28.7 9))\"\n")
	m.ogr2ogr("-f", "GPKG", m.temp("curve.gpkg"), curve, "-a_srs", "EPSG:4490", "-nlt", "CURVEPOLYGONZ", "-nln", "曲线", "-oo", "KEEP_GEOM_COLUMNS=NO")
	m.write("curves-3d.gpkg", m.bytes(m.temp("curve.gpkg")))
	whole := m.bytes(two)
	if len(whole) > 5000 {
		m.write("truncated.gpkg", whole[:5000])
	}
	m.write("sqlite-of-another-program.gpkg", append([]byte("SQLite format 3\x00"), make([]byte, 4080)...))
}

// gdb packs the folder of a FileGDB.
func (m *maker) gdb() {
	if m.err != nil {
		return
	}
	files, err := os.ReadDir(m.temp("县.gdb"))
	m.fail(err)
	var entries []entry
	for _, f := range files {
		entries = append(entries, entry{name: "县.gdb/" + f.Name(), content: m.bytes(filepath.Join(m.temp("县.gdb"), f.Name()))})
	}
	m.write("filegdb.zip", m.zipped(append(entries, entry{name: "县.gdb/desktop.ini", content: []byte("x")})...))
}
