package bus

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/nats-io/nats.go"
	"go.uber.org/goleak"

	"github.com/catenary-bridge/catenary/e2e/freeport"
	"github.com/catenary-bridge/catenary/e2e/leaks"
	"github.com/catenary-bridge/catenary/messages"
)

// patience is for what has to happen. How soon, no test is about: a machine that is busy,
// or its disk, may stand still for seconds.
const patience = 20 * time.Second

func TestMain(m *testing.M) {
	leaks.Main(m, lasting...)
}

// The server's process-wide clocks and crypto pools start at import and never end.
var lasting = []goleak.Option{
	goleak.IgnoreTopFunction("github.com/nats-io/nats-server/v2/server/ats.init.0.func1"),
	goleak.IgnoreAnyFunction("github.com/nats-io/nats-server/v2/server/ats.Register.func1"),
}

// bench is one bus with everybody who takes part in it.
type bench struct {
	t        *testing.T
	dir      string
	port     int
	lanes    []messages.LaneID
	admin    Identity
	relayers map[string]Identity
	keys     []*ecdsa.PrivateKey // of the signers
	signers  []Identity
	tls      TLSFiles

	server *Server
	stop   func()
}

func lane(n byte) messages.LaneID { return messages.LaneID{31: n, 0: 0xaa} }

func newBench(t *testing.T, signers int) *bench {
	t.Helper()
	b := &bench{t: t, dir: t.TempDir(), lanes: []messages.LaneID{lane(1), lane(2)}, relayers: map[string]Identity{}}
	b.admin = newIdentity(t)
	for _, name := range []string{"r1", "r2"} {
		b.relayers[name] = newIdentity(t)
	}
	for range signers {
		key, err := crypto.GenerateKey()
		must(t, err)
		b.keys = append(b.keys, key)
		b.signers = append(b.signers, newIdentity(t))
	}
	return b
}

func newIdentity(t *testing.T) Identity {
	t.Helper()
	identity, err := NewIdentity(rand.Reader)
	must(t, err)
	return identity
}

func (b *bench) members() Members {
	m := Members{Lanes: b.lanes, Admin: b.admin.Public()}
	for _, name := range []string{"r1", "r2"} {
		m.Relayers = append(m.Relayers, RelayerMember{name, b.relayers[name].Public()})
	}
	for i := range b.signers {
		m.Signers = append(m.Signers, SignerMember{b.address(i), b.signers[i].Public()})
	}
	return m
}

func (b *bench) address(i int) common.Address { return crypto.PubkeyToAddress(b.keys[i].PublicKey) }

// start runs the server in the bench's directory; a second start keeps the port,
// as a restarted daemon would. It is one that nobody gets by chance in between.
func (b *bench) start() {
	b.t.Helper()
	if b.port == 0 {
		b.port = freeport.Take(b.t)
	}
	server, err := NewServer(ServerConfig{
		Listen: ListenConfig{Dir: b.dir, Port: b.port, TLS: b.tls}, Members: b.members(), Logger: quiet(),
	})
	must(b.t, err)
	ctx, cancel := context.WithCancel(b.t.Context())
	done := make(chan error, 1)
	go func() { done <- server.Run(ctx) }()
	select {
	case <-server.Ready():
	case err := <-done:
		cancel()
		b.t.Fatalf("server: %v", err)
	case <-time.After(patience):
		b.t.Fatalf("server is not ready after %v", patience)
	}
	b.server = server
	b.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			b.t.Errorf("server: %v", err)
		}
	})
	b.t.Cleanup(b.stop)
}

// up starts the server and creates the streams.
func (b *bench) up() *bench {
	b.t.Helper()
	b.start()
	must(b.t, b.dial(b.admin).EnsureStreams(b.ctx(), b.members()))
	return b
}

func (b *bench) ctx() context.Context { return b.within(patience) }

// within is for what is refused by no more than silence, or has to end by itself.
func (b *bench) within(d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(b.t.Context(), d)
	b.t.Cleanup(cancel)
	return ctx
}

// dial connects over TCP, as the members of other processes do.
func (b *bench) dial(identity Identity) *Conn {
	b.t.Helper()
	conn, err := Dial(b.ctx(), Config{URL: b.server.URL(), Identity: identity, Logger: quiet(), TLS: b.tls})
	must(b.t, err)
	b.t.Cleanup(conn.Close)
	return conn
}

func (b *bench) relayer(name string) *Relayer {
	b.t.Helper()
	relayer, err := NewRelayer(b.dial(b.relayers[name]), name)
	must(b.t, err)
	return relayer
}

func (b *bench) signer(i int) *Signer {
	b.t.Helper()
	signer, err := NewSigner(b.dial(b.signers[i]), b.address(i))
	must(b.t, err)
	return signer
}

func (b *bench) request(lane messages.LaneID, nonce, attempt uint64) messages.Request {
	return messages.Request{
		Checkpoint:  messages.Checkpoint{Lane: lane, Inbox: messages.InboxID{7}, Nonce: nonce, Accumulator: messages.Accumulator{byte(nonce), 9}, Epoch: 1},
		Domain:      messages.Domain{TargetChain: 9002, Verifier: common.Address{5}},
		SourceChain: 9001, SourceBlock: 10 + nonce, Attempt: attempt,
	}
}

// approve really signs.
func (b *bench) approve(i int, request messages.Request) messages.Answer {
	b.t.Helper()
	digest := request.Checkpoint.Digest(request.Domain)
	raw, err := crypto.Sign(digest[:], b.keys[i])
	must(b.t, err)
	signature, err := messages.SignatureOf(raw)
	must(b.t, err)
	return messages.Answer{Attempt: request.Attempt, Approval: &messages.Approval{
		Checkpoint: request.Checkpoint, Domain: request.Domain, Signer: b.address(i), Signature: signature,
	}}
}

func (b *bench) refuse(i int, request messages.Request, reason messages.Reason) messages.Answer {
	return messages.Answer{Attempt: request.Attempt, Refusal: &messages.Refusal{
		Checkpoint: request.Checkpoint, Domain: request.Domain, Signer: b.address(i), Reason: reason, Detail: "for a test",
	}}
}

// serve runs signer i, which approves everything, until the returned func is
// called.
func (b *bench) serve(i int) (stop func()) {
	signer := b.signer(i)
	return b.run(func(ctx context.Context) error {
		return signer.Requests(ctx, func(_ context.Context, request messages.Request) (messages.Answer, error) {
			return b.approve(i, request), nil
		})
	})
}

// collect runs a relayer's Answers into a channel.
func (b *bench) collect(relayer *Relayer) (answers <-chan messages.Answer, stop func()) {
	out := make(chan messages.Answer, 4096)
	return out, b.run(func(ctx context.Context) error {
		return relayer.Answers(ctx, func(answer messages.Answer) { out <- answer })
	})
}

func (b *bench) run(loop func(context.Context) error) (stop func()) {
	ctx, cancel := context.WithCancel(b.t.Context())
	done := make(chan error, 1)
	go func() { done <- loop(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			b.t.Errorf("loop: %v", err)
		}
	})
	b.t.Cleanup(stop)
	return stop
}

// await returns the first answer that the predicate takes.
func await(t *testing.T, answers <-chan messages.Answer, wanted func(messages.Answer) bool) messages.Answer {
	t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case answer := <-answers:
			if wanted(answer) {
				return answer
			}
		case <-deadline:
			t.Fatalf("the answer did not come within %v", patience)
		}
	}
}

func nonceIs(nonce uint64) func(messages.Answer) bool {
	return func(answer messages.Answer) bool { return answer.Checkpoint().Nonce == nonce }
}

// stored counts the messages of a subject in the approvals stream, read by the
// admin.
func (b *bench) stored(stream string, subject string) uint64 {
	b.t.Helper()
	admin := b.dial(b.admin)
	body := b.call(admin, "$JS.API.STREAM.INFO."+stream, []byte(`{"subjects_filter":">"}`))
	var info struct {
		State struct {
			Subjects map[string]uint64 `json:"subjects"`
		} `json:"state"`
	}
	must(b.t, json.Unmarshal(body, &info))
	return info.State.Subjects[subject]
}

func (b *bench) call(conn *Conn, subject string, body []byte) []byte {
	b.t.Helper()
	m, err := conn.nc.RequestWithContext(b.ctx(), subject, body)
	must(b.t, err)
	return m.Data
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantErr(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error %v, want %v", err, want)
	}
}

// raw publishes as a malicious member would: past this package's checks. It
// returns what the server says about it; to say nothing is no refusal.
func raw(t *testing.T, conn *Conn, subject string, body []byte, header nats.Header) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	ctx, release := conn.guarded(ctx, subject)
	defer release()
	m, err := conn.nc.RequestMsgWithContext(ctx, &nats.Msg{Subject: subject, Data: body, Header: header})
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		if errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("no word about %s within %v", subject, patience)
		}
		return err
	}
	var ack struct {
		Error *struct {
			Description string `json:"description"`
		} `json:"error"`
	}
	must(t, json.Unmarshal(m.Data, &ack))
	if ack.Error != nil {
		return errors.New(ack.Error.Description)
	}
	return nil
}
