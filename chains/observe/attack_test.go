package observe

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// newObserver observes the chain from the lane's start.
func newObserver(t *testing.T, chain lightclient.Client, sources ...chains.Source) *Observer {
	t.Helper()
	return newObserverAt(t, chain, observetest.Lane().Start(), sources...)
}

func newObserverAt(t *testing.T, chain lightclient.Client, start messages.Position, sources ...chains.Source) *Observer {
	t.Helper()
	o, err := New(Config{
		Lane: observetest.Lane(), OutboxCodeHash: observetest.CodeHash,
		Client: chain, Sources: sources, Start: start, CallTimeout: time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// attack is one way to lie about ten messages.
type attack struct {
	name  string
	liar  func(honest *observetest.Source) chains.Source
	err   error
	nonce uint64 // that the error has to name; 0 when none can be
	text  string // that the error has to say
}

func change(m *messages.Message) { m.Payload[len(m.Payload)-1] ^= 1 }

var attacks = []attack{
	{"hide the first message", func(s *observetest.Source) chains.Source { return observetest.Hide(s, "liar", 1) }, ErrHidden, 1, "nonce 2 follows 0"},
	{"hide one in the middle", func(s *observetest.Source) chains.Source { return observetest.Hide(s, "liar", 5) }, ErrHidden, 5, "nonce 6 follows 4"},
	{"hide the last", func(s *observetest.Source) chains.Source { return observetest.Hide(s, "liar", 10) }, ErrHidden, 10, "nonce 10 is proven"},
	{"truncate", func(s *observetest.Source) chains.Source { return observetest.Truncate(s, "liar", 4) }, ErrHidden, 4, "none beyond nonce 3"},
	{"hide all", func(s *observetest.Source) chains.Source { return observetest.Truncate(s, "liar", 1) }, ErrHidden, 1, "none beyond nonce 0"},
	{"invent one beyond the proven end", func(s *observetest.Source) chains.Source { return observetest.Invent(s, "liar") }, ErrInvented, 11, "proven to end at 10"},
	{"repeat one", func(s *observetest.Source) chains.Source { return observetest.Repeat(s, "liar", 5) }, ErrDisordered, 6, "nonce 5 again"},
	{"swap two", func(s *observetest.Source) chains.Source { return observetest.Reorder(s, "liar", 5) }, ErrDisordered, 5, "nonce 6 comes before 5"},
	{"alter the payload, id fitting", func(s *observetest.Source) chains.Source { return observetest.Alter(s, "liar", 5, change) }, ErrAltered, 0, "is proven"},
	{"alter the recipient, id fitting", func(s *observetest.Source) chains.Source {
		return observetest.Alter(s, "liar", 5, func(m *messages.Message) { m.Recipient = messages.Account{31: 66} })
	}, ErrAltered, 0, "is proven"},
	{"alter the payload, id of the true one", func(s *observetest.Source) chains.Source {
		return observetest.Corrupt(s, "liar", 5, func(e *chains.Event) { e.Encoded[len(e.Encoded)-1] ^= 1 })
	}, ErrAltered, 5, "its id is"},
	{"alter the id", func(s *observetest.Source) chains.Source {
		return observetest.Corrupt(s, "liar", 5, func(e *chains.Event) { e.ID[0] ^= 1 })
	}, ErrAltered, 5, "the log says"},
	{"give a message the nonce of another", func(s *observetest.Source) chains.Source {
		return observetest.Alter(s, "liar", 5, func(m *messages.Message) { m.Nonce = 7 })
	}, ErrAltered, 5, "encoded nonce is 7"},
	{"tell a message of another source chain", func(s *observetest.Source) chains.Source {
		return observetest.Alter(s, "liar", 5, func(m *messages.Message) { m.SourceChain = 7 })
	}, ErrAltered, 5, "source chain is 7, want 9001"},
	{"tell a message of another lane", func(s *observetest.Source) chains.Source {
		return observetest.Alter(s, "liar", 5, func(m *messages.Message) { m.TargetChain = 7 })
	}, ErrAltered, 5, "target chain is 7, want 9002"},
	{"tell bytes that are no message", func(s *observetest.Source) chains.Source {
		return observetest.Corrupt(s, "liar", 5, func(e *chains.Event) { e.Encoded = e.Encoded[:50] })
	}, ErrAltered, 5, "message of 50 bytes"},
	{"tell an oversized message", func(s *observetest.Source) chains.Source {
		return observetest.Corrupt(s, "liar", 5, func(e *chains.Event) { e.Encoded = make([]byte, messages.MaxEncodedSize+1) })
	}, ErrAltered, 5, "want at most"},
	{"place a message behind the proven block", func(s *observetest.Source) chains.Source {
		return observetest.Corrupt(s, "liar", 5, func(e *chains.Event) { e.Block = 1 << 40 })
	}, ErrInvented, 5, "behind the proven block"},
	{"place a message before its predecessor", func(s *observetest.Source) chains.Source {
		return observetest.Corrupt(s, "liar", 5, func(e *chains.Event) { e.Block = 0 })
	}, ErrDisordered, 5, "block 0 after block 1"},
	{"stall", func(s *observetest.Source) chains.Source { return observetest.Stall(s, "liar") }, context.DeadlineExceeded, 0, ""},
	{"prove another account", func(s *observetest.Source) chains.Source {
		return proofOf(s, common.Address{18: 0xaa, 19: 1}, 9002)
	}, ErrProof, 0, "account proof"},
	{"prove another lane's slots", func(s *observetest.Source) chains.Source {
		return proofOf(s, observetest.Lane().Outbox, 7)
	}, ErrProof, 0, "nonce: storage proof"},
	{"prove an older block, when the lane was shorter", func(s *observetest.Source) chains.Source {
		return staleProof(s)
	}, ErrProof, 0, "account proof"},
	{"pass absence off with another lane's absent slots", func(s *observetest.Source) chains.Source {
		return proofOf(s, observetest.Lane().Outbox, 999)
	}, ErrProof, 0, "nonce: storage proof"},
	{"swap nonce and accumulator", func(s *observetest.Source) chains.Source {
		return observetest.Prove(s, "liar", func(_ lightclient.Final, p chains.LaneProof) chains.LaneProof {
			p.Nonce, p.Accumulator = p.Accumulator, p.Nonce
			return p
		})
	}, ErrProof, 0, "nonce: storage proof"},
	{"flip a bit of a proof", func(s *observetest.Source) chains.Source {
		return observetest.Prove(s, "liar", func(_ lightclient.Final, p chains.LaneProof) chains.LaneProof {
			p.Accumulator[len(p.Accumulator)-1][20] ^= 1
			return p
		})
	}, ErrProof, 0, "accumulator: storage proof"},
	{"prove nothing", func(s *observetest.Source) chains.Source {
		return observetest.Prove(s, "liar", func(lightclient.Final, chains.LaneProof) chains.LaneProof { return chains.LaneProof{} })
	}, ErrProof, 0, ""},
}

// proofOf answers with the proof of something else.
func proofOf(s *observetest.Source, account common.Address, target uint64) chains.Source {
	return observetest.Prove(s, "liar", func(at lightclient.Final, _ chains.LaneProof) chains.LaneProof {
		proof, _ := s.Proof(context.Background(), account, target, at)
		return proof
	})
}

// staleProof answers with the proof of the block before.
func staleProof(s *observetest.Source) chains.Source {
	return observetest.Prove(s, "liar", func(at lightclient.Final, _ chains.LaneProof) chains.LaneProof {
		proof, _ := s.LaneProof(context.Background(), observetest.Lane(), s.Chain().FinalAt(at.Header().Number-1))
		return proof
	})
}

// tenMessages is a chain with ten messages in one block.
func tenMessages() *observetest.Chain {
	chain := observetest.New(observetest.Lane())
	chain.Send(10, 64)
	chain.Seal()
	return chain
}

// TestAttackAlone: a lying endpoint that is the only one moves nothing, and is
// named with the reason.
func TestAttackAlone(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				chain := tenMessages()
				o := newObserver(t, chain, a.liar(chain.Source("honest", 0)))
				_, moved, err := o.look(t.Context())
				if moved || err == nil {
					t.Fatalf("moved: %t, error: %v, want an error", moved, err)
				}
				checkFault(t, err, a)
				if o.cursor != observetest.Lane().Start() || o.Status().Cursor != o.cursor {
					t.Fatalf("cursor is at %+v, want it where it was", o.cursor)
				}
			})
		})
	}
}

func checkFault(t *testing.T, err error, a attack) {
	t.Helper()
	var fault *EndpointError
	if !errors.As(err, &fault) {
		t.Fatalf("error %v, want an EndpointError", err)
	}
	if fault.Source != "liar" || !errors.Is(err, a.err) || fault.Nonce != a.nonce || !strings.Contains(err.Error(), a.text) {
		t.Fatalf("error %q (source %s, nonce %d), want %q of source liar at nonce %d, saying %q", err, fault.Source, fault.Nonce, a.err, a.nonce, a.text)
	}
}

// TestAttackBesideHonestEndpoint: the next endpoint is asked, the truth comes out,
// and the liar's record says what it did.
func TestAttackBesideHonestEndpoint(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				chain := tenMessages()
				o := newObserver(t, chain, a.liar(chain.Source("honest", 0)), chain.Source("second", 0))
				segment, moved, err := o.look(t.Context())
				if err != nil || !moved {
					t.Fatalf("moved: %t, error: %v", moved, err)
				}
				if len(segment.Messages()) != 10 || segment.To().Nonce != 10 {
					t.Fatalf("%d messages up to nonce %d, want 10", len(segment.Messages()), segment.To().Nonce)
				}
				record := o.Status().Sources[0]
				if record.Name != "liar" || record.Faults == 0 || record.LastFault == "" {
					t.Fatalf("record of the liar is %+v, want its fault", record)
				}
			})
		})
	}
}

// TestAlteredMessageIsNamedByComparison: where one endpoint is proven right, the
// nonce at which the other differs is named although each is consistent in itself.
func TestAlteredMessageIsNamedByComparison(t *testing.T) {
	chain := tenMessages()
	o := newObserver(t, chain, observetest.Alter(chain.Source("honest", 0), "liar", 7, change), chain.Source("second", 0))
	if _, _, err := o.look(t.Context()); err != nil {
		t.Fatal(err)
	}
	if fault := o.Status().Sources[0].LastFault; !strings.Contains(fault, "endpoint liar, nonce 7:") {
		t.Fatalf("fault is %q, want it to name nonce 7", fault)
	}
}

// TestTwoDifferentLiars: when nobody is right, the error says where they differ,
// and it is no divergence.
func TestTwoDifferentLiars(t *testing.T) {
	chain := tenMessages()
	honest := chain.Source("honest", 0)
	o := newObserver(t, chain, observetest.Alter(honest, "one", 7, change), observetest.Alter(honest, "two", 3, change))
	_, _, err := o.look(t.Context())
	var divergence *DivergenceError
	if err == nil || errors.As(err, &divergence) {
		t.Fatalf("error %v, want one of endpoints", err)
	}
	if !strings.Contains(err.Error(), "endpoint one differs first at nonce 3") {
		t.Fatalf("error %q, want the nonce at which they differ", err)
	}
}

// TestLiarIsAskedLast: a liar costs one question, not one each time.
func TestLiarIsAskedLast(t *testing.T) {
	chain := tenMessages()
	asked := 0
	liar := &observetest.Liar{Source: chain.Source("honest", 0), ChangeName: "liar",
		ChangeEvents: func(context.Context, uint64, uint64, []chains.Event) ([]chains.Event, error) {
			asked++
			return nil, nil
		}}
	o := newObserver(t, chain, liar, chain.Source("second", 0))
	for range 5 {
		if _, moved, err := o.look(t.Context()); err != nil || !moved {
			t.Fatalf("moved: %t, error: %v", moved, err)
		}
		chain.Send(1, 8)
		chain.Seal()
	}
	if asked != 1 {
		t.Fatalf("the liar was asked %d times, want once", asked)
	}
}
