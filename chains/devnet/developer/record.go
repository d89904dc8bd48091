package developer

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/holiman/uint256"
)

// Address is from where and to where records go. It is a hash: nobody has its key.
var Address = common.BytesToAddress(crypto.Keccak256([]byte("catenary: developer")))

// Code marks a developer's chain at Address from block 0 on: STOP, and what it is.
var Code = append([]byte{byte(vm.STOP)}, "catenary developer chain"...)

// ErrRecord is what every refusal of a record wraps.
var ErrRecord = errors.New("invalid developer record")

// Kind says what a change sets.
type Kind uint8

// The kinds of changes. Their numbers are part of blocks.
const (
	Balance    Kind = 1 + iota // Value is wei
	Nonce                      // Value is the next nonce, at most 2^64-2 (EIP-2681)
	SourceCode                 // Value is the code as it lies in the state
	Storage                    // Value is what Slot holds
	BaseFee                    // Value is wei per gas in this block; Address is zero
)

// Change sets one thing. Numbers are big-endian without leading zeros, zero is empty.
type Change struct {
	Kind    Kind
	Address common.Address
	Slot    common.Hash // zero but for Storage
	Value   []byte
}

// Record is what a developer changed at once. It changes accounts, and is then alone in
// its block, or it sets the block's base fee, and has that one change.
type Record struct{ Changes []Change }

// SetBalance, SetNonce, SetCode, SetStorage and SetBaseFee make changes.
func SetBalance(a common.Address, wei *uint256.Int) Change {
	return Change{Kind: Balance, Address: a, Value: wei.Bytes()}
}

// SetNonce sets an account's next nonce.
func SetNonce(a common.Address, nonce uint64) Change {
	return Change{Kind: Nonce, Address: a, Value: new(big.Int).SetUint64(nonce).Bytes()}
}

// SetCode sets a contract's code; none makes it an account without.
func SetCode(a common.Address, code []byte) Change {
	return Change{Kind: SourceCode, Address: a, Value: code}
}

// SetStorage sets one slot.
func SetStorage(a common.Address, slot, value common.Hash) Change {
	return Change{Kind: Storage, Address: a, Slot: slot, Value: common.TrimLeftZeroes(value[:])}
}

// SetBaseFee sets the base fee of the block that the record is in, in wei.
func SetBaseFee(wei *uint256.Int) Change { return Change{Kind: BaseFee, Value: wei.Bytes()} }

// Encode returns the canonical encoding: the RLP of the changes. The record must be valid.
func (r Record) Encode() ([]byte, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	enc, err := rlp.EncodeToBytes(r.Changes)
	if err != nil {
		return nil, fmt.Errorf("encode developer record: %w", err)
	}
	if len(enc) > MaxRecordBytes {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrRecord, len(enc), MaxRecordBytes)
	}
	return enc, nil
}

// DecodeRecord reads a record. Only what Encode returns is accepted.
func DecodeRecord(enc []byte) (Record, error) {
	if len(enc) > MaxRecordBytes {
		return Record{}, fmt.Errorf("%w: %d bytes, at most %d", ErrRecord, len(enc), MaxRecordBytes)
	}
	var r Record
	if err := rlp.DecodeBytes(enc, &r.Changes); err != nil {
		return Record{}, fmt.Errorf("%w: %w", ErrRecord, err)
	}
	if err := r.Check(); err != nil {
		return Record{}, err
	}
	return r, nil
}

// Check says what is wrong with a record.
func (r Record) Check() error {
	if n := len(r.Changes); n == 0 || n > MaxChanges {
		return fmt.Errorf("%w: %d changes, want 1 to %d", ErrRecord, n, MaxChanges)
	}
	for i, c := range r.Changes {
		if err := c.check(); err != nil {
			return fmt.Errorf("%w: change %d: %w", ErrRecord, i, err)
		}
		if c.Kind == BaseFee && len(r.Changes) != 1 {
			return fmt.Errorf("%w: change %d sets the base fee among %d changes, must be alone", ErrRecord, i, len(r.Changes))
		}
	}
	return nil
}

func (c Change) check() error {
	if c.Kind != Storage && c.Slot != (common.Hash{}) {
		return fmt.Errorf("kind %d has slot %s, must be zero", c.Kind, c.Slot)
	}
	if c.Address == Address {
		return fmt.Errorf("%s is where records come from, choose another address", c.Address)
	}
	switch c.Kind {
	case SourceCode:
		return nil
	case BaseFee:
		if c.Address != (common.Address{}) {
			return fmt.Errorf("a base fee has address %s, must be zero", c.Address)
		}
		// EIP-1559 multiplies it by the block's gas, in 256 bits.
		return c.number(16)
	case Balance, Storage:
		return c.number(32)
	case Nonce:
		if err := c.number(8); err != nil {
			return err
		}
		if new(big.Int).SetBytes(c.Value).Uint64() == ^uint64(0) {
			return errors.New("nonce is 2^64-1, at most 2^64-2 (EIP-2681)")
		}
		return nil
	}
	return fmt.Errorf("kind %d, want %d to %d", c.Kind, Balance, BaseFee)
}

func (c Change) number(most int) error {
	if len(c.Value) > most || len(c.Value) > 0 && c.Value[0] == 0 {
		return fmt.Errorf("value %#x of kind %d, want a number of at most %d bytes without leading zeros", c.Value, c.Kind, most)
	}
	return nil
}

// BaseFee returns the base fee in wei that the record sets for its block, nil if none.
func (r Record) BaseFee() *big.Int {
	if len(r.Changes) == 1 && r.Changes[0].Kind == BaseFee {
		return new(big.Int).SetBytes(r.Changes[0].Value)
	}
	return nil
}

// Apply changes the state as a transaction with this record does, in order; the last
// change of one thing counts.
func Apply(st vm.StateDB, r Record, tx *types.Transaction) {
	st.SetNonce(Address, tx.Nonce()+1, tracing.NonceChangeUnspecified)
	for _, c := range r.Changes {
		switch c.Kind {
		case Balance:
			setBalance(st, c.Address, new(uint256.Int).SetBytes(c.Value))
		case Nonce:
			st.SetNonce(c.Address, new(big.Int).SetBytes(c.Value).Uint64(), tracing.NonceChangeUnspecified)
		case SourceCode:
			if !bytes.Equal(st.GetCode(c.Address), c.Value) {
				st.SetCode(c.Address, c.Value, tracing.CodeChangeUnspecified)
			}
		case Storage:
			st.SetState(c.Address, c.Slot, common.BytesToHash(c.Value))
		case BaseFee: // it is in the header
		}
	}
}

// setBalance goes by the difference, because the EVM's view of the state has nothing else.
func setBalance(st vm.StateDB, a common.Address, wei *uint256.Int) {
	has := st.GetBalance(a)
	if has.Gt(wei) {
		st.SubBalance(a, new(uint256.Int).Sub(has, wei), tracing.BalanceChangeUnspecified)
	} else {
		st.AddBalance(a, new(uint256.Int).Sub(wei, has), tracing.BalanceChangeUnspecified)
	}
}

// Transaction returns the one transaction that carries the record in a block with this
// base fee (wei per gas). nonce is Address's in the state. It costs no gas, and pays the
// base fee for it.
func (r Record) Transaction(inner types.Signer, nonce uint64, baseFee *big.Int) (*types.Transaction, error) {
	enc, err := r.Encode()
	if err != nil {
		return nil, err
	}
	to := Address
	return Impersonate(inner, &types.DynamicFeeTx{
		ChainID: inner.ChainID(), Nonce: nonce, GasTipCap: new(big.Int), GasFeeCap: baseFee, To: &to, Value: new(big.Int), Data: enc,
	}, Address)
}

// RecordOf reads the record of a transaction; ok says whether it is from Address, which
// nothing but a record may be. Of all transactions with this nonce and base fee that say
// the same, only Transaction's is accepted.
func RecordOf(inner types.Signer, tx *types.Transaction, nonce uint64, baseFee *big.Int) (r Record, ok bool, err error) {
	if from, impersonated := Impersonated(tx); !impersonated || from != Address {
		return Record{}, false, nil
	}
	if r, err = DecodeRecord(tx.Data()); err != nil {
		return Record{}, true, err
	}
	want, err := r.Transaction(inner, nonce, baseFee)
	if err != nil {
		return Record{}, true, err
	}
	if want.Hash() != tx.Hash() {
		return Record{}, true, fmt.Errorf("%w: the transaction is %s, must be %s (nonce %d, fee cap %d wei, no gas, no value)",
			ErrRecord, tx.Hash(), want.Hash(), nonce, baseFee)
	}
	return r, true, nil
}

// IsRecord reports whether a transaction claims to carry a record.
func IsRecord(tx *types.Transaction) bool {
	from, ok := Impersonated(tx)
	return ok && from == Address
}
