package beacon_test

import (
	"bytes"
	"fmt"
	"math/big"
	"testing"

	bls12381 "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fp"
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

func TestAttackDomain(t *testing.T) {
	w := newWorld(t)
	// Deneb until slot 96, Electra from there on.
	forked := newWorld(t, 0, 0, 0, 0, 12)
	electra, deneb := forked.n.Forks[beacon.Electra].Version, forked.n.Forks[beacon.Deneb].Version
	w.run(t, []attack{
		{name: "genesis validators root of another network", want: lightclient.ErrSeals, lie: func(d *forge.Draft) { d.GenesisValidatorsRoot[31] ^= 1 }},
		// DOMAIN_SYNC_COMMITTEE_SELECTION_PROOF
		{name: "another purpose", want: lightclient.ErrSeals, lie: func(d *forge.Draft) { d.DomainType = [4]byte{8} }},
		{name: "version of an earlier fork", want: lightclient.ErrSeals, lie: func(d *forge.Draft) { d.Version = w.n.Forks[beacon.Deneb].Version }},
		{name: "version of no fork", want: lightclient.ErrSeals, lie: func(d *forge.Draft) { d.Version = [4]byte{0xff} }},
	})
	at := func(attested, signature beacon.Slot) func() *forge.Draft {
		return func() *forge.Draft { return forked.chain.Draft(attested, 84).SignAt(signature) }
	}
	version := func(v [4]byte) func(*forge.Draft) { return func(d *forge.Draft) { d.Version = v } }
	forked.run(t, []attack{
		// The rules are those of the slot before the signature's, which here is the attested one.
		{name: "signature in the first slot of a fork under its version", draft: at(95, 96), lie: version(electra), want: lightclient.ErrSeals},
		{name: "signature in the second slot of a fork under the former version", draft: at(95, 97), lie: version(deneb), want: lightclient.ErrSeals},
		{name: "signature long after a fork under the version of the attested slot", draft: at(95, 120), lie: version(deneb), want: lightclient.ErrSeals},
	})
}

// smallSubgroup returns a compressed point of the curve outside of the subgroup.
func smallSubgroup(tb testing.TB) (key beacon.Pubkey) {
	tb.Helper()
	// x³ + 4 is a square for one of a few small x, and the subgroup has one point in 2^125.
	for x := uint64(1); x < 100; x++ {
		var p bls12381.G1Affine
		var b fp.Element
		p.X.SetUint64(x)
		b.SetUint64(4)
		p.Y.Square(&p.X).Mul(&p.Y, &p.X).Add(&p.Y, &b)
		if p.Y.Sqrt(&p.Y) != nil && p.IsOnCurve() && !p.IsInSubGroup() {
			return p.Bytes()
		}
	}
	tb.Fatal("no such point")
	return key
}

// outsideG2 returns a compressed point of the twist outside of the subgroup.
func outsideG2(tb testing.TB) beacon.Signature {
	tb.Helper()
	for x := uint64(1); x < 200; x++ {
		var p bls12381.G2Affine
		p.X.A0.SetUint64(x)
		var b bls12381.E2
		b.A0.SetUint64(4)
		b.A1.SetUint64(4)
		p.Y.Square(&p.X).Mul(&p.Y, &p.X).Add(&p.Y, &b)
		if p.Y.Legendre() != 1 {
			continue
		}
		p.Y.Sqrt(&p.Y)
		if p.IsOnCurve() && !p.IsInSubGroup() {
			return p.Bytes()
		}
	}
	tb.Fatal("no such point")
	return beacon.Signature{}
}

func TestAttackSignature(t *testing.T) {
	w := newWorld(t)
	signature := func(change func(*beacon.Signature)) func(*beacon.LightClientUpdate) {
		return func(u *beacon.LightClientUpdate) { change(&u.SyncAggregate.Signature) }
	}
	var bit []attack
	for _, at := range []int{0, 1, 47, 48, 95} {
		bit = append(bit, attack{name: fmt.Sprintf("a bit flipped in byte %d", at), tamper: signature(func(s *beacon.Signature) { s[at] ^= 0x04 })})
	}
	w.run(t, append(bit, []attack{
		{name: "infinity", want: lightclient.ErrSeals, tamper: signature(func(s *beacon.Signature) { *s = beacon.Signature{0xc0} })},
		{name: "infinity in another form", tamper: signature(func(s *beacon.Signature) { *s = beacon.Signature{0xc0, 95: 1} })},
		{name: "zeros", tamper: signature(func(s *beacon.Signature) { *s = beacon.Signature{} })},
		{name: "outside of the subgroup", tamper: signature(func(s *beacon.Signature) { *s = outsideG2(t) })},
		{name: "its inverse", want: lightclient.ErrSeals, tamper: signature(func(s *beacon.Signature) { s[0] ^= 0x20 })},
		{name: "coordinate above the modulus", tamper: signature(func(s *beacon.Signature) {
			copy(s[1:48], bytes.Repeat([]byte{0xff}, 47))
			s[0] |= 0x1f
		})},
		{name: "not compressed", tamper: signature(func(s *beacon.Signature) { s[0] &^= 0x80 })},
		{name: "of another header", want: lightclient.ErrSeals, tamper: func(u *beacon.LightClientUpdate) {
			u.SyncAggregate = w.chain.Draft(101, 88).Update().SyncAggregate
		}},
		{name: "of a rival chain", want: lightclient.ErrSeals, tamper: func(u *beacon.LightClientUpdate) {
			u.SyncAggregate = w.chain.Rival().Draft(100, 88).Update().SyncAggregate
		}},
		{name: "under another ciphersuite", want: lightclient.ErrSeals, tamper: func(u *beacon.LightClientUpdate) {
			d := w.chain.Draft(100, 88)
			root := forge.SigningRoot(d.Attested.Root(), d.DomainType, d.Version, d.GenesisValidatorsRoot)
			u.SyncAggregate.Signature = forge.Sum(d.Committee.Keys...).Sign(root, "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_")
		}},
	}...))
}

// TestAttackKeys: committees that nobody should be able to get into a state, in a
// checkpoint and as next committee. All of them have the sum that they claim.
func TestAttackKeys(t *testing.T) {
	w := newWorld(t)
	honest := forge.SeededCommittee(24, 2000)
	withKey := func(key beacon.Pubkey) *forge.Committee {
		c := forge.NewCommittee(honest.Keys[1:])
		c.Pubkeys = append([]beacon.Pubkey{key}, c.Pubkeys...)
		return c
	}
	first := honest.Pubkeys[0]
	changed := func(change func(k *beacon.Pubkey)) *forge.Committee {
		c := *honest
		c.Pubkeys = append([]beacon.Pubkey(nil), honest.Pubkeys...)
		change(&c.Pubkeys[0])
		return &c
	}
	for name, c := range map[string]*forge.Committee{
		"infinity":                      withKey(beacon.Pubkey{0xc0}),
		"infinity in another form":      withKey(beacon.Pubkey{0xc0, 47: 1}),
		"outside of the subgroup":       withOutsider(t, honest, smallSubgroup(t)),
		"zeros":                         withKey(beacon.Pubkey{}),
		"off the curve":                 changed(func(k *beacon.Pubkey) { offCurve(k) }),
		"coordinate above the modulus":  aboveModulus(honest),
		"not compressed":                changed(func(k *beacon.Pubkey) { k[0] &^= 0x80 }),
		"one key is another's":          changed(func(k *beacon.Pubkey) { *k = honest.Pubkeys[1] }),
		"aggregate is infinity":         withAggregate(honest, beacon.Pubkey{0xc0}),
		"aggregate is not compressed":   withAggregate(honest, beacon.Pubkey{}),
		"aggregate of all but one":      withAggregate(honest, forge.Sum(honest.Keys[1:]...).Pubkey()),
		"aggregate of the other sign":   withAggregate(honest, forge.Sum(honest.Keys...).Negate().Pubkey()),
		"aggregate is that of no keys":  withAggregate(honest, first),
		"aggregate is of a wrong curve": withAggregate(honest, smallSubgroup(t)),
	} {
		t.Run(name, func(t *testing.T) {
			d := w.chain.Draft(90, finalizedSlot).SetNext(c)
			_, err := w.n.ProcessUpdate(w.fresh, d.Update(), 91)
			refused(t, err, nil)

			chain := forge.NewChain(w.n)
			chain.SetCommittee(1, c)
			chain.SetCommittee(2, honest)
			anchor := chain.Block(anchorSlot, common.Hash{})
			_, err = w.n.InitializeStore(anchor.Root(), chain.Bootstrap(anchor))
			refused(t, err, nil)
		})
	}
	t.Run("keys that add up to infinity", func(t *testing.T) {
		// Such a committee may exist; nobody may sign for it without its keys.
		var keys []forge.Key
		for i := range 8 {
			k := forge.NewKey(uint64(i), 3000)
			keys = append(keys, k, k.Negate(), forge.NewKey(uint64(i), 3001))
		}
		chain := forge.NewChain(w.n)
		chain.SetCommittee(1, forge.NewCommittee(keys))
		chain.SetCommittee(2, honest)
		anchor := chain.Block(anchorSlot, common.Hash{})
		s := w.must(w.n.InitializeStore(anchor.Root(), chain.Bootstrap(anchor)))
		d := chain.Draft(90, finalizedSlot)
		w.must(w.n.ProcessUpdate(s, d.Update(), 91))
		for i := range d.Bits {
			d.Bits[i] = 0
		}
		for i := range 24 {
			if i%3 != 2 {
				d.Bits[i/8] |= 1 << (i % 8)
			}
		}
		u := d.Update()
		u.SyncAggregate.Signature = beacon.Signature{0xc0}
		_, err := w.n.ProcessUpdate(s, u, 91)
		refused(t, err, lightclient.ErrSeals)
	})
	t.Run("honest", func(t *testing.T) {
		w.must(w.n.ProcessUpdate(w.fresh, w.chain.Draft(90, finalizedSlot).SetNext(honest).Update(), 91))
	})
}

func withAggregate(c *forge.Committee, aggregate beacon.Pubkey) *forge.Committee {
	changed := *c
	changed.AggregatePubkey = aggregate
	return &changed
}

// withOutsider replaces the first key, and makes the aggregate the sum that follows.
func withOutsider(tb testing.TB, c *forge.Committee, outsider beacon.Pubkey) *forge.Committee {
	tb.Helper()
	others := forge.Sum(c.Keys[1:]...).Pubkey()
	var a, b bls12381.G1Affine
	d := bls12381.NewDecoder(bytes.NewReader(append(others[:], outsider[:]...)), bls12381.NoSubgroupChecks())
	if err := d.Decode(&a); err != nil {
		tb.Fatal(err)
	}
	if err := d.Decode(&b); err != nil {
		tb.Fatal(err)
	}
	changed := *c
	changed.Pubkeys = append([]beacon.Pubkey{outsider}, c.Pubkeys[1:]...)
	changed.AggregatePubkey = a.Add(&a, &b).Bytes()
	return &changed
}

// offCurve moves the coordinate until no point has it.
func offCurve(k *beacon.Pubkey) {
	for {
		k[47]++
		var p bls12381.G1Affine
		if err := bls12381.NewDecoder(bytes.NewReader(k[:]), bls12381.NoSubgroupChecks()).Decode(&p); err != nil {
			return
		}
	}
}

// aboveModulus adds the modulus to the coordinate of the first key: the same point, if that
// is not refused. It needs a coordinate that leaves room for it below 2^381, as about a
// fifth do.
func aboveModulus(c *forge.Committee) *forge.Committee {
	for i := uint64(0); ; i++ {
		key := forge.NewKey(i, 4000)
		first := key.Pubkey()
		flags := first[0] & 0xe0
		x := append([]byte{first[0] &^ 0xe0}, first[1:]...)
		if sum := new(big.Int).Add(fp.Modulus(), new(big.Int).SetBytes(x)); sum.BitLen() <= 381 {
			sum.FillBytes(first[:])
			first[0] |= flags
			changed := forge.NewCommittee(append([]forge.Key{key}, c.Keys[1:]...))
			changed.Pubkeys[0] = first
			return changed
		}
	}
}
