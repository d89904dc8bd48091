package optimismtest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Light is a light client of the parent chain that says what it is told. It may be used
// concurrently.
type Light struct {
	ID uint64

	mu    sync.Mutex
	final lightclient.Final
	err   error
	hangs time.Duration
}

// Show makes a header the newest final one; err, if not nil, is what Update returns.
func (l *Light) Show(final lightclient.Final, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.final, l.err = final, err
}

// Hang makes Update fail for want of an answer, and only after so long. 0 ends it.
func (l *Light) Hang(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hangs = d
}

// ChainID implements lightclient.Client.
func (l *Light) ChainID() uint64 { return l.ID }

// Final implements lightclient.Client.
func (l *Light) Final() lightclient.Final {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.final
}

// Update implements lightclient.Client.
func (l *Light) Update(ctx context.Context) (lightclient.Final, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.hangs == 0 {
		return l.final, l.err
	}
	select {
	case <-ctx.Done():
		return l.final, ctx.Err()
	case <-time.After(l.hangs):
		return l.final, &lightclient.RejectedError{Err: lightclient.ErrUnavailable}
	}
}

// Endpoint serves both chains of a world, or of what it makes of one. It may be used
// concurrently, other than its tries, which it guards.
type Endpoint struct {
	name string
	t    testing.TB

	mu      sync.Mutex
	parents []Parent
	l2      L2
	fail    func(context.Context) error
	proofs  func(account [][]byte, storage [][][]byte) ([][]byte, [][][]byte)
	headers func([]*types.Header) []*types.Header
	code    func([]byte) []byte
	calls   int
}

// NewEndpoint returns an endpoint that serves nothing yet.
func NewEndpoint(t testing.TB, name string) *Endpoint { return &Endpoint{name: name, t: t} }

// Lies change what an endpoint answers. Each may be nil.
type Lies struct {
	Fail    func(context.Context) error // every request, before it is looked at
	Proofs  func(account [][]byte, storage [][][]byte) ([][]byte, [][][]byte)
	Headers func([]*types.Header) []*types.Header
	Code    func([]byte) []byte
}

// Show makes the endpoint serve the given chains, and lie.
func (e *Endpoint) Show(parents []Parent, l2 L2, lies Lies) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.parents, e.l2, e.fail, e.proofs, e.headers, e.code = parents, l2, lies.Fail, lies.Proofs, lies.Headers, lies.Code
}

// Calls returns how many requests there were.
func (e *Endpoint) Calls() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.calls
}

// Name implements optimism.Prover.
func (e *Endpoint) Name() string { return e.name }

func (e *Endpoint) begin(ctx context.Context) error {
	e.mu.Lock()
	fail := e.fail
	e.calls++
	e.mu.Unlock()
	if fail != nil {
		return fail(ctx)
	}
	return ctx.Err()
}

// state returns the tries after the block of either chain with the given hash.
func (e *Endpoint) state(block common.Hash) (*Tries, error) {
	for _, p := range e.parents {
		if p.Header.Hash == block {
			return p.Tries, nil
		}
	}
	for _, b := range e.l2 {
		if b.Header.Hash() == block {
			return b.Tries, nil
		}
	}
	return nil, fmt.Errorf("%w: no state of block %s", lightclient.ErrNoSuchHeader, block)
}

// AccountProof implements optimism.Prover.
func (e *Endpoint) AccountProof(ctx context.Context, address common.Address, slots []common.Hash, block common.Hash) ([][]byte, [][][]byte, error) {
	if err := e.begin(ctx); err != nil {
		return nil, nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	state, err := e.state(block)
	if err != nil {
		return nil, nil, err
	}
	account, storage := state.Proof(e.t, address, slots...)
	if e.proofs != nil {
		account, storage = e.proofs(account, storage)
	}
	return account, storage, nil
}

// Code implements optimism.ParentEndpoint.
func (e *Endpoint) Code(ctx context.Context, address common.Address, block common.Hash) ([]byte, error) {
	if err := e.begin(ctx); err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	state, err := e.state(block)
	if err != nil {
		return nil, err
	}
	code := state.Code(address)
	if e.code != nil {
		code = e.code(code)
	}
	return code, nil
}

// Headers implements optimism.Endpoint.
func (e *Endpoint) Headers(ctx context.Context, from, to uint64) ([]*types.Header, error) {
	if err := e.begin(ctx); err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if to >= uint64(len(e.l2)) {
		return nil, fmt.Errorf("%w: %d", lightclient.ErrNoSuchHeader, to)
	}
	var headers []*types.Header
	for _, b := range e.l2[from : to+1] {
		headers = append(headers, types.CopyHeader(b.Header))
	}
	if e.headers != nil {
		headers = e.headers(headers)
	}
	return headers, nil
}
