package beacon

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"go.yaml.in/yaml/v3"
)

// ParseNetwork reads a consensus client's config.yaml, as consensus-specs/configs and
// each network's metadata have it. That file does not hold the genesis validators root
// and the genesis time, which a node tells at /eth/v1/beacon/genesis: only an operator
// can say that it tells the truth.
//
// Forks that the file does not name are not scheduled. Keys that have nothing to do with
// light clients are ignored; a scheduled fork that this package does not know is an
// error, since its rules are unknown.
func ParseNetwork(config []byte, genesisValidatorsRoot common.Hash, genesisTime uint64) (*Network, error) {
	if len(config) > maxConfigBytes {
		return nil, fmt.Errorf("config.yaml has %d bytes, want at most %d", len(config), maxConfigBytes)
	}
	// Nodes, since an unquoted 0x01000000 would else become a number.
	var c configFile
	c.err = yaml.Unmarshal(config, &c.keys)
	n := &Network{
		Name: c.text("CONFIG_NAME"), ChainID: c.number("DEPOSIT_CHAIN_ID", 1),
		GenesisTime: genesisTime, GenesisValidatorsRoot: genesisValidatorsRoot,
		SlotDuration: c.slotDuration(), Forks: c.forks(),
	}
	preset := c.text("PRESET_BASE")
	if c.err == nil {
		n.Preset, c.err = PresetByName(preset)
	}
	if c.err == nil {
		c.err = n.Validate()
	}
	if c.err != nil {
		return nil, fmt.Errorf("config.yaml: %w", c.err)
	}
	return n, nil
}

// configFile reads keys and keeps the first error.
type configFile struct {
	keys map[string]yaml.Node
	err  error
}

func (c *configFile) fail(key, problem string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("%s %s", key, fmt.Sprintf(problem, args...))
	}
}

func (c *configFile) text(key string) string {
	node, ok := c.keys[key]
	if ok && node.Kind != yaml.ScalarNode {
		c.fail(key, "is not a single value")
	}
	return node.Value
}

// number reads a decimal number; a missing key has the default, as in older files.
func (c *configFile) number(key string, missing uint64) uint64 {
	text := c.text(key)
	if text == "" {
		return missing
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		c.fail(key, "is %.40q, want a decimal number of 64 bits", text)
	}
	return n
}

func (c *configFile) slotDuration() time.Duration {
	const maxMillis = uint64(time.Hour / time.Millisecond)
	millis := c.number("SLOT_DURATION_MS", 0)
	seconds := c.number("SECONDS_PER_SLOT", 0)
	switch {
	case c.err != nil:
	case millis == 0 && seconds == 0:
		c.err = errors.New("neither SLOT_DURATION_MS nor SECONDS_PER_SLOT is there")
	case millis == 0 && seconds <= maxMillis:
		millis = seconds * 1000
	case seconds != 0 && seconds*1000 != millis:
		c.fail("SLOT_DURATION_MS", "is %d, and SECONDS_PER_SLOT is %d: that is not the same", millis, seconds)
	}
	return time.Duration(min(millis, maxMillis+1)) * time.Millisecond
}

func (c *configFile) forks() ForkTable {
	var table ForkTable
	for f := range table {
		prefix := strings.ToUpper(Fork(f).String())
		table[f].Epoch = Epoch(c.number(prefix+"_FORK_EPOCH", uint64(FarFuture)))
		if Fork(f) == Phase0 {
			prefix, table[f].Epoch = "GENESIS", 0
		}
		table[f].Version = c.version(prefix+"_FORK_VERSION", table[f].Epoch != FarFuture)
	}
	for key := range c.keys {
		name, ok := strings.CutSuffix(key, "_FORK_EPOCH")
		if !ok || c.number(key, 0) == uint64(FarFuture) {
			continue
		}
		if _, err := ParseFork(strings.ToLower(name)); err != nil {
			c.fail(key, "schedules a fork that this version does not know; it knows forks up to %v", Fork(numForks-1))
		}
	}
	return table
}

func (c *configFile) version(key string, required bool) (v [4]byte) {
	text := c.text(key)
	if text == "" && !required {
		return v
	}
	digits, ok := strings.CutPrefix(text, "0x")
	b, err := hex.DecodeString(digits)
	if !ok || err != nil || len(b) != len(v) {
		c.fail(key, "is %.40q, want 0x and 8 hex digits", text)
	}
	copy(v[:], b)
	return v
}
