package api

import (
	"context"
	"net/http"
	"strings"
)

type langKey struct{}

// withLang notes the language of the answer: Chinese, unless the client asks
// for English before Chinese, or the address says lang=en.
func withLang(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lang := preferred(r.Header.Get("Accept-Language"))
		if asked := r.URL.Query().Get("lang"); asked == "en" || asked == "zh" {
			lang = asked
		}
		w.Header().Add("Vary", "Accept-Language")
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), langKey{}, lang)))
	})
}

// preferred reads the first of the two languages that an Accept-Language
// header names; browsers write them in order of preference.
func preferred(header string) string {
	for _, part := range strings.Split(header, ",") {
		tag := strings.ToLower(strings.TrimSpace(part))
		switch {
		case strings.HasPrefix(tag, "zh"):
			return "zh"
		case strings.HasPrefix(tag, "en"):
			return "en"
		}
	}
	return "zh"
}

func isEnglish(ctx context.Context) bool { return ctx.Value(langKey{}) == "en" }

// pick gives the text in the language of the answer.
func pick(ctx context.Context, zh, en string) string {
	if isEnglish(ctx) {
		return en
	}
	return zh
}
