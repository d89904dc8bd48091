package e2e

import (
	"bytes"
	"fmt"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/messages"
)

// inboxCall is one call of the Inbox: a delivery, a retry, or, with neither, a call
// that runs no message of the lane.
type inboxCall struct {
	batch       []messages.Message
	tail        []messages.ID
	attestation []byte
	retried     *messages.Message
}

// decodeInboxCall reads calldata of the Inbox with respect to one lane.
func decodeInboxCall(data []byte, lane messages.Lane) (*inboxCall, error) {
	contract, err := bindings.InboxMetaData.ParseABI()
	if err != nil {
		return nil, fmt.Errorf("parse the Inbox's ABI: %w", err)
	}
	deliver, retry := contract.Methods["deliver"], contract.Methods["retry"]
	switch {
	case bytes.HasPrefix(data, deliver.ID):
		arguments, err := deliver.Inputs.Unpack(data[4:])
		if err != nil {
			return nil, fmt.Errorf("decode call of deliver: %w", err)
		}
		if arguments[0].(uint64) != lane.SourceChain {
			return &inboxCall{}, nil
		}
		call := &inboxCall{attestation: arguments[3].([]byte)}
		for _, id := range arguments[2].([][32]byte) {
			call.tail = append(call.tail, id)
		}
		if call.batch, err = evm.DecodeBatch(lane.SourceChain, lane.TargetChain, arguments[1].([]byte)); err != nil {
			return nil, fmt.Errorf("decode messages of deliver: %w", err)
		}
		return call, nil
	case bytes.HasPrefix(data, retry.ID):
		arguments, err := retry.Inputs.Unpack(data[4:])
		if err != nil {
			return nil, fmt.Errorf("decode call of retry: %w", err)
		}
		m, err := messages.DecodeMessage(arguments[0].([]byte))
		if err != nil {
			return nil, fmt.Errorf("decode message of retry: %w", err)
		}
		if m.SourceChain != lane.SourceChain {
			return &inboxCall{}, nil
		}
		return &inboxCall{retried: m}, nil
	}
	return &inboxCall{}, nil
}
