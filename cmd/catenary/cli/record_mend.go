package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/record"
)

func recordRestore(io IO, f *recordFlags) *cobra.Command {
	var from string
	command := &cobra.Command{Use: "restore", Short: "Make a lost record from a backup", Args: noArguments,
		Long: `Right when the record is lost or damaged. A record that is there is never overwritten:
use import to raise it, or move a damaged one out of the way first.

The risk: what was signed after the backup is not in it. At its start the signer compares
the record with its own approvals on the bus and with the Inbox, and refuses to sign when
they are ahead; --vouch then raises the record to the approvals. Only if the bus has lost
them too does it depend on you: wait until the Inbox has passed everything that this key
could have signed before you start the signer.`,
		Example: `  catenary signer record restore --config signer.yaml --from record-2026-04-18.json`,
		RunE: func(command *cobra.Command, _ []string) error {
			backup, err := openBackup(from)
			if err != nil {
				return err
			}
			defer backup.Close()
			path, owner, err := f.locate(command, io)
			if err != nil {
				return err
			}
			if err := os.MkdirAll(f.config.Data, 0o700); err != nil {
				return fmt.Errorf("data: %w", err)
			}
			if err := record.Restore(path, owner, backup); err != nil {
				return fmt.Errorf("restore from %s: %w", from, err)
			}
			opened, err := record.Open(path, owner)
			if err != nil {
				return err
			}
			defer opened.Close() // nothing was changed since it was opened
			return describeRecord(opened, path, from).print(io, f.json)
		}}
	command.Flags().StringVar(&from, "from", "", "backup to read")
	return command
}

func recordImport(io IO, f *recordFlags) *cobra.Command {
	var from string
	command := &cobra.Command{Use: "import", Short: "Raise the record to another one of the same key", Args: noArguments,
		Long: `Right when this key has signed elsewhere, or a newer record was found after a restore.
Every claim becomes the higher one of the two; none is lowered, and no stop is cleared, so
that importing an old backup does nothing. Two different accumulators at one nonce are an
error, and nothing is changed: this key has then signed both, or one of its records was
written by somebody who has the key.

The risk is small: a claim that is too high makes the signer wait until the lane is there,
and one that is not on the lane stops it with an alarm.`,
		Example: `  catenary signer record import --config signer.yaml --from record-of-the-old-host.json`,
		RunE: func(command *cobra.Command, _ []string) error {
			backup, err := openBackup(from)
			if err != nil {
				return err
			}
			defer backup.Close()
			opened, path, err := f.open(command, io)
			if err != nil {
				return err
			}
			defer opened.Close() // what counts is on disk when Import returns
			if err := opened.Import(backup); err != nil {
				return fmt.Errorf("import %s: %w", from, err)
			}
			return describeRecord(opened, path, from).print(io, f.json)
		}}
	command.Flags().StringVar(&from, "from", "", "backup to read")
	return command
}

func openBackup(from string) (*os.File, error) {
	if from == "" {
		return nil, required("--from", "the backup to read")
	}
	file, err := os.Open(from)
	if err != nil {
		return nil, fmt.Errorf("--from: %w", err)
	}
	return file, nil
}

func recordClearStop(io IO, f *recordFlags) *cobra.Command {
	var lane, inbox string
	command := &cobra.Command{Use: "clear-stop", Short: "Let a lane run again that an alarm has stopped", Args: noArguments,
		Long: `An alarm stops a lane when what this key has signed is not on the lane that the source
chain proves: the chain was reorganised past its finality, the light client was misled, or
somebody else has signed with this key. Read the evidence file first, and clear the stop
only when you know which it was and that it is over.

The claim stays, and the alarm comes again as long as the lane does not pass through it. A
lane that has diverged for good needs a new deployment, not this command.`,
		Example: `  catenary signer record list --config signer.yaml
  catenary signer record clear-stop --config signer.yaml --lane 0x…`,
		RunE: func(command *cobra.Command, _ []string) error {
			if lane == "" {
				return required("--lane", "the lane id that list shows")
			}
			wanted, err := messages.ParseLaneID(lane)
			if err != nil {
				return &ExitError{CodeUsage, fmt.Errorf("--lane: %q: %w", lane, err)}
			}
			var at messages.InboxID
			if inbox != "" {
				if err := at.UnmarshalText([]byte(inbox)); err != nil {
					return &ExitError{CodeUsage, fmt.Errorf("--inbox: %q: %w", inbox, err)}
				}
			}
			opened, path, err := f.open(command, io)
			if err != nil {
				return err
			}
			defer opened.Close() // what counts is on disk when ClearStop returns
			key, err := stoppedLane(opened.List(), wanted, at)
			if err != nil {
				return err
			}
			if err := opened.ClearStop(key); err != nil {
				return err
			}
			return describeRecord(opened, path, "").print(io, f.json)
		}}
	command.Flags().StringVar(&lane, "lane", "", "lane id, as list shows it")
	command.Flags().StringVar(&inbox, "inbox", "", "inbox id, where the lane is stopped for more than one")
	return command
}

// stoppedLane finds the stop that is meant. The zero inbox stands for the only one.
func stoppedLane(entries []record.Entry, lane messages.LaneID, inbox messages.InboxID) (found record.Key, err error) {
	count := 0
	for i := range entries {
		key := entries[i].Key
		if key.Lane != lane || entries[i].Stopped == nil || inbox != (messages.InboxID{}) && key.Inbox != inbox {
			continue
		}
		found = key
		count++
	}
	switch {
	case count > 1:
		return found, &ExitError{CodeUsage, fmt.Errorf("lane %s is stopped for %d inboxes: say which with --inbox (see list)", lane, count)}
	case count == 0 && inbox != messages.InboxID{}:
		return found, fmt.Errorf("%w: lane %s with inbox %s (see list)", record.ErrNotStopped, lane, inbox)
	case count == 0:
		return found, fmt.Errorf("%w: lane %s (see list)", record.ErrNotStopped, lane)
	}
	return found, nil
}

func required(flag, what string) error {
	return &ExitError{CodeUsage, fmt.Errorf("%s is required: %s", flag, what)}
}
