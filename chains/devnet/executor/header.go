package executor

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/consensus/misc"
	"github.com/ethereum/go-ethereum/consensus/misc/eip4844"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/chains/devnet/blockcode"
)

// nextHeader fills in what follows from the parent; execution fills in the rest.
func (c *Chain) nextHeader(parent *types.Header, parentHash common.Hash, time uint64, coinbase common.Address, extra []byte) *types.Header {
	var (
		blobGasUsed uint64
		excess      = eip4844.CalcExcessBlobGas(c.config, parent, time)
		beaconRoot  common.Hash
	)
	return &types.Header{
		ParentHash:       parentHash,
		UncleHash:        types.EmptyUncleHash,
		Coinbase:         coinbase,
		Difficulty:       big.NewInt(1),
		Number:           new(big.Int).Add(parent.Number, common.Big1),
		GasLimit:         core.CalcGasLimit(parent.GasLimit, c.gasTarget),
		Time:             time,
		Extra:            common.CopyBytes(extra),
		MixDigest:        istanbulDigest,
		BaseFee:          c.calculatedBaseFee(parent),
		BlobGasUsed:      &blobGasUsed,
		ExcessBlobGas:    &excess,
		ParentBeaconRoot: &beaconRoot,
	}
}

// checkHeader compares a proposal's header with everything that is known without
// executing it. baseFee is what its base fee must be, in wei. Who may propose, the seals and the clock are consensus's business.
// Fields of later forks have been refused with the hash (qbft.OnChainHash).
func (c *Chain) checkHeader(parent *types.Header, parentHash common.Hash, h *types.Header, baseFee *big.Int) error {
	n := h.Number.Uint64()
	if h.ParentHash != parentHash {
		return mismatch(n, "parentHash", h.ParentHash, parentHash)
	}
	if h.UncleHash != types.EmptyUncleHash {
		return mismatch(n, "sha3Uncles", h.UncleHash, types.EmptyUncleHash)
	}
	if h.Difficulty == nil || h.Difficulty.Cmp(common.Big1) != 0 {
		return mismatch(n, "difficulty", h.Difficulty, 1)
	}
	if h.MixDigest != istanbulDigest {
		return mismatch(n, "mixHash", h.MixDigest, istanbulDigest)
	}
	if h.Nonce != (types.BlockNonce{}) {
		return mismatch(n, "nonce", h.Nonce.Uint64(), 0)
	}
	if h.Time < parent.Time {
		return mismatch(n, "timestamp", h.Time, fmt.Sprintf("at least the parent's %d", parent.Time))
	}
	if err := misc.VerifyGaslimit(parent.GasLimit, h.GasLimit); err != nil || h.GasLimit > maxGasLimit {
		return mismatch(n, "gasLimit", h.GasLimit, fmt.Sprintf("within 1/%d of the parent's %d and at most %d",
			params.GasLimitBoundDivisor, parent.GasLimit, uint64(maxGasLimit)))
	}
	if h.BaseFee == nil || h.BaseFee.Cmp(baseFee) != 0 {
		return mismatch(n, "baseFeePerGas", h.BaseFee, baseFee)
	}
	return c.checkForkFields(parent, h)
}

// checkForkFields checks the header fields that forks from Shanghai on added.
func (c *Chain) checkForkFields(parent *types.Header, h *types.Header) error {
	n := h.Number.Uint64()
	if h.WithdrawalsHash == nil || *h.WithdrawalsHash != types.EmptyWithdrawalsHash {
		return mismatch(n, "withdrawalsRoot", optional(h.WithdrawalsHash), types.EmptyWithdrawalsHash)
	}
	if h.BlobGasUsed == nil || *h.BlobGasUsed != 0 {
		return mismatch(n, "blobGasUsed", optional(h.BlobGasUsed), 0)
	}
	if want := eip4844.CalcExcessBlobGas(c.config, parent, h.Time); h.ExcessBlobGas == nil || *h.ExcessBlobGas != want {
		return mismatch(n, "excessBlobGas", optional(h.ExcessBlobGas), want)
	}
	if h.ParentBeaconRoot == nil || *h.ParentBeaconRoot != (common.Hash{}) {
		return mismatch(n, "parentBeaconBlockRoot", optional(h.ParentBeaconRoot), common.Hash{})
	}
	if h.RequestsHash == nil {
		return mismatch(n, "requestsHash", "absent", "present")
	}
	return nil
}

// sameBody says whether two blocks have one body in memory, as a block has that was
// sealed or decided in another round. It may be wrong only in saying no.
func sameBody(a, b *types.Block) bool {
	one, other := a.Transactions(), b.Transactions()
	if len(one) == 0 || len(one) != len(other) || &one[0] != &other[0] {
		return false
	}
	return len(b.Uncles()) == 0 && b.Withdrawals() != nil && len(b.Withdrawals()) == 0
}

// checkBody compares the body with the header that commits to it.
func checkBody(b *types.Block) error {
	h := b.Header()
	n := h.Number.Uint64()
	if size := b.Size(); size > params.MaxBlockSize {
		return mismatch(n, "size", size, fmt.Sprintf("at most %d bytes (EIP-7934)", params.MaxBlockSize))
	}
	if len(b.Uncles()) != 0 {
		return mismatch(n, "uncles", len(b.Uncles()), 0)
	}
	if b.Withdrawals() == nil || len(b.Withdrawals()) != 0 {
		return mismatch(n, "withdrawals", len(b.Withdrawals()), "an empty list")
	}
	for i, tx := range b.Transactions() {
		if tx.Type() == types.BlobTxType {
			return &TxError{Number: n, Index: i, Hash: tx.Hash(), Err: ErrBlobTx}
		}
	}
	if want := blockcode.Root(blockcode.Transactions(b.Transactions())); h.TxHash != want {
		return mismatch(n, "transactionsRoot", h.TxHash, want)
	}
	return nil
}

func optional[T any](v *T) string {
	if v == nil {
		return "absent"
	}
	return fmt.Sprint(*v)
}
