package clique

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// snapshot is who may seal the next block, by the rules of EIP-225 and exactly as
// go-ethereum's consensus/clique counts (snapshot.go, apply).
type snapshot struct {
	signers []common.Address // ascending, distinct; replaced, never changed, so that copies may share it
	recents []recent         // ascending, those who must wait
	votes   []vote           // ascending by about, then by; no two alike
}

// recent is who sealed a block.
type recent struct {
	number uint64
	signer common.Address
}

// vote is a signer's wish that an address become a signer or, if it is one, cease to
// be. Which of them follows from the set, since other wishes are not recorded and all
// votes about an address end when it changes sides.
type vote struct{ about, by common.Address }

// beginAt is what a checkpoint alone tells. Those who sealed just before it must wait
// as well, which a client that begins here cannot know, and go-ethereum neither; each
// signer counts once for finality all the same.
func beginAt(listed []common.Address) snapshot { return snapshot{signers: listed} }

func (s snapshot) clone() snapshot {
	s.recents, s.votes = slices.Clone(s.recents), slices.Clone(s.votes)
	return s
}

// apply changes s by a block, if its sealer was entitled to it. After an error s is
// void.
func (s *snapshot) apply(c *claim, p Params) error {
	if err := s.check(c); err != nil {
		return err
	}
	s.advance(c, p)
	switch {
	case len(s.signers) > MaxSigners:
		return fmt.Errorf("%w: there are %d signers, at most %d are supported", lightclient.ErrSeals, len(s.signers), MaxSigners)
	case len(s.votes) > MaxVotes:
		return fmt.Errorf("%w: more than %d votes are pending, which this client does not keep; configure as anchor the next checkpoint",
			lightclient.ErrTooManyBlocks, MaxVotes)
	}
	return nil
}

// check decides whether the next block's sealer was entitled to it, and whether it
// lists the signers in force, where it lists any.
func (s *snapshot) check(c *claim) error {
	if c.listed != nil && !slices.Equal(c.listed, s.signers) {
		return malformed("checkpoint lists %d signers, %v, want those in force, %v", len(c.listed), c.listed, s.signers)
	}
	i, found := s.find(c.sealer)
	if !found {
		return fmt.Errorf("%w: %s sealed it, who is none of the %d signers", lightclient.ErrSeals, c.sealer, len(s.signers))
	}
	for _, r := range s.recents {
		if r.signer == c.sealer {
			return fmt.Errorf("%w: %s sealed it, who sealed %d already: of %d signers, each may seal one in %d blocks",
				lightclient.ErrSeals, c.sealer, r.number, len(s.signers), s.limit())
		}
	}
	want := uint64(DifficultyNoTurn)
	if c.number%uint64(len(s.signers)) == uint64(i) {
		want = DifficultyInTurn
	}
	if !c.header.Difficulty.IsUint64() || c.header.Difficulty.Uint64() != want {
		return malformed("difficulty is %v, want %d: %s is signer %d of %d (2 in turn, 1 out of turn)", c.header.Difficulty, want, c.sealer, i, len(s.signers))
	}
	return nil
}

// advance changes s by a block that was checked.
func (s *snapshot) advance(c *claim, p Params) {
	if p.isCheckpoint(c.number) {
		s.votes = nil
	}
	s.recents = append(s.recents, recent{c.number, c.sealer})
	s.count(c)
	// Forget whoever may seal the next block. It is the new set that counts: when it
	// shrank, fewer have to wait.
	s.recents = slices.DeleteFunc(s.recents, func(r recent) bool { return r.number+s.limit() <= c.number+1 })
}

// limit returns SIGNER_LIMIT: in so many blocks one after another, each may seal one.
func (s *snapshot) limit() uint64 { return uint64(len(s.signers)/2 + 1) }

// count records the vote of a block, and carries it out when more than half of the
// signers agree. Blocks without a vote are votes against the zero address. Only the
// address that is voted on may change: a majority that others reach by its leaving is
// carried out when a later vote is about them.
func (s *snapshot) count(c *claim) {
	about := c.header.Coinbase
	s.votes = slices.DeleteFunc(s.votes, func(v vote) bool { return v == vote{about, c.sealer} })
	at, isSigner := s.find(about)
	if isSigner == (c.header.Nonce == NonceDrop) {
		i, _ := slices.BinarySearchFunc(s.votes, vote{about, c.sealer}, compareVotes)
		s.votes = slices.Insert(s.votes, i, vote{about, c.sealer})
	}
	if 2*s.votesAbout(about) <= len(s.signers) {
		return
	}
	if isSigner {
		s.signers = slices.Delete(slices.Clone(s.signers), at, at+1)
		s.votes = slices.DeleteFunc(s.votes, func(v vote) bool { return v.by == about })
	} else {
		s.signers = slices.Insert(slices.Clone(s.signers), at, about)
	}
	s.votes = slices.DeleteFunc(s.votes, func(v vote) bool { return v.about == about })
}

func (s *snapshot) votesAbout(a common.Address) int {
	first, _ := slices.BinarySearchFunc(s.votes, vote{about: a}, compareVotes)
	n := 0
	for _, v := range s.votes[first:] {
		if v.about != a {
			break
		}
		n++
	}
	return n
}

func (s *snapshot) find(a common.Address) (int, bool) { return indexIn(s.signers, a) }

func indexIn(set []common.Address, a common.Address) (int, bool) {
	return slices.BinarySearchFunc(set, a, common.Address.Cmp)
}

func compareVotes(a, b vote) int {
	if c := bytes.Compare(a.about[:], b.about[:]); c != 0 {
		return c
	}
	return bytes.Compare(a.by[:], b.by[:])
}
