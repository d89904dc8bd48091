package rpcapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/eth/tracers"
)

// errTraceTooBig ends a trace whose output passes its bound. A cut-off trace
// would look like a whole one.
var errTraceTooBig = errors.New("trace exceeds the maximum size")

// bounded is a tracer that gives up when its output grows too large.
type bounded struct {
	tracer *tracers.Tracer
	hooks  *tracing.Hooks
	limit  int // bytes
	spent  int
	cut    bool   // the caller asked for a limit of its own
	cancel func() // ends the execution; set before it starts
}

// counted adds up what call frames carry before the tracer copies it: calls with
// a megabyte of input cost little gas each, and their copies gigabytes.
func (b *bounded) counted(hooks *tracing.Hooks) *tracing.Hooks {
	counted := *hooks
	if hooks.OnEnter != nil {
		counted.OnEnter = func(depth int, typ byte, from, to common.Address, input []byte, gas uint64, value *big.Int) {
			hooks.OnEnter(depth, typ, from, to, b.fit(input), gas, value)
		}
	}
	if hooks.OnExit != nil {
		counted.OnExit = func(depth int, output []byte, gasUsed uint64, err error, reverted bool) {
			hooks.OnExit(depth, b.fit(output), gasUsed, err, reverted)
		}
	}
	if hooks.OnLog != nil {
		counted.OnLog = func(log *types.Log) {
			if b.fit(log.Data) != nil || len(log.Data) == 0 {
				hooks.OnLog(log)
			}
		}
	}
	return &counted
}

// countedSteps ends the execution when the struct logger's output must have
// passed the bound. It counts less than is written, so that nothing that fits is
// refused; the logger's own limit keeps the memory in bounds meanwhile.
func (b *bounded) countedSteps(hooks *tracing.Hooks, c *traceConfig) *tracing.Hooks {
	const stepBytes, stackBytes = 64, 6 // {"pc":0,"op":"STOP",…} and "0x0",
	counted := *hooks
	counted.OnOpcode = func(pc uint64, op byte, gas, cost uint64, scope tracing.OpContext, returned []byte, depth int, err error) {
		b.spent += stepBytes
		if !c.DisableStack {
			b.spent += stackBytes * len(scope.StackData())
		}
		if c.EnableMemory {
			b.spent += 2 * len(scope.MemoryData())
		}
		if b.spent > b.limit {
			b.cancel()
			return
		}
		hooks.OnOpcode(pc, op, gas, cost, scope, returned, depth, err)
	}
	return &counted
}

// fit returns data while there is room for it, as hex, and otherwise nothing:
// the trace has failed then and the execution ends.
func (b *bounded) fit(data []byte) []byte {
	const frameBytes = 512 // what a frame costs besides its data
	b.spent += 2*len(data) + frameBytes
	if b.spent <= b.limit {
		return data
	}
	b.cancel()
	return nil
}

func (b *bounded) result() (json.RawMessage, error) {
	if b.spent > b.limit {
		return nil, limitExceeded("%v of %d bytes", errTraceTooBig, b.limit)
	}
	result, err := b.tracer.GetResult()
	if err != nil {
		return nil, fmt.Errorf("trace: %w", err)
	}
	if len(result) > b.limit && !b.cut {
		return nil, limitExceeded("%v of %d bytes, try disableStack, disableStorage or a tracer", errTraceTooBig, b.limit)
	}
	return result, nil
}
