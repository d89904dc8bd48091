package cli

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/configs"
	"github.com/catenary-bridge/catenary/signer/keys"
)

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
		config.Bus.TLS = signer.Bus.TLS
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
