package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"diming/api"
	"diming/demo"
	"diming/gazetteer"
	"diming/gazetteer/quality"
	"diming/internal/account"
	"diming/internal/blob"
	"diming/internal/desk"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/tiles"
	"diming/web"
)

type serveCmd struct {
	Listen         string        `default:"localhost:8080" env:"DIMING_LISTEN" help:"Address to listen on; :8080 opens it to the network."`
	PublicURL      string        `name:"public-url" env:"DIMING_PUBLIC_URL" help:"Origin in codes and links; http:// and the listening address if absent."`
	Demo           bool          `help:"Load the demo county if the register is empty."`
	ImportMaxMB    int64         `name:"import-max-mb" env:"DIMING_IMPORT_MAX_MB" default:"1024" help:"Largest file that the import page takes, in MB."`
	ImportKeepDays int           `name:"import-keep-days" env:"DIMING_IMPORT_KEEP_DAYS" default:"30" help:"How many days files that were brought stay in the data folder."`
	Drain          time.Duration `env:"DIMING_DRAIN" help:"How long /readyz says that the server is stopping before it takes no more requests."`

	TilesFrom string `name:"tiles-from" env:"DIMING_TILES_FROM" type:"path" help:"Begin with the tiles of this file, which diming tiles pack wrote of the whole register: those that nothing has changed since need not be made."`
	Packs     string `env:"DIMING_PACKS" type:"path" help:"Folder of the packs of tiles and their deltas that are offered under /packs; packs in the data folder if absent."`

	MetricsListen string `name:"metrics-listen" env:"DIMING_METRICS_LISTEN" help:"Also answer Prometheus here under /metrics, such as 127.0.0.1:9464; off if absent."`
	LogAddresses  string `name:"log-addresses" env:"DIMING_LOG_ADDRESSES" enum:"none,network,whole" default:"network" help:"How much of clients' addresses the log holds: none, network (the first 24 or 48 bits) or whole."`

	httpsFlags `embed:""`
	oidcFlags  `embed:""`

	running sync.WaitGroup // what goes on in the background
}

func (*serveCmd) Help() string {
	return "Example: diming serve --listen localhost:8080 --demo"
}

// tileCache is how many bytes of tiles a server keeps in memory.
const tileCache = 128 << 20

// Run serves until it is told to stop. A database that cannot be reached is
// tried again while the server answers what it can; one that will not do is
// refused at once.
func (c *serveCmd) Run(ctx context.Context, g *Globals) error {
	log := g.log()
	listener, err := listen(c.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	public, err := c.origin(listener.Addr())
	if err != nil {
		return err
	}
	keys, err := c.keyring(g, public, log)
	if err != nil {
		return err
	}
	proxies, err := c.proxies()
	if err != nil {
		return err
	}
	log.Info("listening", "address", listener.Addr().String())
	r, err := g.connect(ctx)
	if err != nil {
		return err
	}
	r.accounts.Provider = c.provider(public)
	if r.accounts.Keys, err = account.NewAuthority(public); err != nil {
		return errors.Join(err, r.close())
	}
	finder := gazetteer.NewFinder(r.places)
	s := &api.Server{DB: r.pool, Boundaries: r.places.Boundaries, Places: r.places, Finder: finder, Signs: r.signs, Accounts: r.accounts, Desk: &desk.Store{DB: r.pool}, Cases: r.cases(), Imports: c.imports(g, r), Documents: blob.Store{Dir: filepath.Join(g.Data, blobDir)}, ImageryDir: filepath.Join(g.Data, "imagery"), PackDir: cmp.Or(c.Packs, filepath.Join(g.Data, "packs")), Redivisions: r.redivisions(),
		Tiles: tiles.New(r.pool, tileCache), PublicURL: public, PublicClient: g.publicClient(), Proxies: proxies,
		Web: web.Files(), Log: log, LogAddresses: api.LogAddresses(c.LogAddresses),
		DiskFree: func() (int64, error) { return diskFree(g.Data) }}
	doors, err := c.doors(listener, s, keys, r.pool)
	if err != nil {
		return errors.Join(err, r.close())
	}

	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	keys.keep(ctx)
	recall(g.Data, s, log)
	c.running.Go(func() { s.Behind.Run(ctx, g.Data, log) })
	c.running.Go(func() { stop(c.bringUp(ctx, g, r, s, log)) })
	err = keepOpen(ctx, doors, s.Drain, c.Drain)
	stop(nil)
	c.running.Wait() // jobs put themselves back before the database is left
	err = errors.Join(err, r.close())
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return errors.Join(cause, err)
	}
	return err
}

// doors are the ways in: the server's own, and plain HTTP that leads there.
func (c *serveCmd) doors(listener net.Listener, s *api.Server, keys *keyring, pool *pgxpool.Pool) ([]door, error) {
	plain, err := c.also(s.Log, "plain", c.RedirectListen)
	if err != nil {
		return nil, err
	}
	measured, err := c.also(s.Log, "metrics", c.MetricsListen)
	if err != nil {
		return nil, err
	}
	var numbers http.Handler
	if measured != nil {
		numbers = newMetrics(s, pool)
	}
	if keys != nil && keys.authority != nil {
		s.DevAuthority = &api.DevAuthority{Certificate: keys.authority, Page: devPage(s.PublicURL, plain)}
	}
	handler := s.Handler()
	all := []door{{listener, api.HTTPServer(handler)}}
	if keys != nil {
		all[0].server.TLSConfig = keys.config
	}
	if plain != nil {
		all = append(all, door{plain, api.HTTPServer(redirect(s.PublicURL, keys, handler))})
	}
	if measured != nil {
		all = append(all, door{measured, api.HTTPServer(numbers)})
	}
	return all, nil
}

// also opens another address, if one is given.
func (c *serveCmd) also(log *slog.Logger, what, address string) (net.Listener, error) {
	if address == "" {
		return nil, nil
	}
	l, err := listen(address)
	if err == nil {
		log.Info("also listening", what, l.Addr().String())
	}
	return l, err
}

// devPage is where a phone that does not trust our certificate yet finds how
// to: over plain HTTP, if that is spoken.
func devPage(public *url.URL, plain net.Listener) string {
	if plain == nil {
		return public.JoinPath("dev-ca").String()
	}
	_, port, _ := net.SplitHostPort(plain.Addr().String()) // a TCP listener has a port
	return "http://" + net.JoinHostPort(public.Hostname(), port) + "/dev-ca"
}

// origin is the public URL: as given, or where the server listens.
func (c *serveCmd) origin(at net.Addr) (*url.URL, error) {
	text := c.PublicURL
	if text == "" {
		host, _, err := net.SplitHostPort(c.Listen)
		if err != nil {
			return nil, err
		}
		if host == "" || host == "0.0.0.0" || host == "::" {
			host = "localhost"
		}
		_, port, err := net.SplitHostPort(at.String())
		if err != nil {
			return nil, err
		}
		text = "http://" + net.JoinHostPort(host, port)
		if c.on() {
			text = "https://" + net.JoinHostPort(host, port)
		}
	}
	return publicOrigin(text)
}

// publicOrigin reads an origin: scheme, host and port, nothing else.
func publicOrigin(text string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSuffix(text, "/"))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Path != "" {
		return nil, fmt.Errorf("公开网址 %q 不对，写法如 https://diming.example.cn / the public URL must be an origin such as https://diming.example.cn", text)
	}
	return u, nil
}

// bringUp prepares the register, trying again for as long as it cannot be
// reached, then keeps everything that follows it running until ctx ends.
func (c *serveCmd) bringUp(ctx context.Context, g *Globals, r *register, s *api.Server, log *slog.Logger) error {
	told := false
	snapshot := filepath.Join(g.Data, "snapshot.gob")
	for {
		err := c.start(ctx, g, r, s)
		if err == nil {
			break
		}
		if !pg.Unreachable(err) || ctx.Err() != nil {
			return err
		}
		if !told {
			log.Warn("the register cannot be reached; answering what can be answered, and trying again", "error", err)
			told = true
			c.fallBack(snapshot, s, log)
		}
		r.revive(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(time.Second):
		}
	}
	c.announce(s)
	keepSnapshot(ctx, snapshot, s, log)
	go g.sweepLogs(ctx, r.places.Boundaries)
	r.watch(ctx, log)
	return nil
}

// recall has the pages behind codes answered from their last copy until the
// register has been read.
func recall(dir string, s *api.Server, log *slog.Logger) {
	err := s.Behind.Restore(dir, s.Behind.MayDemo)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		log.Warn("the last copy of what is behind the codes is not served", "error", err)
	default:
		now := s.Behind.Now()
		s.SetDemo(now.Demo)
		log.Info("pages behind codes are answered from their last copy", "from", now.At)
	}
}

// fallBack answers from the last snapshot until the register can be reached.
func (c *serveCmd) fallBack(file string, s *api.Server, log *slog.Logger) {
	look := s.Finder
	if !api.IsLocal(s.PublicURL.Hostname()) {
		look = gazetteer.NewFinder(s.Places) // demo data must not even come into the index
	}
	demo, err := look.Restore(file)
	if err == nil && !demo && look != s.Finder {
		demo, err = s.Finder.Restore(file)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return
	case err != nil:
		log.Warn("the last snapshot cannot be used", "error", err)
	case demo && look != s.Finder:
		log.Warn("the last snapshot is of demo data, which is not served under a public URL")
	default:
		s.SetDemo(demo)
		log.Info("answering from the last snapshot", "from", s.Finder.SnapshotTime())
	}
}

// snapshotEvery is how old a snapshot may be while the register changes.
const snapshotEvery = 10 * time.Minute

// keepSnapshot saves what can be answered, now and whenever it has changed.
func keepSnapshot(ctx context.Context, file string, s *api.Server, log *slog.Logger) {
	saved := int64(-1)
	save := func() {
		if seq := s.Finder.Seq(); seq != saved {
			if err := s.Finder.Save(file, s.IsDemo()); err != nil {
				log.Warn("the snapshot could not be saved", "error", err)
				return
			}
			saved = seq
		}
	}
	go func() {
		for ctx.Err() == nil {
			save()
			select {
			case <-ctx.Done():
			case <-time.After(snapshotEvery):
			}
		}
	}()
}

// start makes the register answer.
func (c *serveCmd) start(ctx context.Context, g *Globals, r *register, s *api.Server) error {
	if err := r.prepare(ctx); err != nil {
		return err
	}
	empty, err := r.places.Boundaries.IsEmpty(ctx)
	if err != nil {
		return err
	}
	if empty && c.Demo {
		d := demo.Demo{Places: r.places, Signs: r.signs, Origin: s.PublicURL, Say: say}
		if err := d.Jiangshan(ctx); err != nil {
			return err
		}
	}
	if err := g.guardCheckout(ctx, r); err != nil {
		return err
	}
	isDemo, err := r.places.Boundaries.IsDemo(ctx)
	if err != nil {
		return err
	}
	if isDemo && !api.IsLocal(s.PublicURL.Hostname()) {
		return fmt.Errorf("示例数据不能用于公开网址 %s / demo data refuses to be served under a public URL that is not local", s.PublicURL)
	}
	s.SetDemo(isDemo)
	s.Behind.Open()
	if err := c.startAccounts(ctx, r, s, isDemo); err != nil {
		return err
	}
	head, err := ledger.ReadHead(ctx, r.pool) // before anything is built: what comes later is applied again
	if err != nil {
		return err
	}
	if err := s.Tiles.Rebuild(ctx); err != nil {
		return err
	}
	if err := s.ApproveTiles(ctx); err != nil {
		return err
	}
	if c.TilesFrom != "" {
		warm(ctx, s, c.TilesFrom)
	}
	since, err := s.Finder.Load(ctx) // last, as it makes the server ready
	if err != nil {
		return err
	}
	s.TilesHold(head.Seq)
	for _, follow := range []func(context.Context){
		ledger.NewSealer(r.pool, s.Log).Run,
		(&ledger.Follower{Name: "search", Pool: r.pool, Since: since, Log: s.Log, Apply: s.Finder.Apply}).Run,
		(&ledger.Follower{Name: "tiles", Pool: r.pool, Since: head.Seq, Log: s.Log, Apply: s.ApplyToTiles}).Run,
		func(ctx context.Context) { s.Matcher.Run(ctx, r.pool, s.Log) },
		func(ctx context.Context) { keepAccounts(ctx, r.accounts, s.Desk, s.Log) },
		func(ctx context.Context) { s.Imports.Work(ctx, s.Log) },
		func(ctx context.Context) { s.Campaigns.Work(ctx, s.Log) },
		func(ctx context.Context) { s.PrintRuns().Work(ctx, s.Log) },
		func(ctx context.Context) { (&quality.Store{DB: r.pool}).Work(ctx, s.Log) },
	} {
		c.running.Go(func() { follow(ctx) })
	}
	return nil
}

func (c *serveCmd) announce(s *api.Server) {
	fmt.Printf("\n  地名 Diming  %s/\n  接口 API     %s/docs\n  健康 Health  %s/readyz\n\n", s.PublicURL, s.PublicURL, s.PublicURL)
}

// revive starts the embedded database again if it has died.
func (r *register) revive(ctx context.Context) {
	if r.cluster != nil {
		_ = r.cluster.Revive(ctx) // the next try says what is wrong
	}
}

// watch starts the embedded database again whenever it dies, until ctx ends.
func (r *register) watch(ctx context.Context, log *slog.Logger) {
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
		}
		if err := r.pool.Ping(ctx); err != nil && ctx.Err() == nil {
			log.Warn("the database does not answer", "error", err)
			r.revive(ctx)
		}
	}
}
