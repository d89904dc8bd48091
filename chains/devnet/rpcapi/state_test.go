package rpcapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient/gethclient"
	"github.com/ethereum/go-ethereum/ethdb/memorydb"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
	"pgregory.net/rapid"
)

// verify checks a proof against a root with go-ethereum's verifier and returns
// the proven value, nil for proven absence.
func verify(t testing.TB, root common.Hash, key []byte, nodes []string) []byte {
	t.Helper()
	db := memorydb.New()
	for _, node := range nodes {
		b, err := hexutil.Decode(node)
		check(t, err)
		check(t, db.Put(crypto.Keccak256(b), b))
	}
	value, err := trie.VerifyProof(root, crypto.Keccak256(key), db)
	if err != nil {
		t.Fatalf("proof of %x under %s: %v", key, root, err)
	}
	return value
}

// checkProof verifies an eth_getProof answer against a state root.
func checkProof(t testing.TB, root common.Hash, proof *gethclient.AccountResult) {
	t.Helper()
	enc := verify(t, root, proof.Address[:], proof.AccountProof)
	if enc == nil {
		if proof.Nonce != 0 || proof.Balance.Sign() != 0 || proof.CodeHash != (common.Hash{}) || proof.StorageHash != (common.Hash{}) {
			t.Errorf("an absent account has content: %+v", proof)
		}
	} else {
		var account types.StateAccount
		check(t, rlp.DecodeBytes(enc, &account))
		if account.Nonce != proof.Nonce || account.Balance.ToBig().Cmp(proof.Balance) != 0 || account.Root != proof.StorageHash || !bytes.Equal(account.CodeHash, proof.CodeHash[:]) {
			t.Errorf("proven account %+v, answer %+v", account, proof)
		}
	}
	for _, slot := range proof.StorageProof {
		if len(slot.Proof) == 0 {
			if proof.StorageHash != types.EmptyRootHash && proof.StorageHash != (common.Hash{}) || slot.Value.Sign() != 0 {
				t.Errorf("slot %s: no proof for value %v under root %s", slot.Key, slot.Value, proof.StorageHash)
			}
			continue
		}
		value := new(big.Int)
		if enc := verify(t, proof.StorageHash, common.HexToHash(slot.Key).Bytes(), slot.Proof); enc != nil {
			_, content, _, err := rlp.Split(enc)
			check(t, err)
			value.SetBytes(content)
		}
		if value.Cmp(slot.Value) != 0 {
			t.Errorf("slot %s: proven %v, answer %v", slot.Key, value, slot.Value)
		}
	}
}

// TestProofsVerify: what eth_getProof answers holds under the header's state root,
// for what exists and for what doesn't, at old blocks and at every tag.
func TestProofsVerify(t *testing.T) {
	s := serve(t, Config{})
	address := s.deploy(t)
	rich := addressOf(s.rich)
	bySlot := crypto.Keccak256Hash(append(common.LeftPadBytes(rich[:], 32), common.LeftPadBytes([]byte{1}, 32)...))
	for i := range int64(5) {
		s.submit(t, s.transfer(address, 0, packed(t, "increase", big.NewInt(i+1))))
	}
	keys := []string{"0x0", bySlot.Hex(), "0x" + strings.Repeat("ff", 32)}
	for n := int64(0); n <= 6; n++ {
		header, err := s.eth.HeaderByNumber(context.Background(), big.NewInt(n))
		check(t, err)
		for _, account := range []common.Address{address, rich, {0xab}} {
			proof, err := s.geth.GetProof(context.Background(), account, keys, big.NewInt(n))
			check(t, err)
			checkProof(t, header.Root, proof)
			if account == address && n >= 1 {
				if want := 5 + (n-1)*n/2; proof.StorageProof[0].Value.Int64() != want || proof.StorageProof[1].Value.Int64() != want-5 {
					t.Errorf("block %d: count %v, by %v, want %d and %d", n, proof.StorageProof[0].Value, proof.StorageProof[1].Value, want, want-5)
				}
			}
		}
	}
	latest := string(s.call(t, "eth_getProof", address, keys, "0x6"))
	hash, _ := s.HashByNumber(6)
	for _, at := range []any{"latest", "safe", "finalized", "pending", hash, map[string]any{"blockHash": hash, "requireCanonical": true}} {
		if got := string(s.call(t, "eth_getProof", address, keys, at)); got != latest {
			t.Errorf("proof at %v differs from that at 0x6", at)
		}
	}
}

// TestStorageKeyForms: keys are taken short and long, and repeated as go-ethereum
// repeats them.
func TestStorageKeyForms(t *testing.T) {
	s := serve(t, Config{})
	address := s.deploy(t)
	full := "0x" + strings.Repeat("0", 64)
	for key, form := range map[string]string{"0x0": "0x0", "0x00": "0x0", "0": "0x0", full: full, full[:64]: "0x0", "0x": "0x0"} {
		var proof struct{ StorageProof []struct{ Key, Value string } }
		check(t, json.Unmarshal(s.call(t, "eth_getProof", address, []string{key}, "latest"), &proof))
		if got := proof.StorageProof[0]; got.Key != form || got.Value != "0x5" {
			t.Errorf("key %q: %+v, want key %s, value 0x5", key, got, form)
		}
		if got := s.call(t, "eth_getStorageAt", address, key, "latest"); string(got) != `"`+full[:65]+`5"` {
			t.Errorf("storage at %q: %s", key, got)
		}
	}
	wantError(t, s.refused(t, "eth_getProof", address, []string{"0x0", full + "0"}, "latest"), -32602, "storage key 1: storage key too long: 65 hex digits")
	wantError(t, s.refused(t, "eth_getProof", address, []string{"0xzz"}, "latest"), -32602, `invalid storage key "0xzz"`)
	wantError(t, s.refused(t, "eth_getStorageAt", address, "0xzz", "latest"), -32602, `invalid storage key "0xzz"`)
	wantError(t, s.refused(t, "eth_getProof", address, make([]string, maxProofKeys+1), "latest"), -32602, "too many storage keys: 1025, at most 1024")
}

// TestParseStorageKeyProperty: every number of up to 32 bytes comes back, in any
// form, and the short form is a quantity.
func TestParseStorageKeyProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(t, "bytes")
		prefix := rapid.SampledFrom([]string{"", "0x", "0X"}).Draw(t, "prefix")
		slot, form, err := parseStorageKey(prefix + common.Bytes2Hex(b))
		if err != nil {
			t.Fatal(err)
		}
		if slot != common.BytesToHash(b) || common.HexToHash(form) != slot {
			t.Fatalf("%x: slot %s, form %s", b, slot, form)
		}
		if len(b) < 32 {
			if _, err := hexutil.DecodeBig(form); err != nil {
				t.Fatalf("form %s of %x: %v", form, b, err)
			}
		}
	})
}

// TestPrunedState: an old state is an error that says so, never zeros.
func TestPrunedState(t *testing.T) {
	s := serve(t, Config{})
	check(t, s.Mine(context.Background(), 200))
	err := s.refused(t, "eth_getBalance", addressOf(s.rich), "0x5")
	if !strings.Contains(err.Error(), "open the state of block 5") {
		t.Errorf("error %v", err)
	}
	if got := s.call(t, "eth_getBalance", addressOf(s.rich), "latest"); string(got) == `"0x0"` {
		t.Error("no balance at the head")
	}
}

// TestAccountReads compares the plain reads with what the transactions did.
func TestAccountReads(t *testing.T) {
	s := serve(t, Config{})
	ctx, rich := context.Background(), addressOf(s.rich)
	address := s.deploy(t)
	code, err := s.eth.CodeAt(ctx, address, nil)
	check(t, err)
	if len(code) == 0 {
		t.Error("the contract has no code")
	}
	if none, err := s.eth.CodeAt(ctx, common.Address{1, 2}, nil); err != nil || len(none) != 0 {
		t.Errorf("code of nobody: %x, %v", none, err)
	}
	if got := s.call(t, "eth_getCode", common.Address{1, 2}); string(got) != `"0x"` {
		t.Errorf("code of nobody: %s, want 0x", got)
	}
	check(t, s.SubmitTx(ctx, s.transfer(address, 0, packed(t, "increase", big.NewInt(1)))))
	for at, want := range map[string]uint64{"latest": 1, "pending": 2, "0x0": 0} {
		if got := s.call(t, "eth_getTransactionCount", rich, at); string(got) != fmt.Sprintf(`"0x%x"`, want) {
			t.Errorf("nonce at %s: %s, want %d", at, got, want)
		}
	}
}
