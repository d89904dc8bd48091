package qbft

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
)

// Dialect is how a chain writes extraData, and what its two hashes leave out of it.
// Both dialects have one mixHash and one quorum. Which one a block is in is
// configuration, see [Schedule], and never told from bytes: those are the
// attacker's.
type Dialect uint8

const (
	// QBFT is what Besu and GoQuorum write under `qbft` (Besu: QbftExtraDataCodec;
	// GoQuorum: core/types/istanbul.go), and our devnet: no vote is an empty list, a
	// drop vote the empty string, the round an RLP integer. Hashes replace round and
	// seals by 0 and an empty list.
	QBFT Dialect = iota

	// IBFT2 is IBFT 2.0, Besu's `ibft2` (IbftExtraDataCodec): no vote is the empty
	// string, a drop vote a zero byte, the round four bytes. Hashes leave round and
	// seals out. The official QBFT vectors of extraData and headers, older than
	// QBFT's own encoding, are in it byte for byte.
	IBFT2
)

var dialectNames = [...]string{QBFT: "qbft", IBFT2: "ibft2"}

// ParseDialect reads the name that the genesis file has: "qbft" or "ibft2".
func ParseDialect(name string) (Dialect, error) {
	for d, known := range dialectNames {
		if name == known {
			return Dialect(d), nil
		}
	}
	return 0, fmt.Errorf("dialect is %q, want %q or %q", name, dialectNames[QBFT], dialectNames[IBFT2])
}

func (d Dialect) valid() bool { return int(d) < len(dialectNames) }

func (d Dialect) String() string {
	if !d.valid() {
		return fmt.Sprintf("dialect(%d)", uint8(d))
	}
	return dialectNames[d]
}

// MarshalText implements encoding.TextMarshaler.
func (d Dialect) MarshalText() ([]byte, error) {
	if !d.valid() {
		return nil, fmt.Errorf("dialect is %d, want %d or %d", d, QBFT, IBFT2)
	}
	return []byte(d.String()), nil
}

// UnmarshalText implements encoding.TextUnmarshaler, see ParseDialect.
func (d *Dialect) UnmarshalText(text []byte) error {
	parsed, err := ParseDialect(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// CommittedSealHash returns the hash that committed seals sign: of the header with
// its extraData without seals, the round included. It fails on a header that cannot
// be hashed or is in another dialect.
func (d Dialect) CommittedSealHash(h *types.Header) (common.Hash, error) {
	return d.hashWith(h, d.withoutSeals)
}

// OnChainHash returns the hash of the block, which its child names as parentHash:
// of the header with its extraData without round and seals. Honest nodes may hold
// one block under different rounds and seals; this is what they agree on.
func (d Dialect) OnChainHash(h *types.Header) (common.Hash, error) {
	return d.hashWith(h, d.withoutRoundAndSeals)
}

func (d Dialect) hashWith(h *types.Header, strip func(*rawExtra) []byte) (common.Hash, error) {
	if err := checkHashable(h); err != nil {
		return common.Hash{}, err
	}
	raw, err := d.splitExtra(h.Extra)
	if err != nil {
		return common.Hash{}, err
	}
	return strippedHash(h, &raw, strip), nil
}

// strippedHash hashes h with what strip leaves of its extraData. A genesis, which
// nobody seals, is hashed as it stands (Besu: BftBlockHashing.serializeHeader). In
// QBFT that is the same, unless its round is not 0; in IBFT 2.0 it is not.
func strippedHash(h *types.Header, raw *rawExtra, strip func(*rawExtra) []byte) common.Hash {
	if h.Number.Sign() == 0 {
		return h.Hash()
	}
	stripped := *h
	stripped.Extra = strip(raw)
	return stripped.Hash()
}

func (d Dialect) withoutSeals(raw *rawExtra) []byte {
	if d == IBFT2 {
		return joinList(raw.vanity, raw.validators, raw.vote, raw.roundField)
	}
	return joinList(raw.vanity, raw.validators, raw.vote, raw.roundField, rlp.EmptyList)
}

func (d Dialect) withoutRoundAndSeals(raw *rawExtra) []byte {
	if d == IBFT2 {
		return joinList(raw.vanity, raw.validators, raw.vote)
	}
	return joinList(raw.vanity, raw.validators, raw.vote, rlp.EmptyString, rlp.EmptyList)
}

// joinList returns the RLP list of items that are encoded already.
func joinList(items ...[]byte) []byte {
	w := rlp.NewEncoderBuffer(nil)
	list := w.List()
	for _, item := range items {
		_, _ = w.Write(item) // an EncoderBuffer's Write never fails
	}
	w.ListEnd(list)
	return w.ToBytes()
}
