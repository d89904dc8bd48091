package optimism

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// The reasons for which what the parent chain says of a claim is not to be believed. An
// UnfitError wraps one of them. They are proven: another endpoint would show the same.
var (
	ErrGameType       = errors.New("game type is not believed")
	ErrNotRegistered  = errors.New("no such game is registered in the factory")
	ErrInProgress     = errors.New("game is in progress")
	ErrChallengerWins = errors.New("the challenger won the game")
	ErrNotYetFinal    = errors.New("finality delay has not passed")
	ErrBlacklisted    = errors.New("game is blacklisted")
	ErrRetired        = errors.New("game is retired")
	ErrImplementation = errors.New("game is not a clone of the pinned implementation")
	ErrLayout         = errors.New("storage is not laid out as configured")
	ErrNoOutput       = errors.New("oracle has no such output")
)

// ErrUpgraded says that a pinned contract of the parent chain is another one by now.
// Only the operator can tell whether the new one may be trusted.
var ErrUpgraded = errors.New("contract is not the pinned one")

// UnfitError says why a claim that a contract of the parent chain holds is not believed.
type UnfitError struct {
	Contract common.Address // the game; the factory, where there is none; or the oracle
	Err      error          // wraps one of the reasons above and names value and what would be right
}

func (e *UnfitError) Error() string { return fmt.Sprintf("claim of %s: %v", e.Contract, e.Err) }

// Unwrap returns the reason, and lightclient.ErrProof.
func (e *UnfitError) Unwrap() []error { return []error{lightclient.ErrProof, e.Err} }

func unfit(contract common.Address, reason error, format string, args ...any) error {
	return &UnfitError{Contract: contract, Err: fmt.Errorf("%w: "+format, append([]any{reason}, args...)...)}
}

func unproven(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{lightclient.ErrProof}, args...)...)
}
