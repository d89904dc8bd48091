package cli

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/messages/bus"
	"github.com/catenary-bridge/catenary/signer/keys"
)

// keysFlags are shared by the commands about keys. They are flags alone: there is
// no daemon behind them that would have a configuration file.
type keysFlags struct {
	dir            string
	passphraseFile string
	light          bool
	json           bool
}

func keysCommand(io IO) *cobra.Command {
	f := &keysFlags{}
	command := &cobra.Command{
		Use:   "keys",
		Short: "Make and keep keys",
		Long: `Keys are kept in the keystore V3 format, one file each, readable by their owner
alone. A passphrase comes from a file, the variable CATENARY_PASSPHRASE, or a prompt,
never from a flag.

With --json, stdout gets one line: [{address, path}] of new, import and list, {key, file}
of bus. Nothing secret is ever printed; export writes to a file of mode 0600.`,
		Example: `  catenary keys new --dir keys --passphrase-file passphrase
  catenary keys bus --file keys/bus.nk`,
		Args: commandsOnly,
		RunE: func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	flags := command.PersistentFlags()
	flags.StringVar(&f.dir, "dir", "keys", "directory of the key files")
	flags.StringVar(&f.passphraseFile, "passphrase-file", "", "file with the passphrase")
	flags.BoolVar(&f.light, "light", false, "encrypt quickly and weakly: for keys that are worth nothing")
	flags.BoolVar(&f.json, "json", false, "print JSON")
	command.AddCommand(keysNew(io, f), keysImport(io, f), keysList(io, f), keysExport(io, f), keysBus(io, f))
	return command
}

func (f *keysFlags) strength() keys.Strength {
	if f.light {
		return keys.Light
	}
	return keys.Standard
}

func (f *keysFlags) passphrase(io IO, what string) (string, error) {
	source := keys.PassphraseSource{File: f.passphraseFile, Lookup: lookup(io.environ)}
	if prompt := io.prompt(); prompt != nil {
		source.Prompt = func() (string, error) { return prompt(what) }
	}
	return source.Passphrase()
}

func (f *keysFlags) show(io IO, entries ...keys.Entry) error {
	if f.json {
		return json.NewEncoder(io.out).Encode(entries)
	}
	for _, entry := range entries {
		fmt.Fprintf(io.out, "%s  %s\n", entry.Address, entry.Path)
	}
	return nil
}

func keysNew(io IO, f *keysFlags) *cobra.Command {
	return &cobra.Command{Use: "new", Short: "Make a key", Args: noArguments,
		Long:    "Makes a key and keeps it in <dir>/<address>.json, encrypted by the passphrase. Prints address and file.",
		Example: "  catenary keys new --dir keys --passphrase-file passphrase",
		RunE: func(*cobra.Command, []string) error {
			passphrase, err := f.passphrase(io, "the new key")
			if err != nil {
				return err
			}
			entry, err := keys.Create(f.dir, passphrase, f.strength(), rand.Reader)
			if err != nil {
				return err
			}
			return f.show(io, entry)
		}}
}

func keysImport(io IO, f *keysFlags) *cobra.Command {
	return &cobra.Command{Use: "import", Short: "Keep a private key that is read from standard input", Args: noArguments,
		Long:    "Reads one line of 64 hexadecimal digits, with or without 0x, from standard input, so that the key shows in no list of processes.",
		Example: "  catenary keys import --passphrase-file passphrase < key.hex",
		RunE: func(*cobra.Command, []string) error {
			key, err := readKey(io)
			if err != nil {
				return &ExitError{CodeUsage, err}
			}
			passphrase, err := f.passphrase(io, "the imported key")
			if err != nil {
				return err
			}
			entry, err := keys.Import(f.dir, key, passphrase, f.strength())
			if err != nil {
				return err
			}
			return f.show(io, entry)
		}}
}

// readKey reads a key and never repeats what it read in an error.
func readKey(io IO) (*ecdsa.PrivateKey, error) {
	if io.in == nil {
		return nil, errors.New("no standard input")
	}
	line, err := bufio.NewReaderSize(io.in, 256).ReadString('\n')
	if err != nil && line == "" {
		return nil, errors.New("standard input is empty, want 64 hexadecimal digits")
	}
	key, err := crypto.HexToECDSA(strings.TrimPrefix(strings.TrimSpace(line), "0x"))
	if err != nil {
		return nil, errors.New("standard input is not a private key, want 64 hexadecimal digits")
	}
	return key, nil
}

func keysList(io IO, f *keysFlags) *cobra.Command {
	return &cobra.Command{Use: "list", Short: "List the keys of a directory", Args: noArguments,
		Long:    "Prints address and file of every key in the directory. It needs no passphrase.",
		Example: "  catenary keys list --dir keys --json",
		RunE: func(*cobra.Command, []string) error {
			entries, err := keys.List(f.dir)
			if err != nil {
				return err
			}
			return f.show(io, entries...)
		}}
}

func keysExport(io IO, f *keysFlags) *cobra.Command {
	var file, to string
	command := &cobra.Command{Use: "export", Short: "Write a private key in the clear to a new file of its owner's", Args: noArguments,
		Long:    "Decrypts a key and writes it as 64 hexadecimal digits to a file that did not exist before, with mode 0600. It is never printed.",
		Example: "  catenary keys export --passphrase-file passphrase --file keys/0x….json --to key.hex",
		RunE: func(*cobra.Command, []string) error {
			if file == "" || to == "" {
				return &ExitError{CodeUsage, errors.New("export needs --file and --to")}
			}
			passphrase, err := f.passphrase(io, file)
			if err != nil {
				return err
			}
			key, err := keys.Load(file, passphrase)
			if err != nil {
				return err
			}
			out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(out, "%x\n", crypto.FromECDSA(key))
			return errors.Join(err, out.Close())
		}}
	command.Flags().StringVar(&file, "file", "", "key file")
	command.Flags().StringVar(&to, "to", "", "file to write, which must not exist")
	return command
}

func keysBus(io IO, f *keysFlags) *cobra.Command {
	var file string
	command := &cobra.Command{Use: "bus", Short: "Make an identity for the bus (NKey) and print its public key", Args: noArguments,
		Long:    "Makes the file with the seed, or, when it exists, prints the public key of the one that is there.",
		Example: "  catenary keys bus --file keys/bus.nk",
		RunE: func(*cobra.Command, []string) error {
			identity, err := bus.ReadIdentity(file)
			if errors.Is(err, os.ErrNotExist) {
				if err = os.MkdirAll(filepath.Dir(file), 0o700); err == nil {
					identity, err = bus.NewIdentity(rand.Reader)
				}
				if err == nil {
					err = identity.WriteFile(file)
				}
			}
			if err != nil {
				return err
			}
			if f.json {
				return json.NewEncoder(io.out).Encode(map[string]string{"key": identity.Public(), "file": file})
			}
			fmt.Fprintln(io.out, identity.Public())
			return nil
		}}
	command.Flags().StringVar(&file, "file", "bus.nk", "file with the seed")
	return command
}
