package consensus

import (
	"fmt"
	"sync"

	"github.com/ethereum/go-ethereum/common"
)

// Gate decides which frames from other processes are worth handing on: to the validators of this process, and to further
// nodes. It knows what the chain knows and no more, so that a follower guards the network as well as a validator does.
// It may be used concurrently.
type Gate struct {
	ledger  Ledger
	history History
	epoch   uint64

	mu    sync.Mutex
	tally *Tally // nil until it is first needed
}

// NewGate returns a gate at the head of a ledger. epoch is that of the validators, 0 the default.
func NewGate(ledger Ledger, history History, epoch uint64) *Gate {
	if epoch == 0 {
		epoch = DefaultEpoch
	}
	return &Gate{ledger: ledger, history: history, epoch: epoch}
}

// Admit returns the author of a frame that is of use at this height or soon after, and by a validator. ErrOldHeight and
// ErrTooFarAhead say that it is of no use here, which is nobody's fault; ErrMalformed, ErrBadSignature and ErrNotValidator
// that nobody who follows the rules hands it on. It costs one public-key recovery, which comes last, and one more
// encoding of the message. What is in the message is checked by the machine.
func (g *Gate) Admit(frame []byte) (common.Address, error) {
	msg, err := DecodeFrame(frame)
	if err != nil {
		return common.Address{}, err
	}
	set, next, err := g.current()
	if err != nil {
		return common.Address{}, err
	}
	switch height := msg.Height(); {
	case height < next:
		return common.Address{}, refuse(msg, common.Address{}, fmt.Errorf("%w: the chain is at %d", ErrOldHeight, next))
	case height > next+maxHeightsAhead:
		return common.Address{}, refuse(msg, common.Address{}, fmt.Errorf("%w: the chain is at %d", ErrTooFarAhead, next))
	}
	author, err := msg.Author()
	if err != nil {
		return common.Address{}, refuse(msg, author, err)
	}
	if set.Contains(author) {
		return author, nil
	}
	if msg.Height() > next {
		// The blocks between may vote it in.
		return common.Address{}, refuse(msg, author, fmt.Errorf("%w: the validators of its height are not known yet", ErrTooFarAhead))
	}
	return common.Address{}, refuse(msg, author, ErrNotValidator)
}

// Validators returns the set that decides the height after the head, and that height.
func (g *Gate) Validators() (*Set, uint64, error) { return g.current() }

func (g *Gate) current() (*Set, uint64, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	head := g.ledger.Head()
	if g.tally == nil {
		tally, err := LoadTally(g.epoch, g.history, head)
		if err != nil {
			return nil, 0, err
		}
		g.tally = tally
	}
	if err := g.tally.Follow(g.history, head); err != nil {
		return nil, 0, err
	}
	return g.tally.Set(), g.tally.Number() + 1, nil
}
