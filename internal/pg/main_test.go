package pg_test

import (
	"fmt"
	"io"
	"os"
	"testing"

	"diming/internal/pg"
	"diming/internal/pg/pgtest"
)

// holdVariable makes the test binary a process that holds the cluster of the
// named folder until its input ends.
const holdVariable = "DIMING_PG_TEST_HOLD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(holdVariable); dir != "" {
		os.Exit(hold(dir))
	}
	os.Exit(pgtest.Main(m))
}

func hold(dir string) int {
	ctx, stop := newContext()
	defer stop()
	c, err := pg.Embed(ctx, pg.EmbeddedOptions{DataDir: dir, Fsync: os.Getenv("DIMING_PG_TEST_FSYNC") != "off"})
	if err != nil {
		fmt.Println("error:", err)
		return 1
	}
	fmt.Println(c.AdminURL("postgres"))
	// An error ends the hold as the end of the input does.
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := c.Close(); err != nil {
		fmt.Println("error:", err)
		return 1
	}
	return 0
}
