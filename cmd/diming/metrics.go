package main

import (
	"context"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"diming/api"
	"diming/importers/job"
	"diming/internal/ledger"
)

// newMetrics has a server counted, and gives what Prometheus asks for.
func newMetrics(s *api.Server, pool *pgxpool.Pool) http.Handler {
	all := prometheus.NewRegistry()
	all.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	s.Metrics = api.NewMetrics(all)
	all.MustRegister(poolMetrics(pool)...)
	all.MustRegister(&registerMetrics{s: s, pool: pool})
	gauge(all, "diming_search_seq", "Last sealed change that the search index holds.", func() float64 { return float64(s.Finder.Seq()) })
	gauge(all, "diming_tiles_seq", "Last sealed change that the tiles hold.", func() float64 { return float64(s.TilesSeq()) })
	counter(all, "diming_tile_requests_total", "Tiles that were asked for.", func() float64 { asked, _ := s.Tiles.Counts(); return float64(asked) })
	counter(all, "diming_tile_made_total", "Tiles that had to be made: what is left of the requests was cached.",
		func() float64 { _, made := s.Tiles.Counts(); return float64(made) })
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(all, promhttp.HandlerOpts{}))
	return mux
}

func gauge(to prometheus.Registerer, name, help string, value func() float64) {
	to.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
}

func counter(to prometheus.Registerer, name, help string, value func() float64) {
	to.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, value))
}

func poolMetrics(pool *pgxpool.Pool) []prometheus.Collector {
	g := func(name, help string, value func(*pgxpool.Stat) float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 { return value(pool.Stat()) })
	}
	return []prometheus.Collector{
		g("diming_pool_connections_max", "Connections that the pool may open.", func(s *pgxpool.Stat) float64 { return float64(s.MaxConns()) }),
		g("diming_pool_connections_open", "Connections that are open.", func(s *pgxpool.Stat) float64 { return float64(s.TotalConns()) }),
		g("diming_pool_connections_used", "Connections in use.", func(s *pgxpool.Stat) float64 { return float64(s.AcquiredConns()) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "diming_pool_waits_total", Help: "Times that somebody had to wait for a connection."},
			func() float64 { return float64(pool.Stat().EmptyAcquireCount()) }),
	}
}

// registerMetrics asks the register itself, once for each scrape.
type registerMetrics struct {
	s    *api.Server
	pool *pgxpool.Pool
}

// scrapeLimit is how long the register may take; a scrape tells that it did
// not answer rather than fail.
const scrapeLimit = 2 * time.Second

var (
	upDesc     = prometheus.NewDesc("diming_register_up", "Whether the database answers.", nil, nil)
	sealedDesc = prometheus.NewDesc("diming_ledger_sealed_seq", "Last sealed change.", nil, nil)
	oldestDesc = prometheus.NewDesc("diming_ledger_oldest_unsealed_seconds", "Age of the oldest change that is not sealed.", nil, nil)
	searchDesc = prometheus.NewDesc("diming_search_lag", "Sealed changes that the search index does not hold.", nil, nil)
	tilesDesc  = prometheus.NewDesc("diming_tiles_lag", "Sealed changes that the tiles do not hold.", nil, nil)
	jobsDesc   = prometheus.NewDesc("diming_jobs", "Imports by their state.", []string{"state"}, nil)
)

// Describe is of prometheus.Collector.
func (m *registerMetrics) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{upDesc, sealedDesc, oldestDesc, searchDesc, tilesDesc, jobsDesc} {
		out <- d
	}
}

// Collect is of prometheus.Collector.
func (m *registerMetrics) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeLimit)
	defer cancel()
	say := func(d *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	head, err := ledger.ReadHead(ctx, m.pool)
	if err != nil {
		say(upDesc, 0)
		return
	}
	say(upDesc, 1)
	say(sealedDesc, float64(head.Seq))
	say(searchDesc, float64(max(0, head.Seq-m.s.Finder.Seq())))
	say(tilesDesc, float64(max(0, head.Seq-m.s.TilesSeq())))
	if oldest, err := ledger.OldestUnsealed(ctx, m.pool); err == nil {
		say(oldestDesc, oldest.Seconds())
	}
	jobs, err := job.ByState(ctx, m.pool)
	if err != nil {
		return
	}
	for state, n := range jobs {
		say(jobsDesc, float64(n), state)
	}
}
