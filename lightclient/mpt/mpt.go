// Package mpt decides what a root of a Merkle-Patricia trie says: of one key, by a proof, this value
// or nothing; of all receipts of a block, by rebuilding their trie, that these are all.
//
// It knows the three tries of an Ethereum block that the bridge reads: accounts under a state root,
// storage slots under an account's storage root, receipts under a receipts root (Yellow Paper
// appendix D and section 4.1, EIP-1186 for the shape of a proof, EIP-2718 for receipts). The root
// must come from a header that a light client believes; every other byte is hostile.
//
// # What must be false for a forged answer to pass
//
// A proof is a set of nodes. The package hashes each node itself and follows references by hash
// only, from the root, so an answer that differs from the trie's needs a second preimage of
// keccak-256. Beyond that
//   - absence is a statement of its own: it is returned only when the nodes show where the key's
//     path ends; a node that is not there is [ErrMissingNode], never absence;
//   - the set is exact: a node that the path doesn't visit is [ErrUnusedNode], one given twice
//     [ErrDuplicateNode], so a proof can't smuggle bytes nor be inflated;
//   - nodes and values have one encoding: whatever a correct trie can't contain
//     ([ErrMalformedNode], [ErrMalformedValue]) is refused even if it hashes to the root, because
//     then the root isn't the kind of root that the caller thinks it is.
//
// [VerifyReceipts] needs no nodes: from a list of receipts it writes the trie itself and compares the
// root. A list that differs in anything from the block's, and has its root, is again a second
// preimage. What a decoded receipt says rests on that alone; that blooms and gas fit, and that
// nothing has a second encoding, only shows that the root is of the kind it is taken for. [ReadReceipt]
// proves one receipt and nothing about its neighbours: it is for whoever submits a single event and
// claims no completeness.
//
// The order of the nodes says nothing about the trie and is not checked. EIP-1186 asks for root
// first, and that order is the fast one. Nodes shorter than 32 bytes are inlined in their parents
// and must not be listed, the root excepted.
//
// go-ethereum's trie.VerifyProof is not used: it ignores extra nodes, answers absence as (nil,
// nil), and trusts the keys of the database it is given.
//
// All functions are pure and may be called concurrently. None keeps a reference to its arguments,
// but logs point into the receipts that they were read from.
package mpt

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/holiman/uint256"
)

// Account is the state of one address (Yellow Paper section 4.1).
type Account struct {
	// Nonce counts the transactions sent, or contracts created, by the address.
	Nonce uint64
	// Balance is in wei. It is nil in the zero Account that stands for an absent one.
	Balance *uint256.Int
	// StorageRoot is the root under which VerifyStorage proves the account's slots.
	StorageRoot common.Hash
	// CodeHash is keccak-256 of the account's code.
	CodeHash common.Hash
}

// VerifyAccount proves the account of address under stateRoot. proof is `accountProof` of
// eth_getProof: at most 65 nodes of at most 532 bytes. It returns (account, true, nil) when the
// account is present and (zero, false, nil) when it is proven absent; any error means that nothing
// was proven.
func VerifyAccount(stateRoot common.Hash, address common.Address, proof [][]byte) (Account, bool, error) {
	key := crypto.Keccak256Hash(address[:])
	value, present, err := lookup(stateRoot, key[:], proof, stateTrie)
	if err != nil {
		return Account{}, false, fmt.Errorf("account proof of %s under state root %s: %w", address, stateRoot, err)
	}
	if !present {
		return Account{}, false, nil
	}
	account, err := decodeAccount(value)
	if err != nil {
		return Account{}, false, fmt.Errorf("account proof of %s under state root %s: %w", address, stateRoot, err)
	}
	return account, true, nil
}

// VerifyStorage proves the 32-byte slot of the contract whose account carries storageRoot. proof is
// one `storageProof[].proof` of eth_getProof: at most 65 nodes of at most 532 bytes. It returns
// (value, true, nil) when the slot holds a value, which is never zero, and (zero, false, nil) when
// the slot is proven absent, which is how a trie says zero; any error means that nothing was
// proven.
func VerifyStorage(storageRoot, slot common.Hash, proof [][]byte) (common.Hash, bool, error) {
	key := crypto.Keccak256Hash(slot[:])
	raw, present, err := lookup(storageRoot, key[:], proof, stateTrie)
	if err != nil {
		return common.Hash{}, false, fmt.Errorf("storage proof of slot %s under storage root %s: %w", slot, storageRoot, err)
	}
	if !present {
		return common.Hash{}, false, nil
	}
	value, err := decodeSlot(raw)
	if err != nil {
		return common.Hash{}, false, fmt.Errorf("storage proof of slot %s under storage root %s: %w", slot, storageRoot, err)
	}
	return value, true, nil
}

// VerifyReceipt proves the receipt of the transaction at index (from 0) under receiptsRoot. It
// returns a copy of the receipt's consensus encoding, EIP-2718 type byte included, and true; (nil,
// false, nil) when the block is proven to have no transaction at index; any error means that
// nothing was proven. A proof has at most 19 nodes and 8 MiB.
//
// The encoding is checked to be an envelope around one RLP list; its fields are the caller's to
// decode.
func VerifyReceipt(receiptsRoot common.Hash, index uint64, proof [][]byte) ([]byte, bool, error) {
	var buffer [maxReceiptKeyBytes]byte
	key := rlp.AppendUint64(buffer[:0], index)
	value, present, err := lookup(receiptsRoot, key, proof, receiptTrie)
	if err != nil {
		return nil, false, fmt.Errorf("receipt proof of index %d under receipts root %s: %w", index, receiptsRoot, err)
	}
	if !present {
		return nil, false, nil
	}
	if err := checkReceipt(value); err != nil {
		return nil, false, fmt.Errorf("receipt proof of index %d under receipts root %s: %w", index, receiptsRoot, err)
	}
	return common.CopyBytes(value), true, nil
}
