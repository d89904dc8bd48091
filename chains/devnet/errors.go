package devnet

import "errors"

var (
	// ErrNotRunning means that the node has not begun to run, or has ended. Wait for Ready.
	ErrNotRunning = errors.New("devnet is not running")

	// ErrRunOnce means that Run was called a second time. Make a new Node; with the
	// same data directory it continues the chain.
	ErrRunOnce = errors.New("devnet has been run already")

	// ErrNoTimeControl means that the clock may not be moved. Set Config.TimeControl.
	ErrNoTimeControl = errors.New("devnet has no time control")

	// ErrNoValidators means that the node only follows its chain. Ask one that has validators.
	ErrNoValidators = errors.New("no validator runs in this process")

	// ErrNoFaucet means that the node is one of a shared chain, whose funds are those of its genesis.
	ErrNoFaucet = errors.New("a shared chain has no faucet: send from an account that its genesis funded")

	// ErrNotDeveloper means that the chain is not a developer's. Set Config.Developer for a
	// new one.
	ErrNotDeveloper = errors.New("devnet is not a developer's chain")

	// ErrShared means that a chain has validators elsewhere, which nobody here could take
	// back with it.
	ErrShared = errors.New("the chain is shared among processes")

	// ErrTakenBack means that blocks that were asked for were not made, or are no more, because the chain was taken back.
	ErrTakenBack = errors.New("the chain was taken back meanwhile")

	// ErrInUse means that another process, or another node of this one, has the data directory.
	ErrInUse = errors.New("data directory is in use")
)
