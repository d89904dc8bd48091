package consensus

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// simKeys are the validators' keys, and how signatures by them are checked.
type simKeys struct {
	signers []Signer
	recover recovery
	seal    func(*types.Block, [][]byte) (*types.Block, error)
}

// realKeys sign with secp256k1, as validators do.
func realKeys(tb failer, n int) simKeys {
	k := simKeys{recover: recoverAddress, seal: withSeals}
	for _, s := range testSigners(tb, n) {
		k.signers = append(k.signers, s)
	}
	return k
}

// macKeys sign with a MAC that only the simulation can check, since it knows all secrets: 65 bytes like a signature,
// the number of the key and sha256(secret, digest). Nobody can make one without the secret, adversaries are handed
// those of their own validators alone, and one digest has one signature by a key. That is all that consensus asks of
// signatures, at a hundredth of the price.
func macKeys(n int) simKeys {
	macs := make([]*macSigner, n)
	for i := range macs {
		secret := sha256.Sum256(fmt.Appendf(nil, "validator %d", i))
		macs[i] = &macSigner{secret: secret, address: common.BytesToAddress(secret[:])}
	}
	slices.SortFunc(macs, func(a, b *macSigner) int { return a.address.Cmp(b.address) })
	k := simKeys{}
	for i, s := range macs {
		s.number = byte(i)
		k.signers = append(k.signers, s)
	}
	k.recover = func(digest common.Hash, sig []byte) (common.Address, error) {
		if len(sig) != 65 || int(sig[32]) >= n || !bytes.Equal(sig, macs[sig[32]].mac(digest)) {
			return common.Address{}, fmt.Errorf("%w: it is nobody's MAC", ErrBadSignature)
		}
		return macs[sig[32]].address, nil
	}
	k.seal = func(b *types.Block, seals [][]byte) (*types.Block, error) {
		x, err := qbft.DecodeExtra(b.Extra())
		if err != nil {
			return nil, err
		}
		x.Seals = slices.SortedFunc(slices.Values(seals), bytes.Compare)
		return b.WithSeal(qbft.WithExtra(b.Header(), x)), nil
	}
	return k
}

type macSigner struct {
	number  byte
	secret  [32]byte
	address common.Address
}

func (s *macSigner) Address() common.Address { return s.address }

func (s *macSigner) Sign(digest common.Hash) ([]byte, error) { return s.mac(digest), nil }

func (s *macSigner) mac(digest common.Hash) []byte {
	var in [64]byte
	copy(in[:], s.secret[:])
	copy(in[32:], digest[:])
	sum := sha256.Sum256(in[:])
	sig := make([]byte, 65)
	copy(sig, sum[:])
	sig[32] = s.number
	return sig
}
