package executor

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// load takes the head from the store, creating block 0 first where there is none.
func (c *Chain) load(g Genesis) error {
	if g.GasLimit == 0 {
		g.GasLimit = DefaultGasLimit
	}
	n, ok, err := c.store.head()
	if err != nil {
		return err
	}
	if !ok {
		if err := c.store.checkEmpty(); err != nil {
			return err
		}
		if err := c.begin0(g); err != nil {
			return err
		}
	}
	enc, err := c.store.get([]byte(keyMeta))
	if err != nil {
		return fmt.Errorf("read meta record: %w", err)
	}
	m, err := decodeMeta(enc)
	if err != nil {
		return err
	}
	if err := m.agrees(g); err != nil {
		return err
	}
	head, hash, err := c.checkStored(n)
	if err != nil {
		return err
	}
	if err := c.store.checkOldest(n); err != nil {
		return err
	}
	if len(c.states.kept) == 0 { // else it has just been made
		if err := c.loadState(head); err != nil {
			return err
		}
	}
	first, _, err := c.store.hash(0)
	if err != nil {
		return err
	}
	if first != m.Genesis {
		return fmt.Errorf("%w: block 0 is %s, the meta record says %s", ErrCorrupt, first, m.Genesis)
	}
	c.head, c.hash, c.genesis = head, hash, m.Genesis
	return nil
}

// begin0 writes block 0, with its state in one batch: an interrupted start begins anew.
func (c *Chain) begin0(g Genesis) error {
	if g.Entropy == (common.Hash{}) {
		return errNoEntropy
	}
	made, err := g.state(c.store, c.config.Rules(new(big.Int), true, g.Time))
	if err != nil {
		return err
	}
	block := g.block(made.after.Root())
	hash, err := blockHash(block.Header())
	if err != nil {
		return err
	}
	digest, err := g.digest()
	if err != nil {
		return err
	}
	enc, err := meta{Version: metaVersion, ChainID: g.ChainID, Genesis: hash, Digest: digest, Entropy: g.Entropy}.encode()
	if err != nil {
		return fmt.Errorf("encode meta record: %w", err)
	}
	if _, err := c.store.append(record{hash: hash, block: block}, made, enc); err != nil {
		return err
	}
	c.states.add(0, made.after.Stored(c.store), made.changes.Len())
	return nil
}

// loadState reads the head's state and compares its root with the header: a flat state
// proves nothing by itself.
func (c *Chain) loadState(head *types.Header) error {
	state, err := c.store.loadState()
	if err != nil {
		return err
	}
	if state.Root() != head.Root {
		return fmt.Errorf("%w: the stored state has root %s, the header of block %d says %s", ErrCorrupt, state.Root(), head.Number, head.Root)
	}
	if c.developer {
		state = state.Named()
	}
	c.states.add(head.Number.Uint64(), state, 0)
	return nil
}

// checkStored reads the head back and makes sure that its header hashes to its index
// entry.
func (c *Chain) checkStored(n uint64) (*types.Header, common.Hash, error) {
	head, err := c.store.header(n)
	if err != nil {
		return nil, common.Hash{}, err
	}
	if head == nil {
		return nil, common.Hash{}, fmt.Errorf("%w: head pointer is at block %d, whose header is missing", ErrCorrupt, n)
	}
	hash, err := blockHash(head)
	if err != nil {
		return nil, common.Hash{}, fmt.Errorf("%w: header of block %d: %w", ErrCorrupt, n, err)
	}
	stored, _, err := c.store.hash(n)
	if err != nil {
		return nil, common.Hash{}, err
	}
	if stored != hash || head.Number.Uint64() != n {
		return nil, common.Hash{}, fmt.Errorf("%w: header of block %d (number %d) hashes to %s, indexed as %s", ErrCorrupt, n, head.Number, hash, stored)
	}
	return head, hash, nil
}
