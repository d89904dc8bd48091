package overlay

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	pubsub "github.com/libp2p/go-libp2p-pubsub"
	pb "github.com/libp2p/go-libp2p-pubsub/pb"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"google.golang.org/protobuf/proto"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p/p2ptest"
)

var errBad = errors.New("bad payload")

// noteTopic admits payloads that begin with g, ignores those with i and refuses the rest.
func noteTopic() Topic {
	return Topic{Name: "note", MaxBytes: 64, Admit: func(_ context.Context, _ Peer, payload []byte) error {
		switch {
		case bytes.HasPrefix(payload, []byte("g")):
			return nil
		case bytes.HasPrefix(payload, []byte("i")):
			return fmt.Errorf("%w: so it says", ErrIgnore)
		}
		return errBad
	}}
}

// diary is a topic of a node that admits everything and writes it down.
type diary struct {
	mu    sync.Mutex
	heard []string
}

func (d *diary) topic() Topic {
	return Topic{Name: "note", MaxBytes: maxFrameBytes, Admit: func(_ context.Context, _ Peer, payload []byte) error {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.heard = append(d.heard, string(payload))
		return nil
	}}
}

func (d *diary) read() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.heard)
}

// line connects an attacker with a guard and the guard with a witness, who hears the attacker only through the guard
// and writes down all that comes.
func line(t *testing.T) (attacker, guard, witness *Node, heard *diary) {
	t.Helper()
	heard = new(diary)
	guard, _ = launch(t, Config{Gate: suiteGate, Topics: []Topic{noteTopic()}})
	witness, _ = launch(t, Config{Gate: suiteGate, Join: guard.Addresses(), Topics: []Topic{heard.topic()}})
	attacker, _ = launch(t, Config{Gate: suiteGate, Join: guard.Addresses(), Topics: []Topic{new(diary).topic()}})
	// They would find each other through the table.
	keepApart(t, attacker, witness)
	meshed(t, "note", []*Node{guard, witness})
	eventually(t, "the attacker hears the guard", func() bool { return slices.Contains(attacker.Listeners("note"), guard.ID()) })
	return attacker, guard, witness, heard
}

func keepApart(t *testing.T, a, b *Node) {
	t.Helper()
	for _, pair := range [][2]*Node{{a, b}, {b, a}} {
		pair[0].bans.mu.Lock()
		pair[0].bans.until = map[peer.ID]time.Time{pair[1].id: time.Now().Add(time.Hour)}
		pair[0].bans.mu.Unlock()
		pair[0].live.Load().drop(pair[1].id)
	}
	eventually(t, "attacker and witness are apart", func() bool {
		return a.live.Load().host.Network().Connectedness(b.id) != network.Connected
	})
}

func publish(t *testing.T, n *Node, payload string) {
	t.Helper()
	if err := n.Publish(t.Context(), "note", []byte(payload)); err != nil {
		t.Fatal(err)
	}
}

// What is bad, useless or too long goes no further than the first honest node, and what is good does. The good ones are
// sent until one has arrived: gossip may lose any.
func TestOnlyAdmittedPayloadIsRelayed(t *testing.T) {
	attacker, _, _, heard := line(t)
	count := 0
	eventually(t, "the witness has heard something", func() bool {
		count++
		publish(t, attacker, fmt.Sprint("bad", count%5))
		publish(t, attacker, fmt.Sprint("ignored ", count))
		publish(t, attacker, "g"+strings.Repeat("x", 64)+fmt.Sprint(count%2)) // longer than allowed
		publish(t, attacker, fmt.Sprint("good ", count))
		time.Sleep(50 * time.Millisecond)
		return len(heard.read()) > 0
	})
	time.Sleep(300 * time.Millisecond)
	for _, payload := range heard.read() {
		if !strings.HasPrefix(payload, "good ") {
			t.Errorf("the guard has relayed %q", payload)
		}
	}
}

// Who keeps spreading bad payloads is hung up on and not let in again.
func TestSpammerIsBanned(t *testing.T) {
	attacker, guard, _, _ := line(t)
	connected := func() bool {
		return guard.live.Load().host.Network().Connectedness(attacker.id) == network.Connected
	}
	for i := range 60 {
		publish(t, attacker, fmt.Sprint("bad ", i))
	}
	eventually(t, "the guard hangs up", func() bool { return !connected() })
	if guard.bans.allows(attacker.id, time.Now()) {
		t.Fatal("the spammer is not banned")
	}
	err := attacker.live.Load().host.Connect(t.Context(), peer.AddrInfo{ID: guard.id, Addrs: guard.live.Load().host.Addrs()})
	if err == nil { // the dialler may be done before the guard has seen who it is
		eventually(t, "the guard hangs up again", func() bool { return !connected() })
	}
}

// Who asks without end, or sends messages that gossipsub drops unread, is hung up on too.
func TestFloodOfControlMessagesIsBanned(t *testing.T) {
	for name, rpc := range map[string]*pb.RPC{
		"subscriptions": {Subscriptions: []*pb.RPC_SubOpts{{Topicid: proto.String("x"), Subscribe: proto.Bool(true)}}},
		"grafts":        {Control: &pb.ControlMessage{Graft: []*pb.ControlGraft{{TopicID: proto.String("x")}}}},
		"prunes":        {Control: &pb.ControlMessage{Prune: []*pb.ControlPrune{{TopicID: proto.String("x")}}}},
		"lists":         {Control: &pb.ControlMessage{Ihave: []*pb.ControlIHave{{TopicID: proto.String("x"), MessageIDs: []string{"y"}}}}},
		"signed":        {Publish: []*pb.Message{{Topic: proto.String("x"), Signature: []byte("y")}}},
		"authored":      {Publish: []*pb.Message{{Topic: proto.String("x"), From: []byte("y")}}},
		"numbered":      {Publish: []*pb.Message{{Topic: proto.String("x"), Seqno: []byte("y")}}},
		"keyed":         {Publish: []*pb.Message{{Topic: proto.String("x"), Key: []byte("y")}}},
		"wishes":        {Control: &pb.ControlMessage{Iwant: []*pb.ControlIWant{{MessageIDs: []string{"y"}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			guard, _ := launch(t, Config{Topics: []Topic{noteTopic()}})
			s, err := Config{Network: testNetwork, Key: newKey(t), Listen: []string{"/ip4/127.0.0.1/tcp/0"}}.settle()
			if err != nil {
				t.Fatal(err)
			}
			attacker, err := s.openHost(new(bans))
			if err != nil {
				t.Fatal(err)
			}
			defer attacker.Close()
			if err := attacker.Connect(t.Context(), peer.AddrInfo{ID: guard.id, Addrs: guard.live.Load().host.Addrs()}); err != nil {
				t.Fatal(err)
			}
			stream, err := attacker.NewStream(t.Context(), guard.id, pubsub.GossipSubID_v12)
			if err != nil {
				t.Fatal(err)
			}
			body, err := proto.Marshal(rpc)
			if err != nil {
				t.Fatal(err)
			}
			frames := bytes.Repeat(append(binary.AppendUvarint(nil, uint64(len(body))), body...), controlBurst/2)
			eventually(t, "the guard hangs up", func() bool {
				_, err := stream.Write(frames)
				return err != nil && !guard.bans.allows(attacker.ID(), time.Now())
			})
		})
	}
}

// Each name in a list is looked up, so that a long list counts for more than one: gossipsub's longest pass, not one after
// another.
func TestListsCountByTheirNames(t *testing.T) {
	names := make([]string, (controlBurst+1)*idsPerControl)
	longest := names[:5000] // of pubsub.GossipSubMaxIHaveLength
	for what, frame := range map[string]func(names []string) *pb.ControlMessage{
		"lists": func(names []string) *pb.ControlMessage {
			return &pb.ControlMessage{Ihave: []*pb.ControlIHave{{MessageIDs: names}}}
		},
		"wishes": func(names []string) *pb.ControlMessage {
			return &pb.ControlMessage{Iwant: []*pb.ControlIWant{{MessageIDs: names}}}
		},
	} {
		t.Run(what, func(t *testing.T) {
			n, err := New(Config{Network: testNetwork, Key: newKey(t), Listen: []string{"/ip4/127.0.0.1/tcp/0"}})
			if err != nil {
				t.Fatal(err)
			}
			send := func(names []string) error {
				return n.inspect("peer", &pubsub.RPC{RPC: pb.RPC{Control: frame(names)}})
			}
			for range 10 {
				if err := send(longest); err != nil {
					t.Fatalf("refused of an honest peer: %v", err)
				}
			}
			if err := send(names); !errors.Is(err, errControl) {
				t.Errorf("%d names at once: %v, want %v", len(names), err, errControl)
			}
		})
	}
}

// One payload on two topics is two messages, and no topic's end passes for a payload's beginning: else whoever sends the
// one keeps the other from being heard.
func TestMessagesAreNamedByTopicAndPayload(t *testing.T) {
	name := func(topic, payload string) string {
		return messageName(&pb.Message{Topic: &topic, Data: []byte(payload)})
	}
	long := strings.Repeat("x", 5000)
	seen := map[string]string{}
	for _, m := range [][2]string{{"a", "p"}, {"b", "p"}, {"a", "q"}, {"ap", ""}, {"", "ap"}, {"a", ""}, {"a", long}, {"b", long}, {"a", long + "x"}} {
		id := name(m[0], m[1])
		if other, taken := seen[id]; taken || len(id) != idBytes || id != name(m[0], m[1]) {
			t.Errorf("%.20q has a name of %d bytes, and so has %.20q", m, len(id), other)
		}
		seen[id] = fmt.Sprint(m)
	}
}

// What was long ago is forgiven, and many names make nobody's list longer.
func TestOffencesFadeAndAreBounded(t *testing.T) {
	var o offences
	now := time.Unix(1000, 0)
	for i := range maxOffences {
		if o.add("a", now) {
			t.Fatalf("offence %d is one too many, want %d forgiven", i+1, maxOffences)
		}
	}
	if !o.add("a", now) {
		t.Fatalf("%d offences are forgiven", maxOffences+1)
	}
	for range 10 * maxOffences { // ten seconds apart they come to two at most
		if now = now.Add(offenceHalfLife); o.add("a", now) {
			t.Fatal("one in ten seconds is too many")
		}
	}
	for i := range 2 * maxOffenders {
		o.add(peer.ID(fmt.Sprint(i)), now)
		if len(o.of) > maxOffenders {
			t.Fatalf("%d peers are remembered, at most %d allowed", len(o.of), maxOffenders)
		}
	}
	o = offences{of: map[peer.ID]offence{"bad": {5, now}}}
	for i := range maxOffenders - 1 {
		o.of[peer.ID(fmt.Sprint(i))] = offence{1, now.Add(-time.Second)}
	}
	if o.add("new", now); len(o.of) != 2 || o.of["bad"].weight != 5 {
		t.Errorf("%d are remembered when faded ones make room, want the bad one and the new one", len(o.of))
	}
}

// Frames that nobody could have signed reach neither the validators here nor other nodes.
func TestGateKeepsFramesOut(t *testing.T) {
	attacker, guard, witness, _ := line(t)
	here, err := guard.Hub().Join(p2ptest.Address(0))
	if err != nil {
		t.Fatal(err)
	}
	there, err := witness.Hub().Join(p2ptest.Address(1))
	if err != nil {
		t.Fatal(err)
	}
	raw := func(b []byte) {
		t.Helper()
		if err := attacker.Publish(t.Context(), consensusTopic, b); err != nil {
			t.Fatal(err)
		}
	}
	good := p2ptest.Payload(p2ptest.Address(7), 1, 0)
	raw([]byte{1, 2, 3})                                    // no envelope
	raw(seal([]byte("short"), time.Now()))                  // the gate says no
	raw(seal(good, time.Now().Add(-maxSkew-3*time.Second))) // stale
	raw(seal(good, time.Now().Add(maxSkew+time.Minute)))    // early
	raw(binary.BigEndian.AppendUint64(nil, uint64(1)<<63))  // nothing inside
	stop, done := make(chan struct{}), make(chan struct{})
	go func() { // good, until it has arrived
		defer close(done)
		for {
			_ = attacker.Publish(t.Context(), consensusTopic, seal(p2ptest.Payload(p2ptest.Address(7), 2, 0), time.Now()))
			select {
			case <-stop:
				return
			case <-time.After(500 * time.Millisecond):
			}
		}
	}()
	defer func() { close(stop); <-done }()

	for _, e := range []interface {
		Receive(context.Context) ([]byte, error)
	}{here, there} {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		got, err := e.Receive(ctx)
		cancel()
		if err != nil || !bytes.Equal(got, p2ptest.Payload(p2ptest.Address(7), 2, 0)) {
			t.Fatalf("received %x (%v), want the good frame alone", got, err)
		}
	}
}

// A member that signs without end is heard up to its rate.
func TestAuthorIsRelayedUpToItsRate(t *testing.T) {
	n, err := New(Config{Network: testNetwork, Key: newKey(t), Listen: []string{"/ip4/127.0.0.1/tcp/0"}})
	if err != nil {
		t.Fatal(err)
	}
	r := &n.authors
	now := time.Unix(1000, 0)
	author, other := common.Address{1}, common.Address{2}
	passed := 0
	for range 10 * relayBurst {
		if r.allow(author, 1, now) {
			passed++
		}
	}
	if passed != relayBurst {
		t.Fatalf("%d frames pass at once, want %d", passed, relayBurst)
	}
	if !r.allow(other, 1, now) {
		t.Fatal("another author is held up")
	}
	if !r.allow(author, 1, now.Add(time.Second)) {
		t.Fatal("a second later the author is still held up")
	}
}

func TestRatesAreBounded(t *testing.T) {
	r := rates[int]{perSecond: 1, burst: 1, most: 100}
	for i := range 1000 {
		r.allow(i, 1, time.Unix(1000, 0))
	}
	if len(r.of) > r.most {
		t.Fatalf("%d senders are remembered, at most %d allowed", len(r.of), r.most)
	}
}

func TestBansEndAndAreBounded(t *testing.T) {
	var b bans
	now := time.Unix(1000, 0)
	for i := range 2 * maxBans {
		b.add(peer.ID(fmt.Sprint("peer ", i)), now)
	}
	if len(b.until) != maxBans || b.allows("peer 0", now) {
		t.Fatalf("%d bans, want the first %d", len(b.until), maxBans)
	}
	later := now.Add(banLifetime + time.Second)
	if !b.allows("peer 0", later) {
		t.Error("a ban does not end")
	}
	b.add("late", later)
	if b.allows("late", later) || len(b.until) != 1 {
		t.Errorf("%d bans after the first have ended, want the new one alone", len(b.until))
	}
}

func echo() Service {
	return Service{Name: "echo", MaxRequest: 16, MaxResponse: 16, Answer: func(ctx context.Context, _ Peer, request []byte) ([]byte, error) {
		switch {
		case bytes.Equal(request, []byte("refuse")):
			return nil, errBad
		case bytes.Equal(request, []byte("long")):
			return make([]byte, 17), nil
		case bytes.Equal(request, []byte("sleep")):
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return request, nil
	}}
}

func TestQuestionsAreAnswered(t *testing.T) {
	nodes := cluster(t, 2, func(int) Config { return Config{Services: []Service{echo()}} })
	eventually(t, "they are connected", func() bool { return len(nodes[1].Peers()) == 1 && len(nodes[0].Peers()) == 1 })
	for _, c := range []struct {
		request string
		want    error
	}{
		{"", nil}, {"sixteen bytes ok", nil}, {"refuse", ErrRefused}, {"long", ErrRefused}, {"seventeen bytes !", ErrRefused},
	} {
		got, err := nodes[1].Request(t.Context(), nodes[0].ID(), "echo", []byte(c.request))
		if !errors.Is(err, c.want) || err == nil && string(got) != c.request {
			t.Errorf("%q: answer %q, error %v; want %v", c.request, got, err, c.want)
		}
	}
	if _, err := nodes[1].Request(t.Context(), nodes[0].ID(), "other", nil); !errors.Is(err, ErrUnknownName) {
		t.Errorf("unknown service: %v", err)
	}
	if _, err := nodes[1].Request(t.Context(), "nobody", "echo", nil); err == nil {
		t.Error("a peer that is none is asked")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := nodes[1].Request(ctx, nodes[0].ID(), "echo", []byte("sleep")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("no answer: %v, want the context's error", err)
	}
}

// A peer that asks without waiting gets two answers at a time; the others are served all the same.
func TestQuestionsOfOnePeerAreBounded(t *testing.T) {
	nodes := cluster(t, 3, func(int) Config { return Config{Services: []Service{echo()}} })
	eventually(t, "they are connected", func() bool {
		return len(nodes[0].Peers()) == 2 && slices.Contains(nodes[1].Peers(), nodes[0].ID()) && slices.Contains(nodes[2].Peers(), nodes[0].ID())
	})
	ctx, cancel := context.WithCancel(t.Context())
	errs := make(chan error, maxServingPerPeer+1)
	for range maxServingPerPeer + 1 {
		go func() {
			_, err := nodes[1].Request(ctx, nodes[0].ID(), "echo", []byte("sleep"))
			errs <- err
		}()
	}
	if err := <-errs; !errors.Is(err, ErrRefused) {
		t.Fatalf("the question too many: %v, want ErrRefused", err)
	}
	if _, err := nodes[2].Request(t.Context(), nodes[0].ID(), "echo", []byte("hello")); err != nil {
		t.Fatalf("another peer's question: %v", err)
	}
	cancel()
	for range maxServingPerPeer {
		<-errs
	}
}

// slowReader gives out its bytes and then nothing, counting what was asked of it.
type countingReader struct {
	data []byte
	most int
}

func (r *countingReader) Read(p []byte) (int, error) {
	r.most = max(r.most, len(p))
	if len(r.data) == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.data)
	r.data = r.data[n:]
	return n, nil
}

// A length alone makes nobody allocate: neither one beyond the bound, nor one below it that nothing follows.
func TestAnnouncedLengthAllocatesNothing(t *testing.T) {
	const most = 1 << 20
	beyond := &countingReader{data: binary.BigEndian.AppendUint32(nil, most+1)}
	if _, err := readFrame(beyond, most); !errors.Is(err, ErrTooLarge) || beyond.most > 4 {
		t.Errorf("length beyond the bound: %v after a read of %d bytes, want ErrTooLarge after 4", err, beyond.most)
	}
	hollow := &countingReader{data: append(binary.BigEndian.AppendUint32(nil, most), 1, 2, 3)}
	if _, err := readFrame(hollow, most); !errors.Is(err, io.ErrUnexpectedEOF) || hollow.most > 4096 {
		t.Errorf("hollow frame: %v after a read of %d bytes, want an unexpected end and small reads", err, hollow.most)
	}
}

func FuzzFrame(f *testing.F) {
	f.Add([]byte{0, 0, 0, 0})
	f.Add([]byte{0, 0, 0, 3, 'a', 'b', 'c'})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		payload, err := readFrame(bytes.NewReader(b), 32)
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := writeFrame(&again, payload); err != nil || !bytes.HasPrefix(b, again.Bytes()) || len(payload) > 32 {
			t.Fatalf("%x is read as %x", b, payload)
		}
	})
}

func FuzzEnvelope(f *testing.F) {
	now := time.Unix(1_700_000_000, 0)
	f.Add(seal([]byte("frame"), now))
	f.Add(seal([]byte("frame"), now.Add(maxSkew)))
	f.Add([]byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, b []byte) {
		frame, err := unseal(b, now)
		if err != nil {
			return
		}
		at := time.UnixMilli(int64(binary.BigEndian.Uint64(b)))
		if len(frame) == 0 || at.Sub(now).Abs() > maxSkew || !bytes.Equal(seal(frame, at), b) {
			t.Fatalf("%x is taken for %x of %s", b, frame, at)
		}
	})
}

// What is configured wrongly is said before anything is opened.
func TestConfigurationIsChecked(t *testing.T) {
	good := func() Config {
		return Config{Network: testNetwork, Key: newKey(t), Listen: []string{"/ip4/127.0.0.1/tcp/0"}}
	}
	if _, err := New(good()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		change func(*Config)
		want   string
	}{
		{"no network", func(c *Config) { c.Network = common.Hash{} }, "genesis hash"},
		{"no key", func(c *Config) { c.Key = nil }, "Ed25519"},
		{"nowhere to listen", func(c *Config) { c.Listen = nil }, "listen"},
		{"nonsense to listen on", func(c *Config) { c.Listen = []string{"127.0.0.1:0"} }, "multiaddress"},
		{"nobody to join", func(c *Config) { c.Join = []string{"/ip4/127.0.0.1/tcp/1"} }, "with a peer"},
		{"too many to join", func(c *Config) { c.Join = make([]string, maxJoin+1) }, "at most"},
		{"too many topics", func(c *Config) { c.Topics = make([]Topic, maxTopics+1) }, "at most"},
	} {
		cfg := good()
		c.change(&cfg)
		if _, err := New(cfg); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one about %q", c.name, err, c.want)
		}
	}
}

func TestTakenAddressIsSaid(t *testing.T) {
	n, _ := launch(t, Config{})
	taken := n.live.Load().host.Addrs()[0].String()
	other, err := New(Config{Network: testNetwork, Key: newKey(t), Listen: []string{taken}})
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Run(t.Context()); err == nil || !strings.Contains(err.Error(), taken) {
		t.Fatalf("error %v, want one that names %s", err, taken)
	}
	if err := other.Publish(t.Context(), "note", nil); !errors.Is(err, ErrNotRunning) {
		t.Errorf("publish: %v, want ErrNotRunning", err)
	}
}
