package qbft_test

import (
	"crypto/ecdsa"
	"errors"
	"math/big"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

func TestAttackSeals(t *testing.T) {
	keys := qbfttest.Keys(t, "seals", 4)
	strangers := qbfttest.Keys(t, "strangers", 4)
	c := qbfttest.New(t, genesisTime, keys).Grow(1)
	honest := c.Next(qbfttest.Block{})
	other := c.Next(qbfttest.Block{Change: qbfttest.Alter("other")})
	late := c.Next(qbfttest.Block{Round: 2}) // in round 0 both hashes are one
	reseal := func(change func(e *qbft.ExtraData)) *types.Header { return qbfttest.Reseal(t, honest, change) }
	by := func(sealers ...*ecdsa.PrivateKey) *types.Header { return qbfttest.Seal(t, honest, sealers) }

	tests := map[string]struct {
		header *types.Header
		text   string // "" if it is to be believed
	}{
		"by a quorum":                  {by(keys[0], keys[1], keys[2]), ""},
		"by another quorum":            {by(keys[3], keys[1], keys[0]), ""},
		"by all":                       {by(keys...), ""},
		"by a quorum and a stranger":   {by(strangers[0], keys[0], keys[1], keys[2]), ""},
		"by nobody":                    {by(), "0 of the 4 validators sealed it, want 3"},
		"by one less than the quorum":  {by(keys[0], keys[1]), "2 of the 4 validators sealed it, want 3"},
		"by strangers":                 {by(strangers...), "4 seals of strangers"},
		"by two and strangers":         {by(keys[0], keys[1], strangers[0], strangers[1]), "2 seals of strangers"},
		"by one thrice":                {by(keys[0], keys[0], keys[0]), "1 of the 4 validators sealed it"},
		"by one in two forms":          {reseal(func(e *qbft.ExtraData) { e.Seals = [][]byte{e.Seals[0], e.Seals[1], highS(e.Seals[0])} }), "1 repeated"},
		"of another header":            {reseal(func(e *qbft.ExtraData) { e.Seals = qbfttest.Extra(t, other).Seals }), "sealed it, want 3"},
		"of another round":             {reseal(func(e *qbft.ExtraData) { e.Round = 1 }), "sealed it, want 3"},
		"over the on-chain hash":       {qbfttest.Reseal(t, late, func(e *qbft.ExtraData) { e.Seals = signAll(t, qbfttest.Hash(t, late), keys) }), "sealed it, want 3"},
		"in a later round":             {late, ""},
		"of wrong length":              {reseal(func(e *qbft.ExtraData) { e.Seals[1] = e.Seals[1][:64] }), "seal 1 has 64 bytes, want 65"},
		"with recovery id 27":          {reseal(func(e *qbft.ExtraData) { addToRecoveryID(e.Seals, 27) }), "3 unusable"},
		"with zero signatures":         {reseal(func(e *qbft.ExtraData) { e.Seals = [][]byte{make([]byte, 65), make([]byte, 65), make([]byte, 65)} }), "3 unusable"},
		"more than validators":         {by(keys[0], keys[1], keys[2], keys[3], strangers[0]), "5 seals for 4 validators"},
		"state root changed":           {changed(honest, func(h *types.Header) { h.Root[0]++ }), "sealed it, want 3"},
		"receipts root changed":        {changed(honest, func(h *types.Header) { h.ReceiptHash[0]++ }), "sealed it, want 3"},
		"time changed":                 {changed(honest, func(h *types.Header) { h.Time++ }), "sealed it, want 3"},
		"requests hash dropped":        {changed(honest, func(h *types.Header) { h.RequestsHash = nil }), "sealed it, want 3"},
		"vanity changed":               {reseal(func(e *qbft.ExtraData) { e.Vanity[0]++ }), "sealed it, want 3"},
		"vote added":                   {reseal(func(e *qbft.ExtraData) { e.Vote = &qbft.Vote{Add: true} }), "sealed it, want 3"},
		"set replaced by strangers'":   {reseal(func(e *qbft.ExtraData) { e.Validators = qbfttest.Addresses(strangers) }), "3 seals of strangers"},
		"set reordered after the fact": {reseal(func(e *qbft.ExtraData) { slices.Reverse(e.Validators) }), "sealed it, want 3"},
	}
	trusted, now := trust(t, c, 1), at(c.Head().Time+3)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if test.text == "" {
				mustAccept(t, trusted, []*types.Header{test.header}, now)
				return
			}
			reason := lightclient.ErrSeals
			if name == "of wrong length" {
				reason = lightclient.ErrMalformed
			}
			mustRefuse(t, trusted, []*types.Header{test.header}, now, 2, reason, test.text)
		})
	}
}

// highS returns the other form of a seal, by the same key over the same hash.
func highS(seal []byte) []byte {
	twin := slices.Clone(seal)
	s := new(big.Int).SetBytes(seal[32:64])
	new(big.Int).Sub(crypto.S256().Params().N, s).FillBytes(twin[32:64])
	twin[64] ^= 1
	return twin
}

func addToRecoveryID(seals [][]byte, n byte) {
	for _, seal := range seals {
		seal[64] += n
	}
}

func signAll(t *testing.T, hash common.Hash, keys []*ecdsa.PrivateKey) (seals [][]byte) {
	t.Helper()
	for _, key := range keys {
		seal, err := crypto.Sign(hash[:], key)
		if err != nil {
			t.Fatal(err)
		}
		seals = append(seals, seal)
	}
	return seals
}

// One key holds both forms of a seal: they count once. The twin recovers to the same
// signer, so that only counting by signer stops it.
func TestAttackSealTwin(t *testing.T) {
	key := qbfttest.Keys(t, "twin", 1)[0]
	hash := crypto.Keccak256Hash([]byte("twin"))
	seal := signAll(t, hash, []*ecdsa.PrivateKey{key})[0]
	for _, s := range [][]byte{seal, highS(seal)} {
		if by, err := qbft.Sealer(hash, s); err != nil || by != qbfttest.Address(key) {
			t.Errorf("sealer is %s, %v, want %s", by, err, qbfttest.Address(key))
		}
	}
}

// A point whose x is beyond the group's order makes recovery ids 2 and 3 possible.
// Besu and GoQuorum know 0 and 1 alone.
func TestAttackRecoveryIDBeyondOne(t *testing.T) {
	hash := crypto.Keccak256Hash([]byte("beyond"))
	for r := int64(1); ; r++ {
		seal := make([]byte, 65)
		big.NewInt(r).FillBytes(seal[:32])
		seal[63], seal[64] = 1, 2
		if _, err := crypto.Ecrecover(hash[:], seal); err != nil {
			continue // no such point, try the next
		}
		if by, err := qbft.Sealer(hash, seal); !errors.Is(err, lightclient.ErrMalformed) {
			t.Errorf("a seal with recovery id 2 is by %s, %v, want ErrMalformed", by, err)
		}
		return
	}
}
