// Package overlay decides which bytes travel between the processes of one devnet.
//
// It is the only package that knows libp2p: TCP, Noise and Yamux below, a Kademlia table to find others, gossipsub to
// spread what everybody should hear, and streams for questions to one peer. Everything carries the genesis hash in its
// name, so that nodes of two chains have nothing to say to each other.
//
// Validators of one process sit on a [p2p.Hub], as they do without a network, and the overlay is one more endpoint
// there: what they broadcast it publishes, and what it hears it relays to them under its author's name. So a flood, local or
// foreign, fills the queue of its own author only, and the fault rules of the hub hold for the network too.
//
// Payloads are opaque. Whoever registers a [Topic] or the [Gate] says for each payload whether it is worth relaying
// ([nil]), merely of no use ([ErrIgnore]) or such as no honest peer sends (any other error): the last is held
// against the peer until the node hangs up on it.
//
// What is lost is lost, as on any network: consensus repeats itself, blocks are asked for, transactions announced again.
package overlay
