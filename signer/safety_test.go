package signer

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/messages"
)

// TestNeverSignsTwoFolds plays random stories: messages, requests true and false,
// crashes between record and signature, restarts, and now and then the source chain
// replaced by another history, as by whoever holds its validators' keys. Whatever
// happens, everything that was ever signed lies on one fold, and the highest claim
// never sinks.
func TestNeverSignsTwoFolds(t *testing.T) {
	for seed := range uint64(15) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			story(t, rand.New(rand.NewPCG(seed, 1)))
		})
	}
}

func story(t *testing.T, random *rand.Rand) {
	w := newWorld(t)
	w.config.Patience = 60 * time.Millisecond
	histories := []map[uint64]messages.Accumulator{w.at}
	current := 0
	w.send(1 + random.IntN(4))
	w.start()
	signed := map[int]uint64{} // by history: the highest nonce that was signed on it
	ask := func(request messages.Request) {
		answer, err := w.daemon.serve(t.Context(), request)
		if err != nil || answer.Approval == nil {
			return
		}
		must(t, answer.Approval.Verify())
		for i, history := range histories {
			if history[request.Checkpoint.Nonce] == request.Checkpoint.Accumulator {
				signed[i] = max(signed[i], request.Checkpoint.Nonce)
				return
			}
		}
		t.Fatalf("signed what was never on any chain: %+v", request.Checkpoint)
	}
	highest := uint64(0)
	for range 25 {
		switch random.IntN(8) {
		case 0:
			w.send(1 + random.IntN(3))
		case 1:
			w.restart()
		case 2:
			dies := errors.New("dies")
			w.daemon.config.beforeSign = func() error { return dies }
			ask(w.request(uint64(1 + random.IntN(len(w.at)))))
			w.restart()
		case 3:
			if random.IntN(3) == 0 {
				w.stop()
				w.fork(2 + random.IntN(8))
				if current == 0 {
					histories, current = append(histories, w.at), 1
				} else {
					histories[1] = w.at // the fork's messages are the same each time
				}
				w.start()
			}
		case 4:
			lie := w.request(uint64(1 + random.IntN(len(w.at)+2)))
			lie.Checkpoint.Accumulator[random.IntN(32)] ^= byte(1 + random.IntN(255))
			ask(lie)
		default:
			// Of any history, whichever the chain shows now.
			history := histories[random.IntN(len(histories))]
			nonce := uint64(1 + random.IntN(len(history)+1))
			request := w.request(nonce)
			request.Checkpoint.Accumulator = history[nonce]
			ask(request)
		}
		if now := w.highest(); now < highest {
			t.Fatalf("highest claim sank from %d to %d", highest, now)
		} else {
			highest = now
		}
	}
	if len(signed) > 1 {
		t.Fatalf("signed on two folds: %v", signed)
	}
}
