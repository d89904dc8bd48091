package forge

import "github.com/catenary-bridge/catenary/lightclient/beacon"

// Generalized indices, written down again from the specification: a wrong one in package
// beacon is not to make a wrong tree that fits it.
type indices struct{ finalized, current, next, blockRoots uint64 }

const (
	payloadIndex   = 25   // execution_payload
	blockHashIndex = 2856 // signed_execution_payload_bid.message.parent_block_hash
)

func indicesOf(f beacon.Fork) indices {
	switch {
	case f >= beacon.Gloas:
		return indices{735, 2945, 2946, 352}
	case f >= beacon.Electra:
		return indices{169, 86, 87, 69}
	default:
		return indices{105, 54, 55, 37}
	}
}
