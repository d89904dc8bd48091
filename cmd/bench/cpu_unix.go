//go:build linux || darwin

package bench

import (
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// onThread runs work on a thread of its own, so that the CPU time of the generator is
// known apart from that of a devnet in the same process. Work calls account now and then.
func (c *carrier) onThread(work func(account func()) error) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	last := threadTime()
	account := func() {
		now := threadTime()
		c.counts.generator.Add(int64(now - last))
		last = now
	}
	defer account()
	return work(account)
}

func threadTime() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}

// processTime is the CPU time of this process, user and system.
func processTime() time.Duration {
	var u unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
