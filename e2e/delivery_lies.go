package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
)

// aboutView makes a lie of a change to what a contract's view function returns. The
// change sees the values in the ABI's order.
func aboutView(contract abi.ABI, name string, change func(values []any)) Lie {
	method := contract.Methods[name]
	return func(asked string, params, result json.RawMessage) json.RawMessage {
		var out hexutil.Bytes
		if asked != "eth_call" || !bytes.HasPrefix(calldataOf(params), method.ID) || json.Unmarshal(result, &out) != nil {
			return result
		}
		values, err := method.Outputs.Unpack(out)
		if err != nil {
			return result
		}
		change(values)
		altered, err := method.Outputs.Pack(values...)
		if err != nil {
			return result
		}
		return json.RawMessage(strconv.Quote(hexutil.Encode(altered)))
	}
}

// calldataOf is what an eth_call asks.
func calldataOf(params json.RawMessage) []byte {
	var args []struct {
		Data  hexutil.Bytes `json:"data"`
		Input hexutil.Bytes `json:"input"`
	}
	// What follows the call object is a tag, on which decoding stops; it fills the first.
	_ = json.Unmarshal(params, &args)
	if len(args) == 0 {
		return nil
	}
	return slices.Concat(args[0].Data, args[0].Input)
}

// The values of Inbox.lane, by their index.
const (
	laneNonce = iota + 1
	laneAccumulator
	laneVerifier
	lanePaused
)

// SayPaused tells whether lanes of an Inbox are paused, whether they are or not.
func SayPaused(paused bool) Lie {
	return aboutView(bindings.NewInbox().GetABI(), "lane", func(values []any) { values[lanePaused] = paused })
}

// SayNotOpen tells of an Inbox that no lane is open.
func SayNotOpen() Lie {
	return aboutView(bindings.NewInbox().GetABI(), "lane", func(values []any) { values[laneVerifier] = common.Address{} })
}

// SayDelivered tells of an Inbox that messages up to a nonce are delivered, to whoever
// has asked so many times before.
func SayDelivered(upTo uint64, after int) Lie {
	return aboutView(bindings.NewInbox().GetABI(), "lane", func(values []any) {
		if after--; after < 0 {
			values[laneNonce] = upTo
		}
	})
}

// SaySigners tells of every verifier that these are its signers.
func SaySigners(signers ...common.Address) Lie {
	return aboutView(bindings.NewMultisigVerifier().GetABI(), "signers", func(values []any) { values[0] = signers })
}

// Refuse answers every simulation of a delivery with a revert that the Inbox never
// made: one of its errors, by name, with zeros for fields.
func Refuse(name string) Fault {
	contract := bindings.NewInbox().GetABI()
	revert := contract.Errors[name]
	data := append(revert.ID.Bytes()[:4:4], make([]byte, 32*len(revert.Inputs))...)
	return func(w http.ResponseWriter, _ *http.Request, methods []string, answer []byte) bool {
		var response rpcResponse
		// Views are read in batches; a delivery is simulated by itself.
		if !slices.Equal(methods, []string{"eth_call"}) || json.Unmarshal(answer, &response) != nil {
			return false
		}
		response.Result = nil
		response.Error, _ = json.Marshal(map[string]any{"code": 3, "message": "execution reverted", "data": hexutil.Encode(data)}) // of strings: it can't fail
		w.Header().Set("Content-Type", "application/json")
		return json.NewEncoder(w).Encode(response) == nil
	}
}

// Approve answers every simulation of a delivery as if it succeeded.
func Approve() Fault {
	return func(w http.ResponseWriter, _ *http.Request, methods []string, answer []byte) bool {
		var response rpcResponse
		if !slices.Equal(methods, []string{"eth_call"}) || json.Unmarshal(answer, &response) != nil || response.Error == nil {
			return false
		}
		response.Error, response.Result = nil, json.RawMessage(`"0x"`)
		w.Header().Set("Content-Type", "application/json")
		return json.NewEncoder(w).Encode(response) == nil
	}
}
