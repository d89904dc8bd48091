package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/messages"
)

// rotationFile passes from hand to hand: proposed by anybody, signed by members of
// both sets, submitted by anybody. It holds nothing secret.
type rotationFile struct {
	Domain   messages.Domain   `json:"domain"`
	Rotation messages.Rotation `json:"rotation"`

	// Current is the set that is replaced, for people and for counting; the contract
	// knows it by itself.
	Current    messages.SignerSet                    `json:"current"`
	Signatures map[common.Address]messages.Signature `json:"signatures"`
}

// maxRotationFile bounds a rotation file, in bytes: 128 signatures in hexadecimal
// digits take a fifth of it.
const maxRotationFile = 128 << 10

func rotationCommand(io IO) *cobra.Command {
	command := &cobra.Command{
		Use:   "rotation",
		Short: "Replace the signers of a verifier",
		Long: `Only the signers can replace the signers: a rotation needs signatures by the threshold of
the present set, so that nobody else can rotate, and by that of the new one, so that a set
that is mistyped or offline can't strand the lanes.

  1. propose  anybody reads the verifier and writes a file with the new set
  2. sign     each signer looks at it and adds a signature; files are passed on, or merged
  3. submit   anybody sends it; what the old set signed and was not delivered is signed anew

The bus has to admit new signers first: see bus.signers in the relayer's configuration.`,
		Example: `  catenary rotation propose --endpoint http://127.0.0.1:8546 --deployment deployments/deployment-9002.json --peer 9001 \
      --signers 0x…,0x…,0x… --threshold 2 --out rotation.json
  catenary rotation sign --file rotation.json --account-keystore signer-1/0x….json
  catenary rotation submit --file rotation.json --endpoint http://127.0.0.1:8546 --deployment deployments/deployment-9002.json --peer 9001 --account-dev 0`,
		Args: commandsOnly,
		RunE: func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(rotationPropose(io), rotationSign(io), rotationSubmit(io))
	return command
}

// readRotation reads a file and drops no signature silently: one that is wrong is an
// error that names it.
func readRotation(path string) (*rotationFile, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, &ExitError{CodeUsage, fmt.Errorf("file: %w", err)}
	}
	if !info.Mode().IsRegular() || info.Size() > maxRotationFile {
		return nil, &ExitError{CodeUsage, fmt.Errorf("file %s: want a regular file of at most %d bytes", path, maxRotationFile)}
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f, err := decodeRotation(content)
	if err != nil {
		return nil, &ExitError{CodeUsage, fmt.Errorf("file %s: %w", path, err)}
	}
	return f, nil
}

func decodeRotation(content []byte) (*rotationFile, error) {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	f := &rotationFile{}
	if err := decoder.Decode(f); err != nil {
		return nil, fmt.Errorf("not a rotation: %w", err)
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	digest := f.Rotation.Digest(f.Domain)
	for address, signature := range f.Signatures {
		signer, err := signature.Recover(digest)
		if err != nil {
			return nil, fmt.Errorf("signatures[%s]: %w", address, err)
		}
		if signer != address {
			return nil, fmt.Errorf("signatures[%s] is of %s, or of something else than this rotation", address, signer)
		}
	}
	return f, nil
}

// check refuses what the contract would refuse, before anybody signs it.
func (f *rotationFile) check() error {
	r := f.Rotation
	switch n := uint64(len(r.Signers)); {
	case f.Domain.Verifier == (common.Address{}) || f.Domain.TargetChain == 0:
		return errors.New("domain: want targetChain and verifier")
	case n == 0 || n > 64:
		return fmt.Errorf("rotation.signers: %d, want 1 to 64", n)
	case r.Threshold < 1 || r.Threshold > n:
		return fmt.Errorf("rotation.threshold: %d of %d signers", r.Threshold, n)
	case f.Current.Epoch+1 != r.Epoch:
		return fmt.Errorf("rotation.epoch: %d, want %d, one above the current", r.Epoch, f.Current.Epoch+1)
	}
	for i, signer := range r.Signers {
		if signer == (common.Address{}) || i > 0 && r.Signers[i-1].Cmp(signer) >= 0 {
			return fmt.Errorf("rotation.signers[%d]: %s, want addresses in ascending order, none twice", i, signer)
		}
	}
	return nil
}

// attestation joins the signatures of a set's members, in the order that the contract
// wants, as many as it needs. Count says how many there were.
func (f *rotationFile) attestation(members []common.Address, threshold int) (joined []byte, count int) {
	for _, member := range slices.SortedFunc(slices.Values(members), common.Address.Cmp) {
		if signature, ok := f.Signatures[member]; ok {
			if count++; count <= threshold {
				joined = append(joined, signature[:]...)
			}
		}
	}
	return joined, count
}

// write replaces the file as a whole: a crash leaves the old one or the new.
func (f *rotationFile) write(path string) error {
	content, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return fmt.Errorf("encode rotation: %w", err)
	}
	if err := os.WriteFile(path+".new", append(content, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// standing says in words what the rotation does and what it lacks.
func (f *rotationFile) standing(io IO) {
	r := f.Rotation
	fmt.Fprintf(io.out, "verifier %s on chain %d, epoch %d to %d: %d of %d signers become %d of %d\n", f.Domain.Verifier, f.Domain.TargetChain,
		f.Current.Epoch, r.Epoch, f.Current.Threshold, len(f.Current.Signers), r.Threshold, len(r.Signers))
	for _, member := range f.Current.Signers {
		if !slices.Contains(r.Signers, member) {
			fmt.Fprintf(io.out, "  leaves  %s\n", member)
		}
	}
	for _, member := range r.Signers {
		word := "stays "
		if !slices.Contains(f.Current.Signers, member) {
			word = "joins "
		}
		fmt.Fprintf(io.out, "  %s  %s\n", word, member)
	}
	_, current := f.attestation(f.Current.Signers, f.Current.Threshold)
	_, next := f.attestation(r.Signers, int(r.Threshold))
	fmt.Fprintf(io.out, "signed by %d of the present set, which needs %d, and %d of the new one, which needs %d\n", current, f.Current.Threshold, next, r.Threshold)
}
