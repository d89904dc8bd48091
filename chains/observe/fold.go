package observe

import (
	"fmt"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/messages"
)

// fold checks what an endpoint tells, message by message, while it refolds the
// lane. It is pure. What it accepts is consistent in itself and in its place; that
// it is also true shows only when the position meets a proven one.
type fold struct {
	lane      messages.Lane
	at        messages.Position // after the last message
	end       uint64            // the proven nonce
	head      uint64            // the block under which it is proven
	lastBlock uint64
}

// take checks one answer of Source.Events and returns its messages. After an error
// the fold is of no use any more. The nonce names the message at fault.
func (f *fold) take(events []chains.Event) (observed []Observed, nonce uint64, err error) {
	if len(events) == 0 {
		return nil, f.at.Nonce + 1, fmt.Errorf("%w: it has none beyond nonce %d, but nonce %d is proven", ErrHidden, f.at.Nonce, f.end)
	}
	observed = make([]Observed, 0, min(uint64(len(events)), f.end-f.at.Nonce))
	for i := range events {
		if err := f.place(events, i); err != nil {
			return nil, f.at.Nonce + 1, err
		}
		one, err := readEvent(f.lane, &events[i])
		if err != nil {
			return nil, f.at.Nonce + 1, fmt.Errorf("%w: %w", ErrAltered, err)
		}
		f.at = f.at.Advance(one.ID)
		f.lastBlock = one.Block
		one.Position = f.at
		observed = append(observed, one)
	}
	return observed, 0, nil
}

// place checks that the event at index i is the lane's next one.
func (f *fold) place(events []chains.Event, i int) error {
	event, want := &events[i], f.at.Nonce+1
	switch {
	case event.Nonce > f.end:
		return fmt.Errorf("%w: nonce %d, but the lane is proven to end at %d", ErrInvented, event.Nonce, f.end)
	case event.Nonce < want:
		return fmt.Errorf("%w: nonce %d again, want %d", ErrDisordered, event.Nonce, want)
	case event.Nonce > want:
		for j := i + 1; j < len(events); j++ {
			if events[j].Nonce == want {
				return fmt.Errorf("%w: nonce %d comes before %d", ErrDisordered, event.Nonce, want)
			}
		}
		return fmt.Errorf("%w: nonce %d follows %d, and %d is proven to be there", ErrHidden, event.Nonce, f.at.Nonce, want)
	case event.Block > f.head:
		return fmt.Errorf("%w: it is said to be in block %d, behind the proven block %d", ErrInvented, event.Block, f.head)
	case event.Block < f.lastBlock:
		return fmt.Errorf("%w: block %d after block %d", ErrDisordered, event.Block, f.lastBlock)
	}
	return nil
}

// readEvent decodes one event and checks it against its own topics and the lane. It is
// pure.
func readEvent(lane messages.Lane, event *chains.Event) (Observed, error) {
	var one Observed
	if err := one.Message.UnmarshalBinary(event.Encoded); err != nil {
		return one, err
	}
	m := &one.Message
	switch {
	case m.Nonce != event.Nonce:
		return one, fmt.Errorf("encoded nonce is %d, the log's is %d", m.Nonce, event.Nonce)
	case m.SourceChain != lane.SourceChain:
		return one, fmt.Errorf("source chain is %d, want %d", m.SourceChain, lane.SourceChain)
	case m.TargetChain != lane.TargetChain:
		return one, fmt.Errorf("target chain is %d, want %d", m.TargetChain, lane.TargetChain)
	}
	one.ID = messages.EncodedID(event.Encoded)
	if one.ID != event.ID {
		return one, fmt.Errorf("its id is %s, the log says %s", one.ID, event.ID)
	}
	one.Block, one.TxHash = event.Block, event.TxHash
	return one, nil
}
