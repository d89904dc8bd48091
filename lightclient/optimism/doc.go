// Package optimism decides which blocks of an OP-stack chain to believe: those whose
// output roots the chain's contracts on its parent chain hold to be final.
//
// It verifies no consensus of its own, for an L2 has none. A Client holds the light
// client of the parent chain, whichever that is, and for each of its final headers reads
// the contracts by account and storage proofs (package mpt):
//
//	parent header ─ state root ─> DisputeGameFactory ─> game ─> root claim = output root
//	                          └─> guardian's word on the game           │
//	                          or: L2OutputOracle ─> output root         │
//	L2 header ─ keccak(rlp) ─> block hash, state root ─┐                │
//	message passer's storage root ─────────────────────┴─ keccak ═══════╛
//
// # What must be false for a forged block to pass
//
// A block is believed if, in the state of a final header of the parent chain,
//
//   - the factory maps keccak(type, root claim, extra data) to a game: the factory alone
//     writes there, and what it maps are clones that it made for exactly these three, so
//     that nobody can bring a contract of his own, nor a game about something else;
//   - the game's status is that its defender won, it is resolved, and by the parent
//     header's own time more than the finality delay has passed since;
//   - its type is one of those configured, and, where an implementation is pinned, its
//     code is the clone of that implementation for that claim, with the pinned arguments;
//   - the guardian (portal or registry) has neither blacklisted nor retired it, and
//     respects its type, or did when it was created;
//   - the L2 header hashes to the block hash, and carries the state root, of which,
//     together with the message passer's root, the root claim is the hash; its number is
//     that of the claim; since Isthmus its withdrawalsRoot is the message passer's root.
//
// With an output oracle the first four are: the output is within the list's length, and
// older than the finalization period.
//
// Every byte of this is hashed up to the parent's state root. Endpoints of both chains,
// all of them together, can hold back, and nothing else; they cannot even hide a game,
// since the list of games is read by proofs, its length included. So a forged block
// passes only if
//
//   - the parent chain's light client is deceived (see its own package), or
//   - the parent chain's contracts hold a false output to be final: nobody challenged it
//     within the game's clock although anybody might have (with permissioned games and
//     with an oracle: although those who may were obliged to), or the fault proof itself
//     is wrong, and the guardian did not take it back within the finality delay, or
//   - who may upgrade the contracts did so: pins ([Contract], [GameType]) make the client
//     stop then, instead of following, as far as they reach: a proxy's implementation is
//     pinned by its address, and the implementation that a game had when it was created,
//     where the factory passes it arguments (gameArgs) by these as well;
//   - the Deployment is wrong: slots of another version of the contracts, or another
//     chain's addresses. The anchor, spare bytes that must be zero, and the time of
//     creation that factory and game must agree on are there to notice; or
//   - keccak256 is broken.
//
// What is lost without a Guardian: the guardian of an OP-stack chain is expected to
// blacklist games that resolve wrongly, within the finality delay; withdrawals respect
// that, and without it we would not. Also, anybody may begin games of types that are not
// respected, or no longer, and nobody is expected to watch those. Configure it.
//
// # What the anchor is for
//
// Trust comes from the parent chain, so that no L2 block has to be vouched for. But it
// is easy to configure another network's factory, and its proofs would hold as well. So
// the first block that is believed has to descend from the operator's anchor, or be it,
// by parent hashes over at most MaxLinked blocks; an anchor that is older has to be
// renewed. Later blocks are linked to the trusted one likewise where it is no further
// below, and are believed by their proofs where it is.
//
// # Conflict
//
// L2 heads never go back. The parent chain contradicts itself if a block that it holds
// to be final does not have the trusted one among its ancestors, or if it holds an output
// root to be final, at or up to 1024 blocks below the trusted one, that is not our own
// chain's. Looked at are the claims registered after the trusted one. Either the
// contracts decided wrongly now, or they did before: the client freezes for good, with
// both proofs as evidence ([CheckEvidence]). No endpoint can bring that about. A game
// that is blacklisted after it was believed changes nothing any more.
//
// Not looked at is whether the chain is paused: a pause says nothing about a claim, but
// who pauses may be about to take one back.
//
// # How far behind it is
//
// On mainnet games take three and a half days and the finality delay as long, so that
// what is believed is a week old. That is the price of the parent chain's security.
// Whoever wants less may lower the delay at his own risk, where there is one to speak of.
//
// # Configuration
//
// Each deployment's addresses are published in Optimism's superchain-registry, layouts in
// the contracts' own repository; [StandardGames], [PortalGuardian], [RegistryGuardian] and
// [StandardOracle] have those of the published versions. In YAML:
//
//	lightclient:
//	  kind: optimism
//	  parent: ethereum              # name of the chain that is followed by its own client
//	  anchor: {number: 138000000, hash: "0x…"}
//	  isthmusTime: 1746806401       # of OP Mainnet; 0: since genesis
//	  games:                        # or oracle: {address: …, layout: "1", finalizationPeriod: 168h}
//	    factory: {address: "0xe5965Ab5962eDc7477C8520243A95517CD252fA9", implementation: "0x…", codeHash: "0x…"}
//	    layout: "1"                 # StandardGames; or slots: {games: 103, list: 104, state: …}
//	    finalityDelay: 84h
//	    minimumAge: 84h
//	    types: [{id: 0, implementation: "0x…", extraDataBytes: 32, typeInArgs: false, argsHash: "0x…"}]
//	    guardian: {kind: registry, address: "0x…", implementation: "0x…"}   # or kind: portal
//	  endpoints: [https://…]        # of the L2
//	  parentEndpoints: [https://…]  # default: those of the parent chain
//
// The factory above is OP Mainnet's (superchain-registry, configs/mainnet/op.toml);
// its registry's address is what anchorStateRegistry() of the portal,
// 0xbEb5Fc579115071764c7423A4f12eDde41f106Ed, returns.
package optimism
