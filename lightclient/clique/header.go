package clique

import (
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Sizes in extraData (EIP-225: EXTRA_VANITY, EXTRA_SEAL).
const (
	vanityBytes = 32
	sealBytes   = 65
)

// Votes (EIP-225: NONCE_AUTH, NONCE_DROP) about the address in coinbase.
var (
	NonceAuth = types.BlockNonce{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	NonceDrop = types.BlockNonce{}
)

// Difficulties (EIP-225: DIFF_INTURN, DIFF_NOTURN).
const (
	DifficultyInTurn = 2
	DifficultyNoTurn = 1
)

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{lightclient.ErrMalformed}, args...)...)
}

// DecodeHeader parses the RLP of a header. It accepts exactly what EncodeHeader
// makes: unknown fields, gaps between optional fields and second forms of one number
// are refused, since a hash computed without them would be another's.
func DecodeHeader(b []byte) (*types.Header, error) {
	if len(b) > MaxHeaderBytes {
		return nil, malformed("header has %d bytes, at most %d are allowed", len(b), MaxHeaderBytes)
	}
	h := new(types.Header)
	if err := rlp.DecodeBytes(b, h); err != nil {
		return nil, malformed("header is not the RLP of one (%v)", err)
	}
	return h, checkFields(h)
}

// EncodeHeader returns the RLP of h, seal included. Its keccak256 is the block's hash.
func EncodeHeader(h *types.Header) ([]byte, error) {
	if err := checkFields(h); err != nil {
		return nil, err
	}
	return rlp.EncodeToBytes(h)
}

// checkFields refuses headers that have no hash, and those with fields that no Clique
// chain has: go-ethereum's engine ends before Shanghai (consensus/clique, verifyHeader).
func checkFields(h *types.Header) error {
	if err := lightclient.CheckHashable(h); err != nil {
		return err
	}
	// Each later field needs this one, by the same rule.
	if h.WithdrawalsHash != nil {
		return malformed("withdrawalsRoot is present: a chain has no Clique headers from Shanghai on")
	}
	return nil
}

// claim is a header of the right shape, with what follows from its bytes alone.
type claim struct {
	header *types.Header // our own copy
	number uint64
	hash   common.Hash
	sealer common.Address   // who made the seal, whoever that is; zero for block 0
	listed []common.Address // by a checkpoint, nil otherwise
}

// read makes a claim of a header that somebody gave us: it checks what is the same in
// every Clique header (EIP-225; go-ethereum: consensus/clique, verifyHeader). Gas and
// fees are not its business: who signs a header vouches for these.
func read(untrusted *types.Header, p Params) (*claim, error) {
	if err := checkFields(untrusted); err != nil {
		return nil, err
	}
	h := types.CopyHeader(untrusted)
	c := &claim{header: h, number: h.Number.Uint64(), hash: h.Hash()}
	checkpoint := p.isCheckpoint(c.number)
	switch {
	case h.UncleHash != types.EmptyUncleHash:
		return nil, malformed("sha3Uncles is %s, want that of none, %s", h.UncleHash, types.EmptyUncleHash)
	case c.number == 0:
		// Nodes don't check block 0: everybody has agreed upon its hash.
	case h.Nonce != NonceAuth && h.Nonce != NonceDrop:
		return nil, malformed("nonce is %#x, want that of a vote, all ones or all zeros", h.Nonce[:])
	case checkpoint && h.Nonce != NonceDrop:
		return nil, malformed("nonce is %#x, want 0 in a checkpoint: votes end there", h.Nonce[:])
	case checkpoint && h.Coinbase != common.Address{}:
		return nil, malformed("miner is %s, want 0 in a checkpoint: votes end there", h.Coinbase)
	case h.MixDigest != common.Hash{}:
		return nil, malformed("mixHash is %s, want 0", h.MixDigest)
	}
	listed, seal, err := splitExtra(h.Extra, checkpoint)
	if err != nil {
		return nil, err
	}
	c.listed = listed
	if c.number == 0 {
		// Nor is it sealed, and nodes take its list for a set.
		slices.SortFunc(c.listed, common.Address.Cmp)
	}
	if err := checkAscending(c.listed); err != nil {
		return nil, err
	}
	if c.number == 0 {
		return c, nil
	}
	c.sealer, err = Sealer(SealHash(h), seal)
	return c, err
}

// splitExtra takes extraData apart. Only checkpoints list signers, at least one.
func splitExtra(extra []byte, checkpoint bool) (listed []common.Address, seal []byte, err error) {
	if len(extra) < vanityBytes+sealBytes {
		return nil, nil, malformed("extraData has %d bytes, want at least %d, for vanity and seal", len(extra), vanityBytes+sealBytes)
	}
	list, seal := extra[vanityBytes:len(extra)-sealBytes], extra[len(extra)-sealBytes:]
	if !checkpoint {
		if len(list) != 0 {
			return nil, nil, malformed("extraData has %d bytes of signers, want none outside of checkpoints", len(list))
		}
		return nil, seal, nil
	}
	n := len(list) / common.AddressLength
	switch {
	case len(list)%common.AddressLength != 0:
		return nil, nil, malformed("extraData has %d bytes of signers, want a multiple of %d", len(list), common.AddressLength)
	case n == 0 || n > MaxSigners:
		return nil, nil, malformed("extraData lists %d signers, want 1 to %d in a checkpoint", n, MaxSigners)
	}
	listed = make([]common.Address, n)
	for i := range listed {
		listed[i] = common.BytesToAddress(list[i*common.AddressLength : (i+1)*common.AddressLength])
	}
	return listed, seal, nil
}

func checkAscending(list []common.Address) error {
	for i := 1; i < len(list); i++ {
		if list[i-1].Cmp(list[i]) >= 0 {
			return malformed("extraData lists signer %s behind %s, want them distinct and in ascending order", list[i], list[i-1])
		}
	}
	return nil
}

func (c *claim) summary() lightclient.Header {
	return lightclient.Header{
		Number: c.number, Hash: c.hash, ParentHash: c.header.ParentHash, StateRoot: c.header.Root,
		ReceiptsRoot: c.header.ReceiptHash, Time: c.header.Time,
	}
}
