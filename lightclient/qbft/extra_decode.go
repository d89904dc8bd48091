package qbft

import (
	"encoding/binary"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rlp"
)

// DecodeExtra parses extraData, and accepts exactly what Encode makes within the
// limits of this package. Whether validators are distinct and seals are true is
// for the verification to say. Errors wrap lightclient.ErrMalformed.
func DecodeExtra(b []byte) (*ExtraData, error) {
	raw, err := splitExtra(b)
	if err != nil {
		return nil, err
	}
	e := &ExtraData{Format: raw.format, Round: raw.round}
	copy(e.Vanity[:], raw.vanity[1:])
	if e.Validators, err = raw.decodeValidators(); err != nil {
		return nil, err
	}
	if e.Vote, err = raw.decodeVote(); err != nil {
		return nil, err
	}
	if e.Seals, err = raw.decodeSeals(); err != nil {
		return nil, err
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
	format     Format
}

func splitExtra(b []byte) (raw rawExtra, err error) {
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
	if len(raw.vanity) != 1+vanityBytes {
		return raw, malformed("extraData: vanity has %d bytes, want %d", len(raw.vanity)-1, vanityBytes)
	}
	raw.round, raw.format, err = decodeRound(raw.roundField)
	return raw, err
}

// decodeRound returns the round and the format that its width gives away.
func decodeRound(field []byte) (uint32, Format, error) {
	content, _, err := rlp.SplitString(field)
	if err != nil {
		return 0, 0, malformed("extraData: round: %v", err)
	}
	if len(content) == draftRound && content[0] == 0 {
		return binary.BigEndian.Uint32(content), FormatDraft, nil
	}
	round, _, err := rlp.SplitUint64(field)
	if err != nil {
		return 0, 0, malformed("extraData: round %#x is neither an RLP integer nor four bytes (%v)", content, err)
	}
	if round > MaxRound {
		return 0, 0, malformed("extraData: round is %d, at most %d is allowed", round, MaxRound)
	}
	return uint32(round), FormatDeployed, nil
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

func (raw *rawExtra) decodeVote() (*Vote, error) {
	kind, content, _, err := rlp.Split(raw.vote)
	if err != nil {
		return nil, malformed("extraData: vote: %v", err)
	}
	if len(content) == 0 {
		if want := map[Format]rlp.Kind{FormatDeployed: rlp.List, FormatDraft: rlp.String}[raw.format]; kind != want {
			return nil, malformed("extraData: an absent vote is an empty %v, want an empty %v in the %v format", kind, want, raw.format)
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
	case raw.format == FormatDeployed && len(kindOfVote) == 0:
	case raw.format == FormatDraft && len(kindOfVote) == 1 && kindOfVote[0] == voteDrop:
	default:
		return nil, malformed("extraData: type of the vote is 0x%x, want 0xff or the %v format's drop", kindOfVote, raw.format)
	}
	return vote, nil
}

func (raw *rawExtra) decodeSeals() ([][]byte, error) {
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
		seals = append(seals, append([]byte(nil), seal...))
		content = tail
	}
	return seals, nil
}
