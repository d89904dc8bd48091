package lightclient

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// The reasons for which a store refuses.
var (
	ErrNoRecord      = errors.New("store holds no trusted header yet")
	ErrStoreDamaged  = errors.New("store is damaged")
	ErrStoreForeign  = errors.New("store belongs to another client")
	ErrStoreLocked   = errors.New("store is in use by another process")
	ErrStoreGoesBack = errors.New("store never goes back")
	ErrOtherAnchor   = errors.New("store was begun from another anchor")
)

// Anchor is the header in which an operator vouches for a chain: all trust begins
// here. Its hash is the one that the chain itself links by.
type Anchor struct {
	Number uint64      `json:"number"`
	Hash   common.Hash `json:"hash"`
}

func (a Anchor) String() string { return fmt.Sprintf("%d (%s)", a.Number, a.Hash) }

// Record is what a light client keeps in order to continue after a restart.
type Record struct {
	ChainID uint64 // EIP-155
	Kind    string // of the client, "qbft" for instance
	Anchor  Anchor // where trust began, the latest if there were several
	Trusted Header // the newest final header
	State   []byte // what else the client needs, in its own encoding; at most MaxStateBytes
}

// Store keeps one client's trusted header and, apart from it, the evidence for
// which it froze. Calls may be concurrent.
type Store interface {
	// Load returns the record saved last, or ErrNoRecord when there is none yet. A
	// store that is not what was saved last is an error, never an older record.
	Load() (Record, error)

	// Save replaces the record. When it returns nil, the record is durable; when it
	// fails, the store holds the former or the new one, whole. A record for another
	// chain or client, below the saved one, or at its height with another hash is
	// refused.
	Save(Record) error

	// Evidence returns the evidence saved, or nil when there is none.
	Evidence() (*Evidence, error)

	// SaveEvidence keeps evidence durably. The first evidence stays: later ones are
	// dropped, for a frozen client has nothing more to say.
	SaveEvidence(Evidence) error
}

// Owner names the client to which a store belongs.
type Owner struct {
	ChainID uint64
	Kind    string
}

func (o Owner) String() string { return fmt.Sprintf("%s client of chain %d", o.Kind, o.ChainID) }

func (o Owner) validate() error {
	if o.ChainID == 0 {
		return errors.New("store: chain id is 0, want the EIP-155 id of the chain")
	}
	if o.Kind == "" || len(o.Kind) > maxKindBytes {
		return fmt.Errorf("store: kind of the client has %d bytes, want 1 to %d", len(o.Kind), maxKindBytes)
	}
	for _, c := range o.Kind {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return fmt.Errorf("store: kind of the client is %q, want lower-case letters, digits and dashes", o.Kind)
		}
	}
	return nil
}

// checkRecord refuses a record that does not belong to o or is too large.
func (o Owner) checkRecord(r Record) error {
	if r.ChainID != o.ChainID || r.Kind != o.Kind {
		return fmt.Errorf("%w: record is of the %s, this store of the %s", ErrStoreForeign, Owner{r.ChainID, r.Kind}, o)
	}
	if len(r.State) > MaxStateBytes {
		return fmt.Errorf("store: state has %d bytes, at most %d are allowed", len(r.State), MaxStateBytes)
	}
	return nil
}

func (o Owner) checkEvidence(e Evidence) error {
	if e.ChainID != o.ChainID {
		return fmt.Errorf("%w: evidence is of chain %d, this store of the %s", ErrStoreForeign, e.ChainID, o)
	}
	if len(e.RawTrusted) > MaxStateBytes || len(e.RawConflicting) > MaxStateBytes {
		return fmt.Errorf("store: evidence holds headers of %d and %d bytes, at most %d each are allowed", len(e.RawTrusted), len(e.RawConflicting), MaxStateBytes)
	}
	return nil
}

// checkSuccessor refuses to replace saved by a record that goes back. It stands
// behind the clients' own check, because this mistake is not to be mended later.
func checkSuccessor(saved, next Record) error {
	switch {
	case next.Trusted.Number < saved.Trusted.Number:
		return fmt.Errorf("%w: header %d is below the saved %d", ErrStoreGoesBack, next.Trusted.Number, saved.Trusted.Number)
	case next.Trusted.Number == saved.Trusted.Number && next.Trusted.Hash != saved.Trusted.Hash:
		return fmt.Errorf("%w: header %d would change its hash from %s to %s", ErrStoreGoesBack, next.Trusted.Number, saved.Trusted.Hash, next.Trusted.Hash)
	}
	return nil
}

// CheckAnchor compares the anchor of the configuration with a saved record, and
// reports whether the client has to begin anew from it. The anchor that the record
// began from, or one at or above the trusted header, will do; the latter is how an
// operator helps a client whose trusting period has passed. One below the trusted
// header that we did not begin from is refused, since nobody has shown that the two
// are on one chain.
func (r Record) CheckAnchor(configured Anchor) (anew bool, err error) {
	switch {
	case configured == r.Anchor:
		return false, nil
	case configured.Number > r.Trusted.Number:
		return true, nil
	case configured == Anchor{Number: r.Trusted.Number, Hash: r.Trusted.Hash}:
		return false, nil
	}
	return false, fmt.Errorf("%w: configured is %s, the store began from %s and trusts %d (%s); configure the anchor it began from, or one above what it trusts, or remove the store to begin anew",
		ErrOtherAnchor, configured, r.Anchor, r.Trusted.Number, r.Trusted.Hash)
}
