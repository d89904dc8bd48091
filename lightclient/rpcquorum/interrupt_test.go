package rpcquorum

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
)

// TestInterrupted: an ended context is told as such wherever it strikes, and is nobody's fault.
func TestInterrupted(t *testing.T) {
	for _, test := range []struct{ name, at string }{
		{"fetching the anchor", "10-10"},
		{"asking what is final", tagLatest},
		{"asking for the header", "29-29"},
		{"asking for the way back", "11-28"},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newScene(t, 2, 2)
				s.cfg.Finality = Confirmations(1)
				s.reopen()
				for _, n := range s.nodes {
					n.fail = func(ctx context.Context, what string) error {
						if what == test.at {
							return hang(ctx, what)
						}
						return nil
					}
				}
				if test.at != "10-10" {
					// The anchor first, so that the interruption has nothing to hide behind.
					serving := s.nodes[0].fail
					for _, n := range s.nodes {
						n.set(func(n *node) { n.branch, n.fail = s.honest[:12], nil })
					}
					s.mustReach(s.honest, 10)
					for _, n := range s.nodes {
						n.set(func(n *node) { n.branch, n.fail = s.honest, serving })
					}
				}
				before := s.Final()
				ctx, cancel := context.WithTimeout(context.Background(), time.Second)
				defer cancel()
				_, err := s.Update(ctx)
				var rejected *lightclient.RejectedError
				if !errors.Is(err, context.DeadlineExceeded) || errors.As(err, &rejected) || s.Final() != before {
					t.Fatalf("got %v, final moved: %v; want the context's error and no rejection", err, s.Final() != before)
				}
			})
		})
	}
}

// TestWaitsForItsTurnNoLongerThanItsContext: a second Update behind one that is stuck.
func TestWaitsForItsTurnNoLongerThanItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t, 2, 2)
		s.nodes[0].fail, s.nodes[1].fail = hang, hang
		first := make(chan error)
		go func() {
			_, err := s.Update(context.Background())
			first <- err
		}()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		begun := time.Now()
		if _, err := s.Update(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != time.Second {
			t.Fatalf("got %v after %s, want its context's error after a second", err, time.Since(begun))
		}
		if err := <-first; !errors.Is(err, lightclient.ErrUnavailable) {
			t.Fatalf("the first got %v, want %v", err, lightclient.ErrUnavailable)
		}
	})
}

// TestStoreThatCannotBeRead: a client without its memory doesn't begin anew, and one that can't
// know whether it froze doesn't begin at all.
func TestStoreThatCannotBeRead(t *testing.T) {
	s := newScene(t, 2, 2)
	broken := errors.New("input/output error")
	for name, store := range map[string]lightclient.Store{
		"record":   unreadable{Store: s.store, load: broken},
		"evidence": unreadable{Store: s.store, evidence: broken},
	} {
		s.cfg.Store = store
		if client, err := New(s.cfg); client != nil || !errors.Is(err, broken) {
			t.Errorf("%s: got %v, %v; want the store's error", name, client, err)
		}
	}
}

type unreadable struct {
	lightclient.Store
	load, evidence error
}

func (s unreadable) Load() (lightclient.Record, error) {
	if s.load != nil {
		return lightclient.Record{}, s.load
	}
	return s.Store.Load()
}

func (s unreadable) Evidence() (*lightclient.Evidence, error) {
	if s.evidence != nil {
		return nil, s.evidence
	}
	return s.Store.Evidence()
}
