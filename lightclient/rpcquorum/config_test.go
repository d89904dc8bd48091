package rpcquorum

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/e2e/leaks"
	"github.com/catenary-bridge/catenary/lightclient"
)

func TestMain(m *testing.M) { leaks.Main(m) }

func TestConfigIsRefused(t *testing.T) {
	named := func(names ...string) []Endpoint {
		list := make([]Endpoint, len(names))
		for i, name := range names {
			list[i] = &node{name: name}
		}
		return list
	}
	many := make([]string, MaxEndpoints+1)
	for i := range many {
		many[i] = fmt.Sprint("node-", i)
	}
	for _, test := range []struct {
		name   string
		change func(*Config)
		want   string
	}{
		{"no chain id", func(c *Config) { c.ChainID = 0 }, "chain id is 0"},
		{"no anchor", func(c *Config) { c.Anchor = lightclient.Anchor{Number: 7} }, "anchor has no hash"},
		{"anchor beyond int64", func(c *Config) { c.Anchor.Number = math.MaxInt64 + 1 }, "anchor has number 9223372036854775808"},
		{"no store", func(c *Config) { c.Store = nil }, "store is missing"},
		{"negative timeout", func(c *Config) { c.Timeout = -time.Second }, "timeout is -1s"},
		{"no finality", func(c *Config) { c.Finality = Finality{} }, "finality is not set"},
		{"too many confirmations", func(c *Config) { c.Finality = Confirmations(MaxConfirmations + 1) }, "at most 100000 confirmations"},
		{"no endpoints", func(c *Config) { c.Endpoints = nil }, "there are 0 endpoints"},
		{"too many endpoints", func(c *Config) { c.Endpoints = named(many...) }, "there are 33 endpoints, want 1 to 32"},
		{"missing endpoint", func(c *Config) { c.Endpoints[1] = nil }, "endpoint 1 is missing"},
		{"nameless endpoint", func(c *Config) { c.Endpoints = named("a", " ", "c") }, "endpoint 1 has no name"},
		{"one endpoint twice", func(c *Config) { c.Endpoints = named("a", "b", "a") }, `endpoints 0 and 2 are both named "a"`},
		{"one endpoint twice in two cases", func(c *Config) { c.Endpoints = named("a", "https://rpc.example", "HTTPS://RPC.example ") }, "endpoints 1 and 2"},
		{"quorum 0", func(c *Config) { c.Quorum = 0 }, "quorum is 0, want 1 to 3"},
		{"quorum negative", func(c *Config) { c.Quorum = -1 }, "quorum is -1"},
		{"quorum above the number of endpoints", func(c *Config) { c.Quorum = 4 }, "quorum is 4, want 1 to 3"},
		{"no majority", func(c *Config) { c.Endpoints, c.Quorum = named("a", "b", "c", "d"), 2 }, "quorum is 2 of 4, want at least 3"},
		{"single endpoint", func(c *Config) { c.Endpoints, c.Quorum = named("a"), 1 }, "set AllowSingle if this is a devnet"},
		{"single of several", func(c *Config) { c.Quorum, c.AllowSingle = 1, true }, "quorum is 1 of 3, want at least 2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newScene(t, 2, 3)
			cfg := s.cfg
			cfg.AllowSingle = false
			cfg.Endpoints = append([]Endpoint(nil), cfg.Endpoints...)
			test.change(&cfg)
			if client, err := New(cfg); client != nil || err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, %v; want an error with %q", client, err, test.want)
			}
		})
	}
}

// TestSingleEndpointOnDevnets: with the explicit flag, one endpoint is followed.
func TestSingleEndpointOnDevnets(t *testing.T) {
	s := newScene(t, 1, 1)
	s.mustReach(s.honest, 30)
}

// TestEndpointsAreCopied: the caller's slice is the caller's.
func TestEndpointsAreCopied(t *testing.T) {
	s := newScene(t, 2, 2)
	s.cfg.Endpoints[0], s.cfg.Endpoints[1] = nil, nil
	s.mustReach(s.honest, 30)
}

func TestFinalityText(t *testing.T) {
	for _, text := range []string{"finalized", "safe", "confirmations:0", "confirmations:12", "confirmations:100000"} {
		f, err := ParseFinality(text)
		if err != nil || f.String() != text {
			t.Errorf("%q: got %q, %v", text, f, err)
		}
		var again struct{ Finality Finality }
		b, err := json.Marshal(struct{ Finality Finality }{f})
		if err == nil {
			err = json.Unmarshal(b, &again)
		}
		if err != nil || again.Finality != f {
			t.Errorf("%q through JSON: %s, %+v, %v", text, b, again, err)
		}
	}
	for _, text := range []string{
		"", "latest", "Finalized", " safe", "12", "confirmations", "confirmations:", "confirmations:-1", "confirmations:+1",
		"confirmations:01", "confirmations:1 ", "confirmations:100001", "confirmations:18446744073709551616",
	} {
		if f, err := ParseFinality(text); err == nil || f != (Finality{}) {
			t.Errorf("%q: got %q, want an error", text, f)
		}
		if f := Safe(); f.UnmarshalText([]byte(text)) == nil || f != Safe() {
			t.Errorf("%q: UnmarshalText accepted it or changed its target to %q", text, f)
		}
	}
}

// TestDissentIsLoggedOnce: a liar that the quorum outvotes is told to the operator, once until it
// is well again.
func TestDissentIsLoggedOnce(t *testing.T) {
	s := newScene(t, 2, 3)
	var out bytes.Buffer
	s.cfg.Log = slog.New(slog.NewTextHandler(&out, nil))
	s.reopen()
	s.mustReach(s.honest, 30)
	for round := range 2 {
		// One step behind, so that everybody's answer comes with the first question.
		for range 3 {
			s.honest = s.honest.grow(1, "honest")
			s.serve(s.honest[:len(s.honest)-1].grow(1, "forged"), s.honest, s.honest)
			s.mustReach(s.honest, s.honest.head().Number.Uint64())
			if a := s.Answers()[0]; !a.Dissents || a.Hash == s.Final().Header().Hash {
				t.Fatalf("answer of the liar is %v", a)
			}
		}
		if n := strings.Count(out.String(), "endpoint=node-0 dissents=true"); n != round+1 {
			t.Fatalf("logged %d times in round %d:\n%s", n, round, &out)
		}
		s.honest = s.honest.grow(1, "honest")
		s.serve(s.honest, s.honest, s.honest)
		s.mustReach(s.honest, s.honest.head().Number.Uint64())
	}
	if strings.Contains(out.String(), "node-1") || strings.Contains(out.String(), "node-2") {
		t.Fatalf("honest endpoints are blamed:\n%s", &out)
	}
}

// TestDisagreementAboveIsLogged: when the endpoints agree only below the newest final header, that
// is no error, and yet somebody lies.
func TestDisagreementAboveIsLogged(t *testing.T) {
	s := newScene(t, 2, 2)
	var out bytes.Buffer
	s.cfg.Log = slog.New(slog.NewTextHandler(&out, nil))
	s.reopen()
	s.serve(s.honest[:30].grow(2, "forged"), s.honest)
	third := &node{name: "node-2", branch: s.honest[:29]}
	s.cfg.Endpoints = append(s.cfg.Endpoints, third)
	s.reopen()
	s.mustReach(s.honest, 28)
	if !strings.Contains(out.String(), "endpoints disagree above the header that a quorum agrees on") || !strings.Contains(out.String(), "header 30") {
		t.Fatalf("log lacks the disagreement:\n%s", &out)
	}
}

// TestAnswersAreACopy: what a caller does to them doesn't show elsewhere.
func TestAnswersAreACopy(t *testing.T) {
	s := newScene(t, 2, 2)
	if got := s.Answers(); len(got) != 0 {
		t.Fatalf("before the first update: %v", got)
	}
	s.mustReach(s.honest, 30)
	s.Answers()[0].Endpoint = "changed"
	if got := s.Answers(); got[0].Endpoint != "node-0" || !got[0].HasFinal || got[0].Final != 30 || got[0].Hash != s.honest.head().Hash() {
		t.Fatalf("got %v", got)
	}
}

// TestNoNewsCostsOneQuestion: an update without news asks each endpoint once.
func TestNoNewsCostsOneQuestion(t *testing.T) {
	s := newScene(t, 2, 3)
	s.mustReach(s.honest, 30)
	before := len(s.nodes[0].askedFor())
	s.mustReach(s.honest, 30)
	if asked := s.nodes[0].askedFor()[before:]; len(asked) != 1 || asked[0] != tagFinalized {
		t.Fatalf("asked for %v, want the finalized header alone", asked)
	}
}

// TestForeignRecord: a store that another kind of client wrote under this client's name.
func TestForeignRecord(t *testing.T) {
	s := newScene(t, 2, 2)
	s.mustReach(s.honest, 30)
	for name, change := range map[string]func(*lightclient.Record){
		"chain": func(r *lightclient.Record) { r.ChainID = 5 },
		"kind":  func(r *lightclient.Record) { r.Kind = "qbft" },
	} {
		record, err := s.store.Load()
		if err != nil {
			t.Fatal(err)
		}
		change(&record)
		s.cfg.Store = fixedRecord{s.store, record}
		if _, err := New(s.cfg); !errors.Is(err, lightclient.ErrStoreForeign) {
			t.Errorf("%s: got %v, want %v", name, err, lightclient.ErrStoreForeign)
		}
	}
}

type fixedRecord struct {
	lightclient.Store
	record lightclient.Record
}

func (s fixedRecord) Load() (lightclient.Record, error) { return s.record, nil }

// TestFreshAnchor: an operator's higher anchor replaces the trusted header; until it is fetched,
// Final stays.
func TestFreshAnchor(t *testing.T) {
	s := newScene(t, 2, 2)
	s.mustReach(s.honest, 30)
	old := s.Final()
	other := s.honest[:5].grow(60, "after a hard fork")
	s.serve(other, other)
	s.cfg.Anchor = other.anchor(50)
	s.reopen()
	if s.Final() != old {
		t.Fatalf("trusts %+v before the update", s.Final().Header())
	}
	if _, err := s.Update(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.mustReach(other, 64)
}
