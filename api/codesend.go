package api

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"diming/api/behind"
	"diming/api/page"
	"diming/internal/version"
)

// pageCache is how many bytes of packed pages a server keeps in memory.
const pageCache = 64 << 20

// pageCaching lets a proxy in front keep a page as long as leaves room for the
// snapshot's own age within ten seconds, and send it for a week where no server
// answers: it says itself of when it is. A proxy that sends an old page while it
// fetches the new one would be late.
const pageCaching = "public, max-age=5, stale-if-error=604800"

// ends are how pages end now: of when the data is. They are made once for every
// look at the register and shared by all answers.
type ends struct {
	now  *behind.Now
	page [2][]byte // Chinese, English
	data []byte
	tag  string // of the time, to ten minutes: a browser's own copy is no older
}

func (s *Server) endsOf(now *behind.Now) *ends {
	if e := s.ends.Load(); e != nil && e.now == now {
		return e
	}
	e := &ends{now: now, tag: "-" + strconv.FormatInt(now.At.Unix()/600, 36)}
	e.page = [2][]byte{page.End(false, now.At, now.Away), page.End(true, now.At, now.Away)}
	away := ""
	if now.Away {
		e.tag += "a"
		away = `,"register_away":true`
	}
	e.data = []byte(`,"data_at":"` + now.At.In(version.China).Format(time.RFC3339) + `"` + away + "}\n")
	s.ends.Store(e)
	return e
}

func (e *ends) of(want behind.Want) []byte {
	switch {
	case want.Data:
		return e.data
	case want.English:
		return e.page[1]
	}
	return e.page[0]
}

// Headers that all answers share; nobody appends to them.
var (
	htmlType    = []string{"text/html; charset=utf-8"}
	jsonType    = []string{"application/json"}
	gzipCoded   = []string{"gzip"}
	pageKept    = []string{pageCaching}
	pageVaries  = []string{"Accept-Encoding, Accept-Language"}
	pageGuarded = []string{page.LiveCSP()}
)

// packing lends memory for an answer.
var packing = sync.Pool{New: func() any { b := make([]byte, 0, 8<<10); return &b }}

// refreshing is sent by the script of an open page that looks for news: nobody
// scanned anything.
const refreshing = "Diming-Refresh"

// sendSheet sends a page or its data with its end, and counts the scan.
func (s *Server) sendSheet(w http.ResponseWriter, r *http.Request, now *behind.Now, want behind.Want, sheet *behind.Sheet) {
	if !want.Data && r.Method == http.MethodGet && r.Header.Get(refreshing) == "" {
		s.Behind.Scans.Add(want.Token, version.Today())
	}
	ends := s.endsOf(now)
	h := w.Header()
	tag := `W/"` + sheet.Tag() + ends.tag + `"`
	h["Etag"] = []string{tag}
	h["Cache-Control"] = pageKept
	h["Vary"] = pageVaries
	if !want.Data {
		h["Content-Security-Policy"] = pageGuarded // also of 304: a browser puts its headers over those of its copy
	}
	if sheet.Status == http.StatusOK && matches(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if h["Content-Type"] = htmlType; want.Data {
		h["Content-Type"] = jsonType
	}
	end := ends.of(want)
	if !readsGzip(r.Header.Get("Accept-Encoding")) {
		text, err := sheet.Plain(end)
		if err != nil {
			s.writeProblem(w, r, err)
			return
		}
		w.WriteHeader(sheet.Status)
		_, _ = w.Write(text) // the client may have gone
		return
	}
	h["Content-Encoding"] = gzipCoded
	h["Content-Length"] = []string{strconv.Itoa(sheet.Size(len(end)))}
	w.WriteHeader(sheet.Status)
	buffer := packing.Get().(*[]byte)
	*buffer = sheet.With((*buffer)[:0], end)
	_, _ = w.Write(*buffer) // likewise
	packing.Put(buffer)
}

// readsGzip tells whether an Accept-Encoding header takes gzip.
func readsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name = strings.TrimSpace(name); strings.EqualFold(name, "gzip") || name == "*" {
			q, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(weight), "q="), ";")
			value, err := strconv.ParseFloat(q, 64)
			return err != nil || value > 0
		}
	}
	return false
}

// matches tells whether an If-None-Match header names a tag.
func matches(header, tag string) bool {
	if header == "" {
		return false
	}
	for one := range strings.SplitSeq(header, ",") {
		if one = strings.TrimSpace(one); one == tag || one == "*" || "W/"+one == tag {
			return true
		}
	}
	return false
}
