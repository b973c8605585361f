// Package api speaks HTTP: routes, request and response types, errors to
// statuses, and the public pages. It holds no rules and no SQL.
package api

import (
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/klauspost/compress/gzhttp"

	"diming/api/behind"
	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/line"
	"diming/boundaries/round"
	"diming/cartography"
	"diming/features"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/gazetteer/campaign"
	"diming/gazetteer/cases"
	"diming/gazetteer/redivision"
	"diming/importers/job"
	"diming/internal/account"
	"diming/internal/blob"
	"diming/internal/desk"
	"diming/internal/pg"
	"diming/internal/typeset"
	"diming/signs"
	"diming/signs/artwork"
	"diming/tiles"
)

// A Server answers requests from the stores.
type Server struct {
	DB          pg.DB
	Boundaries  *boundaries.Store
	Places      *gazetteer.Store
	Finder      *gazetteer.Finder
	Matcher     *address.Matcher // of texts to addresses; made by Handler where it is nil
	Signs       *signs.Store
	Tiles       *tiles.Store
	Features    *features.Store // collections of features; made by Handler where it is nil
	Desk        *desk.Store     // drafts, and writes that were made
	Accounts    *account.Store
	Imports     *job.Store
	Cases       *cases.Store
	Redivisions *redivision.Store
	Campaigns   *campaign.Store // made by Handler where it is nil
	Rounds      *round.Store    // likewise
	Lines       *line.Store     // likewise
	Behind      *behind.Keeper  // what is behind the codes; likewise
	Documents   blob.Store      // what people bring, by its content
	ImageryDir  string          // where the imagery lies that the setting field.imagery names; "": none
	PackDir     string          // where packs of tiles and their deltas lie that are offered; "": none

	PublicURL *url.URL // origin in codes and links

	PublicClient *http.Client // asks PublicURL whether it answers before codes are printed; http.DefaultClient where it is nil

	Proxies Proxies // whose word about a request's origin is taken
	Web     fs.FS   // the built front end
	Log     *slog.Logger

	LogAddresses LogAddresses
	DiskFree     func() (int64, error) // bytes left for the data folder; nil: not known
	Metrics      *Metrics              // nil: nothing is counted
	DevAuthority *DevAuthority         // nil in earnest

	made        []Route     // by Handler
	demo        atomic.Bool // the data is not real, and every page says so
	verifying   atomic.Bool // somebody has the whole ledger checked
	draining    atomic.Bool // no more requests will be taken
	tilesSeq    atomic.Int64
	shelf       shelf
	senders     buckets       // who sent public forms
	guesses     buckets       // who asked for codes that are not there
	pages       *behind.Cache // behind codes, as they are sent
	ends        atomic.Pointer[ends]
	warmed      warmAnswers // pages behind codes
	tilesWarmed warmAnswers
	refusals    sync.Map         // pages that refuse, by refusal
	clocks      fieldsync.Clocks // of phones, as they were noted last
	fieldWork   *fieldsync.Store // made by Handler
	imagery     imagery          // that phones take along
	sheets      typeset.Library  // fonts of printed papers
	drawer      cartography.Drawer
	plateFonts  artwork.Library // the face of plates
	payloadKeys kept            // the public files by which codes are checked
	payloadVoid kept
	tables      chan struct{} // one for each table that is matched now
}

// maxTarget is the length in bytes of the longest address that is read.
const maxTarget = 8 << 10

// MaxHeader is what a server should read of a request's head: more than
// maxTarget, so that an address far too long is still answered with a sentence.
const MaxHeader = 11 << 20

// Handler gives all routes.
func (s *Server) Handler() http.Handler {
	if s.Campaigns == nil {
		s.Campaigns = campaign.NewStore(s.DB)
	}
	if s.Matcher == nil {
		s.Matcher = address.NewMatcher(s.Places)
	}
	if s.Behind == nil {
		s.Behind = behind.NewKeeper(s.DB)
		s.Behind.MayDemo = IsLocal(s.PublicURL.Hostname())
	}
	s.pages = behind.NewCache(pageCache)
	s.guesses.size, s.guesses.refill = guessesSize, guessesRefill
	s.tables = make(chan struct{}, tablesAtOnce)
	s.fieldWork = &fieldsync.Store{DB: s.DB, Files: s.Documents, Tasks: fieldsync.Land{}}
	if s.Rounds == nil {
		s.Rounds = &round.Store{DB: s.DB, CoSigner: s.fieldWork}
	}
	if s.Lines == nil {
		s.Lines = &line.Store{DB: s.DB}
	}
	if s.Features == nil {
		s.Features = &features.Store{DB: s.DB}
	}
	r := chi.NewRouter()
	r.Use(s.quick, s.Proxies.identified, s.observed, withLang, s.secure, s.recovered, s.readable, s.sameSite, middleware.GetHead, s.withAsker, onField)
	r.NotFound(s.orOldCode(s.nothingHere))
	r.MethodNotAllowed(s.otherMethod)

	var made []Route
	rs := routes{Router: r, s: s, made: &made}
	rs.plain(public, http.MethodGet, "/healthz", s.health)
	rs.plain(public, http.MethodGet, "/readyz", s.ready)
	rs.plain(public, http.MethodGet, "/tiles/{file}", s.tileJSON)
	rs.plain(public, http.MethodGet, "/tiles/{set}/{z}/{x}/{file}", s.tile)
	rs.plain(public, http.MethodGet, "/packs", s.listPacks)
	rs.plain(public, http.MethodGet, "/packs/{file}", s.packFile)
	rs.plain(signedIn, http.MethodPost, "/v1/addresses/match.csv", s.matchTable, Example{Body: "地址\n清湖街道\n"}) // compressed by nobody: it is streamed
	s.codeRoutes(rs)
	s.devRoutes(rs)

	r.Group(func(r chi.Router) {
		r.Use(compressed)
		rs := rs.in(r)
		rs.plain(public, http.MethodGet, "/", s.orOldCode(s.index))
		rs.plain(public, http.MethodGet, "/office", s.office)
		rs.plain(public, http.MethodGet, "/office/*", s.office)
		s.fieldPageRoutes(rs)
		s.installPageRoutes(rs)
		s.shelterPageRoutes(rs)
		rs.plain(public, http.MethodGet, "/assets/*", s.asset)
		rs.plain(public, http.MethodGet, "/favicon.svg", s.asset)
		rs.plain(public, http.MethodGet, "/v1/places/{id}/geojson", s.placeGeoJSON)
		s.counterRoutes(rs)
		s.workshopRoutes(rs)
		s.payloadRoutes(rs)
		s.wallPageRoutes(rs)
		rs.plain(public, http.MethodGet, "/styles/{file}", s.style)
		rs.plain(public, http.MethodGet, "/legend", s.legend)
		rs.plain(public, http.MethodGet, "/static/{style}/{at}/{file}", s.still, Example{Path: "/static/public/118.6,28.7,9/320x240.svg"})
		s.ogcRoutes(rs)
		s.jsonRoutes(rs)
	})
	rs.complete(r)
	s.made = made
	return r
}

// jsonRoutes registers what huma serves: JSON with OpenAPI.
func (s *Server) jsonRoutes(rs routes) {
	huma.NewErrorWithContext = humaProblem
	config := huma.DefaultConfig("Diming 地名", Version)
	config.CreateHooks = nil // no $schema in answers
	config.DocsPath = ""     // huma's page fetches its script from elsewhere; ours is docs.go
	config.RejectUnknownQueryParameters = true
	config.Info.Description = "Standard place names, divisions and the codes on signs of a county. Coordinates are CGCS2000, longitude first. Errors are application/problem+json."
	rs.api = humachi.New(rs.Router, config)

	get(rs, public, "/v1/meta", "What this register is about", s.meta)
	get(rs, public, "/v1/places", "Find places", s.searchPlaces)
	get(rs, public, "/v1/suggest", "Find places as one types", s.suggest)
	get(rs, public, "/v1/places/{id}", "A place with its names; 410 with the reason once withdrawn", s.place)
	get(rs, public, "/v1/places/{id}/history", "What was ever recorded of a place", s.placeHistory)
	get(rs, public, "/v1/reverse", "What lies around a point", s.reverse)
	get(rs, public, "/v1/divisions", "The divisions that no other holds", s.divisions)
	get(rs, public, "/v1/divisions/{code}", "A division with its versions and events", s.division)
	get(rs, public, "/v1/divisions/{code}/children", "The divisions directly under another", s.children)
	get(rs, public, "/v1/divisions/{code}/carried-by", "Who carries on an old code on a day", s.carriedBy)
	get(rs, public, "/v1/divisions/{code}/changes", "What changed in a county between two days", s.divisionChanges)
	get(rs, public, "/v1/changes", "The change feed: sealed entries of the ledger", s.changes)
	get(rs, public, "/v1/changes/{seq}/objects", "The objects that a bulk change touched", s.changeObjects)
	s.sessionRoutes(rs)
	s.ownRoutes(rs)
	s.keyRoutes(rs)
	s.oidcRoutes(rs)
	s.accountRoutes(rs)
	s.settingRoutes(rs)
	s.ledgerRoutes(rs)
	s.personRoutes(rs)
	s.importRoutes(rs)
	s.registerRoutes(rs)
	s.readingRoutes(rs)
	s.soundRoutes(rs)
	s.editRoutes(rs)
	s.caseRoutes(rs)
	s.deadlineRoutes(rs)
	s.templateRoutes(rs)
	s.archiveRoutes(rs)
	s.calendarRoutes(rs)
	s.fieldRoutes(rs)
	s.draftRoutes(rs)
	s.redivisionRoutes(rs)
	s.redivisionDocumentRoutes(rs)
	s.campaignRoutes(rs)
	s.noticeRoutes(rs)
	s.heritageRoutes(rs)
	s.qualityRoutes(rs)
	s.nameCheckRoutes(rs)
	s.namingWordRoutes(rs)
	s.procedureRoutes(rs)
	s.coverageRoutes(rs)
	s.supervisionRoutes(rs)
	s.certificateRoutes(rs)
	s.boundaryLineRoutes(rs)
	s.roundRoutes(rs)
	s.boundaryTaskRoutes(rs)
	s.upkeepRoutes(rs)
	s.disasterRoutes(rs)
	s.assignmentRoutes(rs)
	s.markerRoutes(rs)
	s.addressRoutes(rs)
	s.plateRoutes(rs)
	s.shelterRoutes(rs)
	s.wallCodeRoutes(rs)
	s.schemeRoutes(rs)
	s.numberingRoutes(rs)
	s.addressCaseRoutes(rs)
	s.addressCertificateRoutes(rs)
	s.printRunRoutes(rs)
	s.wallReportRoutes(rs)
	s.safetyRoutes(rs)
	s.villageCardRoutes(rs)
	s.villagePaperRoutes(rs)
	rs.plain(public, http.MethodGet, "/docs", s.docs(rs.api.OpenAPI()))
}

// Version is the version that the API describes.
const Version = "0.1.0"

var gzipWrap = must(gzhttp.NewWrapper(gzhttp.MinSize(512)))

func compressed(next http.Handler) http.Handler { return gzipWrap(next) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// recovered answers a panic like any internal error.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil && v != http.ErrAbortHandler {
				s.Log.ErrorContext(r.Context(), "handler panicked", "route", routeOf(r), "panic", panicText(v), "stack", string(debug.Stack()))
				s.writeProblem(w, r, internal.in(r.Context()))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// panicText tells of a panic without repeating what a client may have sent.
func panicText(v any) string {
	if err, ok := v.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", v)
}

// readable refuses an address that is too long or is no UTF-8 text, before
// anything looks at it.
func (s *Server) readable(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case len(r.RequestURI) > maxTarget:
			s.writeProblem(w, r, tooLong.in(r.Context()))
		case !isText(r.URL.Path) || !queryIsText(r.URL.RawQuery):
			s.writeProblem(w, r, badQuery.in(r.Context()))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// HTTPServer gives a server with the limits that this handler needs.
func HTTPServer(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: MaxHeader}
}
