package e2e

import (
	"context"
	"time"

	"github.com/catenary-bridge/catenary/cmd/demo"
)

// Now is the time on the net's chains. The daemons of the net have the same clock:
// otherwise light clients would refuse, as they should, headers from the future.
func (n *Net) Now() time.Time { return time.Now().Add(time.Duration(n.ahead.Load())) }

// AdvanceTime lets time pass, in whole seconds, on both chains and for all daemons at
// once: timelocks end, quotes grow old, trusting periods run. It returns when both
// chains have a block of the new time.
//
// In life a light client that has seen nothing for longer than its trusting period, 14
// days, wants a new anchor. Those of a net trust for decades, so that stories need not
// think of it; a story about that sets Client.TrustingPeriod.
func (n *Net) AdvanceTime(d time.Duration) {
	n.t.Helper()
	if d < time.Second || d%time.Second != 0 {
		n.t.Fatalf("AdvanceTime(%s): want whole seconds, at least one", d)
	}
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	// The daemons first: to them a chain that is behind is only slow, one that is ahead lies.
	n.ahead.Add(int64(d))
	for _, chain := range []*demo.Chain{n.Left, n.Right} {
		for _, call := range [][]any{{"evm_increaseTime", int64(d / time.Second)}, {"evm_mine"}} {
			if err := chain.Client.Client.Client().CallContext(ctx, nil, call[0].(string), call[1:]...); err != nil {
				n.t.Fatalf("chain %d: %s: %v", chain.ID, call[0], err)
			}
		}
	}
}
