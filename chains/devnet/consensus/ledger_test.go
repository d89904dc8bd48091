package consensus

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// memLedger is a Ledger without transactions: work is a number that the next block takes down to zero.
type memLedger struct {
	mu        sync.Mutex
	headers   []*types.Header
	hashes    []common.Hash
	work      int
	changed   chan struct{}
	commitErr error // Commit fails with it
}

func newMemLedger(genesis *types.Header) *memLedger {
	l := &memLedger{changed: make(chan struct{})}
	l.append(genesis)
	return l
}

func (l *memLedger) append(h *types.Header) {
	hash, err := qbft.OnChainHash(h)
	if err != nil {
		panic(err)
	}
	l.headers, l.hashes = append(l.headers, h), append(l.hashes, hash)
}

func (l *memLedger) signal() {
	close(l.changed)
	l.changed = make(chan struct{})
}

func (l *memLedger) Head() *types.Header {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.headers[len(l.headers)-1]
}

func (l *memLedger) height() uint64 { return l.Head().Number.Uint64() }

func (l *memLedger) GetHeaderByNumber(n uint64) *types.Header {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n >= uint64(len(l.headers)) {
		return nil
	}
	return l.headers[n]
}

func (l *memLedger) Build(ctx context.Context, p BuildParams) (*types.Block, error) {
	hash, err := qbft.OnChainHash(p.Parent)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	work := l.work
	l.mu.Unlock()
	return types.NewBlockWithHeader(&types.Header{
		ParentHash: hash, UncleHash: types.EmptyUncleHash, TxHash: types.EmptyTxsHash, ReceiptHash: types.EmptyReceiptsHash,
		Coinbase: p.Coinbase, Difficulty: big.NewInt(1), Number: new(big.Int).Add(p.Parent.Number, common.Big1),
		GasLimit: p.Parent.GasLimit, GasUsed: uint64(work), Time: p.Time, Extra: p.Extra, MixDigest: MixDigest,
	}), ctx.Err()
}

func (l *memLedger) Verify(ctx context.Context, b *types.Block) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if b.ParentHash() != l.hashes[len(l.hashes)-1] {
		return errors.New("not on the head")
	}
	return ctx.Err()
}

func (l *memLedger) Commit(_ context.Context, sealed *types.Block) error {
	hash, err := chainHashOf(sealed)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.commitErr != nil {
		return l.commitErr
	}
	for _, known := range l.hashes {
		if known == hash {
			return nil
		}
	}
	if sealed.ParentHash() != l.hashes[len(l.hashes)-1] {
		return fmt.Errorf("block %d does not stand on the head", sealed.NumberU64())
	}
	l.append(sealed.Header())
	l.work -= min(l.work, int(sealed.GasUsed()))
	l.signal()
	return nil
}

func (l *memLedger) Pending() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.work > 0
}

func (l *memLedger) Changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.changed
}

func (l *memLedger) addWork(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.work += n
	l.signal()
}

func (l *memLedger) failCommits(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.commitErr = err
}
