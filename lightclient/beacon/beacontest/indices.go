package beacontest

import "github.com/catenary-bridge/catenary/lightclient/beacon"

// Generalized indices of what light clients ask for, from the tables of constants in
// {altair,electra,gloas}/light-client/sync-protocol.md; block_roots is field 5 of
// BeaconState.
type indices struct{ finalized, current, next, blockRoots uint64 }

func indicesOf(fork beacon.Fork) indices {
	switch {
	case fork >= beacon.Gloas:
		// Fields of a progressive container hang in subtrees of 1, 4, 16, 64 (EIP-7916): 0;
		// 1 to 4; 5 to 20.
		return indices{735, 2945, 2946, progressive(5)}
	case fork >= beacon.Electra:
		return indices{169, 86, 87, 64 + 5}
	default:
		return indices{105, 54, 55, 32 + 5}
	}
}

// progressive returns the generalized index of a field of a progressive container:
// root = hash(fields, active_fields), and fields = hash(subtree, rest), with subtrees of
// 1, 4, 16, … leaves.
func progressive(field uint64) uint64 {
	fields, leaves := uint64(2), uint64(1)
	for field >= leaves {
		field, fields, leaves = field-leaves, 2*fields+1, 4*leaves
	}
	return 2*fields*leaves + field
}

const payloadIndex = 25 // execution_payload in a block's body, Capella to Fulu

// blockHashIndex is of the execution block hash in a block's body.
func blockHashIndex(fork beacon.Fork) uint64 {
	switch {
	case fork >= beacon.Gloas:
		return 2856
	case fork >= beacon.Deneb:
		return payloadIndex*32 + blockHashField
	default:
		return payloadIndex*16 + blockHashField
	}
}
