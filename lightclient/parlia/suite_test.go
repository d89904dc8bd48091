package parlia_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

func TestSuite(t *testing.T) {
	clienttest.Run(t, func(t *testing.T) clienttest.Harness { return newScript(t).harness() })
}

// requestTimeout is far more than an honest endpoint takes on a machine that stands still
// for a while.
const requestTimeout = 20 * time.Second

// script is a chain of short epochs behind three endpoints, whose set changes all the
// time.
type script struct {
	t         *testing.T
	network   parlia.Network
	pool      []*parliatest.Key
	chain     *parliatest.Chain
	other     *parliatest.Chain // of the same keys and chain id, from another genesis
	endpoints []*parliatest.Endpoint
	faults    []clienttest.Fault
	clock     *clienttest.Clock
	bases     []uint64 // by endpoint: head of the honest chain when its fault was set
}

func newScript(t *testing.T) *script { return newScriptOn(t, short()) }

func newScriptOn(t *testing.T, network parlia.Network) *script {
	s := &script{t: t, network: network, pool: parliatest.Keys(t, "suite", 7), clock: clienttest.NewClock(at(genesisTime))}
	s.chain = parliatest.New(t, s.network, genesisTime, parliatest.Set{Keys: s.pool[:4], TurnLength: 1})
	s.other = parliatest.New(t, s.network, genesisTime+1, parliatest.Set{Keys: s.pool[:4], TurnLength: 1})
	s.extend(30)
	for i := range 3 {
		s.endpoints = append(s.endpoints, parliatest.NewEndpoint(fmt.Sprintf("endpoint-%d", i), s.chain))
	}
	s.faults, s.bases = make([]clienttest.Fault, 3), make([]uint64, 3)
	return s
}

// extend appends honest blocks, dated now or later, and moves the clock to the last
// one. Each epoch announces another three to five of the pool.
func (s *script) extend(n int) {
	for range n {
		next := s.chain.Head().Number.Uint64() + 1
		if epoch := int(next / 12); next%12 == 0 {
			s.chain.Announce(parliatest.Set{Keys: s.pool[epoch%3 : epoch%3+3+epoch%2], TurnLength: uint8(1 + epoch%2)})
		}
		s.chain.Add(parliatest.Block{Time: max(s.chain.Head().Time+1, uint64(s.clock.Now().Unix()))})
	}
	s.clock.SetUnix(s.chain.Head().Time)
}

func (s *script) head() uint64 { return s.chain.Head().Number.Uint64() }

func (s *script) harness() clienttest.Harness {
	return clienttest.Harness{
		Owner: lightclient.Owner{ChainID: testChainID, Kind: parlia.Kind}, Anchor: s.chain.Anchor(2), Chain: s,
		Open: func(store lightclient.Store, anchor lightclient.Anchor) (lightclient.Client, error) {
			cfg := s.config(store, anchor)
			cfg.RequestTimeout = 100 * time.Millisecond
			return parlia.New(cfg)
		},
		CheckEvidence: s.checkEvidence,
		Endpoints:     3, SafeWith: 3, LiveWith: 2, TrustingPeriod: params(s.network).TrustingPeriod,
	}
}

func (s *script) config(store lightclient.Store, anchor lightclient.Anchor) parlia.Config {
	providers := make([]parlia.Provider, len(s.endpoints))
	for i, e := range s.endpoints {
		providers[i] = e
	}
	return parlia.Config{
		Params: params(s.network), Anchor: anchor, Providers: providers, Store: store, Now: s.clock.Now,
		RequestTimeout: requestTimeout, WitnessTimeout: requestTimeout, StallAfter: 4 * time.Second, CoolDown: time.Millisecond,
	}
}

// Grow appends two blocks more than it is told: the votes that make the others final.
func (s *script) Grow(n int) lightclient.Header {
	s.extend(n + 2)
	for i := range s.endpoints {
		s.apply(i)
	}
	return s.At(s.head() - 2)
}

func (s *script) At(number uint64) lightclient.Header { return headerOf(s.chain.At(number)) }

func headerOf(h *types.Header) lightclient.Header {
	return lightclient.Header{
		Number: h.Number.Uint64(), Hash: h.Hash(), ParentHash: h.ParentHash, StateRoot: h.Root, ReceiptsRoot: h.ReceiptHash, Time: h.Time,
	}
}

func (s *script) Advance(d time.Duration) { s.clock.Add(d) }

func (s *script) Set(i int, fault clienttest.Fault) {
	s.faults[i], s.bases[i] = fault, s.head()
	s.apply(i)
}

// apply makes endpoint i serve what its fault says.
func (s *script) apply(i int) {
	e, top, base := s.endpoints[i], s.head(), s.bases[i]
	lying := s.chain.Fork(top)
	var lie clienttest.Lie
	switch s.faults[i] {
	case clienttest.Hang:
		lie = clienttest.Hanging
	case clienttest.Refuse:
		lie = clienttest.Refusing
	case clienttest.Nonsense:
		lie = func(_ context.Context, h []*types.Header) ([]*types.Header, error) {
			return make([]*types.Header, max(len(h), 1)), nil
		}
	case clienttest.Stale:
		lying = s.chain.Fork(base - 2)
	case clienttest.Forged: // voted for by one less than the quorum
		lying.Add(parliatest.Block{Change: parliatest.Alter("forged")})
		for range 2 {
			set := lying.SetFor(lying.Head().Number.Uint64()).Keys
			lying.Add(parliatest.Block{Voters: set[:parlia.Quorum(len(set))-1]})
		}
	case clienttest.Unlinked:
		lying.Add(parliatest.Block{Change: func(h *types.Header) { h.ParentHash[0] ^= 1 }})
		lying.Grow(2)
	case clienttest.Future:
		lying.Add(parliatest.Block{Time: uint64(s.clock.Now().Add(24 * time.Hour).Unix())})
		lying.Grow(2)
	case clienttest.OtherChain:
		lying = s.other.GrowTo(top + 5)
	case clienttest.Rival: // the last final block is another one
		lying = s.chain.Fork(base - 3)
		lying.Add(parliatest.Block{Change: parliatest.Alter("rival")})
		lying.Grow(3)
	}
	e.Show(lying, lie)
}

// checkEvidence verifies both sides of a conflict without the client: quorums of the
// sets that the script knows to be in force voted for both.
func (s *script) checkEvidence(e lightclient.Evidence) error {
	for _, side := range []struct {
		raw    []byte
		header lightclient.Header
	}{{e.RawTrusted, e.Trusted}, {e.RawConflicting, e.Conflicting}} {
		proof, err := parlia.DecodeProof(side.raw)
		if err != nil {
			return err
		}
		verdict, err := proof.Check(s.network)
		if err != nil {
			return err
		}
		if verdict.Header != side.header || !verdict.Final {
			return fmt.Errorf("the proof shows %+v, want %+v to be final", verdict, side.header)
		}
		number := side.header.Number
		for k, term := range proof.Terms {
			if k+1 < len(proof.Terms) && proof.Terms[k+1].From <= number || term.From > number {
				continue
			}
			for j, v := range s.chain.SetFor(number).Keys {
				if len(term.Validators) != len(s.chain.SetFor(number).Keys) || term.Validators[j].VoteKey != v.VoteKey {
					return fmt.Errorf("the proof says that block %d is voted for by %v", number, term.Validators)
				}
			}
			if term.EpochHash != s.chain.At(term.Epoch).Hash() {
				return fmt.Errorf("the proof says that block %d has hash %s", term.Epoch, term.EpochHash)
			}
		}
	}
	return nil
}
