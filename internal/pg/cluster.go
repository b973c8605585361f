package pg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

var (
	errGone = errors.New("the server has ended")
	errDeaf = errors.New("the server runs but cannot be reached at its socket")
)

// up makes the cluster run. The caller holds the control lock; alone says that
// no other process uses the cluster.
func (c *Cluster) up(ctx context.Context, alone bool) error {
	major, err := c.dataMajor()
	if err != nil {
		return err
	}
	if c.programs, err = findInstallation(ctx, major); err != nil {
		return err
	}
	if major == 0 {
		if err := c.create(ctx); err != nil {
			return err
		}
	}
	pid, dir := postmaster(c.data())
	if pid == 0 {
		return c.start(ctx)
	}
	c.dir = dir
	err = c.attach(ctx, pid)
	switch {
	case errors.Is(err, errGone):
		return c.start(ctx)
	case err != nil && alone:
		c.log.Warn("restarting the embedded database", "reason", err)
		if err := c.stop(ctx); err != nil {
			return err
		}
		return c.start(ctx)
	}
	return err
}

// create makes the data folder beside its place and renames it when complete.
func (c *Cluster) create(ctx context.Context) error {
	half := filepath.Join(c.base, "data.new")
	if err := sweep(ctx, half); err != nil {
		return err
	}
	if err := os.RemoveAll(half); err != nil {
		return fmt.Errorf("remove half-made cluster: %w", err)
	}
	if err := os.Mkdir(half, 0o700); err != nil {
		return fmt.Errorf("make cluster: %w", err)
	}
	if err := c.give(half); err != nil {
		return err
	}
	c.log.Info("making the embedded database", "folder", c.base)
	if err := c.initdb(ctx, half); err != nil {
		return err
	}
	if err := appendInclude(filepath.Join(half, "postgresql.conf")); err != nil {
		return err
	}
	if err := os.Rename(half, c.data()); err != nil {
		return fmt.Errorf("put cluster in its place: %w", err)
	}
	return syncFolder(c.base)
}

func (c *Cluster) initdb(ctx context.Context, dir string) error {
	args := []string{
		"--pgdata=" + dir, "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8",
		"--auth-local=trust", "--auth-host=reject", "--data-checksums", "--no-instructions",
	}
	if !c.fsync {
		args = append(args, "--no-sync")
	}
	cmd := exec.CommandContext(ctx, c.programs.bin("initdb"), args...)
	c.isolate(cmd, dir)
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("make cluster with initdb: %w: %s", err, bytes.TrimSpace(out.Bytes()))
	}
	return nil
}

// isolate gives cmd the cluster's user, a small environment and a process group
// of its own, so that Ctrl-C in the terminal reaches us first.
func (c *Cluster) isolate(cmd *exec.Cmd, dir string) {
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: c.cred}
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
	for _, name := range []string{"LD_LIBRARY_PATH", "PROJ_DATA", "PROJ_LIB", "GDAL_DATA"} {
		if value, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
}

// start runs the server and waits until it answers.
func (c *Cluster) start(ctx context.Context) error {
	if err := c.clear(ctx); err != nil {
		return err
	}
	if err := c.writeSettings(); err != nil {
		return err
	}
	log, err := c.openLog()
	if err != nil {
		return err
	}
	defer log.Close()
	from, err := log.Seek(0, 2)
	if err != nil {
		return fmt.Errorf("open server log: %w", err)
	}
	c.dir = c.socket
	// Not CommandContext: the server outlives the start's deadline.
	cmd := exec.Command(c.programs.bin("postgres"), "-D", c.data(),
		"-c", "listen_addresses=", "-c", "port=5432", "-c", "unix_socket_directories="+c.socket)
	c.isolate(cmd, c.data())
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start the server: %w", err)
	}
	exited := make(chan struct{})
	go func() {
		// How it ended is in its log; what counts here is that it did.
		_ = cmd.Wait()
		close(exited)
	}()
	err = c.ready(ctx, time.Minute, func() bool { return closedNow(exited) })
	if errors.Is(err, errGone) {
		return fmt.Errorf("start the server: %w; its log says: %s", err, c.logSince(from))
	}
	if err != nil {
		return errors.Join(err, c.stop(context.WithoutCancel(ctx)))
	}
	c.log.Info("embedded database started", "pid", cmd.Process.Pid, "folder", c.base)
	return c.makeLogin(ctx)
}

// clear removes what a killed server left: processes that hold its memory, and
// lock files whose number belongs to another program by now, or to a dead
// process that nobody has reaped; they would make the server believe that it
// runs twice. The caller knows that no server runs.
func (c *Cluster) clear(ctx context.Context) error {
	if err := sweep(ctx, c.data()); err != nil {
		return err
	}
	stale := []string{filepath.Join(c.socket, socketFile), filepath.Join(c.socket, socketFile+".lock")}
	if pid, _ := postmasterFile(c.data()); pid != 0 && alive(pid) {
		stale = append(stale, filepath.Join(c.data(), "postmaster.pid"))
	}
	for _, path := range stale {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove what a killed server left: %w", err)
		}
	}
	return nil
}

// attach waits for a server that already runs.
func (c *Cluster) attach(ctx context.Context, pid int) error {
	if err := c.ready(ctx, 3*time.Second, func() bool { return !worksIn(pid, c.data()) }); err != nil {
		return err
	}
	if err := c.checkDurable(ctx); err != nil {
		return err
	}
	return c.makeLogin(ctx)
}

// ready waits until the server accepts connections, through a recovery if it
// needs one. It gives errGone when gone says so, and errDeaf when nothing
// answers at the socket for as long as patience.
func (c *Cluster) ready(ctx context.Context, patience time.Duration, gone func() bool) error {
	deaf := time.Now().Add(patience)
	for {
		over := gone() // asked before, so that the answer is not older than the try
		err := c.ping(ctx)
		switch {
		case err == nil:
			return nil
		case over:
			return errGone
		case isCode(err, "57P03"): // starting, recovering or stopping
			deaf = time.Now().Add(patience)
		case isCode(err): // it answers, but does not let us in
			return fmt.Errorf("connect to the server: %w", err)
		case time.Now().After(deaf):
			return errors.Join(errDeaf, err)
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return fmt.Errorf("wait for the server: %w", err)
		}
	}
}

func (c *Cluster) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.address("postgres", "postgres"))
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

// checkDurable refuses a running server that may lose what was committed when
// the caller relies on it.
func (c *Cluster) checkDurable(ctx context.Context) error {
	if !c.fsync {
		return nil
	}
	conn, err := pgx.Connect(ctx, c.address("postgres", "postgres"))
	if err != nil {
		return fmt.Errorf("ask the server for fsync: %w", err)
	}
	defer conn.Close(ctx)
	var fsync string
	if err := conn.QueryRow(ctx, "SHOW fsync").Scan(&fsync); err != nil {
		return fmt.Errorf("ask the server for fsync: %w", err)
	}
	if fsync != "on" {
		return errors.New("the server was started without fsync by another process: end that one first")
	}
	return nil
}

// makeLogin makes the login role if it is missing.
func (c *Cluster) makeLogin(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, c.address("postgres", "postgres"))
	if err != nil {
		return fmt.Errorf("make role %s: %w", LoginRole, err)
	}
	defer conn.Close(ctx)
	return makeRole(ctx, conn, LoginRole, "LOGIN")
}

// stop ends the server: its sessions are cut off, what they committed stays.
func (c *Cluster) stop(ctx context.Context) error {
	pid, _ := postmaster(c.data())
	if pid == 0 {
		return nil
	}
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT} {
		if err := syscall.Kill(pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("stop the server: %w", err)
		}
		if c.waitEnd(ctx, pid, time.Minute) {
			c.log.Info("embedded database stopped", "pid", pid)
			return nil
		}
	}
	return fmt.Errorf("stop the server: process %d does not end", pid)
}

func (c *Cluster) waitEnd(ctx context.Context, pid int, limit time.Duration) bool {
	for end := time.Now().Add(limit); time.Now().Before(end); {
		if !worksIn(pid, c.data()) {
			return true
		}
		if pause(ctx, 10*time.Millisecond) != nil {
			return false
		}
	}
	return false
}

func closedNow(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// isCode reports whether err is an answer of PostgreSQL with one of the codes,
// or, without codes, any answer of PostgreSQL.
func isCode(err error, codes ...string) bool {
	var answer *pgconn.PgError
	if !errors.As(err, &answer) {
		return false
	}
	for _, code := range codes {
		if answer.Code == code {
			return true
		}
	}
	return len(codes) == 0
}
