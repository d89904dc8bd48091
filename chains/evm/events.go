package evm

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm/rpcerror"
	"github.com/catenary-bridge/catenary/messages"
)

// Events finds messages by their nonces, which are indexed topics. See
// chains.Source. Where the place of the message before is remembered it searches
// from there forwards, which for a lane that is followed is one query; otherwise
// from the head backwards in growing windows. What is remembered comes from the
// same endpoint and only saves time: if nothing is found there, the search begins
// anew from the head.
func (s *Source) Events(ctx context.Context, lane messages.Lane, after, upTo, head uint64) ([]chains.Event, error) {
	if err := s.check(lane); err != nil {
		return nil, err
	}
	if upTo <= after {
		return nil, fmt.Errorf("messages after %d up to %d: want an ascending range", after, upTo)
	}
	search := &logSearch{source: s, lane: lane, after: after, upTo: min(upTo, after+maxNoncesPerQuery), head: head}
	var events []chains.Event
	var err error
	for {
		if block, ok := s.marks.get(lane, after); ok && block <= head {
			events, err = search.forwards(ctx, block)
		}
		if err == nil && (len(events) == 0 || events[0].Nonce != after+1) {
			events, err = search.backwards(ctx)
		}
		// An endpoint that can't answer for so many messages is asked for fewer.
		if err == nil || kindOf(err) != rpcerror.TooMuch || !search.halve() {
			break
		}
		err = nil
	}
	if err != nil {
		return nil, err
	}
	if len(events) > 0 {
		last := events[len(events)-1]
		s.marks.put(lane, last.Nonce, last.Block)
	}
	return events, nil
}

// logSearch is one search for the logs of a run of messages.
type logSearch struct {
	source      *Source
	lane        messages.Lane
	after, upTo uint64
	head        uint64
	limit       uint64 // blocks a window may have, once the endpoint has refused more
	streak      int    // queries in a row that the limit let through
	queries     int
}

// halve asks for half as many messages. It reports false when there is one left.
func (s *logSearch) halve() bool {
	span := s.upTo - s.after
	s.upTo = s.after + span/2
	// It was the number of messages: how wide a window may be is to be found out anew.
	s.limit, s.streak = 0, 0
	return span > 1
}

// forwards searches from a block to the head, until the last message is found.
func (s *logSearch) forwards(ctx context.Context, from uint64) ([]chains.Event, error) {
	var events []chains.Event
	size := uint64(maxLogWindow)
	for from <= s.head {
		to := from + min(s.window(size)-1, s.head-from)
		page, to, err := s.query(ctx, from, to, false)
		if err != nil {
			return nil, err
		}
		if events, err = s.join(events, page); err != nil {
			return nil, err
		}
		if n := len(events); n > 0 && events[n-1].Nonce >= s.upTo {
			break
		}
		if to == s.head {
			break
		}
		from = to + 1
	}
	return events, nil
}

// backwards searches from the head, until the first message is found.
func (s *logSearch) backwards(ctx context.Context) ([]chains.Event, error) {
	var events []chains.Event
	to := s.head
	for size := uint64(firstLogWindow); ; size = min(2*size, maxLogWindow) {
		from := uint64(0)
		if width := s.window(size); to >= width {
			from = to - width + 1
		}
		page, from, err := s.query(ctx, from, to, true)
		if err != nil {
			return nil, err
		}
		if events, err = s.join(page, events); err != nil {
			return nil, err
		}
		if from == 0 || len(page) > 0 && page[0].Nonce <= s.after+1 {
			return events, nil
		}
		to = from - 1
	}
}

// widen lets the window grow again after a while: it may have been narrowed because
// a few blocks held many messages, and not by a rule of the endpoint.
func (s *logSearch) widen() {
	if s.limit == 0 {
		return
	}
	if s.streak++; s.streak == widenAfter {
		s.limit, s.streak = min(2*s.limit, maxLogWindow), 0
	}
}

func (s *logSearch) window(size uint64) uint64 {
	if s.limit > 0 {
		return min(size, s.limit)
	}
	return size
}

// query asks for one window of blocks. When the endpoint refuses its width it is
// halved, keeping its first or its last block, and the other end is returned.
func (s *logSearch) query(ctx context.Context, from, to uint64, keepLast bool) (page []chains.Event, end uint64, err error) {
	for {
		if s.queries++; s.queries > maxLogQueries {
			return nil, 0, fmt.Errorf("endpoint %s: %w: message %d not found in %d windows of logs", s.source.Name(), chains.ErrMalformed, s.after+1, maxLogQueries)
		}
		page, err = s.ask(ctx, from, to)
		if err == nil {
			s.widen()
		}
		switch {
		case err == nil && keepLast:
			return page, from, nil
		case err == nil:
			return page, to, nil
		case kindOf(err) != rpcerror.TooMuch && kindOf(err) != rpcerror.Other, from == to:
			return nil, 0, err
		}
		s.limit, s.streak = (to-from+1)/2, 0
		if keepLast {
			from = to - s.limit + 1
		} else {
			to = from + s.limit - 1
		}
	}
}

// ask fetches and decodes the logs of one window, in the endpoint's order.
func (s *logSearch) ask(ctx context.Context, from, to uint64) ([]chains.Event, error) {
	nonces := make([]common.Hash, 0, s.upTo-s.after)
	for nonce := s.after + 1; nonce <= s.upTo; nonce++ {
		nonces = append(nonces, chains.UintTopic(nonce))
	}
	filter := laneFilter(s.lane, nonces)
	filter.From, filter.To, filter.Ranged = from, to, true
	var logs []rawLog
	if err := s.source.client.call(ctx, &logs, "eth_getLogs", filter); err != nil {
		return nil, err
	}
	events := make([]chains.Event, 0, len(logs))
	for i := range logs {
		event, err := decodeSent(s.lane, &logs[i])
		if err != nil {
			return nil, fmt.Errorf("endpoint %s: eth_getLogs: log %d: %w", s.source.Name(), i, err)
		}
		events = append(events, event)
	}
	return events, nil
}

// join puts two windows' messages together. An honest answer has each nonce once.
func (s *logSearch) join(first, second []chains.Event) ([]chains.Event, error) {
	joined := append(first, second...)
	// One more than asked for is let through, for the caller to name what is wrong.
	if uint64(len(joined)) > s.upTo-s.after+1 {
		return nil, s.source.malformed("eth_getLogs: %d logs for nonces %d to %d", len(joined), s.after+1, s.upTo)
	}
	return joined, nil
}

func kindOf(err error) rpcerror.Kind {
	var failed *CallError
	if errors.As(err, &failed) {
		return failed.Kind
	}
	return rpcerror.None
}

// marks remembers in which block an endpoint placed a message.
type marks struct {
	lock   sync.Mutex
	blocks map[mark]uint64
}

type mark struct {
	lane  messages.Lane
	nonce uint64
}

func (m *marks) get(lane messages.Lane, nonce uint64) (block uint64, ok bool) {
	m.lock.Lock()
	defer m.lock.Unlock()
	block, ok = m.blocks[mark{lane, nonce}]
	return block, ok
}

func (m *marks) put(lane messages.Lane, nonce, block uint64) {
	m.lock.Lock()
	defer m.lock.Unlock()
	if m.blocks == nil || len(m.blocks) >= maxMarks {
		// Starting over costs a few searches from the head, an eviction order costs
		// thought for ever.
		m.blocks = make(map[mark]uint64)
	}
	m.blocks[mark{lane, nonce}] = block
}
