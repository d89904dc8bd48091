// Package beaconapi asks beacon nodes for light client data, over the Beacon API
// (ethereum/beacon-APIs, /eth/v1/beacon/light_client) in JSON.
//
// Nothing it returns is believed: package beacon verifies all of it. What is decided here
// is how much a node may cost us. It can make us read no more than a bounded number of
// bytes, cannot send us to another host, cannot have a request last longer than its
// context, and cannot have us ask again sooner than it said. That a node serves the network
// that was configured is asked for first, not for safety, since signatures are bound to
// the network, but because a wrong address should be called one.
package beaconapi
