package qbft

import (
	"encoding/binary"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Format is one of the two encodings of extraData in the world. They hash
// differently, so that a header is valid in its own format alone, and decoding
// tells them apart without doubt: a round of exactly four bytes is FormatDraft.
type Format uint8

const (
	// FormatDeployed is what Besu and GoQuorum write, and the block of the official
	// message vectors: no vote is an empty list, a drop vote the empty string, the
	// round an RLP integer. Hashes replace round and seals by 0 and an empty list.
	FormatDeployed Format = iota

	// FormatDraft is what the official extraData and header vectors hold: no vote is
	// the empty string, a drop vote a zero byte, the round four bytes. Hashes leave
	// round and seals out.
	FormatDraft
)

func (f Format) String() string {
	if f == FormatDraft {
		return "draft"
	}
	return "deployed"
}

// sizes of the fields of extraData in bytes
const (
	vanityBytes = 32
	sealBytes   = 65 // r, s, recovery id 0 or 1
	draftRound  = 4
)

const (
	voteAdd  = 0xff
	voteDrop = 0x00
)

// Vote is one validator's wish to add or drop another. The light client does not
// count votes: it sees their outcome in the sets that later headers list.
type Vote struct {
	Recipient common.Address
	Add       bool
}

// ExtraData is the content of extraData in a QBFT header (EEA QBFT specification).
type ExtraData struct {
	Vanity     [vanityBytes]byte
	Validators []common.Address // the set that seals this very header
	Vote       *Vote            // nil: none
	Round      uint32           // in which the block was decided, from 0
	Seals      [][]byte         // 65 bytes each, [R ‖ S ‖ V] with V 0 or 1, over CommittedSealHash
	Format     Format
}

// Encode returns the RLP of e. A seal that is not 65 bytes or a round beyond
// MaxRound is written as it is; DecodeExtra will refuse it.
func (e *ExtraData) Encode() []byte {
	w := rlp.NewEncoderBuffer(nil)
	list := w.List()
	e.encodeContent(w)
	e.encodeRound(w, e.Round)
	seals := w.List()
	for _, seal := range e.Seals {
		w.WriteBytes(seal)
	}
	w.ListEnd(seals)
	w.ListEnd(list)
	return w.ToBytes()
}

// encodeContent writes what every hash covers: vanity, validators, vote.
func (e *ExtraData) encodeContent(w rlp.EncoderBuffer) {
	w.WriteBytes(e.Vanity[:])
	list := w.List()
	for i := range e.Validators {
		w.WriteBytes(e.Validators[i][:])
	}
	w.ListEnd(list)

	switch {
	case e.Vote != nil:
		vote := w.List()
		w.WriteBytes(e.Vote.Recipient[:])
		switch {
		case e.Vote.Add:
			w.WriteBytes([]byte{voteAdd})
		case e.Format == FormatDraft:
			w.WriteBytes([]byte{voteDrop})
		default:
			w.WriteBytes(nil)
		}
		w.ListEnd(vote)
	case e.Format == FormatDraft:
		w.WriteBytes(nil)
	default:
		w.ListEnd(w.List())
	}
}

func (e *ExtraData) encodeRound(w rlp.EncoderBuffer, round uint32) {
	if e.Format == FormatDraft {
		w.WriteBytes(binary.BigEndian.AppendUint32(nil, round))
		return
	}
	w.WriteUint64(uint64(round))
}

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{lightclient.ErrMalformed}, args...)...)
}
