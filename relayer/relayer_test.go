package relayer

import (
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/catenary-bridge/catenary/messages"
)

func TestNewRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Config)
		want   string
	}{
		"no bus":               {func(c *Config) { c.Bus = nil }, "bus and logger are required"},
		"no logger":            {func(c *Config) { c.Logger = nil }, "bus and logger are required"},
		"no lanes":             {func(c *Config) { c.Lanes = nil }, "no lanes are configured"},
		"a lane twice":         {func(c *Config) { c.Lanes = append(c.Lanes, c.Lanes[0]) }, "lane 9001>9002 is configured twice"},
		"no target":            {func(c *Config) { c.Lanes[0].Target = nil }, "target and observe are required"},
		"no observer":          {func(c *Config) { c.Lanes[0].Observe = nil }, "target and observe are required"},
		"another target chain": {func(c *Config) { c.Lanes[0].Lane.TargetChain = 9 }, "target is chain 9002, want 9"},
		"no limits":            {func(c *Config) { c.Lanes[0].Limits.Count = 0 }, "count 0, want 1 to 2000"},
		"negative in flight":   {func(c *Config) { c.Lanes[0].InFlight = -1 }, "-1 batches in flight, want 1 to 64"},
		"too many in flight":   {func(c *Config) { c.Lanes[0].InFlight = 65 }, "65 batches in flight, want 1 to 64"},
		"negative history":     {func(c *Config) { c.History = -1 }, "-1 messages, want 1 to"},
		"a registry used twice": {func(c *Config) {
			c.Registry = prometheus.NewRegistry()
			c.Registry.MustRegister(prometheus.NewGauge(prometheus.GaugeOpts{Name: "catenary_batches_delivered_total"}))
		}, "register metrics"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoute(9001)
			config := Config{Bus: newMemBus(r), Logger: slog.New(slog.DiscardHandler), Lanes: []LaneConfig{r.config()}}
			c.change(&config)
			if _, err := New(config); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want %q", err, c.want)
			}
		})
	}
}

// TestMetrics: their names meet the conventions, each lane's series exist from the
// start, and the gauges say what the status says.
func TestMetrics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoute(9001)
		w := newWorld(t, r)
		run := w.start(nil, nil)
		const idle = `
# HELP catenary_lane_pending_messages Messages that are proven and not delivered.
# TYPE catenary_lane_pending_messages gauge
catenary_lane_pending_messages{lane="9001>9002"} 0
# HELP catenary_messages_delivered_total Messages executed by deliveries of this relayer, failed handlers included.
# TYPE catenary_messages_delivered_total counter
catenary_messages_delivered_total{lane="9001>9002"} 0
`
		if err := testutil.GatherAndCompare(run.Registry(), strings.NewReader(idle), "catenary_lane_pending_messages", "catenary_messages_delivered_total"); err != nil {
			t.Error(err)
		}
		r.inbox.fails = func(nonce uint64) bool { return nonce == 3 }
		r.send(20)
		w.exactlyOnce(r, 20)
		r.inbox.hold("one", true)
		r.send(5)
		time.Sleep(2 * time.Second)
		const busy = `
# HELP catenary_lane_delivered_nonce Newest nonce that is executed on the target.
# TYPE catenary_lane_delivered_nonce gauge
catenary_lane_delivered_nonce{lane="9001>9002"} 20
# HELP catenary_lane_in_flight_batches Batches that are cut and not delivered.
# TYPE catenary_lane_in_flight_batches gauge
catenary_lane_in_flight_batches{lane="9001>9002"} 1
# HELP catenary_lane_pending_messages Messages that are proven and not delivered.
# TYPE catenary_lane_pending_messages gauge
catenary_lane_pending_messages{lane="9001>9002"} 5
# HELP catenary_lane_state 1 for the state that the lane is in, 0 for the others.
# TYPE catenary_lane_state gauge
catenary_lane_state{lane="9001>9002",state="backing-off"} 0
catenary_lane_state{lane="9001>9002",state="following"} 1
catenary_lane_state{lane="9001>9002",state="halted"} 0
catenary_lane_state{lane="9001>9002",state="paused"} 0
catenary_lane_state{lane="9001>9002",state="starting"} 0
# HELP catenary_messages_delivered_total Messages executed by deliveries of this relayer, failed handlers included.
# TYPE catenary_messages_delivered_total counter
catenary_messages_delivered_total{lane="9001>9002"} 20
# HELP catenary_messages_failed_total Executed messages whose recipient failed; anybody may retry them.
# TYPE catenary_messages_failed_total counter
catenary_messages_failed_total{lane="9001>9002"} 1
# HELP catenary_messages_verified_total Messages proven under a final source header.
# TYPE catenary_messages_verified_total counter
catenary_messages_verified_total{lane="9001>9002"} 25
`
		err := testutil.GatherAndCompare(run.Registry(), strings.NewReader(busy), "catenary_lane_delivered_nonce", "catenary_lane_in_flight_batches",
			"catenary_lane_pending_messages", "catenary_lane_state", "catenary_messages_delivered_total", "catenary_messages_failed_total", "catenary_messages_verified_total")
		if err != nil {
			t.Error(err)
		}
		problems, err := testutil.GatherAndLint(run.Registry())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	})
}

// TestTwoDeploymentsBetweenTheSameChains: while one pair replaces another, both
// are served, and neither people nor metrics mix them up.
func TestTwoDeploymentsBetweenTheSameChains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		old, fresh := newRoute(9001), newRoute(9001)
		lane := fresh.inbox.lane
		lane.OutboxMark = messages.Mark{9}
		fresh.use(lane)
		w := newWorld(t, old, fresh)
		run := w.start(nil, nil)
		old.send(3)
		fresh.send(4)
		w.exactlyOnce(old, 3)
		w.exactlyOnce(fresh, 4)
		if _, err := run.Registry().Gather(); err != nil {
			t.Fatal(err)
		}
		if run.lane(0).Name == run.lane(1).Name {
			t.Errorf("both are called %s", run.lane(0).Name)
		}
	})
}
