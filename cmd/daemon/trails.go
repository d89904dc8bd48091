package daemon

import (
	"errors"
	"fmt"
	"sync"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// trails are what receipts have proven of the lanes that leave a chain. They outlive the
// sessions of lanes, and restarts where there is a directory: nothing is lost with them
// but time.
type trails struct {
	dir string // empty: nothing is kept

	lock   sync.Mutex
	open   map[messages.Lane]*observe.Trail
	stores []*lightclient.FileStore
}

// trail returns the lane's trail, or nil where lanes are never proven by receipts.
func (c *chain) trail(lane messages.Lane) (*observe.Trail, error) {
	if c.config.Proofs == observe.ModeLaneProof {
		return nil, nil
	}
	t := &c.trails
	t.lock.Lock()
	defer t.lock.Unlock()
	if trail, ok := t.open[lane]; ok {
		return trail, nil
	}
	trail, err := t.begin(lane)
	if err != nil {
		return nil, fmt.Errorf("chain %d: what receipts have proven: %w", c.config.ID, err)
	}
	if t.open == nil {
		t.open = map[messages.Lane]*observe.Trail{}
	}
	t.open[lane] = trail
	return trail, nil
}

// begin opens the lane's store, if it has one, and makes its trail.
func (t *trails) begin(lane messages.Lane) (*observe.Trail, error) {
	if t.dir == "" {
		return observe.NewTrail(lane, nil)
	}
	store, err := lightclient.OpenFileStore(t.dir, observe.TrailOwner(lane))
	if err != nil {
		return nil, err
	}
	trail, err := observe.NewTrail(lane, store)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	t.stores = append(t.stores, store)
	return trail, nil
}

func (t *trails) close() (err error) {
	t.lock.Lock()
	defer t.lock.Unlock()
	for _, store := range t.stores {
		err = errors.Join(err, store.Close())
	}
	t.stores, t.open = nil, nil
	return err
}
