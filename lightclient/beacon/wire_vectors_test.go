package beacon_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// The files come from mainnet and from the specification's generator, and are not part
// of the repository.
func vectorDir(tb testing.TB, path string) string {
	tb.Helper()
	root := os.Getenv("CATENARY_VECTORS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
	}
	dir := filepath.Join(root, path)
	if _, err := os.Stat(dir); err != nil {
		tb.Skipf("no test data: set CATENARY_VECTORS to the folder that holds %s", path)
	}
	return dir
}

func readFile(tb testing.TB, name string) []byte {
	tb.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func mainnet(tb testing.TB) *beacon.Network {
	tb.Helper()
	n, err := beacon.NetworkByName("mainnet")
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// recorded is what a folder of answers from a node's API holds.
type recorded struct {
	bootstrap  *beacon.LightClientBootstrap
	updates    []*beacon.LightClientUpdate
	finality   *beacon.LightClientFinalityUpdate
	optimistic *beacon.LightClientOptimisticUpdate
}

// answerFile finds bootstrap.json, lc_bootstrap.json and the like.
func answerFile(tb testing.TB, dir string, names ...string) []byte {
	tb.Helper()
	for _, name := range names {
		for _, prefix := range []string{"", "lc_"} {
			if b, err := os.ReadFile(filepath.Join(dir, prefix+name+".json")); err == nil {
				return b
			}
		}
	}
	return nil
}

func readRecorded(tb testing.TB, n *beacon.Network, dir string) recorded {
	tb.Helper()
	var r recorded
	var err error
	check := func() {
		tb.Helper()
		if err != nil {
			tb.Fatalf("%s: %v", dir, err)
		}
	}
	r.bootstrap, err = n.DecodeBootstrapJSON("", answerFile(tb, dir, "bootstrap"))
	check()
	if b := answerFile(tb, dir, "updates"); b != nil {
		r.updates, err = n.DecodeUpdatesJSON(b, beacon.MaxUpdatesPerRequest)
		check()
	}
	if b := answerFile(tb, dir, "finality", "finality_update"); b != nil {
		r.finality, err = n.DecodeFinalityUpdateJSON("", b)
		check()
	}
	if b := answerFile(tb, dir, "optimistic", "optimistic_update"); b != nil {
		r.optimistic, err = n.DecodeOptimisticUpdateJSON("", b)
		check()
	}
	return r
}

// eachRecorded runs a test for each folder of answers, which are named after a network:
// mainnet-fulu, sepolia-electra and the like.
func eachRecorded(t *testing.T, test func(t *testing.T, n *beacon.Network, dir string)) {
	t.Helper()
	for _, dir := range casesWith(t, "bootstrap.json", "lc_bootstrap.json") {
		t.Run(caseName(t, dir), func(t *testing.T) {
			for _, name := range beacon.NetworkNames() {
				if strings.Contains(caseName(t, dir), name) {
					n, err := beacon.NetworkByName(name)
					if err != nil {
						t.Fatal(err)
					}
					test(t, n, dir)
					return
				}
			}
			t.Fatalf("no folder is named after one of %v", beacon.NetworkNames())
		})
	}
}

// TestRecordedAnswersRoundTrip: what a node sent, through SSZ and JSON of our own making
// and back, is the same.
func TestRecordedAnswersRoundTrip(t *testing.T) {
	eachRecorded(t, func(t *testing.T, n *beacon.Network, dir string) {
		r := readRecorded(t, n, dir)
		roundTrip(t, n, r.bootstrap, n.DecodeBootstrap, n.DecodeBootstrapJSON)
		for _, u := range r.updates {
			roundTrip(t, n, u, n.DecodeUpdate, nil)
		}
		if r.finality != nil {
			roundTrip(t, n, r.finality, n.DecodeFinalityUpdate, n.DecodeFinalityUpdateJSON)
		}
		if r.optimistic != nil {
			roundTrip(t, n, r.optimistic, n.DecodeOptimisticUpdate, n.DecodeOptimisticUpdateJSON)
		}
	})
}

func roundTrip[M encodableFork](
	t *testing.T, n *beacon.Network, m M, fromSSZ func(beacon.Fork, []byte) (M, error), fromJSON func(string, []byte) (M, error),
) {
	t.Helper()
	ssz, err := m.EncodeSSZ(n.Preset)
	if err != nil {
		t.Fatal(err)
	}
	again, err := fromSSZ(m.Fork(), ssz)
	if err != nil {
		t.Fatal(err)
	}
	text, err := again.EncodeJSON(n.Preset)
	if err != nil {
		t.Fatal(err)
	}
	if fromJSON != nil {
		if again, err = fromJSON(m.Fork().String(), text); err != nil {
			t.Fatal(err)
		}
	}
	ssz2, err := again.EncodeSSZ(n.Preset)
	if err != nil || !bytes.Equal(ssz, ssz2) {
		t.Errorf("%T is another one after SSZ and JSON: %v", m, err)
	}
}
