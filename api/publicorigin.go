package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"diming/internal/ledger"
)

// originLimit is how long the public origin may take to answer before nothing is
// printed that leads there.
const originLimit = 5 * time.Second

// Problems of the public origin.
var originSilent = kind{"public-origin", 409, "公开网址没有应答，不能制牌", "The public origin does not answer",
	"二维码要印的网址没有应答，或应答的不是本登记系统。请管理员检查后再签。", "Nothing answers at the address that the codes would bear, or not this register; have it looked at, then sign."}

// A Health is what /healthz answers.
type Health struct {
	Status   string `json:"status"`
	Register string `json:"register,omitempty"` // where it was asked for with ?register: which register this is
}

// health says that the process is up; with ?register, asked for before codes are
// printed, also whose it is, for which the register must be reached.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	body := Health{Status: "up"}
	if r.URL.Query().Has("register") {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		var err error
		if body.Register, err = ledger.Register(ctx, s.DB); err != nil {
			s.writeProblem(w, r, unreachable.in(r.Context()))
			return
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(body) // the client may have gone
}

// originAnswers asks the public origin as a phone would, and refuses where nothing
// answers there or another register does: a code that is printed cannot be mended.
func (s *Server) originAnswers(ctx context.Context) error {
	own, err := ledger.Register(ctx, s.DB)
	if err != nil {
		return err
	}
	client := s.PublicClient
	if client == nil {
		client = http.DefaultClient
	}
	found, why := registerAt(ctx, client, s.PublicURL)
	switch {
	case why != nil && ctx.Err() != nil:
		return ctx.Err()
	case why != nil:
		p := originSilent.in(ctx)
		p.Detail = fmt.Sprintf(pick(ctx, "二维码要印的网址 %s 没有应答（%v），什么也没有签。请管理员检查域名、证书、防火墙和服务，能打开后再签；印好的码改不了。",
			"The address that the codes would bear, %s, does not answer (%v); nothing was signed. Have name, certificate, firewall and server looked at, and sign once it opens: a printed code cannot be mended."), s.PublicURL, why)
		return p
	case found != own || own == "":
		p := originSilent.in(ctx)
		p.Detail = fmt.Sprintf(pick(ctx, "二维码要印的网址 %s 有应答，但不是本登记系统，什么也没有签。请管理员核对公开网址（DIMING_PUBLIC_URL）和代理。",
			"What answers at the address that the codes would bear, %s, is not this register; nothing was signed. Have DIMING_PUBLIC_URL and the proxy looked at."), s.PublicURL)
		return p
	}
	return nil
}

// registerAt gives the register that answers at an origin; "" for something else
// that does.
func registerAt(ctx context.Context, client *http.Client, origin *url.URL) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, originLimit)
	defer cancel()
	at := *origin
	at.Path, at.RawQuery = "/healthz", "register"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return "", err
	}
	response, err := client.Do(request)
	if err != nil {
		var failed *url.Error // it repeats the address
		if errors.As(err, &failed) {
			err = failed.Err
		}
		return "", err
	}
	defer response.Body.Close()
	if response.StatusCode >= http.StatusInternalServerError {
		return "", errors.New(response.Status)
	}
	var body Health
	if err := json.NewDecoder(io.LimitReader(response.Body, 1<<16)).Decode(&body); err != nil || response.StatusCode != http.StatusOK {
		return "", nil
	}
	return body.Register, nil
}
