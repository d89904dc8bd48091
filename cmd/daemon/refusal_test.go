package daemon

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crypto/rand"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
	"github.com/catenary-bridge/catenary/signer/keys"
	"github.com/catenary-bridge/catenary/signer/record"
)

// files are what daemons of a test are configured with. No chain answers at their
// endpoints: constructors ask the network nothing.
type files struct {
	dir    string
	key    keys.Entry
	pass   string
	bus    string
	chains []ChainConfig
}

func makeFiles(t *testing.T) files {
	t.Helper()
	f := files{dir: t.TempDir()}
	f.pass, f.bus = filepath.Join(f.dir, "passphrase"), filepath.Join(f.dir, "bus.nk")
	write(t, f.pass, "correct horse\n", 0o600)
	var err error
	if f.key, err = keys.Create(filepath.Join(f.dir, "keys"), "correct horse", keys.Light, rand.Reader); err != nil {
		t.Fatal(err)
	}
	identity, err := bus.NewIdentity(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := identity.WriteFile(f.bus); err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]uint64{{9001, 9002}, {9002, 9001}} {
		file := filepath.Join(f.dir, fmt.Sprintf("deployment-%d.json", pair[0]))
		writeDeployment(t, file, pair[0], pair[1], evm.FirstSet{})
		f.chains = append(f.chains, ChainConfig{ID: pair[0], Endpoints: []string{"http://127.0.0.1:1"}, Deployment: file,
			Client:  ClientConfig{Kind: "qbft", AnchorHash: common.Hash{4}},
			Account: AccountConfig{Keystore: f.key.Path, PassphraseFile: f.pass}})
	}
	return f
}

// writeDeployment writes a deployment file of a chain with a lane from another; a set
// without members is left out.
func writeDeployment(t *testing.T, file string, id, source uint64, set evm.FirstSet) {
	t.Helper()
	address := common.BytesToAddress([]byte{byte(id), 1})
	d := evm.Deployment{ChainID: id, Outbox: address, OutboxMark: messages.Mark{1}, OutboxCodeHash: common.Hash{2}, Inbox: address,
		InboxMark: messages.Mark{3}, PingPong: address, Verifiers: map[uint64]common.Address{source: address}}
	if len(set.Signers) > 0 {
		d.SignerSets = map[uint64]evm.FirstSet{source: set}
	}
	d.InboxID = messages.InboxIDOf(d.Inbox, d.InboxMark)
	content, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, string(content), 0o600)
}

func write(t *testing.T, path, content string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}

func (f files) relayer() RelayerConfig {
	c := DefaultRelayerConfig()
	c.Data, c.Listen, c.Bus.Port = filepath.Join(f.dir, "relayer"), "127.0.0.1:0", 0
	c.Chains = append([]ChainConfig(nil), f.chains...)
	signer, err := bus.NewIdentity(rand.Reader)
	if err != nil {
		panic(err)
	}
	c.Bus.Signers = []BusSigner{{Address: f.key.Address.Hex(), Key: signer.Public()}}
	return c
}

func (f files) signer() SignerConfig {
	c := DefaultSignerConfig()
	c.Data = filepath.Join(f.dir, "signer")
	c.Account = SignerAccount{Keystore: f.key.Path, PassphraseFile: f.pass}
	c.Bus.Identity = f.bus
	c.Chains = append([]ChainConfig(nil), f.chains...)
	return c
}

func newRelayer(c RelayerConfig) (*Relayer, error) {
	return NewRelayer(c, KeystoreSigner(nil), "test", slog.New(slog.DiscardHandler))
}

func newSigner(c SignerConfig) (*Signer, error) {
	return NewSigner(c, nil, slog.New(slog.DiscardHandler))
}

// TestConfigurationsAreRefusedByName: each error names key and value, and nothing has
// been made on disk.
func TestConfigurationsAreRefusedByName(t *testing.T) {
	chains := func(spoil func(*ChainConfig)) func(*RelayerConfig) {
		return func(c *RelayerConfig) { spoil(&c.Chains[1]) }
	}
	for says, spoil := range map[string]func(*RelayerConfig){
		"chains: 1 configured, want at least two":                                func(c *RelayerConfig) { c.Chains = c.Chains[:1] },
		"chains: chain 9001 is configured twice":                                 func(c *RelayerConfig) { c.Chains[1] = c.Chains[0] },
		"chains: id 0, want the EIP-155 chain id":                                chains(func(c *ChainConfig) { c.ID = 0 }),
		"chain 9002: endpoints: none":                                            chains(func(c *ChainConfig) { c.Endpoints = nil }),
		`chain 9002: endpoints[1]: scheme "ftp"`:                                 chains(func(c *ChainConfig) { c.Endpoints = []string{"http://a", "ftp://b"} }),
		"chain 9002: endpoints[0]: not a URL":                                    chains(func(c *ChainConfig) { c.Endpoints = []string{"127.0.0.1"} }),
		"chain 9002: deployment: empty":                                          chains(func(c *ChainConfig) { c.Deployment = "" }),
		"chain 9002: deployment: open absent.json":                               chains(func(c *ChainConfig) { c.Deployment = "absent.json" }),
		"is of chain 9002":                                                       chains(func(c *ChainConfig) { c.ID = 9003 }),
		`chain 9002: lightclient.kind: "tendermint" is unknown, want `:           chains(func(c *ChainConfig) { c.Client.Kind = "tendermint" }),
		"chain 9002: lightclient.anchor-hash: none":                              chains(func(c *ChainConfig) { c.Client.AnchorHash = common.Hash{} }),
		"chain 9002: lightclient.finality":                                       chains(func(c *ChainConfig) { c.Client.Kind, c.Client.Finality = "rpcquorum", "soon" }),
		"chain 9002: lightclient.quorum: means nothing to a client of kind qbft": chains(func(c *ChainConfig) { c.Client.Quorum = 2 }),
		"chain 9002: lightclient.parent: means nothing to a client of kind qbft": chains(func(c *ChainConfig) { c.Client.Parent = 9001 }),
		"max-fee-gwei 1, max-tip-gwei 2":                                         chains(func(c *ChainConfig) { c.Fees = FeesConfig{1, 2} }),
		"lanes[0]: 9001>5 names a chain that is not configured":                  func(c *RelayerConfig) { c.Lanes = []LaneConfig{{Source: 9001, Target: 5}} },
		"lanes[0]: source and target are both 9001":                              func(c *RelayerConfig) { c.Lanes = []LaneConfig{{Source: 9001, Target: 9001}} },
		"lanes[1]: 9001>9002 is there twice": func(c *RelayerConfig) {
			c.Lanes = []LaneConfig{{Source: 9001, Target: 9002}, {Source: 9001, Target: 9002}}
		},
		`listen: "8480", want host:port`:                   func(c *RelayerConfig) { c.Listen = "8480" },
		"data: empty":                                      func(c *RelayerConfig) { c.Data = "" },
		"history: 0 messages, want 1 to 1000000":           func(c *RelayerConfig) { c.History = 0 },
		"in-flight: 0, want at least 1":                    func(c *RelayerConfig) { c.InFlight = 0 },
		"bus: embed and url are both given":                func(c *RelayerConfig) { c.Bus.URL = "nats://127.0.0.1:1" },
		"bus: neither embed nor url is given":              func(c *RelayerConfig) { c.Bus.Embed = false },
		"bus.identity: empty":                              func(c *RelayerConfig) { c.Bus.Embed, c.Bus.URL = false, "nats://127.0.0.1:1" },
		"bus.port: 65536, want 0 to 65535":                 func(c *RelayerConfig) { c.Bus.Port = 65536 },
		`bus.signers[0].address: "0x12" is not an address`: func(c *RelayerConfig) { c.Bus.Signers[0].Address = "0x12" },
	} {
		t.Run(says, func(t *testing.T) {
			f := makeFiles(t)
			c := f.relayer()
			data := c.Data
			spoil(&c)
			_, err := newRelayer(c)
			if !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), says) {
				t.Errorf("got %v", err)
			}
			if _, err := os.Stat(data); !errors.Is(err, os.ErrNotExist) {
				t.Error("a refused configuration left files behind")
			}
		})
	}
}

func TestSignerConfigurationsAreRefusedByName(t *testing.T) {
	for says, spoil := range map[string]func(*SignerConfig){
		"account.keystore: empty":                 func(c *SignerConfig) { c.Account.Keystore = "" },
		"bus.identity: empty":                     func(c *SignerConfig) { c.Bus.Identity = "" },
		"bus.url: empty":                          func(c *SignerConfig) { c.Bus.URL = "" },
		"data: empty":                             func(c *SignerConfig) { c.Data = "" },
		"policy.delay: -1ns":                      func(c *SignerConfig) { c.Policy.Delay = -1 },
		"policy.messages 5 and policy.per 0s":     func(c *SignerConfig) { c.Policy.Messages = 5 },
		"chains: 0 configured, want at least two": func(c *SignerConfig) { c.Chains = nil },
	} {
		t.Run(says, func(t *testing.T) {
			c := makeFiles(t).signer()
			data := c.Data
			c.NewRecord = true
			spoil(&c)
			if _, err := newSigner(c); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), says) {
				t.Errorf("got %v", err)
			}
			if _, err := os.Stat(data); !errors.Is(err, os.ErrNotExist) {
				t.Error("a refused configuration left files behind")
			}
		})
	}
}

// TestSecretsInEndpointsAreNotRepeated: a key in a refused URL stays out of the error.
func TestSecretsInEndpointsAreNotRepeated(t *testing.T) {
	for _, url := range []string{"ftp://user:hunter2@host/topsecret", "http://user:hunter2@ho st/topsecret", "//user:hunter2@host/topsecret"} {
		c := makeFiles(t).relayer()
		c.Chains[0].Endpoints = []string{url}
		if _, err := newRelayer(c); err == nil || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "topsecret") {
			t.Errorf("%s: %v", url, err)
		}
	}
}

// TestMissingRecordIsRefused: a signer without its record could be led to contradict
// itself, so that only the operator's word makes a new one.
func TestMissingRecordIsRefused(t *testing.T) {
	c := makeFiles(t).signer()
	if _, err := newSigner(c); !errors.Is(err, record.ErrMissing) {
		t.Fatalf("without a record: %v", err)
	}
	c.NewRecord = true
	s, err := newSigner(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	c.NewRecord = false
	if s, err = newSigner(c); err != nil {
		t.Fatalf("with its record: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestSecondDaemonOnOneDirectoryIsRefused: two signers with one record, or two
// relayers with one journal, would overwrite each other's words. After the first has
// closed, the second may.
func TestSecondDaemonOnOneDirectoryIsRefused(t *testing.T) {
	f := makeFiles(t)
	signer := f.signer()
	signer.NewRecord = true
	first, err := newSigner(signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newSigner(signer); !errors.Is(err, record.ErrLocked) {
		t.Errorf("second signer: %v", err)
	}
	relayer, err := newRelayer(f.relayer())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newRelayer(f.relayer()); err == nil || !strings.Contains(err.Error(), "trusted headers") {
		t.Errorf("second relayer: %v", err)
	}
	if err := errors.Join(first.Close(), relayer.Close()); err != nil {
		t.Fatal(err)
	}
	signer.NewRecord = false // there is one now
	again, err := newSigner(signer)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestRelayerIdentity: made and kept where the bus is embedded, never where the
// operator names a file or the bus is somebody else's.
func TestRelayerIdentity(t *testing.T) {
	f := makeFiles(t)
	open := func(c RelayerConfig) (string, error) {
		r, err := newRelayer(c)
		if err != nil {
			return "", err
		}
		public := r.identity.Public()
		return public, r.Close()
	}
	c := f.relayer()
	first, err := open(c)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := open(c); err != nil || second != first {
		t.Errorf("started again: %s, %v, want %s", second, err, first)
	}
	if info, err := os.Stat(filepath.Join(c.Data, "relayer.nk")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("seed: %v, %v", info, err)
	}
	configured, err := bus.ReadIdentity(f.bus)
	if err != nil {
		t.Fatal(err)
	}
	c.Bus.Identity = f.bus
	if got, err := open(c); err != nil || got != configured.Public() {
		t.Errorf("configured: %s, %v", got, err)
	}
	absent := filepath.Join(f.dir, "absent.nk")
	c.Bus.Identity = absent
	if _, err := open(c); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "bus.identity") {
		t.Errorf("absent: %v", err)
	}
	if _, err := os.Stat(absent); !errors.Is(err, os.ErrNotExist) {
		t.Error("a file that the operator named was made")
	}
	c.Bus.Embed, c.Bus.URL = false, "nats://127.0.0.1:1"
	if _, err := open(c); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("absent, external bus: %v", err)
	}
	if err := os.Chmod(f.bus, 0o644); err != nil {
		t.Fatal(err)
	}
	c.Bus.Identity = f.bus
	if _, err := open(c); err == nil || !strings.Contains(err.Error(), "bus.identity") {
		t.Errorf("readable by others: %v", err)
	}
}

// TestWrongPassphraseIsNotRepeated: the error says which file does not open.
func TestWrongPassphraseIsNotRepeated(t *testing.T) {
	f := makeFiles(t)
	write(t, f.pass, "battery staple\n", 0o600)
	c := f.signer()
	c.NewRecord = true
	_, err := newSigner(c)
	if !errors.Is(err, keys.ErrPassphrase) || !strings.Contains(err.Error(), f.key.Path) || strings.Contains(err.Error(), "battery") {
		t.Errorf("got %v", err)
	}
}
