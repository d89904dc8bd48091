package optimism_test

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/optimism"
	"github.com/catenary-bridge/catenary/lightclient/optimism/optimismtest"
)

// header changes the shown L2 header after everything was claimed of the honest one.
func header(change func(*types.Header)) func(*stage) {
	return func(s *stage) {
		s.proof.Header = types.CopyHeader(s.proof.Header)
		change(s.proof.Header)
	}
}

// TestAttackOutputRootPreimage: the output is final, and what is shown for it is not its
// preimage.
func TestAttackOutputRootPreimage(t *testing.T) {
	claim := func(root func(b optimismtest.Block) common.Hash) func(*optimismtest.World, *optimismtest.Game) {
		return func(w *optimismtest.World, g *optimismtest.Game) { g.RootClaim = root(w.L2.Head()) }
	}
	beforeIsthmus := func(d *optimism.Deployment) { d.IsthmusTime = 1 << 62 } // so that the header does not cover the passer's root
	refused := lightclient.ErrProof
	refuseAll(t, []forgery{
		{
			name: "root of another version", want: refused, says: "output root of L2 header",
			game: claim(func(b optimismtest.Block) common.Hash {
				version, passer, hash := optimismtest.Number(1), b.PasserRoot(), b.Header.Hash()
				return crypto.Keccak256Hash(version[:], b.Header.Root[:], passer[:], hash[:])
			}),
		},
		{
			name: "root with another state root than the header's", want: refused, says: "output root of L2 header",
			game: claim(func(b optimismtest.Block) common.Hash {
				return optimism.OutputRoot(common.Hash{1}, b.PasserRoot(), b.Header.Hash())
			}),
		},
		{
			name: "root with another block hash", want: refused, says: "output root of L2 header",
			game: claim(func(b optimismtest.Block) common.Hash {
				return optimism.OutputRoot(b.Header.Root, b.PasserRoot(), common.Hash{1})
			}),
		},
		{
			name: "another message passer", deploy: beforeIsthmus, want: refused, says: "output root of L2 header",
			claim: func(s *stage) { s.proof.MessagePasserRoot[0] ^= 1 },
		},
		{name: "another state", claim: header(func(h *types.Header) { h.Root[0] ^= 1 }), want: refused, says: "output root of L2 header"},
		{name: "another receipts root", claim: header(func(h *types.Header) { h.ReceiptHash[0] ^= 1 }), want: refused, says: "output root of L2 header"},
		{name: "another time", claim: header(func(h *types.Header) { h.Time-- }), want: refused, says: "output root of L2 header"},
		{name: "another extraData", claim: header(func(h *types.Header) { h.Extra = []byte{1} }), want: refused, says: "output root of L2 header"},
		{
			name: "header of another block", want: refused, says: "L2 header has number 9",
			claim: func(s *stage) {
				other := s.world.L2[claimedNumber-1]
				s.proof.Header, s.proof.MessagePasserRoot = other.Header, other.PasserRoot()
			},
		},
	})
}

// TestAttackBlockThatItsHeaderBelies: the claim and the header fit together, and say
// something that no honest chain does.
func TestAttackBlockThatItsHeaderBelies(t *testing.T) {
	refuseAll(t, []forgery{
		{
			name: "claim for another number than the block's", want: lightclient.ErrProof, says: "L2 header has number 10, the output is of 11",
			game: func(_ *optimismtest.World, g *optimismtest.Game) { g.Number++ },
		},
		{
			name: "header younger than what proves it", want: lightclient.ErrFuture, says: "which proves it",
			block: func(h *types.Header) {
				h.Time = 1_700_010_000 + 1 + optimismtest.MinimumAge + optimismtest.FinalityDelay + 2
			},
		},
		{
			name: "withdrawalsRoot of another message passer", want: lightclient.ErrProof, says: "withdrawalsRoot of L2 header 10",
			block: func(h *types.Header) { h.WithdrawalsHash = &common.Hash{1} },
		},
		{
			name: "no withdrawalsRoot", want: lightclient.ErrProof, says: "has no withdrawalsRoot",
			block: func(h *types.Header) {
				h.WithdrawalsHash, h.BlobGasUsed, h.ExcessBlobGas, h.ParentBeaconRoot, h.RequestsHash = nil, nil, nil, nil, nil
			},
		},
		{
			name: "no header", want: lightclient.ErrMalformed, says: "there is no header",
			claim: func(s *stage) { s.proof.Header = nil },
		},
		{
			name: "header that RLP cannot carry", want: lightclient.ErrMalformed, says: "number",
			claim: header(func(h *types.Header) { h.Number = nil }),
		},
	})
}

// TestAttackOracle: an output that the oracle has no more, or not for long enough.
func TestAttackOracle(t *testing.T) {
	output := func(slot uint64, word func(g optimismtest.Game) common.Hash) func(*optimismtest.World, optimismtest.Game) {
		return func(w *optimismtest.World, g optimismtest.Game) {
			w.State.Set(optimismtest.OutputOracle, optimismtest.Element(3, slot), word(g))
		}
	}
	high := func(at int) func(optimismtest.Game) common.Hash {
		return func(g optimismtest.Game) (word common.Hash) {
			word = optimismtest.Pack([2]uint64{g.CreatedAt, 8}, [2]uint64{0, 8}, [2]uint64{claimedNumber, 8})
			word[at] = 1
			return word
		}
	}
	forgeries := []forgery{
		{
			name: "output that was deleted", want: optimism.ErrNoOutput, says: "index is 0",
			state: func(w *optimismtest.World, _ optimismtest.Game) {
				w.State.Set(optimismtest.OutputOracle, optimismtest.Number(3), common.Hash{})
			},
		},
		{
			name: "list longer than a list can be", want: optimism.ErrLayout, says: "list has length",
			state: func(w *optimismtest.World, _ optimismtest.Game) {
				w.State.Set(optimismtest.OutputOracle, optimismtest.Number(3), common.Hash{1})
			},
		},
		{name: "list longer than anybody paid for", want: optimism.ErrLayout, says: "list has length", state: func(w *optimismtest.World, _ optimismtest.Game) {
			w.State.Set(optimismtest.OutputOracle, optimismtest.Number(3), optimismtest.Number(1<<32))
		}},
		{name: "exactly at the finalization period", now: after(optimismtest.FinalityDelay), want: optimism.ErrNotYetFinal, says: "proposed at"},
		{name: "one second before the finalization period", now: after(optimismtest.FinalityDelay - 1), want: optimism.ErrNotYetFinal, says: "proposed at"},
		{name: "time of more than 64 bits", state: output(1, high(16)), want: optimism.ErrLayout, says: "timestamp"},
		{name: "block number of more than 64 bits", state: output(1, high(0)), want: optimism.ErrLayout, says: "block number"},
		{name: "another root", state: output(0, func(optimismtest.Game) common.Hash { return common.Hash{1} }), want: lightclient.ErrProof, says: "output root of L2 header"},
		{
			name: "output of another index", want: lightclient.ErrProof, says: "storage proof of slot",
			state: func(w *optimismtest.World, _ optimismtest.Game) {
				optimismtest.AddOutput(w.State, w.Deployment.Oracle, common.Hash{1}, 1, claimedNumber)
			},
			claim: func(s *stage) { s.proof.Oracle.Index = 1 },
		},
	}
	for i := range forgeries {
		forgeries[i].kind = "oracle"
	}
	refuseAll(t, forgeries)
}
