package evm

import (
	"crypto/ecdsa"
	"encoding/binary"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"
)

// ledger executes signed transactions on a state in memory, under Osaka rules,
// each in a block of its own. It has neither clock nor randomness, so that every
// figure it yields is the same in every run.
type ledger struct {
	t      *testing.T
	config *params.ChainConfig
	state  *state.StateDB
	number uint64
	time   uint64
	key    *ecdsa.PrivateKey
	logs   []*types.Log // of the last transaction
}

// testKey is a key that depends on its number alone.
func testKey(t *testing.T, n uint64) *ecdsa.PrivateKey {
	t.Helper()
	var seed [32]byte
	binary.BigEndian.PutUint64(seed[:], 0xca7e)
	binary.BigEndian.PutUint64(seed[24:], n)
	key, err := crypto.ToECDSA(crypto.Keccak256(seed[:]))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newLedger(t *testing.T, chainID int64) *ledger {
	t.Helper()
	db, err := state.New(types.EmptyRootHash, state.NewDatabaseForTesting())
	if err != nil {
		t.Fatal(err)
	}
	config := *params.MergedTestChainConfig
	config.ChainID = big.NewInt(chainID)
	l := &ledger{t: t, config: &config, state: db, number: 1000, time: 1_760_000_000, key: testKey(t, 0)}
	l.fund(l.account())
	return l
}

func (l *ledger) account() common.Address { return crypto.PubkeyToAddress(l.key.PublicKey) }

func (l *ledger) fund(address common.Address) {
	l.state.AddBalance(address, uint256.NewInt(1e18), tracing.BalanceChangeUnspecified)
}

func (l *ledger) evm() *vm.EVM {
	return vm.NewEVM(vm.BlockContext{
		CanTransfer: core.CanTransfer, Transfer: core.Transfer,
		GetHash:  func(n uint64) common.Hash { return crypto.Keccak256Hash(binary.BigEndian.AppendUint64(nil, n)) },
		Coinbase: common.HexToAddress("0xc01b"), GasLimit: 60_000_000, BlockNumber: new(big.Int).SetUint64(l.number),
		Time: l.time, Difficulty: new(big.Int), BaseFee: big.NewInt(7), BlobBaseFee: big.NewInt(1), Random: new(common.Hash),
	}, l.state, l.config, vm.Config{})
}

// apply signs and executes one transaction.
func (l *ledger) apply(to *common.Address, value int64, gas uint64, data []byte) *core.ExecutionResult {
	l.t.Helper()
	l.number++
	l.time += 12
	signer := types.LatestSignerForChainID(l.config.ChainID)
	tx, err := types.SignNewTx(l.key, signer, &types.DynamicFeeTx{
		ChainID: l.config.ChainID, Nonce: l.state.GetNonce(l.account()), GasTipCap: big.NewInt(1),
		GasFeeCap: big.NewInt(10), Gas: gas, To: to, Value: big.NewInt(value), Data: data,
	})
	if err != nil {
		l.t.Fatal(err)
	}
	message, err := core.TransactionToMessage(tx, signer, big.NewInt(7))
	if err != nil {
		l.t.Fatal(err)
	}
	l.state.SetTxContext(tx.Hash(), int(l.number), uint32(l.number))
	result, err := core.ApplyMessage(l.evm(), message, core.NewGasPool(60_000_000))
	if err != nil {
		l.t.Fatalf("transaction is not valid: %v", err)
	}
	l.logs = l.state.GetLogs(tx.Hash(), l.number, common.Hash{}, l.time)
	l.state.Finalise(l.config.Rules(new(big.Int).SetUint64(l.number), true, l.time))
	return result
}

// gasCap is the cap of EIP-7825.
const gasCap = 1 << 24

// must executes a transaction that has to succeed and returns its gas.
func (l *ledger) must(to common.Address, value int64, data []byte) uint64 {
	l.t.Helper()
	result := l.apply(&to, value, gasCap, data)
	if result.Err != nil {
		l.t.Fatalf("transaction to %s: %v, %s", to, result.Err, revertName(result.ReturnData))
	}
	return result.UsedGas
}

func (l *ledger) create(metadata *bind.MetaData, arguments []byte) common.Address {
	l.t.Helper()
	address := crypto.CreateAddress(l.account(), l.state.GetNonce(l.account()))
	result := l.apply(nil, 0, gasCap, append(hexutil.MustDecode(metadata.Bin), arguments...))
	if result.Err != nil {
		l.t.Fatalf("deploy %s: %v, %s", metadata.ID, result.Err, revertName(result.ReturnData))
	}
	return address
}

// query executes a call without keeping its effects.
func (l *ledger) query(to common.Address, data []byte) []byte {
	l.t.Helper()
	snapshot := l.state.Snapshot()
	defer l.state.RevertToSnapshot(snapshot)
	answer, _, err := l.evm().Call(l.account(), to, data, vm.NewGasBudget(30_000_000, 0), new(uint256.Int))
	if err != nil {
		l.t.Fatalf("call of %s: %v, %s", to, err, revertName(answer))
	}
	return answer
}
