package rpcquorum

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/catenary-bridge/catenary/lightclient"
)

// errOtherPast says that a header, proven by hashes alone, descends from another header than the
// trusted one at the trusted height.
var errOtherPast = errors.New("its ancestor at the trusted height is another")

// follow brings the trusted header to what a quorum holds for final.
func (r *round) follow(ctx context.Context) error {
	goal, err := r.goal(ctx)
	if err != nil {
		return err
	}
	if goal.header.Number == r.c.trusted.Number && goal.header.Hash != r.c.trusted.Hash {
		return r.c.freeze(goal.header)
	}
	for r.c.trusted.Number < goal.header.Number {
		if err := r.step(ctx, goal); err != nil {
			return err
		}
	}
	return nil
}

// step moves the trusted header towards the goal, by maxStep at most.
func (r *round) step(ctx context.Context, goal agreed) error {
	trusted, next := r.c.trusted, goal
	if goal.header.Number-trusted.Number > maxStep {
		var err error
		if next, err = r.agreeAt(ctx, trusted.Number+maxStep); err != nil {
			return err
		}
	}
	err := r.link(ctx, next)
	if errors.Is(err, errOtherPast) {
		return r.examine(ctx, next, err)
	}
	if err != nil {
		return r.c.keeper.Rejected(next.header.Number, err)
	}
	return r.c.accept(next.header)
}

// link shows that next descends from the trusted header. The way back is hashed, so it doesn't
// matter who supplies it: those who agreed on next are asked one after the other, first the one
// that had it last time.
func (r *round) link(ctx context.Context, next agreed) error {
	suppliers := slices.Clone(next.by)
	if i := slices.Index(suppliers, r.c.linker); i > 0 {
		suppliers[0], suppliers[i] = suppliers[i], suppliers[0]
	}
	var failures []error
	for _, who := range suppliers {
		if _, ok := r.claims[who]; !ok {
			continue // struck off in an earlier step
		}
		err := r.linkVia(ctx, who, next.header)
		var failed *lightclient.EndpointError
		if !errors.As(err, &failed) || ctx.Err() != nil {
			r.c.linker = who
			return err
		}
		r.strikeOff(who, err)
		failures = append(failures, fmt.Errorf("%s: %w", r.c.cfg.Endpoints[who].Name(), err))
	}
	return fmt.Errorf("no endpoint shows that it descends from the trusted header: %w", errors.Join(failures...))
}

// linkVia walks from next down to the trusted header with headers of one endpoint. What is wrong
// with the endpoint's answer is an EndpointError; any other error is wrong with next itself.
func (r *round) linkVia(ctx context.Context, who int, next *header) error {
	trusted, child := r.c.trusted, next
	for child.Number-trusted.Number > 1 {
		to := child.Number - 1
		from := to - min(MaxBatch, to-trusted.Number) + 1
		headers, err := r.fetch(ctx, who, from, to)
		if err != nil {
			return err
		}
		for _, parent := range slices.Backward(headers) {
			if parent.Hash != child.ParentHash {
				return &lightclient.EndpointError{
					Text: fmt.Sprintf("%v: header %d: hash is %s, want %s, which header %d names as its parent",
						lightclient.ErrNotLinked, parent.Number, parent.Hash, child.ParentHash, child.Number),
					Reason: lightclient.ErrNotLinked,
				}
			}
			if err := checkTime(parent, child); err != nil {
				return err
			}
			child = parent
		}
	}
	if child.ParentHash != trusted.Hash {
		return fmt.Errorf("%w: %w: header %d has parent %s, trusted is %s", lightclient.ErrNotLinked, errOtherPast, child.Number, child.ParentHash, trusted.Hash)
	}
	return checkTime(trusted, child)
}

func checkTime(parent, child *header) error {
	if child.Time < parent.Time {
		return fmt.Errorf("%w: header %d has time %d, want at least its parent's %d", lightclient.ErrTime, child.Number, child.Time, parent.Time)
	}
	return nil
}

func (r *round) fetch(ctx context.Context, who int, from, to uint64) ([]*header, error) {
	replies, stop := fanOut(ctx, r.c, []int{who}, func(ctx context.Context, endpoint Endpoint) ([]*header, error) {
		return askHeaders(ctx, endpoint, from, to)
	})
	defer stop()
	reply := <-replies
	return reply.value, reply.err
}

// examine decides what it means that a quorum holds a header for final whose past is not ours. If a
// quorum also agrees on another header at the trusted height, two headers that we had to believe
// exclude each other. If not, the endpoints contradict themselves, and may be asked again.
func (r *round) examine(ctx context.Context, next agreed, notLinked error) error {
	past, err := r.agreeAt(ctx, r.c.trusted.Number)
	switch {
	case err != nil:
		return r.c.keeper.Rejected(next.header.Number, fmt.Errorf("%w; and at the trusted height: %w", notLinked, err))
	case past.header.Hash == r.c.trusted.Hash:
		return r.c.keeper.Rejected(next.header.Number, fmt.Errorf("%w; and yet %d endpoints hold the trusted header for final too", notLinked, len(past.by)))
	}
	return r.c.freeze(past.header)
}
