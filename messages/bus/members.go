package bus

import (
	"fmt"
	"regexp"

	"github.com/ethereum/go-ethereum/common"
	"github.com/nats-io/nkeys"

	"github.com/catenary-bridge/catenary/messages"
)

// Members says who may take part, and on which lanes.
type Members struct {
	// Lanes lists the lanes that may be written about. It is a list on purpose: each
	// lane has its own quota per writer, so the list is what bounds the streams.
	Lanes []messages.LaneID
	// Admin is the public NKey that may create the streams and consumers; it can
	// neither write requests or approvals nor delete anything.
	Admin    string
	Relayers []RelayerMember
	Signers  []SignerMember
}

// RelayerMember may write checkpoints to be approved under its own name, and read
// answers.
type RelayerMember struct {
	Name string // lower-case letters, digits and hyphens, at most 32
	Key  string // public NKey, U...
}

// SignerMember may read requests, and write answers under its own address.
type SignerMember struct {
	Address common.Address
	Key     string // public NKey, U...
}

// relayerName is narrow because the name becomes a token of subjects, a consumer
// name and a word of the server's configuration.
var relayerName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$`)

// Validate names the first member that cannot be admitted.
func (m Members) Validate() error {
	for _, count := range []struct {
		field    string
		n, limit int
	}{{"lanes", len(m.Lanes), MaxLanes}, {"relayers", len(m.Relayers), MaxRelayers}, {"signers", len(m.Signers), MaxSigners}} {
		if count.n < 1 || count.n > count.limit {
			return fmt.Errorf("%w: %d %s, want 1 to %d", ErrConfig, count.n, count.field, count.limit)
		}
	}
	seen := map[string]string{}
	unique := func(value, what string) error {
		if other, ok := seen[value]; ok {
			return fmt.Errorf("%w: %s repeats %s (%s)", ErrConfig, what, other, value)
		}
		seen[value] = what
		return nil
	}
	for i, lane := range m.Lanes {
		if err := unique(lane.String(), fmt.Sprintf("lanes[%d]", i)); err != nil {
			return err
		}
	}
	key := func(value, what string) error {
		if err := CheckPublicKey(value); err != nil {
			return fmt.Errorf("%w: %s %w", ErrConfig, what, err)
		}
		return unique(value, what)
	}
	if err := key(m.Admin, "admin key"); err != nil {
		return err
	}
	for i, relayer := range m.Relayers {
		if !relayerName.MatchString(relayer.Name) {
			return fmt.Errorf("%w: relayers[%d].name %.80q, want 1 to 32 lower-case letters, digits and inner hyphens", ErrConfig, i, relayer.Name)
		}
		if err := unique(relayer.Name, fmt.Sprintf("relayers[%d].name", i)); err != nil {
			return err
		}
		if err := key(relayer.Key, fmt.Sprintf("relayers[%d].key", i)); err != nil {
			return err
		}
	}
	for i, signer := range m.Signers {
		if signer.Address == (common.Address{}) {
			return fmt.Errorf("%w: signers[%d].address is zero", ErrConfig, i)
		}
		if err := unique(addressToken(signer.Address), fmt.Sprintf("signers[%d].address", i)); err != nil {
			return err
		}
		if err := key(signer.Key, fmt.Sprintf("signers[%d].key", i)); err != nil {
			return err
		}
	}
	return nil
}

// service is one subject that a member may publish to; the account that holds the
// streams exports it to that member alone. A streamed one answers a request with
// several messages.
type service struct {
	subject  string
	streamed bool
}

// access is what one member gets.
type access struct {
	account  string
	key      string
	services []service
}

// grants lists what every member but the admin gets. It is the only place where
// rights are written down; the server's configuration is made from it.
func (m Members) grants() []access {
	var out []access
	for _, relayer := range m.Relayers {
		services := consuming(approvalStream, relayerDurable(relayer.Name))
		// Relayers read any answer: approvals are made to be shown to everybody.
		services = append(services, service{directGet + approvalStream, true})
		for _, lane := range m.Lanes {
			services = append(services, service{checkpointSubject(lane, relayer.Name), false})
		}
		out = append(out, access{relayerDurable(relayer.Name), relayer.Key, services})
	}
	for _, signer := range m.Signers {
		services := consuming(checkpointStream, signerDurable(signer.Address))
		for _, lane := range m.Lanes {
			subject := approvalSubject(lane, signer.Address)
			services = append(services, service{subject, false}, service{directGet + approvalStream + "." + subject, false})
		}
		out = append(out, access{signerDurable(signer.Address), signer.Key, services})
	}
	return out
}

// The parts of JetStream's API that members use (NATS ADR-31, ADR-42).
const (
	directGet = "$JS.API.DIRECT.GET."
	pullNext  = "$JS.API.CONSUMER.MSG.NEXT."
	ackPrefix = "$JS.ACK."
)

// consuming is what it takes to pull from one named consumer and acknowledge.
func consuming(stream, durable string) []service {
	return []service{
		{pullNext + stream + "." + durable, false},
		{ackPrefix + stream + "." + durable + ".>", false},
	}
}

// CheckPublicKey refuses what is no member's public key.
func CheckPublicKey(value string) error {
	if !nkeys.IsValidPublicUserKey(value) {
		return fmt.Errorf("%.80q is not a public user NKey (56 characters that begin with U)", value)
	}
	return nil
}
