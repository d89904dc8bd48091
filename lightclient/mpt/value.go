package mpt

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/holiman/uint256"
)

// decodeAccount reads rlp([nonce, balance, storageRoot, codeHash]) and nothing around it.
func decodeAccount(encoded []byte) (Account, error) {
	content, err := onlyList(encoded)
	if err != nil {
		return Account{}, fmt.Errorf("%w: account: %w", ErrMalformedValue, err)
	}
	var account Account
	if account.Nonce, content, err = rlp.SplitUint64(content); err != nil {
		return Account{}, fmt.Errorf("%w: account nonce: %w", ErrMalformedValue, err)
	}
	if account.Balance, content, err = splitWei(content); err != nil {
		return Account{}, fmt.Errorf("%w: account balance: %w", ErrMalformedValue, err)
	}
	if account.StorageRoot, content, err = splitHash(content); err != nil {
		return Account{}, fmt.Errorf("%w: account storage root: %w", ErrMalformedValue, err)
	}
	if account.CodeHash, content, err = splitHash(content); err != nil {
		return Account{}, fmt.Errorf("%w: account code hash: %w", ErrMalformedValue, err)
	}
	if len(content) != 0 {
		return Account{}, fmt.Errorf("%w: account: %d bytes after its fourth field, want none", ErrMalformedValue, len(content))
	}
	return account, nil
}

// decodeSlot reads a storage value: an RLP string of 1 to 32 bytes without leading zeros. Zero is
// never stored, a slot that holds it is absent.
func decodeSlot(encoded []byte) (common.Hash, error) {
	value, rest, err := rlp.SplitString(encoded)
	if err != nil {
		return common.Hash{}, fmt.Errorf("%w: slot: want an RLP string: %w", ErrMalformedValue, err)
	}
	switch {
	case len(rest) != 0:
		return common.Hash{}, fmt.Errorf("%w: slot: %d bytes after its RLP string, want none", ErrMalformedValue, len(rest))
	case len(value) == 0:
		return common.Hash{}, fmt.Errorf("%w: slot: a stored zero, want the slot absent", ErrMalformedValue)
	case len(value) > common.HashLength:
		return common.Hash{}, fmt.Errorf("%w: slot: %d bytes, want at most %d", ErrMalformedValue, len(value), common.HashLength)
	case value[0] == 0:
		return common.Hash{}, fmt.Errorf("%w: slot: %d bytes with a leading zero, want it trimmed", ErrMalformedValue, len(value))
	}
	return common.BytesToHash(value), nil
}

// checkReceipt accepts an RLP list, or a type byte from 0x01 to 0x7f followed by one (EIP-2718).
func checkReceipt(encoded []byte) error {
	payload := encoded
	if kind := encoded[0]; kind < rlpListBase {
		if kind == 0 || kind > 0x7f {
			return fmt.Errorf("%w: receipt: first byte %#x, want a type from 0x01 to 0x7f or an RLP list", ErrMalformedValue, kind)
		}
		payload = encoded[1:]
	}
	if _, err := onlyList(payload); err != nil {
		return fmt.Errorf("%w: receipt: %w", ErrMalformedValue, err)
	}
	return nil
}

// splitWei takes a big-endian integer of at most 256 bits off content.
func splitWei(content []byte) (*uint256.Int, []byte, error) {
	value, rest, err := rlp.SplitString(content)
	switch {
	case err != nil:
		return nil, nil, err
	case len(value) > 32:
		return nil, nil, fmt.Errorf("%d bytes, want at most 32", len(value))
	case len(value) > 0 && value[0] == 0:
		return nil, nil, fmt.Errorf("%d bytes with a leading zero, want it trimmed", len(value))
	}
	return new(uint256.Int).SetBytes(value), rest, nil
}

func splitHash(content []byte) (common.Hash, []byte, error) {
	value, rest, err := splitFixed(content, common.HashLength)
	return common.BytesToHash(value), rest, err
}

// splitFixed takes a string of exactly size bytes off content.
func splitFixed(content []byte, size int) (value, rest []byte, err error) {
	value, rest, err = rlp.SplitString(content)
	if err != nil {
		return nil, nil, err
	}
	if len(value) != size {
		return nil, nil, fmt.Errorf("%d bytes, want %d", len(value), size)
	}
	return value, rest, nil
}

// onlyList returns the content of an RLP list around which there is nothing.
func onlyList(encoded []byte) ([]byte, error) {
	content, rest, err := rlp.SplitList(encoded)
	if err != nil {
		return nil, fmt.Errorf("want an RLP list: %w", err)
	}
	if len(rest) != 0 {
		return nil, fmt.Errorf("%d bytes after its RLP list, want none", len(rest))
	}
	return content, nil
}
