package evm

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/messages"
)

// finderNode is a logNode that is also asked for heads, single messages and receipts.
type finderNode struct {
	logNode
	head     uint64
	spoil    func([]map[string]any) []map[string]any // of the logs of an answer
	receipt  map[string]any
	inPool   bool
	outcomes []map[string]any
}

func (n *finderNode) BlockNumber() hexutil.Uint64 { return hexutil.Uint64(n.head) }

// GetLogs matches as a node does: nil in a place matches anything.
func (n *finderNode) GetLogs(query logQuery) ([]map[string]any, error) {
	n.lock.Lock()
	defer n.lock.Unlock()
	n.queries++
	if n.maxRange > 0 && uint64(query.ToBlock-query.FromBlock) >= n.maxRange {
		return nil, errors.New(n.refusal)
	}
	found := []map[string]any{}
	for _, log := range slices.Concat(n.logs, n.outcomes) {
		block, topics := log["blockNumber"].(hexutil.Uint64), log["topics"].([]common.Hash)
		matches := block >= query.FromBlock && block <= query.ToBlock && log["address"] == query.Address
		for i, want := range query.Topics {
			matches = matches && (len(want) == 0 || slices.Contains(want, topics[i]))
		}
		if matches {
			found = append(found, log)
		}
	}
	if n.spoil != nil {
		found = n.spoil(found)
	}
	return found, nil
}

func (n *finderNode) GetTransactionReceipt(common.Hash) map[string]any { return n.receipt }

func (n *finderNode) GetTransactionByHash(hash common.Hash) map[string]any {
	if n.inPool {
		return map[string]any{"hash": hash}
	}
	return nil
}

// newFinderNode has five messages of the lane in blocks 10 to 50.
func newFinderNode() *finderNode {
	n := &finderNode{head: 1000}
	for i := range uint64(5) {
		n.sent(10+10*i, 4)
	}
	return n
}

func (n *finderNode) id(nonce int) messages.ID {
	return messages.ID(n.logs[nonce-1]["topics"].([]common.Hash)[3])
}

var finderDeployment = &Deployment{ChainID: 9001, DeployBlock: 5, Outbox: logLane.Outbox, Inbox: common.Address{0x1b}}

func newTestFinder(t *testing.T, clients ...*Client) *Finder {
	t.Helper()
	f, err := NewFinder(clients, finderDeployment)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestFinderWithinTheLimitsOfNodes: a message is found however few blocks a node lets
// be asked for at a time, and an absent one costs no more windows than there are.
func TestFinderWithinTheLimitsOfNodes(t *testing.T) {
	for name, maxRange := range map[string]uint64{"no limit": 0, "1,000 blocks": 1000, "7 blocks": 7} {
		t.Run(name, func(t *testing.T) {
			node := newFinderNode()
			node.maxRange, node.refusal = maxRange, "block range is too large"
			f := newTestFinder(t, serve(t, node))
			for nonce := 1; nonce <= 5; nonce++ {
				found, err := f.SentByID(t.Context(), node.id(nonce))
				if err != nil || found == nil || found.Message.Nonce != uint64(nonce) || found.Block != uint64(10*nonce) {
					t.Fatalf("message %d: %+v, %v", nonce, found, err)
				}
				if found, err = f.SentAs(t.Context(), 9002, uint64(nonce)); err != nil || found == nil || found.ID != node.id(nonce) {
					t.Fatalf("nonce %d: %+v, %v", nonce, found, err)
				}
			}
			if found, err := f.SentByID(t.Context(), messages.ID{1}); found != nil || err != nil {
				t.Fatalf("an unknown message: %+v, %v", found, err)
			}
		})
	}
}

// TestAttackSearchWithoutEnd: a node whose head is absurd, and which answers for one
// block at a time, does not keep anybody busy for ever.
func TestAttackSearchWithoutEnd(t *testing.T) {
	node := newFinderNode()
	node.head, node.maxRange, node.refusal = 1<<62, 1, "block range is too large"
	_, err := newTestFinder(t, serve(t, node)).SentByID(t.Context(), messages.ID{1})
	if !errors.Is(err, chains.ErrMalformed) || !strings.Contains(err.Error(), "no end of the search") || node.queries > maxLookQueries {
		t.Fatalf("%d queries, error %v", node.queries, err)
	}
}

// TestAttackHostileFind: a node shows another message than the one that was asked for,
// or one that contradicts itself.
func TestAttackHostileFind(t *testing.T) {
	change := func(field string, value any) func([]map[string]any) []map[string]any {
		return func(logs []map[string]any) []map[string]any {
			for i, log := range logs {
				copied := map[string]any{}
				for k, v := range log {
					copied[k] = v
				}
				copied[field] = value
				logs[i] = copied
			}
			return logs
		}
	}
	honest := newFinderNode()
	other := honest.logs[1]
	altered := bytes.Clone(honest.logs[0]["data"].(hexutil.Bytes))
	altered[64+senderOffset] ^= 1
	for name, test := range map[string]struct {
		spoil func([]map[string]any) []map[string]any
		says  string
	}{
		"another message":        {func([]map[string]any) []map[string]any { return []map[string]any{other} }, "asked for message"},
		"another contract's log": {change("address", common.Address{9}), "want the Outbox"},
		"altered content":        {change("data", hexutil.Bytes(altered)), "its topic says"},
		"three topics":           {change("topics", honest.logs[0]["topics"].([]common.Hash)[:3]), "is no MessageSent"},
		"a huge target chain":    {change("topics", slices.Insert(slices.Delete(slices.Clone(honest.logs[0]["topics"].([]common.Hash)), 1, 2), 1, common.Hash{1})), "is no MessageSent"},
		"another target chain":   {change("topics", slices.Insert(slices.Delete(slices.Clone(honest.logs[0]["topics"].([]common.Hash)), 1, 2), 1, chains.UintTopic(9003))), "its topics say"},
		"no content":             {change("data", hexutil.Bytes{}), "want whole words"},
		"without its place":      {change("blockNumber", nil), "without block number"},
	} {
		t.Run(name, func(t *testing.T) {
			node := newFinderNode()
			node.spoil = test.spoil
			id := node.id(1)
			found, err := newTestFinder(t, serve(t, node)).SentByID(t.Context(), id)
			if found != nil || !errors.Is(err, chains.ErrMalformed) || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("found %+v, error %v, want %q", found, err, test.says)
			}
			// Beside an honest one it changes nothing.
			good := newFinderNode()
			if found, err = newTestFinder(t, called(t, "liar", node), called(t, "good", good)).SentByID(t.Context(), id); err != nil || found == nil || found.ID != id {
				t.Fatalf("beside an honest node: %+v, %v", found, err)
			}
		})
	}
	// One that hides it is asked in vain, and the next one tells.
	hides := newFinderNode()
	hides.spoil = func([]map[string]any) []map[string]any { return []map[string]any{} }
	if found, err := newTestFinder(t, called(t, "hides", hides), called(t, "good", newFinderNode())).SentByID(t.Context(), honest.id(3)); err != nil || found == nil {
		t.Fatalf("beside one that hides: %+v, %v", found, err)
	}
}

// senderOffset is a byte of the sender in an encoded message.
const senderOffset = 20

func called(t *testing.T, name string, node *finderNode) *Client {
	t.Helper()
	client := serve(t, node)
	client.name = name
	return client
}

// TestSentByTx: what a transaction has sent, in each state that it may be in.
func TestSentByTx(t *testing.T) {
	node := newFinderNode()
	foreign := map[string]any{"address": common.Address{9}, "topics": node.logs[0]["topics"], "data": "0x", "blockNumber": "0x1", "transactionHash": common.Hash{1}}
	receipt := func(status string, logs ...map[string]any) map[string]any {
		return map[string]any{"status": status, "blockNumber": "0x14", "logs": logs}
	}
	for name, test := range map[string]struct {
		receipt map[string]any
		inPool  bool
		check   func(*SentTx) bool
		says    string
	}{
		"unknown":               {nil, false, func(s *SentTx) bool { return s == nil }, ""},
		"in the pool":           {nil, true, func(s *SentTx) bool { return s.Pending }, ""},
		"reverted":              {receipt("0x0"), false, func(s *SentTx) bool { return s.Reverted && s.Block == 20 && len(s.Messages) == 0 }, ""},
		"two messages":          {receipt("0x1", node.logs[0], foreign, node.logs[1]), false, func(s *SentTx) bool { return len(s.Messages) == 2 && s.Messages[1].Message.Nonce == 2 }, ""},
		"another contract's":    {receipt("0x1", foreign), false, func(s *SentTx) bool { return !s.Reverted && len(s.Messages) == 0 }, ""},
		"hostile: no status":    {map[string]any{"blockNumber": "0x1"}, false, nil, "without status"},
		"hostile: broken event": {receipt("0x1", map[string]any{"address": logLane.Outbox, "topics": node.logs[0]["topics"], "data": "0x", "blockNumber": "0x1", "transactionHash": common.Hash{1}}), false, nil, "want whole words"},
	} {
		t.Run(name, func(t *testing.T) {
			node := newFinderNode()
			node.receipt, node.inPool = test.receipt, test.inPool
			sent, err := newTestFinder(t, serve(t, node)).SentByTx(t.Context(), common.Hash{1})
			if test.says != "" {
				if sent != nil || !errors.Is(err, chains.ErrMalformed) || !strings.Contains(err.Error(), test.says) {
					t.Fatalf("%+v, %v, want %q", sent, err, test.says)
				}
				return
			}
			if err != nil || !test.check(sent) {
				t.Fatalf("%+v, %v", sent, err)
			}
		})
	}
}

// TestOutcomes: deliveries and failures in their order, and nobody else's.
func TestOutcomes(t *testing.T) {
	id := messages.ID{7}
	outcome := func(topic common.Hash, of messages.ID, block uint64, data []byte) map[string]any {
		return map[string]any{"address": finderDeployment.Inbox, "data": hexutil.Bytes(data), "blockNumber": hexutil.Uint64(block), "transactionHash": common.Hash{byte(block)},
			"topics": []common.Hash{topic, chains.UintTopic(9002), chains.UintTopic(3), common.Hash(of)}}
	}
	reason := slices.Concat(uintBytes(32), uintBytes(0))
	node := newFinderNode()
	node.outcomes = []map[string]any{
		outcome(messageFailed, id, 20, reason), outcome(messageFailed, messages.ID{8}, 25, reason), outcome(messageFailed, id, 30, reason), outcome(messageDelivered, id, 40, nil)}
	f := newTestFinder(t, serve(t, node))
	found, err := f.Outcomes(t.Context(), 9002, id, 16)
	if err != nil || len(found) != 3 || !found[0].Failed || found[0].Block != 20 || found[0].Reason == "" || found[2].Failed || found[2].Nonce != 3 {
		t.Fatalf("%+v, %v", found, err)
	}
	if found, err = f.Outcomes(t.Context(), 9002, id, 2); err != nil || len(found) != 2 || found[0].Block != 30 {
		t.Fatalf("the newest two: %+v, %v", found, err)
	}
	if found, err = f.Outcomes(t.Context(), 9003, id, 16); err != nil || len(found) != 0 {
		t.Fatalf("of another chain: %+v, %v", found, err)
	}
	for name, lie := range map[string]map[string]any{
		"another message's": outcome(messageDelivered, messages.ID{8}, 40, nil), "another event": outcome(common.Hash{1}, id, 40, nil), "a broken reason": outcome(messageFailed, id, 40, []byte{1}),
	} {
		hostile := newFinderNode()
		hostile.spoil = func([]map[string]any) []map[string]any { return []map[string]any{lie} }
		if found, err := newTestFinder(t, serve(t, hostile)).Outcomes(t.Context(), 9002, id, 16); !errors.Is(err, chains.ErrMalformed) || found != nil {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
	}
}

// TestAttackEndpointOfAnotherChainIsNotAsked: a finder asks none that does not have the
// chain id of its deployment.
func TestAttackEndpointOfAnotherChainIsNotAsked(t *testing.T) {
	other := *finderDeployment
	other.ChainID = 9002
	if _, err := NewFinder([]*Client{serveHandler(t, http.NotFoundHandler())}, &other); err == nil {
		t.Error("a finder of two chains is made")
	}
}

// FuzzDecodeOutcome: whatever an endpoint writes as a log of the Inbox is an outcome of
// the message that was asked for, or an error.
func FuzzDecodeOutcome(f *testing.F) {
	id := messages.ID{7}
	f.Add(messageDelivered[:], id[:], []byte{})
	f.Add(messageFailed[:], id[:], slices.Concat(uintBytes(32), uintBytes(4), []byte("text"), make([]byte, 28)))
	f.Add(messageFailed[:], id[:], bytes.Repeat([]byte{0xff}, 96))
	finder := &Finder{deployment: finderDeployment}
	block, tx := hexutil.Uint64(1), common.Hash{1}
	f.Fuzz(func(t *testing.T, topic, of, data []byte) {
		log := &rawLog{Address: &finderDeployment.Inbox, Block: &block, TxHash: &tx, Data: data,
			Topics: []common.Hash{common.BytesToHash(topic), chains.UintTopic(9002), chains.UintTopic(3), common.BytesToHash(of)}}
		outcome, err := finder.outcome(9002, id, log)
		if err == nil && (common.BytesToHash(of) != common.Hash(id) || outcome.Failed == (outcome.Reason == "")) {
			t.Fatalf("outcome %+v of message %x", outcome, of)
		}
		if strings.ContainsAny(outcome.Reason, "\x1b\n") {
			t.Fatalf("reason %q", outcome.Reason)
		}
	})
}
