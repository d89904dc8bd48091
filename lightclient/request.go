package lightclient

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ethereum/go-ethereum/core/types"
)

// HeaderProvider is one endpoint that serves execution headers. See the clients for what
// each of them asks of it.
type HeaderProvider interface {
	Latest(ctx context.Context) (*types.Header, error)
	Headers(ctx context.Context, from, to uint64) ([]*types.Header, error)
}

// AskLatest asks an endpoint for its newest header, within the time of a request.
func AskLatest(ctx context.Context, endpoint HeaderProvider, timeout time.Duration) (*types.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	h, err := endpoint.Latest(ctx)
	if err != nil {
		return nil, RequestError("newest header", err)
	}
	return h, nil
}

// AskHeaders asks an endpoint for the headers from..to, both included, within the time of
// a request. Their number is right, else nothing is.
func AskHeaders(ctx context.Context, endpoint HeaderProvider, timeout time.Duration, from, to uint64) ([]*types.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	headers, err := endpoint.Headers(ctx, from, to)
	if err != nil {
		return nil, RequestError(fmt.Sprintf("headers %d to %d", from, to), err)
	}
	if uint64(len(headers)) != to-from+1 {
		return nil, fmt.Errorf("%w: headers %d to %d: got %d of them", ErrMalformed, from, to, len(headers))
	}
	return headers, nil
}

// requestReasons are what an endpoint's error may be taken for; any other is
// ErrUnavailable.
var requestReasons = []error{ErrNoSuchHeader, ErrMalformed, ErrWrongChain}

// RequestError makes the error of a request that failed. It is one of our own reasons
// alone, and bounds the text, which is the endpoint's.
func RequestError(what string, err error) error {
	return fmt.Errorf("%s: %w (%s)", what, reasonOf(err, requestReasons), cutText(err.Error()))
}

// EndpointError is an endpoint's failure: its text, bounded, and one of our own reasons
// alone to be matched.
type EndpointError struct {
	Text   string
	Reason error
}

func (e *EndpointError) Error() string { return e.Text }
func (e *EndpointError) Unwrap() error { return e.Reason }

// NewEndpointError makes an EndpointError of what a request under a timeout came to, or
// of what is wrong with its answer. The reason is the first of reasons that err is; if
// there are none, of those that a provider may give.
func NewEndpointError(err error, timeout time.Duration, reasons ...error) *EndpointError {
	if errors.Is(err, context.DeadlineExceeded) {
		return &EndpointError{fmt.Sprintf("%v: no answer within %s", ErrUnavailable, timeout), ErrUnavailable}
	}
	if len(reasons) == 0 {
		reasons = requestReasons
	}
	reason, text := reasonOf(err, reasons), cutText(err.Error())
	if !strings.Contains(text, reason.Error()) {
		text = reason.Error() + ": " + text
	}
	return &EndpointError{text, reason}
}

func reasonOf(err error, reasons []error) error {
	for _, reason := range reasons {
		if errors.Is(err, reason) {
			return reason
		}
	}
	return ErrUnavailable
}

// cutText cuts a text to MaxErrorBytes, where a character begins.
func cutText(text string) string {
	if len(text) <= MaxErrorBytes {
		return text
	}
	cut := MaxErrorBytes
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
