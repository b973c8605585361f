package printrun_test

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"diming/signs/printrun"
)

// BenchmarkALargeRun signs a run of 20,000 door plates and has its files drawn and
// every code read back: how long who signs waits, how long the files take, and the
// most memory of this process with its test, and of the largest of those that it
// starts.
func BenchmarkALargeRun(b *testing.B) {
	const plates, chunk = 20_000, 2_000
	w := newWorks(b)
	for from := 1; from <= plates; from += chunk {
		w.plan(doors(w.houses(w.way, from, chunk))...)
	}
	start := time.Now()
	id := w.make(printrun.Order{Source: printrun.FromPlanned})
	made := time.Since(start)
	start = time.Now()
	w.take(id, printrun.StepProof)
	signed := time.Since(start)
	b.Logf("made in %s, signed in %s", made.Round(time.Millisecond), signed.Round(time.Millisecond))
	b.ResetTimer()
	start = time.Now()
	parts := w.files(id)
	took := time.Since(start)
	sheets, bytes := 0, int64(0)
	for _, p := range parts {
		sheets, bytes = sheets+p.Sheets, bytes+p.Size
	}
	b.Logf("%d files, %d sheets, %d bytes in %s", len(parts), sheets, bytes, took.Round(time.Second))
	b.ReportMetric(signed.Seconds(), "signing-s")
	b.ReportMetric(took.Seconds(), "files-s")
	b.ReportMetric(plates/took.Seconds(), "plates/s")
	for who, name := range map[int]string{unix.RUSAGE_SELF: "peak-RSS-MB", unix.RUSAGE_CHILDREN: "child-peak-RSS-MB"} {
		var usage unix.Rusage
		if unix.Getrusage(who, &usage) == nil {
			b.ReportMetric(float64(usage.Maxrss)/1024, name)
		}
	}
}
