package overlay

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	pb "github.com/libp2p/go-libp2p-pubsub/pb"
	"github.com/libp2p/go-libp2p/core/network"
	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"
)

// wire is a stream of which a test sees what is written when.
type wire struct {
	network.Stream
	mu        sync.Mutex
	writes    [][]byte
	at        []time.Time
	deadlines int
	closed    int // after how many writes, -1 for never
	resets    int
	stuck     chan struct{} // writes wait until it is closed
	err       error
}

func newWire() *wire { return &wire{closed: -1} }

func (w *wire) Write(p []byte) (int, error) {
	if w.stuck != nil {
		<-w.stuck
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return 0, w.err
	}
	w.writes, w.at = append(w.writes, bytes.Clone(p)), append(w.at, time.Now())
	return len(p), nil
}

func (w *wire) SetWriteDeadline(time.Time) error { w.deadlines++; return nil }
func (w *wire) Reset() error                     { w.mu.Lock(); defer w.mu.Unlock(); w.resets++; return nil }
func (w *wire) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = len(w.writes)
	return nil
}

// framed is a frame with one field.
func framed(tag byte, text string) []byte {
	body := append(binary.AppendUvarint([]byte{tag}, uint64(len(text))), text...)
	return append(binary.AppendUvarint(nil, uint64(len(body))), body...)
}

const controlTag = 3<<3 | 2

func write(t *testing.T, g *gathered, text string) {
	t.Helper()
	p := framed(messagesTag, text)
	if n, err := g.Write(p); n != len(p) || err != nil {
		t.Fatalf("write %d bytes: %d, %v", len(p), n, err)
	}
}

// useUp sends as often as goes without a pause.
func useUp(t *testing.T, g *gathered) {
	t.Helper()
	for range gatherCredit {
		write(t, g, "a")
		synctest.Wait()
	}
}

// came is what the peer has read: texts of fields, by frame.
func (w *wire) came(t *testing.T) (frames [][]string) {
	t.Helper()
	cut := func(b []byte) (first, rest []byte) {
		size, n := binary.Uvarint(b)
		if n <= 0 || size > uint64(len(b)-n) {
			t.Fatalf("not a frame: %d bytes", len(b))
		}
		return b[n : n+int(size)], b[n+int(size):]
	}
	for all := bytes.Join(w.writes, nil); len(all) > 0; {
		var body, text []byte
		var texts []string
		for body, all = cut(all); len(body) > 0; texts = append(texts, string(text)) {
			text, body = cut(body[1:])
		}
		frames = append(frames, texts)
	}
	return frames
}

func TestGatheredSendsAtOnceWhatIsRare(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		g := gather(w)
		for i := range 5 * gatherCredit {
			write(t, g, "one")
			synctest.Wait()
			if len(w.writes) != i+1 || !w.at[i].Equal(time.Now()) {
				t.Fatalf("message %d was not sent at once", i)
			}
			time.Sleep(gatherPause)
		}
		if w.deadlines != len(w.writes) {
			t.Errorf("%d of %d writes had a deadline", w.deadlines, len(w.writes))
		}
	})
}

func TestGatheredSendsTogetherWhatIsMuch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		g := gather(w)
		const messages, every = 1000, 100 * time.Microsecond
		for range messages {
			write(t, g, "one")
			synctest.Wait()
			time.Sleep(every)
		}
		time.Sleep(gatherPause)
		synctest.Wait()
		if frames := w.came(t); len(slices.Concat(frames...)) != messages || len(frames) != len(w.writes) {
			t.Fatalf("%d messages came in %d frames of %d writes", len(slices.Concat(frames...)), len(frames), len(w.writes))
		}
		if most := gatherCredit + int(messages*every/gatherPause) + 1; len(w.writes) > most {
			t.Errorf("%d messages in a tenth of a second were sent in %d parts, want at most %d", messages, len(w.writes), most)
		}
		for i := gatherCredit + 1; i < len(w.at); i++ {
			if pause := w.at[i].Sub(w.at[i-1]); pause > gatherPause {
				t.Errorf("part %d was sent %s after the one before", i, pause)
			}
		}
	})
}

func TestGatheredWriterWaitsForRoom(t *testing.T) {
	for name, end := range map[string]struct {
		act  func(*wire, *gathered)
		want error
	}{
		"the peer reads on":    {func(w *wire, _ *gathered) { close(w.stuck) }, nil},
		"the stream breaks":    {func(w *wire, _ *gathered) { w.err = errBroken; close(w.stuck) }, errBroken},
		"the stream is reset":  {func(w *wire, g *gathered) { _ = g.Reset() }, network.ErrReset},
		"the stream is closed": {func(w *wire, g *gathered) { _ = g.Close() }, network.ErrReset},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWire()
				w.stuck = make(chan struct{})
				g := gather(w)
				write(t, g, "under way")
				synctest.Wait()
				write(t, g, string(make([]byte, maxGathered-20)))
				done := make(chan error, 1)
				go func() {
					_, err := g.Write(framed(messagesTag, "of some length"))
					done <- err
				}()
				synctest.Wait()
				select {
				case err := <-done:
					t.Fatalf("a write beyond the bound did not wait: %v", err)
				default:
				}
				end.act(w, g)
				synctest.Wait()
				select {
				case err := <-done:
					if !errors.Is(err, end.want) {
						t.Fatalf("got %v, want %v", err, end.want)
					}
				default:
					t.Fatal("the writer still waits")
				}
				if _, err := g.Write(framed(messagesTag, "more")); (err == nil) != (end.want == nil) {
					t.Errorf("a write afterwards: %v", err)
				}
				if name != "the peer reads on" && name != "the stream breaks" {
					close(w.stuck)
				}
				synctest.Wait()
				if name == "the stream breaks" && w.resets != 1 {
					t.Errorf("a broken stream was reset %d times, want once", w.resets)
				}
			})
		})
	}
}

var errBroken = errors.New("broken")

func TestGatheredTakesOneLargerThanItsBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		g := gather(w)
		write(t, g, string(make([]byte, maxFrameBytes)))
		synctest.Wait()
		write(t, g, "after")
		synctest.Wait()
		if frames := w.came(t); len(frames) != 2 || len(frames[0][0]) != maxFrameBytes || frames[1][0] != "after" {
			t.Fatalf("%d frames came", len(frames))
		}
		if cap(g.out) > maxGathered || cap(g.waiting) > maxGathered {
			t.Errorf("buffers of %d and %d bytes are kept", cap(g.out), cap(g.waiting))
		}
	})
}

// Beside a large frame that a peer doesn't take no other waits: in front of it gossipsub's queue is bounded.
func TestGatheredHoldsOneLargeFrameOfAStuckLink(t *testing.T) {
	for name, size := range map[string]int{"large": maxFrameBytes, "small": 100} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWire()
				w.stuck = make(chan struct{})
				g := gather(w)
				write(t, g, string(make([]byte, maxFrameBytes)))
				synctest.Wait()
				done := make(chan error, 1)
				go func() {
					_, err := g.Write(framed(messagesTag, string(make([]byte, size))))
					done <- err
				}()
				synctest.Wait()
				select {
				case err := <-done:
					t.Fatalf("a second frame did not wait for the first: %v", err)
				default:
				}
				close(w.stuck)
				if err := <-done; err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				if frames := w.came(t); len(frames) != 2 {
					t.Errorf("%d frames came, want 2", len(frames))
				}
			})
		})
	}
}

func TestGatheredClosesWhenAllIsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		g := gather(w)
		useUp(t, g)
		write(t, g, "last") // which pauses now
		synctest.Wait()
		began := time.Now()
		if err := g.Close(); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		frames := w.came(t)
		if got := frames[len(frames)-1][0]; got != "last" || w.closed != len(w.writes) || !time.Now().Equal(began) {
			t.Errorf("closed after %d of %d writes, the last of them %q", w.closed, len(w.writes), got)
		}
		if _, err := g.Write(framed(messagesTag, "more")); err == nil {
			t.Error("a closed stream takes more")
		}
		idle := newWire()
		if err := gather(idle).Close(); err != nil || idle.closed != 0 {
			t.Errorf("a stream without anything to send: closed after %d, %v", idle.closed, err)
		}
	})
}

func TestGatheredResetLosesWhatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		g := gather(w)
		useUp(t, g)
		write(t, g, "lost")
		if err := g.Reset(); err != nil || w.resets != 1 {
			t.Fatalf("reset %d times: %v", w.resets, err)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if len(w.writes) != gatherCredit {
			t.Errorf("%d writes, want %d", len(w.writes), gatherCredit)
		}
	})
}

// However frames and pauses follow each other, the peer reads what was written, and control messages alone in frames.
func TestGatheredKeepsOrder(t *testing.T) {
	type sent struct {
		control bool
		text    string
		pause   time.Duration
	}
	frame := rapid.Custom(func(r *rapid.T) sent {
		size := rapid.OneOf(rapid.IntRange(1, 50), rapid.IntRange(maxJoined/3, maxJoined)).Draw(r, "size")
		return sent{rapid.IntRange(0, 4).Draw(r, "kind") == 0, strings.Repeat(rapid.StringN(1, 1, 1).Draw(r, "text"), size),
			time.Duration(rapid.IntRange(0, 8).Draw(r, "pause")) * time.Millisecond}
	})
	rapid.Check(t, func(r *rapid.T) {
		all := rapid.SliceOfN(frame, 1, 60).Draw(r, "frames")
		synctest.Test(t, func(t *testing.T) {
			w := newWire()
			g := gather(w)
			var want []string
			alone := map[string]bool{}
			for i, s := range all {
				text := fmt.Sprintf("%d:%s", i, s.text)
				want, alone[text] = append(want, text), s.control
				if s.control {
					if _, err := g.Write(framed(controlTag, text)); err != nil {
						t.Fatal(err)
					}
				} else {
					write(t, g, text)
				}
				time.Sleep(s.pause)
			}
			_ = g.Close()
			synctest.Wait()
			frames := w.came(t)
			if !slices.Equal(slices.Concat(frames...), want) || w.closed < 0 {
				t.Errorf("%d of %d came, closed after %d", len(slices.Concat(frames...)), len(want), w.closed)
			}
			for _, texts := range frames {
				if len(strings.Join(texts, "")) > maxJoined && len(texts) > 1 {
					t.Errorf("%d messages were joined to %d bytes", len(texts), len(strings.Join(texts, "")))
				}
				for _, text := range texts {
					if alone[text] && len(texts) > 1 {
						t.Error("a control message was joined with others")
					}
				}
			}
		})
	})
}

func TestGatheredTakesFramesAlone(t *testing.T) {
	for name, p := range map[string][]byte{
		"nothing": {}, "no length": {0x80}, "less than a frame": framed(messagesTag, "text")[:4], "more than a frame": append(framed(messagesTag, "text"), 0),
	} {
		w := newWire()
		g := gather(w)
		if n, err := g.Write(p); n != 0 || !errors.Is(err, errNotAFrame) {
			t.Errorf("%s: %d, %v", name, n, err)
		}
	}
}

// What is joined, gossipsub's own decoder takes for the messages that were joined.
func FuzzJoinedFramesAreTheirMessages(f *testing.F) {
	for _, rpc := range []*pb.RPC{
		{Publish: []*pb.Message{{Data: []byte("one")}}}, {},
		{Publish: []*pb.Message{{Data: []byte("one"), Topic: proto.String("t")}, {Data: []byte("two")}}},
		{Control: &pb.ControlMessage{Ihave: []*pb.ControlIHave{{MessageIDs: []string{"a"}}}}},
		{Subscriptions: []*pb.RPC_SubOpts{{Topicid: proto.String("t")}}, Publish: []*pb.Message{{Data: []byte("one")}}},
	} {
		body, err := proto.Marshal(rpc)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body, body)
		f.Add(body, []byte{messagesTag, 0})
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		var one, two, both pb.RPC
		if proto.Unmarshal(a, &one) != nil || proto.Unmarshal(b, &two) != nil {
			return
		}
		g := gather(newWire())
		g.add(a)
		g.add(b)
		if joined := len(g.frames) == 1; !joined {
			return
		}
		if err := proto.Unmarshal(g.waiting, &both); err != nil {
			t.Fatal(err)
		}
		want := &pb.RPC{Publish: append(one.Publish, two.Publish...)}
		if !proto.Equal(&both, want) {
			t.Errorf("%x and %x are %v, want %v", a, b, &both, want)
		}
	})
}
