// Package evm decides how a lane's two contracts are spoken to over JSON-RPC.
//
// A Client is one endpoint. A Source asks it for lane proofs and for MessageSent
// logs of an Outbox, a Target reads an Inbox and delivers to it. The package
// believes nothing that an endpoint says and proves nothing either: what it
// returns is judged by a light client, by chains/observe, or, on the target chain,
// by the contracts themselves. Getting one transaction mined is txsender's
// business; what an endpoint's error means is rpcerror's.
package evm
