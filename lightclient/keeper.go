package lightclient

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
)

// Keeper is what every Client does around its trust, whatever the consensus: Updates
// take turns, what is believed is on disk before anybody is told, and evidence stops
// the client for good, over restarts too. It neither verifies nor makes a [Final]: the
// client hands it each.
//
// A client holds one out of its users' reach, and calls Load or Resume before all else.
// ChainID, Final and Update may be called concurrently; the other methods before the
// first Update, or by the function that Update runs.
type Keeper struct {
	owner Owner
	store Store

	turn   chan struct{} // holds one token: who has it may change what the client trusts
	final  atomic.Pointer[Final]
	frozen atomic.Pointer[Evidence]
}

// NewKeeper returns the keeper of a client that believes nothing yet. It does not read
// the store.
func NewKeeper(owner Owner, store Store) *Keeper {
	k := &Keeper{owner: owner, store: store, turn: make(chan struct{}, 1)}
	k.final.Store(&Final{})
	k.turn <- struct{}{}
	return k
}

// Load reads the store: whether the client is frozen, and the record to continue from,
// if there is one. A record of another client is refused, whatever the store thinks of
// it.
func (k *Keeper) Load() (record Record, found bool, err error) {
	evidence, err := k.store.Evidence()
	if err != nil {
		return Record{}, false, err
	}
	k.frozen.Store(evidence)
	record, err = k.store.Load()
	switch {
	case errors.Is(err, ErrNoRecord):
		return Record{}, false, nil
	case err != nil:
		return Record{}, false, err
	case record.ChainID != k.owner.ChainID || record.Kind != k.owner.Kind:
		return Record{}, false, fmt.Errorf("%w: record is of a %q client of chain %d", ErrStoreForeign, record.Kind, record.ChainID)
	}
	return record, true, nil
}

// Resume is Load for a client that begins from an anchor. restore checks a record and
// returns what is final by it, which then is released. If resumed is true, the client
// continues from the record and its anchor; else it begins anew from the configured one,
// because there is no record, or because the operator vouches for a header above it. In
// the latter case nobody else can vouch for what lies between, and Final stays until
// that header has been fetched.
func (k *Keeper) Resume(configured Anchor, log *slog.Logger, restore func(Record) (Final, error)) (began Anchor, resumed bool, err error) {
	record, found, err := k.Load()
	if !found { // or it could not be read
		return configured, false, err
	}
	anew, err := record.CheckAnchor(configured)
	if err != nil {
		return Anchor{}, false, err
	}
	final, err := restore(record)
	if err != nil {
		return Anchor{}, false, err
	}
	k.Release(final)
	if anew {
		log.Warn("begin anew from the configured anchor", "anchor", configured.Number, "trusted", record.Trusted.Number)
		return configured, false, nil
	}
	return record.Anchor, true, nil
}

// ChainID is that of a Client.
func (k *Keeper) ChainID() uint64 { return k.owner.ChainID }

// Final is that of a Client: what was released last, zero if nothing was.
func (k *Keeper) Final() Final { return *k.final.Load() }

// Update runs advance, which brings the client further, when its turn has come, unless
// ctx has ended or the client is frozen. It returns what is released then, and the
// error of advance; once ctx has ended, that alone is the reason of any error but the
// client's own freezing.
func (k *Keeper) Update(ctx context.Context, advance func(context.Context) error) (Final, error) {
	select {
	case <-k.turn:
		defer func() { k.turn <- struct{}{} }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return k.Final(), k.interrupted(ctx)
	}
	if evidence := k.frozen.Load(); evidence != nil {
		return k.Final(), &FrozenError{Evidence: *evidence}
	}
	err := advance(ctx)
	if err != nil && ctx.Err() != nil && k.frozen.Load() == nil {
		err = k.interrupted(ctx)
	}
	return k.Final(), err
}

func (k *Keeper) interrupted(ctx context.Context) error {
	return fmt.Errorf("update %s: %w", k.owner, ctx.Err())
}

// Save makes what the client trusts durable, which comes before everything that is done
// with it: a header that was released and then forgotten could be contradicted
// unnoticed. It takes what makes the record, err included: to fail at that is no
// endpoint's fault either. Errors are *LocalError.
func (k *Keeper) Save(record Record, err error) error {
	if err == nil {
		err = k.store.Save(record)
	}
	if err != nil {
		return &LocalError{fmt.Errorf("%s: %w", k.owner, err)}
	}
	return nil
}

// Release lets everybody know what is final. It was saved before.
func (k *Keeper) Release(final Final) { k.final.Store(&final) }

// Freeze stops the client for good, and returns the error that says so. Evidence that
// cannot be saved freezes it for as long as the process runs.
func (k *Keeper) Freeze(evidence *Evidence) error {
	k.frozen.Store(evidence)
	frozen := &FrozenError{Evidence: *evidence}
	if err := k.store.SaveEvidence(*evidence); err != nil {
		return errors.Join(frozen, fmt.Errorf("evidence is not saved, it will be lost with the process: %w", err))
	}
	return frozen
}

// Rejected makes the error of an Update of what is wrong with all that endpoints have
// to say about a header. An error for which none of them is to blame stays as it is.
func (k *Keeper) Rejected(number uint64, err error) error {
	if IsFrozen(err) || IsLocal(err) {
		return err
	}
	return &RejectedError{Number: number, Trusted: k.Final().Header().Number, Err: err}
}

// FreezeOn freezes the client if an error carries proof of a conflict, and returns any
// other error as it is.
func (k *Keeper) FreezeOn(err error) error {
	var conflict *ConflictError
	if errors.As(err, &conflict) {
		return k.Freeze(conflict.Evidence)
	}
	return err
}
