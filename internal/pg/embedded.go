package pg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// socketFile is the name that PostgreSQL gives its socket for port 5432.
const socketFile = ".s.PGSQL.5432"

// EmbeddedOptions say which cluster [Embed] opens.
type EmbeddedOptions struct {
	DataDir string       // absolute; made if absent
	Fsync   bool         // false only for data that may be lost with the machine, as in tests
	Log     *slog.Logger // nil: silent
}

// A Cluster is a private PostgreSQL with PostGIS that this process and others
// share. It listens on a Unix socket only, in a folder that nobody else can
// enter. It is safe for use by several goroutines.
//
// Every process that has it open holds a shared lock on a file; starting and
// stopping happen under a second, exclusive one. The system drops both with the
// process, so a killed holder leaves a server that the next one takes over, or
// a dead one that it starts again.
type Cluster struct {
	place
	programs installation
	fsync    bool
	log      *slog.Logger

	mu      sync.Mutex
	control *fileLock // start and stop
	users   *fileLock // held shared while open
	dir     string    // folder of the running server's socket
	closed  bool
}

// Embed opens the cluster of o.DataDir: it makes it, starts it or attaches to
// it, as needed. A missing program is a [*MissingError].
func Embed(ctx context.Context, o EmbeddedOptions) (*Cluster, error) {
	c, err := prepare(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("open embedded database: %w", err)
	}
	if err := c.join(ctx); err != nil {
		return nil, fmt.Errorf("open embedded database in %s: %w", c.base, errors.Join(err, c.control.close(), c.users.close()))
	}
	return c, nil
}

// prepare finds the folders, the programs and the lock files.
func prepare(ctx context.Context, o EmbeddedOptions) (*Cluster, error) {
	if !filepath.IsAbs(o.DataDir) {
		return nil, fmt.Errorf("data folder %q is not an absolute path", o.DataDir)
	}
	if err := os.MkdirAll(o.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	dataDir, err := filepath.EvalSymlinks(o.DataDir)
	if err != nil {
		return nil, fmt.Errorf("find data folder: %w", err)
	}
	c := &Cluster{fsync: o.Fsync, log: o.Log}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.place, err = placeFor(dataDir); err != nil {
		return nil, err
	}
	if c.base, err = filepath.EvalSymlinks(c.base); err != nil {
		return nil, fmt.Errorf("find cluster folder: %w", err)
	}
	if c.control, err = openLock(filepath.Join(c.base, "control.lock")); err != nil {
		return nil, err
	}
	if c.users, err = openLock(filepath.Join(c.base, "users.lock")); err != nil {
		return nil, errors.Join(err, c.control.close())
	}
	return c, nil
}

// join makes this process one of the cluster's users and the cluster run.
func (c *Cluster) join(ctx context.Context) error {
	if err := c.control.take(ctx, syscall.LOCK_EX); err != nil {
		return err
	}
	defer c.release()
	alone, err := c.users.try(syscall.LOCK_EX)
	if err != nil {
		return err
	}
	if err := c.up(ctx, alone); err != nil {
		return err
	}
	// A lock taken alone becomes a shared one; nobody can come between, as
	// every change of it happens under the control lock.
	return c.users.take(ctx, syscall.LOCK_SH)
}

// release gives the control lock up; the file stays open for the next time.
func (c *Cluster) release() {
	_ = syscall.Flock(int(c.control.file.Fd()), syscall.LOCK_UN) // fails only on a closed file
}

// Revive starts the server again if it has died, and does nothing otherwise.
func (c *Cluster) Revive(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return errors.New("revive embedded database: it is closed")
	}
	if err := c.control.take(ctx, syscall.LOCK_EX); err != nil {
		return fmt.Errorf("revive embedded database: %w", err)
	}
	defer c.release()
	if err := c.up(ctx, false); err != nil {
		return fmt.Errorf("revive embedded database: %w", err)
	}
	return nil
}

// Close leaves the cluster. The last to leave stops the server. It may be
// called more than once.
func (c *Cluster) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil
	}
	c.closed = true
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	if err := c.leave(ctx); err != nil {
		return fmt.Errorf("close embedded database in %s: %w", c.base, err)
	}
	return nil
}

func (c *Cluster) leave(ctx context.Context) error {
	defer c.users.close()
	defer c.control.close()
	if err := c.control.take(ctx, syscall.LOCK_EX); err != nil {
		return err
	}
	last, err := c.users.try(syscall.LOCK_EX)
	if err != nil || !last {
		return err
	}
	return c.stop(ctx)
}

// Destroy closes the cluster, if nobody else has it open, and deletes it with
// everything in it.
func (c *Cluster) Destroy() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return errors.New("destroy embedded database: it is closed")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	if err := c.destroy(ctx); err != nil {
		return fmt.Errorf("destroy embedded database in %s: %w", c.base, err)
	}
	c.closed = true
	return nil
}

func (c *Cluster) destroy(ctx context.Context) error {
	if err := c.control.take(ctx, syscall.LOCK_EX); err != nil {
		return err
	}
	defer c.release()
	alone, err := c.users.try(syscall.LOCK_EX)
	if err != nil {
		return err
	}
	if !alone {
		return errors.New("another process uses it")
	}
	if err := c.stop(ctx); err != nil {
		return err
	}
	for _, dir := range []string{c.data(), c.base, c.socket, c.dir} {
		if err := os.RemoveAll(dir); err != nil {
			return fmt.Errorf("delete cluster: %w", err)
		}
	}
	return errors.Join(c.users.close(), c.control.close())
}

// URL is the address of a database for the login role [LoginRole], which is
// not a superuser.
func (c *Cluster) URL(database string) string { return c.url(LoginRole, database) }

// AdminURL is the address of a database for the superuser. Migrations, backup
// and restore use it, nothing else.
func (c *Cluster) AdminURL(database string) string { return c.url("postgres", database) }

func (c *Cluster) url(role, database string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.address(role, database)
}

func (c *Cluster) address(role, database string) string {
	u := url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + database}
	u.RawQuery = url.Values{"host": {c.dir}, "port": {"5432"}}.Encode()
	return u.String()
}

// Bin is the path of one of PostgreSQL's programs, such as pg_dump, in the
// server's own version.
func (c *Cluster) Bin(name string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.programs.bin(name)
}

// CreateDatabase makes a database in UTF-8 with the locale that trigrams of
// Chinese need, if there is none of that name.
func (c *Cluster) CreateDatabase(ctx context.Context, name string) error {
	conn, err := pgx.Connect(ctx, c.AdminURL("postgres"))
	if err != nil {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()+
		" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
	if err != nil && !isCode(err, "42P04", "23505") { // there already, or made by another just now
		return fmt.Errorf("create database %s: %w", name, err)
	}
	return nil
}

// dataMajor reads which major version wrote the data folder, 0 if there is none.
func (c *Cluster) dataMajor() (int, error) {
	text, err := os.ReadFile(filepath.Join(c.data(), "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read version of the data folder: %w", err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0, fmt.Errorf("read version of the data folder: %w", err)
	}
	return major, nil
}
