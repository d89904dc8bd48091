package txsender

import (
	"context"
	"errors"
	"maps"
	"math/big"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// market is a chain that behaves, as far as one account's transactions are
// concerned: a pool with go-ethereum's replacement rule, a base fee, blocks, and
// reorganisations.
type market struct {
	lock    sync.Mutex
	baseFee *big.Int
	tip     *big.Int
	depth   uint64 // final is this far below the head
	blocks  [][]*types.Transaction
	pool    map[uint64]*types.Transaction
	nonce   uint64
	reverts bool
	down    bool
	poor    bool

	broadcasts  int
	onBroadcast func(*types.Transaction) error // before the pool sees it

	lie          uint64 // added to the account's nonce
	hidePending  bool
	hideReceipts bool
	receiptError error // while they are hidden
}

var (
	errDown        = errors.New("down")
	errKnown       = errors.New("already known")
	errNonceLow    = errors.New("nonce too low")
	errUnderpriced = errors.New("replacement underpriced")
	errPoor        = errors.New("insufficient funds")
	errBad         = errors.New("intrinsic gas too low")
)

func newMarket() *market {
	return &market{baseFee: gwei(10), tip: gwei(1), pool: make(map[uint64]*types.Transaction), blocks: make([][]*types.Transaction, 1)}
}

func gwei(n int64) *big.Int { return new(big.Int).Mul(big.NewInt(n), big.NewInt(1e9)) }

func (m *market) View(_ context.Context, _ common.Address) (View, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	if m.down {
		return View{}, errDown
	}
	pending := m.nonce
	for m.pool[pending] != nil && !m.hidePending {
		pending++
	}
	head := uint64(len(m.blocks) - 1)
	return View{
		Head: head, Final: head - min(head, m.depth), Nonce: m.nonce + m.lie, Pending: pending + m.lie,
		BaseFee: new(big.Int).Set(m.baseFee), Tip: new(big.Int).Set(m.tip),
	}, nil
}

func (m *market) Broadcast(_ context.Context, tx *types.Transaction) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.broadcasts++
	if m.onBroadcast != nil {
		if err := m.onBroadcast(tx); err != nil {
			return err
		}
	}
	switch {
	case m.down:
		return errDown
	case m.poor:
		return errPoor
	case tx.Gas() < 21_000:
		return errBad
	case tx.Nonce() < m.nonce:
		return errNonceLow
	}
	if old := m.pool[tx.Nonce()]; old != nil {
		if old.Hash() == tx.Hash() {
			return errKnown
		}
		if tenthMore(old.GasTipCap()).Cmp(tx.GasTipCap()) > 0 || tenthMore(old.GasFeeCap()).Cmp(tx.GasFeeCap()) > 0 {
			return errUnderpriced
		}
	}
	m.pool[tx.Nonce()] = tx
	return nil
}

func tenthMore(x *big.Int) *big.Int {
	return new(big.Int).Div(new(big.Int).Mul(x, big.NewInt(110)), big.NewInt(100))
}

func (m *market) Receipt(_ context.Context, hash common.Hash) (*types.Receipt, error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	if m.hideReceipts {
		return nil, m.receiptError
	}
	if m.down {
		return nil, errDown
	}
	for number, block := range m.blocks {
		for _, tx := range block {
			if tx.Hash() == hash {
				receipt := &types.Receipt{TxHash: hash, BlockNumber: big.NewInt(int64(number)), Status: 1, GasUsed: 21_000}
				if m.reverts {
					receipt.Status = 0
				}
				return receipt, nil
			}
		}
	}
	return nil, nil
}

func (m *market) Classify(err error) Verdict {
	return map[error]Verdict{errKnown: Taken, errNonceLow: Used, errUnderpriced: Cheap, errPoor: Penniless, errBad: Refused}[err]
}

// mine makes a block of whatever pays the base fee and is next.
func (m *market) mine() {
	m.lock.Lock()
	defer m.lock.Unlock()
	var block []*types.Transaction
	for {
		tx := m.pool[m.nonce]
		if tx == nil || tx.GasFeeCap().Cmp(m.baseFee) < 0 {
			break
		}
		delete(m.pool, m.nonce)
		block = append(block, tx)
		m.nonce++
	}
	m.blocks = append(m.blocks, block)
}

// reorganise takes blocks back, and makes as many empty ones and one more. The
// node forgets what was in them.
func (m *market) reorganise(count int) {
	m.lock.Lock()
	defer m.lock.Unlock()
	keep := len(m.blocks) - count
	for _, block := range m.blocks[keep:] {
		m.nonce -= uint64(len(block))
	}
	m.blocks = append(m.blocks[:keep:keep], make([][]*types.Transaction, count+1)...)
}

// drop empties the pool, as a node's restart does.
func (m *market) drop() {
	m.lock.Lock()
	defer m.lock.Unlock()
	clear(m.pool)
}

func (m *market) set(change func()) {
	m.lock.Lock()
	defer m.lock.Unlock()
	change()
}

// outside puts another user's transaction of the same account into the next block.
func (m *market) outside(tx *types.Transaction) {
	m.lock.Lock()
	defer m.lock.Unlock()
	delete(m.pool, tx.Nonce())
	m.blocks = append(m.blocks, []*types.Transaction{tx})
	m.nonce = tx.Nonce() + 1
}

// mined returns all transactions in blocks, in order.
func (m *market) mined() []*types.Transaction {
	m.lock.Lock()
	defer m.lock.Unlock()
	return slices.Concat(m.blocks...)
}

func (m *market) pending() []*types.Transaction {
	m.lock.Lock()
	defer m.lock.Unlock()
	return slices.SortedFunc(maps.Values(m.pool), func(a, b *types.Transaction) int { return int(a.Nonce()) - int(b.Nonce()) })
}
