package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// BenchmarkPublicUnderWrongLogins measures how many public pages a second one
// client gets, alone and while 50 wrong log-ins a second come from 50 × 60
// addresses under as many names: the worst kind, as no limit of an address or
// a login is reached. The two are measured in turn, so that what else the
// machine does meets both.
func BenchmarkPublicUnderWrongLogins(b *testing.B) {
	s := demoSystem(b)
	page := "/Q/" + s.token(b, s.idOf(b, "330881003"))
	read := func() {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, page, nil))
		if w.Code != http.StatusOK {
			b.Fatalf("%s: %d", page, w.Code)
		}
	}
	var alone, flooded time.Duration
	tries := 0
	for b.Loop() {
		alone += timed(read)
		stop := make(chan struct{})
		var done sync.WaitGroup
		done.Go(func() { tries += s.wrongLogIns(stop, tries) })
		flooded += timed(read)
		close(stop)
		done.Wait()
	}
	b.ReportMetric(pagesTimed*float64(b.N)/alone.Seconds(), "pages/s-alone")
	b.ReportMetric(pagesTimed*float64(b.N)/flooded.Seconds(), "pages/s-flooded")
	b.ReportMetric(100*(1-alone.Seconds()/flooded.Seconds()), "%slower")
	b.ReportMetric(float64(tries)/flooded.Seconds(), "wrong/s")
}

// pagesTimed are read in one turn, for some seconds.
const pagesTimed = 200

func timed(read func()) time.Duration {
	began := time.Now()
	for range pagesTimed {
		read()
	}
	return time.Since(began)
}

// wrongLogIns sends 50 a second until stop, each from an address and under a
// name of its own, and gives how many.
func (s *system) wrongLogIns(stop chan struct{}, from int) int {
	var sent sync.WaitGroup
	defer sent.Wait()
	tick := time.NewTicker(time.Second / 50)
	defer tick.Stop()
	for n := 0; ; n++ {
		select {
		case <-stop:
			return n
		case <-tick.C:
		}
		sent.Go(func() {
			i := from + n
			r := httptest.NewRequest(http.MethodPost, origin+"/v1/session", strings.NewReader(fmt.Sprintf(`{"login":"somebody%d","password":"wrong"}`, i)))
			r.Header.Set("Content-Type", "application/json")
			r.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:1234", i/65536%256, i/256%256, i%256)
			s.ServeHTTP(httptest.NewRecorder(), r)
		})
	}
}
