package rpcquorum

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// round is what one Update learns from the endpoints.
type round struct {
	c       *Client
	answers []Answer // by endpoint, as told to the operator
	// claims is what each endpoint holds for final. One that fails is struck off until the next
	// Update, so that it costs one timeout at most.
	claims map[int]uint64
	given  map[uint64]map[int]*header // headers by number and endpoint
	lacks  map[uint64]map[int]bool    // endpoints that don't have the header of that number
}

// agreed is a header that a quorum of endpoints gave.
type agreed struct {
	header *header
	by     []int
}

func newRound(c *Client) *round {
	return &round{
		c: c, answers: c.blank(), claims: make(map[int]uint64),
		given: make(map[uint64]map[int]*header), lacks: make(map[uint64]map[int]bool),
	}
}

type finalReply struct {
	number uint64
	header *header // nil if the number was computed from the newest header
}

// goal returns the highest header that a quorum holds for final and agrees on. It is at or above
// the trusted height.
func (r *round) goal(ctx context.Context) (agreed, error) {
	replies, stop := fanOut(ctx, r.c, r.c.everyone(), func(ctx context.Context, endpoint Endpoint) (finalReply, error) {
		number, final, err := askFinal(ctx, endpoint, r.c.cfg.Finality)
		return finalReply{number, final}, err
	})
	defer stop()
	// Once a quorum has answered, the others get a moment, since the more are heard the higher the
	// goal. Whoever answers later still counts if the former don't agree.
	grace := time.NewTimer(graceAfterQuorum)
	grace.Stop()
	defer grace.Stop()
	waiting, graceOver := len(r.c.cfg.Endpoints), false
	for {
		if waiting == 0 || graceOver && len(r.claims) >= r.c.cfg.Quorum {
			best, err := r.highest(ctx)
			if err == nil || waiting == 0 || ctx.Err() != nil {
				return best, err
			}
		}
		select {
		case reply := <-replies:
			waiting--
			r.noteFinal(reply)
			if len(r.claims) == r.c.cfg.Quorum && reply.err == nil {
				grace.Reset(graceAfterQuorum)
			}
		case <-grace.C:
			graceOver = true
		case <-ctx.Done():
			return agreed{}, ctx.Err()
		}
	}
}

func (r *round) noteFinal(reply reply[finalReply]) {
	answer := &r.answers[reply.who]
	if answer.Err = reply.err; reply.err != nil {
		return
	}
	answer.Final, answer.HasFinal = reply.value.number, true
	r.claims[reply.who] = reply.value.number
	if reply.value.header != nil {
		r.noteHeader(reply.who, reply.value.header)
	}
}

func (r *round) noteHeader(who int, h *header) {
	if r.given[h.Number] == nil {
		r.given[h.Number] = make(map[int]*header)
	}
	r.given[h.Number][who] = h
}

// highest tries the candidates from above.
func (r *round) highest(ctx context.Context) (agreed, error) {
	quorum, floor := r.c.cfg.Quorum, r.c.trusted.Number
	claims := make([]uint64, 0, len(r.claims))
	for _, number := range r.claims {
		claims = append(claims, number)
	}
	if len(claims) < quorum {
		return agreed{}, r.c.keeper.Rejected(floor, r.disagreement("what is final", lightclient.ErrUnavailable))
	}
	numbers := candidates(claims, quorum, floor)
	if len(numbers) == 0 {
		stale := fmt.Errorf("%w: no header from %d on is final", lightclient.ErrStale, floor)
		return agreed{}, r.c.keeper.Rejected(candidates(claims, quorum, 0)[0], r.disagreement("what is final", stale))
	}
	var first error
	for _, number := range numbers {
		best, err := r.agreeAt(ctx, number)
		if ctx.Err() != nil {
			return agreed{}, ctx.Err()
		}
		if err == nil {
			if errors.Is(first, lightclient.ErrDisagreement) {
				// Two headers that somebody calls final exclude each other. Nobody else tells,
				// since lower down all is well.
				r.c.cfg.Log.Warn("endpoints disagree above the header that a quorum agrees on", "agreed", number, "err", first)
			}
			return best, nil
		}
		if first == nil {
			first = err
		}
	}
	return agreed{}, first
}

// agreeAt asks those who hold the number for final for its header, until a quorum agrees.
func (r *round) agreeAt(ctx context.Context, number uint64) (agreed, error) {
	who, heard := r.holders(number)
	if heard+len(who) < r.c.cfg.Quorum {
		return agreed{}, r.failedAt(number)
	}
	replies, stop := fanOut(ctx, r.c, who, func(ctx context.Context, endpoint Endpoint) (*header, error) {
		return askHeader(ctx, endpoint, number)
	})
	defer stop()
	for waiting := len(who); ; waiting-- {
		hash, by := mostAgreed(r.given[number])
		if len(by) >= r.c.cfg.Quorum {
			r.note(number, hash)
			return agreed{r.given[number][by[0]], by}, nil
		}
		// Even when those we wait for can't make a quorum any more, they are waited for: who stalls
		// is to be struck off here, and not to cost another timeout further down.
		if waiting == 0 {
			return agreed{}, r.failedAt(number)
		}
		select {
		case reply := <-replies:
			r.noteAnswer(number, reply)
		case <-ctx.Done():
			return agreed{}, ctx.Err()
		}
	}
}

// holders returns who holds the number for final and is still to be asked for its header, and how
// many have given it.
func (r *round) holders(number uint64) (ask []int, heard int) {
	for i, final := range r.claims {
		if final >= number && r.given[number][i] == nil && !r.lacks[number][i] {
			ask = append(ask, i)
		}
	}
	return ask, len(r.given[number])
}

func (r *round) noteAnswer(number uint64, reply reply[*header]) {
	switch {
	case reply.err == nil:
		r.noteHeader(reply.who, reply.value)
	case errors.Is(reply.err, lightclient.ErrNoSuchHeader):
		// It may well have a lower one: behind a load balancer, nodes differ.
		if r.lacks[number] == nil {
			r.lacks[number] = make(map[int]bool)
		}
		r.lacks[number][reply.who] = true
		r.answers[reply.who].Err = reply.err
	default:
		r.strikeOff(reply.who, reply.err)
	}
}

func (r *round) strikeOff(who int, err error) {
	delete(r.claims, who)
	r.answers[who].Err = err
}

// failedAt says that no quorum agrees on the header of a number.
func (r *round) failedAt(number uint64) error {
	reason := lightclient.ErrUnavailable
	if len(r.given[number]) >= r.c.cfg.Quorum {
		reason = lightclient.ErrDisagreement
	}
	r.note(number, common.Hash{})
	return r.c.keeper.Rejected(number, r.disagreement(fmt.Sprintf("header %d", number), reason))
}

// note keeps for the operator what the endpoints said about a number.
func (r *round) note(number uint64, agreedOn common.Hash) {
	for i := range r.answers {
		r.answers[i].Hash, r.answers[i].Dissents = common.Hash{}, false
		if h := r.given[number][i]; h != nil {
			r.answers[i].Hash = h.Hash
			r.answers[i].Dissents = agreedOn != common.Hash{} && h.Hash != agreedOn
		}
	}
}

func (r *round) disagreement(about string, reason error) error {
	return &DisagreementError{About: about, Quorum: r.c.cfg.Quorum, Answers: append([]Answer(nil), r.answers...), reason: reason}
}

// publish shows the answers to the operator, and logs whose trouble is new. When an Update succeeds
// in spite of a liar, nobody else would tell.
func (r *round) publish() {
	for i, answer := range r.answers {
		trouble := answer.Dissents || answer.Err != nil
		if trouble && !r.c.troubled[i] {
			r.c.cfg.Log.Warn("endpoint fails or disagrees", "endpoint", answer.Endpoint, "dissents", answer.Dissents, "said", answer.String())
		}
		r.c.troubled[i] = trouble
	}
	r.c.answers.Store(&r.answers)
}
