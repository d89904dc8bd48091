package qbft_test

import (
	"bytes"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

func FuzzDecodeExtra(f *testing.F) {
	keys := qbfttest.Keys(f, "fuzz", 4)
	for _, d := range dialects {
		chain := qbfttest.NewBy(f, qbft.Schedule{{Dialect: d}}, genesisTime, keys)
		f.Add(chain.Head().Extra, uint8(d))
		f.Add(chain.Add(qbfttest.Block{Round: 7, Vote: &qbft.Vote{Recipient: common.Address{1}, Add: true}}).Extra, uint8(d))
		f.Add(chain.Add(qbfttest.Block{Vote: &qbft.Vote{}}).Extra, uint8(d))
		f.Add([]byte{0xc0}, uint8(d))
	}
	f.Fuzz(func(t *testing.T, b []byte, dialect uint8) {
		d := dialects[dialect%2]
		e, err := d.DecodeExtra(b)
		if err != nil {
			return
		}
		if again := e.Encode(); !bytes.Equal(again, b) {
			t.Fatalf("accepted %x, which it would write as %x", b, again)
		}
	})
}

// FuzzHeader hands header bytes to everything that reads headers. What is accepted on
// top of a trusted header must be the honest block, whatever bytes it came in.
func FuzzHeader(f *testing.F) {
	keys := qbfttest.Keys(f, "fuzz header", 4)
	chain := qbfttest.New(f, genesisTime, keys).Grow(1)
	trusted, now := trust(f, chain, 1), at(chain.Head().Time+1)
	next := chain.Next(qbfttest.Block{Sealers: keys})
	want := qbfttest.Hash(f, next)
	for _, h := range []*types.Header{
		next, chain.Head(), chain.At(0),
		chain.Next(qbfttest.Block{Sealers: keys[:2]}),
		qbfttest.Reseal(f, next, func(e *qbft.ExtraData) { e.Dialect = qbft.IBFT2 }),
	} {
		b, err := qbft.EncodeHeader(h)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		// As a lax provider would hand it over.
		lax := new(types.Header)
		if err := rlp.DecodeBytes(b, lax); err == nil {
			if state, err := qbft.Verify(trusted, []*types.Header{lax}, now, testParams); err == nil && state.Header().Hash != want {
				t.Fatalf("accepted %x", b)
			}
		}
		h, err := qbft.DecodeHeader(b)
		if err != nil {
			return
		}
		if again, err := qbft.EncodeHeader(h); err != nil || !bytes.Equal(again, b) {
			t.Fatalf("accepted %x, which it would write as %x, %v", b, again, err)
		}
		if state, err := qbft.Verify(trusted, []*types.Header{h}, now, testParams); err == nil && state.Header().Hash != want {
			t.Fatalf("accepted %x", b)
		}
	})
}
