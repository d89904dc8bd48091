package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/signer/record"
)

// recordFlags are shared by the commands about the signing record. Their names are
// those of `catenary signer`; the rest of its configuration is not needed, but a
// file that has it is read as it is.
type recordFlags struct {
	config daemon.SignerConfig
	file   string
	json   bool
}

func recordCommand(io IO) *cobra.Command {
	f := &recordFlags{config: daemon.DefaultSignerConfig()}
	command := &cobra.Command{
		Use:   "record",
		Short: "Look at, back up and mend the signing record",
		Long: `The signing record says, for every lane and inbox, the highest position that this key
has ever signed for. It is what keeps a signer from contradicting itself: one that
starts without it, or with an older one, can be led to sign two accumulators for one
nonce. Nothing else of a signer's data costs safety when it is lost.

The commands need the signing key, because the record is sealed with it, and refuse to
work while the signer runs. To back up a running signer, copy record.json from its data
directory: the file is complete at every moment, and restore and import take it.

  lost, and there is a backup             restore
  found again, or from another machine    import: it raises claims, it never lowers one
  lost, and there is no backup            signer --new-record --vouch, if you know that
                                          this key's approvals are all still on the bus
  a lane was stopped by an alarm          look at its evidence, then clear-stop

With --json each command prints one line:
  {"signer", "record", "backup", "lanes": [{"lane", "inbox", "nonce", "accumulator",
   "notBeforeMillis", "stop": {"atMillis", "why", "evidence"}}]}
where backup is the other file, if there is one, and nonce and accumulator are null for
a lane of which nothing was ever signed.`,
		Example: `  catenary signer record list --config signer.yaml
  catenary signer record export --config signer.yaml --to record-2026-04-18.json`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	flags := command.PersistentFlags()
	flags.StringVar(&f.file, "config", "", "configuration file of the signer (YAML)")
	flags.String("data", f.config.Data, "directory of the signing record [CATENARY_DATA]")
	flags.String("account-keystore", "", "file with the signing key (keystore V3) [CATENARY_ACCOUNT_KEYSTORE]")
	flags.String("account-passphrase-file", "", "file with its passphrase; default: the variable CATENARY_PASSPHRASE, or a prompt [CATENARY_ACCOUNT_PASSPHRASE_FILE]")
	flags.BoolVar(&f.json, "json", false, "print one line of JSON")
	command.AddCommand(recordList(io, f), recordExport(io, f), recordRestore(io, f), recordImport(io, f), recordClearStop(io, f))
	return command
}

// locate reads the configuration and the key.
func (f *recordFlags) locate(command *cobra.Command, io IO) (path string, owner record.Owner, err error) {
	if err := load(command, &f.config, f.file, io); err != nil {
		return "", owner, err
	}
	path, owner, err = daemon.SigningRecord(f.config, io.prompt())
	if err != nil {
		return "", owner, usage(fmt.Errorf("signer record: %w", err))
	}
	return path, owner, nil
}

// open opens the record, and so locks a signer out.
func (f *recordFlags) open(command *cobra.Command, io IO) (opened *record.Record, path string, err error) {
	path, owner, err := f.locate(command, io)
	if err != nil {
		return nil, "", err
	}
	if opened, err = record.Open(path, owner); err != nil {
		return nil, "", err
	}
	return opened, path, nil
}

func recordList(io IO, f *recordFlags) *cobra.Command {
	return &cobra.Command{Use: "list", Short: "List what was signed for, and which lanes are stopped", Args: noArguments,
		Long: `Checks that the record is this key's and undamaged, and lists it. It changes nothing and
risks nothing.`,
		Example: `  catenary signer record list --config signer.yaml
  catenary signer record list --data signer-data --account-keystore keys/0x….json --json`,
		RunE: func(command *cobra.Command, _ []string) error {
			opened, path, err := f.open(command, io)
			if err != nil {
				return err
			}
			shown := describeRecord(opened, path, "")
			if err := opened.Close(); err != nil {
				return err
			}
			return shown.print(io, f.json)
		}}
}

func recordExport(io IO, f *recordFlags) *cobra.Command {
	var to string
	command := &cobra.Command{Use: "export", Short: "Write a backup to a new file", Args: noArguments,
		Long: `Writes the record, sealed, to a file that does not exist yet. A backup is worth as much
as it is new: what is signed after it is not in it. Keep it on another disk, with the
key's own backup: it is good for this key alone, and holds nothing secret.`,
		Example: `  catenary signer record export --config signer.yaml --to record-2026-04-18.json`,
		RunE: func(command *cobra.Command, _ []string) (err error) {
			if to == "" {
				return required("--to", "the file to write, which must not exist")
			}
			opened, path, err := f.open(command, io)
			if err != nil {
				return err
			}
			defer opened.Close() // after an export there is nothing left to lose
			if err := writeBackup(to, opened); err != nil {
				return err
			}
			return describeRecord(opened, path, to).print(io, f.json)
		}}
	command.Flags().StringVar(&to, "to", "", "file to write, which must not exist")
	return command
}

// writeBackup returns when the backup will survive a power failure. Half a file is
// removed: it would be taken for a backup by whoever needs one.
func writeBackup(to string, from *record.Record) error {
	file, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("--to: %w", err)
	}
	err = from.Export(file)
	if err == nil {
		err = file.Sync()
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = syncDir(filepath.Dir(to)) // or the name may be lost with the power
	}
	if err != nil {
		_ = os.Remove(to) // the first error says what is wrong
		return fmt.Errorf("--to: %w", err)
	}
	return nil
}

func syncDir(dir string) error {
	opened, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer opened.Close()
	return opened.Sync()
}
