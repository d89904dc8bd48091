package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/inspect"
	"github.com/catenary-bridge/catenary/configs"
	"github.com/catenary-bridge/catenary/messages/bus"
	"github.com/catenary-bridge/catenary/signer/keys"
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
	return v.openBus(config)
}

// fromConfig takes chains, lanes and, unless they are given, bus and API from a
// daemon's configuration.
func fromConfig(config *inspectConfig, file string, apiGiven bool) ([]daemon.ChainConfig, []daemon.LaneConfig, error) {
	role, err := roleOf(file)
	if err != nil {
		return nil, nil, &ExitError{CodeUsage, err}
	}
	if role == roleSigner {
		return fromSigner(config, file)
	}
	relayer := daemon.DefaultRelayerConfig()
	if err := configs.Load(&relayer, file, nil, nil); err != nil {
		return nil, nil, &ExitError{CodeUsage, err}
	}
	if address := localAPI(relayer.Listen); address != "" && !apiGiven {
		config.API = address
		orElse(&config.APITokenFile, relayer.API.TokenFile)
	}
	orElse(&config.Bus.Identity, relayer.Bus.Identity)
	if relayer.Bus.Embed {
		orElse(&config.Bus.Identity, existing(filepath.Join(relayer.Data, "relayer.nk")))
		if relayer.Bus.Port != 0 {
			scheme := "nats://"
			if relayer.Bus.TLS.Certificate != "" {
				scheme = "tls://"
			}
			orElse(&config.Bus.URL, scheme+relayer.Bus.Host+":"+strconv.Itoa(relayer.Bus.Port))
		}
	} else {
		orElse(&config.Bus.URL, relayer.Bus.URL)
		if config.Bus.TLS == (daemon.TLSConfig{}) {
			config.Bus.TLS = relayer.Bus.TLS
		}
	}
	return relayer.Chains, relayer.Lanes, nil
}

// localAPI is where this machine finds an API that listens there; empty where that is
// no address of loopback: over others a token must not travel without TLS.
func localAPI(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil || port == "0" {
		return ""
	}
	switch ip := net.ParseIP(host); {
	case host == "" || ip != nil && ip.IsUnspecified():
		host = "127.0.0.1"
	case host != "localhost" && (ip == nil || !ip.IsLoopback()):
		return ""
	}
	return "http://" + net.JoinHostPort(host, port)
}

func fromSigner(config *inspectConfig, file string) ([]daemon.ChainConfig, []daemon.LaneConfig, error) {
	signer := daemon.DefaultSignerConfig()
	if err := configs.Load(&signer, file, nil, nil); err != nil {
		return nil, nil, &ExitError{CodeUsage, err}
	}
	orElse(&config.Bus.URL, signer.Bus.URL)
	if config.Bus.TLS == (daemon.TLSConfig{}) {
		config.Bus.TLS = daemon.TLSConfig(signer.Bus.TLS)
	}
	if config.Bus.Identity == "" && signer.Bus.Identity != "" && signer.Account.Keystore != "" {
		entry, err := keys.Look(signer.Account.Keystore)
		if err != nil {
			return nil, nil, &ExitError{CodeUsage, fmt.Errorf("account.keystore: %w", err)}
		}
		config.Bus.Identity, config.Bus.Signer = signer.Bus.Identity, entry.Address
	}
	return signer.Chains, signer.Lanes, nil
}

func orElse(value *string, otherwise string) {
	if *value == "" {
		*value = otherwise
	}
}

// existing is the path where there is a file, else empty.
func existing(path string) string {
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// fromEndpoints asks each endpoint which chain it is of, and pairs it with that chain's
// deployment.
func fromEndpoints(ctx context.Context, config *inspectConfig) ([]daemon.ChainConfig, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	var chains []daemon.ChainConfig
	for i, path := range config.Deployments {
		deployment, err := readDeployment(path)
		if err != nil {
			return nil, &ExitError{CodeUsage, fmt.Errorf("deployments[%d]: %w", i, err)}
		}
		chains = append(chains, daemon.ChainConfig{ID: deployment.ChainID, Deployment: path})
	}
	for i, url := range config.Endpoints {
		name := fmt.Sprintf("endpoints[%d]", i)
		id, err := chainIDOf(ctx, name, url)
		if err != nil {
			return nil, err
		}
		found := false
		for j := range chains {
			if chains[j].ID == id {
				chains[j].Endpoints, found = append(chains[j].Endpoints, url), true
			}
		}
		if !found {
			return nil, &ExitError{CodeUsage, fmt.Errorf("%s is of chain %d, which none of --deployments is of", name, id)}
		}
	}
	for i := range chains {
		if len(chains[i].Endpoints) == 0 {
			return nil, &ExitError{CodeUsage, fmt.Errorf("deployments[%d] is of chain %d, which none of --endpoints is of", i, chains[i].ID)}
		}
	}
	return chains, nil
}

func readDeployment(path string) (*evm.Deployment, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	deployment, err := evm.ReadDeployment(file)
	if err != nil {
		return nil, fmt.Errorf("file %s: %w", path, err)
	}
	return deployment, nil
}

func chainIDOf(ctx context.Context, name, url string) (uint64, error) {
	if err := checkURL(name, url); err != nil {
		return 0, &ExitError{CodeUsage, err}
	}
	node, err := evm.DialNode(ctx, url)
	if err != nil {
		return 0, hideURL(fmt.Errorf("%s: connect to %s: %w", name, hostOf(url), err), url)
	}
	defer node.Close()
	id, err := node.ChainID(ctx)
	if err != nil {
		return 0, hideURL(fmt.Errorf("%s: ask %s for its chain id: %w", name, hostOf(url), err), url)
	}
	if !id.IsUint64() {
		return 0, fmt.Errorf("%s: %s says that its chain id is %s, want one of at most 64 bits", name, hostOf(url), id)
	}
	return id.Uint64(), nil
}

// openBus prepares to read the bus, where there is an identity for it. Without one that
// is no error: it is said where approvals would be shown.
func (v *viewer) openBus(config *inspectConfig) error {
	switch {
	case config.Bus.Identity == "":
		return nil
	case config.Bus.URL == "":
		v.direct.NoAnswers = "no address of the bus (--bus-url)"
		return nil
	}
	identity, err := bus.ReadIdentity(config.Bus.Identity)
	if err != nil {
		return &ExitError{CodeUsage, fmt.Errorf("bus.identity: %w", err)}
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
