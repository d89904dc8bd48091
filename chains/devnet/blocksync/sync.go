package blocksync

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
	"github.com/catenary-bridge/catenary/chains/devnet/executor"
	"github.com/catenary-bridge/catenary/chains/devnet/p2p/overlay"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// Names on the network.
const (
	Service = "blocks/1"
	Topic   = "heads/1"
)

// Chain is the node's own chain; *executor.Chain is one.
type Chain interface {
	consensus.Ledger
	consensus.History
	BlockByNumber(number uint64) *types.Block // nil if there is none
}

// Network is how other nodes are reached; *overlay.Node is one.
type Network interface {
	Peers() []overlay.Peer
	Request(ctx context.Context, to overlay.Peer, service string, request []byte) ([]byte, error)
	Publish(ctx context.Context, topic string, payload []byte) error
	Ban(peer overlay.Peer, reason error)
}

// Config is what a Syncer needs; all but Log is required.
type Config struct {
	Chain Chain
	Gate  *consensus.Gate
	Now   func() time.Time // the chain's clock
	// Validating says that this process has validators, which mostly decide blocks themselves.
	Validating bool
	Log        *slog.Logger // nil discards
}

// Syncer takes blocks from other nodes and gives them ours. Offer what Topic and Service return to the network, then Run.
type Syncer struct {
	cfg    Config
	verify verifier
	claims claims
}

// New checks the configuration and starts nothing.
func New(cfg Config) (*Syncer, error) {
	if cfg.Chain == nil || cfg.Gate == nil || cfg.Now == nil {
		return nil, errors.New("blocksync: Chain, Gate and Now are required")
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Syncer{cfg: cfg, verify: verifier{chain: cfg.Chain, gate: cfg.Gate}, claims: newClaims()}, nil
}

// Topic is on which heads are announced: the sealed header, so that whoever is next to it can judge it before handing
// it on.
func (s *Syncer) Topic() overlay.Topic {
	return overlay.Topic{Name: Topic, MaxBytes: qbft.MaxHeaderBytes, Admit: s.announced}
}

// Service answers for our blocks.
func (s *Syncer) Service() overlay.Service {
	return overlay.Service{Name: Service, MaxRequest: maxRequestBytes, MaxResponse: maxResponseBytes, Answer: s.answer}
}

// Run follows the network until the context ends (nil), or until the chain can't be extended although the block is
// validly sealed: the disk is full, or another block is final at its height.
func (s *Syncer) Run(ctx context.Context, network Network) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.announce(ctx, network) })
	group.Go(func() error { return s.follow(ctx, network) })
	return group.Wait()
}

// announce tells of every new head, in whatever way it came; of several at once only the newest.
func (s *Syncer) announce(ctx context.Context, network Network) error {
	last := s.cfg.Chain.Head().Number.Uint64()
	for {
		changed := s.cfg.Chain.Changed()
		if head := s.cfg.Chain.Head(); head.Number.Uint64() > last {
			last = head.Number.Uint64()
			b, err := qbft.EncodeHeader(head)
			if err == nil {
				err = network.Publish(ctx, Topic, b)
			}
			if err != nil && ctx.Err() == nil {
				s.cfg.Log.Debug("head not announced", "number", last, "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
		}
	}
}

// announced judges another node's head. One that is further ahead than the next block is worth asking for, but says
// nothing that could be checked, and is not handed on.
func (s *Syncer) announced(_ context.Context, from overlay.Peer, payload []byte) error {
	h, err := qbft.DecodeHeader(payload)
	if err != nil {
		return err
	}
	head, number := s.cfg.Chain.Head().Number.Uint64(), h.Number.Uint64()
	if number <= head {
		return fmt.Errorf("%w: block %d, the chain is at %d", overlay.ErrIgnore, number, head)
	}
	if number == head+1 {
		switch err := s.verify.check(h, s.cfg.Now()); {
		case errors.Is(err, errNotNext), errors.Is(err, lightclient.ErrFuture):
			return fmt.Errorf("%w: %w", overlay.ErrIgnore, err)
		case err != nil:
			return err
		}
		s.claims.add(from, number, time.Now())
		return nil
	}
	s.claims.add(from, number, time.Now())
	return fmt.Errorf("%w: block %d, the chain is at %d", overlay.ErrIgnore, number, head)
}

// answer serves blocks from a height on, as many as there are, were asked for, and fit.
func (s *Syncer) answer(ctx context.Context, _ overlay.Peer, b []byte) ([]byte, error) {
	ask, err := decodeRequest(b)
	if err != nil {
		return nil, err
	}
	r := response{Head: s.cfg.Chain.Head().Number.Uint64()}
	var bytes uint64
	for n := ask.From; n <= r.Head && n-ask.From < ask.Count && bytes < wantedBytes && ctx.Err() == nil; n++ {
		block := s.cfg.Chain.BlockByNumber(n)
		if block == nil {
			break
		}
		r.Blocks = append(r.Blocks, block)
		bytes += block.Size()
	}
	return rlp.EncodeToBytes(&r)
}

// follow asks for blocks: at once when somebody is ahead, else a peer by chance now and then.
func (s *Syncer) follow(ctx context.Context, network Network) error {
	var polled time.Time
	for {
		now := time.Now()
		peer, due := s.claims.best(s.cfg.Chain.Head().Number.Uint64(), s.patience(), now)
		if peer == "" && now.Sub(polled) >= pollEvery {
			peer, polled = s.anybody(network), now
		}
		if peer != "" {
			progress, err := s.fetch(ctx, network, peer)
			if err != nil {
				return err
			}
			if progress {
				continue
			}
		}
		timer := time.NewTimer(due)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-s.claims.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// patience is how long the next block may be known before it is fetched.
func (s *Syncer) patience() time.Duration {
	if s.cfg.Validating {
		return grace
	}
	return 0
}

// anybody picks a peer by chance that isn't left alone just now, "" if there is none.
func (s *Syncer) anybody(network Network) overlay.Peer {
	peers, now := network.Peers(), time.Now()
	for _, i := range rand.Perm(len(peers)) {
		if s.claims.willing(peers[i], now) {
			return peers[i]
		}
	}
	return ""
}

// fetch takes the next blocks from a peer and reports whether it brought any. Only trouble of our own is an error.
func (s *Syncer) fetch(ctx context.Context, network Network, peer overlay.Peer) (progress bool, err error) {
	from := s.cfg.Chain.Head().Number.Uint64() + 1
	ask, err := rlp.EncodeToBytes(&request{From: from, Count: maxBlocks})
	if err != nil {
		return false, err
	}
	raw, err := network.Request(ctx, peer, Service, ask)
	if err != nil {
		s.cfg.Log.Debug("no blocks", "peer", peer, "from", from, "error", err)
		s.claims.leave(peer, time.Now())
		return false, nil
	}
	r, err := decodeResponse(raw)
	if err != nil {
		network.Ban(peer, err)
		return false, nil
	}
	for _, block := range r.Blocks {
		switch err := s.take(ctx, block); {
		case errors.Is(err, errNotNext), ctx.Err() != nil:
			return progress, nil // consensus was faster, or it is over
		case errors.Is(err, lightclient.ErrFuture):
			s.cfg.Log.Warn("blocks lie in the future of this node's clock", "peer", peer, "error", err)
			s.claims.leave(peer, time.Now())
			return progress, nil
		case errors.As(err, new(*ownTrouble)):
			return progress, err
		case err != nil:
			network.Ban(peer, err)
			return progress, nil
		}
		progress = true
	}
	if !progress && s.claims.exceeds(peer, from-1) {
		s.claims.leave(peer, time.Now()) // it has claimed what it doesn't have
	}
	if progress {
		s.claims.add(peer, r.Head, time.Now())
	}
	return progress, nil
}

// ownTrouble is why a validly sealed block could not be taken.
type ownTrouble struct{ err error }

func (e *ownTrouble) Error() string { return e.err.Error() }
func (e *ownTrouble) Unwrap() error { return e.err }

// take verifies one block and makes it ours.
func (s *Syncer) take(ctx context.Context, block *types.Block) error {
	if err := s.verify.check(block.Header(), s.cfg.Now()); err != nil {
		return err
	}
	err := s.cfg.Chain.Commit(ctx, block)
	switch {
	case err == nil, errors.Is(err, executor.ErrInvalidBlock):
		return err
	case errors.Is(err, executor.ErrNotOnHead):
		return fmt.Errorf("%w: %w", errNotNext, err)
	}
	return &ownTrouble{fmt.Errorf("take block %d: %w", block.NumberU64(), err)}
}
