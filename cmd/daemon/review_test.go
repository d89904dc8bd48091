package daemon

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/messages"
)

// TestOneServerDoesNotMakeAQuorum: whoever has one server must not vote twice with
// it, by scheme, port, case or path.
func TestOneServerDoesNotMakeAQuorum(t *testing.T) {
	for name, pair := range map[string][2]string{
		"schemes":      {"https://rpc.example/KEY", "wss://rpc.example/KEY"},
		"TLS":          {"http://rpc.example", "https://rpc.example"},
		"default port": {"https://rpc.example", "wss://rpc.example:443/ws"},
		"case":         {"https://rpc.example", "wss://RPC.Example"},
		"root dot":     {"https://rpc.example", "wss://rpc.example."},
		"user":         {"https://rpc.example", "wss://me:KEY@rpc.example"},
		"own port":     {"http://127.0.0.1:8545", "ws://127.0.0.1:8545"},
	} {
		t.Run(name, func(t *testing.T) {
			err := distinctHosts([]string{"https://other.example", pair[0], pair[1]})
			if !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), "endpoints[1] and endpoints[2]") || strings.Contains(err.Error(), "KEY") {
				t.Fatalf("error %v", err)
			}
		})
	}
	if err := distinctHosts([]string{"https://a.example", "https://b.example", "http://127.0.0.1:8545", "http://127.0.0.1:8546"}); err != nil {
		t.Errorf("different servers: %v", err)
	}
}

// TestQuorumOfOneServerIsRefused: the check is made where the client is.
func TestQuorumOfOneServerIsRefused(t *testing.T) {
	config := ChainConfig{ID: 5, Endpoints: []string{"https://rpc.example", "wss://rpc.example"}}
	config.Client.Finality, config.Client.Quorum = "finalized", 2
	if _, err := newRPCQuorum(config, nil, nil, slog.New(slog.DiscardHandler)); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), "both at rpc.example") {
		t.Fatalf("error %v", err)
	}
}

// TestEvidenceIsNeverOverwritten: a relayer that halts again after a restart keeps
// what it showed the first time.
func TestEvidenceIsNeverOverwritten(t *testing.T) {
	r := &Relayer{config: RelayerConfig{Data: t.TempDir()}, logger: slog.New(slog.DiscardHandler)}
	lane := messages.Lane{SourceChain: 1, TargetChain: 2}
	for nonce := range uint64(2) {
		r.keepEvidence(lane, &observe.DivergenceError{Lane: lane, Known: messages.Position{Nonce: nonce + 71}})
		time.Sleep(2 * time.Millisecond)
	}
	files, err := filepath.Glob(filepath.Join(r.config.Data, "halted-"+lane.ID().String()+"*"))
	if err != nil || len(files) != 2 {
		t.Fatalf("files %v, error %v", files, err)
	}
	for i, want := range []string{`"nonce": 71`, `"nonce": 72`} {
		content, err := os.ReadFile(files[i])
		if err != nil || !strings.Contains(string(content), want) {
			t.Errorf("%s: %v, want %s in\n%s", files[i], err, want, content)
		}
	}
}
