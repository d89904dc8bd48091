package e2e

import (
	"encoding/binary"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/messages"
)

// event is a MessageSent log that a lie may change; what it does not name stays.
type event map[string]any

// aboutEvents makes a lie of a change to the logs of an answer. The change sees only
// answers with logs in them, and returns nil to let one pass.
func aboutEvents(change func([]event) []event) Lie {
	return func(method string, _, result json.RawMessage) json.RawMessage {
		var logs []event
		if method != "eth_getLogs" || json.Unmarshal(result, &logs) != nil || len(logs) == 0 {
			return result
		}
		changed := change(logs)
		if changed == nil {
			return result
		}
		altered, err := json.Marshal(changed)
		if err != nil {
			return result
		}
		return altered
	}
}

// message decodes the log's message.
func (e event) message() (*messages.Message, bool) {
	text, _ := e["data"].(string)
	data, err := hexutil.Decode(text)
	if err != nil || len(data) < 64 {
		return nil, false
	}
	length := common.BytesToHash(data[32:64]).Big().Uint64()
	if length > uint64(len(data)-64) {
		return nil, false
	}
	m, err := messages.DecodeMessage(data[64 : 64+length])
	return m, err == nil
}

// telling returns a log like this one that tells another message, id and nonce in
// its topics included, so that it contradicts itself nowhere.
func (e event) telling(m *messages.Message) event {
	encoded, err := m.MarshalBinary()
	topics, _ := e["topics"].([]any)
	if err != nil || len(topics) != 4 {
		return e
	}
	data := append(common.LeftPadBytes([]byte{32}, 32), word(uint64(len(encoded)))...)
	data = append(data, encoded...)
	data = append(data, make([]byte, (32-len(encoded)%32)%32)...)
	told := event{}
	for key, value := range e {
		told[key] = value
	}
	id := m.ID()
	told["data"] = hexutil.Encode(data)
	told["topics"] = []any{topics[0], topics[1], hexutil.Encode(word(m.Nonce)), hexutil.Encode(id[:])}
	return told
}

// HideEvent leaves out the second message of every answer that has two.
func HideEvent() Lie {
	return aboutEvents(func(logs []event) []event {
		if len(logs) < 2 {
			return nil
		}
		return slices.Delete(logs, 1, 2)
	})
}

// InventEvent adds a message behind the last one: well-formed, numbered on, never sent.
func InventEvent() Lie {
	return aboutEvents(func(logs []event) []event {
		last := logs[len(logs)-1]
		m, ok := last.message()
		if !ok {
			return nil
		}
		m.Nonce++
		return append(logs, last.telling(m))
	})
}

// AlterPayload flips a bit in the last payload, and makes the log's id fit.
func AlterPayload() Lie {
	return aboutEvents(func(logs []event) []event {
		last := logs[len(logs)-1]
		m, ok := last.message()
		if !ok || len(m.Payload) == 0 {
			return nil
		}
		m.Payload[len(m.Payload)-1] ^= 1
		logs[len(logs)-1] = last.telling(m)
		return logs
	})
}

// SwapEvents tells the first two messages of an answer in the other order.
func SwapEvents() Lie {
	return aboutEvents(func(logs []event) []event {
		if len(logs) < 2 {
			return nil
		}
		logs[0], logs[1] = logs[1], logs[0]
		return logs
	})
}

// SwapMessages gives each of the first two messages the other one's number, so that
// all nonces ascend and all ids fit, and yet the order is not the one of the chain.
func SwapMessages() Lie {
	return aboutEvents(func(logs []event) []event {
		if len(logs) < 2 {
			return nil
		}
		first, ok := logs[0].message()
		second, alsoOk := logs[1].message()
		if !ok || !alsoOk {
			return nil
		}
		first.Nonce, second.Nonce = second.Nonce, first.Nonce
		logs[0], logs[1] = logs[0].telling(second), logs[1].telling(first)
		return logs
	})
}

// TruncateEvents leaves out the last message of every answer, also of one.
func TruncateEvents() Lie {
	return aboutEvents(func(logs []event) []event { return logs[:len(logs)-1] })
}

// FloodEvents repeats the last message many times.
func FloodEvents(times int) Lie {
	return aboutEvents(func(logs []event) []event {
		return append(logs, slices.Repeat(logs[len(logs)-1:], times)...)
	})
}

// ClaimChainID lies about the chain id alone: for an endpoint of another chain.
func ClaimChainID(id uint64) Lie {
	return func(method string, _, result json.RawMessage) json.RawMessage {
		if method != "eth_chainId" {
			return result
		}
		return json.RawMessage(strconv.Quote(hexutil.EncodeUint64(id)))
	}
}

// StaleHead makes an endpoint that stopped at a block: it knows no newer one. Both of
// what it returns belong together.
func StaleHead(at uint64) (Misask, Lie) {
	number := hexutil.EncodeUint64(at)
	newest := func(tag string) bool { return tag == "latest" || tag == "finalized" || tag == "safe" }
	misask := func(method string, params json.RawMessage) json.RawMessage {
		var args []json.RawMessage
		var tag string
		if method != "eth_getBlockByNumber" || json.Unmarshal(params, &args) != nil || len(args) == 0 ||
			json.Unmarshal(args[0], &tag) != nil || !newest(tag) {
			return params
		}
		args[0] = json.RawMessage(strconv.Quote(number))
		changed, err := json.Marshal(args)
		if err != nil {
			return params
		}
		return changed
	}
	lie := func(method string, params, result json.RawMessage) json.RawMessage {
		switch method {
		case "eth_blockNumber":
			return json.RawMessage(strconv.Quote(number))
		case "eth_getBlockByNumber":
			var args []json.RawMessage
			var block hexutil.Uint64
			if json.Unmarshal(params, &args) == nil && len(args) > 0 && json.Unmarshal(args[0], &block) == nil && uint64(block) > at {
				return json.RawMessage("null")
			}
		case "eth_getLogs":
			return json.RawMessage("[]") // what is asked for was sent later
		}
		return result
	}
	return misask, lie
}

// word is a number as the ABI writes it.
func word(n uint64) []byte { return common.LeftPadBytes(binary.BigEndian.AppendUint64(nil, n), 32) }
