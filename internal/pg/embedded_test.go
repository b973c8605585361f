package pg_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"diming/internal/pg"
)

func newContext() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), 2*time.Minute)
}

// dataFolder is a folder for a cluster of its own; what root's clusters keep
// elsewhere is removed with it.
func dataFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	t.Cleanup(func() {
		base := clusterFolder(dir)
		if !strings.HasPrefix(base, "/var/lib/diming/") {
			return // below dir, and removed with it
		}
		for _, gone := range []string{base, filepath.Join("/run/diming", filepath.Base(base))} {
			if err := os.RemoveAll(gone); err != nil {
				t.Error(err)
			}
		}
	})
	return dir
}

// clusterFolder is where the cluster of dir is: where the note in it says, or
// inside.
func clusterFolder(dir string) string {
	note, err := os.ReadFile(filepath.Join(dir, "database-is-elsewhere.txt"))
	if err != nil {
		return filepath.Join(dir, "pg")
	}
	_, base, _ := strings.Cut(strings.TrimSpace(string(note)), " is in ")
	return base
}

func embed(t *testing.T, dir string) *pg.Cluster {
	t.Helper()
	c, err := pg.Embed(t.Context(), pg.EmbeddedOptions{DataDir: dir, Fsync: true})
	if err != nil {
		t.Fatalf("Embed: %v", err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return c
}

// serverPID asks the server for its first process.
func serverPID(t *testing.T, url string) int {
	t.Helper()
	var pid int
	query(t, url, &pid, `SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)::int`)
	return pid
}

func query(t *testing.T, url string, into any, sql string, args ...any) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	defer conn.Close(t.Context())
	if into == nil {
		if _, err := conn.Exec(t.Context(), sql, args...); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		return
	}
	if err := conn.QueryRow(t.Context(), sql, args...).Scan(into); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// runs does not count a process that is dead and only waits to be reaped.
func runs(pid int) bool {
	_, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(pid), "cwd"))
	return err == nil
}

// A holder is another process that has a cluster open.
type holder struct {
	cmd *exec.Cmd
	in  io.Closer
	out io.Reader
	url string
}

func holdElsewhere(t *testing.T, program, dir string, env []string, cred *syscall.Credential) *holder {
	t.Helper()
	cmd := exec.Command(program)
	cmd.Env = append(append(os.Environ(), env...), holdVariable+"="+dir)
	cmd.Dir = "/"
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: cred}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = cmd.Wait() }) // usually over already
	return &holder{cmd: cmd, in: in, out: out}
}

// ready waits until the other process has the cluster open.
func (h *holder) ready(t *testing.T) *holder {
	t.Helper()
	line, err := bufio.NewReader(h.out).ReadString('\n')
	if err != nil || strings.HasPrefix(line, "error:") {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	h.url = strings.TrimSpace(line)
	return h
}

func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func (h *holder) kill(t *testing.T) {
	t.Helper()
	if err := h.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = h.cmd.Wait() // it was killed
}

func (h *holder) leave(t *testing.T) {
	t.Helper()
	if err := h.in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := h.cmd.Wait(); err != nil {
		t.Errorf("the other process ended with %v", err)
	}
}

func killServer(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

func TestAClusterIsSharedAndTheLastOneStopsIt(t *testing.T) {
	t.Parallel()
	dir := dataFolder(t)
	here := embed(t, dir)
	pid := serverPID(t, here.AdminURL("postgres"))
	there := holdElsewhere(t, self(t), dir, nil, nil).ready(t)
	again := embed(t, dir)
	if got := serverPID(t, there.url); got != pid {
		t.Errorf("the other process uses server %d, want %d", got, pid)
	}
	if err := errors.Join(here.Close(), again.Close()); err != nil {
		t.Fatal(err)
	}
	if got := serverPID(t, there.url); got != pid {
		t.Errorf("after this process left, the server is %d, want %d", got, pid)
	}
	there.leave(t)
	if runs(pid) {
		t.Errorf("server %d runs after the last one left", pid)
	}
}

func TestAClusterSurvivesKills(t *testing.T) {
	t.Parallel()
	dir := dataFolder(t)
	h := holdElsewhere(t, self(t), dir, nil, nil).ready(t)
	query(t, h.url, nil, "CREATE TABLE kept AS SELECT 1 AS n")
	expectKept := func(t *testing.T, url string, n int) {
		t.Helper()
		var got int
		query(t, url, &got, "SELECT count(*) FROM kept")
		if got != n {
			t.Errorf("%d rows are left, want %d", got, n)
		}
		query(t, url, nil, "INSERT INTO kept VALUES (1)")
	}
	t.Run("of its holder: the next one takes the server over", func(t *testing.T) {
		pid := serverPID(t, h.url)
		h.kill(t)
		c := embed(t, dir)
		if got := serverPID(t, c.AdminURL("postgres")); got != pid {
			t.Errorf("the server is %d, want the orphan %d", got, pid)
		}
		expectKept(t, c.AdminURL("postgres"), 1)
	})
	t.Run("of both", func(t *testing.T) {
		h := holdElsewhere(t, self(t), dir, nil, nil).ready(t)
		pid := serverPID(t, h.url)
		h.kill(t)
		killServer(t, pid)
		expectKept(t, embed(t, dir).AdminURL("postgres"), 2)
	})
	t.Run("of the server under two holders", func(t *testing.T) {
		h := holdElsewhere(t, self(t), dir, nil, nil).ready(t)
		first := embed(t, dir)
		killServer(t, serverPID(t, h.url))
		if err := first.Revive(t.Context()); err != nil {
			t.Fatalf("Revive: %v", err)
		}
		pid := serverPID(t, h.url)
		expectKept(t, first.AdminURL("postgres"), 3)
		if err := first.Revive(t.Context()); err != nil {
			t.Fatalf("second Revive: %v", err)
		}
		if got := serverPID(t, h.url); got != pid {
			t.Errorf("Revive of a living server made %d of %d", got, pid)
		}
		killServer(t, pid)
		expectKept(t, embed(t, dir).AdminURL("postgres"), 4)
	})
	t.Run("of the server with a session that is busy", func(t *testing.T) {
		c := embed(t, dir)
		conn, err := pgx.Connect(t.Context(), c.AdminURL("postgres"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(t.Context())
		busy := make(chan error, 1)
		go func() {
			_, err := conn.Exec(context.Background(), "SELECT count(*) FROM generate_series(1, 1000000000) a, generate_series(1, 1000) b")
			busy <- err
		}()
		for running := 0; running == 0; {
			query(t, c.AdminURL("postgres"), &running, "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%1000000000%' AND pid <> pg_backend_pid()")
		}
		killServer(t, serverPID(t, c.AdminURL("postgres")))
		if err := c.Revive(t.Context()); err != nil {
			t.Fatalf("Revive: %v", err)
		}
		if err := <-busy; err == nil {
			t.Error("the session of the killed server finished, want an error")
		}
		expectKept(t, c.AdminURL("postgres"), 5)
	})
	t.Run("and its process number taken by another program", func(t *testing.T) {
		c := embed(t, dir)
		var data string
		query(t, c.AdminURL("postgres"), &data, "SHOW data_directory")
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		stale := strconv.Itoa(os.Getpid()) + "\n" + data + "\n0\n5432\n/nowhere\n"
		if err := os.WriteFile(filepath.Join(data, "postmaster.pid"), []byte(stale), 0o644); err != nil {
			t.Fatal(err)
		}
		expectKept(t, embed(t, dir).AdminURL("postgres"), 6)
	})
	t.Run("with its socket removed", func(t *testing.T) {
		h := holdElsewhere(t, self(t), dir, nil, nil).ready(t)
		var socket string
		query(t, h.url, &socket, "SHOW unix_socket_directories")
		h.kill(t)
		if err := os.Remove(filepath.Join(socket, ".s.PGSQL.5432")); err != nil {
			t.Fatal(err)
		}
		expectKept(t, embed(t, dir).AdminURL("postgres"), 7)
	})
}

func TestAClusterKilledWhileItIsMadeIsMadeAgain(t *testing.T) {
	t.Parallel()
	dir := dataFolder(t)
	h := holdElsewhere(t, self(t), dir, nil, nil)
	for {
		if _, err := os.Stat(filepath.Join(clusterFolder(dir), "data.new", "PG_VERSION")); err == nil {
			break
		}
	}
	h.kill(t)
	if _, err := os.Stat(filepath.Join(clusterFolder(dir), "data")); err == nil {
		t.Fatal("the cluster was complete before the kill")
	}
	c := embed(t, dir)
	query(t, c.AdminURL("postgres"), nil, "CREATE TABLE whole ()")
}

func TestDestroyDeletesAClusterThatNobodyElseUses(t *testing.T) {
	t.Parallel()
	dir := dataFolder(t)
	c, other := embed(t, dir), embed(t, dir)
	base := clusterFolder(dir)
	if err := c.Destroy(); err == nil || !strings.Contains(err.Error(), "another process uses it") {
		t.Errorf("Destroy with another user = %v, want a refusal", err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if err := c.Destroy(); err != nil {
		t.Errorf("Destroy = %v, want nil", err)
	}
	if _, err := os.Stat(base); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("after Destroy, %s: %v, want it gone", base, err)
	}
}

func TestManyOpenAndMigrateANewClusterAtOnce(t *testing.T) {
	t.Parallel()
	dir := dataFolder(t)
	clusters := make([]*pg.Cluster, 4)
	var group errgroup.Group
	for i := range clusters {
		group.Go(func() (err error) {
			clusters[i], err = pg.Embed(t.Context(), pg.EmbeddedOptions{DataDir: dir})
			if err != nil {
				return err
			}
			name := []string{"east", "west"}[i%2]
			return errors.Join(clusters[i].CreateDatabase(t.Context(), name),
				pg.Migrate(t.Context(), clusters[i].AdminURL(name)))
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatalf("four at once: %v", err)
	}
	pid := serverPID(t, clusters[0].AdminURL("postgres"))
	pool, err := pg.Open(t.Context(), clusters[3].URL("west"), pg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if v, err := pg.Version(t.Context(), pool); err != nil || v != pg.Latest() {
		t.Errorf("Version() = %d, %v, want %d", v, err, pg.Latest())
	}
	pool.Close()
	if _, err := pg.Embed(t.Context(), pg.EmbeddedOptions{DataDir: dir, Fsync: true}); err == nil || !strings.Contains(err.Error(), "without fsync") {
		t.Errorf("Embed with fsync on a server without = %v, want a refusal", err)
	}
	for _, c := range clusters {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	if runs(pid) {
		t.Errorf("server %d runs after the last one left", pid)
	}
}

func TestAnOrdinaryUserRunsACluster(t *testing.T) {
	t.Parallel()
	parent, err := os.MkdirTemp("", "diming-user-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(parent) })
	dir := filepath.Join(parent, "data")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	program, cred := self(t), (*syscall.Credential)(nil)
	if os.Geteuid() == 0 {
		program, cred = programFor(t, parent, "nobody")
		if err := os.Chown(dir, int(cred.Uid), int(cred.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	h := holdElsewhere(t, program, dir, []string{"HOME=/nonexistent"}, cred).ready(t)
	var data, socket string
	query(t, h.url, &data, "SHOW data_directory")
	query(t, h.url, &socket, "SHOW unix_socket_directories")
	if want := filepath.Join(dir, "pg", "data"); data != want {
		t.Errorf("the cluster is in %s, want %s", data, want)
	}
	if info, err := os.Stat(socket); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the socket's folder is %v, %v, want mode 0700", info, err)
	}
	pid := serverPID(t, h.url)
	h.leave(t)
	if runs(pid) {
		t.Errorf("server %d runs after its only holder left", pid)
	}
	_ = os.RemoveAll(socket)
}

// programFor copies this test's program to where user name can start it.
func programFor(t *testing.T, parent, name string) (string, *syscall.Credential) {
	t.Helper()
	u, err := user.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	if err := errors.Join(err1, err2, os.Chmod(parent, 0o755)); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(self(t))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(parent, "program")
	if err := os.WriteFile(path, text, 0o755); err != nil {
		t.Fatal(err)
	}
	return path, &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func TestEmbedRefusesARelativeFolder(t *testing.T) {
	if _, err := pg.Embed(t.Context(), pg.EmbeddedOptions{DataDir: "data"}); err == nil {
		t.Error("Embed(data) = nil, want an error")
	}
}

func TestEmbedSaysWhatToInstall(t *testing.T) {
	t.Setenv("DIMING_PG_BIN", t.TempDir())
	_, err := pg.Embed(t.Context(), pg.EmbeddedOptions{DataDir: dataFolder(t)})
	var missing *pg.MissingError
	if !errors.As(err, &missing) || !strings.Contains(err.Error(), "DIMING_PG_BIN") {
		t.Errorf("Embed without PostgreSQL = %v, want a *MissingError with a remedy", err)
	}
}
