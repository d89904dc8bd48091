package qbft

import (
	"encoding/binary"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

// sizes of the fields of extraData in bytes
const (
	vanityBytes     = 32
	sealBytes       = 65 // r, s, recovery id 0 or 1
	ibft2RoundBytes = 4
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

// ExtraData is the content of extraData in a header (EEA QBFT specification).
type ExtraData struct {
	Vanity     [vanityBytes]byte
	Validators []common.Address // the set that seals this very header; none where a contract names it
	Vote       *Vote            // nil: none
	Round      uint32           // in which the block was decided, from 0
	Seals      [][]byte         // 65 bytes each, [R ‖ S ‖ V] with V 0 or 1, over CommittedSealHash
	Dialect    Dialect
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
		case e.Dialect == IBFT2:
			w.WriteBytes([]byte{voteDrop})
		default:
			w.WriteBytes(nil)
		}
		w.ListEnd(vote)
	case e.Dialect == IBFT2:
		w.WriteBytes(nil)
	default:
		w.ListEnd(w.List())
	}
}

func (e *ExtraData) encodeRound(w rlp.EncoderBuffer, round uint32) {
	if e.Dialect == IBFT2 {
		w.WriteBytes(binary.BigEndian.AppendUint32(nil, round))
		return
	}
	w.WriteUint64(uint64(round))
}

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{lightclient.ErrMalformed}, args...)...)
}
