package txsender

import (
	"errors"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// crowded is a journal's file on a disk with so many bytes of room, that may also
// forget what it was to keep.
type crowded struct {
	journalFile
	mu       sync.Mutex
	room     int
	full     bool
	stuck    bool // cannot be cut either
	forgets  bool // fails to sync
	refusals int
}

func (c *crowded) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.full || len(b) <= c.room {
		return c.journalFile.Write(b)
	}
	c.refusals++
	n, err := c.journalFile.Write(b[:c.room])
	return n, errors.Join(err, syscall.ENOSPC)
}

func (c *crowded) Truncate(size int64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stuck {
		return syscall.EIO
	}
	return c.journalFile.Truncate(size)
}

func (c *crowded) Sync() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.forgets {
		return syscall.EIO
	}
	return c.journalFile.Sync()
}

func (c *crowded) set(change func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change()
}

func (c *crowded) refused() (count int) {
	c.set(func() { count = c.refusals })
	return count
}

// crowd starts the sender with its journal on such a disk.
func crowd(t *testing.T) (*rig, *crowded) {
	t.Helper()
	disk := &crowded{}
	r := newRig(t)
	r.modify = func(c *Config) { disk.journalFile, c.Journal.file = c.Journal.file, disk }
	return r.start(), disk
}

// sent counts broadcasts.
func (r *rig) sent() (count int) {
	r.market.set(func() { count = r.market.broadcasts })
	return count
}

// TestFullDiskBroadcastsNothing: half a line fits. Nothing is broadcast, whoever sends
// is told, and with room again the next line is whole and everything goes on.
func TestFullDiskBroadcastsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, disk := crowd(t)
		first := r.sending(call(1))
		disk.set(func() { disk.full, disk.room = true, 100 })
		before := r.sent()
		want(t, r.sending(call(2)), errNotWritten)
		if disk.refused() == 0 || r.sent() != before {
			t.Fatalf("%d refusals of the disk, %d transactions broadcast meanwhile", disk.refused(), r.sent()-before)
		}
		// What was broadcast before comes to its end, although its end can't be noted.
		r.market.mine()
		time.Sleep(2 * defaultPoll)
		want(t, first, nil)
		disk.set(func() { disk.full = false })
		second := r.sending(call(2))
		r.market.mine()
		time.Sleep(2 * defaultPoll)
		want(t, second, nil)
		if r.executed(1) != 1 || r.executed(2) != 1 {
			t.Fatalf("executed %d and %d times, want once each", r.executed(1), r.executed(2))
		}
		content, err := os.ReadFile(r.path)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSuffix(string(content), "\n"), "\n") {
			if _, _, err := decodeLine([]byte(line)); err != nil {
				t.Errorf("line %.40q: %v", line, err)
			}
		}
		_ = r.stop()
	})
}

// TestFullDiskKeepsAStuckTransaction: no replacement can be written down, so that none
// is broadcast; once there is room, one is.
func TestFullDiskKeepsAStuckTransaction(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, disk := crowd(t)
		result := r.sending(call(1))
		disk.set(func() { disk.full = true })
		r.market.set(func() { r.market.baseFee = gwei(100) })
		for range 3 {
			r.market.mine()
			time.Sleep(defaultResubmitAfter)
		}
		if disk.refused() == 0 {
			t.Fatal("no replacement was tried")
		}
		for _, tx := range r.market.pending() {
			if tx.GasFeeCap().Cmp(gwei(100)) >= 0 {
				t.Fatalf("a replacement at %s is in the pool without being written down", tx.GasFeeCap())
			}
		}
		disk.set(func() { disk.full = false })
		for range 3 {
			r.market.mine()
			time.Sleep(defaultResubmitAfter)
		}
		want(t, result, nil)
		if r.executed(1) != 1 {
			t.Fatalf("executed %d times, want once", r.executed(1))
		}
		_ = r.stop()
	})
}

// TestUncertainDiskStopsEverything: where nobody knows what the file holds, only
// reading it anew helps.
func TestUncertainDiskStopsEverything(t *testing.T) {
	for name, spoil := range map[string]func(*crowded){
		"sync fails":                func(c *crowded) { c.forgets = true },
		"half a line cannot be cut": func(c *crowded) { c.full, c.room, c.stuck = true, 100, true },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r, disk := crowd(t)
				disk.set(func() { spoil(disk) })
				want(t, r.sending(call(1)), ErrStopped)
				if err := <-r.done; !errors.Is(err, errJournal) {
					t.Fatalf("Run returned %v, want %v", err, errJournal)
				}
				if n := r.sent(); n != 0 {
					t.Fatalf("%d transactions were broadcast", n)
				}
				_ = r.journal.Close()
			})
		})
	}
}

// TestCompactionOnFullDisk leaves the old file in use, and nothing beside it.
func TestCompactionOnFullDisk(t *testing.T) {
	r := newRig(t)
	journal, err := OpenJournal(r.path)
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	if err := os.Mkdir(r.path+".new", 0o700); err != nil { // no file can be made there
		t.Fatal(err)
	}
	if err := journal.Compact(nil); !errors.Is(err, errNotWritten) {
		t.Fatalf("error %v, want %v", err, errNotWritten)
	}
	if err := journal.Done(7); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(r.path + ".new"); err != nil {
		t.Fatal(err)
	}
	if err := journal.Compact(nil); err != nil {
		t.Fatal(err)
	}
	if err := journal.Done(8); err != nil {
		t.Fatal(err)
	}
}
