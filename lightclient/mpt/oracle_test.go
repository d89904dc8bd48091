package mpt

import (
	"bytes"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

// checkAgainstOracle compares lookup with go-ethereum's verifier, and with what was put into the
// trie (nil for nothing).
func checkAgainstOracle(t *testing.T, rt *rapid.T, oracle oracleTrie, key, want []byte, kind shape) {
	proof := oracle.prove(t, key)
	if theirs, err := trie.VerifyProof(oracle.Hash(), key, newOracleDB(proof)); len(proof) > 0 && (err != nil || !bytes.Equal(theirs, want)) {
		rt.Fatalf("oracle: key %x: got %x, %v; want %x", key, theirs, err, want)
	}
	value, present, err := lookup(oracle.Hash(), key, proof, kind)
	if err != nil || present != (want != nil) || !bytes.Equal(value, want) {
		rt.Fatalf("key %x: got %x, %v, %v; want %x", key, value, present, err, want)
	}
	for i := range proof {
		without := append(bytes.Clone(nil), 0) // a node of no trie in its place
		damaged := append(append([][]byte{}, proof...), nil)[:len(proof)]
		damaged[i] = without
		if _, present, err := lookup(oracle.Hash(), key, damaged, kind); present || err == nil {
			rt.Fatalf("key %x: node %d replaced: got present %v, error %v; want a refusal", key, i, present, err)
		}
	}
}

// TestOracleCrowdedTries: short keys of few nibbles and short values make every shape: extensions,
// inlined leaves and branches, a root of fewer than 32 bytes.
func TestOracleCrowdedTries(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		keyBytes := rapid.IntRange(1, 4).Draw(rt, "key bytes")
		key := rapid.SliceOfN(rapid.SampledFrom([]byte{0x00, 0x01, 0x10, 0x11, 0x12, 0xf1}), keyBytes, keyBytes)
		value := rapid.SliceOfN(rapid.Byte(), 1, 40)
		oracle, content := newOracleTrie(t), map[string][]byte{}
		for range rapid.IntRange(0, 30).Draw(rt, "keys") {
			k, v := key.Draw(rt, "key"), value.Draw(rt, "value")
			oracle.MustUpdate(k, v)
			content[string(k)] = v
		}
		for k, v := range content {
			checkAgainstOracle(t, rt, oracle, []byte(k), v, stateTrie)
		}
		for range 10 {
			k := key.Draw(rt, "probe")
			checkAgainstOracle(t, rt, oracle, k, content[string(k)], stateTrie)
		}
	})
}

func TestOracleStorage(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		slot := rapid.Custom(func(rt *rapid.T) common.Hash {
			return common.BytesToHash(rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(rt, "slot"))
		})
		oracle, content := newOracleTrie(t), map[common.Hash]common.Hash{}
		for range rapid.IntRange(0, 60).Draw(rt, "slots") {
			s, v := slot.Draw(rt, "slot"), slot.Draw(rt, "value")
			if v == (common.Hash{}) {
				continue
			}
			oracle.MustUpdate(crypto.Keccak256(s[:]), rlpString(common.TrimLeftZeroes(v[:])))
			content[s] = v
		}
		check := func(s common.Hash) {
			value, present, err := VerifyStorage(oracle.Hash(), s, oracle.prove(t, crypto.Keccak256(s[:])))
			want, stored := content[s]
			if err != nil || present != stored || value != want {
				rt.Fatalf("slot %s: got %s, %v, %v; want %s, %v", s, value, present, err, want, stored)
			}
		}
		for s := range content {
			check(s)
		}
		for range 10 {
			check(slot.Draw(rt, "probe"))
		}
	})
}

func TestOracleAccounts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		hash := rapid.Custom(func(rt *rapid.T) common.Hash {
			return common.BytesToHash(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(rt, "hash"))
		})
		oracle, content := newOracleTrie(t), map[common.Address]Account{}
		for range rapid.IntRange(0, 40).Draw(rt, "accounts") {
			address := common.BytesToAddress(rapid.SliceOfN(rapid.Byte(), 1, 2).Draw(rt, "address"))
			account := Account{
				Nonce:       rapid.Uint64().Draw(rt, "nonce"),
				Balance:     new(uint256.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(rt, "balance")),
				StorageRoot: hash.Draw(rt, "storage root"),
				CodeHash:    hash.Draw(rt, "code hash"),
			}
			encoded, err := rlp.EncodeToBytes([]any{account.Nonce, account.Balance, account.StorageRoot, account.CodeHash})
			if err != nil {
				rt.Fatal(err)
			}
			oracle.MustUpdate(crypto.Keccak256(address[:]), encoded)
			content[address] = account
		}
		for i := range 20 {
			content[common.BytesToAddress([]byte{1, 0, byte(i)})] = Account{} // absent
		}
		for address, want := range content {
			got, present, err := VerifyAccount(oracle.Hash(), address, oracle.prove(t, crypto.Keccak256(address[:])))
			if err != nil || present != (want.Balance != nil) {
				rt.Fatalf("account %s: present %v, error %v; want %+v", address, present, err, want)
			}
			if present && (got.Nonce != want.Nonce || !got.Balance.Eq(want.Balance) || got.StorageRoot != want.StorageRoot || got.CodeHash != want.CodeHash) {
				rt.Fatalf("account %s: got %+v, want %+v", address, got, want)
			}
		}
	})
}

// TestOracleReceipts: blocks of all sizes around the places where rlp(index) grows, with receipts
// so short that they are inlined too.
func TestOracleReceipts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		oracle := newOracleTrie(t)
		count := rapid.OneOf(rapid.IntRange(0, 4), rapid.IntRange(126, 130), rapid.IntRange(254, 258)).Draw(rt, "receipts")
		receipts := make([][]byte, count)
		for i := range receipts {
			receipts[i] = rlpList(rlpString(rapid.SliceOfN(rapid.Byte(), 0, 60).Draw(rt, "fields")))
			if kind := rapid.ByteRange(0, 0x7f).Draw(rt, "type"); kind > 0 {
				receipts[i] = append([]byte{kind}, receipts[i]...)
			}
			oracle.MustUpdate(rlp.AppendUint64(nil, uint64(i)), receipts[i])
		}
		check := func(index uint64) {
			got, present, err := VerifyReceipt(oracle.Hash(), index, oracle.prove(t, rlp.AppendUint64(nil, index)))
			var want []byte
			if index < uint64(count) {
				want = receipts[index]
			}
			if err != nil || present != (want != nil) || !bytes.Equal(got, want) {
				rt.Fatalf("receipt %d of %d: got %x, %v, %v; want %x", index, count, got, present, err, want)
			}
		}
		for i := range count {
			check(uint64(i))
		}
		check(uint64(count))
		check(rapid.Uint64().Draw(rt, "probe"))
	})
}
