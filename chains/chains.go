// Package chains says what may be asked of a chain.
//
// A Source is where messages are sent, a Target where they are delivered. A chain
// family, such as chains/evm, implements both; chains/chaintest is the suite that
// it must pass. Every answer of either is untrusted: an answer becomes knowledge
// only in chains/observe, under a header that a light client vouches for.
package chains

import (
	"context"
	"errors"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// LaneProof is the untrusted Merkle proof of a lane's two storage slots in the
// Outbox, with the Outbox's own account proof. Nodes run from the root down.
type LaneProof struct {
	Account     [][]byte // of the Outbox under the header's state root
	Nonce       [][]byte // of the lane's nonce slot under the account's storage root
	Accumulator [][]byte // of the lane's accumulator slot, likewise
}

// Event is one MessageSent log as an endpoint tells it: untrusted.
type Event struct {
	Nonce   uint64      // from the log's topic
	ID      messages.ID // from the log's topic
	Encoded []byte      // the canonical message that the log carries
	Block   uint64
	TxHash  common.Hash
}

// TxReceipt is the receipt of one transaction as an endpoint tells it: untrusted.
type TxReceipt struct {
	Encoded []byte      // consensus encoding, EIP-2718 type byte included: what the receipts trie holds
	TxHash  common.Hash // hearsay: no receipts root covers it
}

// Source is one endpoint of a source chain. Methods may be called concurrently.
type Source interface {
	// Name tells endpoints apart in errors and logs. It holds no secret: of a URL
	// with credentials only the host is named.
	Name() string

	// LaneProof fetches the proof of the lane's state under the given final header,
	// addressed by the header's hash. ErrNoState says that the node has pruned that
	// state: come back with a newer header. ErrUnsupported says that it makes no proofs.
	LaneProof(ctx context.Context, lane messages.Lane, at lightclient.Final) (LaneProof, error)

	// Events fetches the lane's messages with after < nonce ≤ upTo that were sent at
	// or below block `head`, in ascending nonce order as told by the endpoint. It
	// searches from the head backwards, so that the cost grows with what is asked
	// for and not with the chain. Answers are bounded, so it may return a prefix:
	// ask again behind the last nonce of it. An empty answer says that the endpoint
	// knows of no such message.
	Events(ctx context.Context, lane messages.Lane, after, upTo, head uint64) ([]Event, error)

	// Headers fetches the headers from..to, both included, in ascending order, at most
	// MaxHeaders of them, as the chain encodes them. lightclient.ErrNoSuchHeader says
	// that the endpoint does not have them all.
	Headers(ctx context.Context, from, to uint64) ([]*types.Header, error)

	// Receipts fetches all receipts of a block, in the order of its transactions,
	// addressed by the block's hash. lightclient.ErrNoSuchHeader says that the endpoint
	// does not have the block.
	Receipts(ctx context.Context, block lightclient.Header) ([]TxReceipt, error)

	// Watch calls hint whenever the lane may have moved (a log of a subscription, or
	// a new head where the endpoint can't subscribe), until ctx ends or the
	// subscription dies, which is an error. A hint carries no data on purpose: it
	// makes somebody look, it is never believed.
	Watch(ctx context.Context, lane messages.Lane, hint func()) error
}

// MaxHeaders bounds the headers that a Source is asked for at a time.
const MaxHeaders = 128

// Inbox is the state of one lane in the target's Inbox, as an endpoint tells it.
type Inbox struct {
	ID       messages.InboxID
	Lane     messages.LaneID
	Position messages.Position // delivered so far
	Verifier common.Address
	Paused   bool
}

// Delivery is one call of Inbox.deliver: a run of messages to execute, the ids of
// those behind them that only complete the fold, and the attestation of the end.
type Delivery struct {
	SourceChain uint64
	Messages    []messages.Message
	TailIDs     []messages.ID
	Attestation []byte

	// Simulate asks for a call at the newest block first, and to refuse with the
	// typed reason what would revert. A delivery that builds on one which is not mined
	// yet can't be simulated.
	Simulate bool

	// GasLimit of the transaction; zero means to estimate it, which simulates too.
	GasLimit uint64
}

// Submission is a delivery on its way.
type Submission interface {
	// Wait returns the receipt when the outcome is final on the target, or the typed
	// reason for which the transaction reverted. Stuck transactions are replaced
	// meanwhile. It may be called again after its context ended.
	Wait(ctx context.Context) (Receipt, error)
}

// Attempt is how the transaction of a submission stands, for people. A Submission that
// can tell has a method Attempt() Attempt.
type Attempt struct {
	TxHash       common.Hash // the newest attempt, or the one that is in a block
	From         common.Address
	AccountNonce uint64
	Count        int // attempts so far: a stuck transaction is replaced at a higher price
	GasLimit     uint64
	MaxFeeWei    string // decimal, per gas, of the newest attempt
	MaxTipWei    string // decimal, per gas, of the newest attempt
}

// Deliver submits a delivery and waits for its outcome.
func Deliver(ctx context.Context, target Target, delivery Delivery) (Receipt, error) {
	submission, err := target.Submit(ctx, delivery)
	if err != nil {
		return Receipt{}, err
	}
	return submission.Wait(ctx)
}

// Receipt is what became of a delivery.
type Receipt struct {
	TxHash    common.Hash
	Block     uint64
	GasUsed   uint64
	FeeWei    string                 // decimal
	Delivered uint64                 // the lane's nonce in the Inbox after this transaction
	Executed  int                    // messages this transaction executed; 0 when another relayer was first
	Failed    []messages.ID          // executed messages whose recipient failed; anybody may retry them
	Reasons   map[messages.ID]string // why, as far as the Inbox recorded it
}

// Target is where messages are delivered. Methods may be called concurrently.
type Target interface {
	ChainID() uint64

	// Inbox reads the lane's state at the newest block.
	Inbox(ctx context.Context, sourceChain uint64) (Inbox, error)

	// SignerSet reads a verifier's current set.
	SignerSet(ctx context.Context, verifier common.Address) (messages.SignerSet, error)

	// Estimate returns the gas that a delivery needs, or the typed reason for which
	// it would revert.
	Estimate(ctx context.Context, delivery Delivery) (gas uint64, err error)

	// Submit journals and broadcasts the delivery as the sender's next transaction
	// and returns without waiting for a block, so that several can be in flight.
	// Calls are served in order: what is submitted first has the lower account nonce.
	Submit(ctx context.Context, delivery Delivery) (Submission, error)

	// WatchInbox calls hint whenever the Inbox may have moved, as Source.Watch does.
	WatchInbox(ctx context.Context, sourceChain uint64, hint func()) error
}

// What a target says when a delivery can't be made. Each names the way out.
var (
	ErrNoState     = errors.New("node has no state for that block any more")
	ErrUnattested  = errors.New("verifier refuses the attestation: have the checkpoint approved again")
	ErrLanePaused  = errors.New("lane is paused on the target: wait for its owner")
	ErrNothingNew  = errors.New("all messages are delivered already")
	ErrGap         = errors.New("messages do not begin at the Inbox's nonce: read it again")
	ErrTooMuchGas  = errors.New("delivery needs more gas than a transaction may have: cut a smaller batch")
	ErrNoFunds     = errors.New("sender cannot pay for the gas: fund it")
	ErrUnknownLane = errors.New("target has no lane for that source chain")
	ErrUnavailable = errors.New("endpoint does not answer")
	ErrMalformed   = errors.New("endpoint's answer is malformed")
	ErrUnsupported = errors.New("endpoint does not have the method")
)
