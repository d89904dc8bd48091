package cli

import (
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/configs"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// followConfig says which chain to follow, and from where.
type followConfig struct {
	Network               string           `mapstructure:"network" usage:"mainnet, sepolia, hoodi, holesky, or a network's config.yaml"`
	GenesisValidatorsRoot common.Hash      `mapstructure:"genesis-validators-root" usage:"with a config.yaml, which does not hold it"`
	GenesisTime           uint64           `mapstructure:"genesis-time" usage:"with a config.yaml, which does not hold it: seconds since 1970"`
	Checkpoint            common.Hash      `mapstructure:"checkpoint" usage:"root of a recent finalized beacon block that you vouch for"`
	Beacon                []string         `mapstructure:"beacon" usage:"URLs of beacon nodes; none of them is believed"`
	Execution             []string         `mapstructure:"execution" usage:"URLs of execution nodes, whose headers are checked against the beacon chain's hashes"`
	Replay                string           `mapstructure:"replay" usage:"follow a folder of recorded answers instead, by their own clock"`
	Record                string           `mapstructure:"record" usage:"folder to write the nodes' answers to"`
	Data                  string           `mapstructure:"data" usage:"folder in which to keep what is trusted; empty: begin at the checkpoint each time"`
	Once                  bool             `mapstructure:"once" usage:"end when the newest finalized block is verified"`
	UntilPeriod           uint64           `mapstructure:"until-period" usage:"end when the committee of this period is known; 0: never"`
	Interval              time.Duration    `mapstructure:"interval" usage:"pause between questions; 0: a slot"`
	Timeout               time.Duration    `mapstructure:"timeout" usage:"of one request"`
	TrustPeriod           time.Duration    `mapstructure:"trust-period" usage:"age at which a checkpoint is no longer believed"`
	ForceUpdate           bool             `mapstructure:"force-update" usage:"go on without finality, from what two thirds have signed; never shown as final"`
	Log                   daemon.LogConfig `mapstructure:"log"`
}

func lightClientCommand(io IO) *cobra.Command {
	command := &cobra.Command{
		Use:   "lightclient",
		Short: "Verify a chain yourself",
		Long: `What daemons do with the chains that they follow, on its own: to see whether a network, a
checkpoint and endpoints fit together before they stand in a configuration, and to look at
what such a client verifies.`,
		Example: `  catenary lightclient follow --network mainnet --checkpoint 0x4d2e… --beacon https://node.example`,
		Args:    commandsOnly,
		RunE:    func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(followCommand(io))
	return command
}

func followCommand(io IO) *cobra.Command {
	config := followConfig{Timeout: beacon.DefaultRequestTimeout, TrustPeriod: beacon.DefaultTrustPeriod, Log: daemon.LogConfig{Level: "warn", Format: "text"}}
	var asJSON bool
	command := &cobra.Command{
		Use:   "follow",
		Short: "Follow an Ethereum chain by its sync committees, and show what is verified",
		Long:  followHelp,
		Example: `  catenary lightclient follow --network mainnet --checkpoint 0x4d2e… --beacon https://node.example
  catenary lightclient follow --network sepolia --checkpoint 0x81aa… --once --json \
      --beacon https://one.example,https://two.example --execution https://rpc.example
  catenary lightclient follow --network mainnet --checkpoint 0x4d2e… --beacon https://node.example --record recorded
  catenary lightclient follow --network mainnet --replay recorded
  catenary lightclient follow --network config.yaml --genesis-validators-root 0x2a9c… --genesis-time 1700000000 \
      --checkpoint 0x4d2e… --beacon http://127.0.0.1:5052`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, "", io); err != nil {
				return err
			}
			f, err := newFollower(config, asJSON, io)
			if err != nil {
				return err
			}
			defer f.close()
			return f.run(command.Context())
		},
	}
	configs.Flags(command.Flags(), &config)
	command.Flags().BoolVar(&asJSON, "json", false, "print a line of JSON for each thing verified")
	return command
}

// followHelp documents exit codes and JSON too: both are stable.
const followHelp = `Begins at a checkpoint, the root of a finalized beacon block, and from there verifies with
the signatures of the sync committees: each period's next committee (27 hours on mainnet),
then each newer finalized block and the execution block in it. Every line that is shown was
verified here: signatures of at least two thirds of a committee, branches, hashes. No
endpoint is believed. The newest signed block ("head") is verified as well, but is not final.

Where to get a checkpoint: from a node of your own, or from several sources that have
nothing to do with each other: the root of the finalized block, which explorers and nodes
show (/eth/v1/beacon/headers/finalized). It must not be older than --trust-period, since
validators that have left since could sign anything.

Until Fulu the beacon chain says what is in an execution block; --execution adds that its
header hashes to what was finalized and descends from what was final before. From Gloas on
only the hash is there, and --execution is needed.

--record writes what the nodes answered into a folder, and --replay follows such a folder:
bootstrap.json, and as far as they are there updates.json, finality.json, optimistic.json,
execution_block*.json, each with or without lc_ in front. A replay has the recording's own
clock, moves it from signature to signature, and ends with the last one; its checkpoint is
that of the recording unless --checkpoint demands another.

Exit codes: 0 it ended as asked (--once, --until-period, the end of a replay, an interrupt);
1 something was refused or does not answer, or the client froze because two finalized
branches are signed; 2 the command line makes no sense.

With --json, stdout gets a line for each step: event (checkpoint, period, final, head,
forced, end), at, provider, slot, epoch, root, ageSeconds, attestedSlot, signatureSlot,
participants, committee (its size), period and nextCommittee (where a committee was learned:
the period it signs for, and its root), execution{number, hash, parentHash, stateRoot,
receiptsRoot, time} and executionHeader (whether its header was seen) where a block became
final, executionHash. What is not known is absent. An end has only event, at, period (of the
newest committee known) and execution. Numbers are JSON numbers.`
