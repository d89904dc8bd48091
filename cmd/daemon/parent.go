package daemon

import (
	"fmt"
	"slices"
)

// parentsFirst orders chains so that each comes after the one that its light client
// follows it through. It refuses one that is configured twice, and parents that are
// missing or go round in a circle.
func parentsFirst(chains []ChainConfig) ([]ChainConfig, error) {
	configured := map[uint64]ChainConfig{}
	for _, c := range chains {
		if _, twice := configured[c.ID]; twice {
			return nil, fmt.Errorf("%w: chains: chain %d is configured twice", ErrConfig, c.ID)
		}
		configured[c.ID] = c
	}
	ordered := make([]ChainConfig, 0, len(chains))
	placed := map[uint64]bool{}
	var place func(c ChainConfig, below []uint64) error
	place = func(c ChainConfig, below []uint64) error {
		if slices.Contains(below, c.ID) {
			return fmt.Errorf("%w: chain %d: lightclient.parent: %d follows chain %d itself, want a chain that stands by itself at the end", ErrConfig, c.ID, c.Client.Parent, c.ID)
		}
		if placed[c.ID] {
			return nil
		}
		if c.Client.Parent != 0 {
			parent, there := configured[c.Client.Parent]
			if !there {
				return fmt.Errorf("%w: chain %d: lightclient.parent: chain %d is not configured, want it among the chains (without a deployment if it has no lanes)", ErrConfig, c.ID, c.Client.Parent)
			}
			if err := place(parent, append(below, c.ID)); err != nil {
				return err
			}
		}
		placed[c.ID] = true
		ordered = append(ordered, c)
		return nil
	}
	for _, c := range chains {
		if err := place(c, nil); err != nil {
			return nil, err
		}
	}
	return ordered, nil
}

func byID(chains []ChainConfig) map[uint64]*ChainConfig {
	known := map[uint64]*ChainConfig{}
	for i := range chains {
		known[chains[i].ID] = &chains[i]
	}
	return known
}

// isParent reports whether a chain is followed through the one with this id.
func isParent(id uint64, chains []ChainConfig) bool {
	return slices.ContainsFunc(chains, func(c ChainConfig) bool { return c.Client.Parent == id })
}

// securityOf is that of a chain's client, or of the weakest among it and its parents.
func securityOf(id uint64, known map[uint64]*ChainConfig) Security {
	c := known[id]
	security := lightClients[c.Client.Kind].security(c)
	if c.Client.Parent != 0 {
		security = weaker(security, securityOf(c.Client.Parent, known))
	}
	return security
}
