package e2e

import (
	"fmt"

	"golang.org/x/sys/unix"
)

func mountSmall(dir string, kib int) error {
	return unix.Mount("catenary-e2e", dir, "tmpfs", 0, fmt.Sprintf("size=%dk", kib))
}

// unmount detaches, so that a file that is still open somewhere is no obstacle.
func unmount(dir string) error { return unix.Unmount(dir, unix.MNT_DETACH) }

// limitFiles changes the soft limit alone: the hard one could not be lifted again.
func limitFiles(pid int, bytes int64) error {
	var limit unix.Rlimit
	if err := unix.Prlimit(pid, unix.RLIMIT_FSIZE, nil, &limit); err != nil {
		return err
	}
	limit.Cur = limit.Max
	if bytes >= 0 {
		limit.Cur = uint64(bytes)
	}
	return unix.Prlimit(pid, unix.RLIMIT_FSIZE, &limit, nil)
}
