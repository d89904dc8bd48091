package daemon

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/approve"
)

// doubleWord is evidence against a fresh key that has signed two accumulators.
func doubleWord(t *testing.T) approve.Alarm {
	t.Helper()
	key, err := crypto.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	sign := func(accumulator byte) messages.Approval {
		a := messages.Approval{Checkpoint: messages.Checkpoint{Lane: messages.LaneID{1}, Nonce: 7, Accumulator: messages.Accumulator{accumulator}, Epoch: 1},
			Domain: messages.Domain{TargetChain: 9002, Verifier: common.Address{9}}, Signer: crypto.PubkeyToAddress(key.PublicKey)}
		digest := a.Checkpoint.Digest(a.Domain)
		raw, err := crypto.Sign(digest[:], key)
		if err != nil {
			t.Fatal(err)
		}
		if a.Signature, err = messages.SignatureOf(raw); err != nil {
			t.Fatal(err)
		}
		return a
	}
	first, second := sign(1), sign(2)
	return approve.Alarm{At: time.UnixMilli(1_700_000_000_123).UTC(), Lane: messages.LaneID{1}, Signer: first.Signer, Approval: first, Other: &second}
}

// TestAlarmsOutliveARestart: evidence is found again, by its own strength; what was
// changed, cut off or is no evidence is left out with a word, and stops nothing.
func TestAlarmsOutliveARestart(t *testing.T) {
	var log bytes.Buffer
	r := &Relayer{config: RelayerConfig{Data: t.TempDir()}, logger: slog.New(slog.NewTextHandler(&log, nil))}
	if alarms := r.readAlarms(); len(alarms) != 0 {
		t.Fatalf("alarms from nowhere: %v", alarms)
	}
	alarm := doubleWord(t)
	r.keepAlarm(alarm)
	r.keepAlarm(doubleWord(t))
	files, err := filepath.Glob(filepath.Join(r.config.Data, alarmPrefix+"*"))
	if err != nil || len(files) != 2 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	content, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
	for name, bad := range map[string]string{
		"cut":      string(content[:len(content)/2]),
		"empty":    "",
		"accuser":  strings.Replace(string(content), `"nonce": 7`, `"nonce": 8`, 1),
		"no-json":  "\x00\x01",
		"endless":  strings.Repeat(" ", maxAlarmFile) + string(content),
		"nothing":  "{}",
		"innocent": strings.Replace(string(content), `"other"`, `"others"`, 1),
	} {
		if err := os.WriteFile(filepath.Join(r.config.Data, alarmPrefix+name+".json"), []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(r.config.Data, alarmPrefix+"folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	log.Reset()
	alarms := r.readAlarms()
	if len(alarms) != 2 {
		t.Fatalf("%d alarms, want the two that hold", len(alarms))
	}
	for i := range alarms {
		if alarms[i].Signer == alarm.Signer && !alarms[i].At.Equal(alarm.At) {
			t.Errorf("raised at %v, read as %v", alarm.At, alarms[i].At)
		}
	}
	if n := strings.Count(log.String(), "is left out"); n != 8 {
		t.Errorf("%d words about what is no evidence, want 8:\n%s", n, log.String())
	}
}
