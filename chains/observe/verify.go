package observe

import (
	"encoding/binary"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/mpt"
	"github.com/catenary-bridge/catenary/messages"
)

// VerifyLane returns the lane's position under a final header. It is pure. The
// Outbox's account has to be present with the pinned code hash; of the lane's two
// storage slots both have to be proven present, or both absent, which is the
// lane's start (protocol, "Lane accumulator"). Any error means that nothing was
// proven.
func VerifyLane(lane messages.Lane, codeHash common.Hash, final lightclient.Final, proof chains.LaneProof) (messages.Position, error) {
	if final.IsZero() {
		// The zero state root is no trie's, but an honest message is worth the line.
		return messages.Position{}, fmt.Errorf("%w: there is no final header yet", ErrProof)
	}
	account, present, err := mpt.VerifyAccount(final.Header().StateRoot, lane.Outbox, proof.Account)
	switch {
	case err != nil:
		return messages.Position{}, fmt.Errorf("%w: %w", ErrProof, err)
	case !present:
		return messages.Position{}, fmt.Errorf("%w: block %d has no account %s, want the Outbox", ErrProof, final.Header().Number, lane.Outbox)
	case account.CodeHash != codeHash:
		// Other code could write these two slots as it pleases.
		return messages.Position{}, fmt.Errorf("%w: account %s has code hash %s, want the Outbox's %s", ErrProof, lane.Outbox, account.CodeHash, codeHash)
	}
	nonceSlot, accumulatorSlot := chains.LaneSlots(lane.TargetChain)
	nonce, hasNonce, err := mpt.VerifyStorage(account.StorageRoot, nonceSlot, proof.Nonce)
	if err != nil {
		return messages.Position{}, fmt.Errorf("%w: nonce: %w", ErrProof, err)
	}
	accumulator, hasAccumulator, err := mpt.VerifyStorage(account.StorageRoot, accumulatorSlot, proof.Accumulator)
	if err != nil {
		return messages.Position{}, fmt.Errorf("%w: accumulator: %w", ErrProof, err)
	}
	switch {
	case !hasNonce && !hasAccumulator:
		return lane.Start(), nil
	case hasNonce != hasAccumulator:
		return messages.Position{}, fmt.Errorf("%w: nonce slot present: %t, accumulator slot present: %t, want both or neither", ErrProof, hasNonce, hasAccumulator)
	case [24]byte(nonce[:24]) != [24]byte{}:
		return messages.Position{}, fmt.Errorf("%w: nonce slot holds %s, want at most 8 bytes", ErrProof, nonce)
	}
	return messages.Position{
		Nonce:       binary.BigEndian.Uint64(nonce[24:]),
		Accumulator: messages.Accumulator(accumulator),
	}, nil
}
