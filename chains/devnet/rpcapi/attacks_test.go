package rpcapi

import (
	"context"
	"encoding/binary"
	"io"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
)

// TestEndlessCallIsAborted: a loop with gas for hours ends with its time.
func TestEndlessCallIsAborted(t *testing.T) {
	node := newTestNode(t)
	x := newEvaluator(&reader{backend: node, now: time.Now, life: context.Background()})
	loop := common.Address{0xbb}
	endless := hexutil.Bytes{0x5b, 0x5f, 0x56} // JUMPDEST, JUMP 0
	code := stateOverride{loop: {Code: &endless}}
	env, err := x.environment(latestBlock(), &code, nil)
	check(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	msg := (&callArgs{To: &loop}).message(env.baseFee(), 1<<50)
	start := time.Now()
	if _, err := env.apply(ctx, env.state, msg, nil); err == nil || !strings.Contains(err.Error(), "execution aborted") {
		t.Errorf("error %v", err)
	}
	if took := time.Since(start); took > soon {
		t.Errorf("it took %v", took)
	}
	if _, err := env.apply(ctx, env.state, msg, nil); err == nil || !strings.Contains(err.Error(), "execution aborted") {
		t.Errorf("with no time left: %v", err)
	}
}

// amnesiac has blocks, but has lost their receipts.
type amnesiac struct{ Backend }

func (amnesiac) Receipts(common.Hash) types.Receipts { return nil }

// TestLostReceiptsAreAnError: an empty list would say that nothing happened.
func TestLostReceiptsAreAnError(t *testing.T) {
	node := newTestNode(t)
	s := serveBackend(t, node, amnesiac{node}, Config{})
	address := s.deploy(t)
	filter := s.call(t, "eth_newFilter", object{})
	s.submit(t, s.transfer(address, 0, packed(t, "increase", big.NewInt(1))))
	hash, _ := s.HashByNumber(2)
	for method, args := range map[string][]any{
		"eth_getLogs":          {object{"fromBlock": "0x0"}},
		"eth_getFilterChanges": {strings.Trim(string(filter), `"`)},
		"eth_getBlockReceipts": {hash},
		"debug_getRawReceipts": {hash},
	} {
		if err := s.refused(t, method, args...); !strings.Contains(err.Error(), "receipts") {
			t.Errorf("%s: %v", method, err)
		}
	}
	wantError(t, s.refused(t, "eth_getLogs", object{"blockHash": hash}), -32000, "the receipts of block 2")
}

// TestSubscriptionsOfTheNode: all connections together have a bound too.
func TestSubscriptionsOfTheNode(t *testing.T) {
	h := newHub(newTestNode(t))
	var last *listener
	for range maxSubscriptions {
		l, err := h.listen(headEvents, nil)
		check(t, err)
		last = l
	}
	_, err := h.listen(headEvents, nil)
	wantError(t, err, -32005, "too many subscriptions: 4096 on this node")
	last.close()
	last.close() // harmless
	if _, err := h.listen(headEvents, nil); err != nil {
		t.Errorf("after one has left: %v", err)
	}
	h.stop()
	if _, err := h.listen(headEvents, nil); err == nil {
		t.Error("a stopped hub takes listeners")
	}
}

// TestNothingFollowsACloseFrame: not even what was about to be written.
func TestNothingFollowsACloseFrame(t *testing.T) {
	ours, theirs := net.Pipe()
	p := newPeers()
	c := p.add(ours)
	read := make(chan []byte)
	go func() {
		all, _ := io.ReadAll(theirs)
		read <- all
	}()
	_, err := c.Write([]byte("frame"))
	check(t, err)
	c.disconnect(strings.Repeat("x", 200))
	if _, err := c.Write([]byte("late")); err == nil {
		t.Error("a write after the close frame succeeds")
	}
	got := <-read
	if len(got) != 5+2+125 || string(got[:5]) != "frame" || got[5] != 0x88 || got[6] != 125 || binary.BigEndian.Uint16(got[7:]) != 1013 {
		t.Errorf("on the wire: %q", got)
	}
}

// TestNothingFollowsACutFrame: behind half a frame a close frame would be misread.
func TestNothingFollowsACutFrame(t *testing.T) {
	ours, theirs := net.Pipe()
	c := newPeers().add(ours)
	half := make([]byte, 3)
	done := make(chan error)
	go func() {
		_, err := c.Write([]byte("frames"))
		done <- err
	}()
	_, err := io.ReadFull(theirs, half)
	check(t, err)
	check(t, c.SetWriteDeadline(time.Now()))
	if err := <-done; err == nil {
		t.Fatal("the write isn't cut")
	}
	read := make(chan []byte)
	go func() {
		rest, _ := io.ReadAll(theirs)
		read <- rest
	}()
	c.disconnect("too slow")
	if rest := <-read; len(rest) != 0 {
		t.Errorf("after half a frame: %q", rest)
	}
}

// TestFeeHistoryIsBounded: one request reads at most so many blocks.
func TestFeeHistoryIsBounded(t *testing.T) {
	s := serve(t, Config{})
	check(t, s.Mine(context.Background(), maxFeeHistory+10))
	history, err := s.eth.FeeHistory(context.Background(), 1<<40, nil, nil)
	check(t, err)
	if len(history.GasUsedRatio) != maxFeeHistory || history.OldestBlock.Int64() != 11 {
		t.Errorf("%d blocks from %v", len(history.GasUsedRatio), history.OldestBlock)
	}
}
