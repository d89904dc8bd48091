package qbft_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

// A record that somebody writes who can write checksums: it is held to itself.
func TestAttackForgedRecordOfContract(t *testing.T) {
	type saved struct {
		Header     []byte
		Below      []common.Hash
		Validators []common.Address `rlp:"optional"`
	}
	keys, strangers := qbfttest.Keys(t, "record", 4), qbfttest.Keys(t, "strangers", 4)
	good := qbfttest.Addresses(keys)
	contract := qbfttest.NewBy(t, inContract, genesisTime, keys).Grow(5)
	listing := qbfttest.New(t, genesisTime, keys).Grow(5)
	late := qbfttest.NewBy(t, qbft.Schedule{{}, {From: 6, Contract: qbfttest.Contract()}}, genesisTime, keys).Grow(5)
	tests := map[string]struct {
		chain  *qbfttest.Chain
		anchor uint64
		set    []common.Address
		text   string // "" if it is as a client writes it
	}{
		"as written":                      {contract, 1, good, ""},
		"as written, listing":             {listing, 1, nil, ""},
		"as written at the anchor":        {contract, 5, qbfttest.Addresses(strangers), ""}, // who seal the next block
		"as written at a listing anchor":  {late, 5, qbfttest.Addresses(strangers), ""},
		"without a set":                   {contract, 1, nil, "lists no validators"},
		"set that did not seal":           {contract, 1, qbfttest.Addresses(strangers), "3 seals of strangers"},
		"set of which too few sealed":     {contract, 1, append(slices.Clone(good), qbfttest.Addresses(strangers)...), "3 of the 8 validators sealed it"},
		"one twice":                       {contract, 1, append(slices.Clone(good), good[0]), "is there twice"},
		"one that is zero":                {contract, 1, append(slices.Clone(good), common.Address{}), "zero address"},
		"set beside a list":               {listing, 1, good, "beside those that the header lists"},
		"set beside a list at the anchor": {listing, 5, qbfttest.Addresses(strangers), "beside those that the header lists"},
		"set beside a list, later none":   {late, 1, good, "beside those that the header lists"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h := test.chain.Head()
			header, err := qbft.EncodeHeader(h)
			if err != nil {
				t.Fatal(err)
			}
			state, err := rlp.EncodeToBytes(saved{Header: header, Validators: test.set})
			if err != nil {
				t.Fatal(err)
			}
			s := newScript(t)
			s.chain = test.chain
			store := s.store()
			if err := store.Save(lightclient.Record{
				ChainID: testChainID, Kind: qbft.Kind, Anchor: test.chain.Anchor(test.anchor), State: state, Trusted: s.At(5),
			}); err != nil {
				t.Fatal(err)
			}
			_, err = qbft.New(s.config(store, test.chain.Anchor(test.anchor)))
			switch {
			case test.text == "" && err != nil:
				t.Errorf("refused: %v", err)
			case test.text != "":
				mustBeDamaged(t, err, test.text)
			}
		})
	}
}

// A record whose checksums and hashes are right, as somebody writes who means to.
func TestAttackForgedRecord(t *testing.T) {
	type saved struct {
		Header []byte
		Below  []common.Hash
	}
	encode := func(t *testing.T, h *types.Header, below []common.Hash) []byte {
		header, err := qbft.EncodeHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		state, err := rlp.EncodeToBytes(saved{header, below})
		if err != nil {
			t.Fatal(err)
		}
		return state
	}
	s := newScript(t)
	s.chain.Grow(300)
	head := s.chain.Head()
	hashes := make([]common.Hash, qbft.MaxHistory+1)
	hashes[len(hashes)-1] = head.ParentHash
	unsealed := qbfttest.Reseal(t, head, func(e *qbft.ExtraData) { e.Seals = e.Seals[:2] })
	young := qbfttest.New(t, genesisTime, s.chain.Keys()).Grow(2)
	tests := map[string]struct {
		header *types.Header
		below  []common.Hash
		text   string // "" if it is as a client writes it
	}{
		"as written":               {head, hashes[1:], ""},
		"without history":          {head, nil, ""},
		"sealed by too few":        {unsealed, nil, "2 of the 4 validators"},
		"history of another block": {head, []common.Hash{{1}}, "last hash below header 312"},
		"too long a history":       {head, hashes, "257 hashes below header 312"},
		"history before genesis":   {young.Head(), []common.Hash{{}, {}, young.Head().ParentHash}, "3 hashes below header 2"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			store := s.store()
			h := test.header
			err := store.Save(lightclient.Record{
				ChainID: testChainID, Kind: qbft.Kind, Anchor: s.chain.Anchor(1), State: encode(t, h, test.below),
				Trusted: lightclient.Header{
					Number: h.Number.Uint64(), Hash: qbfttest.Hash(t, h), ParentHash: h.ParentHash, StateRoot: h.Root,
					ReceiptsRoot: h.ReceiptHash, Time: h.Time,
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			_, err = qbft.New(s.config(store, s.chain.Anchor(1)))
			if test.text == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			mustBeDamaged(t, err, test.text)
		})
	}
}

// What is not even a record of this client.
func TestAttackDamagedRecord(t *testing.T) {
	s := newScript(t)
	honest := s.store()
	s.mustReach(s.open(honest, nil), 12)
	encode := func(fields ...any) []byte {
		b, err := rlp.EncodeToBytes(fields)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	raw := func(change func(*types.Header)) []byte {
		b, err := rlp.EncodeToBytes(changed(s.chain.Head(), change))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	none := []common.Hash{}
	for name, test := range map[string]struct {
		change func(*lightclient.Record)
		text   string
	}{
		"state is empty":             {func(r *lightclient.Record) { r.State = nil }, "state of the client"},
		"state is cut":               {func(r *lightclient.Record) { r.State = r.State[:len(r.State)-1] }, "state of the client"},
		"state is longer":            {func(r *lightclient.Record) { r.State = append(r.State, 0) }, "state of the client"},
		"state has more fields":      {func(r *lightclient.Record) { r.State = encode(raw(func(*types.Header) {}), none, none, none) }, "state of the client"},
		"header is none":             {func(r *lightclient.Record) { r.State = encode([]byte{1, 2}, none) }, "saved header: header is malformed"},
		"header is no QBFT header":   {func(r *lightclient.Record) { r.State = encode(raw(func(h *types.Header) { h.MixDigest[0]++ }), none) }, "this is no QBFT"},
		"header is another":          {func(r *lightclient.Record) { r.State = encode(raw(func(h *types.Header) { h.Root[0]++ }), none) }, "the record says 12"},
		"record has another hash":    {func(r *lightclient.Record) { r.Trusted.Hash[0]++ }, "saved header is 12"},
		"record has another state":   {func(r *lightclient.Record) { r.Trusted.StateRoot[0]++ }, "saved header is 12"},
		"record has another receipt": {func(r *lightclient.Record) { r.Trusted.ReceiptsRoot[0]++ }, "saved header is 12"},
	} {
		t.Run(name, func(t *testing.T) {
			record, err := honest.Load()
			if err != nil {
				t.Fatal(err)
			}
			record.State = slices.Clone(record.State)
			test.change(&record)
			store := s.store()
			if err := store.Save(record); err != nil {
				t.Fatal(err)
			}
			_, err = qbft.New(s.config(store, s.chain.Anchor(1)))
			mustBeDamaged(t, err, test.text)
		})
	}
}

// What cannot be kept is not released: it could be contradicted unnoticed later.
func TestAttackStoreThatDoesNotSave(t *testing.T) {
	s := newScript(t)
	store := &noSave{Store: s.store()}
	c := s.open(store, nil)
	s.mustReach(c, 12)
	store.full = true
	s.Grow(1)
	before := c.Final()
	if _, err := c.Update(context.Background()); !errors.Is(err, errNoSpace) || c.Final() != before {
		t.Errorf("trusts %+v, %v, want %+v and the store's error", c.Final().Header(), err, before.Header())
	}
}

func TestAttackAnchorThatIsNotSaved(t *testing.T) {
	s := newScript(t)
	c := s.open(&noSave{Store: s.store(), full: true}, nil)
	if _, err := c.Update(context.Background()); !errors.Is(err, errNoSpace) || !c.Final().IsZero() {
		t.Errorf("trusts %+v, %v, want nothing and the store's error", c.Final().Header(), err)
	}
}

type noSave struct {
	lightclient.Store
	full bool
}

func (s *noSave) Save(r lightclient.Record) error {
	if s.full {
		return errNoSpace
	}
	return s.Store.Save(r)
}

func mustBeDamaged(t *testing.T, err error, text string) {
	t.Helper()
	if !errors.Is(err, lightclient.ErrStoreDamaged) || !strings.Contains(err.Error(), text) {
		t.Errorf("error is %v, want ErrStoreDamaged and %q", err, text)
	}
}
