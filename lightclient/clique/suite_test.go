package clique_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
	"github.com/catenary-bridge/catenary/lightclient/clique"
	"github.com/catenary-bridge/catenary/lightclient/clique/cliquetest"
)

// TestSuite: each block is a checkpoint, since the suite may take any as anchor.
func TestSuite(t *testing.T) {
	for _, n := range []int{1, 4, 5} {
		t.Run(fmt.Sprintf("signers=%d", n), func(t *testing.T) {
			clienttest.Run(t, func(t *testing.T) clienttest.Harness { return newScript(t, n, 1).harness() })
		})
	}
}

const testChainID = 90210

// requestTimeout is far more than an honest endpoint takes on a machine that stands still
// for a while. Who waits for it does so in a time of package synctest.
const requestTimeout = 20 * time.Second

// script is a chain behind three endpoints.
type script struct {
	t         *testing.T
	clock     *clienttest.Clock
	params    clique.Params
	chain     *cliquetest.Chain
	endpoints []*cliquetest.Endpoint
	faults    []clienttest.Fault
	bases     []*cliquetest.Chain // by endpoint: the honest chain when its fault was set
}

func newScript(t *testing.T, signers int, epoch uint64) *script {
	s := &script{t: t, clock: new(clienttest.Clock), params: testParams(epoch), faults: make([]clienttest.Fault, 3), bases: make([]*cliquetest.Chain, 3)}
	s.chain = cliquetest.New(t, epoch, genesisTime, cliquetest.Keys(t, "suite", signers)).Grow(16)
	for i := range s.faults {
		s.endpoints = append(s.endpoints, cliquetest.NewEndpoint(fmt.Sprintf("endpoint-%d", i), s.chain))
	}
	s.show()
	return s
}

func (s *script) harness() clienttest.Harness {
	return clienttest.Harness{
		Owner: lightclient.Owner{ChainID: testChainID, Kind: clique.Kind}, Anchor: s.chain.Anchor(1), Chain: s,
		Open: func(store lightclient.Store, anchor lightclient.Anchor) (lightclient.Client, error) {
			cfg := s.config(store, anchor)
			cfg.RequestTimeout = 100 * time.Millisecond
			return clique.New(cfg)
		},
		CheckEvidence: s.checkEvidence,
		Endpoints:     3, SafeWith: 3, LiveWith: 2, TrustingPeriod: s.params.TrustingPeriod,
	}
}

func (s *script) config(store lightclient.Store, anchor lightclient.Anchor) clique.Config {
	cfg := clique.Config{
		ChainID: testChainID, Anchor: anchor, Params: s.params, Store: store, Now: s.clock.Now,
		RequestTimeout: requestTimeout, WitnessTimeout: requestTimeout, CoolDown: time.Millisecond,
	}
	for _, e := range s.endpoints {
		cfg.Providers = append(cfg.Providers, e)
	}
	return cfg
}

// confirmations is how many blocks upon another make it final.
func (s *script) confirmations() uint64 {
	return max(1, uint64(len(s.chain.Keys())/2)) + s.params.ExtraConfirmations
}

// final is the number of the newest block that is final.
func (s *script) final() uint64 { return uint64(s.chain.Len()-1) - s.confirmations() }

// show lets all endpoints serve the chain as it is now, and sets the clock to its head.
func (s *script) show() {
	s.clock.SetUnix(s.chain.Head().Time)
	for _, e := range s.endpoints {
		e.Show(s.chain)
	}
}

func (s *script) Grow(n int) lightclient.Header {
	for range n {
		s.chain.Add(cliquetest.Block{Time: max(s.chain.Head().Time+1, uint64(s.clock.Now().Unix()))})
	}
	s.clock.SetUnix(s.chain.Head().Time)
	for i, fault := range s.faults {
		s.apply(i, fault)
	}
	return s.At(s.final())
}

// Advance lets the network go on meanwhile, as it would: else what is final next would
// be as old as what was final last.
func (s *script) Advance(d time.Duration) {
	s.clock.Add(d)
	for range s.confirmations() {
		s.chain.Add(cliquetest.Block{Time: max(s.chain.Head().Time+1, uint64(s.clock.Now().Unix()))})
	}
	s.clock.SetUnix(s.chain.Head().Time)
}

func (s *script) At(number uint64) lightclient.Header {
	h := s.chain.At(number)
	return lightclient.Header{
		Number: number, Hash: h.Hash(), ParentHash: h.ParentHash, StateRoot: h.Root, ReceiptsRoot: h.ReceiptHash, Time: h.Time,
	}
}

func (s *script) Set(i int, fault clienttest.Fault) {
	s.faults[i], s.bases[i] = fault, s.chain.Fork(uint64(s.chain.Len()-1))
	s.apply(i, fault)
}

// apply makes endpoint i serve what its fault says.
func (s *script) apply(i int, fault clienttest.Fault) {
	e, top := s.endpoints[i], uint64(s.chain.Len()-1)
	lying := s.chain.Fork(top)
	var answer clienttest.Lie
	switch fault {
	case clienttest.Honest:
	case clienttest.Hang:
		answer = clienttest.Hanging
	case clienttest.Refuse:
		answer = clienttest.Refusing
	case clienttest.Stale:
		lying = s.bases[i].Fork(uint64(s.bases[i].Len()) - 3)
	case clienttest.Forged:
		lying.Add(cliquetest.Block{Change: cliquetest.Alter("forged"), By: cliquetest.Keys(s.t, "strangers", 1)[0]})
	case clienttest.Unlinked:
		lying.Add(cliquetest.Block{Change: func(h *types.Header) { h.ParentHash[0] ^= 1 }})
	case clienttest.Future:
		lying.Add(cliquetest.Block{Time: uint64(s.clock.Now().Add(24 * time.Hour).Unix())})
	case clienttest.Nonsense:
		answer = func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
			return make([]*types.Header, len(honest)), nil
		}
	case clienttest.OtherChain:
		lying = cliquetest.New(s.t, s.params.Epoch, genesisTime+1, s.chain.Keys()).Grow(int(top) + 3)
	case clienttest.Rival:
		base := s.bases[i]
		lying = base.Fork(uint64(base.Len()-2) - s.confirmations()) // below the last final one
		lying.Add(cliquetest.Block{Change: cliquetest.Alter("rival")})
		lying.Grow(1 + int(s.confirmations()))
	}
	e.Lie(answer)
	e.Show(lying)
}

// checkEvidence verifies both headers of a conflict without the client: more than half
// of the signers, which never change here, sealed each or what is linked to it.
func (s *script) checkEvidence(e lightclient.Evidence) error {
	for _, side := range []struct {
		raw    []byte
		header lightclient.Header
	}{{e.RawTrusted, e.Trusted}, {e.RawConflicting, e.Conflicting}} {
		headers, err := clique.DecodeBranch(side.raw)
		if err != nil {
			return err
		}
		if h := headers[0]; h.Hash() != side.header.Hash || h.Number.Uint64() != e.Number || h.Root != side.header.StateRoot {
			return fmt.Errorf("raw header is %v (%s), want %+v", h.Number, h.Hash(), side.header)
		}
		sealers := make(map[common.Address]bool)
		for i, h := range headers {
			if i > 0 && h.ParentHash != headers[i-1].Hash() {
				return fmt.Errorf("header %v does not name the one before", h.Number)
			}
			by, err := clique.Sealer(clique.SealHash(h), h.Extra[len(h.Extra)-65:])
			if err != nil {
				return err
			}
			for _, key := range s.chain.Keys() {
				sealers[by] = sealers[by] || by == cliquetest.Address(key)
			}
			if !sealers[by] {
				return fmt.Errorf("header %v is sealed by %s, who is no signer", h.Number, by)
			}
		}
		if 2*len(sealers) <= len(s.chain.Keys()) {
			return fmt.Errorf("%d of %d signers sealed", len(sealers), len(s.chain.Keys()))
		}
	}
	return nil
}
