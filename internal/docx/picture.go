package docx

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// A Picture is a picture in a document. Word since 2016 and LibreOffice draw
// its SVG where it has one, others the picture itself.
type Picture struct {
	Bytes        []byte
	JPEG         bool    // else PNG
	SVG          []byte  // the same as a drawing; nil: none
	WideMM, High float64 // as it stands on the page, millimetres
	Alt          string  // what it shows, for those who do not see it
}

// pictureParts are the parts that a picture has in the file.
type pictureParts struct {
	name    string // in word/media, without ending: its digest, so that it is kept once
	ending  string
	content []byte
}

// Picture adds a picture in a paragraph of its own.
func (m *Maker) Picture(p Picture) {
	m.body.WriteString(`<w:p><w:pPr><w:jc w:val="center"/></w:pPr>` + m.drawing(p) + `</w:p>`)
}

// emuPerMM are the units of drawings (ECMA-376 part 1, 20.1.2.1) in a millimetre.
const emuPerMM = 36000

func (m *Maker) drawing(p Picture) string {
	ending := "png"
	if p.JPEG {
		ending = "jpeg"
	}
	id, extension := m.media(ending, p.Bytes), ""
	if p.SVG != nil {
		extension = `<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="` + m.media("svg", p.SVG) + `"/></a:ext></a:extLst>`
	}
	m.drawings++
	wide, high := int(p.WideMM*emuPerMM), int(p.High*emuPerMM)
	return fmt.Sprintf(`<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="图 %d" descr="%s"/>`+
		`<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">`+
		`<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="%d" name="%s"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="%s">%s</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`,
		wide, high, m.drawings, m.drawings, escaped(p.Alt), m.drawings, id, id, extension, wide, high)
}

// media keeps the bytes of a picture once, and gives the id of their
// relationship.
func (m *Maker) media(ending string, content []byte) string {
	sum := sha256.Sum256(content)
	part := pictureParts{name: "p" + hex.EncodeToString(sum[:10]), ending: ending, content: content}
	for _, have := range m.pictures {
		if have.name == part.name {
			return have.name
		}
	}
	m.pictures = append(m.pictures, part)
	return part.name
}
