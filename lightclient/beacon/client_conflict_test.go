package beacon_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

// rivalOf returns a branch that parts from the honest one before the block that was final
// at an epoch, and goes on to another epoch.
func (s *siege) rivalOf(final, to beacon.Epoch) *beacontest.Chain {
	made := beacon.Slot(final) * 8
	if s.net.ForkAt(made) >= beacon.Gloas {
		made = s.chain.At(made - 1).Header.Slot // whose execution block the final one confirms
	}
	return s.extend(s.chain.Fork(made-1, "rival"), to)
}

// conflicts are what two branches that two thirds have signed can look like. Each is also
// tried with one signature less, which must not stop anybody.
var conflicts = []struct {
	name string
	// begin sets the scene and returns the node that is to show the rival branch, and that
	// branch.
	begin func(s *siege) (node int, rival *beacontest.Chain)
	gloas bool // it has to do with execution blocks, so that it is tried after Gloas as well
}{
	{"the next final block does not descend from the trusted one", func(s *siege) (int, *beacontest.Chain) {
		rival := s.rivalOf(trustedEpoch, siegeEpoch)
		s.execs[0].Show(rival, beacontest.Lies{})
		return 0, rival
	}, true},
	{"the trusted block's slot has another block", func(s *siege) (int, *beacontest.Chain) {
		return 0, s.rivalOf(trustedEpoch, trustedEpoch+2)
	}, false},
	{"the trusted block's slot has another block, over the same execution block since Gloas", func(s *siege) (int, *beacontest.Chain) {
		return 0, s.extend(s.chain.Fork(trustedEpoch*8-1, "rival"), trustedEpoch+2)
	}, true},
	{"a witness has another block at the new slot", func(s *siege) (int, *beacontest.Chain) {
		s.addNodes(1)
		s.open()
		return 1, s.rivalOf(siegeEpoch-2, siegeEpoch)
	}, false},
	{"a witness is behind, on another branch", func(s *siege) (int, *beacontest.Chain) {
		rival := s.rivalOf(trustedEpoch, trustedEpoch+2)
		s.addNodes(1)
		s.execs[1].Show(rival, beacontest.Lies{})
		s.open()
		s.remember(siegeEpoch + 1)
		return 0, rival
	}, true},
	{"a witness has another next committee", func(s *siege) (int, *beacontest.Chain) {
		change := s.change
		*s = *newEmptySiege(s.t, s.net.ForkAt(0))
		s.change = change
		s.addNodes(1)
		s.open()
		return 1, s.extend(s.chain.ForkElecting(9*8+7, "rival", 2), siegeEpoch)
	}, false},
}

// remember has the client follow to an epoch, from which it remembers the execution blocks
// since the trusted one.
func (s *siege) remember(epoch beacon.Epoch) {
	s.chain = s.extend(s.chain.Fork(s.chain.Head().Header.Slot, ""), epoch)
	s.tick()
	for i := range s.nodes {
		s.nodes[i].Show(s.chain, beacontest.Lies{})
	}
	s.execs[0].Show(s.chain, beacontest.Lies{})
	s.mustFollow()
}

// finalityIsHonest shows what a lie says in one kind of answer, and the honest chain in the others.
func (s *siege) finalityIsHonest(lies beacontest.Lies) beacontest.Lies {
	lies.Finality = func(context.Context, *beacon.LightClientFinalityUpdate, error) (*beacon.LightClientFinalityUpdate, error) {
		return s.chain.FinalityUpdate()
	}
	return lies
}

// missigned has the right members sign something else.
func (s *siege) missigned() beacontest.Lies {
	lies := s.signedBy(8)
	forge := func(a *beacon.SyncAggregate) {
		u, err := s.chain.FinalityUpdate()
		if err != nil {
			s.t.Error(err)
		}
		a.Signature = u.SyncAggregate.Signature
	}
	updates, finality := lies.Updates, lies.Finality
	lies.Updates = func(ctx context.Context, u []*beacon.LightClientUpdate, err error) ([]*beacon.LightClientUpdate, error) {
		u, err = updates(ctx, u, err)
		for i := range u {
			forge(&u[i].SyncAggregate)
		}
		return u, err
	}
	lies.Finality = func(ctx context.Context, u *beacon.LightClientFinalityUpdate, err error) (*beacon.LightClientFinalityUpdate, error) {
		u, err = finality(ctx, u, err)
		if u != nil {
			forge(&u.SyncAggregate)
		}
		return u, err
	}
	return lies
}

// TestAttackClientConflict: two branches that are both signed by two thirds stop the client
// for good; two of which one is not, don't.
func TestAttackClientConflict(t *testing.T) {
	for _, conflict := range conflicts {
		for _, fork := range []beacon.Fork{beacon.Fulu, beacon.Gloas} {
			if fork == beacon.Gloas && !conflict.gloas {
				continue
			}
			t.Run(conflict.name+", "+fork.String(), func(t *testing.T) {
				s := newSiege(t, fork)
				node, rival := conflict.begin(s)
				lies := beacontest.Lies{}
				if strings.Contains(conflict.name, "next committee") {
					lies = s.finalityIsHonest(lies)
				}
				s.nodes[node].Show(rival, lies)
				s.mustFreeze()
				s.nodes[node].Show(s.chain, beacontest.Lies{})
				s.mustBeFrozen()
				s.open()
				s.mustBeFrozen()
			})
		}
	}
}

// TestAttackClientMockConflict: branches of which one is not signed stop nobody, and what
// is wrong with them is said of whoever shows them.
func TestAttackClientMockConflict(t *testing.T) {
	for i, fork := range map[int]beacon.Fork{0: beacon.Fulu, 1: beacon.Fulu, 2: beacon.Gloas, 3: beacon.Fulu, 4: beacon.Gloas, 5: beacon.Fulu} {
		conflict := conflicts[i]
		for words, lies := range map[string]func(*siege) beacontest.Lies{
			"5 of 8 take part":         func(s *siege) beacontest.Lies { return s.signedBy(5) },
			"sync_committee_signature": (*siege).missigned,
		} {
			if i > 0 && words != "sync_committee_signature" {
				continue
			}
			t.Run(conflict.name+", "+words, func(t *testing.T) {
				s := newSiege(t, fork)
				var log bytes.Buffer
				s.change = func(cfg *beacon.Config) { cfg.Log = slog.New(slog.NewTextHandler(&log, nil)) }
				s.open()
				node, rival := conflict.begin(s)
				log.Reset()
				s.nodes[node].Show(rival, lies(s))
				_, err := s.client.Update(t.Context())
				if e, err := s.store.Evidence(); e != nil || err != nil {
					t.Fatalf("it froze, though the rival is not signed: %v, %v", e, err)
				}
				if said := fmt.Sprint(err, log.String()); !strings.Contains(said, words) {
					t.Errorf("it said %s, want %q", said, words)
				}
			})
		}
	}
	t.Run("of too long ago to be proven", func(t *testing.T) {
		s := newSiege(t, beacon.Fulu)
		rival := s.rivalOf(trustedEpoch, trustedEpoch+2)
		s.remember(siegeEpoch + 1)
		s.remember(siegeEpoch + 4) // in period 2, so that the committee of period 1 is gone
		s.nodes[0].Show(rival, beacontest.Lies{})
		s.mustRefuse(lightclient.ErrStale, "whose committee is not known any more")
	})
	t.Run("another next committee that is not final", func(t *testing.T) {
		s := newEmptySiege(t, beacon.Fulu)
		s.addNodes(1)
		s.open()
		s.nodes[1].Show(s.extend(s.chain.ForkElecting(8*8-1, "rival", 2), 9), s.finalityIsHonest(beacontest.Lies{}))
		s.mustFollow()
	})
}

// TestAttackClientConflictWithoutNodes: where nobody shows execution headers, what the
// beacon chain says of two blocks of one number is proof enough.
func TestAttackClientConflictWithoutNodes(t *testing.T) {
	s := newSiege(t, beacon.Fulu)
	s.execs = nil
	s.open()
	number := s.client.Final().Header().Number
	final := finalOf(s.chain).Header.Slot
	s.nodes[0].Show(s.extend(s.chain.ForkDescribing(final-1, "described", func(slot beacon.Slot, e *beacon.ExecutionPayloadHeader) {
		if slot == final {
			e.BlockNumber = number
		}
	}), s.epoch()), beacontest.Lies{})
	if e := s.mustFreeze(); e.Number != number {
		t.Errorf("evidence is of block %d, want %d", e.Number, number)
	}
}

// TestAttackClientCheckpointIsNoConflict: that an operator vouches for a block proves
// nothing against those who have signed another one.
func TestAttackClientCheckpointIsNoConflict(t *testing.T) {
	for _, fork := range []beacon.Fork{beacon.Fulu, beacon.Gloas} {
		s := newEmptySiege(t, fork)
		young := s.extend(s.chain.Fork(9*8+1, ""), 10) // which has nothing final after the checkpoint
		s.lie(young, beacontest.Lies{})
		s.clock.Turn(s.net.TimeOf(young.Head().Header.Slot))
		if _, err := s.client.Update(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.tick()
		s.lie(s.rivalOf(9, siegeEpoch), beacontest.Lies{})
		s.mustRefuse(lightclient.ErrNotLinked, "on its branch")
	}
}

// sidesOf is what the raw sides of evidence hold.
type sideOf struct {
	Committee []byte
	Fork      uint8
	Update    []byte
	Headers   []*types.Header
}

func decodeSide(t *testing.T, raw []byte) sideOf {
	t.Helper()
	var side sideOf
	if err := rlp.DecodeBytes(raw, &side); err != nil {
		t.Fatal(err)
	}
	return side
}

func encodeSide(t *testing.T, side sideOf) []byte {
	t.Helper()
	b, err := rlp.EncodeToBytes(side)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestAttackClientEvidence: evidence that was tampered with, or made up, proves nothing.
func TestAttackClientEvidence(t *testing.T) {
	s := newSiege(t, beacon.Fulu)
	node, rival := conflicts[0].begin(s)
	s.nodes[node].Show(rival, beacontest.Lies{})
	honest := s.mustFreeze()
	n := s.net.Preset
	theirs := func(change func(*sideOf)) func(*lightclient.Evidence) {
		return func(e *lightclient.Evidence) {
			side := decodeSide(t, e.RawConflicting)
			change(&side)
			e.RawConflicting = encodeSide(t, side)
		}
	}
	update := func(change func(u *beacon.LightClientUpdate)) func(*lightclient.Evidence) {
		return theirs(func(side *sideOf) {
			u, err := s.net.DecodeFinalityUpdate(beacon.Fork(side.Fork), side.Update)
			if err != nil {
				t.Fatal(err)
			}
			full := u.Update()
			change(full)
			if side.Update, err = beacontest.FinalityPart(full).EncodeSSZ(n); err != nil {
				t.Fatal(err)
			}
		})
	}
	for _, attack := range []struct {
		name   string
		tamper func(e *lightclient.Evidence)
	}{
		{"of another chain", func(e *lightclient.Evidence) { e.ChainID++ }},
		{"both sides the same", func(e *lightclient.Evidence) { e.Conflicting, e.RawConflicting = e.Trusted, e.RawTrusted }},
		{"trusted side unreadable", func(e *lightclient.Evidence) { e.RawTrusted = e.RawTrusted[:len(e.RawTrusted)-1] }},
		{"trailing bytes", func(e *lightclient.Evidence) { e.RawConflicting = append(e.RawConflicting, 0) }},
		{"another state root than the headers lead to", func(e *lightclient.Evidence) { e.Conflicting.StateRoot[0] ^= 1 }},
		{"another height", func(e *lightclient.Evidence) { e.Number++ }},
		{"too few signatures", update(func(u *beacon.LightClientUpdate) {
			if err := rival.Sign(u, rival.Participants(u.SignatureSlot, 3)); err != nil {
				t.Fatal(err)
			}
		})},
		{"signature of another slot", update(func(u *beacon.LightClientUpdate) { u.SyncAggregate.Signature[95] ^= 1 })},
		{"a committee of keys that are none", theirs(func(side *sideOf) { side.Committee[1] ^= 0xff })},
		{"a committee of too few keys", theirs(func(side *sideOf) { side.Committee = side.Committee[48:] })},
		{"an update in no format", theirs(func(side *sideOf) { side.Fork = 99 })},
		{"the finalized block's header left out", theirs(func(side *sideOf) { side.Headers = side.Headers[1:] })},
		{"a header between replaced", theirs(func(side *sideOf) {
			last := len(side.Headers) - 1
			side.Headers[last] = types.CopyHeader(side.Headers[last])
			side.Headers[last].GasUsed++
		})},
		{"headers that go on and lead nowhere", func(e *lightclient.Evidence) {
			side := decodeSide(t, e.RawTrusted)
			side.Headers = append(side.Headers, side.Headers[0])
			e.RawTrusted = encodeSide(t, side)
		}},
		{"one side empty", func(e *lightclient.Evidence) { e.RawTrusted = nil }},
		{"two committees of one period", func(e *lightclient.Evidence) { *e = twoCommittees(t, s) }},
	} {
		t.Run(attack.name, func(t *testing.T) {
			e := honest
			e.RawTrusted, e.RawConflicting = append([]byte(nil), e.RawTrusted...), append([]byte(nil), e.RawConflicting...)
			attack.tamper(&e)
			if err := s.net.CheckEvidence(&e); err == nil {
				t.Error("it passes")
			}
		})
	}
	t.Run("of committees, tampered with", func(t *testing.T) {
		s := newSiege(t, beacon.Fulu)
		node, rival := conflicts[5].begin(s)
		s.nodes[node].Show(rival, beacontest.Lies{})
		e := s.mustFreeze()
		e.ChainID++
		if err := s.net.CheckEvidence(&e); err == nil {
			t.Error("it passes")
		}
	})
}

// twoCommittees are two sides, each true by itself, of which one was signed by people who
// are no committee of this chain.
func twoCommittees(t *testing.T, s *siege) lightclient.Evidence {
	t.Helper()
	strangers := s.extend(s.chain.ForkElecting(trustedEpoch*8-1, "strangers", 1), siegeEpoch)
	e := lightclient.Evidence{ChainID: s.net.ChainID}
	for i, chain := range []*beacontest.Chain{s.chain, strangers} {
		u, err := chain.FinalityUpdate()
		if err != nil {
			t.Fatal(err)
		}
		side := sideOf{Fork: uint8(u.Fork())}
		committee := chain.Committee(1)
		if side.Committee, err = committee.EncodeSSZ(s.net.Preset); err != nil {
			t.Fatal(err)
		}
		if side.Update, err = u.EncodeSSZ(s.net.Preset); err != nil {
			t.Fatal(err)
		}
		h := s.header(finalOf(chain).Confirms())
		if i == 0 {
			e.Number, e.Trusted, e.RawTrusted = h.Number, h, encodeSide(t, side)
		} else {
			e.Conflicting, e.RawConflicting = h, encodeSide(t, side)
		}
	}
	return e
}
