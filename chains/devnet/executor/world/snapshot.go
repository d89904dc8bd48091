package world

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/triedb"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/keccaks"
)

// Codes finds contract code by its hash, nil where it is unknown. It may be called
// concurrently.
type Codes interface {
	Code(hash common.Hash) []byte
}

// pendingCodes are those of a state whose block is not stored yet, over older ones.
type pendingCodes struct {
	fresh map[common.Hash][]byte // not changed any more
	older Codes
}

// Code implements Codes.
func (p *pendingCodes) Code(hash common.Hash) []byte {
	if code, ok := p.fresh[hash]; ok {
		return code
	}
	return p.older.Code(hash)
}

// Snapshot is one version of the state. It never changes and may be read concurrently. As
// a state.Database it has this one state.
type Snapshot struct {
	root  *node
	hash  common.Hash
	codes Codes
	named bool
}

var _ state.Database = (*Snapshot)(nil)

// Empty is the state without accounts.
func Empty(codes Codes) *Snapshot { return &Snapshot{hash: types.EmptyRootHash, codes: codes} }

// Root is the state root.
func (s *Snapshot) Root() common.Hash { return s.hash }

// Stored returns the same state for when its block is stored: all code is found there.
func (s *Snapshot) Stored(codes Codes) *Snapshot {
	return &Snapshot{root: s.root, hash: s.hash, codes: codes, named: s.named}
}

// Look returns the hash of an address and its account, nil if there is none. The account is
// shared and not to be changed.
func (s *Snapshot) Look(address common.Address) (common.Hash, *types.StateAccount) {
	hash := crypto.Keccak256Hash(address[:])
	if n := find(s.root, &hash); n != nil {
		return hash, &n.value.(*account).StateAccount
	}
	return hash, nil
}

// LookAll is Look for many addresses, whose hashes cost less together: found is told of each.
func (s *Snapshot) LookAll(addresses []common.Address, found func(i int, hash common.Hash, a *types.StateAccount)) {
	names, hashes := make([][]byte, len(addresses)), make([]common.Hash, len(addresses))
	for i := range addresses {
		names[i] = addresses[i][:]
	}
	keccaks.Sum(names, hashes)
	for i := range hashes {
		if n := find(s.root, &hashes[i]); n != nil {
			found(i, hashes[i], &n.value.(*account).StateAccount)
		} else {
			found(i, hashes[i], nil)
		}
	}
}

// Sender implements mempool.State. It fails if the account's code is unknown, of which the state
// says only that there is some.
func (s *Snapshot) Sender(address common.Address) (nonce uint64, balance uint256.Int, code []byte, err error) {
	_, a := s.Look(address)
	if a == nil {
		return 0, balance, nil, nil
	}
	if hash := common.BytesToHash(a.CodeHash); hash != types.EmptyCodeHash {
		if code = s.codes.Code(hash); code == nil {
			return a.Nonce, *a.Balance, nil, fmt.Errorf("code %s of account %s is unknown", hash, address)
		}
	}
	return a.Nonce, *a.Balance, code, nil
}

// Named returns the same state for a chain that has to know which addresses and keys are
// behind its hashes: changes of it, and of what becomes of it, tell (Changes.Names).
func (s *Snapshot) Named() *Snapshot {
	return &Snapshot{root: s.root, hash: s.hash, codes: s.codes, named: true}
}

// StateDB opens the state for reading and for private changes.
func (s *Snapshot) StateDB() (*state.StateDB, error) { return state.New(s.hash, s) }

func (s *Snapshot) check(root common.Hash) error {
	if root != s.hash {
		return fmt.Errorf("state %s: this is the database of state %s alone", root, s.hash)
	}
	return nil
}

// storageAt opens an account's storage at a root, which is its root here or empty.
func (s *Snapshot) storageAt(hash, root common.Hash) (*storage, error) {
	if root == types.EmptyRootHash {
		return &storage{tree: tree{edit: newEdit()}, names: s.names()}, nil
	}
	n := find(s.root, &hash)
	if n == nil || n.value.(*account).Root != root {
		return nil, fmt.Errorf("storage %s of account %s is not in state %s", root, hash, s.hash)
	}
	return &storage{tree: tree{root: n.value.(*account).storage, edit: newEdit()}, names: s.names()}, nil
}

// Type implements state.Database.
func (*Snapshot) Type() state.DatabaseType { return state.TypeMPT }

// Reader implements state.Database.
func (s *Snapshot) Reader(root common.Hash) (state.Reader, error) {
	if err := s.check(root); err != nil {
		return nil, err
	}
	return reader{s}, nil
}

// OpenTrie implements state.Database.
func (s *Snapshot) OpenTrie(root common.Hash) (state.Trie, error) {
	if err := s.check(root); err != nil {
		return nil, err
	}
	return newAccounts(s), nil
}

// OpenStorageTrie implements state.Database. What a StateDB opens, with its account trie,
// becomes part of that.
func (s *Snapshot) OpenStorageTrie(stateRoot common.Hash, address common.Address, root common.Hash, accounts state.Trie) (state.Trie, error) {
	if err := s.check(stateRoot); err != nil {
		return nil, err
	}
	if t, ok := accounts.(*Accounts); ok {
		return t.openStorage(address, root)
	}
	return s.storageAt(crypto.Keccak256Hash(address[:]), root)
}

// TrieDB implements state.Database: there is none, and nothing that runs here asks for it.
func (*Snapshot) TrieDB() *triedb.Database { return nil }

// Iteratee implements state.Database.
func (*Snapshot) Iteratee(common.Hash) (state.Iteratee, error) { return nil, errUnsupported }

// Commit implements state.Database: the chain takes a snapshot instead.
func (*Snapshot) Commit(*state.StateUpdate) error { return errUnsupported }

// reader reads a snapshot for a StateDB. What it returns is shared and not to be changed
// in place, which go-ethereum's own caching reader relies on too.
type reader struct{ *Snapshot }

// Account implements state.StateReader.
func (r reader) Account(address common.Address) (*types.StateAccount, error) {
	_, a := r.Look(address)
	return a, nil
}

// Storage implements state.StateReader.
func (r reader) Storage(address common.Address, key common.Hash) (value common.Hash, err error) {
	hash := crypto.Keccak256Hash(address[:])
	n := find(r.root, &hash)
	if n == nil {
		return value, nil
	}
	hash = crypto.Keccak256Hash(key[:])
	value.SetBytes(slotValue(find(n.value.(*account).storage, &hash)))
	return value, nil
}

// Has implements state.ContractCodeReader.
func (r reader) Has(_ common.Address, hash common.Hash) bool { return r.codes.Code(hash) != nil }

// Code implements state.ContractCodeReader.
func (r reader) Code(_ common.Address, hash common.Hash) []byte { return r.codes.Code(hash) }

// CodeSize implements state.ContractCodeReader.
func (r reader) CodeSize(_ common.Address, hash common.Hash) int { return len(r.codes.Code(hash)) }
