package cli

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// topics are pages of help that belong to no command.
func topics() []*cobra.Command {
	return []*cobra.Command{
		{Use: "exit-codes", Short: "What the exit codes mean", Long: "Exit codes are stable:\n\n" + exitCodeTable()},
		{Use: "environment", Short: "Which variables are read, and what is stronger than what", Long: `Each key of a configuration has one name in three places: bus.url in the file is
CATENARY_BUS_URL in the environment and --bus-url on the command line. A flag is stronger
than a variable, a variable than the file, the file than the default. Lists of maps, like
chains, have their place in the file alone.

  CATENARY_PASSPHRASE  opens key files where no passphrase-file is named; without either,
                       a terminal is asked. There is no flag for it: every process of the
                       machine could read that.
  CATENARY_…           any other must name a key of the command that runs. One that names
                       none is an error, so that a misspelt limit is never ignored; set
                       variables for one process rather than for a whole shell.`},
		{Use: "files", Short: "Which files a bridge has, and what the loss of each costs", Long: `  relayer.yaml, signer.yaml      configurations; catenary init writes them, config check
                                 explains them
  deployments/deployment-N.json  addresses, marks and first signer sets of chain N's
                                 contracts; public, written by catenary deploy
  keys/0x….json                  keystore V3, mode 0600; lost: a relayer's coins, a
                                 signer's place until the set is rotated
  bus.nk                         identity on the bus (NKey seed), mode 0600
  <data>/record.json             the signing record: the one file whose loss costs safety;
                                 see catenary signer record
  <data>/headers                 trusted headers; lost: begin again from the anchor
  <data>/journal-*               a relayer's transactions under way; lost: gas at worst
  <data>/bus                     streams of the embedded bus; lost: asked again
  <data>/halt, halt-<lane id>    made by a signer's operator: hold all lanes, or one
  <data>/halted-*.json           evidence why a lane stopped for good`},
	}
}

func manCommand() *cobra.Command {
	var dir string
	command := &cobra.Command{
		Use:   "man",
		Short: "Write manual pages",
		Long: `Writes one manual page for each command, in the form that man reads, into a directory.
Their text is that of --help.`,
		Example: `  catenary man --dir /usr/local/share/man/man1
  catenary man --dir man && man man/catenary-relayer.1`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return fmt.Errorf("dir: %w", err)
			}
			var date time.Time // of the build, so that the same source gives the same pages
			return doc.GenManTree(command.Root(), &doc.GenManHeader{Title: "CATENARY", Section: "1", Source: "catenary " + buildInfo().Version, Manual: "Catenary", Date: &date}, dir)
		},
	}
	command.Flags().StringVar(&dir, "dir", "man", "directory to write to")
	return command
}

// complete tells the shell what may follow --config and the arguments that are
// configurations.
func complete(root *cobra.Command) {
	for _, command := range root.Commands() {
		if command.Flags().Lookup("config") != nil {
			// The flag exists, which is all that could be wrong.
			_ = command.MarkFlagFilename("config", "yaml", "yml")
		}
		for _, flag := range []string{"passphrase-file", "account-passphrase-file", "account-keystore", "deployment"} {
			if command.Flags().Lookup(flag) != nil {
				_ = command.MarkFlagFilename(flag)
			}
		}
		for flag, words := range map[string][]string{"log-level": {"debug", "info", "warn", "error"}, "log-format": {"text", "json"}} {
			if command.Flags().Lookup(flag) != nil {
				_ = command.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
			}
		}
		complete(command)
	}
}

// completeRole offers the words of a --role flag.
func completeRole(command *cobra.Command, roles ...string) {
	_ = command.RegisterFlagCompletionFunc("role", cobra.FixedCompletions(roles, cobra.ShellCompDirectiveNoFileComp))
}

// completeYAML offers configuration files.
func completeYAML(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
}
