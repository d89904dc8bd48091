package optimism

import (
	"context"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// proven reads the parent chain's storage through one endpoint, under one header.
type proven struct {
	client   *Client
	endpoint ParentEndpoint
	parent   lightclient.Header
}

// read returns proven values of a contract's slots, and the proof.
func (p *proven) read(ctx context.Context, contract Contract, slots []common.Hash) ([]common.Hash, AccountProof, error) {
	proof, err := p.client.askProof(ctx, p.endpoint, contract, slots, p.parent.Hash)
	if err != nil {
		return nil, AccountProof{}, err
	}
	_, values, err := contract.prove(p.parent.StateRoot, slots, proof)
	return values, proof, err
}

// entries is an append-only list in a contract, ordered by time.
type entries struct {
	*proven
	contract Contract
	slot     uint64 // of the length
	words    uint64 // of an element
	timeWord uint64 // the word of an element that holds its time
	time     func(common.Hash) uint64
}

// length refuses what is no length of a list that anybody paid for.
func (l *entries) length(ctx context.Context) (uint64, error) {
	values, _, err := l.read(ctx, l.contract, []common.Hash{slotHash(l.slot)})
	if err != nil {
		return 0, err
	}
	length, fits := word64(values[0])
	if !fits || length > maxListLength {
		return 0, unfit(l.contract.Address, ErrLayout, "list at slot %d has length %s, want at most %d", l.slot, values[0], uint64(maxListLength))
	}
	return length, nil
}

// at returns the timed words of some elements.
func (l *entries) at(ctx context.Context, indexes []uint64) ([]common.Hash, error) {
	slots := make([]common.Hash, len(indexes))
	for i, index := range indexes {
		slots[i] = elementSlot(l.slot, l.words*index+l.timeWord)
	}
	values, _, err := l.read(ctx, l.contract, slots)
	return values, err
}

// until returns how many elements are not younger than latest, in seconds: as many as
// come before the first that is. It takes the logarithm to the base listPage of the
// length in requests.
func (l *entries) until(ctx context.Context, latest uint64) (uint64, error) {
	high, err := l.length(ctx) // elements from here on are younger, or not there
	if err != nil {
		return 0, err
	}
	low := uint64(0) // elements below are old enough
	for low < high {
		probes := spread(low, high)
		values, err := l.at(ctx, probes)
		if err != nil {
			return 0, err
		}
		for i, value := range values {
			if l.time(value) > latest {
				high = probes[i]
				break
			}
			low = probes[i] + 1
		}
	}
	return low, nil
}

// spread returns at most listPage indexes from low up to high, without it, as evenly as
// they can be.
func spread(low, high uint64) []uint64 {
	n := min(high-low, listPage)
	probes := make([]uint64, n)
	for i := range probes {
		probes[i] = low + (high-low)*(uint64(i)+1)/(n+1)
		if n == high-low {
			probes[i] = low + uint64(i)
		}
	}
	return probes
}
