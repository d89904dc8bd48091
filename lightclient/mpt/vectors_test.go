package mpt

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/holiman/uint256"
)

func vectorRoot() string {
	if root := os.Getenv("CATENARY_VECTORS"); root != "" {
		return root
	}
	return filepath.Join("..", "..", "..", "shared", "data")
}

// The files come from mainnet, sepolia and a local OP network and are not part of the repository.
func vectorFile(tb testing.TB, path string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join(vectorRoot(), path))
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

// executionFile is any of the files below execution: a block, an answer of eth_getProof, or an
// answer to another question with the block and the proofs that it rests on.
type executionFile struct {
	block
	AccountProof json.RawMessage
	Request      struct{ Method string }
	// An answer's text; of no use where it is none.
	Response          struct{ Result json.RawMessage }
	Execution         struct{ Block block }
	DependentRequests []struct{ Response struct{ Result ethProof } }
}

type block struct {
	StateRoot, ReceiptsRoot, Hash common.Hash
	GasUsed                       hexutil.Uint64
	LogsBloom                     types.Bloom
}

// vectorFiles lists the files of a folder of the test data whose names match.
func vectorFiles(tb testing.TB, folder, pattern string) []string {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(vectorRoot(), folder, pattern))
	if err != nil {
		tb.Fatal(err)
	}
	if len(files) == 0 {
		tb.Skipf("no test data: set CATENARY_VECTORS to the folder that holds %s", filepath.Join(folder, pattern))
	}
	for i := range files {
		files[i] = filepath.Join(folder, filepath.Base(files[i]))
	}
	return files
}

// readAnswer reads what a node answered, with the envelope of JSON-RPC around it or without.
func readAnswer[T any](tb testing.TB, path string) T {
	tb.Helper()
	data := vectorFile(tb, path)
	var envelope struct {
		Version string `json:"jsonrpc"`
		Result  json.RawMessage
	}
	if json.Unmarshal(data, &envelope) == nil && envelope.Version != "" && envelope.Result != nil {
		data = envelope.Result
	}
	var value T
	if err := json.Unmarshal(data, &value); err != nil {
		tb.Fatalf("%s: %v", path, err)
	}
	return value
}

func raw(nodes []hexutil.Bytes) [][]byte {
	out := make([][]byte, len(nodes))
	for i, node := range nodes {
		out[i] = node
	}
	return out
}

// knownStateRoots are those of all blocks of the test data.
func knownStateRoots(t *testing.T) (roots []common.Hash) {
	for _, folder := range []string{"execution/proofs", "execution/receipts", "execution/headers"} {
		for _, path := range vectorFiles(t, folder, "*.json") {
			if strings.HasPrefix(filepath.Base(path), "receipts-") {
				continue
			}
			if root := readAnswer[executionFile](t, path).StateRoot; root != (common.Hash{}) {
				roots = append(roots, root)
			}
		}
	}
	return roots
}

// TestRealProofs: eth_getProof answers of mainnet and sepolia, under the state roots of their
// blocks. An answer does not say which block it is of: one of those that are there has to be it.
func TestRealProofs(t *testing.T) {
	roots, proofs := knownStateRoots(t), 0
	for _, path := range vectorFiles(t, "execution/proofs", "*.json") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			file := readAnswer[executionFile](t, path)
			switch {
			case file.AccountProof != nil:
				proofs++
				answer := readAnswer[ethProof](t, path)
				checkRealProof(t, answer, rootOf(t, answer, roots))
			case file.DependentRequests != nil:
				for _, request := range file.DependentRequests {
					if answer := request.Response.Result; answer.AccountProof != nil {
						proofs++
						checkRealProof(t, answer, file.Execution.Block.StateRoot)
						checkRealAnswer(t, file, answer)
					}
				}
			case file.StateRoot == (common.Hash{}):
				t.Fatal("neither a block nor a proof")
			}
		})
	}
	if proofs == 0 {
		t.Fatal("no proof among the test data")
	}
	t.Logf("%d proofs", proofs)
}

// rootOf finds the one block under which an account is proven.
func rootOf(t *testing.T, answer ethProof, roots []common.Hash) (found common.Hash) {
	t.Helper()
	for _, root := range roots {
		if _, _, err := VerifyAccount(root, answer.Address, raw(answer.AccountProof)); err == nil {
			found = root
		}
	}
	if found == (common.Hash{}) {
		t.Fatalf("account %s is proven under none of %d state roots", answer.Address, len(roots))
	}
	return found
}

// checkRealAnswer: what a node said of an account is what the proof says.
func checkRealAnswer(t *testing.T, file executionFile, proof ethProof) {
	t.Helper()
	account, _, err := VerifyAccount(file.Execution.Block.StateRoot, proof.Address, raw(proof.AccountProof))
	if err != nil {
		t.Fatal(err)
	}
	switch file.Request.Method {
	case "eth_getCode":
		var code hexutil.Bytes
		if err := json.Unmarshal(file.Response.Result, &code); err != nil {
			t.Fatal(err)
		}
		if got := crypto.Keccak256Hash(code); got != account.CodeHash {
			t.Fatalf("code hashes to %s, account says %s", got, account.CodeHash)
		}
	case "eth_getBalance":
		var balance hexutil.Big
		if err := json.Unmarshal(file.Response.Result, &balance); err != nil {
			t.Fatal(err)
		}
		if account.Balance.ToBig().Cmp(balance.ToInt()) != 0 {
			t.Fatalf("balance is %s, account says %s", balance.ToInt(), account.Balance)
		}
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

// TestRealReceipts rebuilds the receipts roots of real blocks, and proves every receipt of them and
// the absence of the one after the last.
func TestRealReceipts(t *testing.T) {
	for _, path := range vectorFiles(t, "execution/receipts", "block_*.json") {
		number := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), "block_"), ".json")
		t.Run(number, func(t *testing.T) {
			receipts := readAnswer[types.Receipts](t, filepath.Join("execution", "receipts", "receipts-"+number+".json"))
			checkRealReceipts(t, readAnswer[block](t, path), receipts)
		})
	}
}

func checkRealReceipts(t *testing.T, head block, theirs types.Receipts) {
	t.Helper()
	encoded := encodeReceipts(t, theirs)
	receipts, err := VerifyReceipts(head.ReceiptsRoot, encoded)
	if err != nil {
		t.Fatal(err)
	}
	kinds, logs, bloom := map[byte]int{}, 0, types.Bloom{}
	for i := range receipts {
		if want := ours(theirs[i]); !sameReceipt(receipts[i], want) {
			t.Fatalf("receipt %d is %+v, want %+v", i, receipts[i], want)
		}
		kinds[receipts[i].Type]++
		logs += len(receipts[i].Logs)
		for j := range bloom {
			bloom[j] |= receipts[i].Bloom[j]
		}
	}
	// What the header says besides: nothing is missing and nothing was invented.
	if gas := receipts[len(receipts)-1].CumulativeGasUsed; bloom != head.LogsBloom || gas != uint64(head.GasUsed) {
		t.Fatalf("the receipts' bloom or gas (%d) is not the header's (%d)", gas, head.GasUsed)
	}
	for i := range len(encoded) + 1 {
		root, proof, err := ProveReceipt(encoded, uint64(i))
		if err != nil || root != head.ReceiptsRoot {
			t.Fatalf("proof of receipt %d: root %s, error %v", i, root, err)
		}
		got, present, err := VerifyReceipt(root, uint64(i), proof)
		if err != nil || present != (i < len(encoded)) || present && string(got) != string(encoded[i]) {
			t.Fatalf("receipt %d: present %v, error %v", i, present, err)
		}
	}
	t.Logf("%d receipts by type %v, %d logs", len(receipts), kinds, logs)
	for i := range encoded {
		if _, err := VerifyReceipts(head.ReceiptsRoot, append(encoded[:i:i], encoded[i+1:]...)); err == nil {
			t.Fatalf("the block without receipt %d was accepted", i)
		}
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
