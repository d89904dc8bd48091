package devnet

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
	"github.com/catenary-bridge/catenary/chains/devnet/executor"
	"github.com/catenary-bridge/catenary/chains/devnet/rpcapi"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/mpt"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

var (
	nobody = common.HexToAddress("0x00000000000000000000000000000000000a11ce") // nobody has its key
	vault  = common.HexToAddress("0x00000000000000000000000000000000000c0de0") // a contract to be
)

func developerConfig(dir string) Config { return Config{Developer: true, OnDemand: true, DataDir: dir} }

func refused(t *testing.T, client *ethclient.Client, says, method string, arguments ...any) {
	t.Helper()
	err := client.Client().CallContext(within(t, patience), nil, method, arguments...)
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("%s: %v, want %q", method, err, says)
	}
}

func sendFrom(t *testing.T, client *ethclient.Client, from, to common.Address, wei int64) *types.Receipt {
	t.Helper()
	var hash common.Hash
	call(t, client, &hash, "eth_sendTransaction", map[string]any{"from": from, "to": to, "value": (*hexutil.Big)(big.NewInt(wei))})
	return waitMined(t, client, hash)
}

func balance(t *testing.T, client *ethclient.Client, a common.Address) uint64 {
	t.Helper()
	wei, err := client.BalanceAt(context.Background(), a, nil)
	if err != nil {
		t.Fatal(err)
	}
	return wei.Uint64()
}

// TestDeveloperChanges: under both names, at once, and still there after a restart,
// after which impersonated transactions are in their blocks as they were.
func TestDeveloperChanges(t *testing.T) {
	cfg := developerConfig(t.TempDir())
	var receipt *types.Receipt
	for i, prefix := range []string{"anvil", "hardhat", "anvil"} {
		n, stop := start(t, cfg)
		client := dial(t, n)
		if i > 0 {
			again := waitMined(t, client, receipt.TxHash)
			if again.BlockHash != receipt.BlockHash {
				t.Error("an impersonated transaction is in another block")
			}
			var tx struct{ From common.Address }
			call(t, client, &tx, "eth_getTransactionByHash", receipt.TxHash)
			if tx.From != nobody {
				t.Errorf("after a restart it is from %s, want %s", tx.From, nobody)
			}
			if code, err := client.CodeAt(context.Background(), vault, nil); err != nil || len(code) != i {
				t.Errorf("after a restart the code is %x, %v", code, err)
			}
		}
		nonce := uint64(10 * (i + 1))
		call(t, client, nil, prefix+"_setBalance", nobody, "0xde0b6b3a7640000")
		if got := balance(t, client, nobody); got != 1e18 {
			t.Errorf("balance %d", got)
		}
		call(t, client, nil, prefix+"_setNonce", nobody, hexutil.Uint64(nonce))
		call(t, client, nil, prefix+"_setCode", vault, hexutil.Bytes(make([]byte, i+1)))
		call(t, client, nil, prefix+"_setStorageAt", vault, "0x3", common.Hash{31: byte(i + 1)})
		if got, err := client.StorageAt(context.Background(), vault, common.Hash{31: 3}, nil); err != nil || got[31] != byte(i+1) {
			t.Errorf("slot %x, %v", got, err)
		}
		refused(t, client, "No Signer available", "eth_sendTransaction", map[string]any{"from": nobody, "to": vault})
		call(t, client, nil, prefix+"_impersonateAccount", nobody)
		receipt = sendFrom(t, client, nobody, common.Address{9}, 5)
		if at, err := client.NonceAt(context.Background(), nobody, nil); err != nil || at != nonce+1 || receipt.Status != 1 {
			t.Errorf("nonce %d, %v", at, err)
		}
		block, err := client.BlockByHash(context.Background(), receipt.BlockHash)
		if err != nil || len(block.Transactions()) != 1 {
			t.Fatalf("a client can't read a block with an impersonated transaction: %v", err)
		}
		raw, _ := block.Transactions()[0].MarshalBinary()
		refused(t, client, "is impersonated as from", "eth_sendRawTransaction", hexutil.Bytes(raw))
		call(t, client, nil, prefix+"_stopImpersonatingAccount", nobody)
		refused(t, client, "No Signer available", "eth_sendTransaction", map[string]any{"from": nobody, "to": vault})
		stop()
	}
}

// TestDeveloperImpersonatesContracts: a contract's money moves without its code.
func TestDeveloperImpersonatesContracts(t *testing.T) {
	n, _ := start(t, developerConfig(""))
	client := dial(t, n)
	call(t, client, nil, "anvil_setCode", vault, "0xfe")
	call(t, client, nil, "anvil_setBalance", vault, "0xde0b6b3a7640000")
	call(t, client, nil, "anvil_autoImpersonateAccount", true)
	receipt := sendFrom(t, client, vault, common.Address{9}, 7)
	if receipt.Status != 1 || balance(t, client, common.Address{9}) != 7 {
		t.Error("the money didn't move")
	}
	var frame struct{ From, To common.Address }
	call(t, client, &frame, "debug_traceTransaction", receipt.TxHash, map[string]any{"tracer": "callTracer"})
	if frame.From != vault || frame.To != (common.Address{9}) {
		t.Errorf("traced as %+v", frame)
	}
	refused(t, client, "No Signer available", "eth_sendTransaction", map[string]any{"from": developer.Address, "to": vault, "gas": "0x5208"})
	refused(t, client, "can't be impersonated", "anvil_impersonateAccount", developer.Address)
	call(t, client, nil, "anvil_autoImpersonateAccount", false)
	refused(t, client, "No Signer available", "eth_sendTransaction", map[string]any{"from": vault, "to": vault, "gas": "0x5208"})
}

// TestDeveloperSigns: transactions of each type and messages, by the funded accounts.
func TestDeveloperSigns(t *testing.T) {
	n, _ := start(t, developerConfig(""))
	client := dial(t, n)
	me := n.Accounts()[0].Address
	var accounts []common.Address
	call(t, client, &accounts, "eth_accounts")
	if len(accounts) != DefaultAccounts || accounts[0] != me {
		t.Fatalf("accounts %v", accounts)
	}
	for kind, extra := range map[uint8]map[string]any{
		types.LegacyTxType:     {"gasPrice": "0x4a817c800"},
		types.AccessListTxType: {"gasPrice": "0x4a817c800", "accessList": []any{}},
		types.DynamicFeeTxType: {},
		types.SetCodeTxType:    {"authorizationList": []any{map[string]any{"chainId": "0x0", "address": vault, "nonce": "0x0", "yParity": "0x0", "r": "0x1", "s": "0x1"}}},
	} {
		args := map[string]any{"from": me, "to": nobody, "value": "0x1"}
		maps.Copy(args, extra)
		var raw hexutil.Bytes
		call(t, client, &raw, "eth_signTransaction", args)
		tx := new(types.Transaction)
		if err := tx.UnmarshalBinary(raw); err != nil || tx.Type() != kind {
			t.Fatalf("type %d, %v, want %d", tx.Type(), err, kind)
		}
		if from, err := types.Sender(types.LatestSignerForChainID(big.NewInt(testChainID)), tx); err != nil || from != me {
			t.Errorf("type %d is from %s, %v", kind, from, err)
		}
		var hash common.Hash
		call(t, client, &hash, "eth_sendRawTransaction", raw)
		waitMined(t, client, hash)
	}
	// anvil 1.7.1 signs the same: the signature is deterministic (RFC 6979).
	const anvils = "0x87b638f4675a39ef49eb0379a7f5d248affd109cc6cb5b69457d7e8394d7d85274c8b407ca2b2b37ba4cc9c3bcfde488f7f59748175764b928324bd31c0f93851c"
	for method, args := range map[string][]any{"eth_sign": {me, "0x1234"}, "personal_sign": {"0x1234", me}} {
		var signature hexutil.Bytes
		call(t, client, &signature, method, args...)
		if signature.String() != anvils {
			t.Errorf("%s: %s, want %s", method, signature, anvils)
		}
	}
	typed := map[string]any{
		"types":       map[string]any{"EIP712Domain": []any{map[string]string{"name": "name", "type": "string"}}, "Note": []any{map[string]string{"name": "text", "type": "string"}}},
		"primaryType": "Note", "domain": map[string]string{"name": "test"}, "message": map[string]string{"text": "hello"},
	}
	var signature hexutil.Bytes
	call(t, client, &signature, "eth_signTypedData_v4", me, typed)
	digest := crypto.Keccak256(append([]byte{0x19, 1}, append(
		crypto.Keccak256(crypto.Keccak256([]byte("EIP712Domain(string name)")), crypto.Keccak256([]byte("test"))),
		crypto.Keccak256(crypto.Keccak256([]byte("Note(string text)")), crypto.Keccak256([]byte("hello")))...)...))
	signature[64] -= 27
	if key, err := crypto.SigToPub(digest, signature); err != nil || crypto.PubkeyToAddress(*key) != me {
		t.Errorf("typed data is signed by somebody else, %v", err)
	}
	refused(t, client, "No Signer available", "eth_sign", nobody, "0x1234")
	refused(t, client, "chainId does not match", "eth_sendTransaction", map[string]any{"from": me, "chainId": "0x1"})
	refused(t, client, "transaction type not supported", "eth_sendTransaction", map[string]any{"from": me, "to": vault, "blobVersionedHashes": []common.Hash{{1}}, "maxFeePerBlobGas": "0x1"})
}

// follower serves the node's headers to a light client.
type follower struct{ rpcapi.Backend }

func (f follower) Name() string                                  { return "devnet" }
func (f follower) Latest(context.Context) (*types.Header, error) { return f.CurrentHeader(), nil }
func (f follower) Headers(_ context.Context, from, to uint64) (headers []*types.Header, err error) {
	for n := from; n <= to; n++ {
		h := f.HeaderByNumber(n)
		if h == nil {
			return nil, lightclient.ErrNoSuchHeader
		}
		headers = append(headers, h)
	}
	return headers, nil
}

// TestLightClientAndDeveloper: the root in a verified header is that of the changed
// state, by proof; and once the chain is taken back, who has seen both sides freezes.
func TestLightClientAndDeveloper(t *testing.T) {
	n, _ := start(t, developerConfig(""))
	client := dial(t, n)
	b, err := n.Backend()
	if err != nil {
		t.Fatal(err)
	}
	genesis, _ := b.HashByNumber(0)
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: testChainID, Kind: qbft.Kind})
	if err != nil {
		t.Fatal(err)
	}
	light, err := qbft.New(qbft.Config{
		ChainID: testChainID, Anchor: lightclient.Anchor{Hash: genesis}, Providers: []qbft.Provider{follower{b}, witness{follower{b}}}, Store: store, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	var id string
	call(t, client, &id, "evm_snapshot")
	call(t, client, nil, "anvil_setBalance", nobody, "0x7b")
	sendFrom(t, client, n.Accounts()[0].Address, nobody, 1)
	call(t, client, nil, "anvil_setBalance", nobody, "0x7c")
	final, err := light.Update(within(t, patience))
	if err != nil {
		t.Fatal(err)
	}
	var proof struct{ AccountProof []hexutil.Bytes }
	call(t, client, &proof, "eth_getProof", nobody, []string{}, hexutil.Uint64(final.Header().Number))
	nodes := make([][]byte, len(proof.AccountProof))
	for i, node := range proof.AccountProof {
		nodes[i] = node
	}
	account, ok, err := mpt.VerifyAccount(final.Header().StateRoot, nobody, nodes)
	if err != nil || !ok || account.Balance.Uint64() != 0x7c {
		t.Fatalf("the verified root of block %d proves %+v, %t, %v", final.Header().Number, account, ok, err)
	}

	var back bool
	call(t, client, &back, "evm_revert", id)
	for range 4 {
		call(t, client, nil, "evm_mine")
	}
	if _, err := light.Update(within(t, patience)); !lightclient.IsFrozen(err) {
		t.Fatalf("a light client says %v about a chain that contradicts itself, want that it froze", err)
	}
}

// witness is the same endpoint once more.
type witness struct{ follower }

func (witness) Name() string { return "witness" }

// TestSnapshots: blocks, state, pool, clock and notices go back, again and again.
func TestSnapshots(t *testing.T) {
	for name, cfg := range map[string]Config{
		"memory": developerConfig(""), "disk": developerConfig(t.TempDir()),
		"pruned":   {Developer: true, OnDemand: true, DataDir: t.TempDir(), History: 16},
		"paranoid": {Developer: true, OnDemand: true, Paranoid: true, History: 16},
		"interval": {Developer: true, BlockTime: 10 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			n, stop := start(t, cfg)
			client := dial(t, n)
			me := n.Accounts()[0].Address
			heads := make(chan *types.Header, 1000)
			sub, err := client.SubscribeNewHead(context.Background(), heads)
			if err != nil {
				t.Fatal(err)
			}
			defer sub.Unsubscribe()
			sendFrom(t, client, me, nobody, 1)
			var first, second, filter string
			call(t, client, &first, "evm_snapshot")
			at := newest(t, client)
			call(t, client, &second, "evm_snapshot")
			call(t, client, &filter, "eth_newBlockFilter")
			for round := range 3 {
				call(t, client, nil, "evm_increaseTime", 86400)
				lost := sendFrom(t, client, me, nobody, 10)
				call(t, client, nil, "anvil_setBalance", vault, "0x5")
				if round == 0 {
					var ahead bool
					call(t, client, &ahead, "evm_revert", second)
					if !ahead {
						t.Fatal("the second snapshot is not there")
					}
					lost = sendFrom(t, client, me, nobody, 20)
				}
				var back bool
				call(t, client, &back, "evm_revert", first)
				if !back || balance(t, client, nobody) != 1 || balance(t, client, vault) != 0 {
					t.Fatalf("round %d: not back: %t, %d", round, back, balance(t, client, nobody))
				}
				if _, err := client.TransactionReceipt(context.Background(), lost.TxHash); err == nil {
					t.Error("a lost transaction has a receipt")
				}
				call(t, client, &back, "evm_revert", first)
				if back {
					t.Error("a snapshot was used twice")
				}
				call(t, client, nil, "evm_mine")
				if h := newest(t, client); h.Time > at.Time+3600 {
					t.Errorf("the clock is %d s ahead after the revert", h.Time-at.Time)
				}
				call(t, client, &first, "evm_snapshot")
				sendFrom(t, client, n.Accounts()[1].Address, common.Address{9}, 1)
				call(t, client, &back, "evm_revert", first)
				call(t, client, &first, "evm_snapshot")
			}
			// Whoever listens hears of the blocks that came again.
			seen := map[uint64]int{}
			deadline := time.After(patience)
			for seen[at.Number.Uint64()+1] < 2 {
				select {
				case h := <-heads:
					seen[h.Number.Uint64()]++
				case <-deadline:
					t.Fatalf("block %d was told of %d times", at.Number.Uint64()+1, seen[at.Number.Uint64()+1])
				}
			}
			var hashes []common.Hash
			call(t, client, &hashes, "eth_getFilterChanges", filter)
			b, _ := n.Backend()
			if now, _ := b.HashByNumber(at.Number.Uint64() + 1); len(hashes) > 0 && !slices.Contains(hashes, now) {
				t.Errorf("the filter tells %v, without the block that came again, %s", hashes, now)
			}
			if cfg.DataDir == "" {
				return
			}
			call(t, client, nil, "evm_revert", first)
			head := newest(t, client)
			stop()
			n, _ = start(t, cfg)
			client = dial(t, n)
			if again := newest(t, client); again.Hash() != head.Hash() {
				t.Fatalf("after a restart the head is block %d, was %d", again.Number, head.Number)
			}
			sendFrom(t, client, me, nobody, 1)
			if got := balance(t, client, nobody); got != 2 {
				t.Errorf("after a restart it has %d", got)
			}
		})
	}
}

// TestReset: back to block 0, and nobody is impersonated.
func TestReset(t *testing.T) {
	cfg := developerConfig(t.TempDir())
	n, stop := start(t, cfg)
	client := dial(t, n)
	call(t, client, nil, "anvil_autoImpersonateAccount", true)
	call(t, client, nil, "hardhat_mine", "0x10", "0x3c")
	if got, first := newest(t, client), headerAt(t, client, 1); got.Number.Uint64() != 16 || got.Time != first.Time+15*60 {
		t.Errorf("mined to %d, %d s later", got.Number, got.Time-first.Time)
	}
	refused(t, client, "forking", "hardhat_reset", map[string]any{"forking": map[string]any{"jsonRpcUrl": "http://localhost"}})
	genesis := headerAt(t, client, 0)
	call(t, client, nil, "hardhat_reset")
	if got := newest(t, client); got.Number.Sign() != 0 || got.Root != genesis.Root {
		t.Errorf("the head is block %d", got.Number)
	}
	refused(t, client, "No Signer available", "eth_sendTransaction", map[string]any{"from": nobody, "to": vault, "gas": "0x5208"})
	stop()
	n, _ = start(t, cfg)
	client = dial(t, n)
	if got := newest(t, client); got.Number.Sign() != 0 {
		t.Errorf("after a restart the head is block %d", got.Number)
	}
	sendFrom(t, client, n.Accounts()[0].Address, nobody, 1)
}

func headerAt(t *testing.T, client *ethclient.Client, n int64) *types.Header {
	t.Helper()
	h, err := client.HeaderByNumber(context.Background(), big.NewInt(n))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestMiningModes: for transactions, by the clock, and only when asked.
func TestMiningModes(t *testing.T) {
	n, _ := start(t, developerConfig(""))
	client := dial(t, n)
	me := n.Accounts()[0].Address
	mode := func(auto bool, seconds string) {
		t.Helper()
		var on bool
		var interval json.RawMessage
		call(t, client, &on, "anvil_getAutomine")
		call(t, client, &interval, "hardhat_getIntervalMining")
		if on != auto || string(interval) != seconds {
			t.Errorf("automine %t, interval %s, want %t, %s", on, interval, auto, seconds)
		}
	}
	mode(true, "null")
	call(t, client, nil, "evm_setAutomine", false)
	mode(false, "null")
	var one, two common.Hash
	call(t, client, &one, "eth_sendTransaction", map[string]any{"from": me, "to": nobody, "value": "0x1"})
	call(t, client, &two, "eth_sendTransaction", map[string]any{"from": me, "to": nobody, "value": "0x1"})
	time.Sleep(100 * time.Millisecond)
	if got := newest(t, client); got.Number.Sign() != 0 {
		t.Errorf("block %d came by itself", got.Number)
	}
	var dropped *common.Hash
	call(t, client, &dropped, "anvil_dropTransaction", two)
	if dropped == nil || *dropped != two {
		t.Errorf("dropped %v", dropped)
	}
	dropped = nil
	call(t, client, &dropped, "anvil_dropTransaction", two)
	if dropped != nil {
		t.Errorf("dropped twice: %v", dropped)
	}
	call(t, client, nil, "anvil_setBalance", vault, "0x1") // comes all the same
	call(t, client, nil, "evm_mine")
	if receipt := waitMined(t, client, one); receipt.BlockNumber.Uint64() != 2 || balance(t, client, nobody) != 1 {
		t.Errorf("in block %d, balance %d", receipt.BlockNumber, balance(t, client, nobody))
	}
	call(t, client, &two, "eth_sendTransaction", map[string]any{"from": me, "to": nobody, "value": "0x1"})
	call(t, client, nil, "anvil_dropAllTransactions")
	var status struct{ Pending, Queued hexutil.Uint }
	call(t, client, &status, "txpool_status")
	if status.Pending != 0 {
		t.Errorf("%d wait", status.Pending)
	}
	call(t, client, &two, "eth_sendTransaction", map[string]any{"from": me, "to": nobody, "value": "0x1"})
	call(t, client, nil, "evm_setIntervalMining", 1)
	mode(false, "1")
	waitMined(t, client, two)
	call(t, client, nil, "evm_setIntervalMining", 0)
	mode(false, "null")
	call(t, client, &two, "eth_sendTransaction", map[string]any{"from": me, "to": nobody, "value": "0x1"})
	call(t, client, nil, "evm_setAutomine", true)
	waitMined(t, client, two)
	refused(t, client, "want 0 to 3600", "evm_setIntervalMining", 3601)
	refused(t, client, "can't be set", "anvil_setCoinbase", me)
}

// TestDeveloperFeeAndTime: fixed for the next block of transactions, not for the blocks
// that changes of state take.
func TestDeveloperFeeAndTime(t *testing.T) {
	n, _ := start(t, developerConfig(""))
	client := dial(t, n)
	call(t, client, nil, "anvil_setNextBlockBaseFeePerGas", "0x4d2")
	call(t, client, nil, "evm_setNextBlockTimestamp", 4_000_000_000)
	call(t, client, nil, "anvil_setBalance", nobody, "0x1")
	var fee hexutil.Big
	call(t, client, &fee, "eth_baseFee")
	receipt := sendFrom(t, client, n.Accounts()[0].Address, nobody, 1)
	h := headerAt(t, client, receipt.BlockNumber.Int64())
	if h.Time != 4_000_000_000 || h.BaseFee.Uint64() != 1234 || fee.ToInt().Uint64() != 1234 {
		t.Errorf("time %d, base fee %d, told before %s", h.Time, h.BaseFee, &fee)
	}
	refused(t, client, "want a number of at most 16 bytes", "anvil_setNextBlockBaseFeePerGas", "0x"+strings.Repeat("f", 40))
}

// TestTracesOfDevelopersBlocks: a record is traced as a call that does nothing, and what
// comes after it on the state that it made.
func TestTracesOfDevelopersBlocks(t *testing.T) {
	n, _ := start(t, developerConfig(""))
	client := dial(t, n)
	// SSTORE(0, SLOAD(0)+1)
	call(t, client, nil, "anvil_setCode", vault, "0x60005460010160005500")
	call(t, client, nil, "anvil_setStorageAt", vault, "0x0", common.Hash{31: 41})
	call(t, client, nil, "anvil_setNextBlockBaseFeePerGas", "0x7")
	receipt := sendFrom(t, client, n.Accounts()[0].Address, vault, 0)
	for number := int64(1); number <= receipt.BlockNumber.Int64(); number++ {
		for _, tracer := range []string{"callTracer", "prestateTracer", "flatCallTracer", "4byteTracer", "noopTracer", ""} {
			config := map[string]any{}
			if tracer != "" {
				config["tracer"] = tracer
			}
			var traces []struct {
				TxHash common.Hash
				Result json.RawMessage
			}
			call(t, client, &traces, "debug_traceBlockByNumber", hexutil.Uint64(number), config)
			if len(traces) == 0 || len(traces[0].Result) == 0 {
				t.Errorf("block %d, %s: %d traces", number, tracer, len(traces))
			}
		}
	}
	var state map[common.Address]struct{ Storage map[common.Hash]common.Hash }
	call(t, client, &state, "debug_traceTransaction", receipt.TxHash, map[string]any{"tracer": "prestateTracer"})
	if state[vault].Storage[common.Hash{}] != (common.Hash{31: 41}) {
		t.Errorf("it met the state %v", state[vault])
	}
}

// TestStateDumps: everything that a chain's accounts hold, on another chain.
func TestStateDumps(t *testing.T) {
	alone := developerConfig("")
	alone.Validators = 1 // blocks are large, and not the matter here
	n, _ := start(t, alone)
	client := dial(t, n)
	call(t, client, nil, "anvil_setBalance", nobody, "0x7b")
	call(t, client, nil, "anvil_setNonce", nobody, "0x9")
	call(t, client, nil, "anvil_setCode", vault, "0x6001")
	call(t, client, nil, "anvil_setStorageAt", vault, "0x3", common.Hash{31: 4})
	sendFrom(t, client, n.Accounts()[0].Address, vault, 6)
	// More than a block takes: code that no transaction could create, of many parts.
	for i := range 4 {
		call(t, client, nil, "anvil_setCode", common.Address{0xc0, byte(i)}, hexutil.Bytes(bytes.Repeat([]byte{0xfe}, 300<<10)))
	}
	var dump hexutil.Bytes
	call(t, client, &dump, "anvil_dumpState")
	want := dumped(t, n)

	cfg := developerConfig(t.TempDir())
	cfg.Validators = 1
	other, stop := start(t, cfg)
	there := dial(t, other)
	var ok bool
	call(t, there, &ok, "hardhat_loadState", dump)
	got := dumped(t, other)
	for a, account := range want.Accounts {
		if !reflect.DeepEqual(account, got.Accounts[a]) {
			t.Errorf("%s: %+v, want %+v", a, got.Accounts[a], account)
		}
	}
	if !ok || want.Accounts[vault].Storage[common.Hash{31: 3}] != (common.Hash{31: 4}) || want.Accounts[nobody].Nonce != 9 {
		t.Errorf("dump %+v", want)
	}
	stop()
	other, _ = start(t, cfg)
	there = dial(t, other)
	if again := dumped(t, other); !reflect.DeepEqual(again, got) {
		t.Errorf("after a restart the dump is %+v, was %+v", again, got)
	}
	for _, bad := range []string{"0x1234", "0x7b7d", "0x1f8b0000"} {
		refused(t, there, "state dump", "anvil_loadState", bad)
	}
	var bomb bytes.Buffer
	packed := gzip.NewWriter(&bomb)
	if _, err := packed.Write(make([]byte, 65<<20)); err != nil || packed.Close() != nil {
		t.Fatal(err)
	}
	refused(t, there, "load it from a file", "anvil_loadState", hexutil.Bytes(bomb.Bytes()))
}

func dumped(t *testing.T, n *Node) *developer.State {
	t.Helper()
	b, err := n.developer()
	if err != nil {
		t.Fatal(err)
	}
	s, err := b.DumpState(within(t, patience))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestOrdinaryDevnetHasNoneOfIt: not over RPC, and not below it.
func TestOrdinaryDevnetHasNoneOfIt(t *testing.T) {
	n, _ := start(t, Config{TimeControl: true})
	client := dial(t, n)
	for _, method := range []string{
		"anvil_setBalance", "hardhat_setBalance", "anvil_impersonateAccount", "anvil_reset", "anvil_mine", "anvil_dumpState", "evm_snapshot", "evm_revert",
		"evm_setAutomine", "evm_setIntervalMining", "eth_sendTransaction", "eth_signTransaction", "eth_sign", "personal_sign",
	} {
		refused(t, client, "does not exist", method, nobody, "0x1")
	}
	var accounts []common.Address
	call(t, client, &accounts, "eth_accounts")
	if len(accounts) != 0 {
		t.Errorf("accounts %v", accounts)
	}
	b, _ := n.Backend()
	if err := b.(*backend).Rewind(0); !errors.Is(err, executor.ErrNotDeveloper) {
		t.Errorf("rewind: %v", err)
	}
	public, err := New(Config{ChainID: testChainID, Developer: true, Listen: "0.0.0.0:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- public.Run(ctx) }()
	defer func() { cancel(); <-done }()
	<-public.Ready()
	client = dial(t, public)
	refused(t, client, "does not exist", "anvil_setBalance", nobody, "0x1")
	refused(t, client, "does not exist", "eth_sendTransaction", map[string]any{})
}

// TestRevertAmongFaults: validators that are paused, and many that ask at once.
func TestRevertAmongFaults(t *testing.T) {
	n, _ := start(t, developerConfig(""))
	client := dial(t, n)
	if err := n.PauseValidator(2); err != nil {
		t.Fatal(err)
	}
	var id string
	call(t, client, &id, "evm_snapshot")
	call(t, client, nil, "anvil_mine", 4)
	done := make(chan error)
	for range 8 {
		go func() {
			done <- client.Client().CallContext(within(t, patience), nil, "anvil_setBalance", nobody, "0x5")
		}()
	}
	var back bool
	call(t, client, &back, "evm_revert", id)
	for range 8 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if !n.Validators()[2].Paused {
		t.Error("a paused validator was started again")
	}
	head := newest(t, client).Number.Uint64()
	time.Sleep(50 * time.Millisecond)
	if got := newest(t, client).Number.Uint64(); !back || got != head || got > 12 {
		t.Errorf("back %t; blocks go on from %d to %d by themselves", back, head, got)
	}
	sendFrom(t, client, n.Accounts()[0].Address, nobody, 1)
}

// TestStateFiles: written at the end, read at the next beginning, by a new chain alone.
func TestStateFiles(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "state.json")
	cfg := developerConfig("")
	cfg.DumpState = file
	n, stop := start(t, cfg)
	client := dial(t, n)
	call(t, client, nil, "anvil_setCode", vault, "0x6001")
	sendFrom(t, client, n.Accounts()[0].Address, nobody, 6)
	stop()

	cfg = developerConfig(filepath.Join(dir, "chain"))
	cfg.LoadState = file
	n, stop = start(t, cfg)
	client = dial(t, n)
	if code, err := client.CodeAt(context.Background(), vault, nil); err != nil || len(code) != 2 || balance(t, client, nobody) != 6 {
		t.Errorf("code %x, %v, balance %d", code, err, balance(t, client, nobody))
	}
	stop()

	wrong := filepath.Join(dir, "wrong.json")
	for says, change := range map[string]func(*Config){
		"blocks already":   func(*Config) {},
		"no such file":     func(c *Config) { c.DataDir, c.LoadState = "", filepath.Join(dir, "none.json") },
		`has no "accounts`: func(c *Config) { c.DataDir, c.LoadState = "", wrong },
	} {
		if err := os.WriteFile(wrong, []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
		changed := cfg
		changed.ChainID = testChainID
		change(&changed)
		n, err := New(changed)
		if err != nil {
			t.Fatal(err)
		}
		if err := n.Run(within(t, patience)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
	}
	if _, err := New(Config{ChainID: testChainID, DumpState: file}); err == nil || !strings.Contains(err.Error(), "developer's chain") {
		t.Errorf("a state file of an ordinary chain: %v", err)
	}
}

// TestSharedChainIsNotTakenBack: a validator that runs elsewhere keeps its blocks.
func TestSharedChainIsNotTakenBack(t *testing.T) {
	n, _ := start(t, developerConfig(""))
	client := dial(t, n)
	var id string
	call(t, client, &id, "evm_snapshot")
	stranger := common.HexToAddress("0x5742a6e4")
	if err := n.ProposeVote(stranger, true); err != nil {
		t.Fatal(err)
	}
	elsewhere := func() bool {
		return slices.ContainsFunc(n.Validators(), func(v rpcapi.ValidatorInfo) bool { return v.Address == stranger && v.InSet })
	}
	for range 8 {
		if !elsewhere() {
			call(t, client, nil, "evm_mine")
		}
	}
	if !elsewhere() {
		t.Fatal("the vote doesn't pass")
	}
	refused(t, client, "is shared among processes", "evm_revert", id)
	refused(t, client, "is shared among processes", "anvil_reset")
	call(t, client, nil, "anvil_setBalance", nobody, "0x1") // is in a block, which everybody can execute
}
