package senders

import (
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/senders/curve"
)

// Stream is the transactions that come over one connection. It may be used concurrently,
// though guesses are then worth less.
type Stream struct {
	of *Finder

	mu    sync.Mutex
	last  common.Address // whose transaction came last
	trust int
}

// Stream begins one.
func (f *Finder) Stream() *Stream { return &Stream{of: f} }

// Find finds the senders of transactions that came in this order, on all cores. Each
// transaction keeps its own, so that types.Sender with the finder's signer costs nothing
// afterwards; whose signature is not valid, that tells as well.
func (s *Stream) Find(txs []*types.Transaction) {
	if s.of.together && len(txs) >= togetherFrom {
		s.of.share(len(txs), func(from, to int) { s.of.recover(txs[from:to]) })
		return
	}
	guesses := s.guess(len(txs))
	senders := make([]found, len(txs))
	s.of.share(len(txs), func(from, to int) {
		if guesses != nil {
			s.of.prove(txs[from:to], guesses[from:to])
		}
		for i := from; i < to; i++ { // recovers the others; an error is told to whoever asks again
			senders[i].from, senders[i].err = types.Sender(s.of.config.Signer, txs[i])
		}
	})
	if !s.of.config.Paranoid {
		s.learn(txs, senders)
	}
}

// share has all cores take n transactions, some at a turn.
func (f *Finder) share(n int, do func(from, to int)) {
	var next atomic.Int64
	work := func() {
		for {
			from := int(next.Add(atOnce)) - atOnce
			if from >= n {
				return
			}
			f.turn(func() { do(from, min(from+atOnce, n)) })
		}
	}
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+atOnce-1)/atOnce) - 1 {
		workers.Go(work)
	}
	work()
	workers.Wait()
}

func (f *Finder) turn(do func()) {
	f.config.Turns.Take()
	defer f.config.Turns.Give()
	do()
}

// found is what came of a transaction. An error costs as much each time it is asked for.
type found struct {
	from common.Address
	err  error
}

// prove has those transactions keep their sender that the guessed one has sent.
func (f *Finder) prove(txs []*types.Transaction, guesses []*sender) {
	signatures, at := make([]curve.Signature, 0, len(txs)), make([]int, 0, len(txs))
	for i, tx := range txs {
		if guesses[i] == nil {
			continue
		}
		if sig, ok := f.signature(tx); ok {
			sig.Key, sig.Hash = guesses[i].key.Load(), f.config.Signer.Hash(tx)
			signatures, at = append(signatures, sig), append(at, i)
		}
	}
	for k, valid := range curve.Verify(signatures) {
		if valid {
			_, _ = types.Sender(guesses[at[k]].proven, txs[at[k]]) // never an error
		}
	}
}

// guess says who will have sent the next n transactions, nil where nobody can be tried;
// nil altogether where guesses are not worth trying.
func (s *Stream) guess(n int) []*sender {
	s.mu.Lock()
	last, trust := s.last, s.trust
	s.mu.Unlock()
	if trust < trusted {
		return nil
	}
	guesses := make([]*sender, n)
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	at, ok := s.of.known.Peek(last)
	for i := 0; i < n && ok; i++ {
		if at, ok = s.of.known.Peek(at.next); ok && at.key.Load() != nil {
			guesses[i] = at
		}
	}
	return guesses
}

// learn remembers who came after whom, and prepares the keys of who comes often.
func (s *Stream) learn(txs []*types.Transaction, senders []found) {
	var often []*sender
	var theirs []*types.Transaction
	s.mu.Lock()
	s.of.mu.Lock()
	for i, tx := range txs {
		from := senders[i].from
		if senders[i].err != nil {
			continue
		}
		if before, ok := s.of.known.Peek(s.last); ok {
			if before.next == from {
				s.trust = min(s.trust+rightGuess, mostTrust)
			} else {
				s.trust = max(s.trust-wrongGuess, 0)
			}
			before.next = from
		}
		s.last = from
		a, ok := s.of.known.Get(from)
		if !ok {
			a = &sender{proven: &provenSigner{s.of.config.Signer, from}}
			s.of.known.Add(from, a)
		}
		if a.seen++; a.seen == prepareFrom {
			often, theirs = append(often, a), append(theirs, tx)
		}
	}
	s.of.mu.Unlock()
	s.mu.Unlock()
	for i, a := range often {
		s.of.prepare(a, theirs[i])
	}
}
