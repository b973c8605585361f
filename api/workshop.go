package api

import (
	"errors"
	"net/http"
	"strconv"

	"diming/api/counter"
	"diming/internal/ledger"
	"diming/signs/plate"
	"diming/signs/printrun"
)

// workshopRoutes are what a workshop sees of its order: by the link that it was
// given, without a log-in, and nothing else. A link that was taken back, or
// never was, leads nowhere.
func (s *Server) workshopRoutes(rs routes) {
	rs.plain(public, http.MethodGet, "/w/{link}", s.workshopPage, Example{Path: "/w/none"})
	rs.plain(public, http.MethodGet, "/w/{link}/{file}", s.workshopFile, Example{Path: "/w/none/cover.pdf"})
}

// behindLink gives the run of a workshop's link, for as long as it is at the
// workshop.
func (s *Server) behindLink(r *http.Request) (printrun.Run, error) {
	run, err := s.runs().Behind(r.Context(), r.PathValue("link"))
	if err == nil && run.State != printrun.Released && run.State != printrun.Ordered && run.State != printrun.Received {
		err = printrun.ErrLink
	}
	return run, err
}

func private(w http.ResponseWriter) {
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
}

func (s *Server) workshopPage(w http.ResponseWriter, r *http.Request) {
	private(w)
	run, err := s.behindLink(r)
	var parts []printrun.Part
	if err == nil {
		parts, err = s.runs().Parts(r.Context(), run.ID)
	}
	var office string
	if err == nil {
		office, err = s.officeName(r.Context())
	}
	if err != nil {
		if !errors.Is(err, printrun.ErrLink) {
			s.Log.ErrorContext(r.Context(), "page of a workshop", "error", err)
		}
		s.failPage(w, r, err)
		return
	}
	f := s.counterFrame(r, "制牌单", "Order of plates")
	at := r.URL.EscapedPath()
	page := counter.Workshop{Frame: f, Order: run.Title, Office: office, Plates: run.Plates - run.States[plate.Void], Void: run.States[plate.Void], State: f.T(map[printrun.State]string{printrun.Released: "已放行，等待下单", printrun.Ordered: "已下单，请制作", printrun.Received: "已到货验收"}[run.State],
		map[printrun.State]string{printrun.Released: "released, not ordered yet", printrun.Ordered: "ordered: please make it", printrun.Received: "received"}[run.State])}
	page.Files = append(page.Files, counter.Download{URL: at + "/cover.pdf", Word: f.T("制牌单封面（PDF）", "Cover sheet (PDF)")})
	for _, p := range parts {
		n := strconv.Itoa(p.N)
		page.Files = append(page.Files, counter.Download{URL: at + "/" + n + ".pdf", Word: f.T("印刷文件 "+n, "Print file "+n) + "（PDF）",
			Note: f.T("第 "+strconv.Itoa(p.First)+"—"+strconv.Itoa(p.Last)+" 块，"+strconv.Itoa(p.Sheets)+" 版", "plates "+strconv.Itoa(p.First)+"–"+strconv.Itoa(p.Last)+", "+strconv.Itoa(p.Sheets)+" sheets"), Digest: p.SHA256})
	}
	page.Files = append(page.Files, counter.Download{URL: at + "/engraving.csv", Word: f.T("雕刻机用表（CSV）", "Table for engraving machines (CSV)")},
		counter.Download{URL: at + "/delivery.csv", Word: f.T("交货清单，按安装路线（CSV）", "Delivery list in walking order (CSV)")},
		counter.Download{URL: at + "/void.csv", Word: f.T("作废的编号，不得交货（CSV）", "Void codes, not to be delivered (CSV)")})
	s.sendPage(w, r, http.StatusOK, "workshop", page)
}

// workshopFile serves a file of the order, and notes that it was taken.
func (s *Server) workshopFile(w http.ResponseWriter, r *http.Request) {
	private(w)
	run, err := s.behindLink(r)
	if err == nil && r.PathValue("file") == "trial.pdf" {
		err = printrun.ErrPart
	}
	if err == nil {
		_, err = ledger.Note(r.Context(), s.DB, ledger.Entry{Actor: ledger.Console, Action: "print_run.fetch", Kind: "print_run", Object: run.ID, County: run.County, After: ledger.Fields{"file": shortFile(r.PathValue("file"))}})
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	s.deliverRunFile(w, r, run, r.PathValue("file"))
}
