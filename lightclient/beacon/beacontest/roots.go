package beacontest

import (
	"encoding/binary"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// Hash tree roots (ssz/simple-serialize.md), written out for each container.

func chunk(n uint64) (c common.Hash) {
	binary.LittleEndian.PutUint64(c[:], n)
	return c
}

// rootOf fills the chunks of a container's fields up to a power of two.
func rootOf(chunks ...common.Hash) common.Hash { return fieldTree(chunks)[1] }

func fieldTree(chunks []common.Hash) vector {
	size := 1
	for size < len(chunks) {
		size *= 2
	}
	return newVector(append(chunks[:len(chunks):len(chunks)], make([]common.Hash, size-len(chunks))...))
}

// HeaderRoot returns the root of a beacon block.
func HeaderRoot(h *beacon.BeaconBlockHeader) common.Hash {
	return rootOf(chunk(uint64(h.Slot)), chunk(h.ProposerIndex), h.ParentRoot, h.StateRoot, h.BodyRoot)
}

// blockHashField is the place of block_hash in an execution payload.
const blockHashField = 12

// payloadTree is that of an ExecutionPayloadHeader at a fork.
func payloadTree(e *beacon.ExecutionPayloadHeader, fork beacon.Fork) vector {
	var recipient, extra, extraLength, fee common.Hash
	copy(recipient[:], e.FeeRecipient[:])
	copy(extra[:], e.ExtraData)
	extraLength = chunk(uint64(len(e.ExtraData)))
	big := e.BaseFeePerGas.Bytes32()
	for i := range big {
		fee[i] = big[31-i]
	}
	var bloom []common.Hash
	for i := 0; i < len(e.LogsBloom); i += 32 {
		bloom = append(bloom, common.Hash(e.LogsBloom[i:i+32]))
	}
	fields := []common.Hash{
		e.ParentHash, recipient, e.StateRoot, e.ReceiptsRoot, rootOf(bloom...), e.PrevRandao, chunk(e.BlockNumber), chunk(e.GasLimit),
		chunk(e.GasUsed), chunk(e.Timestamp), hash(extra[:], extraLength[:]), fee, e.BlockHash, e.TransactionsRoot, e.WithdrawalsRoot,
	}
	if fork >= beacon.Deneb {
		fields = append(fields, chunk(e.BlobGasUsed), chunk(e.ExcessBlobGas))
	}
	return fieldTree(fields)
}

func pubkeyRoot(key *beacon.Pubkey) common.Hash {
	var padded [64]byte
	copy(padded[:], key[:])
	return hash(padded[:])
}

func committeeRoot(c *beacon.SyncCommittee) common.Hash {
	keys := make([]common.Hash, len(c.Pubkeys))
	for i := range c.Pubkeys {
		keys[i] = pubkeyRoot(&c.Pubkeys[i])
	}
	return rootOf(rootOf(keys...), pubkeyRoot(&c.AggregatePubkey))
}

// payloadHeader says of an execution block what beacon blocks say of it. The lists of
// transactions and withdrawals have roots of another kind there, which nothing here
// depends on.
func payloadHeader(h *types.Header, fork beacon.Fork) *beacon.ExecutionPayloadHeader {
	e := &beacon.ExecutionPayloadHeader{
		ParentHash: h.ParentHash, FeeRecipient: h.Coinbase, StateRoot: h.Root, ReceiptsRoot: h.ReceiptHash, LogsBloom: h.Bloom,
		PrevRandao: h.MixDigest, BlockNumber: h.Number.Uint64(), GasLimit: h.GasLimit, GasUsed: h.GasUsed, Timestamp: h.Time,
		ExtraData: string(h.Extra), BlockHash: h.Hash(), TransactionsRoot: hash([]byte("transactions"), h.TxHash[:]),
		WithdrawalsRoot: hash([]byte("withdrawals"), number(h.Number.Uint64())),
	}
	if h.BaseFee != nil {
		e.BaseFeePerGas.SetFromBig(h.BaseFee)
	}
	if len(e.ExtraData) > 32 {
		// A chain with extraData of its own, as QBFT has, has no place for it here.
		digest := crypto.Keccak256(h.Extra)
		e.ExtraData = string(digest)
	}
	if fork >= beacon.Deneb {
		if h.BlobGasUsed != nil {
			e.BlobGasUsed = *h.BlobGasUsed
		}
		if h.ExcessBlobGas != nil {
			e.ExcessBlobGas = *h.ExcessBlobGas
		}
	}
	return e
}
