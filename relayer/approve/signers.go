package approve

import (
	"bytes"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
)

// Signer is what has been heard of a signer. Only members of a set that is asked are
// listened to, so that there are no more of these than members. What a signer says
// in its approvals is proven, what it says in refusals is hearsay.
type Signer struct {
	Address     common.Address
	Seen        time.Time
	Approved    uint64            // approvals that counted
	Refused     uint64            // refusals, repetitions included
	LastRefusal *messages.Refusal // never changed
	RefusedAt   time.Time
}

// Signers returns what has been heard of each signer, by address.
func (c *Collector) Signers() []Signer {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := make([]Signer, 0, len(c.signers))
	for _, signer := range c.signers {
		list = append(list, signer)
	}
	slices.SortFunc(list, func(a, b Signer) int { return bytes.Compare(a.Address[:], b.Address[:]) })
	return list
}

func (c *Collector) noteApproval(address common.Address, now time.Time) time.Time {
	signer := c.signers[address]
	signer.Address, signer.Seen = address, now
	signer.Approved++
	c.signers[address] = signer
	return now
}

func (c *Collector) noteRefusal(refusal *messages.Refusal, now time.Time) time.Time {
	signer := c.signers[refusal.Signer]
	signer.Address, signer.Seen, signer.RefusedAt = refusal.Signer, now, now
	signer.Refused++
	copied := *refusal
	signer.LastRefusal = &copied
	c.signers[refusal.Signer] = signer
	return now
}

// ask notes that signers have been asked.
func (v *vote) ask(now time.Time, wait time.Duration) {
	v.asked++
	v.askedAt, v.askAt = now, now.Add(wait)
}
