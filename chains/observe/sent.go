package observe

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/mpt"
	"github.com/catenary-bridge/catenary/messages"
)

// maySend reports whether a message of the lane may have been sent in a block of this
// bloom. The bloom is part of the header, and so of its hash; it has no false negatives
// (Yellow Paper, section 4.4.3), so that false is proof.
func maySend(lane messages.Lane, bloom *types.Bloom) bool {
	target := chains.UintTopic(lane.TargetChain)
	return bloom.Test(lane.Outbox[:]) && bloom.Test(chains.MessageSent[:]) && bloom.Test(target[:])
}

// linked reads headers that an endpoint gave for the numbers from..to, and checks from
// the last one down that each has the hash that is known of it: the last one `hash`,
// every other what the one above names as its parent. It is pure.
func linked(untrusted []*types.Header, from, to uint64, hash common.Hash, read func(*types.Header) (lightclient.Header, error)) ([]lightclient.Header, error) {
	if want := to - from + 1; uint64(len(untrusted)) != want {
		return nil, fmt.Errorf("%w: %d headers for the numbers %d to %d, want %d", ErrHeaders, len(untrusted), from, to, want)
	}
	headers := make([]lightclient.Header, len(untrusted))
	for i := len(untrusted) - 1; i >= 0; i-- {
		number := from + uint64(i)
		header, err := read(untrusted[i])
		if err != nil {
			return nil, fmt.Errorf("%w: header %d: %w", ErrHeaders, number, err)
		}
		if header.Hash != hash {
			return nil, fmt.Errorf("%w: header %d hashes to %s, want %s, to which the final header leads", ErrHeaders, number, header.Hash, hash)
		}
		if header.Number != number {
			return nil, fmt.Errorf("%w: header %s has number %d, want %d", ErrHeaders, hash, header.Number, number)
		}
		headers[i], hash = header, header.ParentHash
	}
	return headers, nil
}

// sentIn proves that the receipts are all of the block's, and returns the lane's
// messages among them, or nil when there are none. It is pure. ErrReceipts says that the
// receipts are not the block's; ErrUnreadable that they are, but of an unknown kind;
// ErrNotOutbox that the contract at the Outbox's address does what no Outbox does.
func sentIn(lane messages.Lane, block lightclient.Header, untrusted []chains.TxReceipt) (*sentBlock, error) {
	encoded := make([][]byte, len(untrusted))
	for i := range untrusted {
		encoded[i] = untrusted[i].Encoded
	}
	receipts, err := mpt.VerifyReceipts(block.ReceiptsRoot, encoded)
	switch {
	case errors.Is(err, mpt.ErrMalformedValue):
		return nil, fmt.Errorf("%w: block %d: %w", ErrUnreadable, block.Number, err)
	case err != nil:
		return nil, fmt.Errorf("%w: block %d: %w", ErrReceipts, block.Number, err)
	}
	sent := &sentBlock{header: block}
	for i := range receipts {
		for j := range receipts[i].Logs {
			log := &receipts[i].Logs[j]
			if !chains.IsSent(lane, log.Address, log.Topics) {
				continue
			}
			one, err := readSent(lane, log)
			if err != nil {
				return nil, fmt.Errorf("%w: block %d, receipt %d, log %d: %w", ErrNotOutbox, block.Number, i, j, err)
			}
			if len(sent.sent) > 0 && one.Message.Nonce != sent.last()+1 {
				return nil, fmt.Errorf("%w: block %d: nonce %d follows %d", ErrNotOutbox, block.Number, one.Message.Nonce, sent.last())
			}
			one.Block, one.TxHash = block.Number, untrusted[i].TxHash
			sent.add(one)
		}
	}
	if len(sent.sent) == 0 {
		return nil, nil
	}
	return sent, nil
}

func (b *sentBlock) add(one Observed) {
	if len(b.sent) == 0 {
		b.first = one.Message.Nonce
	}
	size := one.Message.Size()
	b.sent = append(b.sent, sentMessage{id: one.ID, size: int32(size)})
	b.held = append(b.held, one)
	b.bytes += size
}

// readSent reads a log of the Outbox, which was proven to be one.
func readSent(lane messages.Lane, log *mpt.Log) (Observed, error) {
	event, err := chains.DecodeSent(lane, log.Address, log.Topics, log.Data)
	if err != nil {
		return Observed{}, err
	}
	return readEvent(lane, &event)
}
