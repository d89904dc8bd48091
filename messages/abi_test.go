package messages

import (
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/crypto"
)

type fataler interface{ Fatal(args ...any) }

// abiLaneID computes a lane id with go-ethereum's general ABI encoder.
func abiLaneID(t fataler, l Lane) LaneID {
	arg := func(name string) abi.Argument {
		typ, err := abi.NewType(name, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		return abi.Argument{Type: typ}
	}
	arguments := abi.Arguments{arg("string"), arg("uint256"), arg("address"), arg("bytes32"), arg("uint256")}
	packed, err := arguments.Pack(laneTag, new(big.Int).SetUint64(l.SourceChain), l.Outbox, [32]byte(l.OutboxMark), new(big.Int).SetUint64(l.TargetChain))
	if err != nil {
		t.Fatal(err)
	}
	return LaneID(crypto.Keccak256Hash(packed))
}
