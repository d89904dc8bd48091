package rpcapi

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/event"
	"github.com/ethereum/go-ethereum/params"
)

const soon = time.Minute

func next[T any](t testing.TB, ch <-chan T, sub ethereum.Subscription) T {
	t.Helper()
	select {
	case v := <-ch:
		return v
	case err := <-sub.Err():
		t.Fatalf("subscription ended: %v", err)
	case <-time.After(soon):
		t.Fatal("nothing arrives")
	}
	panic("unreachable")
}

// TestSubscribeHeads: each block once and in order, the first after subscribing.
func TestSubscribeHeads(t *testing.T) {
	s := serve(t, Config{})
	check(t, s.Mine(context.Background(), 2))
	heads := make(chan *types.Header, 100)
	sub, err := s.socket.SubscribeNewHead(context.Background(), heads)
	check(t, err)
	defer sub.Unsubscribe()
	check(t, s.Mine(context.Background(), 50))
	for n := uint64(3); n <= 52; n++ {
		header := next(t, heads, sub)
		if header.Number.Uint64() != n || header.Hash() != s.HeaderByNumber(n).Hash() {
			t.Fatalf("head %d, want %d", header.Number, n)
		}
	}
}

// TestSubscribeHeadsHash: the notification's hash is the on-chain hash.
func TestSubscribeHeadsHash(t *testing.T) {
	s := serve(t, Config{})
	heads := make(chan struct{ Hash common.Hash }, 10)
	sub, err := s.socket.Client().EthSubscribe(context.Background(), heads, "newHeads")
	check(t, err)
	defer sub.Unsubscribe()
	check(t, s.mine())
	if want, _ := s.HashByNumber(1); next(t, heads, sub).Hash != want {
		t.Errorf("want %s", want)
	}
}

// TestSubscribeLogs: each matching log once and in order, however fast blocks come.
func TestSubscribeLogs(t *testing.T) {
	s := serve(t, Config{})
	address, other := s.deploy(t), s.deploy(t)
	logs := make(chan types.Log, 100)
	sub, err := s.socket.SubscribeFilterLogs(context.Background(), ethereum.FilterQuery{Addresses: []common.Address{address}}, logs)
	check(t, err)
	defer sub.Unsubscribe()
	for range 20 {
		check(t, s.SubmitTx(context.Background(), s.transfer(other, 0, packed(t, "increase", big.NewInt(1)))))
		check(t, s.SubmitTx(context.Background(), s.transfer(address, 0, packed(t, "increase", big.NewInt(1)))))
		s.submit(t, s.transfer(address, 0, packed(t, "increase", big.NewInt(1))))
	}
	for i := range uint64(40) {
		log := next(t, logs, sub)
		count := new(big.Int).SetBytes(log.Data[32:]).Uint64()
		hash, _ := s.HashByNumber(log.BlockNumber)
		if log.Address != address || count != 6+i || log.BlockHash != hash {
			t.Fatalf("log %d: count %d in block %d", i, count, log.BlockNumber)
		}
	}
}

// TestSubscribePending: hashes, or whole transactions, once each.
func TestSubscribePending(t *testing.T) {
	s := serve(t, Config{})
	hashes, bodies := make(chan common.Hash, 10), make(chan *types.Transaction, 10)
	sub, err := s.socket.Client().EthSubscribe(context.Background(), hashes, "newPendingTransactions")
	check(t, err)
	defer sub.Unsubscribe()
	full, err := s.socket.Client().EthSubscribe(context.Background(), bodies, "newPendingTransactions", true)
	check(t, err)
	defer full.Unsubscribe()
	for range 5 {
		tx := s.transfer(common.Address{7}, 1, nil)
		check(t, s.SubmitTx(context.Background(), tx))
		if got := next(t, hashes, sub); got != tx.Hash() {
			t.Errorf("hash %s, want %s", got, tx.Hash())
		}
		if got := next(t, bodies, full); got.Hash() != tx.Hash() {
			t.Errorf("transaction %s, want %s", got.Hash(), tx.Hash())
		}
	}
}

// TestSubscribeRefuses: kinds that there aren't, and subscriptions over HTTP.
func TestSubscribeRefuses(t *testing.T) {
	s := serve(t, Config{})
	ch := make(chan json.RawMessage)
	_, err := s.socket.Client().EthSubscribe(context.Background(), ch, "oldHeads")
	wantError(t, err, -32601, `no "oldHeads" subscription in eth namespace`)
	_, err = s.socket.Client().EthSubscribe(context.Background(), ch, "logs", object{"topics": []any{nil, nil, nil, nil, nil}})
	wantError(t, err, -32602, "exceed max topics")
	_, err = s.socket.Client().EthSubscribe(context.Background(), ch, "logs", object{"blockHash": common.Hash{1}})
	wantError(t, err, -32602, "blockHash can't be used")
	wantError(t, s.refused(t, "eth_subscribe", "newHeads"), -32601, "notifications not supported")
}

// TestSubscriptionsPerConnection: one connection can't take them all, and what it
// gives back it can take again.
func TestSubscriptionsPerConnection(t *testing.T) {
	s := serve(t, Config{})
	ch := make(chan json.RawMessage, 1)
	var last ethereum.Subscription
	for i := range maxSubscriptionsPerConn {
		sub, err := s.socket.Client().EthSubscribe(context.Background(), ch, "logs", object{})
		if err != nil {
			t.Fatalf("subscription %d: %v", i, err)
		}
		last = sub
	}
	_, err := s.socket.Client().EthSubscribe(context.Background(), ch, "newHeads")
	wantError(t, err, -32005, "too many subscriptions: 128 on this connection")
	last.Unsubscribe()
	for start := time.Now(); ; time.Sleep(time.Millisecond) {
		if _, err = s.socket.Client().EthSubscribe(context.Background(), ch, "newHeads"); err == nil {
			break
		}
		if time.Since(start) > soon {
			t.Fatalf("after unsubscribing: %v", err)
		}
	}
	other := dial(t, s.ws)
	if _, err := other.EthSubscribe(context.Background(), ch, "newHeads"); err != nil {
		t.Errorf("another connection: %v", err)
	}
}

// TestSlowSubscriberIsDisconnected: a client that doesn't read is cut off with the
// reason, nothing within what it got is missing, and another client loses nothing.
func TestSlowSubscriberIsDisconnected(t *testing.T) {
	s := serve(t, Config{})
	address := s.deploy(t)
	slow := openSocket(t, s.ws)
	slow.send(t, `{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["logs",{}]}`)
	if _, answer, err := slow.read(soon); err != nil || !strings.Contains(string(answer), `"result":"0x`) {
		t.Fatalf("subscribe: %s, %v", answer, err)
	}
	heads := make(chan *types.Header, 1000)
	sub, err := s.socket.SubscribeNewHead(context.Background(), heads)
	check(t, err)
	defer sub.Unsubscribe()

	const perBlock, blocks = 6000, 20 // 120,000 logs of 650 bytes: far more than sockets and queues hold
	mined := make(chan struct{})
	go func() {
		defer close(mined)
		for range blocks {
			tx := s.sign(s.rich, &types.LegacyTx{
				Nonce: s.PoolNonce(addressOf(s.rich)), To: &address, Gas: 16_000_000, GasPrice: big.NewInt(10 * params.GWei), Data: packed(t, "shout", big.NewInt(perBlock)),
			})
			if err := errors.Join(s.SubmitTx(context.Background(), tx), s.mine()); err != nil {
				t.Error(err)
				return
			}
		}
	}()
	got := 0
	for {
		select {
		case <-mined:
		default:
			time.Sleep(time.Millisecond) // slow, but never stuck: that would end without a close frame
		}
		opcode, payload, err := slow.read(soon)
		if err != nil {
			t.Fatalf("after %d logs: %v, want a close frame", got, err)
		}
		if opcode == 8 {
			if code := binary.BigEndian.Uint16(payload); code != 1013 || !strings.Contains(string(payload[2:]), "too slow") {
				t.Errorf("closed with %d %q", code, payload[2:])
			}
			break
		}
		var notification struct {
			Params struct{ Result types.Log }
		}
		if err := json.Unmarshal(payload, &notification); err != nil {
			t.Fatal(err)
		}
		if log := notification.Params.Result; log.BlockNumber != uint64(2+got/perBlock) || log.Index != uint(got%perBlock) {
			t.Fatalf("log %d is %d/%d: something is missing", got, log.BlockNumber, log.Index)
		}
		got++
	}
	if got >= perBlock*blocks {
		t.Errorf("got all %d logs, and was cut off nevertheless", got)
	}
	<-mined
	for range blocks {
		next(t, heads, sub)
	}
}

// brokenFeed is a pool whose feed gives up on its reader once.
type brokenFeed struct {
	Backend
	fail  chan struct{}
	count atomic.Int32
}

var errLagged = errors.New("feed lagged")

func (b *brokenFeed) SubscribePendingTxs(ch chan<- []*types.Transaction) event.Subscription {
	if b.count.Add(1) > 1 {
		return b.Backend.SubscribePendingTxs(ch)
	}
	return event.NewSubscription(func(quit <-chan struct{}) error {
		select {
		case <-b.fail:
			return errLagged
		case <-quit:
			return nil
		}
	})
}

// TestPoolFeedLags: when the pool gives up on the server, pending subscriptions end
// with a reason, heads go on, and later subscriptions work.
func TestPoolFeedLags(t *testing.T) {
	node := newTestNode(t)
	feed := &brokenFeed{Backend: node, fail: make(chan struct{})}
	s := serveBackend(t, node, feed, Config{})
	heads := make(chan *types.Header, 10)
	headSub, err := s.socket.SubscribeNewHead(context.Background(), heads)
	check(t, err)
	defer headSub.Unsubscribe()
	hashes := make(chan common.Hash, 10)
	sub, err := dial(t, s.ws).EthSubscribe(context.Background(), hashes, "newPendingTransactions")
	check(t, err)
	close(feed.fail)
	select {
	case err := <-sub.Err():
		if err == nil || !strings.Contains(err.Error(), "too slow") || !strings.Contains(err.Error(), errLagged.Error()) {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(soon):
		t.Fatal("the subscription goes on with a gap")
	}
	check(t, s.mine())
	next(t, heads, headSub)
	again, err := dial(t, s.ws).EthSubscribe(context.Background(), hashes, "newPendingTransactions")
	check(t, err)
	defer again.Unsubscribe()
	tx := s.transfer(common.Address{7}, 1, nil)
	check(t, s.SubmitTx(context.Background(), tx))
	if got := next(t, hashes, again); got != tx.Hash() {
		t.Errorf("hash %s, want %s", got, tx.Hash())
	}
}

// TestListenersHearOfLaterBlocksAlone: the hub may be behind the head when somebody
// begins to listen.
func TestListenersHearOfLaterBlocksAlone(t *testing.T) {
	node := newTestNode(t)
	h := newHub(node)
	before, address := node.deploy(t), node.deploy(t)
	node.submit(t, node.transfer(before, 0, packed(t, "increase", big.NewInt(1))))
	first := node.CurrentHeader().Number.Uint64() + 1
	heads, err := h.listen(headEvents, nil)
	check(t, err)
	logs, err := h.listen(logEvents, &logQuery{})
	check(t, err)
	node.submit(t, node.transfer(address, 0, packed(t, "increase", big.NewInt(1))))
	_, err = h.publishBlocks(1)
	check(t, err)
	for _, l := range []*listener{heads, logs} {
		told := l.take(maxQueuedHeads)
		if len(told) == 0 {
			t.Errorf("kind %d: told of nothing", l.kind)
		}
		for _, n := range told {
			if n.header != nil && n.header.Number.Uint64() < first || n.log != nil && n.log.Address != address {
				t.Errorf("kind %d: told of %+v, which was before", l.kind, n)
			}
		}
	}
}

// TestHubDropsNothingSilently: a listener either takes every notice in order or
// ends with a reason; what it took before is without a gap.
func TestHubDropsNothingSilently(t *testing.T) {
	h := newHub(newTestNode(t))
	l, err := h.listen(pendingHashes, nil)
	check(t, err)
	send := func(from, n int) {
		notices := make([]notice, n)
		for i := range notices {
			notices[i].hash = common.BigToHash(big.NewInt(int64(from + i)))
		}
		h.publish(pendingHashes, func(*listener) []notice { return notices })
	}
	send(0, maxQueuedHashes)
	select {
	case <-l.ended:
		t.Fatal("ended at its limit, not above")
	default:
	}
	send(maxQueuedHashes, 1)
	<-l.ended
	if !errors.Is(l.reason(), errTooSlow) {
		t.Errorf("reason %v", l.reason())
	}
	send(maxQueuedHashes+1, 1) // goes nowhere
	want := 0
	for taken := l.take(100); len(taken) > 0; taken = l.take(100) {
		for _, n := range taken {
			if n.hash.Big().Int64() != int64(want) {
				t.Fatalf("took %v, want %d", n.hash, want)
			}
			want++
		}
	}
	if want != maxQueuedHashes {
		t.Errorf("took %d", want)
	}
}

// TestFilters: polled filters report each change once.
func TestFilters(t *testing.T) {
	s := serve(t, Config{})
	address := s.deploy(t)
	id := func(method string, args ...any) (id string) {
		check(t, json.Unmarshal(s.call(t, method, args...), &id))
		return id
	}
	blocks, logs, pending := id("eth_newBlockFilter"), id("eth_newFilter", object{"address": address}), id("eth_newPendingTransactionFilter")
	var hashes []string
	for i := range int64(3) {
		tx := s.transfer(address, 0, packed(t, "increase", big.NewInt(i+1)))
		s.submit(t, tx)
		hashes = append(hashes, tx.Hash().Hex())
	}
	var got []common.Hash
	check(t, json.Unmarshal(s.call(t, "eth_getFilterChanges", blocks), &got))
	for i, hash := range got {
		if want, _ := s.HashByNumber(uint64(2 + i)); hash != want {
			t.Errorf("block %d: %s, want %s", i, hash, want)
		}
	}
	var found []types.Log
	check(t, json.Unmarshal(s.call(t, "eth_getFilterChanges", logs), &found))
	if len(got) != 3 || len(found) != 3 || found[2].BlockNumber != 4 {
		t.Errorf("%d blocks, %d logs", len(got), len(found))
	}
	var sent []string
	for start := time.Now(); len(sent) < 3 && time.Since(start) < soon; {
		var more []string
		check(t, json.Unmarshal(s.call(t, "eth_getFilterChanges", pending), &more))
		sent = append(sent, more...)
	}
	if fmt.Sprint(sent) != fmt.Sprint(hashes) {
		t.Errorf("pending %v, want %v", sent, hashes)
	}
	for _, filter := range []string{blocks, logs, pending} {
		if again := s.call(t, "eth_getFilterChanges", filter); string(again) != "[]" {
			t.Errorf("second poll: %s", again)
		}
	}
	if all := s.call(t, "eth_getFilterLogs", logs); string(all) == "[]" {
		t.Error("eth_getFilterLogs finds nothing in the newest block")
	}
	wantError(t, s.refused(t, "eth_getFilterLogs", blocks), -32000, "filter not found")
	for want, filter := range map[string]string{"true": blocks, "false": "0x1234"} {
		if got := s.call(t, "eth_uninstallFilter", filter); string(got) != want {
			t.Errorf("uninstall: %s, want %s", got, want)
		}
	}
	wantError(t, s.refused(t, "eth_getFilterChanges", blocks), -32000, "filter not found")
	wantError(t, s.refused(t, "eth_newFilter", object{"blockHash": common.Hash{1}}), -32602, "blockHash can't be used")
}

// TestFiltersAreForgotten: unpolled ones expire and their number is bounded.
func TestFiltersAreForgotten(t *testing.T) {
	var seconds atomic.Int64
	s := serve(t, Config{Now: func() time.Time { return time.Unix(1_700_000_000+seconds.Load(), 0) }})
	var first, kept string
	check(t, json.Unmarshal(s.call(t, "eth_newPendingTransactionFilter"), &first))
	check(t, json.Unmarshal(s.call(t, "eth_newBlockFilter"), &kept))
	for range maxFilters - 2 {
		s.call(t, "eth_newBlockFilter")
	}
	wantError(t, s.refused(t, "eth_newBlockFilter"), -32005, "too many filters: 1024 are installed")
	seconds.Add(200)
	s.call(t, "eth_getFilterChanges", kept)
	seconds.Add(200)
	wantError(t, s.refused(t, "eth_getFilterChanges", first), -32000, "filter not found")
	s.call(t, "eth_getFilterChanges", kept)
	s.call(t, "eth_newBlockFilter")
}
