package blocksync

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// verifier checks the header after the head.
type verifier struct {
	chain Chain
	gate  *consensus.Gate

	mu      sync.Mutex
	trusted qbft.TrustedState
}

func qbftParams() qbft.Params {
	return qbft.Params{TrustingPeriod: trustingPeriod, MaxClockDrift: consensus.MaxClockDrift}
}

// errNotNext says that a header is not at the height after the head, perhaps any more: the validators of this process
// extend the chain too.
var errNotNext = errors.New("block is not the next one")

// check says whether a header may follow the head: linked, sealed by a quorum, and by those whom the votes make
// validators. It executes nothing. An error that wraps lightclient.ErrFuture may be the fault of our own clock.
func (v *verifier) check(h *types.Header, now time.Time) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	head := v.chain.Head()
	if want := head.Number.Uint64() + 1; h.Number == nil || !h.Number.IsUint64() || h.Number.Uint64() != want {
		return fmt.Errorf("%w: number is %v, want %d", errNotNext, h.Number, want)
	}
	if err := v.anchor(head); err != nil {
		return err
	}
	if _, err := qbft.Verify(v.trusted, []*types.Header{h}, now, qbftParams()); err != nil {
		return err
	}
	set, next, err := v.gate.Validators()
	if err != nil {
		return err
	}
	if next != h.Number.Uint64() {
		return fmt.Errorf("%w: number is %s, want %d", errNotNext, h.Number, next)
	}
	extra, err := qbft.DecodeExtra(h.Extra)
	if err != nil {
		return err
	}
	if !slices.Equal(extra.Validators, set.Members()) {
		return fmt.Errorf("block %s lists validators %v, the votes before it make %v", h.Number, extra.Validators, set.Members())
	}
	return nil
}

// anchor trusts the head: our own chain has executed it.
func (v *verifier) anchor(head *types.Header) error {
	hash, err := qbft.OnChainHash(head)
	if err != nil {
		return fmt.Errorf("hash head %s: %w", head.Number, err)
	}
	if !v.trusted.IsZero() && v.trusted.Header().Hash == hash {
		return nil
	}
	v.trusted, err = qbft.TrustAnchor(head, lightclient.Anchor{Number: head.Number.Uint64(), Hash: hash}, qbftParams())
	if err != nil {
		return fmt.Errorf("begin at head %s: %w", head.Number, err)
	}
	return nil
}
