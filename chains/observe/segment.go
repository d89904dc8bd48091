package observe

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// Observed is a message that is proven to be in the lane.
type Observed struct {
	Message  messages.Message
	ID       messages.ID
	Position messages.Position // the lane's position after this message

	// Block and TxHash tell where an endpoint says that it was sent. They are
	// hearsay: for people and for metrics, never for a decision.
	Block  uint64
	TxHash common.Hash
}

// Segment is a run of consecutive messages of a lane, proven to be all there are
// between two positions. Only an Observer makes one, so that whoever takes a
// Segment cannot be handed unverified messages.
type Segment struct {
	lane     messages.Lane
	from, to messages.Position
	messages []Observed
	final    lightclient.Final
}

// Lane returns the lane of the messages.
func (s Segment) Lane() messages.Lane { return s.lane }

// From is the position before the first message: where the last Segment ended,
// or the position at which the Observer was started.
func (s Segment) From() messages.Position { return s.from }

// To is the position after the last message.
func (s Segment) To() messages.Position { return s.to }

// Messages returns the messages, first nonce first, at least one and at most
// 1,024 and 4 MiB. The slice is the caller's.
func (s Segment) Messages() []Observed { return s.messages }

// Final is the header under which the lane is proven. It may prove more messages
// than this Segment holds; these follow.
func (s Segment) Final() lightclient.Final { return s.final }
