package evm_test

import (
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// TestContractSetOfARealNode: validators that a contract names are proven from what
// eth_getProof of a real node says, in the state of a real block.
func TestContractSetOfARealNode(t *testing.T) {
	chain := startDevnet(t, 9017)
	want := []common.Address{{1, 2, 3}, {19: 4}, {5, 19: 6}}
	contract := &qbft.Contract{CodeHash: crypto.Keccak256Hash([]byte{0}), Slot: common.Hash{31: 7}}
	contract.Address = deployArray(t, chain, contract, want)

	endpoint := chain.client(t, chain.url, "")
	head := must[*types.Header](t)(endpoint.Latest(t.Context()))
	anchor := lightclient.Anchor{Number: head.Number.Uint64(), Hash: must[common.Hash](t)(qbft.OnChainHash(head))}
	nodes, storage, err := endpoint.AccountProof(t.Context(), contract.Address, contract.Slots(len(want)), anchor.Hash)
	if err != nil {
		t.Fatal(err)
	}
	params := qbft.DefaultParams()
	params.Schedule = qbft.Schedule{{}, {From: anchor.Number + 1, Contract: contract}}
	state, err := qbft.TrustAnchorProven(head, anchor, qbft.SetProof{Account: nodes, Storage: storage}, params)
	if err != nil || !slices.Equal(state.Validators(), want) {
		t.Fatalf("proven are %v, %v, want %v", state.Validators(), err, want)
	}
	// The account alone is asked for, too, and an endpoint is told what it has not.
	if _, storage, err := endpoint.AccountProof(t.Context(), contract.Address, nil, anchor.Hash); err != nil || len(storage) != 0 {
		t.Errorf("of the account alone: %d slots, %v", len(storage), err)
	}
	if _, _, err := endpoint.AccountProof(t.Context(), contract.Address, nil, common.Hash{1}); err == nil {
		t.Error("the state after a block that there is none of is proven")
	}
}

// deployArray deploys a contract that does nothing and has an array in its storage.
func deployArray(t *testing.T, chain *testChain, contract *qbft.Contract, list []common.Address) common.Address {
	t.Helper()
	words := []common.Hash{common.BigToHash(big.NewInt(int64(len(list))))}
	for _, a := range list {
		words = append(words, common.BytesToHash(a[:]))
	}
	var code []byte
	for i, slot := range contract.Slots(len(list)) {
		code = append(code, 0x7f) // PUSH32 value
		code = append(code, words[i][:]...)
		code = append(code, 0x7f) // PUSH32 slot
		code = append(code, slot[:]...)
		code = append(code, 0x55) // SSTORE
	}
	code = append(code, 0x60, 1, 0x5f, 0xf3) // PUSH1 1, PUSH0, RETURN: one byte, STOP
	from := crypto.PubkeyToAddress(chain.keys[0].PublicKey)
	nonce := must[uint64](t)(chain.eth.PendingNonceAt(t.Context(), from))
	price := must[*big.Int](t)(chain.eth.SuggestGasPrice(t.Context()))
	tx := types.MustSignNewTx(chain.keys[0], types.LatestSignerForChainID(new(big.Int).SetUint64(chain.id)),
		&types.LegacyTx{Nonce: nonce, GasPrice: new(big.Int).Mul(price, big.NewInt(2)), Gas: 1_000_000, Data: code})
	if err := chain.eth.SendTransaction(t.Context(), tx); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(chain.blockTime) {
		receipt, err := chain.eth.TransactionReceipt(t.Context(), tx.Hash())
		if err != nil {
			continue
		}
		if receipt.Status != types.ReceiptStatusSuccessful {
			t.Fatal("the contract is not deployed")
		}
		return receipt.ContractAddress
	}
	t.Fatal("the contract is not mined")
	return common.Address{}
}
