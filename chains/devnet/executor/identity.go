package executor

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
)

// istanbulDigest is the mixHash of every QBFT header (EEA QBFT, section "Block header").
var istanbulDigest = common.HexToHash("0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365")

func blockHash(h *types.Header) (common.Hash, error) {
	var items []rlp.RawValue
	if err := rlp.DecodeBytes(h.Extra, &items); err != nil || len(items) != 5 {
		return common.Hash{}, fmt.Errorf("extraData %x is not a QBFT list of five: %w", h.Extra, err)
	}
	items[3], items[4] = rlp.RawValue{0x80}, rlp.RawValue{0xc0}
	extra, err := rlp.EncodeToBytes(items)
	if err != nil {
		return common.Hash{}, err
	}
	bare := types.CopyHeader(h)
	bare.Extra = extra
	enc, err := rlp.EncodeToBytes(bare)
	if err != nil {
		return common.Hash{}, err
	}
	return crypto.Keccak256Hash(enc), nil
}

func genesisExtra(entropy common.Hash, validators []common.Address) []byte {
	enc, err := rlp.EncodeToBytes([]any{entropy, validators, []any{}, uint(0), []any{}})
	if err != nil {
		panic(err)
	}
	return enc
}
