package api

import (
	"context"
	"net"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/desk"
	"diming/internal/version"
	"diming/signs/artwork"
	"diming/signs/plate"
)

// wallCodeRoutes are the plates that hung before the register kept plates, and
// the codes that others put on them.
func (s *Server) wallCodeRoutes(rs routes) {
	operate(rs, may(managePlates), huma.Operation{Method: http.MethodPost, Path: "/v1/plates/found", Summary: "Enter plates that hang already, with what they say and the codes they bear; all or none", DefaultStatus: http.StatusCreated, MaxBodyBytes: 8 << 20},
		s.enterFound, Example{Body: `{"items":[{"kind":"door_small","address":"{address}","name":"示例路","number":"12号","seen":"2026-01-05"}],"reason":"普查"}`})
	rs.plain(may(managePlates), http.MethodPost, "/v1/plates/found.csv", s.enterWallTable, Example{Path: "/v1/plates/found.csv?reason=普查&dry=1", Body: "匹配标识,二维码\n{address},\n"})
	get(rs, mayAnywhere(readPlates), "/v1/plates/foreign", "Plates that hang and whose code no host of ours answers: to be replaced", s.foreignCodes)
}

// FoundPlate is a plate that hangs already.
type FoundPlate struct {
	Kind     string     `json:"kind" enum:"door_big,door_middle,door_small,building,unit,room,street,lane,village,settlement,place"`
	Address  *uuid.UUID `json:"address,omitempty"`
	Place    *uuid.UUID `json:"place,omitempty"`
	Name     string     `json:"name,omitempty" maxLength:"100" doc:"What it says, right or wrong."`
	Pinyin   string     `json:"pinyin,omitempty" maxLength:"200"`
	Number   string     `json:"number,omitempty" maxLength:"40" doc:"With its 号, as it is written."`
	Postcode string     `json:"postcode,omitempty" pattern:"^[0-9]{6}$"`
	Lon      *float64   `json:"lon,omitempty" doc:"Where it hangs, CGCS2000."`
	Lat      *float64   `json:"lat,omitempty"`
	Seen     string     `json:"seen" format:"date" doc:"When it was seen to hang."`
	Code     string     `json:"code,omitempty" maxLength:"2000" doc:"The text of the code that it bears, as a phone reads it."`
}

func (f FoundPlate) found() (plate.Found, error) {
	seen, err := version.ParseDate(f.Seen)
	if err != nil {
		return plate.Found{}, plate.ErrDay
	}
	out := plate.Found{Kind: artwork.Kind(f.Kind), Target: plate.Target{Address: orNoID(f.Address), Place: orNoID(f.Place)}, Seen: seen, Code: strings.TrimSpace(f.Code),
		Says: plate.Words{Name: f.Name, Pinyin: f.Pinyin, Number: f.Number, Postcode: f.Postcode}}
	if (f.Lon == nil) != (f.Lat == nil) {
		return out, &plate.ContentError{ZH: "经度和纬度须一起填写。", EN: "Longitude and latitude go together."}
	}
	if f.Lon != nil {
		out.Point = &orb.Point{*f.Lon, *f.Lat}
	}
	return out, nil
}

type foundInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Items  []FoundPlate `json:"items" minItems:"1" maxItems:"5000"`
		Reason string       `json:"reason" maxLength:"1000" doc:"Where they come from, such as a survey."`
	}
}

func (s *Server) enterFound(ctx context.Context, in *foundInput) (*struct{ Body PlannedPlates }, error) {
	found := make([]plate.Found, len(in.Body.Items))
	drafts := make([]plate.Draft, len(in.Body.Items))
	for i, item := range in.Body.Items {
		var err error
		if found[i], err = item.found(); err != nil {
			return nil, s.failPlate(ctx, &plate.RefusedError{Row: i + 1, Err: err})
		}
		drafts[i] = plate.Draft{Kind: found[i].Kind, Target: found[i].Target}
	}
	if err := s.mayPlan(ctx, drafts); err != nil {
		return nil, s.fail(ctx, err)
	}
	intent := desk.Intent{Actor: s.principalOf(ctx).Account.ID, Key: in.Key, Digest: intended(in.RawBody, "plate find")}
	return s.enterPlates(ctx, intent, func(store *plate.Store) ([]uuid.UUID, error) {
		return store.EnterFound(ctx, intent.Actor, found, in.Body.Reason, today())
	})
}

// ForeignCode is a plate whose code no host of ours answers.
type ForeignCode struct {
	PlateRow
	Code string `json:"code"`
	Host string `json:"host,omitempty" doc:"Absent where the code is no web address."`
}

type foreignInput struct {
	Lang     string    `query:"lang" enum:"zh,en"`
	Division uuid.UUID `query:"division" doc:"In it or below it."`
	Cursor   uuid.UUID `query:"cursor"`
	Limit    int       `query:"limit" minimum:"0" maximum:"500" doc:"100 if absent."`
}

func (s *Server) foreignCodes(ctx context.Context, in *foreignInput) (*struct{ Body itemsOf[ForeignCode] }, error) {
	narrow := plateListInput{PlateFilterParams: PlateFilterParams{Division: in.Division}, Cursor: in.Cursor, Limit: in.Limit}
	f, err := narrow.page(ctx, s)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	ours, err := s.ownHosts(ctx)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, next, err := s.plates().Foreign(ctx, f, ours)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[ForeignCode]{Items: make([]ForeignCode, len(all))}
	for i, one := range all {
		body.Items[i] = ForeignCode{s.plateRow(one.Plate), one.Code, one.Host}
	}
	if next != uuid.Nil {
		body.Next = next.String()
	}
	return &struct{ Body itemsOf[ForeignCode] }{body}, nil
}

// ownHosts are the hosts whose addresses this server answers: its own, and
// those of old codes that are pointed here.
func (s *Server) ownHosts(ctx context.Context) ([]string, error) {
	ours := []string{s.PublicURL.Hostname()}
	home, err := s.Boundaries.Home(ctx)
	if err != nil {
		return ours, err
	}
	old, _, _, err := s.Boundaries.Setting(ctx, home.ID, boundaries.SettingOldHosts, today())
	for host := range strings.SplitSeq(old, ",") {
		if host = strings.TrimSpace(host); host != "" {
			ours = append(ours, host)
		}
	}
	return ours, err
}

// longestRequest is how long a request may be that an old code made.
const longestRequest = 2000

// orOldCode answers a request by which an old code asks for its plate, and leaves
// every other to next. Before it is known which old codes there are, a request to
// another host than ours is told so: nothing of what a plate says is lost for good.
func (s *Server) orOldCode(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		request := plate.Request(r.URL)
		if r.Method != http.MethodGet && r.Method != http.MethodHead || request == "/" || len(request) > longestRequest {
			next(w, r)
			return
		}
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		now := s.Behind.Now()
		if now == nil && !strings.EqualFold(host, s.PublicURL.Hostname()) {
			s.writeProblem(w, r, unreachable.in(r.Context()))
			return
		}
		if now != nil {
			if token, ok := now.ByRequest(strings.ToLower(host), request); ok {
				w.Header().Set("Cache-Control", "no-store")
				http.Redirect(w, r, s.pageURL(token), http.StatusFound)
				return
			}
		}
		next(w, r)
	}
}
