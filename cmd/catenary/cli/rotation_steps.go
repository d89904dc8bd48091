package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/keys"
)

type proposeConfig struct {
	Endpoint   string           `mapstructure:"endpoint" usage:"URL of the chain with the verifier: the lane's target"`
	Deployment string           `mapstructure:"deployment" usage:"deployment file of that chain"`
	Peer       uint64           `mapstructure:"peer" usage:"chain id of the lane's source"`
	Signers    []common.Address `mapstructure:"signers" usage:"addresses of the new signers"`
	Threshold  int              `mapstructure:"threshold" usage:"approvals that a checkpoint will need"`
	Out        string           `mapstructure:"out" usage:"file to write; it must not exist"`
}

func rotationPropose(io IO) *cobra.Command {
	config := proposeConfig{Out: "rotation.json", Threshold: 2}
	var file string
	command := &cobra.Command{
		Use: "propose", Short: "Write a file with the new set, to be signed", Args: noArguments,
		Long: "Reads the present set of the lane's verifier and writes a file that proposes the next. It needs no key.",
		Example: `  catenary rotation propose --endpoint http://127.0.0.1:8546 --deployment deployments/deployment-9002.json --peer 9001 \
      --signers 0x…,0x…,0x… --threshold 2 --out rotation.json`,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, file, io); err != nil {
				return err
			}
			return hideURL(runPropose(command, config, io), config.Endpoint)
		},
	}
	configured(command.Flags(), &config, &file)
	return command
}

func runPropose(command *cobra.Command, config proposeConfig, io IO) error {
	if _, err := os.Lstat(config.Out); err == nil {
		return &ExitError{CodeUsage, fmt.Errorf("out: %s exists already, want a new file", config.Out)}
	}
	s, err := laneEndConfig{Endpoint: config.Endpoint, Deployment: config.Deployment, Peer: config.Peer, Print: true}.open(command.Context(), io)
	if err != nil {
		return err
	}
	defer s.client.Close()
	set, err := s.signerSet(command.Context(), config.Endpoint, config.Peer)
	if err != nil {
		return err
	}
	signers := slices.SortedFunc(slices.Values(config.Signers), common.Address.Cmp)
	f := &rotationFile{Domain: set.Domain, Current: set, Signatures: map[common.Address]messages.Signature{},
		Rotation: messages.Rotation{Signers: signers, Threshold: uint64(max(0, config.Threshold)), Epoch: set.Epoch + 1}}
	if err := f.check(); err != nil {
		return &ExitError{CodeUsage, err}
	}
	if config.Threshold == 1 && !s.deployment.SignerSets[config.Peer].Devnet {
		return &ExitError{CodeUsage, errors.New("threshold: 1, want at least 2: with one key enough, one stolen key forges everything")}
	}
	if err := f.write(config.Out); err != nil {
		return fmt.Errorf("out: %w", err)
	}
	f.standing(io)
	return nil
}

type signConfig struct {
	File    string        `mapstructure:"file" usage:"the rotation file"`
	Merge   []string      `mapstructure:"merge" usage:"further copies of it, whose signatures are taken over"`
	Account accountConfig `mapstructure:"account"`
}

func rotationSign(io IO) *cobra.Command {
	config := signConfig{File: "rotation.json", Account: accountConfig{Dev: -1}}
	var file string
	command := &cobra.Command{
		Use: "sign", Short: "Add a signature to a rotation file, or merge copies of it", Args: noArguments,
		Long: `Shows who leaves and who joins, and adds the account's signature to the file. The account has
to be of one of the two sets. With --merge alone the signatures of copies are put together.

Look at the set before you sign: whoever holds the threshold's keys of it can forge any
message to this chain.`,
		Example: `  catenary rotation sign --file rotation.json --account-keystore signer-1/0x….json --account-passphrase-file passphrase
  catenary rotation sign --file rotation.json --merge from-bob.json,from-carol.json`,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, file, io); err != nil {
				return err
			}
			return runRotationSign(config, io)
		},
	}
	configured(command.Flags(), &config, &file)
	return command
}

func runRotationSign(config signConfig, io IO) error {
	f, err := readRotation(config.File)
	if err != nil {
		return err
	}
	digest := f.Rotation.Digest(f.Domain)
	for _, path := range config.Merge {
		other, err := readRotation(path)
		if err != nil {
			return err
		}
		if other.Rotation.Digest(other.Domain) != digest {
			return &ExitError{CodeUsage, fmt.Errorf("merge: %s is another rotation than %s", path, config.File)}
		}
		for signer, signature := range other.Signatures {
			f.Signatures[signer] = signature
		}
	}
	if config.Account.Keystore != "" || config.Account.Dev >= 0 || len(config.Merge) == 0 {
		private, err := config.Account.open(io)
		if err != nil {
			return err
		}
		key, err := keys.NewKey(private)
		if err != nil {
			return err
		}
		if !slices.Contains(f.Current.Signers, key.Address()) && !slices.Contains(f.Rotation.Signers, key.Address()) {
			return &ExitError{CodeUsage, fmt.Errorf("account: %s is in neither set of %s", key.Address(), config.File)}
		}
		if f.Signatures[key.Address()], err = key.Sign(digest); err != nil {
			return err
		}
	}
	if err := f.write(config.File); err != nil {
		return fmt.Errorf("file: %w", err)
	}
	f.standing(io)
	return nil
}

type submitConfig struct {
	File       string        `mapstructure:"file" usage:"the rotation file, with enough signatures"`
	Endpoint   string        `mapstructure:"endpoint" usage:"URL of the chain with the verifier"`
	Deployment string        `mapstructure:"deployment" usage:"deployment file of that chain"`
	Account    accountConfig `mapstructure:"account"`
	Peer       uint64        `mapstructure:"peer" usage:"chain id of the lane's source"`
	Print      bool          `mapstructure:"print" usage:"print the call instead of sending it"`
}

func rotationSubmit(io IO) *cobra.Command {
	config := submitConfig{File: "rotation.json", Account: accountConfig{Dev: -1}}
	var file string
	var asJSON bool
	command := &cobra.Command{
		Use: "submit", Short: "Send a rotation that both sets have signed", Args: noArguments,
		Long: "Anybody may. Checkpoints that the old set signed are void from then on; relayers ask the new set by themselves.\n\n" + doneJSON,
		Example: `  catenary rotation submit --file rotation.json --endpoint http://127.0.0.1:8546 \
      --deployment deployments/deployment-9002.json --peer 9001 --account-dev 0`,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, file, io); err != nil {
				return err
			}
			return hideURL(runRotationSubmit(command, config, asJSON, io), config.Endpoint)
		},
	}
	configured(command.Flags(), &config, &file)
	command.Flags().BoolVar(&asJSON, "json", false, "print one line of JSON")
	return command
}

func runRotationSubmit(command *cobra.Command, config submitConfig, asJSON bool, io IO) error {
	f, err := readRotation(config.File)
	if err != nil {
		return err
	}
	current, count := f.attestation(f.Current.Signers, f.Current.Threshold)
	if count < f.Current.Threshold {
		return fmt.Errorf("file %s: %d signatures of the present set, want %d (rotation sign)", config.File, count, f.Current.Threshold)
	}
	next, count := f.attestation(f.Rotation.Signers, int(f.Rotation.Threshold))
	if count < int(f.Rotation.Threshold) {
		return fmt.Errorf("file %s: %d signatures of the new set, want %d (rotation sign)", config.File, count, f.Rotation.Threshold)
	}
	s, err := laneEndConfig{config.Endpoint, config.Deployment, config.Account, config.Peer, config.Print}.open(command.Context(), io)
	if err != nil {
		return err
	}
	defer s.client.Close()
	set, err := s.signerSet(command.Context(), config.Endpoint, config.Peer)
	if err != nil {
		return err
	}
	if set.Domain != f.Domain {
		return &ExitError{CodeUsage, fmt.Errorf("file %s is for verifier %s on chain %d, the lane's is %s on chain %d", config.File, f.Domain.Verifier, f.Domain.TargetChain, set.Domain.Verifier, set.Domain.TargetChain)}
	}
	if set.Epoch != f.Current.Epoch {
		return fmt.Errorf("file %s replaces epoch %d, the verifier is at epoch %d: propose anew", config.File, f.Current.Epoch, set.Epoch)
	}
	return s.do(command.Context(), evm.Rotate(f.Domain.Verifier, f.Rotation, current, next), config.Print, asJSON, io)
}
