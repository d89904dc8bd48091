package consensus

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/trie"

	"github.com/catenary-bridge/catenary/chains/devnet/blockcode"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// MixDigest marks a header as sealed by Istanbul or QBFT ("tical byzantine fault tolerance" in ASCII).
var MixDigest = qbft.Digest

// digestOf is the committed-seal hash of a block: what prepares and commits name and what seals sign.
func digestOf(b *types.Block) (common.Hash, error) {
	h, err := qbft.CommittedSealHash(b.Header())
	if err != nil {
		return common.Hash{}, fmt.Errorf("hash block %s for sealing: %w", b.Number(), err)
	}
	return h, nil
}

// chainHashOf is the identity of a block: round and seals excluded.
func chainHashOf(b *types.Block) (common.Hash, error) {
	h, err := qbft.OnChainHash(b.Header())
	if err != nil {
		return common.Hash{}, fmt.Errorf("hash block %s: %w", b.Number(), err)
	}
	return h, nil
}

// withRound returns the block with another round in its extraData. The on-chain hash stays, the digest changes: a
// seal given in one round is worth nothing in another.
func withRound(b *types.Block, round uint32) (*types.Block, error) {
	header, err := qbft.WithRound(b.Header(), round)
	if err != nil {
		return nil, fmt.Errorf("put round %d into block %s: %w", round, b.Number(), err)
	}
	return b.WithSeal(header), nil
}

// withSeals returns the block sealed, with the seals in a fixed order. All seals are checked once more: this is the
// last look at a block before it becomes final.
func withSeals(b *types.Block, seals [][]byte) (*types.Block, error) {
	header, err := qbft.WithSeals(b.Header(), seals)
	if err != nil {
		return nil, fmt.Errorf("seal block %s: %w", b.Number(), err)
	}
	return b.WithSeal(header), nil
}

// checkBody demands that transactions, uncles and withdrawals are those that the header commits to. Digests cover the
// header alone, so without this one signed header could travel with different bodies, and whatever remembers a block
// by its hash would take one for the other.
func checkBody(b *types.Block) error {
	return checkEncodedBody(b, blockcode.Transactions(b.Transactions()))
}

// checkEncodedBody is checkBody for who has encoded the block's transactions.
func checkEncodedBody(b *types.Block, encoded [][]byte) error {
	if len(b.Uncles()) != 0 || b.UncleHash() != types.EmptyUncleHash {
		return fmt.Errorf("block has %d uncles with hash %s, want none", len(b.Uncles()), b.UncleHash())
	}
	if root := blockcode.Root(encoded); root != b.TxHash() {
		return fmt.Errorf("transactions have root %s, the header says %s", root, b.TxHash())
	}
	want := b.Header().WithdrawalsHash
	if (want == nil) != (b.Withdrawals() == nil) {
		return fmt.Errorf("withdrawals are present in the body %t, in the header %t", b.Withdrawals() != nil, want != nil)
	}
	if want == nil {
		return nil
	}
	if root := types.DeriveSha(b.Withdrawals(), trie.NewStackTrie(nil)); root != *want {
		return fmt.Errorf("withdrawals have root %s, the header says %s", root, *want)
	}
	return nil
}
