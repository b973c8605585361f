package page

import (
	"html/template"
	"strings"
	"time"

	"diming/internal/version"
	"diming/signs"
)

// frame is what the shared templates read.
type frame struct {
	W                          words
	Title                      string
	Host                       string
	Code                       string // the token as people read it out
	Report                     string // where what is wrong with the plate is reported; "" where the code is not known
	Address                    string
	Time                       string
	English                    bool
	Kind                       string     // village: the safety card, which has a style of its own
	Alert                      *alertText // of the village around
	Village, CardURL, CardWord string     // whose safety card is one tap away
}

func (f Frame) english() bool { return f.Lang == "en" }

func (f Frame) frame(title string) frame {
	_, host, _ := strings.Cut(f.Origin, "://")
	out := frame{
		W: wordsOf(f.Lang), Title: title, Host: strings.TrimSuffix(host, "/"),
		Code: f.Token.Grouped(), English: f.english(),
	}
	if f.Safety != nil {
		w := villageWordsOf(f.english())
		out.Village, out.CardURL, out.CardWord = f.Safety.Village, f.Safety.URL, w.Link
		if len(f.Safety.Warnings) > 0 {
			alert := w.alert(f.Safety.Warnings[0])
			out.Alert = &alert
		}
	}
	if f.Token != "" {
		out.Address = strings.TrimSuffix(f.Origin, "/") + "/Q/" + string(f.Token)
		out.Report = "/Q/" + string(f.Token) + "/report"
	}
	if !f.DataTime.IsZero() {
		out.Time = clock(f.english(), f.DataTime)
	}
	return out
}

func clock(english bool, at time.Time) string {
	layout := "2006年1月2日 15:04"
	if english {
		layout = "2 January 2006, 15:04"
	}
	return at.In(version.China).Format(layout)
}

// End is the end of a page that was left open: of when its data is, and that the
// register cannot be reached where it cannot. It is short, as it is sent with
// every page and not compressed.
func End(english bool, at time.Time, away bool) []byte {
	w := chinese
	if english {
		w = wordsOf("en")
	}
	class, more := "", ""
	if away {
		class, more = ` class="away" role="status"`, w.Away
	}
	return []byte("<p" + class + ">" + w.AsOf + " " + clock(english, at) + more + "</p></footer>\n</body></html>\n")
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
