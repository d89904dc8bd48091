package devnet

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
)

// stage is a clock whose machine and whose chain stand still until told otherwise.
type stage struct {
	*clock
	machine time.Time
	newest  types.Header
}

func newStage(machine, head int64) *stage {
	s := &stage{machine: time.Unix(machine, 0), newest: types.Header{Time: uint64(head)}}
	s.clock = newClock(func() time.Time { return s.machine }, func() *types.Header { return &s.newest })
	return s
}

func (s *stage) want(t *testing.T, unixSeconds int64) {
	t.Helper()
	if got := s.Now().Unix(); got != unixSeconds {
		t.Errorf("the clock shows %d, want %d", got, unixSeconds)
	}
}

func TestClock(t *testing.T) {
	s := newStage(1000, 990)
	s.want(t, 1000)
	if total, err := s.IncreaseTime(60); err != nil || total != 60 {
		t.Fatal(total, err)
	}
	s.want(t, 1060)
	s.machine = s.machine.Add(5 * time.Second)
	s.want(t, 1065)

	// A fixed timestamp stands still until a block has it, and time goes on from there.
	if err := s.SetNextBlockTimestamp(5000); err != nil {
		t.Fatal(err)
	}
	s.machine = s.machine.Add(5 * time.Second)
	s.newest.Time = 1065 // a block that was being decided
	s.want(t, 5000)
	s.newest.Time = 5000
	s.want(t, 5000)
	s.machine = s.machine.Add(5 * time.Second)
	s.want(t, 5005)
	if total, err := s.IncreaseTime(10); err != nil || total != 4000 {
		t.Errorf("the clock is %d s ahead, %v, want 4000", total, err)
	}
}

// TestClockThatIsSetBack: a block that was being decided comes with a later timestamp than the one that was fixed meanwhile.
// Time goes on from there, or all proposals would be from the future.
func TestClockThatIsSetBack(t *testing.T) {
	s := newStage(1000, 100)
	if err := s.SetNextBlockTimestamp(101); err != nil {
		t.Fatal(err)
	}
	s.want(t, 101)
	if got := s.Latest().Unix(); got != 1000 {
		t.Errorf("a block of %d is accepted at the latest, want 1000", got)
	}
	s.newest.Time = 1000
	s.want(t, 1000)
	if err := s.SetNextBlockTimestamp(5000); err != nil {
		t.Fatal(err)
	}
	if got := s.Latest().Unix(); got != 5000 {
		t.Errorf("a block of %d is accepted at the latest, want 5000", got)
	}
}

// TestClockOfAMovedChain: a chain that was moved ahead and is started again goes on.
func TestClockOfAMovedChain(t *testing.T) {
	newStage(1000, 5000).want(t, 5000)
	newStage(5000, 1000).want(t, 5000)
}

func TestClockRefuses(t *testing.T) {
	years := uint64(maxAhead / time.Second)
	for says, act := range map[string]func(*stage) error{
		"want more than the head's 990":             func(s *stage) error { return s.SetNextBlockTimestamp(990) },
		"timestamp 0 of the next block":             func(s *stage) error { return s.SetNextBlockTimestamp(0) },
		"and at most 3153601000":                    func(s *stage) error { return s.SetNextBlockTimestamp(1001 + years) },
		"want at most 3153600000 s in all":          func(s *stage) error { _, err := s.IncreaseTime(years + 1); return err },
		"increase time by 18446744073709551615 s":   func(s *stage) error { _, err := s.IncreaseTime(math.MaxUint64); return err },
		"increase time by 1 s: the clock is 876000": func(s *stage) error { _, _ = s.IncreaseTime(years); _, err := s.IncreaseTime(1); return err },
	} {
		t.Run(says, func(t *testing.T) {
			s := newStage(1000, 990)
			if err := act(s); err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("got %v", err)
			}
			if ahead := s.Now().Unix() - 1000; ahead != 0 && uint64(ahead) != years {
				t.Errorf("the clock was moved by %d s", ahead)
			}
		})
	}
}

// TestTimeControl: with four validators, whole consensus, and blocks that come by
// themselves, a jump of days is in the next block, and the chain goes on.
func TestTimeControl(t *testing.T) {
	n, _ := start(t, Config{TimeControl: true, BlockTime: 20 * time.Millisecond})
	client := dial(t, n)
	before := newest(t, client)
	var total uint64
	call(t, client, &total, "evm_increaseTime", 48*3600)
	if total != 48*3600 {
		t.Errorf("evm_increaseTime answers %d", total)
	}
	var mined string
	call(t, client, &mined, "evm_mine")
	after := newest(t, client)
	if mined != "0x0" || after.Time < before.Time+48*3600 || after.Time > before.Time+48*3600+60 {
		t.Errorf("evm_mine answers %q; the head was at %d and is at %d", mined, before.Time, after.Time)
	}
	fixed := after.Time + 1_000_000
	call(t, client, nil, "evm_setNextBlockTimestamp", fixed)
	call(t, client, nil, "evm_mine")
	if exact := timestamps(t, client, after.Number.Uint64()); !exact[fixed] {
		t.Errorf("no block has the timestamp %d: %v", fixed, exact)
	}
	call(t, client, nil, "evm_mine", fixed+500)
	call(t, client, nil, "evm_mine", map[string]any{"timestamp": fixed + 1000, "blocks": "0x3"})
	if exact := timestamps(t, client, after.Number.Uint64()); !exact[fixed+500] || !exact[fixed+1000] {
		t.Errorf("a block has not the timestamp that it was to have: %v", exact)
	}
	if err := client.Client().CallContext(within(t, patience), nil, "evm_setNextBlockTimestamp", 1); err == nil || !strings.Contains(err.Error(), "more than the head's") {
		t.Errorf("a timestamp before the head's: %v", err)
	}
	if err := client.Client().CallContext(within(t, patience), nil, "evm_mine", "soon"); err == nil || !strings.Contains(err.Error(), "want a timestamp") {
		t.Errorf("a timestamp that is none: %v", err)
	}
	var pending types.Header
	call(t, client, &pending, "eth_getBlockByNumber", "pending", false)
	if pending.Time < fixed+1000 {
		t.Errorf("the pending block has the machine's time, %d", pending.Time)
	}
	transfer(t, client, n.Accounts()[0], n.Accounts()[1].Address)
}

// TestNoTimeControl: without the flag nobody moves the clock.
func TestNoTimeControl(t *testing.T) {
	n, _ := start(t, Config{})
	client := dial(t, n)
	for _, method := range []string{"evm_increaseTime", "evm_setNextBlockTimestamp", "devnet_increaseTime", "devnet_setNextBlockTimestamp"} {
		if err := client.Client().CallContext(within(t, patience), nil, method, 5_000_000_000); err == nil || !strings.Contains(err.Error(), "does not exist") {
			t.Errorf("%s: %v", method, err)
		}
	}
	if _, err := n.IncreaseTime(1); !errors.Is(err, ErrNoTimeControl) {
		t.Error(err)
	}
	if err := n.SetNextBlockTimestamp(5_000_000_000); !errors.Is(err, ErrNoTimeControl) {
		t.Error(err)
	}
}

// TestMovedChainIsStartedAgain: its blocks lie in the future of the machine's clock,
// which proposals must not, and the chain goes on all the same.
func TestMovedChainIsStartedAgain(t *testing.T) {
	dir := t.TempDir()
	n, stop := start(t, Config{TimeControl: true, DataDir: dir})
	if _, err := n.IncreaseTime(86400); err != nil {
		t.Fatal(err)
	}
	call(t, dial(t, n), nil, "evm_mine")
	stop()
	n, _ = start(t, Config{DataDir: dir})
	before := newest(t, dial(t, n))
	if err := n.Mine(within(t, patience), 2); err != nil {
		t.Fatal(err)
	}
	if after := newest(t, dial(t, n)); before.Time < uint64(time.Now().Unix())+86000 || after.Time < before.Time {
		t.Errorf("the head was at %d and is at %d", before.Time, after.Time)
	}
}

func call(t *testing.T, client *ethclient.Client, result any, method string, arguments ...any) {
	t.Helper()
	if err := client.Client().CallContext(within(t, patience), result, method, arguments...); err != nil {
		t.Fatal(method, err)
	}
}

func newest(t *testing.T, client *ethclient.Client) *types.Header {
	t.Helper()
	header, err := client.HeaderByNumber(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return header
}

// timestamps are those of the blocks after one.
func timestamps(t *testing.T, client *ethclient.Client, after uint64) map[uint64]bool {
	t.Helper()
	all := map[uint64]bool{}
	for number := newest(t, client).Number; number.Uint64() > after; number.Sub(number, common.Big1) {
		header, err := client.HeaderByNumber(context.Background(), number)
		if err != nil {
			t.Fatal(err)
		}
		all[header.Time] = true
	}
	return all
}
