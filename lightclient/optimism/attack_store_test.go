package optimism_test

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/optimism"
	"github.com/catenary-bridge/catenary/lightclient/optimism/optimismtest"
)

// fakeStore returns what it is told.
type fakeStore struct {
	lightclient.Store
	load, evidence, save, keep error
	record                     *lightclient.Record
}

func (s *fakeStore) Load() (lightclient.Record, error) {
	if s.load != nil {
		return lightclient.Record{}, s.load
	}
	if s.record != nil {
		return *s.record, nil
	}
	return s.Store.Load()
}

func (s *fakeStore) Evidence() (*lightclient.Evidence, error) {
	if s.evidence != nil {
		return nil, s.evidence
	}
	return s.Store.Evidence()
}

func (s *fakeStore) Save(r lightclient.Record) error {
	if s.save != nil {
		return s.save
	}
	return s.Store.Save(r)
}

func (s *fakeStore) SaveEvidence(e lightclient.Evidence) error {
	if s.keep != nil {
		return s.keep
	}
	return s.Store.SaveEvidence(e)
}

// saved mirrors what the client keeps, in its encoding.
type saved struct {
	Parent lightclient.Header
	Output optimism.Output
	Proof  optimism.Proof
	Path   []*types.Header
}

func decodeSaved(t *testing.T, b []byte) (s saved) {
	t.Helper()
	if err := rlp.DecodeBytes(b, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s saved) encode(t *testing.T) []byte {
	t.Helper()
	b, err := rlp.EncodeToBytes(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestAttackStore: a record that is not what this client wrote, under a right checksum.
func TestAttackStore(t *testing.T) {
	r := registryRig(t)
	r.publish(r.world.L2[9])
	r.mustReach(9)
	honest, err := r.store.Load()
	if err != nil {
		t.Fatal(err)
	}
	unreadable := errors.New("input/output error")
	state := func(change func(*saved)) func(*fakeStore) {
		return func(s *fakeStore) {
			record, kept := honest, decodeSaved(t, honest.State)
			change(&kept)
			record.State = kept.encode(t)
			s.record = &record
		}
	}
	record := func(change func(*lightclient.Record)) func(*fakeStore) {
		return func(s *fakeStore) {
			record := honest
			change(&record)
			s.record = &record
		}
	}
	for _, c := range []struct {
		name   string
		change func(*fakeStore)
		want   error
		says   string
	}{
		{"cannot be read", func(s *fakeStore) { s.load = unreadable }, unreadable, ""},
		{"its evidence cannot be read", func(s *fakeStore) { s.evidence = unreadable }, unreadable, ""},
		{"of another chain", record(func(r *lightclient.Record) { r.ChainID++ }), lightclient.ErrStoreForeign, ""},
		{"of another client", record(func(r *lightclient.Record) { r.Kind = "qbft" }), lightclient.ErrStoreForeign, ""},
		{"begun from another anchor", record(func(r *lightclient.Record) { r.Anchor.Hash[0] ^= 1 }), lightclient.ErrOtherAnchor, ""},
		{"no state", record(func(r *lightclient.Record) { r.State = nil }), lightclient.ErrStoreDamaged, ""},
		{"state cut off", record(func(r *lightclient.Record) { r.State = r.State[:len(r.State)-1] }), lightclient.ErrStoreDamaged, ""},
		{"bytes after the state", record(func(r *lightclient.Record) { r.State = append(slices.Clone(r.State), 0) }), lightclient.ErrStoreDamaged, ""},
		{"state without end", record(func(r *lightclient.Record) {
			r.State = append(slices.Clone(r.State), make([]byte, lightclient.MaxStateBytes)...)
		}), lightclient.ErrStoreDamaged, "at most 262144 are allowed"},
		{"state as long as it may be", record(func(r *lightclient.Record) { r.State = make([]byte, lightclient.MaxStateBytes) }), lightclient.ErrStoreDamaged, "rlp"},
		{"another header trusted", record(func(r *lightclient.Record) { r.Trusted.StateRoot[0] ^= 1 }), lightclient.ErrStoreDamaged, "the record says"},
		{"no header", state(func(s *saved) { s.Proof.Header = nil }), lightclient.ErrStoreDamaged, "there is no header"},
		{"header of another block", state(func(s *saved) { s.Proof.Header = r.world.L2[8].Header }), lightclient.ErrStoreDamaged, "the record says"},
		{"another message passer's root", state(func(s *saved) { s.Proof.MessagePasserRoot[0] ^= 1 }), lightclient.ErrStoreDamaged, "output root of saved header"},
		{"another output root", state(func(s *saved) { s.Output.Root[0] ^= 1 }), lightclient.ErrStoreDamaged, "output root of saved header"},
		{"output of another number", state(func(s *saved) { s.Output.Number++ }), lightclient.ErrStoreDamaged, "output root of saved header"},
	} {
		t.Run(c.name, func(t *testing.T) {
			store := &fakeStore{Store: r.store}
			c.change(store)
			client, err := optimism.New(optimism.Config{
				ChainID: optimismtest.ChainID, Anchor: r.anchor, Deployment: r.world.Deployment, Parent: r.light, Store: store,
				ParentEndpoints: []optimism.ParentEndpoint{r.parents}, Endpoints: []optimism.Endpoint{r.l2},
			})
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("opened %v, %v, want an error that is %q and says %q", client != nil, err, c.want, c.says)
			}
		})
	}
}

// TestAttackStoreRolledBack: an older record, whole and true.
func TestAttackStoreRolledBack(t *testing.T) {
	r := registryRig(t)
	r.publish(r.world.L2[7])
	r.mustReach(7)
	old, err := r.store.Load()
	if err != nil {
		t.Fatal(err)
	}
	r.publish(r.world.L2[9])
	r.mustReach(9)
	// Rolled back, it is behind, and goes forward by the parent chain's word again.
	r.store = newStore(t)
	if err := r.store.Save(old); err != nil {
		t.Fatal(err)
	}
	r.open()
	if got := r.client.Final().Header(); got != r.world.L2[7].Summary() {
		t.Fatalf("trusts %+v", got)
	}
	r.mustReach(9)
}

// TestAttackStoreThatCannotKeep: what cannot be kept is not released, and a freeze that
// cannot be kept is told.
func TestAttackStoreThatCannotKeep(t *testing.T) {
	full := errors.New("no space left on device")
	r := registryRig(t)
	store := &fakeStore{Store: r.store, save: full}
	r.store = store
	r.publish(r.world.L2[9])
	r.mustStay(full, "optimism client of chain")
	_, err := r.client.Update(context.Background())
	var rejected *lightclient.RejectedError
	if errors.As(err, &rejected) {
		t.Fatalf("an endpoint is blamed for it: %v", err)
	}
	store.save = nil
	r.mustReach(9)

	store.keep = full
	r.game(r.world.L2[9], func(g *optimismtest.Game) { g.RootClaim = common.Hash{0xbb} })
	r.show(r.world.Seal())
	for i := range 2 {
		_, err := r.client.Update(context.Background())
		var frozen *lightclient.FrozenError
		if !errors.As(err, &frozen) || i == 0 && !errors.Is(err, full) {
			t.Fatalf("error is %v, want a FrozenError, at first with %q", err, full)
		}
	}
}

// TestAttackEncoding: bytes that are no proof.
func TestAttackEncoding(t *testing.T) {
	honest, err := optimism.EncodeProof(forgery{}.stage(t).proof)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := optimism.DecodeProof(honest); err != nil {
		t.Fatal(err)
	}
	if b, err := optimism.EncodeProof(optimism.Proof{Header: &types.Header{Number: big.NewInt(-1)}}); err == nil {
		t.Errorf("a negative number is encoded as %x", b)
	}
	for name, b := range map[string][]byte{
		"nothing": nil, "cut off": honest[:len(honest)-1], "bytes after it": append(slices.Clone(honest), 0), "another list": {0xc0},
		"too large": make([]byte, optimism.MaxProofBytes+1), "as large as it may be": make([]byte, optimism.MaxProofBytes),
	} {
		_, err := optimism.DecodeProof(b)
		if bounded := strings.Contains(errString(err), "at most 196608 are allowed"); !errors.Is(err, lightclient.ErrMalformed) || bounded != (name == "too large") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func errString(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestAttackEvidence: evidence that shows no conflict.
func TestAttackEvidence(t *testing.T) {
	r := registryRig(t)
	r.world.L2 = r.world.L2.Grow(t, 10, "honest", nil)
	r.publish(r.world.L2[9])
	r.mustReach(9)
	rival := r.world.L2[:8].Grow(t, 6, "rival", nil)
	r.publish(rival[13])
	r.l2.Show(nil, rival, optimismtest.Lies{})
	honest := r.mustFreeze()
	believed := func(h lightclient.Header) bool {
		return slices.ContainsFunc(r.world.Parents, func(p optimismtest.Parent) bool { return p.Header == h })
	}
	conflicting := func(change func(*saved)) func(*lightclient.Evidence) {
		return func(e *lightclient.Evidence) {
			s := decodeSaved(t, e.RawConflicting)
			change(&s)
			e.RawConflicting = s.encode(t)
		}
	}
	for _, c := range []struct {
		name   string
		change func(*lightclient.Evidence)
		says   string
	}{
		{"trusted at another height", func(e *lightclient.Evidence) { e.Trusted.Number-- }, "no conflict"},
		{"conflicting at another height", func(e *lightclient.Evidence) { e.Conflicting.Number-- }, "no conflict"},
		{"the same block twice", func(e *lightclient.Evidence) {
			e.Conflicting, e.RawConflicting = e.Trusted, e.RawTrusted
		}, "no conflict"},
		{"bytes that are none", func(e *lightclient.Evidence) { e.RawConflicting = nil }, "trusted block"},
		{"under a header that is not the parent chain's", conflicting(func(s *saved) { s.Parent.StateRoot[0] ^= 1 }), "not believed"},
		{"a claim that does not hold", conflicting(func(s *saved) { s.Proof.Game.Code = nil }), "hashes to"},
		{"another block at the end", func(e *lightclient.Evidence) { e.Conflicting.StateRoot[0] ^= 1 }, "it shows block 9"},
		{"a way with a gap", conflicting(func(s *saved) { s.Path = append(s.Path[:1:1], s.Path[2:]...) }), "the parent hash of"},
		{"a way with an end that is no header", conflicting(func(s *saved) {
			s.Path = []*types.Header{types.CopyHeader(s.Path[len(s.Path)-1])}
			s.Path[0].Number = common.MaxHash.Big()
		}), "field number has 256 bits"},
		{"a claim without a block, of another root", func(e *lightclient.Evidence) {
			s := decodeSaved(t, e.RawConflicting)
			s.Proof.Header, s.Path = nil, nil
			e.RawConflicting = s.encode(t)
		}, "proven is output root"},
		{"a claim without a block that does not hold", func(e *lightclient.Evidence) {
			s := decodeSaved(t, e.RawConflicting)
			s.Proof.Header, s.Path, s.Proof.Game.Code = nil, nil, nil
			e.RawConflicting = s.encode(t)
		}, "hashes to"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := honest
			c.change(&e)
			linked, err := optimism.CheckEvidence(e, r.world.Deployment, believed)
			if err == nil || linked || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("linked %t, %v, want an error that says %q", linked, err, c.says)
			}
		})
	}
	t.Run("a way of which the end alone is kept", func(t *testing.T) {
		e := honest
		conflicting(func(s *saved) { s.Path = s.Path[len(s.Path)-1:] })(&e)
		if linked, err := optimism.CheckEvidence(e, r.world.Deployment, believed); err != nil || linked {
			t.Fatalf("linked %t, %v, want false: somebody has to look for the rest", linked, err)
		}
	})
}
