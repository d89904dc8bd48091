package bench

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/catenary-bridge/catenary/chains/devnet"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/e2e/leaks"
)

// small is a load that takes a moment.
func small(against string) Config {
	c := DefaultConfig()
	c.Against, c.Senders, c.Accounts, c.Connections, c.Batch, c.Transactions, c.InFlight, c.Drain = against, 8, 20, 2, 10, 200, 100, time.Second
	return c
}

func tools() Tools {
	return Tools{Progress: demo.NewProgress(io.Discard), View: NewView(io.Discard), Logger: slog.New(slog.DiscardHandler), Commit: "test"}
}

// measured runs a load, and checks that it leaves nothing behind.
func measured(t *testing.T, c Config) *Report {
	t.Helper()
	before := goleak.IgnoreCurrent()
	report, err := Run(t.Context(), c, tools())
	if err != nil {
		t.Fatal(err)
	}
	http.DefaultClient.CloseIdleConnections()
	if c.Against != "" {
		return report
	}
	if err := leaks.Find(before); err != nil {
		t.Error(err)
	}
	return report
}

// TestEveryWorkloadIsCarried by a devnet of the run's own, and counted on its chain.
func TestEveryWorkloadIsCarried(t *testing.T) {
	for _, workload := range []string{Transfers, Random, ERC20, Calls, Messages} {
		t.Run(workload, func(t *testing.T) {
			c := small("")
			c.Workload, c.Drain = workload, time.Minute
			r := measured(t, c)
			l := r.Loads[0]
			if !r.OK() || l.Tally.Included != 200 || l.Tally.Accepted != 200 || l.EndedBy != "all sent" || l.Latency.P50 <= 0 || l.TPS <= 0 {
				t.Errorf("%v: %+v", r.Wrong, l)
			}
			v := r.Verified
			if v.Nonces.Found != 200 || v.Receipts.Found != 200 || (v.Effects == nil) != (workload == Random) || v.Effects != nil && v.Effects.Found != 200 {
				t.Errorf("verified %+v, effects %+v", v, v.Effects)
			}
		})
	}
}

// TestReportIsWhatTheChainHolds: the totals of a report are those that the chain itself
// tells to somebody else.
func TestReportIsWhatTheChainHolds(t *testing.T) {
	node, err := devnet.New(devnet.Config{ChainID: 9010, BlockTime: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- node.Run(ctx) }()
	defer func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	<-node.Ready()
	url, _ := node.Endpoint()
	c := small(url)
	c.Drain = time.Minute
	r := measured(t, c)
	backend, err := node.Backend()
	if err != nil {
		t.Fatal(err)
	}
	transactions, gas := 0, uint64(0)
	head := backend.CurrentHeader()
	for number := uint64(1); number <= head.Number.Uint64(); number++ {
		block := backend.BlockByNumber(number)
		transactions += len(block.Transactions())
		gas += block.GasUsed()
	}
	// Each sender was funded by a transaction of its own.
	if !r.OK() || transactions != r.Loads[0].Tally.Included+c.Senders || gas != uint64(transactions)*21_000 || r.Loads[0].Blocks.Strangers != 0 {
		t.Errorf("%v: the chain holds %d transactions and %d gas, the report says %+v", r.Wrong, transactions, gas, r.Loads[0])
	}
	st, err := backend.StateAt(head)
	if err != nil {
		t.Fatal(err)
	}
	total := new(big.Int)
	for _, recipient := range recipientsOf(c.Variant, c.Senders) {
		total.Add(total, st.GetBalance(recipient).ToBig())
	}
	if total.Int64() != 200 || r.Verified.Effects.Found != 200 {
		t.Errorf("recipients have %d wei, the report says %+v", total, r.Verified.Effects)
	}
	if again := measured(t, c); !again.OK() || again.Verified.Effects.Found != 200 {
		t.Errorf("a second load on the same chain: %v", again.Wrong)
	}
}

// each is true of every k-th.
func each(k int) func(int) bool { return func(n int) bool { return n%k == k-1 } }

// TestWhatANodeDoesWrongIsReported: a node that takes transactions and loses them, refuses
// them, or lists in its blocks what its state does not show.
func TestWhatANodeDoesWrongIsReported(t *testing.T) {
	// Late is where nothing may count as lost that was only slow, and costs nothing where all arrives. The shorter ones
	// are waited out.
	const late = 30 * time.Second
	for name, c := range map[string]struct {
		drain time.Duration
		node  *fakeNode
		want  []string
	}{
		// What comes behind a lost nonce waits for it for ever: more are lost than the ten.
		"lost":            {8 * time.Second, &fakeNode{lose: func(n int) bool { return n >= 190 }}, []string{"10 of 200 accepted transactions are lost"}},
		"refused":         {late, &fakeNode{refuse: func(n int) string { return map[bool]string{true: "no such luck"}[n >= 196] }}, []string{"4 transactions were refused: no such luck"}},
		"not executed":    {late, &fakeNode{leave: func(n int) bool { return n >= 197 }}, []string{"nonces of all senders: the chain has 197, blocks had 200"}},
		"without effect":  {late, &fakeNode{empty: each(10)}, []string{"wei at the recipients: the chain has 180, blocks had 200"}},
		"failed receipts": {late, &fakeNode{fail: each(4)}, []string{"receipts of a sample that say success: the chain has 150, blocks had 200"}},
		"always full": {time.Second, &fakeNode{refuse: func(int) string { return "txpool is full" }},
			[]string{"the node pushed ", " transactions back until the load gave up", "no block holds any of it"}},
		"silent": {5 * time.Second, &fakeNode{lose: func(int) bool { return true }, hangUp: func(int) bool { return true }},
			[]string{"transactions were sent and never answered, and no block holds them"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := small(startFake(t, c.node))
			config.Drain = c.drain
			r := measured(t, config)
			all := strings.Join(r.Wrong, "\n")
			if r.OK() {
				t.Fatal("the report says that all is well")
			}
			for _, want := range c.want {
				if !strings.Contains(all, want) {
					t.Errorf("the report says %q, want %q", all, want)
				}
			}
			var people strings.Builder
			r.Print(&people)
			if !strings.Contains(people.String(), "WRONG") || strings.Contains(people.String(), "verdict") {
				t.Errorf("people are not told:\n%s", &people)
			}
		})
	}
}

// TestWhatPassesIsNotReported: a pool that is full for a moment, connections that end
// before the answer, and slow blocks lose nothing.
func TestWhatPassesIsNotReported(t *testing.T) {
	for name, node := range map[string]*fakeNode{
		"a small pool":     {slots: 25},
		"lost answers":     {hangUp: each(3)},
		"small blocks":     {perBlock: 7},
		"a moment of both": {slots: 30, hangUp: each(5), perBlock: 9},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := small(startFake(t, node))
			c.Drain = 30 * time.Second
			r := measured(t, c)
			l := r.Loads[0]
			if !r.OK() || l.Tally.Included != 200 {
				t.Fatalf("%v: %+v", r.Wrong, l)
			}
			if node.slots == 25 && l.Pushed == 0 {
				t.Error("nothing was pushed back")
			}
			if node.hangUp != nil && l.Failures == 0 {
				t.Error("no request has failed")
			}
		})
	}
}

// TestReceiptsAreASample of as many as the documentation says, however large the load.
func TestReceiptsAreASample(t *testing.T) {
	c := small(startFake(t, &fakeNode{}))
	c.Transactions, c.Drain = 2*receiptSample-1, 30*time.Second
	if r := measured(t, c); !r.OK() || r.Verified.Receipts.Expected != receiptSample || r.Verified.Receipts.Found != receiptSample {
		t.Errorf("%v: %+v", r.Wrong, r.Verified.Receipts)
	}
}

// TestStepsEndAtAKnee on a node that carries no more than 20 transactions in 20 ms.
func TestStepsEndAtAKnee(t *testing.T) {
	c := small(startFake(t, &fakeNode{perBlock: 20, blockTime: 20 * time.Millisecond}))
	c.Mode, c.Rate, c.Duration, c.InFlight, c.Drain = Steps, 600, 500*time.Millisecond, 10_000, 30*time.Second
	r := measured(t, c)
	if !r.OK() || r.Knee == nil || !r.Knee.Bounded || len(r.Loads) < 3 {
		t.Fatalf("%v: knee %+v, %d loads", r.Wrong, r.Knee, len(r.Loads))
	}
	for i, l := range r.Loads {
		if l.Held == nil || *l.Held != (l.Miss == "") || l.Tally.Lost > 0 {
			t.Errorf("step %d: %+v", i+1, l)
		}
		if l.Offered > 2000 && *l.Held {
			t.Errorf("step %d: twice of what blocks hold was carried: %+v", i+1, l)
		}
	}
}

// TestFixedRateIsKept: all are sent, and not before they are due.
func TestFixedRateIsKept(t *testing.T) {
	c := small(startFake(t, &fakeNode{}))
	c.Mode, c.Rate, c.Transactions = Fixed, 400, 200
	c.Drain = 30 * time.Second
	r := measured(t, c)
	if l := r.Loads[0]; !r.OK() || l.Seconds < 0.4 || l.Offered != 400 || l.Tally.Included != 200 {
		t.Errorf("%v: %+v", r.Wrong, l)
	}
}

// TestDurationEndsALoad that would go on: what was not sent is not missed.
func TestDurationEndsALoad(t *testing.T) {
	c := small(startFake(t, &fakeNode{perBlock: 5}))
	c.Transactions, c.Duration, c.Drain, c.InFlight = 5000, time.Second, 30*time.Second, 20
	r := measured(t, c)
	if l := r.Loads[0]; !r.OK() || l.EndedBy != "duration" || l.Tally.Sent >= 5000 || l.Tally.Included != l.Tally.Sent {
		t.Errorf("%v: %+v", r.Wrong, l)
	}
}

// TestInterruptedSetUpEnds although connections wait for blocks that do not come.
func TestInterruptedSetUpEnds(t *testing.T) {
	node := &fakeNode{blockTime: time.Hour}
	c := small(startFake(t, node))
	c.Senders = 2 * setUpInFlight // each is funded by a transaction
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	full := func() bool {
		node.mu.Lock()
		defer node.mu.Unlock()
		return len(node.pool) >= setUpInFlight
	}
	go func() {
		for ctx.Err() == nil && !full() {
			time.Sleep(10 * time.Millisecond)
		}
		cancel()
	}()
	done := make(chan error, 1)
	go func() {
		_, err := Run(ctx, c, tools())
		done <- err
	}()
	select {
	case err := <-done:
		if !errors.Is(err, ErrSetUp) || !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("it waits on")
	}
}

// TestNodeThatIsNotThere: an error, not a report.
func TestNodeThatIsNotThere(t *testing.T) {
	for against, says := range map[string]string{"http://127.0.0.1:1": "refused", "ws://127.0.0.1:1": "want a URL like http"} {
		if r, err := Run(t.Context(), small(against), tools()); r != nil || err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, %v", against, r, err)
		}
	}
}

// TestPoorFunderIsTold what would do, before anything is sent.
func TestPoorFunderIsTold(t *testing.T) {
	node := &fakeNode{}
	c := small(startFake(t, node))
	c.FeeCap, c.Transactions = 1_000_000, maxTransactions
	if _, err := Run(t.Context(), c, tools()); !errors.Is(err, ErrSetUp) || !strings.Contains(err.Error(), node.funder.Hex()) || !strings.Contains(err.Error(), "--fee-cap") {
		t.Errorf("got %v", err)
	}
}

func TestConfigRefuses(t *testing.T) {
	if err := DefaultConfig().validate(); err != nil {
		t.Fatal(err)
	}
	for says, spoil := range map[string]func(*Config){
		`workload "x", want transfers`:             func(c *Config) { c.Workload = "x" },
		`mode "x", want max, fixed or steps`:       func(c *Config) { c.Mode = "x" },
		"senders 0, want 1 to 1000000":             func(c *Config) { c.Senders = 0 },
		"senders 1000001, want":                    func(c *Config) { c.Senders = maxAccounts + 1 },
		"accounts 1, want 2 to 1000000":            func(c *Config) { c.Workload, c.Accounts = Random, 1 },
		"accounts 1000001, want":                   func(c *Config) { c.Workload, c.Accounts = Random, maxAccounts+1 },
		"rate 0, want 1 to":                        func(c *Config) { c.Rate = 0 },
		"rate 1000001, want":                       func(c *Config) { c.Rate = maxRate + 1 },
		"duration -1s, want":                       func(c *Config) { c.Duration = -time.Second },
		"duration 25h0m0s, want":                   func(c *Config) { c.Mode, c.Rate, c.Duration = Fixed, 1, 25*time.Hour },
		"transactions -1, want 0 to":               func(c *Config) { c.Transactions = -1 },
		"16000001 transactions to sign":            func(c *Config) { c.Transactions = maxTransactions + 1 },
		"18000000 transactions to sign":            func(c *Config) { c.Duration = 5 * time.Minute },
		"batch 0, want 1 to 1000":                  func(c *Config) { c.Batch = 0 },
		"batch 1001, want 1 to 1000":               func(c *Config) { c.Batch = 1001 },
		"connections 0, want 1 to 256":             func(c *Config) { c.Connections = 0 },
		"connections 257, want 1 to 256":           func(c *Config) { c.Connections = 257 },
		"8 connections for 3 senders":              func(c *Config) { c.Senders = 3 },
		"in-flight 99, want from a batch, 100, to": func(c *Config) { c.InFlight = 99 },
		"in-flight 16000001, want":                 func(c *Config) { c.InFlight = maxTransactions + 1 },
		"drain 999ms, want 1s to 1h":               func(c *Config) { c.Drain = 999 * time.Millisecond },
		"drain 1h0m1s, want 1s to 1h":              func(c *Config) { c.Drain = time.Hour + time.Second },
		"fee-cap -1 gwei, want":                    func(c *Config) { c.FeeCap = -1 },
		"fee-cap 1000001 gwei, want":               func(c *Config) { c.FeeCap = 1_000_001 },
		"validators 0, want":                       func(c *Config) { c.Validators = 0 },
		"block-time 0s, want":                      func(c *Config) { c.BlockTime = 0 },
		"gas-limit 0, want":                        func(c *Config) { c.GasLimit = 0 },
		"validators is 33, must be 1 to 32":        func(c *Config) { c.Validators = 33 },
		"gas limit":                                func(c *Config) { c.GasLimit = 1 },
	} {
		t.Run(says, func(t *testing.T) {
			c := DefaultConfig()
			spoil(&c)
			if _, err := Run(t.Context(), c, tools()); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestReportFieldsAreStable: their names are documented.
func TestReportFieldsAreStable(t *testing.T) {
	held := true
	content, err := json.Marshal(Report{Loads: []Result{{Held: &held, Said: []Refusal{{}}, Series: []Sample{{}}}}, Knee: &Knee{}, Verified: Verified{Effects: &Count{}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{"version":0,"conditions":{"started":"","commit":"","goVersion":"","platform":"","cpu":"","cores":0,"gogc":"","gomemlimit":"","loadAverage":0,"node":"","endpoint":"",` +
			`"inProcess":false,"chainId":0,"workload":"","senders":0,"mode":"","batch":0,"connections":0,"inFlight":0,"pollMillis":0,"variant":0}`,
		`"setUp":{"accountsSeconds":0,"nodeSeconds":0,"fundingSeconds":0,"signingSeconds":0,"signed":0}`,
		`"loads":[{"transactions":{"signed":0,"sent":0,"accepted":0,"refused":0,"unanswered":0,"untaken":0,"included":0,"lost":0,"missing":0},"pushedBack":0,"seconds":0,"tps":0,"medianTps":0,"endedBy":"","held":true,`,
		`"latencyMillis":{"p50":0,"p90":0,"p99":0,"p999":0,"max":0,"mean":0}`,
		`"blocks":{"count":0,"empty":0,"strangers":0,"medianTransactions":0,"maxTransactions":0,"medianFill":0,"maxFill":0,"intervalMillis":{"p50":0,"p99":0,"max":0},"gasPerSecond":0}`,
		`"cpu":{"processSeconds":0,"generatorSeconds":0,"generatorMicrosPerTransaction":0}`, `"memory":{"residentBytes":0,"heapBytes":0}`,
		`"gc":{"cycles":0,"pauseTotalMillis":0,"pauseP99Millis":0,"pauseMaxMillis":0},"failedRequests":0,"said":[{"message":"","count":0}]`,
		`"series":[{"second":0,"sent":0,"included":0,"inFlight":0,"p50Millis":0,"p99Millis":0,"fill":0,"cpuCores":0,"generatorCores":0,"residentBytes":0,"gcPauseMillis":0}]`,
		`"knee":{"rate":0,"bounded":false,"demand":""}`,
		`"verified":{"nonces":{"what":"","expected":0,"found":0},"effects":{"what":"","expected":0,"found":0},"receipts":{"what":"","expected":0,"found":0}},"wrong":null}`,
	} {
		if !strings.Contains(string(content), want) {
			t.Errorf("lacks %s\nin %s", want, content)
		}
	}
}
