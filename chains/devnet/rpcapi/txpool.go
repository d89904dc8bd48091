package rpcapi

import (
	"fmt"
	"strconv"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
)

// txpoolAPI answers txpool_ methods.
type txpoolAPI struct {
	reader *reader
}

// byNonce maps decimal nonces to what is said about a transaction.
type byNonce[T any] map[string]T

// Status is txpool_status.
func (t *txpoolAPI) Status() map[string]hexutil.Uint {
	pending, queued := t.reader.backend.PoolStatus()
	return map[string]hexutil.Uint{"pending": hexutil.Uint(max(pending, 0)), "queued": hexutil.Uint(max(queued, 0))}
}

// Content is txpool_content.
func (t *txpoolAPI) Content() map[string]map[string]byNonce[*rpcTransaction] {
	return contentOf(t.reader.backend, t.marshal)
}

// ContentFrom is txpool_contentFrom.
func (t *txpoolAPI) ContentFrom(address common.Address) map[string]byNonce[*rpcTransaction] {
	pending, queued := t.reader.backend.PoolContentFrom(address)
	return map[string]byNonce[*rpcTransaction]{"pending": nonces(pending, t.marshal), "queued": nonces(queued, t.marshal)}
}

// Inspect is txpool_inspect: the content as text for people.
func (t *txpoolAPI) Inspect() map[string]map[string]byNonce[string] {
	return contentOf(t.reader.backend, func(tx *types.Transaction) string {
		to := "contract creation"
		if tx.To() != nil {
			to = tx.To().Hex()
		}
		return fmt.Sprintf("%s: %v wei + %v gas × %v wei", to, tx.Value(), tx.Gas(), tx.GasPrice())
	})
}

func (t *txpoolAPI) marshal(tx *types.Transaction) *rpcTransaction {
	return marshalTx(types.LatestSigner(t.reader.backend.ChainConfig()), tx, nil)
}

func contentOf[T any](pool Pool, format func(*types.Transaction) T) map[string]map[string]byNonce[T] {
	pending, queued := pool.PoolContent()
	return map[string]map[string]byNonce[T]{"pending": accounts(pending, format), "queued": accounts(queued, format)}
}

func accounts[T any](content map[common.Address][]*types.Transaction, format func(*types.Transaction) T) map[string]byNonce[T] {
	out := make(map[string]byNonce[T], len(content))
	for address, txs := range content {
		out[address.Hex()] = nonces(txs, format)
	}
	return out
}

func nonces[T any](txs []*types.Transaction, format func(*types.Transaction) T) byNonce[T] {
	out := make(byNonce[T], len(txs))
	for _, tx := range txs {
		out[strconv.FormatUint(tx.Nonce(), 10)] = format(tx)
	}
	return out
}
