package demo

import (
	"fmt"
	"io"

	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/messages"
)

// Explain tells how to look at a demo that goes on running.
func (w *World) Explain(out io.Writer) {
	fmt.Fprintf(out, "\nEverything goes on running; interrupt to stop. Files: %s\n", w.Dir)
	for _, c := range []*Chain{w.Left, w.Right} {
		fmt.Fprintf(out, "\nchain %d    %s  %s\n", c.ID, c.HTTP, c.WS)
		fmt.Fprintf(out, "  outbox     %s\n  inbox      %s\n  pingpong   %s\n", c.Deployment.Outbox, c.Deployment.Inbox, c.Deployment.PingPong)
		for source, verifier := range c.Deployment.Verifiers {
			fmt.Fprintf(out, "  verifier   %s of messages from chain %d\n", verifier, source)
		}
		fmt.Fprintf(out, "  deployment %s\n", c.DeploymentFile)
	}
	peer := messages.AccountOf(w.Right.Deployment.PingPong)
	key := fmt.Sprintf("0x%x", crypto.FromECDSA(w.Left.Sender))
	fmt.Fprintf(out, "\nbus        %s\nAPI        http://%s\n", w.Relayer.BusURL(), w.Relayer.APIAddress())
	fmt.Fprintf(out, "\nTry:\n  curl -s http://%s/v1/lanes\n  curl -s http://%s/metrics | grep catenary\n", w.Relayer.APIAddress(), w.Relayer.APIAddress())
	fmt.Fprintf(out, "  cast call --rpc-url %s %s 'received(uint64)(uint64,uint64,uint64,uint64)' %d\n", w.Right.HTTP, w.Right.Deployment.PingPong, w.Left.ID)
	fmt.Fprintf(out, "  cast send --rpc-url %s --private-key %s --value 0.01ether %s 'ping(uint64,bytes32,uint64,uint64,bytes)' %d %s %d 1000000 0x\n",
		w.Left.HTTP, key, w.Left.Deployment.PingPong, w.Right.ID, peer, handlerGas)
}
