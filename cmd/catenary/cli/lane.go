package cli

import (
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/messages"
)

// endConfig names one end of a lane: a chain and its contracts.
type endConfig struct {
	Endpoint   string        `mapstructure:"endpoint" usage:"URL of the chain"`
	Deployment string        `mapstructure:"deployment" usage:"deployment file of the chain"`
	Account    accountConfig `mapstructure:"account"`
}

// laneEndConfig is endConfig and the lane's other chain.
type laneEndConfig struct {
	Endpoint   string        `mapstructure:"endpoint" usage:"URL of the chain whose contract is called"`
	Deployment string        `mapstructure:"deployment" usage:"deployment file of that chain"`
	Account    accountConfig `mapstructure:"account"`
	Peer       uint64        `mapstructure:"peer" usage:"chain id at the other end of the lane"`
	Print      bool          `mapstructure:"print" usage:"print the call instead of sending it: for an owner that is a contract, like a Safe"`
}

func laneCommand(io IO) *cobra.Command {
	command := &cobra.Command{
		Use:   "lane",
		Short: "Pause a lane, price it, collect its fees",
		Long: `What the owner, the guardian and the fee oracle of the contracts do with a running lane.
Each command works on one end: --endpoint and --deployment are of the chain whose contract
is called, --peer is the chain at the other end.

The guardian pauses at once. The owner unpauses at once. Fees go to the receiver that the
contract names, whoever withdraws.`,
		Example: `  catenary lane pause --end receiving --endpoint http://127.0.0.1:8546 --deployment deployments/deployment-9002.json --peer 9001 --account-dev 0
  catenary lane quote --endpoint http://127.0.0.1:8545 --deployment deployments/deployment-9001.json --peer 9002 --account-dev 0 \
      --target-endpoints http://127.0.0.1:8546 --every 1m`,
		Args: commandsOnly,
		RunE: func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(lanePause(io, true), lanePause(io, false), laneWithdraw(io), laneQuote(io))
	return command
}

// steward is a chain's contracts and an account that may change them.
type steward struct {
	*endpoint
	deployment *evm.Deployment
}

// open reads the deployment and connects as the account. Without an account it can
// look, and print calls.
func (c endConfig) open(ctx context.Context, io IO, look bool) (*steward, error) {
	switch {
	case c.Endpoint == "":
		return nil, &ExitError{CodeUsage, errors.New("endpoint: empty, want the URL of the chain (--endpoint)")}
	case c.Deployment == "":
		return nil, &ExitError{CodeUsage, errors.New("deployment: empty, want the file that `catenary deploy` wrote for the chain (--deployment)")}
	}
	content, err := os.Open(c.Deployment)
	if err != nil {
		return nil, &ExitError{CodeUsage, fmt.Errorf("deployment: %w", err)}
	}
	defer content.Close()
	deployment, err := evm.ReadDeployment(content)
	if err != nil {
		return nil, &ExitError{CodeUsage, fmt.Errorf("deployment: file %s: %w", c.Deployment, err)}
	}
	var key *ecdsa.PrivateKey
	if !look {
		if key, err = c.Account.open(io); err != nil {
			return nil, err
		}
	}
	end, err := dial(ctx, "endpoint", c.Endpoint, key)
	if err != nil {
		return nil, err
	}
	if end.chainID.Uint64() != deployment.ChainID {
		end.client.Close()
		return nil, &ExitError{CodeUsage, fmt.Errorf("endpoint is of chain %s, the deployment of chain %d", end.chainID, deployment.ChainID)}
	}
	return &steward{end, deployment}, nil
}

func (c laneEndConfig) open(ctx context.Context, io IO) (*steward, error) {
	if c.Peer == 0 {
		return nil, &ExitError{CodeUsage, errors.New("peer: 0, want the chain id at the other end of the lane (--peer)")}
	}
	s, err := endConfig{c.Endpoint, c.Deployment, c.Account}.open(ctx, io, c.Print)
	if err == nil && c.Peer == s.deployment.ChainID {
		s.client.Close()
		return nil, &ExitError{CodeUsage, fmt.Errorf("peer: %d is the chain itself, want the one at the other end", c.Peer)}
	}
	return s, err
}

// doneCall is what the commands print of a call.
type doneCall struct {
	Name    string         `json:"name"`
	To      common.Address `json:"to"`
	Data    hexutil.Bytes  `json:"data"`
	ChainID uint64         `json:"chainId"`
	TxHash  common.Hash    `json:"txHash,omitzero"`
	Block   uint64         `json:"block,omitzero"`
	GasUsed uint64         `json:"gasUsed,omitzero"`
}

// do sends the call, or prints what is to be sent.
func (s *steward) do(ctx context.Context, call evm.Call, printOnly, asJSON bool, io IO) error {
	done := doneCall{Name: call.Name, To: call.To, Data: call.Data, ChainID: s.deployment.ChainID}
	if !printOnly {
		receipt, err := evm.Do(ctx, evm.LaneEnd{Backend: s.client, Opts: s.opts, Deployment: s.deployment}, call)
		if err != nil {
			return err
		}
		done.TxHash, done.Block, done.GasUsed = receipt.TxHash, receipt.BlockNumber.Uint64(), receipt.GasUsed
	}
	if asJSON {
		return json.NewEncoder(io.out).Encode(done)
	}
	if printOnly {
		_, err := fmt.Fprintf(io.out, "%s on chain %d\nto    %s\ndata  %s\n", done.Name, done.ChainID, done.To, done.Data)
		return err
	}
	_, err := fmt.Fprintf(io.out, "%s on chain %d: transaction %s in block %d, %d gas\n", done.Name, done.ChainID, done.TxHash, done.Block, done.GasUsed)
	return err
}

const doneJSON = "With --json, stdout gets one line: {name, to, data, chainId, txHash, block, gasUsed}; the last\nthree are absent with --print."

// lanePause makes the commands pause and unpause.
func lanePause(io IO, pause bool) *cobra.Command {
	config := laneEndConfig{Account: accountConfig{Dev: -1}}
	var file, end string
	var asJSON bool
	use, short, who := "unpause", "Let a paused end of a lane work again", "The owner may."
	if pause {
		use, short, who = "pause", "Stop one end of a lane at once", "The guardian may, and the owner."
	}
	command := &cobra.Command{
		Use: use, Short: short, Args: noArguments,
		Long: who + ` The sending end is the Outbox: what has been sent stays deliverable. The
receiving end is the Inbox: nothing is delivered until it is unpaused, and nothing is lost.

` + doneJSON,
		Example: `  catenary lane ` + use + ` --end receiving --endpoint http://127.0.0.1:8546 --deployment deployments/deployment-9002.json --peer 9001 --account-dev 0`,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, file, io); err != nil {
				return err
			}
			calls := map[string]func(*evm.Deployment, uint64) evm.Call{"sending": (*evm.Deployment).UnpauseSending, "receiving": (*evm.Deployment).UnpauseDelivery}
			if pause {
				calls = map[string]func(*evm.Deployment, uint64) evm.Call{"sending": (*evm.Deployment).PauseSending, "receiving": (*evm.Deployment).PauseDelivery}
			}
			call := calls[end]
			if call == nil {
				return &ExitError{CodeUsage, fmt.Errorf("end: %q, want sending or receiving", end)}
			}
			s, err := config.open(command.Context(), io)
			if err != nil {
				return err
			}
			defer s.client.Close()
			return hideURL(s.do(command.Context(), call(s.deployment, config.Peer), config.Print, asJSON, io), config.Endpoint)
		},
	}
	configured(command.Flags(), &config, &file)
	command.Flags().StringVar(&end, "end", "", "sending (the Outbox) or receiving (the Inbox)")
	command.Flags().BoolVar(&asJSON, "json", false, "print one line of JSON")
	return command
}

func laneWithdraw(io IO) *cobra.Command {
	config := endConfig{Account: accountConfig{Dev: -1}}
	var file string
	var asJSON bool
	command := &cobra.Command{
		Use: "withdraw", Short: "Send the fees of a chain's Outbox to their receiver", Args: noArguments,
		Long:    "Anybody may: the contract names the receiver, and that changes behind the timelock alone.\n\n" + doneJSON,
		Example: "  catenary lane withdraw --endpoint http://127.0.0.1:8545 --deployment deployments/deployment-9001.json --account-dev 0",
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, file, io); err != nil {
				return err
			}
			s, err := config.open(command.Context(), io, false)
			if err != nil {
				return err
			}
			defer s.client.Close()
			return hideURL(s.do(command.Context(), s.deployment.Withdraw(), false, asJSON, io), config.Endpoint)
		},
	}
	configured(command.Flags(), &config, &file)
	command.Flags().BoolVar(&asJSON, "json", false, "print one line of JSON")
	return command
}

// signerSet reads the current set of a lane's verifier, as the endpoint shows it: a
// lie about it makes a rotation that the contract refuses.
func (s *steward) signerSet(ctx context.Context, url string, source uint64) (messages.SignerSet, error) {
	verifier, open := s.deployment.Verifiers[source]
	if !open {
		return messages.SignerSet{}, &ExitError{CodeUsage, fmt.Errorf("peer: the deployment has no lane from chain %d", source)}
	}
	client, err := evm.NewClient(evm.ClientConfig{URL: url, ChainID: s.deployment.ChainID})
	if err != nil {
		return messages.SignerSet{}, err
	}
	defer client.Close()
	reader, err := evm.NewInboxReader([]*evm.Client{client}, s.deployment.Inbox)
	if err != nil {
		return messages.SignerSet{}, err
	}
	inbox, err := reader.Inbox(ctx, source)
	if err != nil {
		return messages.SignerSet{}, err
	}
	if inbox.Verifier != (common.Address{}) {
		verifier = inbox.Verifier // set anew since the deployment
	}
	return reader.SignerSet(ctx, verifier)
}
