package beacon

import "github.com/ethereum/go-ethereum/common"

func (h *BeaconBlockHeader) codec() container {
	return container{
		{"slot", numberOf(&h.Slot)},
		{"proposer_index", numberOf(&h.ProposerIndex)},
		{"parent_root", fixedBytes{h.ParentRoot[:]}},
		{"state_root", fixedBytes{h.StateRoot[:]}},
		{"body_root", fixedBytes{h.BodyRoot[:]}},
	}
}

// HashTreeRoot returns the root by which blocks name each other.
func (h *BeaconBlockHeader) HashTreeRoot() common.Hash { return h.codec().hashTreeRoot() }

func (e *ExecutionPayloadHeader) codec(fork Fork) container {
	c := container{
		{"parent_hash", fixedBytes{e.ParentHash[:]}},
		{"fee_recipient", fixedBytes{e.FeeRecipient[:]}},
		{"state_root", fixedBytes{e.StateRoot[:]}},
		{"receipts_root", fixedBytes{e.ReceiptsRoot[:]}},
		{"logs_bloom", fixedBytes{e.LogsBloom[:]}},
		{"prev_randao", fixedBytes{e.PrevRandao[:]}},
		{"block_number", numberOf(&e.BlockNumber)},
		{"gas_limit", numberOf(&e.GasLimit)},
		{"gas_used", numberOf(&e.GasUsed)},
		{"timestamp", numberOf(&e.Timestamp)},
		{"extra_data", byteList{&e.ExtraData, maxExtraDataBytes}},
		{"base_fee_per_gas", bigNumber{&e.BaseFeePerGas}},
		{"block_hash", fixedBytes{e.BlockHash[:]}},
		{"transactions_root", fixedBytes{e.TransactionsRoot[:]}},
		{"withdrawals_root", fixedBytes{e.WithdrawalsRoot[:]}},
	}
	if fork.hasBlobGas() {
		c = append(c, field{"blob_gas_used", numberOf(&e.BlobGasUsed)}, field{"excess_blob_gas", numberOf(&e.ExcessBlobGas)})
	}
	return c
}

// HashTreeRoot returns the root of the header, which is that of the whole payload, as
// the rules of a fork from Capella to Fulu have it.
func (e *ExecutionPayloadHeader) HashTreeRoot(fork Fork) common.Hash {
	return e.codec(fork).hashTreeRoot()
}

// newHeader returns the zero header of a format.
func newHeader(fork Fork) LightClientHeader {
	h := LightClientHeader{Fork: fork}
	if length := fork.executionBranchLength(); length > 0 {
		h.ExecutionBranch = make([]common.Hash, length)
	}
	if fork.hasPayloadHeader() {
		h.Execution = new(ExecutionPayloadHeader)
	}
	return h
}

// codec expects that Execution is there if and only if the format has it.
func (h *LightClientHeader) codec() container {
	c := container{{"beacon", h.Beacon.codec()}}
	switch {
	case h.Fork.hasPayloadHeader():
		c = append(c, field{"execution", h.Execution.codec(h.Fork)})
	case h.Fork >= Gloas:
		c = append(c, field{"execution_block_hash", fixedBytes{h.BlockHash[:]}})
	default:
		return c
	}
	return append(c, field{"execution_branch", hashes{&h.ExecutionBranch, h.Fork.executionBranchLength()}})
}

func (c *SyncCommittee) codec(p Preset) container {
	return container{{"pubkeys", pubkeys{&c.Pubkeys, p.SyncCommitteeSize}}, {"aggregate_pubkey", fixedBytes{c.AggregatePubkey[:]}}}
}

// HashTreeRoot returns the root that beacon states hold of the committee. Pubkeys has
// SyncCommitteeSize keys, or none.
func (c *SyncCommittee) HashTreeRoot(p Preset) common.Hash { return c.codec(p).hashTreeRoot() }

func (a *SyncAggregate) codec(p Preset) container {
	return container{
		{"sync_committee_bits", bitvector{&a.Bits, p.SyncCommitteeSize}},
		{"sync_committee_signature", fixedBytes{a.Signature[:]}},
	}
}

func (b *LightClientBootstrap) codec(p Preset) container {
	return container{
		{"header", b.Header.codec()},
		{"current_sync_committee", b.CurrentSyncCommittee.codec(p)},
		{"current_sync_committee_branch", hashes{&b.CurrentSyncCommitteeBranch, depthOf(b.Fork().currentSyncCommitteeIndex())}},
	}
}

func (u *LightClientUpdate) codec(p Preset) container {
	return container{
		{"attested_header", u.AttestedHeader.codec()},
		{"next_sync_committee", u.NextSyncCommittee.codec(p)},
		{"next_sync_committee_branch", hashes{&u.NextSyncCommitteeBranch, depthOf(u.Fork().nextSyncCommitteeIndex())}},
		{"finalized_header", u.FinalizedHeader.codec()},
		{"finality_branch", hashes{&u.FinalityBranch, depthOf(u.Fork().finalizedRootIndex())}},
		{"sync_aggregate", u.SyncAggregate.codec(p)},
		{"signature_slot", numberOf(&u.SignatureSlot)},
	}
}

func (u *LightClientFinalityUpdate) codec(p Preset) container {
	return container{
		{"attested_header", u.AttestedHeader.codec()},
		{"finalized_header", u.FinalizedHeader.codec()},
		{"finality_branch", hashes{&u.FinalityBranch, depthOf(u.Fork().finalizedRootIndex())}},
		{"sync_aggregate", u.SyncAggregate.codec(p)},
		{"signature_slot", numberOf(&u.SignatureSlot)},
	}
}

func (u *LightClientOptimisticUpdate) codec(p Preset) container {
	return container{
		{"attested_header", u.AttestedHeader.codec()},
		{"sync_aggregate", u.SyncAggregate.codec(p)},
		{"signature_slot", numberOf(&u.SignatureSlot)},
	}
}
