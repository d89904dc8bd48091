package evm

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/messages"
)

// Deployment is one chain's contracts. It is public: daemons and operators pass
// it on as a JSON file.
type Deployment struct {
	ChainID        uint64                    `json:"chainId"`     // EIP-155
	DeployBlock    uint64                    `json:"deployBlock"` // no event is older
	Outbox         common.Address            `json:"outbox"`
	OutboxMark     messages.Mark             `json:"outboxMark"`
	OutboxCodeHash common.Hash               `json:"outboxCodeHash"` // what lane proofs pin
	Inbox          common.Address            `json:"inbox"`
	InboxMark      messages.Mark             `json:"inboxMark"`
	InboxID        messages.InboxID          `json:"inboxId"`
	PingPong       common.Address            `json:"pingPong"`  // example recipient
	Verifiers      map[uint64]common.Address `json:"verifiers"` // by source chain

	// SignerSets says with which signers the lanes to this chain were opened, by source
	// chain. It is for people: the set that counts is the verifier contract's.
	SignerSets map[uint64]FirstSet `json:"signerSets,omitempty"`
}

// FirstSet is the signer set that a verifier was deployed with.
type FirstSet struct {
	Signers   []common.Address `json:"signers"` // ascending
	Threshold int              `json:"threshold"`
	Devnet    bool             `json:"devnet,omitempty"` // admits a threshold of 1
}

// validate reports why no verifier was deployed with this set.
func (s FirstSet) validate() error {
	least := 2
	if s.Devnet {
		least = 1
	}
	if len(s.Signers) > contractSigners || s.Threshold < least || s.Threshold > len(s.Signers) {
		return fmt.Errorf("threshold %d of %d signers, want %d to %d of at most %d (1 is for a devnet)", s.Threshold, len(s.Signers), least, len(s.Signers), contractSigners)
	}
	for i, signer := range s.Signers {
		if signer == (common.Address{}) || i > 0 && s.Signers[i-1].Cmp(signer) >= 0 {
			return fmt.Errorf("signers[%d] is %s, want addresses in ascending order, none twice", i, signer)
		}
	}
	return nil
}

// LaneTo returns the lane from this deployment's Outbox to another chain.
func (d *Deployment) LaneTo(targetChain uint64) messages.Lane {
	return messages.Lane{SourceChain: d.ChainID, Outbox: d.Outbox, OutboxMark: d.OutboxMark, TargetChain: targetChain}
}

// Validate reports the first field that no deployment has.
func (d *Deployment) Validate() error {
	switch {
	case d.ChainID == 0:
		return errors.New("deployment: chainId is 0, want an EIP-155 chain id")
	case d.Outbox == (common.Address{}):
		return errors.New("deployment: outbox is the zero address, want the Outbox's")
	case d.OutboxMark == (messages.Mark{}):
		return errors.New("deployment: outboxMark is zero, want Outbox.mark()")
	case d.OutboxCodeHash == (common.Hash{}) || d.OutboxCodeHash == types.EmptyCodeHash:
		return fmt.Errorf("deployment: outboxCodeHash is %s, want the hash of the Outbox's code", d.OutboxCodeHash)
	case d.Inbox == (common.Address{}):
		return errors.New("deployment: inbox is the zero address, want the Inbox's")
	case d.InboxMark == (messages.Mark{}):
		return errors.New("deployment: inboxMark is zero, want Inbox.mark()")
	}
	if want := messages.InboxIDOf(d.Inbox, d.InboxMark); d.InboxID != want {
		return fmt.Errorf("deployment: inboxId is %s, want %s, which follows from inbox and inboxMark", d.InboxID, want)
	}
	for source, verifier := range d.Verifiers {
		if source == 0 || source == d.ChainID || verifier == (common.Address{}) {
			return fmt.Errorf("deployment: verifiers[%d] is %s, want another chain's id and an address", source, verifier)
		}
	}
	for source, set := range d.SignerSets {
		if d.Verifiers[source] == (common.Address{}) {
			return fmt.Errorf("deployment: signerSets[%d] is of a lane that is not open, want one of verifiers", source)
		}
		if err := set.validate(); err != nil {
			return fmt.Errorf("deployment: signerSets[%d]: %w", source, err)
		}
	}
	return nil
}

// contractSigners is the greatest signer set of the contracts (lib/SignerSet.sol).
const contractSigners = 64

// ReadDeployment reads what json.Marshal of a Deployment wrote. Unknown fields
// are refused: a mistyped name must not leave a default in its place.
func ReadDeployment(r io.Reader) (*Deployment, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxDeploymentSize+1))
	if err != nil {
		return nil, fmt.Errorf("read deployment: %w", err)
	}
	if len(data) > maxDeploymentSize {
		return nil, fmt.Errorf("read deployment: more than %d bytes", maxDeploymentSize)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	d := new(Deployment)
	if err := decoder.Decode(d); err != nil {
		return nil, fmt.Errorf("read deployment: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("read deployment: there is more after the JSON object, want one object")
	}
	return d, d.Validate()
}

// maxDeploymentSize bounds a deployment file: some 100 bytes for each of ten
// thousand source chains.
const maxDeploymentSize = 1 << 20
