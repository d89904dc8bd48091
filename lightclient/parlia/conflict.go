package parlia

import (
	"context"
	"errors"
	"fmt"

	"github.com/catenary-bridge/catenary/lightclient"
)

// errNoConflict says that a provider is on our own branch after all.
var errNoConflict = errors.New("provider is on the trusted branch")

// askWitnesses shows the newest header of extended, verified but not accepted yet, to
// the providers other than primary. One that has a believable rival of it proves that
// validators broke the rules, which freezes the client. One that lags, fails, or has
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
	claimed, err := read(headers[0], c.network)
	if err != nil {
		return err
	}
	if claimed.number() == number && claimed.hash() == extended.trusted.Header().Hash {
		return nil
	}
	if err := c.findConflict(ctx, i, extended); !errors.Is(err, errNoConflict) {
		return err
	}
	return nil
}

// examine looks into provider i, which contradicts the trusted chain: it freezes the
// client if it is right, else says what is wrong with it.
func (c *Client) examine(ctx context.Context, i int) error {
	err := c.keeper.FreezeOn(c.findConflict(ctx, i, c.chain))
	if errors.Is(err, errNoConflict) {
		return fmt.Errorf("%w: it contradicts itself above height %d", lightclient.ErrNotLinked, c.chain.trusted.number())
	}
	return err
}

// findConflict fetches provider i's branch, finds where it leaves ours, and looks for
// votes that make it a rival. It returns a ConflictError if there are, and otherwise
// the reason why not.
//
// That the branches have a common header is what makes them rivals: the same
// validators may run several chains, and votes name none.
func (c *Client) findConflict(ctx context.Context, i int, ours chain) error {
	if err := checkNotExpired(ours.trusted, c.cfg.Now(), c.cfg.Params); err != nil {
		return err
	}
	from := ours.lowest() - 1
	claims, err := c.fetchBranch(ctx, i, from, ours.trusted.number()+maxLag)
	if err != nil {
		return err
	}
	leaves, err := leaveAt(ours, claims, from)
	if err != nil {
		return err
	}
	for _, claimed := range claims {
		if err := checkNotFuture(claimed, c.cfg.Now(), c.cfg.Params); err != nil {
			return err
		}
	}
	evidence, err := weigh(ours, claims[leaves:], c.network)
	if err != nil {
		// The reason is none of ours: that nothing is final there, for one, is no news.
		return fmt.Errorf("%w: its branch from %d on is not to be believed: %v", lightclient.ErrNotLinked, claims[leaves].number(), err) //nolint:errorlint // see above
	}
	return &lightclient.ConflictError{Evidence: evidence}
}

// fetchBranch returns the headers that provider i has from one number on, up to
// another. They follow each other, and that is all.
func (c *Client) fetchBranch(ctx context.Context, i int, from, to uint64) ([]*claim, error) {
	untrusted, err := c.latest(ctx, i)
	if err != nil {
		return nil, err
	}
	newest, err := read(untrusted, c.network)
	if err != nil {
		return nil, err
	}
	headers, err := c.headers(ctx, i, from, min(newest.number(), to))
	if err != nil {
		return nil, err
	}
	return readAll(headers, c.network)
}
