package configs

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/pflag"
)

type busConfig struct {
	URL   string        `mapstructure:"url" usage:"where the bus is"`
	Retry time.Duration `mapstructure:"retry" usage:"wait"`
}

type chainConfig struct {
	ID        uint64   `mapstructure:"id"`
	Endpoints []string `mapstructure:"endpoints"`
}

type sample struct {
	Name    string           `mapstructure:"name" usage:"of this one"`
	Count   int              `mapstructure:"count" usage:"how many"`
	Loud    bool             `mapstructure:"loud" usage:"shout"`
	Signer  common.Address   `mapstructure:"signer" usage:"who signs"`
	Signers []common.Address `mapstructure:"signers" usage:"who may sign"`
	Tags    []string         `mapstructure:"tags" usage:"words"`
	Bus     busConfig        `mapstructure:"bus"`
	Chains  []chainConfig    `mapstructure:"chains"`
}

func defaults() sample {
	return sample{Name: "one", Count: 3, Tags: []string{"a", "b"}, Bus: busConfig{Retry: time.Second}}
}

const addressA, addressB = "0x5FbDB2315678afecb367f032d93F642f64180aa3", "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512"

func load(t *testing.T, yaml string, environ []string, args ...string) (sample, error) {
	t.Helper()
	file := ""
	if yaml != "" {
		file = filepath.Join(t.TempDir(), "c.yaml")
		if err := os.WriteFile(file, []byte(yaml), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := defaults()
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	flags.Bool("help", false, "a flag that is none of the configuration's")
	Flags(flags, &c)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	err := Load(&c, file, flags, environ)
	return c, err
}

func TestDefaultsStay(t *testing.T) {
	c, err := load(t, "", nil, "--help")
	if err != nil || c.Name != "one" || c.Count != 3 || c.Bus.Retry != time.Second || len(c.Tags) != 2 || len(c.Signers) != 0 || c.Signer != (common.Address{}) {
		t.Fatalf("%+v, %v", c, err)
	}
}

func TestSourcesAgree(t *testing.T) {
	for name, c := range map[string]struct {
		yaml    string
		environ []string
		args    []string
	}{
		"file": {yaml: "name: two\ncount: 7\nloud: true\nsigner: \"" + addressA + "\"\nsigners: [\"" + addressA + "\", \"" + addressB + "\"]\ntags: [x]\nbus: {url: nats://h, retry: 3m}\n"},
		"environment": {environ: []string{"CATENARY_NAME=two", "CATENARY_COUNT=7", "CATENARY_LOUD=true", "CATENARY_SIGNER=" + addressA,
			"CATENARY_SIGNERS=" + addressA + ", " + addressB, "CATENARY_TAGS=x", "CATENARY_BUS_URL=nats://h", "CATENARY_BUS_RETRY=3m", "CATENARY_VECTORS=/elsewhere", "HOME=/root"}},
		"flags": {args: []string{"--name=two", "--count=7", "--loud", "--signer=" + addressA, "--signers=" + addressA + "," + addressB, "--tags=x", "--bus-url=nats://h", "--bus-retry=3m"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := load(t, c.yaml, c.environ, c.args...)
			if err != nil {
				t.Fatal(err)
			}
			if got.Name != "two" || got.Count != 7 || !got.Loud || got.Signer.Hex() != addressA || len(got.Signers) != 2 || got.Signers[1].Hex() != addressB ||
				len(got.Tags) != 1 || got.Bus.URL != "nats://h" || got.Bus.Retry != 3*time.Minute {
				t.Fatalf("%+v", got)
			}
		})
	}
}

func TestStrongerSourceWins(t *testing.T) {
	c, err := load(t, "name: file\ncount: 1\nbus: {url: file}\n", []string{"CATENARY_NAME=env", "CATENARY_COUNT=2"}, "--count=3")
	if err != nil || c.Name != "env" || c.Count != 3 || c.Bus.URL != "file" {
		t.Fatalf("%+v, %v", c, err)
	}
}

func TestListsOfStructs(t *testing.T) {
	c, err := load(t, "chains:\n- {id: 1, endpoints: [a, b]}\n- {id: 2}\n", nil)
	if err != nil || len(c.Chains) != 2 || c.Chains[0].ID != 1 || len(c.Chains[0].Endpoints) != 2 {
		t.Fatalf("%+v, %v", c, err)
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		yaml    string
		environ []string
		args    []string
		says    string
	}{
		"unknown key":           {yaml: "namme: x\n", says: "did you mean name?"},
		"unknown key in a part": {yaml: "bus: {ulr: x}\n", says: "did you mean bus.url?"},
		"unknown key in a list": {yaml: "chains: [{id: 1}, {id: 1, endpoint: x}]\n", says: "key chains[1].endpoint does not exist (did you mean chains[1].endpoints?)"},
		"unknown variable":      {environ: []string{"CATENARY_NAEM=x"}, says: "did you mean CATENARY_NAME?"},
		"not a number":          {yaml: "count: many\n", says: `count: "many", want a whole number`},
		"not a number, env":     {environ: []string{"CATENARY_COUNT=many"}, says: `count: "many", want a whole number`},
		"not a number, flag":    {args: []string{"--count=many"}, says: `count: "many", want a whole number`},
		"empty number":          {environ: []string{"CATENARY_COUNT="}, says: `count: "", want a whole number`},
		"half a message":        {yaml: "count: 1.5\n", says: `count: "1.5", want a whole number`},
		"too large a number":    {yaml: "count: 99999999999999999999\n", says: "count: "},
		"negative chain":        {yaml: "chains: [{id: -1}]\n", says: `chains[0].id: "-1", want a whole number from 0`},
		"text for a chain":      {yaml: "chains: [{id: one}]\n", says: `chains[0].id: "one", want a whole number from 0`},
		"not a truth":           {yaml: "loud: 2\n", says: `loud: "2", want true or false`},
		"not a truth, env":      {environ: []string{"CATENARY_LOUD=often"}, says: `loud: "often", want true or false`},
		"not a duration":        {args: []string{"--bus-retry=soon"}, says: `bus.retry: "soon", want a duration with its unit`},
		"duration without unit": {yaml: "bus: {retry: 200}\n", says: `bus.retry: "200", want a duration with its unit`},
		"not an address":        {yaml: "signer: \"0x12\"\n", says: `signer: "0x12", want 0x and 40 hexadecimal digits`},
		"not an address, list":  {args: []string{"--signers=" + addressA + ",0x12"}, says: `signers[1]: "0x12", want 0x and 40 hexadecimal digits`},
		"number for a text":     {yaml: "name: 0x10\n", says: "name: "},
		"text for a part":       {yaml: "bus: here\n", says: `bus: "here", want a map`},
		"text for a list":       {yaml: "chains: here\n", says: `chains`},
		"not YAML":              {yaml: "name: [\n", says: "yaml"},
		"a list for a text":     {yaml: "name: [a]\n", says: "name"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := load(t, c.yaml, c.environ, c.args...)
			if !errors.Is(err, ErrConfig) || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(c.says)) {
				t.Fatalf("got %v, want an error that says %q", err, c.says)
			}
			if got.Name != "one" || got.Count != 3 {
				t.Error("a refused configuration changed the defaults")
			}
		})
	}
	c := defaults()
	absent := filepath.Join(t.TempDir(), "absent.yaml")
	if err := Load(&c, absent, nil, nil); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), "file "+absent+": no such file") {
		t.Errorf("absent file: %v", err)
	}
	if err := Load(&c, t.TempDir(), nil, nil); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("directory: %v", err)
	}
}

// TestHelpSaysWhatAFlagWants: the word after a flag, its default and its variable.
func TestHelpSaysWhatAFlagWants(t *testing.T) {
	c := defaults()
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	Flags(flags, &c)
	help := flags.FlagUsages()
	for _, want := range []string{"--count number ", "(default 3)", "--bus-retry duration ", "(default 1s)", "--signer address ", "--signers address,… ", "--tags string,… ", "[CATENARY_BUS_URL]", "--loud "} {
		if !strings.Contains(help, want) {
			t.Errorf("help lacks %q:\n%s", want, help)
		}
	}
}

func TestSuggest(t *testing.T) {
	names := []string{"messages", "signers", "bus.url", "log.level"}
	for wrong, want := range map[string]string{
		"mesages": " (did you mean messages?)", "bus.ulr": " (did you mean bus.url?)", "level": " (did you mean log.level?)", "quite-another-thing": "",
	} {
		if got := Suggest(wrong, names); got != want {
			t.Errorf("%s: %q, want %q", wrong, got, want)
		}
	}
}

// FuzzLoad: no file makes Load panic, and what is refused changes nothing.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{"name: x\n", "chains:\n- {id: 1}\n", "count: 1e3\n", "bus: {retry: 3m}\n", "signer: \"" + addressA + "\"\n", "a: &a [*a]\n", "chains: [1]\n", "bus: 1\n", "name: ~\n"} {
		f.Add(seed)
	}
	file := filepath.Join(f.TempDir(), "c.yaml")
	f.Fuzz(func(t *testing.T, yaml string) {
		if err := os.WriteFile(file, []byte(yaml), 0o600); err != nil {
			t.Fatal(err)
		}
		c := defaults()
		err := Load(&c, file, nil, nil)
		if err == nil {
			return
		}
		if !errors.Is(err, ErrConfig) {
			t.Errorf("%q: %v is no ErrConfig", yaml, err)
		}
		if want := defaults(); c.Name != want.Name || c.Count != want.Count || c.Bus != want.Bus || len(c.Chains) != 0 {
			t.Errorf("%q: refused, and changed %+v", yaml, c)
		}
	})
}
