package beacon_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
)

// TestSuite runs on a chain with mainnet's present rules, on one after Gloas, whose headers
// hold hashes of execution blocks alone, and on one that goes through forks meanwhile.
func TestSuite(t *testing.T) {
	for name, schedule := range map[string]beacontest.Schedule{
		"fulu":             beacontest.Always(beacon.Fulu),
		"gloas":            beacontest.Always(beacon.Gloas),
		"capella to gloas": {beacon.Capella: 0, beacon.Deneb: 11, beacon.Electra: 15, beacon.Fulu: 19, beacon.Gloas: 21},
	} {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && name != "fulu" {
				t.Skip("the same with other forks")
			}
			clienttest.Run(t, func(t *testing.T) clienttest.Harness { return newScript(t, schedule).harness() })
		})
	}
}

const scriptGenesis = 1_700_000_000

// script is a chain behind three endpoints. It has blocks in the first two slots of each
// epoch, the second of which signs the first; a block of the suite is an epoch, of four
// hours, so that a committee lasts for 32 hours.
type script struct {
	t         testing.TB
	net       *beacon.Network
	chain     *beacontest.Chain
	endpoints []*beacontest.Endpoint
	faults    []clienttest.Fault
	clock     *clienttest.Clock
	bases     []beacon.Slot // by endpoint: newest slot of the honest chain when its fault was set
}

func newScript(t *testing.T, schedule beacontest.Schedule) *script {
	t.Helper()
	net := beacontest.MinimalNetwork(schedule, scriptGenesis, 30*time.Minute)
	chain, err := beacontest.New(beacontest.Config{Network: net, Seed: "suite", Absent: 2})
	if err != nil {
		t.Fatal(err)
	}
	s := &script{t: t, net: net, chain: chain, clock: new(clienttest.Clock), faults: make([]clienttest.Fault, 3), bases: make([]beacon.Slot, 3)}
	s.extend(chain, 18)
	for i := range 3 {
		s.endpoints = append(s.endpoints, beacontest.NewEndpoint(fmt.Sprintf("endpoint-%d", i), chain))
	}
	s.tick()
	return s
}

// extend adds blocks up to an epoch.
func (s *script) extend(c *beacontest.Chain, epoch beacon.Epoch) *beacontest.Chain {
	s.t.Helper()
	for e := s.net.Preset.EpochAt(c.Head().Header.Slot + 7); e <= epoch; e++ {
		for slot := beacon.Slot(e) * 8; slot < beacon.Slot(e)*8+2; slot++ {
			if slot <= c.Head().Header.Slot {
				continue
			}
			if _, err := c.Add(context.Background(), slot); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	return c
}

func (s *script) tick() { s.clock.Set(s.net.TimeOf(s.chain.Head().Header.Slot)) }

func (s *script) epoch() beacon.Epoch { return s.net.Preset.EpochAt(s.chain.Head().Header.Slot) }

// finalOf returns the block that the newest update of a chain finalizes.
func finalOf(c *beacontest.Chain) *beacontest.Block {
	return c.At(c.Head().Header.Slot - 1).Finalized()
}

func (s *script) harness() clienttest.Harness {
	anchor := s.header(s.chain.At(3 * 8).Confirms())
	return clienttest.Harness{
		Owner: lightclient.Owner{ChainID: s.net.ChainID, Kind: beacon.Kind}, Anchor: lightclient.Anchor{Number: anchor.Number, Hash: anchor.Hash}, Chain: s,
		Open: func(store lightclient.Store, anchor lightclient.Anchor) (lightclient.Client, error) {
			return beacon.New(s.config(store, s.checkpointOf(anchor)))
		},
		CheckEvidence: func(e lightclient.Evidence) error { return s.net.CheckEvidence(&e) },
		Endpoints:     3, SafeWith: 3, LiveWith: 2, TrustingPeriod: beacon.DefaultTrustPeriod,
	}
}

// checkpointOf returns the root of the beacon block that an anchor, in terms of the
// execution chain, stands for. One that is not on the chain is its own checkpoint: that of
// nobody.
func (s *script) checkpointOf(anchor lightclient.Anchor) common.Hash {
	for e := beacon.Epoch(1); e <= s.epoch(); e++ {
		if b := s.chain.At(beacon.Slot(e) * 8); b.Confirms().Hash() == anchor.Hash {
			return b.Root
		}
	}
	return anchor.Hash
}

func (s *script) config(store lightclient.Store, checkpoint common.Hash) beacon.Config {
	cfg := beacon.Config{
		Network: s.net, Checkpoint: checkpoint, Store: store, Now: s.clock.Now,
		RequestTimeout: 100 * time.Millisecond, WitnessTimeout: 100 * time.Millisecond, CoolDown: time.Millisecond,
	}
	for _, e := range s.endpoints {
		cfg.Providers = append(cfg.Providers, e)
		cfg.Execution = append(cfg.Execution, e)
	}
	return cfg
}

func (s *script) Grow(n int) lightclient.Header {
	epoch := max(s.epoch()+beacon.Epoch(n), s.net.Preset.EpochAt(s.net.SlotAt(s.clock.Now()))+1)
	s.extend(s.chain, epoch)
	s.tick()
	for i, fault := range s.faults {
		s.apply(i, fault)
	}
	return s.header(finalOf(s.chain).Confirms())
}

func (s *script) header(h *types.Header) lightclient.Header {
	read, err := lightclient.ReadHeader(h)
	if err != nil {
		s.t.Fatal(err)
	}
	return read
}

func (s *script) At(number uint64) lightclient.Header {
	headers, err := s.chain.ExecutionRange(number, number)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.header(headers[0])
}

func (s *script) Advance(d time.Duration) { s.clock.Add(d) }

func (s *script) Set(i int, fault clienttest.Fault) {
	s.faults[i], s.bases[i] = fault, s.chain.Head().Header.Slot
	s.apply(i, fault)
}

// apply makes endpoint i serve what its fault says.
func (s *script) apply(i int, fault clienttest.Fault) {
	e, final := s.endpoints[i], finalOf(s.chain)
	switch fault {
	case clienttest.Honest:
		e.Show(s.chain, beacontest.Lies{})
	case clienttest.Hang:
		e.Show(s.chain, answerAll(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }))
	case clienttest.Refuse:
		e.Show(s.chain, answerAll(func(context.Context) error { return errors.New("429 too many requests") }))
	case clienttest.Nonsense:
		e.Show(s.chain, nonsense())
	case clienttest.Stale:
		e.Show(s.chain.Fork(s.bases[i]-2*8, ""), beacontest.Lies{})
	case clienttest.Forged: // one signature short of two thirds
		e.Show(s.extend(s.chain.Fork(final.Header.Slot-1, "forged"), s.epoch()), s.signedBy(21))
	case clienttest.Unlinked: // what was signed finalizes another block than the one shown
		e.Show(s.chain, s.unlinked(s.extend(s.chain.Fork(final.Header.Slot-1, "unlinked"), s.epoch())))
	case clienttest.Future:
		e.Show(s.extend(s.chain.Fork(s.chain.Head().Header.Slot, "future"), s.epoch()+6), beacontest.Lies{})
	case clienttest.OtherChain:
		e.Show(s.otherChain(), beacontest.Lies{})
	case clienttest.Rival:
		e.Show(s.rival(s.bases[i]), beacontest.Lies{})
	}
}

// rival replaces the last final execution block and has one more epoch finalized. Since
// Gloas, that block was made in the slot before the final one.
func (s *script) rival(base beacon.Slot) *beacontest.Chain {
	final := s.chain.At(base - 1).Finalized()
	made := final.Header.Slot
	if s.net.ForkAt(made) >= beacon.Gloas {
		made = s.chain.At(made - 1).Header.Slot
	}
	epoch := s.net.Preset.EpochAt(base) + 1
	rival := s.extend(s.chain.Fork(made-1, "rival"), epoch)
	s.clock.Set(s.net.TimeOf(rival.Head().Header.Slot))
	return rival
}

// otherChain has the same committees and another genesis, and a block more in each epoch.
func (s *script) otherChain() *beacontest.Chain {
	net := *s.net
	net.GenesisValidatorsRoot[0] ^= 1
	other, err := beacontest.New(beacontest.Config{Network: &net, Seed: "suite"})
	if err != nil {
		s.t.Fatal(err)
	}
	for e := beacon.Epoch(1); e <= s.epoch(); e++ {
		if _, err := other.Add(context.Background(), beacon.Slot(e)*8-1); err != nil {
			s.t.Fatal(err)
		}
		s.extend(other, e)
	}
	return other
}

// answerAll has every request fail.
func answerAll(fail func(ctx context.Context) error) beacontest.Lies {
	return beacontest.Lies{
		Bootstrap: func(ctx context.Context, _ *beacon.LightClientBootstrap, _ error) (*beacon.LightClientBootstrap, error) {
			return nil, fail(ctx)
		},
		Updates: func(ctx context.Context, _ []*beacon.LightClientUpdate, _ error) ([]*beacon.LightClientUpdate, error) {
			return nil, fail(ctx)
		},
		Finality: func(ctx context.Context, _ *beacon.LightClientFinalityUpdate, _ error) (*beacon.LightClientFinalityUpdate, error) {
			return nil, fail(ctx)
		},
		Optimistic: func(ctx context.Context, _ *beacon.LightClientOptimisticUpdate, _ error) (*beacon.LightClientOptimisticUpdate, error) {
			return nil, fail(ctx)
		},
		Header:  func(ctx context.Context, _ *types.Header, _ error) (*types.Header, error) { return nil, fail(ctx) },
		Headers: func(ctx context.Context, _ []*types.Header, _ error) ([]*types.Header, error) { return nil, fail(ctx) },
	}
}

// nonsense answers with nothing, with parts missing, and with too little.
func nonsense() beacontest.Lies {
	return beacontest.Lies{
		Bootstrap: func(context.Context, *beacon.LightClientBootstrap, error) (*beacon.LightClientBootstrap, error) {
			return &beacon.LightClientBootstrap{}, nil
		},
		Updates: func(_ context.Context, u []*beacon.LightClientUpdate, _ error) ([]*beacon.LightClientUpdate, error) {
			return append(make([]*beacon.LightClientUpdate, 1), u...), nil
		},
		Finality: func(_ context.Context, u *beacon.LightClientFinalityUpdate, _ error) (*beacon.LightClientFinalityUpdate, error) {
			broken := *u
			broken.FinalizedHeader.Execution, broken.FinalityBranch = nil, broken.FinalityBranch[1:]
			return &broken, nil
		},
		Header: func(context.Context, *types.Header, error) (*types.Header, error) { return &types.Header{}, nil },
		Headers: func(_ context.Context, h []*types.Header, _ error) ([]*types.Header, error) {
			return make([]*types.Header, len(h)), nil
		},
	}
}

// signedBy has all updates signed by so many members alone.
func (s *script) signedBy(signers int) beacontest.Lies { return beacontest.SignedBy(s.chain, signers) }

// unlinked shows as finalized what another branch finalizes.
func (s *script) unlinked(other *beacontest.Chain) beacontest.Lies {
	return beacontest.Lies{
		Updates: func(context.Context, []*beacon.LightClientUpdate, error) ([]*beacon.LightClientUpdate, error) {
			return nil, nil
		},
		Finality: func(_ context.Context, u *beacon.LightClientFinalityUpdate, err error) (*beacon.LightClientFinalityUpdate, error) {
			if err != nil {
				return nil, err
			}
			theirs, err := other.FinalityUpdate()
			if err != nil {
				return nil, err
			}
			lie := *u
			lie.FinalizedHeader = theirs.FinalizedHeader
			return &lie, nil
		},
		Header: func(_ context.Context, h *types.Header, err error) (*types.Header, error) {
			if h != nil {
				h.ParentHash[0] ^= 1
			}
			return h, err
		},
	}
}
