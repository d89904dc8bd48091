package evm

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/messages"
)

// tokenLane is a lane between the two ends of the example token bridge, introduced
// and used once.
type tokenLane struct {
	*testLane
	home, remote common.Address
}

func newTokenLane(t *testing.T) *tokenLane {
	t.Helper()
	l := &tokenLane{testLane: newTestLane(t, 5, 3)}
	homeABI, remoteABI, tokenABI := bindings.NewHomeBridge(), bindings.NewRemoteBridge(), bindings.NewFaucetToken()
	owner, day := l.source.account(), big.NewInt(86400)
	// The other ends of both lanes, of which the bridges only ask that they exist.
	inbox := l.source.create(&bindings.InboxMetaData, inboxABI.PackConstructor(owner, owner, day))
	outbox := l.target.create(&bindings.OutboxMetaData, outboxABI.PackConstructor(owner, owner, owner, owner, day))
	token := l.source.create(&bindings.FaucetTokenMetaData, tokenABI.PackConstructor("Faucet", "FCT", 6))
	l.home = l.source.create(&bindings.HomeBridgeMetaData, homeABI.PackConstructor(owner, l.outbox, inbox, token))
	l.remote = l.target.create(&bindings.RemoteBridgeMetaData, remoteABI.PackConstructor(owner, outbox, l.inbox, 9001))
	l.source.must(l.home, 0, homeABI.PackPinPeer(9002, l.remote))
	l.target.must(l.remote, 0, remoteABI.PackPinPeer(9001, l.home))
	l.source.must(token, 0, tokenABI.PackMint(owner, big.NewInt(1e15)))
	l.source.must(token, 0, tokenABI.PackApprove(l.home, big.NewInt(1e15)))
	l.call(homeABI.PackIntroduce(9002))
	l.lock(1)
	l.target.must(l.inbox, 0, l.delivery(1, 2, 2))
	return l
}

// call calls the home end with more than every fee and keeps the message that it sends.
func (l *tokenLane) call(data []byte) (gas uint64) {
	t := l.source.t
	t.Helper()
	gas = l.source.must(l.home, 200_000_000, data)
	for _, log := range l.source.logs {
		event, err := outboxABI.UnpackMessageSentEvent(log)
		if err != nil || log.Address != l.outbox {
			continue
		}
		m, err := messages.DecodeMessage(event.Message)
		if err != nil {
			t.Fatal(err)
		}
		l.sent = append(l.sent, *m)
		return gas
	}
	t.Fatal("the home end sent no message")
	return 0
}

// lock locks a token for the n-th holder.
func (l *tokenLane) lock(n int) (gas uint64) {
	return l.call(bindings.NewHomeBridge().PackLock(9002, common.BigToAddress(big.NewInt(int64(0x1000+n))), big.NewInt(1000)))
}

func lockGas(t *testing.T) uint64 {
	t.Helper()
	return newTokenLane(t).lock(2)
}

// mintGas returns the gas of one transaction that delivers n transfers to new holders.
func mintGas(t *testing.T, n int) uint64 {
	t.Helper()
	l := newTokenLane(t)
	for i := range n {
		l.lock(2 + i)
	}
	gas := l.target.must(l.inbox, 0, l.delivery(3, 2+n, 2+n))
	remoteABI, tokenABI := bindings.NewRemoteBridge(), bindings.NewBridgedToken()
	token, err := remoteABI.UnpackToken(l.target.query(l.remote, remoteABI.PackToken()))
	if err != nil {
		t.Fatal(err)
	}
	supply, err := tokenABI.UnpackTotalSupply(l.target.query(token, tokenABI.PackTotalSupply()))
	if err != nil {
		t.Fatal(err)
	}
	if want := int64(1000 * (n + 1)); supply.Int64() != want {
		t.Fatalf("%s were minted, want %d", supply, want)
	}
	return gas
}
