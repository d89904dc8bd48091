package consensus

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/chains/devnet/blockcode"
)

// The RLP shapes (official vectors, "message RLP"):
//
//	prepare      [ [sequence, round, digest], signature ]
//	commit       [ [sequence, round, digest, seal], signature ]
//	round-change [ [ [sequence, round, [] | [preparedRound, digest]], signature ], [] | block, [prepare…] ]
//	proposal     [ [ [sequence, round, block], signature ], [ [signed round-change…], [prepare…] ] ]

// Encode returns the RLP of a message, as the specification defines it, without its code.
func Encode(m Message) ([]byte, error) {
	b, err := rlp.EncodeToBytes(m)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", m.Code(), err)
	}
	return b, nil
}

// EncodeFrame returns what a transport carries: the code byte and the RLP.
func EncodeFrame(m Message) ([]byte, error) {
	w := rlp.NewEncoderBuffer(nil)
	defer func() { _ = w.Flush() }() // writes nowhere, and gives the buffer back
	if err := rlp.Encode(w, m); err != nil {
		return nil, fmt.Errorf("encode %s: %w", m.Code(), err)
	}
	return w.AppendToBytes([]byte{byte(m.Code())}), nil
}

// DecodeFrame is the inverse of EncodeFrame.
func DecodeFrame(frame []byte) (Message, error) {
	if len(frame) == 0 {
		return nil, fmt.Errorf("%w: frame is empty, want a code byte and RLP", ErrMalformed)
	}
	return Decode(Code(frame[0]), frame[1:])
}

// Decode parses the RLP of a message. It accepts exactly what Encode makes: anything that would encode differently is
// refused, so that no two byte strings are the same message. Signatures are not checked here (see Message.Author).
func Decode(code Code, b []byte) (Message, error) {
	if len(b) > MaxMessageBytes {
		return nil, fmt.Errorf("%w: %s has %d bytes, at most %d allowed", ErrMalformed, code, len(b), MaxMessageBytes)
	}
	var m Message
	switch code {
	case CodeProposal:
		m = new(Proposal)
	case CodePrepare:
		m = new(Prepare)
	case CodeCommit:
		m = new(Commit)
	case CodeRoundChange:
		m = new(RoundChange)
	default:
		return nil, fmt.Errorf("%w: unknown code %#02x, want %#02x to %#02x", ErrMalformed, byte(code),
			byte(CodeProposal), byte(CodeRoundChange))
	}
	if err := rlp.DecodeBytes(b, m); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrMalformed, code, err)
	}
	if err := checkShape(m); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrMalformed, code, err)
	}
	again, err := Encode(m)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if !bytes.Equal(again, b) {
		return nil, fmt.Errorf("%w: %s is not in canonical encoding", ErrMalformed, code)
	}
	return m, nil
}

// checkShape checks what RLP does not: list lengths, round numbers, and that a block has a QBFT header.
func checkShape(m Message) error {
	if m.Round() > MaxRound {
		return fmt.Errorf("round is %d, at most %d allowed", m.Round(), MaxRound)
	}
	switch m := m.(type) {
	case *Proposal:
		if len(m.RoundChanges) > MaxValidators || len(m.Prepares) > MaxValidators {
			return fmt.Errorf("justification has %d round-changes and %d prepares, at most %d of each allowed",
				len(m.RoundChanges), len(m.Prepares), MaxValidators)
		}
		var err error
		m.derived, err = derive(m.Payload)
		return err
	case *RoundChange:
		if len(m.Prepares) > MaxValidators {
			return fmt.Errorf("justification has %d prepares, at most %d allowed", len(m.Prepares), MaxValidators)
		}
	}
	return nil
}

type signedProposalRLP struct {
	Payload   ProposalPayload
	Signature []byte
}

type signedEncoderRLP struct {
	Payload   rlp.Encoder
	Signature []byte
}

type justificationRLP struct {
	RoundChanges []*SignedRoundChange
	Prepares     []*Prepare
}

type proposalRLP struct {
	Signed        signedProposalRLP
	Justification justificationRLP
}

// EncodeRLP implements rlp.Encoder.
func (m *Proposal) EncodeRLP(w io.Writer) error {
	var payload rlp.Encoder = &m.Payload
	if d := m.known(); d != nil {
		payload = d
	}
	return rlp.Encode(w, &struct {
		Signed        signedEncoderRLP
		Justification justificationRLP
	}{signedEncoderRLP{payload, m.Signature}, justificationRLP{RoundChanges: m.RoundChanges, Prepares: m.Prepares}})
}

// DecodeRLP implements rlp.Decoder.
func (m *Proposal) DecodeRLP(s *rlp.Stream) error {
	var v proposalRLP
	if err := s.Decode(&v); err != nil {
		return err
	}
	*m = Proposal{
		Payload: v.Signed.Payload, Signature: v.Signed.Signature,
		RoundChanges: v.Justification.RoundChanges, Prepares: v.Justification.Prepares,
	}
	return nil
}

// EncodeRLP implements rlp.Encoder.
func (p *ProposalPayload) EncodeRLP(w io.Writer) error {
	block, err := encodeBlock(p.Block)
	if err != nil {
		return err
	}
	return p.encodeWith(w, block)
}

// encodeWith is EncodeRLP for who has encoded the block.
func (p *ProposalPayload) encodeWith(w io.Writer, block rlp.RawValue) error {
	return rlp.Encode(w, &struct {
		Sequence uint64
		Round    uint32
		Block    rlp.RawValue
	}{p.Sequence, p.Round, block})
}

func encodeBlock(b *types.Block) (rlp.RawValue, error) {
	if b == nil {
		return nil, fmt.Errorf("%w: a proposal without a block", ErrMalformed)
	}
	block, _, err := blockcode.Block(b)
	return block, err
}

type roundChangeRLP struct {
	Signed   SignedRoundChange
	Block    optionalBlock
	Prepares []*Prepare
}

// EncodeRLP implements rlp.Encoder.
func (m *RoundChange) EncodeRLP(w io.Writer) error {
	return rlp.Encode(w, &roundChangeRLP{
		Signed: m.SignedRoundChange, Block: optionalBlock{m.Block}, Prepares: m.Prepares,
	})
}

// DecodeRLP implements rlp.Decoder.
func (m *RoundChange) DecodeRLP(s *rlp.Stream) error {
	var v roundChangeRLP
	if err := s.Decode(&v); err != nil {
		return err
	}
	*m = RoundChange{SignedRoundChange: v.Signed, Block: v.Block.block, Prepares: v.Prepares}
	return nil
}

// optionalBlock is a block or the empty list.
type optionalBlock struct{ block *types.Block }

// EncodeRLP implements rlp.Encoder.
func (o optionalBlock) EncodeRLP(w io.Writer) error {
	if o.block == nil {
		_, err := w.Write(rlp.EmptyList)
		return err
	}
	enc, err := encodeBlock(o.block)
	if err != nil {
		return err
	}
	_, err = w.Write(enc)
	return err
}

// DecodeRLP implements rlp.Decoder.
func (o *optionalBlock) DecodeRLP(s *rlp.Stream) error {
	raw, err := s.Raw()
	if err != nil {
		return err
	}
	if bytes.Equal(raw, rlp.EmptyList) {
		o.block = nil
		return nil
	}
	o.block = new(types.Block)
	return rlp.DecodeBytes(raw, o.block)
}

// EncodeRLP implements rlp.Encoder.
func (p *RoundChangePayload) EncodeRLP(w io.Writer) error {
	if p.Prepared == nil {
		return rlp.Encode(w, []any{p.Sequence, p.Round, []any{}})
	}
	return rlp.Encode(w, []any{p.Sequence, p.Round, p.Prepared})
}

// DecodeRLP implements rlp.Decoder.
func (p *RoundChangePayload) DecodeRLP(s *rlp.Stream) error {
	if _, err := s.List(); err != nil {
		return err
	}
	seq, err := s.Uint64()
	if err != nil {
		return err
	}
	round, err := s.Uint32()
	if err != nil {
		return err
	}
	raw, err := s.Raw()
	if err != nil {
		return err
	}
	*p = RoundChangePayload{Sequence: seq, Round: round}
	if !bytes.Equal(raw, rlp.EmptyList) {
		p.Prepared = new(PreparedMetadata)
		if err := rlp.DecodeBytes(raw, p.Prepared); err != nil {
			return err
		}
		if p.Prepared.Round > MaxRound {
			return errors.New("prepared round is out of range")
		}
	}
	return s.ListEnd()
}
