package optimism

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// OracleProof claims that an output of the oracle stood long enough, and shows it.
type OracleProof struct {
	Index  uint64       // in l2Outputs
	Oracle AccountProof // what outputSlots lists
}

// outputSlots are the length of l2Outputs and the two words of an element: its root, and
// its timestamp (low half) with its L2 block number (high half).
func (o *Oracle) outputSlots(index uint64) []common.Hash {
	return []common.Hash{slotHash(o.OutputsSlot), elementSlot(o.OutputsSlot, 2*index), elementSlot(o.OutputsSlot, 2*index+1)}
}

// verify returns the output, if it is in the list under the parent header and older
// than the finalization period.
func (o *Oracle) verify(parent lightclient.Header, p *OracleProof) (Output, error) {
	address := o.Contract.Address
	_, values, err := o.Contract.prove(parent.StateRoot, o.outputSlots(p.Index), p.Oracle)
	if err != nil {
		return Output{}, err
	}
	// Outputs that were deleted stay in storage (deleteL2Outputs writes the length alone).
	if length, fits := word64(values[0]); !fits || length > maxListLength {
		return Output{}, unfit(address, ErrLayout, "list has length %s, want at most %d", values[0], uint64(maxListLength))
	} else if p.Index >= length {
		return Output{}, unfit(address, ErrNoOutput, "index is %d, the list has length %d", p.Index, length)
	}
	timestamp, fits := half64(values[2], 16)
	if !fits {
		return Output{}, unfit(address, ErrLayout, "timestamp in %s, want 64 bits", values[2])
	}
	number, fits := half64(values[2], 0)
	if !fits {
		return Output{}, unfit(address, ErrLayout, "block number in %s, want 64 bits", values[2])
	}
	if err := checkPassed(address, "proposed", timestamp, parent.Time, seconds(o.FinalizationPeriod)); err != nil {
		return Output{}, err
	}
	return Output{Root: values[1], Number: number, Contract: address}, nil
}

// half64 returns the number in half a word, which begins at a byte counted from its
// high-order end, and whether it fits.
func half64(word common.Hash, from int) (uint64, bool) {
	return word64(common.BytesToHash(word[from : from+16]))
}
