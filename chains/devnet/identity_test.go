package devnet

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

func testIdentity(t testing.TB) *identity {
	t.Helper()
	cfg, err := Config{ChainID: testChainID, Random: bytes.NewReader(bytes.Repeat([]byte{7, 1, 2}, 100))}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	id, err := newIdentity(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestIdentityReadsBackAsWritten(t *testing.T) {
	id := testIdentity(t)
	path := filepath.Join(t.TempDir(), identityFile)
	if err := id.write(path); err != nil {
		t.Fatal(err)
	}
	got, err := readIdentity(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.validators) != 4 || got.entropy != id.entropy || got.time != id.time || !got.faucet.Equal(id.faucet) {
		t.Fatalf("read back %+v, wrote %+v", got, id)
	}
	for i := range got.validators {
		if !got.validators[i].Equal(id.validators[i]) {
			t.Errorf("validator %d differs", i)
		}
	}
	if left, err := filepath.Glob(path + ".*"); err != nil || len(left) != 0 {
		t.Errorf("temporary files are left: %v %v", left, err)
	}
}

func TestDamagedIdentityIsRefused(t *testing.T) {
	id := testIdentity(t)
	path := filepath.Join(t.TempDir(), identityFile)
	if err := id.write(path); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	key := hex.EncodeToString(crypto.FromECDSA(id.validators[2]))
	for name, bad := range map[string]string{
		"empty":             "",
		"cut":               string(good[:len(good)/2]),
		"another version":   strings.Replace(string(good), `"version": 1`, `"version": 2`, 1),
		"no validators":     `{"version":1,"validatorKeys":[],"faucetKey":"0x` + key + `"}`,
		"key cut":           strings.Replace(string(good), key, key[2:], 1),
		"key zero":          strings.Replace(string(good), key, strings.Repeat("0", 64), 1),
		"no faucet":         `{"version":1,"validatorKeys":["0x` + key + `"]}`,
		"larger than bound": string(good) + strings.Repeat(" ", maxIdentityBytes),
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path, []byte(bad), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := readIdentity(path); err == nil {
				t.Fatal("accepted")
			} else if strings.Contains(err.Error(), key[4:40]) {
				t.Errorf("the error tells a key: %v", err)
			}
		})
	}
}

func FuzzIdentity(f *testing.F) {
	id := testIdentity(f)
	path := filepath.Join(f.TempDir(), identityFile)
	if err := id.write(path); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"version":1,"validatorKeys":["0x01"]}`))
	f.Fuzz(func(t *testing.T, enc []byte) {
		id, err := decodeIdentity(enc)
		if err != nil {
			return
		}
		// What is accepted can be written and read again.
		path := filepath.Join(t.TempDir(), identityFile)
		if err := id.write(path); err != nil {
			t.Fatal(err)
		}
		again, err := readIdentity(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(again.validators) != len(id.validators) || !again.faucet.Equal(id.faucet) || again.entropy != id.entropy {
			t.Fatal("read back differently")
		}
	})
}

func TestRandomSourceIsUsedAndChecked(t *testing.T) {
	a, b := testIdentity(t), testIdentity(t)
	if a.entropy != b.entropy || !a.faucet.Equal(b.faucet) {
		t.Error("the same random source yields different identities: tests can't repeat")
	}
	for name, source := range map[string]Config{
		"fails":          {Random: iotest.ErrReader(errors.New("no entropy"))},
		"ends":           {Random: bytes.NewReader(make([]byte, 40))},
		"gives no key":   {Random: bytes.NewReader(make([]byte, 4000)), Entropy: common.Hash{1}},
		"gives zero key": {Random: bytes.NewReader(make([]byte, 64)), Entropy: common.Hash{1}, Validators: 1},
	} {
		source.ChainID = testChainID
		if _, err := New(source); err == nil {
			t.Errorf("random source that %s is accepted", name)
		}
	}
}

// Vectors of the BIP-39 and BIP-32 documents' own making are covered by the addresses
// that anvil and hardhat print; this one has another mnemonic (go-ethereum's wallet docs
// and MetaMask agree on it).
func TestDeriveAccounts(t *testing.T) {
	list, err := DeriveAccounts("tag volcano eight thank tide danger coast health above argue embrace heavy", 2)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"0xC49926C4124cEe1cbA0Ea94Ea31a6c12318df947", "0x8230645aC28A4EdD1b0B53E7Cd8019744E9dD559"} {
		if list[i].Address.Hex() != want || addressOf(list[i].Key) != list[i].Address {
			t.Errorf("account %d is %s, want %s", i, list[i].Address, want)
		}
	}
	spaced, err := DeriveAccounts("  tag volcano eight thank tide danger\n coast health above argue embrace heavy ", 1)
	if err != nil || spaced[0].Address != list[0].Address {
		t.Errorf("white space changes the accounts: %v", err)
	}
	for _, n := range []int{-1, maxAccounts + 1} {
		if _, err := DeriveAccounts(TestMnemonic, n); err == nil {
			t.Errorf("%d accounts are accepted", n)
		}
	}
}

// An identity without a chain is what a crash during the very first start leaves behind.
func TestFirstStartIsRepeatedAfterACrash(t *testing.T) {
	dir := t.TempDir()
	cfg, err := Config{ChainID: testChainID, DataDir: dir, OnDemand: true}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	id, err := loadIdentity(cfg, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "chain"), 0o700); err != nil { // opened, nothing written
		t.Fatal(err)
	}
	n, _ := start(t, cfg)
	if got := n.Validators()[0].Address; got != addressOf(id.validators[0]) {
		t.Errorf("validator is %s, the identity says %s", got, addressOf(id.validators[0]))
	}
}

func TestIdentityMustAgreeWithExplicitKeys(t *testing.T) {
	id := testIdentity(t)
	same := Config{Validators: 4, ValidatorKeys: id.validators}
	if err := id.agrees(same); err != nil {
		t.Errorf("its own keys: %v", err)
	}
	swapped := Config{Validators: 4, ValidatorKeys: append(id.validators[1:4:4], id.validators[0])}
	if err := id.agrees(swapped); err == nil {
		t.Error("other keys are accepted for an existing chain")
	}
	//nolint:staticcheck // SA9005: that nothing of it can be marshalled is the point
	if enc, err := json.Marshal(id); err != nil || strings.Contains(string(enc), new(big.Int).SetBytes(crypto.FromECDSA(id.faucet)).Text(10)) {
		t.Errorf("a key shows in a marshalled identity: %v", err)
	}
}
