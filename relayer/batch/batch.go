// Package batch decides where a lane's pending messages are cut into deliveries.
//
// It is pure: a queue and a clock reading in, a count out.
package batch

import (
	"errors"
	"fmt"
	"time"

	"github.com/catenary-bridge/catenary/messages"
)

// MaxTransactionGas is the most gas that a transaction may have (EIP-7825).
const MaxTransactionGas = 16_777_216

// MaxBytes bounds the encoded messages of one batch, in bytes: nodes refuse
// transactions above 128 KiB, and 8 KiB are left for the rest of the call.
const MaxBytes = 120 << 10

// MaxCount bounds the messages of one batch. At the least gas that a message can
// cost, more would not fit a transaction anyway.
const MaxCount = 2_000

// ErrLimits is wrapped by the errors of [Limits.Validate].
var ErrLimits = errors.New("batch limits")

// Limits says when a batch is full and how long it may wait to become so.
type Limits struct {
	Count int           // messages
	Bytes int           // canonical encodings, in bytes
	Gas   uint64        // bound of the whole transaction, in gas
	Age   time.Duration // since the oldest message was verified
}

// DefaultLimits fills whole transactions and lets a message wait a fifth of a
// second for company: nothing beside the finality of most chains, and enough to
// share one signature check among all that a busy chain sends meanwhile.
func DefaultLimits() Limits {
	return Limits{Count: 400, Bytes: MaxBytes, Gas: MaxTransactionGas, Age: 200 * time.Millisecond}
}

// Validate refuses limits that no batch or no transaction can meet.
func (l Limits) Validate() error {
	switch {
	case l.Count < 1 || l.Count > MaxCount:
		return fmt.Errorf("%w: count %d, want 1 to %d", ErrLimits, l.Count, MaxCount)
	case l.Bytes < messages.HeaderSize || l.Bytes > MaxBytes:
		return fmt.Errorf("%w: bytes %d, want %d to %d", ErrLimits, l.Bytes, messages.HeaderSize, MaxBytes)
	case l.Gas < baseGas+messageGas || l.Gas > MaxTransactionGas:
		return fmt.Errorf("%w: gas %d, want %d to %d", ErrLimits, l.Gas, baseGas+messageGas, MaxTransactionGas)
	case l.Age < 0:
		return fmt.Errorf("%w: age %v, want 0 or more", ErrLimits, l.Age)
	}
	return nil
}

// The gas model is an upper bound, so that a delivery can be sent before the one
// it builds on is mined, when nothing can be simulated. What is not used is not
// paid. The figures stand above those of the gas snapshot of the contracts.
const (
	// baseGas: intrinsic gas, the lane's two slots, and the attestation's checks
	// (16 signatures).
	baseGas = 220_000
	// signatureGas: each signature above 16.
	signatureGas = 8_000
	// tailGas: an id that is folded and not executed, 32 bytes of calldata and one
	// hash.
	tailGas = 3_000
	// messageGas: decoding, hashing, folding, the account access of a delegated
	// recipient, the record and the event of a failure.
	messageGas = 60_000
	// byteGas: a byte of calldata at the floor price (EIP-7623), its copies and its
	// hash.
	byteGas = 50
)

// Item is what the cut needs to know of one pending message.
type Item struct {
	Size     int       // canonical encoding, in bytes
	GasLimit uint64    // of the recipient's handler
	Verified time.Time // when this relayer verified it
}

// Gas bounds the gas that the item adds to a delivery. The handler's gas counts
// with the 64th part that a call holds back (EIP-150).
func (i Item) Gas() uint64 {
	handler := min(i.GasLimit, MaxTransactionGas)
	return messageGas + byteGas*uint64(i.Size) + handler + handler/63
}

func base(signatures int) uint64 { return baseGas + signatureGas*uint64(max(0, signatures-16)) }

// Gas bounds the gas of a delivery of the items, with a number of ids behind them
// that only complete the fold, and a number of signatures.
func Gas(items []Item, tail, signatures int) uint64 {
	gas := base(signatures) + tailGas*uint64(max(0, tail))
	for _, item := range items {
		gas += item.Gas()
	}
	return min(gas, MaxTransactionGas)
}

// Cut returns how many messages at the head of the queue make the next batch. It
// returns 0 while the queue is not full and its head is young, with the time to
// wait until it is not; a wait of 0 with a count of 0 says that the queue is empty.
// A message that exceeds a limit by itself is cut alone: it must not block the
// lane, and the chain is the judge of whether it fits.
// Signatures is how many the attestation has.
func (l Limits) Cut(queue []Item, signatures int, now time.Time) (count int, wait time.Duration) {
	if len(queue) == 0 {
		return 0, 0
	}
	size, gas := 0, base(signatures)
	for i, item := range queue {
		size += item.Size
		gas += item.Gas()
		if i > 0 && (i == l.Count || size > l.Bytes || gas > l.Gas) {
			return i, 0
		}
	}
	if len(queue) == l.Count {
		return l.Count, 0
	}
	if age := now.Sub(queue[0].Verified); age < l.Age {
		return 0, l.Age - age
	}
	return len(queue), 0
}
