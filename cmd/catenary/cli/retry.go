package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/configs"
	"github.com/catenary-bridge/catenary/messages"
)

type retryConfig struct {
	Endpoint string        `mapstructure:"endpoint" usage:"URL to send by; default: the first endpoint of the target chain in the configuration"`
	Account  accountConfig `mapstructure:"account"`
	Print    bool          `mapstructure:"print" usage:"print the call instead of sending it"`
}

func retryCommand(io IO) *cobra.Command {
	config := retryConfig{Account: accountConfig{Dev: -1}}
	var chainsFile string
	var asJSON bool
	command := &cobra.Command{
		Use:   "retry MESSAGE-ID",
		Short: "Run a message again whose recipient failed",
		Long: `Looks for the message on its source chain and calls Inbox.retry on its target. Anybody may,
as often as it takes; a message that succeeded is never run again. What the source's
endpoints say is not trusted: the message has to hash to its id, and the Inbox knows which
ids have failed.

--config names a configuration of a relayer or a signer, for its chains.

` + doneJSON,
		Example: `  catenary retry 0x… --config relayer.yaml --account-dev 2`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &ExitError{CodeUsage, fmt.Errorf("%s needs one message id (see --help)", command.CommandPath())}
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			if err := load(command, &config, "", io); err != nil {
				return err
			}
			id, err := messages.ParseID(args[0])
			if err != nil {
				return &ExitError{CodeUsage, err}
			}
			if chainsFile == "" {
				return &ExitError{CodeUsage, errors.New("config: empty, want a relayer's or a signer's configuration (--config relayer.yaml)")}
			}
			return runRetry(command.Context(), id, chainsFile, config, asJSON, io)
		},
	}
	configured(command.Flags(), &config, nil)
	command.Flags().StringVar(&chainsFile, "config", "", "configuration of a relayer or a signer (YAML), for its chains")
	command.Flags().BoolVar(&asJSON, "json", false, "print one line of JSON")
	return command
}

// configuredChains reads the chains of a relayer's or a signer's configuration.
func configuredChains(file string) ([]daemon.ChainConfig, []daemon.LaneConfig, error) {
	role, err := roleOf(file)
	if err != nil {
		return nil, nil, err
	}
	if role == roleSigner {
		config := daemon.DefaultSignerConfig()
		err := configs.Load(&config, file, nil, nil)
		return config.Chains, config.Lanes, err
	}
	config := daemon.DefaultRelayerConfig()
	err = configs.Load(&config, file, nil, nil)
	return config.Chains, config.Lanes, err
}

func runRetry(ctx context.Context, id messages.ID, chainsFile string, config retryConfig, asJSON bool, io IO) error {
	chains, lanes, err := configuredChains(chainsFile)
	if err != nil {
		return &ExitError{CodeUsage, fmt.Errorf("%s: %w", chainsFile, err)}
	}
	look, err := daemon.OpenLook(chains, lanes, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		return usage(fmt.Errorf("%s: %w", chainsFile, err))
	}
	defer func() { _ = look.Close() }() // nothing was written
	message, err := findMessage(ctx, look, id)
	if err != nil {
		return err
	}
	target := look.Chains[message.TargetChain]
	if target == nil {
		return fmt.Errorf("message %s goes to chain %d, which %s does not configure", id, message.TargetChain, chainsFile)
	}
	finder, err := evm.NewFinder(target.Endpoints, target.Deployment)
	if err != nil {
		return err
	}
	failed, err := finder.Retryable(ctx, message.SourceChain, id)
	if err != nil {
		return err
	}
	if !failed {
		return fmt.Errorf("message %s has not failed on chain %d: it is under way or was executed (see catenary trace)", id, message.TargetChain)
	}
	call, err := target.Deployment.Retry(message)
	if err != nil {
		return err
	}
	url := config.Endpoint
	if url == "" {
		url = endpointOf(chains, message.TargetChain)
	}
	s := &steward{deployment: target.Deployment}
	if !config.Print {
		key, err := config.Account.open(io)
		if err != nil {
			return err
		}
		if s.endpoint, err = dial(ctx, "endpoint", url, key); err != nil {
			return err
		}
		defer s.client.Close()
		if s.chainID.Uint64() != message.TargetChain {
			return &ExitError{CodeUsage, fmt.Errorf("endpoint is of chain %s, the message goes to chain %d", s.chainID, message.TargetChain)}
		}
	}
	if err := s.do(ctx, call, config.Print, asJSON, io); err != nil || config.Print {
		return hideURL(err, url)
	}
	if failed, err = finder.Retryable(ctx, message.SourceChain, id); err != nil {
		return err
	}
	if failed {
		return fmt.Errorf("message %s failed again: its recipient %s still refuses it", id, message.Recipient)
	}
	return nil
}

// findMessage asks every source for the message. An answer is the message itself, as
// it hashes to its id.
func findMessage(ctx context.Context, look *daemon.Look, id messages.ID) (*messages.Message, error) {
	var failures []error
	for _, chain := range look.Chains {
		finder, err := evm.NewFinder(chain.Endpoints, chain.Deployment)
		if err != nil {
			return nil, err
		}
		sent, err := finder.SentByID(ctx, id)
		if sent != nil {
			return sent.Message, nil
		}
		failures = append(failures, err)
	}
	if err := errors.Join(failures...); err != nil {
		return nil, fmt.Errorf("message %s was not found: %w", id, err)
	}
	return nil, fmt.Errorf("message %s was not found on any configured chain", id)
}

func endpointOf(chains []daemon.ChainConfig, id uint64) string {
	for i := range chains {
		if chains[i].ID == id && len(chains[i].Endpoints) > 0 {
			return chains[i].Endpoints[0]
		}
	}
	return ""
}
