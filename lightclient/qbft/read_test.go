package qbft_test

import (
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

// TestReadHeader: the hash is the one that the next block names, whatever the seals are.
func TestReadHeader(t *testing.T) {
	chain := qbfttest.New(t, genesisTime, qbfttest.Keys(t, "read", 4)).Grow(2)
	header := chain.At(1)
	want, err := qbft.OnChainHash(header)
	if err != nil {
		t.Fatal(err)
	}
	got, err := new(qbft.Client).ReadHeader(header)
	if err != nil || got.Hash != want || got.Number != header.Number.Uint64() || got.ReceiptsRoot != header.ReceiptHash || got.ParentHash != header.ParentHash {
		t.Fatalf("got %+v, error %v, want hash %s", got, err, want)
	}
	if got.Hash != chain.At(2).ParentHash {
		t.Fatalf("hash %s, its child names %s", got.Hash, chain.At(2).ParentHash)
	}
	inIBFT2 := qbfttest.NewBy(t, inIBFT2, genesisTime, qbfttest.Keys(t, "read", 4)).Grow(2)
	if got, err := inIBFT2.Schedule().ReadHeader(inIBFT2.At(1)); err != nil || got.Hash != inIBFT2.At(2).ParentHash {
		t.Fatalf("in IBFT 2.0 hash %s, error %v, its child names %s", got.Hash, err, inIBFT2.At(2).ParentHash)
	}
	changed := types.CopyHeader(header)
	changed.Bloom[0] ^= 1
	if other, err := qbft.Schedule(nil).ReadHeader(changed); err != nil || other.Hash == want {
		t.Fatalf("with another bloom the hash is %s, error %v, want another one", other.Hash, err)
	}
	changed.MixDigest[0] ^= 1
	if _, err := qbft.Schedule(nil).ReadHeader(changed); !errors.Is(err, lightclient.ErrMalformed) {
		t.Fatalf("error %v for a header of another consensus, want %v", err, lightclient.ErrMalformed)
	}
}
