package papers

import (
	_ "embed"
	"html/template"
	"io"
	"time"

	"diming/internal/version"
)

//go:embed archive.html
var archiveText string

var archivePage = template.Must(template.New("archive").Funcs(template.FuncMap{
	"word": wordIn(archiveWords), "state": wordIn(stateWords), "document": wordIn(documentWords), "action": wordIn(actionWords),
	"day": func(iso string) string {
		d, err := version.ParseDate(iso)
		if err != nil {
			return iso
		}
		return DateWords(d)
	},
	"moment": func(at time.Time) string { return at.In(version.China).Format("2006-01-02 15:04") },
	"date":   DateWords, "head": Head.words,
}).Parse(archiveText))

// ArchiveHTML writes an archive as one page to read and to print, which
// fetches nothing.
func ArchiveHTML(w io.Writer, a Archive) error { return archivePage.Execute(w, a) }
