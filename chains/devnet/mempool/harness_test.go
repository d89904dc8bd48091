package mempool

import (
	"crypto/ecdsa"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/e2e/leaks"
)

func TestMain(m *testing.M) { leaks.Main(m) }

const testChainID = 31_337

// rules are Osaka's; executor.OsakaRules is not imported, which would turn the import
// order around.
var rules = &params.ChainConfig{
	ChainID: big.NewInt(testChainID), HomesteadBlock: new(big.Int), EIP150Block: new(big.Int), EIP155Block: new(big.Int),
	EIP158Block: new(big.Int), ByzantiumBlock: new(big.Int), ConstantinopleBlock: new(big.Int), PetersburgBlock: new(big.Int),
	IstanbulBlock: new(big.Int), BerlinBlock: new(big.Int), LondonBlock: new(big.Int), TerminalTotalDifficulty: new(big.Int),
	ShanghaiTime: new(uint64), CancunTime: new(uint64), PragueTime: new(uint64), OsakaTime: new(uint64),
	BlobScheduleConfig: params.DefaultBlobSchedule,
}

var signer = types.LatestSigner(rules)

func key(i byte) *ecdsa.PrivateKey {
	k, err := crypto.ToECDSA(crypto.Keccak256([]byte{'p', i}))
	if err != nil {
		panic(err)
	}
	return k
}

func addr(k *ecdsa.PrivateKey) common.Address { return crypto.PubkeyToAddress(k.PublicKey) }

// world is a state that tests write: nonces, balances and code.
type world map[common.Address]*person

type person struct {
	nonce   uint64
	balance *uint256.Int
	code    []byte
}

func (w world) at(a common.Address) *person {
	if w[a] == nil {
		w[a] = &person{balance: uint256.NewInt(params.Ether)}
	}
	return w[a]
}

// Sender implements State.
func (w world) Sender(a common.Address) (nonce uint64, balance uint256.Int, code []byte, err error) {
	if p := w[a]; p != nil {
		return p.nonce, *p.balance, p.code, nil
	}
	return 0, *uint256.NewInt(params.Ether), nil, nil
}

// clone is the state after the next block: the pool must not see it before Reset.
func (w world) clone() world {
	c := make(world, len(w))
	for a, p := range w {
		c[a] = &person{p.nonce, p.balance.Clone(), p.code}
	}
	return c
}

// node is a pool on a head whose state the test sets.
type node struct {
	t     testing.TB
	pool  *Pool
	world world
	now   time.Time
	base  int64 // wei
	wakes int
	head  int64 // number
}

func newNode(t testing.TB, change func(*Config)) *node {
	t.Helper()
	n := &node{t: t, world: world{}, now: time.Unix(1_700_000_000, 0), base: 100}
	cfg := Config{Rules: rules, Now: func() time.Time { return n.now }, Wake: func() { n.wakes++ }}
	if change != nil {
		change(&cfg)
	}
	pool, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	n.pool = pool
	n.reset()
	return n
}

func header(number int64) *types.Header {
	return &types.Header{Number: big.NewInt(number), Difficulty: big.NewInt(1), GasLimit: 60_000_000, Time: 1_700_000_000}
}

// reset moves to a new head that included these transactions.
func (n *node) reset(included ...*types.Transaction) {
	n.t.Helper()
	n.world = n.world.clone()
	for _, tx := range included {
		from, err := types.Sender(signer, tx)
		if err != nil {
			n.t.Fatal(err)
		}
		p := n.world.at(from)
		p.nonce = max(p.nonce, tx.Nonce()+1)
	}
	n.head++
	n.pool.Reset(header(n.head), n.world, big.NewInt(n.base), included)
}

// order is a transaction's essence; the zero fields are filled in.
type order struct {
	key   byte
	nonce uint64
	tip   int64 // wei a gas
	cap   int64 // wei a gas; 0: enough
	value int64
	data  []byte
}

func (o order) sign(t testing.TB) *types.Transaction {
	t.Helper()
	if o.cap == 0 {
		o.cap = o.tip + 1000
	}
	tx, err := types.SignNewTx(key(o.key), signer, &types.DynamicFeeTx{
		ChainID: big.NewInt(testChainID), Nonce: o.nonce, To: &common.Address{1}, Value: big.NewInt(o.value), Data: o.data,
		Gas: 21_000 + 100*uint64(len(o.data)), GasTipCap: big.NewInt(o.tip), GasFeeCap: big.NewInt(o.cap),
	})
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

func (n *node) add(o order) *types.Transaction {
	n.t.Helper()
	tx := o.sign(n.t)
	if err := n.pool.Add(tx); err != nil {
		n.t.Fatalf("add %+v: %v", o, err)
	}
	return tx
}

// take empties the candidates, as a builder without a gas limit would.
func (n *node) take() []*types.Transaction {
	c := n.pool.Candidates(big.NewInt(n.base))
	var txs []*types.Transaction
	for tx := c.Next(); tx != nil; tx = c.Next() {
		txs = append(txs, tx)
	}
	return txs
}

func (n *node) status(pending, queued int) {
	n.t.Helper()
	if p, q := n.pool.Status(); p != pending || q != queued {
		n.t.Fatalf("%d executable and %d waiting, want %d and %d", p, q, pending, queued)
	}
}
