package qbfttest

import (
	"crypto/ecdsa"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// In reads and writes headers of one dialect.
type In qbft.Dialect

// Seal returns h with the seals of the given keys, whether or not they are its set's.
func (in In) Seal(t testing.TB, h *types.Header, keys []*ecdsa.PrivateKey) *types.Header {
	t.Helper()
	e := in.Extra(t, h)
	hash, err := qbft.Dialect(in).CommittedSealHash(h)
	if err != nil {
		t.Fatalf("seal: %v", err)
	}
	e.Seals = make([][]byte, len(keys))
	for i, key := range keys {
		if e.Seals[i], err = crypto.Sign(hash[:], key); err != nil {
			t.Fatalf("seal: %v", err)
		}
	}
	return qbft.WithExtra(h, e)
}

// Reseal changes the extraData of h after it was sealed, seals included.
func (in In) Reseal(t testing.TB, h *types.Header, change func(*qbft.ExtraData)) *types.Header {
	t.Helper()
	e := in.Extra(t, h)
	change(e)
	return qbft.WithExtra(h, e)
}

// Extra returns the decoded extraData of h.
func (in In) Extra(t testing.TB, h *types.Header) *qbft.ExtraData {
	t.Helper()
	e, err := qbft.Dialect(in).DecodeExtra(h.Extra)
	if err != nil {
		t.Fatalf("extraData of header %v: %v", h.Number, err)
	}
	return e
}

// Hash returns the on-chain hash of h.
func (in In) Hash(t testing.TB, h *types.Header) common.Hash {
	t.Helper()
	hash, err := qbft.Dialect(in).OnChainHash(h)
	if err != nil {
		t.Fatalf("hash of header %v: %v", h.Number, err)
	}
	return hash
}

// Seal is In.Seal for QBFT.
func Seal(t testing.TB, h *types.Header, keys []*ecdsa.PrivateKey) *types.Header {
	t.Helper()
	return In(qbft.QBFT).Seal(t, h, keys)
}

// Reseal is In.Reseal for QBFT.
func Reseal(t testing.TB, h *types.Header, change func(*qbft.ExtraData)) *types.Header {
	t.Helper()
	return In(qbft.QBFT).Reseal(t, h, change)
}

// Extra is In.Extra for QBFT.
func Extra(t testing.TB, h *types.Header) *qbft.ExtraData {
	t.Helper()
	return In(qbft.QBFT).Extra(t, h)
}

// Hash is In.Hash for QBFT.
func Hash(t testing.TB, h *types.Header) common.Hash {
	t.Helper()
	return In(qbft.QBFT).Hash(t, h)
}
