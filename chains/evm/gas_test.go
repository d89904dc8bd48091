package evm

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write contracts/gas/snapshot.txt anew")

// payload64 is 64 bytes without a zero: the dearest calldata.
func payload64(n int) []byte {
	a := sha256.Sum256([]byte{byte(n), byte(n >> 8)})
	b := sha256.Sum256(a[:])
	payload := append(a[:], b[:]...)
	for i := range payload {
		payload[i] |= 1
	}
	return payload
}

// TestGasSnapshot measures whole transactions, from signature to refund, and
// compares them with the committed figures to the gas.
//
// Conditions: Osaka rules, 3 of 5 signers, payloads of 64 non-zero bytes, one
// recipient with an empty handler, lanes that have carried messages before. The
// goals are upper bounds; the snapshot is what is.
func TestGasSnapshot(t *testing.T) {
	figures := []struct {
		name string
		goal uint64 // per message; 0 has none
		gas  func() uint64
	}{
		{"send", 46_000, func() uint64 {
			l := newTestLane(t, 5, 3)
			l.send(l.recipient, 100_000, payload64(0))
			return l.send(l.recipient, 100_000, payload64(1))
		}},
		{"deliver 1", 70_000, func() uint64 { return deliveryGas(t, 1) }},
		{"deliver 2", 0, func() uint64 { return deliveryGas(t, 2) / 2 }},
		{"deliver 10", 0, func() uint64 { return deliveryGas(t, 10) / 10 }},
		{"deliver 100", 6_300, func() uint64 { return deliveryGas(t, 100) / 100 }},
		{"deliver 500", 0, func() uint64 { return deliveryGas(t, 500) / 500 }},
		{"token lock", 0, func() uint64 { return lockGas(t) }},
		{"token mint 1", 0, func() uint64 { return mintGas(t, 1) }},
		{"token mint 10", 0, func() uint64 { return mintGas(t, 10) / 10 }},
	}
	var snapshot strings.Builder
	snapshot.WriteString("# Gas per message of whole transactions: 21,000, calldata and EIP-7623 floor, execution, refunds.\n" +
		"# Osaka rules, 3 of 5 signers, 64 non-zero bytes of payload, an empty handler, warm lane. `make gas UPDATE=-update` writes it.\n" +
		"# The token lines are of the example bridge, approval left out: a lock, and mints to new holders.\n")
	for _, figure := range figures {
		gas := figure.gas()
		if figure.goal != 0 && gas > figure.goal {
			t.Errorf("%s: %d gas, want at most %d", figure.name, gas, figure.goal)
		}
		fmt.Fprintf(&snapshot, "%-13s %6d\n", figure.name, gas)
	}
	t.Log("\n" + snapshot.String())
	file := filepath.Join("contracts", "gas", "snapshot.txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(snapshot.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(committed) != snapshot.String() {
		t.Errorf("gas has changed; if that is meant, run with -update. Committed:\n%s", committed)
	}
}

// deliveryGas returns the gas of one transaction that delivers n messages, after
// one that made the lane warm.
func deliveryGas(t *testing.T, n int) uint64 {
	t.Helper()
	l := newTestLane(t, 5, 3)
	for i := range n + 1 {
		l.send(l.recipient, 100_000, payload64(i))
	}
	l.target.must(l.inbox, 0, l.delivery(1, 1, 1))
	gas := l.target.must(l.inbox, 0, l.delivery(2, n+1, n+1))
	lane, err := inboxABI.UnpackLane(l.target.query(l.inbox, inboxABI.PackLane(9001)))
	if err != nil {
		t.Fatal(err)
	}
	if p := l.position(n + 1); lane.Nonce != p.Nonce || lane.Accumulator != p.Accumulator {
		t.Fatalf("the Inbox is at nonce %d, want %d", lane.Nonce, p.Nonce)
	}
	return gas
}
