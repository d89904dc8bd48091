package optimism

import (
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// side is one of two blocks that exclude each other, and why it is believed.
type side struct {
	header  lightclient.Header
	witness witness
}

// withPath returns the witness with the way from its block down to a conflict. Where the
// way is too long for a store, its end alone is kept: what lies between can be had by
// hash from anybody.
func (w witness) withPath(path []*types.Header) witness {
	w.Path = path
	if b, err := w.encode(); len(path) > 1 && (err != nil || len(b) > maxEvidenceBytes) {
		w.Path = slices.Clone(path[len(path)-1:])
	}
	return w
}

// freeze stops the client for good: the parent chain said two things that exclude each
// other.
func (c *Client) freeze(ours, rival side) error {
	rawOurs, err := ours.witness.encode()
	if err != nil {
		return err
	}
	rawRival, err := rival.witness.encode()
	if err != nil {
		return err
	}
	return c.keeper.Freeze(&lightclient.Evidence{
		ChainID: c.cfg.ChainID, Number: ours.header.Number, Trusted: ours.header, Conflicting: rival.header,
		RawTrusted: rawOurs, RawConflicting: rawRival,
	})
}

// CheckEvidence verifies both sides of evidence anew, without a client: each is a block
// that is final under a parent header, or an ancestor of one, and they exclude each
// other. believed reports whether a header is the parent chain's own.
//
// Where no endpoint showed the block of the conflicting claim, the hash of Conflicting
// is the claimed output root. Where the way down from a proven block was too long to be
// kept, its end is in the evidence, and the caller has to see for himself that the one
// descends from the other; linked is false then.
func CheckEvidence(e lightclient.Evidence, d Deployment, believed func(parent lightclient.Header) bool) (linked bool, err error) {
	if e.Trusted.Number != e.Number || e.Conflicting.Number != e.Number || e.Trusted.Hash == e.Conflicting.Hash {
		return false, fmt.Errorf("evidence is no conflict at height %d: blocks %d (%s) and %d (%s)",
			e.Number, e.Trusted.Number, e.Trusted.Hash, e.Conflicting.Number, e.Conflicting.Hash)
	}
	linked = true
	for _, s := range []struct {
		raw    []byte
		header lightclient.Header
	}{{e.RawTrusted, e.Trusted}, {e.RawConflicting, e.Conflicting}} {
		whole, err := checkSide(s.raw, s.header, d, believed)
		if err != nil {
			return false, fmt.Errorf("block %d (%s): %w", s.header.Number, s.header.Hash, err)
		}
		linked = linked && whole
	}
	return linked, nil
}

func checkSide(raw []byte, header lightclient.Header, d Deployment, believed func(lightclient.Header) bool) (linked bool, err error) {
	w, err := decodeWitness(raw)
	if err != nil {
		return false, err
	}
	if !believed(w.Parent) {
		return false, unproven("header %d (%s) is not believed to be the parent chain's", w.Parent.Number, w.Parent.Hash)
	}
	parent := lightclient.Believe(w.Parent)
	if w.Proof.Header == nil {
		output, err := VerifyOutput(parent, d, w.Proof)
		if err == nil && (header != lightclient.Header{Number: output.Number, Hash: output.Root}) {
			err = unproven("proven is output root %s of block %d", output.Root, output.Number)
		}
		return err == nil, err
	}
	block, err := Verify(parent, d, w.Proof)
	if err != nil {
		return false, err
	}
	end, linked := block.Header, true
	if len(w.Path) > 0 {
		path := slices.Clone(w.Path)
		slices.Reverse(path)
		if end, err = lightclient.ReadHeader(path[0]); err != nil {
			return false, err
		}
		if linked = len(path) > 1 || end.Number+1 == block.Header.Number; linked {
			if _, err := descendAlong(block.Header, path); err != nil {
				return false, err
			}
		}
	}
	if end != header {
		return false, unproven("it shows block %d (%s)", end.Number, end.Hash)
	}
	return linked, nil
}
