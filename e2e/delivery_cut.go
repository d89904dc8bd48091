package e2e

import (
	"fmt"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/messages"
)

// Recut makes another call of Inbox.deliver out of one that was copied: its first
// count messages, with the ids of the others as the tail, under the same attestation.
// Whoever sees a delivery can do that.
func Recut(data []byte, lane messages.Lane, count int) ([]byte, error) {
	call, err := decodeInboxCall(data, lane)
	if err != nil {
		return nil, err
	}
	if count < 1 || count > len(call.batch) {
		return nil, fmt.Errorf("recut a delivery of %d messages to %d, want 1 to all", len(call.batch), count)
	}
	var tail [][32]byte
	for i := range call.batch[count:] {
		tail = append(tail, call.batch[count+i].ID())
	}
	for _, id := range call.tail {
		tail = append(tail, id)
	}
	packed, err := evm.EncodeBatch(call.batch[:count])
	if err != nil {
		return nil, err
	}
	return bindings.NewInbox().PackDeliver(lane.SourceChain, packed, tail, call.attestation), nil
}

// Carried returns the nonces of the messages that a call of Inbox.deliver carries.
func Carried(data []byte, lane messages.Lane) (nonces []uint64, err error) {
	call, err := decodeInboxCall(data, lane)
	if err != nil {
		return nil, err
	}
	for i := range call.batch {
		nonces = append(nonces, call.batch[i].Nonce)
	}
	return nonces, nil
}

// Attestation returns the approvals that a call of Inbox.deliver carries.
func Attestation(data []byte, lane messages.Lane) ([]byte, error) {
	call, err := decodeInboxCall(data, lane)
	if err != nil {
		return nil, err
	}
	return call.attestation, nil
}
