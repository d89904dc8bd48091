package e2e_test

import (
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
)

// clocks are what a daemon's clock may be like.
var clocks = []struct {
	name string
	skew time.Duration
	told string // what the operator of a daemon that can't work is told; empty: it works
}{
	{"minutes behind", -5 * time.Minute, "check the clocks"},
	{"minutes ahead", 5 * time.Minute, ""},
	{"ahead by more than the trusting period", 15 * 24 * time.Hour, "configure as anchor the number and hash of a recent block"},
}

// usualTrust sets the trusting period that the default is in life.
func usualTrust(chains []daemon.ChainConfig) {
	for i := range chains {
		chains[i].Client.TrustingPeriod = 14 * 24 * time.Hour
	}
}

// TestSignerWithWrongClock attacks a signer's judgement of what is final, and for how
// long former validators are believed, by its clock. Where it can't know, it does not
// sign, and says why; the others go on. With the right time it signs again.
func TestSignerWithWrongClock(t *testing.T) {
	t.Parallel()
	for _, clock := range clocks {
		t.Run(clock.name, func(t *testing.T) {
			t.Parallel()
			n := e2e.Prepare(t, e2e.Config{})
			n.StartRelayer(nil, nil)
			n.StartSigner(n.Signers[0], nil)
			other := n.StartSigner(n.Signers[1], nil)
			job := n.SignerJob(n.Signers[2], func(c *daemon.SignerConfig) { usualTrust(c.Chains) })
			job.Skew = clock.skew
			wrong := n.StartProcess("signer", job)
			n.Ping(n.Left, n.Right, 1, 5)
			n.AwaitExactlyOnce(n.Right, n.Left, 5)
			other.Stop()
			n.Ping(n.Left, n.Right, 6, 5)
			if clock.told == "" {
				n.AwaitExactlyOnce(n.Right, n.Left, 10)
				wrong.Stop()
				return
			}
			wrong.AwaitLog(clock.told)
			n.StaysUndelivered(n.Right, n.Left, 5, time.Second)
			wrong.Stop()
			job.Skew, job.Signer.NewRecord = 0, false
			n.StartProcess("signer with the right time", job)
			n.AwaitExactlyOnce(n.Right, n.Left, 10)
		})
	}
}

// TestRelayerWithWrongClock is the same for a relayer: it asks for nothing that it can't
// be sure of.
func TestRelayerWithWrongClock(t *testing.T) {
	t.Parallel()
	for _, clock := range clocks {
		t.Run(clock.name, func(t *testing.T) {
			t.Parallel()
			n := e2e.Prepare(t, e2e.Config{})
			job := n.RelayerJob(func(c *daemon.RelayerConfig) { usualTrust(c.Chains) })
			job.Skew = clock.skew
			wrong := n.StartProcess("relayer", job)
			wrong.AwaitReady()
			n.StartSigners(nil)
			n.Ping(n.Left, n.Right, 1, 5)
			if clock.told == "" {
				n.AwaitExactlyOnce(n.Right, n.Left, 5)
				wrong.Stop()
				return
			}
			wrong.AwaitLog(clock.told)
			n.StaysUndelivered(n.Right, n.Left, 0, time.Second)
			wrong.Stop()
			job.Skew = 0
			right := n.StartProcess("relayer with the right time", job)
			n.AwaitExactlyOnce(n.Right, n.Left, 5)
			right.Stop()
		})
	}
}
