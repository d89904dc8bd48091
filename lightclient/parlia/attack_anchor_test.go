package parlia_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

// TestAttackAnchor: headers that are not the ones that the anchor's hash covers.
func TestAttackAnchor(t *testing.T) {
	r := newRotation(t)
	c, network := r.chain, r.network
	anchor := c.Anchor(30)
	evil := parliatest.New(t, network, genesisTime, setOf(t, "evil", 4, 1)).Idle(30)
	swap := func(number uint64, with *types.Header) []*types.Header {
		headers := c.Range(0, 30)
		headers[number] = with
		return headers
	}
	renumbered := types.CopyHeader(c.At(29))
	renumbered.Number.SetUint64(28)
	for name, attack := range map[string]struct {
		headers []*types.Header
		anchor  lightclient.Anchor
		reason  error
		text    string
	}{
		"another chain's":            {evil.Range(0, 30), anchor, lightclient.ErrWrongChain, "the configured anchor is"},
		"the hash at another number": {c.Range(0, 30), lightclient.Anchor{Number: 29, Hash: anchor.Hash}, lightclient.ErrMalformed, "number 30, want 29"},
		"another announcement":       {swap(12, evil.At(12)), anchor, lightclient.ErrNotLinked, "the one above says"},
		"another one in between":     {swap(20, evil.At(20)), anchor, lightclient.ErrNotLinked, "the one above says"},
		"one renumbered":             {swap(29, renumbered), anchor, lightclient.ErrMalformed, "number 28, want 29"},
		"an absent one":              {swap(25, nil), anchor, lightclient.ErrMalformed, "there is no header"},
		"none":                       {nil, anchor, lightclient.ErrNoSuchHeader, "headers from 30 down are needed"},
		"too few":                    {c.Range(13, 30), anchor, lightclient.ErrNoSuchHeader, "headers from 12 down are needed"},
		"without a hash":             {c.Range(0, 30), lightclient.Anchor{Number: 30}, nil, "anchor has no hash"},
		"the genesis":                {c.Range(0, 0), c.Anchor(0), nil, "anchor has number 0, want 1"},
		"beyond all numbers":         {c.Range(0, 30), lightclient.Anchor{Number: math.MaxInt64 + 1, Hash: anchor.Hash}, nil, "want 1 to 9223372036854775807"},
		"the highest number":         {c.Range(0, 30), lightclient.Anchor{Number: math.MaxInt64, Hash: anchor.Hash}, lightclient.ErrMalformed, "number 30, want"},
	} {
		t.Run(name, func(t *testing.T) {
			state, err := parlia.TrustAnchor(attack.headers, attack.anchor, network)
			if err == nil || attack.reason != nil && !errors.Is(err, attack.reason) || !strings.Contains(err.Error(), attack.text) {
				t.Fatalf("error is %v, want %v: %q", err, attack.reason, attack.text)
			}
			if !state.IsZero() {
				t.Errorf("trusts %+v", state.Header())
			}
		})
	}
	if _, err := parlia.TrustAnchor(c.Range(0, 30), anchor, parlia.Network{}); err == nil {
		t.Error("a network without rules is accepted")
	}
	if _, err := parlia.TrustAnchor(c.Range(12, 30), anchor, network); err != nil {
		t.Errorf("with the headers down to the epoch block before the last: %v", err)
	}
}

// TestAttackAnchorOfBrokenAnnouncements: the operator vouched for it, and yet there is
// no telling who the validators are.
func TestAttackAnchorOfBrokenAnnouncements(t *testing.T) {
	network, set := short(), setOf(t, "usual", 4, 1)
	broken := func(e *parlia.ExtraData) { e.Epoch.TurnLength = 0 }
	for number, text := range map[uint64]string{12: "epoch block 12", 24: "epoch block 24"} {
		c := newIdleChain(t, network, set, int(number)-1)
		c.Add(block{Extra: broken})
		c.Idle(30 - int(number))
		if _, err := parlia.TrustAnchor(c.Range(0, 30), c.Anchor(30), network); !errors.Is(err, lightclient.ErrMalformed) || !strings.Contains(err.Error(), text) {
			t.Errorf("with block %d broken: %v", number, err)
		}
		if _, err := parlia.TrustAnchor(c.Range(0, number), c.Anchor(number), network); !errors.Is(err, lightclient.ErrMalformed) || !strings.Contains(err.Error(), "turn length 0") {
			t.Errorf("with block %d broken, as the anchor: %v", number, err)
		}
	}
	crowd := newIdleChain(t, network, setOf(t, "crowd", 65, 1), 5) // announced by the genesis
	if _, err := parlia.TrustAnchor(crowd.Range(0, 5), crowd.Anchor(5), network); !errors.Is(err, lightclient.ErrMalformed) || !strings.Contains(err.Error(), "epoch block 0: ") {
		t.Errorf("with a genesis of 65 validators: %v", err)
	}
	c := newIdleChain(t, network, parliatest.Set{Keys: set.Keys, TurnLength: 5}, 30) // its switch is after its epoch
	if _, err := parlia.TrustAnchor(c.Range(0, 30), c.Anchor(30), network); !errors.Is(err, lightclient.ErrMalformed) || !strings.Contains(err.Error(), "ends before the switch") {
		t.Errorf("with turns that outlast the epoch: %v", err)
	}
}

// TestAttackDescent: answers to a descent that are not what it asked for change nothing
// of what it has.
func TestAttackDescent(t *testing.T) {
	r := newRotation(t)
	c := r.chain
	d, err := parlia.NewDescent(c.Anchor(30), r.network)
	if err != nil {
		t.Fatal(err)
	}
	if from, to := d.Next(); from != 0 || to != 30 {
		t.Fatalf("asks for %d to %d first", from, to)
	}
	bad := c.Range(20, 30)
	bad[0] = bad[1]
	for _, headers := range [][]*types.Header{nil, append(c.Range(0, 30), c.At(31)), c.Range(20, 29), bad, make([]*types.Header, 31)} {
		if err := d.Take(headers); err == nil {
			t.Fatalf("took %d headers", len(headers))
		}
		if _, to := d.Next(); to != 30 {
			t.Fatalf("asks from %d on after a wrong answer", to)
		}
	}
	for _, headers := range [][]*types.Header{c.Range(27, 30), c.Range(24, 26), c.Range(13, 23)} {
		if _, ok, err := d.State(); ok || err != nil {
			t.Fatalf("trusts too early, %v", err)
		}
		if err := d.Take(headers); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Take(c.Range(12, 12)); err != nil {
		t.Fatal(err)
	}
	state, ok, err := d.State()
	if !ok || err != nil || state.Header() != headerOf(c.At(30)) {
		t.Fatalf("%v, %v after all headers", ok, err)
	}
}
