package wire

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
)

// Request is one call of a batch that is not on the hot path.
type Request struct {
	Method string
	Params []any
	Result any // decoded into, as json.Unmarshal does
}

// Call asks one thing.
func (c *Conn) Call(ctx context.Context, result any, method string, params ...any) error {
	return c.Batch(ctx, []Request{{method, params, result}})
}

// Batch asks several things in one request. The first error ends it.
func (c *Conn) Batch(ctx context.Context, requests []Request) error {
	type call struct {
		Version string `json:"jsonrpc"`
		ID      int    `json:"id"`
		Method  string `json:"method"`
		Params  []any  `json:"params"`
	}
	calls := make([]call, len(requests))
	for i, r := range requests {
		if r.Params == nil {
			r.Params = []any{}
		}
		calls[i] = call{"2.0", i, r.Method, r.Params}
	}
	body, err := json.Marshal(calls)
	if err != nil {
		return fmt.Errorf("encode %s: %w", requests[0].Method, err)
	}
	if body, err = c.Post(ctx, body); err != nil {
		return fmt.Errorf("%s: %w", requests[0].Method, err)
	}
	return readBatch(body, requests)
}

func readBatch(body []byte, requests []Request) error {
	s := &scanner{data: body}
	answered := make([]bool, len(requests))
	err := s.answers(func(a answer) error {
		if a.err != nil && isNull(a.id) {
			return fmt.Errorf("%s: %w", requests[0].Method, a.err)
		}
		i, err := strconv.Atoi(string(a.id))
		if err != nil || i < 0 || i >= len(requests) || answered[i] {
			return s.want("the id of a request once, not " + short(a.id))
		}
		answered[i] = true
		if a.err != nil {
			return fmt.Errorf("%s: %w", requests[i].Method, a.err)
		}
		if err := json.Unmarshal(a.result, requests[i].Result); err != nil {
			return fmt.Errorf("%s: %w", requests[i].Method, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, ok := range answered {
		if !ok {
			return fmt.Errorf("%s: request %d of %d has no answer", requests[i].Method, i+1, len(requests))
		}
	}
	return nil
}
