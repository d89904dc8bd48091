package e2e

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Disk is a small file system of its own that a story can fill up.
type Disk struct {
	Dir string
	t   testing.TB
}

// SmallDisk mounts a file system of so many KiB. It skips the test where that is not
// allowed, which most often means: where it does not run as root on Linux.
func SmallDisk(t testing.TB, kib int) *Disk {
	t.Helper()
	dir := t.TempDir()
	if err := mountSmall(dir, kib); err != nil {
		t.Skipf("no small file system can be mounted here, which takes root on Linux: %v", err)
	}
	t.Cleanup(func() {
		if err := unmount(dir); err != nil {
			t.Errorf("unmount %s: %v", dir, err)
		}
	})
	return &Disk{Dir: dir, t: t}
}

func (d *Disk) ballast() string { return filepath.Join(d.Dir, "ballast") }

// Fill leaves no byte free: every write that needs a new page fails with ENOSPC.
func (d *Disk) Fill() {
	d.t.Helper()
	file, err := os.OpenFile(d.ballast(), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		d.t.Fatal(err)
	}
	defer file.Close()
	for chunk := make([]byte, 4096); ; {
		if _, err := file.Write(chunk); errors.Is(err, syscall.ENOSPC) {
			return
		} else if err != nil {
			d.t.Fatal(err)
		}
	}
}

// Free makes room again.
func (d *Disk) Free() {
	d.t.Helper()
	if err := os.Remove(d.ballast()); err != nil {
		d.t.Fatal(err)
	}
}

// LimitFiles bounds the size of what a running process may write to any file, in
// bytes; a negative bound lifts it. Writes beyond it fail with EFBIG, as they fail
// with ENOSPC on a full disk, so that this stands for one where none can be mounted.
func (p *Process) LimitFiles(bytes int64) {
	p.t.Helper()
	if err := limitFiles(p.cmd.Process.Pid, bytes); err != nil {
		p.t.Skipf("the size of another process's files cannot be limited here: %v", err)
	}
}
