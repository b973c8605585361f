package api

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries/round"
	"diming/internal/desk"
	"diming/internal/document"
)

// taskPaperRoutes are the papers of a task: plain handlers, for uploads and
// downloads.
func (s *Server) taskPaperRoutes(rs routes) {
	const all, one = "/v1/tasks/{task}/papers", "/v1/tasks/{task}/papers/{paper}"
	rs.plain(may(workInspection), http.MethodPost, all, s.addTaskPaper, Example{Path: all + "?paper=plan&filename=a.pdf", Body: `{}`})
	rs.plain(may(readInspection), http.MethodGet, one, s.taskPaper, Example{Path: "/v1/tasks/{task}/papers/not-an-id"})
	rs.plain(may(workInspection), http.MethodDelete, one, s.removeTaskPaper, Example{Path: "/v1/tasks/{task}/papers/not-an-id"})
	s.inspectionReportRoutes(rs)
}

// addTaskPaper takes a file as a paper of a task: the part named file of a form,
// or the body with ?filename=; ?paper= says which paper it is, ?own=1 keeps it
// from the other side, ?side= says for which side one acts where one reaches
// both.
func (s *Server) addTaskPaper(w http.ResponseWriter, r *http.Request) {
	ctx, q := r.Context(), r.URL.Query()
	task, by, ok := s.paperActor(w, r)
	if !ok {
		return
	}
	p := round.Paper{Kind: q.Get("paper"), Title: q.Get("title")}
	if !slices.Contains(round.PaperKinds, p.Kind) {
		s.writeProblem(w, r, documentKind.in(ctx))
		return
	}
	file, err := s.takeDocument(w, r, document.Papers)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	p.SHA256, p.MediaType, p.Name, p.Size = file.SHA256, file.MediaType, file.Name, file.Size
	s.writeTaskPaper(w, r, http.StatusCreated, task, by, file.SHA256+p.Kind+p.Title+q.Get("own"), func(rounds *round.Store) error {
		_, _, err := rounds.AddPaper(ctx, by, task, p, q.Get("own") == "1")
		return err
	})
}

// paperActor tells which task a request is about and for which side it acts; it
// answers what is wrong.
func (s *Server) paperActor(w http.ResponseWriter, r *http.Request) (task uuid.UUID, by round.Actor, ok bool) {
	task, err := uuid.Parse(chi.URLParam(r, "task"))
	if err != nil {
		err = round.ErrNotFound
	} else {
		by, err = s.actorOn(r.Context(), task, r.URL.Query().Get("side"))
	}
	if err != nil {
		s.writeProblem(w, r, err)
	}
	return task, by, err == nil
}

// writeTaskPaper makes one change of a task's papers, once however often it is
// sent, and answers the task.
func (s *Server) writeTaskPaper(w http.ResponseWriter, r *http.Request, status int, task uuid.UUID, by round.Actor, what string, do func(*round.Store) error) {
	ctx := r.Context()
	intent := desk.Intent{Actor: by.Account, Key: r.Header.Get("Idempotency-Key"), Digest: intended([]byte(what), "task paper", task.String())}
	_, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) { return task.String(), do(s.roundsIn(tx)) })
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	out, err := s.taskAnswer(ctx, task)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("ETag", out.ETag)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(out.Body) // the client may have gone
}

func (s *Server) taskPaper(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	t, sides, err := s.taskAt(r, readInspection)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	paper, err := uuid.Parse(chi.URLParam(r, "paper"))
	if err != nil {
		s.writeProblem(w, r, documentID.in(ctx))
		return
	}
	all, err := s.Rounds.Papers(ctx, t.ID, sides)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	at := slices.IndexFunc(all, func(p round.Paper) bool { return p.ID == paper })
	if at < 0 {
		s.writeProblem(w, r, round.ErrNoPaper)
		return
	}
	p := all[at]
	s.serveDocument(w, r, document.Document{SHA256: p.SHA256, Size: p.Size, MediaType: p.MediaType, Name: p.Name})
}

func (s *Server) removeTaskPaper(w http.ResponseWriter, r *http.Request) {
	task, by, ok := s.paperActor(w, r)
	if !ok {
		return
	}
	paper, err := uuid.Parse(chi.URLParam(r, "paper"))
	if err != nil {
		s.writeProblem(w, r, documentID.in(r.Context()))
		return
	}
	s.writeTaskPaper(w, r, http.StatusOK, task, by, "remove "+paper.String(), func(rounds *round.Store) error {
		_, err := rounds.RemovePaper(r.Context(), by, task, paper)
		return err
	})
}
