package clique_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clique"
	"github.com/catenary-bridge/catenary/lightclient/clique/cliquetest"
)

// saved returns the record of a client that trusts the given block, with votes pending.
func saved(t *testing.T, number uint64) (*script, lightclient.Record) {
	s := newScript(t, 5, 10)
	s.params.Epoch = number/10*10 - 10
	s.chain = cliquetest.New(t, s.params.Epoch, genesisTime, s.chain.Keys()).Grow(int(number) - 4)
	for i := range 4 {
		s.chain.Add(cliquetest.Block{About: cliquetest.Keys(t, "later", 4)[i], Auth: true})
	}
	s.chain.Grow(2)
	s.show()
	store := s.store()
	c := s.open(store, func(cfg *clique.Config) { cfg.Anchor = s.chain.Anchor(0) })
	s.mustReach(c, number)
	record, err := store.Load()
	if err != nil {
		t.Fatal(err)
	}
	return s, record
}

func (s *script) reopen(r lightclient.Record) (*clique.Client, error) {
	s.t.Helper()
	store := s.store()
	if err := store.Save(r); err != nil {
		s.t.Fatal(err)
	}
	return clique.New(s.config(store, s.chain.Anchor(0)))
}

func (s *script) mustBeDamaged(r lightclient.Record, text string) {
	s.t.Helper()
	if _, err := s.reopen(r); !errors.Is(err, lightclient.ErrStoreDamaged) || !strings.Contains(err.Error(), text) {
		s.t.Errorf("error is %v, want ErrStoreDamaged and %q", err, text)
	}
}

func TestAttackStoreBytes(t *testing.T) {
	s, honest := saved(t, 43)
	if c, err := s.reopen(honest); err != nil || c.Final().Header() != s.At(43) {
		t.Fatal(err)
	}
	for at := 0; at < len(honest.State); at += 1 + len(honest.State)/200 {
		flipped, cut := honest, honest
		flipped.State = slices.Clone(honest.State)
		flipped.State[at] ^= 0x10
		s.mustBeDamaged(flipped, "its hash is")
		cut.State = honest.State[:at]
		s.mustBeDamaged(cut, "state of the client")
	}
	longer := honest
	longer.State = append(slices.Clone(honest.State), 0)
	s.mustBeDamaged(longer, "its hash is")
	longer.State = clique.WithSum(append(slices.Clone(honest.State[32:]), 0))
	s.mustBeDamaged(longer, "more than one value")
	honest.State = make([]byte, 31)
	s.mustBeDamaged(honest, "it has 31 bytes")
}

// TestAttackStoreContent changes the content as somebody would who writes a right
// checksum. Who does so could write another set as well; what is refused is what this
// version does not write.
func TestAttackStoreContent(t *testing.T) {
	s, honest := saved(t, 273)
	last := func(c *clique.SavedChain) *clique.SavedState { return &c.States[len(c.States)-1] }
	header := func(number uint64) []byte {
		b, err := clique.EncodeHeader(s.chain.At(number))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for text, change := range map[string]func(*clique.SavedChain){
		"it has 0 states, want 1 to 6":              func(c *clique.SavedChain) { c.States = nil },
		"it has 7 states, want 1 to 6":              func(c *clique.SavedChain) { c.States = slices.Repeat(c.States[:1], 7) },
		"state of header 0 comes behind that of 64": func(c *clique.SavedChain) { c.States[0], c.States[1] = c.States[1], c.States[0] },
		"comes behind that of 273":                  func(c *clique.SavedChain) { c.States = slices.Repeat(c.States[5:], 2); c.Hashes = c.Hashes[273:] },
		"hashes for headers":                        func(c *clique.SavedChain) { c.Hashes = c.Hashes[1:] },
		"header 273 has hash":                       func(c *clique.SavedChain) { c.Hashes[len(c.Hashes)-1][0]++ },
		"header 1 has hash":                         func(c *clique.SavedChain) { c.States[0].Header = header(1); c.Hashes = c.Hashes[:len(c.Hashes)-1] },
		"saved header is 272": func(c *clique.SavedChain) {
			last(c).Header, last(c).Recents = header(272), nil
			c.Hashes = c.Hashes[:len(c.Hashes)-1]
		},
		"header is not the RLP of one":      func(c *clique.SavedChain) { last(c).Header = last(c).Header[1:] },
		"nonce is":                          func(c *clique.SavedChain) { last(c).Header[len(last(c).Header)-3]++ },
		"there are 257 signers":             func(c *clique.SavedChain) { last(c).Signers = make([]common.Address, 257) },
		"in ascending order":                func(c *clique.SavedChain) { slices.Reverse(last(c).Signers) },
		"signer 5 of 5 sealed":              func(c *clique.SavedChain) { last(c).Recents[0].Index = 5 },
		"signer 3 of 5 sealed 274":          func(c *clique.SavedChain) { last(c).Recents[1].Number = 274 },
		"votes have 1 bytes":                func(c *clique.SavedChain) { last(c).Votes = []byte{1} },
		"votes have 220022 bytes":           func(c *clique.SavedChain) { last(c).Votes = make([]byte, 22*(clique.MaxVotes+1)) },
		"a vote is by signer 5 of 5":        func(c *clique.SavedChain) { last(c).Votes[21] = 5 },
		"votes are not sorted":              func(c *clique.SavedChain) { last(c).Votes[0] = 0xff },
		"votes are not sorted and distinct": func(c *clique.SavedChain) { last(c).Votes = append(last(c).Votes[:22:22], last(c).Votes...) },
	} {
		changed, err := clique.Resave(honest, change)
		if err != nil {
			t.Fatal(err)
		}
		s.mustBeDamaged(changed, strings.TrimSuffix(text, " and distinct"))
	}
	most, err := clique.Resave(honest, func(c *clique.SavedChain) {
		last(c).Signers, last(c).Recents, last(c).Votes = make([]common.Address, clique.MaxSigners), nil, nil
		for i := range last(c).Signers {
			last(c).Signers[i][0] = byte(i)
		}
	})
	if err == nil {
		_, err = s.reopen(most)
	}
	if err != nil {
		t.Errorf("as many signers as can be: %v", err)
	}
	other := honest
	other.Trusted.StateRoot[0]++
	s.mustBeDamaged(other, "saved header is 273")
}

// Bounds: as many votes as can be, of as many signers, fit into a store; then older
// states are forgotten rather than nothing be saved.
func TestAttackStoreFilledWithVotes(t *testing.T) {
	s := newScript(t, 3, 250)
	store := s.store()
	s.chain.Grow(200)
	s.show()
	c := s.open(store, func(cfg *clique.Config) { cfg.Anchor = s.chain.Anchor(0) })
	s.mustReach(c, s.final())
	record, err := store.Load()
	if err != nil {
		t.Fatal(err)
	}
	// As if one had spammed: all states hold the most votes that one of them may.
	votes := make([]byte, 0, 22*clique.MaxVotes)
	for i := range clique.MaxVotes {
		votes = append(votes, byte(i>>16), byte(i>>8), byte(i))
		votes = append(votes, make([]byte, 19)...)
	}
	states := 0
	record, err = clique.Resave(record, func(saved *clique.SavedChain) {
		states = len(saved.States)
		saved.States = saved.States[states-1:]
		saved.Hashes = saved.Hashes[len(saved.Hashes)-1:]
		saved.States[0].Votes = votes
	})
	if err != nil || len(record.State) > lightclient.MaxStateBytes || states < 3 {
		t.Fatalf("%d states, %d bytes, %v", states, len(record.State), err)
	}
	store = s.store()
	if err := store.Save(record); err != nil {
		t.Fatal(err)
	}
	if c, err = clique.New(s.config(store, s.chain.Anchor(0))); err != nil {
		t.Fatal(err)
	}
	s.Grow(20)
	s.mustReach(c, s.final()) // one state below it would be kept, which does not fit
	if record, err = store.Load(); err != nil || len(record.State) > lightclient.MaxStateBytes {
		t.Fatalf("%d bytes, %v", len(record.State), err)
	}
}

// A store of another client, another chain, another anchor, or of long ago.
func TestAttackStoreExchanged(t *testing.T) {
	s, honest := saved(t, 43)
	for _, change := range []func(*lightclient.Record){
		func(r *lightclient.Record) { r.ChainID++ }, func(r *lightclient.Record) { r.Kind = "qbft" },
	} {
		foreign := honest
		change(&foreign)
		store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: foreign.ChainID, Kind: foreign.Kind})
		if err == nil {
			err = store.Save(foreign)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := clique.New(s.config(store, s.chain.Anchor(0))); !errors.Is(err, lightclient.ErrStoreForeign) {
			t.Errorf("error is %v, want ErrStoreForeign", err)
		}
	}
	store := s.store()
	if err := store.Save(honest); err != nil {
		t.Fatal(err)
	}
	if _, err := clique.New(s.config(store, s.chain.Anchor(30))); !errors.Is(err, lightclient.ErrOtherAnchor) {
		t.Errorf("error is %v, want ErrOtherAnchor", err)
	}
	if _, err := clique.New(s.config(failingStore{store, errDiskFull, nil}, s.chain.Anchor(0))); !errors.Is(err, errDiskFull) {
		t.Errorf("error is %v, want that of the store", err)
	}
	if _, err := clique.New(s.config(failingStore{store, nil, errDiskFull}, s.chain.Anchor(0))); !errors.Is(err, errDiskFull) {
		t.Errorf("error is %v, want that of the store", err)
	}

	// Rolled back, it is a client that was offline: it catches up, if it may.
	s.chain.Grow(100)
	s.show()
	c, err := s.reopen(honest)
	if err != nil {
		t.Fatal(err)
	}
	s.mustReach(c, s.final())
	c, err = s.reopen(honest)
	if err != nil {
		t.Fatal(err)
	}
	s.clock.Add(s.params.TrustingPeriod)
	s.mustFail(c, lightclient.ErrExpired, "header 43 is")
	// A later checkpoint helps.
	store = s.store()
	if err := store.Save(honest); err != nil {
		t.Fatal(err)
	}
	s.Advance(0)
	s.chain.Grow(int(s.params.Epoch))
	s.show()
	anchor := uint64(s.chain.Len()) / s.params.Epoch * s.params.Epoch
	if c, err = clique.New(s.config(store, s.chain.Anchor(anchor))); err != nil || c.Final().Header() != s.At(43) {
		t.Fatalf("trusts %+v, %v, want 43 until the update", c.Final().Header(), err)
	}
	s.mustReach(c, s.final())
}

type failingStore struct {
	lightclient.Store
	load, evidence error
}

func (s failingStore) Load() (lightclient.Record, error) {
	if s.load != nil {
		return lightclient.Record{}, s.load
	}
	return s.Store.Load()
}

func (s failingStore) Evidence() (*lightclient.Evidence, error) { return nil, s.evidence }

// What cannot be kept is not released, and no endpoint is to blame.
func TestAttackStoreFull(t *testing.T) {
	s := newScript(t, 5, 8)
	store := &brokenStore{Store: s.store()}
	c := s.open(store, nil)
	for _, number := range []uint64{14, 15} {
		store.broken = true
		for range 2 {
			s.mustFail(c, errDiskFull, "clique client of chain 90210")
			if _, err := c.Update(context.Background()); errors.As(err, new(*lightclient.RejectedError)) {
				t.Errorf("error is %v, want one of no provider's", err)
			}
		}
		store.broken = false
		s.mustReach(c, number)
		s.Grow(1)
	}
}

type brokenStore struct {
	lightclient.Store
	broken bool
}

func (s *brokenStore) Save(r lightclient.Record) error {
	if s.broken {
		return errDiskFull
	}
	return s.Store.Save(r)
}
