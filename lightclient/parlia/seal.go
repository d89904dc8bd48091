package parlia

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
)

// difficulties of blocks (bsc, consensus/parlia/parlia.go, diffInTurn, diffNoTurn)
const (
	inTurnDifficulty    = 2
	outOfTurnDifficulty = 1
)

// sealed is what a seal signs, in this order: the chain and the header but for the
// seal (bsc, core/types/block.go, EncodeSigHeader).
type sealed struct {
	ChainID          uint64
	ParentHash       common.Hash
	UncleHash        common.Hash
	Coinbase         common.Address
	Root             common.Hash
	TxHash           common.Hash
	ReceiptHash      common.Hash
	Bloom            types.Bloom
	Difficulty       *big.Int
	Number           *big.Int
	GasLimit         uint64
	GasUsed          uint64
	Time             uint64
	Extra            []byte
	MixDigest        common.Hash
	Nonce            types.BlockNonce
	BaseFee          *big.Int
	WithdrawalsHash  *common.Hash
	BlobGasUsed      *uint64
	ExcessBlobGas    *uint64
	ParentBeaconRoot *common.Hash
	RequestsHash     *common.Hash `rlp:"optional"`
}

// SealHash returns the hash that the seal of h signs. It binds the chain id, which
// the block's hash does not. It fails on a header of the wrong shape.
func SealHash(h *types.Header, chainID uint64) (common.Hash, error) {
	if err := lightclient.CheckHashable(h); err != nil {
		return common.Hash{}, err
	}
	if err := checkShape(h); err != nil {
		return common.Hash{}, err
	}
	return sealHash(h, chainID), nil
}

func sealHash(h *types.Header, chainID uint64) common.Hash {
	return crypto.Keccak256Hash(mustEncode(&sealed{
		ChainID: chainID, ParentHash: h.ParentHash, UncleHash: h.UncleHash, Coinbase: h.Coinbase, Root: h.Root, TxHash: h.TxHash,
		ReceiptHash: h.ReceiptHash, Bloom: h.Bloom, Difficulty: h.Difficulty, Number: h.Number, GasLimit: h.GasLimit, GasUsed: h.GasUsed,
		Time: h.Time, Extra: h.Extra[:len(h.Extra)-sealBytes], MixDigest: h.MixDigest, Nonce: h.Nonce, BaseFee: h.BaseFee,
		WithdrawalsHash: h.WithdrawalsHash, BlobGasUsed: h.BlobGasUsed, ExcessBlobGas: h.ExcessBlobGas,
		ParentBeaconRoot: h.ParentBeaconRoot, RequestsHash: h.RequestsHash,
	}))
}

// checkSeal requires that a validator of the set whose time it is sealed the header,
// for this chain, and said truly whether it was its turn.
func (c *claim) checkSeal(inForce *epoch, chainID uint64) error {
	h := c.header
	pub, err := crypto.Ecrecover(sealHash(h, chainID).Bytes(), h.Extra[len(h.Extra)-sealBytes:])
	if err != nil {
		return fmt.Errorf("%w: seal recovers to no key (%w)", lightclient.ErrSeals, err)
	}
	by := common.BytesToAddress(crypto.Keccak256(pub[1:])[12:])
	if by != h.Coinbase {
		return fmt.Errorf("%w: seal is by %s over chain id %d, want its miner %s", lightclient.ErrSeals, by, chainID, h.Coinbase)
	}
	if !inForce.has(by) {
		return fmt.Errorf("%w: seal is by %s, who is none of the %d validators announced at %d", lightclient.ErrSeals, by, len(inForce.validators), inForce.number)
	}
	want := int64(outOfTurnDifficulty)
	if inForce.inTurn(c.number()) == by {
		want = inTurnDifficulty
	}
	if h.Difficulty.Cmp(big.NewInt(want)) != 0 {
		return malformed("difficulty is %v, want %d, since it was the turn of %s", h.Difficulty, want, inForce.inTurn(c.number()))
	}
	return nil
}
