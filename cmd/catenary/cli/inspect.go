package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/inspect"
	"github.com/catenary-bridge/catenary/configs"
	"github.com/catenary-bridge/catenary/messages/bus"
)

// inspectConfig says where trace and status look.
type inspectConfig struct {
	API          string        `mapstructure:"api" usage:"address of a relayer's API; empty: ask none"`
	APITokenFile string        `mapstructure:"api-token-file" usage:"file with the API's token, readable by its owner alone"`
	Direct       bool          `mapstructure:"direct" usage:"ask no relayer: read chains and bus"`
	Endpoints    []string      `mapstructure:"endpoints" usage:"URLs of the chains, instead of --config; nothing is proven then"`
	Deployments  []string      `mapstructure:"deployments" usage:"deployment files of these chains"`
	Bus          inspectBus    `mapstructure:"bus"`
	Prove        time.Duration `mapstructure:"prove" usage:"how long a light client may take to prove a message; 0: prove nothing"`
	LowBalance   float64       `mapstructure:"low-balance" usage:"balance in ether below which an account is marked; 0: none"`
}

// inspectBus says where the bus is, where --config does not.
type inspectBus struct {
	URL      string           `mapstructure:"url" usage:"where the bus is: nats:// on loopback, tls:// elsewhere; default: from --config"`
	Identity string           `mapstructure:"identity" usage:"file with an NKey seed that the bus admits; default: from --config"`
	Signer   common.Address   `mapstructure:"signer" usage:"whose identity that is, where it is a signer's: it reads its own answers alone; default: from --config"`
	TLS      daemon.TLSConfig `mapstructure:"tls"`
}

const defaultAPI = "http://127.0.0.1:8480"

func defaultInspect() inspectConfig {
	return inspectConfig{API: defaultAPI, Prove: 15 * time.Second, LowBalance: 0.1}
}

// lookTimeout bounds one look at everything: several endpoints that do not answer,
// each of them 10 s.
const lookTimeout = 60 * time.Second

// viewer looks where the configuration says.
type viewer struct {
	api    *inspect.API    // nil: no relayer is asked
	direct *inspect.Direct // nil: there is nothing to read directly
	look   *daemon.Look
	bus    *inspect.Bus
	io     IO
	told   map[string]bool // what was said on stderr already
}

// openViewer opens what there is. It asks the network for chain ids alone, where
// endpoints are given without a configuration.
func openViewer(ctx context.Context, config inspectConfig, file string, apiGiven bool, io IO) (_ *viewer, err error) {
	v := &viewer{io: io, told: map[string]bool{}}
	defer func() {
		if err != nil {
			v.close()
		}
	}()
	if len(config.Endpoints) > 0 || file != "" {
		if err := v.openDirect(ctx, &config, file, apiGiven); err != nil {
			return nil, err
		}
	} else if config.Direct || config.API == "" {
		return nil, &ExitError{CodeUsage, errors.New("direct: chains are to be read, but which? Give --config with a relayer's or signer's configuration, or --endpoints and --deployments")}
	}
	if config.Direct || config.API == "" {
		return v, nil
	}
	token := ""
	if config.APITokenFile != "" {
		if token, err = inspect.ReadToken(config.APITokenFile); err != nil {
			return nil, &ExitError{CodeUsage, fmt.Errorf("api-token-file: %w", err)}
		}
	}
	if v.api, err = inspect.NewAPI(config.API, token); err != nil {
		return nil, &ExitError{CodeUsage, fmt.Errorf("api: %w", err)}
	}
	return v, nil
}

func (v *viewer) close() {
	if v.bus != nil {
		v.bus.Close()
	}
	if v.api != nil {
		v.api.Close()
	}
	if v.look != nil {
		if err := v.look.Close(); err != nil {
			fmt.Fprintln(v.io.err, "catenary:", err)
		}
	}
}

func (v *viewer) openDirect(ctx context.Context, config *inspectConfig, file string, apiGiven bool) error {
	var chains []daemon.ChainConfig
	var lanes []daemon.LaneConfig
	var err error
	named := config.Bus.Identity != ""
	switch {
	case file != "" && len(config.Endpoints) > 0:
		return &ExitError{CodeUsage, errors.New("config and endpoints are both given, want one of them")}
	case file != "":
		chains, lanes, err = fromConfig(config, file, apiGiven)
	default:
		chains, err = fromEndpoints(ctx, config)
	}
	if err != nil {
		return err
	}
	if v.look, err = daemon.OpenLook(chains, lanes, time.Now, slog.New(slog.DiscardHandler)); err != nil {
		return usage(err)
	}
	v.direct = &inspect.Direct{Look: v.look, NoAnswers: "no bus identity (--bus-identity)", Prove: config.Prove, LowEther: config.LowBalance, Now: time.Now}
	return v.openBus(config, named)
}

// openBus prepares to read the bus, where there is an identity for it. Without one, or
// where the daemon's is for the daemon's eyes alone, that is no error: it is said where
// approvals would be shown. One that was named on the command line has to be right.
func (v *viewer) openBus(config *inspectConfig, named bool) error {
	switch {
	case config.Bus.Identity == "":
		return nil
	case config.Bus.URL == "":
		v.direct.NoAnswers = "no address of the bus (--bus-url)"
		return nil
	}
	identity, err := bus.ReadIdentity(config.Bus.Identity)
	switch {
	case err != nil && named:
		return &ExitError{CodeUsage, fmt.Errorf("bus.identity: %w", err)}
	case err != nil:
		v.direct.NoAnswers = err.Error()
		return nil
	}
	v.bus = &inspect.Bus{Own: config.Bus.Signer, Config: bus.Config{URL: config.Bus.URL, Identity: identity,
		TLS: bus.TLSFiles(config.Bus.TLS), Logger: slog.New(slog.DiscardHandler)}}
	v.direct.Answers, v.direct.Own = v.bus.Answers, v.bus.Own
	return nil
}

// say writes a line to stderr, once.
func (v *viewer) say(text string) {
	if !v.told[text] {
		v.told[text] = true
		fmt.Fprintln(v.io.err, "catenary:", text)
	}
}

// style is how to print to a writer: as wide as the terminal, and in colours where it
// is one and NO_COLOR is not set.
func (v *viewer) style(out io.Writer) inspect.Style {
	file, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return inspect.Style{}
	}
	style := inspect.Style{Colour: true}
	if value, set := lookup(v.io.environ)("NO_COLOR"); set && value != "" {
		style.Colour = false
	}
	if columns, _, err := term.GetSize(int(file.Fd())); err == nil {
		style.Width = columns
	}
	return style
}

// inspecting declares what trace and status share.
func inspecting(command *cobra.Command, config *inspectConfig, file *string) {
	configs.Flags(command.Flags(), config)
	command.Flags().StringVar(file, "config", "", "configuration of a relayer or signer: where to read without a relayer, and what to believe")
}
