package consensus

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
)

// Durable is what a validator must not forget in the middle of a height: what it has signed in the round that it is in,
// and the block that it has prepared with the proof. With it a validator that crashed goes on where it stood; without
// it, it might contradict itself, and f of those are all that the protocol tolerates.
//
// Of lower rounds nothing is kept, because nothing is ever signed there again. Proposals of others are not kept either:
// they are repeated, and the block that matters is in the certificate. A Durable does not change once it is made.
type Durable struct {
	Validator common.Address
	Height    uint64
	Parent    common.Hash // on-chain hash of the block that the height stands on
	Round     uint32      // the one that it is in; a later one than that of its last message if a proposal led there

	prepared *certificate // nil: nothing is prepared at this height
	messages []Message    // own ones of Round: round-change, proposal, prepare, commit, each at most once
}

// Journal keeps the newest Durable of each validator of a process, which hands its messages out only when Save has
// returned. It may be called concurrently for different validators.
type Journal interface {
	// Save makes a state durable, in place of the validator's last one, before it returns. After an error either of them
	// is what Load will find.
	Save(d *Durable) error
	// Load returns the newest state of a validator, nil if it never saved one. An error that wraps ErrJournal says that
	// there was one and it cannot be told any more; the validator then sits out the height that it may have been in.
	// Any other error is trouble with the medium.
	Load(validator common.Address) (*Durable, error)
}

// durableVersion is the first field of the encoding.
const durableVersion = 1

// durableRLP is the encoding: all of it fixed fields and lists, so that there is one for each state.
type durableRLP struct {
	Version   uint64
	Validator common.Address
	Height    uint64
	Parent    common.Hash
	Round     uint32
	Prepared  []certificateRLP // none or one
	Frames    [][]byte         // the messages as EncodeFrame writes them
}

type certificateRLP struct {
	Round    uint32
	Block    *types.Block
	Prepares []*Prepare
}

// Encode returns the bytes that DecodeDurable reads, at most maxDurableBytes of them.
func (d *Durable) Encode() ([]byte, error) {
	x := durableRLP{Version: durableVersion, Validator: d.Validator, Height: d.Height, Parent: d.Parent, Round: d.Round}
	if c := d.prepared; c != nil {
		x.Prepared = []certificateRLP{{Round: c.round, Block: c.block, Prepares: c.prepares}}
	}
	for _, m := range d.messages {
		frame, err := EncodeFrame(m)
		if err != nil {
			return nil, err
		}
		x.Frames = append(x.Frames, frame)
	}
	b, err := rlp.EncodeToBytes(&x)
	if err != nil {
		return nil, fmt.Errorf("encode what validator %s has signed at height %d: %w", d.Validator, d.Height, err)
	}
	if len(b) > maxDurableBytes {
		return nil, fmt.Errorf("what validator %s has signed at height %d takes %d bytes, at most %d allowed",
			d.Validator, d.Height, len(b), maxDurableBytes)
	}
	return b, nil
}

// DecodeDurable accepts exactly what Encode makes; errors wrap ErrJournal. Signatures and certificates are checked
// when the height begins, since that needs the validator set.
func DecodeDurable(b []byte) (*Durable, error) {
	if len(b) > maxDurableBytes {
		return nil, fmt.Errorf("%w: %d bytes, at most %d allowed", ErrJournal, len(b), maxDurableBytes)
	}
	d, err := decodeDurable(b)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrJournal, err)
	}
	again, err := d.Encode()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrJournal, err)
	}
	if !bytes.Equal(again, b) {
		return nil, fmt.Errorf("%w: it is not in canonical encoding", ErrJournal)
	}
	return d, nil
}

func decodeDurable(b []byte) (*Durable, error) {
	var x durableRLP
	if err := rlp.DecodeBytes(b, &x); err != nil {
		return nil, err
	}
	if x.Version != durableVersion {
		return nil, fmt.Errorf("version is %d, want %d", x.Version, durableVersion)
	}
	d := &Durable{Validator: x.Validator, Height: x.Height, Parent: x.Parent, Round: x.Round}
	switch {
	case len(x.Prepared) > 1:
		return nil, fmt.Errorf("%d certificates, want at most one", len(x.Prepared))
	case len(x.Prepared) == 1:
		c := x.Prepared[0]
		if len(c.Prepares) > MaxValidators {
			return nil, fmt.Errorf("certificate has %d prepares, at most %d allowed", len(c.Prepares), MaxValidators)
		}
		digest, err := digestOf(c.Block)
		if err != nil {
			return nil, fmt.Errorf("certificate: %w", err)
		}
		d.prepared = &certificate{round: c.Round, digest: digest, block: c.Block, prepares: c.Prepares}
	}
	for i, frame := range x.Frames {
		m, err := DecodeFrame(frame)
		if err != nil {
			return nil, fmt.Errorf("message %d: %w", i, err)
		}
		d.messages = append(d.messages, m)
	}
	return d, d.check()
}

// check demands what holds for everything that a machine hands out: one message a kind, all of this height and round,
// and no commit without the certificate for it.
func (d *Durable) check() error {
	if d.Height == 0 {
		return errors.New("height is 0, which nobody decides")
	}
	if d.Round > MaxRound {
		return fmt.Errorf("round is %d, at most %d allowed", d.Round, MaxRound)
	}
	last := -1
	for _, m := range d.messages {
		if m.Height() != d.Height || m.Round() != d.Round {
			return fmt.Errorf("%s is of height %d round %d, want height %d round %d", m.Code(), m.Height(), m.Round(), d.Height, d.Round)
		}
		place := bytes.IndexByte(ownOrder, byte(m.Code()))
		if place <= last {
			return fmt.Errorf("%s is out of place, want each kind at most once and in order", m.Code())
		}
		last = place
		if c, ok := m.(*Commit); ok && (d.prepared == nil || d.prepared.round != d.Round || d.prepared.digest != c.Digest()) {
			return fmt.Errorf("commit to %s without the certificate for it", c.Digest())
		}
	}
	return nil
}

// ownOrder is the order in which a machine lists its own messages of a round.
var ownOrder = []byte{byte(CodeRoundChange), byte(CodeProposal), byte(CodePrepare), byte(CodeCommit)}
