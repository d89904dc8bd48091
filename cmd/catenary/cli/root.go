// Package cli is the command line: it reads a configuration, opens what it names,
// and runs it.
package cli

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/configs"
	"github.com/catenary-bridge/catenary/messages/bus"
)

// Exit codes. They are documented in the root command's help and stable.
const (
	CodeFailure   = 1 // something did not work
	CodeUsage     = 2 // the command line or the configuration makes no sense
	CodeIncorrect = 3 // demo: not every message arrived exactly once and in order

	CodeNotFound      = 4 // trace: nobody knows of the message
	CodeHandlerFailed = 5 // trace: a message failed at its recipient
)

// exitCodes is what help says of them.
var exitCodes = []struct {
	code int
	what string
}{
	{0, "all is well"},
	{CodeFailure, "something failed; the error says what, and what to do"},
	{CodeUsage, "the command line or a configuration makes no sense; nothing was done"},
	{CodeIncorrect, "a demo found that not every message arrived exactly once and in order, or a bench that not every transaction was carried"},
	{CodeNotFound, "a trace found that nobody knows of the message, or that the transaction sent none"},
	{CodeHandlerFailed, "a trace found a message that failed at its recipient and waits for a retry"},
}

func exitCodeTable() string {
	var table strings.Builder
	for _, c := range exitCodes {
		fmt.Fprintf(&table, "  %d  %s\n", c.code, c.what)
	}
	return strings.TrimRight(table.String(), "\n")
}

// ExitError is an error with an exit code of its own.
type ExitError struct {
	Code int
	Err  error
}

func (e *ExitError) Error() string { return e.Err.Error() }

// Unwrap returns the error itself.
func (e *ExitError) Unwrap() error { return e.Err }

// IO is what the command line reads and writes.
type IO struct {
	in       *os.File
	out, err io.Writer
	environ  []string
}

// Terminal returns the command line's usual ends.
func Terminal(in *os.File, out, err io.Writer, environ []string) IO { return IO{in, out, err, environ} }

// Root returns the whole command.
func Root(io IO) *cobra.Command {
	root := &cobra.Command{
		Use:   "catenary",
		Short: "A cross-chain relayer that believes no RPC endpoint",
		Long: `Catenary carries messages between chains. A relayer and N-of-M signers each verify
the source chain by an embedded light client; a contract on the target chain checks
their approvals and delivers every message exactly once and in order.

Every flag has a variable (CATENARY_…) and a key in the configuration file; a flag is
stronger than a variable, a variable than the file. Unknown keys are errors.

Exit codes:
` + exitCodeTable(),
		Example: `  catenary demo                       two chains, five signers, a relayer: watch messages cross
  catenary demo --messages 2000 --json
  catenary devnet --chain-id 9001     a local chain with funded accounts
  catenary relayer --config relayer.yaml`,
		SilenceUsage:      true,
		SilenceErrors:     true,
		Args:              commandsOnly,
		RunE:              func(command *cobra.Command, _ []string) error { return command.Help() },
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: false},
	}
	root.SetIn(io.in)
	root.SetOut(io.out)
	root.SetErr(io.err)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(demoCommand(io), devnetCommand(io), deployCommand(io), sendCommand(io), pingCommand(io),
		relayerCommand(io), signerCommand(io), keysCommand(io), configCommand(io), initCommand(io), busCommand(io), laneCommand(io), rotationCommand(io), retryCommand(io), manCommand(), versionCommand(io))
	root.AddCommand(traceCommand(io), statusCommand(io), lightClientCommand(io), benchCommand(io))
	root.AddCommand(topics()...)
	complete(root)
	return root
}

// noArguments refuses arguments as a usage error.
func noArguments(command *cobra.Command, args []string) error {
	if len(args) > 0 {
		return &ExitError{CodeUsage, fmt.Errorf("%s takes no arguments, got %q (see --help)", command.CommandPath(), args[0])}
	}
	return nil
}

// commandsOnly refuses what names no command below this one.
func commandsOnly(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range command.Commands() {
		if sub.Runnable() { // the others are pages of help
			names = append(names, sub.Name())
		}
	}
	return &ExitError{CodeUsage, fmt.Errorf("unknown command %q%s, want one of %s (see %s --help)", args[0], configs.Suggest(args[0], names), strings.Join(names, ", "), command.CommandPath())}
}

// flagError says what would do instead of a flag that does not exist.
func flagError(command *cobra.Command, err error) error {
	suggestion := ""
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		var names []string
		command.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
		suggestion = configs.Suggest("--"+unknown.GetSpecifiedName(), names)
	}
	return &ExitError{CodeUsage, fmt.Errorf("%w%s (see %s --help)", err, suggestion, command.CommandPath())}
}

// configured declares the configuration's flags and --config.
func configured(flags *pflag.FlagSet, config any, file *string) {
	configs.Flags(flags, config)
	if file != nil {
		flags.StringVar(file, "config", "", "configuration file (YAML)")
	}
}

// load fills the configuration from all its sources.
func load(command *cobra.Command, config any, file string, io IO) error {
	if err := configs.Load(config, file, command.Flags(), io.environ); err != nil {
		return &ExitError{CodeUsage, err}
	}
	return nil
}

// usage gives errors of a configuration their exit code.
func usage(err error) error {
	if errors.Is(err, daemon.ErrConfig) || errors.Is(err, configs.ErrConfig) || errors.Is(err, bus.ErrConfig) {
		return &ExitError{CodeUsage, err}
	}
	return err
}

// newLogger returns a logger that writes to out.
func newLogger(config daemon.LogConfig, out io.Writer) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(config.Level)); err != nil {
		return nil, &ExitError{CodeUsage, fmt.Errorf("log.level: %q, want debug, info, warn or error", config.Level)}
	}
	options := &slog.HandlerOptions{Level: level}
	switch config.Format {
	case "text":
		return slog.New(slog.NewTextHandler(out, options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(out, options)), nil
	}
	return nil, &ExitError{CodeUsage, fmt.Errorf("log.format: %q, want text or json", config.Format)}
}

// prompt asks for a passphrase on the terminal; nil where there is none.
func (io IO) prompt() func(string) (string, error) {
	if io.in == nil || !term.IsTerminal(int(io.in.Fd())) {
		return nil
	}
	return func(what string) (string, error) {
		fmt.Fprintf(io.err, "Passphrase of %s: ", what)
		passphrase, err := term.ReadPassword(int(io.in.Fd()))
		fmt.Fprintln(io.err)
		return strings.TrimRight(string(passphrase), "\r\n"), err
	}
}
