package bus

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// storedOverhead is what the server's file store adds to a message, with room to
// spare: record header, checksum, subject.
const storedOverhead = 1 << 10

// streamBytes is the most that a stream can hold: every subject full of messages
// of the largest size. Because it is never reached, the stream never discards by
// size, which would discard the oldest message of whoever it belongs to.
func (m Members) streamBytes(writers int) int64 {
	return int64(len(m.Lanes)) * int64(writers) * MessagesPerSubject * (MaxMessageSize + storedOverhead)
}

// storeBytes is the limit for all streams together.
func (m Members) storeBytes() int64 {
	return m.streamBytes(len(m.Relayers)) + m.streamBytes(len(m.Signers)) + 64<<20
}

func (m Members) streams() []jetstream.StreamConfig {
	stream := func(name, prefix string, writers int, age time.Duration) jetstream.StreamConfig {
		return jetstream.StreamConfig{
			Name:              name,
			Subjects:          []string{prefix + "*.*"},
			Retention:         jetstream.LimitsPolicy,
			Storage:           jetstream.FileStorage,
			Discard:           jetstream.DiscardOld,
			MaxMsgsPerSubject: MessagesPerSubject,
			MaxBytes:          m.streamBytes(writers),
			MaxMsgs:           int64(len(m.Lanes)*writers) * MessagesPerSubject,
			MaxMsgSize:        MaxMessageSize,
			MaxAge:            age,
			MaxConsumers:      MaxRelayers + MaxSigners,
			Duplicates:        dedupWindow,
			DenyDelete:        true,
			DenyPurge:         true,
			AllowDirect:       true,
			Replicas:          1,
		}
	}
	return []jetstream.StreamConfig{
		stream(checkpointStream, checkpointPrefix, len(m.Relayers), requestAge),
		stream(approvalStream, approvalPrefix, len(m.Signers), answerAge),
	}
}

type namedConsumer struct {
	stream string
	config jetstream.ConsumerConfig
}

func (m Members) consumers() []namedConsumer {
	consumer := func(stream, durable string, pending int) namedConsumer {
		return namedConsumer{stream, jetstream.ConsumerConfig{
			Durable:       durable,
			DeliverPolicy: jetstream.DeliverAllPolicy, // a member that comes late still sees what waits
			AckPolicy:     jetstream.AckExplicitPolicy,
			AckWait:       ackWait,
			MaxDeliver:    -1, // until it is answered or too old: silence is never an answer
			MaxAckPending: pending,
			MaxWaiting:    16 * openPulls, // those of members that have just died count too
			ReplayPolicy:  jetstream.ReplayInstantPolicy,
		}}
	}
	var out []namedConsumer
	for _, relayer := range m.Relayers {
		out = append(out, consumer(approvalStream, relayerDurable(relayer.Name), answersPending))
	}
	for _, signer := range m.Signers {
		out = append(out, consumer(checkpointStream, signerDurable(signer.Address), MaxPending))
	}
	return out
}

// EnsureStreams creates the streams and the members' consumers, or brings them in
// line with the members. It needs the admin's identity. Existing messages stay.
// ErrStream says which setting an existing stream has that cannot be changed.
func (c *Conn) EnsureStreams(ctx context.Context, members Members) error {
	if err := members.Validate(); err != nil {
		return err
	}
	call := func(what string, f func(context.Context) error) error {
		ctx, cancel := context.WithTimeout(ctx, callTimeout)
		defer cancel()
		if err := f(ctx); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrUnavailable, what, c.explain(err))
		}
		return nil
	}
	for _, config := range members.streams() {
		var stream jetstream.Stream
		err := call("create stream "+config.Name, func(ctx context.Context) (err error) {
			stream, err = c.js.CreateOrUpdateStream(ctx, config)
			return err
		})
		if err != nil {
			return err
		}
		if err := checkStream(config, stream.CachedInfo().Config); err != nil {
			return err
		}
	}
	for _, consumer := range members.consumers() {
		err := call("create consumer "+consumer.config.Durable, func(ctx context.Context) error {
			_, err := c.js.CreateOrUpdateConsumer(ctx, consumer.stream, consumer.config)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// checkStream makes sure that the server took what members rely on: a server may
// drop what it does not know.
func checkStream(want, got jetstream.StreamConfig) error {
	for _, setting := range []struct {
		name      string
		got, want any
	}{
		{"deny_delete", got.DenyDelete, want.DenyDelete},
		{"deny_purge", got.DenyPurge, want.DenyPurge},
		{"allow_direct", got.AllowDirect, want.AllowDirect},
		{"allow_rollup_hdrs", got.AllowRollup, false},
		{"allow_msg_ttl", got.AllowMsgTTL, false},
		{"max_msgs_per_subject", got.MaxMsgsPerSubject, want.MaxMsgsPerSubject},
		{"max_msg_size", got.MaxMsgSize, want.MaxMsgSize},
		{"storage", got.Storage, want.Storage},
	} {
		if setting.got != setting.want {
			return fmt.Errorf("%w: %s has %s %v, want %v", ErrStream, want.Name, setting.name, setting.got, setting.want)
		}
	}
	return nil
}

// MaintainStreams keeps the streams as EnsureStreams makes them until ctx ends:
// at once, after every reconnection (the server may have come back with an empty
// disk), and now and then. It is the loop that the holder of the admin's identity
// runs. It returns ctx's error only.
func (c *Conn) MaintainStreams(ctx context.Context, members Members) error {
	if err := members.Validate(); err != nil {
		return err
	}
	pause := retryMin
	for {
		revived := c.revivals()
		wait := maintainInterval
		if err := c.EnsureStreams(ctx, members); err != nil && ctx.Err() == nil {
			c.log.Warn("bus streams are not in order, trying again", "error", err, "pause", pause)
			wait, pause = pause, min(2*pause, retryMax)
		} else {
			pause = retryMin
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-revived:
			timer.Stop()
		case <-timer.C:
		}
	}
}
