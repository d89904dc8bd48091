package world

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// known are codes by their hashes.
type known map[common.Hash][]byte

func (k known) Code(hash common.Hash) []byte { return k[hash] }

// An account whose code is unknown is none without code: one that can't send would pass for one
// that can.
func TestSenderIsToldWithItsCode(t *testing.T) {
	code := []byte{0xef, 1, 0}
	codes := known{crypto.Keccak256Hash(code): code}
	edit := newAccounts(Empty(codes))
	rich, contract, lost := common.Address{1}, common.Address{2}, common.Address{3}
	for address, hash := range map[common.Address][]byte{rich: nil, contract: crypto.Keccak256(code), lost: {31: 1}} {
		a := someAccount(7)
		if a.Nonce = 5; hash != nil {
			a.CodeHash = hash
		}
		if err := edit.UpdateAccount(address, a, 0); err != nil {
			t.Fatal(err)
		}
	}
	s, _ := edit.Snapshot()
	for name, c := range map[string]struct {
		address common.Address
		nonce   uint64
		balance uint64
		code    string
		fails   bool
	}{
		"without code": {rich, 5, 7, "", false},
		"with code":    {contract, 5, 7, string(code), false},
		"code unknown": {lost, 5, 7, "", true},
		"absent":       {common.Address{4}, 0, 0, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			nonce, balance, code, err := s.Sender(c.address)
			if nonce != c.nonce || balance.Uint64() != c.balance || string(code) != c.code || (err != nil) != c.fails {
				t.Errorf("nonce %d, balance %s, code %x, error %v", nonce, &balance, code, err)
			}
		})
	}
}
