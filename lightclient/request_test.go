package lightclient_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// answering is an endpoint that answers every request alike.
type answering func(ctx context.Context) ([]*types.Header, error)

func (a answering) Latest(ctx context.Context) (*types.Header, error) {
	headers, err := a(ctx)
	if err != nil {
		return nil, err
	}
	return headers[0], nil
}

func (a answering) Headers(ctx context.Context, _, _ uint64) ([]*types.Header, error) { return a(ctx) }

func TestRequests(t *testing.T) {
	two := []*types.Header{{Number: big.NewInt(7)}, {Number: big.NewInt(8)}}
	honest := answering(func(ctx context.Context) ([]*types.Header, error) {
		if _, limited := ctx.Deadline(); !limited {
			t.Error("a request without time limit")
		}
		return two, nil
	})
	if got, err := lightclient.AskLatest(t.Context(), honest, time.Second); err != nil || got != two[0] {
		t.Fatalf("newest is %v, error %v", got, err)
	}
	if got, err := lightclient.AskHeaders(t.Context(), honest, time.Second, 7, 8); err != nil || len(got) != 2 || got[1] != two[1] {
		t.Fatalf("headers are %v, error %v", got, err)
	}
	hanging := answering(func(ctx context.Context) ([]*types.Header, error) { <-ctx.Done(); return two, ctx.Err() })
	if got, err := lightclient.AskLatest(t.Context(), hanging, time.Microsecond); got != nil || !errors.Is(err, lightclient.ErrUnavailable) {
		t.Fatalf("newest is %v, error %v, want that there is no answer", got, err)
	}
	if got, err := lightclient.AskHeaders(t.Context(), hanging, time.Microsecond, 7, 8); got != nil || !errors.Is(err, lightclient.ErrUnavailable) {
		t.Fatalf("headers are %v, error %v, want that there is no answer", got, err)
	}
}

// TestAttackNumberOfHeaders: as many as were asked for, or none, since callers count on it.
func TestAttackNumberOfHeaders(t *testing.T) {
	for _, n := range []int{0, 1, 3} {
		endpoint := answering(func(context.Context) ([]*types.Header, error) { return make([]*types.Header, n), nil })
		got, err := lightclient.AskHeaders(t.Context(), endpoint, time.Second, 7, 8)
		if want := fmt.Sprintf("headers 7 to 8: got %d of them", n); got != nil || !errors.Is(err, lightclient.ErrMalformed) || !strings.Contains(err.Error(), want) {
			t.Errorf("%d of 2: got %v, error %v", n, got, err)
		}
	}
}

// TestAttackErrorText: what an endpoint says about a failure is bounded, valid text, and taken for
// one reason alone, so that it cannot pass for what it is not.
func TestAttackErrorText(t *testing.T) {
	long := strings.Repeat("é", 10_000)
	for name, test := range map[string]struct {
		err           error
		reason        error
		request       string
		endpoint      string
		withoutReason error // must not be matched
	}{
		"unknown":       {errors.New("503"), lightclient.ErrUnavailable, "headers: provider does not answer (503)", "provider does not answer: 503", nil},
		"no such":       {fmt.Errorf("%w: 7", lightclient.ErrNoSuchHeader), lightclient.ErrNoSuchHeader, "headers: provider does not have the header (provider does not have the header: 7)", "provider does not have the header: 7", nil},
		"another chain": {fmt.Errorf("%w: 7", lightclient.ErrWrongChain), lightclient.ErrWrongChain, "serves another chain", "serves another chain", nil},
		"malformed":     {lightclient.ErrMalformed, lightclient.ErrMalformed, "header is malformed", "header is malformed", nil},
		"as if frozen":  {&lightclient.FrozenError{}, lightclient.ErrUnavailable, "provider does not answer", "provider does not answer", &lightclient.FrozenError{}},
		"as if stale":   {lightclient.ErrStale, lightclient.ErrUnavailable, "provider does not answer", "provider does not answer", lightclient.ErrStale},
		"long":          {errors.New(long), lightclient.ErrUnavailable, "é…", "é…", nil},
		"too late":      {fmt.Errorf("read: %w", context.DeadlineExceeded), lightclient.ErrUnavailable, "context deadline exceeded", "no answer within 5s", context.DeadlineExceeded},
	} {
		t.Run(name, func(t *testing.T) {
			for want, err := range map[string]error{
				test.request:  lightclient.RequestError("headers", test.err),
				test.endpoint: lightclient.NewEndpointError(test.err, 5*time.Second),
			} {
				if text := err.Error(); !errors.Is(err, test.reason) || !strings.Contains(text, want) || len(text) > lightclient.MaxErrorBytes+100 || !utf8.ValidString(text) {
					t.Errorf("error of %d bytes is %.600q, want %v and %q", len(err.Error()), err, test.reason, want)
				}
				if test.withoutReason != nil && (errors.Is(err, test.withoutReason) || lightclient.IsFrozen(err)) {
					t.Errorf("error is %v as well", test.withoutReason)
				}
			}
		})
	}
	exact := strings.Repeat("x", lightclient.MaxErrorBytes)
	if err := lightclient.RequestError("headers", errors.New(exact)); !strings.Contains(err.Error(), exact+")") {
		t.Errorf("a text of %d bytes was cut: %q", len(exact), err)
	}
	if err := lightclient.NewEndpointError(fmt.Errorf("%w: %w", lightclient.ErrMalformed, lightclient.ErrProof), 0, lightclient.ErrProof, lightclient.ErrMalformed); err.Reason != lightclient.ErrProof { //nolint:errorlint // itself
		t.Errorf("reason is %v, want the first of those given", err.Reason)
	}
}
