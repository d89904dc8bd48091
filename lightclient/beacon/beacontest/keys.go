package beacontest

import (
	"encoding/binary"
	"fmt"
	"math/big"
	"sync"

	bls12381 "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// ciphersuite is that of the beacon chain (phase0/beacon-chain.md, BLS signatures).
const ciphersuite = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_"

// validators are keys, the same ones for one seed, from which committees are drawn.
type validators struct {
	seed   string
	secret []fr.Element
	point  []bls12381.G1Affine

	mu         sync.Mutex
	committees map[committeeID]*committee
}

type committeeID struct {
	label  string
	period beacon.Period
	size   uint64
}

// committee is one period's, some of whose members may be there twice.
type committee struct {
	members []int
	public  beacon.SyncCommittee
	root    common.Hash
}

// pools remembers keys by seed and number: making 512 of them takes 60 ms.
var pools sync.Map

func newValidators(seed string, n int) *validators {
	type poolID struct {
		seed string
		n    int
	}
	made := sync.OnceValue(func() *validators {
		v := &validators{seed: seed, secret: make([]fr.Element, n), point: make([]bls12381.G1Affine, n), committees: map[committeeID]*committee{}}
		for i := range v.secret {
			// 64 bytes, reduced: as good as uniform, and never zero in practice.
			wide := append(hashBytes(seed, "secret", uint64(i), 0), hashBytes(seed, "secret", uint64(i), 1)...)
			v.secret[i].SetBytes(wide)
			var exponent big.Int
			v.point[i].ScalarMultiplicationBase(v.secret[i].BigInt(&exponent))
		}
		return v
	})
	once, _ := pools.LoadOrStore(poolID{seed, n}, made)
	return once.(func() *validators)()
}

func hashBytes(seed, label string, a, b uint64) []byte {
	h := hash([]byte(seed), []byte{0}, []byte(label), number(a), number(b))
	return h[:]
}

// committeeAt draws the committee of a period; another one for each label.
func (v *validators) committeeAt(label string, period beacon.Period, size uint64) *committee {
	v.mu.Lock()
	defer v.mu.Unlock()
	id := committeeID{label, period, size}
	if c := v.committees[id]; c != nil {
		return c
	}
	c := &committee{members: make([]int, size)}
	var sum bls12381.G1Jac
	for i := range c.members {
		m := int(binary.BigEndian.Uint64(hashBytes(v.seed, "committee"+label, uint64(period), uint64(i))) % uint64(len(v.secret)))
		c.members[i] = m
		sum.AddMixed(&v.point[m])
		c.public.Pubkeys = append(c.public.Pubkeys, v.point[m].Bytes())
	}
	var aggregate bls12381.G1Affine
	c.public.AggregatePubkey = aggregate.FromJacobian(&sum).Bytes()
	c.root = committeeRoot(&c.public)
	v.committees[id] = c
	return c
}

// sign adds up the signatures of the members whose bits are set.
func (v *validators) sign(c *committee, bits beacon.Bitvector, message common.Hash) (beacon.Signature, error) {
	var sum fr.Element
	for i, m := range c.members {
		if bits.Bit(i) {
			sum.Add(&sum, &v.secret[m])
		}
	}
	point, err := bls12381.HashToG2(message[:], []byte(ciphersuite))
	if err != nil {
		return beacon.Signature{}, fmt.Errorf("hash to curve: %w", err)
	}
	var exponent big.Int
	var signature bls12381.G2Affine
	return signature.ScalarMultiplication(&point, sum.BigInt(&exponent)).Bytes(), nil
}

// signingRoot is compute_signing_root of a block under compute_domain (phase0/beacon-chain.md).
func signingRoot(block common.Hash, version [4]byte, genesisValidatorsRoot common.Hash) common.Hash {
	var current [32]byte
	copy(current[:], version[:])
	forkData := hash(current[:], genesisValidatorsRoot[:])
	domain := append([]byte{7, 0, 0, 0}, forkData[:28]...)
	return hash(block[:], domain)
}
