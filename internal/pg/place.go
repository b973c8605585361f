package pg

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// systemUser owns the clusters that root starts: PostgreSQL refuses to run as
// root, and a folder below /root is closed to everyone else.
const systemUser = "diming"

// maxSocketPath is the longest path, in bytes, that a Unix socket can have.
const maxSocketPath = 107

// A place says where a cluster lives and whose it is.
type place struct {
	base   string              // holds data, postgres.log and the lock files
	socket string              // folder of the socket for a server started now
	cred   *syscall.Credential // nil: the current user
}

func (p place) data() string    { return filepath.Join(p.base, "data") }
func (p place) logFile() string { return filepath.Join(p.base, "postgres.log") }

// placeFor decides where the cluster of dataDir lives, and makes the folders.
// dataDir is an existing folder with its symbolic links resolved.
func placeFor(dataDir string) (place, error) {
	sum := sha256.Sum256([]byte(dataDir))
	short := hex.EncodeToString(sum[:5])
	if os.Geteuid() != 0 {
		return ownPlace(dataDir, short)
	}
	if info, err := os.Stat(filepath.Join(dataDir, "pg", "data")); err == nil {
		return place{}, othersFolder(dataDir, info)
	}
	return systemPlace(dataDir, short)
}

// othersFolder says whose cluster lies in a folder: root would sooner make
// another elsewhere and show an empty register.
func othersFolder(dataDir string, info os.FileInfo) error {
	name := "its owner"
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		if u, err := user.LookupId(strconv.Itoa(int(stat.Uid))); err == nil {
			name = u.Username
		}
	}
	return fmt.Errorf("the database in %s belongs to %s: run this as that user (sudo -u %s …)", dataDir, name, name)
}

func ownPlace(dataDir, short string) (place, error) {
	p := place{base: filepath.Join(dataDir, "pg")}
	if err := os.MkdirAll(p.base, 0o700); err != nil {
		return place{}, fmt.Errorf("make cluster folder: %w", err)
	}
	name := fmt.Sprintf("diming-%d-%s", os.Geteuid(), short)
	var errs []error
	for _, parent := range []string{os.TempDir(), "/tmp"} {
		p.socket = filepath.Join(parent, name)
		err := makeSocketFolder(p.socket)
		if err == nil {
			return p, nil
		}
		errs = append(errs, err)
	}
	return place{}, errors.Join(errs...)
}

// makeSocketFolder makes dir or accepts one that only the current user can
// enter: the server trusts whoever reaches its socket.
func makeSocketFolder(dir string) error {
	if n := len(filepath.Join(dir, socketFile)); n > maxSocketPath {
		return fmt.Errorf("make socket folder %s: its socket's path would have %d bytes, the system allows %d", dir, n, maxSocketPath)
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("make socket folder: %w", err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("look at socket folder: %w", err)
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || info.Mode().Perm() != 0o700 || !ok || int(stat.Uid) != os.Geteuid() {
		return fmt.Errorf("use socket folder %s: it is not a folder that only this user can enter; remove it", dir)
	}
	return nil
}

func systemPlace(dataDir, short string) (place, error) {
	cred, err := systemCredential()
	if err != nil {
		return place{}, err
	}
	clusters := "/var/lib/diming"
	if memory := "/dev/shm/"; strings.HasPrefix(dataDir, memory) {
		clusters = memory + "diming" // who keeps data in memory wants its database there too
	}
	p := place{
		base:   filepath.Join(clusters, short),
		socket: filepath.Join("/run/diming", short),
		cred:   cred,
	}
	for _, dir := range []string{p.base, p.socket} {
		// The parent is open so that the cluster's user reaches its own folder.
		if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
			return place{}, fmt.Errorf("make cluster folder: %w", err)
		}
		if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
			return place{}, fmt.Errorf("make cluster folder: %w", err)
		}
		if err := p.give(dir); err != nil {
			return place{}, err
		}
	}
	return p, p.leaveNotes(dataDir)
}

// leaveNotes tells whoever finds one of the two folders about the other.
func (p place) leaveNotes(dataDir string) error {
	there := "The database of this folder is in " + p.base + "\n"
	if err := os.WriteFile(filepath.Join(dataDir, "database-is-elsewhere.txt"), []byte(there), 0o600); err != nil {
		return fmt.Errorf("note the cluster's folder: %w", err)
	}
	here := "This is the database of " + dataDir + "\n"
	if err := os.WriteFile(filepath.Join(p.base, "belongs-to.txt"), []byte(here), 0o600); err != nil {
		return fmt.Errorf("note the data folder: %w", err)
	}
	return nil
}

// give makes the cluster's user the owner of path.
func (p place) give(path string) error {
	if p.cred == nil {
		return nil
	}
	if err := os.Chown(path, int(p.cred.Uid), int(p.cred.Gid)); err != nil {
		return fmt.Errorf("give %s to user %s: %w", path, systemUser, err)
	}
	return nil
}

// systemCredential looks the dedicated user up and makes it if absent.
func systemCredential() (*syscall.Credential, error) {
	u, err := user.Lookup(systemUser)
	if err != nil {
		out, addErr := exec.Command("useradd", "--system", "--user-group", "--no-create-home",
			"--home-dir", "/var/lib/diming", "--shell", "/usr/sbin/nologin", systemUser).CombinedOutput()
		// Another process may have been quicker: what counts is that the user is there.
		if u, err = user.Lookup(systemUser); err != nil {
			return nil, fmt.Errorf("make system user %s, which runs PostgreSQL for root: %w: %s", systemUser, errors.Join(addErr, err), out)
		}
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("read id of user %s: %w", systemUser, err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("read group of user %s: %w", systemUser, err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}
