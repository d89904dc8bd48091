package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/messages"
)

type pingConfig struct {
	Endpoint   string        `mapstructure:"endpoint" usage:"URL of the source chain"`
	Deployment string        `mapstructure:"deployment" usage:"deployment file of the source chain"`
	Account    accountConfig `mapstructure:"account"`
	Target     uint64        `mapstructure:"target" usage:"chain id of the target chain"`
	Count      uint64        `mapstructure:"count" usage:"how many, in one transaction"`
}

const (
	// pingGas is what the handler of a ping gets.
	pingGas = 100_000

	// maxPings keeps the transaction below 16,777,216 gas (EIP-7825).
	maxPings = 200
)

// sentPings is what ping prints.
type sentPings struct {
	TxHash  common.Hash   `json:"txHash"`
	Block   uint64        `json:"block"`
	GasUsed uint64        `json:"gasUsed"`
	FeeWei  string        `json:"feeWei"`
	IDs     []messages.ID `json:"ids"`
}

func pingCommand(io IO) *cobra.Command {
	config := pingConfig{Account: accountConfig{Dev: -1}, Count: 1}
	var file string
	var asJSON bool
	command := &cobra.Command{
		Use: "ping", Short: "Send messages to the PingPong example, which counts them", Args: noArguments,
		Long: `Sends numbered messages from the PingPong example of one chain to its peer on another, which
counts in its own storage what arrives, and whether anything came twice or out of order. To
see that a lane works without a contract of one's own.

With --json, stdout gets one line: {txHash, block, gasUsed, feeWei, ids}.`,
		Example: `  catenary ping --endpoint http://127.0.0.1:8545 --deployment deployments/deployment-9001.json --account-dev 2 --target 9002 --count 3`,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, file, io); err != nil {
				return err
			}
			if config.Count < 1 || config.Count > maxPings {
				return &ExitError{CodeUsage, fmt.Errorf("count: %d, want 1 to %d", config.Count, maxPings)}
			}
			s, err := laneEndConfig{config.Endpoint, config.Deployment, config.Account, config.Target, false}.open(command.Context(), io)
			if err != nil {
				return err
			}
			defer s.client.Close()
			sent, err := s.ping(command.Context(), config.Target, config.Count)
			if err != nil {
				return hideURL(err, config.Endpoint)
			}
			if asJSON {
				return json.NewEncoder(io.out).Encode(sent)
			}
			for _, id := range sent.IDs {
				fmt.Fprintf(io.out, "message  %s\n", id)
			}
			fmt.Fprintf(io.out, "sent by  %s in block %d, %d gas, fee %s wei\n", sent.TxHash, sent.Block, sent.GasUsed, sent.FeeWei)
			return nil
		},
	}
	configured(command.Flags(), &config, &file)
	command.Flags().BoolVar(&asJSON, "json", false, "print one line of JSON")
	return command
}

// ping sends from the chain's PingPong to its peer, numbered on from the lane's nonce.
func (s *steward) ping(ctx context.Context, target, count uint64) (*sentPings, error) {
	outbox, pingPong := bindings.NewOutbox(), bindings.NewPingPong()
	atOutbox, atPingPong := outbox.Instance(s.client, s.deployment.Outbox), pingPong.Instance(s.client, s.deployment.PingPong)
	options := &bind.CallOpts{Context: ctx}
	lane, err := bind.Call(atOutbox, options, outbox.PackLane(target), outbox.UnpackLane)
	if err != nil {
		return nil, fmt.Errorf("read Outbox.lane: %w", err)
	}
	peer, err := bind.Call(atPingPong, options, pingPong.PackPeers(target), pingPong.UnpackPeers)
	if err != nil {
		return nil, fmt.Errorf("read PingPong.peers: %w", err)
	}
	if peer == [32]byte{} {
		return nil, fmt.Errorf("PingPong on chain %d has no peer on chain %d: the lane is not open", s.deployment.ChainID, target)
	}
	const size = 9 // kind and sequence number
	fee, err := bind.Call(atOutbox, options, outbox.PackQuote(target, pingGas, big.NewInt(size)), outbox.UnpackQuote)
	if err != nil {
		return nil, fmt.Errorf("quote the fee: %w", err)
	}
	s.opts.Value = fee.Mul(fee, new(big.Int).SetUint64(count))
	tx, err := bind.Transact(atPingPong, s.opts, pingPong.PackPingMany(target, peer, pingGas, lane.Nonce+1, count, nil))
	if err != nil {
		return nil, fmt.Errorf("call PingPong.pingMany: %w", err)
	}
	receipt, err := bind.WaitMined(ctx, s.client, tx.Hash())
	if err != nil {
		return nil, fmt.Errorf("wait for transaction %s: %w", tx.Hash(), err)
	}
	if receipt.Status != types.ReceiptStatusSuccessful {
		return nil, fmt.Errorf("transaction %s reverted in block %s", tx.Hash(), receipt.BlockNumber)
	}
	sent := &sentPings{TxHash: tx.Hash(), Block: receipt.BlockNumber.Uint64(), GasUsed: receipt.GasUsed, FeeWei: fee.String()}
	for _, log := range receipt.Logs {
		if log.Address != s.deployment.Outbox {
			continue
		}
		if event, err := outbox.UnpackMessageSentEvent(log); err == nil {
			sent.IDs = append(sent.IDs, event.Id)
		}
	}
	return sent, nil
}
