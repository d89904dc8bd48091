package executor

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

// ChainConfig returns the rules; they never change.
func (c *Chain) ChainConfig() *params.ChainConfig { return c.config }

// Signer recovers senders under this chain's rules.
func (c *Chain) Signer() types.Signer { return c.signer }

// CurrentHeader is the newest committed block's header, seals included.
func (c *Chain) CurrentHeader() *types.Header { return c.Head() }

// FinalizedNumber is the head's number: a QBFT block is final when it is committed.
func (c *Chain) FinalizedNumber() uint64 { return c.Head().Number.Uint64() }

// GenesisHash is the on-chain hash of block 0.
func (c *Chain) GenesisHash() common.Hash {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.genesis
}

// HashByNumber is the on-chain hash of block n, false when there is none.
func (c *Chain) HashByNumber(n uint64) (common.Hash, bool) {
	head, headHash := c.headAndHash()
	switch number := head.Number.Uint64(); {
	case n > number:
		return common.Hash{}, false
	case n == number:
		return headHash, true
	}
	// A child names its parent: for recent blocks this saves a database read.
	if child, ok := c.headers.Get(n + 1); ok {
		return child.ParentHash, true
	}
	hash, ok, err := c.store.hash(n)
	if err != nil {
		c.log.Error("chain store failed", "read", "hash", "block", n, "err", err)
	}
	return hash, ok && err == nil
}

// HeaderByNumber returns nil when there is no such block.
func (c *Chain) HeaderByNumber(n uint64) *types.Header {
	era := c.currentEra()
	if n > c.Head().Number.Uint64() {
		return nil
	}
	if h, ok := c.headers.Get(n); ok {
		return h
	}
	h, err := c.store.header(n)
	if err != nil {
		c.log.Error("chain store failed", "read", "header", "block", n, "err", err)
		return nil
	}
	if h != nil {
		c.remember(era, func() { c.headers.Add(n, h) })
	}
	return h
}

// GetHeaderByNumber implements consensus.History.
func (c *Chain) GetHeaderByNumber(n uint64) *types.Header { return c.HeaderByNumber(n) }

// HeaderByHash returns nil when there is no such block.
func (c *Chain) HeaderByHash(hash common.Hash) *types.Header {
	n, ok := c.numberOf(hash)
	if !ok {
		return nil
	}
	return c.HeaderByNumber(n)
}

// BlockByNumber returns nil when there is no such block.
func (c *Chain) BlockByNumber(n uint64) *types.Block {
	era := c.currentEra()
	header := c.HeaderByNumber(n)
	if header == nil {
		return nil
	}
	if b, ok := c.blocks.Get(n); ok {
		return b
	}
	body, err := c.store.body(n)
	if c.currentEra() != era {
		return c.BlockByNumber(n) // taken back meanwhile
	}
	if err == nil && body == nil {
		var oldest uint64
		if oldest, err = c.store.oldest(); err == nil && n < oldest {
			return nil // pruned
		}
	}
	if err != nil || body == nil {
		c.log.Error("chain store failed", "read", "body", "block", n, "err", err)
		return nil
	}
	if c.developer {
		developer.Prime(c.signer, body.Transactions)
	}
	b := types.NewBlockWithHeader(header).WithBody(*body)
	c.remember(era, func() { c.blocks.Add(n, b) })
	return b
}

// BlockByHash returns nil when there is no such block.
func (c *Chain) BlockByHash(hash common.Hash) *types.Block {
	n, ok := c.numberOf(hash)
	if !ok {
		return nil
	}
	return c.BlockByNumber(n)
}

// Receipts returns a block's receipts with every derived field filled in; nil when
// there is no such block, empty when it has no transactions.
func (c *Chain) Receipts(hash common.Hash) types.Receipts {
	era := c.currentEra()
	n, ok := c.numberOf(hash)
	if !ok {
		return nil
	}
	if r, ok := c.receipts.Get(n); ok && r != nil {
		return r
	}
	block := c.BlockByNumber(n)
	if block == nil {
		return nil
	}
	receipts, err := c.store.receipts(n)
	if c.currentEra() != era {
		return c.Receipts(hash)
	}
	if err == nil {
		err = deriveReceipts(c.signer, receipts, block, hash)
	}
	if err != nil {
		c.log.Error("chain store failed", "read", "receipts", "block", n, "err", err)
		return nil
	}
	if receipts == nil {
		receipts = types.Receipts{}
	}
	c.remember(era, func() { c.receipts.Add(n, receipts) })
	return receipts
}

// TransactionByHash finds a committed transaction and where it stands.
func (c *Chain) TransactionByHash(hash common.Hash) (tx *types.Transaction, blockHash common.Hash, number, index uint64, ok bool) {
	at, ok, err := c.store.place(hash)
	if err != nil {
		c.log.Error("chain store failed", "read", "transaction", "tx", hash, "err", err)
		return nil, common.Hash{}, 0, 0, false
	}
	if !ok {
		return nil, common.Hash{}, 0, 0, false
	}
	// The place is written with the block, a moment before readers may see it.
	block := c.BlockByNumber(at.number)
	if block == nil || int(at.index) >= len(block.Transactions()) || block.Transactions()[at.index].Hash() != hash {
		return nil, common.Hash{}, 0, 0, false
	}
	blockHash, ok = c.HashByNumber(at.number)
	return block.Transactions()[at.index], blockHash, at.number, uint64(at.index), ok
}

// numberOf finds a committed block. One that is stored but not yet published doesn't count.
func (c *Chain) numberOf(hash common.Hash) (uint64, bool) {
	head, headHash := c.headAndHash()
	if hash == headHash {
		return head.Number.Uint64(), true
	}
	n, ok, err := c.store.number(hash)
	if err != nil {
		c.log.Error("chain store failed", "read", "number", "hash", hash, "err", err)
		return 0, false
	}
	return n, ok && n <= head.Number.Uint64()
}
