package executor

import (
	"bytes"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
)

// balances are the accounts that transfers have met since something else was last executed.
// A StateDB keeps a journal of each change, so that it can be reverted, and looks accounts up
// again and again; of transfers, which either happen or don't, balances and nonces are all that
// changes. They are written back before anything else looks: into the StateDB, or, where a
// block has nothing but transfers, straight into the tree.
type balances struct {
	before *world.Snapshot
	state  *state.StateDB // read from once it has changed accounts that transfers may meet; nil until then
	known  map[common.Address]*holding
	used   []*holding // in the order in which transfers changed or touched them
	room   []holding  // for those that are met next
}

// holding is an account. It is plain if to call it runs nothing and it is nothing but a
// balance and a nonce.
type holding struct {
	address common.Address
	hash    common.Hash // of the address, where it was read from the tree
	plain   bool
	used    bool
	nonce   uint64
	balance uint256.Int
}

// newBalances makes room for about as many accounts.
func newBalances(before *world.Snapshot, accounts int) *balances {
	return &balances{before: before, known: make(map[common.Address]*holding, accounts)}
}

// of looks an account up.
func (b *balances) of(a common.Address) *holding {
	h := b.known[a]
	if h == nil {
		if len(b.room) == 0 {
			b.room = make([]holding, holdingsTogether)
		}
		h, b.room = &b.room[0], b.room[1:]
		if b.state == nil {
			*h = readFrom(b.before, a)
		} else {
			*h = readBy(b.state, a)
		}
		b.known[a] = h
	}
	return h
}

// learn takes what the state before the block says of accounts that transfers are about to meet; not of those that they
// have met, as they have the coinbase. It is false when that is not what counts any more.
func (b *balances) learn(accounts []holding) bool {
	if b.state != nil {
		return false
	}
	for i := range accounts {
		if h := &accounts[i]; b.known[h.address] == nil {
			b.known[h.address] = h
		}
	}
	return true
}

func readFrom(s *world.Snapshot, a common.Address) holding {
	hash, account := s.Look(a)
	return holdingOf(a, hash, account)
}

// holdingOf is an account of a state; nil if there is none.
func holdingOf(a common.Address, hash common.Hash, account *types.StateAccount) holding {
	h := holding{address: a, hash: hash, plain: true}
	if account != nil {
		// Storage without code is what a delegation leaves that was taken back (EIP-7702), or a
		// developer's work, or the genesis's.
		h.plain = account.Root == types.EmptyRootHash && bytes.Equal(account.CodeHash, types.EmptyCodeHash[:])
		h.nonce, h.balance = account.Nonce, *account.Balance
	}
	return h
}

func readBy(st *state.StateDB, a common.Address) holding {
	h := holding{address: a, plain: true}
	if st.Exist(a) {
		h.plain = st.GetCodeHash(a) == types.EmptyCodeHash
		h.nonce, h.balance = st.GetNonce(a), *st.GetBalance(a)
	}
	return h
}

// use notes that an account was changed, or at least met.
func (b *balances) use(h *holding) {
	if !h.used {
		h.used = true
		b.used = append(b.used, h)
	}
}

// empty says that the account isn't to be in the state (EIP-161). It never was: no block
// leaves one, nor does the genesis.
func (h *holding) empty() bool { return h.nonce == 0 && h.balance.IsZero() }

// settle writes what transfers did into a StateDB, which others are to read or change next.
func (b *balances) settle(st *state.StateDB, rules params.Rules) {
	for _, h := range b.used {
		st.SetNonce(h.address, h.nonce, tracing.NonceChangeEoACall)
		st.SetBalance(h.address, &h.balance, tracing.BalanceChangeTransfer)
	}
	if len(b.used) > 0 {
		st.Finalise(rules)
	}
	clear(b.known)
	b.state, b.used = st, nil
}

// write writes what transfers did into the tree, after everything else.
func (b *balances) write(to *world.Accounts) error {
	to.Expect(len(b.used))
	account := types.StateAccount{Root: types.EmptyRootHash, CodeHash: types.EmptyCodeHash[:]}
	for _, h := range b.used {
		if h.empty() {
			continue
		}
		account.Nonce, account.Balance = h.nonce, &h.balance
		if err := to.Put(h.hash, h.address, &account); err != nil {
			return err
		}
	}
	return nil
}
