package rpcapi

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/crypto"
)

// transferLogAddress and transferTopic mark an ether transfer that is shown as a
// log, in the form of an ERC-20's.
var (
	transferLogAddress = common.HexToAddress("0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee")
	transferTopic      = crypto.Keccak256Hash([]byte("Transfer(address,address,uint256)"))
)

// frameLogs collects logs, and transfers as logs, of frames that don't revert.
type frameLogs struct {
	transfers bool
	open      [][]*types.Log // one entry for each call frame that hasn't ended
	kept      []*types.Log
}

func (f *frameLogs) hooks() *tracing.Hooks {
	return &tracing.Hooks{OnEnter: f.enter, OnExit: f.exit, OnLog: func(log *types.Log) {
		f.add(&types.Log{Address: log.Address, Topics: log.Topics, Data: log.Data})
	}}
}

func (f *frameLogs) enter(_ int, op byte, from, to common.Address, _ []byte, _ uint64, value *big.Int) {
	f.open = append(f.open, nil)
	moves := vm.OpCode(op) != vm.DELEGATECALL && vm.OpCode(op) != vm.CALLCODE
	if f.transfers && moves && value != nil && value.Sign() > 0 {
		f.add(&types.Log{
			Address: transferLogAddress, Data: common.BigToHash(value).Bytes(),
			Topics: []common.Hash{transferTopic, common.BytesToHash(from[:]), common.BytesToHash(to[:])},
		})
	}
}

func (f *frameLogs) add(log *types.Log) {
	if last := len(f.open) - 1; last >= 0 {
		f.open[last] = append(f.open[last], log)
	}
}

func (f *frameLogs) exit(_ int, _ []byte, _ uint64, _ error, reverted bool) {
	last := len(f.open) - 1
	if last < 0 {
		return
	}
	logs := f.open[last]
	f.open = f.open[:last]
	switch {
	case reverted:
	case last == 0:
		f.kept = append(f.kept, logs...)
	default:
		f.open[last-1] = append(f.open[last-1], logs...)
	}
}
