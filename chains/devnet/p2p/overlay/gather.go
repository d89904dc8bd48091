package overlay

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
)

var errNotAFrame = errors.New("not a frame")

// gathered is a stream whose writes return before they are sent. A link with little to carry sends at once; one with much
// sends what has come since, gatherPause after it did the last time. Order is kept, nothing is lost but with the stream, and
// a writer waits when maxGathered bytes do, those included that the peer is being sent.
type gathered struct {
	network.Stream
	now func() time.Time

	mu      sync.Mutex
	room    *sync.Cond
	waiting []byte // to be sent: bodies of frames
	frames  []frame
	out     []byte // what is sent, only used by send
	flying  int    // bytes of it that the peer has not taken yet
	sending bool   // somebody will look at what waits
	timer   *time.Timer
	credit  int       // how often may be sent without a pause
	counted time.Time // up to when credit was given
	closed  bool
	err     error
}

func gather(s network.Stream) *gathered {
	g := &gathered{Stream: s, now: time.Now, credit: gatherCredit}
	g.room = sync.NewCond(&g.mu)
	return g
}

// SetWriteDeadline is left to send, which does it once for all that leave together.
func (g *gathered) SetWriteDeadline(time.Time) error { return nil }

// Write takes all of p, or returns the error that the stream ended with.
func (g *gathered) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for g.err == nil && !g.closed && len(g.waiting)+g.flying > 0 && len(g.waiting)+g.flying+len(p) > maxGathered {
		g.room.Wait()
	}
	switch {
	case g.err != nil:
		return 0, g.err
	case g.closed:
		return 0, network.ErrReset
	}
	size, prefix := binary.Uvarint(p)
	if prefix <= 0 || uint64(len(p)-prefix) != size {
		return 0, fmt.Errorf("%w: %d bytes for gossip that are not one frame", errNotAFrame, len(p))
	}
	g.add(p[prefix:])
	if !g.sending {
		g.sending = true
		g.schedule()
	}
	return len(p), nil
}

// frame is a part of what waits: it ends at a byte of it.
type frame struct {
	end    int
	spread bool // there are messages in it and nothing else
}

// add has a frame wait. Messages become one frame with those before them: its fields are repeated ones, which
// protobuf's encoding joins when it is joined (protobuf.dev, "Encoding", Last One Wins). The peer has one frame to take
// in for all of them. Of control messages, which may depend on their order, each stays alone.
func (g *gathered) add(body []byte) {
	spread := onlyMessages(body)
	g.waiting = append(g.waiting, body...)
	if last := len(g.frames) - 1; last >= 0 && spread && g.frames[last].spread {
		begin := 0
		if last > 0 {
			begin = g.frames[last-1].end
		}
		if len(g.waiting)-begin <= maxJoined {
			g.frames[last].end = len(g.waiting)
			return
		}
	}
	g.frames = append(g.frames, frame{len(g.waiting), spread})
}

// messagesTag begins a message in a frame of gossip: field 2, of bytes.
const messagesTag = 2<<3 | 2

func onlyMessages(body []byte) bool {
	for len(body) > 0 {
		if body[0] != messagesTag {
			return false
		}
		size, n := binary.Uvarint(body[1:])
		if n <= 0 || uint64(len(body)-1-n) < size {
			return false
		}
		body = body[1+n+int(size):]
	}
	return true
}

// schedule has send run now, or when a link that carries much has paused.
func (g *gathered) schedule() {
	now := g.now()
	if earned := int(now.Sub(g.counted) / gatherPause); earned > 0 {
		g.credit = min(g.credit+earned, gatherCredit)
		g.counted = now
	}
	if g.credit > 0 {
		g.credit--
		go g.send()
		return
	}
	g.timer = time.AfterFunc(gatherPause-now.Sub(g.counted), g.send)
	g.counted = g.counted.Add(gatherPause) // what the pause earns is spent
}

func (g *gathered) send() {
	g.mu.Lock()
	g.timer = nil
	out, begin := g.out[:0], 0
	for _, f := range g.frames {
		out = binary.AppendUvarint(out, uint64(f.end-begin))
		out = append(out, g.waiting[begin:f.end]...)
		begin = f.end
	}
	g.waiting, g.frames = g.waiting[:0], g.frames[:0]
	if cap(g.waiting) > maxGathered {
		g.waiting = nil
	}
	g.flying = len(out)
	g.mu.Unlock()
	err := g.Stream.SetWriteDeadline(g.now().Add(gatherTimeout))
	if err == nil {
		_, err = g.Stream.Write(out)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.flying = 0
	g.room.Broadcast()
	if g.out = out; cap(out) > maxGathered {
		g.out = nil
	}
	switch {
	case err != nil && g.err == nil:
		g.fail(fmt.Errorf("send gossip: %w", err))
		_ = g.Stream.Reset() // its reader learns of it
	case g.err != nil:
	case len(g.waiting) > 0:
		g.schedule()
	default:
		g.sending = false
		if g.closed {
			_ = g.Stream.Close() // the peer has all; an error is of a connection that is gone
		}
	}
}

// fail lets no more be sent.
func (g *gathered) fail(err error) {
	g.err, g.waiting, g.frames = err, nil, nil
	g.room.Broadcast()
}

// Close implements network.Stream: what waits is sent first, which Close does not wait for.
func (g *gathered) Close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed || g.err != nil {
		return g.err
	}
	g.closed = true
	g.room.Broadcast()
	if !g.sending {
		return g.Stream.Close()
	}
	if g.timer != nil && g.timer.Stop() {
		go g.send()
	}
	return nil
}

// Reset implements network.Stream: what waits is lost.
func (g *gathered) Reset() error {
	g.mu.Lock()
	if g.timer != nil {
		g.timer.Stop()
	}
	if g.err == nil {
		g.fail(network.ErrReset)
	}
	g.mu.Unlock()
	return g.Stream.Reset()
}
