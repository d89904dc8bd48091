package consensus

import (
	"fmt"
	"io"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/chains/devnet/blockcode"
)

// derived is what follows from the payload of a proposal alone, each computed once. A proposal carries it from when it is
// made or decoded, since each lookup asks for the digest, and the others walk over a whole block; validators of one process
// that share the message share this too.
type derived struct {
	of      ProposalPayload
	digest  common.Hash
	encoded func() (encodedBlock, error)
	signing func() (common.Hash, error) // the hash that is signed
	body    func() error                // checkBody
}

// encodedBlock is a block in bytes, and its transactions in pieces of them.
type encodedBlock struct {
	block        rlp.RawValue
	transactions [][]byte
}

// derive computes what each message needs, and prepares to compute the rest. The block needs a QBFT header.
func derive(payload ProposalPayload) (*derived, error) {
	if payload.Block == nil {
		return nil, fmt.Errorf("%w: a proposal without a block", ErrMalformed)
	}
	digest, err := digestOf(payload.Block)
	if err != nil {
		return nil, fmt.Errorf("proposed block: %w", err)
	}
	d := &derived{of: payload, digest: digest}
	d.encoded = sync.OnceValues(func() (encodedBlock, error) {
		block, transactions, err := blockcode.Block(payload.Block)
		return encodedBlock{block, transactions}, err
	})
	d.signing = sync.OnceValues(func() (common.Hash, error) { return signingHash(CodeProposal, d) })
	d.body = sync.OnceValue(d.checkBody)
	return d, nil
}

func (d *derived) checkBody() error {
	encoded, err := d.encoded()
	if err != nil {
		return err
	}
	return checkEncodedBody(d.of.Block, encoded.transactions)
}

// prepare computes what a proposer needs of its block, on two processors: while it signs, all others wait.
func (d *derived) prepare() {
	var other sync.WaitGroup
	other.Go(func() { _ = d.body() })
	_, _ = d.signing()
	other.Wait()
}

// EncodeRLP implements rlp.Encoder: the payload's. A proposal is encoded to be signed, and again to be sent, while a block
// waits for it.
func (d *derived) EncodeRLP(w io.Writer) error {
	encoded, err := d.encoded()
	if err != nil {
		return err
	}
	return d.of.encodeWith(w, encoded.block)
}

// newProposal makes an unsigned proposal.
func newProposal(payload ProposalPayload, rcs []*SignedRoundChange, prepares []*Prepare) (*Proposal, error) {
	d, err := derive(payload)
	if err != nil {
		return nil, err
	}
	return &Proposal{Payload: payload, RoundChanges: rcs, Prepares: prepares, derived: d}, nil
}

// derivation is what follows from the payload as it is now. A copy that was given another payload does not keep what
// follows from the old one, or it would pass for a message by whoever signed that. (Blocks are told apart by their
// address, because none changes once it is made.)
func (m *Proposal) derivation() (*derived, error) {
	if d := m.known(); d != nil {
		return d, nil
	}
	return derive(m.Payload)
}

// known is what has been derived of the payload as it is now; nil if nothing has.
func (m *Proposal) known() *derived {
	if d := m.derived; d != nil && d.of == m.Payload {
		return d
	}
	return nil
}
