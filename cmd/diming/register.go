package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/signs"
)

// database is the name of the embedded database.
const database = "diming"

// A register is the opened database with its stores.
type register struct {
	cluster  *pg.Cluster // nil where the database is not ours
	pool     *pgxpool.Pool
	places   *gazetteer.Store
	signs    *signs.Store
	accounts *account.Store
	adminURL string
}

// open opens the register that the flags name, running or attaching to the
// embedded database where none is named, and migrates it.
func (g *Globals) open(ctx context.Context) (*register, error) {
	r, err := g.connect(ctx)
	if err != nil {
		return nil, err
	}
	if err := r.prepare(ctx); err != nil {
		return nil, errors.Join(err, r.close())
	}
	return r, nil
}

// connect opens the embedded database, or makes a pool for the one named
// without reaching for it yet.
func (g *Globals) connect(ctx context.Context) (*register, error) {
	r := &register{adminURL: g.DatabaseURL}
	url := g.DatabaseURL
	if g.DirectURL != "" {
		r.adminURL = g.DirectURL
	}
	if url == "" {
		cluster, err := g.embed(ctx, true)
		if err != nil {
			return nil, err
		}
		r.cluster = cluster
		if err := cluster.CreateDatabase(ctx, database); err != nil {
			return nil, errors.Join(err, cluster.Close())
		}
		url, r.adminURL = cluster.URL(database), cluster.AdminURL(database)
	}
	pool, err := pg.Open(ctx, url, pg.Options{})
	if err != nil {
		return nil, errors.Join(err, r.closeCluster())
	}
	r.pool = pool
	r.places = &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	r.signs = &signs.Store{DB: pool}
	r.accounts = &account.Store{DB: pool, Hasher: account.NewHasher(max(1, runtime.NumCPU()/2)),
		Policy: (&policyReader{boundaries: r.places.Boundaries}).Policy}
	return r, nil
}

func (g *Globals) embed(ctx context.Context, fsync bool) (*pg.Cluster, error) {
	dir, err := filepath.Abs(g.Data)
	if err != nil {
		return nil, err
	}
	return pg.Embed(ctx, pg.EmbeddedOptions{DataDir: dir, Fsync: fsync, Log: g.log()})
}

// prepare migrates the database and refuses one that will not do.
func (r *register) prepare(ctx context.Context) error {
	if err := pg.Migrate(ctx, r.adminURL); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	r.pool.Reset() // a connection from before the migration may not know the geometry types
	return pg.Check(ctx, r.pool)
}

func (r *register) closeCluster() error {
	if r.cluster == nil {
		return nil
	}
	return r.cluster.Close()
}

func (r *register) close() error {
	r.pool.Close()
	return r.closeCluster()
}

// errNoRegister says that a command was given a folder that holds no register.
var errNoRegister = errors.New("no register here")

// within opens a register that exists: a command that only asks or backs up
// must not make an empty one in a wrong folder and report that all is well.
func (g *Globals) within(ctx context.Context, do func(*register) error) error {
	if g.DatabaseURL == "" {
		if _, err := os.Stat(g.Data); err != nil {
			return fmt.Errorf("%s: %w", g.Data, errNoRegister)
		}
	}
	return g.with(ctx, do)
}

// with opens the register for one command, making it where there is none, and
// seals what it did.
func (g *Globals) with(ctx context.Context, do func(*register) error) error {
	r, err := g.open(ctx)
	if err != nil {
		return err
	}
	err = do(r)
	if err == nil {
		err = ledger.SealAll(ctx, r.pool)
	}
	return errors.Join(err, r.close())
}

// guardCheckout refuses to keep a real county's data inside a git checkout,
// where it would sooner or later be committed or deleted.
func (g *Globals) guardCheckout(ctx context.Context, r *register) error {
	if r.cluster == nil {
		return nil
	}
	dir, err := filepath.Abs(g.Data)
	if err != nil || !insideCheckout(dir) {
		return err
	}
	demo, err := r.places.Boundaries.IsDemo(ctx)
	if err != nil || demo {
		return err
	}
	empty, err := r.places.Boundaries.IsEmpty(ctx)
	if err != nil || empty {
		return err
	}
	return fmt.Errorf("数据目录 %s 在代码仓库内，而登记不是示例数据：请用 DIMING_DATA 指到仓库外的目录 / "+
		"the data folder lies inside a git checkout and the register is not the demo: point DIMING_DATA outside it", dir)
}

func insideCheckout(dir string) bool {
	for {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return true
		}
		up := filepath.Dir(dir)
		if up == dir {
			return false
		}
		dir = up
	}
}
