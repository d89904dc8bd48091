package beaconapi_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beaconapi"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

// follow leads a client through a recording and returns it with what it verified.
func follow(t *testing.T, n *beacon.Network, r *beaconapi.Recording, checkpoint common.Hash) (*beacon.Client, []beacon.Step, error) {
	t.Helper()
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: n.ChainID, Kind: beacon.Kind})
	if err != nil {
		t.Fatal(err)
	}
	var steps []beacon.Step
	cfg := beacon.Config{
		Network: n, Checkpoint: checkpoint, Providers: []beacon.Provider{r}, Store: store, Now: r.Now, FollowHead: true,
		Observe: func(s beacon.Step) { steps = append(steps, s) },
	}
	if r.ExecutionBlocks() > 0 {
		cfg.Execution, cfg.ExecutionAsFound = []beacon.ExecutionProvider{r}, true
	}
	c, err := beacon.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, slot := range r.Slots() {
		r.Advance(slot)
		_, err = c.Update(context.Background())
	}
	if err == nil {
		_, err = c.Update(context.Background())
	}
	return c, steps, err
}

// TestRecordedMainnet follows what nodes of mainnet answered, with all signatures: every
// folder of that kind, to the newest finalized block in it.
func TestRecordedMainnet(t *testing.T) {
	root := os.Getenv("CATENARY_VECTORS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	dirs, err := filepath.Glob(filepath.Join(root, "beacon", "mainnet-*"))
	if err != nil || len(dirs) == 0 {
		t.Skip("no test data: set CATENARY_VECTORS to the folder that holds beacon/mainnet-*")
	}
	n, err := beacon.NetworkByName("mainnet")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			r, err := beaconapi.OpenRecording(n, dir)
			if err != nil {
				t.Fatal(err)
			}
			client, steps, err := follow(t, n, r, r.Checkpoint())
			if err != nil {
				t.Fatal(err)
			}
			count := map[beacon.StepKind]int{}
			for _, s := range steps {
				count[s.Kind]++
			}
			finality, err := r.FinalityUpdate(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			want := finality.FinalizedHeader.Execution
			if got := client.Final().Header(); got.Hash != want.BlockHash || got.Number != want.BlockNumber || got.StateRoot != want.StateRoot {
				t.Errorf("final is %+v, want block %d (%s)", got, want.BlockNumber, want.BlockHash)
			}
			bound := slices.ContainsFunc(steps, func(s beacon.Step) bool { return s.ByHeader })
			if r.ExecutionBlocks() > 0 && !bound {
				t.Error("an execution block was recorded, and none was bound")
			}
			t.Logf("%v; execution headers bound: %t; final is block %d", count, bound, client.Final().Header().Number)
		})
	}
}

// recorded makes a recording by following a node.
func recorded(t *testing.T, fork beacon.Fork) (*node, string) {
	t.Helper()
	n := newNode(t, fork)
	endpoint := beacontest.NewEndpoint("execution", n.chain)
	recorder := beaconapi.NewRecorder(n.net)
	if err := recorder.Write(t.TempDir()); err == nil {
		t.Fatal("nothing was recorded, and there is no error")
	}
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: n.net.ChainID, Kind: beacon.Kind})
	if err != nil {
		t.Fatal(err)
	}
	client, err := beacon.New(beacon.Config{
		Network: n.net, Checkpoint: n.chain.At(32).Root, Store: store, FollowHead: true, Now: (&beaconClock{n}).Now,
		Providers: []beacon.Provider{recorder.Beacon(n.provider(n.server.URL))}, Execution: []beacon.ExecutionProvider{recorder.Execution(endpoint)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "recorded")
	if err := recorder.Write(dir); err != nil {
		t.Fatal(err)
	}
	return n, dir
}

// TestRecorderRoundTrip: what was recorded from a node leads a client to where it was led
// by the node.
func TestRecorderRoundTrip(t *testing.T) {
	for _, fork := range []beacon.Fork{beacon.Fulu, beacon.Gloas} {
		t.Run(fork.String(), func(t *testing.T) {
			n, dir := recorded(t, fork)
			r, err := beaconapi.OpenRecording(n.net, dir)
			if err != nil {
				t.Fatal(err)
			}
			client, _, err := follow(t, n.net, r, r.Checkpoint())
			if err != nil {
				t.Fatal(err)
			}
			final := n.chain.At(n.chain.Head().Header.Slot - 1).Finalized()
			if got := client.Final().Header().Hash; got != final.Confirms().Hash() {
				t.Errorf("final is %s, want %s", got, final.Confirms().Hash())
			}
		})
	}
}

// TestAttackRecording: folders are as hostile as nodes.
func TestAttackRecording(t *testing.T) {
	n, dir := recorded(t, beacon.Fulu)
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	honest := map[string][]byte{}
	execution := ""
	for _, name := range names {
		if honest[filepath.Base(name)], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(filepath.Base(name), "execution_block") {
			execution = filepath.Base(name)
		}
	}
	limit := n.net.Preset.MaxUpdateJSONBytes()
	for name, c := range map[string]struct {
		change func(files map[string][]byte)
		words  string
	}{
		"no bootstrap":            {func(f map[string][]byte) { delete(f, "bootstrap.json") }, "there is no bootstrap.json"},
		"bootstrap is nonsense":   {func(f map[string][]byte) { f["bootstrap.json"] = []byte("{}") }, "bootstrap.json: "},
		"bootstrap is large":      {func(f map[string][]byte) { f["bootstrap.json"] = make([]byte, limit+1) }, "it has more than"},
		"updates are nonsense":    {func(f map[string][]byte) { f["updates.json"] = []byte("{}") }, "updates.json: "},
		"updates are many":        {func(f map[string][]byte) { f["updates.json"] = make([]byte, 128*limit+1) }, "it has more than"},
		"finality is nonsense":    {func(f map[string][]byte) { f["finality.json"] = f["bootstrap.json"] }, "finality.json: "},
		"optimistic is nonsense":  {func(f map[string][]byte) { f["optimistic.json"] = f["bootstrap.json"] }, "optimistic.json: "},
		"execution block is none": {func(f map[string][]byte) { f[execution] = []byte("[]") }, execution + ": "},
		"execution block has a hole": {func(f map[string][]byte) {
			f[execution] = []byte(strings.Replace(string(f[execution]), `"baseFeePerGas":"0x7",`, "", 1))
		}, "baseFeePerGas"},
		"execution block is large": {func(f map[string][]byte) { f[execution] = make([]byte, 16<<20+1) }, "it has more than"},
		"execution blocks are many": {func(f map[string][]byte) {
			for i := range 257 {
				f[fmt.Sprintf("execution_block_x%d.json", i)] = f[execution]
			}
		}, "execution blocks, want at most"},
	} {
		t.Run(name, func(t *testing.T) {
			files := maps.Clone(honest)
			c.change(files)
			dir := t.TempDir()
			for name, content := range files {
				if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := beaconapi.OpenRecording(n.net, dir); err == nil || !strings.Contains(err.Error(), c.words) {
				t.Errorf("opens with %v, want an error with %q", err, c.words)
			}
		})
	}
	r, err := beaconapi.OpenRecording(n.net, dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := follow(t, n.net, r, common.Hash{1}); !errors.Is(err, lightclient.ErrNoSuchHeader) {
		t.Errorf("with another checkpoint: %v, want ErrNoSuchHeader", err)
	}
}
