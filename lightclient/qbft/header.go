package qbft

import (
	"bytes"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

var one = big.NewInt(1)

// DecodeHeader parses the RLP of a header. It accepts exactly what EncodeHeader
// makes: unknown fields, gaps between optional fields and second forms of one
// number are refused, since a hash computed without them would be another's.
func DecodeHeader(b []byte) (*types.Header, error) {
	if len(b) > MaxHeaderBytes {
		return nil, malformed("header has %d bytes, at most %d are allowed", len(b), MaxHeaderBytes)
	}
	h := new(types.Header)
	if err := rlp.DecodeBytes(b, h); err != nil {
		return nil, malformed("header is not the RLP of one (%v)", err)
	}
	// Decoding into types.Header refuses second forms of one value by itself, as
	// FuzzHeader checks; what is left are fields of later forks.
	if err := checkHashable(h); err != nil {
		return nil, err
	}
	return h, nil
}

// EncodeHeader returns the RLP of h, round and seals included.
func EncodeHeader(h *types.Header) ([]byte, error) {
	if err := checkHashable(h); err != nil {
		return nil, err
	}
	b, err := rlp.EncodeToBytes(h)
	if err != nil {
		return nil, malformed("header cannot be encoded (%v)", err)
	}
	return b, nil
}

// checkFields checks the fields that are the same in every header of the dialect
// (Besu: QbftBlockHeaderValidationRulesetFactory, IbftBlockHeaderValidationRulesetFactory;
// GoQuorum: qbft engine, verifyHeader). Seals, set and time are not its business,
// nor is the nonce of a QBFT header, which no node looks at: a bad validator could
// otherwise write a block that they build on and we do not.
func (d Dialect) checkFields(h *types.Header) error {
	switch {
	case h.Difficulty.Cmp(one) != 0:
		return malformed("difficulty is %v, want 1", h.Difficulty)
	case h.MixDigest != Digest:
		return malformed("mixHash is %s, want %s: this is no QBFT or IBFT 2.0 header", h.MixDigest, Digest)
	case d == IBFT2 && h.Nonce != types.BlockNonce{}:
		return malformed("nonce is %#x, want 0", h.Nonce[:])
	case h.UncleHash != types.EmptyUncleHash:
		return malformed("ommersHash is %s, want that of none, %s", h.UncleHash, types.EmptyUncleHash)
	}
	return nil
}

// claim is a header of the right shape, with what follows from its bytes alone.
type claim struct {
	header *types.Header // our own copy
	rules  Rules         // of its number
	raw    rawExtra
	number uint64
	hash   common.Hash // on-chain
}

// read makes a claim of a header that somebody gave us.
func (s Schedule) read(untrusted *types.Header) (*claim, error) {
	// The number says which rules it has to keep to, and is itself held to its place by
	// whoever asked for the header.
	if err := checkHashable(untrusted); err != nil {
		return nil, err
	}
	number := untrusted.Number.Uint64()
	rules := s.At(number)
	d := rules.Dialect
	if err := d.checkFields(untrusted); err != nil {
		return nil, err
	}
	h := types.CopyHeader(untrusted)
	raw, err := d.splitExtra(h.Extra)
	if err != nil {
		return nil, err
	}
	if _, err := d.decodeVote(raw.vote); err != nil {
		return nil, err
	}
	if rules.Contract != nil && !bytes.Equal(raw.validators, rlp.EmptyList) {
		return nil, malformed("extraData lists validators, want none: from block %d on they are in contract %s", rules.From, rules.Contract.Address)
	}
	return &claim{header: h, rules: rules, raw: raw, number: number, hash: strippedHash(h, &raw, d.withoutRoundAndSeals)}, nil
}

// validators returns the set that the header lists: not empty, and distinct. The
// order is left free, since GoQuorum's is not that of bytes.
func (c *claim) validators() ([]common.Address, error) {
	list, err := c.raw.decodeValidators()
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, malformed("extraData lists no validators; if the chain keeps them in a contract, configure it")
	}
	if twice, ok := firstTwice(list); ok {
		return nil, malformed("extraData lists validator %s twice", twice)
	}
	return list, nil
}

// firstTwice returns an address that is in the list more than once.
func firstTwice(list []common.Address) (common.Address, bool) {
	sorted := sortedSet(list)
	for i := 1; i < len(sorted); i++ {
		if sorted[i] == sorted[i-1] {
			return sorted[i], true
		}
	}
	return common.Address{}, false
}

// committedSealHash returns what the header's seals sign. In QBFT's round 0, where
// most blocks are decided, that is the on-chain hash: both leave the same bytes.
func (c *claim) committedSealHash() common.Hash {
	if c.rules.Dialect == QBFT && c.raw.round == 0 {
		return c.hash
	}
	return strippedHash(c.header, &c.raw, c.rules.Dialect.withoutSeals)
}

func (c *claim) summary() lightclient.Header {
	return lightclient.Header{
		Number: c.number, Hash: c.hash, ParentHash: c.header.ParentHash, StateRoot: c.header.Root,
		ReceiptsRoot: c.header.ReceiptHash, Time: c.header.Time,
	}
}

func sortedSet(list []common.Address) []common.Address {
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, func(a, b common.Address) int { return bytes.Compare(a[:], b[:]) })
	return sorted
}

func sameSet(a, b []common.Address) bool {
	return slices.Equal(a, b) || len(a) == len(b) && slices.Equal(sortedSet(a), sortedSet(b))
}
