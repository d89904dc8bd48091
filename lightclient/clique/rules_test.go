package clique_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clique"
	"github.com/catenary-bridge/catenary/lightclient/clique/cliquetest"
)

const genesisTime = 1_700_000_000

func at(seconds uint64) time.Time { return time.Unix(int64(seconds), 0) }

func testParams(epoch uint64) clique.Params {
	return clique.Params{Period: 1, Epoch: epoch, TrustingPeriod: 24 * time.Hour, MaxClockDrift: 5 * time.Second}
}

func trust(t testing.TB, c *cliquetest.Chain, number uint64, p clique.Params) clique.TrustedState {
	t.Helper()
	state, err := clique.TrustAnchor(c.At(number), c.Anchor(number), p)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// The scenarios are those of EIP-225, "Test Cases", in a shorthand of our own: one word
// a block, its sealer first, then whom its vote is about, with + for or - against.
// "A" alone casts no vote. Who is in turn follows from the addresses.
var scenarios = []struct {
	name    string
	epoch   uint64
	signers string
	blocks  string
	want    string // who may seal in the end
	err     error
}{
	{"one signer and no votes", 0, "A", "A", "A", nil},
	{"one signer adds two, the second needs two votes", 0, "A", "A+B B A+C", "AB", nil},
	{"two signers add three, the last needs three votes", 0, "AB", "A+C B+C A+D B+D C A+E B+E", "ABCD", nil},
	{"one signer drops himself", 0, "A", "A-A", "", nil},
	{"two signers, one does not drop the other", 0, "AB", "A-B", "AB", nil},
	{"two signers drop one in consent", 0, "AB", "A-B B-B", "A", nil},
	{"two of three drop the third", 0, "ABC", "A-C B-C", "AB", nil},
	{"two of four drop nobody", 0, "ABCD", "A-C B-C", "ABCD", nil},
	{"three of four drop one", 0, "ABCD", "A-D B-D C-D", "ABC", nil},
	{"additions count once a signer and target", 0, "AB", "A+C B A+C B A+C", "AB", nil},
	{"several additions at a time", 0, "AB", "A+C B A+D B A B+D A B+C", "ABCD", nil},
	{"drops count once a signer and target", 0, "AB", "A-B B A-B B A-B", "AB", nil},
	{"several drops at a time", 0, "ABCD", "A-C B C A-D B C A B-D C-D A B-C", "AB", nil},
	{"who is dropped takes his drops along", 0, "ABC", "C-B A-C B-C A-B", "AB", nil},
	{"who is dropped takes his additions along", 0, "ABC", "C+D A-C B-C A+D", "AB", nil},
	{"changes do not cascade", 0, "ABCD", "A-C B C A-D B-C C A B-D C-D", "ABC", nil},
	{"what others' leaving decides is done on touch", 0, "ABCD", "A-C B C A-D B-C C A B-D C-D A C+C", "AB", nil},
	{"or undone on first touch", 0, "ABCD", "A-C B C A-D B-C C A B-D C-D A B+C", "ABC", nil},
	{"no vote outlives a change of sides", 0, "ABCDE", "A+F B+F C+F D-F E-F B-F C-F D+F E+F B-A C-A D-A B+F", "BCDEF", nil},
	{"checkpoints end votes", 3, "AB", "A+C B A B+C", "AB", nil},
	{"a stranger", 0, "A", "B", "", lightclient.ErrSeals},
	{"twice in a row", 0, "AB", "A A", "", lightclient.ErrSeals},
	{"who was dropped", 0, "ABC", "A-C B-C C", "", lightclient.ErrSeals},
	{"who was not added yet", 0, "ABC", "A+D D", "", lightclient.ErrSeals},
	{"who was added by one twice", 0, "ABC", "A+D B A+D D", "", lightclient.ErrSeals},
	{"who was added for a checkpoint that ended the votes", 3, "ABC", "A+D B C B+D D", "", lightclient.ErrSeals},
	{"checkpoints let nobody seal earlier", 3, "ABC", "A B A A", "", lightclient.ErrSeals},
}

// cast are the keys behind the names A to H, in the order of their addresses.
func cast(t testing.TB) map[string]cliquetest.Key {
	t.Helper()
	keys := make(map[string]cliquetest.Key)
	for i, key := range cliquetest.Keys(t, "scenarios", 8) {
		keys[string(rune('A'+i))] = key
	}
	return keys
}

// play builds the chain of a scenario, up to the first block that is refused. The
// chain's own book-keeping is not what is under test: the set after each block is told
// to it.
func play(t testing.TB, p clique.Params, signers, blocks string) (*cliquetest.Chain, *clique.Branch, error) {
	t.Helper()
	keys := cast(t)
	var set []cliquetest.Key
	for name := range strings.SplitSeq(signers, "") {
		set = append(set, keys[name])
	}
	chain := cliquetest.New(t, p.Epoch, genesisTime, set)
	branch := clique.NewBranch(trust(t, chain, 0, p), p)
	for _, word := range strings.Fields(blocks) {
		b := cliquetest.Block{By: keys[word[:1]]}
		if len(word) > 1 {
			b.About, b.Auth = keys[word[2:]], word[1] == '+'
		}
		// The list and the difficulty are of the set before the block.
		h := chain.Next(b)
		if err := branch.Add(h); err != nil {
			return chain, branch, err
		}
		chain.Append(h, b.By, signersOf(keys, branch.Signers()))
	}
	return chain, branch, nil
}

func signersOf(keys map[string]cliquetest.Key, addresses []common.Address) []cliquetest.Key {
	set := []cliquetest.Key{}
	for _, key := range keys {
		if slices.Contains(addresses, cliquetest.Address(key)) {
			set = append(set, key)
		}
	}
	return set
}

func TestScenariosOfEIP225(t *testing.T) {
	for _, test := range scenarios {
		t.Run(test.name, func(t *testing.T) {
			epoch := test.epoch
			if epoch == 0 {
				epoch = clique.DefaultEpoch
			}
			_, branch, err := play(t, testParams(epoch), test.signers, test.blocks)
			if !errors.Is(err, test.err) {
				t.Fatalf("error is %v, want %v", err, test.err)
			}
			if err != nil {
				return
			}
			keys, got := cast(t), ""
			for name := range strings.SplitSeq("ABCDEF", "") {
				if slices.Contains(branch.Signers(), cliquetest.Address(keys[name])) {
					got += name
				}
			}
			if got != test.want {
				t.Errorf("signers are %s, want %s", got, test.want)
			}
		})
	}
}
