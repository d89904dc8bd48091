package rpcapi

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/eth/tracers"
	"github.com/ethereum/go-ethereum/eth/tracers/logger"
	_ "github.com/ethereum/go-ethereum/eth/tracers/native" // callTracer and the like register themselves
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
)

// nativeTracers are those a caller may name. JavaScript ones would run a
// stranger's program, and muxTracer would let it name them.
var nativeTracers = []string{"callTracer", "flatCallTracer", "prestateTracer", "4byteTracer", "noopTracer"}

// traceConfig selects and configures a tracer: the struct logger when none is
// named, whose settings are the first five.
type traceConfig struct {
	EnableMemory     bool            `json:"enableMemory"`
	DisableStack     bool            `json:"disableStack"`
	DisableStorage   bool            `json:"disableStorage"`
	EnableReturnData bool            `json:"enableReturnData"`
	Limit            int             `json:"limit"` // bytes of output after which the struct logger stops; 0 is none
	Tracer           *string         `json:"tracer"`
	Timeout          *string         `json:"timeout"` // like "5s"
	TracerConfig     json.RawMessage `json:"tracerConfig"`
}

// timeout is how long the whole answer may take.
func (c *traceConfig) timeout() (time.Duration, error) {
	if c == nil || c.Timeout == nil {
		return traceTimeout, nil
	}
	d, err := time.ParseDuration(*c.Timeout)
	if err != nil || d <= 0 || d > maxTraceTimeout {
		return 0, invalidParams("invalid timeout %q, want a duration above 0 and at most %v", *c.Timeout, maxTraceTimeout)
	}
	return d, nil
}

// start makes the tracer for one transaction, with at most limit bytes of output.
func (c *traceConfig) start(at *tracers.Context, config *params.ChainConfig, limit int) (*bounded, error) {
	if c == nil {
		c = &traceConfig{}
	}
	if c.Limit < 0 {
		return nil, invalidParams("invalid limit %d bytes, want 0 (none) or more", c.Limit)
	}
	limit = max(limit, 1)
	if c.Tracer == nil {
		own := c.Limit > 0 && c.Limit < limit
		structLimit := limit
		if own {
			structLimit = c.Limit
		}
		l := logger.NewStructLogger(&logger.Config{
			EnableMemory: c.EnableMemory, DisableStack: c.DisableStack, DisableStorage: c.DisableStorage,
			EnableReturnData: c.EnableReturnData, Limit: structLimit,
		})
		b := &bounded{tracer: &tracers.Tracer{Hooks: l.Hooks(), GetResult: l.GetResult, Stop: l.Stop}, hooks: l.Hooks(), limit: limit, cut: own}
		if !own {
			b.hooks = b.countedSteps(l.Hooks(), c)
		}
		return b, nil
	}
	if !isNative(*c.Tracer) {
		return nil, invalidParams("unknown tracer %q, want one of %v or none for the struct logger", *c.Tracer, nativeTracers)
	}
	tracer, err := tracers.DefaultDirectory.New(*c.Tracer, at, c.TracerConfig, config)
	if err != nil {
		return nil, invalidParams("tracerConfig of %s: %v", *c.Tracer, err)
	}
	b := &bounded{tracer: tracer, limit: limit}
	b.hooks = b.counted(tracer.Hooks)
	return b, nil
}

func isNative(name string) bool {
	for _, native := range nativeTracers {
		if name == native {
			return true
		}
	}
	return false
}

// traceCallConfig adds eth_call's overrides.
type traceCallConfig struct {
	traceConfig
	StateOverrides *stateOverride `json:"stateOverrides"`
	BlockOverrides *blockOverride `json:"blockOverrides"`
}

// TraceCall is debug_traceCall: eth_call, traced.
func (d *debugAPI) TraceCall(ctx context.Context, args callArgs, at *rpc.BlockNumberOrHash, config *traceCallConfig) (json.RawMessage, error) {
	if config == nil {
		config = &traceCallConfig{}
	}
	timeout, err := config.timeout()
	if err != nil {
		return nil, err
	}
	ctx, end, err := d.evaluator.beginFor(ctx, timeout)
	if err != nil {
		return nil, err
	}
	defer end()
	env, err := d.evaluator.environment(orLatest(at), config.StateOverrides, config.BlockOverrides)
	if err != nil {
		return nil, err
	}
	if err := args.check(env.config.ChainID); err != nil {
		return nil, err
	}
	trace, err := config.start(new(tracers.Context), env.config, maxTraceBytes)
	if err != nil {
		return nil, err
	}
	if err := env.trace(ctx, &args, trace); err != nil {
		return nil, err
	}
	return trace.result()
}

// trace executes a call as if it were a transaction, which tracers need to see.
func (e *environment) trace(ctx context.Context, args *callArgs, trace *bounded) error {
	msg := args.message(e.baseFee(), args.gasOr(callGasCap, callGasCap))
	tx := args.transaction(msg, e.config.ChainID)
	evm := e.evm(e.state, msg, trace.hooks)
	trace.cancel = evm.Cancel
	stop := context.AfterFunc(ctx, evm.Cancel)
	defer stop()
	e.state.SetTxContext(tx.Hash(), 0, 1)
	_, _, err := core.ApplyTransactionWithEVM(ctx, msg, core.NewGasPool(msg.GasLimit), e.state, e.block.BlockNumber, common.Hash{}, e.block.Time, tx, evm)
	if ctx.Err() != nil {
		return fmt.Errorf("execution timeout: %w", ctx.Err())
	}
	if err != nil {
		return fmt.Errorf("tracing failed: %w", err)
	}
	return nil
}
