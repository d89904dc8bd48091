package daemon

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/configs"
)

// withSets enters signer sets in all deployment files.
func (f files) withSets(t *testing.T, set evm.FirstSet) files {
	t.Helper()
	for i := range f.chains {
		d, err := f.chains[i].readDeployment()
		if err != nil {
			t.Fatal(err)
		}
		d.SignerSets = map[uint64]evm.FirstSet{}
		for source := range d.Verifiers {
			d.SignerSets[source] = set
		}
		content, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f.chains[i].Deployment, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

func setOf(threshold int, signers ...common.Address) evm.FirstSet {
	sorted := append([]common.Address(nil), signers...)
	for i := range sorted {
		for j := i; j > 0 && sorted[j].Cmp(sorted[j-1]) < 0; j-- {
			sorted[j], sorted[j-1] = sorted[j-1], sorted[j]
		}
	}
	return evm.FirstSet{Signers: sorted, Threshold: threshold}
}

func TestReportOfRelayer(t *testing.T) {
	f := makeFiles(t)
	f.withSets(t, setOf(2, f.key.Address, common.Address{1}, common.Address{2}))
	r, err := CheckRelayer(f.relayer())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Chains) != 2 || len(r.Lanes) != 2 || r.Chains[0].Payer != f.key.Address || r.Lanes[0].Name != "9001>9002" {
		t.Fatalf("%+v", r)
	}
	if lane := r.Lanes[0]; lane.Threshold != 2 || len(lane.Signers) != 3 || !strings.Contains(lane.ToForge[0], "2 of the 3") || !strings.Contains(lane.ToStop[0], "2 of the 3") {
		t.Errorf("%+v", lane)
	}
	if _, err := os.Stat(f.relayer().Data); !os.IsNotExist(err) {
		t.Error("checking made the data directory")
	}
}

// TestReportWarnings: what is allowed and should be known is said.
func TestReportWarnings(t *testing.T) {
	quorum := func(c *RelayerConfig) {
		c.Chains[1].Client = ClientConfig{Kind: "rpcquorum", AnchorHash: common.Hash{4}, Quorum: 2, Finality: "confirmations:5"}
		c.Chains[1].Endpoints = []string{"https://a.example", "http://b.example", "https://c.example"}
	}
	for _, test := range []struct {
		name, says string
		set        func(files) evm.FirstSet
		spoil      func(*RelayerConfig)
	}{
		{"one key is enough", "ONE key of 1 is enough to forge", func(f files) evm.FirstSet {
			return evm.FirstSet{Signers: []common.Address{f.key.Address}, Threshold: 1, Devnet: true}
		}, nil},
		{"threshold out of reach", "the bus admits 1 of its signers, the threshold is 2", nil, nil},
		{"a signer that is not admitted", "bus.signers does not name 0x0200000000000000000000000000000000000000", nil, func(c *RelayerConfig) {
			c.Bus.Signers = append(c.Bus.Signers, BusSigner{common.Address{1}.Hex(), c.Bus.Signers[0].Key})
		}},
		{"admitted and no signer", "was in no lane's signer set at deployment", func(files) evm.FirstSet { return setOf(2, common.Address{1}, common.Address{2}) }, nil},
		{"no light client", "confirmations:5 is a bet", nil, quorum},
		{"without TLS", "b.example is reached without TLS", nil, quorum},
		{"delivered and undone", "a reorganisation may undo it", nil, quorum},
		{"one endpoint decides", "a single endpoint decides what is true", nil, func(c *RelayerConfig) {
			c.Chains[1].Client = ClientConfig{Kind: "rpcquorum", AnchorHash: common.Hash{4}, Quorum: 1, AllowSingle: true, Finality: "finalized"}
		}},
		{"one endpoint", "127.0.0.1:1 is the only endpoint", nil, nil},
		{"no passphrase file", "it will be asked for", nil, func(c *RelayerConfig) { c.Chains[0].Account.PassphraseFile = "" }},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := makeFiles(t)
			set := setOf(2, f.key.Address, common.Address{1}, common.Address{2})
			if test.set != nil {
				set = test.set(f)
			}
			config := f.withSets(t, set).relayer()
			if test.spoil != nil {
				test.spoil(&config)
			}
			r, err := CheckRelayer(config)
			if err != nil {
				t.Fatal(err)
			}
			if all := strings.Join(r.Warnings, "\n"); !strings.Contains(all, test.says) {
				t.Errorf("%q is not among the warnings:\n%s", test.says, all)
			}
		})
	}
}

// TestReportRefuses: what the daemons would refuse only when they start.
func TestReportRefuses(t *testing.T) {
	for says, spoil := range map[string]func(*RelayerConfig, files){
		"chain 9001: account.keystore":                      func(c *RelayerConfig, f files) { c.Chains[0].Account.Keystore = f.dir + "/absent.json" },
		"chain 9001: account.keystore: key file: ":          func(c *RelayerConfig, f files) { c.Chains[0].Account.Keystore = f.pass },
		"chain 9001: account.passphrase-file":               func(c *RelayerConfig, f files) { c.Chains[0].Account.PassphraseFile = f.dir + "/absent" },
		"bus.signers[0].key: \"UAAA\" is not a public user": func(c *RelayerConfig, _ files) { c.Bus.Signers[0].Key = "UAAA" },
		"bus.identity": func(c *RelayerConfig, f files) { c.Bus.Identity = f.pass },
		"bus.host: 0.0.0.0 is not loopback, want bus.tls": func(c *RelayerConfig, _ files) { c.Bus.Host = "0.0.0.0" },
		"chain 9002: lightclient: quorum is 1 of 3, want at least 2": func(c *RelayerConfig, _ files) {
			c.Chains[1].Client = ClientConfig{Kind: "rpcquorum", AnchorHash: common.Hash{4}, Quorum: 1, Finality: "finalized"}
			c.Chains[1].Endpoints = []string{"http://a", "http://b", "http://c"}
		},
		"endpoints[0] and endpoints[1] are both at a": func(c *RelayerConfig, _ files) {
			c.Chains[1].Client = ClientConfig{Kind: "rpcquorum", AnchorHash: common.Hash{4}, Quorum: 2, Finality: "finalized"}
			c.Chains[1].Endpoints = []string{"http://a", "ws://a"}
		},
	} {
		t.Run(says, func(t *testing.T) {
			f := makeFiles(t)
			config := f.relayer()
			spoil(&config, f)
			if _, err := CheckRelayer(config); err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("got %v, want %q", err, says)
			}
		})
	}
}

// TestOneKeyOfOneIsRefusedOutsideADevnet: a deployment file whose verifier was not
// made for a devnet can't say that one key is enough; no daemon starts with it.
func TestOneKeyOfOneIsRefusedOutsideADevnet(t *testing.T) {
	f := makeFiles(t)
	f.withSets(t, evm.FirstSet{Signers: []common.Address{f.key.Address}, Threshold: 1})
	const want = "threshold 1 of 1 signers"
	if _, err := CheckRelayer(f.relayer()); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("config check: %v", err)
	}
	if _, err := newRelayer(f.relayer()); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("relayer: %v", err)
	}
	if _, err := newSigner(f.signer()); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("signer: %v", err)
	}
}

func TestReportOfSigner(t *testing.T) {
	f := makeFiles(t)
	f.withSets(t, setOf(2, common.Address{1}, common.Address{2}))
	config := f.signer()
	config.Policy = PolicyConfig{Delay: 60e9, Messages: 10, Per: 60e9}
	r, err := CheckSigner(config)
	if err != nil {
		t.Fatal(err)
	}
	warnings := strings.Join(r.Warnings, "\n")
	for _, want := range []string{"was not in its signer set at deployment", "there is no signing record"} {
		if !strings.Contains(warnings, want) {
			t.Errorf("no warning %q in\n%s", want, warnings)
		}
	}
	if r.Lanes[0].Member == nil || *r.Lanes[0].Member || len(r.Policy) != 2 {
		t.Errorf("%+v", r)
	}
	f.withSets(t, setOf(2, f.key.Address, common.Address{2}))
	if r, err = CheckSigner(config); err != nil || !*r.Lanes[0].Member {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestTogether: two files that can't both run are refused.
func TestTogether(t *testing.T) {
	f := makeFiles(t)
	report := func() *Report {
		r, err := CheckSigner(f.signer())
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for says, spoil := range map[string]func(a, b *Report){
		"data: file 1 and file 2":         func(_, _ *Report) {},
		"name: file 1 and file 2":         func(_, b *Report) { b.Data = "elsewhere" },
		"bus.identity: file 1 and file 2": func(_, b *Report) { b.Data, b.Name = "elsewhere", "another" },
	} {
		a, b := report(), report()
		spoil(a, b)
		if _, err := CheckTogether([]*Report{a, b}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
	}
	relayer, err := CheckRelayer(f.relayer())
	if err != nil {
		t.Fatal(err)
	}
	signer := report()
	if _, err := CheckTogether([]*Report{relayer, signer}); err == nil || !strings.Contains(err.Error(), "bus.signers: relayer relayer admits "+f.key.Address.Hex()) {
		t.Errorf("a relayer that admits another key than the signer's: %v", err)
	}
	relayer.admitted[f.key.Address] = signer.BusKey
	warnings, err := CheckTogether([]*Report{relayer, signer})
	if err != nil || len(warnings) != 2 || !strings.Contains(warnings[0], "chain 9001: 2 daemons ask 127.0.0.1:1 and nobody else") {
		t.Errorf("%q, %v", warnings, err)
	}
}

// TestFilledSamplesLoad: what init writes is what it was told to write, and keeps
// every comment of the sample.
func TestFilledSamplesLoad(t *testing.T) {
	hash := "0x" + strings.Repeat("5", 64)
	chains := []configs.ChainValues{
		{ID: 7, Endpoints: []string{"ws://a:1", "http://b:2"}, Deployment: "d 7.json", QBFT: true, AnchorNumber: 12, AnchorHash: hash, Keystore: "k.json"},
		{ID: 8, Endpoints: []string{"http://c", "http://d", "http://e"}, Deployment: "d8.json", AnchorNumber: 13, AnchorHash: hash, Quorum: 3, Finality: "finalized", Keystore: "k.json"},
		{ID: 9, Endpoints: []string{"http://f"}, Deployment: "d9.json", AnchorNumber: 14, AnchorHash: hash, Quorum: 1, Finality: "confirmations:7", AllowSingle: true, Keystore: "k.json"},
	}
	content, err := configs.RelayerValues{Name: "relayer-7", Data: "here", Port: 1234, PassphraseFile: "pass",
		Signers: []configs.SignerValues{{Address: common.Address{1}.Hex(), Key: "UKEY"}}, Chains: chains}.File()
	if err != nil {
		t.Fatal(err)
	}
	relayer := DefaultRelayerConfig()
	loadText(t, string(content), &relayer)
	want := DefaultRelayerConfig()
	want.Name, want.Data, want.Bus.Port = "relayer-7", "here", 1234
	want.Bus.Signers = []BusSigner{{common.Address{1}.Hex(), "UKEY"}}
	want.Bus.Relayers = []BusRelayer{}
	account, fees, anchor := AccountConfig{"k.json", "pass"}, FeesConfig{100, 2}, common.HexToHash(hash)
	want.Chains = []ChainConfig{
		{ID: 7, Endpoints: chains[0].Endpoints, Deployment: "d 7.json", Account: account, Fees: fees, Finality: "latest",
			Client: ClientConfig{Kind: "qbft", AnchorNumber: 12, AnchorHash: anchor, TrustingPeriod: 336 * 3600e9, ClockDrift: 10e9}},
		{ID: 8, Endpoints: chains[1].Endpoints, Deployment: "d8.json", Account: account, Fees: fees, Finality: "finalized",
			Client: ClientConfig{Kind: "rpcquorum", AnchorNumber: 13, AnchorHash: anchor, Quorum: 3, Finality: "finalized"}},
		{ID: 9, Endpoints: chains[2].Endpoints, Deployment: "d9.json", Account: account, Fees: fees, Finality: "latest", Confirmations: 7,
			Client: ClientConfig{Kind: "rpcquorum", AnchorNumber: 14, AnchorHash: anchor, Quorum: 1, Finality: "confirmations:7", AllowSingle: true}},
	}
	if !reflect.DeepEqual(relayer, want) {
		t.Errorf("got  %+v\nwant %+v", relayer, want)
	}
	signerText, err := configs.SignerFileValues{Data: "there", Keystore: "s.json", BusURL: "nats://h:1", BusIdentity: "b.nk", Chains: chains}.File()
	if err != nil {
		t.Fatal(err)
	}
	signer := DefaultSignerConfig()
	loadText(t, string(signerText), &signer)
	if signer.Data != "there" || signer.Account != (SignerAccount{Keystore: "s.json"}) || signer.Bus.URL != "nats://h:1" || signer.Bus.Identity != "b.nk" ||
		len(signer.Chains) != 3 || !signer.Chains[2].Client.AllowSingle || signer.Chains[0].Client.AnchorNumber != 12 {
		t.Errorf("%+v", signer)
	}
	keepsComments(t, "relayer.yaml", string(content))
	keepsComments(t, "signer.yaml", string(signerText))
}

func loadText(t *testing.T, text string, config any) {
	t.Helper()
	file := t.TempDir() + "/c.yaml"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := configs.Load(config, file, nil, nil); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
}

func keepsComments(t *testing.T, name, filled string) {
	t.Helper()
	content, err := os.ReadFile(sample(name))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(content)) {
		if _, comment, found := strings.Cut(line, "# "); found && !strings.Contains(filled, strings.TrimSpace(comment)) {
			t.Errorf("%s: the comment %q is lost", name, strings.TrimSpace(comment))
		}
	}
}
