package qbft_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

// TestRefusedProviderIsLoggedOnce: with an honest provider behind it a liar does no
// harm, so that no Update fails; the operator has to hear of it all the same, and not
// at every Update.
func TestRefusedProviderIsLoggedOnce(t *testing.T) {
	s := newScript(t)
	var log bytes.Buffer
	c := s.open(nil, func(cfg *qbft.Config) {
		cfg.Log = slog.New(slog.NewTextHandler(&log, nil))
		cfg.CoolDown = time.Hour
	})
	strangers := qbfttest.Keys(t, "strangers", 4)
	liar := s.endpoints[0]
	liar.Lie(func(_ context.Context, honest *types.Header) (*types.Header, error) {
		return qbfttest.Seal(t, honest, strangers), nil
	}, nil)
	for range 3 {
		s.chain.Grow(1)
		s.show()
		s.mustReach(c, s.chain.Head().Number.Uint64())
	}
	if n := strings.Count(log.String(), "provider refused"); n != 1 || !strings.Contains(log.String(), liar.Name()) {
		t.Fatalf("refused %d times in the log, want once, by name:\n%s", n, &log)
	}
}
