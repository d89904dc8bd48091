package qbft_test

import (
	"crypto/ecdsa"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

// scene is a chain of any rules, of which one block is trusted.
type scene struct {
	t       testing.TB
	chain   *qbfttest.Chain
	trusted qbft.TrustedState
}

func newScene(t testing.TB, schedule qbft.Schedule, keys []*ecdsa.PrivateKey, trusted int) *scene {
	t.Helper()
	s := &scene{t: t, chain: qbfttest.NewBy(t, schedule, genesisTime, keys).Grow(trusted)}
	s.trusted = trust(t, s.chain, uint64(trusted))
	return s
}

func (s *scene) now() time.Time { return at(s.chain.Head().Time + 1) }

// add appends a block and returns what Verify is to be told up to it.
func (s *scene) add(b qbfttest.Block) ([]*types.Header, qbft.SetProof) {
	s.t.Helper()
	s.chain.Add(b)
	return s.upTo(s.chain.Head().Number.Uint64())
}

func (s *scene) upTo(number uint64) ([]*types.Header, qbft.SetProof) {
	return s.chain.Range(s.trusted.Header().Number+1, number), s.chain.SetProof(number)
}

func (s *scene) mustAccept(headers []*types.Header, proof qbft.SetProof) qbft.TrustedState {
	s.t.Helper()
	state, err := qbft.VerifyProven(s.trusted, headers, proof, s.now(), paramsOf(s.chain))
	if err != nil {
		s.t.Fatalf("honest headers are refused: %v", err)
	}
	last := headers[len(headers)-1]
	if got := state.Header(); got.Hash != s.chain.Hash(last) || got.StateRoot != last.Root {
		s.t.Fatalf("state is %+v after header %v", got, last.Number)
	}
	return state
}

// mustRefuse wants the last of the headers to be refused.
func (s *scene) mustRefuse(headers []*types.Header, proof qbft.SetProof, reason error, text string) {
	s.t.Helper()
	state, err := qbft.VerifyProven(s.trusted, headers, proof, s.now(), paramsOf(s.chain))
	if err == nil {
		s.t.Fatalf("accepted header %d (%s)", state.Header().Number, state.Header().Hash)
	}
	var rejected *lightclient.RejectedError
	if !errors.As(err, &rejected) || !errors.Is(err, reason) || !strings.Contains(err.Error(), text) {
		s.t.Fatalf("error is %v, want a RejectedError for %q that says %q", err, reason, text)
	}
	if want := s.trusted.Header().Number + uint64(len(headers)); rejected.Number != want {
		s.t.Errorf("error is about header %d, want %d", rejected.Number, want)
	}
	if !state.IsZero() {
		s.t.Errorf("returned state %+v with the error", state.Header())
	}
}

// sealAnyway returns h, whose extraData is what join makes of the given seals, sealed
// by keys over what is left of it in round and seals: as validators would who know no
// dialect. join(nil) is what they seal.
func sealAnyway(t testing.TB, h *types.Header, keys []*ecdsa.PrivateKey, join func(seals [][]byte) []byte) *types.Header {
	t.Helper()
	h = types.CopyHeader(h)
	h.Extra = join(nil)
	hash := h.Hash()
	seals := make([][]byte, len(keys))
	for i, key := range keys {
		var err error
		if seals[i], err = crypto.Sign(hash[:], key); err != nil {
			t.Fatal(err)
		}
	}
	h.Extra = join(seals)
	return h
}
