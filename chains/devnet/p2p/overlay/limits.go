package overlay

import (
	"time"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
)

const (
	// envelopeBytes precede a consensus frame: the millisecond in which it was sent, big-endian.
	envelopeBytes = 8

	// maxSkew is how far that may lie from ours. Gossip forgets no message that it has seen for seenLifetime, so
	// that a repeated frame needs a new envelope, and without a bound on envelopes a stranger could make one old frame
	// travel for ever. Clocks of validators may differ by two seconds at most (consensus.MaxClockDrift); ten leave room
	// for a frame that was long on its way.
	maxSkew = 10 * time.Second

	// seenLifetime is how long a message is known by its hash: longer than an envelope is accepted, which is for twice
	// maxSkew at most, if it is of a clock ahead of ours.
	seenLifetime = 30 * time.Second
	_            = uint(seenLifetime - 2*maxSkew - 2*time.Second) // does not compile if it is not

	// maxFrameBytes bounds one gossip frame before anything is allocated for it: the largest message of the hub, its
	// envelope, and what gossipsub's own encoding and control messages add.
	maxFrameBytes = p2p.MaxMessageBytes + envelopeBytes + 64<<10

	// repeatPause is how soon a frame is let in again. Who repeats its words does it after a quarter of a round, a quarter of a
	// second as a rule. maxRepeats frames are remembered: two seconds of sixteen validators that send as much as they may.
	repeatPause = 100 * time.Millisecond
	maxRepeats  = 2 * 16 * relayRate

	// relayRate and relayBurst bound, per author, the consensus frames a second that are relayed. Four kinds of message
	// a block at ten blocks a second are 40; a member that sends more fills nobody's queue but its own.
	relayRate  = 256
	relayBurst = 512

	// maxAuthors bounds the authors of whom relayRate is counted: as many as a hub has links.
	maxAuthors = p2p.MaxLinks

	// controlRate and controlBurst bound, per peer, what it may ask a second in gossip. A list of what was heard, and one of
	// what is wanted, for each topic every half second are 32; subscriptions and meshes change with who comes and goes. Of
	// names in a list, each of which is looked up, idsPerControl count as one more: a list of gossipsub's has five thousand at
	// most.
	controlRate   = 64
	controlBurst  = 256
	idsPerControl = 1000

	// Ten payloads that nobody honest relays, or frames with more control messages than that, are forgiven, if they are
	// not of a few seconds; maxOffenders bounds of how many peers this is remembered.
	maxOffences     = 10
	offenceHalfLife = 10 * time.Second
	maxOffenders    = 1024

	// outboundQueue is how many frames may wait for one peer before gossipsub drops the next: a second of gossip at
	// five thousand messages a second over a handful of peers. maxGathered are in front of them.
	outboundQueue = 1024

	// gatherPause is how long a link that carries much gathers what it sends next; gatherCredit is how often it may send
	// without, and comes back with time. Ten validators that make ten blocks a second stay below it.
	gatherPause, gatherCredit = 5 * time.Millisecond, 16

	// maxJoined bounds how large a frame is made of messages that each came in one.
	maxJoined = 64 << 10

	// maxGathered bounds what waits for a link or is being sent over it, if that is no single larger frame, gatherTimeout how long a peer may take for it, as
	// gossipsub has it for one message. readAheadBytes are read at once of what a peer has sent.
	maxGathered    = 256 << 10
	gatherTimeout  = 30 * time.Second
	readAheadBytes = 16 << 10

	// wireVersion is in all names, so that nodes that would misunderstand each other have nothing in common: those of 1
	// called gossip's messages by the whole of a hash of the payload, those of 2 had envelopes of seconds.
	wireVersion = "3"

	// meshPeers is to how many peers a node hands on what it has heard. Authors send to all of theirs, so that in a network
	// of this size most of what is handed on has been heard already: four instead of gossipsub's six take a quarter to a third
	// off the processor time of a message (BenchmarkGossip), and if one is lost on all four ways, it is asked for.
	// A node looks for more when it has fewer than meshLeast, and for fewer when it has more than meshMost. Where that is no more
	// than it looks for, meshes that are full let nobody in who comes later and dials.
	meshPeers, meshLeast, meshMost = 4, 3, 6
	_                              = uint(meshMost - meshPeers - 1) // does not compile if there is no room

	// lazyPeers are told, every half second, what a node has heard, beside those that it hands it on to.
	lazyPeers = 2

	// idBytes of a hash name a message. Whoever wants one to be taken for known needs another of the same name: 160 bits.
	idBytes = 20

	// validateQueue is how many frames may wait for admission; more are dropped, not held against the sender.
	validateQueue = 4096

	// lowPeers and highPeers are what the connection manager keeps: above the high mark it closes connections down to
	// the low one. maxConns is what the resource manager allows at all.
	lowPeers, highPeers, maxConns = 32, 64, 128

	// maxStreamsPerPeer bounds the open streams of one peer: gossip, the table's questions and ours, each way.
	maxStreamsPerPeer = 128

	// maxMemory bounds the buffers of all connections together.
	maxMemory = 512 << 20

	// discoverEvery is the pause between two looks for more peers; wantedPeers are enough.
	discoverEvery = 2 * time.Second
	wantedPeers   = 16

	// maxMet bounds the nodes that are looked for where they were last, metLifetime for how long: an operator notices a
	// partition of a day.
	maxMet, metLifetime = 64, 24 * time.Hour

	// dialTimeout bounds one attempt to reach a peer, and one walk through the table.
	dialTimeout = 5 * time.Second

	// pingEvery and pingTimeout find peers that are gone without a word: whoever answers no ping within pingTimeout is
	// hung up on and dropped from all tables, at most pingEvery + pingTimeout after its end. A process of a busy machine
	// may well stand still for some seconds; one that ends in order is noticed at once.
	pingEvery   = time.Second
	pingTimeout = 10 * time.Second

	// requestTimeout bounds one question with its answer at both ends.
	requestTimeout = 10 * time.Second

	// maxServing and maxServingPerPeer bound the questions that are answered at a time, each with a whole answer in
	// memory; more are hung up on.
	maxServing, maxServingPerPeer = 16, 2

	// banLifetime is how long a peer that misbehaved is not talked to, maxBans for how many this is remembered.
	banLifetime, maxBans = time.Minute, 1024

	// maxTopics, maxJoin and maxListen bound the configuration.
	maxTopics, maxJoin, maxListen = 8, 64, 8
)
