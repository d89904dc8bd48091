package mempool

import (
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"
)

func TestGapWaitsUntilItIsFilled(t *testing.T) {
	n := newNode(t, nil)
	ch := make(chan []*types.Transaction, 10)
	sub := n.pool.Subscribe(ch)
	defer sub.Unsubscribe()
	late := n.add(order{key: 1, nonce: 2})
	n.status(0, 1)
	if n.pool.Ready() || n.wakes != 0 {
		t.Error("a transaction behind a gap counts as work")
	}
	first := n.add(order{key: 1, nonce: 0})
	n.status(1, 1)
	if got := n.pool.Nonce(addr(key(1))); got != 1 {
		t.Errorf("next nonce is %d, want 1", got)
	}
	second := n.add(order{key: 1, nonce: 1})
	n.status(3, 0)
	if got := n.pool.Nonce(addr(key(1))); got != 3 {
		t.Errorf("next nonce is %d, want 3", got)
	}
	pending, queued := n.pool.Content()
	if len(pending[addr(key(1))]) != 3 || len(queued) != 0 {
		t.Errorf("content is %v and %v", pending, queued)
	}
	for _, want := range []*types.Transaction{first, second, late} {
		var got []*types.Transaction
		for len(got) == 0 {
			select {
			case got = <-ch:
			case <-time.After(30 * time.Second):
				t.Fatal("no announcement")
			}
		}
		if got[0].Hash() != want.Hash() {
			t.Fatalf("announced nonce %d, want %d", got[0].Nonce(), want.Nonce())
		}
		if len(got) > 1 {
			go func() { ch <- got[1:] }()
		}
	}
	if n.wakes != 1 {
		t.Errorf("woke %d times, want once, when work began", n.wakes)
	}
}

func TestResetForgetsWhatIsIncluded(t *testing.T) {
	n := newNode(t, nil)
	first := n.add(order{key: 1, nonce: 0})
	second := n.add(order{key: 1, nonce: 1})
	other := n.add(order{key: 2, nonce: 0})
	n.reset(first, other)
	if n.pool.Get(first.Hash()) != nil || n.pool.Get(other.Hash()) != nil || n.pool.Get(second.Hash()) == nil {
		t.Error("wrong transactions are kept")
	}
	n.status(1, 0)
	// A rival for the same nonce was included instead: ours can never run.
	n.reset(order{key: 1, nonce: 1, value: 7}.sign(t))
	n.status(0, 0)
	if n.pool.Ready() {
		t.Error("an empty pool has work")
	}
	n.check(t)
	if n.pool.count.Load() != 0 {
		t.Errorf("%d transactions are left in an empty pool", n.pool.count.Load())
	}
}

// Somebody else's block can fill the gap that a waiting transaction waits for.
func TestResetFillsAGap(t *testing.T) {
	n := newNode(t, nil)
	n.add(order{key: 1, nonce: 1})
	n.reset(order{key: 1, nonce: 0}.sign(t))
	n.status(1, 0)
}

func TestResetDropsWhatCanNoLongerBePaid(t *testing.T) {
	n := newNode(t, nil)
	sent := n.add(order{key: 1, nonce: 0})
	dear := n.add(order{key: 1, nonce: 1, value: params.Ether / 2})
	n.world = n.world.clone()
	n.world.at(addr(key(1))).balance = uint256.NewInt(params.Ether / 4)
	n.reset(sent)
	if n.pool.Get(dear.Hash()) != nil {
		t.Error("a transaction that the balance can't pay is kept")
	}
}

// An EIP-7702 tuple in somebody else's transaction uses up a nonce of its authority, and
// a delegated account's balance and nonce move without its own transactions.
func TestDelegatedAccountsAreLookedAtAfterEveryBlock(t *testing.T) {
	auth, err := types.SignSetCode(key(1), types.SetCodeAuthorization{ChainID: *uint256.NewInt(testChainID), Address: common.Address{1}})
	if err != nil {
		t.Fatal(err)
	}
	n := newNode(t, nil)
	stale := n.add(order{key: 1, nonce: 0})
	sponsor := types.MustSignNewTx(key(2), signer, &types.SetCodeTx{ChainID: uint256.NewInt(testChainID), To: addr(key(1)), Gas: 100_000, AuthList: []types.SetCodeAuthorization{auth}})
	n.world = n.world.clone()
	p := n.world.at(addr(key(1)))
	p.nonce, p.code = 1, types.AddressToDelegation(common.Address{1})
	n.reset(sponsor)
	if n.pool.Get(stale.Hash()) != nil {
		t.Error("the authority's used nonce is kept")
	}
	poor := n.add(order{key: 1, nonce: 1, value: 1000})
	n.world = n.world.clone()
	n.world.at(addr(key(1))).balance = uint256.NewInt(1)
	n.reset() // a block without any transaction of the account
	if n.pool.Get(poor.Hash()) != nil {
		t.Error("a delegated account that was emptied keeps its transaction")
	}
}

// A chain that was set back has other nonces and balances everywhere, and no block tells
// of whom.
func TestHeadThatDoesNotFollowChangesEveryAccount(t *testing.T) {
	n := newNode(t, nil)
	before := n.world
	n.reset(order{key: 1, nonce: 0}.sign(t), order{key: 1, nonce: 1}.sign(t))
	n.add(order{key: 1, nonce: 2})
	poor := n.add(order{key: 2, value: params.Ether / 2})
	n.status(2, 0)
	n.world, n.head = before, n.head-1
	n.world.at(addr(key(2))).balance = uint256.NewInt(1)
	n.reset()
	n.status(0, 1)
	if n.pool.Get(poor.Hash()) != nil {
		t.Error("what the balance of the head can't pay is kept")
	}
	if got := n.pool.Nonce(addr(key(1))); got != 0 {
		t.Errorf("next nonce is %d, want 0", got)
	}
	n.add(order{key: 1, nonce: 0})
	n.add(order{key: 1, nonce: 1})
	n.status(3, 0)
	n.check(t)
}

// heard is what an observer was told of.
type heard struct{ entered, left []common.Hash }

func (h *heard) Entered(tx *types.Transaction) { h.entered = append(h.entered, tx.Hash()) }
func (h *heard) Left(tx *types.Transaction)    { h.left = append(h.left, tx.Hash()) }

// An observer is told of all that enters, and of what leaves for good: what is evicted
// may still be of use elsewhere.
func TestObserverHearsWhatLeavesForGood(t *testing.T) {
	h := new(heard)
	n := newNode(t, func(c *Config) { c.Slots, c.Observer = 5, h })
	mined := n.add(order{key: 1, tip: 9})
	replaced := n.add(order{key: 2, tip: 9})
	n.add(order{key: 2, tip: 90, cap: 9000})
	expired := n.add(order{key: 3, nonce: 5})
	poor := n.add(order{key: 4, tip: 9, value: params.Ether / 2})
	refused := n.add(order{key: 5, tip: 5})
	if err := n.pool.Add(order{key: 6, nonce: 1}.sign(t)); err == nil {
		t.Fatal("the pool is not full")
	}
	entered := len(h.entered)
	n.world.at(addr(key(4))).balance = uint256.NewInt(1)
	n.now = n.now.Add(2 * DefaultLifetime)
	n.reset(mined, order{key: 4, nonce: 0}.sign(t))
	c := n.pool.Candidates(big.NewInt(n.base))
	for tx := c.Next(); tx != nil; tx = c.Next() {
		if tx.Hash() == refused.Hash() {
			c.Drop(tx, core.ErrIntrinsicGas)
		}
	}
	want := []common.Hash{replaced.Hash(), mined.Hash(), poor.Hash(), expired.Hash(), refused.Hash()}
	for _, hash := range want {
		if !slices.Contains(h.left, hash) {
			t.Errorf("not told of %s", hash)
		}
	}
	if len(h.left) != len(want) || entered != 6 {
		t.Errorf("told of %d that left and %d that entered, want %d and 6", len(h.left), entered, len(want))
	}
	for k := byte(20); k < 26; k++ {
		n.add(order{key: k, tip: int64(k)})
	}
	if len(h.left) != len(want) {
		t.Error("told of what was evicted")
	}
}
