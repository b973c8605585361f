package pg

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// settings are for a machine of 2 cores and 24 GiB that does other work too.
// What a person sets with ALTER SYSTEM goes before them.
const settings = `# Written at every start; use ALTER SYSTEM for settings of your own.
max_connections = 200
shared_buffers = 256MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
random_page_cost = 1.1
jit = off
idle_in_transaction_session_timeout = 5min
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %u@%d '
logging_collector = off
unix_socket_permissions = 0700
`

// unsafeSettings are for data that may be lost with the machine.
const unsafeSettings = `fsync = off
synchronous_commit = off
full_page_writes = off
`

const settingsFile = "diming.conf"

// maxLog is the size in bytes at which a log is put aside at the next start.
const maxLog = 16 << 20

func (c *Cluster) writeSettings() error {
	text := settings
	if !c.fsync {
		text += unsafeSettings
	}
	path := filepath.Join(c.data(), settingsFile)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return fmt.Errorf("write server settings: %w", err)
	}
	return c.give(path)
}

// appendInclude makes PostgreSQL read the settings after its own file.
func appendInclude(conf string) error {
	f, err := os.OpenFile(conf, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return fmt.Errorf("open postgresql.conf: %w", err)
	}
	_, err = f.WriteString("\ninclude_if_exists = '" + settingsFile + "'\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write postgresql.conf: %w", err)
	}
	return nil
}

// openLog opens the server's log for appending; a long one is put aside, in
// the place of the one before it.
func (c *Cluster) openLog() (*os.File, error) {
	if info, err := os.Stat(c.logFile()); err == nil && info.Size() > maxLog {
		if err := os.Rename(c.logFile(), c.logFile()+".1"); err != nil {
			return nil, fmt.Errorf("put server log aside: %w", err)
		}
	}
	f, err := os.OpenFile(c.logFile(), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open server log: %w", err)
	}
	if err := c.give(c.logFile()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// logSince reads the last 2 KiB of what the server wrote after offset from.
func (c *Cluster) logSince(from int64) string {
	f, err := os.Open(c.logFile())
	if err != nil {
		return err.Error()
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err.Error()
	}
	from = max(from, info.Size()-2048)
	text, err := io.ReadAll(io.NewSectionReader(f, from, info.Size()-from))
	if err != nil {
		return err.Error()
	}
	return string(bytes.TrimSpace(text))
}

// syncFolder makes a rename in dir last.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("sync folder %s: %w", dir, err)
	}
	return nil
}
