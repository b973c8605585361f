package page

import (
	"html/template"
	"strings"

	"diming/internal/version"
	"diming/signs"
)

// frame is what the shared templates read.
type frame struct {
	W       words
	Title   string
	Host    string
	Code    string // the token as people read it out
	Address string
	Time    string
	English bool
}

func (f Frame) english() bool { return f.Lang == "en" }

func (f Frame) frame(title string) frame {
	_, host, _ := strings.Cut(f.Origin, "://")
	out := frame{
		W: wordsOf(f.Lang), Title: title, Host: strings.TrimSuffix(host, "/"),
		Code: f.Token.Grouped(), English: f.english(),
	}
	if f.Token != "" {
		out.Address = strings.TrimSuffix(f.Origin, "/") + "/Q/" + string(f.Token)
	}
	if !f.DataTime.IsZero() {
		layout := "2006年1月2日 15:04"
		if f.english() {
			layout = "2 January 2006, 15:04"
		}
		out.Time = f.DataTime.In(version.China).Format(layout)
	}
	return out
}

// href lets https and geo links through; html/template knows no geo.
func href(url string) template.URL {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "geo:") {
		return template.URL(url)
	}
	return "#"
}

// tel is the link that dials phone, or empty if phone is not a number.
func tel(phone string) template.URL {
	digits := strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '－' {
			return -1
		}
		return r
	}, phone)
	if digits == "" || strings.Trim(strings.TrimPrefix(digits, "+"), "0123456789") != "" {
		return ""
	}
	return template.URL("tel:" + digits)
}

// appName is what the app is called in the page's language.
func appName(english bool, l signs.Link) string {
	names := map[string]string{"tencent": "Tencent Maps", "amap": "Amap", "baidu": "Baidu Maps", "geo": "Other app"}
	if name, ok := names[l.App]; ok && english {
		return name
	}
	return l.Name
}
