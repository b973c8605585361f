package importers

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"

	"diming/importers/geojson"
	"diming/importers/ogr"
)

// errDataless are files that hold no rows, by what they begin with.
var errDataless = []struct {
	begins, says string
}{
	{"%PDF", "这是 PDF 文件，请另存为 CSV / this is PDF: save the table as CSV"},
	{"\x89PNG", "这是图片，不是表格 / this is an image, not a table"},
	{"GIF8", "这是图片，不是表格 / this is an image, not a table"},
	{"BM", "这是图片，不是表格 / this is an image, not a table"},
	{"\xFF\xD8\xFF", "这是照片，不是数据文件；照片中的位置（EXIF）不会被读取 / this is a photo, not a file of data: a position in its EXIF is not read"},
	{"II*\x00", "这是影像，不是表格 / this is an image, not a table"},
	{"7z\xBC\xAF", "这是压缩文件，请先解压或改用 ZIP / this is an archive: unpack it first, or pack it as ZIP"},
	{"Rar!", "这是压缩文件，请先解压或改用 ZIP / this is an archive: unpack it first, or pack it as ZIP"},
	{"\x1F\x8B", "文件是压缩的，请先解压 / the file is compressed: unpack it first"},
	{"AC10", "这是 DWG 图形，请在 CAD 中另存为 DXF / this is DWG: save it as DXF"},
	{"\x00\x01\x00\x00Standard", "这是 Access 数据库，请另存为 XLSX 或 GeoPackage / this is an Access database: save it as XLSX or GeoPackage"},
	{"\x7FELF", "这是程序，不是数据文件 / this is a program, not a file of data"},
	{"MZ", "这是程序，不是数据文件 / this is a program, not a file of data"},
}

// errMarkup are texts in angle brackets that hold no rows, by their root.
var errMarkup = []struct{ root, says string }{
	{"<svg", "这是 SVG 图形（可能含有脚本），不是数据文件 / this is SVG, which may hold scripts, not a file of data"},
	{"<!doctype html", "这是网页，不是表格；若来自“导出 Excel”，请用 Excel 打开后另存为 .xlsx / this is a web page: open it in Excel and save it as .xlsx"},
	{"<html", "这是网页，不是表格；若来自“导出 Excel”，请用 Excel 打开后另存为 .xlsx / this is a web page: open it in Excel and save it as .xlsx"},
}

// dxf is how a text in the exchange format of CAD begins: with a section or
// with remarks.
var dxf = regexp.MustCompile(`^(999\r?\n[^\n]*\n\s*)*0\s*\r?\nSECTION`)

// geoFormats are the formats that GDAL reads, by name.
var geoFormats = map[string]ogr.Format{
	ogr.Shapefile.Name: ogr.Shapefile, ogr.DBF.Name: ogr.DBF, ogr.KML.Name: ogr.KML, ogr.GPX.Name: ogr.GPX,
	ogr.GeoPackage.Name: ogr.GeoPackage, ogr.TAB.Name: ogr.TAB, ogr.MIF.Name: ogr.MIF, ogr.DXF.Name: ogr.DXF,
	ogr.FlatGeobuf.Name: ogr.FlatGeobuf,
}

var (
	errShape     = errors.New("不是完整的 shapefile，请把 .shp、.shx、.dbf、.prj 一起压缩成 ZIP / not a whole shapefile: pack .shp, .shx, .dbf and .prj together as ZIP")
	errEmpty     = errors.New("文件为空 / the file is empty")
	errEncrypted = errors.New("工作簿有打开密码，请在 Excel 中去掉密码后另存 / the workbook has a password: save it without one")
	errXLS       = errors.New("这是旧式 XLS，请在 Excel 或 WPS 中另存为 .xlsx / this is an old XLS: save it as .xlsx")
	errXML       = errors.New("这种 XML 不能读取，请另存为 GeoPackage、GeoJSON 或 CSV / this XML cannot be read: save it as GeoPackage, GeoJSON or CSV")
)

// formatOf tells the format by what the file holds, not by its name alone.
func formatOf(name string, head []byte) (string, error) {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	ext := strings.ToLower(filepath.Ext(name))
	if len(head) == 0 {
		return "", errEmpty
	}
	for _, d := range errDataless {
		if bytes.HasPrefix(head, []byte(d.begins)) && !tabular(head) {
			return "", errors.New(d.says)
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return formatZIP, nil
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0")):
		return formatCompound, nil
	case bytes.HasPrefix(text, []byte("<")):
		return markup(text)
	case bytes.HasPrefix(head, []byte("\x00\x00\x27\x0A")):
		return ogr.Shapefile.Name, nil
	case ext == ".shp", ext == ".shx":
		return "", errShape
	case ext == ".dbf" && head[0] != '"' && bytes.IndexByte(head, 0) >= 0:
		return ogr.DBF.Name, nil
	case bytes.HasPrefix(head, []byte("SQLite format 3\x00")):
		return ogr.GeoPackage.Name, nil
	case bytes.HasPrefix(head, []byte("fgb\x03fgb")):
		return ogr.FlatGeobuf.Name, nil
	case bytes.HasPrefix(bytes.ToLower(text), []byte("!table")):
		return ogr.TAB.Name, nil
	case ext == ".mif" && bytes.HasPrefix(bytes.ToLower(text), []byte("version")):
		return ogr.MIF.Name, nil
	case bytes.HasPrefix(head, []byte("AutoCAD Binary DXF")), dxf.Match(text):
		return ogr.DXF.Name, nil
	case geojson.IsSequence(head):
		return formatSequence, nil
	case bytes.HasPrefix(text, []byte("{")), ext == ".geojson", ext == ".json":
		return formatGeoJSON, nil
	}
	return formatCSV, nil
}

// tabular reports whether a head that begins with letters of another format
// is nevertheless text: a table may well begin with BM or MZ.
func tabular(head []byte) bool {
	return head[0] < 0x7F && head[0] >= ' ' && head[0] != '%' && bytes.IndexByte(head, 0) < 0
}

// Roots of the XML that is read.
var (
	kmlRoot = regexp.MustCompile(`<([A-Za-z0-9]+:)?kml[\s>]`)
	gpxRoot = regexp.MustCompile(`<([A-Za-z0-9]+:)?gpx[\s>]`)
)

// markup tells what a text in angle brackets is by its root.
func markup(text []byte) (string, error) {
	switch {
	case kmlRoot.Match(text):
		return ogr.KML.Name, nil
	case gpxRoot.Match(text):
		return ogr.GPX.Name, nil
	}
	lower := bytes.ToLower(text)
	for _, m := range errMarkup {
		if bytes.Contains(lower, []byte(m.root)) {
			return "", errors.New(m.says)
		}
	}
	return "", errXML
}

// compound tells what a compound file, the old container of Office, holds.
func compound(file io.Reader) error {
	const most = 64 << 20
	all, err := io.ReadAll(io.LimitReader(file, most))
	if err != nil {
		return err
	}
	for name, says := range map[string]error{
		"EncryptedPackage": errEncrypted,
		"WordDocument":     fmt.Errorf("这是 Word 文档，请把表格另存为 .xlsx / this is a Word document: save the table as .xlsx"),
	} {
		if bytes.Contains(all, wide(name)) {
			return says
		}
	}
	return errXLS
}

// wide is how a compound file writes a name: in UTF-16.
func wide(s string) []byte {
	b := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		b = append(b, s[i], 0)
	}
	return b
}
