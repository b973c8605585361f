package features_test

import (
	"errors"
	"testing"

	"diming/features"
	"diming/internal/version"
)

func TestSubsetNamesDaysAsDatetimeDoes(t *testing.T) {
	for subset, datetime := range map[string]string{
		`datetime("2018-02-12")`:                                  "2018-02-12",
		`datetime("2018-02-12T23:20:52Z")`:                        "2018-02-12T23:20:52Z",
		`datetime("2018-02-12T00:00:00Z":"2018-03-18T12:31:12Z")`: "2018-02-12T00:00:00Z/2018-03-18T12:31:12Z",
		`datetime("2018-02-12":*)`:                                "2018-02-12/..",
		`datetime(*:"2018-03-18T12:31:12Z")`:                      "../2018-03-18T12:31:12Z",
	} {
		want, err := features.ParseWhen(datetime)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := features.ParseSubset(subset); err != nil || got != want {
			t.Errorf("%s = %v, %v, want %v", subset, got, err, want)
		}
	}
	for _, bad := range []string{"", "datetime()", "datetime(*)", "datetime(*:*)", `datetime("")`, `datetime("":"2018-01-01")`, `datetime("2018-01-01":)`, `datetime(2018-01-01)`, `time("2018-01-01")`,
		`datetime("2018-01-01"`, `datetime("2018-01-02":"2018-01-01")`, `Lat(28:29)`, `datetime("2018-01-01"),Lat(28)`} {
		var refused *features.ParamError
		if when, err := features.ParseSubset(bad); !errors.As(err, &refused) {
			t.Errorf("%q = %v, %v, want a refusal", bad, when, err)
		}
	}
}

func TestTheLastDayOfWhatHasNoEndIsToday(t *testing.T) {
	today := version.Today()
	for text, want := range map[string]string{"2016-01-01/2017-06-01": "2017-06-01", "../2017-06-01": "2017-06-01", "2017-06-01": "2017-06-01",
		"2016-01-01/..": today.String(), "9000-01-01/..": "9000-01-01"} {
		when, err := features.ParseWhen(text)
		if got := when.Last().String(); err != nil || got != want {
			t.Errorf("%s ends on %s, %v, want %s", text, got, err, want)
		}
	}
}
