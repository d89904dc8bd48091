package beacon

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// Fork is an upgrade of the consensus rules, in order. As the fork of light client
// data it names the format that the data have: the one of the slot of their attested
// (in a bootstrap: only) header.
type Fork uint8

const (
	Phase0 Fork = iota // has no light client data
	Altair
	Bellatrix
	Capella
	Deneb
	Electra
	Fulu
	Gloas

	numForks = iota
)

var forkNames = [numForks]string{"phase0", "altair", "bellatrix", "capella", "deneb", "electra", "fulu", "gloas"}

// String returns the name as it stands in the Beacon API's "version".
func (f Fork) String() string {
	if int(f) < len(forkNames) {
		return forkNames[f]
	}
	return fmt.Sprintf("fork %d", uint8(f))
}

// ParseFork is the inverse of String. Only forks with light client data are known.
func ParseFork(name string) (Fork, error) {
	for f := Altair; f < numForks; f++ {
		if forkNames[f] == name {
			return f, nil
		}
	}
	return 0, fmt.Errorf("fork is %.40q, want one of altair to gloas in lower case", name)
}

// Formats of the header. Bellatrix blocks have an execution payload as well, but
// their light client data do not show it (capella/light-client/full-node.md).
func (f Fork) hasPayloadHeader() bool { return f >= Capella && f < Gloas }
func (f Fork) hasBlobGas() bool       { return f >= Deneb && f < Gloas }

// Generalized indices within BeaconState and BeaconBlockBody, from the Constants of
// {altair,capella,electra,gloas}/light-client/sync-protocol.md. From Gloas on both
// are progressive containers (EIP-7688, EIP-7916).

func (f Fork) finalizedRootIndex() uint64 { return f.choose(105, 169, 735) }

func (f Fork) currentSyncCommitteeIndex() uint64 { return f.choose(54, 86, 2945) }

func (f Fork) nextSyncCommitteeIndex() uint64 { return f.choose(55, 87, 2946) }

// blockRootsIndex is of BeaconState's sixth field: with up to 32 fields 32 + 5, with
// up to 64 fields 64 + 5. In a progressive container it is the first of the third
// subtree, which hangs at 22 under the root of the fields at 2: 22·16 + 0.
func (f Fork) blockRootsIndex() uint64 { return f.choose(37, 69, 352) }

func (f Fork) choose(altair, electra, gloas uint64) uint64 {
	switch {
	case f >= Gloas:
		return gloas
	case f >= Electra:
		return electra
	default:
		return altair
	}
}

const (
	executionPayloadIndex = 25 // of the payload in a block's body, Capella to Fulu

	// Of the execution block hash in a block's body.
	blockHashIndexCapella = 412
	blockHashIndexDeneb   = 812
	// The parent's: a Gloas block commits to a payload that arrives after it, so that
	// signed_execution_payload_bid.message.parent_block_hash is the newest hash which
	// the block itself confirms.
	blockHashIndexGloas = 2856

	// Of block_hash, the thirteenth field, in an ExecutionPayloadHeader by itself.
	blockHashInPayloadCapella = 16 + 12
	blockHashInPayloadDeneb   = 32 + 12
)

// executionBranchLength is how many hashes the execution_branch of a format has.
func (f Fork) executionBranchLength() int {
	switch {
	case f >= Gloas:
		return depthOf(blockHashIndexGloas)
	case f >= Capella:
		return depthOf(executionPayloadIndex)
	default:
		return 0
	}
}

// ForkVersion is the version and the first epoch of a fork on one network.
type ForkVersion struct {
	Version [4]byte
	Epoch   Epoch
}

// ForkTable lists the forks of a network by Fork; what is not scheduled has the epoch
// FarFuture. Phase0 has the genesis fork version, and is whatever comes before Altair.
type ForkTable [numForks]ForkVersion

// At returns the fork whose rules an epoch follows.
func (t *ForkTable) At(e Epoch) Fork {
	for f := Fork(numForks - 1); f > Phase0; f-- {
		if e >= t[f].Epoch {
			return f
		}
	}
	return Phase0
}

// Validate checks that forks come in order and that no version is used twice: else a
// signature made under one fork's rules would be good under another's.
func (t *ForkTable) Validate() error {
	seen := map[[4]byte]Fork{}
	for f, v := range t {
		if f > 0 && v.Epoch < t[f-1].Epoch {
			return fmt.Errorf("fork %v begins at epoch %d, want at least %d, where %v begins", Fork(f), v.Epoch, t[f-1].Epoch, Fork(f-1))
		}
		if v.Epoch == FarFuture {
			continue
		}
		if other, ok := seen[v.Version]; ok {
			return fmt.Errorf("forks %v and %v have the same version 0x%x", other, Fork(f), v.Version)
		}
		seen[v.Version] = Fork(f)
	}
	return nil
}

// domainSyncCommittee is DOMAIN_SYNC_COMMITTEE (altair/beacon-chain.md).
var domainSyncCommittee = [4]byte{7}

// signingDomain is compute_domain: what ties a signature to its purpose, to the rules
// of a fork and to one network.
func signingDomain(version [4]byte, genesisValidatorsRoot common.Hash) common.Hash {
	var versionChunk common.Hash
	copy(versionChunk[:], version[:])
	forkData := hashPair(versionChunk, genesisValidatorsRoot)
	var domain common.Hash
	copy(domain[:4], domainSyncCommittee[:])
	copy(domain[4:], forkData[:28])
	return domain
}
