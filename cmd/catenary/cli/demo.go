package cli

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/cmd/demo"
)

func demoCommand(io IO) *cobra.Command {
	config := demo.DefaultConfig()
	var asJSON bool
	command := &cobra.Command{
		Use:   "demo",
		Short: "Run the whole bridge between two local chains and count what arrives",
		Long: `Starts two devnets, deploys the contracts, starts a relayer with its bus and the
signers, sends messages by contract calls in both directions, and counts the
deliveries from the recipients' own storage. Everything is real: QBFT seals, light
clients, storage proofs, signatures, transactions.

It exits 0 only if every message arrived exactly once and in order; 3 if not.

With --json, stdout gets one line: messages, delivered, missing, duplicates,
outOfOrder, failedHandlers, chains, signers, threshold, batches, elapsedSeconds,
messagesPerSecond, latencyMillis{p50,p99}, gasPerMessage{send,deliver},
setUpSeconds, directions[].`,
		Example: `  catenary demo
  catenary demo --messages 2000 --json
  catenary demo --keep --data ./demo    and then look around with cast, curl, …`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, "", io); err != nil {
				return err
			}
			logger, err := newLogger(config.Log, io.err)
			if err != nil {
				return err
			}
			progress := demo.NewProgress(io.err)
			defer progress.Close()
			result, err := demo.Run(command.Context(), config, buildInfo().Version, progress, logger, func(w *demo.World, r *demo.Result) {
				printResult(io, r, asJSON)
				w.Explain(io.err)
			})
			if err != nil {
				if errors.Is(err, demo.ErrConfig) {
					return &ExitError{CodeUsage, err}
				}
				return err
			}
			if !config.Keep {
				printResult(io, result, asJSON)
			}
			if !result.OK() {
				return &ExitError{CodeIncorrect, errors.New("not every message arrived exactly once and in order")}
			}
			return nil
		},
	}
	configured(command.Flags(), &config, nil)
	command.Flags().BoolVar(&asJSON, "json", false, "print one line of JSON on stdout")
	return command
}

func printResult(io IO, result *demo.Result, asJSON bool) {
	if !asJSON {
		result.Print(io.out)
		return
	}
	encoder := json.NewEncoder(io.out)
	encoder.SetEscapeHTML(false) // a lane's name holds a >
	if err := encoder.Encode(result); err != nil {
		fmt.Fprintln(io.err, "catenary:", err)
	}
}
