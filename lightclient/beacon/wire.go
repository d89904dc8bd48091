package beacon

import (
	"fmt"

	"github.com/catenary-bridge/catenary/lightclient"
)

// message is an object that nodes send.
type message interface {
	codec(Preset) container
	header() *LightClientHeader // the one whose slot decides the format
	check() error
}

func (b *LightClientBootstrap) header() *LightClientHeader        { return &b.Header }
func (u *LightClientUpdate) header() *LightClientHeader           { return &u.AttestedHeader }
func (u *LightClientFinalityUpdate) header() *LightClientHeader   { return &u.AttestedHeader }
func (u *LightClientOptimisticUpdate) header() *LightClientHeader { return &u.AttestedHeader }

func (b *LightClientBootstrap) check() error        { return b.Header.check(b.Fork()) }
func (u *LightClientOptimisticUpdate) check() error { return u.AttestedHeader.check(u.Fork()) }
func (u *LightClientUpdate) check() error           { return checkHeaders(&u.AttestedHeader, &u.FinalizedHeader) }
func (u *LightClientFinalityUpdate) check() error {
	return checkHeaders(&u.AttestedHeader, &u.FinalizedHeader)
}

func checkHeaders(attested, finalized *LightClientHeader) error {
	if err := attested.check(attested.Fork); err != nil {
		return err
	}
	return finalized.check(attested.Fork)
}

// check says whether a header made by code has the parts of its format. Decoded ones do.
func (h *LightClientHeader) check(fork Fork) error {
	switch {
	case h.Fork != fork || fork < Altair || fork > Gloas:
		return malformed("format of a header is %v, want that of its update, %v, and altair to gloas", h.Fork, fork)
	case (h.Execution != nil) != fork.hasPayloadHeader():
		return malformed("execution is there: %t, want %t in format %v", h.Execution != nil, fork.hasPayloadHeader(), fork)
	}
	return nil
}

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: %w", lightclient.ErrMalformed, fmt.Errorf(format, args...))
}

// checkShape says whether m, made by code or decoded, is one that could be sent.
func checkShape(m message, p Preset) error {
	if err := m.check(); err != nil {
		return err
	}
	if err := m.codec(p).check(); err != nil {
		return malformed("%w", err)
	}
	return nil
}

// checkFork refuses data in another format than their slot's. The specification takes
// the format from the slot as well; a node that says otherwise would have other rules
// applied to the data than the chain does.
func (n *Network) checkFork(h *LightClientHeader) error {
	if want := n.ForkAt(h.Beacon.Slot); h.Fork != want {
		return malformed("format is %v, want %v at slot %d", h.Fork, want, h.Beacon.Slot)
	}
	return nil
}

func newBootstrap(fork Fork) *LightClientBootstrap {
	return &LightClientBootstrap{Header: newHeader(fork)}
}

func newUpdate(fork Fork) *LightClientUpdate {
	return &LightClientUpdate{AttestedHeader: newHeader(fork), FinalizedHeader: newHeader(fork)}
}

func newFinalityUpdate(fork Fork) *LightClientFinalityUpdate {
	return &LightClientFinalityUpdate{AttestedHeader: newHeader(fork), FinalizedHeader: newHeader(fork)}
}

func newOptimisticUpdate(fork Fork) *LightClientOptimisticUpdate {
	return &LightClientOptimisticUpdate{AttestedHeader: newHeader(fork)}
}

// decodeSSZ reads m, which is empty and in the format of fork.
func decodeSSZ[M message](n *Network, fork Fork, b []byte, newMessage func(Fork) M) (M, error) {
	var none M
	if fork < Altair {
		return none, malformed("format is %v, which has no light client data", fork)
	}
	m := newMessage(fork)
	if err := m.codec(n.Preset).decodeSSZ(b); err != nil {
		return none, malformed("SSZ in format %v: %w", fork, err)
	}
	if err := n.checkFork(m.header()); err != nil {
		return none, err
	}
	return m, nil
}

// DecodeBootstrap reads SSZ in the format of fork, and nothing but its one encoding.
// Errors of this and the following functions wrap lightclient.ErrMalformed; they keep
// nothing of their arguments.
func (n *Network) DecodeBootstrap(fork Fork, ssz []byte) (*LightClientBootstrap, error) {
	return decodeSSZ(n, fork, ssz, newBootstrap)
}

// DecodeUpdate reads SSZ in the format of fork.
func (n *Network) DecodeUpdate(fork Fork, ssz []byte) (*LightClientUpdate, error) {
	return decodeSSZ(n, fork, ssz, newUpdate)
}

// DecodeFinalityUpdate reads SSZ in the format of fork.
func (n *Network) DecodeFinalityUpdate(fork Fork, ssz []byte) (*LightClientFinalityUpdate, error) {
	return decodeSSZ(n, fork, ssz, newFinalityUpdate)
}

// DecodeOptimisticUpdate reads SSZ in the format of fork.
func (n *Network) DecodeOptimisticUpdate(fork Fork, ssz []byte) (*LightClientOptimisticUpdate, error) {
	return decodeSSZ(n, fork, ssz, newOptimisticUpdate)
}

func encodeSSZ(m message, p Preset) ([]byte, error) {
	if err := checkShape(m, p); err != nil {
		return nil, err
	}
	return m.codec(p).appendSSZ(nil), nil
}

// EncodeSSZ returns the object in its own format. It fails if parts have lengths that
// the preset and the format do not have.
func (b *LightClientBootstrap) EncodeSSZ(p Preset) ([]byte, error) { return encodeSSZ(b, p) }

// EncodeSSZ is like that of LightClientBootstrap.
func (u *LightClientUpdate) EncodeSSZ(p Preset) ([]byte, error) { return encodeSSZ(u, p) }

// EncodeSSZ is like that of LightClientBootstrap.
func (u *LightClientFinalityUpdate) EncodeSSZ(p Preset) ([]byte, error) { return encodeSSZ(u, p) }

// EncodeSSZ is like that of LightClientBootstrap.
func (u *LightClientOptimisticUpdate) EncodeSSZ(p Preset) ([]byte, error) { return encodeSSZ(u, p) }
