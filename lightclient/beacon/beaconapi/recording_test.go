package beaconapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

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

// TestRecordedChains follows what nodes of public networks answered, with all signatures:
// every folder of that kind, to the newest finalized block in it.
func TestRecordedChains(t *testing.T) {
	root := os.Getenv("CATENARY_VECTORS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	found := false
	for _, name := range beacon.NetworkNames() {
		n, err := beacon.NetworkByName(name)
		if err != nil {
			t.Fatal(err)
		}
		dirs, err := filepath.Glob(filepath.Join(root, "beacon", name+"-*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, dir := range dirs {
			found = true
			t.Run(filepath.Base(dir), func(t *testing.T) { followRecorded(t, n, dir) })
		}
	}
	if !found {
		t.Skip("no test data: set CATENARY_VECTORS to the folder that holds beacon/mainnet-* and the like")
	}
}

func followRecorded(t *testing.T, n *beacon.Network, dir string) {
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
	got, want := client.Final().Header(), &finality.FinalizedHeader
	if got.Hash != want.ExecutionBlockHash() {
		t.Errorf("final is %+v, want block %s", got, want.ExecutionBlockHash())
	}
	if e := want.Execution; e != nil && (got.Number != e.BlockNumber || got.StateRoot != e.StateRoot) {
		t.Errorf("final is %+v, want block %d, %s", got, e.BlockNumber, e.StateRoot)
	}
	bound := slices.ContainsFunc(steps, func(s beacon.Step) bool { return s.ByHeader })
	if r.ExecutionBlocks() > 0 && !bound {
		t.Error("an execution block was recorded, and none was bound")
	}
	t.Logf("%v; execution headers bound: %t; final is block %d", count, bound, got.Number)
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
			head := n.chain.Head().Header.Slot
			finality, err := r.FinalityUpdate(t.Context())
			if err != nil || finality.SignatureSlot != head {
				t.Errorf("at the end of the recording, finality is signed in slot %d, %v, want %d", finality.SignatureSlot, err, head)
			}
			optimistic, err := r.OptimisticUpdate(t.Context())
			if err != nil || optimistic.SignatureSlot != head {
				t.Errorf("at the end of the recording, the head is signed in %+v, %v, want slot %d", optimistic, err, head)
			}
			final := n.chain.At(head - 1).Finalized()
			if got := client.Final().Header().Hash; got != final.Confirms().Hash() {
				t.Errorf("final is %s, want %s", got, final.Confirms().Hash())
			}
		})
	}
}

// manyBlocks makes it n execution blocks.
func manyBlocks(files map[string][]byte, like string, n int) {
	var h types.Header
	if err := json.Unmarshal(files[like], &h); err != nil {
		panic(err)
	}
	for i := len(files) - 4; i < n; i++ { // beside four other files
		h.GasLimit++
		b, err := json.Marshal(&h)
		if err != nil {
			panic(err)
		}
		files[fmt.Sprintf("execution_block_x%d.json", i)] = b
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
		"execution block is none": {func(f map[string][]byte) { f[execution] = []byte("[]") }, "cannot unmarshal"},
		"execution block has a hole": {func(f map[string][]byte) {
			f[execution] = []byte(strings.Replace(string(f[execution]), `"baseFeePerGas":"0x7",`, "", 1))
		}, "baseFeePerGas"},
		"execution block is large":               {func(f map[string][]byte) { f[execution] = make([]byte, 16<<20+1) }, "it has more than"},
		"execution blocks are many":              {func(f map[string][]byte) { manyBlocks(f, execution, 257) }, "more than 256 execution blocks"},
		"execution blocks are as many as may be": {func(f map[string][]byte) { manyBlocks(f, execution, 256) }, ""},
		"bootstrap is as large as may be": {func(f map[string][]byte) {
			f["bootstrap.json"] = append(f["bootstrap.json"], bytes.Repeat([]byte(" "), limit-len(f["bootstrap.json"]))...)
		}, ""},
		"execution block in the node's envelope": {func(f map[string][]byte) {
			f[execution] = fmt.Appendf(nil, `{"jsonrpc":"2.0","id":1,"result":%s}`, f[execution])
		}, ""},
		"updates alone": {func(f map[string][]byte) { delete(f, "finality.json"); delete(f, "optimistic.json") }, ""},
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
			r, err := beaconapi.OpenRecording(n.net, dir)
			if err == nil {
				_, _, err = follow(t, n.net, r, r.Checkpoint())
			}
			switch {
			case c.words == "" && err != nil:
				t.Error(err)
			case c.words != "" && (err == nil || !strings.Contains(err.Error(), c.words)):
				t.Errorf("error is %v, want one with %q", err, c.words)
			}
		})
	}
	r, err := beaconapi.OpenRecording(n.net, dir)
	if err != nil {
		t.Fatal(err)
	}
	// At the beginning, what was signed later is not there.
	_, err = r.OptimisticUpdate(t.Context())
	mustFail(t, err, lightclient.ErrNoSuchHeader, "optimistic update of before slot 32")
	_, err = r.HeaderByHash(t.Context(), common.Hash{1})
	mustFail(t, err, lightclient.ErrNoSuchHeader, "execution block")
	_, err = r.Headers(t.Context(), 1, 2)
	mustFail(t, err, lightclient.ErrNoSuchHeader, "execution block 1")
	if _, _, err := follow(t, n.net, r, common.Hash{1}); !errors.Is(err, lightclient.ErrNoSuchHeader) {
		t.Errorf("with another checkpoint: %v, want ErrNoSuchHeader", err)
	}
	if err := os.Remove(filepath.Join(dir, "updates.json")); err != nil {
		t.Fatal(err)
	}
	if r, err = beaconapi.OpenRecording(n.net, dir); err != nil {
		t.Fatal(err)
	}
	_, err = r.FinalityUpdate(t.Context())
	mustFail(t, err, lightclient.ErrNoSuchHeader, "finality update of before slot 32")
}
