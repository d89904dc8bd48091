package observetest

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/mpt"
)

// perTransaction is how many messages one transaction sends; a block with messages, and
// some without, has a transaction before and one behind these, which log what is no
// message of the lane but looks like one to a bloom, or to a careless reader.
const perTransaction = 3

// txOf returns the index in its block of the transaction that sends the nonce.
func (c *Chain) txOf(nonce uint64) uint64 {
	first := nonce
	if len(c.sent) > c.sealed {
		first = c.sent[c.sealed].Nonce
	}
	return 1 + (nonce-first)/perTransaction
}

func txHash(block, index uint64) common.Hash {
	return crypto.Keccak256Hash(binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, block), index))
}

// assemble makes the next block's header and receipts, with the messages that were sent
// since the last one.
func (c *Chain) assemble(stateRoot common.Hash) (*types.Header, []chains.TxReceipt) {
	number := uint64(len(c.states))
	var transactions [][]mpt.Log
	switch sending := len(c.sent) > c.sealed; {
	case sending, number%16 == 3:
		transactions = append(transactions, c.noise())
		var logs []mpt.Log
		for _, event := range c.sent[c.sealed:] {
			topics, data := chains.EncodeSent(c.lane, event)
			if logs = append(logs, mpt.Log{Address: c.lane.Outbox, Topics: topics, Data: data}); len(logs) == perTransaction {
				transactions, logs = append(transactions, logs), nil
			}
		}
		if logs != nil {
			transactions = append(transactions, logs)
		}
		transactions = append(transactions, c.noise())
	case number%4 == 1:
		// What a bloom can tell from messages.
		transactions = [][]mpt.Log{{{Address: common.Address{0xbb}, Topics: []common.Hash{{7}}, Data: []byte{1}}}, nil}
	}
	receipts := make([]mpt.Receipt, len(transactions))
	for i, logs := range transactions {
		receipts[i] = mpt.Receipt{Type: byte(i % 5), Status: 1, CumulativeGasUsed: uint64(i+1) * 50_000, Logs: logs}
	}
	header := &types.Header{Number: new(big.Int).SetUint64(number), Difficulty: new(big.Int), Root: stateRoot, Time: c.time}
	if number > 0 {
		header.ParentHash = c.states[number-1].header.Hash
	}
	told, bloom := Encode(receipts)
	for i := range told {
		told[i].TxHash = txHash(number, uint64(i))
	}
	header.Bloom, header.ReceiptHash = bloom, RootOf(told)
	return header, told
}

// noise is what other contracts, the lane's Outbox itself, and impostors log: none of it
// is a message of the lane.
func (c *Chain) noise() []mpt.Log {
	other := c.lane
	other.TargetChain++
	event := chains.Event{Nonce: c.at.Nonce + 1, ID: [32]byte{9}, Encoded: []byte{1, 2, 3}}
	topics, data := chains.EncodeSent(c.lane, event)
	elsewhere, _ := chains.EncodeSent(other, event)
	return []mpt.Log{
		{Address: common.Address{0xbb}, Topics: topics, Data: data},                                                         // the same event of another contract
		{Address: c.lane.Outbox, Topics: elsewhere, Data: data},                                                             // of another lane
		{Address: c.lane.Outbox, Topics: []common.Hash{{7}}, Data: []byte{1}},                                               // another event
		{Address: c.lane.Outbox, Data: data},                                                                                // no topic at all
		{Address: c.lane.Outbox, Topics: []common.Hash{chains.MessageSent, chains.UintTopic(other.TargetChain)}, Data: nil}, // short, of another lane
	}
}

// Encode writes receipts as an endpoint tells them, each with the bloom of its logs, and
// returns the block's bloom.
func Encode(receipts []mpt.Receipt) (told []chains.TxReceipt, bloom types.Bloom) {
	for i := range receipts {
		r := &receipts[i]
		r.Bloom = BloomOf(r.Logs)
		for j := range bloom {
			bloom[j] |= r.Bloom[j]
		}
		told = append(told, chains.TxReceipt{Encoded: mpt.AppendReceipt(nil, r)})
	}
	return told, bloom
}

// BloomOf is the bloom of logs, by go-ethereum.
func BloomOf(logs []mpt.Log) types.Bloom {
	receipt := new(types.Receipt)
	for _, log := range logs {
		receipt.Logs = append(receipt.Logs, &types.Log{Address: log.Address, Topics: log.Topics})
	}
	return types.CreateBloom(receipt)
}

// RootOf is the receipts root of what an endpoint tells.
func RootOf(told []chains.TxReceipt) common.Hash {
	encoded := make([][]byte, len(told))
	for i := range told {
		encoded[i] = told[i].Encoded
	}
	root, err := mpt.ReceiptsRoot(encoded)
	if err != nil {
		panic(fmt.Sprintf("observetest: receipts of our own have no root: %v", err))
	}
	return root
}

// Fork takes back every block above the given one, with what was sent in them, as a
// reorganisation past finality does.
func (c *Chain) Fork(number uint64) {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.states = c.states[:number+1]
	c.sent = slices.DeleteFunc(slices.Clone(c.sent), func(e chains.Event) bool { return e.Block > number })
	c.sealed, c.at = len(c.sent), c.lane.Start()
	for _, event := range c.sent {
		c.at = c.at.Advance(event.ID)
	}
	c.time += 1000 // so that no block is as it was
}

// Headers returns the chain's headers.
func (s *Source) Headers(ctx context.Context, from, to uint64) ([]*types.Header, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c := s.chain
	c.lock.Lock()
	defer c.lock.Unlock()
	if from > to || to >= uint64(len(c.states)) {
		return nil, fmt.Errorf("%w: %d to %d", lightclient.ErrNoSuchHeader, from, to)
	}
	headers := make([]*types.Header, 0, to-from+1)
	for _, state := range c.states[from : to+1] {
		headers = append(headers, types.CopyHeader(state.block))
	}
	return headers, nil
}

// Receipts returns the receipts of a block of the chain.
func (s *Source) Receipts(ctx context.Context, block lightclient.Header) ([]chains.TxReceipt, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c := s.chain
	c.lock.Lock()
	defer c.lock.Unlock()
	if block.Number >= uint64(len(c.states)) || c.states[block.Number].header.Hash != block.Hash {
		return nil, fmt.Errorf("%w: %s", lightclient.ErrNoSuchHeader, block.Hash)
	}
	told := slices.Clone(c.states[block.Number].receipts)
	for i := range told {
		told[i].Encoded = slices.Clone(told[i].Encoded)
	}
	return told, nil
}
