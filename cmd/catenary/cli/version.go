package cli

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// Version is set by the build of a release: -ldflags "-X …/cli.Version=v1.2.3".
var Version = ""

// build is what `catenary version --json` prints.
type build struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Modified bool   `json:"modified,omitempty"` // the checkout had changes
	Go       string `json:"go"`
	Platform string `json:"platform"`
	Protocol int    `json:"protocol"`
}

func buildInfo() build {
	b := build{Version: Version, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Protocol: 1}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if b.Version == "" {
		b.Version = info.Main.Version
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			b.Commit = setting.Value
		case "vcs.modified":
			b.Modified = setting.Value == "true"
		}
	}
	return b
}

func versionCommand(io IO) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use: "version", Short: "Print version, commit and platform", Args: noArguments,
		Long: `Prints what this binary was built from. With --json, stdout gets one line: version,
commit and modified (where the build knew its checkout), go, platform, protocol.`,
		Example: `  catenary version
  catenary version --json`,
		RunE: func(*cobra.Command, []string) error {
			b := buildInfo()
			if asJSON {
				return json.NewEncoder(io.out).Encode(b)
			}
			commit := ""
			if b.Commit != "" {
				commit = " " + b.Commit
			}
			if b.Modified {
				commit += " with changes"
			}
			fmt.Fprintf(io.out, "catenary %s%s (%s, %s, protocol %d)\n", b.Version, commit, b.Go, b.Platform, b.Protocol)
			return nil
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print one line of JSON")
	return command
}
