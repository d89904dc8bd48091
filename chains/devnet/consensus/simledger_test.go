package consensus

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/trie"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// simLedger is a chain of sealed headers.
type simLedger struct {
	headers []*types.Header
	hashes  []common.Hash
}

func newSimLedger(genesis *types.Header) *simLedger {
	l := &simLedger{}
	l.push(genesis)
	return l
}

func (l *simLedger) push(h *types.Header) {
	hash, err := qbft.OnChainHash(h)
	if err != nil {
		panic(err)
	}
	l.headers, l.hashes = append(l.headers, h), append(l.hashes, hash)
}

func (l *simLedger) head() *types.Header { return l.headers[len(l.headers)-1] }
func (l *simLedger) height() uint64      { return uint64(len(l.headers) - 1) }

// GetHeaderByNumber implements History.
func (l *simLedger) GetHeaderByNumber(n uint64) *types.Header { return l.headers[n] }

// simBlock is a valid block whose state root is a number; with a body it carries a transaction of that number.
func simBlock(parent *types.Header, coinbase common.Address, salt uint64, extra []byte, body bool) *types.Block {
	hash, err := qbft.OnChainHash(parent)
	if err != nil {
		panic(err)
	}
	h := &types.Header{
		ParentHash: hash, UncleHash: types.EmptyUncleHash, Coinbase: coinbase, Root: common.BigToHash(new(big.Int).SetUint64(salt)),
		TxHash: types.EmptyTxsHash, ReceiptHash: types.EmptyReceiptsHash, Difficulty: common.Big1,
		Number: new(big.Int).Add(parent.Number, common.Big1), GasLimit: parent.GasLimit, Time: parent.Time, Extra: extra, MixDigest: MixDigest,
	}
	if !body {
		return types.NewBlockWithHeader(h)
	}
	txs := types.Transactions{types.NewTx(&types.DynamicFeeTx{
		Nonce: salt, Gas: 21_000, GasFeeCap: common.Big1, GasTipCap: common.Big1, Value: common.Big1, R: common.Big2, S: common.Big3, V: common.Big1,
	})}
	h.TxHash = types.DeriveSha(txs, trie.NewStackTrie(nil))
	return types.NewBlockWithHeader(h).WithBody(types.Body{Transactions: txs})
}
