package devnet

import (
	"context"
	"errors"
	"math/big"
	"runtime/debug"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
	"github.com/catenary-bridge/catenary/chains/devnet/rpcapi"
	"github.com/catenary-bridge/catenary/e2e/leaks"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

const testChainID = 4242

// start runs a node until the test ends, or until stop is called.
func start(t testing.TB, cfg Config) (n *Node, stop func()) {
	t.Helper()
	if cfg.ChainID == 0 {
		cfg.ChainID = testChainID
	}
	n, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- n.Run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("run: %v", err)
			}
		case <-time.After(patience):
			t.Error("the node doesn't stop")
		}
	}
	t.Cleanup(stop)
	select {
	case <-n.Ready():
	case err := <-done:
		stopped = true
		cancel()
		t.Fatalf("run ended: %v", err)
	case <-time.After(patience):
		t.Fatal("the node doesn't become ready")
	}
	return n, stop
}

func dial(t testing.TB, n *Node) *ethclient.Client {
	t.Helper()
	_, ws := n.Endpoint()
	client, err := ethclient.Dial(ws)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// patience ends what hangs. On a busy machine, under the race detector, all takes long.
const patience = 2 * time.Minute

func within(t testing.TB, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}

// transfer sends one wei from a funded account and waits for the receipt.
func transfer(t testing.TB, client *ethclient.Client, from Account, to common.Address) *types.Receipt {
	t.Helper()
	ctx := within(t, patience)
	nonce, err := client.PendingNonceAt(ctx, from.Address)
	if err != nil {
		t.Fatal(err)
	}
	tx := types.MustSignNewTx(from.Key, types.LatestSignerForChainID(big.NewInt(testChainID)), &types.DynamicFeeTx{
		ChainID: big.NewInt(testChainID), Nonce: nonce, To: &to, Value: common.Big1, Gas: 21_000,
		GasFeeCap: big.NewInt(20 * params.GWei), GasTipCap: big.NewInt(params.GWei),
	})
	if err := client.SendTransaction(ctx, tx); err != nil {
		t.Fatal(err)
	}
	return waitMined(t, client, tx.Hash())
}

func waitMined(t testing.TB, client *ethclient.Client, hash common.Hash) *types.Receipt {
	t.Helper()
	ctx := within(t, patience)
	for {
		receipt, err := client.TransactionReceipt(ctx, hash)
		if err == nil {
			return receipt
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-ctx.Done():
			t.Fatalf("transaction %s is not mined: %v", hash, err)
		}
	}
}

// One of five is as quick: a busy machine says nothing about the node.
func TestFirstBlockWithinTwoSeconds(t *testing.T) {
	const tries, bound = 5, 2 * time.Second
	for _, where := range []string{"memory", "disk"} {
		t.Run(where, func(t *testing.T) {
			for range tries {
				dir := ""
				if where == "disk" {
					dir = t.TempDir()
				}
				took := firstBlock(t, dir)
				t.Logf("first block after %s", took)
				if took < bound || raceEnabled {
					return
				}
			}
			t.Errorf("the first block of each of %d nodes took more than %s", tries, bound)
		})
	}
}

// firstBlock is how long it takes until a new node tells of its first block.
func firstBlock(t *testing.T, dir string) time.Duration {
	t.Helper()
	begin := time.Now()
	n, stop := start(t, Config{DataDir: dir})
	defer stop()
	client := dial(t, n)
	for {
		number, err := client.BlockNumber(within(t, patience))
		if err != nil {
			t.Fatal(err)
		}
		if number > 0 {
			return time.Since(begin)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func TestFundedAccountsAreTheWellKnownOnes(t *testing.T) {
	n, _ := start(t, Config{OnDemand: true})
	client := dial(t, n)
	for i, want := range []string{
		"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
		"0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
		"0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
	} {
		account := n.Accounts()[i]
		if account.Address.Hex() != want {
			t.Errorf("account %d is %s, want %s", i, account.Address, want)
		}
		balance, err := client.BalanceAt(within(t, patience), account.Address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if want := new(big.Int).Mul(big.NewInt(10_000), big.NewInt(params.Ether)); balance.Cmp(want) != 0 {
			t.Errorf("account %d has %s wei, want %s", i, balance, want)
		}
	}
	if got := len(n.Accounts()); got != DefaultAccounts {
		t.Errorf("%d accounts, want %d", got, DefaultAccounts)
	}
}

func TestBlocksAreSealedByAQuorum(t *testing.T) {
	n, _ := start(t, Config{BlockTime: 20 * time.Millisecond})
	if err := n.Mine(within(t, patience), 5); err != nil {
		t.Fatal(err)
	}
	b, err := n.Backend()
	if err != nil {
		t.Fatal(err)
	}
	for number := uint64(1); number <= 5; number++ {
		header := b.HeaderByNumber(number)
		extra, err := qbft.DecodeExtra(header.Extra)
		if err != nil {
			t.Fatal(err)
		}
		if len(extra.Validators) != 4 || len(extra.Seals) < qbft.Quorum(4) {
			t.Errorf("block %d lists %d validators and carries %d seals", number, len(extra.Validators), len(extra.Seals))
		}
	}
}

func TestTransactionsWithoutBlockTime(t *testing.T) {
	n, _ := start(t, Config{OnDemand: true})
	client := dial(t, n)
	before, err := client.BlockNumber(within(t, patience))
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	if after, _ := client.BlockNumber(within(t, patience)); after != before {
		t.Fatalf("on demand, yet %d blocks came without work", after-before)
	}
	for range 3 {
		if receipt := transfer(t, client, n.Accounts()[0], common.Address{1}); receipt.Status != types.ReceiptStatusSuccessful {
			t.Fatal("transfer failed")
		}
	}
	after, _ := client.BlockNumber(within(t, patience))
	if after != before+3 {
		t.Errorf("three transfers took %d blocks", after-before)
	}
	if err := n.Mine(within(t, patience), 4); err != nil {
		t.Fatal(err)
	}
	if mined, _ := client.BlockNumber(within(t, patience)); mined != after+4 {
		t.Errorf("Mine(4) went from block %d to %d", after, mined)
	}
}

func TestBlockTimeChangesLive(t *testing.T) {
	n, _ := start(t, Config{BlockTime: time.Hour})
	b, err := n.Backend()
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(150 * time.Millisecond)
	if got := b.FinalizedNumber(); got > 1 {
		t.Fatalf("%d blocks within a block time of an hour", got)
	}
	if err := n.SetBlockTime(10 * time.Millisecond); err != nil {
		t.Fatal(err)
	}
	waitHead(t, b, 10)
	if err := n.SetBlockTime(time.Millisecond); err == nil {
		t.Error("a block time of 1 ms is accepted")
	}
	if err := n.SetBlockTime(0); err != nil {
		t.Errorf("on demand: %v", err)
	}
}

func waitHead(t testing.TB, b rpcapi.Backend, number uint64) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for b.FinalizedNumber() < number {
		if time.Now().After(deadline) {
			t.Fatalf("head is %d, want %d", b.FinalizedNumber(), number)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func TestFundCreditsAccountsAndContracts(t *testing.T) {
	refuser := common.Address{0xcc}
	n, _ := start(t, Config{OnDemand: true, Alloc: types.GenesisAlloc{
		refuser: {Code: common.FromHex("60006000fd"), Balance: new(big.Int)}, // reverts whatever is sent
	}})
	client := dial(t, n)
	amount := big.NewInt(12345)
	for name, to := range map[string]common.Address{"new account": {0xaa}, "contract that refuses ether": refuser} {
		t.Run(name, func(t *testing.T) {
			hash, err := n.Fund(within(t, patience), to, amount)
			if err != nil {
				t.Fatal(err)
			}
			receipt := waitMined(t, client, hash)
			balance, err := client.BalanceAt(within(t, patience), to, receipt.BlockNumber)
			if err != nil {
				t.Fatal(err)
			}
			if receipt.Status != types.ReceiptStatusSuccessful || balance.Cmp(amount) != 0 {
				t.Fatalf("status %d, balance %s, want %s", receipt.Status, balance, amount)
			}
		})
	}
	for name, wei := range map[string]*big.Int{"nil": nil, "zero": new(big.Int), "negative": big.NewInt(-1), "too much": new(big.Int).Lsh(common.Big1, 128)} {
		if _, err := n.Fund(within(t, time.Second), refuser, wei); err == nil {
			t.Errorf("%s amount is accepted", name)
		}
	}
}

func TestOneValidatorDownAndBack(t *testing.T) {
	n, _ := start(t, Config{BlockTime: 20 * time.Millisecond})
	b, err := n.Backend()
	if err != nil {
		t.Fatal(err)
	}
	if err := n.PauseValidator(1); err != nil {
		t.Fatal(err)
	}
	if !n.Validators()[1].Paused {
		t.Error("validator 1 doesn't say that it is paused")
	}
	waitHead(t, b, b.FinalizedNumber()+6) // its turns time out and others take them
	// Two of four down: no quorum, so no block, until one is back.
	if err := n.PauseValidator(2); err != nil {
		t.Fatal(err)
	}
	stuck := b.FinalizedNumber()
	for since := time.Now(); time.Since(since) < 500*time.Millisecond; time.Sleep(20 * time.Millisecond) { // what was under way
		if now := b.FinalizedNumber(); now > stuck+2 {
			t.Fatalf("%d blocks without a quorum", now-stuck)
		} else if now > stuck {
			since = time.Now()
		}
	}
	stuck = b.FinalizedNumber()
	time.Sleep(300 * time.Millisecond)
	if got := b.FinalizedNumber(); got != stuck {
		t.Fatalf("%d blocks without a quorum", got-stuck)
	}
	for _, i := range []int{1, 2} {
		if err := n.ResumeValidator(i); err != nil {
			t.Fatal(err)
		}
	}
	waitHead(t, b, stuck+5)
	if err := n.PauseValidator(4); !errors.Is(err, consensus.ErrUnknownValidator) {
		t.Errorf("pause validator 4 of 0 to 3: %v", err)
	}
}

func TestMain(m *testing.M) {
	leaks.Main(m)
}

// A node that has GOGC to itself leaves it as it was.
func TestStoppedNodeLeavesGOGCAsItWas(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(77))
	n, stop := start(t, Config{OnDemand: true, OwnCollector: true})
	if err := n.Mine(within(t, patience), 2); err != nil {
		t.Fatal(err)
	}
	if now := debug.SetGCPercent(77); now == 77 {
		t.Fatal("GOGC is as it was while the node runs, want the node's own")
	} else {
		debug.SetGCPercent(now)
	}
	stop()
	if now := debug.SetGCPercent(77); now != 77 {
		t.Errorf("GOGC is %d after the node's end, want 77 as before", now)
	}
}
