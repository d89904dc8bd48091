package txsender

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Errors of a transaction.
var (
	// ErrReverted: it is mined, for good, and its call reverted.
	ErrReverted = errors.New("transaction is mined but reverted")
	// ErrRefused: no node takes it, and none ever will as it is.
	ErrRefused = errors.New("transaction was refused")
	// ErrStopped: the Sender's Run has ended. The transaction may still be mined; the
	// next Sender on this journal goes on with it.
	ErrStopped = errors.New("transaction sender has stopped")
)

// View is what the sender needs to see of the chain, all read at one time.
type View struct {
	Head    uint64   // the newest block
	Final   uint64   // the newest block that will not be reorganised away
	BaseFee *big.Int // of the next block, wei per gas
	Tip     *big.Int // suggested, wei per gas
	Nonce   uint64   // how many transactions of the account blocks up to Head hold
	Pending uint64   // likewise with those that wait in the node's pool
}

// Backend is the chain. Methods may be called concurrently; errors mean what
// Classify says they do.
type Backend interface {
	View(ctx context.Context, account common.Address) (View, error)

	// Broadcast hands a signed transaction to the network.
	Broadcast(ctx context.Context, tx *types.Transaction) error

	// Receipt returns the receipt of a transaction, nil without an error when no
	// block holds it.
	Receipt(ctx context.Context, hash common.Hash) (*types.Receipt, error)

	// Classify says what an error of Broadcast means.
	Classify(err error) Verdict
}

// doubter is a Backend with several endpoints. One that has stopped, or lies, would
// show for ever that nothing of ours is mined.
type doubter interface {
	// Doubt has another endpoint asked from now on.
	Doubt()
}

// Verdict is what a refused broadcast means.
type Verdict int

// The verdicts.
const (
	Undelivered Verdict = iota // nobody took it: try again
	Taken                      // the node has it already
	Used                       // the nonce is used: the next look shows by whom
	Cheap                      // the node wants a higher price
	Early                      // nodes do not queue so far beyond a gap: try again
	Penniless                  // the account cannot pay
	Refused                    // never, as it is
)

// Config is what a Sender needs. Fields without a default are required.
type Config struct {
	ChainID uint64
	Signer  TxSigner
	Backend Backend
	Journal *Journal
	Fees    Fees

	// ResubmitAfter is how long a transaction may wait before it is replaced by one
	// that pays more. Default 30 s.
	ResubmitAfter time.Duration
	// Poll is how often to look at the chain without a hint. Default 1 s.
	Poll time.Duration
	// MaxInFlight is how many transactions may wait at a time. Default 16, at most 64.
	MaxInFlight int
	// Logger hears of replacements and conflicts. The default discards.
	Logger *slog.Logger
	// Hook, where set, is called at each point of a transaction's life; for tests that
	// kill a process there.
	Hook func(Point)
}

// Point is a moment in a transaction's life at which a test may kill the process.
type Point string

// The points, in their order.
const (
	PointJournaled Point = "journaled" // on our disk; no node has it yet
	PointBroadcast Point = "broadcast" // a node has it, or is asked later
	PointMined     Point = "mined"     // in a block that may not be final
)

// Call is what a transaction is to do.
type Call struct {
	To    common.Address
	Data  []byte
	Gas   uint64
	Value *big.Int // wei; nil is 0
}

// Result is a transaction whose outcome is final.
type Result struct {
	Tx      *types.Transaction
	Receipt *types.Receipt
}

// Sender sends transactions of one account. Send may be called concurrently.
type Sender struct {
	chainID  *big.Int
	signer   TxSigner
	backend  Backend
	journal  *Journal
	fees     Fees
	timing   timing
	poll     time.Duration
	inFlight int
	logger   *slog.Logger
	hook     func(Point)

	requests chan *request
	hints    chan struct{}
	stopped  chan struct{}
	settled  chan struct{} // closed once what the journal held is in blocks

	status board
}

// New checks the configuration. It starts nothing; the journal stays the caller's
// to close, after Run has returned.
func New(config Config) (*Sender, error) {
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	if config.Hook == nil {
		config.Hook = func(Point) {}
	}
	if config.ResubmitAfter == 0 {
		config.ResubmitAfter = defaultResubmitAfter
	}
	if config.Poll == 0 {
		config.Poll = defaultPoll
	}
	if config.MaxInFlight == 0 {
		config.MaxInFlight = defaultMaxInFlight
	}
	switch {
	case config.ChainID == 0:
		return nil, errors.New("txsender: chain id 0, want the chain's EIP-155 id")
	case config.Signer == nil || config.Backend == nil || config.Journal == nil:
		return nil, errors.New("txsender: signer, backend and journal are required")
	case config.ResubmitAfter < 0 || config.Poll < 0:
		return nil, fmt.Errorf("txsender: resubmit after %s, poll %s, want neither below 0", config.ResubmitAfter, config.Poll)
	case config.MaxInFlight < 0 || config.MaxInFlight > maxInFlight:
		return nil, fmt.Errorf("txsender: %d in flight, want 1 to %d", config.MaxInFlight, maxInFlight)
	}
	if err := config.Fees.validate(); err != nil {
		return nil, fmt.Errorf("txsender: %w", err)
	}
	return &Sender{
		chainID: new(big.Int).SetUint64(config.ChainID), signer: config.Signer, backend: config.Backend,
		journal: config.Journal, fees: config.Fees,
		timing: timing{resubmitAfter: config.ResubmitAfter, retryAfter: config.Poll},
		poll:   config.Poll, inFlight: config.MaxInFlight,
		logger: config.Logger.With("account", config.Signer.Address()), hook: config.Hook,
		requests: make(chan *request), hints: make(chan struct{}, 1), stopped: make(chan struct{}), settled: make(chan struct{}),
	}, nil
}

// Settled waits until the transactions of an earlier run, which the journal held,
// are in blocks or given up. Whoever reads the chain before that does not see what
// they are about to change.
func (s *Sender) Settled(ctx context.Context) error {
	select {
	case <-s.settled:
		return nil
	case <-s.stopped:
		return ErrStopped
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Hint makes the sender look at the chain now, a new block for instance. It never
// blocks.
func (s *Sender) Hint() {
	select {
	case s.hints <- struct{}{}:
	default:
	}
}

// request is a call on its way to the driver.
type request struct {
	call    Call
	started chan error    // answered when the call has a nonce and was broadcast once, or can't be
	done    chan struct{} // closed when the outcome is final
	result  Result        // readable then
	err     error

	shown atomic.Pointer[Attempt] // for people; nil until there is one
}

// answer says what became of the call. It is called once.
func (r *request) answer(result Result, err error) {
	r.result, r.err = result, err
	close(r.done)
}

// Pending is a transaction under way.
type Pending struct {
	request *request
	sender  *Sender
}

// Start gives a call its nonce, in the order of the calls, broadcasts it and returns. It
// waits while MaxInFlight transactions are under way. The same call as one that a
// restart found in the journal joins that one instead of being sent twice. An
// error that wraps ErrRefused, or says that the account can't pay, means that
// nothing was sent.
func (s *Sender) Start(ctx context.Context, call Call) (*Pending, error) {
	r := &request{call: call, started: make(chan error, 1), done: make(chan struct{})}
	select {
	case s.requests <- r:
	case <-s.stopped:
		return nil, ErrStopped
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	select {
	case err := <-r.started:
		if err != nil {
			return nil, err
		}
		return &Pending{r, s}, nil
	case <-s.stopped:
		return nil, ErrStopped
	case <-ctx.Done():
		// The transaction goes on without us: a nonce can't be given back.
		return nil, ctx.Err()
	}
}

// Wait returns when the outcome is final: with a nil error when the call succeeded, with one
// that wraps ErrReverted, and the receipt, when it reverted. Leaving early, by ctx,
// does not stop the transaction, and Wait may be called again.
func (p *Pending) Wait(ctx context.Context) (Result, error) {
	select {
	case <-p.request.done:
	case <-p.sender.stopped:
		select {
		case <-p.request.done: // just before the end
		default:
			return Result{}, ErrStopped
		}
	case <-ctx.Done():
		return Result{}, ctx.Err()
	}
	return p.request.result, p.request.err
}

// Send is Start and Wait.
func (s *Sender) Send(ctx context.Context, call Call) (Result, error) {
	pending, err := s.Start(ctx, call)
	if err != nil {
		return Result{}, err
	}
	return pending.Wait(ctx)
}

// Status is what is under way, for people and metrics.
type Status struct {
	Account   common.Address `json:"account"`
	InFlight  int            `json:"inFlight"`
	NextNonce uint64         `json:"nextNonce"`
	Replaced  uint64         `json:"replaced"`  // attempts at a higher price, since the start
	Conflicts uint64         `json:"conflicts"` // nonces that somebody else used
	Healed    uint64         `json:"healed"`    // nonce gaps filled
	AtMaximum int            `json:"atMaximum"` // transactions that wait because the price is at its maximum
	Trouble   string         `json:"trouble,omitempty"`
}

type board struct {
	lock   sync.Mutex
	status Status
}

// Status returns a snapshot.
func (s *Sender) Status() Status {
	s.status.lock.Lock()
	defer s.status.lock.Unlock()
	status := s.status.status
	status.Account = s.signer.Address()
	return status
}

func (b *board) update(change func(*Status)) {
	b.lock.Lock()
	defer b.lock.Unlock()
	change(&b.status)
}
