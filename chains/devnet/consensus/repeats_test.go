package consensus

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// What is lost is said again while its round is young: a round without any loss afterwards is not given up.
func TestLostMessagesAreRepeatedWithinTheirRound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 0, 100*time.Millisecond, nil)
		r.hub.SetRule(func(common.Address, common.Address, []byte) p2p.Verdict { return p2p.Verdict{Drop: true} })
		r.wantHeight("nobody hears the others", r.after(200*time.Millisecond), 0, 0)
		r.hub.SetRule(nil)
		r.wantHeight("what was said is said again", r.after(DefaultBaseTimeout/2-80*time.Millisecond), 1, 5)
		x, err := qbft.DecodeExtra(r.ledger.GetHeaderByNumber(1).Extra)
		if err != nil || x.Round != 0 {
			t.Fatalf("block 1 was decided in round %d (%v), want 0", x.Round, err)
		}
		r.end()
	})
}

// However short or long rounds are, validators repeat themselves no more often than networks carry it, and no more seldom
// than every two seconds.
func TestRepeatsAreNeitherManyNorSeldom(t *testing.T) {
	for _, base := range []time.Duration{20 * time.Millisecond, time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			r := launch(t, 4, 0, 0, func(c *ValidatorConfig) { c.Timeouts = Timeouts{Base: base, Max: time.Minute} })
			type sent struct {
				what string
				at   time.Time
			}
			all := make(chan sent, 1<<16)
			r.hub.SetRule(func(_, to common.Address, frame []byte) p2p.Verdict {
				all <- sent{to.Hex() + string(frame), time.Now()}
				return p2p.Verdict{Drop: true}
			})
			r.group.Mine(1)
			r.after(20 * time.Second)
			r.end()
			close(all)
			last, repeats := make(map[string]time.Time), 0
			for s := range all {
				before, again := last[s.what]
				if pause := s.at.Sub(before); again && (pause < minSilence || pause > 2*maxSilence) {
					t.Fatalf("rounds of %s: the same again after %s", base, pause)
				} else if again {
					repeats++
				}
				last[s.what] = s.at
			}
			if repeats < 9 {
				t.Errorf("rounds of %s: %d repeats in 20 s", base, repeats)
			}
		})
	}
}
