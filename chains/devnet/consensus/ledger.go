package consensus

import (
	"context"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// BuildParams says what the header of a new proposal must carry; the ledger fills in everything that execution yields.
type BuildParams struct {
	Parent   *types.Header  // sealed header the block stands on; its hash is qbft.OnChainHash
	Time     uint64         // seconds; at least the parent's (several blocks may share a second)
	Coinbase common.Address // the proposing validator
	Extra    []byte         // QBFT extraData without seals, to be put into the header unchanged
	Fill     time.Duration  // for so long transactions are put in, one at least; 0: as long as there are any
}

// Ledger is the chain that the validators of one process extend together. All methods may be called concurrently.
//
// Block identity is qbft.OnChainHash throughout: the same block sealed in another round, or by another quorum, is the
// same block. types.Block.Hash() must not be used for it.
type Ledger interface {
	// Head returns the sealed header of the newest durable block; never nil (block 0 is the genesis block). The caller
	// does not modify it.
	Head() *types.Header

	// Build executes pending work on p.Parent and returns an unsealed proposal: difficulty 1, nonce 0, the QBFT mix
	// digest ([MixDigest]), no uncles, p.Time, p.Coinbase and p.Extra as given. It is not added to the chain.
	Build(ctx context.Context, p BuildParams) (*types.Block, error)

	// Verify checks a proposal completely by executing it on the head; consensus-level header rules have been checked
	// before. A block this process built itself may be answered from that same execution.
	Verify(ctx context.Context, proposal *types.Block) error

	// Commit makes a sealed block durable and the new head before it returns. It is idempotent for one on-chain hash,
	// because every validator of the process commits what it decided and the first one wins; any other block whose
	// parent is not the head is an error.
	Commit(ctx context.Context, sealed *types.Block) error

	// Pending reports whether work waits that could go into a block now; in on-demand mode nothing is proposed
	// without.
	Pending() bool

	// Changed returns a channel that is closed at the next change of the head or of Pending's answer; after that a new
	// channel is returned. Closing reaches every validator at once, which a shared buffered channel would not. Take
	// the channel first, then look at Head and Pending, then wait: no change is lost.
	Changed() <-chan struct{}
}

// History gives older headers; the votes since the last epoch block are counted anew from it at every start.
type History interface {
	// GetHeaderByNumber returns the sealed canonical header at a height, nil if there is none.
	GetHeaderByNumber(number uint64) *types.Header
}
