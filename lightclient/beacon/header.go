package beacon

import (
	"github.com/ethereum/go-ethereum/common"
)

// CheckHeader checks what a header says of its execution block against the beacon block
// it names (is_valid_light_client_header; by format, since the function is another one
// in {altair,capella,deneb,gloas}/light-client/sync-protocol.md, and by slot, since a
// format holds headers of earlier forks as well). It says nothing of whether that beacon
// block exists.
func (n *Network) CheckHeader(h *LightClientHeader) error {
	fork := n.ForkAt(h.Beacon.Slot)
	if h.Fork < fork {
		return malformed("header is in format %v, want at least %v at slot %d", h.Fork, fork, h.Beacon.Slot)
	}
	if fork < Capella {
		if !h.hasNoExecution() {
			return malformed("header of slot %d, of before Capella, has an execution block", h.Beacon.Slot)
		}
		return nil
	}
	leaf, index := h.BlockHash, blockHashIndex(fork)
	if h.Fork < Gloas {
		if fork < Deneb && (h.Execution.BlobGasUsed != 0 || h.Execution.ExcessBlobGas != 0) {
			return malformed("header of slot %d, of before Deneb, has blob_gas_used %d and excess_blob_gas %d, want none",
				h.Beacon.Slot, h.Execution.BlobGasUsed, h.Execution.ExcessBlobGas)
		}
		leaf, index = h.Execution.HashTreeRoot(fork), executionPayloadIndex
	}
	if !verifyBranch(leaf, h.ExecutionBranch, index, h.Beacon.BodyRoot) {
		return malformed("execution_branch does not lead from the execution block %s to body_root %s", h.ExecutionBlockHash(), h.Beacon.BodyRoot)
	}
	return nil
}

func (h *LightClientHeader) hasNoExecution() bool {
	rest := *h
	rest.Beacon = BeaconBlockHeader{}
	return rest.IsZero()
}

// blockHashIndex is the generalized index of the execution block hash in a block's body.
func blockHashIndex(fork Fork) uint64 {
	switch {
	case fork >= Gloas:
		return blockHashIndexGloas
	case fork >= Deneb:
		return blockHashIndexDeneb
	default:
		return blockHashIndexCapella
	}
}

// UpgradeHeader puts a header into a later format: upgrade_lc_header_to_capella, …_deneb,
// …_electra and …_gloas, as many of them as there are in between. The header has the
// parts of its own format.
func (n *Network) UpgradeHeader(h LightClientHeader, to Fork) LightClientHeader {
	if h.Fork >= to {
		return h
	}
	up := newHeader(to)
	up.Beacon = h.Beacon
	slotFork := n.ForkAt(h.Beacon.Slot)
	switch {
	case h.Execution == nil || h.IsZero():
	case to < Gloas:
		up.Execution, up.ExecutionBranch = h.Execution, h.ExecutionBranch
	case slotFork >= Capella:
		payload := h.Execution.codec(slotFork)
		const blockHashField = blockHashInPayloadCapella - 16
		branch := append(branchOf(payload.leaves(), blockHashField), h.ExecutionBranch...)
		up.BlockHash, up.ExecutionBranch = h.Execution.BlockHash, normalizeBranch(branch, blockHashIndexGloas)
	}
	return up
}

// UpgradeUpdate puts an update into a later format, as a store of that format needs it
// (upgrade_lc_update_to_…). Objects of later formats are returned as they are.
func (n *Network) UpgradeUpdate(u *LightClientUpdate, to Fork) (*LightClientUpdate, error) {
	if err := checkShape(u, n.Preset); err != nil {
		return nil, err
	}
	return n.upgradeUpdate(u, to), nil
}

func (n *Network) upgradeUpdate(u *LightClientUpdate, to Fork) *LightClientUpdate {
	if u.Fork() >= to {
		return u
	}
	up := *u
	up.AttestedHeader = n.UpgradeHeader(u.AttestedHeader, to)
	up.NextSyncCommitteeBranch = normalizeBranch(u.NextSyncCommitteeBranch, to.nextSyncCommitteeIndex())
	up.FinalizedHeader = n.UpgradeHeader(u.FinalizedHeader, to)
	up.FinalityBranch = normalizeBranch(u.FinalityBranch, to.finalizedRootIndex())
	return &up
}

// UpgradeStore puts a store into a later format (upgrade_lc_store_to_…), which may be
// done before the fork. ProcessUpdate does so by itself at the first update that needs
// it.
func (n *Network) UpgradeStore(s Store, to Fork) Store {
	if s.Fork >= to {
		return s
	}
	if s.BestValidUpdate != nil {
		s.BestValidUpdate = n.upgradeUpdate(s.BestValidUpdate, to)
	}
	s.Fork = to
	s.FinalizedHeader = n.UpgradeHeader(s.FinalizedHeader, to)
	s.OptimisticHeader = n.UpgradeHeader(s.OptimisticHeader, to)
	return s
}

// blockRoot is the root by which blocks name the block of a header.
func (h *LightClientHeader) blockRoot() common.Hash { return h.Beacon.HashTreeRoot() }
