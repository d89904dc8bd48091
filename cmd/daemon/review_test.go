package daemon

import (
	"errors"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/record"
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
	if _, err := openRPCQuorum(clientParts{config: &config}); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), "both at rpc.example") {
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

// TestNewRecordCountsOnce: the operator's word that a key has never signed, left in a
// configuration, must not make a fresh record when the real one is lost: so it is
// refused from the second start on.
func TestNewRecordCountsOnce(t *testing.T) {
	path, owner := filepath.Join(t.TempDir(), recordFile), record.Owner{Address: common.Address{1}, Seal: [32]byte{1}}
	if _, err := openRecord(path, owner, false); !errors.Is(err, record.ErrMissing) {
		t.Fatalf("no record: %v", err)
	}
	for start, want := range []error{nil, ErrConfig, ErrConfig} {
		opened, err := openRecord(path, owner, true)
		if !errors.Is(err, want) || want != nil && !strings.Contains(err.Error(), "new-record") {
			t.Fatalf("start %d: %v, want %v", start, err, want)
		}
		if err == nil {
			if err := opened.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	opened, err := openRecord(path, owner, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := opened.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestFeesRefuse: also what no comparison finds, and big.NewFloat panics at.
func TestFeesRefuse(t *testing.T) {
	nan, infinite := math.NaN(), math.Inf(1)
	for _, fees := range []FeesConfig{{nan, 0}, {nan, nan}, {100, nan}, {infinite, 1}, {1, infinite}, {-1, 0}, {1, -1}, {1, 2}, {2e6, 1}} {
		if _, err := fees.bounds(); !errors.Is(err, ErrConfig) {
			t.Errorf("%+v: %v", fees, err)
		}
	}
	if fees, err := (FeesConfig{}).bounds(); err != nil || fees.MaxFee.String() != "500000000000" || fees.MaxTip.String() != "3000000000" {
		t.Errorf("defaults: %+v, %v", fees, err)
	}
}
