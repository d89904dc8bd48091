package executor

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/params"
)

// warmState is a StateDB that keeps the list of what a transaction has accessed (EIP-2929) itself. A StateDB makes a new one
// for each, with every precompiled contract in it, which is a fifth of what a token transfer costs; here those are known
// to be warm, and room is used again.
type warmState struct {
	*state.StateDB
	always   map[common.Address]struct{} // precompiled contracts, for transactions
	ordinary bool                        // a transaction; calls of the system find those cold
	accounts map[common.Address]struct{}
	slots    map[slotOf]struct{}
	order    []slotOf // what became warm within the transaction's calls, so that a call that fails can be undone
	marks    []mark
	most     int // accounts and slots at a time, since there was new room
}

var _ vm.StateDB = (*warmState)(nil)

// slotOf is a slot of an account; or, where whole is set, the account.
type slotOf struct {
	address common.Address
	key     common.Hash
	whole   bool
}

// mark is how much was warm when a snapshot was taken.
type mark struct{ snapshot, warm int }

func newWarmState(st *state.StateDB, precompiles map[common.Address]struct{}) *warmState {
	return &warmState{StateDB: st, always: precompiles, accounts: make(map[common.Address]struct{}), slots: make(map[slotOf]struct{})}
}

// Prepare implements vm.StateDB, for the rules that transfers knows: sender, recipient, coinbase (EIP-3651) and the
// transaction's own list (EIP-2930) are warm from the beginning. Who names precompiled contracts names all of them.
func (s *warmState) Prepare(rules params.Rules, sender, coinbase common.Address, to *common.Address, precompiles []common.Address, list types.AccessList) {
	rules.IsEIP2929 = false // what is left for the StateDB to do is to empty the transient storage (EIP-1153)
	s.StateDB.Prepare(rules, sender, coinbase, to, precompiles, list)
	if s.count(); s.most > warmKept {
		s.most, s.accounts, s.slots = 0, make(map[common.Address]struct{}), make(map[slotOf]struct{})
	}
	clear(s.accounts)
	clear(s.slots)
	s.accounts[sender], s.accounts[coinbase] = struct{}{}, struct{}{}
	if to != nil {
		s.accounts[*to] = struct{}{}
	}
	for _, l := range list {
		s.accounts[l.Address] = struct{}{}
		for _, key := range l.StorageKeys {
			s.slots[slotOf{address: l.Address, key: key}] = struct{}{}
		}
	}
	s.ordinary, s.order, s.marks = len(precompiles) > 0, s.order[:0], s.marks[:0]
}

// AddressInAccessList implements vm.StateDB.
func (s *warmState) AddressInAccessList(a common.Address) bool {
	_, warm := s.accounts[a]
	if !warm && s.ordinary {
		_, warm = s.always[a]
	}
	return warm
}

// SlotInAccessList implements vm.StateDB.
func (s *warmState) SlotInAccessList(a common.Address, key common.Hash) (addressOk, slotOk bool) {
	_, slotOk = s.slots[slotOf{address: a, key: key}]
	return slotOk || s.AddressInAccessList(a), slotOk
}

// AddAddressToAccessList implements vm.StateDB.
func (s *warmState) AddAddressToAccessList(a common.Address) {
	if !s.AddressInAccessList(a) {
		s.accounts[a] = struct{}{}
		s.order = append(s.order, slotOf{address: a, whole: true})
	}
}

// AddSlotToAccessList implements vm.StateDB.
func (s *warmState) AddSlotToAccessList(a common.Address, key common.Hash) {
	s.AddAddressToAccessList(a)
	slot := slotOf{address: a, key: key}
	if _, warm := s.slots[slot]; !warm {
		s.slots[slot] = struct{}{}
		s.order = append(s.order, slot)
	}
}

// Snapshot implements vm.StateDB.
func (s *warmState) Snapshot() int {
	id := s.StateDB.Snapshot()
	s.marks = append(s.marks, mark{id, len(s.order)})
	return id
}

// RevertToSnapshot implements vm.StateDB: what became warm since is cold again. (Numbers begin anew with each transaction and
// each call of the system: the last of a number is meant.)
func (s *warmState) RevertToSnapshot(id int) {
	s.StateDB.RevertToSnapshot(id) // panics if there is none
	for n := len(s.marks) - 1; n >= 0; n-- {
		if s.marks[n].snapshot == id {
			s.cool(s.marks[n].warm)
			s.marks = s.marks[:n]
			return
		}
	}
}

// count looks how much is warm, before less is.
func (s *warmState) count() { s.most = max(s.most, len(s.accounts)+len(s.slots)) }

// cool undoes all but the first n.
func (s *warmState) cool(n int) {
	s.count()
	for _, slot := range s.order[n:] {
		if slot.whole {
			delete(s.accounts, slot.address)
		} else {
			delete(s.slots, slot)
		}
	}
	s.order = s.order[:n]
}
