package daemon

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/configs"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// TestProofsOfAChain: the word is taken as it is written, and what it means is said.
func TestProofsOfAChain(t *testing.T) {
	for word, test := range map[string]struct {
		mode   observe.Mode
		proves string
		warns  bool
	}{
		"":           {"", "while no endpoint makes any", false},
		"auto":       {observe.ModeAuto, "while no endpoint makes any", false},
		"lane-proof": {observe.ModeLaneProof, "by storage proofs of the Outbox", false},
		"receipts":   {observe.ModeReceipts, "by all receipts of every block", true},
	} {
		t.Run("proofs "+word, func(t *testing.T) {
			f := makeFiles(t)
			f.withSets(t, setOf(2, f.key.Address, common.Address{1}, common.Address{2}))
			file := filepath.Join(t.TempDir(), "relayer.yaml")
			if err := os.WriteFile(file, []byte("chains:\n  - id: 9001\n    proofs: \""+word+"\"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			read := RelayerConfig{}
			if err := configs.Load(&read, file, nil, nil); err != nil || read.Chains[0].Proofs != test.mode {
				t.Fatalf("read %q, error %v, want %q", read.Chains[0].Proofs, err, test.mode)
			}
			config := f.relayer()
			config.Chains[0].Proofs = read.Chains[0].Proofs
			r, err := CheckRelayer(config)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(r.Chains[0].Proves, test.proves) {
				t.Errorf("says %q, want %q", r.Chains[0].Proves, test.proves)
			}
			if warned := strings.Contains(strings.Join(r.Warnings, "\n"), "not which code it has"); warned != test.warns {
				t.Errorf("warned: %t, want %t: %q", warned, test.warns, r.Warnings)
			}
		})
	}
	for _, word := range []string{"proof", "Receipts", "both"} {
		file := filepath.Join(t.TempDir(), "relayer.yaml")
		if err := os.WriteFile(file, []byte("chains:\n  - id: 9001\n    proofs: "+word+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := configs.Load(new(RelayerConfig), file, nil, nil); err == nil || !strings.Contains(err.Error(), "want auto, lane-proof or receipts") {
			t.Errorf("proofs: %s: error %v", word, err)
		}
	}
}

// TestTrailsOfAChain: one for each lane, for as long as the chain is open, in a file that
// nobody else has open; none where receipts are never read.
func TestTrailsOfAChain(t *testing.T) {
	lane := messages.Lane{SourceChain: 9001, Outbox: common.Address{1}, TargetChain: 9002}
	other := lane
	other.OutboxMark[0] = 1
	dir := t.TempDir()
	first := &chain{config: ChainConfig{ID: 9001}, trails: trails{dir: dir}}
	get := func(c *chain, lane messages.Lane) *observe.Trail {
		t.Helper()
		trail, err := c.trail(lane)
		if err != nil || trail == nil {
			t.Fatalf("trail %v, error %v", trail, err)
		}
		return trail
	}
	if trail := get(first, lane); trail != get(first, lane) || trail == get(first, other) {
		t.Fatal("want one trail for each lane")
	}
	second := &chain{config: ChainConfig{ID: 9001}, trails: trails{dir: dir}}
	if _, err := second.trail(lane); !errors.Is(err, lightclient.ErrStoreLocked) {
		t.Fatalf("error %v, want %v", err, lightclient.ErrStoreLocked)
	}
	if err := first.close(); err != nil {
		t.Fatal(err)
	}
	get(second, lane)
	if err := second.close(); err != nil {
		t.Fatal(err)
	}
	// What is damaged is refused, and not locked for ever.
	file := filepath.Join(dir, observe.TrailOwner(lane).Kind+"-9001.trusted")
	if err := os.WriteFile(file, []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := second.trail(lane); !errors.Is(err, lightclient.ErrStoreDamaged) {
		t.Fatalf("error %v, want %v", err, lightclient.ErrStoreDamaged)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	get(second, lane)
	if err := second.close(); err != nil {
		t.Fatal(err)
	}
	forgetful := &chain{config: ChainConfig{ID: 9001}}
	get(forgetful, lane)
	never := &chain{config: ChainConfig{ID: 9001, Proofs: observe.ModeLaneProof}, trails: trails{dir: dir}}
	if trail, err := never.trail(lane); err != nil || trail != nil {
		t.Fatalf("trail %v, error %v, want none", trail, err)
	}
}
