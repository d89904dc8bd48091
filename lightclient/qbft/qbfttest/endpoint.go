package qbfttest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// Endpoint is a qbft.ProofProvider over a chain, which can be told to lie. It may be
// used concurrently.
type Endpoint struct {
	*clienttest.HeaderEndpoint

	mu     sync.Mutex
	hashes []common.Hash
	worlds map[common.Hash]*World
	states int // how many of the newest it has; 0: all
	proof  func(ctx context.Context, honest qbft.SetProof) (qbft.SetProof, error)
	proofs int // that were asked for
	slots  int // the most asked for at once
}

var _ qbft.ProofProvider = (*Endpoint)(nil)

// NewEndpoint returns an honest endpoint that has the blocks c has now.
func NewEndpoint(name string, c *Chain) *Endpoint {
	e := &Endpoint{HeaderEndpoint: clienttest.NewHeaderEndpoint(name, qbft.MaxBatch)}
	e.Show(c)
	return e
}

// Show gives the endpoint the blocks c has now, instead of those it had.
func (e *Endpoint) Show(c *Chain) {
	e.ShowHeaders(slices.Clone(c.headers))
	e.mu.Lock()
	defer e.mu.Unlock()
	e.hashes, e.worlds = slices.Clone(c.hashes), maps.Clone(c.worlds)
}

// Keep lets the endpoint have no more than the n newest states; 0: it has all.
func (e *Endpoint) Keep(n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.states = n
}

// LieOnSets replaces answers to AccountProof; nil answers honestly. What is honest is
// zero when the endpoint does not have the state.
func (e *Endpoint) LieOnSets(proof func(ctx context.Context, honest qbft.SetProof) (qbft.SetProof, error)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.proof = proof
}

// Lie replaces answers: latest gets the honest newest header, batch the honest range,
// which is nil when the endpoint does not have it. Nil functions answer honestly.
func (e *Endpoint) Lie(latest func(ctx context.Context, honest *types.Header) (*types.Header, error), batch clienttest.Lie) {
	if latest == nil {
		e.LieOn(nil, batch)
		return
	}
	e.LieOn(func(ctx context.Context, honest []*types.Header) ([]*types.Header, error) {
		told, err := latest(ctx, honest[0])
		return []*types.Header{told}, err
	}, batch)
}

// Requests returns how many requests there were.
func (e *Endpoint) Requests() int {
	requests, _ := e.Count()
	e.mu.Lock()
	defer e.mu.Unlock()
	return requests + e.proofs
}

// Slots returns the most slots that were asked for at once.
func (e *Endpoint) Slots() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.slots
}

// AccountProof implements qbft.ProofProvider.
func (e *Endpoint) AccountProof(ctx context.Context, account common.Address, slots []common.Hash, block common.Hash) ([][]byte, [][][]byte, error) {
	e.mu.Lock()
	e.proofs++
	e.slots = max(e.slots, len(slots))
	var world *World
	if at := slices.Index(e.hashes, block); at >= 0 && (e.states == 0 || at >= len(e.hashes)-e.states) {
		world = e.worlds[block]
	}
	lie := e.proof
	e.mu.Unlock()
	var honest qbft.SetProof
	if world != nil {
		honest.Account, honest.Storage = world.Prove(account, slots)
	}
	switch {
	case lie != nil:
		told, err := lie(ctx, honest)
		return told.Account, told.Storage, err
	case world == nil:
		return nil, nil, fmt.Errorf("%w: state of block %s", lightclient.ErrNoSuchHeader, block)
	}
	return honest.Account, honest.Storage, ctx.Err()
}
