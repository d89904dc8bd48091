package parlia_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

// ofOneSet is a network by the rules of a fork, and a chain without blocks, whose set of
// four stays.
func ofOneSet(t *testing.T, fork parlia.Fork, turn uint8) *script {
	s := &script{t: t, pool: parliatest.Keys(t, "one set", 4), clock: clienttest.NewClock(at(genesisTime))}
	s.network = parlia.Network{ChainID: testChainID, Forks: []parlia.Fork{fork}}
	s.chain = parliatest.New(t, s.network, genesisTime, parliatest.Set{Keys: s.pool, TurnLength: turn})
	return s
}

// showAlone lets a single endpoint have a chain, and sets the clock to its head.
func (s *script) showAlone(c *parliatest.Chain) {
	s.clock.SetUnix(c.Head().Time)
	s.endpoints = []*parliatest.Endpoint{parliatest.NewEndpoint("only", c)}
}

// TestSkipsOverEpochs: a client that was away for long reads some headers of each
// epoch, not all of them.
func TestSkipsOverEpochs(t *testing.T) {
	s := long(t)
	client, err := s.newClient(t, 3, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.mustReach(client, s.head()-2)
	requests, headers := s.endpoints[0].Count()
	if headers > 300 || requests > 16 { // the last ones, all of them, are up to 256
		t.Errorf("took %d headers in %d requests to pass %d blocks", headers, requests, s.head())
	}
	t.Logf("%d headers in %d requests for %d blocks", headers, requests, s.head())
}

// TestSkipsOverGaps: where votes are missing around an epoch block, at the head, or for
// long, the client looks farther.
func TestSkipsOverGaps(t *testing.T) {
	for name, test := range map[string]struct {
		build func(c *parliatest.Chain)
		ends  func(head uint64) uint64
		err   error
	}{
		"behind an epoch block": {func(c *parliatest.Chain) {
			c.Announce(parliatest.Set{Keys: c.SetFor(1).Keys, TurnLength: 16}).GrowTo(400) // the switch is 47 blocks away
			c.Idle(30)
			c.Grow(300)
		}, func(head uint64) uint64 { return head - 2 }, nil},
		"at the head": {func(c *parliatest.Chain) {
			c.GrowTo(390)
			c.Idle(20)
		}, func(uint64) uint64 { return 388 }, nil},
		"up to the head": {func(c *parliatest.Chain) {
			c.GrowTo(320)
			c.Idle(25)
		}, func(uint64) uint64 { return 318 }, nil},
		"up to the head, for long": {func(c *parliatest.Chain) {
			c.GrowTo(320)
			c.Idle(60)
		}, func(uint64) uint64 { return 318 }, nil},
		"for more than anybody looks": {func(c *parliatest.Chain) {
			c.GrowTo(50)
			c.Idle(140) // up to 190, so that the next epoch's announcement is final in time
			c.GrowTo(500)
		}, func(head uint64) uint64 { return head - 2 }, nil},
		"over a switch": {func(c *parliatest.Chain) {
			c.GrowTo(199)
			c.Idle(10)
			c.Grow(200)
		}, nil, lightclient.ErrTrustOverlap},
		"from the beginning on": {func(c *parliatest.Chain) { c.Idle(350) }, nil, lightclient.ErrSeals},
	} {
		t.Run(name, func(t *testing.T) {
			s := ofOneSet(t, parlia.Fork{EpochLength: 200, VoteDepth: 1}, 1)
			test.build(s.chain.Grow(5))
			s.showAlone(s.chain)
			client, err := s.newClient(t, 3, func(cfg *parlia.Config) { cfg.StallAfter = time.Hour })
			if err != nil {
				t.Fatal(err)
			}
			_, err = client.Update(context.Background()) // to the anchor at least
			if err != nil {
				t.Fatalf("first update: %v", err)
			}
			final, err := client.Update(context.Background())
			if test.err != nil {
				if !errors.Is(err, test.err) {
					t.Fatalf("trusts %d, %v, want %v", final.Header().Number, err, test.err)
				}
				return
			}
			if final.Header() != s.At(test.ends(s.head())) {
				t.Fatalf("trusts %d, %v, want %d", final.Header().Number, err, test.ends(s.head()))
			}
		})
	}
}

// TestSkipsWithinAnEpoch: a client that was away for more blocks than it links, but not
// up to the next epoch block, takes those around the newest.
func TestSkipsWithinAnEpoch(t *testing.T) {
	s := ofOneSet(t, parlia.Fork{EpochLength: 1000, VoteDepth: 1}, 1)
	for range 3 { // the last one so near to the epoch block that there are fewer than a look takes
		s.chain.Idle(parlia.MaxLinked + 74).Grow(3)
	}
	for _, head := range []uint64{333, 666, 999} {
		s.showAlone(s.chain.Fork(head))
		client, err := s.newClient(t, 3, func(cfg *parlia.Config) { cfg.StallAfter = time.Hour })
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // to the anchor at least, and on
			if _, err := client.Update(context.Background()); err != nil {
				t.Fatalf("head %d: %v", head, err)
			}
		}
		if final := client.Final().Header(); final != s.At(head-2) {
			t.Errorf("head %d: trusts %d", head, final.Number)
		}
		if _, headers := s.endpoints[0].Count(); headers > 20 {
			t.Errorf("head %d: took %d headers", head, headers)
		}
	}
}

// TestVotersBeyondTheSet: bsc takes blocks whose attestations name voters whom the set
// does not have. One bad validator could write such blocks above an announcement, just
// where those who were away have to look.
func TestVotersBeyondTheSet(t *testing.T) {
	s := ofOneSet(t, parlia.Fork{EpochLength: 200, VoteDepth: 1}, 8)
	s.chain.Idle(199)
	for range 9 {
		s.chain.Add(block{Voters: s.pool[:3], Attest: func(a *parlia.Attestation) { a.Voters |= 1 << 63 }})
	}
	s.chain.Idle(172).Grow(3)
	s.showAlone(s.chain)
	client, err := s.newClient(t, 3, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.mustReach(client, s.head()-2)
}

// TestPaddedBlocksStopNobody: one validator pads three blocks above an announcement with
// 100 KB of bytes that mean nothing, as bsc allows, and the votes for the first come
// late. A client that has to skip there looks on.
func TestPaddedBlocksStopNobody(t *testing.T) {
	s := ofOneSet(t, parlia.Fork{EpochLength: 200, VoteDepth: 3}, 8)
	s.chain.Idle(202)
	huge := longExtra(parlia.MaxExtraBytes)
	huge.Up = 3
	for range 3 { // 203 to 205
		s.chain.Add(huge)
	}
	s.chain.Add(block{Up: 3}) // 206 attests 203
	s.chain.Add(block{Up: 3}) // 207 attests 204, which makes 203 final
	s.chain.Idle(2).Grow(3)   // makes 210 final
	s.chain.Idle(168).Grow(3)
	s.showAlone(s.chain)
	client, err := s.newClient(t, 3, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.mustReach(client, s.head()-2)
}
