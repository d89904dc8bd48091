package clique

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

// savedChain is a Record's State, behind the keccak256 of its RLP. A header proves
// itself by its hash, but nothing proves who may seal on it short of all headers since
// the last checkpoint: so a store is believed in this, and the hash finds damage.
type savedChain struct {
	States []savedState
	Hashes []common.Hash
}

type savedState struct {
	Header  []byte // RLP, seal included
	Signers []common.Address
	Recents []savedRecent
	Votes   []byte // voteBytes each: whom it is about, and the voter's index among the signers
}

type savedRecent struct{ Number, Index uint64 }

const voteBytes = common.AddressLength + 2

func saveState(s TrustedState) (savedState, error) {
	header, err := EncodeHeader(s.claim.header)
	if err != nil {
		return savedState{}, err
	}
	saved := savedState{Header: header, Signers: s.snap.signers}
	for _, r := range s.snap.recents {
		// One that was voted out may be among them. Voted in again at once, it may seal
		// earlier after a restart than the network lets it; each counts once all the same.
		if i, found := s.snap.find(r.signer); found {
			saved.Recents = append(saved.Recents, savedRecent{r.number, uint64(i)})
		}
	}
	for _, v := range s.snap.votes {
		i, _ := s.snap.find(v.by) // the votes of those who are voted out end
		saved.Votes = append(saved.Votes, v.about[:]...)
		saved.Votes = binary.BigEndian.AppendUint16(saved.Votes, uint16(i))
	}
	return saved, nil
}

// record forgets the lowest states if all of them would not fit, which only spammed
// votes can bring about.
func (c chain) record(chainID uint64, anchor lightclient.Anchor) (lightclient.Record, error) {
	for {
		saved := savedChain{Hashes: c.hashes}
		for _, s := range c.states {
			state, err := saveState(s)
			if err != nil {
				return lightclient.Record{}, err
			}
			saved.States = append(saved.States, state)
		}
		body, err := rlp.EncodeToBytes(saved)
		if err != nil {
			return lightclient.Record{}, fmt.Errorf("encode trusted state: %w", err)
		}
		if len(body)+common.HashLength <= lightclient.MaxStateBytes || len(c.states) == 1 {
			return lightclient.Record{
				ChainID: chainID, Kind: Kind, Anchor: anchor, Trusted: c.trusted().Header(), State: append(crypto.Keccak256(body), body...),
			}, nil
		}
		c = c.cut(len(c.states) - 1)
	}
}

// restoreChain reads what record wrote, and nothing else.
func restoreChain(r lightclient.Record, p Params) (chain, error) {
	damaged := func(err error) (chain, error) {
		return chain{}, fmt.Errorf("%w: state of the client: %w; remove the store to begin anew from the configured anchor", lightclient.ErrStoreDamaged, err)
	}
	if len(r.State) < common.HashLength {
		return damaged(fmt.Errorf("it has %d bytes", len(r.State)))
	}
	sum, body := r.State[:common.HashLength], r.State[common.HashLength:]
	if got := crypto.Keccak256Hash(body); got != common.Hash(sum) {
		return damaged(fmt.Errorf("its hash is %s, want %x", got, sum))
	}
	var saved savedChain
	if err := rlp.DecodeBytes(body, &saved); err != nil {
		return damaged(err)
	}
	if n := len(saved.States); n == 0 || n > maxStates {
		return damaged(fmt.Errorf("it has %d states, want 1 to %d", n, maxStates))
	}
	c := chain{hashes: saved.Hashes}
	for _, s := range saved.States {
		state, err := s.restore(p)
		if err != nil {
			return damaged(err)
		}
		c.states = append(c.states, state)
	}
	if err := c.checkOrder(); err != nil {
		return damaged(err)
	}
	if got := c.trusted().Header(); got != r.Trusted {
		return damaged(fmt.Errorf("saved header is %d (%s), the record says %d (%s)", got.Number, got.Hash, r.Trusted.Number, r.Trusted.Hash))
	}
	return c, nil
}

// checkOrder checks that the states ascend and that the hashes are those between them.
func (c chain) checkOrder() error {
	for i := 1; i < len(c.states); i++ {
		if c.states[i].number() <= c.states[i-1].number() {
			return fmt.Errorf("state of header %d comes behind that of %d", c.states[i].number(), c.states[i-1].number())
		}
	}
	if between := c.trusted().number() - c.lowest(); between != uint64(len(c.hashes))-1 {
		return fmt.Errorf("there are %d hashes for headers %d to %d", len(c.hashes), c.lowest(), c.trusted().number())
	}
	for _, s := range c.states {
		if want, _ := c.hashAt(s.number()); want != s.hash() {
			return fmt.Errorf("header %d has hash %s, want %s", s.number(), s.hash(), want)
		}
	}
	return nil
}

func (s savedState) restore(p Params) (TrustedState, error) {
	h, err := DecodeHeader(s.Header)
	if err != nil {
		return TrustedState{}, err
	}
	c, err := read(h, p)
	if err != nil {
		return TrustedState{}, err
	}
	snap := snapshot{signers: s.Signers}
	if n := len(s.Signers); n > MaxSigners {
		return TrustedState{}, fmt.Errorf("there are %d signers, at most %d are supported", n, MaxSigners)
	}
	if err := checkAscending(s.Signers); err != nil {
		return TrustedState{}, err
	}
	for _, r := range s.Recents {
		if r.Index >= uint64(len(s.Signers)) || r.Number > c.number {
			return TrustedState{}, fmt.Errorf("signer %d of %d sealed %d", r.Index, len(s.Signers), r.Number)
		}
		snap.recents = append(snap.recents, recent{r.Number, s.Signers[r.Index]})
	}
	if len(s.Votes)%voteBytes != 0 || len(s.Votes) > MaxVotes*voteBytes {
		return TrustedState{}, fmt.Errorf("votes have %d bytes", len(s.Votes))
	}
	for b := range slices.Chunk(s.Votes, voteBytes) {
		i := int(binary.BigEndian.Uint16(b[common.AddressLength:]))
		if i >= len(s.Signers) {
			return TrustedState{}, fmt.Errorf("a vote is by signer %d of %d", i, len(s.Signers))
		}
		v := vote{common.BytesToAddress(b[:common.AddressLength]), s.Signers[i]}
		if n := len(snap.votes); n > 0 && compareVotes(snap.votes[n-1], v) >= 0 {
			return TrustedState{}, errors.New("votes are not sorted, or not distinct")
		}
		snap.votes = append(snap.votes, v)
	}
	return TrustedState{claim: c, snap: snap}, nil
}
