package e2e

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

// forgedRoot is the state root of forged headers: of no state that there is.
var forgedRoot = common.HexToHash("0x1111111111111111111111111111111111111111111111111111111111111111")

// forger is an endpoint's branch of its own: from the block on that comes next when the
// lie is made, every header is forged and leads up to the next one, so that nothing but
// their seals gives them away.
type forger struct {
	t      testing.TB
	honest func(number uint64) (*types.Header, error)
	forge  func(honest *types.Header) *types.Header

	base     uint64 // number of the first forged header
	branch   []*types.Header
	answered map[uint64]json.RawMessage
}

// ForgeBranch makes a lie of a branch of the chain whose headers are forged one by one.
func (n *Net) ForgeBranch(of *demo.Chain, forge func(honest *types.Header) *types.Header) Lie {
	n.t.Helper()
	// Not from the newest one at somebody's first question on: what a story sends before
	// that would be told honestly.
	f := &forger{t: n.t, forge: forge, base: n.newest(of).Number.Uint64() + 1, answered: map[uint64]json.RawMessage{}}
	f.honest = func(number uint64) (*types.Header, error) {
		ctx, cancel := context.WithTimeout(context.Background(), Patience)
		defer cancel()
		return of.Client.HeaderByNumber(ctx, new(big.Int).SetUint64(number))
	}
	return f.lie
}

// newest returns the newest header of a chain.
func (n *Net) newest(of *demo.Chain) *types.Header {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(n.t.Context(), Patience)
	defer cancel()
	header, err := of.Client.HeaderByNumber(ctx, nil)
	if err != nil {
		n.t.Fatal(err)
	}
	return header
}

func (f *forger) lie(method string, params, result json.RawMessage) json.RawMessage {
	var args []json.RawMessage
	var tag string
	var honest *types.Header
	if method != "eth_getBlockByNumber" || json.Unmarshal(params, &args) != nil || len(args) == 0 ||
		json.Unmarshal(args[0], &tag) != nil || json.Unmarshal(result, &honest) != nil || honest == nil || honest.Number.Sign() == 0 {
		return result
	}
	number := honest.Number.Uint64()
	if number < f.base {
		return result
	}
	if answer, ok := f.answered[number]; ok {
		return answer
	}
	forged, err := f.at(number)
	if err == nil {
		f.answered[number], err = withHeader(result, forged)
	}
	if err != nil {
		f.t.Errorf("forge header %d: %v", number, err)
		return result
	}
	return f.answered[number]
}

// at returns the branch's header, and those before it are made for it to descend from.
func (f *forger) at(number uint64) (*types.Header, error) {
	for next := f.base + uint64(len(f.branch)); next <= number; next++ {
		header, err := f.honest(next)
		if err != nil {
			return nil, err
		}
		if len(f.branch) > 0 {
			if header.ParentHash, err = qbft.OnChainHash(f.branch[len(f.branch)-1]); err != nil {
				return nil, err
			}
		}
		f.branch = append(f.branch, f.forge(header))
	}
	return f.branch[number-f.base], nil
}

// withHeader writes the fields of a header that a forger changes into a block's JSON.
func withHeader(block json.RawMessage, h *types.Header) (json.RawMessage, error) {
	var fields map[string]any
	if err := json.Unmarshal(block, &fields); err != nil {
		return nil, err
	}
	fields["stateRoot"], fields["extraData"] = h.Root, hexutil.Bytes(h.Extra)
	fields["number"], fields["parentHash"], fields["timestamp"] = (*hexutil.Big)(h.Number), h.ParentHash, hexutil.Uint64(h.Time)
	return json.Marshal(fields)
}

// KeepSeals forges a header's state and leaves the seals that it had.
func KeepSeals(h *types.Header) *types.Header {
	h.Root = forgedRoot
	return h
}

// SealedBy forges a header's state and has it sealed by keys that its set does not
// have.
func SealedBy(t testing.TB, keys []*ecdsa.PrivateKey) func(*types.Header) *types.Header {
	return func(h *types.Header) *types.Header { return qbfttest.Seal(t, KeepSeals(h), keys) }
}

// SealedByOwnSet forges a header's state, and makes the keys the set that it lists and
// that has sealed it, completely.
func SealedByOwnSet(t testing.TB, keys []*ecdsa.PrivateKey) func(*types.Header) *types.Header {
	keys = qbfttest.Sorted(keys)
	return func(h *types.Header) *types.Header {
		listed := qbfttest.Reseal(t, KeepSeals(h), func(e *qbft.ExtraData) { e.Validators = qbfttest.Addresses(keys) })
		return qbfttest.Seal(t, listed, keys)
	}
}

// Replay passes off the present newest header, with its own genuine seals, as each one
// that comes after it.
func (n *Net) Replay(of *demo.Chain) Lie {
	n.t.Helper()
	old := n.newest(of)
	return n.ForgeBranch(of, func(h *types.Header) *types.Header {
		h.Root, h.Extra, h.Time = old.Root, old.Extra, max(old.Time, h.Time)
		return h
	})
}

// ReplayUnchanged answers every question for a header of a number by the header so
// many numbers before it. The newest one it shows is the present one for ever: each that
// comes is true, and whoever trusts the one before it asks for no other.
func (n *Net) ReplayUnchanged(of *demo.Chain, before uint64) Misask {
	n.t.Helper()
	stale, _ := StaleHead(n.newest(of).Number.Uint64())
	return func(method string, params json.RawMessage) json.RawMessage {
		if newest := stale(method, params); !bytes.Equal(newest, params) {
			return newest
		}
		var args []json.RawMessage
		var number hexutil.Uint64
		if method != "eth_getBlockByNumber" || json.Unmarshal(params, &args) != nil || len(args) == 0 ||
			json.Unmarshal(args[0], &number) != nil || uint64(number) <= before {
			return params
		}
		args[0], _ = json.Marshal(number - hexutil.Uint64(before)) // a number has an encoding
		changed, err := json.Marshal(args)
		if err != nil {
			return params
		}
		return changed
	}
}
