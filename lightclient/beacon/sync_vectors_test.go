package beacon_test

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/golang/snappy"
	"go.yaml.in/yaml/v3"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// Cases of the consensus specification (tests/formats/light_client). Where they lie and
// for which presets and forks they are is up to the files.

// casesWith returns the folders below the beacon vectors that hold one of the files; what
// else they lack is for their tests to tell.
func casesWith(tb testing.TB, files ...string) []string {
	tb.Helper()
	var dirs []string
	err := filepath.WalkDir(vectorRoot(tb), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && slices.Contains(files, entry.Name()) {
			dirs = append(dirs, filepath.Dir(path))
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	if len(dirs) == 0 {
		tb.Skipf("no case with %s", strings.Join(files, " or "))
	}
	return slices.Compact(dirs)
}

// vectorRoot returns the folder of the beacon vectors, which may be a link to where it is.
func vectorRoot(tb testing.TB) string {
	tb.Helper()
	root, err := filepath.EvalSymlinks(vectorDir(tb, "beacon"))
	if err != nil {
		tb.Fatal(err)
	}
	return root
}

func caseName(tb testing.TB, dir string) string {
	name, err := filepath.Rel(vectorRoot(tb), dir)
	if err != nil {
		tb.Fatal(err)
	}
	return filepath.ToSlash(name)
}

type syncMeta struct {
	GenesisValidatorsRoot common.Hash `yaml:"genesis_validators_root"`
	TrustedBlockRoot      common.Hash `yaml:"trusted_block_root"`
	BootstrapForkDigest   string      `yaml:"bootstrap_fork_digest"`
	StoreForkDigest       string      `yaml:"store_fork_digest"`
	StoreForkVersion      string      `yaml:"store_fork_version"`
}

type headerCheck struct {
	Slot          beacon.Slot
	BeaconRoot    common.Hash  `yaml:"beacon_root"`
	ExecutionRoot *common.Hash `yaml:"execution_root"`
}

type syncStep struct {
	ProcessUpdate *struct {
		UpdateForkDigest string `yaml:"update_fork_digest"`
		Update           string
		CurrentSlot      beacon.Slot `yaml:"current_slot"`
		Checks           map[string]headerCheck
	} `yaml:"process_update"`
	ForceUpdate *struct {
		CurrentSlot beacon.Slot `yaml:"current_slot"`
		Checks      map[string]headerCheck
	} `yaml:"force_update"`
	UpgradeStore *struct {
		StoreForkDigest  string `yaml:"store_fork_digest"`
		StoreForkVersion string `yaml:"store_fork_version"`
		Checks           map[string]headerCheck
	} `yaml:"upgrade_store"`
}

func readYAML[T any](tb testing.TB, name string) T {
	tb.Helper()
	var v T
	if err := yaml.Unmarshal(readFile(tb, name), &v); err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	return v
}

func readSnappy(tb testing.TB, name string) []byte {
	tb.Helper()
	b, err := snappy.Decode(nil, readFile(tb, name))
	if err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	return b
}

// forkContexts maps fork digests and fork versions to forks.
type forkContexts map[string]beacon.Fork

func readNetwork(tb testing.TB, dir string, genesisValidatorsRoot common.Hash) (*beacon.Network, forkContexts) {
	tb.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "config.yaml"))
	if errors.Is(err, fs.ErrNotExist) {
		n, _ := namedNetwork(tb, dir)
		n.GenesisValidatorsRoot = genesisValidatorsRoot
		return n, contextsOf(tb, n, nil)
	}
	if err != nil {
		tb.Fatal(err)
	}
	n, err := beacon.ParseNetwork(raw, genesisValidatorsRoot, 0)
	if err != nil {
		tb.Fatal(err)
	}
	return n, contextsOf(tb, n, raw)
}

// contextsOf takes the parameters of blobs from a config.yaml.
func contextsOf(tb testing.TB, n *beacon.Network, config []byte) forkContexts {
	tb.Helper()
	var blobs struct {
		MaxBlobs uint64 `yaml:"MAX_BLOBS_PER_BLOCK_ELECTRA"`
		Schedule []struct {
			Epoch    uint64 `yaml:"EPOCH"`
			MaxBlobs uint64 `yaml:"MAX_BLOBS_PER_BLOCK"`
		} `yaml:"BLOB_SCHEDULE"`
	}
	if err := yaml.Unmarshal(config, &blobs); err != nil {
		tb.Fatal(err)
	}
	contexts := forkContexts{}
	for f := beacon.Altair; f <= beacon.Gloas; f++ {
		v := n.Forks[f]
		if v.Version == [4]byte{} { // the file does not name it
			continue
		}
		contexts["0x"+common.Bytes2Hex(v.Version[:])] = f
		digest := forkDigest(v.Version, n.GenesisValidatorsRoot, nil)
		if f < beacon.Fulu {
			contexts[digest] = f
			continue
		}
		// compute_fork_digest of fulu/beacon-chain.md: masked by the parameters of blobs.
		contexts[forkDigest(v.Version, n.GenesisValidatorsRoot, []uint64{uint64(n.Forks[beacon.Electra].Epoch), blobs.MaxBlobs})] = f
		for _, s := range blobs.Schedule {
			contexts[forkDigest(v.Version, n.GenesisValidatorsRoot, []uint64{s.Epoch, s.MaxBlobs})] = f
		}
	}
	return contexts
}

func forkDigest(version [4]byte, genesisValidatorsRoot common.Hash, blobParameters []uint64) string {
	var data [64]byte
	copy(data[:], version[:])
	copy(data[32:], genesisValidatorsRoot[:])
	digest := sha256.Sum256(data[:])
	if blobParameters != nil {
		var b []byte
		for _, p := range blobParameters {
			b = binary.LittleEndian.AppendUint64(b, p)
		}
		mask := sha256.Sum256(b)
		for i := range digest {
			digest[i] ^= mask[i]
		}
	}
	return "0x" + common.Bytes2Hex(digest[:4])
}

func (c forkContexts) fork(tb testing.TB, contexts ...string) beacon.Fork {
	tb.Helper()
	for _, context := range contexts {
		if context == "" {
			continue
		}
		if f, ok := c[context]; ok {
			return f
		}
		tb.Fatalf("fork %s is none of the network's: %v", context, c)
	}
	tb.Fatal("no fork is given")
	return 0
}

// executionRoot is get_lc_execution_root.
func executionRoot(n *beacon.Network, h *beacon.LightClientHeader) common.Hash {
	fork := n.ForkAt(h.Beacon.Slot)
	switch {
	case fork < beacon.Capella:
		return common.Hash{}
	case h.Execution != nil:
		return h.Execution.HashTreeRoot(fork)
	case fork >= beacon.Gloas:
		return h.BlockHash
	}
	index, depth := uint64(16+12), 4 // block_hash within a payload
	if fork >= beacon.Deneb {
		index, depth = 32+12, 5
	}
	inner := h.ExecutionBranch[:len(h.ExecutionBranch)-4]
	node := h.BlockHash
	for i, sibling := range inner[len(inner)-depth:] {
		pair := append(node[:], sibling[:]...)
		if index>>i&1 == 1 {
			pair = append(sibling[:], node[:]...)
		}
		node = sha256.Sum256(pair)
	}
	return node
}

func (want headerCheck) verify(t *testing.T, n *beacon.Network, what string, h *beacon.LightClientHeader) {
	t.Helper()
	if h.Beacon.Slot != want.Slot || h.Beacon.HashTreeRoot() != want.BeaconRoot {
		t.Fatalf("%s is of slot %d, %s, want %d, %s", what, h.Beacon.Slot, h.Beacon.HashTreeRoot(), want.Slot, want.BeaconRoot)
	}
	if got := executionRoot(n, h); want.ExecutionRoot != nil && got != *want.ExecutionRoot {
		t.Fatalf("execution root of %s is %s, want %s", what, got, *want.ExecutionRoot)
	}
}

// TestSpecSync runs every case of the specification, step by step.
func TestSpecSync(t *testing.T) {
	for _, dir := range casesWith(t, "steps.yaml") {
		t.Run(caseName(t, dir), func(t *testing.T) { runSyncCase(t, dir) })
	}
}

func runSyncCase(t *testing.T, dir string) {
	meta := readYAML[syncMeta](t, filepath.Join(dir, "meta.yaml"))
	n, contexts := readNetwork(t, dir, meta.GenesisValidatorsRoot)
	bootstrap, err := n.DecodeBootstrap(contexts.fork(t, meta.BootstrapForkDigest), readSnappy(t, filepath.Join(dir, "bootstrap.ssz_snappy")))
	if err != nil {
		t.Fatal(err)
	}
	store, err := n.InitializeStore(meta.TrustedBlockRoot, bootstrap)
	if err != nil {
		t.Fatal(err)
	}
	store = n.UpgradeStore(store, contexts.fork(t, meta.StoreForkDigest, meta.StoreForkVersion))
	for i, step := range readYAML[[]syncStep](t, filepath.Join(dir, "steps.yaml")) {
		var checks map[string]headerCheck
		switch {
		case step.ProcessUpdate != nil:
			s := step.ProcessUpdate
			checks = s.Checks
			u, err := n.DecodeUpdate(contexts.fork(t, s.UpdateForkDigest), readSnappy(t, filepath.Join(dir, s.Update+".ssz_snappy")))
			if err != nil {
				t.Fatalf("step %d: %v", i, err)
			}
			if store, err = n.ProcessUpdate(store, u, s.CurrentSlot); err != nil {
				t.Fatalf("step %d: %v", i, err)
			}
			roundTrip(t, n, u, n.DecodeUpdate, nil)
		case step.ForceUpdate != nil:
			checks = step.ForceUpdate.Checks
			if store, err = n.ProcessForceUpdate(store, step.ForceUpdate.CurrentSlot); err != nil {
				t.Fatalf("step %d: %v", i, err)
			}
		case step.UpgradeStore != nil:
			checks = step.UpgradeStore.Checks
			store = n.UpgradeStore(store, contexts.fork(t, step.UpgradeStore.StoreForkDigest, step.UpgradeStore.StoreForkVersion))
		default:
			t.Fatalf("step %d is of a kind that is not known", i)
		}
		for name, want := range checks {
			switch name {
			case "finalized_header":
				want.verify(t, n, name, &store.FinalizedHeader)
			case "optimistic_header":
				want.verify(t, n, name, &store.OptimisticHeader)
			default:
				t.Fatalf("step %d: check %s is not known", i, name)
			}
		}
		if len(checks) == 0 {
			t.Fatalf("step %d checks nothing", i)
		}
	}
}

// TestSpecUpdateRanking: updates_0 is the best, and each is better than all after it.
func TestSpecUpdateRanking(t *testing.T) {
	for _, dir := range casesWith(t, "updates_0.ssz_snappy") {
		t.Run(caseName(t, dir), func(t *testing.T) {
			n, fork := namedNetwork(t, dir)
			meta := readYAML[struct {
				Count int `yaml:"updates_count"`
			}](t, filepath.Join(dir, "meta.yaml"))
			updates := make([]*beacon.LightClientUpdate, meta.Count)
			for i := range updates {
				var err error
				name := filepath.Join(dir, "updates_"+strconv.Itoa(i)+".ssz_snappy")
				if updates[i], err = n.DecodeUpdate(fork, readSnappy(t, name)); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				for j := range i {
					if !n.IsBetterUpdate(updates[j], updates[i]) || n.IsBetterUpdate(updates[i], updates[j]) {
						t.Errorf("update %d is not better than %d", j, i)
					}
				}
			}
		})
	}
}

// namedNetwork is for cases without a configuration: of rankings no, of older ones not all
// have one. Preset and fork then are names of folders, as in spec-minimal/deneb.
func namedNetwork(tb testing.TB, dir string) (*beacon.Network, beacon.Fork) {
	tb.Helper()
	fork := beacon.Fork(0)
	n := *mainnet(tb)
	for i := range n.Forks {
		n.Forks[i].Epoch = beacon.FarFuture
	}
	for name := range strings.SplitSeq(caseName(tb, dir), "/") {
		if f, err := beacon.ParseFork(name); err == nil {
			fork = f
		}
		if p, err := beacon.PresetByName(strings.TrimPrefix(name, "spec-")); err == nil {
			n.Preset = p
		}
	}
	if fork == 0 {
		tb.Fatalf("%s has no config.yaml, and no folder named after a fork", dir)
	}
	for f := range n.Forks {
		n.Forks[f].Version = [4]byte{byte(f)}
		if n.Preset == beacon.MinimalPreset() {
			n.Forks[f].Version[3] = 1
		}
		if beacon.Fork(f) <= fork {
			n.Forks[f].Epoch = 0
		}
	}
	return &n, fork
}
