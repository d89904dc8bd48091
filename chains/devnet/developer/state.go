package developer

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"
)

// State is a dump of accounts in the form of anvil's, whose dumps can be read and which
// reads ours. Of the chain's blocks nothing is in it; anvil wants to be told so.
type State struct {
	Block    *struct{}                  `json:"block"`
	Best     *struct{}                  `json:"best_block_number"`
	Accounts map[common.Address]Account `json:"accounts"`
}

// Account is one account of a dump: nonce, wei, code, and slots that aren't zero.
type Account struct {
	Nonce   uint64                      `json:"nonce"`
	Balance *hexutil.U256               `json:"balance"`
	Code    hexutil.Bytes               `json:"code"`
	Storage map[common.Hash]common.Hash `json:"storage"`
}

// Protocol are accounts that every chain has for itself and no dump carries over.
func Protocol() []common.Address {
	return []common.Address{Address, params.BeaconRootsAddress, params.HistoryStorageAddress, params.WithdrawalQueueAddress, params.ConsolidationQueueAddress}
}

// DecodeState reads a dump of ours or of anvil's. Only the accounts are looked at.
func DecodeState(enc []byte) (*State, error) {
	if len(enc) > MaxStateBytes {
		return nil, fmt.Errorf("state dump has %d bytes, at most %d", len(enc), MaxStateBytes)
	}
	var s struct {
		Accounts map[common.Address]Account `json:"accounts"`
	}
	if err := json.Unmarshal(enc, &s); err != nil {
		return nil, fmt.Errorf("state dump: %w", err)
	}
	if s.Accounts == nil {
		return nil, errors.New(`state dump has no "accounts"`)
	}
	for a, account := range s.Accounts {
		if account.Balance == nil {
			return nil, fmt.Errorf("state dump: account %s has no balance", a)
		}
	}
	return &State{Accounts: s.Accounts}, nil
}

// Changes are records that bring the accounts of a dump into a state; whatever else is
// there stays. They are in the order of addresses, so that one dump is always the same.
func (s *State) Changes() ([][]Change, error) {
	protocol := Protocol()
	var records [][]Change
	var record []Change
	size := 0
	add := func(c Change) {
		// Lengths of the RLP around them are at most 16 bytes a change.
		cost := common.AddressLength + common.HashLength + len(c.Value) + 16
		if size+cost > MaxRecordBytes-16 || len(record) == MaxChanges {
			records, record, size = append(records, record), nil, 0
		}
		record, size = append(record, c), size+cost
	}
	for _, a := range sortedKeys(s.Accounts, common.Address.Cmp) {
		if slices.Contains(protocol, a) {
			continue
		}
		account := s.Accounts[a]
		add(SetBalance(a, (*uint256.Int)(account.Balance)))
		add(SetNonce(a, account.Nonce))
		add(SetCode(a, account.Code))
		for _, slot := range sortedKeys(account.Storage, common.Hash.Cmp) {
			add(SetStorage(a, slot, account.Storage[slot]))
		}
	}
	if len(record) > 0 {
		records = append(records, record)
	}
	for _, r := range records {
		if _, err := (Record{r}).Encode(); err != nil {
			return nil, fmt.Errorf("state dump: %w", err)
		}
	}
	return records, nil
}

func sortedKeys[K comparable, V any](m map[K]V, compare func(a, b K) int) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compare)
	return keys
}
