package qbft

import (
	"bytes"
	"encoding/binary"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rlp"
)

// DecodeExtra is Dialect.DecodeExtra for QBFT.
func DecodeExtra(b []byte) (*ExtraData, error) { return QBFT.DecodeExtra(b) }

// DecodeExtra parses extraData, and accepts exactly what Encode makes within the
// limits of this package. Whether validators are distinct and seals are true is
// for the verification to say. Errors wrap lightclient.ErrMalformed.
func (d Dialect) DecodeExtra(b []byte) (*ExtraData, error) {
	raw, err := d.splitExtra(b)
	if err != nil {
		return nil, err
	}
	if len(raw.vanity) != 1+vanityBytes {
		return nil, malformed("extraData: vanity has %d bytes with its prefix, want %d", len(raw.vanity), 1+vanityBytes)
	}
	e := &ExtraData{Dialect: d, Round: raw.round}
	copy(e.Vanity[:], raw.vanity[1:])
	if e.Validators, err = raw.decodeValidators(); err != nil {
		return nil, err
	}
	if e.Vote, err = d.decodeVote(raw.vote); err != nil {
		return nil, err
	}
	if e.Seals, err = raw.splitSeals(); err != nil {
		return nil, err
	}
	for i := range e.Seals {
		e.Seals[i] = bytes.Clone(e.Seals[i])
	}
	return e, nil
}

// rawExtra holds the encoded fields of extraData, each with its RLP prefix, as
// slices of the input. Hashing needs no more than this.
type rawExtra struct {
	vanity     []byte
	validators []byte
	vote       []byte
	roundField []byte
	seals      []byte
	round      uint32
}

// splitExtra leaves the length of the vanity free: nodes do not hold proposers to
// it (Besu's BftVanityDataValidationRule is in no rule set), so that one bad
// validator could otherwise write a block that they build on and we do not.
func (d Dialect) splitExtra(b []byte) (raw rawExtra, err error) {
	if len(b) > MaxExtraBytes {
		return raw, malformed("extraData has %d bytes, at most %d are allowed", len(b), MaxExtraBytes)
	}
	content, rest, err := rlp.SplitList(b)
	if err != nil {
		return raw, malformed("extraData is no RLP list (%v)", err)
	}
	if len(rest) != 0 {
		return raw, malformed("extraData has %d bytes after its end, want none", len(rest))
	}
	fields := [...]struct {
		name string
		to   *[]byte
		kind rlp.Kind // rlp.Byte: either
	}{
		{"vanity", &raw.vanity, rlp.String},
		{"validators", &raw.validators, rlp.List},
		{"vote", &raw.vote, rlp.Byte},
		{"round", &raw.roundField, rlp.String},
		{"seals", &raw.seals, rlp.List},
	}
	for _, f := range fields {
		kind, _, tail, err := rlp.Split(content)
		if err != nil {
			return raw, malformed("extraData: %s: %v", f.name, err)
		}
		if kind == rlp.Byte {
			kind = rlp.String
		}
		if f.kind != rlp.Byte && kind != f.kind {
			return raw, malformed("extraData: %s is a %v, want a %v", f.name, kind, f.kind)
		}
		*f.to = content[:len(content)-len(tail)]
		content = tail
	}
	if len(content) != 0 {
		return raw, malformed("extraData has fields beyond its five, first byte %#02x", content[0])
	}
	raw.round, err = d.decodeRound(raw.roundField)
	return raw, err
}

func (d Dialect) decodeRound(field []byte) (uint32, error) {
	content, _, err := rlp.SplitString(field)
	if err != nil {
		return 0, malformed("extraData: round: %v", err)
	}
	var round uint64
	if d == IBFT2 {
		if len(content) != ibft2RoundBytes {
			return 0, malformed("extraData: round has %d bytes, want %d in the dialect %v", len(content), ibft2RoundBytes, d)
		}
		round = uint64(binary.BigEndian.Uint32(content))
	} else if round, _, err = rlp.SplitUint64(field); err != nil {
		return 0, malformed("extraData: round %#x is no RLP integer, as it is in the dialect %v (%v)", content, d, err)
	}
	if round > MaxRound {
		return 0, malformed("extraData: round is %d, at most %d is allowed", round, MaxRound)
	}
	return uint32(round), nil
}

func (raw *rawExtra) decodeValidators() ([]common.Address, error) {
	content, _, err := rlp.SplitList(raw.validators)
	if err != nil {
		return nil, malformed("extraData: validators: %v", err)
	}
	const each = 1 + common.AddressLength
	validators := make([]common.Address, 0, min(len(content)/each, MaxValidators))
	for len(content) > 0 {
		if len(validators) == MaxValidators {
			return nil, malformed("extraData lists more than %d validators", MaxValidators)
		}
		address, tail, err := rlp.SplitString(content)
		if err != nil {
			return nil, malformed("extraData: validator %d: %v", len(validators), err)
		}
		if len(address) != common.AddressLength {
			return nil, malformed("extraData: validator %d has %d bytes, want %d", len(validators), len(address), common.AddressLength)
		}
		validators = append(validators, common.Address(address))
		content = tail
	}
	return validators, nil
}

func (d Dialect) decodeVote(field []byte) (*Vote, error) {
	kind, content, _, err := rlp.Split(field)
	if err != nil {
		return nil, malformed("extraData: vote: %v", err)
	}
	if len(content) == 0 {
		want := rlp.List
		if d == IBFT2 {
			want = rlp.String
		}
		if kind != want {
			return nil, malformed("extraData: an absent vote is an empty %v, want an empty %v in the dialect %v", kind, want, d)
		}
		return nil, nil
	}
	if kind != rlp.List {
		return nil, malformed("extraData: vote is a %v, want a list of recipient and type", kind)
	}
	recipient, tail, err := rlp.SplitString(content)
	if err != nil || len(recipient) != common.AddressLength {
		return nil, malformed("extraData: recipient of the vote has %d bytes, want %d", len(recipient), common.AddressLength)
	}
	kindOfVote, tail, err := rlp.SplitString(tail)
	if err != nil || len(tail) != 0 {
		return nil, malformed("extraData: vote does not end after its type")
	}
	vote := &Vote{Recipient: common.Address(recipient)}
	switch {
	case len(kindOfVote) == 1 && kindOfVote[0] == voteAdd:
		vote.Add = true
	case d == QBFT && len(kindOfVote) == 0:
	case d == IBFT2 && len(kindOfVote) == 1 && kindOfVote[0] == voteDrop:
	default:
		return nil, malformed("extraData: type of the vote is 0x%x, want 0xff or the drop of the dialect %v", kindOfVote, d)
	}
	return vote, nil
}

// splitSeals returns the seals as slices of the input.
func (raw *rawExtra) splitSeals() ([][]byte, error) {
	content, _, err := rlp.SplitList(raw.seals)
	if err != nil {
		return nil, malformed("extraData: seals: %v", err)
	}
	const each = 2 + sealBytes
	seals := make([][]byte, 0, min(len(content)/each, MaxValidators))
	for len(content) > 0 {
		if len(seals) == MaxValidators {
			return nil, malformed("extraData has more than %d seals", MaxValidators)
		}
		seal, tail, err := rlp.SplitString(content)
		if err != nil {
			return nil, malformed("extraData: seal %d: %v", len(seals), err)
		}
		if len(seal) != sealBytes {
			return nil, malformed("extraData: seal %d has %d bytes, want %d", len(seals), len(seal), sealBytes)
		}
		seals = append(seals, seal)
		content = tail
	}
	return seals, nil
}
