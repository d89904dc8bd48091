package overlay

import (
	"bufio"
	"context"

	"github.com/libp2p/go-libp2p/core/connmgr"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
)

// gatheringHost is a host as gossip sees it: what gossip writes to a peer message by message leaves together, and what a
// peer sent together is read together. A message of 256 bytes costs a frame of the multiplexer, one of the encryption and
// two system calls else, most of its way's price.
type gatheringHost struct{ host.Host }

// NewStream implements host.Host.
func (h gatheringHost) NewStream(ctx context.Context, p peer.ID, protocols ...protocol.ID) (network.Stream, error) {
	s, err := h.Host.NewStream(ctx, p, protocols...)
	if err != nil {
		return nil, err
	}
	return gather(s), nil
}

// SetStreamHandler implements host.Host.
func (h gatheringHost) SetStreamHandler(id protocol.ID, handle network.StreamHandler) {
	h.Host.SetStreamHandler(id, func(s network.Stream) { handle(&readAhead{s, bufio.NewReaderSize(s, readAheadBytes)}) })
}

// ConnManager implements host.Host. Gossip protects the peers that it hands messages on to, and would else count for each
// message who brought it first, in tags that are full after fifteen and whose queue is full at once.
func (h gatheringHost) ConnManager() connmgr.ConnManager { return untagging{h.Host.ConnManager()} }

// untagging is a connection manager that is no Decayer.
type untagging struct{ connmgr.ConnManager }

// readAhead reads more of a stream than it is asked for.
type readAhead struct {
	network.Stream
	ahead *bufio.Reader
}

func (r *readAhead) Read(p []byte) (int, error) { return r.ahead.Read(p) }
