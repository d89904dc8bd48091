package evm

import (
	"bytes"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/messages"
)

// callNode answers eth_call as it is told, one answer after the other.
type callNode struct {
	logNode
	answers []hexutil.Bytes
	next    int
}

func (n *callNode) Call(map[string]any, string) (hexutil.Bytes, error) {
	n.lock.Lock()
	defer n.lock.Unlock()
	answer := n.answers[n.next%len(n.answers)]
	n.next++
	return answer, nil
}

func readerOf(t *testing.T, node *callNode) *InboxReader {
	t.Helper()
	reader, err := NewInboxReader([]*Client{serve(t, node)}, common.Address{1})
	if err != nil {
		t.Fatal(err)
	}
	return reader
}

// pack encodes what a view function of a contract returns.
func pack(t *testing.T, contract abi.ABI, method string, values ...any) hexutil.Bytes {
	t.Helper()
	packed, err := contract.Methods[method].Outputs.Pack(values...)
	if err != nil {
		t.Fatal(err)
	}
	return packed
}

// TestHostileSignerSets: an endpoint, or a contract that is no verifier, can't make
// us count with an impossible set.
func TestHostileSignerSets(t *testing.T) {
	verifier := bindings.NewMultisigVerifier().GetABI()
	epoch := func(n uint64) hexutil.Bytes { return pack(t, verifier, "epoch", n) }
	signers := func(n int) hexutil.Bytes { return pack(t, verifier, "signers", make([]common.Address, n)) }
	threshold := func(n *big.Int) hexutil.Bytes { return pack(t, verifier, "threshold", n) }
	good := func() []hexutil.Bytes {
		return []hexutil.Bytes{epoch(1), signers(5), threshold(big.NewInt(3)), epoch(1)}
	}
	set, err := readerOf(t, &callNode{answers: good()}).SignerSet(t.Context(), common.Address{2})
	if err != nil || set.Threshold != 3 || len(set.Signers) != 5 || set.Epoch != 1 || set.Domain.TargetChain != 9001 || set.Domain.Verifier != (common.Address{2}) {
		t.Fatalf("set %+v, error %v", set, err)
	}
	for name, test := range map[string]struct {
		at     int
		answer hexutil.Bytes
		want   error
		says   string
	}{
		"no contract":                {0, nil, chains.ErrMalformed, "no contract answers"},
		"half an epoch":              {0, epoch(1)[:16], chains.ErrMalformed, "verifier"},
		"a rotation while it's read": {3, epoch(2), chains.ErrUnavailable, "rotated from epoch 1 to 2"},
		"nobody":                     {1, signers(0), chains.ErrMalformed, "has 0 signers"},
		"a crowd":                    {1, signers(maxSignerSet + 1), chains.ErrMalformed, "has 257 signers"},
		"threshold 0":                {2, threshold(big.NewInt(0)), chains.ErrMalformed, "has threshold 0"},
		"threshold above all":        {2, threshold(big.NewInt(6)), chains.ErrMalformed, "has threshold 6"},
		"threshold of 256 bits":      {2, threshold(new(big.Int).Lsh(common.Big1, 200)), chains.ErrMalformed, "has threshold 16069"},
	} {
		answers := good()
		answers[test.at] = test.answer
		_, err := readerOf(t, &callNode{answers: answers}).SignerSet(t.Context(), common.Address{2})
		if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: error %v, want one that says %q", name, err, test.says)
		}
	}
}

// TestHostileReceipts: logs that the delivery can't have caused are refused, those
// of other contracts and lanes are passed over.
func TestHostileReceipts(t *testing.T) {
	inbox := bindings.NewInbox().GetABI()
	target := &Target{InboxReader: readerOf(t, &callNode{answers: []hexutil.Bytes{
		pack(t, inbox, "lane", [32]byte{}, uint64(7), [32]byte{}, common.Address{1}, false), bytes.Repeat([]byte{1}, 32),
	}})}
	s := &submission{target: target, delivery: chains.Delivery{SourceChain: 5, Messages: []messages.Message{{Nonce: 3}, {Nonce: 4}}}}
	delivered := func(at common.Address, source, nonce uint64) *types.Log {
		return &types.Log{Address: at, Topics: []common.Hash{inbox.Events["MessageDelivered"].ID, chains.UintTopic(source), chains.UintTopic(nonce), {1}}}
	}
	ours, other := target.inbox, common.Address{66}
	for name, test := range map[string]struct {
		logs     []*types.Log
		executed int
		want     error
	}{
		"as it should be":        {[]*types.Log{delivered(ours, 5, 3), delivered(ours, 5, 4)}, 2, nil},
		"of another contract":    {[]*types.Log{delivered(other, 5, 3), delivered(other, 5, 9)}, 0, nil},
		"of another lane":        {[]*types.Log{delivered(ours, 6, 3), delivered(ours, 5, 3)}, 1, nil},
		"of something else":      {[]*types.Log{nil, {Address: ours}, {Address: ours, Topics: []common.Hash{{9}}}}, 0, nil},
		"more than it had":       {[]*types.Log{delivered(ours, 5, 3), delivered(ours, 5, 4), delivered(ours, 5, 4)}, 0, chains.ErrMalformed},
		"beyond its last nonce":  {[]*types.Log{delivered(ours, 5, 5)}, 0, chains.ErrMalformed},
		"beyond all, wide nonce": {[]*types.Log{delivered(ours, 5, 1<<63)}, 0, chains.ErrMalformed},
	} {
		receipt, err := s.receipt(t.Context(), &types.Receipt{Logs: test.logs})
		if !errors.Is(err, test.want) || receipt.Executed != test.executed {
			t.Errorf("%s: %+v, error %v, want %d executed and %v", name, receipt, err, test.executed, test.want)
		}
		if test.want == nil && test.executed == 0 && receipt.Delivered != 7 {
			t.Errorf("%s: delivered up to %d, want the Inbox's own 7", name, receipt.Delivered)
		}
	}
}

// TestDeliveryOfAnotherLane never becomes calldata.
func TestDeliveryOfAnotherLane(t *testing.T) {
	target := &Target{InboxReader: readerOf(t, &callNode{})}
	for name, m := range map[string]messages.Message{
		"another source": {Nonce: 1, SourceChain: 6, TargetChain: 9001},
		"another target": {Nonce: 1, SourceChain: 5, TargetChain: 6},
	} {
		_, err := target.calldata(&chains.Delivery{SourceChain: 5, Messages: []messages.Message{m}})
		if err == nil || !strings.Contains(err.Error(), "want 5>9001") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if _, err := target.calldata(&chains.Delivery{SourceChain: 5}); err == nil {
		t.Error("a delivery of nothing")
	}
}
