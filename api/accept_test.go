package api

import "testing"

// TestNegotiation: what is weighed highest is chosen, then what is named most
// exactly, then what is offered first.
func TestNegotiation(t *testing.T) {
	offers := []offer{{"geojson", []string{mediaGeoJSON}}, {"json", []string{mediaJSON}}, {"html", []string{mediaHTML}}, {"csv", []string{mediaCSV}}, {"fgb", []string{mediaFGB}}}
	for header, want := range map[string]string{
		"":                                       "geojson",
		" ":                                      "geojson",
		"*/*":                                    "geojson",
		"text/csv":                               "csv",
		"TEXT/CSV; charset=utf-8":                "csv",
		"text/csv, */*":                          "csv",
		"text/csv;q=0.5, */*":                    "geojson",
		"text/csv;q=0.5, text/*":                 "html",
		"application/flatgeobuf":                 "fgb",
		"application/*":                          "geojson",
		"application/json, */*":                  "json",
		"application/geo+json, application/json": "geojson",
		"application/json, application/geo+json": "geojson",
		"application/json;q=0.9, application/geo+json;q=0.8":                         "json",
		"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8": "html",
		"text/html;q=0, text/*": "csv",
		"application/geo+json;q=0, application/json;q=0, text/html;q=0, */*": "csv",
		"image/png":       "",
		"text/csv;q=0":    "",
		"text/csv;q=much": "",
		"text/csv;q=7":    "",
		"nonsense":        "",
		"image/png, application/flatgeobuf;version=3;q=0.1": "fgb",
	} {
		if got := negotiated(header, offers); got != want {
			t.Errorf("%q chooses %q, want %q", header, got, want)
		}
	}
}
