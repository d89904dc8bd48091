package developer

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// mark is the s of every impersonated transaction. It lies below half of the curve's
// order, so that libraries which check the range of signatures read such transactions,
// and it is a hash, so that no signature has it by chance.
var mark = new(big.Int).Rsh(new(big.Int).SetBytes(crypto.Keccak256([]byte("catenary: impersonated transaction"))), 2)

// senderBits is where r says that a sender follows: with this bit set it is never zero,
// which would be out of the range of signatures.
const senderBits = 8 * common.AddressLength

// Impersonate returns a transaction from an address whose key is not at hand. r is the
// sender, s the mark and v that of even parity: this is the only form. The hash covers
// the sender. inner is the chain's signer without impersonation.
func Impersonate(inner types.Signer, data types.TxData, from common.Address) (*types.Transaction, error) {
	var signature [crypto.SignatureLength]byte
	r := new(big.Int).SetBit(new(big.Int).SetBytes(from[:]), senderBits, 1)
	r.FillBytes(signature[:32])
	mark.FillBytes(signature[32:64])
	tx, err := types.NewTx(data).WithSignature(inner, signature[:])
	if err != nil {
		return nil, fmt.Errorf("impersonate %s: %w", from, err)
	}
	return tx, nil
}

// Impersonated returns the sender that an impersonated transaction names. Whether it is
// believed is a matter of the chain that it is on.
func Impersonated(tx *types.Transaction) (from common.Address, ok bool) {
	v, r, s := tx.RawSignatureValues()
	if s.Cmp(mark) != 0 || r.BitLen() != senderBits+1 || tx.ChainId().Sign() <= 0 {
		return common.Address{}, false
	}
	even := new(big.Int)
	if tx.Type() == types.LegacyTxType { // EIP-155
		even.Add(even.Lsh(tx.ChainId(), 1), big.NewInt(35))
	}
	if v.Cmp(even) != 0 {
		return common.Address{}, false
	}
	return common.BigToAddress(r), true
}

// signer recovers senders on a developer's chain.
type signer struct{ types.Signer }

// NewSigner returns the signer of a developer's chain over that of the same chain
// without impersonation.
//
// It is meant for go-ethereum's cache of senders: a transaction whose sender
// types.Sender has once taken from this signer keeps it for every plain signer of the
// same chain, since the one that filled the cache is asked whether the other is equal.
// So whoever lets a transaction in (the pool, the store, the reader of a proposal) asks
// this signer once ([Prime]), and no reader has to know what kind of chain it is on.
func NewSigner(inner types.Signer) types.Signer { return signer{inner} }

// Sender implements types.Signer.
func (s signer) Sender(tx *types.Transaction) (common.Address, error) {
	from, ok := Impersonated(tx)
	if !ok {
		return s.Signer.Sender(tx)
	}
	if tx.ChainId().Cmp(s.ChainID()) != 0 {
		return common.Address{}, fmt.Errorf("%w: have %d want %d", types.ErrInvalidChainId, tx.ChainId(), s.ChainID())
	}
	return from, nil
}

// Equal implements types.Signer; see NewSigner for why a plain signer is equal.
func (s signer) Equal(other types.Signer) bool {
	if o, ok := other.(signer); ok {
		other = o.Signer
	}
	return s.Signer.Equal(other)
}

// Prime makes every later types.Sender answer for impersonated transactions.
func Prime(signer types.Signer, txs types.Transactions) {
	for _, tx := range txs {
		if _, ok := Impersonated(tx); ok {
			_, _ = types.Sender(signer, tx) // an error is not cached: whoever needs the sender meets it again
		}
	}
}
