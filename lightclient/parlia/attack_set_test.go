package parlia_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

// rotation is a chain on which block 12 announces a set of four others, who take over
// from four after block 14, and block 24 another four, after 26.
type rotation struct {
	network              parlia.Network
	chain                *parliatest.Chain
	first, second, third parliatest.Set
}

func newRotation(t testing.TB) rotation {
	t.Helper()
	r := rotation{network: short(), first: setOf(t, "first", 4, 1), second: setOf(t, "second", 4, 1), third: setOf(t, "third", 4, 1)}
	r.chain = newIdleChain(t, r.network, r.first, 9).Grow(2).Announce(r.second).Grow(6).Idle(6).Announce(r.third).Idle(12)
	return r
}

// votedBy makes an attestation that of another set.
func votedBy(t testing.TB, set parliatest.Set) func(*parlia.Attestation) {
	return func(a *parlia.Attestation) { *a = *parliatest.Attest(t, a.Data, set, set.Keys) }
}

// TestAttackWrongSet: at the blocks around a switch, each of a block's two attestations
// and its seal are made by the set whose time is over or has not come.
func TestAttackWrongSet(t *testing.T) {
	r := newRotation(t)
	// The switch: block 14 is the first set's last, block 15 the second's first.
	for number, want := range map[uint64]parliatest.Set{13: r.first, 14: r.first, 15: r.second, 16: r.second} {
		if got := r.chain.SetFor(number); got.Keys[0] != want.Keys[0] {
			t.Fatalf("block %d is of another set", number)
		}
	}
	for name, attack := range map[string]struct {
		trusted uint64
		blocks  []block // the first one is to be final
		text    string
	}{
		"former set for the first block after the switch": {14, []block{{}, {Attest: votedBy(t, r.first)}, {}}, "attestation of block 15"},
		"former set for its child":                        {14, []block{{}, {}, {Attest: votedBy(t, r.first)}}, "attestation of block 16"},
		"next set for the last block before the switch":   {13, []block{{}, {Attest: votedBy(t, r.second)}, {}}, "attestation of block 14"},
		"next set for the one before":                     {12, []block{{}, {Attest: votedBy(t, r.second)}, {}}, "attestation of block 13"},
		"former set for the child of the last block":      {13, []block{{}, {}, {Attest: votedBy(t, r.first)}}, "attestation of block 15"},
		"next set for the child that is the last block":   {12, []block{{}, {}, {Attest: votedBy(t, r.second)}}, "attestation of block 14"},
		"set after the next":                              {14, []block{{}, {Attest: votedBy(t, r.third)}, {}}, "attestation of block 15"},
		"sealed by the former set after the switch":       {14, []block{{Sealer: r.first.Keys[0]}, {}, {}}, "none of the 4 validators announced at 12"},
		"sealed by the next set before the switch":        {13, []block{{Sealer: r.second.Keys[0]}, {}, {}}, "none of the 4 validators announced at 0"},
	} {
		t.Run(name, func(t *testing.T) {
			s := scene{t: t, network: r.network, chain: r.chain, trusted: trust(t, r.chain, r.network, attack.trusted)}
			s.refuse(s.put(attack.blocks...), lightclient.ErrSeals, attack.text)
		})
	}
}

// TestSwitch: the same blocks, voted for by those whose time it is.
func TestSwitch(t *testing.T) {
	r := newRotation(t)
	for number := uint64(11); number < 16; number++ {
		s := scene{t: t, network: r.network, chain: r.chain, trusted: trust(t, r.chain, r.network, number)}
		s.accept(number+1, s.put(block{}, block{}, block{}))
	}
}

// TestAttackAnnouncementThatIsNotFinal: headers run past an epoch block and the switch
// after it, but nothing in between is final. Then nobody vouches for the announcement,
// and those in force before, who could be anybody's by now, vouch for nothing above
// the switch either.
func TestAttackAnnouncementThatIsNotFinal(t *testing.T) {
	r := newRotation(t)
	evil := setOf(t, "evil", 4, 1)
	s := scene{t: t, network: r.network, chain: r.chain.Fork(6), trusted: trust(t, r.chain, r.network, 6)}
	mute := func(n int) []block {
		blocks := make([]block, n)
		for i := range blocks {
			blocks[i].Mute = true
		}
		return blocks
	}
	for name, attack := range map[string]struct {
		announced, voters parliatest.Set
	}{
		"voted for by those announced": {evil, evil},
		"voted for by the former ones": {evil, r.first},
		"announcing the former ones":   {r.first, r.first},
	} {
		t.Run(name, func(t *testing.T) {
			s := s
			s.t = t
			s.chain.Announce(attack.announced)
			by := block{Attest: votedBy(t, attack.voters), Sealer: attack.voters.Keys[0]}
			headers := s.put(append(mute(9), by, by, by)...) // blocks 7 to 15, then 16 to 18
			s.refuse(headers, lightclient.ErrTrustOverlap, "up to block 14")
		})
	}
	// As soon as the announcement becomes final below the switch, it is followed at once.
	s.chain.Announce(r.second)
	s.accept(16, s.put(append(mute(6), block{}, block{}, block{}, block{}, block{}, block{})...))
}

// TestAttackHorizonIsSharp: the last block that the known set can make final is the one
// whose child is the last before the switch.
func TestAttackHorizonIsSharp(t *testing.T) {
	r := newRotation(t)
	state := trust(t, r.chain, r.network, 6)
	silent := r.chain.Fork(12).Idle(1)
	silent.Grow(2) // block 14 votes for 13, block 15 for 14
	if got, err := parlia.Verify(state, silent.Range(12, 15), at(silent.Head().Time), params(r.network)); err != nil || got.Header().Number != 13 {
		t.Fatalf("%v, %v, want 13", got, err)
	}
	silent = r.chain.Fork(12).Idle(2)
	silent.Grow(2) // block 15 votes for 14, block 16 for 15
	mustRefuse(t, state, silent.Range(12, 16), at(silent.Head().Time), params(r.network), lightclient.ErrTrustOverlap, "up to block 14")
}

// TestAttackAnnouncements: a quorum voted for these epoch blocks as they stand.
func TestAttackAnnouncements(t *testing.T) {
	network, set := short(), setOf(t, "usual", 4, 1)
	s := newScene(t, network, newIdleChain(t, network, set, 11))
	crowd := make([]parlia.Validator, 66)
	for i := range crowd {
		crowd[i].Address[0], crowd[i].VoteKey[0] = byte(i), byte(i) // no keys, but that is not asked
	}
	announce := func(change func(*parlia.Announcement)) block {
		return block{Extra: func(e *parlia.ExtraData) {
			e.Attestation = nil
			change(e.Epoch)
		}}
	}
	raw := func(change func(b []byte) []byte) block { return block{Mute: true, Raw: change} }
	for name, attack := range map[string]struct {
		epoch block
		text  string // "": it is none
	}{
		"as it should be":             {block{}, ""},
		"of 64 validators":            {announce(func(a *parlia.Announcement) { a.Validators = crowd[:64] }), ""},
		"of 65 validators":            {announce(func(a *parlia.Announcement) { a.Validators = crowd[:65] }), "announces 65 validators, want 1 to 64"},
		"of none":                     {announce(func(a *parlia.Announcement) { a.Validators = nil }), "announces 0 validators, want 1 to 64"},
		"absent":                      {block{Mute: true, Extra: func(e *parlia.ExtraData) { e.Epoch = nil }}, "announces no validators"},
		"absent, with an attestation": {block{Extra: func(e *parlia.ExtraData) { e.Epoch = nil }}, "announces 248 validators"},
		"a count too high":            {raw(func(b []byte) []byte { b[0]++; return b }), "announces 5 validators in 274 bytes"},
		"a count too low":             {raw(func(b []byte) []byte { b[0]--; return b }), ""}, // below
		"cut off before the turn":     {raw(func(b []byte) []byte { return b[:len(b)-1] }), "announces 4 validators in 273 bytes, want 274"},
		"unsorted":                    {announce(func(a *parlia.Announcement) { v := a.Validators; v[0], v[1] = v[1], v[0] }), "distinct and ascending"},
		"one address twice":           {announce(func(a *parlia.Announcement) { a.Validators[1].Address = a.Validators[0].Address }), "distinct and ascending"},
		"one vote key twice":          {announce(func(a *parlia.Announcement) { a.Validators[3].VoteKey = a.Validators[0].VoteKey }), "twice"},
		"two without a vote key": {announce(func(a *parlia.Announcement) {
			a.Validators[3].VoteKey, a.Validators[0].VoteKey = parlia.VoteKey{}, parlia.VoteKey{}
		}), ""},
		"turn length 0":    {announce(func(a *parlia.Announcement) { a.TurnLength = 0 }), "turn length 0, want 1 to 64"},
		"turn length 64":   {announce(func(a *parlia.Announcement) { a.TurnLength = 64 }), ""},
		"turn length 65":   {announce(func(a *parlia.Announcement) { a.TurnLength = 65 }), "turn length 65, want 1 to 64"},
		"rubbish after it": {raw(func(b []byte) []byte { return append(b, 1, 2, 3) }), "attestation"},
	} {
		t.Run(name, func(t *testing.T) {
			s := s
			s.t = t
			headers := s.put(attack.epoch, block{}, block{})
			switch {
			case name == "a count too low":
				s.refuse(headers, lightclient.ErrMalformed, "") // the rest is no turn length and attestation
			case attack.text == "":
				s.accept(12, headers)
			default:
				s.refuse(headers, lightclient.ErrMalformed, attack.text)
			}
		})
	}
}

// TestAttackListBetweenEpochs: a list of validators in a block that is no epoch block.
func TestAttackListBetweenEpochs(t *testing.T) {
	s := usual(t)
	evil := setOf(t, "evil", 4, 1)
	for _, extra := range []func(*parlia.ExtraData){
		func(e *parlia.ExtraData) { e.Epoch = evil.Announcement() },
		func(e *parlia.ExtraData) { e.Epoch, e.Attestation = evil.Announcement(), nil },
	} {
		s.refuse(s.put(block{Extra: extra}, block{}, block{}), lightclient.ErrMalformed, "attestation")
	}
}

// TestAttackTurnsThatOutlastTheEpoch: sets so large and turns so long that the switch
// never comes, which bsc's own rule cannot cope with.
func TestAttackTurnsThatOutlastTheEpoch(t *testing.T) {
	network, set := short(), setOf(t, "usual", 4, 1)
	for turnLength, text := range map[uint8]string{4: "", 5: "its epoch of 12 blocks ends before the switch"} { // switch after 11, 14 blocks
		c := newIdleChain(t, network, set, 11).Announce(parliatest.Set{Keys: set.Keys, TurnLength: turnLength}).Idle(11)
		s := newScene(t, network, c)
		headers := s.put(block{}, block{}, block{}, block{})
		if text == "" {
			s.accept(24, headers)
		} else {
			s.refuse(headers, lightclient.ErrMalformed, text)
		}
	}
	// (4/2+1)·4 blocks are the whole epoch, and the switch its last block.
	one := network
	one.Forks = []parlia.Fork{{EpochLength: 11, VoteDepth: 1}} // the switch is its 11th block, the next epoch's
	c := newIdleChain(t, one, parliatest.Set{Keys: set.Keys, TurnLength: 4}, 10)
	newScene(t, one, c).refuse(c.Idle(1).Grow(2).Range(11, 13), lightclient.ErrMalformed, "its epoch of 11 blocks ends before the switch")
	for n, refused := range map[int]bool{4: false, 6: true} { // switch after 11, 15 blocks
		set := setOf(t, "outlast", n, 4)
		c := newIdleChain(t, network, set, 11)
		state := trust(t, c, network, 11)
		c.Grow(3)
		_, err := parlia.Verify(state, c.Range(12, 14), at(c.Head().Time), params(network))
		if refused != (err != nil) {
			t.Errorf("with %d validators: %v", n, err)
		}
	}
}

// TestAttackEpochBeforeTheSwitch: a fork makes epochs longer in such a way that an
// epoch block comes before the set announced last is in force.
func TestAttackEpochBeforeTheSwitch(t *testing.T) {
	network := short()
	set := setOf(t, "usual", 4, 1)
	network.Forks = append(network.Forks, parlia.Fork{EpochLength: 14, VoteDepth: 1, Time: genesisTime + 13})
	for n, text := range map[int]string{2: "", 4: "epoch block 14 comes before block 15"} {
		c := newIdleChain(t, network, parliatest.Set{Keys: set.Keys[:n], TurnLength: 1}, 11) // switch after 13, 14
		s := newScene(t, network, c)
		headers := s.put(block{}, block{}, block{}, block{}, block{})
		if text == "" {
			s.accept(14, headers)
		} else {
			s.refuse(headers, lightclient.ErrTrustOverlap, text)
		}
	}
}

// TestAttackSkippedFork: while a fork is awaited that lengthens epochs, headers have to
// begin one below the next block that may announce validators, since its time decides.
func TestAttackSkippedFork(t *testing.T) {
	network := short()
	network.Forks = append(network.Forks, parlia.Fork{EpochLength: 20, VoteDepth: 1, Time: genesisTime + 15})
	first, second := setOf(t, "first", 4, 1), setOf(t, "second", 4, 1)
	c := newIdleChain(t, network, first, 10).Grow(5).Announce(second).Grow(9).Idle(15).Grow(6) // epochs at 0, 12, 20, 40
	for _, test := range []struct {
		trusted, from uint64
		text          string
	}{
		{6, 11, ""}, {6, 12, "begin at 12, want at most 11"}, {13, 19, ""}, {13, 20, "begin at 20, want at most 19"}, {20, 40, ""}, {20, 41, "begin at 41, want at most 40"},
		{19, 20, ""}, {11, 12, ""},
	} {
		s := scene{t: t, network: network, chain: c, trusted: trust(t, c, network, test.trusted)}
		headers := c.Range(test.from, test.from+4)
		if test.text == "" {
			s.accept(test.from+2, headers)
		} else {
			s.refuse(headers, lightclient.ErrTooManyBlocks, test.text)
		}
	}
}
