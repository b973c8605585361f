package importers

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
)

// formatOf tells the format by what the file holds, not by its name alone.
func formatOf(name string, head []byte) (string, error) {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	ext := strings.ToLower(filepath.Ext(name))
	switch {
	case len(head) == 0:
		return "", fmt.Errorf("文件为空 / the file is empty")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) && (ext == ".xlsx" || bytes.Contains(head, []byte("xl/")) || bytes.Contains(head, []byte("[Content_Types]"))):
		return "", fmt.Errorf("这是 XLSX 文件，请另存为 CSV / this is XLSX: save it as CSV")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return "", fmt.Errorf("这是 ZIP 压缩文件，请先解压，表格请另存为 CSV / this is a ZIP archive: unpack it first")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return "", fmt.Errorf("这是 PDF 文件，请另存为 CSV / this is PDF: save the table as CSV")
	case bytes.HasPrefix(head, []byte("\x89PNG")), bytes.HasPrefix(head, []byte("\xFF\xD8\xFF")):
		return "", fmt.Errorf("这是图片，不是表格 / this is an image, not a table")
	case bytes.HasPrefix(head, []byte("7z\xBC\xAF")), bytes.HasPrefix(head, []byte("Rar!")):
		return "", fmt.Errorf("这是压缩文件，请先解压 / this is an archive: unpack it first")
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0")):
		return "", fmt.Errorf("这是 XLS，请另存为 CSV / this is XLS: save it as CSV")
	case bytes.HasPrefix(head, []byte("\x1F\x8B")):
		return "", fmt.Errorf("文件是压缩的，请先解压 / the file is compressed: unpack it first")
	case bytes.HasPrefix(text, []byte("{")), ext == ".geojson", ext == ".json":
		return formatGeoJSON, nil
	}
	return formatCSV, nil
}
