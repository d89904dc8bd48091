package rpcquorum

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/lightclient"
)

func TestCandidates(t *testing.T) {
	for _, test := range []struct {
		claims []uint64
		quorum int
		floor  uint64
		want   []uint64
	}{
		{nil, 1, 0, nil},
		{[]uint64{5}, 2, 0, nil},
		{[]uint64{5}, 3, 0, nil},
		{[]uint64{5}, 1, 0, []uint64{5}},
		{[]uint64{5}, 1, 5, []uint64{5}},
		{[]uint64{5}, 1, 6, []uint64{}},
		{[]uint64{100, 100, 90, 90, 1 << 60}, 3, 10, []uint64{100, 90}},
		{[]uint64{100, 100, 90, 90, 1 << 60}, 4, 10, []uint64{90}},
		{[]uint64{100, 99, 98, 97}, 2, 98, []uint64{99, 98}},
		{[]uint64{0, 0, 7}, 2, 0, []uint64{0}},
	} {
		claims := slices.Clone(test.claims)
		if got := candidates(claims, test.quorum, test.floor); !slices.Equal(got, test.want) {
			t.Errorf("claims %v, quorum %d, floor %d: got %v, want %v", test.claims, test.quorum, test.floor, got, test.want)
		}
		if !slices.Equal(claims, test.claims) {
			t.Errorf("claims %v were changed to %v", test.claims, claims)
		}
	}
}

// TestCandidatesProperties: no coalition of fewer than quorum raises the highest candidate above
// all honest claims, and while quorum endpoints are honest, the lowest of the quorum highest honest
// claims is among the candidates.
func TestCandidatesProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(rt, "endpoints")
		quorum := rapid.IntRange(n/2+1, n).Draw(rt, "quorum")
		liars := rapid.IntRange(0, quorum-1).Draw(rt, "liars")
		honest := rapid.SliceOfN(rapid.Uint64Range(0, 50), n-liars, n-liars).Draw(rt, "honest")
		lies := rapid.SliceOfN(rapid.OneOf(rapid.Uint64(), rapid.Uint64Range(0, 50)), liars, liars).Draw(rt, "lies")
		got := candidates(append(slices.Clone(honest), lies...), quorum, 0)
		if len(got) == 0 {
			rt.Fatalf("no candidates of %d claims", n)
		}
		if len(honest) > 0 && got[0] > slices.Max(honest) {
			rt.Fatalf("liars lead to %d, honest are at %v", got[0], honest)
		}
		if len(honest) >= quorum {
			slices.Sort(honest)
			if agreed := honest[len(honest)-quorum]; !slices.Contains(got, agreed) {
				rt.Fatalf("%d, which a quorum of %v holds for final, is not among %v", agreed, honest, got)
			}
		}
		if !slices.IsSortedFunc(got, func(a, b uint64) int { return cmp.Compare(b, a) }) {
			rt.Fatalf("not descending: %v", got)
		}
	})
}

// TestSimulation lets up to quorum-1 endpoints lie in unison while others lag, stall, refuse or
// talk nonsense, for several rounds with and without restarts. Safety: Final is on the honest
// chain, never above what an honest endpoint holds for final. Liveness: while a quorum is honest
// and well, Final reaches what that quorum holds for final.
func TestSimulation(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var failure string
		synctest.Test(t, func(t *testing.T) { failure = simulate(t, rt) })
		if failure != "" {
			rt.Fatal(failure)
		}
	})
}

// simulate runs in a goroutine of its own, in which rt must not be failed.
func simulate(t *testing.T, rt *rapid.T) string {
	n := rapid.IntRange(2, 6).Draw(rt, "endpoints")
	quorum := rapid.IntRange(n/2+1, n).Draw(rt, "quorum")
	s := newScene(t, quorum, n)
	for range rapid.IntRange(1, 5).Draw(rt, "rounds") {
		s.honest = s.honest.grow(rapid.IntRange(0, 4).Draw(rt, "grow"), "honest")
		liars := rapid.IntRange(0, quorum-1).Draw(rt, "liars")
		fork := rapid.IntRange(11, len(s.honest)).Draw(rt, "fork")
		forged := s.honest[:fork].grow(rapid.IntRange(1, 20).Draw(rt, "forged"), "forged")
		var claims []uint64 // of endpoints that are honest and well
		var highest uint64  // of all honest ones
		for i, endpoint := range s.nodes {
			lag := rapid.IntRange(0, 3).Draw(rt, "lag")
			fault := "liar"
			if i >= liars {
				fault = rapid.SampledFrom([]string{"", "", "", "hang", "refuse", "nonsense", "half"}).Draw(rt, "fault")
			}
			endpoint.set(func(n *node) { misbehave(n, fault, s.honest[:len(s.honest)-lag], forged) })
			final := uint64(len(s.honest) - 1 - lag)
			if fault == "" {
				claims = append(claims, final)
			}
			if fault != "liar" {
				highest = max(highest, final)
			}
		}
		slices.Sort(claims)
		before := s.Final()
		_, err := s.Update(context.Background())
		got := s.Final().Header()
		var frozen *lightclient.FrozenError
		switch {
		case errors.As(err, &frozen):
			return fmt.Sprintf("frozen by %d liars of quorum %d: %v", liars, quorum, err)
		case err != nil && s.Final() != before:
			return fmt.Sprintf("moved to %d in spite of %v", got.Number, err)
		case got != (lightclient.Header{}) && got != s.honest.at(got.Number):
			return fmt.Sprintf("trusts %+v, which isn't honest", got)
		case got.Number > max(highest, before.Header().Number, 10):
			return fmt.Sprintf("trusts %d, honest endpoints hold %d for final", got.Number, highest)
		case len(claims) >= quorum && got.Number < claims[len(claims)-quorum]:
			return fmt.Sprintf("trusts %d (%v), while a quorum holds %v for final", got.Number, err, claims)
		}
		if rapid.Bool().Draw(rt, "restart") {
			s.reopen()
		}
	}
	return ""
}

func misbehave(n *node, fault string, honest, forged branch) {
	n.branch, n.fail, n.garble = honest, nil, nil
	switch fault {
	case "liar":
		n.branch = forged
	case "hang":
		n.fail = hang
	case "refuse":
		n.fail = refuse
	case "nonsense":
		n.garble = nonsense()
	case "half": // names a final number, and then stalls
		n.fail = func(ctx context.Context, what string) error {
			if what == tagFinalized {
				return nil
			}
			return hang(ctx, what)
		}
	}
}

// TestMostAgreedIsDeterministic: ties don't depend on the order of a map.
func TestMostAgreedIsDeterministic(t *testing.T) {
	a, b := branch{}.grow(1, "a"), branch{}.grow(1, "b")
	given := map[int]*header{}
	for i, h := range []*types.Header{a[0], b[0], a[0], b[0]} {
		read, err := readHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		given[i] = read
	}
	first, who := mostAgreed(given)
	if len(who) != 2 || !slices.IsSorted(who) {
		t.Fatalf("agreed by %v, want two, ascending", who)
	}
	for range 50 {
		if hash, _ := mostAgreed(given); hash != first {
			t.Fatalf("got %s and %s", first, hash)
		}
	}
	if hash, who := mostAgreed(nil); len(who) != 0 {
		t.Fatalf("of nothing: %s by %v", hash, who)
	}
}

// TestConcurrentReaders: Final and Answers may be called while an Update runs.
func TestConcurrentReaders(t *testing.T) {
	s := newScene(t, 2, 3)
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 200 {
				_ = s.Final().Header()
				_ = s.Answers()
			}
		})
	}
	for range 20 {
		s.honest = s.honest.grow(1, "honest")
		s.serve(s.honest, s.honest, s.honest)
		s.mustReach(s.honest, s.honest.head().Number.Uint64())
	}
	readers.Wait()
}

// tooHigh is the encoding of a header whose number doesn't fit 64 bits.
func tooHigh(tb testing.TB) []byte {
	tb.Helper()
	h := types.CopyHeader(branch{}.grow(1, "honest")[0])
	h.Number.Lsh(common.Big1, 64)
	raw, err := rlp.EncodeToBytes(h)
	if err != nil {
		tb.Fatal(err)
	}
	return raw
}

// TestStoredHeaderIsChecked: what comes from a store is held to the same as what comes from an
// endpoint.
func TestStoredHeaderIsChecked(t *testing.T) {
	for name, raw := range map[string][]byte{"number of 65 bits": tooHigh(t), "nothing": nil, "too long": make([]byte, maxHeaderBytes+1)} {
		if h, err := decodeHeader(raw); h != nil || !errors.Is(err, lightclient.ErrMalformed) {
			t.Errorf("%s: got %v, %v; want %v", name, h, err, lightclient.ErrMalformed)
		}
	}
}

func TestAnswerText(t *testing.T) {
	hash := common.HexToHash("0x01")
	for want, answer := range map[string]Answer{
		"a: no answer":                         {Endpoint: "a"},
		"a: final 7":                           {Endpoint: "a", Final: 7, HasFinal: true},
		"a: final 7, header " + hash.Hex():     {Endpoint: "a", Final: 7, HasFinal: true, Hash: hash},
		"a: final 7, provider does not answer": {Endpoint: "a", Final: 7, HasFinal: true, Err: lightclient.ErrUnavailable},
	} {
		if got := answer.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func FuzzDecodeHeader(f *testing.F) {
	for _, h := range (branch{}).grow(3, "honest") {
		read, err := readHeader(h)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(read.raw)
	}
	f.Add(tooHigh(f))
	f.Fuzz(func(t *testing.T, raw []byte) {
		decoded, err := decodeHeader(raw)
		if err != nil {
			if !errors.Is(err, lightclient.ErrMalformed) {
				t.Fatalf("error of another kind: %v", err)
			}
			return
		}
		var h types.Header
		if err := rlp.DecodeBytes(raw, &h); err != nil {
			t.Fatal(err)
		}
		again, err := readHeader(&h)
		if err != nil || !slices.Equal(again.raw, raw) || again.Header != decoded.Header || h.Hash() != decoded.Hash {
			t.Fatalf("%x was accepted, want %x (%v)", raw, again.raw, err)
		}
	})
}
