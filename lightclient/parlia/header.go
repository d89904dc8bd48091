package parlia

import (
	"cmp"
	"encoding/binary"
	"math"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

// claim is a header of the right shape, with what follows from its bytes alone.
type claim struct {
	header  *types.Header // our own copy
	summary lightclient.Header
	fork    Fork // the rules at its time
}

func (c *claim) number() uint64    { return c.summary.Number }
func (c *claim) hash() common.Hash { return c.summary.Hash }

// read makes a claim of a header that somebody gave us.
func read(untrusted *types.Header, network Network) (*claim, error) {
	summary, err := lightclient.ReadHeader(untrusted)
	if err != nil {
		return nil, err
	}
	if err := checkShape(untrusted); err != nil {
		return nil, err
	}
	c := &claim{header: types.CopyHeader(untrusted), summary: summary, fork: network.forkAt(summary.Time)}
	return c, c.checkMilliseconds()
}

// checkShape checks the fields that are the same in every header since the Bohr fork
// (bsc, consensus/parlia/parlia.go, verifyHeader). It checks no more than bsc: what
// a validator can get into the chain must not stop those who follow it.
func checkShape(h *types.Header) error {
	switch {
	case h.Number.Uint64() > math.MaxInt64:
		return malformed("number is %d, want at most %d", h.Number, int64(math.MaxInt64))
	case h.UncleHash != types.EmptyUncleHash:
		return malformed("sha3Uncles is %s, want that of none, %s", h.UncleHash, types.EmptyUncleHash)
	case h.ParentBeaconRoot == nil:
		return malformed("parentBeaconBlockRoot is absent: the header is from before the Bohr fork, which this client does not follow, or of another chain")
	case *h.ParentBeaconRoot != common.Hash{}:
		return malformed("parentBeaconBlockRoot is %s, want 0", h.ParentBeaconRoot)
	case *h.WithdrawalsHash != types.EmptyWithdrawalsHash:
		return malformed("withdrawalsRoot is %s, want that of none, %s", h.WithdrawalsHash, types.EmptyWithdrawalsHash)
	case h.BlockAccessListHash != nil: // and whatever comes after it
		return malformed("field blockAccessListHash belongs to a fork that this client does not know")
	}
	return checkExtraLength(h.Extra)
}

// milliseconds returns the part of the header's time below a second. bsc reads the
// low 64 bits of mixHash and leaves the rest free.
func (c *claim) milliseconds() uint64 { return binary.BigEndian.Uint64(c.header.MixDigest[24:]) }

func (c *claim) checkMilliseconds() error {
	if !c.fork.Milliseconds && c.header.MixDigest != (common.Hash{}) {
		return malformed("mixHash is %s, want 0 before milliseconds came", c.header.MixDigest)
	}
	if ms := c.milliseconds(); ms >= 1000 {
		return malformed("mixHash says %d milliseconds, want less than 1000", ms)
	}
	return nil
}

// after reports whether c's time is later than that of parent.
func (c *claim) after(parent *claim) bool {
	return cmp.Or(cmp.Compare(c.summary.Time, parent.summary.Time), cmp.Compare(c.milliseconds(), parent.milliseconds())) > 0
}

// DecodeHeader parses the RLP of a header. It accepts exactly what EncodeHeader
// makes: unknown fields, gaps between optional fields and second forms of one number
// are refused, since a hash computed without them would be another's. Errors wrap
// lightclient.ErrMalformed.
func DecodeHeader(b []byte) (*types.Header, error) {
	h := new(types.Header)
	if err := rlp.DecodeBytes(b, h); err != nil {
		return nil, malformed("header is not the RLP of one (%v)", err)
	}
	// Decoding into types.Header refuses second forms of one value by itself, as
	// FuzzHeader checks.
	if err := lightclient.CheckHashable(h); err != nil {
		return nil, err
	}
	return h, checkShape(h)
}

// EncodeHeader returns the RLP of h, its seal included. Errors wrap
// lightclient.ErrMalformed.
func EncodeHeader(h *types.Header) ([]byte, error) {
	if err := lightclient.CheckHashable(h); err != nil {
		return nil, err
	}
	return mustEncode(h), nil
}
