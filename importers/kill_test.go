package importers_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/importers"
	"diming/internal/pg"
	"diming/internal/pg/pgtest"
)

// childURL names the database in which a child process of the kill test
// takes childFile in; it says so after each batch.
const (
	childURL  = "IMPORTERS_TEST_CHILD_URL"
	childFile = "IMPORTERS_TEST_CHILD_FILE"
	childPeak = "IMPORTERS_TEST_CHILD_PEAK" // set: an import as a benchmark wants it
)

// child is what this binary does when the kill test has started it.
func child() bool {
	url := os.Getenv(childURL)
	if url == "" {
		return false
	}
	if os.Getenv(childPeak) != "" {
		importAndTellPeak(url)
		return true
	}
	ctx := context.Background()
	pool, err := pg.Open(ctx, url, pg.Options{AppName: "import to be killed"})
	if err == nil {
		_, err = importers.Run(ctx, importers.Options{
			DB: pool, Actor: actor, File: os.Getenv(childFile), As: importers.Places, BatchRows: 100,
			Progress: func(p importers.Progress) { fmt.Println(p.Rows) },
		})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return true
}

func TestKilledInTheMiddleItLeavesWholeBatchesAndGoesOn(t *testing.T) {
	url, adminURL := pgtest.NewURL(t)
	pool := open(t, url, false)
	addClasses(t, pool)
	path := file(t, "places.csv", thousand(false))

	killAfter(t, url, path, "300")
	waitForServer(t, open(t, adminURL, true))
	left := count(t, pool, "place")
	if left < 300 || left%100 != 0 || left >= 1000 {
		t.Fatalf("%d places after the kill, want whole batches of 100, at least 3 and not all", left)
	}
	if n := count(t, pool, "import_run WHERE state = 'running'"); n != 1 {
		t.Errorf("%d runs are marked running, want the killed one", n)
	}

	report := run(t, pool, importers.Options{File: path, BatchRows: 100})
	wantSums(t, report, sums{Read: 1000, Accepted: 1000 - left, Unchanged: left})
	never := register(t)
	run(t, never, importers.Options{File: path, BatchRows: 100})
	if got, want := contents(t, pool), contents(t, never); got != want {
		t.Errorf("after kill and again the register holds %s, never killed it holds %s", got, want)
	}
}

func open(t *testing.T, url string, admin bool) *pgxpool.Pool {
	t.Helper()
	pool, err := pg.Open(t.Context(), url, pg.Options{AppName: "test", KeepRole: admin})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// killAfter starts this binary as an importer and ends it with SIGKILL when
// it has said that rows are in.
func killAfter(t *testing.T, url, path, rows string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0])
	command.Env = append(os.Environ(), childURL+"="+url, childFile+"="+path)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	for said := ""; said != rows; {
		if _, err := fmt.Fscanln(out, &said); err != nil {
			t.Fatalf("read from the importer: %v", err)
		}
	}
	if err := command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err == nil {
		t.Fatal("the importer ended before it was killed")
	}
}

// waitForServer returns when the server has noticed that its client is gone
// and ended its transaction: then the advisory lock of a load is free.
func waitForServer(t *testing.T, admin *pgxpool.Pool) {
	t.Helper()
	for {
		var backends int
		err := admin.QueryRow(t.Context(), `
			SELECT count(*) FROM pg_stat_activity
			WHERE application_name = 'import to be killed' AND datname = current_database()`).Scan(&backends)
		if err != nil {
			t.Fatal(err)
		}
		if backends == 0 {
			return
		}
	}
}

// contents is a digest of what a register says, its own ids and times apart.
func contents(t *testing.T, pool *pgxpool.Pool) string {
	t.Helper()
	rows, err := pool.Query(t.Context(), `
		SELECT count(*)::text || ' rows, ' || md5(string_agg(line, E'\n' ORDER BY line COLLATE "C"))
		FROM (
			SELECT concat_ws('|', s.source, s.key, encode(s.digest, 'hex'), v.class, ST_AsText(v.location), v.visibility,
				v.valid, upper_inf(v.recorded), n.kind, n.lang, n.text, n.reading) AS line
			FROM place_source s JOIN place_version v USING (place) JOIN name_version n USING (place)
		) AS lines`)
	if err != nil {
		t.Fatal(err)
	}
	text, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return text
}
