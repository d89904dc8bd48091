package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/messages"
)

type sendConfig struct {
	Endpoint   string         `mapstructure:"endpoint" usage:"URL of the source chain"`
	Deployment string         `mapstructure:"deployment" usage:"deployment file of the source chain"`
	Account    accountConfig  `mapstructure:"account"`
	Target     uint64         `mapstructure:"target" usage:"chain id of the target chain"`
	Recipient  common.Address `mapstructure:"recipient" usage:"contract on the target chain"`
	GasLimit   uint64         `mapstructure:"gas-limit" usage:"gas that the recipient's handler gets"`
	Payload    string         `mapstructure:"payload" usage:"0x-hex for the recipient"`
}

// sentMessage is what send prints.
type sentMessage struct {
	ID      messages.ID       `json:"id"`
	Nonce   uint64            `json:"nonce"`
	TxHash  common.Hash       `json:"txHash"`
	Block   uint64            `json:"block"`
	GasUsed uint64            `json:"gasUsed"`
	FeeWei  string            `json:"feeWei"`
	Message *messages.Message `json:"message"`
}

func sendCommand(io IO) *cobra.Command {
	config := sendConfig{Account: accountConfig{Dev: -1}, GasLimit: 200_000, Payload: "0x"}
	var file string
	var asJSON bool
	command := &cobra.Command{
		Use:   "send",
		Short: "Send one message by a call of the Outbox",
		Long: `Asks the Outbox for the fee, calls it, waits for the transaction, and prints the
message that the lane now holds. With --json: id, nonce, txHash, block, gasUsed,
feeWei, message.

The recipient's handler is called with the payload. One that refuses it is recorded as
failed, which blocks nobody; the PingPong example refuses all but its peer's messages.`,
		Example: `  catenary send --endpoint http://127.0.0.1:8545 --deployment deployments/deployment-9001.json \
      --account-dev 2 --target 9002 --recipient 0x… --payload 0x010203`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, file, io); err != nil {
				return err
			}
			sent, err := runSend(command.Context(), config, io)
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(io.out).Encode(sent)
			}
			fmt.Fprintf(io.out, "message  %s\nnonce    %d\nfee      %s wei\ngas      %d\nsent by  %s in block %d\n", sent.ID, sent.Nonce, sent.FeeWei, sent.GasUsed, sent.TxHash, sent.Block)
			return nil
		},
	}
	configured(command.Flags(), &config, &file)
	command.Flags().BoolVar(&asJSON, "json", false, "print one line of JSON")
	return command
}

func runSend(ctx context.Context, config sendConfig, io IO) (*sentMessage, error) {
	payload, err := hexutil.Decode(config.Payload)
	switch {
	case err != nil:
		return nil, &ExitError{CodeUsage, fmt.Errorf("payload: %q is not 0x-hex", config.Payload)}
	case len(payload) > messages.MaxPayloadSize:
		return nil, &ExitError{CodeUsage, fmt.Errorf("payload: %d bytes, want at most %d", len(payload), messages.MaxPayloadSize)}
	case config.Endpoint == "":
		return nil, &ExitError{CodeUsage, errors.New("endpoint: empty, want the URL of the source chain (--endpoint)")}
	case config.Deployment == "":
		return nil, &ExitError{CodeUsage, errors.New("deployment: empty, want the file that `catenary deploy` wrote for the source chain (--deployment)")}
	case config.Target == 0:
		return nil, &ExitError{CodeUsage, errors.New("target: 0, want the chain id of the target chain (--target)")}
	case config.Recipient == (common.Address{}):
		return nil, &ExitError{CodeUsage, errors.New("recipient: none, want the address of a contract on the target chain (--recipient)")}
	}
	content, err := os.Open(config.Deployment)
	if err != nil {
		return nil, &ExitError{CodeUsage, fmt.Errorf("deployment: %w", err)}
	}
	defer content.Close()
	deployment, err := evm.ReadDeployment(content)
	if err != nil {
		return nil, &ExitError{CodeUsage, fmt.Errorf("deployment: file %s: %w", config.Deployment, err)}
	}
	key, err := config.Account.open(io)
	if err != nil {
		return nil, err
	}
	end, err := dial(ctx, "endpoint", config.Endpoint, key)
	if err != nil {
		return nil, err
	}
	defer end.client.Close()
	if end.chainID.Uint64() != deployment.ChainID {
		return nil, &ExitError{CodeUsage, fmt.Errorf("endpoint is of chain %s, the deployment of chain %d", end.chainID, deployment.ChainID)}
	}
	sent, err := end.send(ctx, deployment, config, payload)
	return sent, hideURL(err, config.Endpoint)
}

// send quotes, sends, and reads back what the lane holds.
func (e *endpoint) send(ctx context.Context, deployment *evm.Deployment, config sendConfig, payload []byte) (*sentMessage, error) {
	outbox := bindings.NewOutbox()
	out, err := e.client.CallContract(ctx, ethereum.CallMsg{To: &deployment.Outbox, Data: outbox.PackQuote(config.Target, config.GasLimit, big.NewInt(int64(len(payload))))}, nil)
	if err != nil {
		return nil, fmt.Errorf("quote the fee: %w", err)
	}
	fee, err := outbox.UnpackQuote(out)
	if err != nil {
		return nil, fmt.Errorf("quote the fee: %w", err)
	}
	e.opts.Value = fee
	data := outbox.PackSend(config.Target, messages.AccountOf(config.Recipient), config.GasLimit, payload)
	tx, err := bind.Transact(outbox.Instance(e.client, deployment.Outbox), e.opts, data)
	if err != nil {
		return nil, fmt.Errorf("send: %w", err)
	}
	receipt, err := bind.WaitMined(ctx, e.client, tx.Hash())
	if err != nil {
		return nil, fmt.Errorf("wait for transaction %s: %w", tx.Hash(), err)
	}
	if receipt.Status != types.ReceiptStatusSuccessful {
		return nil, fmt.Errorf("transaction %s reverted in block %s", tx.Hash(), receipt.BlockNumber)
	}
	for _, log := range receipt.Logs {
		if log.Address != deployment.Outbox {
			continue
		}
		event, err := outbox.UnpackMessageSentEvent(log)
		if err != nil {
			continue // another event of the Outbox
		}
		message, err := messages.DecodeMessage(event.Message)
		if err != nil {
			return nil, fmt.Errorf("read MessageSent: %w", err)
		}
		return &sentMessage{message.ID(), message.Nonce, tx.Hash(), receipt.BlockNumber.Uint64(), receipt.GasUsed, fee.String(), message}, nil
	}
	return nil, fmt.Errorf("transaction %s left no MessageSent", tx.Hash())
}
