package observe

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Mode is by what a lane is proven.
type Mode string

// The modes. The zero Mode is ModeAuto.
const (
	// ModeAuto asks for lane proofs, and reads receipts while no endpoint proves the
	// lane and at least one says that it makes no proofs. That word is not proven, and
	// need not be: receipts prove the lane as well (see the package comment), so that
	// whoever says it falsely makes us read more, and nothing else. A proof that does
	// not hold is never a reason to read receipts: it is a fault of its endpoint.
	ModeAuto Mode = "auto"
	// ModeLaneProof knows nothing but lane proofs.
	ModeLaneProof Mode = "lane-proof"
	// ModeReceipts never asks for a lane proof.
	ModeReceipts Mode = "receipts"
)

// ParseMode reads a mode; the empty text is ModeAuto.
func ParseMode(text string) (Mode, error) {
	switch mode := Mode(text); mode {
	case "":
		return ModeAuto, nil
	case ModeAuto, ModeLaneProof, ModeReceipts:
		return mode, nil
	}
	return "", fmt.Errorf("%q is unknown, want %s, %s or %s", text, ModeAuto, ModeLaneProof, ModeReceipts)
}

// UnmarshalText reads a mode as ParseMode does: it is how configurations name one.
func (m *Mode) UnmarshalText(text []byte) (err error) {
	*m, err = ParseMode(string(text))
	return err
}

// HeaderReader is what a light client implements whose chain links its blocks by
// another hash than Ethereum's keccak256(rlp(header)): QBFT's, for one. ReadHeader is
// lightclient.ReadHeader with that hash, as pure and as strict.
type HeaderReader interface {
	ReadHeader(untrusted *types.Header) (lightclient.Header, error)
}

// errNoProofs says that no endpoint proved the lane because some make no proofs.
var errNoProofs = errors.New("no endpoint makes lane proofs")

// errUnfinished says that a look has read as much as it may; the next one goes on.
var errUnfinished = errors.New("receipts are not read to the end yet")
