package pg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// postmaster reads who serves the data folder and in which folder its socket
// is. pid is 0 when nobody does: a file left by a killed server, even one whose
// number another program has by now, does not count.
func postmaster(data string) (pid int, socket string) {
	pid, socket = postmasterFile(data)
	if pid == 0 || !worksIn(pid, data) {
		return 0, ""
	}
	return pid, socket
}

// postmasterFile reads postmaster.pid: the first line is the process, the
// fifth the folder of the socket.
func postmasterFile(data string) (pid int, socket string) {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return 0, ""
	}
	lines := strings.Split(string(text), "\n")
	pid, err = strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil || pid <= 1 {
		return 0, ""
	}
	if len(lines) > 4 {
		socket = strings.TrimSpace(lines[4])
	}
	return pid, socket
}

// worksIn reports whether process pid lives and has dir as its working folder,
// which every PostgreSQL process has. Where the system does not tell, a living
// process is believed.
func worksIn(pid int, dir string) bool {
	if !alive(pid) {
		return false
	}
	if _, err := os.Stat("/proc/self/cwd"); err != nil {
		return true
	}
	cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
	return err == nil && cwd == dir
}

func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// workersIn lists the processes whose working folder is dir.
func workersIn(dir string) []int {
	entries, _ := os.ReadDir("/proc") // without /proc there is nothing to see
	var pids []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		if cwd, err := os.Readlink(filepath.Join("/proc", e.Name(), "cwd")); err == nil && cwd == dir {
			if comm, err := os.ReadFile(filepath.Join("/proc", e.Name(), "comm")); err == nil && isPostgres(string(comm)) {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

func isPostgres(comm string) bool {
	comm = strings.TrimSpace(comm)
	return comm == "postgres" || comm == "initdb"
}

// sweep ends the PostgreSQL processes that a killed server left in dir. They
// hold its shared memory and would keep a new server from starting.
func sweep(ctx context.Context, dir string) error {
	signal := syscall.SIGQUIT
	for range 100 {
		pids := workersIn(dir)
		if len(pids) == 0 {
			return nil
		}
		for _, pid := range pids {
			// An error means that it has just gone.
			_ = syscall.Kill(pid, signal)
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return fmt.Errorf("end the processes left in %s: %w", dir, err)
		}
		signal = syscall.SIGKILL
	}
	return fmt.Errorf("end the processes left in %s: some do not go", dir)
}
