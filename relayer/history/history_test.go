package history

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/e2e/leaks"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/index"
)

func TestMain(m *testing.M) { leaks.Main(m) }

var (
	now  = time.Unix(1_790_000_000, 0).UTC()
	lane = messages.LaneID{0xa}
)

func sent(nonce uint64) index.Entry {
	m := messages.Message{Nonce: nonce, SourceChain: 9001}
	return index.NewEntry(&m, m.ID(), lane, nonce, common.Hash{byte(nonce)}, nonce, now)
}

type failer interface {
	Helper()
	Fatal(args ...any)
}

func newView(t failer, capacity int, at time.Time) *index.Index {
	t.Helper()
	view, err := index.New(capacity, at)
	if err != nil {
		t.Fatal(err)
	}
	return view
}

func add(t failer, view *index.Index, first, last uint64) {
	t.Helper()
	for nonce := first; nonce <= last; nonce++ {
		if err := view.Add([]index.Entry{sent(nonce)}); err != nil {
			t.Fatal(err)
		}
	}
}

// deliver moves messages to their end, as one batch.
func deliver(t failer, view *index.Index, first, last uint64) {
	t.Helper()
	batch := &index.Batch{First: first, Last: last, CutAt: now, Threshold: 2, Checkpoint: messages.Checkpoint{Lane: lane, Nonce: last, Epoch: 1},
		Approved: []index.Vote{{Signer: common.Address{1}, At: now}}, Missing: []index.Missing{{Signer: common.Address{2}, Reason: messages.ReasonHeld, Detail: "later", RefusedAt: now}}}
	delivery := &index.Delivery{Tx: common.Hash{9}, Attempts: 2, AccountNonce: 7, SubmittedAt: now, Block: 77, GasUsed: 5, FeeWei: "12"}
	err := view.Update(lane, first, last, func(_ uint64, p *index.Progress) {
		p.Stage, p.ExecutedAt, p.TargetTx, p.Batch, p.Delivery = index.Delivered, now, delivery.Tx, batch, delivery
	})
	if err != nil {
		t.Fatal(err)
	}
}

func all(t failer, view *index.Index) []index.Entry {
	t.Helper()
	found, _, err := view.Find(index.Query{Limit: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// same compares what two views hold.
func same(t failer, got, want []index.Entry) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatal(fmt.Sprintf("%d messages, want %d", len(got), len(want)))
	}
	for i := range got {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Fatal(fmt.Sprintf("message %d is\n%+v, want\n%+v", i, got[i], want[i]))
		}
	}
}

func open(t *testing.T, dir string) (*Log, *bytes.Buffer) {
	t.Helper()
	words := &bytes.Buffer{}
	l, err := Open(dir, slog.New(slog.NewTextHandler(words, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return l, words
}

// run keeps a view until the returned function is called.
func run(l *Log, view *index.Index, after uint64) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { l.Run(ctx, view, after) })
	return func() { cancel(); done.Wait() }
}

// restart closes a log and reads it into a new view.
func restart(t *testing.T, l *Log, dir string, at time.Time) (*Log, *index.Index, *bytes.Buffer) {
	t.Helper()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	again, words := open(t, dir)
	kept, view := again.Load(), newView(t, 1000, at)
	if err := view.Restore(kept.Entries, kept.Forgotten); err != nil {
		t.Fatal(err)
	}
	return again, view, words
}

// TestHistoryIsThereAgain: after a restart, and another, every message is there as it
// was, and what changed while the process ran too.
func TestHistoryIsThereAgain(t *testing.T) {
	dir := t.TempDir()
	l, words := open(t, dir)
	if kept := l.Load(); len(kept.Entries) != 0 {
		t.Fatalf("an empty directory holds %d messages", len(kept.Entries))
	}
	view := newView(t, 1000, now)
	add(t, view, 1, 3) // before it runs
	stop := run(l, view, view.Revision())
	add(t, view, 4, 20)
	deliver(t, view, 1, 15)
	stop()
	want := all(t, view)
	for round := range 3 {
		var again *index.Index
		l, again, words = restart(t, l, dir, now.Add(time.Duration(round+1)*time.Hour))
		same(t, all(t, again), want)
		if !again.Resumes(want[0].Revision) {
			t.Error("who knew the last change can't resume")
		}
		stop := run(l, again, again.Revision())
		deliver(t, again, 16, uint64(16+round))
		add(t, again, uint64(30+round), uint64(30+round))
		stop()
		want = all(t, again)
	}
	if err := l.Close(); err != nil || strings.Contains(words.String(), "WARN") || strings.Contains(words.String(), "ERROR") {
		t.Errorf("%v: %s", err, words)
	}
	if info, err := os.Stat(filepath.Join(dir, fileName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

// TestNothingIsLostAtTheEnd: however short before its end something changes, it is
// written.
func TestNothingIsLostAtTheEnd(t *testing.T) {
	dir := t.TempDir()
	l, _ := open(t, dir)
	view := newView(t, 1000, now)
	for nonce := uint64(1); nonce <= 200; nonce++ {
		stop := run(l, view, view.Revision())
		for range nonce % 7 {
			runtime.Gosched()
		}
		add(t, view, nonce, nonce)
		stop()
	}
	l, again, _ := restart(t, l, dir, now)
	defer l.Close()
	same(t, all(t, again), all(t, view))
}

// TestBatchesAreKeptOnce: messages of one batch share what is said of it, on the disk
// and in memory again.
func TestBatchesAreKeptOnce(t *testing.T) {
	dir := t.TempDir()
	l, _ := open(t, dir)
	view := newView(t, 1000, now)
	add(t, view, 1, 400)
	deliver(t, view, 1, 400)
	stop := run(l, view, 0)
	stop()
	l, again, _ := restart(t, l, dir, now)
	defer l.Close()
	entries := all(t, again)
	for _, e := range entries {
		if e.Batch == nil || e.Batch != entries[0].Batch || e.Delivery != entries[0].Delivery {
			t.Fatal("messages of one batch have several")
		}
	}
	if l.size > 400*200 {
		t.Errorf("400 messages take %d bytes", l.size)
	}
}

// TestDamageCostsTheTail: whatever happens to the file, the relayer starts, what it
// shows was true when it was written, the damaged file is set aside, and the log says
// so.
func TestDamageCostsTheTail(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func([]byte) []byte
		kept  int // messages at least, of 30
		says  string
		aside bool
	}{
		"cut within the last frame":   {func(b []byte) []byte { return b[:len(b)-3] }, 20, "ends within a frame", false},
		"cut within a frame's header": {func(b []byte) []byte { return append(b, 0, 0, 0) }, 30, "ends within a frame", false},
		"a bit of the last frame":     {func(b []byte) []byte { b[len(b)-9] ^= 4; return b }, 20, "ends within a frame", false},
		"a bit of the first frame":    {func(b []byte) []byte { b[len(magic)+20] ^= 4; return b }, 0, "is damaged", true},
		"zeros behind it":             {func(b []byte) []byte { return append(b, make([]byte, 64)...) }, 30, "is damaged", true},
		"a huge frame":                {func(b []byte) []byte { return append(b, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4, 5) }, 30, "frame of 4294967295 bytes", true},
		"another file":                {func([]byte) []byte { return []byte("hello, I am another file altogether") }, 0, "is damaged", true},
		"empty":                       {func([]byte) []byte { return nil }, 0, "is damaged", true},
		"a number without a next":     {func(b []byte) []byte { return append(b, numberedFrame(math.MaxUint64, 1, 0)...) }, 30, "is damaged", true},
		"a change without a next":     {func(b []byte) []byte { return append(b, numberedFrame(1, math.MaxUint64, 0)...) }, 30, "is damaged", true},
		"everything is forgotten":     {func(b []byte) []byte { return append(b, numberedFrame(1, 1, math.MaxUint64)...) }, 30, "is damaged", true},
		"a frame of other content":    {func(b []byte) []byte { return append(b, framed([]byte("nonsense"))...) }, 30, "is damaged", true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			l, _ := open(t, dir)
			view := newView(t, 1000, now)
			for first := uint64(1); first <= 30; first += 10 { // a frame each
				add(t, view, first, first+9)
				run(l, view, view.Revision()-10)()
			}
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, fileName)
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, c.spoil(content), 0o600); err != nil {
				t.Fatal(err)
			}
			l, words := open(t, dir)
			kept := l.Load()
			if len(kept.Entries) < c.kept || len(kept.Entries) > 30 || len(kept.Entries)%10 != 0 || !strings.Contains(words.String(), c.says) {
				t.Fatalf("%d messages are kept, want %d; the log says %s", len(kept.Entries), c.kept, words)
			}
			if _, err := os.Stat(filepath.Join(dir, damagedName)); (err == nil) != c.aside {
				t.Errorf("set aside: %v", err)
			}
			again := newView(t, 1000, now.Add(time.Hour))
			if err := again.Restore(kept.Entries, kept.Forgotten); err != nil {
				t.Fatal(err)
			}
			if len(kept.Entries) < 30 && again.Resumes(view.Revision()) {
				t.Error("who knows what is lost may resume")
			}
			stop := run(l, again, again.Revision())
			add(t, again, 100, 105)
			stop()
			want := all(t, again)
			l, third, words := restart(t, l, dir, now.Add(2*time.Hour))
			defer l.Close()
			same(t, all(t, third), want)
			if words.Len() > 0 {
				t.Errorf("what was mended is damaged again: %s", words)
			}
		})
	}
}

// numberedFrame is a frame that somebody made, whose sum is right.
func numberedFrame(seq, revision, forgotten uint64) []byte {
	e := sent(99)
	e.Seq, e.Revision = seq, revision
	frame, err := encode([]index.Entry{e}, forgotten, 0)
	if err != nil {
		panic(err)
	}
	return frame
}

func framed(content []byte) []byte {
	frame := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	frame = binary.BigEndian.AppendUint32(frame, crc32.Checksum(content, castagnoli))
	return append(frame, content...)
}

// TestHistoryIsBounded: while messages come and go, the file stays within a few times
// of what the view holds, and then holds just that.
func TestHistoryIsBounded(t *testing.T) {
	dir := t.TempDir()
	l, _ := open(t, dir)
	l.Load()
	l.compact = 20_000
	view := newView(t, 50, now)
	var largest int64
	after := uint64(0)
	for first := uint64(1); first < 8_000; first += 100 {
		add(t, view, first, first+99)
		deliver(t, view, first, first+99)
		if _, err := l.catchUp(view, &after); err != nil {
			t.Fatal(err)
		}
		if l.compact == compactAbove {
			l.compact = 2 * 20_000
		}
		largest = max(largest, l.size)
	}
	if largest > 100_000 {
		t.Errorf("the file grew to %d bytes", largest)
	}
	want := all(t, view)
	l, again, _ := restart(t, l, dir, now)
	defer l.Close()
	same(t, all(t, again), want)
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 2 { // the lock and the file
		t.Errorf("%v, %v", names, err)
	}
}

// TestFullDiskStopsNothing: while nothing can be written the view goes on, the log
// says so once, nothing is lost, and when there is room again all is written.
func TestFullDiskStopsNothing(t *testing.T) {
	dir := t.TempDir()
	l, words := open(t, dir)
	l.Load()
	view := newView(t, 1000, now)
	add(t, view, 1, 10)
	run(l, view, 0)()
	whole := l.file
	broken, err := os.Open(filepath.Join(dir, fileName)) // not to be written
	if err != nil {
		t.Fatal(err)
	}
	l.file = broken
	at := view.Revision()
	add(t, view, 11, 20)
	for range 3 {
		if _, err := l.catchUp(view, &at); err == nil || !errors.Is(err, syscall.EBADF) {
			t.Fatalf("writing to what can't be written: %v", err)
		} else {
			l.tell(err)
		}
	}
	if n := strings.Count(words.String(), "can't be written"); n != 1 {
		t.Errorf("said %d times: %s", n, words)
	}
	_ = broken.Close()
	l.file = whole
	deliver(t, view, 5, 12)
	if _, err := l.catchUp(view, &at); err != nil {
		t.Fatal(err)
	}
	l.tell(nil)
	if !strings.Contains(words.String(), "is written again") {
		t.Errorf("nothing is said of it: %s", words)
	}
	want := all(t, view)
	l, again, _ := restart(t, l, dir, now)
	defer l.Close()
	same(t, all(t, again), want)
}

// TestOneProcessKeepsIt: two would write over each other.
func TestOneProcessKeepsIt(t *testing.T) {
	dir := t.TempDir()
	l, _ := open(t, dir)
	if _, err := Open(dir, slog.New(slog.DiscardHandler)); !errors.Is(err, ErrLocked) {
		t.Errorf("opened twice: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	again, _ := open(t, dir)
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

// TestHistoryIsWhatTheViewWas: whatever happens to a view, with restarts in between,
// clean ones and crashes, what is read again is what was written of it last.
func TestHistoryIsWhatTheViewWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "history")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		begin := func(at time.Time) (*Log, *index.Index) {
			l, err := Open(dir, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			kept, view := l.Load(), newView(t, 12, at)
			if len(kept.Entries) > 0 {
				if err := view.Restore(kept.Entries, kept.Forgotten); err != nil {
					t.Fatal(err)
				}
			}
			return l, view
		}
		clock := now
		l, view := begin(clock)
		after, nonce := uint64(0), uint64(0)
		var written []index.Entry
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0, 1:
				n := rapid.Uint64Range(1, 6).Draw(t, "new")
				add(t, view, nonce+1, nonce+n)
				nonce += n
			case 2:
				first := rapid.Uint64Range(1, nonce+1).Draw(t, "first")
				deliver(t, view, first, first+rapid.Uint64Range(0, 6).Draw(t, "more"))
			case 3:
				if rapid.Bool().Draw(t, "compact") {
					l.compact = 0
				}
				if _, err := l.catchUp(view, &after); err != nil {
					t.Fatal(err)
				}
				written = all(t, view)
			case 4:
				if err := l.Close(); err != nil {
					t.Fatal(err)
				}
				clock = clock.Add(time.Minute)
				l, view = begin(clock)
				after = view.Revision()
				if l.file == nil {
					after = 0
				}
				// A full view forgets when something is entered.
				for len(written) > 12 && written[len(written)-1].Stage.Executed() {
					written = written[:len(written)-1]
				}
				same(t, all(t, view), written)
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzFrame: no bytes make the reader panic or hold what no view could.
func FuzzFrame(f *testing.F) {
	good, err := encode([]index.Entry{func() index.Entry { e := sent(1); e.Seq, e.Revision = 1, 1; return e }()}, 1, 1)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add(framed([]byte("nonsense")))
	f.Add(framed(nil))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, frame := range [][]byte{b, framed(b)} {
			c, size, err := readFrame(bufio.NewReader(bytes.NewReader(frame)))
			if err != nil {
				continue
			}
			if size > len(frame) {
				t.Fatalf("%d bytes were read of %d", size, len(frame))
			}
			for _, e := range c.Entries {
				if !e.Stage.Valid() || e.Seq == 0 || e.Nonce == 0 {
					t.Fatalf("%+v is believed", e)
				}
			}
		}
	})
}
