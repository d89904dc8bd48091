package qbft_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

func TestSuite(t *testing.T) {
	for name, schedule := range map[string]qbft.Schedule{
		"qbft":                 nil,
		"ibft2":                {{Dialect: qbft.IBFT2}},
		"contract":             {{Contract: qbfttest.Contract()}},
		"ibft2 to qbft":        {{Dialect: qbft.IBFT2}, {From: 14}},
		"header to contract":   {{}, {From: 14, Contract: qbfttest.Contract()}},
		"contract to header":   {{Contract: qbfttest.Contract()}, {From: 14}},
		"contract to contract": {{Contract: qbfttest.Contract()}, {From: 14, Contract: otherContract()}},
	} {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && name != "header to contract" {
				t.Skip("the same by other rules")
			}
			clienttest.Run(t, func(t *testing.T) clienttest.Harness { return newScriptBy(t, schedule).harness() })
		})
	}
}

func otherContract() *qbft.Contract {
	c := qbfttest.Contract()
	c.Address[0]++
	c.Slot[0]++
	return c
}

const (
	testChainID = 90210
	genesisTime = 1_700_000_000
)

// requestTimeout is far more than an honest endpoint takes on a machine that stands still
// for a while. Who waits for it does so in a time of package synctest.
const requestTimeout = 20 * time.Second

// script is a chain of four validators behind three endpoints.
type script struct {
	t         *testing.T
	chain     *qbfttest.Chain
	endpoints []*qbfttest.Endpoint
	faults    []clienttest.Fault
	clock     *clienttest.Clock
	bases     []int // by endpoint: length of the honest chain when its fault was set
}

var testParams = qbft.Params{TrustingPeriod: 24 * time.Hour, MaxClockDrift: 5 * time.Second}

func newScript(t *testing.T) *script { return newScriptBy(t, nil) }

func newScriptBy(t *testing.T, schedule qbft.Schedule) *script {
	return newScriptOn(t, qbfttest.NewBy(t, schedule, genesisTime, qbfttest.Keys(t, "suite", 4)).Grow(12))
}

func newScriptOn(t *testing.T, chain *qbfttest.Chain) *script {
	s := &script{t: t, chain: chain, clock: new(clienttest.Clock)}
	s.clock.SetUnix(s.chain.Head().Time)
	for i := range 3 {
		s.endpoints = append(s.endpoints, qbfttest.NewEndpoint(fmt.Sprintf("endpoint-%d", i), s.chain))
		s.endpoints[i].Keep(128) // as full nodes do
	}
	s.faults, s.bases = make([]clienttest.Fault, 3), make([]int, 3)
	return s
}

func (s *script) harness() clienttest.Harness {
	return clienttest.Harness{
		Owner: lightclient.Owner{ChainID: testChainID, Kind: qbft.Kind}, Anchor: s.chain.Anchor(1), Chain: s,
		Open: func(store lightclient.Store, anchor lightclient.Anchor) (lightclient.Client, error) {
			cfg := s.config(store, anchor)
			cfg.RequestTimeout = 100 * time.Millisecond
			return qbft.New(cfg)
		},
		CheckEvidence: s.checkEvidence,
		Endpoints:     3, SafeWith: 3, LiveWith: 2, TrustingPeriod: testParams.TrustingPeriod,
	}
}

func (s *script) config(store lightclient.Store, anchor lightclient.Anchor) qbft.Config {
	providers := make([]qbft.Provider, len(s.endpoints))
	for i, e := range s.endpoints {
		providers[i] = e
	}
	return qbft.Config{
		ChainID: testChainID, Anchor: anchor, Params: paramsOf(s.chain), Providers: providers, Store: store, Now: s.clock.Now,
		RequestTimeout: requestTimeout, WitnessTimeout: requestTimeout, CoolDown: time.Millisecond,
	}
}

func (s *script) Grow(n int) lightclient.Header {
	for range n {
		next := max(s.chain.Head().Time+1, uint64(s.clock.Now().Unix()))
		s.chain.Add(qbfttest.Block{Time: next})
	}
	s.clock.SetUnix(s.chain.Head().Time)
	for i, fault := range s.faults {
		s.apply(i, fault)
	}
	return s.At(s.chain.Head().Number.Uint64())
}

func (s *script) At(number uint64) lightclient.Header {
	h := s.chain.At(number)
	return lightclient.Header{
		Number: number, Hash: s.chain.Hash(h), ParentHash: h.ParentHash, StateRoot: h.Root, ReceiptsRoot: h.ReceiptHash, Time: h.Time,
	}
}

func (s *script) Advance(d time.Duration) { s.clock.Add(d) }

func (s *script) Set(i int, fault clienttest.Fault) {
	s.faults[i], s.bases[i] = fault, s.chain.Len()
	s.apply(i, fault)
}

// apply makes endpoint i serve what its fault says.
func (s *script) apply(i int, fault clienttest.Fault) {
	e := s.endpoints[i]
	e.Lie(nil, nil)
	e.LieOnSets(nil)
	top := s.chain.Head().Number.Uint64()
	lying := s.chain.Fork(top)
	switch fault {
	case clienttest.Honest:
	case clienttest.Hang:
		e.LieOn(clienttest.Hanging, clienttest.Hanging)
		e.LieOnSets(func(ctx context.Context, _ qbft.SetProof) (qbft.SetProof, error) {
			<-ctx.Done()
			return qbft.SetProof{}, ctx.Err()
		})
	case clienttest.Refuse:
		e.LieOn(clienttest.Refusing, clienttest.Refusing)
		e.LieOnSets(func(context.Context, qbft.SetProof) (qbft.SetProof, error) {
			return qbft.SetProof{}, errors.New("429 too many requests")
		})
	case clienttest.Stale:
		lying = s.chain.Fork(uint64(s.bases[i]) - 3)
	case clienttest.Forged:
		lying.Add(qbfttest.Block{Label: "forged", Sealers: s.chain.Keys()[:2]}) // one short of the quorum
	case clienttest.Unlinked:
		lying.Add(qbfttest.Block{Change: func(h *types.Header) { h.ParentHash[0] ^= 1 }})
	case clienttest.Future:
		lying.Add(qbfttest.Block{Time: uint64(s.clock.Now().Add(24 * time.Hour).Unix())})
	case clienttest.Nonsense:
		e.Lie(func(_ context.Context, h *types.Header) (*types.Header, error) { return nil, nil },
			func(_ context.Context, h []*types.Header) ([]*types.Header, error) {
				return make([]*types.Header, len(h)), nil
			})
		e.LieOnSets(func(context.Context, qbft.SetProof) (qbft.SetProof, error) { return qbft.SetProof{}, nil })
	case clienttest.OtherChain:
		lying = qbfttest.NewBy(s.t, s.chain.Schedule(), genesisTime+1, s.chain.Keys()).Grow(int(top) + 3)
	case clienttest.Rival:
		lying = s.chain.Fork(uint64(s.bases[i]) - 2)
		lying.Add(qbfttest.Block{Label: "rival"})
		lying.Grow(1)
	}
	e.Show(lying)
}

// checkEvidence verifies both headers of a conflict without the client: a quorum of
// the set that they list sealed each.
func (s *script) checkEvidence(e lightclient.Evidence) error {
	for _, side := range []struct {
		raw    []byte
		header lightclient.Header
	}{{e.RawTrusted, e.Trusted}, {e.RawConflicting, e.Conflicting}} {
		h, err := qbft.DecodeHeader(side.raw)
		if err != nil {
			return err
		}
		dialect := s.chain.Schedule().At(side.header.Number).Dialect
		hash, err := dialect.OnChainHash(h)
		if err != nil {
			return err
		}
		if hash != side.header.Hash || h.Number.Uint64() != side.header.Number || h.Root != side.header.StateRoot {
			return fmt.Errorf("raw header is %v (%s), want %+v", h.Number, hash, side.header)
		}
		sealed, err := dialect.CommittedSealHash(h)
		if err != nil {
			return err
		}
		extra := s.chain.In(h).Extra(s.t, h)
		signers := make(map[string]bool)
		for _, seal := range extra.Seals {
			pub, err := crypto.SigToPub(sealed[:], seal)
			if err != nil {
				return err
			}
			for _, v := range qbfttest.Addresses(s.chain.Keys()) {
				if a := crypto.PubkeyToAddress(*pub); bytes.Equal(a[:], v[:]) {
					signers[v.Hex()] = true
				}
			}
		}
		if len(signers) < 3 {
			return fmt.Errorf("header %v has seals of %d validators, want 3", h.Number, len(signers))
		}
	}
	return nil
}
