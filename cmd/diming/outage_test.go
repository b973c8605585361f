package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
	"diming/shelters"
	"diming/shelters/card"
	"diming/signs"
	"diming/signs/artwork"
	"diming/signs/plate"
)

// An outage is a register whose PostgreSQL the test stops: one of its own, that
// no server watches over.
type outage struct {
	t       *testing.T
	cluster *pg.Cluster
	home
	shelter uuid.UUID
	village string   // the token of its card
	targets []string // all that everybody may ask
}

func newOutage(t *testing.T) *outage {
	t.Helper()
	cluster, err := pg.Embed(t.Context(), pg.EmbeddedOptions{DataDir: filepath.Join(t.TempDir(), "cluster")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Destroy(); err != nil {
			t.Errorf("clean up: %v", err)
		}
	})
	if err := cluster.CreateDatabase(t.Context(), "diming"); err != nil {
		t.Fatal(err)
	}
	o := &outage{t: t, cluster: cluster, home: foreign(t, cluster.URL("diming"), cluster.AdminURL("diming"))}
	o.ok("migrate")
	o.write(o.fill)
	return o
}

// write has something written straight into the register.
func (o *outage) write(change func(ctx context.Context, pool *pgxpool.Pool) error) {
	o.t.Helper()
	pool, err := pg.Open(o.t.Context(), o.cluster.URL("diming"), pg.Options{MaxConns: 2})
	if err == nil {
		err = change(o.t.Context(), pool)
		pool.Close()
	}
	if err != nil {
		o.t.Fatal(err)
	}
}

// fill enters a village with its shelter, whom to call and a policy, and plates of
// the village and of a street.
func (o *outage) fill(ctx context.Context, pool *pgxpool.Pool) error {
	land := &boundaries.Store{DB: pool}
	places := &gazetteer.Store{DB: pool, Boundaries: land}
	rows := []gazetteer.DivisionRow{{Code: "33", Name: "浙江省"}, {Code: "3308", Name: "衢州市"}, {Code: "330881", Name: "江山市"}, {Code: "330881003", Name: "清湖街道办事处"},
		{Code: "330881003201", Name: "清湖一村村委会", Area: orb.MultiPolygon{{{{118.5, 28.5}, {118.7, 28.5}, {118.7, 28.7}, {118.5, 28.7}, {118.5, 28.5}}}}}}
	for i := range rows {
		rows[i].Number, rows[i].Valid.From, rows[i].AreaBasis = i+1, version.Day(2000, 1, 1), "测试"
	}
	if _, err := places.LoadDivisions(ctx, gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public"}, rows); err != nil {
		return err
	}
	village, err := land.ByCode(ctx, boundaries.Reader{Internal: true}, "330881003201")
	if err != nil {
		return err
	}
	span := version.Span{From: version.Day(2020, 1, 1)}
	street, _, err := places.Add(ctx, ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: "清溪路"}}, Class: "23514", Division: "330881003", Visibility: "public", Source: "测试", Valid: span}, "测试")
	if err != nil {
		return err
	}
	if o.shelter, _, err = (&shelters.Store{DB: pool}).Add(ctx, ledger.Console, shelters.Facts{Division: village.ID, Name: "清湖避灾点", Level: shelters.VillageLevel, Duration: shelters.Short, Space: shelters.Indoor,
		Suits: []shelters.Hazard{shelters.Typhoon}, Point: orb.Point{118.61, 28.61}, Capacity: 60, Visibility: "public", Source: "测试", Valid: span}, "测试"); err != nil {
		return err
	}
	cards := &card.Store{DB: pool}
	if _, _, err := cards.AddContact(ctx, ledger.Console, card.Listing{Division: village.ID, Role: card.VillageOffice, Title: "村委会", Phone: "0570-0000003"}); err != nil {
		return err
	}
	policy, _, err := cards.AddPolicy(ctx, ledger.Console, card.PolicyText{Policy: card.Policy{Division: village.ID, Title: "转移安置", Plain: "吃住不要钱。", Basis: "示例"}, Body: "第一段"})
	if err != nil {
		return err
	}
	plates := &plate.Store{DB: pool}
	hung, err := plates.Plan(ctx, ledger.Console, []plate.Draft{{Kind: artwork.Village, Target: plate.Target{Place: village.ID}}, {Kind: artwork.Street, Target: plate.Target{Place: street}, Bearing: artwork.NorthSouth}}, "测试", version.Today())
	if err != nil {
		return err
	}
	token, err := (&signs.Store{DB: pool}).TokenOf(ctx, village.ID)
	o.village = string(token)
	o.targets = []string{"/Q/" + o.village, "/Q/" + o.village + "?lang=en", "/q/" + o.village + ".json", "/v1/shelters", "/v1/shelters?near=118.6,28.6", "/v1/shelters/" + o.shelter.String(), "/v1/villages/330881003201/safety", "/policy/" + policy.String()}
	for _, id := range hung {
		p, err := plates.ByID(ctx, id)
		if err != nil {
			return err
		}
		o.targets = append(o.targets, "/Q/"+string(p.Token))
	}
	return err
}

// stopDatabase stops PostgreSQL as an immediate shutdown does: nobody is waited for.
func (o *outage) stopDatabase() {
	o.t.Helper()
	conn, err := pgx.Connect(o.t.Context(), o.cluster.AdminURL("postgres"))
	if err != nil {
		o.t.Fatal(err)
	}
	var file string
	err = conn.QueryRow(o.t.Context(), `SELECT pg_read_file('postmaster.pid')`).Scan(&file)
	_ = conn.Close(o.t.Context())
	first, _, _ := strings.Cut(file, "\n")
	pid, failed := strconv.Atoi(first)
	if err := errors.Join(err, failed); err != nil {
		o.t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGQUIT); err != nil {
		o.t.Fatal(err)
	}
}

// A crowd asks a server for everything, again and again, until it is sent home.
type crowd struct {
	asked, failed atomic.Int64
	all           sync.WaitGroup
	home          chan struct{}
}

func (o *outage) crowd(s *server) *crowd {
	c := &crowd{home: make(chan struct{})}
	for who := range 8 {
		c.all.Go(func() {
			for i := who; ; i++ {
				select {
				case <-c.home:
					return
				default:
				}
				target := o.targets[i%len(o.targets)]
				status, body, err := s.ask(target)
				if c.asked.Add(1); err != nil || status != http.StatusOK {
					if c.failed.Add(1) == 1 {
						o.t.Errorf("GET %s: %d %.200s, %v", target, status, body, err)
					}
				}
			}
		})
	}
	return c
}

// more waits until a crowd has asked for so much more.
func (c *crowd) more(t *testing.T, n int64) {
	t.Helper()
	before := c.asked.Load()
	eventually(t, "the crowd asks", func() error {
		if c.asked.Load() < before+n {
			return fmt.Errorf("%d so far", c.asked.Load()-before)
		}
		return nil
	})
}

func (c *crowd) goHome(t *testing.T, what string) {
	t.Helper()
	close(c.home)
	c.all.Wait()
	t.Logf("%s: %d requests, %d failed", what, c.asked.Load(), c.failed.Load())
	if c.failed.Load() > 0 {
		t.Errorf("%s: %d of %d requests failed", what, c.failed.Load(), c.asked.Load())
	}
}

// saysAway waits until every answer says that the register is away, and of when
// it is itself.
func (o *outage) saysAway(s *server) {
	o.t.Helper()
	for _, target := range o.targets {
		eventually(o.t, target+" says that the register is away", func() error {
			status, body, err := s.ask(target)
			page := strings.Contains(body, "数据截至 ") && strings.Contains(body, "暂时连不上登记库") || strings.Contains(body, "Data as of ") && strings.Contains(body, "the register cannot be reached")
			data := strings.Contains(body, `"register_away":true`) && (strings.Contains(body, `"data_at":"2`) || strings.Contains(body, `"at":"2`))
			if err != nil || status != http.StatusOK || !page && !data {
				return fmt.Errorf("%d %s, %v", status, body, err)
			}
			return nil
		})
	}
}

// saysFull waits until everything that names the shelter says that it is full.
func (o *outage) saysFull(s *server, committed time.Time) {
	o.t.Helper()
	for target, want := range map[string]string{"/Q/" + o.village: "已满", "/Q/" + o.village + "?lang=en": "</b> full", "/v1/shelters": `"state":"full"`, "/v1/shelters?near=118.6,28.6": `"state":"full"`,
		"/v1/shelters/" + o.shelter.String(): `"state":"full"`, "/v1/villages/330881003201/safety": `"state":"full"`} {
		eventually(o.t, target+" says that the shelter is full", func() error {
			_, body, err := s.ask(target)
			if said := err == nil && strings.Contains(body, want); !said && time.Since(committed) > time.Minute {
				o.t.Fatalf("GET %s, a minute after the commit: %s, %v; want %s", target, body, err, want)
			} else if !said {
				return errors.New("not yet")
			}
			return nil
		})
	}
	took := time.Since(committed)
	o.t.Logf("full on every page %v after the commit", took)
	if took > 10*time.Second {
		o.t.Errorf("full on every page %v after the commit, want 10 s at most", took)
	}
}

// TestAStoppedDatabaseCostsNobodyAnAnswer stops PostgreSQL under load, starts the
// server again without it, and starts it again.
func TestAStoppedDatabaseCostsNobodyAnAnswer(t *testing.T) {
	t.Parallel() // most of it is waiting for other processes
	o := newOutage(t)
	open := []string{"--public-url", "http://diming.test"}
	s := o.serve(open...).ready()
	eventually(t, "the village has its card", func() error {
		if _, body, err := s.ask("/Q/" + o.village); err != nil || !strings.Contains(body, "清湖避灾点") {
			return fmt.Errorf("%.300s, %v", body, err)
		}
		return nil
	})
	c := o.crowd(s)
	c.more(t, 100)
	o.stopDatabase()
	o.saysAway(s)
	c.more(t, 200)
	c.goHome(t, "stopped under load")
	s.stop()

	s = o.serve(open...) // with no database
	eventually(t, "the copy on disk is answered from", func() error {
		if status, body, err := s.ask("/Q/" + o.village); err != nil || status != http.StatusOK {
			return fmt.Errorf("%d %.300s, %v", status, body, err)
		}
		return nil
	})
	o.saysAway(s)
	c = o.crowd(s)
	c.more(t, 100)
	if err := o.cluster.Revive(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.ready()
	var committed time.Time
	o.write(func(ctx context.Context, pool *pgxpool.Pool) error {
		_, err := (&shelters.Store{DB: pool}).Report(ctx, ledger.Console, o.shelter, shelters.Report{ID: uuid.New(), State: shelters.Full})
		committed = time.Now()
		return err
	})
	o.saysFull(s, committed)
	c.goHome(t, "started without a database, and with it again")
	s.stop()
}
