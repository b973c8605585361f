package deadline_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"diming/gazetteer/deadline"
	"diming/internal/version"
)

func TestICS(t *testing.T) {
	got := string(deadline.ICS("地名期限", []deadline.Event{{ID: "a", Title: "备案：文苑路, 书香路; 等", Text: "一\n二", On: version.Day(2026, time.March, 24), Warn: 5, URL: "http://diming.test/x", Changed: time.Unix(0, 0)}}))
	for _, want := range []string{"BEGIN:VCALENDAR\r\n", "DTSTART;VALUE=DATE:20260324\r\n", "DTEND;VALUE=DATE:20260325\r\n", "SUMMARY:备案：文苑路\\, 书香路\\; 等\r\n", "DESCRIPTION:一\\n二\r\n", "TRIGGER:-P5D\r\n", "END:VCALENDAR\r\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("calendar lacks %q:\n%s", want, got)
		}
	}
}

func FuzzICS(f *testing.F) {
	f.Add(strings.Repeat("清湖", 60))
	f.Add("a\r\nEND:VEVENT\r\nb")
	f.Add("\xff\x00;,\\")
	f.Fuzz(func(t *testing.T, title string) {
		all := strings.Split(string(deadline.ICS("", []deadline.Event{{ID: "a", Title: title, Warn: 1}})), "\r\n")
		ends := 0
		for _, line := range all {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("line %q", line)
			}
			if line == "END:VEVENT" {
				ends++
			}
		}
		if ends != 1 {
			t.Fatalf("%d events end, want 1: a title broke out", ends)
		}
	})
}
