package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// A door is a listener with the server behind it.
type door struct {
	listener net.Listener
	server   *http.Server // speaks HTTPS where it has a TLSConfig
}

func (d door) serve() error {
	if d.server.TLSConfig != nil {
		return d.server.ServeTLS(d.listener, "", "")
	}
	return d.server.Serve(d.listener)
}

// listen opens an address; the error says what to do.
func listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w（端口被占用或无权限？可用 --listen localhost:8081 / is the port taken or reserved?）", address, err)
	}
	return l, nil
}

// finishing is how long requests in flight are waited for at the end.
const finishing = 30 * time.Second

// keepOpen serves all doors until ctx ends or one of them fails. Then it calls
// draining, goes on for the time that balancers need to notice, takes no more
// requests and lets those in flight finish.
func keepOpen(ctx context.Context, doors []door, draining func(), notice time.Duration) error {
	failed := make(chan error, len(doors))
	for _, d := range doors {
		go func() { failed <- d.serve() }()
	}
	var err error
	select {
	case <-ctx.Done():
		draining()
		select {
		case <-time.After(notice):
		case err = <-failed:
		}
	case err = <-failed:
		draining()
	}
	down, cancel := context.WithTimeout(context.Background(), finishing)
	defer cancel()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	for _, d := range doors {
		err = errors.Join(err, d.server.Shutdown(down))
	}
	return err
}
