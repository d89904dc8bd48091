package e2e

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/messages"
)

// TokenBridge is the example token bridge between the chains of a net: a token at
// home, and what is minted for it on the other chain. The home chain's sender owns
// all of it and has the tokens.
type TokenBridge struct {
	n            *Net
	Home, Remote *demo.Chain
	Token        common.Address // at home
	HomeBridge   common.Address
	RemoteBridge common.Address
	Introduction *messages.Message // makes the bridged token
}

// bridgeValue is attached to each call; what the fee leaves comes back.
var bridgeValue = big.NewInt(1e17)

// DeployTokenBridge deploys both ends of a token bridge, makes them each other's
// peers, introduces the token, and mints some at home for the sender. Nothing waits
// for the introduction to arrive.
func (n *Net) DeployTokenBridge(home, remote *demo.Chain) *TokenBridge {
	n.t.Helper()
	faucet, homeEnd, remoteEnd := bindings.NewFaucetToken(), bindings.NewHomeBridge(), bindings.NewRemoteBridge()
	b := &TokenBridge{n: n, Home: home, Remote: remote}
	b.Token = n.Deploy(home, common.FromHex(bindings.FaucetTokenMetaData.Bin), faucet.PackConstructor("Faucet", "FCT", 6))
	b.HomeBridge = n.Deploy(home, common.FromHex(bindings.HomeBridgeMetaData.Bin),
		homeEnd.PackConstructor(senderOf(home), home.Deployment.Outbox, home.Deployment.Inbox, b.Token))
	b.RemoteBridge = n.Deploy(remote, common.FromHex(bindings.RemoteBridgeMetaData.Bin),
		remoteEnd.PackConstructor(senderOf(remote), remote.Deployment.Outbox, remote.Deployment.Inbox, home.ID))
	n.Transact(home, b.HomeBridge, new(big.Int), homeEnd.PackPinPeer(remote.ID, b.RemoteBridge))
	n.Transact(remote, b.RemoteBridge, new(big.Int), remoteEnd.PackPinPeer(home.ID, b.HomeBridge))
	b.Introduction = b.sent(n.Transact(home, b.HomeBridge, bridgeValue, homeEnd.PackIntroduce(remote.ID)))
	supply := big.NewInt(1e15)
	n.Transact(home, b.Token, new(big.Int), faucet.PackMint(senderOf(home), supply))
	n.Transact(home, b.Token, new(big.Int), faucet.PackApprove(b.HomeBridge, supply))
	return b
}

func senderOf(c *demo.Chain) common.Address { return crypto.PubkeyToAddress(c.Sender.PublicKey) }

func (b *TokenBridge) sent(receipt *types.Receipt) *messages.Message {
	b.n.t.Helper()
	sent := MessagesOf(receipt)
	if len(sent) != 1 {
		b.n.t.Fatalf("transaction %s sent %d messages, want one", receipt.TxHash, len(sent))
	}
	return sent[0]
}

// Lock locks tokens of the home chain's sender for somebody on the other chain.
func (b *TokenBridge) Lock(to common.Address, amount int64) *messages.Message {
	b.n.t.Helper()
	return b.sent(b.n.Transact(b.Home, b.HomeBridge, bridgeValue, bindings.NewHomeBridge().PackLock(b.Remote.ID, to, big.NewInt(amount))))
}

// Burn burns bridged tokens of the other chain's sender for somebody at home.
func (b *TokenBridge) Burn(to common.Address, amount int64) *messages.Message {
	b.n.t.Helper()
	return b.sent(b.n.Transact(b.Remote, b.RemoteBridge, bridgeValue, bindings.NewRemoteBridge().PackBurn(to, big.NewInt(amount))))
}

// Pause pauses one end or lets it go on.
func (b *TokenBridge) Pause(on *demo.Chain, paused bool) {
	b.n.t.Helper()
	end, call := b.HomeBridge, bindings.NewHomeBridge().PackUnpause()
	if on == b.Remote {
		end = b.RemoteBridge
	}
	if paused {
		call = bindings.NewHomeBridge().PackPause() // both ends have it
	}
	b.n.Transact(on, end, new(big.Int), call)
}

// Locked reads how much is locked at home for the other chain.
func (b *TokenBridge) Locked() int64 {
	b.n.t.Helper()
	home := bindings.NewHomeBridge()
	return b.number(home.UnpackLocked(b.n.Call(b.Home, b.HomeBridge, home.PackLocked(b.Remote.ID))))
}

// Supply reads how much is minted on the other chain; 0 before the introduction.
func (b *TokenBridge) Supply() int64 {
	b.n.t.Helper()
	token := b.bridged()
	if token == (common.Address{}) {
		return 0
	}
	bridged := bindings.NewBridgedToken()
	return b.number(bridged.UnpackTotalSupply(b.n.Call(b.Remote, token, bridged.PackTotalSupply())))
}

// BalanceAtHome reads what somebody has of the token itself.
func (b *TokenBridge) BalanceAtHome(of common.Address) int64 {
	b.n.t.Helper()
	token := bindings.NewFaucetToken()
	return b.number(token.UnpackBalanceOf(b.n.Call(b.Home, b.Token, token.PackBalanceOf(of))))
}

// BalanceAbroad reads what somebody has of the bridged token.
func (b *TokenBridge) BalanceAbroad(of common.Address) int64 {
	b.n.t.Helper()
	token := bindings.NewBridgedToken()
	return b.number(token.UnpackBalanceOf(b.n.Call(b.Remote, b.bridged(), token.PackBalanceOf(of))))
}

func (b *TokenBridge) bridged() common.Address {
	b.n.t.Helper()
	remote := bindings.NewRemoteBridge()
	address, err := remote.UnpackToken(b.n.Call(b.Remote, b.RemoteBridge, remote.PackToken()))
	if err != nil {
		b.n.t.Fatal(err)
	}
	return address
}

func (b *TokenBridge) number(value *big.Int, err error) int64 {
	b.n.t.Helper()
	if err != nil {
		b.n.t.Fatal(err)
	}
	return value.Int64()
}
