package overlay

import (
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	pubsub "github.com/libp2p/go-libp2p-pubsub"
	"github.com/libp2p/go-libp2p/core/peer"
)

// offences count what no honest peer does; old ones weigh less. gossipsub's own score would keep a record of each message
// for minutes, who brought it first and who again: three quarters of what a node under load held in memory, and a tenth of
// its time. What it could count besides (time in the mesh, first deliveries) tells good peers from better ones on large
// networks; on one of a dozen it would punish the quiet. Promises that a peer breaks and grafts that come too soon, which it
// held against peers as well, are bounded as control messages are.
type offences struct {
	mu sync.Mutex
	of map[peer.ID]offence
}

type offence struct {
	weight float64 // at that time
	at     time.Time
}

func (o offence) now(now time.Time) float64 {
	return o.weight * math.Exp2(-now.Sub(o.at).Seconds()/offenceHalfLife.Seconds())
}

// add counts one more and says whether it is one too many.
func (o *offences) add(p peer.ID, now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, known := o.of[p]; !known && len(o.of) >= maxOffenders {
		for id, old := range o.of {
			if old.now(now) < 1 {
				delete(o.of, id)
			}
		}
	}
	if o.of == nil || len(o.of) >= maxOffenders {
		o.of = make(map[peer.ID]offence) // somebody makes names to be forgotten; none of them has come far
	}
	weight := o.of[p].now(now) + 1
	if weight > maxOffences {
		delete(o.of, p)
		return true
	}
	o.of[p] = offence{weight, now}
	return false
}

var (
	errOffences = errors.New("it did too often what no honest peer does")
	errControl  = errors.New("too many control messages")
	errSigned   = errors.New("a message names its author, which is none of gossip's business here")
)

// offend holds something against a peer, and hangs up on whoever goes on.
func (n *Node) offend(p peer.ID) {
	if now := time.Now(); n.offences.add(p, now) && n.bans.allows(p, now) {
		// Not here: this may be gossipsub's own loop, which closing a connection reports to.
		go n.Ban(p.String(), errOffences)
	}
}

// inspect lets gossipsub look at a frame unless its sender has had more subscriptions, lists and wishes than it may. Each
// makes work for this node and costs the other none; messages have their own bounds, and gossipsub counts IDONTWANT.
func (n *Node) inspect(from peer.ID, rpc *pubsub.RPC) error {
	for _, m := range rpc.GetPublish() {
		if m.From != nil || m.Seqno != nil || m.Signature != nil || m.Key != nil {
			n.offend(from) // gossipsub drops it before anybody admits it
			return errSigned
		}
	}
	c := rpc.GetControl()
	asked := len(rpc.GetSubscriptions()) + len(c.GetGraft()) + len(c.GetPrune())
	for _, list := range c.GetIhave() {
		asked += 1 + len(list.GetMessageIDs())/idsPerControl
	}
	for _, list := range c.GetIwant() {
		asked += 1 + len(list.GetMessageIDs())/idsPerControl
	}
	if asked == 0 || n.controls.allow(from, asked, time.Now()) {
		return nil
	}
	n.offend(from)
	return fmt.Errorf("%w: %d at once, at most %d a second allowed", errControl, asked, controlRate)
}
