package parlia

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// sizes of the parts of extraData in bytes
const (
	vanityBytes    = 32
	sealBytes      = 65 // r, s, recovery id 0 or 1
	voteKeyBytes   = 48 // BLS12-381 G1, compressed
	signatureBytes = 96 // BLS12-381 G2, compressed
	validatorBytes = common.AddressLength + voteKeyBytes
	minExtraBytes  = vanityBytes + sealBytes
)

// VoteKey is a compressed BLS12-381 public key ("vote address" in bsc). All zeros
// stand for none.
type VoteKey [voteKeyBytes]byte

// Validator is one member of a set: the key that seals its blocks, by address, and
// the key with which it votes.
type Validator struct {
	Address common.Address
	VoteKey VoteKey
}

// Announcement is what an epoch block says about the time from the next switch on.
type Announcement struct {
	Validators []Validator // by address, ascending: votes and turns count in this order
	TurnLength uint8       // consecutive blocks of one validator
}

// ExtraData is the content of extraData in a header since the Bohr fork:
//
//	vanity (32) ‖ [n (1) ‖ n × (address (20) ‖ vote key (48)) ‖ turn length (1)] ‖ [attestation, RLP] ‖ seal (65)
//
// The second part is there in epoch blocks alone (bsc, consensus/parlia/parlia.go,
// getValidatorBytesFromHeader).
type ExtraData struct {
	Vanity      [vanityBytes]byte
	Epoch       *Announcement // nil: this is no epoch block
	Attestation *Attestation  // nil: none
	Seal        [sealBytes]byte
}

// Encode returns the bytes of e. It panics if the announcement has more than 255
// validators; what else is wrong with it is for DecodeExtra to say.
func (e *ExtraData) Encode() []byte {
	b := append(make([]byte, 0, 1024), e.Vanity[:]...)
	if e.Epoch != nil {
		b = e.Epoch.append(b)
	}
	if e.Attestation != nil {
		b = append(b, e.Attestation.Encode()...)
	}
	return append(b, e.Seal[:]...)
}

func (a *Announcement) append(b []byte) []byte {
	if len(a.Validators) > 255 {
		panic(fmt.Sprintf("parlia: %d validators do not fit into an announcement", len(a.Validators)))
	}
	b = append(b, byte(len(a.Validators)))
	for _, v := range a.Validators {
		b = append(append(b, v.Address[:]...), v.VoteKey[:]...)
	}
	return append(b, a.TurnLength)
}

// DecodeExtra parses extraData of an epoch block, or of another one: the bytes do not
// say which it is, the block's number does. It accepts exactly what Encode makes
// within the limits of this package. Errors wrap lightclient.ErrMalformed.
func DecodeExtra(b []byte, epochBlock bool) (*ExtraData, error) {
	raw, err := splitExtra(b, epochBlock)
	if err != nil {
		return nil, err
	}
	e := &ExtraData{Epoch: raw.announcement}
	copy(e.Vanity[:], b)
	copy(e.Seal[:], b[len(b)-sealBytes:])
	if len(raw.attestation) > 0 {
		if e.Attestation, err = DecodeAttestation(raw.attestation); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// rawExtra is extraData with the attestation unread.
type rawExtra struct {
	announcement *Announcement // of an epoch block
	attestation  []byte        // a slice of the input; empty: none
}

func splitExtra(b []byte, epochBlock bool) (rawExtra, error) {
	if err := checkExtraLength(b); err != nil {
		return rawExtra{}, err
	}
	middle := b[vanityBytes : len(b)-sealBytes]
	if !epochBlock {
		return rawExtra{attestation: middle}, nil
	}
	announcement, rest, err := decodeAnnouncement(middle)
	return rawExtra{announcement: announcement, attestation: rest}, err
}

func checkExtraLength(b []byte) error {
	if len(b) < minExtraBytes || len(b) > MaxExtraBytes {
		return malformed("extraData has %d bytes, want %d (vanity and seal) to %d", len(b), minExtraBytes, MaxExtraBytes)
	}
	return nil
}

// decodeAnnouncement parses an announcement and returns what follows it.
func decodeAnnouncement(b []byte) (*Announcement, []byte, error) {
	if len(b) == 0 {
		return nil, nil, malformed("extraData of an epoch block announces no validators")
	}
	n := int(b[0])
	if n == 0 || n > MaxValidators {
		return nil, nil, malformed("extraData announces %d validators, want 1 to %d", n, MaxValidators)
	}
	size := 1 + n*validatorBytes + 1
	if len(b) < size {
		return nil, nil, malformed("extraData announces %d validators in %d bytes, want %d or more", n, len(b), size)
	}
	a := &Announcement{Validators: make([]Validator, n), TurnLength: b[size-1]}
	for i := range a.Validators {
		entry := b[1+i*validatorBytes:]
		copy(a.Validators[i].Address[:], entry)
		copy(a.Validators[i].VoteKey[:], entry[common.AddressLength:])
	}
	return a, b[size:], a.check()
}

// check refuses announcements that the chain's contracts cannot make, and by which
// one validator would count for two (bsc: getMiningValidators, sorted; StakeHub:
// DuplicateVoteAddress; BSCValidatorSet: the range of turnLength).
func (a *Announcement) check() error {
	if a.TurnLength == 0 || a.TurnLength > MaxTurnLength {
		return malformed("extraData announces turn length %d, want 1 to %d", a.TurnLength, MaxTurnLength)
	}
	seen := make(map[VoteKey]bool, len(a.Validators))
	for i, v := range a.Validators {
		if i > 0 && v.Address.Cmp(a.Validators[i-1].Address) <= 0 {
			return malformed("extraData announces validator %s after %s, want them distinct and ascending", v.Address, a.Validators[i-1].Address)
		}
		if v.VoteKey == (VoteKey{}) {
			continue // has none, and can only seal
		}
		if seen[v.VoteKey] {
			return malformed("extraData announces vote key %x of validator %s twice", v.VoteKey[:8], v.Address)
		}
		seen[v.VoteKey] = true
	}
	return nil
}

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{lightclient.ErrMalformed}, args...)...)
}
