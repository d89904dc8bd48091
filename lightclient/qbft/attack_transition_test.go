package qbft_test

import (
	"crypto/ecdsa"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

// A contract takes over, or gives way, at a block: a header that keeps to the rules of
// the other side is sealed as it should be all the same.
func TestAttackContractAtTransition(t *testing.T) {
	keys := qbfttest.Keys(t, "transition", 4)
	contract := qbfttest.Contract()
	strangers := qbfttest.Addresses(qbfttest.Keys(t, "strangers", 4))
	lists := func(list []common.Address) func(*qbft.ExtraData) {
		return func(e *qbft.ExtraData) { e.Validators = list }
	}
	toContract := qbft.Schedule{{}, {From: 3, Contract: contract}}
	toHeader := qbft.Schedule{{Contract: contract}, {From: 3}}
	tests := map[string]struct {
		schedule qbft.Schedule
		number   int // of the header that is not as it should be
		list     []common.Address
		text     string
	}{
		"lists at the block of the contract":  {toContract, 3, qbfttest.Addresses(keys), "lists validators, want none: from block 3 on"},
		"lists strangers in contract's reign": {toContract, 4, strangers, "lists validators, want none"},
		"lists none a block early":            {toContract, 2, nil, "lists no validators"},
		"lists a block early":                 {toHeader, 2, qbfttest.Addresses(keys), "lists validators, want none"},
		"lists none at the block of headers":  {toHeader, 3, nil, "lists no validators"},
		"lists none above":                    {toHeader, 4, nil, "lists no validators"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, test.schedule, keys, 1)
			honest := s.chain.Fork(1).Grow(4)
			for n := uint64(2); n <= 5; n++ {
				s.mustAcceptOf(honest, n)
			}
			for int(s.chain.Head().Number.Uint64()) < test.number-1 {
				s.chain.Grow(1)
			}
			headers, proof := s.add(qbfttest.Block{Extra: lists(test.list), Sealers: keys})
			s.mustRefuse(headers, proof, lightclient.ErrMalformed, test.text)
		})
	}
}

func (s *scene) mustAcceptOf(chain *qbfttest.Chain, number uint64) {
	s.t.Helper()
	other := &scene{t: s.t, chain: chain, trusted: s.trusted}
	headers, proof := other.upTo(number)
	other.mustAccept(headers, proof)
}

// The set of another contract, or of the header that once listed it, is the former one.
func TestAttackFormerSetAtTransition(t *testing.T) {
	old, named := qbfttest.Keys(t, "listed", 4), qbfttest.Keys(t, "named", 4)
	mixed := append(slices.Clone(old[:2]), named...)
	for name, test := range map[string]struct {
		named, sealers []*ecdsa.PrivateKey
		reason         error
	}{
		"sealed by those listed last":      {mixed, old, lightclient.ErrSeals},
		"sealed by too few of them":        {mixed, append(slices.Clone(old[:1]), named...), lightclient.ErrTrustOverlap},
		"sealed by enough of both":         {mixed, append(slices.Clone(old[:2]), named...), nil},
		"contract names none of the list":  {named, named, lightclient.ErrTrustOverlap},
		"contract names what list had too": {old, old[1:], nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, qbft.Schedule{{}, {From: 3, Contract: qbfttest.Contract()}}, old, 1)
			s.chain.Add(qbfttest.Block{Named: test.named})
			headers, proof := s.add(qbfttest.Block{Sealers: test.sealers})
			if test.reason == nil {
				s.mustAccept(headers, proof)
				return
			}
			s.mustRefuse(headers, proof, test.reason, "")
		})
	}
}
