package compat

import (
	"context"
	"encoding/json"
	"math/big"
	"os"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/ethclient/gethclient"
	"github.com/ethereum/go-ethereum/ethdb/memorydb"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/ethereum/go-ethereum/trie"
)

// compiled is the test contract.
func compiled(t *testing.T) (parsed abi.ABI, code []byte) {
	t.Helper()
	raw, err := os.ReadFile(artifact)
	check(t, err)
	var c struct {
		ABI      abi.ABI
		Bytecode hexutil.Bytes
	}
	check(t, json.Unmarshal(raw, &c))
	return c.ABI, c.Bytecode
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestBindings deploys, writes, reads and watches a contract through bind/v2 while
// four validators make blocks, and verifies a proof of what was written.
func TestBindings(t *testing.T) {
	node := run(t)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, wsURL := node.Endpoint()
	raw, err := rpc.DialContext(ctx, wsURL)
	check(t, err)
	defer raw.Close()
	client := ethclient.NewClient(raw)

	auth := bind.NewKeyedTransactor(node.Accounts()[2].Key, big.NewInt(chainID))
	parsed, code := compiled(t)
	args, err := parsed.Pack("", big.NewInt(5))
	check(t, err)
	address, tx, err := bind.DeployContract(auth, code, client, args)
	check(t, err)
	deployed, err := bind.WaitDeployed(ctx, client, tx.Hash())
	check(t, err)
	if deployed != address {
		t.Errorf("deployed at %s, predicted %s", deployed, address)
	}
	contract := bind.NewBoundContract(address, parsed, client, client, client)

	logs, sub, err := contract.WatchLogs(nil, "Increased")
	check(t, err)
	defer sub.Unsubscribe()
	const writes = 10
	var last *types.Transaction
	for i := range writes {
		data, err := parsed.Pack("increase", big.NewInt(int64(i+1)))
		check(t, err)
		last, err = bind.Transact(contract, auth, data) // the nonce is the pool's
		check(t, err)
	}
	receipt, err := bind.WaitMined(ctx, client, last.Hash())
	check(t, err)
	want := int64(5)
	for i := range writes {
		want += int64(i + 1)
		select {
		case log := <-logs:
			if got := new(big.Int).SetBytes(log.Data[32:]).Int64(); got != want {
				t.Fatalf("event %d: count %d, want %d", i, got, want)
			}
		case err := <-sub.Err():
			t.Fatal(err)
		case <-ctx.Done():
			t.Fatal("events are missing")
		}
	}
	data, err := parsed.Pack("count")
	check(t, err)
	count, err := bind.Call(contract, nil, data, func(b []byte) (int64, error) { return new(big.Int).SetBytes(b).Int64(), nil })
	check(t, err)
	if count != want {
		t.Errorf("count %d, want %d", count, want)
	}
	proveCount(ctx, t, raw, address, receipt.BlockNumber, want)
}

// proveCount verifies slot 0 against the header's state root.
func proveCount(ctx context.Context, t *testing.T, raw *rpc.Client, address common.Address, block *big.Int, want int64) {
	t.Helper()
	header, err := ethclient.NewClient(raw).HeaderByNumber(ctx, block)
	check(t, err)
	proof, err := gethclient.New(raw).GetProof(ctx, address, []string{"0x0"}, block)
	check(t, err)
	verify := func(root common.Hash, key []byte, nodes []string) []byte {
		db := memorydb.New()
		for _, node := range nodes {
			b := hexutil.MustDecode(node)
			check(t, db.Put(crypto.Keccak256(b), b))
		}
		value, err := trie.VerifyProof(root, crypto.Keccak256(key), db)
		check(t, err)
		return value
	}
	var account types.StateAccount
	check(t, rlp.DecodeBytes(verify(header.Root, address[:], proof.AccountProof), &account))
	var slot []byte
	check(t, rlp.DecodeBytes(verify(account.Root, make([]byte, 32), proof.StorageProof[0].Proof), &slot))
	if got := new(big.Int).SetBytes(slot).Int64(); got != want {
		t.Errorf("proven count %d, want %d", got, want)
	}
}

// TestHeadsWithoutGap: at full speed a subscriber sees every block of four
// validators once, linked by the on-chain hash.
func TestHeadsWithoutGap(t *testing.T) {
	node := run(t)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, wsURL := node.Endpoint()
	raw, err := rpc.DialContext(ctx, wsURL)
	check(t, err)
	defer raw.Close()
	type head struct {
		Number           hexutil.Uint64
		Hash, ParentHash common.Hash
	}
	heads := make(chan head, 1000)
	sub, err := raw.EthSubscribe(ctx, heads, "newHeads")
	check(t, err)
	defer sub.Unsubscribe()
	var mined hexutil.Uint64
	check(t, raw.CallContext(ctx, &mined, "devnet_mine", 50))
	var before head
	for i := range 50 {
		select {
		case h := <-heads:
			if i > 0 && (h.Number != before.Number+1 || h.ParentHash != before.Hash) {
				t.Fatalf("head %d %s on %s follows %d %s", h.Number, h.Hash, h.ParentHash, before.Number, before.Hash)
			}
			before = h
		case err := <-sub.Err():
			t.Fatal(err)
		case <-ctx.Done():
			t.Fatal("heads are missing")
		}
	}
}
