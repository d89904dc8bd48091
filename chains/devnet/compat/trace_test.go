package compat

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/ethclient"
)

// traced is one transaction on one node.
type traced struct {
	client *ethclient.Client
	hash   common.Hash
}

// TestTracesAreAnvils: of the same transactions, by the same tracers. go-ethereum's are
// ours, and anvil's are another implementation.
func TestTracesAreAnvils(t *testing.T) {
	theirs := dialHTTP(t, startAnvil(t, "--steps-tracing"))
	ours := dialHTTP(t, endpoint(runDeveloper(t)))
	parsed, bytecode := compiled(t)
	arguments, err := parsed.Pack("", big.NewInt(5))
	check(t, err)
	increase := func(by int64) hexutil.Bytes {
		data, err := parsed.Pack("increase", big.NewInt(by))
		check(t, err)
		return data
	}
	const me = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
	contract := common.HexToAddress("0x5FbDB2315678afecb367f032d93F642f64180aa3") // by me, at nonce 0
	// Calls the contract twice, the second time in vain, and goes on.
	caller := common.HexToAddress("0xca11")
	for i, args := range []map[string]any{
		{"data": hexutil.Bytes(append(bytecode, arguments...))},
		{"to": contract, "data": increase(7)},
		{"to": contract, "data": increase(101)}, // reverts
		{"to": contract, "data": increase(0)},   // reverts with a reason
		{"to": caller, "data": increase(3)},
		{"to": common.Address{9}, "value": "0x5"},
	} {
		args["from"], args["gas"], args["gasPrice"] = me, "0x100000", "0x12a05f200"
		both := [2]traced{send(t, theirs, args), send(t, ours, args)}
		if i == 0 {
			for _, client := range []*ethclient.Client{theirs, ours} {
				_, err := ask(t, client, "anvil_setCode", caller, forwarder(contract))
				check(t, err)
			}
		}
		t.Run(fmt.Sprintf("call frames of %d", i), func(t *testing.T) {
			compare(t, both, map[string]any{"tracer": "callTracer", "tracerConfig": map[string]any{"withLog": true}}, frame)
		})
		t.Run(fmt.Sprintf("state before %d", i), func(t *testing.T) {
			compare(t, both, map[string]any{"tracer": "prestateTracer"}, prestate)
		})
		t.Run(fmt.Sprintf("steps of %d", i), func(t *testing.T) {
			compare(t, both, map[string]any{"enableMemory": false, "disableStorage": true}, steps)
		})
	}
	call := map[string]any{"from": me, "to": caller, "data": increase(4), "gas": "0x100000"}
	var frames [2]any
	for i, client := range []*ethclient.Client{theirs, ours} {
		raw, err := ask(t, client, "debug_traceCall", call, "latest", map[string]any{"tracer": "callTracer"})
		check(t, err)
		frames[i] = frame(t, raw)
	}
	if !reflect.DeepEqual(frames[0], frames[1]) {
		t.Errorf("debug_traceCall:\n%v, on anvil\n%v", frames[1], frames[0])
	}
}

// forwarder calls a contract with what it is called with, and again with nothing.
func forwarder(to common.Address) hexutil.Bytes {
	code := common.FromHex("0x365f5f37" + "5f5f365f5f") // calldatacopy; out 0 0, in 0 size, value 0
	code = append(append(append(code, 0x73), to[:]...), common.FromHex("0x5af150"+"5f5f5f5f5f")...)
	return append(append(append(code, 0x73), to[:]...), common.FromHex("0x5af15000")...)
}

func send(t *testing.T, client *ethclient.Client, args map[string]any) traced {
	t.Helper()
	raw, err := ask(t, client, "eth_sendTransaction", args)
	check(t, err)
	var hash common.Hash
	check(t, json.Unmarshal(raw, &hash))
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if _, err := client.TransactionReceipt(t.Context(), hash); err == nil {
			return traced{client, hash}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("%s is in no block", hash)
	return traced{}
}

// compare traces on anvil and here and reads both answers alike.
func compare(t *testing.T, both [2]traced, config map[string]any, read func(*testing.T, json.RawMessage) any) {
	t.Helper()
	var answers [2]any
	for i, tx := range both {
		raw, err := ask(t, tx.client, "debug_traceTransaction", tx.hash, config)
		check(t, err)
		answers[i] = read(t, raw)
	}
	if !reflect.DeepEqual(answers[0], answers[1]) {
		t.Errorf("%v\non anvil\n%v", answers[1], answers[0])
	}
}

// frame is a callTracer's answer in full.
func frame(t *testing.T, raw json.RawMessage) any {
	t.Helper()
	var v map[string]any
	check(t, json.Unmarshal(raw, &v))
	delete(v, "gas") // of the outermost frame: go-ethereum says the transaction's limit, anvil what of it the code gets
	return tidy(v)
}

// tidy leaves out what is said in two ways of nothing.
func tidy(v any) any {
	switch v := v.(type) {
	case map[string]any:
		maps.DeleteFunc(v, func(key string, value any) bool {
			return value == nil || value == "0x" || reflect.DeepEqual(value, []any{})
		})
		for key, value := range v {
			v[key] = tidy(value)
		}
	case []any:
		for i := range v {
			v[i] = tidy(v[i])
		}
	case string:
		return strings.ToLower(v)
	}
	return v
}

// prestate is what accounts held before, without the proposer, who is another one, and
// without balances that fees have moved.
func prestate(t *testing.T, raw json.RawMessage) any {
	t.Helper()
	var accounts map[common.Address]struct {
		Nonce   uint64
		Code    hexutil.Bytes
		Storage map[common.Hash]common.Hash
	}
	check(t, json.Unmarshal(raw, &accounts))
	var lines []string
	for a, account := range accounts {
		if account.Nonce == 0 && len(account.Code) == 0 {
			continue // the proposer; and anvil lists accounts that are not there yet
		}
		lines = append(lines, fmt.Sprint(a, account.Nonce, account.Code, account.Storage))
	}
	slices.Sort(lines)
	return lines
}

// steps are the struct logger's: each instruction with place, gas and stack.
func steps(t *testing.T, raw json.RawMessage) any {
	t.Helper()
	var trace struct {
		Gas         uint64
		Failed      bool
		ReturnValue string
		StructLogs  []struct {
			PC, Gas, GasCost uint64
			Depth            int
			Op               string
			Stack            []string
		}
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	check(t, decoder.Decode(&trace))
	var lines []string
	lines = append(lines, fmt.Sprint(trace.Gas, trace.Failed, strings.TrimPrefix(trace.ReturnValue, "0x")))
	for _, s := range trace.StructLogs {
		lines = append(lines, fmt.Sprint(s))
	}
	return lines
}
