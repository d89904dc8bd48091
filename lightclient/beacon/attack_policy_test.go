package beacon_test

import (
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

func TestAttackAncestors(t *testing.T) {
	chain := make([]*types.Header, 5) // newest first
	for i := len(chain) - 1; i >= 0; i-- {
		chain[i] = &types.Header{Number: big.NewInt(int64(100 - i)), Difficulty: new(big.Int)}
		if i+1 < len(chain) {
			chain[i].ParentHash = chain[i+1].Hash()
		}
	}
	final, err := lightclient.ReadHeader(chain[0])
	if err != nil {
		t.Fatal(err)
	}
	got, err := beacon.BindAncestors(final, chain[1:])
	if err != nil || len(got) != 4 || got[3].Hash != chain[4].Hash() {
		t.Fatalf("%+v, %v", got, err)
	}
	other := types.CopyHeader(chain[3])
	other.Root = common.Hash{1}
	for name, headers := range map[string][]*types.Header{
		"one left out":          {chain[1], chain[3]},
		"out of order":          {chain[2], chain[1]},
		"one of another branch": {chain[1], chain[2], other},
		"the final one itself":  {chain[0]},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := beacon.BindAncestors(final, headers)
			refused(t, err, lightclient.ErrNotLinked)
		})
	}
	t.Run("one that has no hash", func(t *testing.T) {
		_, err := beacon.BindAncestors(final, []*types.Header{chain[1], nil})
		refused(t, err, nil)
	})
}

func TestAttackBlockRoots(t *testing.T) {
	eachFormat(t, func(t *testing.T, w *world) {
		// Slots 36 to 99 are those of which the state of 100 knows the roots.
		type scene struct {
			final, ancestor *forge.Block
			header          beacon.LightClientHeader
			branch          []common.Hash
		}
		at := func(slot beacon.Slot) *scene {
			s := &scene{final: w.chain.Block(100, common.Hash{}), ancestor: w.chain.Block(slot, common.Hash{})}
			s.final.SetBlockRoot(s.ancestor)
			s.header, s.branch = s.ancestor.Header(), s.final.BlockRootBranch(slot)
			return s
		}
		verify := func(s *scene) error {
			final := s.final.Header()
			return w.n.VerifyAncestor(&final, &s.header, s.branch)
		}
		for _, slot := range []beacon.Slot{36, 64, 99} {
			if err := verify(at(slot)); err != nil {
				t.Fatalf("slot %d: %v", slot, err)
			}
		}
		for name, attack := range map[string]struct {
			slot beacon.Slot
			lie  func(s *scene)
			want error
		}{
			// The same place of the state holds the root of a slot 64 later.
			"older than the state knows": {slot: 35, want: lightclient.ErrNotLinked},
			"the final slot itself":      {slot: 100, want: lightclient.ErrNotLinked},
			"after the final one":        {slot: 101, want: lightclient.ErrNotLinked},
			"of another branch": {slot: 90, want: lightclient.ErrNotLinked, lie: func(s *scene) {
				s.header = w.chain.Rival().Block(90, common.Hash{}).Header()
			}},
			"branch short":  {slot: 90, want: lightclient.ErrNotLinked, lie: func(s *scene) { s.branch = s.branch[1:] }},
			"branch long":   {slot: 90, want: lightclient.ErrNotLinked, lie: func(s *scene) { s.branch = append(s.branch, common.Hash{}) }},
			"branch padded": {slot: 90, want: lightclient.ErrNotLinked, lie: func(s *scene) { s.branch = append([]common.Hash{{1}}, s.branch...) }},
			"no branch":     {slot: 90, want: lightclient.ErrNotLinked, lie: func(s *scene) { s.branch = nil }},
			"root in the place of another slot": {slot: 90, want: lightclient.ErrNotLinked, lie: func(s *scene) {
				moved := *s.ancestor
				moved.Beacon.Slot = 91
				s.final = w.chain.Block(100, common.Hash{})
				s.final.SetBlockRoot(&moved)
				s.branch = s.final.BlockRootBranch(91)
			}},
			"root in state_roots": {slot: 90, want: lightclient.ErrNotLinked, lie: func(s *scene) {
				// One field further: as many places as block_roots has.
				index, size := w.n.BlockRootIndex(100, 90), w.n.Preset.SlotsPerHistoricalRoot
				s.final = w.chain.Block(100, common.Hash{})
				s.final.State[index+size] = s.ancestor.Root()
				s.branch = s.final.State.Branch(index + size)
			}},
			"execution branch long":  {slot: 90, lie: func(s *scene) { s.header.ExecutionBranch = append(s.header.ExecutionBranch, common.Hash{1}) }},
			"in a format of its own": {slot: 90, lie: func(s *scene) { s.header.Fork = beacon.Gloas + 1 }},
			"in the format of no light client data": {slot: 90, lie: func(s *scene) {
				s.header = beacon.LightClientHeader{Fork: beacon.Phase0, Beacon: s.header.Beacon}
			}},
			"with another execution block": {slot: 90, lie: func(s *scene) {
				if s.header.Execution == nil {
					s.header.BlockHash[0] ^= 1
					return
				}
				forged(&s.header).BlockHash[0] ^= 1
			}},
		} {
			t.Run(name, func(t *testing.T) {
				s := at(attack.slot)
				if attack.lie != nil {
					attack.lie(s)
				}
				refused(t, verify(s), attack.want)
			})
		}
	})
}

// TestAttackForce: an update is forced only once a whole period has passed without
// finality, and never by processing updates.
func TestAttackForce(t *testing.T) {
	w := newWorld(t)
	d := w.chain.Draft(100, 0) // no finality
	participants(16)(d)
	s := w.must(w.n.ProcessUpdate(w.store, d.Update(), 101))
	if s.BestValidUpdate == nil || s.FinalizedHeader.Beacon.Slot != finalizedSlot {
		t.Fatal("an update without finality is not kept, or is final")
	}
	for _, test := range []struct {
		slot, want beacon.Slot
	}{{101, finalizedSlot}, {finalizedSlot + 64, finalizedSlot}, {finalizedSlot + 65, 100}} {
		got := w.must(w.n.ProcessForceUpdate(s, test.slot))
		if got.FinalizedHeader.Beacon.Slot != test.want || (got.BestValidUpdate == nil) != (test.want == 100) {
			t.Errorf("at slot %d, slot %d is final, want %d", test.slot, got.FinalizedHeader.Beacon.Slot, test.want)
		}
	}
	if got := w.must(w.n.ProcessForceUpdate(w.store, 1<<20)); got.FinalizedHeader.Beacon.Slot != finalizedSlot {
		t.Error("something is forced where there is nothing")
	}
	t.Run("committee with a bad key", func(t *testing.T) {
		c := *forge.SeededCommittee(24, 5000)
		c.AggregatePubkey = beacon.Pubkey{0xc0}
		d := w.chain.Draft(90, 0).SetNext(&c)
		s := w.must(w.n.ProcessUpdate(w.fresh, d.Update(), 91))
		_, err := w.n.ProcessForceUpdate(s, 1000)
		refused(t, err, nil)
	})
}

// signed is a draft with the committee that ought to have signed it.
func (w *world) signed(d *forge.Draft) beacon.SignedUpdate {
	if w.n.Preset.PeriodAt(d.Signature) == 1 {
		return beacon.SignedUpdate{Committee: w.store.CurrentSyncCommittee, Update: d.Update()}
	}
	return beacon.SignedUpdate{Committee: w.store.NextSyncCommittee, Update: d.Update()}
}

// TestAttackConflict: nobody shows a conflict that there is not, and stops the client.
func TestAttackConflict(t *testing.T) {
	w := newWorld(t)
	rival := w.chain.Rival()
	other := forge.SeededCommittee(24, 6000)
	trusted := w.signed(w.chain.Draft(100, 88))
	if c, err := w.n.FindConflict(trusted, w.signed(rival.Draft(104, 88))); err != nil || c == nil || c.Kind != beacon.FinalizedHeaders || c.Slot != 88 {
		t.Fatalf("%+v, %v", c, err)
	}
	c, err := w.n.FindConflict(trusted, w.signed(rival.Draft(104, 89).SetNext(other)))
	if err != nil || c == nil || c.Kind != beacon.NextCommittees || c.Period != 2 {
		t.Fatalf("%+v, %v", c, err)
	}
	for name, d := range map[string]*forge.Draft{
		"the same":                                w.chain.Draft(100, 88),
		"a later one of the same chain":           w.chain.Draft(110, 96),
		"finalized at another slot":               rival.Draft(104, 89),
		"attested at the same slot":               rival.Draft(100, 87),
		"another committee that is not finalized": rival.Draft(104, 0).SetNext(other),
		"another committee, finality before":      rival.Draft(104, 50).SetNext(other),
		"another committee of a later period":     rival.Draft(140, 132).SetNext(other),
		"no committee":                            noNext(rival.Draft(104, 89)),
	} {
		t.Run("no conflict: "+name, func(t *testing.T) {
			if c, err := w.n.FindConflict(trusted, w.signed(d)); err != nil || c != nil {
				t.Errorf("%+v, %v", c, err)
			}
			if c, err := w.n.FindConflict(w.signed(d), trusted); err != nil || c != nil {
				t.Errorf("the other way round: %+v, %v", c, err)
			}
		})
	}
	foreign := forge.NewChain(w.n)
	foreign.SetCommittee(1, other)
	decoded, err := beacon.DecodeCommittee(w.n.Preset, &other.SyncCommittee)
	if err != nil {
		t.Fatal(err)
	}
	for name, forgery := range map[string]struct {
		lie    func(d *forge.Draft)
		tamper func(s *beacon.SignedUpdate)
		want   error
	}{
		"signed by too few":        {lie: participants(15), want: lightclient.ErrSeals},
		"signed by nobody of them": {lie: func(d *forge.Draft) { d.Committee = other }, want: lightclient.ErrSeals},
		"signed by a committee of their own": {lie: func(d *forge.Draft) { d.Committee = other }, want: lightclient.ErrWrongChain,
			tamper: func(s *beacon.SignedUpdate) { s.Committee = decoded }},
		"of another network": {lie: func(d *forge.Draft) { d.GenesisValidatorsRoot[0] ^= 1 }, want: lightclient.ErrSeals},
		"finalized header that the state does not name": {tamper: func(s *beacon.SignedUpdate) {
			s.Update.FinalizedHeader = w.chain.Draft(104, 89).Update().FinalizedHeader
		}},
		"next committee that the state does not name": {tamper: func(s *beacon.SignedUpdate) { s.Update.NextSyncCommittee = other.SyncCommittee }},
		"attested header with another execution block": {tamper: func(s *beacon.SignedUpdate) {
			forged(&s.Update.AttestedHeader).BlockHash[0] ^= 1
		}},
		"signed before it was there": {lie: func(d *forge.Draft) { d.SignAt(104) }, want: lightclient.ErrTime},
		"branch of another length":   {tamper: func(s *beacon.SignedUpdate) { s.Update.FinalityBranch = s.Update.FinalityBranch[1:] }},
	} {
		t.Run(name, func(t *testing.T) {
			d := rival.Draft(104, 88)
			if forgery.lie != nil {
				forgery.lie(d)
			}
			s := w.signed(d)
			if forgery.tamper != nil {
				forgery.tamper(&s)
			}
			c, err := w.n.FindConflict(trusted, s)
			refused(t, err, forgery.want)
			if _, err := w.n.FindConflict(s, trusted); err == nil || c != nil {
				t.Errorf("the other way round it passes, or a conflict comes with the error: %+v", c)
			}
		})
	}
}

func spoiled(u *beacon.LightClientUpdate) *beacon.LightClientUpdate {
	s := *u
	s.FinalityBranch = u.FinalityBranch[1:]
	return &s
}

func TestAttackParams(t *testing.T) {
	for name, change := range map[string]func(p *beacon.Params){
		"trust for no time":          func(p *beacon.Params) { p.TrustPeriod, p.ClockDrift = time.Second-1, 0 },
		"clock before ours":          func(p *beacon.Params) { p.ClockDrift = -1 },
		"drift as long as trust":     func(p *beacon.Params) { p.ClockDrift = p.TrustPeriod },
		"drift longer than trust":    func(p *beacon.Params) { p.ClockDrift = p.TrustPeriod + 1 },
		"trust since before genesis": func(p *beacon.Params) { p.TrustPeriod = -p.TrustPeriod },
	} {
		t.Run(name, func(t *testing.T) {
			p := beacon.DefaultParams()
			change(&p)
			if err := p.Validate(); err == nil {
				t.Errorf("%+v is taken", p)
			}
		})
	}
	for _, p := range []beacon.Params{beacon.DefaultParams(), {TrustPeriod: time.Second}, {TrustPeriod: time.Second, ClockDrift: time.Second - 1}} {
		if err := p.Validate(); err != nil {
			t.Error(err)
		}
	}
}

func noNext(d *forge.Draft) *forge.Draft {
	d.NoNext = true
	return d
}

// TestAttackEvidence: evidence shows a conflict by itself, or is refused.
func TestAttackEvidence(t *testing.T) {
	w := newWorld(t)
	c, err := w.n.FindConflict(w.signed(w.chain.Draft(100, 88)), w.signed(w.chain.Rival().Draft(104, 88)))
	if err != nil {
		t.Fatal(err)
	}
	execution := func(chain *forge.Chain) lightclient.Header {
		h, err := lightclient.ReadHeader(chain.Block(88, common.Hash{}).Execution)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	e, err := c.Evidence(w.n, execution(w.chain), execution(w.chain.Rival()))
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.n.RecheckConflict(e)
	if err != nil || again.Kind != c.Kind || again.Slot != 88 || again.Trusted.Committee.Root() != c.Trusted.Committee.Root() {
		t.Fatalf("%+v, %v", again, err)
	}
	t.Run("made of what cannot be sent", func(t *testing.T) {
		for _, spoil := range []func(c *beacon.Conflict){
			func(c *beacon.Conflict) { c.Trusted.Update = spoiled(c.Trusted.Update) },
			func(c *beacon.Conflict) { c.Conflicting.Update = spoiled(c.Conflicting.Update) },
		} {
			c := *c
			spoil(&c)
			_, err := c.Evidence(w.n, lightclient.Header{}, lightclient.Header{})
			refused(t, err, nil)
		}
	})
	for name, change := range map[string]func(e *lightclient.Evidence){
		"of another chain":           func(e *lightclient.Evidence) { e.ChainID++ },
		"the same update twice":      func(e *lightclient.Evidence) { e.RawConflicting, e.Conflicting = e.RawTrusted, e.Trusted },
		"another trusted hash":       func(e *lightclient.Evidence) { e.Trusted.Hash[0] ^= 1 },
		"another conflicting hash":   func(e *lightclient.Evidence) { e.Conflicting.Hash[0] ^= 1 },
		"cut in the committee":       func(e *lightclient.Evidence) { e.RawConflicting = e.RawConflicting[:1+48*25-1] },
		"cut before the update":      func(e *lightclient.Evidence) { e.RawConflicting = e.RawConflicting[:1+48*25] },
		"empty":                      func(e *lightclient.Evidence) { e.RawTrusted = nil },
		"another fork":               func(e *lightclient.Evidence) { e.RawTrusted[0] = byte(beacon.Deneb) },
		"a key flipped":              func(e *lightclient.Evidence) { e.RawTrusted[1+47] ^= 1 },
		"the signed slot flipped":    func(e *lightclient.Evidence) { e.RawTrusted[len(e.RawTrusted)-1] ^= 1 },
		"finalized header left away": func(e *lightclient.Evidence) { e.RawConflicting = e.RawConflicting[:len(e.RawConflicting)-700] },
	} {
		t.Run(name, func(t *testing.T) {
			forged := *e
			forged.RawTrusted, forged.RawConflicting = slices.Clone(e.RawTrusted), slices.Clone(e.RawConflicting)
			change(&forged)
			if c, err := w.n.RecheckConflict(&forged); err == nil {
				t.Errorf("it is believed: %+v", c)
			}
		})
	}
}
