package clique

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

// errNoConflict says that a provider is on our own branch after all.
var errNoConflict = errors.New("provider is on the trusted branch")

// askWitnesses shows the newest final header of extended, verified but not accepted
// yet, to the providers other than primary. One that has another, final header at that
// height proves a fork, which freezes the client. One that lags, fails, or is on a
// branch that is not final stops nobody.
func (c *Client) askWitnesses(ctx context.Context, primary int, extended chain) error {
	return c.keeper.FreezeOn(c.rotation.AskWitnesses(ctx, primary, extended.trusted().number(), func(i int) error {
		return c.askWitness(ctx, i, extended)
	}))
}

func (c *Client) askWitness(ctx context.Context, i int, extended chain) error {
	final := extended.trusted()
	hurried, cancel := context.WithTimeout(ctx, c.cfg.WitnessTimeout)
	headers, err := c.headers(hurried, i, final.number(), final.number())
	cancel()
	if err != nil {
		return err
	}
	claimed, err := read(headers[0], c.cfg.Params)
	if err != nil {
		return err
	}
	if claimed.hash == final.hash() {
		return nil
	}
	if err := c.findConflict(ctx, i, extended); !errors.Is(err, errNoConflict) {
		return err
	}
	return nil
}

// examine looks into provider i, which contradicts the trusted chain: it freezes the
// client if its branch is final as well, else says what is wrong with it.
func (c *Client) examine(ctx context.Context, i int) error {
	err := c.keeper.FreezeOn(c.findConflict(ctx, i, c.chain))
	if errors.Is(err, errNoConflict) {
		return fmt.Errorf("%w: it contradicts itself about header %d or the next", lightclient.ErrNotLinked, c.chain.trusted().number())
	}
	return err
}

// findConflict fetches provider i's branch, finds where it leaves ours, and verifies
// it from the state below, as if we had met it first. It returns a ConflictError if
// another header of a height that we hold final is final there, and otherwise the
// reason why not.
//
// That the branches have a common header is what makes them rivals: the same signers
// may run several chains, and seals name none.
func (c *Client) findConflict(ctx context.Context, i int, ours chain) error {
	headers, err := c.branchOf(ctx, i, ours)
	if err != nil {
		return err
	}
	fork, err := c.leaveAt(ours, headers)
	if err != nil {
		return err
	}
	base := ours.stateBelow(fork)
	proof, err := c.prove(base, headers[base.number()+1-ours.lowest():], fork)
	if err != nil {
		return fmt.Errorf("its branch, from %d on, is not to be believed: %w", fork, err)
	}
	mine, err := c.proofOfOurs(ctx, ours, base, fork)
	if err != nil {
		return err
	}
	evidence := &lightclient.Evidence{ChainID: c.cfg.ChainID, Number: fork}
	for _, side := range []struct {
		headers []*types.Header
		header  *lightclient.Header
		raw     *[]byte
	}{{mine, &evidence.Trusted, &evidence.RawTrusted}, {proof, &evidence.Conflicting, &evidence.RawConflicting}} {
		if *side.header, err = lightclient.ReadHeader(side.headers[0]); err != nil {
			return err
		}
		if *side.raw, err = encodeProof(side.headers); err != nil {
			return err
		}
	}
	return &lightclient.ConflictError{Evidence: evidence}
}

// branchOf fetches what provider i has from our lowest state on.
func (c *Client) branchOf(ctx context.Context, i int, ours chain) ([]*types.Header, error) {
	untrusted, err := c.latest(ctx, i)
	if err != nil {
		return nil, err
	}
	head, err := read(untrusted, c.cfg.Params)
	if err != nil {
		return nil, err
	}
	var headers []*types.Header
	for from, last := ours.lowest(), min(head.number, ours.lowest()+maxRivalHeaders-1); from <= last; from += MaxBatch {
		batch, err := c.headers(ctx, i, from, min(last, from+MaxBatch-1))
		if err != nil {
			return nil, err
		}
		headers = append(headers, batch...)
	}
	return headers, nil
}

// leaveAt returns the number of the first of the headers, which begin at our lowest
// state, that is not ours; the one before it is.
func (c *Client) leaveAt(ours chain, headers []*types.Header) (uint64, error) {
	for k, h := range headers {
		number := ours.lowest() + uint64(k)
		want, known := ours.hashAt(number)
		if !known {
			break
		}
		claimed, err := read(h, c.cfg.Params)
		switch {
		case err != nil:
			return 0, err
		case claimed.hash == want:
		case k == 0:
			return 0, fmt.Errorf("%w: its header %d has hash %s, want %s; it serves another chain, or a fork of many blocks",
				lightclient.ErrWrongChain, number, claimed.hash, want)
		default:
			return number, nil
		}
	}
	return 0, errNoConflict
}

// prove returns the headers that make the one of a number final upon base.
func (c *Client) prove(base TrustedState, headers []*types.Header, number uint64) ([]*types.Header, error) {
	b, err := verify(base, headers[:min(len(headers), MaxBatch)], c.cfg.Now(), c.cfg.Params)
	if err != nil {
		return nil, err
	}
	proof := b.proof(number)
	if proof == nil {
		return nil, fmt.Errorf("%w: header %d is not final", lightclient.ErrSeals, number)
	}
	return proof, nil
}

// proofOfOurs returns the same of our own branch. If its headers are no longer held,
// some provider may still have them.
func (c *Client) proofOfOurs(ctx context.Context, ours chain, base TrustedState, number uint64) ([]*types.Header, error) {
	if held := ours.headersFrom(base.number() + 1); len(held) > 0 && held[0].ParentHash == base.hash() {
		return c.prove(base, held, number)
	}
	for i := range c.cfg.Providers {
		headers, _ := c.branchOf(ctx, i, ours) // who fails proves nothing
		skip := min(uint64(len(headers)), base.number()+1-ours.lowest())
		proof, err := c.prove(base, headers[skip:], number)
		if want, _ := ours.hashAt(number); err == nil && proof[0].Hash() == want {
			return proof, nil
		}
	}
	return nil, fmt.Errorf("%w: it has a final rival of our header %d, but nobody has ours any more with what makes it final, so that there is no proof",
		lightclient.ErrDisagreement, number)
}

// encodeProof cuts what would not fit into a store. The header in question comes first.
func encodeProof(headers []*types.Header) ([]byte, error) {
	for {
		b, err := EncodeBranch(headers)
		if len(b) <= lightclient.MaxStateBytes { // a single header always, and no bytes come with an error
			return b, err
		}
		headers = headers[:len(headers)/2]
	}
}

// EncodeBranch returns the RLP list of headers, which is what evidence holds of each
// side: the header in question and those that make it final. Where signers by the
// hundred are listed in nearly every block, some of the latter may be missing.
func EncodeBranch(headers []*types.Header) ([]byte, error) {
	list := make([]rlp.RawValue, len(headers))
	for i, h := range headers {
		b, err := EncodeHeader(h)
		if err != nil {
			return nil, err
		}
		list[i] = b
	}
	return rlp.EncodeToBytes(list)
}

// DecodeBranch parses what EncodeBranch makes, at most MaxBatch headers.
func DecodeBranch(b []byte) ([]*types.Header, error) {
	if len(b) > lightclient.MaxStateBytes {
		return nil, malformed("branch has %d bytes, at most %d are allowed", len(b), lightclient.MaxStateBytes)
	}
	var list []rlp.RawValue
	if err := rlp.DecodeBytes(b, &list); err != nil {
		return nil, malformed("branch is not an RLP list (%v)", err)
	}
	if len(list) > MaxBatch {
		return nil, malformed("branch has %d headers, at most %d are allowed", len(list), MaxBatch)
	}
	headers := make([]*types.Header, len(list))
	for i, raw := range list {
		h, err := DecodeHeader(raw)
		if err != nil {
			return nil, err
		}
		headers[i] = h
	}
	return headers, nil
}
