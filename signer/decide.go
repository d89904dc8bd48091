package signer

import (
	"context"
	"errors"
	"time"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/policy"
	"github.com/catenary-bridge/catenary/signer/record"
)

// decide is the signer: it returns a signature, or why there is none. The order of
// its steps is the protocol's and must not be changed; in particular, everything
// that can fail comes before the record, and nothing that can fail comes between
// the record and the signature but the signature itself.
func (l *lane) decide(ctx context.Context, request messages.Request) (messages.Signature, error) {
	var none messages.Signature
	want := request.Checkpoint.Position()

	// What the request is for. Lane and inbox are this lane's already; who verifies,
	// and at which epoch, decides whether a signature could count, not whether it is
	// true.
	if err := l.addressed(ctx, request); err != nil {
		return none, err
	}

	if err := l.unlessStopped(); err != nil {
		return none, err
	}

	// (1) The signer's own light client has proven the lane up to there, and the
	// signer has folded it. Waits a little for that.
	if err := l.await(ctx, want.Nonce); err != nil {
		return none, err
	}

	// One decision at a time from here on: the record is compared and swapped. What
	// the signer knows is taken in one look, because the fold may begin anew at any
	// moment.
	l.deciding.Lock()
	defer l.deciding.Unlock()
	if err := l.unlessStopped(); err != nil {
		return none, err
	}
	highest, claimed := l.config.record.Highest(l.key)
	known, err := l.look(want.Nonce, highest.Position, claimed)
	if err != nil {
		return none, err
	}

	// (2) The same accumulator. A relayer that asks for another one is told so; it is
	// no alarm, or any relayer could stop any lane.
	if known.accumulator != want.Accumulator {
		return none, refuse(messages.ReasonMismatch, "at nonce %d the request has accumulator %s, the signer folds to %s", want.Nonce, want.Accumulator, known.accumulator)
	}

	// (3) Policy may make the lane wait.
	verdict := l.judge(want, known.provenAt, highest)
	if verdict.Held {
		l.config.log.Warn("policy holds the lane", "lane", l.name, "nonce", want.Nonce, "detail", verdict.Detail, "until", verdict.Until)
		return none, refuse(messages.ReasonHeld, "%s", verdict.Detail)
	}

	// (5), first half: one fold passes through this claim, by (2), and through the
	// highest ever made. Checked before (4), so that what must not be signed is not
	// recorded.
	if !known.passesClaim {
		return none, l.alarm(request, highest.Position, nil)
	}

	l.config.at(PointVerified)

	// (4) On disk before there is a signature: a signer that dies in between has
	// claimed what it did not sign, which costs nothing; the other way round it would
	// not know what it signed.
	if !claimed || want.Nonce > highest.Position.Nonce {
		var from *messages.Position
		if claimed {
			from = &highest.Position
		}
		if err := l.config.record.Claim(l.key, from, record.Claim{Position: want, NotBefore: verdict.NotBefore.UnixMilli()}); err != nil {
			return none, l.notRecorded(err)
		}
		l.claimed(want)
	}
	l.config.at(PointRecorded)
	if l.config.beforeSign != nil {
		if err := l.config.beforeSign(); err != nil {
			return none, err
		}
	}

	// (5) Sign.
	signature, err := l.config.key.Sign(request.Checkpoint.Digest(request.Domain))
	l.config.at(PointSigned)
	return signature, err
}

// unlessStopped refuses on a lane that an alarm has stopped.
func (l *lane) unlessStopped() error {
	if stop, stopped := l.config.record.Stopped(l.key); stopped && !l.hasAlarmed() {
		return refuse(messages.ReasonStopped, "lane was stopped: %s (evidence: %s)", stop.Why, stop.Evidence)
	}
	return nil // an alarm of this run is answered for by await
}

// judge asks the policy.
func (l *lane) judge(want messages.Position, provenAt time.Time, highest record.Claim) policy.Verdict {
	facts := policy.Facts{
		Now: l.config.now(), ProvenAt: provenAt,
		NotBefore: time.UnixMilli(highest.NotBefore), Halt: l.config.halt.Why(l.key.Lane),
	}
	base := max(highest.Position.Nonce, l.paceBase())
	if want.Nonce > base {
		facts.Messages = want.Nonce - base
	}
	return l.policy.Judge(facts)
}

func (l *lane) notRecorded(err error) error {
	if errors.Is(err, record.ErrStopped) {
		return refuse(messages.ReasonStopped, "%v", err)
	}
	l.config.log.Error("claim is not on disk, so nothing is signed", "lane", l.name, "error", err)
	return refuse(messages.ReasonRecordFailure, "claim could not be recorded")
}

// addressed refuses a request that is for another chain or verifier, or an epoch
// that is not the verifier's. It believes the target's endpoints only so far as to
// withhold a signature, never to give one.
func (l *lane) addressed(ctx context.Context, request messages.Request) error {
	domain := request.Domain
	switch {
	case request.SourceChain != l.lane.SourceChain:
		return refuse(messages.ReasonUnknownLane, "source chain %d, the lane's is %d", request.SourceChain, l.lane.SourceChain)
	case domain.TargetChain != l.lane.TargetChain:
		return refuse(messages.ReasonUnknownLane, "target chain %d, the lane's is %d", domain.TargetChain, l.lane.TargetChain)
	case request.Checkpoint.Nonce == 0:
		return refuse(messages.ReasonBadRequest, "nonce 0, the first message of a lane has nonce 1")
	}
	return l.target.accepts(ctx, domain.Verifier, request.Checkpoint.Epoch)
}
