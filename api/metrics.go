package api

import (
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
)

// Metrics are what is counted of requests. A nil *Metrics counts nothing.
type Metrics struct {
	duration *prometheus.HistogramVec
	inFlight prometheus.Gauge
	logIns   *prometheus.CounterVec
}

// NewMetrics gives metrics that are registered with a registry.
func NewMetrics(to prometheus.Registerer) *Metrics {
	m := &Metrics{
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "diming_http_request_duration_seconds",
			Help: "Time from a request's head to the end of its answer.", Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60}},
			[]string{"method", "route", "status"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "diming_http_requests_in_flight", Help: "Requests that are being answered."}),
		logIns: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "diming_logins_total", Help: "Log-ins with a password, by how they went: ok, wrong, limited."},
			[]string{"result"}),
	}
	to.MustRegister(m.duration, m.inFlight, m.logIns)
	for _, result := range logInResults {
		m.logIns.WithLabelValues(result) // so that an alert sees the first one
	}
	return m
}

var logInResults = map[int]string{http.StatusOK: "ok", http.StatusUnauthorized: "wrong", http.StatusTooManyRequests: "limited"}

func (m *Metrics) begin() {
	if m != nil {
		m.inFlight.Inc()
	}
}

func (m *Metrics) end(o answered) {
	if m == nil {
		return
	}
	m.inFlight.Dec()
	m.duration.WithLabelValues(o.method, o.route, strconv.Itoa(o.status)).Observe(o.took.Seconds())
	if result := logInResults[o.status]; result != "" && o.method == http.MethodPost && o.route == "/v1/session" {
		m.logIns.WithLabelValues(result).Inc()
	}
}
