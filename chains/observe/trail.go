package observe

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// Trail is what receipts have proven of one lane. Observers of the lane, one after the
// other, go on where the one before stopped: without it each would read every header
// since the lane's first message. All of it can be read again from the chain.
type Trail struct {
	lane  messages.Lane
	store lightclient.Store // nil: nothing is kept

	gate chan struct{} // holds one token: who has it may change what follows

	read  *span // nil before the first look
	newer *span // from a newer final header down to read's top; nil when there is none

	// known is a position that is beyond doubt, at a nonce from the one before read's
	// first message to that of its last: the lane's start, or where an earlier look ended.
	known     messages.Position
	certain   bool // there is one
	tip       messages.Position
	hasTip    bool
	rewritten int   // how often read was given up because the chain had become another
	broken    error // why the lane can't be followed: proven, and so for good

	saved   lightclient.Header // the block that the store has, zero: none
	savedAt messages.Position  // at the end of it

	holding []*sentBlock // those with messages at hand, in the order in which they were read
	held    int          // bytes of them
}

// NewTrail makes the trail of a lane, with what the store holds of it. The store is of
// TrailOwner(lane), and may be nil: then the trail ends with the process.
func NewTrail(lane messages.Lane, store lightclient.Store) (*Trail, error) {
	t := &Trail{lane: lane, store: store, gate: make(chan struct{}, 1)}
	t.gate <- struct{}{}
	if store == nil {
		return t, nil
	}
	record, err := store.Load()
	if errors.Is(err, lightclient.ErrNoRecord) {
		return t, nil
	}
	if err != nil {
		return nil, fmt.Errorf("trail of lane %s: %w", lane, err)
	}
	if record.Anchor != trailAnchor(lane) {
		return nil, fmt.Errorf("trail of lane %s: %w: it is of lane %s", lane, lightclient.ErrStoreForeign, record.Anchor.Hash)
	}
	if len(record.State) != trailStateBytes {
		return nil, fmt.Errorf("trail of lane %s: %w: position of %d bytes, want %d", lane, lightclient.ErrStoreDamaged, len(record.State), trailStateBytes)
	}
	t.saved = record.Trusted
	t.savedAt.Nonce = binary.BigEndian.Uint64(record.State)
	copy(t.savedAt.Accumulator[:], record.State[8:])
	return t, nil
}

// trailStateBytes is the size of a saved position: nonce and accumulator.
const trailStateBytes = 8 + common.HashLength

// TrailOwner names the store of a lane's trail. Another deployment is another lane, and
// has another store.
func TrailOwner(lane messages.Lane) lightclient.Owner {
	id := lane.ID()
	return lightclient.Owner{ChainID: lane.SourceChain, Kind: "trail-" + hex.EncodeToString(id[:8])}
}

func trailAnchor(lane messages.Lane) lightclient.Anchor {
	return lightclient.Anchor{Hash: common.Hash(lane.ID())}
}

// save keeps where the lane stood at the top. A crash in between costs reading what
// came since the last save, so that not every block is worth a write.
func (t *Trail) save() error {
	if t.store == nil || !t.hasTip || t.read.top.Number < t.saved.Number+saveEvery {
		return nil
	}
	owner := TrailOwner(t.lane)
	state := append(binary.BigEndian.AppendUint64(nil, t.tip.Nonce), t.tip.Accumulator[:]...)
	err := t.store.Save(lightclient.Record{ChainID: owner.ChainID, Kind: owner.Kind, Anchor: trailAnchor(t.lane), Trusted: t.read.top, State: state})
	if err != nil {
		return fmt.Errorf("trail of lane %s: %w", t.lane, err)
	}
	t.saved, t.savedAt = t.read.top, t.tip
	return nil
}

// enter takes the token; leave gives it back.
func (t *Trail) enter(ctx context.Context) error {
	select {
	case <-t.gate:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *Trail) leave() { t.gate <- struct{}{} }
