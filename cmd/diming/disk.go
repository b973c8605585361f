package main

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// diskFree gives how many bytes can still be written where a folder lies.
func diskFree(dir string) (int64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, fmt.Errorf("look at the disk of %s: %w", dir, err)
	}
	return int64(s.Bavail) * s.Bsize, nil
}
