package inspect

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages/bus"
	"github.com/catenary-bridge/catenary/relayer/api"
)

// script is a message at one look after another; an error is a look that fails.
type script struct {
	looks []any
	at    int
}

func (s *script) look(context.Context) (*Trace, error) {
	next := s.looks[min(s.at, len(s.looks)-1)]
	s.at++
	if err, ok := next.(error); ok {
		return nil, err
	}
	return next.(*Trace), nil
}

// TestFollow: each change is told once, a trouble once, a message that nobody knows is
// waited for, and the end is the execution.
func TestFollow(t *testing.T) {
	state := func(change func(*facts)) *Trace {
		f := factsOf()
		change(f)
		trace := traceOf(f)
		trace.At = time.Now()
		return trace
	}
	unknown, silent := fmt.Errorf("%w: nobody", ErrNotFound), fmt.Errorf("%w: does not answer", ErrAPI)
	waiting := state(func(*facts) {})
	older := state(func(f *facts) { f.heads.Final.Number += 7 }) // no change worth a word
	one := state(func(f *facts) { f.told = []bus.Told{approves(t, 0, checkpointOf(8, 0), 1)} })
	failed := state(func(f *facts) { f.delivered(true) })
	synctest.Test(t, func(t *testing.T) {
		s := &script{looks: []any{unknown, unknown, waiting, older, silent, silent, one, one, failed, waiting}}
		var told []string
		began := time.Now()
		f := &Follower{Look: s.look,
			Changed: func(trace *Trace) {
				told = append(told, fmt.Sprintf("%s %d", trace.Messages[0].Outcome, trace.Messages[0].Approvals.Count))
			},
			Trouble: func(err error) { told = append(told, err.Error()) }}
		trace, err := f.Run(t.Context())
		if err != nil || trace != failed || s.at != 9 {
			t.Fatalf("ended with %v after %d looks", err, s.at)
		}
		if got := strings.Join(told, ", "); got != "not found: nobody, pending 0, relayer's API: does not answer, pending 1, failed 0" {
			t.Errorf("told: %s", got)
		}
		if took := time.Since(began); took < 8*followEvery || took > 20*followEvery {
			t.Errorf("nine looks took %v", took)
		}
	})
}

// TestFollowEndsWithItsContext, with what was seen last.
func TestFollowEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		waiting := traceOf(factsOf())
		f := &Follower{Look: (&script{looks: []any{waiting}}).look, Changed: func(*Trace) {}, Trouble: func(error) {},
			Watch: func(ctx context.Context, _ func()) error { <-ctx.Done(); return ctx.Err() }}
		trace, err := f.Run(ctx)
		if !errors.Is(err, context.DeadlineExceeded) || trace != waiting {
			t.Fatalf("%v, %v", trace, err)
		}
	})
}

// TestAttackFloodOfHints: events without end do not make a relayer's API or a chain be
// asked more often than is decent.
func TestAttackFloodOfHints(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		s := &script{looks: []any{traceOf(factsOf())}}
		f := &Follower{Look: s.look, Changed: func(*Trace) {}, Trouble: func(error) {},
			Watch: func(ctx context.Context, hint func()) error {
				for ctx.Err() == nil {
					hint()
					time.Sleep(time.Millisecond)
				}
				return ctx.Err()
			}}
		if _, err := f.Run(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		if most := int(10 * time.Second / followAtLeast); s.at > most+1 || s.at < most/2 {
			t.Errorf("%d looks in 10 s, want at most %d, and hints to count", s.at, most)
		}
	})
}

// TestWatchHearsOfItsMessage: an event with the message in it is a hint, also where it
// comes in two pieces; another's is none. A stream that is none is an error.
func TestWatchHearsOfItsMessage(t *testing.T) {
	about := common.Hash{1}
	a := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		write := func(text string) {
			fmt.Fprint(w, text)
			w.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond)
		}
		write("event: message\ndata: {\"id\":\"" + common.Hash{2}.Hex() + "\"}\n\n")
		write("event: message\ndata: {\"id\":\"" + about.Hex() + "\"}\n\n")
		write(strings.Repeat(": nothing\n", 20_000))
		write("data: {\"id\":\"" + about.Hex()[:30])
		write(about.Hex()[30:] + "\"}\n\n")
	})
	hints := 0
	if err := a.Watch(t.Context(), about, func() { hints++ }); err == nil || hints != 2 {
		t.Fatalf("%d hints, %v", hints, err)
	}
	none := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "{}") })
	if err := none.Watch(t.Context(), about, func() { t.Error("a hint") }); !errors.Is(err, ErrAPI) {
		t.Fatalf("error %v", err)
	}
}

// FuzzTold: whatever a relayer says of a message, it can be shown and written, and
// commands no terminal.
func FuzzTold(f *testing.F) {
	good, err := json.Marshal(told())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"stage":"delivered","batch":{},"delivery":{}}`))
	f.Add([]byte(`{"reason":"\u001b[2J","next":{"text":"\u0007"},"nonce":"18446744073709551615"}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		var m api.Message
		if json.Unmarshal(content, &m) != nil {
			return
		}
		trace := &Trace{Source: FromAPI, At: base, Messages: []Message{tell(&m, nil)}}
		if text := trace.Render(Style{Width: 40}); strings.ContainsAny(text, "\x1b\x07\r") {
			t.Fatalf("%q", text)
		}
		line, err := trace.JSON()
		if err != nil || !json.Valid(line) {
			t.Fatalf("%s, %v", line, err)
		}
	})
}
