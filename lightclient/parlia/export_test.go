package parlia

import (
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Memory is what a client remembers, for tests that show it branches without a client.
type Memory struct{ chain chain }

// Remember returns the memory of a client that trusts a header and no other.
func Remember(s TrustedState) Memory { return Memory{newChain(s)} }

// Follow returns the memory after headers were believed.
func (m Memory) Follow(headers []*types.Header, now time.Time, p Params) (Memory, error) {
	next, believed, err := verify(m.chain.trusted, headers, now, p)
	if err != nil {
		return Memory{}, err
	}
	return Memory{m.chain.extend(next, believed)}, nil
}

// Trusted returns the trusted header.
func (m Memory) Trusted() lightclient.Header { return m.chain.trusted.Header() }

// Lowest returns the height from which on an endpoint is asked for its branch.
func (m Memory) Lowest() uint64 { return m.chain.lowest() - 1 }

// Remembered returns how many headers there are.
func (m Memory) Remembered() int { return len(m.chain.recent) }

// Judge decides what a branch of headers from Lowest on is: evidence, or the reason why
// it is no rival.
func (m Memory) Judge(headers []*types.Header, network Network) (*lightclient.Evidence, error) {
	claims, err := readAll(headers, network)
	if err != nil {
		return nil, err
	}
	leaves, err := leaveAt(m.chain, claims, m.Lowest())
	if err != nil {
		return nil, err
	}
	return weigh(m.chain, claims[leaves:], network)
}

// ErrNoConflict says that a branch is our own.
var ErrNoConflict = errNoConflict
