package daemon

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOpenAPIIsRefused: an API that others can reach wants a token that others can't
// read or guess, and nothing is made on disk before.
func TestOpenAPIIsRefused(t *testing.T) {
	long := strings.Repeat("k", 32)
	for name, c := range map[string]struct {
		listen, token string
		mode          os.FileMode // of the token file; 0 for none
		says          string      // empty: it is accepted
	}{
		"all interfaces without a token":        {listen: ":8480", says: `listen: ":8480" is not loopback`},
		"an address of the network":             {listen: "192.0.2.1:8480", says: "want api.token-file"},
		"a name that may be anything":           {listen: "relayer.example:8480", says: "is not loopback"},
		"a name that begins like loopback":      {listen: "127.0.0.1.example:0", says: "is not loopback"},
		"unspecified IPv6":                      {listen: "[::]:8480", says: "is not loopback"},
		"readable by all":                       {listen: "0.0.0.0:0", token: long, mode: 0o644, says: "has mode 0644, want 0600"},
		"readable by the group":                 {listen: "0.0.0.0:0", token: long, mode: 0o640, says: "has mode 0640, want 0600"},
		"too short":                             {listen: "0.0.0.0:0", token: long[1:], mode: 0o600, says: "has 31 characters, want 32 to 1024"},
		"short behind white space":              {listen: "0.0.0.0:0", token: long[1:] + "  \n", mode: 0o600, says: "has 31 characters"},
		"empty":                                 {listen: "0.0.0.0:0", token: "\n", mode: 0o600, says: "has 0 characters"},
		"too long":                              {listen: "0.0.0.0:0", token: strings.Repeat("k", 1025), mode: 0o600, says: "has 1025 characters"},
		"a whole disk":                          {listen: "0.0.0.0:0", token: strings.Repeat("k", 4096), mode: 0o600, says: "has 4096 bytes, want at most 1024"},
		"two words":                             {listen: "0.0.0.0:0", token: long + " " + long, mode: 0o600, says: "holds a space"},
		"a short token on loopback, where none": {listen: "127.0.0.1:0", token: "secret", mode: 0o600, says: "has 6 characters"},
		"good":                                  {listen: "0.0.0.0:0", token: long + "\n", mode: 0o600},
		"loopback":                              {listen: "127.0.0.1:0"},
		"loopback of IPv6":                      {listen: "[::1]:0"},
		"loopback by name":                      {listen: "localhost:0"},
		"no API at all":                         {},
	} {
		t.Run(name, func(t *testing.T) {
			config := DefaultRelayerConfig()
			config.Listen = c.listen
			if c.mode != 0 {
				config.API.TokenFile = filepath.Join(t.TempDir(), "token")
				if err := os.WriteFile(config.API.TokenFile, []byte(c.token), c.mode); err != nil {
					t.Fatal(err)
				}
			}
			err := config.checkAPI()
			if c.says == "" && err != nil || c.says != "" && (!errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), c.says)) {
				t.Fatalf("got %v, want %q", err, c.says)
			}
			if err != nil && c.token != "" && strings.Contains(err.Error(), strings.TrimSpace(c.token)) && len(c.token) > 10 {
				t.Errorf("the error shows the token: %v", err)
			}
		})
	}
}

// TestAPISettingsAreRefusedByName: the other keys of the API.
func TestAPISettingsAreRefusedByName(t *testing.T) {
	for says, spoil := range map[string]func(*APIConfig){
		"api.token-file: stat ":                           func(c *APIConfig) { c.TokenFile = "absent" },
		"api.token-file: . is no file":                    func(c *APIConfig) { c.TokenFile = "." },
		"api: rate 0, burst 200":                          func(c *APIConfig) { c.Rate = 0 },
		"api: rate 50, burst -1":                          func(c *APIConfig) { c.Burst = -1 },
		"streams 0, want at least 1":                      func(c *APIConfig) { c.Streams = 0 },
		`api.hosts[1]: "http://b", want a bare host name`: func(c *APIConfig) { c.Hosts = []string{"a", "http://b"} },
		`api.hosts[0]: "*.example"`:                       func(c *APIConfig) { c.Hosts = []string{"*.example"} },
		`api.hosts[0]: ""`:                                func(c *APIConfig) { c.Hosts = []string{""} },
	} {
		t.Run(says, func(t *testing.T) {
			config := DefaultRelayerConfig()
			spoil(&config.API)
			if err := config.checkAPI(); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), says) {
				t.Fatalf("got %v", err)
			}
		})
	}
}
