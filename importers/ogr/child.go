package ogr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// A call is one run of a program.
type call struct {
	tool   string
	args   []string
	config []string // of GDAL, NAME=VALUE
	out    io.Writer
}

const maxStderr = 64 << 10

// run runs a program to its end within the limits and returns what it said.
// The goroutine keeps its thread, whose end would end the child too.
func (d *Dataset) run(ctx context.Context, c call) ([]string, error) {
	path, err := d.tools.path(c.tool)
	if err != nil {
		return nil, err
	}
	type ending struct {
		said []string
		err  error
	}
	ended := make(chan ending)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		said, err := d.runHere(ctx, path, c)
		ended <- ending{said, err}
	}()
	e := <-ended
	return e.said, e.err
}

func (d *Dataset) runHere(ctx context.Context, path string, c call) ([]string, error) {
	limits := d.tools.Limits
	out := &meter{to: c.out, most: limits.Output}
	out.heard()
	stderr := &tail{}
	cmd, err := d.start(path, c, out, stderr)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", c.tool, err)
	}
	pid := cmd.Process.Pid
	stop, watched := make(chan struct{}), make(chan error, 1)
	go func() { watched <- watch(ctx, pid, out, limits, stop) }()
	err = cmd.Wait()
	close(stop)
	why := <-watched
	said := messages(stderr.String(), d.folder)
	if why == nil && out.failed.Load() {
		why = ErrTooMuch
	}
	switch {
	case why != nil && ctx.Err() != nil:
		return said, ctx.Err()
	case why != nil:
		return said, &ChildError{Kind: why, Tool: c.tool, Detail: limits.detail(why), Messages: said}
	case err != nil:
		return said, failure(c.tool, err, said)
	}
	return said, out.err
}

// start starts the child without a network where the system lets us make it
// so, else with the drivers alone as protection.
func (d *Dataset) start(path string, c call, out io.Writer, stderr io.Writer) (*exec.Cmd, error) {
	flags := []uintptr{syscall.CLONE_NEWNET, 0}
	if os.Geteuid() != 0 {
		flags[0] |= syscall.CLONE_NEWUSER
	}
	var err error
	for _, flag := range flags {
		cmd := confined(path, c.args, d.tools.Limits)
		cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = d.folder, d.environment(c.config), out, stderr
		cmd.WaitDelay = 2 * time.Second
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL, Cloneflags: flag}
		if err = cmd.Start(); err == nil {
			return cmd, nil
		}
	}
	return nil, err
}

// confined is a command under the limits that the system itself enforces, by
// prlimit of util-linux, which every Debian has.
func confined(path string, args []string, l Limits) *exec.Cmd {
	return exec.Command("prlimit", append([]string{
		fmt.Sprintf("--as=%d", l.Memory), fmt.Sprintf("--fsize=%d", l.Output), fmt.Sprintf("--cpu=%d", int64(l.Total/time.Second)+1),
		"--core=0", "--", path,
	}, args...)...)
}

// environment is all that a child sees of ours: where programs and the data
// of GDAL and PROJ are.
func (d *Dataset) environment(config []string) []string {
	env := []string{
		"HOME=" + d.folder, "TMPDIR=" + d.folder, "CPL_TMPDIR=" + d.folder, "LC_ALL=C.UTF-8",
		"GDAL_SKIP=" + d.skip, "GDAL_DRIVER_PATH=disable", "GDAL_HTTP_PROXY=http://127.0.0.1:9",
		"GDAL_HTTP_CONNECTTIMEOUT=1", "GDAL_HTTP_MAX_RETRY=0", "PROJ_NETWORK=OFF", "GDAL_PAM_ENABLED=NO",
		"CPL_VSIL_CURL_ALLOWED_EXTENSIONS={noext}", "GDAL_VRT_ENABLE_PYTHON=NO", "OGR_GEOJSON_MAX_OBJ_SIZE=200",
	}
	for _, name := range []string{"PATH", "GDAL_DATA", "PROJ_LIB", "PROJ_DATA", "LD_LIBRARY_PATH"} {
		if value := os.Getenv(name); value != "" {
			env = append(env, name+"="+value)
		}
	}
	return append(env, config...)
}

// watch ends the child, and what it started, when it breaks a limit of time
// or output or nobody waits for it any more. It returns why, nil if it did
// nothing.
func watch(ctx context.Context, pid int, out *meter, l Limits, stop <-chan struct{}) error {
	begun := time.Now()
	tick := time.NewTicker(min(200*time.Millisecond, l.Silence/4+1))
	defer tick.Stop()
	var why error
	for why == nil {
		select {
		case <-stop:
			return nil
		case <-ctx.Done():
			why = ctx.Err()
		case <-tick.C:
		}
		switch {
		case why != nil:
		case out.failed.Load():
			why = ErrTooMuch
		case time.Since(begun) > l.Total:
			why = ErrTooLong
		case out.silence() > l.Silence:
			why = ErrHanging
		}
	}
	_ = syscall.Kill(-pid, syscall.SIGKILL) // it may have ended just now
	<-stop
	return why
}

func (l Limits) detail(why error) string {
	switch why {
	case ErrHanging:
		return fmt.Sprintf("%v 没有输出", l.Silence)
	case ErrTooLong:
		return fmt.Sprintf("超过 %v", l.Total)
	case ErrTooMuch:
		return fmt.Sprintf("超过 %d 字节", l.Output)
	}
	return ""
}

// failure tells a child that was killed from one that gave up.
func failure(tool string, err error, said []string) error {
	e := &ChildError{Kind: ErrFailed, Tool: tool, Messages: said}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return fmt.Errorf("run %s: %w", tool, err)
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		e.Kind, e.Detail = ErrKilled, "信号 / signal: "+status.Signal().String()
	} else if code := exit.ExitCode(); code > 128 && code < 160 {
		e.Kind, e.Detail = ErrKilled, "信号 / signal: "+syscall.Signal(code-128).String() // as a shell reports it
	} else {
		e.Detail = fmt.Sprintf("退出码 / exit code %d", code)
	}
	return e
}

// A meter counts what is written, and when.
type meter struct {
	to     io.Writer
	most   int64
	wrote  int64
	last   atomic.Int64
	failed atomic.Bool // it wrote more than it may
	err    error       // of the writer behind
}

func (m *meter) heard()                 { m.last.Store(time.Now().UnixNano()) }
func (m *meter) silence() time.Duration { return time.Duration(time.Now().UnixNano() - m.last.Load()) }

func (m *meter) Write(p []byte) (int, error) {
	m.heard()
	if m.wrote += int64(len(p)); m.wrote > m.most {
		m.failed.Store(true)
		return 0, ErrTooMuch
	}
	n, err := m.to.Write(p)
	if err != nil {
		m.err = err
	}
	return n, err
}

// A tail keeps the beginning of what a child says.
type tail struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf.Write(p[:min(len(p), maxStderr-t.buf.Len())])
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.String()
}
