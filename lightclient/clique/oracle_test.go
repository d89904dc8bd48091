package clique_test

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	gethclique "github.com/ethereum/go-ethereum/consensus/clique"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/lightclient/clique"
	"github.com/catenary-bridge/catenary/lightclient/clique/cliquetest"
)

// geth is go-ethereum's own engine over the headers that it is shown.
type geth struct {
	*gethclique.Clique
	config  params.ChainConfig
	headers []*types.Header
}

func newGeth(genesis *types.Header, p clique.Params) *geth {
	g := &geth{config: *params.AllCliqueProtocolChanges, headers: []*types.Header{genesis}}
	g.config.Clique = &params.CliqueConfig{Period: p.Period, Epoch: p.Epoch}
	if genesis.BaseFee == nil {
		g.config.LondonBlock = nil
	}
	g.Clique = gethclique.New(g.config.Clique, rawdb.NewMemoryDatabase())
	return g
}

func (g *geth) Config() *params.ChainConfig  { return &g.config }
func (g *geth) CurrentHeader() *types.Header { return g.headers[len(g.headers)-1] }
func (g *geth) GetHeaderByNumber(number uint64) *types.Header {
	if number >= uint64(len(g.headers)) {
		return nil
	}
	return g.headers[number]
}

func (g *geth) GetHeader(hash common.Hash, number uint64) *types.Header {
	if h := g.GetHeaderByNumber(number); h != nil && h.Hash() == hash {
		return h
	}
	return nil
}

func (g *geth) GetHeaderByHash(hash common.Hash) *types.Header {
	for i, h := range g.headers {
		if h.Hash() == hash {
			return g.headers[i]
		}
	}
	return nil
}

// accepts reports whether go-ethereum takes h and can go on from it: some rules it
// holds against a header only when it verifies the next one.
func (g *geth) accepts(t *rapid.T, h *types.Header) bool {
	if err := g.VerifyHeader(g, h); err != nil {
		return false
	}
	// A child that nobody could have sealed: what matters is which error that is.
	child := &types.Header{
		ParentHash: h.Hash(), Number: new(big.Int).Add(h.Number, common.Big1), Time: h.Time + 1, UncleHash: types.EmptyUncleHash,
		Difficulty: big.NewInt(1), GasLimit: h.GasLimit, BaseFee: h.BaseFee, Extra: make([]byte, 32+65),
	}
	g.headers = append(g.headers, h)
	err := g.VerifyHeader(g, child)
	g.headers = g.headers[:len(g.headers)-1]
	if err == nil {
		t.Fatalf("go-ethereum takes a header that nobody sealed")
	}
	return err.Error() != "recently signed" && err.Error() != "unauthorized signer"
}

// TestGoEthereumAgrees lets random signers, entitled or not, seal blocks with random
// votes, difficulties and lists: go-ethereum must take and refuse the same.
func TestGoEthereumAgrees(t *testing.T) {
	keys := cliquetest.Keys(t, "oracle", 7)
	rapid.Check(t, func(rt *rapid.T) {
		p := testParams(rapid.Uint64Range(2, 9).Draw(rt, "epoch"))
		chain := cliquetest.New(t, p.Epoch, genesisTime, keys[:rapid.IntRange(1, 6).Draw(rt, "signers")])
		if rapid.Bool().Draw(rt, "before London") {
			chain.At(0).BaseFee = nil
		}
		oracle := newGeth(chain.At(0), p)
		branch := clique.NewBranch(trust(t, chain, 0, p), p)
		taken, refused := 0, 0
		for range 60 {
			b := cliquetest.Block{
				By: rapid.SampledFrom(keys).Draw(rt, "by"), Auth: rapid.Bool().Draw(rt, "auth"),
				About: rapid.SampledFrom(append(keys[:len(keys):len(keys)], nil, nil)).Draw(rt, "about"),
			}
			fault := rapid.SampledFrom([]string{"", "", "", "", "", "", "difficulty", "list", "vote", "time", "turned"}).Draw(rt, "fault")
			b.Change = func(h *types.Header) {
				h.BaseFee = chain.At(0).BaseFee
				if h.Number.Uint64()%p.Epoch == 0 && fault != "vote" {
					h.Coinbase, h.Nonce = common.Address{}, clique.NonceDrop
				}
				switch fault {
				case "difficulty":
					h.Difficulty = big.NewInt(rapid.Int64Range(0, 3).Draw(rt, "difficulty"))
				case "list":
					h.Extra = cliquetest.Extra(cliquetest.Addresses(keys[:rapid.IntRange(0, 7).Draw(rt, "listed")]))
				case "time":
					h.Time--
				}
			}
			h := chain.Next(b)
			if fault == "turned" {
				h = cliquetest.Turned(h)
			}
			want := oracle.accepts(rt, h)
			err := branch.Add(h)
			if (err == nil) != want {
				rt.Fatalf("block %v of %v (%+v, %q): go-ethereum takes it: %t, we say %v", h.Number, branch.Signers(), b, fault, want, err)
			}
			if err != nil {
				refused++
				continue
			}
			taken++
			oracle.headers = append(oracle.headers, h)
			b.Set = []cliquetest.Key{}
			for _, key := range keys {
				for _, a := range branch.Signers() {
					if a == cliquetest.Address(key) {
						b.Set = append(b.Set, key)
					}
				}
			}
			if len(b.Set) == 0 {
				break // the last one dropped himself
			}
			chain.Append(h, b.By, b.Set)
		}
		rt.Logf("%d taken, %d refused, ends with %d signers", taken, refused, len(branch.Signers()))
	})
}

// TestSealHashOfGoEthereum: byte by byte what other programs sign.
func TestSealHashOfGoEthereum(t *testing.T) {
	chain := cliquetest.New(t, 3, genesisTime, cliquetest.Keys(t, "seal hash", 3)).Grow(7)
	for _, h := range chain.From(0) {
		for _, fee := range []*big.Int{nil, new(big.Int), big.NewInt(1 << 40)} {
			h := types.CopyHeader(h)
			h.BaseFee = fee
			if got, want := clique.SealHash(h), gethclique.SealHash(h); got != want {
				t.Errorf("block %v, base fee %v: %s, go-ethereum signs %s", h.Number, fee, got, want)
			}
		}
	}
	for name, h := range map[string]*types.Header{
		"short": {Number: common.Big1, Difficulty: common.Big1, Extra: make([]byte, 64)}, "nothing": {},
		"of Shanghai": {Number: common.Big1, Difficulty: common.Big1, Extra: make([]byte, 97), BaseFee: common.Big1, WithdrawalsHash: &common.Hash{}},
	} {
		if got := clique.SealHash(h); got != (common.Hash{}) {
			t.Errorf("%s: %s, want none", name, got)
		}
	}
}
