package consensus

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
)

// Validators of one process get the very message that one of them sent, and all that was
// computed for it.
func TestFramesAreDecodedOnceInAProcess(t *testing.T) {
	shared, p, frame := sentProposal(t)
	got, err := shared.decode(append([]byte(nil), frame...))
	if err != nil || got != Message(p) {
		t.Fatalf("decoded %p (%v), want the message that was sent, %p", got, err, p)
	}

	var fresh frames // as in another process: decoded by the first, shared by the second
	first, err := fresh.decode(frame)
	if err != nil || first == Message(p) {
		t.Fatalf("decoded %p (%v), want another message than %p", first, err, p)
	}
	if second, err := fresh.decode(frame); err != nil || second != first {
		t.Fatalf("decoded %p (%v), want %p again", second, err, first)
	}

	var none *frames // a paranoid validator
	one, err := none.decode(frame)
	if err != nil {
		t.Fatal(err)
	}
	if two, err := none.decode(frame); err != nil || two == one {
		t.Fatalf("decoded %p twice (%v), want two messages", two, err)
	}
}

// What is decided is forgotten one height later, or blocks would be held that nobody asks for.
func TestFramesForgetWhatIsDecided(t *testing.T) {
	shared, p, frame := sentProposal(t) // of height 1
	shared.forget(1)
	if shared.find(frame) != Message(p) {
		t.Fatal("the newest height is forgotten")
	}
	shared.forget(2)
	if m := shared.find(frame); m != nil {
		t.Fatalf("height 1 is remembered (%p) after height 2", m)
	}
	if _, err := shared.decode(frame); err != nil || shared.find(frame) != nil {
		t.Fatalf("height 1 is remembered again after height 2, by who is late (%v)", err)
	}
	shared.forget(0) // the chain was set back
	if _, err := shared.decode(frame); err != nil || shared.find(frame) == nil {
		t.Fatalf("height 1 is not remembered when it is due again (%v)", err)
	}
}

// A validator forgets as the chain goes on.
func TestFramesOfARunningGroupAreOfNewHeights(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 0, 100*time.Millisecond, nil)
		head := r.after(2 * time.Second)
		f := r.group.validators[0].cfg.frames
		f.mu.Lock()
		heights := make(map[uint64]int)
		for _, shared := range f.recent {
			if m := shared.message; m != nil {
				heights[m.Height()]++
			}
		}
		f.mu.Unlock()
		if len(heights) != 1 || heights[head] == 0 {
			t.Errorf("at head %d messages of these heights are remembered: %v", head, heights)
		}
		r.end()
	})
}

// A frame that differs in one bit is another message, however alike it looks.
func TestFramesShareNothingThatDiffers(t *testing.T) {
	shared, p, frame := sentProposal(t)
	for i := range frame {
		forged := append([]byte(nil), frame...)
		forged[i] ^= 1
		got, err := shared.decode(forged)
		if got == Message(p) {
			t.Fatalf("byte %d changed: still taken for the message that was sent (%v)", i, err)
		}
	}
	if got, err := shared.decode(frame[:len(frame)-1]); err == nil {
		t.Fatalf("a frame cut short was decoded: %v", got)
	}
}

// watchedLedger notes which blocks it has built and which it is asked about.
type watchedLedger struct {
	*memLedger
	mu       sync.Mutex
	built    map[*types.Block]bool
	verified map[*types.Block]int
}

func (l *watchedLedger) Build(ctx context.Context, p BuildParams) (*types.Block, error) {
	b, err := l.memLedger.Build(ctx, p)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.built[b] = true
	return b, err
}

func (l *watchedLedger) Verify(ctx context.Context, b *types.Block) error {
	l.mu.Lock()
	l.verified[b]++
	l.mu.Unlock()
	return l.memLedger.Verify(ctx, b)
}

// The validators of a group see one block, paranoid ones each their own.
func TestParanoidGroupSharesNoMessage(t *testing.T) {
	for _, paranoid := range []bool{false, true} {
		t.Run(fmt.Sprintf("paranoid=%t", paranoid), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &watchedLedger{built: make(map[*types.Block]bool), verified: make(map[*types.Block]int)}
				r := launch(t, 4, 0, 100*time.Millisecond, func(c *ValidatorConfig) {
					l.memLedger = c.Ledger.(*memLedger)
					c.Ledger, c.Paranoid = l, paranoid
				})
				r.after(time.Second)
				r.end()
				if len(l.verified) == 0 {
					t.Fatal("nothing was verified")
				}
				for b, times := range l.verified {
					if l.built[b] == paranoid || paranoid && times > 1 {
						t.Fatalf("block %d: verified %d times, the one that was built: %t", b.NumberU64(), times, l.built[b])
					}
				}
			})
		})
	}
}

// sentProposal is the first proposer's block for height 1, with a transaction in it, and
// the frames in which it was sent.
func sentProposal(t *testing.T) (*frames, *Proposal, []byte) {
	t.Helper()
	net := newTestNet(t, 4)
	net.txs = types.Transactions{types.NewTx(&types.LegacyTx{Nonce: 7, Gas: 21_000})}
	p := net.proposal(net.signers[0], 0, net.block(net.genesis, net.signers[0].Address(), 0), nil, nil)
	sent := new(frames)
	frame, err := sent.encode(p)
	if err != nil {
		t.Fatal(err)
	}
	return sent, p, frame
}
