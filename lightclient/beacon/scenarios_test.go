package beacon_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/golang/snappy"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

// specCase writes a case in the files of tests/formats/light_client/sync.md, for the
// runner of such cases. What is expected is written down by slots: roots come from blocks.
type specCase struct {
	t     *testing.T
	n     *beacon.Network
	chain *forge.Chain
	dir   string
	steps strings.Builder
	files int
}

// specKeys are committees of the minimal preset, made once.
var specKeys = map[beacon.Period]*forge.Committee{}

func newSpecCase(t *testing.T, epochs ...beacon.Epoch) *specCase {
	t.Helper()
	c := &specCase{t: t, n: forge.NewNetwork(beacon.MinimalPreset(), epochs...), dir: t.TempDir()}
	c.chain = forge.NewChain(c.n)
	for p := range beacon.Period(4) {
		if specKeys[p] == nil {
			specKeys[p] = c.chain.Committee(p)
		}
		c.chain.SetCommittee(p, specKeys[p])
	}
	var config strings.Builder
	fmt.Fprintf(&config, "PRESET_BASE: 'minimal'\nSECONDS_PER_SLOT: 6\nMAX_BLOBS_PER_BLOCK_ELECTRA: 9\nBLOB_SCHEDULE: []\n")
	for f, v := range c.n.Forks {
		name := strings.ToUpper(beacon.Fork(f).String())
		if f == 0 {
			name = "GENESIS"
		} else {
			fmt.Fprintf(&config, "%s_FORK_EPOCH: %d\n", name, v.Epoch)
		}
		fmt.Fprintf(&config, "%s_FORK_VERSION: 0x%x\n", name, v.Version)
	}
	c.write("config.yaml", []byte(config.String()))
	return c
}

func (c *specCase) write(name string, b []byte) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, name), b, 0o600); err != nil {
		c.t.Fatal(err)
	}
}

func (c *specCase) encode(name string, m interface {
	EncodeSSZ(beacon.Preset) ([]byte, error)
}) {
	c.t.Helper()
	b, err := m.EncodeSSZ(c.n.Preset)
	if err != nil {
		c.t.Fatal(err)
	}
	c.write(name+".ssz_snappy", snappy.Encode(nil, b))
}

func (c *specCase) digest(slot beacon.Slot) string {
	f := c.n.ForkAt(slot)
	if f < beacon.Fulu {
		return forkDigest(c.n.Forks[f].Version, c.n.GenesisValidatorsRoot, nil)
	}
	return forkDigest(c.n.Forks[f].Version, c.n.GenesisValidatorsRoot, []uint64{uint64(c.n.Forks[beacon.Electra].Epoch), 9})
}

func (c *specCase) begin(slot beacon.Slot, store beacon.Fork) {
	trusted := c.chain.Block(slot, common.Hash{})
	c.encode("bootstrap", c.chain.Bootstrap(trusted))
	c.write("meta.yaml", fmt.Appendf(nil, "{genesis_validators_root: '%s', trusted_block_root: '%s', bootstrap_fork_digest: '%s', store_fork_version: '0x%x'}\n",
		c.n.GenesisValidatorsRoot, trusted.Root(), c.digest(slot), c.n.Forks[store].Version))
}

// slotRoot is what a check expects of a header.
type slotRoot struct {
	slot      beacon.Slot
	root      common.Hash
	execution common.Hash
}

func (c *specCase) named(b *forge.Block) slotRoot {
	h := b.Header()
	r := slotRoot{slot: h.Beacon.Slot, root: b.Root()}
	switch f := c.n.ForkAt(h.Beacon.Slot); {
	case f >= beacon.Gloas:
		r.execution = h.BlockHash
	case f >= beacon.Capella:
		r.execution = h.Execution.HashTreeRoot(f)
	}
	return r
}

func (c *specCase) checks(final, optimistic slotRoot) {
	fmt.Fprintf(&c.steps, "    checks:\n")
	for i, r := range []slotRoot{final, optimistic} {
		fmt.Fprintf(&c.steps, "      %s: {slot: %d, beacon_root: '%s', execution_root: '%s'}\n",
			[]string{"finalized_header", "optimistic_header"}[i], r.slot, r.root, r.execution)
	}
}

func (c *specCase) update(u *beacon.LightClientUpdate, final, optimistic slotRoot) {
	name := fmt.Sprintf("update_%d", c.files)
	c.files++
	c.encode(name, u)
	fmt.Fprintf(&c.steps, "- process_update:\n    update_fork_digest: '%s'\n    update: %s\n    current_slot: %d\n",
		c.digest(u.AttestedHeader.Beacon.Slot), name, u.SignatureSlot)
	c.checks(final, optimistic)
}

func (c *specCase) force(current beacon.Slot, final, optimistic slotRoot) {
	fmt.Fprintf(&c.steps, "- force_update:\n    current_slot: %d\n", current)
	c.checks(final, optimistic)
}

func (c *specCase) upgrade(to beacon.Fork, final, optimistic slotRoot) {
	fmt.Fprintf(&c.steps, "- upgrade_store:\n    store_fork_version: '0x%x'\n", c.n.Forks[to].Version)
	c.checks(final, optimistic)
}

func (c *specCase) run() {
	c.write("steps.yaml", []byte(c.steps.String()))
	runSyncCase(c.t, c.dir)
}

// overGenesis is an update whose state has finalized nothing but genesis: a zero root, and
// no header.
func (c *specCase) overGenesis(attested, signature beacon.Slot) (*forge.Draft, *beacon.LightClientUpdate) {
	d := c.chain.Draft(attested, 0).SignAt(signature)
	u := d.Update()
	u.FinalityBranch = d.Attested.State.Branch(forge.IndicesOf(c.n.ForkAt(attested)).Finalized)
	return d, u
}

func epochsUpTo(before beacon.Fork, then ...beacon.Epoch) []beacon.Epoch {
	return append(make([]beacon.Epoch, before), then...)
}

// TestSpecScenarioSingleFork is run_lc_sync_test_single_fork, and a forced update over data
// of before the fork after it.
func TestSpecScenarioSingleFork(t *testing.T) {
	for to := beacon.Bellatrix; to <= beacon.Gloas; to++ {
		t.Run(to.String(), func(t *testing.T) {
			c := newSpecCase(t, epochsUpTo(to-1, 3)...)
			c.begin(16, to-1)
			trusted := c.named(c.chain.Block(16, common.Hash{}))
			step := func(attested, signature beacon.Slot) {
				d, u := c.overGenesis(attested, signature)
				c.update(u, trusted, c.named(d.Attested))
			}
			step(17, 18)
			step(21, 22)
			last := c.chain.Draft(21, 0)
			c.upgrade(to, trusted, c.named(last.Attested))
			step(22, 23) // the format of before still works
			step(23, 24) // signed in the first slot of the fork, under the rules of before
			step(24, 25) // of the fork itself
			step(30, 31)
			d := c.chain.Draft(48, 31)
			c.update(d.Update(), c.named(d.Finalized), c.named(d.Attested))
			final := c.named(d.Finalized)
			late := c.chain.Draft(60, 0)
			c.update(late.Update(), final, c.named(late.Attested))
			c.force(31+64, final, c.named(late.Attested))
			c.force(31+65, c.named(late.Attested), c.named(late.Attested))
			c.run()
		})
	}
}

// TestSpecScenarioForcedOverFork: what is forced was signed before a fork, and the store has
// been upgraded since.
func TestSpecScenarioForcedOverFork(t *testing.T) {
	for to := beacon.Bellatrix; to <= beacon.Gloas; to++ {
		t.Run(to.String(), func(t *testing.T) {
			c := newSpecCase(t, epochsUpTo(to-1, 3)...)
			c.begin(16, to-1)
			trusted := c.named(c.chain.Block(16, common.Hash{}))
			d := c.chain.Draft(22, 0) // with a next committee, and without finality
			c.update(d.Update(), trusted, c.named(d.Attested))
			c.upgrade(to, trusted, c.named(d.Attested))
			c.force(16+65, c.named(d.Attested), c.named(d.Attested))
			// The forced committee signs in the period after, to which the store can go on.
			next := c.chain.Draft(100, 80)
			c.update(next.Update(), c.named(next.Finalized), c.named(next.Attested))
			c.run()
		})
	}
}

// TestSpecScenarioMultiFork is run_lc_sync_test_multi_fork: finalized of genesis, attested of
// one fork, signed in another, in a store of the latter.
func TestSpecScenarioMultiFork(t *testing.T) {
	for from := beacon.Altair; from <= beacon.Electra; from++ {
		for one := from + 1; one < beacon.Gloas; one++ {
			t.Run(fmt.Sprintf("%v %v", from, one), func(t *testing.T) {
				epochs := epochsUpTo(from)
				for f := from + 1; f <= one; f++ {
					epochs = append(epochs, 3)
				}
				c := newSpecCase(t, append(epochs, 4)...)
				c.begin(16, one+1)
				d, u := c.overGenesis(24, 32)
				c.update(u, c.named(c.chain.Block(16, common.Hash{})), c.named(d.Attested))
				c.run()
			})
		}
	}
}

// TestSpecScenarioLegacyData is run_lc_sync_test_upgraded_store_with_legacy_data, and goes on
// to finality and into the next period.
func TestSpecScenarioLegacyData(t *testing.T) {
	for from := beacon.Altair; from < beacon.Gloas; from++ {
		for to := from + 1; to <= beacon.Gloas; to++ {
			t.Run(fmt.Sprintf("%v %v", from, to), func(t *testing.T) {
				c := newSpecCase(t, epochsUpTo(from)...)
				c.begin(16, to)
				d, u := c.overGenesis(17, 18)
				c.update(u, c.named(c.chain.Block(16, common.Hash{})), c.named(d.Attested))
				d = c.chain.Draft(63, 40).SignAt(64) // signed by the next committee
				c.update(d.Update(), c.named(d.Finalized), c.named(d.Attested))
				d = c.chain.Draft(90, 64)
				d.NoNext = true
				c.update(d.Update(), c.named(d.Finalized), c.named(d.Attested))
				d = c.chain.Draft(91, 64) // supplies the committee, and finalizes nothing new
				c.update(d.Update(), c.named(d.Finalized), c.named(d.Attested))
				d = c.chain.Draft(130, 128)
				c.update(d.Update(), c.named(d.Finalized), c.named(d.Attested))
				c.run()
			})
		}
	}
}

// TestSpecScenarioPastUpdate is supply_sync_committee_from_past_update, in every fork.
func TestSpecScenarioPastUpdate(t *testing.T) {
	for f := beacon.Altair; f <= beacon.Gloas; f++ {
		t.Run(f.String(), func(t *testing.T) {
			c := newSpecCase(t, epochsUpTo(f)...)
			c.begin(48, f)
			trusted := c.named(c.chain.Block(48, common.Hash{}))
			c.update(c.chain.Draft(32, 16).Update(), trusted, trusted)
			d := c.chain.Draft(66, 50)
			c.update(d.Update(), c.named(d.Finalized), c.named(d.Attested))
			c.run()
		})
	}
}
