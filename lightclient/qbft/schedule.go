package qbft

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Contract is the account in which a chain keeps its validators, where its headers
// do not list them (Besu: validatorSelectionMode "contract"; GoQuorum:
// validatorselectionmode "contract"). Nodes call getValidators() on it; we read what
// that returns from storage, and therefore pin the code which makes the two the same.
type Contract struct {
	Address  common.Address
	CodeHash common.Hash // keccak256 of the code; any other code may keep its validators anywhere
	// Slot holds the length of the address[] that getValidators() returns; element i,
	// from 0, is at keccak256(Slot) + i, one a slot, in its low 20 bytes (Solidity:
	// layout of state variables in storage).
	Slot common.Hash
}

func (c *Contract) validate() error {
	switch {
	case c.Address == common.Address{}:
		return fmt.Errorf("contract has no address, want validatorContractAddress of the genesis file")
	case c.CodeHash == common.Hash{} || c.CodeHash == types.EmptyCodeHash:
		return fmt.Errorf("contract has code hash %s, want keccak256 of its code", c.CodeHash)
	}
	return nil
}

// Rules hold from one block on.
type Rules struct {
	From     uint64 // the first header that keeps to them
	Dialect  Dialect
	Contract *Contract // nil: each header lists the set that seals it
}

// Schedule is what rules a chain has had, in ascending order, the first from block
// 0. Without entries, all headers are QBFT's and list their validators.
//
// GoQuorum counts otherwise: its transition to another validatorselectionmode at
// block n holds from header n+1 on, because it asks for the mode of the parent
// (consensus/istanbul/backend: Prepare and snapshot). Its algorithm, and all that
// Besu has, change at the block that the genesis file names.
type Schedule []Rules

// Validate checks order and content.
func (s Schedule) Validate() error {
	if len(s) > MaxSchedule {
		return fmt.Errorf("schedule has %d entries, at most %d are allowed", len(s), MaxSchedule)
	}
	for i, r := range s {
		switch {
		case i == 0 && r.From != 0:
			return fmt.Errorf("schedule begins at block %d, want 0", r.From)
		case i > 0 && r.From <= s[i-1].From:
			return fmt.Errorf("schedule has block %d after block %d, want ascending numbers", r.From, s[i-1].From)
		case !r.Dialect.valid():
			return fmt.Errorf("schedule from block %d: dialect is %d, want %d or %d", r.From, r.Dialect, QBFT, IBFT2)
		case r.Contract != nil && r.Dialect == IBFT2:
			return fmt.Errorf("schedule from block %d: %v headers list their validators, want no contract", r.From, r.Dialect)
		}
		if r.Contract == nil {
			continue
		}
		if err := r.Contract.validate(); err != nil {
			return fmt.Errorf("schedule from block %d: %w", r.From, err)
		}
	}
	return nil
}

// At returns the rules of the header of that number.
func (s Schedule) At(number uint64) Rules {
	rules := Rules{}
	for _, r := range s {
		if r.From > number {
			break
		}
		rules = r
	}
	return rules
}

// hasContract reports whether any header's validators are in a contract.
func (s Schedule) hasContract() bool {
	for _, r := range s {
		if r.Contract != nil {
			return true
		}
	}
	return false
}

// leap returns up to which header, from..newest, one verification reaches that
// starts at from. Where headers list their validators each change has to be seen,
// so that it is a batch of them, and it ends before a contract takes over: whose
// state of long ago no node has any more. Out of a contract's reign it leads at
// once to the newest header, or to the first one that lists its validators again.
func (s Schedule) leap(from, newest uint64) uint64 {
	if s.At(from).Contract == nil {
		newest = min(newest, from+stepHeaders-1)
	}
	for _, r := range s {
		switch {
		case r.From <= from || r.From > newest:
		case s.At(from).Contract != nil && r.Contract == nil:
			return r.From
		case s.At(from).Contract == nil && r.Contract != nil:
			return r.From - 1
		}
	}
	return newest
}
