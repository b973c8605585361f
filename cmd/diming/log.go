package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"diming/api"
	"diming/boundaries"
	"diming/internal/logfile"
	"diming/internal/version"
)

// logFlags say how the log is written. It goes to standard error, where
// systemd keeps it, and to files if those are wanted.
type logFlags struct {
	LogFormat string `name:"log-format" env:"DIMING_LOG_FORMAT" enum:"text,json" default:"text" help:"text or json."`
	LogFiles  bool   `name:"log-files" env:"DIMING_LOG_FILES" help:"Also write the log into the data folder, a file a day."`

	once   sync.Once
	logger *slog.Logger
}

func (g *Globals) logDir() string { return filepath.Join(g.Data, "logs") }

// log is the one logger of the process.
func (g *Globals) log() *slog.Logger {
	g.once.Do(func() {
		var out io.Writer = os.Stderr
		if g.LogFiles {
			out = io.MultiWriter(os.Stderr, &logfile.Writer{Dir: g.logDir(), Now: time.Now})
		}
		g.logger = slog.New(api.LogHandler(handler(out, g.LogFormat)))
	})
	return g.logger
}

func handler(out io.Writer, format string) slog.Handler {
	options := &slog.HandlerOptions{Level: slog.LevelInfo}
	if format == "json" {
		return slog.NewJSONHandler(out, options)
	}
	return slog.NewTextHandler(out, options)
}

// sweepEvery is how often log files are looked through.
const sweepEvery = 24 * time.Hour

// sweepLogs removes what is older than the register's setting says, now and
// every day until ctx ends.
func (g *Globals) sweepLogs(ctx context.Context, b *boundaries.Store) {
	if !g.LogFiles {
		return
	}
	for ctx.Err() == nil {
		removed, err := logfile.Sweep(g.logDir(), retainMonths(ctx, b), time.Now())
		if err != nil {
			g.log().Warn("old logs could not be removed", "error", err)
		} else if len(removed) > 0 {
			g.log().Info("old logs removed", "files", removed)
		}
		select {
		case <-ctx.Done():
		case <-time.After(sweepEvery):
		}
	}
}

// retainMonths is for how many months logs are kept; the law's six if nothing
// longer is set.
func retainMonths(ctx context.Context, b *boundaries.Store) int {
	home, err := b.Home(ctx)
	if err != nil {
		return logfile.MinMonths
	}
	text, _, set, err := b.Setting(ctx, home.ID, boundaries.SettingLogMonths, version.Today())
	months, bad := strconv.Atoi(text)
	if err != nil || !set || bad != nil {
		return logfile.MinMonths
	}
	return months
}
