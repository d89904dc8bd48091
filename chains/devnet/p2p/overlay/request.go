package overlay

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
)

// A question is one stream: four bytes of length, big-endian, and as many of the question; then the answer alike.

func (n *Node) protocol(service string) protocol.ID { return protocol.ID(n.name(service)) }

// Request asks one peer. It waits at most ten seconds; ErrRefused means that the peer hung up, and any other error
// that the answer is no good or the connection is gone.
func (n *Node) Request(ctx context.Context, to Peer, service string, request []byte) ([]byte, error) {
	s := n.live.Load()
	if s == nil {
		return nil, ErrNotRunning
	}
	var kind *Service
	for i := range n.Services {
		if n.Services[i].Name == service {
			kind = &n.Services[i]
		}
	}
	if kind == nil {
		return nil, fmt.Errorf("ask for %q: %w", service, ErrUnknownName)
	}
	id, err := peer.Decode(to)
	if err != nil {
		return nil, fmt.Errorf("ask %q: not the name of a peer: %w", to, err)
	}
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	stream, err := s.host.NewStream(network.WithNoDial(ctx, "questions go to connected peers"), id, n.protocol(service))
	if err != nil {
		return nil, fmt.Errorf("ask %s for %q: %w", to, service, err)
	}
	answer, err := converse(ctx, stream, request, kind.MaxResponse)
	if err != nil {
		_ = stream.Reset() // it is given up
		return nil, fmt.Errorf("ask %s for %q: %w", to, service, err)
	}
	_ = stream.Close() // the answer is here, whatever the peer still thinks
	return answer, nil
}

func converse(ctx context.Context, stream network.Stream, request []byte, most int) ([]byte, error) {
	defer context.AfterFunc(ctx, func() { _ = stream.Reset() })()
	answer, err := exchange(stream, request, most)
	if ctx.Err() != nil {
		return nil, ctx.Err() // which reset the stream, whatever was under way
	}
	if errors.Is(err, io.EOF) || errors.Is(err, network.ErrReset) {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return answer, err
}

func exchange(stream network.Stream, request []byte, most int) ([]byte, error) {
	if err := stream.SetDeadline(time.Now().Add(requestTimeout)); err != nil {
		return nil, err
	}
	if err := writeFrame(stream, request); err != nil {
		return nil, err
	}
	if err := stream.CloseWrite(); err != nil {
		return nil, err
	}
	return readFrame(stream, most)
}

// handler answers the streams of a service.
func (n *Node) handler(ctx context.Context, service *Service) network.StreamHandler {
	return func(stream network.Stream) {
		from := stream.Conn().RemotePeer()
		if !n.serve.enter(from) {
			_ = stream.Reset() // busy
			return
		}
		defer n.serve.leave(from)
		if err := answer(ctx, stream, service); err != nil {
			n.Log.Debug("question not answered", "service", service.Name, "peer", from, "error", err)
			_ = stream.Reset() // this is the answer
			return
		}
		_ = stream.Close() // what was written is on its way
	}
}

func answer(ctx context.Context, stream network.Stream, service *Service) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	defer context.AfterFunc(ctx, func() { _ = stream.Reset() })()
	if err := stream.SetDeadline(time.Now().Add(requestTimeout)); err != nil {
		return err
	}
	request, err := readFrame(stream, service.MaxRequest)
	if err != nil {
		return err
	}
	response, err := service.Answer(ctx, stream.Conn().RemotePeer().String(), request)
	if err != nil {
		return err
	}
	if len(response) > service.MaxResponse {
		return fmt.Errorf("%w: answer of %d bytes, at most %d allowed", ErrTooLarge, len(response), service.MaxResponse)
	}
	return writeFrame(stream, response)
}

func writeFrame(w io.Writer, payload []byte) error {
	_, err := w.Write(append(binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(payload)), uint32(len(payload))), payload...))
	return err
}

// readFrame reads the length first and refuses what is too long before it allocates anything. What follows it is
// allocated as it comes: a peer that announces much and sends little costs little.
func readFrame(r io.Reader, most int) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	size := binary.BigEndian.Uint32(head[:])
	if uint64(size) > uint64(most) {
		return nil, fmt.Errorf("%w: %d bytes announced, at most %d allowed", ErrTooLarge, size, most)
	}
	payload, err := io.ReadAll(io.LimitReader(r, int64(size)))
	if err != nil {
		return nil, err
	}
	if len(payload) != int(size) {
		return nil, fmt.Errorf("frame ends after %d bytes, %d were announced: %w", len(payload), size, io.ErrUnexpectedEOF)
	}
	return payload, nil
}

// turnstile bounds how many questions are being answered.
type turnstile struct {
	mu    sync.Mutex
	all   int
	peers map[peer.ID]int
}

func (t *turnstile) enter(p peer.ID) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all >= maxServing || t.peers[p] >= maxServingPerPeer {
		return false
	}
	if t.peers == nil {
		t.peers = make(map[peer.ID]int)
	}
	t.all++
	t.peers[p]++
	return true
}

func (t *turnstile) leave(p peer.ID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all--
	if t.peers[p]--; t.peers[p] == 0 {
		delete(t.peers, p)
	}
}
