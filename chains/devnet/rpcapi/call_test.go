package rpcapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
	"pgregory.net/rapid"
)

// object is a JSON object in a request.
type object = map[string]any

func TestCall(t *testing.T) {
	s := serve(t, Config{})
	address := s.deploy(t)
	got, err := s.eth.CallContract(context.Background(), ethereum.CallMsg{To: &address, Data: packed(t, "count")}, nil)
	check(t, err)
	if new(big.Int).SetBytes(got).Int64() != 5 {
		t.Errorf("count is %x, want 5", got)
	}
	if got, err := s.eth.CallContract(context.Background(), ethereum.CallMsg{To: &address, Data: packed(t, "count")}, big.NewInt(0)); err != nil || len(got) != 0 {
		t.Errorf("count before deployment: %x, %v", got, err)
	}
	for _, at := range []string{"latest", "pending", "safe", "finalized"} {
		if got := s.call(t, "eth_call", object{"to": address, "input": hexutil.Bytes(packed(t, "count"))}, at); !strings.HasSuffix(string(got), `05"`) {
			t.Errorf("count at %s: %s", at, got)
		}
	}
}

// TestCallReverts: code 3 and the data, which libraries decode.
func TestCallReverts(t *testing.T) {
	s := serve(t, Config{})
	address := s.deploy(t)
	parsed, _ := counter(t)
	for name, tc := range map[string]struct {
		data []byte
		text string
		want string
	}{
		"reason":       {packed(t, "increase", big.NewInt(0)), "execution reverted: amount is zero", ""},
		"custom error": {packed(t, "increase", big.NewInt(101)), "execution reverted", "TooMuch"},
		"no function":  {[]byte{1, 2, 3, 4}, "execution reverted", ""},
	} {
		t.Run(name, func(t *testing.T) {
			for _, method := range []string{"eth_call", "eth_estimateGas"} {
				err := s.refused(t, method, object{"to": address, "data": hexutil.Bytes(tc.data)}, "latest")
				wantError(t, err, 3, tc.text)
				var withData rpc.DataError
				if !errors.As(err, &withData) {
					t.Fatalf("%s: no data", method)
				}
				data := hexutil.MustDecode(withData.ErrorData().(string))
				if tc.want != "" {
					custom := parsed.Errors[tc.want]
					values, err := custom.Unpack(data)
					check(t, err)
					if got := fmt.Sprint(values); got != "[101 100]" {
						t.Errorf("%s: %s", method, got)
					}
				}
			}
		})
	}
}

// TestCallSeesItsBlock: block number, time, BLOCKHASH, PREVRANDAO and base fee are
// those of the block asked for, and overrides replace them.
func TestCallSeesItsBlock(t *testing.T) {
	s := serve(t, Config{})
	address := s.deploy(t)
	check(t, s.Mine(context.Background(), 3))
	parsed, _ := counter(t)
	ask := func(at string, overrides ...any) []any {
		t.Helper()
		args := append([]any{object{"to": address, "data": hexutil.Bytes(packed(t, "chain"))}, at}, overrides...)
		var out hexutil.Bytes
		check(t, json.Unmarshal(s.call(t, "eth_call", args...), &out))
		values, err := parsed.Unpack("chain", out)
		check(t, err)
		return values
	}
	header := s.HeaderByNumber(4)
	third, _ := s.HashByNumber(3)
	fourth, _ := s.HashByNumber(4)
	for name, tc := range map[string]struct {
		got  []any
		want string
	}{
		"latest":  {ask("latest"), fmt.Sprint([]any{4, header.Time, [32]byte(third), header.MixDigest.Big(), 0})},
		"pending": {ask("pending"), fmt.Sprint([]any{5, nil, [32]byte(fourth), header.MixDigest.Big(), 0})},
		"next block": {ask("latest", nil, object{"number": "0x5", "time": "0x7fffffff", "prevRandao": common.Hash{31: 7}}),
			fmt.Sprint([]any{5, 0x7fffffff, [32]byte(fourth), 7, 0})},
	} {
		if name == "pending" {
			tc.want = strings.Replace(tc.want, "<nil>", fmt.Sprint(tc.got[1]), 1)
		}
		if got := fmt.Sprint(tc.got); got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
}

// TestStateOverrides: each field of an override, and those that contradict.
func TestStateOverrides(t *testing.T) {
	s := serve(t, Config{})
	address := s.deploy(t)
	slot0, nine := common.Hash{}, common.Hash{31: 9}
	count := object{"to": address, "data": hexutil.Bytes(packed(t, "count"))}
	for name, override := range map[string]object{
		"stateDiff": {"stateDiff": object{slot0.Hex(): nine}},
		"state":     {"state": object{slot0.Hex(): nine}},
		"code":      {"code": "0x600960005260206000f3"}, // returns 9
	} {
		if got := s.call(t, "eth_call", count, "latest", object{address.Hex(): override}); !strings.HasSuffix(string(got), `09"`) {
			t.Errorf("%s: %s, want 9", name, got)
		}
	}
	poor := common.Address{0xaa}
	pay := object{"from": poor, "to": address, "value": "0x1", "data": "0x"}
	wantError(t, s.refused(t, "eth_call", pay, "latest"), -32000, "insufficient funds for gas * price + value")
	transfer := object{"from": poor, "to": common.Address{0xbb}, "value": "0x1"}
	s.call(t, "eth_call", transfer, "latest", object{poor.Hex(): object{"balance": "0x1"}})
	// ecrecover (address 1) moves to 0x…99 and answers there.
	moved := common.Address{19: 0x99}
	sha := object{"to": moved, "data": "0x01"}
	got := s.call(t, "eth_call", sha, "latest", object{common.Address{19: 2}.Hex(): object{"movePrecompileToAddress": moved}})
	if string(got) != `"0x4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"` { // sha256(01)
		t.Errorf("moved precompile: %s", got)
	}
	wantError(t, s.refused(t, "eth_call", count, "latest", object{address.Hex(): object{"state": object{}, "stateDiff": object{}}}), -32602, "both 'state' and 'stateDiff'")
	wantError(t, s.refused(t, "eth_call", count, "latest", object{address.Hex(): object{"movePrecompileToAddress": moved}}), -32602, "is not a precompile")
	many := object{}
	for i := range maxOverrideAccounts + 1 {
		many[common.BigToAddress(big.NewInt(int64(i+1))).Hex()] = object{}
	}
	wantError(t, s.refused(t, "eth_call", count, "latest", many), -32005, "too many accounts in the state override: 1025, at most 1024")
	var diff stateOverride = map[common.Address]accountOverride{address: {StateDiff: map[common.Hash]common.Hash{}}}
	for i := range maxOverrideSlots + 1 {
		diff[address].StateDiff[common.BigToHash(big.NewInt(int64(i)))] = nine
	}
	wantError(t, diff.check(), -32005, "too many storage slots in the state override: 65537, at most 65536")
}

// TestCallRefusesContradictions: arguments that can't be meant.
func TestCallRefusesContradictions(t *testing.T) {
	s := serve(t, Config{})
	to := common.Address{7}
	for name, tc := range map[string]struct {
		args object
		code int
		text string
	}{
		"two kinds of fee":  {object{"to": to, "gasPrice": "0x1", "maxFeePerGas": "0x1"}, -32602, "both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified"},
		"two inputs":        {object{"to": to, "data": "0x01", "input": "0x02"}, -32602, `both "data" and "input" are set and not equal`},
		"another chain":     {object{"to": to, "chainId": "0x1"}, -32602, "chainId does not match node's (have=1, want=31337)"},
		"blob fee, no blob": {object{"to": to, "maxFeePerBlobGas": "0x1"}, -32602, "maxFeePerBlobGas specified without blobVersionedHashes"},
		"blob creation":     {object{"blobVersionedHashes": []common.Hash{{1}}}, -32000, "blob transaction of type create"},
		"7702 creation":     {object{"authorizationList": []any{}}, -32000, "EIP-7702 transaction cannot be used to create contract"},
		"tip over cap":      {object{"from": addressOf(s.rich), "to": to, "maxFeePerGas": "0xffffffffff", "maxPriorityFeePerGas": "0xfffffffffff"}, -32000, "max priority fee per gas higher than max fee per gas"},
		"cap under base":    {object{"from": addressOf(s.rich), "to": to, "maxFeePerGas": "0x1"}, -32000, "max fee per gas less than block base fee"},
		"no number":         {object{"to": to, "value": "1"}, -32602, "hex string without 0x prefix"},
		"too big":           {object{"to": to, "value": "0x1" + strings.Repeat("0", 64)}, -32602, "hex number > 256 bits"},
		"init code":         {object{"data": hexutil.Bytes(make([]byte, params.MaxInitCodeSize+1))}, -32000, "max initcode size exceeded"},
	} {
		t.Run(name, func(t *testing.T) {
			wantError(t, s.refused(t, "eth_call", tc.args, "latest"), tc.code, tc.text)
			wantError(t, s.refused(t, "eth_estimateGas", tc.args), tc.code, tc.text)
		})
	}
}

// TestCallGasIsCapped: a call that burns everything ends, whatever gas it names.
func TestCallGasIsCapped(t *testing.T) {
	s := serve(t, Config{})
	address := s.deploy(t)
	spin := object{"to": address, "data": hexutil.Bytes(packed(t, "spin")), "gas": "0xffffffffffffffff"}
	err := s.refused(t, "eth_call", spin, "latest")
	if !strings.Contains(err.Error(), "out of gas") && !strings.Contains(err.Error(), "execution aborted") {
		t.Errorf("error %v", err)
	}
	wantError(t, s.refused(t, "eth_estimateGas", spin), -32000, "gas required exceeds allowance (16777216)")
}

// TestEstimateGas: the estimate is enough, little above what is used, respects
// EIP-7623's floor, and follows balance and caps.
func TestEstimateGas(t *testing.T) {
	s := serve(t, Config{})
	ctx, rich := context.Background(), addressOf(s.rich)
	address := s.deploy(t)
	parsed, code := counter(t)
	args, err := parsed.Pack("", big.NewInt(1))
	check(t, err)
	for name, msg := range map[string]ethereum.CallMsg{
		"transfer":       {From: rich, To: &common.Address{7}, Value: big.NewInt(1)},
		"calldata floor": {From: rich, To: &common.Address{7}, Data: make([]byte, 5000)},
		"write":          {From: rich, To: &address, Data: packed(t, "increase", big.NewInt(3))},
		"loop":           {From: rich, To: &address, Data: packed(t, "shout", big.NewInt(40))},
		"create":         {From: rich, Data: append(common.CopyBytes(code), args...)},
	} {
		t.Run(name, func(t *testing.T) {
			gas, err := s.eth.EstimateGas(ctx, msg)
			check(t, err)
			tx := s.sign(s.rich, &types.DynamicFeeTx{
				Nonce: s.PoolNonce(rich), To: msg.To, Value: msg.Value, Data: msg.Data, Gas: gas, GasFeeCap: big.NewInt(params.GWei), GasTipCap: big.NewInt(1),
			})
			s.submit(t, tx)
			receipt, err := s.eth.TransactionReceipt(ctx, tx.Hash())
			check(t, err)
			if receipt.Status != types.ReceiptStatusSuccessful {
				t.Fatalf("fails with the estimate of %d gas", gas)
			}
			if float64(gas) > float64(receipt.GasUsed)*1.10+3000 {
				t.Errorf("estimate %d, used %d", gas, receipt.GasUsed)
			}
		})
	}
	if gas, err := s.eth.EstimateGas(ctx, ethereum.CallMsg{From: rich, To: &common.Address{7}, Value: big.NewInt(1)}); err != nil || gas != 21000 {
		t.Errorf("a transfer needs %d, %v, want exactly 21000", gas, err)
	}
	poor := common.Address{0xaa}
	wantError(t, s.refused(t, "eth_estimateGas", object{"from": poor, "to": rich, "value": "0x1"}), -32000, "insufficient funds")
	wantError(t, s.refused(t, "eth_estimateGas", object{"from": poor, "to": rich, "value": "0x1", "gasPrice": "0x3b9aca00"}), -32000, "insufficient funds for transfer")
	wantError(t, s.refused(t, "eth_estimateGas", object{"from": rich, "to": address, "data": hexutil.Bytes(packed(t, "increase", big.NewInt(3))), "gas": "0x5300"}), -32000, "gas required exceeds allowance (21248)")
	little := object{poor.Hex(): object{"balance": "0x38d7ea4c68000"}} // 1e15 wei: 10,000 gas at 100 gwei
	wantError(t, s.refused(t, "eth_estimateGas", object{"from": poor, "to": address, "data": hexutil.Bytes(packed(t, "increase", big.NewInt(3))), "gasPrice": "0x174876e800"}, "latest", little), -32000, "gas required exceeds allowance (10000)")
}

// TestEstimateNeverTooLow: for any loop length the estimate succeeds.
func TestEstimateNeverTooLow(t *testing.T) {
	s := serve(t, Config{})
	address := s.deploy(t)
	rapid.Check(t, func(rt *rapid.T) {
		data := packed(t, "shout", big.NewInt(rapid.Int64Range(0, 300).Draw(rt, "times")))
		gas, err := s.eth.EstimateGas(context.Background(), ethereum.CallMsg{To: &address, Data: data})
		check(t, err)
		if _, err := s.eth.CallContract(context.Background(), ethereum.CallMsg{To: &address, Data: data, Gas: gas}, nil); err != nil {
			rt.Fatalf("with %d gas: %v", gas, err)
		}
	})
}

// TestAccessList: the list names what is touched, and with it the call works.
func TestAccessList(t *testing.T) {
	s := serve(t, Config{})
	address, rich := s.deploy(t), addressOf(s.rich)
	list, gas, vmErr, err := s.geth.CreateAccessList(context.Background(), ethereum.CallMsg{From: rich, To: &address, Data: packed(t, "increase", big.NewInt(3))})
	check(t, err)
	bySlot := crypto.Keccak256Hash(append(common.LeftPadBytes(rich[:], 32), common.LeftPadBytes([]byte{1}, 32)...))
	if vmErr != "" || len(*list) != 1 || (*list)[0].Address != address || len((*list)[0].StorageKeys) != 2 {
		t.Fatalf("list %v, error %q", list, vmErr)
	}
	for _, key := range (*list)[0].StorageKeys {
		if key != (common.Hash{}) && key != bySlot {
			t.Errorf("key %s is neither slot 0 nor %s", key, bySlot)
		}
	}
	tx := s.sign(s.rich, &types.DynamicFeeTx{
		Nonce: s.PoolNonce(rich), To: &address, Data: packed(t, "increase", big.NewInt(3)), AccessList: *list, Gas: 200_000,
		GasFeeCap: big.NewInt(10 * params.GWei), GasTipCap: big.NewInt(1),
	})
	s.submit(t, tx)
	receipt, err := s.eth.TransactionReceipt(context.Background(), tx.Hash())
	check(t, err)
	if receipt.GasUsed != gas {
		t.Errorf("gas used %d, predicted %d", receipt.GasUsed, gas)
	}
	_, _, vmErr, err = s.geth.CreateAccessList(context.Background(), ethereum.CallMsg{From: rich, To: &address, Data: packed(t, "increase", big.NewInt(101))})
	check(t, err)
	if vmErr != vm.ErrExecutionReverted.Error() {
		t.Errorf("error of a reverting call: %q", vmErr)
	}
}
