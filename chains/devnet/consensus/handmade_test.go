package consensus

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// handmade makes messages by hand, signed by any validator or stranger.
type handmade struct{ tb failer }

func (net handmade) sign(s Signer, code Code, payload any) []byte {
	net.tb.Helper()
	sig, err := signPayload(s, code, payload)
	if err != nil {
		net.tb.Fatal(err)
	}
	return sig
}

func (net handmade) proposal(s Signer, round uint32, b *types.Block, rcs []*RoundChange, ps []*Prepare) *Proposal {
	net.tb.Helper()
	var signed []*SignedRoundChange
	for _, rc := range rcs {
		signed = append(signed, &rc.SignedRoundChange)
	}
	p, err := newProposal(ProposalPayload{Sequence: b.NumberU64(), Round: round, Block: b}, signed, ps)
	if err != nil {
		net.tb.Fatal(err)
	}
	p.Signature = net.sign(s, CodeProposal, &p.Payload)
	return p
}

func (net handmade) prepare(s Signer, height uint64, round uint32, digest common.Hash) *Prepare {
	p := &Prepare{Payload: PreparePayload{height, round, digest}}
	p.Signature = net.sign(s, CodePrepare, &p.Payload)
	return p
}

func (net *testNet) prepares(height uint64, round uint32, digest common.Hash, by ...int) []*Prepare {
	var ps []*Prepare
	for _, i := range by {
		ps = append(ps, net.prepare(net.signers[i], height, round, digest))
	}
	return ps
}

func (net handmade) commit(s Signer, height uint64, round uint32, digest common.Hash) *Commit {
	net.tb.Helper()
	seal, err := s.Sign(digest)
	if err != nil {
		net.tb.Fatal(err)
	}
	c := &Commit{Payload: CommitPayload{height, round, digest, seal}}
	c.Signature = net.sign(s, CodeCommit, &c.Payload)
	return c
}

// roundChange makes one; b is the block prepared in b's own round, or nil.
func (net handmade) roundChange(s Signer, height uint64, round uint32, b *types.Block, ps []*Prepare) *RoundChange {
	net.tb.Helper()
	rc := &RoundChange{Block: b, Prepares: ps}
	rc.Payload = RoundChangePayload{Sequence: height, Round: round}
	if b != nil {
		rc.Payload.Prepared = &PreparedMetadata{Round: net.extra(b).Round, Digest: net.digest(b)}
	}
	rc.Signature = net.sign(s, CodeRoundChange, &rc.Payload)
	return rc
}

func (net *testNet) roundChanges(height uint64, round uint32, by ...int) []*RoundChange {
	var rcs []*RoundChange
	for _, i := range by {
		rcs = append(rcs, net.roundChange(net.signers[i], height, round, nil, nil))
	}
	return rcs
}

func (net handmade) digest(b *types.Block) common.Hash {
	net.tb.Helper()
	d, err := digestOf(b)
	if err != nil {
		net.tb.Fatal(err)
	}
	return d
}

func (net handmade) extra(b *types.Block) *qbft.ExtraData {
	net.tb.Helper()
	x, err := qbft.DecodeExtra(b.Extra())
	if err != nil {
		net.tb.Fatal(err)
	}
	return x
}
