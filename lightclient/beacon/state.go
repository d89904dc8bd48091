package beacon

import (
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

// basis is what a finalized header is believed for.
type basis uint8

const (
	byCheckpoint basis = iota + 1 // an operator vouches for it
	byFinality                    // a finality update
	byForce                       // an operator has chosen to go on from a signed header
)

// state is what a client trusts, and for what. Values are not changed: functions make new
// ones.
type state struct {
	store  Store
	anchor lightclient.Anchor // slot and root of the checkpoint that it began from

	basis basis
	final LightClientHeader  // store.FinalizedHeader in the format in which it came
	proof *LightClientUpdate // of final; nil: a checkpoint
	next  *LightClientUpdate // that brought store.NextSyncCommittee; nil while that is not known
	best  *LightClientUpdate // store.BestValidUpdate in the format in which it came

	released  lightclient.Header // the newest final execution block; zero before Capella
	execution *types.Header      // its header, nil if no execution node was asked
	recent    []*types.Header    // headers below execution, ascending; not kept over a restart
}

func (s *state) isZero() bool { return s.store.IsZero() }

// committeeAt returns the committee of a period, nil if it is not known.
func (s *state) committeeAt(n *Network, period Period) *Committee {
	switch n.Preset.PeriodAt(s.final.Beacon.Slot) {
	case period:
		return s.store.CurrentSyncCommittee
	case period - 1:
		return s.store.NextSyncCommittee
	}
	return nil
}

// signed puts an update beside the committee that has to have signed it, nil if that is
// not known.
func (s *state) signed(n *Network, u *LightClientUpdate) SignedUpdate {
	return SignedUpdate{s.committeeAt(n, n.Preset.PeriodAt(u.SignatureSlot)), u}
}

// at returns the execution header of a number, if it is still held.
func (s *state) at(number uint64) *types.Header {
	if s.execution == nil {
		return nil
	}
	top := s.execution.Number.Uint64()
	switch {
	case number == top:
		return s.execution
	case number > top || top-number > uint64(len(s.recent)):
		return nil
	}
	return s.recent[uint64(len(s.recent))-(top-number)]
}

// remembersOther reports whether another block of the header's number is held.
func (s *state) remembersOther(than lightclient.Header) bool {
	ours := s.at(than.Number)
	return ours != nil && ours.Hash() != than.Hash
}

// stateVersion is that of the encoding below.
const stateVersion = 1

// savedState is a Record's State, in RLP, whose parts are SSZ.
type savedState struct {
	Version uint8
	Basis   uint8
	Fork    uint8  // format of Header
	Header  []byte // LightClientHeader, LightClientFinalityUpdate or LightClientOptimisticUpdate, by Basis
	Current []byte // SyncCommittee
	// NextFork is the format of Next, the LightClientUpdate that brought the next committee.
	// Both are empty while it is not known.
	NextFork uint8
	Next     []byte
	Released savedHeader
	// Execution is the RLP of the header released, empty if none was fetched.
	Execution []byte
}

type savedHeader struct {
	Number, Time                         uint64
	Hash, Parent, StateRoot, ReceiptRoot [32]byte
}

func saveHeader(h lightclient.Header) savedHeader {
	return savedHeader{h.Number, h.Time, h.Hash, h.ParentHash, h.StateRoot, h.ReceiptsRoot}
}

func (s *state) record(n *Network) (lightclient.Record, error) {
	encoded, err := s.encode(n.Preset)
	if err != nil {
		return lightclient.Record{}, fmt.Errorf("encode trusted state: %w", err)
	}
	return lightclient.Record{ChainID: n.ChainID, Kind: Kind, Anchor: s.anchor, Trusted: s.released, State: encoded}, nil
}

func (s *state) encode(p Preset) (_ []byte, err error) {
	saved := savedState{Version: stateVersion, Basis: uint8(s.basis), Fork: uint8(s.final.Fork), Released: saveHeader(s.released)}
	switch s.basis {
	case byCheckpoint:
		saved.Header, err = s.final.EncodeSSZ()
	case byFinality:
		part := LightClientFinalityUpdate{s.proof.AttestedHeader, s.proof.FinalizedHeader, s.proof.FinalityBranch, s.proof.SyncAggregate, s.proof.SignatureSlot}
		saved.Header, err = part.EncodeSSZ(p)
	case byForce:
		part := LightClientOptimisticUpdate{s.proof.AttestedHeader, s.proof.SyncAggregate, s.proof.SignatureSlot}
		saved.Header, err = part.EncodeSSZ(p)
	}
	if err != nil {
		return nil, err
	}
	if saved.Current, err = s.store.CurrentSyncCommittee.SyncCommittee().EncodeSSZ(p); err != nil {
		return nil, err
	}
	if s.next != nil {
		saved.NextFork = uint8(s.next.Fork())
		if saved.Next, err = s.next.EncodeSSZ(p); err != nil {
			return nil, err
		}
	}
	if s.execution != nil {
		if saved.Execution, err = rlp.EncodeToBytes(s.execution); err != nil {
			return nil, err
		}
	}
	return rlp.EncodeToBytes(saved)
}
