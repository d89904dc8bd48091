package overlay

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common/lru"
	pubsub "github.com/libp2p/go-libp2p-pubsub"
	pb "github.com/libp2p/go-libp2p-pubsub/pb"
	"github.com/libp2p/go-libp2p/core/peer"
)

// consensusTopic carries the frames of validators. Its name is that of QBFT's in Besu's devp2p.
const consensusTopic = "istanbul/100"

// openGossip joins the topics. Payloads prove their own authors, so that gossipsub's signatures are left out, and a
// message's name is its hash: the same payload travels once, whoever sends it.
func (n *Node) openGossip(ctx context.Context, s *stack) error {
	topics := n.Topics
	if n.Gate != nil {
		topics = append([]Topic{{Name: consensusTopic, MaxBytes: maxFrameBytes, Admit: n.admitFrame, Quick: true}}, topics...)
	}
	full := make([]string, len(topics))
	for i, t := range topics {
		full[i] = n.name(t.Name)
	}
	params := pubsub.DefaultGossipSubParams()
	params.D, params.Dlo, params.Dhi, params.Dscore, params.Dout = meshPeers, meshLeast, meshMost, meshPeers/2, 1
	params.Dlazy = lazyPeers
	params.MaxIDontWantLength = maxJoined / params.IDontWantMessageThreshold // of all messages that one frame may hold
	params.HeartbeatInitialDelay, params.HeartbeatInterval = 100*time.Millisecond, 500*time.Millisecond
	options := append([]pubsub.Option{
		pubsub.WithMessageSignaturePolicy(pubsub.StrictNoSign), pubsub.WithNoAuthor(),
		pubsub.WithMessageIdFn(messageName),
		pubsub.WithSubscriptionFilter(pubsub.WrapLimitSubscriptionFilter(pubsub.NewAllowlistSubscriptionFilter(full...), maxTopics)),
		pubsub.WithMaxMessageSize(maxFrameBytes), pubsub.WithSeenMessagesTTL(seenLifetime),
		pubsub.WithPeerOutboundQueueSize(outboundQueue), pubsub.WithValidateQueueSize(validateQueue),
		pubsub.WithGossipSubParams(params), pubsub.WithFloodPublish(true),
		pubsub.WithAppSpecificRpcInspector(n.inspect),
	}, n.traced...)
	var err error
	s.gossip, err = pubsub.NewGossipSub(ctx, gatheringHost{s.host}, options...)
	if err != nil {
		return fmt.Errorf("open gossip: %w", err)
	}
	s.topics = make(map[string]*pubsub.Topic)
	for i, t := range topics {
		if err := s.gossip.RegisterTopicValidator(full[i], n.validator(t), pubsub.WithValidatorInline(t.Quick)); err != nil {
			return fmt.Errorf("open topic %s: %w", t.Name, err)
		}
		joined, err := s.gossip.Join(full[i])
		if err != nil {
			return fmt.Errorf("open topic %s: %w", t.Name, err)
		}
		// A relay takes part in the topic without a queue of messages to be read: admission has taken them.
		if _, err := joined.Relay(); err != nil {
			return fmt.Errorf("open topic %s: %w", t.Name, err)
		}
		s.topics[t.Name] = joined
	}
	return nil
}

// messageName is of a topic and a payload. Names of topics have no zero bytes.
func messageName(m *pb.Message) string {
	var room [1024]byte // of most messages
	named := append(append(append(room[:0], m.GetTopic()...), 0), m.GetData()...)
	h := sha256.Sum256(named)
	return string(h[:idBytes])
}

// validator turns an admission into gossipsub's terms. What this node itself publishes needs none.
func (n *Node) validator(t Topic) pubsub.ValidatorEx {
	names := lru.NewCache[peer.ID, Peer](maxConns) // to write one takes as long as all else here
	return func(ctx context.Context, from peer.ID, m *pubsub.Message) pubsub.ValidationResult {
		if from == n.id {
			return pubsub.ValidationAccept
		}
		name, ok := names.Get(from)
		if !ok {
			name = from.String()
			names.Add(from, name)
		}
		err := t.admit(ctx, name, m.Data)
		switch {
		case err == nil:
			return pubsub.ValidationAccept
		case errors.Is(err, ErrIgnore):
			return pubsub.ValidationIgnore
		}
		n.Log.Debug("gossip refused", "topic", t.Name, "peer", name, "error", err)
		n.offend(from)
		return pubsub.ValidationReject
	}
}

func (t *Topic) admit(ctx context.Context, from Peer, payload []byte) error {
	if len(payload) > t.MaxBytes {
		return fmt.Errorf("%w: %d bytes, at most %d allowed on topic %s", ErrTooLarge, len(payload), t.MaxBytes, t.Name)
	}
	return t.Admit(ctx, from, payload)
}

// Publish spreads a payload on a topic. It waits for no peer.
func (n *Node) Publish(ctx context.Context, topic string, payload []byte) error {
	s := n.live.Load()
	if s == nil {
		return ErrNotRunning
	}
	t := s.topics[topic]
	if t == nil {
		return fmt.Errorf("publish on %q: %w", topic, ErrUnknownName)
	}
	if len(payload) > maxFrameBytes {
		return fmt.Errorf("publish on %q: %w: %d bytes, at most %d allowed", topic, ErrTooLarge, len(payload), maxFrameBytes)
	}
	if err := t.Publish(ctx, payload); err != nil {
		return fmt.Errorf("publish on %q: %w", topic, err)
	}
	return nil
}

// publishFrames sends out what the validators of this process broadcast.
func (n *Node) publishFrames(ctx context.Context, s *stack) error {
	for {
		frame, err := n.uplink.Receive(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read from the hub: %w", err)
		}
		if s.topics[consensusTopic] == nil {
			continue // a node without a gate has validators for itself alone
		}
		err = n.Publish(ctx, consensusTopic, seal(frame, time.Now()))
		if err != nil && ctx.Err() == nil {
			n.Log.Warn("consensus message not sent", "error", err)
		}
	}
}

// admitFrame asks the gate, then hands the frame to the validators of this process.
func (n *Node) admitFrame(_ context.Context, _ Peer, envelope []byte) error {
	now := time.Now()
	frame, err := unseal(envelope, now)
	if err != nil {
		return err
	}
	name := nameOf(frame)
	if n.repeats.early(name, now) {
		return fmt.Errorf("%w: a frame again within %s", ErrIgnore, repeatPause)
	}
	author, err := n.Gate(frame)
	if err != nil {
		return err
	}
	n.repeats.add(name, now)
	if !n.authors.allow(author, 1, now) {
		return fmt.Errorf("%w: %s sends more than %d messages a second", ErrIgnore, author, relayRate)
	}
	if err := n.uplink.Relay(author, frame); err != nil {
		return fmt.Errorf("%w: %w", ErrIgnore, err) // nothing that a peer could know of
	}
	return nil
}
