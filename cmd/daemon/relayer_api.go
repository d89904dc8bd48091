package daemon

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"strings"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer"
	"github.com/catenary-bridge/catenary/relayer/api"
	"github.com/catenary-bridge/catenary/relayer/history"
)

// APIConfig says who may ask the API, and how often.
type APIConfig struct {
	TokenFile string   `mapstructure:"token-file" usage:"file with the token of the API; required where it listens outside loopback"`
	Hosts     []string `mapstructure:"hosts" usage:"names under which the API may be asked without a token, beside those of this machine"`
	Rate      int      `mapstructure:"rate" usage:"requests a second of one client"`
	Burst     int      `mapstructure:"burst" usage:"requests of one client at once"`
	Streams   int      `mapstructure:"streams" usage:"event streams at a time"`
}

// checkAPI refuses an API that strangers can ask.
func (c *RelayerConfig) checkAPI() error {
	if c.Listen == "" {
		return nil
	}
	host, _, err := net.SplitHostPort(c.Listen)
	switch {
	case err != nil:
		return fmt.Errorf("%w: listen: %q, want host:port like 127.0.0.1:8480, or an empty text for no API", ErrConfig, c.Listen)
	case !api.Loopback(host) && c.API.TokenFile == "":
		return fmt.Errorf("%w: listen: %q is not loopback, so that others can connect: want api.token-file, a file with a token of at least %d characters, or listen on 127.0.0.1", ErrConfig, c.Listen, api.MinToken)
	case c.API.Rate < 1 || c.API.Burst < 1 || c.API.Streams < 1:
		return fmt.Errorf("%w: api: rate %d, burst %d, streams %d, want at least 1 of each", ErrConfig, c.API.Rate, c.API.Burst, c.API.Streams)
	}
	for i, name := range c.API.Hosts {
		if name == "" || strings.ContainsAny(name, "/:* ") {
			return fmt.Errorf("%w: api.hosts[%d]: %q, want a bare host name like catenary.example", ErrConfig, i, name)
		}
	}
	_, err = c.API.token()
	return err
}

// token reads the token file; without one it is empty.
func (c *APIConfig) token() (string, error) {
	if c.TokenFile == "" {
		return "", nil
	}
	info, err := os.Stat(c.TokenFile)
	switch {
	case err != nil:
		return "", fmt.Errorf("%w: api.token-file: %w", ErrConfig, err)
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("%w: api.token-file: %s is no file", ErrConfig, c.TokenFile)
	case info.Mode().Perm()&0o077 != 0:
		return "", fmt.Errorf("%w: api.token-file: %s has mode %04o, want 0600: others on this machine could read it", ErrConfig, c.TokenFile, info.Mode().Perm())
	case info.Size() > 2*api.MaxToken:
		return "", fmt.Errorf("%w: api.token-file: %s has %d bytes, want at most %d", ErrConfig, c.TokenFile, info.Size(), api.MaxToken)
	}
	content, err := os.ReadFile(c.TokenFile)
	if err != nil {
		return "", fmt.Errorf("%w: api.token-file: %w", ErrConfig, err)
	}
	token := strings.TrimSpace(string(content))
	for _, letter := range []byte(token) {
		if letter <= ' ' || letter > '~' {
			return "", fmt.Errorf("%w: api.token-file: %s holds a space or a letter that is not ASCII, want one word that a header can carry", ErrConfig, c.TokenFile)
		}
	}
	if len(token) < api.MinToken || len(token) > api.MaxToken {
		return "", fmt.Errorf("%w: api.token-file: the token in %s has %d characters, want %d to %d: `openssl rand -hex 32` makes one", ErrConfig, c.TokenFile, len(token), api.MinToken, api.MaxToken)
	}
	return token, nil
}

// api builds the API of a relayer.
func (r *Relayer) api() (*api.Server, error) {
	token, err := r.config.API.token()
	if err != nil {
		return nil, err
	}
	return api.New(api.Config{View: r.relayer, Version: r.version, Logger: r.logger, Token: token, Hosts: r.config.API.Hosts,
		Rate: float64(r.config.API.Rate), Burst: r.config.API.Burst, Streams: r.config.API.Streams})
}

// chainConfig is what the API shows of a chain.
func (r *Relayer) chainConfig(c *chain) relayer.ChainConfig {
	config := relayer.ChainConfig{ID: c.config.ID,
		Final: func() relayer.Head {
			header := c.client.Final().Header()
			return relayer.Head{Number: header.Number, Hash: header.Hash, Time: header.Time}
		},
		Latest: func(ctx context.Context) (relayer.Head, error) {
			return firstAnswer(c.endpoints, func(endpoint *evm.Client) (relayer.Head, error) {
				header, err := endpoint.Latest(ctx)
				if err != nil {
					return relayer.Head{}, err
				}
				// Without its hash: only the light client knows how this chain makes it.
				return relayer.Head{Number: header.Number.Uint64(), Time: header.Time}, nil
			})
		},
	}
	target := r.targets[c.config.ID]
	if target == nil {
		return config
	}
	config.Account = func() relayer.Account {
		s := target.Status()
		return relayer.Account{Address: s.Account, NextNonce: s.NextNonce, InFlight: s.InFlight, Replaced: s.Replaced, AtMaximum: s.AtMaximum, Trouble: s.Trouble}
	}
	account := target.Status().Account
	config.Balance = func(ctx context.Context) (*big.Int, error) {
		return firstAnswer(c.endpoints, func(endpoint *evm.Client) (*big.Int, error) { return endpoint.Balance(ctx, account) })
	}
	return config
}

// errNoOutcome: the node that was asked lags behind the one that told of the delivery.
var errNoOutcome = errors.New("no endpoint tells of the message's execution yet")

// outcomeOf looks up how the execution of a message on this chain ended: of the first
// one, its delivery, and of the retry that succeeded.
func (c *chain) outcomeOf(lane messages.Lane) (relayer.OutcomeOf, relayer.RetriedOf, error) {
	finder, err := evm.NewFinder(c.endpoints, c.deployment)
	if err != nil {
		return nil, nil, fmt.Errorf("chain %d: %w", c.config.ID, err)
	}
	first := func(ctx context.Context, id messages.ID) (relayer.Outcome, error) {
		told, err := finder.Outcomes(ctx, lane.SourceChain, id, maxOutcomes)
		if err != nil {
			return relayer.Outcome{}, err
		}
		if len(told) == 0 {
			return relayer.Outcome{}, errNoOutcome
		}
		return relayer.Outcome{Failed: told[0].Failed, Reason: told[0].Reason, Tx: told[0].TxHash, Block: told[0].Block}, nil
	}
	retried := func(ctx context.Context, id messages.ID) (relayer.Outcome, bool, error) {
		// One cheap call, for the many that nobody has retried.
		if failed, err := finder.Retryable(ctx, lane.SourceChain, id); failed || err != nil {
			return relayer.Outcome{}, false, err
		}
		told, err := finder.Outcomes(ctx, lane.SourceChain, id, 1)
		if err != nil {
			return relayer.Outcome{}, false, err
		}
		if len(told) == 0 || told[0].Failed {
			return relayer.Outcome{}, false, errNoOutcome
		}
		return relayer.Outcome{Tx: told[0].TxHash, Block: told[0].Block}, true, nil
	}
	return first, retried, nil
}

// maxOutcomes bounds the executions of one message that are read: a delivery and
// retries that failed.
const maxOutcomes = 64

// firstAnswer asks endpoints in their order until one answers. What is asked like this
// is for people: nobody compares.
func firstAnswer[T any](endpoints []*evm.Client, ask func(*evm.Client) (T, error)) (answer T, err error) {
	for _, endpoint := range endpoints {
		one, failure := ask(endpoint)
		if failure == nil {
			return one, nil
		}
		err = errors.Join(err, failure)
	}
	return answer, err
}

// openHistory opens where the relayer keeps its view of messages.
func (r *Relayer) openHistory(dir string) error {
	kept, err := makeDir(dir, "history")
	if err != nil {
		return err
	}
	r.history, err = history.Open(kept, r.logger)
	return err
}
