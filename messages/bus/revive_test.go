package bus

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// TestServerThatCannotWriteIsStartedAnew: a server that has met a full disk takes
// nothing any more, however much room there is. Here it is started again at the same
// address, keeps what it had, and its clients find it without help.
func TestServerThatCannotWriteIsStartedAnew(t *testing.T) {
	b := newBench(t, 1).up()
	relayer, signer := b.relayer("r1"), b.signer(0)
	answers, stop := b.collect(relayer)
	defer stop()
	first := b.request(lane(1), 1, 1)
	must(t, signer.PublishAnswer(b.ctx(), b.approve(0, first)))
	await(t, answers, nonceIs(1))
	before := b.server.URL()
	old := b.instance()

	// No file can be made there, as on a full disk.
	room := filepath.Join(b.dir, "room")
	must(t, os.Mkdir(room, 0o700))
	must(t, os.WriteFile(filepath.Join(room, "taken"), nil, 0o600))
	b.server.heard("JetStream stream '%s > %s' critical write error: %v", "no space left on device")
	b.until("the server is ended", func() bool { return b.instance() == nil })
	time.Sleep(3 * retryMin)
	if b.server.URL() != "" {
		t.Fatal("the server is there again although there is no room")
	}
	b.until("nobody listens", func() bool {
		conn, err := net.DialTimeout("tcp", before[len("nats://"):], time.Second)
		if err == nil {
			_ = conn.Close()
		}
		return err != nil
	})
	must(t, os.RemoveAll(room))
	b.until("the server is started again", func() bool { return b.instance() != nil })
	if b.instance() == old || b.server.URL() != before {
		t.Fatalf("server at %q, want a new one at %q", b.server.URL(), before)
	}
	must(t, signer.PublishAnswer(b.ctx(), b.approve(0, b.request(lane(1), 2, 1))))
	await(t, answers, nonceIs(2))
	kept, err := relayer.LastAnswers(b.ctx(), lane(1))
	must(t, err)
	if len(kept) != 1 || kept[0].Checkpoint().Nonce != 2 {
		t.Fatalf("kept %+v", kept)
	}
	if n := b.stored(approvalStream, approvalSubject(lane(1), b.address(0))); n != 2 {
		t.Fatalf("%d answers are stored, want both", n)
	}
}

// TestStopWithoutRoom: whoever stops a server that waits for room does not wait too.
func TestStopWithoutRoom(t *testing.T) {
	b := newBench(t, 1).up()
	must(t, os.MkdirAll(filepath.Join(b.dir, "room", "taken"), 0o700))
	b.server.heard("JetStream out of %s resources, will be DISABLED", "File")
	b.until("the server is ended", func() bool { return b.instance() == nil })
	stopped := make(chan struct{})
	go func() { b.stop(); close(stopped) }()
	select {
	case <-stopped:
	case <-time.After(patience):
		t.Fatal("the server does not stop")
	}
}

// TestOtherErrorsEndNoServer: a member's broken connection must not shut out all.
func TestOtherErrorsEndNoServer(t *testing.T) {
	b := newBench(t, 1).up()
	old := b.instance()
	hostile := "JetStream stream 'A > B' critical write error: x"
	b.server.heard("%s - Client parser error: %s", "127.0.0.1:1 - "+hostile)
	b.server.heard("%s", hostile)
	b.server.heard("JetStream failed to store a msg on stream '%s > %s': %v", hostile)
	time.Sleep(3 * retryMin)
	if b.instance() != old {
		t.Fatal("the server was started anew")
	}
}

func (b *bench) instance() *server.Server {
	b.server.mu.Lock()
	defer b.server.mu.Unlock()
	return b.server.running
}

func (b *bench) until(what string, holds func() bool) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for !holds() {
		if ctx.Err() != nil {
			b.t.Fatalf("never: %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}
