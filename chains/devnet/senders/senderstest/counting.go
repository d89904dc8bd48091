// Package senderstest helps to test who recovers senders, and how often.
package senderstest

import (
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Counting is a signer that counts recoveries. What another signer recovered does not count
// as recovered by it.
type Counting struct {
	types.Signer
	Recovered *atomic.Int64
}

// NewCounting counts the recoveries of a signer from 0.
func NewCounting(signer types.Signer) Counting { return Counting{signer, new(atomic.Int64)} }

// Sender implements types.Signer.
func (c Counting) Sender(tx *types.Transaction) (common.Address, error) {
	c.Recovered.Add(1)
	return c.Signer.Sender(tx)
}

// Equal implements types.Signer.
func (c Counting) Equal(other types.Signer) bool {
	o, ok := other.(Counting)
	return ok && o.Recovered == c.Recovered
}
