package qbft_test

import (
	"crypto/ecdsa"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

var inContract = qbft.Schedule{{Contract: qbfttest.Contract()}}

// The state of block 2, which is trusted, is not as configured; block 3 is sealed by
// everybody whom anybody could take for a validator, and the proof is true.
func TestAttackContractOfOtherContent(t *testing.T) {
	keys := qbfttest.Keys(t, "content", 4)
	slots := qbfttest.Contract().Slots(5)
	word := func(slot int, change func(*common.Hash)) func(*qbfttest.Account) {
		return func(a *qbfttest.Account) {
			w := a.Storage[slots[slot]]
			change(&w)
			a.Storage[slots[slot]] = w
		}
	}
	tests := map[string]struct {
		change func(*qbfttest.Account)
		n      int // elements that are proven
		seals  int
		text   string // "" if it is to be believed
	}{
		"as configured":            {func(*qbfttest.Account) {}, 4, 4, ""},
		"of other code":            {func(a *qbfttest.Account) { a.CodeHash[0]++ }, 4, 4, "its code hash is"},
		"without code":             {func(a *qbfttest.Account) { a.CodeHash = types.EmptyCodeHash }, 4, 4, "its code hash is"},
		"a validator twice":        {word(2, func(w *common.Hash) { *w = common.BytesToHash(qbfttest.Address(keys[0]).Bytes()) }), 4, 4, "is there twice"},
		"the zero address":         {word(2, func(w *common.Hash) { *w = common.Hash{} }), 4, 4, "zero address"},
		"dirt above an address":    {word(1, func(w *common.Hash) { w[11] = 1 }), 4, 4, "want an address"},
		"dirt in the highest byte": {word(4, func(w *common.Hash) { w[0] = 0x80 }), 4, 4, "want an address"},
		"an address to the left":   {word(3, func(w *common.Hash) { copy(w[:], w[12:]) }), 4, 4, "want an address"},
		"no validators":            {word(0, func(w *common.Hash) { *w = common.Hash{} }), 0, 0, "there are 0, want 1 to 1000"},
		"length of 2^64 and 4":     {word(0, func(w *common.Hash) { w[23] = 1 }), 4, 4, "it has 18446744073709551620 validators, at most 1000"},
		"length of 2^256 - 1":      {word(0, func(w *common.Hash) { *w = common.MaxHash }), 4, 4, "at most 1000"},
		"a shorter length":         {word(0, func(w *common.Hash) { w[31] = 3 }), 4, 3, "proofs of 4 elements, want 3"},
		"a longer length":          {word(0, func(w *common.Hash) { w[31] = 5 }), 4, 4, "proofs of 4 elements, want 5"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, inContract, keys, 1)
			contract := qbfttest.Contract()
			s.chain.Add(qbfttest.Block{World: func(accounts map[common.Address]*qbfttest.Account) { test.change(accounts[contract.Address]) }})
			s.vouch(keys)
			headers, _ := s.add(qbfttest.Block{Sealers: keys[:test.seals]})
			proof := s.chain.World(s.chain.At(2)).ProveSet(contract, test.n)
			if test.text == "" {
				s.mustAccept(headers, proof)
				return
			}
			s.mustRefuse(headers, proof, lightclient.ErrProof, test.text)
		})
	}
}

// vouch makes the newest block the trusted one, with a set for which we vouch.
func (s *scene) vouch(keys []*ecdsa.PrivateKey) {
	s.t.Helper()
	head := s.chain.Head()
	state, err := qbft.TrustAnchorVouched(head, s.chain.Anchor(head.Number.Uint64()), qbfttest.Addresses(keys), paramsOf(s.chain))
	if err != nil {
		s.t.Fatal(err)
	}
	s.trusted = state
}

// Nodes of the proof are not those that show the set of this block.
func TestAttackSetProofOfSomethingElse(t *testing.T) {
	keys, strangers := qbfttest.Keys(t, "something else", 4), qbfttest.Keys(t, "strangers", 4)
	contract, other := qbfttest.Contract(), otherContract()
	// Strangers are in another contract of the same state, in the same contract of other
	// blocks, and in another array of the same contract. They seal, and everybody else.
	elsewhere := *contract
	elsewhere.Slot = common.Hash{31: 9}
	world := func(accounts map[common.Address]*qbfttest.Account) {
		for _, c := range []*qbft.Contract{other, &elsewhere} {
			storage := map[common.Hash]common.Hash{c.Slots(0)[0]: common.BigToHash(big.NewInt(4))}
			for i, slot := range c.Slots(4)[1:] {
				storage[slot] = common.BytesToHash(qbfttest.Address(strangers[i]).Bytes())
			}
			if c == other {
				accounts[c.Address] = &qbfttest.Account{CodeHash: contract.CodeHash, Storage: storage}
				continue
			}
			for slot, w := range storage {
				accounts[contract.Address].Storage[slot] = w
			}
		}
	}
	s := newScene(t, inContract, keys, 1)
	s.chain.Add(qbfttest.Block{World: world})
	s.vouch(keys)
	headers, honest := s.add(qbfttest.Block{Sealers: strangers})
	mine := s.chain.Fork(1)
	mine.Add(qbfttest.Block{Keys: strangers})
	of := func(number uint64) *qbfttest.World { return s.chain.World(s.chain.At(number)) }
	clone := func(change func(*qbft.SetProof)) qbft.SetProof {
		p := qbft.SetProof{Account: slices.Clone(honest.Account), Storage: slices.Clone(honest.Storage)}
		for i := range p.Storage {
			p.Storage[i] = slices.Clone(p.Storage[i])
		}
		change(&p)
		return p
	}
	tests := map[string]struct {
		proof qbft.SetProof
		text  string
	}{
		"none":                     {qbft.SetProof{}, "lacks a node"},
		"of another account":       {of(2).ProveSet(other, 4), "account proof"},
		"of another array":         {of(2).ProveSet(&elsewhere, 4), "storage proof"},
		"of the block before":      {of(1).ProveSet(contract, 4), "account proof"},
		"of the block itself":      {of(3).ProveSet(contract, 4), "account proof"},
		"of a fork":                {mine.World(mine.Head()).ProveSet(contract, 4), "account proof"},
		"storage of another":       {clone(func(p *qbft.SetProof) { p.Storage = of(2).ProveSet(other, 4).Storage }), "storage proof"},
		"no length":                {clone(func(p *qbft.SetProof) { p.Storage = nil }), "no proof of the array's length"},
		"length alone":             {clone(func(p *qbft.SetProof) { p.Storage = p.Storage[:1] }), "proofs of 0 elements, want 4"},
		"an element missing":       {clone(func(p *qbft.SetProof) { p.Storage = p.Storage[:4] }), "proofs of 3 elements, want 4"},
		"an element more":          {of(2).ProveSet(contract, 5), "proofs of 5 elements, want 4"},
		"elements swapped":         {clone(func(p *qbft.SetProof) { p.Storage[1], p.Storage[2] = p.Storage[2], p.Storage[1] }), "validator 0"},
		"element as length":        {clone(func(p *qbft.SetProof) { p.Storage[0] = p.Storage[1] }), "length"},
		"account node missing":     {clone(func(p *qbft.SetProof) { p.Account = p.Account[1:] }), "lacks a node"},
		"account node more":        {clone(func(p *qbft.SetProof) { p.Account = append(p.Account, p.Storage[1][0]) }), "off the path"},
		"length's node missing":    {clone(func(p *qbft.SetProof) { p.Storage[0] = p.Storage[0][1:] }), "lacks a node"},
		"element's node missing":   {clone(func(p *qbft.SetProof) { p.Storage[4] = p.Storage[4][:1] }), "lacks a node"},
		"element's node twice":     {clone(func(p *qbft.SetProof) { p.Storage[4] = append(p.Storage[4], p.Storage[4][0]) }), "node"},
		"true, and thus strangers": {honest, "4 seals of strangers"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			reason := lightclient.ErrProof
			if strings.HasPrefix(name, "true") {
				reason = lightclient.ErrSeals
			}
			s.mustRefuse(headers, test.proof, reason, test.text)
		})
	}
}

// Nothing of the storage is shown: good enough where its root is the one under which
// the last trusted set was proven, in the same contract, and nowhere else.
func TestAttackSetWithoutStorage(t *testing.T) {
	keys, strangers := qbfttest.Keys(t, "without storage", 4), qbfttest.Keys(t, "strangers", 4)
	twoContracts := qbft.Schedule{{Contract: qbfttest.Contract()}, {From: 3, Contract: otherSlot()}}
	account := func(s *scene) qbft.SetProof { return qbft.SetProof{Account: s.chain.SetProof(3).Account} }
	t.Run("nor did it change", func(t *testing.T) {
		s := newScene(t, inContract, keys, 1)
		s.chain.Grow(1)
		headers, _ := s.add(qbfttest.Block{})
		state := s.mustAccept(headers, account(s))
		if got := state.Validators(); !slices.Equal(got, qbfttest.Addresses(keys)) {
			t.Errorf("trusts %v", got)
		}
	})
	t.Run("but it changed", func(t *testing.T) {
		s := newScene(t, inContract, keys, 1)
		s.chain.Add(qbfttest.Block{Keys: strangers})
		headers, _ := s.add(qbfttest.Block{Sealers: keys})
		s.mustRefuse(headers, account(s), lightclient.ErrProof, "no proof of the array's length")
	})
	t.Run("but it is another contract", func(t *testing.T) {
		s := newScene(t, twoContracts, keys, 1)
		s.chain.Grow(1)
		headers, _ := s.add(qbfttest.Block{Sealers: keys})
		s.mustRefuse(headers, account(s), lightclient.ErrProof, "no proof of the array's length")
	})
	t.Run("but the set was vouched for", func(t *testing.T) {
		s := newScene(t, inContract, keys, 1)
		s.vouch(keys)
		s.chain.Grow(1)
		headers, _ := s.add(qbfttest.Block{})
		s.mustRefuse(headers, account(s), lightclient.ErrProof, "no proof of the array's length")
	})
}

// otherSlot is the same contract, with another array in the same storage.
func otherSlot() *qbft.Contract {
	c := qbfttest.Contract()
	c.Slot[31] = 200
	return c
}

// What a contract names changes beyond recognition: in the trusted state itself it is
// true whatever it is, above that it is a claim.
func TestAttackContractSetChange(t *testing.T) {
	abc, def := qbfttest.Keys(t, "contract old", 6), qbfttest.Keys(t, "contract new", 6)
	set := func(keys ...*ecdsa.PrivateKey) []*ecdsa.PrivateKey { return keys }
	mixed := append(slices.Clone(abc[:3]), def...) // nine, quorum six; of the former six three are needed
	tests := map[string]struct {
		named, sealers []*ecdsa.PrivateKey
		reason         error
		text           string
	}{
		"the same":                    {abc, abc[2:], nil, ""},
		"more than a third of former": {mixed, append(slices.Clone(abc[:3]), def[:3]...), nil, ""},
		"former ones' seals last":     {mixed, append(slices.Clone(def), abc[:3]...), nil, ""},
		"exactly a third of former":   {mixed, append(slices.Clone(abc[:2]), def[:4]...), lightclient.ErrTrustOverlap, "2 of the 6 validators trusted last sealed it, want 3"},
		"all replaced":                {def, def, lightclient.ErrTrustOverlap, "0 of the 6"},
		"former but not named":        {def, append(slices.Clone(def[:3]), abc[:3]...), lightclient.ErrSeals, "3 of the 6 validators sealed it, want 4"},
		"one less than two thirds":    {mixed, append(slices.Clone(abc[:3]), def[:2]...), lightclient.ErrSeals, "5 of the 9 validators sealed it, want 6"},
		"shrunk to one":               {set(abc[0]), set(abc[0]), lightclient.ErrTrustOverlap, "1 of the 6"},
		"former set that is out":      {def, abc, lightclient.ErrSeals, "6 seals of strangers"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, inContract, abc, 1)
			s.chain.Add(qbfttest.Block{Keys: test.named})
			headers, proof := s.add(qbfttest.Block{Sealers: test.sealers})
			if test.reason == nil {
				s.mustAccept(headers, proof)
			} else {
				s.mustRefuse(headers, proof, test.reason, test.text)
			}
			// One by one the change is part of a trusted state.
			one, first := s.upTo(2)
			s.trusted = s.mustAccept(one, first)
			if got := s.trusted.Validators(); !slices.Equal(got, qbfttest.Addresses(abc)) {
				t.Fatalf("trusts %v after header 2, want those who sealed it", got)
			}
			two, second := s.upTo(3)
			if test.reason != nil && !errors.Is(test.reason, lightclient.ErrTrustOverlap) {
				s.mustRefuse(two, second, test.reason, test.text)
				return
			}
			if got := s.mustAccept(two, second).Validators(); !slices.Equal(got, qbfttest.Addresses(test.named)) {
				t.Errorf("trusts %v after header 3, want those that the contract named", got)
			}
		})
	}
}
