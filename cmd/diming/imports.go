package main

import (
	"path/filepath"
	"time"

	"diming/importers/job"
)

// imports keeps the files that people bring over HTTP in the data folder.
func (c *serveCmd) imports(g *Globals, r *register) *job.Store {
	s := job.NewStore(r.pool, r.places, filepath.Join(g.Data, importsDir))
	s.MaxBytes, s.Keep = c.ImportMaxMB<<20, time.Duration(c.ImportKeepDays)*24*time.Hour
	return s
}
