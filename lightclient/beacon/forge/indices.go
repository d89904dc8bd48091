package forge

import "github.com/catenary-bridge/catenary/lightclient/beacon"

// Indices are generalized indices in a state, written down again from the specification: a wrong one in package
// beacon is not to make a wrong tree that fits it.
type Indices struct{ Finalized, Current, Next, BlockRoots uint64 }

const (
	payloadIndex   = 25   // execution_payload
	blockHashIndex = 2856 // signed_execution_payload_bid.message.parent_block_hash
)

// IndicesOf returns those of a fork.
func IndicesOf(f beacon.Fork) Indices {
	switch {
	case f >= beacon.Gloas:
		return Indices{735, 2945, 2946, 352}
	case f >= beacon.Electra:
		return Indices{169, 86, 87, 69}
	default:
		return Indices{105, 54, 55, 37}
	}
}
