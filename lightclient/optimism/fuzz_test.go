package optimism_test

import (
	"bytes"
	"testing"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/optimism"
	"github.com/catenary-bridge/catenary/lightclient/optimism/optimismtest"
)

// FuzzProof hands bytes to all that reads proofs. What is accepted under the parent
// header is the honest block, and is encoded in one way alone.
func FuzzProof(f *testing.F) {
	var stages []*stage
	for _, kind := range []string{"registry", "portal", "bare", "args", "oracle"} {
		s := forgery{kind: kind}.stage(f)
		stages = append(stages, s)
		seed(f, s.proof)
		seed(f, optimism.Proof{Header: s.proof.Header})
	}
	for _, bad := range []forgery{
		{game: status(optimismtest.InProgress)}, {now: after(optimismtest.FinalityDelay)},
		{game: func(_ *optimismtest.World, g *optimismtest.Game) { g.Code = []byte("anything") }},
	} {
		s := bad.stage(f)
		stages = append(stages, s)
		seed(f, s.proof)
	}
	seed(f, optimism.Proof{})
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := optimism.DecodeProof(b)
		if err != nil {
			return
		}
		if again, err := optimism.EncodeProof(p); err != nil || !bytes.Equal(again, b) {
			t.Fatalf("accepted %x, which it would write as %x, %v", b, again, err)
		}
		for _, s := range stages {
			block, err := optimism.Verify(s.parent.Final(), s.world.Deployment, p)
			if err != nil {
				if block != (optimism.Block{}) {
					t.Fatalf("a block with the error %v: %+v", err, block)
				}
				continue
			}
			want := s.world.L2.Head()
			if block.Header != want.Summary() || block.MessagePasserRoot != want.PasserRoot() || block.Output.Root != want.OutputRoot() {
				t.Fatalf("believed %+v", block)
			}
		}
	})
}

// FuzzVerify damages honest proofs in few words, so that it need not find out what a
// proof looks like: which deployment, which list of nodes, which of them, and what
// becomes of it. What is accepted is the honest block.
func FuzzVerify(f *testing.F) {
	var stages []*stage
	for _, kind := range []string{"registry", "portal", "bare", "args", "oracle"} {
		stages = append(stages, forgery{kind: kind}.stage(f))
	}
	for op := range byte(6) {
		f.Add(op, op, op, uint16(40*int(op)), byte(1), []byte{0x80})
	}
	f.Fuzz(func(t *testing.T, which, path, node byte, at uint16, op byte, bytes []byte) {
		s := stages[int(which)%len(stages)]
		p := cloneProof(s.proof)
		paths := pathsOf(&p)
		nodes := paths[int(path)%len(paths)]
		i := int(node) % max(1, len(*nodes))
		switch op % 6 {
		case 0:
			*nodes = append(*nodes, bytes)
		case 1:
			if len(*nodes) > 0 {
				*nodes = append((*nodes)[:i:i], (*nodes)[i+1:]...)
			}
		case 2:
			if len(*nodes) > 0 {
				damaged := append([]byte(nil), (*nodes)[i]...)
				copy(damaged[int(at)%len(damaged):], bytes)
				(*nodes)[i] = damaged
			}
		case 3:
			*nodes, *paths[int(at)%len(paths)] = *paths[int(at)%len(paths)], *nodes
		case 4:
			if p.Game != nil {
				p.Game.Code = append(append([]byte(nil), p.Game.Code[:int(at)%len(p.Game.Code)]...), bytes...)
			}
		case 5:
			if p.Game != nil {
				p.Game.ExtraData = append(append([]byte(nil), p.Game.ExtraData[:int(at)%len(p.Game.ExtraData)]...), bytes...)
			} else {
				p.Oracle.Index = uint64(at)
			}
		}
		block, err := optimism.Verify(s.parent.Final(), s.world.Deployment, p)
		if err != nil {
			return
		}
		if want := s.world.L2.Head(); block.Header != want.Summary() || block.MessagePasserRoot != want.PasserRoot() || block.Output.Root != want.OutputRoot() {
			t.Fatalf("believed %+v", block)
		}
	})
}

func seed(f *testing.F, p optimism.Proof) {
	f.Helper()
	b, err := optimism.EncodeProof(p)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
}

// FuzzState opens clients over records with any state: none trusts another block than
// the record's.
func FuzzState(f *testing.F) {
	s := forgery{}.stage(f)
	light := &optimismtest.Light{ID: optimismtest.ParentChainID}
	e := optimismtest.NewEndpoint(f, "endpoint")
	e.Show(s.world.Parents, s.world.L2, optimismtest.Lies{})
	anchor := lightclient.Anchor{Number: claimedNumber, Hash: s.world.L2[claimedNumber].Header.Hash()}
	open := func(t testing.TB, store lightclient.Store) (*optimism.Client, error) {
		return optimism.New(optimism.Config{
			ChainID: optimismtest.ChainID, Anchor: anchor, Deployment: s.world.Deployment, Parent: light, Store: store,
			ParentEndpoints: []optimism.ParentEndpoint{e}, Endpoints: []optimism.Endpoint{e},
		})
	}
	store := newStore(f)
	client, err := open(f, store)
	if err != nil {
		f.Fatal(err)
	}
	light.Show(s.parent.Final(), nil)
	if _, err := client.Update(f.Context()); err != nil {
		f.Fatal(err)
	}
	record, err := store.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(record.State)
	f.Add([]byte{0xc0})
	f.Fuzz(func(t *testing.T, state []byte) {
		changed := record
		changed.State = state
		store := newStore(t)
		if err := store.Save(changed); err != nil {
			return
		}
		client, err := open(t, store)
		if err != nil {
			return
		}
		if got := client.Final().Header(); got != record.Trusted {
			t.Fatalf("trusts %+v, the record says %+v", got, record.Trusted)
		}
		if block := client.Block(); block.MessagePasserRoot != s.world.L2.Head().PasserRoot() || block.Output.Root != s.world.L2.Head().OutputRoot() {
			t.Fatalf("trusts %+v", block)
		}
	})
}

func newStore(t testing.TB) *lightclient.MemoryStore {
	t.Helper()
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: optimismtest.ChainID, Kind: optimism.Kind})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// FuzzEvidence: what is accepted as evidence is a conflict of blocks that each are
// proven under believed headers.
func FuzzEvidence(f *testing.F) {
	d := optimismtest.Deployments["registry"]()
	s := forgery{}.stage(f)
	rival := s.world.L2[:claimedNumber].Grow(f, 1, "rival", nil).Head()
	parent := s.world.Publish(rival)
	believed := func(h lightclient.Header) bool { return h == parent.Header || h == s.parent.Header }
	// Both sides by way of a client that meets them.
	light := &optimismtest.Light{ID: optimismtest.ParentChainID}
	light.Show(s.parent.Final(), nil)
	e := optimismtest.NewEndpoint(f, "endpoint")
	e.Show(s.world.Parents, s.world.L2, optimismtest.Lies{})
	store := newStore(f)
	client, err := optimism.New(optimism.Config{
		ChainID: optimismtest.ChainID, Anchor: lightclient.Anchor{Number: 2, Hash: s.world.L2[2].Header.Hash()}, Deployment: d, Parent: light, Store: store,
		ParentEndpoints: []optimism.ParentEndpoint{e}, Endpoints: []optimism.Endpoint{e},
	})
	if err != nil {
		f.Fatal(err)
	}
	if _, err := client.Update(f.Context()); err != nil {
		f.Fatal(err)
	}
	light.Show(parent.Final(), nil)
	if _, err := client.Update(f.Context()); err == nil {
		f.Fatal("no conflict")
	}
	honest, err := store.Evidence()
	if err != nil || honest == nil {
		f.Fatal(honest, err)
	}
	if linked, err := optimism.CheckEvidence(*honest, d, believed); err != nil || !linked {
		f.Fatal(linked, err)
	}
	f.Add(honest.RawTrusted, honest.RawConflicting)
	f.Add(honest.RawTrusted, honest.RawTrusted)
	f.Fuzz(func(t *testing.T, trusted, conflicting []byte) {
		changed := *honest
		changed.RawTrusted, changed.RawConflicting = trusted, conflicting
		if _, err := optimism.CheckEvidence(changed, d, believed); err != nil {
			return
		}
		// The blocks are given; only what shows them may differ, and it shows no others.
		if bytes.Equal(trusted, conflicting) {
			t.Fatal("one block is two")
		}
		for _, forge := range []func(*lightclient.Evidence){
			func(e *lightclient.Evidence) { e.Trusted.Hash[0] ^= 1 }, func(e *lightclient.Evidence) { e.Trusted.StateRoot[0] ^= 1 },
			func(e *lightclient.Evidence) { e.Conflicting.Hash[0] ^= 1 }, func(e *lightclient.Evidence) { e.Conflicting.StateRoot[0] ^= 1 },
		} {
			forged := changed
			forge(&forged)
			if _, err := optimism.CheckEvidence(forged, d, believed); err == nil {
				t.Fatalf("shows a block that there is not: %+v", forged)
			}
		}
	})
}
