package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"diming/internal/certs"
)

type devCertCmd struct {
	Host []string `required:"" help:"Names and addresses of this machine: localhost, diming.test, 192.168.1.20."`
}

func (devCertCmd) Help() string {
	return "Makes an authority for test phones and a certificate of it. Never for production. " +
		"Example: diming dev-cert --host 192.168.1.20,diming.test"
}

// Run makes the authority if there is none, issues for the hosts, and says how
// to go on.
func (c *devCertCmd) Run(_ context.Context, g *Globals) error {
	dir := g.devFolder()
	authority, err := certs.OpenAuthority(dir, time.Now())
	if err != nil {
		return err
	}
	leaf, err := authority.Issue(c.Host, time.Now())
	if err != nil {
		return errors.Join(err, errors.New("测试证书只发给本地域名（.test、.local、.localhost）和内网地址"))
	}
	host := c.Host[0]
	fmt.Printf(`测试证书已生成（至 %s），绝不能用于对外服务 / a test certificate until then, never for production
  根证书 authority  %s
  服务证书 server   %s

启动 start:
  diming serve --dev-cert --listen :8443 --redirect-listen :8080 --public-url https://%s:8443
手机安装 install on the phone: 用手机打开 open
  http://%s:8080/dev-ca
`, leaf.NotAfter.Format(time.DateOnly), filepath.Join(dir, "ca.crt"), filepath.Join(dir, "server.crt"), host, host)
	return nil
}
