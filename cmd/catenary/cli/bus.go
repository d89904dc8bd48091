package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/configs"
)

func busCommand(io IO) *cobra.Command {
	command := &cobra.Command{
		Use:     "bus",
		Short:   "Serve the bus by a nats-server of its own",
		Long:    "By default a relayer serves the bus itself. These commands are for a nats-server in a process of its own, which relayers and signers share.",
		Example: "  catenary bus conf --config relayer.yaml --out nats-server.conf",
		Args:    commandsOnly,
		RunE:    func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(busConf(io))
	return command
}

func busConf(io IO) *cobra.Command {
	var file, out, store string
	command := &cobra.Command{
		Use:   "conf",
		Short: "Write the configuration of a nats-server",
		Long: `Writes a configuration for nats-server (tried with 2.15) that admits the relayers and signers
of a relayer's configuration, each to its own subjects and nothing else: the accounts and
permissions of the embedded bus. There is no password in it; members prove themselves by
their NKeys, of which it has the public halves.

The relayer's configuration has to say embed: false, with url, identity and admin; host and
port are where the server will listen. When members or lanes change, write it again and
restart the server with it: what it has stored stays.`,
		Example: `  catenary keys bus --file relayer.nk && catenary keys bus --file admin.nk
  catenary bus conf --config relayer.yaml --out nats-server.conf
  nats-server -c nats-server.conf`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			if file == "" || out == "" {
				return &ExitError{CodeUsage, errors.New("bus conf needs --config and --out")}
			}
			config := daemon.DefaultRelayerConfig()
			if err := configs.Load(&config, file, nil, nil); err != nil {
				return &ExitError{CodeUsage, fmt.Errorf("%s: %w", file, err)}
			}
			if store == "" {
				store = filepath.Join(filepath.Dir(out), "nats-data")
			}
			dir, err := filepath.Abs(store)
			if err != nil {
				return fmt.Errorf("store: %w", err)
			}
			text, err := daemon.ExternalBus(config, dir)
			if err != nil {
				return usage(fmt.Errorf("%s: %w", file, err))
			}
			if err := os.WriteFile(out, []byte(text), 0o600); err != nil {
				return fmt.Errorf("out: %w", err)
			}
			fmt.Fprintf(io.out, "%s: start it by nats-server -c %s\n", out, out)
			return nil
		},
	}
	command.Flags().StringVar(&file, "config", "", "the relayer's configuration (YAML)")
	command.Flags().StringVar(&out, "out", "nats-server.conf", "file to write; one that is there is replaced")
	command.Flags().StringVar(&store, "store", "", "directory of the streams; default: nats-data beside the file")
	return command
}
