package beacon_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
)

// onUpdates and the others below are lies about one kind of answer.

func onUpdates(lie func(u []*beacon.LightClientUpdate) []*beacon.LightClientUpdate) beacontest.Lies {
	return beacontest.Lies{Updates: func(_ context.Context, u []*beacon.LightClientUpdate, err error) ([]*beacon.LightClientUpdate, error) {
		return lie(slices.Clone(u)), err
	}}
}

func onFinality(lie func(u *beacon.LightClientFinalityUpdate) *beacon.LightClientFinalityUpdate) beacontest.Lies {
	return beacontest.Lies{Finality: func(_ context.Context, u *beacon.LightClientFinalityUpdate, err error) (*beacon.LightClientFinalityUpdate, error) {
		copied := *u
		return lie(&copied), err
	}}
}

func onHeader(lie func(h *types.Header) *types.Header) beacontest.Lies {
	return beacontest.Lies{Header: func(_ context.Context, h *types.Header, err error) (*types.Header, error) { return lie(h), err }}
}

func onHeaders(lie func(h []*types.Header) []*types.Header) beacontest.Lies {
	return beacontest.Lies{Headers: func(_ context.Context, h []*types.Header, err error) ([]*types.Header, error) {
		return lie(slices.Clone(h)), err
	}}
}

// TestAttackClientByBeaconNode: all that the only beacon node can do to a client that
// trusts something already.
func TestAttackClientByBeaconNode(t *testing.T) {
	for _, attack := range []struct {
		name  string
		lies  func(s *siege) beacontest.Lies
		chain func(s *siege) *beacontest.Chain
		want  error
		words string
	}{
		{"another network", nil, (*siege).otherChainOf, lightclient.ErrSeals, "is not that of these"},
		{"another network's data beside our committees", nil, (*siege).futureChain, lightclient.ErrFuture, "check the clocks"},
		{"one signature short of two thirds", func(s *siege) beacontest.Lies { return s.signedBy(5) }, nil, lightclient.ErrSeals, "5 of 8"},
		{"finalized header swapped", func(s *siege) beacontest.Lies {
			return s.unlinked(s.extend(s.chain.Fork(finalOf(s.chain).Header.Slot-1, "swapped"), s.epoch()))
		}, nil, lightclient.ErrMalformed, "finality_branch"},
		{"replay of what was final before", onReplay, nil, lightclient.ErrStale, "its finalized header is of slot 88, trusted is 96"},
		{"no finality update", func(*siege) beacontest.Lies {
			return onFinality(func(*beacon.LightClientFinalityUpdate) *beacon.LightClientFinalityUpdate { return nil })
		}, nil, lightclient.ErrMalformed, "finality update: the answer is empty"},
		{"a long error", func(*siege) beacontest.Lies {
			return beacontest.Lies{Finality: func(context.Context, *beacon.LightClientFinalityUpdate, error) (*beacon.LightClientFinalityUpdate, error) {
				return nil, errors.New(strings.Repeat("x", 1<<20))
			}}
		}, nil, lightclient.ErrUnavailable, "xxx…"},
	} {
		t.Run(attack.name, func(t *testing.T) {
			s := newSiege(t, beacon.Fulu)
			chain, lies := s.chain, beacontest.Lies{}
			if attack.chain != nil {
				chain = attack.chain(s)
			}
			if attack.lies != nil {
				lies = attack.lies(s)
			}
			s.nodes[0].Show(chain, lies)
			s.mustRefuse(attack.want, attack.words)
			if _, err := s.client.Update(t.Context()); len(err.Error()) > 2000 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
		})
	}
	newSiege(t, beacon.Fulu).mustFollow()
}

func (s *siege) otherChainOf() *beacontest.Chain { return s.otherChain() }

func (s *siege) futureChain() *beacontest.Chain {
	return s.extend(s.chain.Fork(s.chain.Head().Header.Slot, "future"), s.epoch()+1)
}

func onReplay(s *siege) beacontest.Lies {
	old := s.chain.At((trustedEpoch + 1) * 8)
	return onFinality(func(*beacon.LightClientFinalityUpdate) *beacon.LightClientFinalityUpdate {
		u, err := s.chain.Update(old, old.Header.Slot+1)
		if err != nil {
			s.t.Error(err)
		}
		return beacontest.FinalityPart(u)
	})
}

// TestAttackClientByUpdates: the same by updates, of a client that has slept for periods.
func TestAttackClientByUpdates(t *testing.T) {
	far := s0chain(t)
	for _, attack := range []struct {
		name  string
		lie   func(u []*beacon.LightClientUpdate) []*beacon.LightClientUpdate
		want  error
		words string
	}{
		{"withheld", func([]*beacon.LightClientUpdate) []*beacon.LightClientUpdate { return nil }, lightclient.ErrNoSuchHeader, "it has none"},
		{"a period skipped", func(u []*beacon.LightClientUpdate) []*beacon.LightClientUpdate { return u[1:] }, lightclient.ErrTooManyBlocks, "want at most"},
		{"reordered", func(u []*beacon.LightClientUpdate) []*beacon.LightClientUpdate { slices.Reverse(u); return u }, lightclient.ErrTooManyBlocks, "want at most"},
		{"more than were asked for", func(u []*beacon.LightClientUpdate) []*beacon.LightClientUpdate { return append(u, u...) }, lightclient.ErrMalformed, "got "},
		{"refused", nil, lightclient.ErrUnavailable, "429"},
		{"an empty one", func(u []*beacon.LightClientUpdate) []*beacon.LightClientUpdate { u[0] = nil; return u }, lightclient.ErrMalformed, "the one at 0 is empty"},
	} {
		t.Run(attack.name, func(t *testing.T) {
			s := newSiege(t, beacon.Fulu)
			s.chain = far
			s.tick()
			s.execs[0].Show(far, beacontest.Lies{})
			if attack.lie == nil {
				s.nodes[0].Show(far, answerAll(func(context.Context) error { return errors.New("429 too many requests") }))
			} else {
				s.nodes[0].Show(far, onUpdates(attack.lie))
			}
			s.mustRefuse(attack.want, attack.words)
		})
	}
	t.Run("execution block of a period withheld", func(t *testing.T) {
		s := newSiege(t, beacon.Fulu)
		s.chain = far
		s.tick()
		s.nodes[0].Show(far, beacontest.Lies{}) // the execution node has not come so far
		s.mustRefuse(lightclient.ErrNoSuchHeader, "execution block")
	})
	t.Run("true updates, and then a lie", func(t *testing.T) {
		s := newSiege(t, beacon.Fulu)
		s.chain = far
		s.tick()
		s.lie(far, beacontest.Lies{Finality: s.signedBy(5).Finality})
		before := s.client.Final().Header().Number
		if _, err := s.client.Update(t.Context()); err != nil || s.client.Final().Header() != s.stored().Trusted || s.stored().Trusted.Number <= before {
			t.Fatalf("final is %d, %v, want more than %d, and what is stored", s.client.Final().Header().Number, err, before)
		}
		s.mustRefuse(lightclient.ErrSeals, "5 of 8")
	})
	t.Run("no news, and then a lie", func(t *testing.T) {
		s := newEmptySiege(t, beacon.Fulu)
		young := s.extend(s.chain.Fork(9*8+1, ""), 11)
		s.lie(young, beacontest.Lies{})
		s.clock = clienttest.NewClock(s.net.TimeOf(young.Head().Header.Slot))
		s.change = func(cfg *beacon.Config) { cfg.Checkpoint = young.At(8 * 8).Root }
		s.open()
		s.nodes[0].Show(young, beacontest.Lies{Updates: func(context.Context, []*beacon.LightClientUpdate, error) ([]*beacon.LightClientUpdate, error) {
			u, err := young.Update(young.At(9*8), 9*8+1) // whose finalized block is of the period before
			return []*beacon.LightClientUpdate{u}, err
		}, Finality: s.signedBy(5).Finality})
		if _, err := s.client.Update(t.Context()); err != nil { // it has begun
			t.Fatal(err)
		}
		s.clock.Add(8 * s.net.SlotDuration)
		s.mustRefuse(lightclient.ErrSeals, "5 of 8")
	})
	s := newSiege(t, beacon.Fulu)
	s.chain = far
	s.tick()
	s.lie(far, beacontest.Lies{})
	s.mustFollow()
}

var sharedFar *beacontest.Chain

// s0chain is the chain of the sieges four periods later.
func s0chain(t *testing.T) *beacontest.Chain {
	if sharedFar == nil {
		s := newSiege(t, beacon.Fulu)
		sharedFar = s.extend(s.chain.Fork(s.chain.Head().Header.Slot, ""), siegeEpoch+24)
	}
	return sharedFar
}

// TestAttackClientAtTheBeginning: what a client meets that has only its checkpoint.
func TestAttackClientAtTheBeginning(t *testing.T) {
	bootstrap := func(lie func(s *siege, b *beacon.LightClientBootstrap) *beacon.LightClientBootstrap) func(s *siege) {
		return func(s *siege) {
			s.lie(s.chain, beacontest.Lies{Bootstrap: func(_ context.Context, b *beacon.LightClientBootstrap, err error) (*beacon.LightClientBootstrap, error) {
				return lie(s, b), err
			}})
		}
	}
	for _, attack := range []struct {
		name  string
		begin func(s *siege)
		want  error
		words string
	}{
		{"bootstrap of another root", bootstrap(func(s *siege, _ *beacon.LightClientBootstrap) *beacon.LightClientBootstrap {
			b, err := s.chain.Bootstrap(s.chain.At(10 * 8).Root)
			if err != nil {
				s.t.Error(err)
			}
			return b
		}), lightclient.ErrWrongChain, "want the checkpoint"},
		{"no bootstrap", bootstrap(func(*siege, *beacon.LightClientBootstrap) *beacon.LightClientBootstrap { return nil }), lightclient.ErrMalformed, "empty"},
		{"another network", func(s *siege) { s.lie(s.otherChain(), beacontest.Lies{}) }, lightclient.ErrNoSuchHeader, "no bootstrap of block"},
		{"a checkpoint that has expired", func(s *siege) { s.clock.Add(beacon.DefaultTrustPeriod) }, lightclient.ErrExpired, "configure as checkpoint"},
		{"a checkpoint from the future", func(s *siege) {
			s.clock = clienttest.NewClock(s.net.TimeOf(9 * 8).Add(-time.Second))
			s.open()
		}, lightclient.ErrFuture, "check the clocks"},
		{"its execution block is another one", func(s *siege) {
			s.execs[0].Show(s.chain, onHeader(func(h *types.Header) *types.Header { h.Root[0] ^= 1; return h }))
		}, lightclient.ErrNotLinked, "hash of the execution header"},
	} {
		t.Run(attack.name, func(t *testing.T) {
			s := newEmptySiege(t, beacon.Fulu)
			attack.begin(s)
			s.mustRefuse(attack.want, attack.words)
		})
	}
	newEmptySiege(t, beacon.Fulu).mustFollow()
}

// TestAttackClientByExecutionNode: what execution nodes can do after Gloas, where only the
// hash stands between them and us.
func TestAttackClientByExecutionNode(t *testing.T) {
	change := func(f func(h *types.Header)) beacontest.Lies {
		return onHeader(func(h *types.Header) *types.Header { f(h); return h })
	}
	for _, attack := range []struct {
		name  string
		lies  beacontest.Lies
		want  error
		words string
	}{
		{"another state root", change(func(h *types.Header) { h.Root[5] ^= 1 }), lightclient.ErrNotLinked, "hash of the execution header"},
		{"another receipts root", change(func(h *types.Header) { h.ReceiptHash[5] ^= 1 }), lightclient.ErrNotLinked, "hash of the execution header"},
		{"another number", change(func(h *types.Header) { h.Number.SetInt64(7) }), lightclient.ErrNotLinked, "hash of the execution header"},
		{"another time", change(func(h *types.Header) { h.Time++ }), lightclient.ErrNotLinked, "hash of the execution header"},
		{"a field left out before another", change(func(h *types.Header) { h.BaseFee = nil }), lightclient.ErrMalformed, "baseFeePerGas"},
		{"no header", onHeader(func(*types.Header) *types.Header { return nil }), lightclient.ErrMalformed, "execution header: the answer is empty"},
		{"silence", answerAll(func(context.Context) error { return errors.New("no") }), lightclient.ErrUnavailable, "no"},
		{"parents withheld", beacontest.Lies{Headers: func(context.Context, []*types.Header, error) ([]*types.Header, error) {
			return nil, lightclient.ErrNoSuchHeader
		}}, lightclient.ErrNoSuchHeader, "execution headers"},
		{"parents left out", onHeaders(func(h []*types.Header) []*types.Header { return h[1:] }), lightclient.ErrMalformed, "got 1 of them"},
		{"parents of another branch", onHeaders(func(h []*types.Header) []*types.Header {
			for i := range h {
				h[i] = types.CopyHeader(h[i])
				h[i].Root[0] ^= 1
			}
			return h
		}), lightclient.ErrNotLinked, "ancestor 0"},
		{"an empty parent", onHeaders(func(h []*types.Header) []*types.Header { h[0] = nil; return h }), lightclient.ErrMalformed, "there is no header"},
	} {
		t.Run(attack.name, func(t *testing.T) {
			s := newSiege(t, beacon.Gloas)
			s.execs[0].Show(s.chain, attack.lies)
			s.mustRefuse(attack.want, attack.words)
		})
	}
	newSiege(t, beacon.Gloas).mustFollow()
	t.Run("silence, where the client is to do without", func(t *testing.T) {
		s := newSiege(t, beacon.Fulu)
		s.change = func(cfg *beacon.Config) { cfg.ExecutionAsFound = true }
		s.open()
		s.execs[0].Show(s.chain, answerAll(func(context.Context) error { return lightclient.ErrNoSuchHeader }))
		s.mustFollow()
	})
	for distance, asked := range map[uint64]bool{beacon.MaxLinkHeaders: true, beacon.MaxLinkHeaders + 1: false} {
		t.Run(fmt.Sprintf("%d parents withheld", distance), func(t *testing.T) {
			s := newSiege(t, beacon.Fulu)
			c := s.chain.Fork((trustedEpoch+1)*8-1, "jump")
			c.Execute(&jump{s.client.Final().Header().Number + distance})
			s.lie(s.extend(c, siegeEpoch), beacontest.Lies{})
			if asked {
				s.mustRefuse(lightclient.ErrNoSuchHeader, "execution headers")
				return
			}
			s.chain = c
			s.mustFollow()
		})
	}
}

// jump is an execution chain of which most blocks are missing.
type jump struct{ next uint64 }

func (j *jump) Newest(context.Context) (*types.Header, error) {
	h := &types.Header{Number: new(big.Int).SetUint64(j.next), Difficulty: new(big.Int)}
	j.next++
	return h, nil
}

// TestAttackClientByCommittee: two thirds of the committee say of an execution block what
// its header does not say, or what cannot be after what was final before. There is no
// second branch to be proven here; but nothing of it is released.
func TestAttackClientByCommittee(t *testing.T) {
	trusted := func(s *siege) lightclient.Header { return s.client.Final().Header() }
	for _, attack := range []struct {
		name      string
		execution bool // there is an execution node
		describe  func(s *siege, e *beacon.ExecutionPayloadHeader)
		want      error
		words     string
	}{
		{"another state root than the header's", true, func(_ *siege, e *beacon.ExecutionPayloadHeader) { e.StateRoot[0] ^= 1 }, lightclient.ErrMalformed, "by the beacon block of slot"},
		{"another number than the header's", true, func(_ *siege, e *beacon.ExecutionPayloadHeader) { e.BlockNumber++ }, lightclient.ErrMalformed, "by the beacon block of slot"},
		{"a number below the trusted one", false, func(s *siege, e *beacon.ExecutionPayloadHeader) { e.BlockNumber = trusted(s).Number - 1 }, lightclient.ErrNotLinked, "below"},
		{"the next number, another parent", false, func(s *siege, e *beacon.ExecutionPayloadHeader) {
			e.BlockNumber, e.ParentHash[0] = trusted(s).Number+1, e.ParentHash[0]^1
		}, lightclient.ErrNotLinked, "parent of execution block"},
		{"no execution block any more, and a node for them", true, func(_ *siege, e *beacon.ExecutionPayloadHeader) { *e = beacon.ExecutionPayloadHeader{} }, lightclient.ErrNotLinked, "below"},
		{"no execution block any more", false, func(_ *siege, e *beacon.ExecutionPayloadHeader) { *e = beacon.ExecutionPayloadHeader{} }, lightclient.ErrNotLinked, "below"},
	} {
		t.Run(attack.name, func(t *testing.T) {
			s := newSiege(t, beacon.Fulu)
			if !attack.execution {
				s.execs = nil
				s.open()
			}
			final := finalOf(s.chain).Header.Slot
			chain := s.extend(s.chain.ForkDescribing(final-1, "described", func(slot beacon.Slot, e *beacon.ExecutionPayloadHeader) {
				if slot == final {
					attack.describe(s, e)
				}
			}), s.epoch())
			s.nodes[0].Show(chain, beacontest.Lies{})
			for _, e := range s.execs {
				e.Show(chain, beacontest.Lies{})
			}
			s.mustRefuse(attack.want, attack.words)
		})
	}
	t.Run("from Gloas on, without an execution node", func(t *testing.T) {
		s := newSiege(t, beacon.Gloas)
		s.execs = nil
		s.open()
		s.mustRefuse(lightclient.ErrUnavailable, "an execution node must show its header")
	})
	t.Run("before Gloas, honest, without an execution node", func(t *testing.T) {
		s := newSiege(t, beacon.Fulu)
		s.execs = nil
		s.open()
		s.mustFollow()
	})
}

// TestAttackClientExpired: committees that signed long ago have nothing to lose.
func TestAttackClientExpired(t *testing.T) {
	s := newSiege(t, beacon.Fulu)
	s.clock.Set(s.net.TimeOf(trustedEpoch * 8).Add(beacon.DefaultTrustPeriod))
	s.mustRefuse(lightclient.ErrExpired, "configure as checkpoint")
	if n := s.nodes[0].Requests("finality"); n != 0 {
		t.Errorf("there were %d requests, want none", n)
	}
}

// TestAttackClientHang: who does not answer is left when the caller's patience ends, and
// that is no fault of the answers.
func TestAttackClientHang(t *testing.T) {
	for name, hang := range map[string]func(s *siege, lies beacontest.Lies){
		"beacon node":    func(s *siege, lies beacontest.Lies) { s.nodes[0].Show(s.chain, lies) },
		"execution node": func(s *siege, lies beacontest.Lies) { s.execs[0].Show(s.chain, lies) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newSiege(t, beacon.Fulu)
			ctx, cancel := context.WithCancel(t.Context())
			hang(s, answerAll(func(ctx context.Context) error { cancel(); <-ctx.Done(); return ctx.Err() }))
			if _, err := s.client.Update(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("error is %v, want context.Canceled", err)
			}
		})
	}
}

// stalledSiege is a client whose chain has lost finality for more than a period, and that
// may be forced.
func stalledSiege(t *testing.T, force bool) *siege {
	t.Helper()
	s := newSiege(t, beacon.Fulu)
	s.chain = s.chain.Fork(s.chain.Head().Header.Slot, "")
	s.chain.Stall(true)
	s.extend(s.chain, siegeEpoch+8)
	s.tick()
	s.lie(s.chain, beacontest.Lies{})
	s.change = func(cfg *beacon.Config) { cfg.ForceUpdate = force }
	s.open()
	s.mustFollow() // what was final before
	return s
}

// TestAttackClientForce: without finality a client waits; where an operator has it go on,
// nothing of that is released as final before the chain finalizes again.
func TestAttackClientForce(t *testing.T) {
	for _, force := range []bool{false, true} {
		t.Run(fmt.Sprint(force), func(t *testing.T) {
			s := stalledSiege(t, force)
			var forced []beacon.Step
			s.change = func(cfg *beacon.Config) {
				cfg.ForceUpdate = force
				cfg.Observe = func(step beacon.Step) {
					if step.Kind == beacon.StepForced {
						forced = append(forced, step)
					}
				}
			}
			s.open()
			final := s.client.Final()
			s.clock.Add(8 * s.net.SlotDuration)
			if _, err := s.client.Update(t.Context()); err != nil {
				t.Fatal(err)
			}
			if s.client.Final() != final || (len(forced) > 0) != force {
				t.Fatalf("final is %+v, forced %d times, want %+v", s.client.Final().Header(), len(forced), final.Header())
			}
			s.open() // from the store
			if s.client.Final() != final {
				t.Fatalf("after a restart final is %+v", s.client.Final().Header())
			}
			s.chain.Stall(false)
			s.extend(s.chain, s.epoch()+3)
			s.tick()
			if _, err := s.client.Update(t.Context()); force && err != nil {
				t.Fatal(err)
			}
			if force {
				s.mustFollow()
			}
		})
	}
}

// TestAttackClientQuickLiar: one who answers at once, and lies, does not keep us from
// waiting for those who are slow.
func TestAttackClientQuickLiar(t *testing.T) {
	s := newSiege(t, beacon.Fulu)
	s.addNodes(1)
	s.change = func(cfg *beacon.Config) { cfg.WitnessTimeout = time.Nanosecond }
	s.open()
	s.nodes[0].Show(s.chain, s.signedBy(5))
	slow := make(chan struct{}, 2)
	s.nodes[1].Show(s.chain, beacontest.Lies{Finality: func(ctx context.Context, u *beacon.LightClientFinalityUpdate, err error) (*beacon.LightClientFinalityUpdate, error) {
		slow <- struct{}{}
		if len(slow) == 1 {
			<-ctx.Done() // the liar was quicker
			return nil, ctx.Err()
		}
		return u, err
	}})
	s.mustFollow()
}

// TestAttackClientOtherCheckpoint: a store never goes on from a checkpoint of which nobody
// has shown that it is on the same chain.
func TestAttackClientOtherCheckpoint(t *testing.T) {
	for _, attack := range []struct {
		name       string
		checkpoint func(s *siege) common.Hash
		words      string
	}{
		{"an earlier block", func(s *siege) common.Hash { return s.chain.At(10 * 8).Root }, "of slot 80"},
		{"a block that nobody has", func(*siege) common.Hash { return common.Hash{1} }, "the endpoints have"},
	} {
		t.Run(attack.name, func(t *testing.T) {
			s := newSiege(t, beacon.Fulu)
			checkpoint := attack.checkpoint(s)
			s.change = func(cfg *beacon.Config) { cfg.Checkpoint = checkpoint }
			s.open()
			s.mustRefuse(lightclient.ErrOtherAnchor, attack.words)
		})
	}
	for name, slot := range map[string]beacon.Slot{"the trusted block": trustedEpoch * 8, "a later block": (trustedEpoch + 1) * 8} {
		t.Run(name, func(t *testing.T) {
			s := newSiege(t, beacon.Fulu)
			s.change = func(cfg *beacon.Config) { cfg.Checkpoint = s.chain.At(slot).Root }
			s.open()
			s.mustFollow()
		})
	}
	t.Run("the trusted block's rival", func(t *testing.T) {
		s := newSiege(t, beacon.Fulu)
		rival := s.rivalOf(trustedEpoch, siegeEpoch)
		s.lie(rival, beacontest.Lies{})
		s.change = func(cfg *beacon.Config) { cfg.Checkpoint = rival.At(trustedEpoch * 8).Root }
		s.open()
		s.mustRefuse(lightclient.ErrOtherAnchor, "of slot 96")
	})
	// Within reach of parents, a later checkpoint is held to descend from what was final.
	t.Run("a later block of another branch", func(t *testing.T) {
		s := newSiege(t, beacon.Fulu)
		rival := s.extend(s.chain.Fork(trustedEpoch*8-1, "rival"), s.epoch())
		s.lie(rival, beacontest.Lies{})
		s.change = func(cfg *beacon.Config) { cfg.Checkpoint = rival.At((trustedEpoch + 1) * 8).Root }
		s.open()
		s.mustRefuse(lightclient.ErrNotLinked, "on its branch")
	})
}
