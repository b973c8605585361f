// Package document says what a file that somebody brings truly is, and refuses
// what is not what it says or could do harm to whoever opens it.
package document

import (
	"fmt"
	"slices"
	"strings"
)

// A Kind is what a file is, told by its content.
type Kind string

// The kinds of files that are taken.
const (
	PDF  Kind = "pdf"
	JPEG Kind = "jpeg"
	PNG  Kind = "png"
	TIFF Kind = "tiff"
	HEIC Kind = "heic"
	OFD  Kind = "ofd" // GB/T 33190-2016
	DOCX Kind = "docx"
	XLSX Kind = "xlsx"
	MP3  Kind = "mp3"
	M4A  Kind = "m4a"
	WAV  Kind = "wav"
	OGG  Kind = "ogg"
	WEBM Kind = "webm" // sound alone, as browsers record it
)

// Kinds are what a request takes.
type Kinds []Kind

// What is taken where.
var (
	Papers   = Kinds{PDF, OFD, DOCX, XLSX, JPEG, PNG, TIFF, HEIC}
	Pictures = Kinds{JPEG, PNG, HEIC}
	Sounds   = Kinds{MP3, M4A, WAV, OGG}
	Field    = Kinds{JPEG, PNG, HEIC, WEBM, OGG, M4A, MP3, WAV} // what phones bring of a day outside
)

// A Document is a file that was taken and is kept.
type Document struct {
	SHA256    string
	Size      int64 // in bytes
	MediaType string
	Kind      Kind
	Name      string // safe to show and to save under
	Original  string // as the sender wrote it: never a path, never shown without escaping
}

// A spec says how a kind is named by people and by programs.
type spec struct {
	kind       Kind
	zh, en     string
	mediaType  string
	others     []string // other media types that senders declare for it
	extensions []string // the first is its own
}

const officeXML = "application/vnd.openxmlformats-officedocument."

var zipTypes = []string{"application/zip", "application/x-zip-compressed", "application/x-zip"}

var specs = []spec{
	{PDF, "PDF 文件", "a PDF", "application/pdf", []string{"application/x-pdf", "application/wps-office.pdf"}, []string{"pdf"}},
	{JPEG, "JPEG 照片", "a JPEG picture", "image/jpeg", []string{"image/jpg", "image/pjpeg"}, []string{"jpg", "jpeg", "jpe", "jfif"}},
	{PNG, "PNG 图片", "a PNG picture", "image/png", []string{"image/x-png"}, []string{"png"}},
	{TIFF, "TIFF 扫描件", "a TIFF scan", "image/tiff", []string{"image/tif", "image/x-tiff"}, []string{"tif", "tiff"}},
	{HEIC, "HEIC 照片", "a HEIC picture", "image/heic", []string{"image/heif", "image/heic-sequence", "image/heif-sequence"}, []string{"heic", "heif"}},
	{OFD, "OFD 版式文件", "an OFD document", "application/ofd", append([]string{"application/x-ofd", "application/vnd.ofd"}, zipTypes...), []string{"ofd"}},
	{DOCX, "Word 文档", "a Word document", officeXML + "wordprocessingml.document", append([]string{"application/wps-office.docx"}, zipTypes...), []string{"docx"}},
	{XLSX, "Excel 表格", "an Excel workbook", officeXML + "spreadsheetml.sheet", append([]string{"application/wps-office.xlsx"}, zipTypes...), []string{"xlsx"}},
	{MP3, "MP3 录音", "an MP3 recording", "audio/mpeg", []string{"audio/mp3", "audio/x-mp3", "audio/mpeg3"}, []string{"mp3"}},
	{M4A, "M4A 录音", "an M4A recording", "audio/mp4", []string{"audio/m4a", "audio/x-m4a", "audio/mp4a-latm", "audio/aac", "video/mp4"}, []string{"m4a", "mp4"}},
	{WAV, "WAV 录音", "a WAV recording", "audio/wav", []string{"audio/x-wav", "audio/wave", "audio/vnd.wave"}, []string{"wav"}},
	{OGG, "OGG 录音", "an Ogg recording", "audio/ogg", []string{"audio/opus", "audio/vorbis", "application/ogg", "video/ogg"}, []string{"ogg", "oga", "opus"}},
	{WEBM, "WebM 录音", "a WebM recording", "audio/webm", []string{"video/webm"}, []string{"webm", "weba"}},
}

func specOf(k Kind) spec {
	i := slices.IndexFunc(specs, func(s spec) bool { return s.kind == k })
	if i < 0 {
		panic(fmt.Sprintf("kind of document %q is in no table", k))
	}
	return specs[i]
}

// MediaType is under which type a kind is sent.
func (k Kind) MediaType() string { return specOf(k).mediaType }

// extensions lists what file names of these kinds may end in, as people read it.
func (ks Kinds) extensions() string {
	own := make([]string, len(ks))
	for i, k := range ks {
		own[i] = "." + specOf(k).extensions[0]
	}
	return strings.Join(own, " ")
}

// A RefusedError says why a file is not taken, and what to do.
type RefusedError struct{ ZH, EN string }

func (e *RefusedError) Error() string { return e.ZH + " / " + e.EN }

// An other is what a file is that is never taken.
type other struct{ zh, en string }
