package api

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
)

// livePolicy is under what the script of the pages behind codes and its worker
// run: they ask this server and nobody else.
const livePolicy = "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// liveCaching lets browsers and proxies keep the script for minutes, and longer
// where no server answers. A token has ten characters, so that no file's name is
// ever one.
const liveCaching = "public, max-age=300, stale-if-error=604800"

// liveScript is what pages behind codes add to themselves once they are read:
// news, the nearest shelter from where the phone is, a copy without a network.
func (s *Server) liveScript(w http.ResponseWriter, r *http.Request) {
	s.tagged(w, r, "scan/live.js", liveCaching, livePolicy)
}

// liveWorker keeps pages on the phone; it stands under /Q/ and serves no more.
func (s *Server) liveWorker(w http.ResponseWriter, r *http.Request) {
	s.tagged(w, r, "scan/sw.js", "no-cache", livePolicy)
}

// tagged is guarded with a tag of the content: built files have no time by which a
// browser could ask whether its copy is still good.
func (s *Server) tagged(w http.ResponseWriter, r *http.Request, name, caching, policy string) {
	if text, err := fs.ReadFile(s.Web, name); err == nil {
		sum := sha256.Sum256(text)
		w.Header().Set("ETag", `W/"`+hex.EncodeToString(sum[:8])+`"`)
	}
	s.guarded(w, r, name, caching, policy)
}
