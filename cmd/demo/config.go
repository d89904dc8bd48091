package demo

import (
	"errors"
	"fmt"
	"time"

	"github.com/catenary-bridge/catenary/cmd/daemon"
)

// ErrConfig is wrapped by the errors of a configuration that makes no sense.
var ErrConfig = errors.New("demo")

// Config says what to run.
type Config struct {
	Messages   int           `mapstructure:"messages" usage:"messages in all, split over both directions"`
	Signers    int           `mapstructure:"signers" usage:"signers of each lane"`
	Threshold  int           `mapstructure:"threshold" usage:"approvals that a checkpoint needs"`
	Validators int           `mapstructure:"validators" usage:"validators of each chain"`
	BlockTime  time.Duration `mapstructure:"block-time" usage:"pause between blocks of each chain"`
	Payload    int           `mapstructure:"payload" usage:"bytes of each message's payload"`
	Data       string        `mapstructure:"data" usage:"directory to keep everything in; default: a temporary one"`
	Timeout    time.Duration `mapstructure:"timeout" usage:"how long delivery may take in all"`
	Keep       bool          `mapstructure:"keep" usage:"leave everything running afterwards, and print how to use it"`

	Log daemon.LogConfig `mapstructure:"log"`
}

// DefaultConfig returns the defaults.
func DefaultConfig() Config {
	return Config{Messages: 200, Signers: 5, Threshold: 3, Validators: 4, BlockTime: 100 * time.Millisecond,
		Payload: 64, Timeout: 2 * time.Minute,
		Log: daemon.LogConfig{Level: "error", Format: "text"}}
}

// The chain ids of the demo; no public chain has them.
const (
	leftChain  = 9001
	rightChain = 9002
)

// sequenceSize is the part of a ping's payload that PingPong itself fills: its
// kind and its number, in bytes.
const sequenceSize = 9

const (
	maxMessages = 1_000_000
	maxPayload  = 4096

	// maxValidators and minBlockTime are the devnet's own; a slower block would only
	// make the demo wait.
	maxValidators = 32
	minBlockTime  = 10 * time.Millisecond
	maxBlockTime  = time.Minute
)

func (c Config) validate() error {
	switch {
	case c.Messages < 1 || c.Messages > maxMessages:
		return fmt.Errorf("%w: messages %d, want 1 to %d", ErrConfig, c.Messages, maxMessages)
	case c.Signers < 1 || c.Signers > 64:
		return fmt.Errorf("%w: signers %d, want 1 to 64", ErrConfig, c.Signers)
	case c.Threshold < 1 || c.Threshold > c.Signers:
		return fmt.Errorf("%w: threshold %d, want 1 to the number of signers, %d", ErrConfig, c.Threshold, c.Signers)
	case c.Validators < 1 || c.Validators > maxValidators:
		return fmt.Errorf("%w: validators %d, want 1 to %d", ErrConfig, c.Validators, maxValidators)
	case c.BlockTime < minBlockTime || c.BlockTime > maxBlockTime:
		return fmt.Errorf("%w: block-time %v, want %v to %v", ErrConfig, c.BlockTime, minBlockTime, maxBlockTime)
	case c.Payload < sequenceSize || c.Payload > maxPayload:
		return fmt.Errorf("%w: payload %d, want %d to %d bytes", ErrConfig, c.Payload, sequenceSize, maxPayload)
	case c.Timeout <= 0:
		return fmt.Errorf("%w: timeout %v, want more than 0", ErrConfig, c.Timeout)
	}
	return nil
}
