package senders

import (
	"errors"
	"math/big"
	"sync"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/lru"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/devnet/senders/curve"
)

// Config says for which chain. Signer is required.
type Config struct {
	Signer   types.Signer // by which senders will be asked for
	Paranoid bool         // recover every sender
	Turns    Turns        // may be nil: it goes without
}

// Turns say when there is a processor to work on: between Take, which waits, and Give.
type Turns interface {
	Take()
	Give()
}

// always is a turn without end.
type always struct{}

func (always) Take() {}
func (always) Give() {}

// Finder knows accounts that have sent. It may be used concurrently.
type Finder struct {
	config   Config
	chainID  *big.Int
	supports [types.SetCodeTxType + 1]bool // by type: what a signature may be proven of
	together bool                          // many are recovered at a time; nobody has to be known

	mu    sync.Mutex
	known lru.BasicLRU[common.Address, *sender]
}

// sender is an account that has sent. Its fields but key are the finder's lock's.
type sender struct {
	proven *provenSigner // apart: transactions keep it when the account and its key are forgotten
	seen   int
	next   common.Address // whose transaction came after its last one
	key    atomic.Pointer[curve.Key]
}

// New returns a finder that knows nobody.
func New(config Config) (*Finder, error) {
	if config.Signer == nil || config.Signer.ChainID() == nil {
		return nil, errors.New("senders: signer of a chain is required")
	}
	if config.Turns == nil {
		config.Turns = always{}
	}
	f := &Finder{config: config, chainID: config.Signer.ChainID(), known: lru.NewBasicLRU[common.Address, *sender](maxKnown)}
	f.together = curve.Vectors() && !config.Paranoid
	for _, kind := range []types.TxData{&types.LegacyTx{}, &types.AccessListTx{}, &types.DynamicFeeTx{}, &types.SetCodeTx{}} {
		tx := types.NewTx(kind)
		_, _, _, err := config.Signer.SignatureValues(tx, make([]byte, crypto.SignatureLength))
		f.supports[tx.Type()] = !errors.Is(err, types.ErrTxTypeNotSupported)
	}
	return f, nil
}

// provenSigner stands in a transaction for the signer that recovered its sender: whoever
// asks for the same signer is given this address.
type provenSigner struct {
	types.Signer
	from common.Address
}

// Sender implements types.Signer, for a transaction of which it is known.
func (s *provenSigner) Sender(*types.Transaction) (common.Address, error) { return s.from, nil }

// prepare keeps an account's key, which one of its transactions tells.
func (f *Finder) prepare(s *sender, tx *types.Transaction) {
	sig, ok := f.signature(tx)
	if !ok {
		return
	}
	var b [65]byte
	sig.R.FillBytes(b[:32])
	sig.S.FillBytes(b[32:64])
	if sig.Odd {
		b[64] = 1
	}
	hash := f.config.Signer.Hash(tx)
	public, err := crypto.Ecrecover(hash[:], b[:])
	if err != nil || common.BytesToAddress(crypto.Keccak256(public[1:])[12:]) != s.proven.from {
		return
	}
	if key, err := curve.NewKey(public); err == nil {
		s.key.Store(key)
	}
}

// signature takes a transaction's signature apart, by the rules of package types
// (EIP-155, EIP-2, EIP-2718), but doesn't say what it is of. False says that it is of a kind that has to be recovered, if
// it is valid at all.
func (f *Finder) signature(tx *types.Transaction) (curve.Signature, bool) {
	if int(tx.Type()) >= len(f.supports) || !f.supports[tx.Type()] || !tx.Protected() || tx.ChainId().Cmp(f.chainID) != 0 {
		return curve.Signature{}, false
	}
	v, r, s := tx.RawSignatureValues()
	if tx.Type() == types.LegacyTxType { // v = 35 + 2·chain + parity
		v = new(big.Int).Sub(v, new(big.Int).Lsh(f.chainID, 1))
		v.Sub(v, big.NewInt(35))
	}
	if !v.IsUint64() || v.Uint64() > 1 || !crypto.ValidateSignatureValues(byte(v.Uint64()), r, s, true) {
		return curve.Signature{}, false
	}
	return curve.Signature{R: r, S: s, Odd: v.Uint64() == 1}, true
}
