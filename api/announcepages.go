package api

import (
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"diming/api/counter"
	"diming/gazetteer/cases"
)

// announcedMost is how many announcements a page or feed holds.
const announcedMost = 2000

// A yearOf are the announcements of one year.
type yearOf struct {
	Year  int
	Items []cases.Announcement
}

// announcementsPage lists what was announced, by year, for reading and print.
func (s *Server) announcementsPage(w http.ResponseWriter, r *http.Request) {
	year, _ := strconv.Atoi(r.URL.Query().Get("year")) // anything else is every year
	all, err := s.Cases.Announcements(r.Context(), 0, uuid.Nil, announcedMost)
	if err != nil {
		s.failPage(w, r, err)
		return
	}
	f := s.counterFrame(r, "地名公告", "Announcements of place names")
	page := struct {
		counter.Frame
		Years  []int
		Groups []yearOf
	}{Frame: f}
	for _, a := range all {
		if n := len(page.Years); n == 0 || page.Years[n-1] != a.Year {
			page.Years = append(page.Years, a.Year)
		}
		if year != 0 && a.Year != year {
			continue
		}
		if n := len(page.Groups); n == 0 || page.Groups[n-1].Year != a.Year {
			page.Groups = append(page.Groups, yearOf{Year: a.Year})
		}
		last := &page.Groups[len(page.Groups)-1]
		last.Items = append(last.Items, a)
	}
	s.sendPage(w, r, http.StatusOK, "announcements", page)
}

// announcementPage is one announcement with the minimum contents, and the head
// of the ledger at its publication.
func (s *Server) announcementPage(w http.ResponseWriter, r *http.Request) {
	year, _ := strconv.Atoi(chi.URLParam(r, "year"))
	number, _ := strconv.Atoi(chi.URLParam(r, "number"))
	a, err := s.Cases.Announcement(r.Context(), min(year, 9999), min(number, 1<<30))
	if err != nil {
		p := notFound.in(r.Context())
		if s.problemFor(r.Context(), err).Status != http.StatusNotFound {
			p = s.problemFor(r.Context(), err)
		}
		s.sayPage(w, r, p.Status, p.Title, p.Detail)
		return
	}
	f := s.counterFrame(r, a.Title, a.Title)
	s.sendPage(w, r, http.StatusOK, "announcement", struct {
		counter.Frame
		A    cases.Announcement
		Head string
	}{f, a, grouped(hex.EncodeToString(a.Head.Hash))})
}

// grouped sets a digest in groups of eight, so that it can be compared by eye.
func grouped(digest string) string {
	var b strings.Builder
	for i := 0; i < len(digest); i += 8 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(digest[i:min(i+8, len(digest))])
	}
	return b.String()
}

// An atomFeed is a feed after RFC 4287.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Updated   string   `xml:"updated"`
	Published string   `xml:"published"`
	Link      atomLink `xml:"link"`
	Summary   string   `xml:"summary"`
}

// announcementsFeed is the newest announcements as a feed. Ids are made of the
// announcements' own and stay, wherever the server is reached.
func (s *Server) announcementsFeed(w http.ResponseWriter, r *http.Request) {
	all, err := s.Cases.Announcements(r.Context(), 0, uuid.Nil, 100)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	f := s.counterFrame(r, "地名公告", "Announcements of place names")
	feed := atomFeed{ID: f.Origin + "/announcements", Title: f.Title, Author: f.T("民政部门", "Civil affairs bureau"), Updated: "1970-01-01T00:00:00Z",
		Links: []atomLink{{"self", f.Origin + "/announcements.atom"}, {"alternate", f.Origin + "/announcements"}}}
	if s.IsDemo() {
		feed.Title += "（示例数据）"
	}
	for i, a := range all {
		seconds, nanos := a.ID.Time().UnixTime()
		at := time.Unix(seconds, nanos).UTC().Format(time.RFC3339)
		if i == 0 {
			feed.Updated = at
		}
		feed.Entries = append(feed.Entries, atomEntry{ID: "urn:uuid:" + a.ID.String(), Title: a.Title, Updated: at, Published: at,
			Link: atomLink{"alternate", fmt.Sprintf("%s/announcements/%d/%d", f.Origin, a.Year, a.Number)}, Summary: announcedInWords(a)})
	}
	text, err := xml.MarshalIndent(feed, "", " ")
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write(append([]byte(xml.Header), text...)) // the client may have gone
}

func announcedInWords(a cases.Announcement) string {
	var parts []string
	for _, n := range a.Names {
		parts = append(parts, n.Name+"（"+n.Reading+"），"+n.Division+"，"+n.Position)
	}
	return strings.Join(parts, "；") + "。" + a.Approver + "，" + a.ApprovedOn.String()
}
