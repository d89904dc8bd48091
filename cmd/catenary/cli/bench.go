package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/cmd/bench"
	"github.com/catenary-bridge/catenary/cmd/demo"
)

func benchCommand(io IO) *cobra.Command {
	command := &cobra.Command{
		Use:     "bench",
		Short:   "Measure how much a chain carries",
		Long:    "Puts a load on a chain and reports what it carried, with the conditions under which it did.",
		Example: "  catenary bench devnet",
		Args:    commandsOnly,
		RunE:    func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(benchDevnet(io))
	return command
}

func benchDevnet(io IO) *cobra.Command {
	config := bench.DefaultConfig()
	var asJSON bool
	var others []string
	command := &cobra.Command{
		Use:   "devnet",
		Short: "Put a load of signed transactions on a devnet, or on any other node",
		Long:  benchHelp,
		Example: `  catenary bench devnet
  catenary bench devnet --workload erc20 --duration 60s --json
  catenary bench devnet --mode steps --rate 2000 --html knee.html
  catenary bench devnet --transactions 200000 --profile profiles
  catenary bench devnet --against http://127.0.0.1:8545 --transactions 50000
  catenary bench devnet --compare http://127.0.0.1:8545,http://127.0.0.1:9545`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, "", io); err != nil {
				return err
			}
			return runBench(command, config, others, asJSON, io)
		},
	}
	configured(command.Flags(), &config, nil)
	command.Flags().BoolVar(&asJSON, "json", false, "print one line of JSON on stdout")
	command.Flags().StringSliceVar(&others, "compare", nil, "URLs of other nodes that get the same load afterwards, one by one")
	return command
}

func runBench(command *cobra.Command, config bench.Config, others []string, asJSON bool, io IO) error {
	logger, err := newLogger(config.Log, io.err)
	if err != nil {
		return err
	}
	progress := demo.NewProgress(io.err)
	defer progress.Close()
	report, err := bench.Compare(command.Context(), config, others, bench.Tools{
		Progress: progress, View: bench.NewView(io.err), Logger: logger, Prompt: io.prompt(), Commit: commitOf(buildInfo()), Hide: hideURL,
	})
	if errors.Is(err, bench.ErrConfig) {
		return &ExitError{CodeUsage, err}
	}
	if err != nil {
		return hideURL(err, append(others, config.Against)...)
	}
	if config.HTML != "" {
		if err := writeHTML(report, config.HTML); err != nil {
			return err
		}
	}
	if asJSON {
		err = json.NewEncoder(io.out).Encode(report)
	} else {
		report.Print(io.out)
	}
	if err == nil && !report.OK() {
		err = &ExitError{CodeIncorrect, errors.New(strings.Join(report.Wrong, "; "))}
	}
	return err
}

func writeHTML(report *bench.Report, path string) error {
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("html: %w", err)
	}
	if err := errors.Join(report.WriteHTML(file), file.Close()); err != nil {
		return fmt.Errorf("html: write %s: %w", path, err)
	}
	return nil
}

// commitOf names what was measured.
func commitOf(b build) string {
	commit := b.Commit
	if commit == "" {
		commit = "unknown commit"
	}
	if b.Modified {
		commit += " with changes"
	}
	if b.Version != "" {
		commit = b.Version + " (" + commit + ")"
	}
	return commit
}

// benchHelp documents the report too: it is stable.
const benchHelp = `Starts a devnet in this process, or goes to another node (--against), funds accounts, signs
all transactions before the clock starts, sends them in batches over keep-alive HTTP, and
follows the chain's blocks. A transaction's latency is from its submission to the moment
that the block with it was read. At the end the chain's own state is asked: the nonces of
all senders, what the transactions were to bring about, and a sample of receipts.

Workloads: transfers of one wei, each sender to a recipient of its own; random transfers
among --accounts; erc20 transfers of an OpenZeppelin token; calls of a contract that counts
them in a slot for each caller; messages sent through an Outbox, all over one lane.

Modes: max sends as much as the node takes, with --in-flight transactions waiting for a
block at most; fixed sends --rate transactions a second, and counts latency from when each
was due; steps raises the rate from --rate by half until less than 95 % is carried, or on a
devnet of ours the 99th percentile is above two block times, closes in on the knee to within
10 %, and measures latency at 80 % of it.

A node that says that its pool is full is asked again; what it refuses for another reason,
takes and then loses, or never answers, is reported, and the exit code is 3 then.

--compare puts the same load on other nodes as well, after the devnet's and one at a time,
and prints a line for each; what is wrong with them is no error.

On another node the first account of the test mnemonic pays, as on anvil, hardhat and
catenary devnet, or the one in --funder-keystore (geth --dev keeps its there).

--html writes a page with plots that needs nothing else, --profile CPU, mutex and block
profiles of the devnet, whose tops are in the report and beside them as text.

With --json, stdout gets one line: version, conditions{…}, setUp{…}, loads[]{offered,
transactions{signed,sent,accepted,refused,unanswered,untaken,included,lost,missing},
pushedBack, seconds, tps, medianTps, endedBy, held, miss, latencyMillis{p50,p90,p99,p999,
max,mean}, blocks{…}, cpu{…}, memory{…}, gc{…}, failedRequests, said[], series[]},
knee{rate,bounded,demand,at80Percent}, verified{nonces,effects,receipts},
profile{bottleneck,tables[]}, compared[] (reports like this one), wrong[]; docs/bench.md explains each.`
