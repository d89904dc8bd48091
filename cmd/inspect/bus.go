package inspect

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
)

// busPatience bounds the wait for a bus to be there: an embedded one is away whenever
// its relayer is.
const busPatience = 2 * time.Second

// busRest is for how long nobody tries again after that: the lanes of one look are
// asked for one after the other.
const busRest = time.Second

// Bus reads answers of signers, connecting when it is first asked and, while nobody
// answers, anew each time.
type Bus struct {
	Config bus.Config
	Own    common.Address // set for a signer's identity, which reads its own answers alone

	mu      sync.Mutex
	conn    *bus.Conn
	failure error // of the last attempt
	retryAt time.Time
}

// Answers is an Answers.
func (b *Bus) Answers(ctx context.Context, lane messages.LaneID) ([]bus.Told, error) {
	reader, err := b.connect(ctx)
	if err != nil {
		return nil, fmt.Errorf("bus at %s: %w", b.Config.URL, err)
	}
	if b.Own != (common.Address{}) {
		return reader.OwnAnswer(ctx, lane, b.Own)
	}
	told, err := reader.Answers(ctx, lane)
	if errors.Is(err, bus.ErrForbidden) {
		return nil, fmt.Errorf("bus at %s: this identity may not read all answers: want a relayer's, or a signer's with its address (--bus-signer), for that one's own", b.Config.URL)
	}
	return told, err
}

func (b *Bus) connect(ctx context.Context) (*bus.Reader, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.conn == nil {
		if time.Now().Before(b.retryAt) {
			return nil, b.failure
		}
		ctx, cancel := context.WithTimeout(ctx, busPatience)
		defer cancel()
		conn, err := bus.Dial(ctx, b.Config)
		if err != nil {
			b.failure, b.retryAt = err, time.Now().Add(busRest)
			return nil, err
		}
		b.conn = conn
	}
	return bus.NewReader(b.conn), nil
}

// Close ends the connection.
func (b *Bus) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.conn != nil {
		b.conn.Close()
		b.conn = nil
	}
}
