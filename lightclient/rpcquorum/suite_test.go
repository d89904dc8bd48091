package rpcquorum

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
)

// script is a chain for the suite.
type script struct {
	lag    int // of the newest final header below the head
	honest branch
	nodes  []*node
	faults []clienttest.Fault
}

func (s *script) final() uint64 { return uint64(len(s.honest)-1) - uint64(s.lag) }

func (s *script) Grow(n int) lightclient.Header {
	s.honest = s.honest.grow(n, "honest")
	for i, fault := range s.faults {
		switch fault {
		case clienttest.Honest, clienttest.Hang, clienttest.Refuse, clienttest.Nonsense:
			s.nodes[i].set(func(n *node) { n.branch = s.honest })
		}
	}
	return s.At(s.final())
}

func (s *script) At(number uint64) lightclient.Header { return s.honest.at(number) }

func (s *script) Advance(time.Duration) {}

// Set makes a liar's chain so long that the lie is final.
func (s *script) Set(i int, fault clienttest.Fault) {
	s.faults[i] = fault
	s.nodes[i].set(func(n *node) {
		n.branch, n.fail, n.garble = s.honest, nil, nil
		switch fault {
		case clienttest.Hang:
			n.fail = hang
		case clienttest.Refuse:
			n.fail = refuse
		case clienttest.Stale:
			n.branch = s.honest[:len(s.honest)-2]
		case clienttest.Forged:
			n.branch = s.honest.grow(1+s.lag, "forged")
		case clienttest.Unlinked:
			n.branch = s.honest.with("unlinked", func(h *types.Header) { h.ParentHash[0] ^= 1 }).grow(s.lag, "unlinked")
		case clienttest.Future:
			n.branch = s.honest.with("future", func(h *types.Header) { h.Time += 86400 }).grow(s.lag, "future")
		case clienttest.Nonsense:
			n.garble = nonsense()
		case clienttest.OtherChain:
			n.branch = branch{}.grow(len(s.honest)+5, "other")
		case clienttest.Rival:
			n.branch = s.honest[:s.final()].grow(2+s.lag, "rival")
		}
	})
}

// TestSuite is the suite of all light clients, for each way of being final.
func TestSuite(t *testing.T) {
	for _, world := range []struct {
		finality     Finality
		lag          int
		quorum, size int
	}{
		{Finalized(), 3, 3, 5},
		{Safe(), 1, 2, 3},
		{Confirmations(2), 2, 3, 4},
		{Confirmations(0), 0, 2, 2},
	} {
		t.Run(fmt.Sprintf("%s/%d-of-%d", world.finality, world.quorum, world.size), func(t *testing.T) {
			clienttest.Run(t, func(t *testing.T) clienttest.Harness {
				t.Helper()
				s := &script{lag: world.lag, honest: branch{}.grow(20, "honest"), faults: make([]clienttest.Fault, world.size)}
				for i := range world.size {
					s.nodes = append(s.nodes, &node{name: fmt.Sprintf("node-%d", i), branch: s.honest, finalLag: world.lag, safeLag: world.lag})
				}
				return clienttest.Harness{
					Owner:  lightclient.Owner{ChainID: 1337, Kind: Kind},
					Anchor: s.honest.anchor(3),
					Chain:  s,
					Open: func(store lightclient.Store, anchor lightclient.Anchor) (lightclient.Client, error) {
						return New(Config{
							ChainID: 1337, Anchor: anchor, Finality: world.finality, Endpoints: endpoints(s.nodes), Quorum: world.quorum,
							Store: store, Timeout: 300 * time.Millisecond,
						})
					},
					CheckEvidence: checkEvidence,
					Endpoints:     world.size,
					SafeWith:      world.quorum - 1,
					LiveWith:      world.size - world.quorum,
				}
			})
		})
	}
}

func endpoints(nodes []*node) []Endpoint {
	list := make([]Endpoint, len(nodes))
	for i, n := range nodes {
		list[i] = n
	}
	return list
}

// checkEvidence hashes both sides anew.
func checkEvidence(e lightclient.Evidence) error {
	for _, side := range []struct {
		raw    []byte
		header lightclient.Header
	}{{e.RawTrusted, e.Trusted}, {e.RawConflicting, e.Conflicting}} {
		var h types.Header
		if err := rlp.DecodeBytes(side.raw, &h); err != nil {
			return err
		}
		if crypto.Keccak256Hash(side.raw) != side.header.Hash || h.Number.Uint64() != side.header.Number || h.Root != side.header.StateRoot {
			return fmt.Errorf("encoded header %d (%s) is not %+v", h.Number, h.Hash(), side.header)
		}
	}
	if e.Trusted.Number != e.Conflicting.Number || e.Trusted.Hash == e.Conflicting.Hash {
		return errors.New("no conflict")
	}
	return nil
}
