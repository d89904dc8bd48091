package cli

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/configs"
)

func configCommand(io IO) *cobra.Command {
	command := &cobra.Command{
		Use:     "config",
		Short:   "Look at configurations",
		Long:    "Looks at configurations of relayers and signers without starting anything.",
		Example: "  catenary config check relayer.yaml signer.yaml",
		Args:    commandsOnly,
		RunE:    func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(configCheck(io))
	return command
}

// checkedFile is one file in the output of config check.
type checkedFile struct {
	File string `json:"file"`
	*daemon.Report
}

func configCheck(io IO) *cobra.Command {
	var asJSON, strict bool
	var role string
	command := &cobra.Command{
		Use:   "check FILE…",
		Short: "Check configurations, and say in plain words who can do what",
		Long: `Reads configurations of relayers and signers as the daemons would, with the key files,
identities and deployment files that they name, and refuses what a daemon would refuse.
Nothing is started, locked, written or decrypted, and no network is asked.

Of what is right it says who can do what: which signers approve and how many must, what
is believed of each chain and on whose word, which endpoints are asked, what an attacker
would need to forge a message, and what it takes to hold true ones up. Who signs is read
from the deployment files; after a rotation the verifier contract knows better.

Files of several daemons are compared too: no two may share a key, a name or a data
directory, and endpoints that all of them ask are pointed out.

Exit codes: 0 all is well, 2 a file is wrong, or, with --strict, worth a warning.

With --json, stdout gets one line: {"files": [{"file", "role", "name", "address", "data",
"bus", "busKey", "policy", "chains": [{"id", "hosts", "client", "believes", "anchor",
"anchorHash", "toForge", "payer", "maxFee", "delivered"}], "lanes": [{"name", "verifier",
"threshold", "signers", "devnet", "toForge", "toStop", "member"}], "warnings"}], "warnings"}.`,
		Example: `  catenary config check relayer.yaml
  catenary config check --strict relayer.yaml signer-*.yaml`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) == 0 {
				return &ExitError{CodeUsage, fmt.Errorf("%s needs the files to check (see --help)", command.CommandPath())}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if role != "" && role != roleRelayer && role != roleSigner {
				return &ExitError{CodeUsage, fmt.Errorf("role: %q, want %s or %s, or nothing to tell by the file's keys", role, roleRelayer, roleSigner)}
			}
			var checked []checkedFile
			var reports []*daemon.Report
			for _, file := range args {
				report, err := checkFile(file, role)
				if err != nil {
					return &ExitError{CodeUsage, fmt.Errorf("%s: %w", file, err)}
				}
				checked = append(checked, checkedFile{file, report})
				reports = append(reports, report)
			}
			together, err := daemon.CheckTogether(reports)
			if err != nil {
				return &ExitError{CodeUsage, err}
			}
			if err := showChecked(io, checked, together, asJSON); err != nil || !strict {
				return err
			}
			for _, c := range checked {
				together = append(together, c.Warnings...)
			}
			if len(together) > 0 {
				return &ExitError{CodeUsage, fmt.Errorf("%d warnings, and --strict allows none", len(together))}
			}
			return nil
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print one line of JSON")
	command.Flags().BoolVar(&strict, "strict", false, "take warnings for errors")
	command.Flags().StringVar(&role, "role", "", "relayer or signer; default: told by the file's keys")
	command.ValidArgsFunction = completeYAML
	completeRole(command, roleRelayer, roleSigner)
	return command
}

const (
	roleRelayer = "relayer"
	roleSigner  = "signer"
	roleAll     = "all"
)

func checkFile(file, role string) (*daemon.Report, error) {
	if role == "" {
		var err error
		if role, err = roleOf(file); err != nil {
			return nil, err
		}
	}
	if role == roleSigner {
		config := daemon.DefaultSignerConfig()
		if err := configs.Load(&config, file, nil, nil); err != nil {
			return nil, err
		}
		return daemon.CheckSigner(config)
	}
	config := daemon.DefaultRelayerConfig()
	if err := configs.Load(&config, file, nil, nil); err != nil {
		return nil, err
	}
	return daemon.CheckRelayer(config)
}

// roleOf tells a signer's file from a relayer's: a signer has one account and a
// policy, a relayer an account on each chain.
func roleOf(file string) (string, error) {
	keys, err := configs.Keys(file)
	if err != nil {
		return "", err
	}
	if slices.Contains(keys, "account") || slices.Contains(keys, "policy") {
		return roleSigner, nil
	}
	return roleRelayer, nil
}

func showChecked(io IO, checked []checkedFile, together []string, asJSON bool) error {
	if asJSON {
		if together == nil {
			together = []string{}
		}
		return json.NewEncoder(io.out).Encode(map[string]any{"files": checked, "warnings": together})
	}
	p := &reportPrinter{out: io.out, shown: map[string]string{}}
	for i, c := range checked {
		if i > 0 {
			p.line("")
		}
		p.report(c.File, c.Report)
	}
	p.warnings("\nSide by side", together)
	return p.err
}
