package overlay

import (
	"errors"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	pubsub "github.com/libp2p/go-libp2p-pubsub"
	"github.com/libp2p/go-libp2p/core/peer"
	"golang.org/x/time/rate"
)

// scoreParams count one thing: payloads that no honest peer relays. The square of their number is held against a peer
// and halves about every ten seconds. What gossipsub could count besides (time in the mesh, first deliveries) tells
// good peers from better ones on large networks; on one of a dozen it would punish the quiet.
func scoreParams(topics []string) *pubsub.PeerScoreParams {
	p := &pubsub.PeerScoreParams{
		Topics:           make(map[string]*pubsub.TopicScoreParams),
		AppSpecificScore: func(peer.ID) float64 { return 0 },
		DecayInterval:    time.Second, DecayToZero: 0.01, RetainScore: banLifetime, SeenMsgTTL: seenLifetime,
		// Broken promises (IHAVE without the message, GRAFT during backoff) that gossipsub notices itself.
		BehaviourPenaltyWeight: -1, BehaviourPenaltyThreshold: 6, BehaviourPenaltyDecay: 0.93,
	}
	for _, t := range topics {
		p.Topics[t] = &pubsub.TopicScoreParams{
			TopicWeight: 1, TimeInMeshQuantum: time.Second,
			InvalidMessageDeliveriesWeight: -1, InvalidMessageDeliveriesDecay: 0.93,
		}
	}
	return p
}

// At three bad payloads a peer gets no gossip any more, at five nothing, and at graylist's ten it isn't listened to.
const (
	gossipScore   = -9
	publishScore  = -25
	graylistScore = -100
)

func scoreThresholds() *pubsub.PeerScoreThresholds {
	return &pubsub.PeerScoreThresholds{GossipThreshold: gossipScore, PublishThreshold: publishScore, GraylistThreshold: graylistScore}
}

var errScore = errors.New("it spread too many bad payloads")

// hangUp bans whoever has fallen below the last threshold.
func (n *Node) hangUp(scores map[peer.ID]float64) {
	now := time.Now()
	for id, score := range scores {
		if score < graylistScore && n.bans.allows(id, now) {
			// Not here: this is gossipsub's own loop, which closing a connection reports to.
			go n.Ban(id.String(), errScore)
		}
	}
}

// rates bounds what is relayed of each author. Signed messages cost their author nothing, and everybody else a
// recovery and a place in the queues of all neighbours.
type rates struct {
	mu      sync.Mutex
	authors map[common.Address]*rate.Limiter
}

func (r *rates) allow(author common.Address, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	limiter := r.authors[author]
	if limiter == nil {
		if r.authors == nil || len(r.authors) >= maxAuthors {
			r.authors = make(map[common.Address]*rate.Limiter) // a burst more for each member, once in maxAuthors
		}
		limiter = rate.NewLimiter(relayRate, relayBurst)
		r.authors[author] = limiter
	}
	return limiter.AllowN(now, 1)
}
