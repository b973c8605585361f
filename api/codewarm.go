package api

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"
)

// warmAnswers are answers of one route sent from memory: in the log they are one
// line a minute with their number, and not a line for everybody who stands before
// a plate or moves a map.
type warmAnswers struct {
	n      atomic.Int64
	micros atomic.Int64
	told   atomic.Int64 // minute
}

// pageRoute names the pages behind codes, in the log and in the metrics.
const pageRoute = "/Q/{token}"

func (s *Server) noteWarm(w *warmAnswers, route, method string, status int, took time.Duration) {
	s.Metrics.begin()
	s.Metrics.end(answered{method: method, route: route, status: status, took: took})
	w.n.Add(1)
	w.micros.Add(took.Microseconds())
	minute := time.Now().Unix() / 60
	told := w.told.Load()
	if told == minute || !w.told.CompareAndSwap(told, minute) || told == 0 {
		return
	}
	n, micros := w.n.Swap(0), w.micros.Swap(0)
	s.Log.LogAttrs(context.Background(), slog.LevelInfo, "sent from memory", slog.String("route", route), slog.Int64("count", n),
		slog.Float64("ms", float64(micros)/float64(max(n, 1))/1000))
}
