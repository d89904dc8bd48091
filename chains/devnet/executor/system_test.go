package executor

import (
	"bytes"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
)

func TestPrevRandaoIsTheMixDigest(t *testing.T) {
	b := newBench(t)
	if got := common.BytesToHash(b.call(b.deploy(prevRandao), nil)); got != istanbulDigest {
		t.Fatalf("PREVRANDAO = %s, want %s", got, istanbulDigest)
	}
}

func TestBeaconRootContractAnswersZero(t *testing.T) {
	b := newBench(t)
	b.mine()
	if got := b.call(params.BeaconRootsAddress, word(b.chain.Head().Time)); !bytes.Equal(got, make([]byte, 32)) {
		t.Fatalf("EIP-4788 contract answers %x, want 32 zero bytes", got)
	}
}

func TestDeterministicFactoryDeploys(t *testing.T) {
	b := newBench(t)
	salt, code := word(1), initCode(prevRandao)
	b.send(testKey(0), &types.DynamicFeeTx{To: &params.DeterministicFactoryAddress, Gas: 1_000_000, Data: append(salt, code...)})
	b.mine()
	want := crypto.CreateAddress2(params.DeterministicFactoryAddress, [32]byte(salt), crypto.Keccak256(code))
	if got := common.BytesToHash(b.call(want, nil)); got != istanbulDigest {
		t.Fatalf("contract at %s answers %s", want, got)
	}
}

// A withdrawal request (EIP-7002) is taken from its queue and committed to.
func TestWithdrawalRequestReachesTheHeader(t *testing.T) {
	b := newBench(t)
	b.mine()
	fee := new(big.Int).SetBytes(b.call(params.WithdrawalQueueAddress, nil))
	b.send(testKey(0), &types.DynamicFeeTx{To: &params.WithdrawalQueueAddress, Value: fee, Gas: 500_000, Data: make([]byte, 56)})
	block := b.mine()
	want := types.CalcRequestsHash([][]byte{append([]byte{1}, append(addr(testKey(0)).Bytes(), make([]byte, 56)...)...)})
	if got := *block.Header().RequestsHash; got != want {
		t.Fatalf("requestsHash is %s, want %s", got, want)
	}
	if next := *b.mine().Header().RequestsHash; next != types.EmptyRequestsHash {
		t.Fatalf("the request is still in the queue a block later: %s", next)
	}
}

func TestHeaderCarriesEveryOsakaField(t *testing.T) {
	b := newBench(t)
	for _, h := range []*types.Header{b.chain.HeaderByNumber(0), b.mine().Header()} {
		if h.BaseFee == nil || h.WithdrawalsHash == nil || h.BlobGasUsed == nil || h.ExcessBlobGas == nil ||
			h.ParentBeaconRoot == nil || h.RequestsHash == nil {
			t.Errorf("block %d lacks a field: %+v", h.Number, h)
		}
		if h.Difficulty.Cmp(common.Big1) != 0 || h.MixDigest != istanbulDigest || h.Nonce != (types.BlockNonce{}) {
			t.Errorf("block %d is not a QBFT header: %+v", h.Number, h)
		}
	}
}

func TestBaseFeeFollowsEIP1559(t *testing.T) {
	g := testGenesis()
	g.GasLimit = 1_000_000
	b := openBench(t, Config{Genesis: g})
	first := b.chain.Head().BaseFee
	b.mine()
	// Genesis was empty: down by an eighth.
	want := new(big.Int).Sub(first, new(big.Int).Div(first, big.NewInt(8)))
	if got := b.chain.Head().BaseFee; got.Cmp(want) != 0 {
		t.Fatalf("base fee after an empty block is %s, want %s", got, want)
	}
	for range 40 { // 840,000 gas of 1,000,000: above the target of one half
		b.send(testKey(1), &types.DynamicFeeTx{To: &common.Address{1}, Value: common.Big1})
	}
	full := b.mine()
	b.mine()
	if full.GasUsed() != 40*21_000 {
		t.Fatalf("block used %d gas", full.GasUsed())
	}
	// parent × (used − target) / target / 8
	rise := new(big.Int).Mul(full.BaseFee(), new(big.Int).SetUint64(full.GasUsed()-500_000))
	rise.Div(rise, big.NewInt(500_000)).Div(rise, big.NewInt(8))
	if got, want := b.chain.Head().BaseFee, new(big.Int).Add(full.BaseFee(), rise); got.Cmp(want) != 0 {
		t.Fatalf("base fee after a full block is %s, want %s", got, want)
	}
}
