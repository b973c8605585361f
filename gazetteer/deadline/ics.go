package deadline

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"diming/internal/version"
)

// An Event is a deadline in a calendar.
type Event struct {
	ID      string // the same whenever the same deadline is told
	Title   string
	Text    string
	On      version.Date
	Warn    int // days ahead at which the calendar reminds; 0: not
	URL     string
	Changed time.Time
}

// ICS writes deadlines as an iCalendar file (RFC 5545): all-day events with a
// reminder, lines folded at 75 octets and never within a character.
func ICS(name string, events []Event) []byte {
	var b strings.Builder
	line := func(format string, args ...any) { foldInto(&b, fmt.Sprintf(format, args...)) }
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//Diming//Deadlines//ZH")
	line("X-WR-CALNAME:%s", escape(name))
	for _, e := range events {
		line("BEGIN:VEVENT")
		line("UID:%s", escape(e.ID))
		line("DTSTAMP:%s", e.Changed.UTC().Format("20060102T150405Z"))
		line("DTSTART;VALUE=DATE:%s", e.On.Time().Format("20060102"))
		line("DTEND;VALUE=DATE:%s", AddDays(e.On, 1).Time().Format("20060102"))
		line("SUMMARY:%s", escape(e.Title))
		if e.Text != "" {
			line("DESCRIPTION:%s", escape(e.Text))
		}
		if e.URL != "" {
			line("URL:%s", strings.Map(printable, e.URL))
		}
		line("TRANSP:TRANSPARENT")
		if e.Warn > 0 {
			line("BEGIN:VALARM")
			line("ACTION:DISPLAY")
			line("DESCRIPTION:%s", escape(e.Title))
			line("TRIGGER:-P%dD", e.Warn)
			line("END:VALARM")
		}
		line("END:VEVENT")
	}
	line("END:VCALENDAR")
	return []byte(b.String())
}

// escape writes a text value.
func escape(text string) string {
	text = strings.NewReplacer("\\", "\\\\", ";", "\\;", ",", "\\,", "\r\n", "\\n", "\n", "\\n", "\r", "\\n").Replace(strings.ToValidUTF8(text, "�"))
	return strings.Map(printable, text)
}

func printable(r rune) rune {
	if r < 0x20 && r != '\t' || r == 0x7f {
		return -1
	}
	return r
}

// foldInto writes one line, folded: what goes on begins with a space.
func foldInto(b *strings.Builder, text string) {
	room := 75
	for len(text) > room {
		cut := room
		for !utf8.RuneStart(text[cut]) {
			cut--
		}
		b.WriteString(text[:cut] + "\r\n ")
		text, room = text[cut:], 74
	}
	b.WriteString(text + "\r\n")
}
