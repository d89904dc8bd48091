package devnet

import (
	"errors"
	"fmt"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
	"github.com/catenary-bridge/catenary/chains/devnet/p2p/overlay"
)

type refusal struct{ error }

func (r refusal) Admit([]byte) (common.Address, error) { return common.Address{1}, r.error }

// A peer answers for what nobody who follows the rules hands on, and for nothing else: not for a store of ours that
// can't be read.
func TestWhatAPeerAnswersFor(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		blame bool
	}{
		"malformed":      {consensus.ErrMalformed, true},
		"bad signature":  {consensus.ErrBadSignature, true},
		"not by us":      {consensus.ErrNotValidator, true},
		"old":            {consensus.ErrOldHeight, false},
		"far ahead":      {consensus.ErrTooFarAhead, false},
		"our own":        {errors.New("can't read the store"), false},
		"wrapped in one": {fmt.Errorf("frame: %w", consensus.ErrNotValidator), true},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := admit(refusal{c.err})(nil)
			if !errors.Is(err, c.err) || errors.Is(err, overlay.ErrIgnore) == c.blame {
				t.Errorf("error is %v", err)
			}
		})
	}
	if author, err := admit(refusal{})(nil); err != nil || author != (common.Address{1}) {
		t.Errorf("a good one: %s, %v", author, err)
	}
}
