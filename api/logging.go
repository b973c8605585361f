package api

import (
	"context"
	"log/slog"
	"regexp"
)

// LogHandler adds the request's id to what is logged while a request is
// answered, and takes what stands in quotation marks out of errors: libraries
// and the database quote there what a client sent.
func LogHandler(h slog.Handler) slog.Handler { return logHandler{h} }

type logHandler struct{ slog.Handler }

func (h logHandler) Handle(ctx context.Context, r slog.Record) error {
	id := RequestID(ctx)
	if id == "" {
		return h.Handler.Handle(ctx, r)
	}
	clean := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	r.Attrs(func(a slog.Attr) bool {
		if err, ok := a.Value.Any().(error); ok {
			a.Value = slog.StringValue(quoted.ReplaceAllString(err.Error(), `"…"`))
		}
		clean.AddAttrs(a)
		return true
	})
	clean.AddAttrs(slog.String("request", id))
	return h.Handler.Handle(ctx, clean)
}

func (h logHandler) WithAttrs(all []slog.Attr) slog.Handler {
	return logHandler{h.Handler.WithAttrs(all)}
}
func (h logHandler) WithGroup(name string) slog.Handler { return logHandler{h.Handler.WithGroup(name)} }

var quoted = regexp.MustCompile(`(?s)"(?:[^"\\]|\\.)*(?:"|$)|'[^']*'|\(.*?\)=\(.*?\)`)
