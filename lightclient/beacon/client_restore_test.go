package beacon_test

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

// savedState is what a record's state holds.
type savedState struct {
	Version, Basis, Fork uint8
	Header, Current      []byte
	NextFork             uint8
	Next                 []byte
	Released             savedHeader
	Execution            []byte
}

type savedHeader struct {
	Number, Time                         uint64
	Hash, Parent, StateRoot, ReceiptRoot [32]byte
}

const (
	byCheckpoint = 1
	byFinality   = 2
	byForce      = 3
)

// forgery changes a record in the way of one who knows the encoding and the checksums.
type forgery struct {
	t *testing.T
	s *siege
	*savedState
	record *lightclient.Record
}

func (f *forgery) finality(u *beacon.LightClientUpdate) {
	f.t.Helper()
	b, err := beacontest.FinalityPart(u).EncodeSSZ(f.s.net.Preset)
	f.must(err)
	f.Fork, f.Header = uint8(u.Fork()), b
}

func (f *forgery) next(u *beacon.LightClientUpdate) {
	f.t.Helper()
	b, err := u.EncodeSSZ(f.s.net.Preset)
	f.must(err)
	f.NextFork, f.Next = uint8(u.Fork()), b
}

func (f *forgery) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// update returns what the chain says at the first slot of an epoch, signed by so many.
func (f *forgery) update(c *beacontest.Chain, epoch beacon.Epoch, signers int) *beacon.LightClientUpdate {
	f.t.Helper()
	attested := c.At(beacon.Slot(epoch) * 8)
	u, err := c.Update(attested, attested.Header.Slot+1)
	f.must(err)
	f.must(c.Sign(u, c.Participants(u.SignatureSlot, 8-signers)))
	return u
}

// release puts a header where it is released, in both places.
func (f *forgery) release(h *types.Header) {
	f.t.Helper()
	r, err := lightclient.ReadHeader(h)
	f.must(err)
	f.record.Trusted = r
	f.Released.Number, f.Released.Time, f.Released.Hash, f.Released.Parent = r.Number, r.Time, r.Hash, r.ParentHash
	f.Released.StateRoot, f.Released.ReceiptRoot = r.StateRoot, r.ReceiptsRoot
	f.Execution, err = rlp.EncodeToBytes(h)
	f.must(err)
}

// TestAttackStore: a record that somebody has rewritten, checksums and all, is believed no
// further than signatures and hashes go.
func TestAttackClientStore(t *testing.T) {
	for _, attack := range []struct {
		name   string
		forge  func(f *forgery)
		words  string
		honest bool // it is believed: what it says is true
	}{
		{"as it was", func(*forgery) {}, "", true},
		{"state of another version", func(f *forgery) { f.Version++ }, "version 2, want 1", false},
		{"no state", func(f *forgery) { f.record.State = []byte{} }, "state of the client", false},
		{"trailing bytes", func(f *forgery) { f.record.State = append(f.record.State, 0) }, "state of the client", false},
		{"another header than the state's", func(f *forgery) { f.record.Trusted.ReceiptsRoot[0] ^= 1 }, "saved header is", false},
		{"another header in both", func(f *forgery) { f.record.Trusted.ReceiptsRoot[0] ^= 1; f.Released.ReceiptRoot[0] ^= 1 }, "execution header is", false},
		{"attested header with another execution block", func(f *forgery) {
			u := f.update(f.s.chain, trustedEpoch+2, 8)
			u.AttestedHeader.Execution.StateRoot[0] ^= 1
			f.finality(u)
		}, "attested_header", false},
		{"another execution block", func(f *forgery) { f.release(f.s.chain.At(13 * 8).Confirms()) }, "hash of the execution header", false},
		{"an execution header that is none", func(f *forgery) { f.Execution = f.Execution[1:] }, "execution header", false},
		{"no execution header, the beacon chain says enough", func(f *forgery) { f.Execution = nil }, "", true},
		{"believed for no reason", func(f *forgery) { f.Basis = 4 }, "basis is 4", false},
		{"finality of too few", func(f *forgery) { f.finality(f.update(f.s.chain, trustedEpoch+2, 5)) }, "5 of 8", false},
		{"a finality update in no format", func(f *forgery) { f.Fork = 99 }, "finality update", false},
		{"finality signed by others", func(f *forgery) {
			f.finality(f.update(f.s.extend(f.s.chain.ForkElecting(trustedEpoch*8+7, "strangers", 1), 15), trustedEpoch+2, 8))
		}, "sync_committee_signature", false},
		{"finality signed in a period that is not known", func(f *forgery) {
			u := f.update(f.s.chain, trustedEpoch+2, 8)
			u.SignatureSlot += 2 * 64
			f.must(f.s.chain.Sign(u, f.s.chain.Participants(u.SignatureSlot, 0)))
			f.finality(u)
		}, "whose committee is not known", false},
		{"another finalized header", func(f *forgery) {
			u := f.update(f.s.chain, trustedEpoch+2, 8)
			u.FinalizedHeader = f.update(f.s.chain, trustedEpoch+3, 8).FinalizedHeader
			f.finality(u)
			f.release(f.s.chain.At((trustedEpoch + 1) * 8).Confirms())
		}, "finality_branch", false},
		{"a checkpoint that nobody named", func(f *forgery) { f.checkpoint(trustedEpoch, f.record.Anchor.Hash[:]) }, "the record says", false},
		{"the checkpoint that was named", func(f *forgery) { f.checkpoint(9, f.record.Anchor.Hash[:]); f.release(f.s.chain.At(9 * 8).Confirms()) }, "", true},
		{"a checkpoint with another execution block", func(f *forgery) {
			f.checkpointChanged(9, func(h *beacon.LightClientHeader) { h.Execution.StateRoot[0] ^= 1 })
			f.release(f.s.chain.At(9 * 8).Confirms())
		}, "execution_branch", false},
		{"a checkpoint in no format", func(f *forgery) { f.Basis, f.Fork = byCheckpoint, 99 }, "checkpoint:", false},
		{"a forced header in no format", func(f *forgery) { f.Basis, f.Fork = byForce, 99 }, "forced update", false},
		{"a forced header", func(f *forgery) { f.forced(8) }, "", true},
		{"a forced header of too few", func(f *forgery) { f.forced(5) }, "5 of 8", false},
		{"a forced header and another released one", func(f *forgery) {
			f.forced(8)
			f.record.Trusted.StateRoot[0] ^= 1
			f.Released.StateRoot[0] ^= 1
		}, "execution header is", false},
		{"a forced header, nothing released, and an execution header that has no hash", func(f *forgery) {
			f.forced(8)
			f.record.Trusted = lightclient.Header{}
			f.Released = savedHeader{}
			var err error
			f.Execution, err = rlp.EncodeToBytes(&types.Header{Number: new(big.Int).Lsh(big.NewInt(1), 70), Difficulty: new(big.Int)})
			f.must(err)
		}, "field number has 71 bits", false},
		{"next committee of another period", func(f *forgery) { f.next(f.update(f.s.chain, 7, 8)) }, "another period", false},
		{"next committee of too few", func(f *forgery) { f.next(f.update(f.s.chain, trustedEpoch+2, 5)) }, "5 of 8", false},
		{"next committee signed by others", func(f *forgery) {
			f.next(f.update(f.s.extend(f.s.chain.ForkElecting(trustedEpoch*8+7, "strangers", 1), 15), trustedEpoch+2, 8))
		}, "sync_committee_signature", false},
		{"another next committee", func(f *forgery) {
			u := f.update(f.s.chain, trustedEpoch+2, 8)
			u.NextSyncCommittee = f.s.chain.Committee(7)
			f.next(u)
		}, "next_sync_committee_branch", false},
		{"no next committee in the update", func(f *forgery) {
			u := f.update(f.s.chain, trustedEpoch+2, 8)
			f.next(beacontest.FinalityPart(u).Update())
		}, "public key 0", false},
		{"next committee in no format", func(f *forgery) { f.NextFork = 99 }, "update with the next committee", false},
		{"no next committee, but a format", func(f *forgery) { f.Next = nil }, "update with the next committee", false},
		{"the next committee not known", func(f *forgery) { f.Next, f.NextFork = nil, 0 }, "", true},
		{"too few keys", func(f *forgery) { f.Current = f.Current[48:] }, "committee of 8", false},
		{"a key that is none", func(f *forgery) { f.Current[0] ^= 0xff }, "public key 0", false},
		{"another committee", func(f *forgery) {
			other := f.s.chain.Committee(7)
			var err error
			f.Current, err = other.EncodeSSZ(f.s.net.Preset)
			f.must(err)
		}, "sync_committee_signature", false},
	} {
		t.Run(attack.name, func(t *testing.T) {
			s := newEmptySiege(t, beacon.Fulu)
			record := prepare(t, beacon.Fulu).record
			var saved savedState
			if err := rlp.DecodeBytes(record.State, &saved); err != nil {
				t.Fatal(err)
			}
			f := &forgery{t, s, &saved, &record}
			was := string(record.State)
			attack.forge(f)
			if string(record.State) == was {
				var err error
				record.State, err = rlp.EncodeToBytes(saved)
				f.must(err)
			}
			f.must(s.store.Save(record))
			client, err := beacon.New(s.config())
			switch {
			case attack.honest && err != nil:
				t.Fatal(err)
			case attack.honest && client.Final().Header() != record.Trusted:
				t.Errorf("final is %+v, want %+v", client.Final().Header(), record.Trusted)
			case !attack.honest && (!errors.Is(err, lightclient.ErrStoreDamaged) || !strings.Contains(err.Error(), attack.words)):
				t.Errorf("opens with %v, want ErrStoreDamaged and %q", err, attack.words)
			}
		})
	}
}

// checkpoint has the record say that it begins at the block of an epoch.
func (f *forgery) checkpoint(epoch beacon.Epoch, _ []byte) {
	f.checkpointChanged(epoch, func(*beacon.LightClientHeader) {})
}

func (f *forgery) checkpointChanged(epoch beacon.Epoch, change func(h *beacon.LightClientHeader)) {
	f.t.Helper()
	b, err := f.s.chain.Bootstrap(f.s.chain.At(beacon.Slot(epoch) * 8).Root)
	f.must(err)
	change(&b.Header)
	f.Basis, f.Fork = byCheckpoint, uint8(b.Fork())
	f.Header, err = b.Header.EncodeSSZ()
	f.must(err)
}

// forced has the record say that it was forced to a block which so many have signed.
func (f *forgery) forced(signers int) {
	f.t.Helper()
	u := f.update(f.s.chain, trustedEpoch+2, signers)
	part := beacon.LightClientOptimisticUpdate{AttestedHeader: u.AttestedHeader, SyncAggregate: u.SyncAggregate, SignatureSlot: u.SignatureSlot}
	b, err := part.EncodeSSZ(f.s.net.Preset)
	f.must(err)
	f.Basis, f.Fork, f.Header = byForce, uint8(u.Fork()), b
}

// TestAttackClientStoreOfOthers: records of other clients and chains, and evidence, which
// is for good.
func TestAttackClientStoreOfOthers(t *testing.T) {
	record := prepare(t, beacon.Fulu).record
	for name, change := range map[string]func(r *lightclient.Record, o *lightclient.Owner){
		"another chain": func(r *lightclient.Record, o *lightclient.Owner) { r.ChainID++; o.ChainID++ },
		"another kind":  func(r *lightclient.Record, o *lightclient.Owner) { r.Kind, o.Kind = "other", "other" },
	} {
		t.Run(name, func(t *testing.T) {
			s := newEmptySiege(t, beacon.Fulu)
			r, owner := record, lightclient.Owner{ChainID: record.ChainID, Kind: record.Kind}
			change(&r, &owner)
			store, err := lightclient.NewMemoryStore(owner)
			if err == nil {
				err = store.Save(r)
			}
			if err != nil {
				t.Fatal(err)
			}
			s.store = store
			if _, err := beacon.New(s.config()); !errors.Is(err, lightclient.ErrStoreForeign) {
				t.Errorf("opens with %v, want ErrStoreForeign", err)
			}
		})
	}
}

// brokenStore fails as it is told.
type brokenStore struct {
	lightclient.Store
	save, load, evidence error
}

var errDisk = errors.New("disk is full")

func (s *brokenStore) Save(r lightclient.Record) error {
	if s.save != nil {
		return s.save
	}
	return s.Store.Save(r)
}

func (s *brokenStore) Load() (lightclient.Record, error) {
	if s.load != nil {
		return lightclient.Record{}, s.load
	}
	return s.Store.Load()
}

func (s *brokenStore) Evidence() (*lightclient.Evidence, error) {
	if s.evidence != nil {
		return nil, s.evidence
	}
	return s.Store.Evidence()
}

// TestAttackClientBrokenStore: what cannot be kept is not trusted, and what cannot be read
// is no reason to begin anew.
func TestAttackClientBrokenStore(t *testing.T) {
	for name, broken := range map[string]*brokenStore{"record": {load: errDisk}, "evidence": {evidence: errDisk}} {
		t.Run(name, func(t *testing.T) {
			s := newSiege(t, beacon.Fulu)
			broken.Store = s.store
			s.store = broken
			if _, err := beacon.New(s.config()); !errors.Is(err, errDisk) {
				t.Errorf("opens with %v, want the store's error", err)
			}
		})
	}
	for name, begin := range map[string]func(t *testing.T) *siege{
		"at the checkpoint": func(t *testing.T) *siege { return newEmptySiege(t, beacon.Fulu) },
		"at what is final":  func(t *testing.T) *siege { return newSiege(t, beacon.Fulu) },
		"at a period": func(t *testing.T) *siege {
			s := newSiege(t, beacon.Fulu)
			s.chain = s0chain(t)
			s.tick()
			s.lie(s.chain, beacontest.Lies{})
			return s
		},
		"where it is forced": func(t *testing.T) *siege { return stalledSiege(t, true) },
	} {
		t.Run(name, func(t *testing.T) {
			s := begin(t)
			s.store = &brokenStore{Store: s.store, save: errDisk}
			s.open()
			s.mustRefuse(errDisk, "")
			var rejected *lightclient.RejectedError
			if _, err := s.client.Update(t.Context()); errors.As(err, &rejected) {
				t.Errorf("the store's error is %v, want it not to look like a provider's", err)
			}
		})
	}
}

// TestRolledBackStore: a store of some time ago is where the client was then: it follows
// again, and finds what it had.
func TestRolledBackStore(t *testing.T) {
	s := newSiege(t, beacon.Gloas)
	s.mustFollow()
	s.store = newStore(t, s.net)
	if err := s.store.Save(prepare(t, beacon.Gloas).record); err != nil {
		t.Fatal(err)
	}
	s.open()
	s.mustFollow()
}
