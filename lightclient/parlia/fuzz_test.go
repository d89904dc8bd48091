package parlia_test

import (
	"bytes"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

func FuzzExtra(f *testing.F) {
	c := newChain(f, short(), setOf(f, "fuzz", 4, 1), 13)
	f.Add(c.At(7).Extra, false)
	f.Add(c.At(12).Extra, true)
	f.Add(c.At(1).Extra, false)
	f.Add(c.At(0).Extra, true)
	f.Fuzz(func(t *testing.T, b []byte, epochBlock bool) {
		e, err := parlia.DecodeExtra(b, epochBlock)
		if err != nil {
			return
		}
		if again := e.Encode(); !bytes.Equal(again, b) {
			t.Fatalf("accepted %x, which it would write as %x", b, again)
		}
	})
}

func FuzzAttestation(f *testing.F) {
	c := newChain(f, short(), setOf(f, "fuzz", 4, 1), 7)
	a := extraOf(f, c.At(7), false).Attestation
	f.Add(a.Encode())
	a.Extra, a.Voters = []byte{0x80}, 1<<63
	f.Add(a.Encode())
	f.Add([]byte{0xc0})
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := parlia.DecodeAttestation(b)
		if err != nil {
			return
		}
		if again := a.Encode(); !bytes.Equal(again, b) {
			t.Fatalf("accepted %x, which it would write as %x", b, again)
		}
	})
}

func FuzzHeader(f *testing.F) {
	c := newChain(f, short(), setOf(f, "fuzz", 4, 1), 13)
	for _, h := range []*types.Header{c.At(0), c.At(7), c.At(12)} {
		b, err := parlia.EncodeHeader(h)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := parlia.DecodeHeader(b)
		if err != nil {
			return
		}
		if again, err := parlia.EncodeHeader(h); err != nil || !bytes.Equal(again, b) {
			t.Fatalf("accepted %x, which it would write as %x, %v", b, again, err)
		}
		if _, err := parlia.SealHash(h, 1); err != nil {
			t.Fatalf("accepted %x, which has no seal hash: %v", b, err)
		}
	})
}

// FuzzVerify hands headers to Verify as a lax provider would: whatever becomes trusted
// must be a block of the honest chain, in whatever bytes it came.
func FuzzVerify(f *testing.F) {
	network := short()
	c := newChain(f, network, setOf(f, "first", 4, 1), 11).Announce(setOf(f, "second", 4, 1)).Grow(8)
	trusted := trust(f, c, network, 6)
	honest := make(map[common.Hash]bool)
	for k := range uint64(c.Len()) {
		honest[c.At(k).Hash()] = true
	}
	forged := c.Fork(6)
	forged.Add(block{Change: parliatest.Alter("forged")})
	forged.Add(few)
	forged.Add(few)
	for _, headers := range [][]*types.Header{c.Range(7, 9), c.Range(12, 15), c.Range(10, 18), forged.Range(7, 9), c.Range(5, 8)} {
		b, err := rlp.EncodeToBytes(headers)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var headers []*types.Header
		if err := rlp.DecodeBytes(b, &headers); err != nil {
			return
		}
		state, err := parlia.Verify(trusted, headers, at(c.Head().Time), params(network))
		if err == nil && !honest[state.Header().Hash] {
			t.Fatalf("accepted %d (%s) of %x", state.Header().Number, state.Header().Hash, b)
		}
		if err != nil && !state.IsZero() {
			t.Fatalf("a state with the error %v", err)
		}
	})
}

// FuzzProof decodes proofs, which have one encoding each, and opens clients upon them,
// with a right sum: whatever such a client trusts was voted for.
func FuzzProof(f *testing.F) {
	network := short()
	c := newChain(f, network, setOf(f, "first", 4, 1), 11).Announce(setOf(f, "second", 4, 1)).Grow(8)
	trusted := c.At(13)
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: testChainID, Kind: parlia.Kind})
	if err != nil {
		f.Fatal(err)
	}
	cfg := parlia.Config{
		Params: params(network), Anchor: c.Anchor(10), Store: store, Now: (clienttest.NewClock(at(c.Head().Time))).Now,
		Providers: []parlia.Provider{parliatest.NewEndpoint("only", c.Fork(15))},
	}
	client, err := parlia.New(cfg)
	if err != nil {
		f.Fatal(err)
	}
	if final, err := client.Update(f.Context()); err != nil || final.Header() != headerOf(trusted) {
		f.Fatal(final.Header().Number, err)
	}
	honest, err := store.Load()
	if err != nil {
		f.Fatal(err)
	}
	_, proof := decodeSaved(f, honest.State)
	encoded, err := proof.Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(encoded)
	proof.Headers = proof.Headers[:1]
	encoded, err = proof.Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(encoded)
	f.Fuzz(func(t *testing.T, b []byte) {
		proof, err := parlia.DecodeProof(b)
		if err != nil {
			return
		}
		if again, err := proof.Encode(); err == nil && !bytes.Equal(again, b) {
			t.Fatalf("accepted %x, which it would write as %x", b, again)
		}
		verdict, err := proof.Check(network)
		if err == nil && verdict.Final && proof.Headers[0].Hash() != verdict.Header.Hash {
			t.Fatalf("the verdict is about another header: %+v", verdict)
		}
		record := honest
		record.State = encodeSaved(t, b)
		store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: testChainID, Kind: parlia.Kind})
		if err != nil {
			t.Fatal(err)
		}
		if len(record.State) > lightclient.MaxStateBytes || store.Save(record) != nil {
			return
		}
		cfg := cfg
		cfg.Store = store
		client, err := parlia.New(cfg)
		if err != nil {
			return
		}
		if client.Final().Header() != honest.Trusted {
			t.Fatalf("trusts %+v by %x", client.Final().Header(), b)
		}
		if verdict, err := proof.Check(network); err != nil || !verdict.Final {
			t.Fatalf("trusts a header by a proof that shows %+v, %v: %x", verdict, err, b)
		}
	})
}
