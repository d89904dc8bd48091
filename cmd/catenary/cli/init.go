package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/configs"
	"github.com/catenary-bridge/catenary/messages/bus"
)

type initConfig struct {
	Endpoints      []string `mapstructure:"endpoints" usage:"URLs of the chains, several of one chain if you have them; each is asked which chain it is of"`
	Out            string   `mapstructure:"out" usage:"directory to make; it must be empty or absent"`
	Role           string   `mapstructure:"role" usage:"whose files: relayer, signer, or all of a whole bridge on one machine"`
	Signers        int      `mapstructure:"signers" usage:"role all: how many signers to make"`
	Threshold      int      `mapstructure:"threshold" usage:"role all: approvals that a checkpoint needs"`
	Admit          []string `mapstructure:"admit" usage:"role relayer: address=bus key of each signer, as each signer's init printed it"`
	BusURL         string   `mapstructure:"bus-url" usage:"role signer: where the relayer's bus is"`
	Port           int      `mapstructure:"port" usage:"port on which the relayer serves the bus"`
	Devnet         bool     `mapstructure:"devnet" usage:"the chains are worth nothing: make a passphrase, encrypt weakly, pay with a test account, let one endpoint be enough"`
	PassphraseFile string   `mapstructure:"passphrase-file" usage:"file with the passphrase of the keys that are made"`
}

// maxInitSigners bounds what is made at once: each key takes a second to encrypt.
const maxInitSigners = 64

func initCommand(io IO) *cobra.Command {
	config := initConfig{Out: "bridge", Role: roleAll, Signers: 3, Threshold: 2, Port: 4480, BusURL: "nats://127.0.0.1:4480"}
	var file string
	command := &cobra.Command{
		Use:   "init",
		Short: "Write a working set of commented configurations and keys for a pair of chains",
		Long: `Asks the endpoints which chains they are of and how these come to agree, makes keys, and
writes configurations in which every key is shown and explained. It ends by printing what
to run next, which is in NEXT.md too. Nothing that exists is overwritten.

  --role all      a relayer and signers on one machine: to try, to test, to learn
  --role signer   one signer; prints the line that its relayers need (--admit)
  --role relayer  a relayer that admits the signers given by --admit

A chain whose headers carry QBFT seals is followed by the light client of QBFT, from its
newest block on. Any other is followed by rpcquorum, which is no light client: it needs
two endpoints or more that different people run, or --devnet.

The anchor, the block where trust begins, is what the endpoints said just now. Compare its
hash with a source that you trust before you rely on it.`,
		Example: `  catenary init --devnet --endpoints http://127.0.0.1:8545,http://127.0.0.1:8546
  catenary init --role signer --endpoints wss://a.example,wss://b.example --bus-url tls://bus.example:4480 \
      --passphrase-file passphrase --out signer
  catenary init --role relayer --endpoints wss://a.example,wss://b.example --admit 0x…=U…,0x…=U… \
      --passphrase-file passphrase --out relayer`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, file, io); err != nil {
				return err
			}
			if err := config.check(); err != nil {
				return &ExitError{CodeUsage, err}
			}
			return runInit(command.Context(), config, io)
		},
	}
	configured(command.Flags(), &config, &file)
	completeRole(command, roleAll, roleRelayer, roleSigner)
	return command
}

func (c initConfig) check() error {
	least := 2
	if c.Devnet {
		least = 1
	}
	switch {
	case len(c.Endpoints) < 2:
		return fmt.Errorf("endpoints: %d given, want one or more for each of two or more chains (--endpoints http://…,http://…)", len(c.Endpoints))
	case c.Out == "":
		return errors.New("out: empty, want a directory to make")
	case c.Role != roleAll && c.Role != roleRelayer && c.Role != roleSigner:
		return fmt.Errorf("role: %q, want %s, %s or %s", c.Role, roleAll, roleRelayer, roleSigner)
	case c.Role == roleAll && (c.Signers < least || c.Signers > maxInitSigners):
		return fmt.Errorf("signers: %d, want %d to %d", c.Signers, least, maxInitSigners)
	case c.Role == roleAll && (c.Threshold < least || c.Threshold > c.Signers):
		return fmt.Errorf("threshold: %d of %d signers, want %d to %d (1 needs --devnet: with one key enough, one stolen key forges everything)", c.Threshold, c.Signers, least, c.Signers)
	case c.Role == roleRelayer && len(c.Admit) == 0:
		return errors.New("admit: none, want address=key of each signer, as `catenary init --role signer` printed it")
	case c.Port < 1 || c.Port > 65535:
		return fmt.Errorf("port: %d, want 1 to 65535", c.Port)
	}
	for i, endpoint := range c.Endpoints {
		if err := checkURL(fmt.Sprintf("endpoints[%d]", i), endpoint); err != nil {
			return err
		}
	}
	_, err := c.admitted()
	return err
}

// admitted reads address=key pairs.
func (c initConfig) admitted() (signers []configs.SignerValues, err error) {
	for i, pair := range c.Admit {
		address, key, found := strings.Cut(pair, "=")
		if !found || !common.IsHexAddress(address) {
			return nil, fmt.Errorf("admit[%d]: %.120q, want address=key like 0x…=U…", i, pair)
		}
		if err := bus.CheckPublicKey(key); err != nil {
			return nil, fmt.Errorf("admit[%d]: %w", i, err)
		}
		signers = append(signers, configs.SignerValues{Address: address, Key: key})
	}
	return signers, nil
}

func runInit(ctx context.Context, config initConfig, io IO) error {
	if err := emptyDir(config.Out); err != nil {
		return err
	}
	// The chains are asked before a file is made, so that a wrong address leaves
	// nothing behind.
	chains, err := lookAtChains(ctx, config, io)
	if err != nil {
		return hideURL(err, config.Endpoints...)
	}
	w := &setWriter{config: config, chains: chains, io: io}
	if err := w.write(); err != nil {
		return err
	}
	fmt.Fprint(io.out, w.next.String())
	return nil
}

// emptyDir refuses a directory that holds anything.
func emptyDir(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return &ExitError{CodeUsage, fmt.Errorf("out: %w", err)}
	case len(entries) > 0:
		return &ExitError{CodeUsage, fmt.Errorf("out: %s is not empty, want a directory that is empty or absent: nothing is overwritten", dir)}
	}
	return nil
}
