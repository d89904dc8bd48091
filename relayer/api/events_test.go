package api

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/relayer"
	"github.com/catenary-bridge/catenary/relayer/index"
)

type indexProgress = index.Progress

func statesOfLanes() []relayer.State { return relayer.States() }

// event is one server-sent event.
type event struct{ name, id, data string }

// ear hears the events of a stream.
type ear struct {
	heard  chan event
	ended  chan struct{}
	cancel context.CancelFunc
}

// listen opens a stream until the test ends.
func listen(t *testing.T, url, last string) *ear {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%s %v", response.Status, response.Header)
	}
	e := &ear{make(chan event, 1000), make(chan struct{}), cancel}
	go func() {
		defer close(e.ended)
		defer response.Body.Close()
		e.read(response.Body)
	}()
	t.Cleanup(func() { cancel(); <-e.ended })
	return e
}

// read reads as browsers do: fields by line, an event at each empty one that has data.
func (e *ear) read(body io.Reader) {
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, 1<<20)
	var now event
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		switch field {
		case "event":
			now.name = value
		case "id":
			now.id = value
		case "data":
			now.data = value
		case "":
			if now.data != "" {
				e.heard <- now
			}
			now = event{}
		}
	}
}

func (e *ear) want(t *testing.T, name string) event {
	t.Helper()
	select {
	case got := <-e.heard:
		if got.name != name || got.id == "" {
			t.Fatalf("heard %+v, want %q", got, name)
		}
		return got
	case <-e.ended:
		t.Fatalf("the stream ended, want %q", name)
	case <-time.After(patience):
		t.Fatalf("heard nothing, want %q", name)
	}
	return event{}
}

func (e *ear) message(t *testing.T) (Message, string) {
	t.Helper()
	got := e.want(t, "message")
	var m Message
	if err := json.Unmarshal([]byte(got.data), &m); err != nil {
		t.Fatalf("%s: %v", got.data, err)
	}
	return m, got.id
}

func reason(text string) func(uint64, *index.Progress) {
	return func(_ uint64, p *index.Progress) { p.Reason = text }
}

// TestEventsTellWhatChanges: every change comes with the newest state, filters hold,
// and a client that comes back goes on where it was.
func TestEventsTellWhatChanges(t *testing.T) {
	f := newFixture(t)
	url, stop := serveOn(t, server(t, f, nil))
	all, failed := listen(t, url+"/v1/events", ""), listen(t, url+"/v1/events?stage=failed&lane="+lane.ID().String(), "")
	begun := all.want(t, "ready")
	failed.want(t, "ready")
	change(t, f.view, 4, 4, reason("one"))
	m, id := all.message(t)
	if m.Nonce != 4 || m.Reason != "one" || id <= begun.id {
		t.Fatalf("heard %+v of %s", m, id)
	}
	change(t, f.view, 3, 3, reason("two"))
	if m, _ := all.message(t); m.Nonce != 3 {
		t.Fatalf("heard of %d, want 3", m.Nonce)
	}
	if m, _ := failed.message(t); m.Nonce != 3 || m.Stage != index.Failed {
		t.Fatalf("heard of %d, which is %s, want 3", m.Nonce, m.Stage)
	}
	// Back again, behind the first change.
	again := listen(t, url+"/v1/events", id)
	again.want(t, "ready")
	if m, _ := again.message(t); m.Nonce != 3 || m.Reason != "two" {
		t.Fatalf("heard of %d again, want 3", m.Nonce)
	}
	if took, err := stop(); err != nil || took > patience {
		t.Errorf("with open streams, the server stops after %v: %v", took, err)
	}
	for _, stream := range []*ear{all, failed, again} {
		<-stream.ended
	}
}

// TestEventsResetWhoMissedSomething: a client that can't know what it missed is told
// to list anew, and then hears what comes.
func TestEventsResetWhoMissedSomething(t *testing.T) {
	f := newFixture(t)
	url, stop := serveOn(t, server(t, f, nil))
	defer func() { _, _ = stop() }()
	now := f.view.Revision()
	for name, last := range map[string]string{
		"no number": "yesterday", "of a later run": strconv.FormatUint(now+1<<40, 10), "negative": "-1", "of another kind": "0x10", "absurd": strings.Repeat("9", 400),
		"before the view began": strconv.FormatUint(f.view.Forgotten()-1, 10),
	} {
		t.Run(name, func(t *testing.T) {
			stream := listen(t, url+"/v1/events", last)
			if got := stream.want(t, "reset"); got.id != strconv.FormatUint(f.view.Revision(), 10) {
				t.Errorf("reset to %s, the view is at %d", got.id, f.view.Revision())
			}
			change(t, f.view, 5, 5, reason(name))
			if m, _ := stream.message(t); m.Reason != name {
				t.Errorf("heard %+v", m)
			}
		})
	}
}

// TestStreamsAreFew: there are as many as configured, half of them for one client, and
// those that end make room.
func TestStreamsAreFew(t *testing.T) {
	f := newFixture(t)
	s := server(t, f, func(c *Config) { c.Streams = 4 })
	url, stop := serveOn(t, s)
	defer func() { _, _ = stop() }()
	first := listen(t, url+"/v1/events", "")
	listen(t, url+"/v1/events", "")
	response, err := http.Get(url + "/v1/events")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" {
		t.Fatalf("a third stream of one client: %s", response.Status)
	}
	for i := range 2 {
		if _, ok := s.streams.enter(fmt.Sprintf("192.0.2.%d:1", i)); !ok {
			t.Fatalf("stream %d of another client is refused", i)
		}
	}
	if _, ok := s.streams.enter("192.0.2.9:1"); ok {
		t.Fatal("there is room for a fifth stream")
	}
	first.cancel()
	<-first.ended
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		if leave, ok := s.streams.enter("127.0.0.1:7"); ok {
			leave()
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("a stream that ended makes no room")
		}
	}
}

// TestSlowClientIsCut: a client that opens a stream and never reads ends by itself,
// with nothing piled up for it, while others hear everything.
func TestSlowClientIsCut(t *testing.T) {
	t.Parallel() // it waits most of the time
	f := newFixture(t)
	s := server(t, f, nil)
	s.slow = 5 * time.Second // for the others too, whom a busy machine may hold up
	url, stop := serveOn(t, s)
	defer func() { _, _ = stop() }()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.(*net.TCPConn).SetReadBuffer(4096); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	open := func() int { s.streams.mu.Lock(); defer s.streams.mu.Unlock(); return s.streams.open }
	for deadline := time.Now().Add(patience); open() == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the stream never opens")
		}
	}
	fast := listen(t, url+"/v1/events", "")
	fast.want(t, "ready")
	// Far more than the kernel holds for a client that does not read.
	large := strings.Repeat("x", 64<<10)
	for deadline, n := time.Now().Add(60*time.Second), 0; open() > 1; n++ {
		change(t, f.view, 1, 5, reason(fmt.Sprint(n, large)))
		for range 5 {
			fast.message(t)
		}
		if time.Now().After(deadline) {
			t.Fatal("a client that does not read keeps its stream")
		}
	}
}
