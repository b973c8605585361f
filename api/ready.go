package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"diming/internal/ledger"
)

// Readiness is what /readyz answers while requests are.
type Readiness struct {
	Status         string   `json:"status"` // ready, or degraded where Warnings says why
	Seq            int64    `json:"seq"`    // last sealed change
	IndexSeq       int64    `json:"index_seq"`
	TilesSeq       int64    `json:"tiles_seq"`
	OldestUnsealed float64  `json:"oldest_unsealed_s"`
	DiskFree       *int64   `json:"disk_free_bytes,omitempty"` // of the data folder
	Warnings       []string `json:"warnings,omitempty"`
}

// From when on something is worth a warning.
const (
	unsealedTooLong = time.Minute
	lagTooFar       = 1000      // changes
	diskTooFull     = 512 << 20 // bytes
)

// judge adds what an operator should look at.
func (r Readiness) judge() Readiness {
	warn := func(bad bool, text string) {
		if bad {
			r.Warnings = append(r.Warnings, text)
		}
	}
	warn(r.OldestUnsealed > unsealedTooLong.Seconds(), "账本有超过一分钟未封存的记录：查找长时间未结束的数据库事务 / the ledger waits for an open transaction")
	warn(r.Seq-r.IndexSeq > lagTooFar, "搜索落后于登记 / the search index lags behind the register")
	warn(r.Seq-r.TilesSeq > lagTooFar, "地图瓦片落后于登记 / the tiles lag behind the register")
	warn(r.DiskFree != nil && *r.DiskFree < diskTooFull, "数据目录所在磁盘将满：请清理或扩容 / the disk of the data folder is almost full")
	r.Status = "ready"
	if len(r.Warnings) > 0 {
		r.Status = "degraded"
	}
	return r
}

// Drain has /readyz say that the server is about to stop, so that balancers
// send nobody here any more.
func (s *Server) Drain() { s.draining.Store(true) }

// ready answers whether requests can be answered: the register is reached and
// the search index built. What is late or almost full is told and does not
// make the server unready: no other would do better.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if s.draining.Load() {
		s.writeProblem(w, r, stopping.in(r.Context()))
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	head, err := ledger.ReadHead(ctx, s.DB)
	if err != nil || !s.Finder.Ready() {
		s.writeProblem(w, r, unreachable.in(r.Context()))
		return
	}
	oldest, err := ledger.OldestUnsealed(ctx, s.DB)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	body := Readiness{Seq: head.Seq, IndexSeq: s.Finder.Seq(), TilesSeq: s.TilesSeq(), OldestUnsealed: oldest.Seconds()}
	if s.DiskFree != nil {
		if free, err := s.DiskFree(); err == nil {
			body.DiskFree = &free
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(body.judge()) // the client may have gone
}
