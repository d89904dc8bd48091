package evm

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/mpt"
)

// receiptsNode is a node's eth_ service with one block.
type receiptsNode struct {
	lock     sync.Mutex
	hash     common.Hash
	receipts []map[string]any
	lacks    bool // eth_getBlockReceipts
	tooLarge bool // to be given at once
	invents  bool // a transaction of which there is no receipt
	asked    map[string]int
}

// refusal is an error as a node sends it.
type refusal struct {
	code int
	text string
}

func (e refusal) Error() string  { return e.text }
func (e refusal) ErrorCode() int { return e.code }

func (n *receiptsNode) count(method string) {
	if n.asked == nil {
		n.asked = map[string]int{}
	}
	n.asked[method]++
}

func (n *receiptsNode) ChainId() hexutil.Uint64 { return 9001 }

func (n *receiptsNode) GetBlockReceipts(hash common.Hash) ([]map[string]any, error) {
	n.lock.Lock()
	defer n.lock.Unlock()
	n.count("block")
	switch {
	case n.lacks:
		return nil, refusal{-32601, "the method eth_getBlockReceipts does not exist/is not available"}
	case n.tooLarge:
		return nil, refusal{-32000, "response too large"}
	case hash != n.hash:
		return nil, nil
	}
	return n.receipts, nil
}

func (n *receiptsNode) GetBlockByHash(hash common.Hash, _ bool) (map[string]any, error) {
	n.lock.Lock()
	defer n.lock.Unlock()
	if hash != n.hash {
		return nil, nil
	}
	hashes := make([]any, len(n.receipts))
	for i := range n.receipts {
		hashes[i] = n.receipts[i]["transactionHash"]
	}
	if n.invents {
		hashes = append(hashes, common.Hash{0xff})
	}
	return map[string]any{"transactions": hashes}, nil
}

func (n *receiptsNode) GetTransactionReceipt(hash common.Hash) (map[string]any, error) {
	n.lock.Lock()
	defer n.lock.Unlock()
	n.count("one")
	for _, receipt := range n.receipts {
		if fmt.Sprint(receipt["transactionHash"]) == hash.String() {
			return receipt, nil
		}
	}
	return nil, nil
}

// serveLimited serves a node behind a gateway that refuses batches of more calls than
// that.
func serveLimited(t *testing.T, node *receiptsNode, most int) *Client {
	t.Helper()
	server := rpc.NewServer()
	if err := server.RegisterName("eth", node); err != nil {
		t.Fatal(err)
	}
	return serveHandler(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		var batch []json.RawMessage
		if json.Unmarshal(body, &batch) == nil && len(batch) > most {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		server.ServeHTTP(w, r)
	}))
}

// testBlock is a block of receipts as go-ethereum writes them, of all types.
func testBlock(t testing.TB, count int) (*receiptsNode, lightclient.Header) {
	t.Helper()
	receipts := make(types.Receipts, count)
	for i := range receipts {
		r := &types.Receipt{Type: uint8(i % 5), Status: uint64(i+1) % 2, CumulativeGasUsed: uint64(i+1) * 21_000,
			TxHash: common.Hash{1, byte(i >> 8), byte(i)}, Logs: []*types.Log{}}
		if i == 5 {
			r.PostState = common.Hash{7}.Bytes()
		}
		for j := range i % 3 {
			r.Logs = append(r.Logs, &types.Log{Address: common.Address{byte(i)}, Topics: []common.Hash{{byte(j)}, {2}}, Data: []byte{byte(i)}})
		}
		r.Bloom = types.CreateBloom(r)
		receipts[i] = r
	}
	encoded := make([][]byte, count)
	node := &receiptsNode{hash: common.Hash{9}}
	for i, r := range receipts {
		var err error
		if encoded[i], err = r.MarshalBinary(); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var fields map[string]any
		if err := json.Unmarshal(text, &fields); err != nil {
			t.Fatal(err)
		}
		node.receipts = append(node.receipts, fields)
	}
	root, err := mpt.ReceiptsRoot(encoded)
	if err != nil {
		t.Fatal(err)
	}
	return node, lightclient.Header{Number: 3, Hash: node.hash, ReceiptsRoot: root}
}

func wantBlock(t *testing.T, block lightclient.Header, told []chains.TxReceipt, count int) {
	t.Helper()
	encoded := make([][]byte, len(told))
	for i := range told {
		encoded[i] = told[i].Encoded
		if want := (common.Hash{1, byte(i >> 8), byte(i)}); told[i].TxHash != want {
			t.Fatalf("receipt %d is of transaction %s, want %s", i, told[i].TxHash, want)
		}
	}
	if _, err := mpt.VerifyReceipts(block.ReceiptsRoot, encoded); err != nil || len(told) != count {
		t.Fatalf("%d receipts, error %v, want %d", len(told), err, count)
	}
}

func TestReceiptsAtOnce(t *testing.T) {
	for _, count := range []int{0, 1, 250} {
		node, block := testBlock(t, count)
		if count == 0 {
			node.receipts = []map[string]any{}
		}
		told, err := NewSource(serve(t, node)).Receipts(t.Context(), block)
		if err != nil {
			t.Fatal(err)
		}
		wantBlock(t, block, told, count)
		if node.asked["block"] != 1 || node.asked["one"] != 0 {
			t.Fatalf("asked %v", node.asked)
		}
	}
}

// TestReceiptsOneByOne: a node without eth_getBlockReceipts is asked for it once, one
// that finds the answer too large each time.
func TestReceiptsOneByOne(t *testing.T) {
	for name, test := range map[string]struct {
		set  func(n *receiptsNode)
		asks int
	}{
		"not there": {func(n *receiptsNode) { n.lacks = true }, 1},
		"too large": {func(n *receiptsNode) { n.tooLarge = true }, 3},
	} {
		t.Run(name, func(t *testing.T) {
			node, block := testBlock(t, 250)
			test.set(node)
			source := NewSource(serve(t, node))
			for range 3 {
				told, err := source.Receipts(t.Context(), block)
				if err != nil {
					t.Fatal(err)
				}
				wantBlock(t, block, told, 250)
			}
			if node.asked["block"] != test.asks || node.asked["one"] != 3*250 {
				t.Fatalf("asked %v, want %d questions for the block", node.asked, test.asks)
			}
		})
	}
}

// TestReceiptsWithinBatchLimits: a node that finds a batch too large is asked for less.
func TestReceiptsWithinBatchLimits(t *testing.T) {
	node, block := testBlock(t, 60)
	node.lacks = true
	limited := serveLimited(t, node, 7)
	told, err := NewSource(limited).Receipts(t.Context(), block)
	if err != nil {
		t.Fatal(err)
	}
	wantBlock(t, block, told, 60)
}

func TestReceiptsOfUnknownBlock(t *testing.T) {
	for _, lacks := range []bool{false, true} {
		node, block := testBlock(t, 3)
		node.lacks, block.Hash = lacks, common.Hash{8}
		if _, err := NewSource(serve(t, node)).Receipts(t.Context(), block); !errors.Is(err, lightclient.ErrNoSuchHeader) {
			t.Fatalf("error %v, want %v", err, lightclient.ErrNoSuchHeader)
		}
	}
}

// TestAttackReceiptsJSON: what has no encoding is refused; what has one is the root's to
// judge.
func TestAttackReceiptsJSON(t *testing.T) {
	set := func(field string, value any) func(n *receiptsNode) {
		return func(n *receiptsNode) { n.receipts[4][field] = value }
	}
	log := func(field string, value any) func(n *receiptsNode) {
		return func(n *receiptsNode) { n.receipts[4]["logs"].([]any)[0].(map[string]any)[field] = value }
	}
	for name, test := range map[string]struct {
		change func(n *receiptsNode)
		want   string
	}{
		"no gas":                  {set("cumulativeGasUsed", nil), "receipt 4: no cumulativeGasUsed"},
		"gas of 65 bits":          {set("cumulativeGasUsed", "0x10000000000000000"), "cumulativeGasUsed"},
		"gas with leading zeros":  {set("cumulativeGasUsed", "0x01"), "cumulativeGasUsed"},
		"gas is a number":         {set("cumulativeGasUsed", 5), "cumulativeGasUsed"},
		"no bloom":                {set("logsBloom", nil), "receipt 4: no logsBloom"},
		"bloom of 255 bytes":      {set("logsBloom", "0x"+strings.Repeat("00", 255)), "length 510, want 512"},
		"no logs":                 {set("logs", nil), "receipt 4: no logs"},
		"logs are an object":      {set("logs", map[string]any{}), "logs"},
		"absent log":              {set("logs", []any{nil}), "log 0 has no address"},
		"neither status nor root": {set("status", nil), "receipt 4: status is neither"},
		"status two":              {set("status", "0x2"), "receipt 4: status is neither"},
		"root of 31 bytes":        {set("root", "0x"+strings.Repeat("11", 31)), "receipt 4: root of 31 bytes"},
		"type of two bytes":       {set("type", "0x102"), "receipt 4: type 0x102"},
		"type 0x80":               {set("type", "0x80"), "receipt 4: type 0x80"},
		"log without address":     {log("address", nil), "log 0 has no address"},
		"log without data": {func(n *receiptsNode) {
			delete(n.receipts[4]["logs"].([]any)[0].(map[string]any), "data")
		}, "log 0 has no address or no data"},
		"data null":           {log("data", nil), "logs.data"},
		"address of 21 bytes": {log("address", "0x"+strings.Repeat("11", 21)), "length 42, want 40"},
		"topic of 31 bytes":   {log("topics", []any{"0x" + strings.Repeat("11", 31)}), "length 62, want 64"},
		"half a byte of data": {log("data", "0x1"), "data"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, lacks := range []bool{false, true} {
				node, block := testBlock(t, 6)
				node.lacks = lacks
				test.change(node)
				if told, err := NewSource(serve(t, node)).Receipts(t.Context(), block); err == nil || !strings.Contains(err.Error(), test.want) {
					t.Fatalf("got %d receipts, error %v, want one that says %q", len(told), err, test.want)
				}
			}
		})
	}
	t.Run("a receipt that is not there", func(t *testing.T) {
		node, block := testBlock(t, 6)
		node.lacks, node.invents = true, true
		if _, err := NewSource(serve(t, node)).Receipts(t.Context(), block); !errors.Is(err, chains.ErrMalformed) {
			t.Fatalf("error %v, want %v", err, chains.ErrMalformed)
		}
	})
}

// TestAttackEndlessReceipts: whatever the size, it is cut off and not held.
func TestAttackEndlessReceipts(t *testing.T) {
	many := make([]rawReceipt, mpt.MaxReceipts+1)
	if _, err := NewSource(serve(t, &receiptsNode{})).encodeReceipts("test", many); !errors.Is(err, chains.ErrMalformed) || !strings.Contains(err.Error(), "at most 16384") {
		t.Fatalf("error %v, want them refused for their number", err)
	}
	hashes := `"0x` + strings.Repeat("11", 32) + `"`
	client := serveHandler(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request struct {
			ID     json.RawMessage
			Method string
		}
		_ = json.NewDecoder(r.Body).Decode(&request)
		w.Header().Set("Content-Type", "application/json")
		switch request.Method {
		case "eth_chainId":
			_, _ = fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":"0x2329"}`, request.ID)
		case "eth_getBlockReceipts":
			_, _ = fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":[{"logsBloom":"0x`, request.ID)
			for more := strings.Repeat("00", 32<<10); ; {
				if _, err := w.Write([]byte(more)); err != nil {
					return
				}
			}
		default:
			_, _ = fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":{"transactions":[%s%s]}}`, request.ID, hashes, strings.Repeat(","+hashes, mpt.MaxReceipts))
		}
	}))
	_, err := NewSource(client).Receipts(t.Context(), lightclient.Header{Hash: common.Hash{9}})
	if !errors.Is(err, chains.ErrMalformed) || !strings.Contains(err.Error(), "16385 transactions") {
		t.Fatalf("error %v, want the endless answer cut off, and the block's transactions refused for their number", err)
	}
}

// TestRealReceiptsJSON: what nodes answered for real blocks encodes to what their headers
// hold. The files were written by others and are not part of the repository.
func TestRealReceiptsJSON(t *testing.T) {
	root := os.Getenv("CATENARY_VECTORS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
	}
	files, err := filepath.Glob(filepath.Join(root, "execution", "receipts", "block_*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("no test data: set CATENARY_VECTORS to the folder that holds execution/receipts")
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			var header types.Header
			readAnswer(t, path, &header)
			var told []rawReceipt
			readAnswer(t, strings.Replace(path, "block_", "receipts-", 1), &told)
			encoded := make([][]byte, len(told))
			for i := range told {
				receipt, err := told[i].decode()
				if err != nil {
					t.Fatalf("receipt %d: %v", i, err)
				}
				encoded[i] = mpt.AppendReceipt(nil, &receipt)
			}
			if _, err := mpt.VerifyReceipts(header.ReceiptHash, encoded); err != nil {
				t.Fatal(err)
			}
			t.Logf("%d receipts", len(told))
		})
	}
}

// readAnswer reads what a node answered, with the envelope of JSON-RPC or without.
func readAnswer(t *testing.T, path string, value any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var envelope struct{ Result json.RawMessage }
	if json.Unmarshal(data, &envelope) == nil && envelope.Result != nil {
		data = envelope.Result
	}
	if err := json.Unmarshal(data, value); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// FuzzReceiptJSON: whatever an endpoint writes, it decodes without a panic, and what is
// accepted has the one encoding that its fields make: decoding that again, where the
// bloom fits, yields the same receipt.
func FuzzReceiptJSON(f *testing.F) {
	node, _ := testBlock(f, 12)
	for _, receipt := range node.receipts {
		text, err := json.Marshal(receipt)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"type":"0x7e","status":"0x1","cumulativeGasUsed":"0x5","logsBloom":"0x` + strings.Repeat("00", 256) + `","logs":[],"depositNonce":"0x1","depositReceiptVersion":"0x1"}`))
	f.Add([]byte(`{"root":"0x","status":"0x1","cumulativeGasUsed":"0x0","logsBloom":"0x` + strings.Repeat("00", 256) + `","logs":[null]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var raw rawReceipt
		if json.Unmarshal(text, &raw) != nil {
			return
		}
		receipt, err := raw.decode()
		if err != nil {
			return
		}
		encoded := mpt.AppendReceipt(nil, &receipt)
		again, err := mpt.DecodeReceipt(encoded)
		if err != nil {
			return // an unknown type, a false bloom: no root covers it
		}
		if string(mpt.AppendReceipt(nil, &again)) != string(encoded) {
			t.Fatalf("%s encodes as %x", text, encoded)
		}
		if again.Type != receipt.Type || again.Status != receipt.Status || again.CumulativeGasUsed != receipt.CumulativeGasUsed || len(again.Logs) != len(receipt.Logs) {
			t.Fatalf("%s was read as %+v", text, again)
		}
	})
}
