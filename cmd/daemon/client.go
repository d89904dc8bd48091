package daemon

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/clique"
	"github.com/catenary-bridge/catenary/lightclient/optimism"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/rpcquorum"
)

// lightClients is the map in which a new light client gets its one line.
var lightClients = map[string]clientKind{
	beacon.Kind:    beaconKind,
	clique.Kind:    cliqueKind,
	optimism.Kind:  optimismKind,
	parlia.Kind:    parliaKind,
	qbft.Kind:      qbftKind,
	rpcquorum.Kind: rpcQuorumKind,
}

// clientKind is what a daemon has to know of one kind of light client. The functions
// are given a configuration of that kind; check comes before all others.
type clientKind struct {
	keys     []string // of `lightclient`, beside kind, that mean something to it
	check    func(*ChainConfig) error
	open     func(clientParts) (lightclient.Client, error)
	security func(*ChainConfig) Security // as far as this chain alone decides
	describe func(*ChainConfig) clientWords
}

// clientParts is what a light client is made of.
type clientParts struct {
	config    *ChainConfig
	endpoints []*evm.Client
	parent    *chain // where the kind follows another chain; open already
	store     lightclient.Store
	now       func() time.Time
	logger    *slog.Logger
}

// clientWords says in plain words what a client rests on.
type clientWords struct {
	believes string // what it takes for final, and on whose word
	toForge  string // what it takes to show this daemon a false chain
	ofLane   string // the same in short, for a lane that begins there
	from     string // where trust begins, unless at the anchor
	warnings []string
}

// checkClient refuses a light client that is not fully described, and settings that
// mean nothing to its kind: who sets a quorum believes that it is asked for.
func (c *ChainConfig) checkClient() error {
	kind, known := lightClients[c.Client.Kind]
	if !known {
		return fmt.Errorf("%w: chain %d: lightclient.kind: %q is unknown, want %s", ErrConfig, c.ID, c.Client.Kind, kinds())
	}
	for _, key := range c.Client.given() {
		if !slices.Contains(kind.keys, key) {
			return fmt.Errorf("%w: chain %d: lightclient.%s: means nothing to a client of kind %s, which takes %s", ErrConfig, c.ID, key, c.Client.Kind, strings.Join(kind.keys, ", "))
		}
	}
	if err := kind.check(c); err != nil {
		if errors.Is(err, ErrConfig) {
			return err
		}
		return fmt.Errorf("%w: chain %d: lightclient: %w", ErrConfig, c.ID, err)
	}
	return nil
}

func kinds() string {
	names := slices.Sorted(maps.Keys(lightClients))
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// given lists the keys of the client's settings that say something, kind aside.
func (c *ClientConfig) given() (keys []string) {
	v := reflect.ValueOf(c).Elem()
	for i := range v.NumField() {
		if key := v.Type().Field(i).Tag.Get("mapstructure"); key != "kind" && !v.Field(i).IsZero() {
			keys = append(keys, key)
		}
	}
	return keys
}

// checkAnchor is for the kinds whose trust begins at a block of the chain itself.
func (c *ChainConfig) checkAnchor() error {
	if c.Client.AnchorHash == (common.Hash{}) {
		return fmt.Errorf("%w: chain %d: lightclient.anchor-hash: none, want the hash of block %d from a source you trust", ErrConfig, c.ID, c.Client.AnchorNumber)
	}
	return nil
}

func (c *ChainConfig) anchor() lightclient.Anchor {
	return lightclient.Anchor{Number: c.Client.AnchorNumber, Hash: c.Client.AnchorHash}
}
