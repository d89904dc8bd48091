package daemon

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/configs"
)

func sample(name string) string { return filepath.Join("..", "..", "configs", name) }

func TestSampleConfigurationsLoad(t *testing.T) {
	relayer, signer := DefaultRelayerConfig(), DefaultSignerConfig()
	if err := configs.Load(&relayer, sample("relayer.yaml"), nil, nil); err != nil {
		t.Error(err)
	}
	if err := configs.Load(&signer, sample("signer.yaml"), nil, nil); err != nil {
		t.Error(err)
	}
	for _, chains := range [][]ChainConfig{relayer.Chains, signer.Chains} {
		if len(chains) != 2 {
			t.Fatalf("%d chains", len(chains))
		}
		for _, c := range chains {
			if err := c.check(); err != nil {
				t.Error(err)
			}
			if err := c.checkClient(); err != nil {
				t.Error(err)
			}
		}
	}
	if len(relayer.Lanes) != 2 || len(relayer.Bus.Signers) != 2 || relayer.Chains[0].Fees.MaxFeeGwei != 100 {
		t.Errorf("%+v", relayer)
	}
}

// TestSampleOfEveryLightClient: there is one, and each is complete and different from
// what the others take.
func TestSampleOfEveryLightClient(t *testing.T) {
	var config struct {
		Chains []ChainConfig `mapstructure:"chains"`
	}
	if err := configs.Load(&config, sample("lightclients.yaml"), nil, nil); err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, c := range config.Chains {
		if err := errors.Join(c.check(), c.checkClient()); err != nil {
			t.Error(err)
		}
		shown[c.Client.Kind] = true
	}
	for kind := range lightClients {
		if !shown[kind] {
			t.Errorf("lightclients.yaml has no chain with a client of kind %s", kind)
		}
	}
	if _, err := parentsFirst(config.Chains); err != nil {
		t.Error(err)
	}
}

// TestSampleConfigurationsShowEveryKey: a key that a sample does not show is a key
// that nobody finds.
func TestSampleConfigurationsShowEveryKey(t *testing.T) {
	for name, config := range map[string]any{"relayer.yaml": RelayerConfig{}, "signer.yaml": SignerConfig{}} {
		content, err := os.ReadFile(sample(name))
		if err != nil {
			t.Fatal(err)
		}
		// What only some light clients take is shown where all of them are.
		clients, err := os.ReadFile(sample("lightclients.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keysOf(reflect.TypeFor[ClientConfig]()) {
			if !strings.Contains(string(clients), key+":") {
				t.Errorf("lightclients.yaml does not show %q", key)
			}
			content = append(content, key+":"...)
		}
		for _, key := range keysOf(reflect.TypeOf(config)) {
			// A signer pays for nothing, so that its sample shows no account of a chain.
			if name == "signer.yaml" && (key == "fees" || key == "confirmations" || key == "max-fee-gwei" || key == "max-tip-gwei" || key == "allow-single") {
				continue
			}
			if !strings.Contains(string(content), key+":") {
				t.Errorf("%s does not show %q", name, key)
			}
		}
	}
}

func keysOf(t reflect.Type) (keys []string) {
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("mapstructure"); key != "" {
			keys = append(keys, key)
			keys = append(keys, keysOf(t.Field(i).Type)...)
		}
	}
	return keys
}

// TestDefaultsOfSamplesAreTrue: a comment in the relayer's sample that shows a
// default shows the real one.
func TestDefaultsOfSamplesAreTrue(t *testing.T) {
	content, err := os.ReadFile(sample("relayer.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var uncommented []string
	for line := range strings.Lines(string(content)) {
		bare := strings.TrimPrefix(line, "# ")
		for _, key := range []string{"listen:", "history:", "in-flight:", "api:", "  token-file:", "  hosts:", "  rate:", "  burst:", "  streams:", "batch:", "  count:", "  bytes:", "  gas:", "  age:", "log:", "  level:", "  format:"} {
			if strings.HasPrefix(bare, key) {
				uncommented = append(uncommented, bare)
			}
		}
	}
	file := filepath.Join(t.TempDir(), "defaults.yaml")
	if err := os.WriteFile(file, []byte(strings.Join(uncommented, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	got := DefaultRelayerConfig()
	got.Listen, got.History, got.InFlight, got.Batch, got.Log, got.API = "", 0, 0, BatchConfig{}, LogConfig{}, APIConfig{}
	if err := configs.Load(&got, file, nil, nil); err != nil {
		t.Fatal(err)
	}
	if want := DefaultRelayerConfig(); !reflect.DeepEqual(got, want) {
		t.Errorf("the sample shows %+v, the defaults are %+v", got, want)
	}
}

// TestSampleConfigurationsAreWhole: with the files that they name, the samples pass
// the check that a daemon makes of its own configuration, and that of both side by side.
func TestSampleConfigurationsAreWhole(t *testing.T) {
	relayer, signer := DefaultRelayerConfig(), DefaultSignerConfig()
	if err := errors.Join(configs.Load(&relayer, sample("relayer.yaml"), nil, nil), configs.Load(&signer, sample("signer.yaml"), nil, nil)); err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	f := makeFiles(t)
	for _, dir := range []string{"keys", "deployments"} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	copyFile(t, f.key.Path, "keys/relayer.json")
	copyFile(t, f.key.Path, "keys/signer.json")
	copyFile(t, f.pass, "keys/passphrase")
	copyFile(t, f.bus, "keys/bus.nk")
	signers := []common.Address{common.HexToAddress(relayer.Bus.Signers[0].Address), common.HexToAddress(relayer.Bus.Signers[1].Address), f.key.Address}
	ids := []uint64{relayer.Chains[0].ID, relayer.Chains[1].ID}
	for i, id := range ids {
		writeDeployment(t, relayer.Chains[i].Deployment, id, ids[1-i], setOf(2, signers...))
	}
	ofRelayer, err := CheckRelayer(relayer)
	if err != nil {
		t.Fatal(err)
	}
	ofSigner, err := CheckSigner(signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := CheckTogether([]*Report{ofRelayer, ofSigner}); err != nil {
		t.Fatal(err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	write(t, to, string(content), 0o600)
}
