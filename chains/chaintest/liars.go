package chaintest

import (
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// liarsAreCaught puts a liar before the honest endpoint: everything arrives, and
// the liar's record says what it did.
func liarsAreCaught(t *testing.T, s *stage) {
	s.Send(t, Accepting, 6, 64)
	s.see(t, 6)
	liars := map[string]struct {
		liar chains.Source
		says error
	}{
		"hide":     {observetest.Hide(s.Source, "hide", 3), observe.ErrHidden},
		"truncate": {observetest.Truncate(s.Source, "truncate", 3), observe.ErrHidden},
		"invent":   {observetest.Invent(s.Source, "invent"), observe.ErrInvented},
		"repeat":   {observetest.Repeat(s.Source, "repeat", 3), observe.ErrDisordered},
		"reorder":  {observetest.Reorder(s.Source, "reorder", 3), observe.ErrDisordered},
		"alter": {observetest.Alter(s.Source, "alter", 3, func(m *messages.Message) {
			m.Recipient = messages.AccountOf(common.Address{6, 6, 6})
		}), observe.ErrAltered},
		"prove nothing": {observetest.Prove(s.Source, "prove nothing", func(lightclient.Final, chains.LaneProof) chains.LaneProof {
			return chains.LaneProof{}
		}), observe.ErrProof},
		"prove absence": {observetest.Prove(s.Source, "prove absence", func(_ lightclient.Final, p chains.LaneProof) chains.LaneProof {
			p.Nonce, p.Accumulator = p.Nonce[:1], p.Accumulator[:1]
			return p
		}), observe.ErrProof},
	}
	for name, test := range liars {
		o := s.observe(t, test.liar, s.Source)
		segment, err := next(s.ctx, o, func() { s.Tick(t) })
		if err != nil || len(segment.Messages()) != 6 || segment.To() != s.seen[5].Position {
			t.Errorf("%s: %d messages, error %v, want 6", name, len(segment.Messages()), err)
			continue
		}
		if fault := o.Status().Sources[0].LastFault; !strings.Contains(fault, test.says.Error()) {
			t.Errorf("%s: fault %q, want it to say %q", name, fault, test.says)
		}
	}
}

// unknownFinal is a header that no node has.
func unknownFinal(final lightclient.Final) lightclient.Final {
	header := final.Header()
	header.Hash[0] ^= 1
	return lightclient.Believe(header)
}
