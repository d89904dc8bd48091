package beaconapi_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"go.uber.org/goleak"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beaconapi"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

// node is a beacon node over HTTP whose answers a test can spoil.
type node struct {
	t      *testing.T
	net    *beacon.Network
	chain  *beacontest.Chain
	honest http.Handler
	server *httptest.Server
	spoil  atomic.Pointer[http.HandlerFunc]
	asked  atomic.Int64
}

var sharedChains = map[beacon.Fork]*beacontest.Chain{}

func newNode(t *testing.T, fork beacon.Fork) *node {
	t.Helper()
	if sharedChains[fork] == nil {
		preset := beacon.MinimalPreset()
		preset.SyncCommitteeSize = 8
		n := beacontest.NewNetwork(preset, beacontest.Always(fork), 1_700_000_000, 6*time.Second)
		c, err := beacontest.New(beacontest.Config{Network: n, Seed: "api"})
		if err == nil {
			_, err = c.Grow(200)
		}
		if err != nil {
			t.Fatal(err)
		}
		sharedChains[fork] = c
	}
	c := sharedChains[fork]
	n := &node{t: t, net: c.Network(), chain: c}
	n.honest = beacontest.NewServer(beacontest.NewEndpoint("node", c), n.net)
	n.server = httptest.NewServer(http.HandlerFunc(n.serve))
	t.Cleanup(n.server.Close)
	return n
}

func (n *node) serve(w http.ResponseWriter, r *http.Request) {
	n.asked.Add(1)
	if spoil := n.spoil.Load(); spoil != nil && strings.Contains(r.URL.Path, "light_client") {
		(*spoil)(w, r)
		return
	}
	n.honest.ServeHTTP(w, r)
}

func (n *node) set(spoil http.HandlerFunc) { n.spoil.Store(&spoil) }

func (n *node) provider(url string) *beaconapi.Provider {
	n.t.Helper()
	p, err := beaconapi.New(beaconapi.Config{URL: url, Network: n.net})
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(p.Close)
	return p
}

// TestServes: what a node serves arrives, at forks of each kind of header.
func TestServes(t *testing.T) {
	for _, fork := range []beacon.Fork{beacon.Altair, beacon.Capella, beacon.Electra, beacon.Gloas} {
		t.Run(fork.String(), func(t *testing.T) {
			defer goleak.VerifyNone(t, goleak.IgnoreCurrent(), goleak.IgnoreTopFunction("net/http.(*persistConn).readLoop"),
				goleak.IgnoreTopFunction("net/http.(*persistConn).writeLoop"), goleak.IgnoreTopFunction("internal/poll.runtime_pollWait"))
			n := newNode(t, fork)
			p := n.provider(n.server.URL)
			root := n.chain.At(20).Root
			b, err := p.Bootstrap(t.Context(), root)
			if err != nil {
				t.Fatal(err)
			}
			store, err := n.net.InitializeStore(root, b)
			if err != nil {
				t.Fatal(err)
			}
			updates, err := p.Updates(t.Context(), 0, 200)
			if err != nil || len(updates) != 4 {
				t.Fatalf("%d updates, %v, want 4", len(updates), err)
			}
			for _, u := range updates[:3] {
				if store, err = n.net.ProcessUpdate(store, u, 200); err != nil {
					t.Fatal(err)
				}
			}
			finality, err := p.FinalityUpdate(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if _, err = n.net.ProcessFinalityUpdate(store, finality, 200); err != nil {
				t.Fatal(err)
			}
			optimistic, err := p.OptimisticUpdate(t.Context())
			if err != nil || optimistic.AttestedHeader.Beacon.Slot != 199 {
				t.Fatalf("optimistic update: %v", err)
			}
			if p.Name() != n.server.URL {
				t.Errorf("name is %q, want %q", p.Name(), n.server.URL)
			}
		})
	}
}

// attack is one answer that costs too much or is not what it says.
type attack struct {
	name  string
	spoil func(n *node, w http.ResponseWriter, r *http.Request)
	want  error
	words string
}

// TestAttackAnswers: what a node, or whoever stands between, can send.
func TestAttackAnswers(t *testing.T) {
	honest := func(n *node) string {
		record := httptest.NewRecorder()
		n.honest.ServeHTTP(record, httptest.NewRequest(http.MethodGet, "/eth/v1/beacon/light_client/finality_update", nil))
		return record.Body.String()
	}
	send := func(kind, version, body string) func(n *node, w http.ResponseWriter, r *http.Request) {
		return func(n *node, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			if version != "" {
				w.Header().Set("Eth-Consensus-Version", version)
			}
			if body == "" {
				body = honest(n)
			}
			fmt.Fprint(w, body)
		}
	}
	status := func(code int, body string) func(n *node, w http.ResponseWriter, r *http.Request) {
		return func(_ *node, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(code)
			fmt.Fprint(w, body)
		}
	}
	for _, a := range []attack{
		{"wrong content type", send("text/html", "", "<html>"), lightclient.ErrMalformed, "want application/json; is this the address"},
		{"no content type", send("", "", ""), lightclient.ErrMalformed, "Content-Type"},
		{"content type of SSZ", send("application/octet-stream", "fulu", ""), lightclient.ErrMalformed, "Content-Type"},
		{"not JSON", send("application/json", "", "}"), lightclient.ErrMalformed, "not JSON"},
		{"version header lies", send("application/json", "gloas", ""), lightclient.ErrMalformed, "Eth-Consensus-Version"},
		{"version lies in the body too", func(n *node, w http.ResponseWriter, r *http.Request) {
			send("application/json", "electra", strings.Replace(honest(n), `"fulu"`, `"electra"`, 1))(n, w, r)
		}, lightclient.ErrMalformed, "format is electra, want fulu"},
		{"one byte too many", func(n *node, w http.ResponseWriter, r *http.Request) {
			body := honest(n)
			send("application/json", "fulu", body+strings.Repeat(" ", n.net.Preset.MaxUpdateJSONBytes()+1-len(body)))(n, w, r)
		}, lightclient.ErrMalformed, "answer has more than"},
		{"a redirect elsewhere", func(_ *node, w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://elsewhere.example/key", http.StatusTemporaryRedirect)
		}, lightclient.ErrUnavailable, "redirects to http://elsewhere.example, which is not followed"},
		{"a redirect to itself", func(n *node, w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, n.server.URL+r.URL.Path, http.StatusMovedPermanently)
		}, lightclient.ErrUnavailable, "which is not followed"},
		{"a redirect to nowhere", status(http.StatusMultipleChoices, ""), lightclient.ErrUnavailable, "redirects elsewhere"},
		{"a bad request", status(http.StatusBadRequest, "{"), lightclient.ErrUnavailable, "status 400"},
		{"success that is none", status(http.StatusNoContent, ""), lightclient.ErrUnavailable, "status 204"},
		{"not found", status(http.StatusNotFound, `{"code":404,"message":"LC finality update unavailable"}`), lightclient.ErrNoSuchHeader, "LC finality update unavailable"},
		{"forbidden", status(http.StatusForbidden, `{}`), lightclient.ErrUnavailable, "does the address need a key?"},
		{"an error of a megabyte", status(http.StatusInternalServerError, `{"message":"`+strings.Repeat("x", 1<<20)+`"}`), lightclient.ErrUnavailable, "status 500"},
		{"an error with control characters", status(http.StatusInternalServerError, `{"message":"a\u001b[2Jb"}`), lightclient.ErrUnavailable, "a [2Jb"},
		{"a connection cut off", func(_ *node, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, "{")
		}, lightclient.ErrUnavailable, "unexpected EOF"},
	} {
		t.Run(a.name, func(t *testing.T) {
			n := newNode(t, beacon.Fulu)
			n.set(func(w http.ResponseWriter, r *http.Request) { a.spoil(n, w, r) })
			_, err := n.provider(n.server.URL).FinalityUpdate(t.Context())
			mustFail(t, err, a.want, a.words)
		})
	}
}

func mustFail(t *testing.T, err, want error, words string) {
	t.Helper()
	if !errors.Is(err, want) || !strings.Contains(err.Error(), words) {
		t.Errorf("error is %v, want %q and %q", err, want, words)
	}
	if err != nil && len(err.Error()) > 600 {
		t.Errorf("the error has %d bytes", len(err.Error()))
	}
}

// TestAttackFlood: an answer that never ends is read as far as an honest one could go, and
// one that never begins is waited for as long as the caller says.
func TestAttackFlood(t *testing.T) {
	t.Run("never ends", func(t *testing.T) {
		n := newNode(t, beacon.Fulu)
		n.set(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 4096)); err != nil {
					return
				}
			}
		})
		p := n.provider(n.server.URL)
		_, err := p.Bootstrap(t.Context(), common.Hash{1})
		mustFail(t, err, lightclient.ErrMalformed, "answer has more than")
		_, err = p.Updates(t.Context(), 0, 2)
		mustFail(t, err, lightclient.ErrMalformed, "answer has more than")
	})
	t.Run("never begins", func(t *testing.T) {
		n := newNode(t, beacon.Fulu)
		ctx, cancel := context.WithCancel(t.Context())
		n.set(func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() })
		_, err := n.provider(n.server.URL).FinalityUpdate(ctx)
		mustFail(t, err, lightclient.ErrUnavailable, "context canceled")
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error is %v, want one that wraps context.Canceled", err)
		}
	})
	t.Run("as long as may be", func(t *testing.T) {
		n := newNode(t, beacon.Fulu)
		n.set(func(w http.ResponseWriter, r *http.Request) {
			record := httptest.NewRecorder()
			n.honest.ServeHTTP(record, r)
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			fmt.Fprint(w, record.Body, strings.Repeat(" ", n.net.Preset.MaxUpdateJSONBytes()-record.Body.Len()))
		})
		if _, err := n.provider(n.server.URL).FinalityUpdate(t.Context()); err != nil {
			t.Error(err)
		}
	})
	t.Run("more updates than were asked for", func(t *testing.T) {
		n := newNode(t, beacon.Fulu)
		n.set(func(w http.ResponseWriter, r *http.Request) {
			r.URL.RawQuery = "start_period=0&count=2"
			n.honest.ServeHTTP(w, r)
		})
		_, err := n.provider(n.server.URL).Updates(t.Context(), 0, 1)
		mustFail(t, err, lightclient.ErrMalformed, "at most 1")
	})
}

// TestAttackNetwork: a node of another network is called one.
func TestAttackNetwork(t *testing.T) {
	for name, c := range map[string]struct {
		change func(n *beacon.Network)
		words  string
	}{
		"genesis root": {func(n *beacon.Network) { n.GenesisValidatorsRoot[0] ^= 1 }, "it serves another network"},
		"genesis time": {func(n *beacon.Network) { n.GenesisTime++ }, "its genesis was at"},
		"chain id":     {func(n *beacon.Network) { n.ChainID++ }, "DEPOSIT_CHAIN_ID"},
		"slots":        {func(n *beacon.Network) { n.SlotDuration *= 2 }, "SLOT_DURATION_MS"},
		"committee":    {func(n *beacon.Network) { n.Preset.SyncCommitteeSize *= 2 }, "SYNC_COMMITTEE_SIZE"},
		"epochs":       {func(n *beacon.Network) { n.Preset.SlotsPerEpoch *= 2 }, "SLOTS_PER_EPOCH"},
		"periods":      {func(n *beacon.Network) { n.Preset.EpochsPerSyncCommitteePeriod *= 2 }, "EPOCHS_PER_SYNC_COMMITTEE_PERIOD"},
		"fork epoch":   {func(n *beacon.Network) { n.Forks[beacon.Fulu].Epoch++ }, "its fulu fork is at epoch"},
		"fork version": {func(n *beacon.Network) { n.Forks[beacon.Deneb].Version[3]++ }, "its deneb fork has version"},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNode(t, beacon.Fulu)
			other := *n.net
			c.change(&other)
			n.net = &other
			_, err := n.provider(n.server.URL).FinalityUpdate(t.Context())
			mustFail(t, err, lightclient.ErrWrongChain, c.words)
			_, err = n.provider(n.server.URL).Updates(t.Context(), 0, 1)
			mustFail(t, err, lightclient.ErrWrongChain, c.words)
		})
	}
	t.Run("mainnet is named", func(t *testing.T) {
		n := newNode(t, beacon.Fulu)
		mainnet, err := beacon.NetworkByName("mainnet")
		if err != nil {
			t.Fatal(err)
		}
		served := *n.net
		served.GenesisValidatorsRoot = mainnet.GenesisValidatorsRoot
		n.honest = beacontest.NewServer(beacontest.NewEndpoint("mainnet", n.chain), &served)
		_, err = n.provider(n.server.URL).FinalityUpdate(t.Context())
		mustFail(t, err, lightclient.ErrWrongChain, "it serves mainnet")
	})
	for name, body := range map[string]string{"not JSON": "}", "genesis time": `{"data":{"genesis_time":"soon"}}`, "genesis root": `{"data":{"genesis_time":"1","genesis_validators_root":"0x12"}}`} {
		t.Run("genesis is nonsense: "+name, func(t *testing.T) {
			n := newNode(t, beacon.Fulu)
			n.honest = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				fmt.Fprint(w, body)
			})
			_, err := n.provider(n.server.URL).FinalityUpdate(t.Context())
			mustFail(t, err, lightclient.ErrMalformed, "beacon/genesis")
		})
	}
	t.Run("spec is refused", func(t *testing.T) {
		n := newNode(t, beacon.Fulu)
		honest := n.honest
		n.honest = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/spec") {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			honest.ServeHTTP(w, r)
		})
		_, err := n.provider(n.server.URL).FinalityUpdate(t.Context())
		mustFail(t, err, lightclient.ErrUnavailable, "status 502")
	})
	t.Run("genesis is never told", func(t *testing.T) {
		n := newNode(t, beacon.Fulu)
		hangs := make(chan struct{}, 1)
		n.honest = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { hangs <- struct{}{}; <-r.Context().Done() })
		p := n.provider(n.server.URL)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var wg sync.WaitGroup
		defer wg.Wait()
		wg.Go(func() { _, _ = p.FinalityUpdate(ctx) }) // it hangs
		<-hangs
		gone, leave := context.WithCancel(t.Context())
		leave()
		_, err := p.FinalityUpdate(gone)
		mustFail(t, err, lightclient.ErrUnavailable, "context canceled")
		cancel()
	})
	t.Run("spec is nonsense", func(t *testing.T) {
		n := newNode(t, beacon.Fulu)
		honest := n.honest
		n.honest = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasSuffix(r.URL.Path, "/spec") {
				honest.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, `[]`)
		})
		_, err := n.provider(n.server.URL).FinalityUpdate(t.Context())
		mustFail(t, err, lightclient.ErrMalformed, "config/spec")
	})
}

// TestNodesThatDoNotSay: light client data alone is enough, and a node that fails is asked
// for its network again.
func TestNodesThatDoNotSay(t *testing.T) {
	n := newNode(t, beacon.Fulu)
	honest, code := n.honest, http.StatusInternalServerError
	n.honest = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "light_client") {
			honest.ServeHTTP(w, r)
			return
		}
		w.WriteHeader(code)
	})
	p := n.provider(n.server.URL)
	_, err := p.FinalityUpdate(t.Context())
	mustFail(t, err, lightclient.ErrUnavailable, "status 500")
	code = http.StatusNotFound
	if _, err := p.FinalityUpdate(t.Context()); err != nil {
		t.Fatal(err)
	}
	asked := n.asked.Load()
	if _, err := p.FinalityUpdate(t.Context()); err != nil || n.asked.Load() != asked+1 {
		t.Errorf("%v, %d requests, want one: the network was asked for already", err, n.asked.Load()-asked)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = p.FinalityUpdate(ctx)
	mustFail(t, err, lightclient.ErrUnavailable, "context canceled")
}

// TestRetryAfter: a node that wants to be left alone is, but not for ever.
func TestRetryAfter(t *testing.T) {
	n := newNode(t, beacon.Fulu)
	base := time.Unix(1_700_000_000, 0)
	for after, waits := range map[string]time.Duration{
		"7": 7 * time.Second, "999999": 2 * time.Minute, "soon": 0, "0": 0, "": 0, "-5": 0,
		base.Add(9 * time.Second).UTC().Format(http.TimeFormat): 9 * time.Second,
	} {
		now := base
		p, err := beaconapi.New(beaconapi.Config{URL: n.server.URL, Network: n.net, Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(p.Close)
		n.set(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", after)
			w.WriteHeader(http.StatusTooManyRequests)
		})
		_, err = p.FinalityUpdate(t.Context())
		mustFail(t, err, lightclient.ErrUnavailable, "status 429")
		n.spoil.Store(nil)
		if waits > 0 {
			now = base.Add(waits - time.Millisecond)
			asked := n.asked.Load()
			_, err = p.FinalityUpdate(t.Context())
			mustFail(t, err, lightclient.ErrUnavailable, "asked to be left alone")
			if n.asked.Load() != asked {
				t.Errorf("after %q it was asked nevertheless", after)
			}
		}
		now = base.Add(waits)
		if _, err := p.FinalityUpdate(t.Context()); err != nil {
			t.Errorf("after %q and %v: %v", after, waits, err)
		}
	}
}

// TestNoSecrets: user, password, path and query of an address are in no error, whoever had
// a hand in it, and in no name.
func TestNoSecrets(t *testing.T) {
	n := newNode(t, beacon.Fulu)
	secret := strings.Replace(n.server.URL, "http://", "http://user1:passw0rd@", 1) + "/path-key/v3?token=query-key"
	words := []string{"user1", "passw0rd", "path-key", "query-key"}
	check := func(what string, err error) {
		t.Helper()
		if err == nil {
			t.Fatalf("%s: no error", what)
		}
		for _, word := range words {
			if strings.Contains(err.Error(), word) {
				t.Errorf("%s: %q is in the error %q", what, word, err)
			}
		}
	}
	var seen atomic.Pointer[http.Request]
	n.honest = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen.Store(r)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusInternalServerError)
		fmt.Fprintf(w, `{"message":"cannot serve %s for %s"}`, r.URL, r.Header.Get("Authorization"))
	})
	p := n.provider(secret)
	_, err := p.FinalityUpdate(t.Context())
	check("echo", err)
	user, password, _ := seen.Load().BasicAuth()
	if user != "user1" || password != "passw0rd" || seen.Load().URL.Path != "/path-key/v3/eth/v1/beacon/genesis" || seen.Load().URL.Query().Get("token") != "query-key" {
		t.Errorf("asked %s as %s:%s", seen.Load().URL, user, password)
	}
	n.server.Close()
	_, err = p.FinalityUpdate(t.Context())
	check("closed", err)
	if strings.Contains(err.Error(), "Get ") {
		t.Errorf("the error %q quotes the address", err)
	}
	for _, url := range []string{"ftp://user1:passw0rd@h/path-key", "http://user1:passw0rd@h:port/path-key", "http:///path-key?query-key", "http://h/path-key#passw0rd"} {
		_, err := beaconapi.New(beaconapi.Config{URL: url, Network: n.net})
		check(url, err)
	}
	if strings.ContainsAny(p.Name(), "@?") {
		t.Errorf("name is %q", p.Name())
	}
	if _, err := beaconapi.New(beaconapi.Config{URL: n.server.URL}); err == nil {
		t.Error("there is no network, and no error")
	}
}

// beaconClock is the time of a node's newest block.
type beaconClock struct{ n *node }

func (c *beaconClock) Now() time.Time { return c.n.net.TimeOf(c.n.chain.Head().Header.Slot) }
