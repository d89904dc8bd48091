package parlia

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

// chain is what a client remembers: the trusted header and the last ones below it, by
// which a rival branch is told from another chain and evidence is made. Values are not
// changed: extend makes a new one.
type chain struct {
	trusted TrustedState
	recent  []place // follow each other, the last one trusted; after a restart that one alone
}

func newChain(s TrustedState) chain { return chain{trusted: s, recent: []place{s.place}} }

// extend returns the chain after believed, which end with next, were verified. Where
// they are not linked to what is remembered, that is forgotten.
func (c chain) extend(next TrustedState, believed []place) chain {
	var recent []place
	if believed[0].claim.number() == c.trusted.number()+1 {
		recent = append(recent, c.recent...)
	}
	recent = append(recent, believed...)
	if excess := len(recent) - MaxHistory; excess > 0 {
		recent = append([]place(nil), recent[excess:]...)
	}
	return chain{trusted: next, recent: recent}
}

func (c chain) final() lightclient.Final { return lightclient.Believe(c.trusted.Header()) }

// lowest returns the number of the lowest remembered header.
func (c chain) lowest() uint64 { return c.recent[0].claim.number() }

// hashAt returns the hash at a remembered height; the parent of the lowest remembered
// header is one.
func (c chain) hashAt(number uint64) (common.Hash, bool) {
	switch {
	case number > c.trusted.number() || number+1 < c.lowest():
		return common.Hash{}, false
	case number+1 == c.lowest():
		return c.recent[0].claim.summary.ParentHash, true
	}
	return c.recent[number-c.lowest()].claim.hash(), true
}

// from returns the remembered headers from a number on.
func (c chain) from(number uint64) []place { return c.recent[number-c.lowest():] }

// savedChain is a Record's State. The sum tells damage in what the proof alone does
// not cover, the key of a validator who did not vote for instance. It does not stop
// whoever writes to the store on purpose: such a one could write another anchor.
type savedChain struct {
	Proof []byte
	Sum   common.Hash // keccak256 of Proof
}

func (c chain) record(chainID uint64, anchor lightclient.Anchor) (lightclient.Record, error) {
	proof, err := c.trusted.proof(c.from(c.trusted.number())).Encode()
	if err != nil {
		return lightclient.Record{}, err
	}
	state := mustEncode(savedChain{Proof: proof, Sum: crypto.Keccak256Hash(proof)})
	return lightclient.Record{ChainID: chainID, Kind: Kind, Anchor: anchor, Trusted: c.trusted.Header(), State: state}, nil
}

// restoreChain reads what record wrote. It believes the store no further than it has
// to: the header's hash is computed again, and the votes for it must be those of the
// sets that are stored with it, unless it is the anchor.
func restoreChain(r lightclient.Record, network Network) (chain, error) {
	damaged := func(format string, args ...any) (chain, error) {
		return chain{}, fmt.Errorf("%w: "+format+"; remove the store to begin anew from the configured anchor",
			append([]any{lightclient.ErrStoreDamaged}, args...)...)
	}
	var saved savedChain
	if err := rlp.DecodeBytes(r.State, &saved); err != nil {
		return damaged("state of the client: %v", err)
	}
	if sum := crypto.Keccak256Hash(saved.Proof); sum != saved.Sum {
		return damaged("sum of the saved proof is %s, of its bytes it is %s", saved.Sum, sum)
	}
	proof, err := DecodeProof(saved.Proof)
	if err != nil {
		return damaged("%w", err)
	}
	places, err := proof.places(network)
	if err != nil {
		return damaged("saved proof: %w", err)
	}
	first := places[0]
	if got := first.claim.summary; got != r.Trusted {
		return damaged("saved header is %d (%s), the record says %d (%s)", got.Number, got.Hash, r.Trusted.Number, r.Trusted.Hash)
	}
	if r.Anchor == (lightclient.Anchor{Number: r.Trusted.Number, Hash: r.Trusted.Hash}) {
		return newChain(TrustedState{place: first}), nil
	}
	state, err := climb(first.before, nil, places, network)
	if err != nil {
		return damaged("saved header: %w", err)
	}
	if state.number() != r.Trusted.Number {
		return damaged("saved proof is of header %d, the record says %d", state.number(), r.Trusted.Number)
	}
	return newChain(state), nil
}
