package compat

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
)

// castReceipt is what the test reads of a receipt that cast prints.
type castReceipt struct {
	TransactionHash, BlockHash, BlockNumber, Status, ContractAddress, Type string
}

// TestCast uses the devnet from the command line as a developer would.
func TestCast(t *testing.T) {
	castPath(t) // before a devnet is started
	node := run(t)
	c := newCast(t, node)
	me, you := node.Accounts()[1].Address.Hex(), "0x00000000000000000000000000000000000A11cE"

	c.want(strconv.Itoa(chainID), "chain-id")
	c.want("10000000000000000000000", "balance", me)
	c.want("catenary", "client")
	if n, err := strconv.Atoi(c.run("block-number")); err != nil || n < 0 {
		t.Errorf("block number: %d, %v", n, err)
	}

	var receipt castReceipt
	c.json(&receipt, "send", "--private-key", c.key, "--value", "1ether", you)
	if receipt.Status != "0x1" || receipt.Type != "0x2" {
		t.Errorf("transfer: %+v", receipt)
	}
	c.want("1000000000000000000", "balance", you)
	c.want("1", "nonce", me)

	contract := deployByCast(t, c)
	c.want("5", "call", contract, "count()(uint256)")
	c.json(&receipt, "send", "--private-key", c.key, contract, "increase(uint256)", "7")
	c.want("12", "call", contract, "count()(uint256)")
	c.want(receipt.BlockHash, "receipt", receipt.TransactionHash, "blockHash")
	c.want(receipt.BlockHash, "block", receipt.BlockNumber, "--field", "hash")
	c.want(receipt.TransactionHash, "block", receipt.BlockHash)
	c.want(me, "tx", receipt.TransactionHash, "from")
	c.want(receipt.TransactionHash, "logs", "--from-block", "0", "--to-block", "latest", "--address", contract, "Increased(address indexed,uint256,uint256)")
	c.want("0x000000000000000000000000000000000000000000000000000000000000000c", "storage", contract, "0")

	var proof struct {
		StorageProof []struct{ Value string }
		AccountProof []string
	}
	if err := json.Unmarshal([]byte(c.run("proof", contract, "0")), &proof); err != nil {
		t.Fatal(err)
	}
	if len(proof.StorageProof) != 1 || proof.StorageProof[0].Value != "0xc" || len(proof.AccountProof) == 0 {
		t.Errorf("proof: %+v", proof)
	}

	if gas, err := strconv.Atoi(c.run("estimate", "--from", me, contract, "increase(uint256)", "1")); err != nil || gas < 26_000 || gas > 60_000 {
		t.Errorf("estimate: %d, %v", gas, err)
	}
	c.refused("amount is zero", "call", contract, "increase(uint256)", "0")
	c.refused("execution reverted", "call", contract, "increase(uint256)", "101")
	if price, err := strconv.Atoi(c.run("gas-price")); err != nil || price <= 0 {
		t.Errorf("gas price: %d, %v", price, err)
	}
	c.want("baseFeePerGas", "rpc", "eth_feeHistory", "0x2", "latest", "[50]")
	c.want("accessList", "access-list", "--from", me, contract, "count()", "--json")

	testCastControls(t, c)
	testCastReplay(t, c, receipt.TransactionHash, contract)
}

func deployByCast(t *testing.T, c *cast) string {
	t.Helper()
	raw, err := os.ReadFile(artifact)
	if err != nil {
		t.Fatal(err)
	}
	var compiled struct{ Bytecode string }
	if err := json.Unmarshal(raw, &compiled); err != nil {
		t.Fatal(err)
	}
	var receipt castReceipt
	c.json(&receipt, "send", "--private-key", c.key, "--create", compiled.Bytecode, "constructor(uint256)", "5")
	if receipt.Status != "0x1" || receipt.ContractAddress == "" {
		t.Fatalf("deployment: %+v", receipt)
	}
	return receipt.ContractAddress
}

// testCastControls steers the devnet by cast rpc.
func testCastControls(t *testing.T, c *cast) {
	t.Helper()
	c.want("true", "rpc", "devnet_setBlockTime", "0") // on demand: the height stands still
	before, err := strconv.ParseUint(strings.Trim(c.run("rpc", "devnet_mine"), `"`), 0, 64)
	if err != nil {
		t.Fatal(err)
	}
	after, err := strconv.ParseUint(strings.Trim(c.run("rpc", "devnet_mine", "5"), `"`), 0, 64)
	if err != nil {
		t.Fatal(err)
	}
	if after != before+5 {
		t.Errorf("after 5 blocks the height is %d, was %d", after, before)
	}
	c.want(`"inSet":true`, "rpc", "devnet_validators")
	poor := "0x00000000000000000000000000000000000F00d5"
	c.want("0x", "rpc", "devnet_fund", poor, "12345")
	c.run("rpc", "devnet_mine")
	c.want("12345", "balance", poor)
	c.want("true", "rpc", "devnet_pauseValidator", "3")
	c.run("rpc", "devnet_mine", "4") // three of four are enough
	c.want("true", "rpc", "devnet_resumeValidator", "3")
	c.refused("no validator 9 in this process", "rpc", "devnet_pauseValidator", "9")
	testCastTime(t, c)
}

// testCastTime moves the clock as one would anvil's. It comes last.
func testCastTime(t *testing.T, c *cast) {
	t.Helper()
	timestamp := func() uint64 {
		seconds, err := strconv.ParseUint(c.run("block", "latest", "--field", "timestamp"), 0, 64)
		if err != nil {
			t.Fatal(err)
		}
		return seconds
	}
	before := timestamp()
	c.want("172800", "rpc", "evm_increaseTime", "172800")
	c.want("0x0", "rpc", "evm_mine")
	if after := timestamp(); after < before+172_800 || after > before+172_900 {
		t.Errorf("two days later it is %d, and was %d", after, before)
	}
	c.want("null", "rpc", "evm_setNextBlockTimestamp", "4000000000")
	c.want("0x0", "rpc", "evm_mine")
	if after := timestamp(); after < 4_000_000_000 || after > 4_000_000_100 {
		t.Errorf("it is %d, want 4000000000", after)
	}
	c.refused("more than the head's", "rpc", "evm_setNextBlockTimestamp", "1700000000")
}

// testCastReplay executes a transaction again, by cast itself and by the node.
func testCastReplay(t *testing.T, c *cast, hash, contract string) {
	t.Helper()
	c.want("Transaction successfully executed", "run", hash)
	c.want(strings.ToLower(contract), "rpc", "debug_traceTransaction", hash, `{"tracer":"callTracer"}`)
	c.want("SSTORE", "rpc", "debug_traceTransaction", hash)
}
