package relayer

import (
	"context"
	"fmt"
	"math/big"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// ChainConfig is a chain that people want to see: its head, and the account that
// pays for deliveries there. Nothing that the relayer does rests on it.
type ChainConfig struct {
	ID uint64 // EIP-155 chain id

	// Final returns the newest header that the light client holds to be final. It does
	// no I/O. It may be nil.
	Final func() Head
	// Latest asks for the newest block. It may be nil.
	Latest func(ctx context.Context) (Head, error)
	// Account does no I/O. It is nil where nothing is paid for.
	Account func() Account
	// Balance asks what the account has, in wei. It may be nil.
	Balance func(ctx context.Context) (*big.Int, error)
}

// Head is a block of a chain.
type Head struct {
	Number uint64
	Hash   common.Hash // zero where nobody has checked it
	Time   uint64      // Unix seconds
}

// Account is the account that pays for deliveries on a chain.
type Account struct {
	Address   common.Address
	Balance   *big.Int // wei; nil when it is not known; hearsay of an endpoint
	NextNonce uint64
	InFlight  int    // transactions that are not final
	Replaced  uint64 // attempts at a higher price, since the start
	AtMaximum int    // transactions that wait because the price is at its maximum
	Trouble   string
}

// ChainStatus is a snapshot of one chain.
type ChainStatus struct {
	ID      uint64
	Final   Head // zero while there is none
	Latest  Head // hearsay of an endpoint, but never below Final; zero while there is none
	Account *Account
	Error   string // why the newest look failed
	LookAt  time.Time
}

// chainWatch looks at one chain from time to time.
type chainWatch struct {
	config ChainConfig

	mu      sync.Mutex
	latest  Head
	balance *big.Int
	trouble string
	lookAt  time.Time
}

func (w *chainWatch) run(ctx context.Context) {
	ticker := time.NewTicker(chainLook)
	defer ticker.Stop()
	for {
		if err := guard(func() error { w.look(ctx); return nil }); err != nil {
			w.mu.Lock()
			w.trouble = err.Error() // a defect met by a hostile answer ends no relayer
			w.mu.Unlock()
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// look asks for what changes. What can't be had stays as it was, with the reason.
func (w *chainWatch) look(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	var latest Head
	var balance *big.Int
	var err error
	if w.config.Latest != nil {
		latest, err = w.config.Latest(ctx)
	}
	if w.config.Balance != nil && err == nil {
		if balance, err = w.config.Balance(ctx); err != nil {
			err = fmt.Errorf("read the balance: %w", err)
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trouble, w.lookAt = "", time.Now()
	if err != nil {
		w.trouble = err.Error()
		return
	}
	w.latest, w.balance = latest, balance
}

func (w *chainWatch) snapshot() ChainStatus {
	w.mu.Lock()
	status := ChainStatus{ID: w.config.ID, Latest: w.latest, Error: w.trouble, LookAt: w.lookAt}
	balance := w.balance
	w.mu.Unlock()
	if w.config.Final != nil {
		status.Final = w.config.Final()
		// The look is from a while ago, or of an endpoint that lags: a block that a light
		// client holds to be final is there.
		if status.Latest.Number < status.Final.Number {
			status.Latest = status.Final
		}
	}
	if w.config.Account != nil {
		account := w.config.Account()
		account.Balance = balance // never changed, only replaced
		status.Account = &account
	}
	return status
}

// Chains returns a snapshot of every chain that was configured.
func (r *Relayer) Chains() []ChainStatus {
	statuses := make([]ChainStatus, len(r.chains))
	for i, watch := range r.chains {
		statuses[i] = watch.snapshot()
	}
	return statuses
}
