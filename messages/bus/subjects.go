package bus

import (
	"fmt"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/messages"
)

// The streams, each named for what it holds.
const (
	checkpointStream = "CATENARY_CHECKPOINTS"
	approvalStream   = "CATENARY_APPROVALS"
)

// The subjects of protocol version 1: prefix ‖ lane id ‖ "." ‖ writer.
const (
	checkpointPrefix = "catenary.v1.checkpoint."
	approvalPrefix   = "catenary.v1.approval."
)

func checkpointSubject(lane messages.LaneID, relayer string) string {
	return checkpointPrefix + lane.String() + "." + relayer
}

func approvalSubject(lane messages.LaneID, signer common.Address) string {
	return approvalPrefix + lane.String() + "." + addressToken(signer)
}

// addressToken writes an address in lower case: subjects are case-sensitive, and
// the check-summed form would be a second name for the same signer.
func addressToken(address common.Address) string { return hexutil.Encode(address[:]) }

func signerDurable(signer common.Address) string { return "signer_" + addressToken(signer) }
func relayerDurable(name string) string          { return "relayer_" + name }

// parseSubject splits a subject into lane and writer. It takes exactly what the
// functions above make.
func parseSubject(prefix, subject string) (lane messages.LaneID, writer string, err error) {
	rest, ok := strings.CutPrefix(subject, prefix)
	if !ok {
		return lane, "", fmt.Errorf("%w: subject %.160q, want one below %q", ErrSubject, subject, prefix)
	}
	token, writer, ok := strings.Cut(rest, ".")
	if !ok || writer == "" || strings.Contains(writer, ".") {
		return lane, "", fmt.Errorf("%w: subject %.160q, want %s<lane id>.<writer>", ErrSubject, subject, prefix)
	}
	if lane, err = messages.ParseLaneID(token); err != nil {
		return lane, "", fmt.Errorf("%w: %w", ErrSubject, err)
	}
	return lane, writer, nil
}
