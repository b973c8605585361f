package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// An opening is a door with a handler, kept open until the test ends it.
type opening struct {
	url      string
	stop     context.CancelFunc
	draining chan struct{}
	ended    chan error
}

func open(t *testing.T, notice time.Duration, h http.Handler) opening {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	o := opening{"http://" + l.Addr().String(), stop, make(chan struct{}), make(chan error, 1)}
	go func() {
		o.ended <- keepOpen(ctx, []door{{l, &http.Server{Handler: h}}}, func() { close(o.draining) }, notice)
	}()
	return o
}

func TestARequestInFlightIsFinishedBeforeTheServerEnds(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	o := open(t, 0, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-release
		_, _ = io.WriteString(w, "whole")
	}))
	answer := make(chan string, 1)
	go func() {
		response, err := http.Get(o.url)
		if err != nil {
			answer <- err.Error()
			return
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		answer <- string(body) + errorText(err)
	}()
	<-arrived
	o.stop()
	<-o.draining
	eventually(t, "no more connections are taken", func() error {
		c, err := net.Dial("tcp", o.url[len("http://"):])
		if err != nil {
			return nil
		}
		c.Close()
		return errors.New("one was")
	})
	select {
	case err := <-o.ended:
		t.Fatalf("the server ended over a request in flight: %v", err)
	default:
	}
	close(release)
	if got := <-answer; got != "whole" {
		t.Errorf("the request in flight was answered %q", got)
	}
	if err := <-o.ended; err != nil {
		t.Errorf("the end: %v", err)
	}
}

func TestWhileDrainingRequestsAreStillAnswered(t *testing.T) {
	var asked atomic.Int32
	o := open(t, time.Hour, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	o.stop()
	<-o.draining
	response, err := http.Get(o.url)
	if err != nil {
		t.Fatalf("while draining: %v", err)
	}
	response.Body.Close()
	if asked.Load() != 1 {
		t.Error("the request did not arrive")
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
