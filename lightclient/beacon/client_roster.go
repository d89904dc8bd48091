package beacon

import (
	"sort"
	"time"
)

// roster remembers which providers failed lately. It is guarded by the client's turn.
type roster struct {
	names    []string
	restsAt  []time.Time // until then it is asked last
	coolDown time.Duration
}

func newRoster[P named](providers []P, coolDown time.Duration) *roster {
	r := &roster{restsAt: make([]time.Time, len(providers)), coolDown: coolDown}
	for _, p := range providers {
		r.names = append(r.names, p.Name())
	}
	return r
}

// order returns the indexes of the providers, those that failed lately last, and how many
// of them did not.
func (r *roster) order(now time.Time) (order []int, rested int) {
	order = make([]int, len(r.restsAt))
	for i := range order {
		order[i] = i
		if !r.resting(i, now) {
			rested++
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return !r.resting(order[a], now) && r.resting(order[b], now) })
	return order, rested
}

func (r *roster) resting(i int, now time.Time) bool { return now.Before(r.restsAt[i]) }

// rest has a provider asked last for a while, and reports whether it was not resting yet:
// then somebody should tell the operator.
func (r *roster) rest(i int, now time.Time) bool {
	fresh := !r.resting(i, now)
	r.restsAt[i] = now.Add(r.coolDown)
	return fresh
}
