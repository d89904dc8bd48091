package rpcapi

import (
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
)

// netAPI answers net_ methods.
type netAPI struct {
	reader *reader
}

// Version is net_version: the chain id in decimal.
func (n *netAPI) Version() string { return n.reader.backend.ChainConfig().ChainID.String() }

// Listening is net_listening.
func (n *netAPI) Listening() bool { return true }

// PeerCount is net_peerCount: the other validators that take part.
func (n *netAPI) PeerCount() hexutil.Uint {
	var others hexutil.Uint
	for _, v := range n.reader.backend.Validators() {
		if v.InSet && !v.Paused {
			others++
		}
	}
	return max(others, 1) - 1
}

// web3API answers web3_ methods.
type web3API struct {
	version string
}

// ClientVersion is web3_clientVersion.
func (w *web3API) ClientVersion() string { return w.version }

// Sha3 is web3_sha3: Keccak-256, whatever its name says.
func (w *web3API) Sha3(data hexutil.Bytes) hexutil.Bytes { return crypto.Keccak256(data) }
