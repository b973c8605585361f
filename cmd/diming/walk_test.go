package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5"

	"diming/api"
)

// walkSeed chooses what is sampled of a register.
const walkSeed = 330881

// A walk is a list of requests without a log-in.
type walk struct {
	t         *testing.T
	admin     *pgx.Conn
	dice      *rand.Rand
	addresses []string
}

// strings reads one column of texts, in a fixed order.
func (w *walk) strings(sql string) []string {
	w.t.Helper()
	rows, err := w.admin.Query(w.t.Context(), sql)
	if err != nil {
		w.t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	return all
}

// some picks n of all.
func (w *walk) some(n int, all []string) []string {
	picked := slices.Clone(all)
	w.dice.Shuffle(len(picked), func(i, j int) { picked[i], picked[j] = picked[j], picked[i] })
	return picked[:min(n, len(picked))]
}

func (w *walk) add(format string, args ...any) {
	w.addresses = append(w.addresses, fmt.Sprintf(format, args...))
}

// when is a random point on both axes, as a query.
func (w *walk) when(moments []string) string {
	day := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, w.dice.IntN(12*365)).Format(time.DateOnly)
	return "as_of=" + day + "&recorded=" + url.QueryEscape(moments[w.dice.IntN(len(moments))])
}

// newWalk asks a register what there is, and makes requests of all of it.
func newWalk(t *testing.T, admin *pgx.Conn) *walk {
	w := &walk{t: t, admin: admin, dice: rand.New(rand.NewPCG(walkSeed, walkSeed))}
	moments := w.strings(`SELECT to_json(lower(recorded)) #>> '{}' FROM (SELECT recorded FROM place_version UNION ALL SELECT recorded FROM name_version
		UNION ALL SELECT recorded FROM division_version) v GROUP BY 1 ORDER BY 1`)
	places := w.strings(`SELECT id::text FROM place ORDER BY id`)
	for _, id := range w.some(1200, places) {
		w.add("/v1/places/%s", id)
	}
	for _, id := range w.some(200, places) {
		w.add("/v1/places/%s/sound", id)
	}
	odd := w.strings(`SELECT id::text FROM place WHERE withdrawn IS NOT NULL
		UNION SELECT place::text FROM place_version WHERE visibility = 'internal' OR NOT upper_inf(recorded)
		UNION SELECT place::text FROM name_version WHERE visibility = 'internal' OR NOT upper_inf(recorded) ORDER BY 1`)
	for _, id := range slices.Concat(w.some(150, places), w.some(100, odd)) {
		w.add("/v1/places/%s/history", id)
		w.add("/v1/places/%s/geojson", id)
		w.add("/v1/places/%s/archive", id)
		for range 3 {
			w.add("/v1/places/%s?%s", id, w.when(moments))
			w.add("/v1/places/%s/history?%s", id, w.when(moments))
			w.add("/v1/places/%s/geojson?%s", id, w.when(moments))
		}
	}
	w.codes()
	w.divisions(moments)
	w.lines(moments)
	w.searches(moments)
	w.ground(moments)
	w.feed()
	w.numbers(moments)
	w.features(moments)
	for _, address := range []string{"/.well-known/diming-keys.json", "/.well-known/diming-void.json", "/r/0000000", "/", "/favicon.svg", "/docs", "/openapi.json", "/styles/public.json", "/styles/office.json?lang=en", "/styles/sprite.json", "/styles/sprite@2x.png", "/legend", "/legend?style=office", "/static/public/118.62,28.74,10/360x360.svg", "/static/office/118.62,28.74,10/360x360.svg", "/tiles/public.json", "/packs", "/packs/none.pmtiles", "/v1/divisions", "/v1/meta", "/v1/heritage-lists",
		"/office", "/office/register", "/field", "/field/tasks", "/install", "/install/queue", "/shelter", "/shelter/queue", "/notices", "/notices/0190cafe-0000-7000-8000-000000000001", "/notices/0190cafe-0000-7000-8000-000000000001/thanks", "/announcements", "/announcements.atom", "/announcements/2026/1", "/apply", "/apply/address", "/apply/status", "/certificates/0123456789abcdefghjkmnpqrs", "/openapi.yaml", "/openapi-3.0.json", "/openapi-3.0.yaml"} {
		w.add("%s", address)
	}
	return w
}

func (w *walk) codes() {
	for _, token := range slices.Concat(w.some(150, w.strings(`SELECT token FROM sign_code ORDER BY token`)), w.strings(`SELECT token FROM sign_code WHERE revoked IS NOT NULL`)) {
		w.add("/Q/%s", token)
		w.add("/q/%s", strings.ToLower(token))
		w.add("/q/%s.json", token)
		w.add("/Q/%s/report", token)
	}
	for _, id := range w.some(40, w.strings(`SELECT place::text FROM sign_code WHERE revoked IS NULL ORDER BY place`)) {
		w.add("/v1/places/%s/qr.svg", id)
		w.add("/v1/places/%s/qr.png?size_mm=30&dpi=150", id)
	}
}

func (w *walk) divisions(moments []string) {
	codes := w.strings(`SELECT DISTINCT code FROM division_version ORDER BY code`)
	for _, code := range append(w.some(200, codes), "330881", "330881104", "999999") {
		for _, what := range []string{"", "/children", "/carried-by"} {
			w.add("/v1/divisions/%s%s", code, what)
			w.add("/v1/divisions/%s%s?%s", code, what, w.when(moments))
		}
	}
	for _, code := range []string{"330881", "33", "330881003"} {
		w.add("/v1/divisions/%s/changes", code)
		w.add("/v1/divisions/%s/changes?from=2018-01-01&to=2021-12-31", code)
	}
}

// lines asks of lines of all levels, public or not, on both axes.
func (w *walk) lines(moments []string) {
	w.add("/v1/boundary-lines")
	w.add("/v1/boundary-lines?division=330881&level=4")
	for range 3 {
		w.add("/v1/boundary-lines?%s", w.when(moments))
	}
	for _, id := range w.some(60, w.strings(`SELECT id::text FROM boundary_line ORDER BY id`)) {
		for _, what := range []string{"", "/geojson"} {
			w.add("/v1/boundary-lines/%s%s", id, what)
			w.add("/v1/boundary-lines/%s%s?%s", id, what, w.when(moments))
		}
	}
	w.add("/v1/boundary-lines/0190cafe-0000-7000-8000-000000000001")
	w.add("/v1/boundary-lines/0190cafe-0000-7000-8000-000000000001/geojson")
}

func (w *walk) searches(moments []string) {
	texts := w.strings(`SELECT DISTINCT text FROM name_version ORDER BY text`)
	readings := w.strings(`SELECT DISTINCT reading FROM name_version WHERE reading <> '' ORDER BY reading`)
	for _, q := range slices.Concat(w.some(150, texts), w.some(80, readings)) {
		letters := []rune(q)
		q, short := url.QueryEscape(q), url.QueryEscape(string(letters[:1+len(letters)/2]))
		w.add("/v1/places?q=%s", q)
		w.add("/v1/suggest?q=%s&near=118.62,28.74", short)
		w.add("/v1/places?q=%s&%s", short, w.when(moments))
		w.add("/v1/places?q=%s&limit=100&class=2&division=330881", short)
	}
	for _, q := range []string{"qhjd", "清湖街到", "江山市贺村镇", "330881003", "不存在的地方", ""} {
		w.add("/v1/places?q=%s", url.QueryEscape(q))
		w.add("/v1/places?q=%s&bbox=118.5,28.6,118.7,28.8&limit=50", url.QueryEscape(q))
	}
}

func (w *walk) ground(moments []string) {
	for range 150 {
		at := fmt.Sprintf("lon=%.5f&lat=%.5f", 118.2+0.8*w.dice.Float64(), 28.1+0.9*w.dice.Float64())
		w.add("/v1/reverse?%s", at)
		w.add("/v1/reverse?%s&%s", at, w.when(moments))
	}
	for z := range 15 {
		x, y := 848*(1<<z)/1024, 426*(1<<z)/1024 // the county
		for range 12 {
			w.add("/tiles/public/%d/%d/%d.mvt", z, x+w.dice.IntN(1+1<<z>>9), y+w.dice.IntN(1+1<<z>>9))
			w.add("/tiles/public/%d/%d/%d.mvt?as_of=20%d-07-01", z, x, y, 10+w.dice.IntN(16))
		}
	}
}

func (w *walk) feed() {
	w.add("/v1/classes")
	for _, code := range w.some(12, w.strings(`SELECT DISTINCT code FROM division_version WHERE level >= 4 ORDER BY 1`)) {
		w.add("/v1/villages/%s/safety", code)
	}
	for _, id := range append(w.strings(`SELECT id::text FROM village_policy ORDER BY id`), "0190cafe-0000-7000-8000-000000000001") {
		w.add("/policy/%s", id)
	}
	for _, seq := range w.strings(`SELECT seq::text FROM ledger_seal ORDER BY seq`) {
		w.add("/v1/changes?since=%s&limit=3", seq)
		w.add("/v1/changes/%s/objects?limit=500", seq)
	}
}

// numbers asks of addresses, public or not, on both axes.
func (w *walk) numbers(moments []string) {
	for _, id := range append(w.some(60, w.strings(`SELECT id::text FROM address ORDER BY id`)), "0190cafe-0000-7000-8000-000000000001") {
		for _, what := range []string{"", "/texts"} {
			w.add("/v1/addresses/%s%s", id, what)
			w.add("/v1/addresses/%s%s?%s", id, what, w.when(moments))
		}
	}
	for _, id := range w.some(5, w.strings(`SELECT DISTINCT division::text FROM address_version ORDER BY 1`)) {
		w.add("/v1/addresses?division=%s&limit=50", id)
		w.add("/v1/addresses?division=%s&%s", id, w.when(moments))
	}
	for _, id := range append(w.some(20, w.strings(`SELECT id::text FROM shelter ORDER BY id`)), "0190cafe-0000-7000-8000-000000000001") {
		w.add("/v1/shelters/%s", id)
		w.add("/v1/shelters/%s?%s", id, w.when(moments))
	}
	w.add("/v1/shelters")
	w.add("/v1/shelters?near=118.6,28.6&hazard=typhoon&limit=30")
	w.add("/v1/addresses")
	for _, text := range w.some(40, w.strings(`SELECT DISTINCT text FROM name_version ORDER BY 1`)) {
		w.add("/v1/addresses?q=%s", url.QueryEscape(text+"1号"))
	}
}

// features asks for collections of features, on both axes and page by page.
func (w *walk) features(moments []string) {
	for _, address := range []string{"", "/", "/conformance", "/api", "/functions", "/collections", "/tileMatrixSets", "/tileMatrixSets/WorldCRS84Quad"} {
		w.add("/ogc%s", address)
	}
	for _, of := range []string{"", "/collections/divisions"} {
		for _, tail := range []string{"", "/WebMercatorQuad", "/WorldCRS84Quad", "/WorldCRS84Quad/0/0/1", "/WorldCRS84Quad/8/87/424?datetime=2016-07-01", "/WebMercatorQuad/9/213/424"} {
			w.add("/ogc%s/tiles%s", of, tail)
		}
	}
	for collection, ids := range map[string]string{"places": `SELECT id::text FROM place ORDER BY id`, "divisions": `SELECT id::text FROM division ORDER BY id`,
		"addresses": `SELECT id::text FROM address ORDER BY id`, "boundary_lines": `SELECT id::text FROM boundary_line ORDER BY id`, "shelters": `SELECT id::text FROM shelter ORDER BY id`} {
		at := "/ogc/collections/" + collection
		for _, tail := range []string{"", "/schema", "/queryables", "/sortables", "/items", "/items?limit=1000&sortby=-valid_from&crs=http://www.opengis.net/def/crs/EPSG/0/4549"} {
			w.add("%s%s", at, tail)
		}
		for _, id := range append(w.some(20, w.strings(ids)), "0190cafe-0000-7000-8000-000000000001") {
			when := strings.Replace(w.when(moments), "as_of=", "datetime=", 1)
			w.add("%s/items/%s", at, id)
			w.add("%s/items/%s?%s", at, id, when)
			w.add("%s/items?limit=50&%s", at, when)
		}
	}
}

// everyRoute fails for a public GET route of which the walk asks nothing.
func (w *walk) everyRoute(s *server) {
	w.t.Helper()
	routes, ok := (&api.Server{PublicURL: &url.URL{Scheme: "http", Host: "localhost"}}).Handler().(chi.Routes)
	if !ok {
		w.t.Fatal("the handler does not tell its routes")
	}
	parameter := regexp.MustCompile(`\{[^}]*\}`)
	err := chi.Walk(routes, func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if method != http.MethodGet || slices.Contains(notTheRegisters, pattern) {
			return nil
		}
		address := regexp.MustCompile("\x01[^\x02]*\x02").ReplaceAllString(regexp.QuoteMeta(strings.NewReplacer("{", "\x01", "}", "\x02").Replace(pattern)), `[^/?]+`)
		asked := regexp.MustCompile("^" + strings.ReplaceAll(address, `\*`, ".*") + `(\?.*)?$`)
		if slices.ContainsFunc(w.addresses, asked.MatchString) {
			return nil
		}
		status, body, err := s.ask(parameter.ReplaceAllString(strings.ReplaceAll(pattern, "*", "x"), "1"))
		if err == nil && (status == http.StatusUnauthorized || status == http.StatusForbidden) {
			return nil // for those who log in
		}
		w.t.Errorf("GET %s answers %d %.80s without a log-in, and the walk asks nothing of it: add it to newWalk, or to notTheRegisters with the reason", pattern, status, body)
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// notTheRegisters are routes that answer of the server or of the program, not
// of the register.
var notTheRegisters = []string{"/healthz", "/readyz", "/assets/*", "/field/icons/*", "/field/manifest.webmanifest", "/field/sw.js", "/install/manifest.webmanifest", "/install/sw.js", "/shelter/manifest.webmanifest", "/shelter/sw.js", "/Q/live.js", "/Q/sw.js", "/schemas/{schema}", "/calendar/{file}", "/w/{link}", "/w/{link}/{file}", "/v1/session/methods", "/v1/session/oidc", "/v1/session/oidc/callback"}

// answer is all of a response that a client may rely on.
func answer(s *server, address string) (string, error) {
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.URL+address, nil)
	if err != nil {
		return "", err
	}
	response, err := walker.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	for _, momentary := range []string{"Date", "X-Request-Id", "Content-Length"} {
		response.Header.Del(momentary)
	}
	var head strings.Builder
	_ = response.Header.Write(&head) // into memory
	text := fmt.Sprintf("%d\n%s\n%s", response.StatusCode, head.String(), body)
	return momentary.ReplaceAllString(text, ""), err
}

// walker follows no redirect: where one leads is part of the answer.
var walker = &http.Client{Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport: &http.Transport{MaxIdleConnsPerHost: 8}}

// momentary is what an answer says of the moment at which it was given.
var momentary = regexp.MustCompile(`"recorded_to":"[^"]*",?|"at":"[^"]*"(,("keys"|"count")|}\n?$)|"data_at":"[^"]*"|<p>(数据时间|数据截至|Data as of) [^<]*</p>`)

// compare asks both servers everything; the first differences are shown.
func (w *walk) compare(one, other *server) {
	w.t.Helper()
	var mu sync.Mutex
	statuses, shown := map[string]int{}, 0
	queue := make(chan string)
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			for address := range queue {
				want, err := answer(one, address)
				got, err2 := answer(other, address)
				mu.Lock()
				statuses[want[:min(3, len(want))]]++
				if strings.HasPrefix(want, "5") {
					w.t.Errorf("%s answers %.200s", address, want)
				}
				if (err != nil || err2 != nil || want != got) && shown < 10 {
					shown++
					w.t.Errorf("%s answers %s, %v\nand the second installation %s, %v", address, around(want, got), err, around(got, want), err2)
				}
				mu.Unlock()
			}
		})
	}
	ctx := w.t.Context()
	feedAll(ctx, queue, w.addresses)
	workers.Wait()
	w.t.Logf("seed %d: %d requests, answers by status %v", walkSeed, len(w.addresses), statuses)
	for _, status := range []string{"200", "404", "410"} {
		if statuses[status] == 0 {
			w.t.Errorf("no answer of the walk is %s: it does not reach what it should", status)
		}
	}
}

// around is the part of text at which it begins to differ from other.
func around(text, other string) string {
	same := 0
	for same < min(len(text), len(other)) && text[same] == other[same] {
		same++
	}
	return fmt.Sprintf("%.4s …%q…", text, text[max(0, same-80):min(len(text), same+160)])
}

func feedAll(ctx context.Context, queue chan<- string, all []string) {
	defer close(queue)
	for _, one := range all {
		select {
		case queue <- one:
		case <-ctx.Done():
			return
		}
	}
}
