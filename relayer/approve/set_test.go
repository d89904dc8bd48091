package approve

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
)

// TestAttackSetThatIsNotTheVerifiers: an endpoint of the target shows a set that
// differs in anything at all from the one that another shows. The approval is not
// waited for: with strangers in the set it would never come.
func TestAttackSetThatIsNotTheVerifiers(t *testing.T) {
	for name, change := range map[string]func(*messages.SignerSet){
		"another signer":    func(s *messages.SignerSet) { s.Signers[1] = common.Address{0xff} },
		"one signer less":   func(s *messages.SignerSet) { s.Signers = s.Signers[:2] },
		"another threshold": func(s *messages.SignerSet) { s.Threshold = 3 },
		"another epoch":     func(s *messages.SignerSet) { s.Epoch++ },
		"another verifier":  func(s *messages.SignerSet) { s.Domain.Verifier = common.Address{0xff} },
	} {
		t.Run(name, func(t *testing.T) {
			w := wanted(3, 2, 7)
			read := w.Set
			read.Signers = slices.Clone(read.Signers)
			change(&read)
			o := story(t, &memoryBus{}, w, func(context.Context) (messages.SignerSet, error) { return read, nil }, time.Minute)
			if !errors.Is(o.err, ErrSetChanged) || o.took != firstRepeat {
				t.Fatalf("error %v after %s, want ErrSetChanged after %s", o.err, o.took, firstRepeat)
			}
		})
	}
}
