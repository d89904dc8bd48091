package rpcapi

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rpc"
)

// ethState answers the eth_ methods that read accounts, storage and proofs.
type ethState struct {
	reader *reader
	turns  *turns // of proofs
}

// GetBalance is eth_getBalance, in wei.
func (e *ethState) GetBalance(address common.Address, at *rpc.BlockNumberOrHash) (*hexutil.Big, error) {
	statedb, _, err := e.reader.state(orLatest(at))
	if err != nil {
		return nil, err
	}
	balance := statedb.GetBalance(address).ToBig()
	return (*hexutil.Big)(balance), statedb.Error()
}

// GetCode is eth_getCode.
func (e *ethState) GetCode(address common.Address, at *rpc.BlockNumberOrHash) (hexutil.Bytes, error) {
	statedb, _, err := e.reader.state(orLatest(at))
	if err != nil {
		return nil, err
	}
	code := statedb.GetCode(address)
	if code == nil {
		code = []byte{} // "0x", not null
	}
	return code, statedb.Error()
}

// GetStorageAt is eth_getStorageAt: always 32 bytes.
func (e *ethState) GetStorageAt(address common.Address, key string, at *rpc.BlockNumberOrHash) (hexutil.Bytes, error) {
	slot, _, err := parseStorageKey(key)
	if err != nil {
		return nil, err
	}
	statedb, _, err := e.reader.state(orLatest(at))
	if err != nil {
		return nil, err
	}
	value := statedb.GetState(address, slot)
	return value[:], statedb.Error()
}

// GetTransactionCount is eth_getTransactionCount. Pending counts the pool's
// executable transactions.
func (e *ethState) GetTransactionCount(address common.Address, at *rpc.BlockNumberOrHash) (hexutil.Uint64, error) {
	block := orLatest(at)
	if isPending(block) {
		return hexutil.Uint64(e.reader.backend.PoolNonce(address)), nil
	}
	statedb, _, err := e.reader.state(block)
	if err != nil {
		return 0, err
	}
	nonce := statedb.GetNonce(address)
	return hexutil.Uint64(nonce), statedb.Error()
}

// accountProof is eth_getProof's answer (EIP-1186).
type accountProof struct {
	Address      common.Address  `json:"address"`
	AccountProof []hexutil.Bytes `json:"accountProof"`
	Balance      *hexutil.Big    `json:"balance"`
	CodeHash     common.Hash     `json:"codeHash"`
	Nonce        hexutil.Uint64  `json:"nonce"`
	StorageHash  common.Hash     `json:"storageHash"`
	StorageProof []storageProof  `json:"storageProof"`
}

type storageProof struct {
	Key   string          `json:"key"` // in the form in which it was asked for
	Value *hexutil.Big    `json:"value"`
	Proof []hexutil.Bytes `json:"proof"`
}

// GetProof is eth_getProof (EIP-1186). Proofs verify against the stateRoot of
// the block asked for; pending stands for latest, the newest state that has a
// root. Nodes come root first. As with go-ethereum an absent account has zero
// storage and code hashes, and an empty storage trie has an empty proof.
func (e *ethState) GetProof(ctx context.Context, address common.Address, keys []string, at *rpc.BlockNumberOrHash) (*accountProof, error) {
	if len(keys) > maxProofKeys {
		return nil, invalidParams("too many storage keys: %d, at most %d", len(keys), maxProofKeys)
	}
	slots, forms := make([]common.Hash, len(keys)), make([]string, len(keys))
	for i, key := range keys {
		var err error
		if slots[i], forms[i], err = parseStorageKey(key); err != nil {
			return nil, invalidParams("storage key %d: %v", i, err)
		}
	}
	ctx, end, err := e.turns.begin(ctx, e.reader, proofTimeout)
	if err != nil {
		return nil, err
	}
	defer end()
	statedb, header, err := e.reader.state(orLatest(at))
	if err != nil {
		return nil, err
	}
	accountTrie, err := statedb.Database().OpenTrie(header.Root)
	if err != nil {
		return nil, fmt.Errorf("open the account trie of block %d: %w", header.Number, err)
	}
	nodes, err := prove(accountTrie, crypto.Keccak256(address[:]))
	if err != nil {
		return nil, fmt.Errorf("prove account %s at block %d: %w", address, header.Number, err)
	}
	storage, err := proveStorage(ctx, statedb, header.Root, address, slots)
	if err != nil {
		return nil, fmt.Errorf("prove storage of %s at block %d: %w", address, header.Number, err)
	}
	for i := range storage {
		storage[i].Key = forms[i]
	}
	return &accountProof{
		Address:      address,
		AccountProof: nodes,
		Balance:      (*hexutil.Big)(statedb.GetBalance(address).ToBig()),
		CodeHash:     statedb.GetCodeHash(address),
		Nonce:        hexutil.Uint64(statedb.GetNonce(address)),
		StorageHash:  statedb.GetStorageRoot(address),
		StorageProof: storage,
	}, statedb.Error()
}

func proveStorage(ctx context.Context, statedb *state.StateDB, stateRoot common.Hash, address common.Address, slots []common.Hash) ([]storageProof, error) {
	out := make([]storageProof, len(slots))
	var storageTrie state.Trie
	if root := statedb.GetStorageRoot(address); len(slots) > 0 && root != types.EmptyRootHash && root != (common.Hash{}) {
		opened, err := statedb.Database().OpenStorageTrie(stateRoot, address, root, nil)
		if err != nil {
			return nil, fmt.Errorf("open the storage trie: %w", err)
		}
		storageTrie = opened
	}
	for i, slot := range slots {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[i] = storageProof{Value: (*hexutil.Big)(statedb.GetState(address, slot).Big()), Proof: []hexutil.Bytes{}}
		if storageTrie == nil {
			continue
		}
		nodes, err := prove(storageTrie, crypto.Keccak256(slot[:]))
		if err != nil {
			return nil, fmt.Errorf("slot %s: %w", slot, err)
		}
		out[i].Proof = nodes
	}
	return out, nil
}

// proofNodes collects trie nodes in the order in which the trie visits them.
type proofNodes []hexutil.Bytes

func (p *proofNodes) Put(_, value []byte) error {
	*p = append(*p, common.CopyBytes(value))
	return nil
}

// Delete is never called by Prove.
func (p *proofNodes) Delete([]byte) error { return errors.New("a proof is only appended to") }

func prove(t state.Trie, key []byte) ([]hexutil.Bytes, error) {
	nodes := proofNodes{}
	if err := t.Prove(key, &nodes); err != nil {
		return nil, err
	}
	return nodes, nil
}

// parseStorageKey accepts what clients send: up to 32 bytes of hex, with or
// without 0x, odd lengths and leading zeros too. It also returns the form in
// which go-ethereum repeats the key: 32 bytes if it came as 32, else a quantity.
func parseStorageKey(key string) (slot common.Hash, form string, err error) {
	digits := key
	if strings.HasPrefix(key, "0x") || strings.HasPrefix(key, "0X") {
		digits = key[2:]
	}
	if len(digits) > 2*common.HashLength {
		return slot, "", invalidParams("storage key too long: %d hex digits, at most 64", len(digits))
	}
	full := len(digits) > 2*common.HashLength-2
	if len(digits)%2 == 1 {
		digits = "0" + digits
	}
	b, err := hex.DecodeString(digits)
	if err != nil {
		return slot, "", invalidParams("invalid storage key %q, want at most 64 hex digits", key)
	}
	slot = common.BytesToHash(b)
	if full {
		return slot, slot.Hex(), nil
	}
	return slot, hexutil.EncodeBig(slot.Big()), nil
}
