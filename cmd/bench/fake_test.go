package bench

import (
	"bytes"
	"encoding/json"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet"
)

// fakeNode is a chain of plain transfers behind JSON-RPC, without gas, that can be told
// how to fail. Faults are functions of the number of a transaction of the load, which
// counts from 0 as they come; what the funder sends never fails.
type fakeNode struct {
	lose      func(n int) bool       // said to be taken, and never mined
	refuse    func(n int) string     // answered with this error
	leave     func(n int) bool       // not executed by the block that lists it
	empty     func(n int) bool       // its value does not arrive
	fail      func(n int) bool       // its receipt says so
	hangUp    func(request int) bool // the connection ends after the request was acted on
	slots     int                    // of the pool; no block of the load is mined before they have been full
	perBlock  int
	funder    common.Address
	blockTime time.Duration

	mu       sync.Mutex
	count    int
	requests int
	full     bool                // the pool was
	known    map[common.Hash]int // number, -1 for the funder's
	pool     []*types.Transaction
	nonces   map[common.Address]uint64
	balances map[common.Address]*big.Int
	blocks   [][]*types.Transaction
}

var fakeChain = big.NewInt(77)

func startFake(t *testing.T, n *fakeNode) string {
	t.Helper()
	accounts, err := devnet.DeriveAccounts(devnet.TestMnemonic, 1)
	if err != nil {
		t.Fatal(err)
	}
	n.funder = accounts[0].Address
	n.known, n.nonces = map[common.Hash]int{}, map[common.Address]uint64{}
	n.balances = map[common.Address]*big.Int{n.funder: new(big.Int).Lsh(one, 80)}
	n.blocks = [][]*types.Transaction{nil}
	if n.blockTime == 0 {
		n.blockTime = 10 * time.Millisecond
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		ticker := time.NewTicker(n.blockTime)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				n.mine()
			case <-stop:
				return
			}
		}
	}()
	server := httptest.NewServer(http.HandlerFunc(n.serve))
	t.Cleanup(func() { server.Close(); close(stop); <-stopped })
	return server.URL
}

// mine takes from the pool what is next for its account.
func (n *fakeNode) mine() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.slots > 0 && n.count > 0 && !n.full {
		return // or blocks empty it faster than a busy machine sends
	}
	var block, rest []*types.Transaction
	for _, tx := range n.pool {
		from := senderOf(tx)
		number := n.known[tx.Hash()]
		is := func(fault func(int) bool) bool { return fault != nil && number >= 0 && fault(number) }
		switch {
		case tx.Nonce() != n.nonces[from] || n.perBlock > 0 && len(block) == n.perBlock:
			rest = append(rest, tx)
			continue
		case !is(n.leave):
			n.nonces[from]++
		}
		if !is(n.empty) {
			n.add(*tx.To(), tx.Value())
		}
		block = append(block, tx)
	}
	n.pool = rest
	n.blocks = append(n.blocks, block)
}

func (n *fakeNode) add(address common.Address, value *big.Int) {
	had := n.balances[address]
	if had == nil {
		had = new(big.Int)
	}
	n.balances[address] = new(big.Int).Add(had, value)
}

func senderOf(tx *types.Transaction) common.Address {
	from, err := types.Sender(types.LatestSignerForChainID(fakeChain), tx)
	if err != nil {
		panic(err)
	}
	return from
}

type fakeCall struct {
	ID     int
	Method string
	Params []json.RawMessage
}

type fakeError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (n *fakeNode) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var calls []fakeCall
	batch := bytes.HasPrefix(body, []byte("["))
	if !batch {
		body = append(append([]byte{'['}, body...), ']')
	}
	if err := json.Unmarshal(body, &calls); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	n.mu.Lock()
	var answers []map[string]any
	sends := false
	for _, call := range calls {
		answer := map[string]any{"jsonrpc": "2.0", "id": call.ID}
		result, failure := n.answer(call)
		if failure != "" {
			answer["error"] = fakeError{-32000, failure}
		} else {
			answer["result"] = result
		}
		answers = append(answers, answer)
		sends = sends || call.Method == "eth_sendRawTransaction" && n.count > 0
	}
	if sends {
		n.requests++
	}
	hangUp := sends && n.hangUp != nil && n.hangUp(n.requests-1)
	n.mu.Unlock()
	if hangUp {
		panic(http.ErrAbortHandler)
	}
	if batch {
		_ = json.NewEncoder(w).Encode(answers)
	} else {
		_ = json.NewEncoder(w).Encode(answers[0])
	}
}

func param[T any](call fakeCall, i int) (value T) {
	if err := json.Unmarshal(call.Params[i], &value); err != nil {
		panic(err)
	}
	return value
}

func (n *fakeNode) answer(call fakeCall) (result any, failure string) {
	switch call.Method {
	case "eth_chainId":
		return (*hexutil.Big)(fakeChain), ""
	case "web3_clientVersion":
		return "fake", ""
	case "eth_blockNumber":
		return hexutil.Uint64(len(n.blocks) - 1), ""
	case "eth_getTransactionCount":
		return hexutil.Uint64(n.nonces[param[common.Address](call, 0)]), ""
	case "eth_getBalance":
		if balance := n.balances[param[common.Address](call, 0)]; balance != nil {
			return (*hexutil.Big)(balance), ""
		}
		return "0x0", ""
	case "eth_sendRawTransaction":
		return n.take(param[hexutil.Bytes](call, 0))
	case "eth_getTransactionReceipt":
		return n.receipt(param[common.Hash](call, 0)), ""
	case "eth_getBlockByNumber":
		number := uint64(len(n.blocks) - 1)
		if string(call.Params[0]) != `"latest"` {
			number = uint64(param[hexutil.Uint64](call, 0))
		}
		return n.block(number), ""
	}
	return nil, "the method " + call.Method + " does not exist"
}

func (n *fakeNode) take(raw []byte) (result any, failure string) {
	tx := new(types.Transaction)
	if err := tx.UnmarshalBinary(raw); err != nil {
		return nil, err.Error()
	}
	if _, known := n.known[tx.Hash()]; known {
		return nil, "already known"
	}
	from, number := senderOf(tx), -1
	switch {
	case tx.Nonce() < n.nonces[from]:
		return nil, "nonce too low"
	case n.slots > 0 && len(n.pool) >= n.slots:
		n.full = true
		return nil, "txpool is full"
	case from != n.funder:
		number = n.count
		n.count++
		if n.refuse != nil && n.refuse(number) != "" {
			return nil, n.refuse(number)
		}
	}
	n.known[tx.Hash()] = number
	if number < 0 || n.lose == nil || !n.lose(number) {
		n.pool = append(n.pool, tx)
	}
	return tx.Hash(), ""
}

func (n *fakeNode) receipt(hash common.Hash) any {
	status := hexutil.Uint64(1)
	if number := n.known[hash]; number >= 0 && n.fail != nil && n.fail(number) {
		status = 0
	}
	return map[string]any{"status": status, "transactionHash": hash, "cumulativeGasUsed": "0x0", "logsBloom": types.Bloom{}, "logs": []any{}, "gasUsed": "0x0"}
}

func (n *fakeNode) block(number uint64) any {
	if number >= uint64(len(n.blocks)) {
		return nil
	}
	hashes := []common.Hash{}
	for _, tx := range n.blocks[number] {
		hashes = append(hashes, tx.Hash())
	}
	return map[string]any{"number": hexutil.Uint64(number), "gasUsed": hexutil.Uint64(21_000 * len(hashes)), "gasLimit": hexutil.Uint64(30_000_000),
		"timestamp": hexutil.Uint64(number), "baseFeePerGas": "0x7", "transactions": hashes}
}
