package executor

import (
	"context"
	"crypto/ecdsa"
	"encoding/binary"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// load is a chain under a given kind of work: everything between a signed transaction
// whose sender may be known already and a committed block that readers see.
type load struct {
	name    string
	senders int  // accounts with keys
	idle    int  // further funded accounts, to which transfers may go
	token   bool // ERC-20 transfers in place of plain ones
	recover bool // senders are recovered within the measurement
	block   int  // transactions of a block
}

var loads = []load{
	{name: "transfers/senders=200", senders: 200, block: 5000},
	{name: "transfers/senders=200/recovery", senders: 200, block: 5000, recover: true},
	{name: "transfers/senders=10000", senders: 10_000, block: 5000},
	{name: "erc20/senders=200", senders: 200, block: 2500, token: true},
	{name: "erc20/senders=10000", senders: 10_000, block: 2500, token: true},
	// The same senders, and ever more accounts to which they send.
	{name: "accounts=1e4", senders: 10_000, block: 5000},
	{name: "accounts=1e5", senders: 10_000, idle: 90_000, block: 5000},
	{name: "accounts=1e6", senders: 10_000, idle: 990_000, block: 5000},
	{name: "accounts=5e6", senders: 10_000, idle: 4_990_000, block: 5000},
}

// BenchmarkLoad measures the whole path of a block under load, in microseconds of CPU
// (user and system, all threads) for each transaction.
func BenchmarkLoad(b *testing.B) {
	for _, l := range loads {
		for _, durable := range []bool{false, true} {
			store := "memory"
			if durable {
				store = "disk"
			}
			b.Run(l.name+"/"+store, func(b *testing.B) { l.run(b, durable) })
		}
	}
}

func (l load) run(b *testing.B, durable bool) {
	if l.idle > 500_000 && os.Getenv("CATENARY_LONG_BENCH") == "" {
		b.Skip("CATENARY_LONG_BENCH is not set: a million accounts take a minute, five take as many")
	}
	store := NewMemoryStore()
	if durable {
		var err error
		if store, err = OpenStore(b.TempDir()); err != nil {
			b.Fatal(err)
		}
	}
	keys, addrs := loadAccounts(l.senders)
	genesis := testGenesis()
	genesis.GasLimit = maxGasLimit
	for _, a := range addrs {
		genesis.Alloc[a] = types.Account{Balance: new(big.Int).Mul(big.NewInt(1000), ether)}
	}
	for i := range l.idle {
		addrs = append(addrs, common.BytesToAddress(crypto.Keccak256(binary.BigEndian.AppendUint64([]byte("idle"), uint64(i)))))
		genesis.Alloc[addrs[len(addrs)-1]] = types.Account{Balance: common.Big1}
	}
	token := common.HexToAddress("0x70c3")
	genesis.Alloc[token] = types.Account{Balance: new(big.Int), Code: tokenCode, Storage: tokenBalances(addrs[:l.senders], l.token)}
	chain, err := Open(Config{Store: store, Genesis: genesis})
	if err != nil {
		b.Fatal(err)
	}
	defer chain.Close()
	pool := &listPool{}
	if err := chain.AttachPool(pool); err != nil {
		b.Fatal(err)
	}
	var (
		nonces = make([]uint64, l.senders)
		rng    = rand.New(rand.NewPCG(1, 2))
		cpu    time.Duration
	)
	for b.Loop() {
		b.StopTimer()
		pool.txs = l.sign(chain.Signer(), keys, addrs, token, nonces, rng)
		before := cpuTime()
		b.StartTimer()
		mineLoad(b, chain, l.block)
		cpu += cpuTime() - before
	}
	txs := float64(l.block * b.N)
	b.ReportMetric(cpu.Seconds()*1e6/txs, "cpu-µs/tx")
	b.ReportMetric(b.Elapsed().Seconds()*1e6/txs, "wall-µs/tx")
	var mem runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&mem)
	b.ReportMetric(float64(mem.HeapAlloc)/1e6, "live-MB")
}

func mineLoad(b *testing.B, chain *Chain, want int) {
	head := chain.Head()
	extra := qbft.ExtraData{Validators: sortedValidators()}
	block, err := chain.Build(context.Background(), consensus.BuildParams{Parent: head, Time: head.Time + 1, Coinbase: addr(validatorKeys[0]), Extra: extra.Encode()})
	if err != nil {
		b.Fatal(err)
	}
	if n := len(block.Transactions()); n != want {
		b.Fatalf("block holds %d transactions, want %d", n, want)
	}
	if err := chain.Commit(context.Background(), seal(b, block, 0, validatorKeys[:3]...)); err != nil {
		b.Fatal(err)
	}
}

// sign makes a block's transactions, on all cores.
func (l load) sign(signer types.Signer, keys []*ecdsa.PrivateKey, addrs []common.Address, token common.Address, nonces []uint64, rng *rand.Rand) types.Transactions {
	type job struct {
		from, to int
		nonce    uint64
	}
	jobs := make([]job, l.block)
	for i := range jobs {
		from := rng.IntN(l.senders)
		jobs[i] = job{from, rng.IntN(len(addrs)), nonces[from]}
		nonces[from]++
	}
	txs := make(types.Transactions, l.block)
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Go(func() {
			for i := w; i < len(jobs); i += 2 {
				j := jobs[i]
				data := &types.DynamicFeeTx{
					ChainID: big.NewInt(testChainID), Nonce: j.nonce, To: &addrs[j.to], Value: common.Big1, Gas: 21_000,
					GasFeeCap: big.NewInt(1e15), GasTipCap: big.NewInt(params.GWei),
				}
				if l.token {
					data.To, data.Value, data.Gas = &token, new(big.Int), 60_000
					data.Data = append(append(common.FromHex("a9059cbb"), common.LeftPadBytes(addrs[j.to].Bytes(), 32)...), word(1)...)
				}
				signed := types.MustSignNewTx(keys[j.from], signer, data)
				enc, err := signed.MarshalBinary()
				if err != nil {
					panic(err)
				}
				// As it comes out of the pool: decoded, hash and sender known.
				tx := new(types.Transaction)
				if err := tx.UnmarshalBinary(enc); err != nil {
					panic(err)
				}
				tx.Hash()
				tx.Size()
				if !l.recover {
					if _, err := types.Sender(signer, tx); err != nil {
						panic(err)
					}
				}
				txs[i] = tx
			}
		})
	}
	wg.Wait()
	return txs
}

// loadAccounts derives keys once for all benchmarks.
func loadAccounts(n int) ([]*ecdsa.PrivateKey, []common.Address) {
	keys := make([]*ecdsa.PrivateKey, n)
	addrs := make([]common.Address, n)
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Go(func() {
			for i := w; i < n; i += 2 {
				key, err := crypto.ToECDSA(crypto.Keccak256([]byte(fmt.Sprint("load", i))))
				if err != nil {
					panic(err)
				}
				keys[i], addrs[i] = key, crypto.PubkeyToAddress(key.PublicKey)
			}
		})
	}
	wg.Wait()
	return keys, addrs
}

// listPool offers what it is given, in that order.
type listPool struct {
	txs  types.Transactions
	next int
}

func (p *listPool) Candidates(*big.Int) Candidates { p.next = 0; return p }

func (p *listPool) Next() *types.Transaction {
	if p.next == len(p.txs) {
		return nil
	}
	p.next++
	return p.txs[p.next-1]
}

func (p *listPool) Drop(_ *types.Transaction, reason error) { panic(reason) }

func (p *listPool) Reset(_ *types.Header, _ *world.Snapshot, _ *big.Int, included types.Transactions) {
	p.txs = p.txs[len(included):]
}

func (p *listPool) Ready() bool { return len(p.txs) > 0 }

// tokenCode is an ERC-20's transfer and nothing else, with the Transfer event:
// balances lie at keccak256(address, 0), as Solidity puts a mapping in slot 0.
var tokenCode = common.FromHex(
	// mem[0:32] = caller, mem[32:64] = 0; key = keccak(mem[0:64])
	"3360005260006020526040600020" + // [kFrom]
		"8054" + // [bal, kFrom]
		"602435" + // [amount, bal, kFrom]
		"8082106100" + "fe" + "57" + // if bal < amount jump to 0xfe, which is no destination: fails
		"9003" + // [bal-amount, kFrom] (SWAP1 SUB)
		"9055" + // store
		"600435600052" + // mem[0:32] = to
		"6040600020" + // [kTo]
		"8054" + // [bal, kTo]
		"60243501" + // [bal+amount, kTo]
		"9055" + // store
		"602435600052" + // mem[0:32] = amount
		"60043533" + // [caller, to]
		"7fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef" + // topic
		"60206000a3" + // LOG3(0, 32, topic, caller, to)
		"600160005260206000f3") // return true

func tokenBalances(addrs []common.Address, fund bool) map[common.Hash]common.Hash {
	if !fund {
		return nil
	}
	slots := make(map[common.Hash]common.Hash, len(addrs))
	for _, a := range addrs {
		slots[crypto.Keccak256Hash(common.LeftPadBytes(a[:], 32), make([]byte, 32))] = common.BigToHash(ether)
	}
	return slots
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
