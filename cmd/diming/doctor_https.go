package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"diming/api"
	"diming/internal/certs"
)

// How many days before its end a certificate is worth a word.
const certWarnDays = 21

// checkCertificate looks at the certificate that the server is to show.
func (c *doctorCmd) checkCertificate(g *Globals, public *url.URL, now time.Time) []finding {
	if err := c.check(public); err != nil {
		return []finding{{"certificate", fail, err.Error(), "改正 HTTPS 的设置 / correct the settings of HTTPS"}}
	}
	cert, key := c.TLSCert, c.TLSKey
	switch {
	case c.ACME:
		return []finding{c.checkACME(g, public)}
	case c.DevCert:
		cert, key = certs.LeafFiles(g.devFolder())
	case cert == "" && public.Scheme == "http" && !api.IsLocal(public.Hostname()):
		return []finding{{"certificate", fail, "公开网址是 http://，手机的定位、相机和离线功能都不能用 / phones need HTTPS", "见 docs/operations.md 的 HTTPS 一节 / see HTTPS in docs/operations.md"}}
	case cert == "":
		return []finding{well("certificate", "由代理提供，或仅本地使用 / shown by a proxy, or local only")}
	}
	pair, err := readPair(cert, key, now)
	if err != nil {
		return []finding{{"certificate", fail, fmt.Sprintf("%s: %v", cert, err), "换上有效的证书和与之匹配的私钥；运行中的服务仍用旧证书 / put a valid pair there; a running server goes on with the old one"}}
	}
	all := []finding{judgeDays(pair.Leaf, now)}
	if err := pair.Leaf.VerifyHostname(public.Hostname()); err != nil {
		all = append(all, finding{"certificate-name", fail, err.Error(), "证书须包含公开网址的域名 / the certificate must name the host of the public URL"})
	}
	all = append(all, checkIssuer(pair, g.devFolder(), now))
	if info, err := os.Stat(key); err == nil && info.Mode().Perm()&0o007 != 0 {
		all = append(all, finding{"certificate-key", warn, fmt.Sprintf("%s 的权限是 %v", key, info.Mode().Perm()), "chmod o= " + key})
	}
	return all
}

func readPair(cert, key string, now time.Time) (*tls.Certificate, error) {
	certText, err := os.ReadFile(cert)
	if err != nil {
		return nil, err
	}
	keyText, err := os.ReadFile(key)
	if err != nil {
		return nil, err
	}
	return certs.Parse(certText, keyText, now)
}

func judgeDays(leaf *x509.Certificate, now time.Time) finding {
	days := int(leaf.NotAfter.Sub(now).Hours() / 24)
	f := well("certificate", "至 %s，还有 %d 天 / days left", leaf.NotAfter.Format(time.DateOnly), days)
	if days < certWarnDays {
		f.Level, f.Remedy = warn, "现在就申请新证书；换上后服务自动启用 / renew it now; the server takes it up by itself"
	}
	return f
}

// checkIssuer tells whether phones will believe a certificate.
func checkIssuer(pair *tls.Certificate, devFolder string, now time.Time) finding {
	if certs.AuthorityFor(devFolder, pair.Leaf) != nil {
		return finding{"certificate-chain", warn, "测试证书：只有装了它的手机信任 / only phones that installed the test authority believe it", "正式使用请换单位的证书 / use the bureau's certificate in earnest"}
	}
	chain := x509.NewCertPool()
	for _, der := range pair.Certificate[1:] {
		if one, err := x509.ParseCertificate(der); err == nil {
			chain.AddCert(one)
		}
	}
	if _, err := pair.Leaf.Verify(x509.VerifyOptions{Intermediates: chain, CurrentTime: now}); err != nil {
		return finding{"certificate-chain", warn, err.Error(), "证书文件须依次含本站证书和中间证书；自建 CA 须装进每部手机 / the file must hold the leaf and then the intermediates"}
	}
	return well("certificate-chain", "本机的根证书信任它 / trusted by this machine")
}

// checkACME looks at what the authority has issued.
func (c *doctorCmd) checkACME(g *Globals, public *url.URL) finding {
	_, err := os.Stat(filepath.Join(g.Data, "acme", public.Hostname()))
	if errors.Is(err, fs.ErrNotExist) {
		return finding{"certificate", warn, "尚未签发 / none issued yet", "第一次用 HTTPS 打开公开网址时签发：443 端口须能从外网访问 / it is issued when the public URL is first opened: port 443 must be reachable"}
	}
	if err != nil {
		return finding{"certificate", fail, err.Error(), "检查 DIMING_DATA/acme 的权限 / check the permissions of DIMING_DATA/acme"}
	}
	return well("certificate", "由 %s 签发并自动续期 / renewed by itself", c.ACMEDirectory)
}

// answerLimit is how long the server may take to answer under its public URL.
const answerLimit = 5 * time.Second

// checkAnswer asks the server under its public URL, as a phone would.
func (c *doctorCmd) checkAnswer(ctx context.Context, g *Globals, public *url.URL) finding {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, public.JoinPath("healthz").String(), nil)
	if err != nil {
		return finding{"answer", fail, err.Error(), "看日志，再运行一次 / look at the log, then run it again"}
	}
	response, err := g.publicClient().Do(request)
	if err != nil {
		return finding{"answer", fail, err.Error(), "服务是否在运行？域名解析、防火墙、代理、证书是否正确？未通之前不要印制标志 / is the server running, the name resolved, the port open? print no signs before"}
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return finding{"answer", fail, fmt.Sprintf("%s = %s", request.URL, response.Status), "公开网址是否指向本服务？ / does the public URL lead to this server?"}
	}
	return well("answer", "%s", request.URL)
}

// publicClient asks the public URL as a phone would that trusts the authority for
// test phones, where there is one.
func (g *Globals) publicClient() *http.Client {
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if text, err := os.ReadFile(filepath.Join(g.devFolder(), "ca.crt")); err == nil {
		roots.AppendCertsFromPEM(text)
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true}}
}
