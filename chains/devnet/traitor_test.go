package devnet

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// One key of four runs twice, behind a node of its own: at each of its turns it proposes two blocks and votes for both. The
// network is the adversary's ally: it shows one of them first to this node and the other one first to that node, another
// way at each height. No two blocks are committed at one height, the others go on, and all of them know who it was.
func TestSharedChainSurvivesAnEquivocatingValidator(t *testing.T) {
	c := newSharedChain(t, 4)
	var log lockedBuffer
	c.log = slog.New(slog.NewTextHandler(&log, nil))
	nodes, _ := c.startValidators(3)
	host, stop := c.start("traitor")
	traitor := addressOf(c.keys[3])
	split := &splitter{traitor: traitor, twin: make(map[common.Hash]byte)}
	for i, n := range nodes {
		if err := n.SetNetworkRule(split.rule(uint64(i))); err != nil {
			t.Fatal(err)
		}
	}
	end := c.runTwins(host, 3)
	for _, n := range nodes {
		reach(t, n, 16) // four turns of each
		waitEvidence(t, n, traitor)
	}
	end()
	agree(t, append(nodes, host)...)
	stop()
	if !split.both {
		t.Error("the traitor was never heard to propose two blocks of one height and round")
	}
	if want := fmt.Sprintf(`msg="validator contradicts itself" chain=%d`, testChainID); !strings.Contains(log.String(), want) ||
		!strings.Contains(log.String(), "author="+strings.ToLower(traitor.Hex())) {
		t.Error("nobody has logged that the traitor contradicts itself")
	}
}

// runTwins runs two validators with one key on a follower until the returned function is called. They differ in the free
// bytes of the blocks that they build, and don't hear each other.
func (c *sharedChain) runTwins(n *Node, key int) (end func()) {
	c.t.Helper()
	b := n.live.Load()
	signer, err := consensus.NewKeySigner(c.keys[key])
	if err != nil {
		c.t.Fatal(err)
	}
	pace, err := consensus.NewPace(c.period)
	if err != nil {
		c.t.Fatal(err)
	}
	places := []common.Address{{0xbb, 1}, {0xbb, 2}}
	b.hub.SetRule(func(from, to common.Address, _ []byte) p2p.Verdict {
		return p2p.Verdict{Drop: slices.Contains(places, from) && slices.Contains(places, to)}
	})
	ctx, cancel := context.WithCancel(context.Background())
	var group errgroup.Group
	for i, place := range places {
		endpoint, err := b.hub.Join(place)
		if err != nil {
			c.t.Fatal(err)
		}
		twin, err := consensus.NewValidator(consensus.ValidatorConfig{
			Signer: signer, Ledger: b.Chain, History: b.Chain, Transport: endpoint, Pace: pace, Vanity: [32]byte{byte(i + 1)},
		})
		if err != nil {
			c.t.Fatal(err)
		}
		group.Go(func() error { return twin.Run(ctx) })
	}
	end = sync.OnceFunc(func() {
		cancel()
		if err := group.Wait(); err != nil {
			c.t.Errorf("twins: %v", err)
		}
	})
	c.t.Cleanup(end)
	return end
}

// splitter delays what the traitor says for one of its blocks at some nodes, and for the other one at the others.
type splitter struct {
	traitor common.Address

	mu   sync.Mutex
	twin map[common.Hash]byte // digest of a proposed block → who of the two
	turn [2]struct{ height, round uint64 }
	both bool
}

func (s *splitter) rule(node uint64) p2p.Rule {
	return func(from, _ common.Address, payload []byte) p2p.Verdict {
		if from != s.traitor {
			return p2p.Verdict{}
		}
		msg, err := consensus.DecodeFrame(payload)
		if err != nil {
			return p2p.Verdict{}
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if proposal, ok := msg.(*consensus.Proposal); ok {
			s.learn(proposal)
		}
		if twin, known := s.twin[msg.Digest()]; known && (msg.Height()+node+uint64(twin))%2 == 0 {
			return p2p.Verdict{Delay: 100 * time.Millisecond}
		}
		return p2p.Verdict{}
	}
}

func (s *splitter) learn(proposal *consensus.Proposal) {
	extra, err := qbft.DecodeExtra(proposal.Payload.Block.Extra())
	if err != nil || extra.Vanity[0] == 0 || extra.Vanity[0] > 2 {
		return // of somebody else, and prepared in a former round
	}
	s.twin[proposal.Digest()] = extra.Vanity[0]
	turn := &s.turn[extra.Vanity[0]-1]
	turn.height, turn.round = proposal.Height(), uint64(proposal.Round())
	s.both = s.both || s.turn[0] == s.turn[1]
}

// waitEvidence waits until a node's validator can prove that one has contradicted itself, and demands that it accuses
// nobody else.
func waitEvidence(t testing.TB, n *Node, traitor common.Address) {
	t.Helper()
	v := n.live.Load().validators.Members()[0]
	for deadline := time.Now().Add(time.Minute); len(v.Evidence()) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no evidence within a minute")
		}
	}
	for _, e := range v.Evidence() {
		first, err1 := e.First.Author()
		second, err2 := e.Second.Author()
		if err1 != nil || err2 != nil || first != traitor || second != traitor || e.Author != traitor {
			t.Errorf("evidence against %s is signed by %s and %s (%v, %v), want the traitor %s", e.Author, first, second, err1, err2, traitor)
		}
		if e.First.Code() != e.Second.Code() || e.First.Height() != e.Second.Height() || e.First.Round() != e.Second.Round() ||
			e.First.Digest() == e.Second.Digest() {
			t.Errorf("evidence is no contradiction: %+v and %+v", e.First, e.Second)
		}
	}
}

// lockedBuffer is what several nodes write their logs to.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
