package world

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
)

// Changes is what a block has changed.
type Changes struct {
	accounts []change
	storages []storageChanges
	codes    map[common.Hash][]byte
	names    names
}

type storageChanges struct {
	account common.Hash
	slots   []change
}

// Len counts accounts and slots; one that was written twice may count twice.
func (c *Changes) Len() int {
	n := len(c.accounts)
	for _, s := range c.storages {
		n += len(s.slots)
	}
	return n
}

// Codes are contract codes that were set, by hash.
func (c *Changes) Codes() map[common.Hash][]byte { return c.codes }

// Names are the addresses and keys behind hashes that were written, if the state is Named.
func (c *Changes) Names() map[common.Hash][]byte { return c.names }

// Delta is a difference between two states as a store keeps it.
type Delta struct {
	Accounts []AccountValue
	Slots    []SlotValue
}

// AccountValue is an account by the hash of its address, as in the state trie; empty if
// there is none.
type AccountValue struct {
	Hash    common.Hash
	Encoded []byte // RLP of nonce, balance, storage root and code hash
}

// SlotValue is a storage slot by the hashes of address and key; empty if it is zero.
type SlotValue struct {
	Account, Key common.Hash
	Value        []byte // without leading zeros
}

// Forward is the difference to the state that a block leaves.
func (c *Changes) Forward(after *Snapshot) *Delta { return c.look(after) }

// Back is the difference to the state that it found.
func (c *Changes) Back(before *Snapshot) *Delta { return c.look(before) }

// look gives what was changed the values that it has in a state, each once.
func (c *Changes) look(s *Snapshot) *Delta {
	d := &Delta{Accounts: make([]AccountValue, 0, len(c.accounts))}
	seen := make(map[common.Hash]bool, len(c.accounts))
	for _, change := range c.accounts {
		if seen[change.key] {
			continue
		}
		seen[change.key] = true
		d.Accounts = append(d.Accounts, AccountValue{change.key, s.encoded(change.key)})
	}
	for _, written := range c.storages {
		var root *node
		if n := find(s.root, &written.account); n != nil {
			root = n.value.(*account).storage
		}
		clear(seen)
		for _, change := range written.slots {
			if !seen[change.key] {
				seen[change.key] = true
				d.Slots = append(d.Slots, SlotValue{written.account, change.key, slotValue(find(root, &change.key))})
			}
		}
	}
	return d
}

func (s *Snapshot) encoded(hash common.Hash) []byte {
	n := find(s.root, &hash)
	if n == nil {
		return nil
	}
	return n.value.(*account).append(nil)[2:] // without the prefix of the string
}

// Apply returns the state at the other end of a difference. What a delta says of the
// storage of an account has to agree with the root in the account; nothing else is
// checked here: the caller compares the state root.
func (s *Snapshot) Apply(d *Delta) (*Snapshot, error) {
	t := newAccounts(s)
	for _, v := range d.Slots {
		if err := t.loadSlot(v); err != nil {
			return nil, err
		}
	}
	for _, v := range d.Accounts {
		if err := t.loadAccount(v); err != nil {
			return nil, err
		}
		delete(t.storages, v.Hash)
	}
	for hash := range t.storages {
		return nil, fmt.Errorf("account %s: slots are given and no account", hash)
	}
	root := t.freeze()
	return &Snapshot{root: root, hash: rootHash(root), codes: s.codes, named: s.named}, nil
}

func (t *Accounts) loadSlot(v SlotValue) error {
	if n := len(v.Value); n > common.HashLength || n > 0 && v.Value[0] == 0 {
		return fmt.Errorf("slot %s of account %s: value %x, want at most 32 bytes without leading zeros", v.Key, v.Account, v.Value)
	}
	s := t.storages[v.Account]
	if s == nil {
		s = &storage{tree: tree{edit: t.edit}}
		if n := find(t.base.root, &v.Account); n != nil {
			s.root = n.value.(*account).storage
		}
		t.storages[v.Account] = s
	}
	if len(v.Value) == 0 {
		s.set(v.Key, nil)
	} else {
		s.set(v.Key, &slot{v.Value})
	}
	return nil
}

func (t *Accounts) loadAccount(v AccountValue) error {
	if len(v.Encoded) == 0 {
		t.set(v.Hash, nil)
		return nil
	}
	var a types.StateAccount
	if err := rlp.DecodeBytes(v.Encoded, &a); err != nil {
		return fmt.Errorf("account %s: %w", v.Hash, err)
	}
	if len(a.CodeHash) != common.HashLength {
		return fmt.Errorf("account %s: code hash has %d bytes, want 32", v.Hash, len(a.CodeHash))
	}
	kept, err := t.storageOf(v.Hash, a.Root)
	if err != nil {
		return err
	}
	t.set(v.Hash, newAccount(&a, kept))
	return nil
}
