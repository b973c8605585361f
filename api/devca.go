package api

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	_ "embed"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	texttemplate "text/template"

	"github.com/google/uuid"

	"diming/signs"
)

// A DevAuthority is what vouches for this server on phones that are used for
// tests. Its pages are there only while it does.
type DevAuthority struct {
	Certificate *x509.Certificate
	Page        string // address of /dev-ca that a phone without the authority can open
}

//go:embed devca.html
var devPageSource string

//go:embed devca.mobileconfig
var devProfileSource string

var (
	devPageTemplate    = template.Must(template.New("dev-ca").Parse(devPageSource))
	devProfileTemplate = texttemplate.Must(texttemplate.New("dev-ca profile").Parse(devProfileSource))
)

// devRoutes help to install the authority on a phone.
func (s *Server) devRoutes(rs routes) {
	if s.DevAuthority == nil {
		return
	}
	rs.plain(public, http.MethodGet, "/dev-ca", s.devPage)
	rs.plain(public, http.MethodGet, "/dev-ca.crt", s.devCertificate)
	rs.plain(public, http.MethodGet, "/dev-ca.mobileconfig", s.devProfile)
}

func (s *Server) devPage(w http.ResponseWriter, r *http.Request) {
	code, err := signs.Encode(s.DevAuthority.Page)
	var picture, out bytes.Buffer
	if err == nil {
		err = signs.SVG(&picture, code, 60)
	}
	cert := s.DevAuthority.Certificate
	if err == nil {
		err = devPageTemplate.Execute(&out, map[string]any{
			"English": pick(r.Context(), "", "en") != "", "Code": template.HTML(picture.String()), "Page": s.DevAuthority.Page, "Open": s.PublicURL.String(),
			"Name": cert.Subject.CommonName, "Fingerprint": fingerprint(cert), "Until": cert.NotAfter.Format("2006-01-02")})
	}
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", stylePolicy(out.String()))
	h.Set("Cache-Control", "no-store")
	_, _ = out.WriteTo(w) // the client may have gone
}

// fingerprint is what a phone shows of a certificate, for comparing.
func fingerprint(cert *x509.Certificate) string {
	return strings.TrimSuffix(strings.ReplaceAll(fmt.Sprintf("% X", sha256.Sum256(cert.Raw)), " ", ":"), ":")
}

func (s *Server) devCertificate(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/x-x509-ca-cert")
	w.Header().Set("Content-Disposition", `attachment; filename="diming-test-ca.crt"`)
	_ = pem.Encode(w, &pem.Block{Type: "CERTIFICATE", Bytes: s.DevAuthority.Certificate.Raw}) // the client may have gone
}

// devProfile is the same certificate as Apple's systems want it.
func (s *Server) devProfile(w http.ResponseWriter, r *http.Request) {
	cert := s.DevAuthority.Certificate
	var out bytes.Buffer
	err := devProfileTemplate.Execute(&out, map[string]string{
		"DER":     base64.StdEncoding.EncodeToString(cert.Raw),
		"Payload": uuid.NewSHA1(uuid.NameSpaceOID, cert.Raw).String(),
		"Profile": uuid.NewSHA1(uuid.NameSpaceURL, cert.Raw).String(),
	})
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/x-apple-aspen-config")
	w.Header().Set("Content-Disposition", `attachment; filename="diming-test-ca.mobileconfig"`)
	_, _ = out.WriteTo(w) // the client may have gone
}
