package devnet

import (
	"time"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
)

const (
	// DefaultValidators is the smallest set that survives one faulty member.
	DefaultValidators = 4
	// maxValidators keeps one process responsive: messages grow with the square.
	maxValidators = 32

	// DefaultBlockTime is the pause between blocks: short enough that tests don't
	// wait, long enough that two cores are idle most of it.
	DefaultBlockTime = 100 * time.Millisecond
	// minBlockTime is what consensus among four validators needs on a busy machine.
	minBlockTime = 10 * time.Millisecond
	// maxBlockTime is an hour: somebody who wants longer pauses wants on-demand blocks.
	maxBlockTime = time.Hour

	// DefaultRoundTimeout is consensus's own.
	DefaultRoundTimeout = consensus.DefaultBaseTimeout
	// minRoundTimeout is what a block and the answers to it need on one host. With maxRoundTimeout two proposers that are
	// gone cost less than the time for which callers of the RPC wait for a block (rpcapi: mineTimeout).
	minRoundTimeout, maxRoundTimeout = 100 * time.Millisecond, 5 * time.Second

	// DefaultAccounts and DefaultBalanceEther are what anvil and hardhat fund.
	DefaultAccounts     = 10
	DefaultBalanceEther = 10_000
	// maxAccounts bounds key derivation at start-up to well under a second.
	maxAccounts = 1000

	// maxMine bounds one Mine call: at 2 ms a block this is half a minute.
	maxMine = 16_384

	// maxAhead bounds how far the chain's clock is moved ahead: every timelock has long
	// passed, and timestamps still fit the 40 bits that contracts give them.
	maxAhead = 100 * 365 * 24 * time.Hour

	// maxGenesisBytes bounds a genesis file, and what another node may answer for it: some fifty thousand accounts.
	maxGenesisBytes = 8 << 20
	// genesisRetry is the pause before nodes are asked for the genesis once more.
	genesisRetry = 250 * time.Millisecond

	// maxSnapshots bounds the states that snapshots keep from being forgotten; whoever
	// reverts to one lets go of it.
	maxSnapshots = 4096

	// maxIdentityBytes bounds the identity file that is read at start-up.
	maxIdentityBytes = 1 << 20
)
