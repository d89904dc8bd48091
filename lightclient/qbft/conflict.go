package qbft

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// errNoConflict says that a provider is on our own branch after all.
var errNoConflict = errors.New("provider is on the trusted branch")

// askWitnesses shows the newest header of extended, verified but not accepted yet,
// to the providers other than primary. One that has another, believable header at
// that height proves a fork, which freezes the client. One that lags, fails, or has
// something that is not to be believed stops nobody.
func (c *Client) askWitnesses(ctx context.Context, primary int, extended chain) error {
	return c.keeper.FreezeOn(c.rotation.AskWitnesses(ctx, primary, extended.trusted.number(), func(i int) error {
		return c.askWitness(ctx, i, extended)
	}))
}

func (c *Client) askWitness(ctx context.Context, i int, extended chain) error {
	number := extended.trusted.number()
	hurried, cancel := context.WithTimeout(ctx, c.cfg.WitnessTimeout)
	headers, err := c.headers(hurried, i, number, number)
	cancel()
	if err != nil {
		return err
	}
	claimed, err := c.cfg.Params.Schedule.read(headers[0])
	if err != nil {
		return err
	}
	if claimed.hash == extended.trusted.hash() {
		return nil
	}
	if err := c.findConflict(ctx, i, extended, number); !errors.Is(err, errNoConflict) {
		return err
	}
	return nil
}

// examine looks into provider i, which contradicts the trusted chain at number: it
// freezes the client if it is right, else says what is wrong with it.
func (c *Client) examine(ctx context.Context, i int, number uint64) error {
	err := c.keeper.FreezeOn(c.findConflict(ctx, i, c.chain, number))
	if errors.Is(err, errNoConflict) {
		return fmt.Errorf("%w: it contradicts itself at height %d", lightclient.ErrNotLinked, number)
	}
	return err
}

// findConflict fetches provider i's branch up to number, finds where it leaves ours,
// and verifies it from there, as if we had met it first. It returns a ConflictError
// if the branch is to be believed, and otherwise the reason why not.
//
// That the branches have a common header is what makes them rivals: the same
// validators may run several chains, and seals name none.
func (c *Client) findConflict(ctx context.Context, i int, ours chain, number uint64) error {
	from := ours.lowest()
	if number-from >= MaxBatch {
		from = number - MaxBatch + 1
	}
	headers, err := c.headers(ctx, i, from, number)
	if err != nil {
		return err
	}
	fork, err := c.leaveAt(ours, headers, from)
	if err != nil {
		return err
	}
	if fork == len(headers) {
		return errNoConflict
	}
	rival, err := c.verifyRival(ctx, i, ours, headers, fork)
	if err != nil {
		return fmt.Errorf("its branch from %d on is not to be believed: %w", from+uint64(fork), err)
	}
	evidence, err := c.evidence(ctx, i, ours, rival)
	if err != nil {
		return err
	}
	return &lightclient.ConflictError{Evidence: evidence}
}

// verifyRival verifies provider i's headers from index fork on, the one before which
// is ours. A contract's set has to be proven by the same provider: a rival whose
// state nobody has any more is not to be believed.
func (c *Client) verifyRival(ctx context.Context, i int, ours chain, headers []*types.Header, fork int) (TrustedState, error) {
	common, err := c.cfg.Params.Schedule.read(headers[fork-1])
	if err != nil {
		return TrustedState{}, err
	}
	// Its hash is one that we verified, and covers the set that it lists. Where it lists
	// none, the last trusted set is what the rival's has to overlap with.
	ancestor := ours.trusted.at(common)
	if common.rules.Contract == nil {
		if ancestor, err = newState(common); err != nil {
			return TrustedState{}, err
		}
	}
	rival, _, err := c.verifyBatch(ctx, i, ancestor, headers[fork:])
	return rival, err
}

// leaveAt returns the index of the first of the headers, which begin at from, that
// is not ours; the one before it is.
func (c *Client) leaveAt(ours chain, headers []*types.Header, from uint64) (int, error) {
	for k, h := range headers {
		claimed, err := c.cfg.Params.Schedule.read(h)
		if err != nil {
			return 0, err
		}
		number := from + uint64(k) // which Verify holds it to, if it is not ours
		want, _ := ours.hashAt(number)
		switch {
		case claimed.hash == want:
		case k == 0:
			return 0, fmt.Errorf("%w: its header %d has hash %s, want %s; it serves another chain, or a fork of more than %d blocks",
				lightclient.ErrWrongChain, number, claimed.hash, want, len(headers)-1)
		default:
			return k, nil
		}
	}
	return len(headers), nil
}

// evidence puts our header beside the rival's. If ours is no longer held with its
// seals, another provider may still have it.
func (c *Client) evidence(ctx context.Context, rivalProvider int, ours chain, rival TrustedState) (*lightclient.Evidence, error) {
	number := rival.number()
	mine := ours.headerAt(number)
	for i := 0; mine == nil && i < len(c.cfg.Providers); i++ {
		if i == rivalProvider {
			continue
		}
		headers, err := c.headers(ctx, i, number, number)
		if err != nil {
			continue
		}
		hash, err := c.cfg.Params.Schedule.At(number).Dialect.OnChainHash(headers[0])
		if want, _ := ours.hashAt(number); err == nil && hash == want {
			mine = headers[0]
		}
	}
	if mine == nil {
		return nil, fmt.Errorf("%w: it has a believable rival of header %d (%s), but nobody has ours with its seals any more, so that there is no proof",
			lightclient.ErrDisagreement, number, rival.hash())
	}
	trusted, err := c.cfg.Params.Schedule.read(mine)
	if err != nil {
		return nil, err
	}
	rawTrusted, err := EncodeHeader(trusted.header)
	if err != nil {
		return nil, err
	}
	rawRival, err := EncodeHeader(rival.claim.header)
	if err != nil {
		return nil, err
	}
	return &lightclient.Evidence{
		ChainID: c.cfg.ChainID, Number: number, Trusted: trusted.summary(), Conflicting: rival.Header(),
		RawTrusted: rawTrusted, RawConflicting: rawRival,
	}, nil
}
