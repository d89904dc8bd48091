package e2e

import (
	"encoding/json"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
)

// misprove changes the three arguments of eth_getProof: account, slots, block.
func misprove(change func(args []json.RawMessage) error) Misask {
	return func(method string, params json.RawMessage) json.RawMessage {
		var args []json.RawMessage
		if method != "eth_getProof" || json.Unmarshal(params, &args) != nil || len(args) != 3 || change(args) != nil {
			return params
		}
		changed, err := json.Marshal(args)
		if err != nil {
			return params
		}
		return changed
	}
}

// ProveAccount has another account's state proven.
func ProveAccount(account common.Address) Misask {
	return misprove(func(args []json.RawMessage) (err error) {
		args[0], err = json.Marshal(account)
		return err
	})
}

// ProveSlots has other slots of the account proven.
func ProveSlots(slots ...common.Hash) Misask {
	return misprove(func(args []json.RawMessage) (err error) {
		args[1], err = json.Marshal(slots)
		return err
	})
}

// ProveAt has the state of another block proven.
func ProveAt(block uint64) Misask {
	return misprove(func(args []json.RawMessage) (err error) {
		args[2], err = json.Marshal(hexutil.Uint64(block))
		return err
	})
}

// CutProofs leaves the last nodes of the storage proofs out, so that a lane that is
// there seems not to be.
func CutProofs(method string, _, result json.RawMessage) json.RawMessage {
	var proof map[string]any
	if method != "eth_getProof" || json.Unmarshal(result, &proof) != nil {
		return result
	}
	slots, _ := proof["storageProof"].([]any)
	for _, slot := range slots {
		fields, ok := slot.(map[string]any)
		if !ok {
			return result
		}
		if nodes, _ := fields["proof"].([]any); len(nodes) > 0 {
			fields["proof"] = nodes[:len(nodes)-1]
		}
		fields["value"] = "0x0"
	}
	altered, err := json.Marshal(proof)
	if err != nil {
		return result
	}
	return altered
}
