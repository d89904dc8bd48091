package lightclient

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// Rotation decides which of its endpoints a client asks first: in the order of the
// configuration, but those that failed lately last. It is guarded by the client's turn,
// see [Keeper].
type Rotation struct {
	names    []string
	restsAt  []time.Time // by endpoint: until then it is asked last, or not
	coolDown time.Duration
	now      func() time.Time
	log      *slog.Logger
	excused  []error
}

// NewRotation returns the rotation of endpoints, each of which rests for the time of
// coolDown when it fails. To be behind (ErrStale) is no failure, and neither are the
// excused errors.
func NewRotation[E interface{ Name() string }](endpoints []E, coolDown time.Duration, now func() time.Time, log *slog.Logger, excused ...error) *Rotation {
	r := &Rotation{restsAt: make([]time.Time, len(endpoints)), coolDown: coolDown, now: now, log: log, excused: append([]error{ErrStale}, excused...)}
	for _, e := range endpoints {
		r.names = append(r.names, e.Name())
	}
	return r
}

// Name returns that of endpoint i.
func (r *Rotation) Name(i int) string { return r.names[i] }

// Order returns the indexes of the endpoints, those that rest last, and how many do not
// rest.
func (r *Rotation) Order() (order []int, fit int) {
	var resting []int
	for i := range r.names {
		if r.Rests(i) {
			resting = append(resting, i)
		} else {
			order = append(order, i)
		}
	}
	return slices.Concat(order, resting), len(order)
}

// Rests reports whether endpoint i failed lately.
func (r *Rotation) Rests(i int) bool { return r.now().Before(r.restsAt[i]) }

// rest has endpoint i asked last for a while, and tells the operator unless it rested
// already: where the next one is believed the update goes well, and nobody else would
// tell that one of the endpoints lies.
func (r *Rotation) rest(i int, message string, args ...any) {
	if !r.Rests(i) {
		r.log.Warn(message, append([]any{"provider", r.names[i]}, args...)...)
	}
	r.restsAt[i] = r.now().Add(r.coolDown)
}

// Blame has endpoint i rest for an error, unless it is nobody's fault or an excused one,
// and returns the error under the endpoint's name.
func (r *Rotation) Blame(ctx context.Context, i int, err error) error {
	excused := slices.ContainsFunc(r.excused, func(excuse error) bool { return errors.Is(err, excuse) })
	if !excused && !IsNobodysFault(ctx, err) {
		r.rest(i, "provider refused", "err", err)
	}
	return fmt.Errorf("%s: %w", r.names[i], err)
}

// Ask asks endpoint after endpoint until one brings enough, and reports whether any
// answered without complaint. Once one has, those that rest are left alone: there is no
// need of them, and on an idle chain each would cost a timeout each time. If none brings
// enough, the error is that of those that failed, each by its name, or nil; one that is
// nobody's fault ends the search and is returned as it is.
func (r *Rotation) Ask(ctx context.Context, ask func(i int) (enough bool, err error)) (answered bool, err error) {
	var failures []error
	order, _ := r.Order()
	for _, i := range order {
		if answered && r.Rests(i) {
			continue
		}
		enough, err := ask(i)
		switch {
		case err == nil && enough:
			return true, nil
		case err == nil:
			answered = true
		case IsNobodysFault(ctx, err):
			return answered, err
		default:
			failures = append(failures, r.Blame(ctx, i, err))
		}
	}
	return answered, errors.Join(failures...)
}

// AskWitnesses asks the endpoints other than primary, all at once, about the header of a
// number, which is verified but not accepted yet. It returns the first *ConflictError,
// or the context's error. A witness that lags, fails, or has something that is not to be
// believed stops nobody; it rests, unless it just does not have the header (yet).
func (r *Rotation) AskWitnesses(ctx context.Context, primary int, number uint64, ask func(i int) error) error {
	results := make([]error, len(r.names))
	var wg sync.WaitGroup
	for i := range r.names {
		if i != primary && !r.Rests(i) {
			wg.Go(func() { results[i] = ask(i) })
		}
	}
	wg.Wait()
	for i, err := range results {
		var conflict *ConflictError
		switch {
		case err == nil, errors.Is(err, ErrNoSuchHeader):
		case errors.As(err, &conflict):
			return conflict
		case ctx.Err() != nil:
			return ctx.Err()
		default:
			r.rest(i, "witness is not to be believed", "number", number, "err", err)
		}
	}
	return nil
}

// CheckProviders refuses providers that cannot be told apart, none, and more than most.
func CheckProviders[P interface {
	comparable
	Name() string
}](providers []P, most int) error {
	if n := len(providers); n == 0 || n > most {
		return fmt.Errorf("there are %d providers, want 1 to %d", n, most)
	}
	var missing P
	names := make(map[string]bool, len(providers))
	for i, p := range providers {
		if p == missing {
			return fmt.Errorf("provider %d is missing", i)
		}
		if names[p.Name()] {
			return fmt.Errorf("two providers are named %q, want different endpoints: one cannot bear witness for itself", p.Name())
		}
		names[p.Name()] = true
	}
	return nil
}
