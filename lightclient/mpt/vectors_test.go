package mpt

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/holiman/uint256"
)

// The files come from mainnet, sepolia and a local OP network and are not part of the repository.
func vectorFile(tb testing.TB, path string) []byte {
	tb.Helper()
	root := os.Getenv("CATENARY_VECTORS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
	}
	data, err := os.ReadFile(filepath.Join(root, path))
	if os.IsNotExist(err) {
		tb.Skipf("no test data: set CATENARY_VECTORS to the folder that holds %s", path)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func readVector[T any](tb testing.TB, path string) T {
	tb.Helper()
	var value T
	if err := json.Unmarshal(vectorFile(tb, path), &value); err != nil {
		tb.Fatalf("%s: %v", path, err)
	}
	return value
}

type ethProof struct {
	Address      common.Address
	AccountProof []hexutil.Bytes
	Balance      *hexutil.Big
	CodeHash     common.Hash
	Nonce        hexutil.Uint64
	StorageHash  common.Hash
	StorageProof []struct {
		Key   common.Hash
		Value *hexutil.Big
		Proof []hexutil.Bytes
	}
}

type provider struct {
	DependentRequests []struct{ Response struct{ Result ethProof } }
	Execution         struct{ Block block }
	Response          struct{ Result string }
}

type block struct {
	StateRoot, ReceiptsRoot, Hash common.Hash
}

func raw(nodes []hexutil.Bytes) [][]byte {
	out := make([][]byte, len(nodes))
	for i, node := range nodes {
		out[i] = node
	}
	return out
}

// TestRealProofs: eth_getProof answers of mainnet and sepolia, under the state roots of their
// blocks.
func TestRealProofs(t *testing.T) {
	sepolia := func(t *testing.T, path string) (ethProof, common.Hash) {
		v := readVector[provider](t, path)
		return v.DependentRequests[0].Response.Result, v.Execution.Block.StateRoot
	}
	for _, test := range []struct {
		name string
		load func(*testing.T) (ethProof, common.Hash)
	}{
		{"mainnet 21925176 deposit contract, slot 1", func(t *testing.T) (ethProof, common.Hash) {
			return readVector[ethProof](t, "execution/proofs/proof.json"), readVector[block](t, "execution/receipts/block_21925176.json").StateRoot
		}},
		{"mainnet 21925176 block producer, no storage", func(t *testing.T) (ethProof, common.Hash) {
			return readVector[ethProof](t, "execution/proofs/block_miner_proof.json"), readVector[block](t, "execution/receipts/block_21925176.json").StateRoot
		}},
		{"mainnet 23223655 WETH, one balance", func(t *testing.T) (ethProof, common.Hash) {
			return readVector[ethProof](t, "execution/proofs/storage_proof.json"), readVector[block](t, "execution/proofs/proof_block.json").StateRoot
		}},
		{"sepolia 3445383 contract, balance", func(t *testing.T) (ethProof, common.Hash) {
			return sepolia(t, "execution/proofs/eth_getBalance_contract.json")
		}},
		{"sepolia 3445383 contract, code", func(t *testing.T) (ethProof, common.Hash) { return sepolia(t, "execution/proofs/eth_getCode.json") }},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer, stateRoot := test.load(t)
			checkRealProof(t, answer, stateRoot)
		})
	}
}

func checkRealProof(t *testing.T, answer ethProof, stateRoot common.Hash) {
	t.Helper()
	account, present, err := VerifyAccount(stateRoot, answer.Address, raw(answer.AccountProof))
	if err != nil || !present {
		t.Fatalf("account: present %v, error %v", present, err)
	}
	balance, _ := uint256.FromBig(answer.Balance.ToInt())
	want := Account{uint64(answer.Nonce), balance, answer.StorageHash, answer.CodeHash}
	if account.Nonce != want.Nonce || !account.Balance.Eq(balance) || account.StorageRoot != want.StorageRoot || account.CodeHash != want.CodeHash {
		t.Fatalf("account: got %+v, want %+v", account, want)
	}
	other := answer.Address
	other[0] ^= 0xff
	everyBitFlipFails(t, accountClaim("account", stateRoot, answer.Address, other, raw(answer.AccountProof), true))
	for _, slot := range answer.StorageProof {
		value, present, err := VerifyStorage(account.StorageRoot, slot.Key, raw(slot.Proof))
		if err != nil || !present || value != common.BigToHash(slot.Value.ToInt()) {
			t.Fatalf("slot %s: got %s, present %v, error %v; want %x", slot.Key, value, present, err, slot.Value)
		}
		everyBitFlipFails(t, storageClaim("slot", account.StorageRoot, slot.Key, common.Hash{}, raw(slot.Proof), true))
	}
	if account.StorageRoot == emptyRoot {
		if _, present, err := VerifyStorage(account.StorageRoot, common.Hash{}, nil); present || err != nil {
			t.Fatalf("slot 0 of an account without storage: present %v, error %v", present, err)
		}
	}
}

// TestRealCodeHash: the code that sepolia serves is the code whose hash the account proof carries.
func TestRealCodeHash(t *testing.T) {
	v := readVector[provider](t, "execution/proofs/eth_getCode.json")
	answer := v.DependentRequests[0].Response.Result
	account, _, err := VerifyAccount(v.Execution.Block.StateRoot, answer.Address, raw(answer.AccountProof))
	if err != nil {
		t.Fatal(err)
	}
	if got := crypto.Keccak256Hash(hexutil.MustDecode(v.Response.Result)); got != account.CodeHash {
		t.Fatalf("code hashes to %s, account says %s", got, account.CodeHash)
	}
}

// TestRealReceipts proves every receipt of two mainnet blocks (types 0 to 3) and the absence of the
// one after the last.
func TestRealReceipts(t *testing.T) {
	t.Run("19433903", func(t *testing.T) {
		head := readVector[struct{ Result block }](t, "execution/receipts/block_19433903.json").Result
		receipts := readVector[struct{ Result types.Receipts }](t, "execution/receipts/receipts-19433903.json").Result
		checkRealReceipts(t, head.ReceiptsRoot, receipts)
	})
	t.Run("21925176", func(t *testing.T) {
		head := readVector[block](t, "execution/receipts/block_21925176.json")
		checkRealReceipts(t, head.ReceiptsRoot, readVector[types.Receipts](t, "execution/receipts/receipts-21925176.json"))
	})
}

func checkRealReceipts(t *testing.T, root common.Hash, receipts types.Receipts) {
	t.Helper()
	oracle := newOracleTrie(t)
	encoded := make([][]byte, len(receipts))
	for i, receipt := range receipts {
		var err error
		if encoded[i], err = receipt.MarshalBinary(); err != nil {
			t.Fatal(err)
		}
		oracle.MustUpdate(rlp.AppendUint64(nil, uint64(i)), encoded[i])
	}
	if oracle.Hash() != root {
		t.Fatalf("rebuilt receipts root %s, header says %s", oracle.Hash(), root)
	}
	for i, want := range encoded {
		got, present, err := VerifyReceipt(root, uint64(i), oracle.prove(t, rlp.AppendUint64(nil, uint64(i))))
		if err != nil || !present || string(got) != string(want) {
			t.Fatalf("receipt %d: present %v, error %v, right bytes %v", i, present, err, string(got) == string(want))
		}
	}
	beyond := uint64(len(receipts))
	if _, present, err := VerifyReceipt(root, beyond, oracle.prove(t, rlp.AppendUint64(nil, beyond))); present || err != nil {
		t.Fatalf("receipt %d: present %v, error %v; want proven absence", beyond, present, err)
	}
}

type hexBytes []byte

func (h *hexBytes) UnmarshalText(text []byte) (err error) {
	*h, err = hex.DecodeString(string(text))
	return err
}

type optimismProofs struct {
	Proof struct {
		StateRoot      hexBytes `json:"state_root"`
		FactoryAccount struct {
			AccountProof []hexBytes `json:"account_proof"`
			StorageRoot  hexBytes   `json:"storage_root"`
		} `json:"factory_account"`
	}
	L2HeaderHistory []hexBytes `json:"l2_header_history"`
	Factory         hexBytes
	LastMP          struct {
		AccountProof []hexBytes `json:"account_proof"`
		StorageRoot  hexBytes   `json:"storage_root"`
	} `json:"last_mp"`
}

// TestOptimismProofs: a dispute-game factory on L1 and the message passer's storage root on L2, as
// another light client uses them.
func TestOptimismProofs(t *testing.T) {
	messagePasser := common.HexToAddress("0x4200000000000000000000000000000000000016")
	for _, path := range []string{"optimism/decoded_submit_misbehaviour.json", "optimism/decoded_submit_misbehaviour_future.json"} {
		t.Run(filepath.Base(path), func(t *testing.T) {
			v := readVector[optimismProofs](t, path)
			bytesOf := func(list []hexBytes) (out [][]byte) {
				for _, b := range list {
					out = append(out, b)
				}
				return out
			}
			factory, present, err := VerifyAccount(common.BytesToHash(v.Proof.StateRoot), common.BytesToAddress(v.Factory), bytesOf(v.Proof.FactoryAccount.AccountProof))
			if err != nil || !present || factory.StorageRoot != common.BytesToHash(v.Proof.FactoryAccount.StorageRoot) {
				t.Fatalf("factory: got %+v, present %v, error %v; want storage root %x", factory, present, err, v.Proof.FactoryAccount.StorageRoot)
			}
			if v.LastMP.StorageRoot == nil {
				return // the game of the future has no L2 block yet
			}
			var header types.Header
			if err := rlp.DecodeBytes(v.L2HeaderHistory[len(v.L2HeaderHistory)-1], &header); err != nil {
				t.Fatal(err)
			}
			passer, present, err := VerifyAccount(header.Root, messagePasser, bytesOf(v.LastMP.AccountProof))
			if err != nil || !present || passer.StorageRoot != common.BytesToHash(v.LastMP.StorageRoot) {
				t.Fatalf("message passer: got %+v, present %v, error %v; want storage root %x", passer, present, err, v.LastMP.StorageRoot)
			}
		})
	}
}
