package mpt

import (
	"bytes"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// encodedList is a list that go-ethereum's DeriveSha takes as it is.
type encodedList [][]byte

func (l encodedList) Len() int                           { return len(l) }
func (l encodedList) EncodeIndex(i int, w *bytes.Buffer) { w.Write(l[i]) }

// blockReceipts makes receipts as blocks have them, by go-ethereum: types 0 to 4, reverted and not,
// with up to three logs like those of tokens.
func blockReceipts(count int) types.Receipts {
	transfer := crypto.Keccak256Hash([]byte("Transfer(address,address,uint256)"))
	receipts := make(types.Receipts, count)
	for i := range receipts {
		number := byte(i)
		r := &types.Receipt{Type: uint8(i % 5), Status: 1, CumulativeGasUsed: uint64(i+1) * 50_000, Logs: []*types.Log{}}
		if i%11 == 10 {
			r.Status = 0
		}
		for j := range i % 4 {
			r.Logs = append(r.Logs, &types.Log{
				Address: common.BytesToAddress([]byte{0xaa, number % 7}),
				Topics:  []common.Hash{transfer, {31: number}, {30: byte(j), 31: number}},
				Data:    bytes.Repeat([]byte{number}, 32*(j+1)),
			})
		}
		r.Bloom = types.CreateBloom(r)
		receipts[i] = r
	}
	return receipts
}

// encodedBlock is such a block in its consensus encoding.
func encodedBlock(tb testing.TB, count int) ([][]byte, encodedList) {
	tb.Helper()
	encoded := encodeReceipts(tb, blockReceipts(count))
	return encoded, encoded
}

func encodeReceipts(tb testing.TB, receipts types.Receipts) [][]byte {
	tb.Helper()
	encoded := make([][]byte, len(receipts))
	for i, r := range receipts {
		var err error
		if encoded[i], err = r.MarshalBinary(); err != nil {
			tb.Fatal(err)
		}
	}
	return encoded
}
