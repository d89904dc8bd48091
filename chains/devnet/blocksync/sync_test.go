package blocksync

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/chains/devnet/executor"
	"github.com/catenary-bridge/catenary/chains/devnet/p2p/overlay"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// running follows a network until the test ends.
func running(t *testing.T, s *Syncer, n Network) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx, n) }()
	ended := false
	stop = func() error {
		if ended {
			return nil
		}
		ended = true
		cancel()
		return <-done
	}
	t.Cleanup(func() { _ = stop() })
	return stop
}

func waitFor(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within a minute: %s", what)
		}
	}
}

func number(c *executor.Chain) uint64 { return c.Head().Number.Uint64() }

func same(t *testing.T, a, b *executor.Chain) {
	t.Helper()
	x, err := qbft.OnChainHash(a.Head())
	if err != nil {
		t.Fatal(err)
	}
	if y, err := qbft.OnChainHash(b.Head()); err != nil || x != y {
		t.Fatalf("heads are %s and %s (%v)", x, y, err)
	}
}

// Somebody who joins late takes all blocks, in more than one batch, and tells of the newest.
func TestLateJoinerCatchesUp(t *testing.T) {
	keys := testKeys(t, 4)
	old, fresh := openChain(t, keys), openChain(t, keys)
	grow(t, old, keys, maxBlocks+10)
	network := newFakeNetwork()
	network.honest("old", newSyncer(t, old))
	stop := running(t, newSyncer(t, fresh), network)
	waitFor(t, "all blocks", func() bool { return number(fresh) == number(old) })
	waitFor(t, "an announcement of the head", func() bool {
		network.mu.Lock()
		defer network.mu.Unlock()
		if len(network.published) == 0 {
			return false
		}
		h, err := qbft.DecodeHeader(network.published[len(network.published)-1])
		return err == nil && h.Number.Uint64() == number(old)
	})
	same(t, old, fresh)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

// next is the sealed block that honest validators would make, for a chain of one block less.
func next(t *testing.T, keys []*ecdsa.PrivateKey) *types.Block {
	t.Helper()
	return seal(t, unsealed(t, openChain(t, keys), keys, nil), keys)
}

func serve(t *testing.T, head uint64, blocks ...*types.Block) func([]byte) ([]byte, error) {
	t.Helper()
	enc, err := rlp.EncodeToBytes(&response{Head: head, Blocks: blocks})
	if err != nil {
		t.Fatal(err)
	}
	return func([]byte) ([]byte, error) { return enc, nil }
}

// Whatever a peer offers instead of the honest block, the chain stays as it is and the peer is banned. Each lie is told
// alone: every check before the one that finds it is satisfied.
func TestLiesAreFoundAndTheLiarBanned(t *testing.T) {
	keys := testKeys(t, 4)
	strangers := testKeys(t, 8)[4:]
	changedHeader := func(change func(*types.Header)) *types.Block {
		block := unsealed(t, openChain(t, keys), keys, nil)
		h := block.Header()
		change(h)
		return seal(t, block.WithSeal(h), keys) // by the real validators: it is the block that is wrong
	}
	honest := next(t, keys)
	tx := types.MustSignNewTx(keys[0], types.LatestSignerForChainID(common.Big2), &types.LegacyTx{Gas: 21000, To: &common.Address{}})
	for _, lie := range []struct {
		name  string
		block *types.Block
		want  string
	}{
		{"one seal too few", seal(t, unsealed(t, openChain(t, keys), keys, nil), keys[:2]), "seals"},
		{"one seal twice", seal(t, unsealed(t, openChain(t, keys), keys, nil), []*ecdsa.PrivateKey{keys[0], keys[1], keys[1]}), "seal"},
		{"strangers' seals", seal(t, unsealed(t, openChain(t, keys), keys, nil), strangers), "seals"},
		{"a set of its own", seal(t, unsealed(t, openChain(t, keys), strangers, nil), strangers), "seals"},
		{"three members and a stranger as the set", seal(t, unsealed(t, openChain(t, keys), append(strangers[:1:1], keys[:3]...), nil), keys[:3]), "the votes before it make"},
		{"another parent", changedHeader(func(h *types.Header) { h.ParentHash = common.Hash{9} }), "parentHash"},
		{"a time before its parent's", changedHeader(func(h *types.Header) { h.Time = genesisTime - 1 }), "timestamp"},
		{"another state root", changedHeader(func(h *types.Header) { h.Root = common.Hash{9} }), "stateRoot"},
		{"another gas use", changedHeader(func(h *types.Header) { h.GasUsed = 21000 }), "gasUsed"},
		{"another base fee", changedHeader(func(h *types.Header) { h.BaseFee = common.Big1 }), "baseFeePerGas"},
		{"another body under the honest header", honest.WithBody(types.Body{Transactions: types.Transactions{tx}, Withdrawals: types.Withdrawals{}}), "transactionsRoot"},
	} {
		t.Run(lie.name, func(t *testing.T) {
			chain := openChain(t, keys)
			network := newFakeNetwork()
			network.peers["liar"] = serve(t, 1, lie.block)
			s := newSyncer(t, chain)
			progress, err := s.fetch(t.Context(), network, "liar")
			if err != nil || progress || number(chain) != 0 {
				t.Fatalf("progress %t, chain at block %d, error %v; want nothing to change", progress, number(chain), err)
			}
			if reason := network.reason("liar"); reason == nil || !strings.Contains(reason.Error(), lie.want) {
				t.Fatalf("ban for %v, want one about %q", reason, lie.want)
			}
			network.peers["honest"] = serve(t, 1, honest)
			if progress, err := s.fetch(t.Context(), network, "honest"); err != nil || !progress || network.reason("honest") != nil {
				t.Fatalf("honest peer: progress %t, error %v, ban for %v", progress, err, network.reason("honest"))
			}
		})
	}
}

func TestMalformedAnswerIsBanned(t *testing.T) {
	keys := testKeys(t, 4)
	chain := openChain(t, keys)
	good, err := serve(t, 1, next(t, keys))(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, answer := range map[string][]byte{
		"nothing": {}, "noise": []byte("hello"), "a trailing byte": append(append([]byte(nil), good...), 0), "too long": make([]byte, maxResponseBytes+1),
	} {
		network := newFakeNetwork()
		network.peers["liar"] = func([]byte) ([]byte, error) { return answer, nil }
		if _, err := newSyncer(t, chain).fetch(t.Context(), network, "liar"); err != nil || !errors.Is(network.reason("liar"), errMalformed) {
			t.Errorf("%s: error %v, ban for %v; want errMalformed", name, err, network.reason("liar"))
		}
	}
}

// Blocks that consensus has brought meanwhile are nobody's fault, and neither is a clock that is behind.
func TestHonestPeerIsNotBanned(t *testing.T) {
	keys := testKeys(t, 4)
	chain := openChain(t, keys)
	network := newFakeNetwork()
	first := next(t, keys)
	network.peers["late"] = serve(t, 1, first)
	if err := chain.Commit(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	s := newSyncer(t, chain)
	if progress, err := s.fetch(t.Context(), network, "late"); progress || err != nil {
		t.Errorf("a block that is there already: progress %t, error %v", progress, err)
	}
	slow := openChain(t, keys)
	behind := newSyncer(t, slow)
	behind.cfg.Now = func() time.Time { return time.Unix(genesisTime-60, 0) }
	network.peers["early"] = serve(t, 1, first)
	if progress, err := behind.fetch(t.Context(), network, "early"); progress || err != nil {
		t.Errorf("a block from the future: progress %t, error %v", progress, err)
	}
	for _, p := range []overlay.Peer{"late", "early"} {
		if reason := network.reason(p); reason != nil {
			t.Errorf("%s is banned: %v", p, reason)
		}
	}
	if s.claims.willing("late", time.Now()) != true || behind.claims.willing("early", time.Now()) {
		t.Error("the peer whose blocks are from the future is not left alone, or the late one is")
	}
}

// A peer that claims a chain which it doesn't have, or says nothing, costs a question and is left alone; others serve.
func TestBoasterAndSilentPeerAreLeftAlone(t *testing.T) {
	keys := testKeys(t, 4)
	old, fresh := openChain(t, keys), openChain(t, keys)
	grow(t, old, keys, 5)
	network := newFakeNetwork()
	network.peers["boaster"] = serve(t, 1_000_000)
	network.peers["silent"] = func([]byte) ([]byte, error) { return nil, overlay.ErrRefused }
	s := newSyncer(t, fresh)
	s.claims.add("boaster", 1_000_000, time.Now())
	s.claims.add("silent", 999_999, time.Now())
	network.honest("old", newSyncer(t, old))
	running(t, s, network)
	waitFor(t, "all blocks", func() bool { return number(fresh) == 5 })
	network.mu.Lock()
	defer network.mu.Unlock()
	if network.asked["boaster"] > 2 || network.asked["silent"] > 2 {
		t.Errorf("asked the boaster %d times and the silent one %d times", network.asked["boaster"], network.asked["silent"])
	}
}

// Two validly sealed blocks at one height end the node: more than f validators are liars.
func TestConflictEndsTheNode(t *testing.T) {
	keys := testKeys(t, 4)
	chain := openChain(t, keys)
	conflicting := &conflicted{Chain: chain}
	s := newSyncer(t, chain)
	s.cfg.Chain = conflicting
	network := newFakeNetwork()
	network.peers["old"] = serve(t, 1, next(t, keys))
	if _, err := s.fetch(t.Context(), network, "old"); !errors.Is(err, executor.ErrConflict) {
		t.Fatalf("error %v, want ErrConflict", err)
	}
}

// conflicted is a chain to which consensus has added another block between check and commit.
type conflicted struct{ Chain }

func (c *conflicted) Commit(context.Context, *types.Block) error { return executor.ErrConflict }

// What is announced is relayed only if it can be judged: the next header, sealed.
func TestAnnouncementsAreJudged(t *testing.T) {
	keys := testKeys(t, 4)
	chain := openChain(t, keys)
	other := openChain(t, keys)
	grow(t, other, keys, 3)
	s := newSyncer(t, chain)
	encode := func(h *types.Header) []byte {
		b, err := qbft.EncodeHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if err := s.announced(t.Context(), "a", encode(other.GetHeaderByNumber(1))); err != nil {
		t.Errorf("the next head: %v", err)
	}
	for name, payload := range map[string][]byte{
		"our own head": encode(chain.Head()), "one further ahead": encode(other.GetHeaderByNumber(3)),
	} {
		if err := s.announced(t.Context(), "b", payload); !errors.Is(err, overlay.ErrIgnore) {
			t.Errorf("%s: %v, want ErrIgnore", name, err)
		}
	}
	few := seal(t, unsealed(t, chain, keys, nil), keys[:2]).Header()
	if err := s.announced(t.Context(), "c", encode(few)); !errors.Is(err, lightclient.ErrSeals) || errors.Is(err, overlay.ErrIgnore) {
		t.Errorf("too few seals: %v, want ErrSeals", err)
	}
	if err := s.announced(t.Context(), "d", []byte("hello")); err == nil || errors.Is(err, overlay.ErrIgnore) {
		t.Errorf("noise: %v, want it held against the peer", err)
	}
	if s.claims.exceeds("c", 0) || s.claims.exceeds("d", 0) || !s.claims.exceeds("a", 0) || !s.claims.exceeds("b", 2) {
		t.Error("claims of liars are remembered, or those of others are not")
	}
}

// A node with validators lets them decide the next block for a moment, one without fetches it at once.
func TestNextBlockWaitsForConsensus(t *testing.T) {
	c := newClaims()
	now := time.Unix(1000, 0)
	c.add("a", 6, now)
	if peer, due := c.best(5, grace, now); peer != "" || due > grace {
		t.Errorf("at once: %q, again in %s", peer, due)
	}
	if peer, _ := c.best(5, grace, now.Add(grace)); peer != "a" {
		t.Errorf("after a while: %q", peer)
	}
	if peer, _ := c.best(5, 0, now); peer != "a" {
		t.Errorf("a follower: %q", peer)
	}
	c.add("b", 9, now)
	if peer, _ := c.best(5, grace, now); peer != "b" {
		t.Errorf("further behind: %q, want whoever is ahead", peer)
	}
}

func TestClaimsAreBounded(t *testing.T) {
	c := newClaims()
	for i := range 3 * maxClaims {
		c.add(fmt.Sprint("claims ", i), uint64(i), time.Unix(1000, 0))
		c.leave(fmt.Sprint("left ", i), time.Unix(1000, 0))
	}
	if len(c.peers) > maxClaims {
		t.Fatalf("%d claims, at most %d allowed", len(c.peers), maxClaims)
	}
}

func FuzzRequest(f *testing.F) {
	for _, r := range []request{{1, 1}, {1 << 40, maxBlocks}} {
		enc, err := rlp.EncodeToBytes(&r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(enc)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := decodeRequest(b)
		if err != nil {
			return
		}
		again, err := rlp.EncodeToBytes(&r)
		if err != nil || string(again) != string(b) || r.Count > maxBlocks || r.From == 0 {
			t.Fatalf("%x is taken for %+v", b, r)
		}
	})
}

// Of everything that a peer may answer only the honest block is taken.
func FuzzAnswer(f *testing.F) {
	keys := testKeys(f, 4)
	chain := openChain(f, keys)
	block := seal(f, unsealed(f, chain, keys, nil), keys)
	honest, err := qbft.OnChainHash(block.Header())
	if err != nil {
		f.Fatal(err)
	}
	for _, r := range []response{{Head: 1, Blocks: []*types.Block{block}}, {Head: 5}} {
		enc, err := rlp.EncodeToBytes(&r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(enc)
	}
	s := newSyncer(f, chain)
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := decodeResponse(b)
		if err != nil {
			return
		}
		if again, err := rlp.EncodeToBytes(&r); err != nil || string(again) != string(b) {
			t.Fatalf("%x encodes as %x (%v)", b, again, err)
		}
		for _, block := range r.Blocks {
			if s.verify.check(block.Header(), testNow()) != nil || chain.Verify(t.Context(), block) != nil {
				return
			}
			if hash, err := qbft.OnChainHash(block.Header()); err != nil || hash != honest {
				t.Fatalf("block %s is taken, the honest one is %s", hash, honest)
			}
		}
	})
}

func BenchmarkVerifyHeader(b *testing.B) {
	keys := testKeys(b, 4)
	chain := openChain(b, keys)
	header := seal(b, unsealed(b, chain, keys, nil), keys).Header()
	s := newSyncer(b, chain)
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			if err := s.verify.check(header, testNow()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("floor: four recoveries", func(b *testing.B) {
		digest, err := qbft.CommittedSealHash(header)
		if err != nil {
			b.Fatal(err)
		}
		x, err := qbft.DecodeExtra(header.Extra)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			for _, s := range x.Seals {
				if _, err := crypto.SigToPub(digest[:], s); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
