package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/cmd/daemon"
)

func relayerCommand(io IO) *cobra.Command {
	config := daemon.DefaultRelayerConfig()
	var file string
	command := &cobra.Command{
		Use:   "relayer",
		Short: "Run a relayer",
		Long: `Follows the source chains by light clients, has checkpoints approved by the signers
over the bus, and delivers. Without --bus-url it serves the bus itself.

The chains are given in the configuration file; see configs/relayer.yaml for every key.`,
		Example: `  catenary relayer --config relayer.yaml
  CATENARY_LOG_LEVEL=debug catenary relayer --config relayer.yaml --listen 127.0.0.1:9000`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, file, io); err != nil {
				return err
			}
			logger, err := newLogger(config.Log, io.err)
			if err != nil {
				return err
			}
			relayer, err := daemon.NewRelayer(config, daemon.KeystoreSigner(io.prompt()), buildInfo().Version, logger)
			if err != nil {
				return usage(fmt.Errorf("relayer: %w", err))
			}
			return relayer.Run(command.Context())
		},
	}
	configured(command.Flags(), &config, &file)
	return command
}

func signerCommand(io IO) *cobra.Command {
	config := daemon.DefaultSignerConfig()
	var file string
	command := &cobra.Command{
		Use:   "signer",
		Short: "Run a signer",
		Long: `Follows the source chains by light clients of its own, folds the messages itself, and
signs the checkpoints that are true. It believes neither the relayer nor the bus nor
an RPC endpoint.

The signing record is what must never be lost: the signer starts without it only with
--new-record, which is right once, for a key that has never signed.

The chains are given in the configuration file; see configs/signer.yaml for every key.`,
		Example: `  catenary signer --config signer.yaml --new-record    the first time
  catenary signer --config signer.yaml
  echo "funds look wrong" > signer-data/halt             hold all lanes, and say why`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, file, io); err != nil {
				return err
			}
			logger, err := newLogger(config.Log, io.err)
			if err != nil {
				return err
			}
			signer, err := daemon.NewSigner(config, io.prompt(), logger)
			if err != nil {
				return usage(fmt.Errorf("signer: %w", err))
			}
			return signer.Run(command.Context())
		},
	}
	command.AddCommand(recordCommand(io))
	configured(command.Flags(), &config, &file)
	return command
}
