package inspect

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/messages"
)

// sighting is what one chain knows of what is asked for.
type sighting struct {
	chain    uint64
	message  *evm.SentMessage
	tx       *evm.SentTx
	failures []error
}

// find asks all chains at once, as a message and as a transaction: both are 32 bytes.
func (d *Direct) find(ctx context.Context, asked common.Hash, trace *Trace) ([]evm.SentMessage, error) {
	ids := d.chainIDs()
	sightings := make([]sighting, len(ids))
	var asking sync.WaitGroup
	for i, id := range ids {
		asking.Go(func() { sightings[i] = d.findOn(ctx, id, asked) })
	}
	asking.Wait()
	var failures []error
	var nothing string
	for _, s := range sightings {
		failures = append(failures, s.failures...)
		switch {
		case s.message != nil:
			d.note(trace, failures)
			return []evm.SentMessage{*s.message}, nil
		case s.tx != nil && s.tx.Pending:
			trace.Transaction = &Transaction{Chain: Number(s.chain), Pending: true}
			return nil, nil
		case s.tx != nil && s.tx.Reverted:
			nothing = fmt.Sprintf("transaction %s reverted in block %d of chain %d: it sent nothing", asked, s.tx.Block, s.chain)
		case s.tx != nil && len(s.tx.Messages) == 0:
			nothing = fmt.Sprintf("transaction %s in block %d of chain %d sent no message: the Outbox %s has no part in it", asked, s.tx.Block, s.chain, d.Look.Chains[s.chain].Deployment.Outbox)
		case s.tx != nil:
			d.note(trace, failures)
			trace.Transaction = &Transaction{Chain: Number(s.chain), Block: Number(s.tx.Block)}
			return s.tx.Messages, nil
		}
	}
	switch {
	case nothing != "":
		return nil, fmt.Errorf("%w: %s", ErrNotFound, nothing)
	case len(failures) > 0:
		return nil, fmt.Errorf("no message or transaction %s was seen, but not every chain could be asked: %w", asked, errors.Join(failures...))
	}
	return nil, fmt.Errorf("%w: no message and no transaction %s on %s", ErrNotFound, asked, trace.From)
}

func (d *Direct) findOn(ctx context.Context, id uint64, asked common.Hash) sighting {
	s := sighting{chain: id}
	finder, err := d.finder(id)
	if err != nil {
		s.failures = append(s.failures, err)
		return s
	}
	if s.message, err = finder.SentByID(ctx, messages.ID(asked)); s.message != nil {
		return s
	} else if err != nil {
		s.failures = append(s.failures, fmt.Errorf("chain %d: %w", id, err))
	}
	if s.tx, err = finder.SentByTx(ctx, asked); err != nil && s.tx == nil {
		s.failures = append(s.failures, fmt.Errorf("chain %d: %w", id, err))
	}
	return s
}

func (d *Direct) note(trace *Trace, failures []error) {
	for _, err := range failures {
		trace.Notes = append(trace.Notes, err.Error())
	}
}
