package devnet

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// prepare takes the data directory for this node alone and finds the identity in
// it. Without a directory everything is fresh.
func (n *Node) prepare() (id *identity, release func() error, err error) {
	if n.cfg.DataDir == "" {
		id, err = newIdentity(n.cfg)
		return id, func() error { return nil }, err
	}
	if err := os.MkdirAll(n.cfg.DataDir, 0o700); err != nil {
		return nil, nil, fmt.Errorf("make data directory: %w", err)
	}
	lock := flock.New(filepath.Join(n.cfg.DataDir, "LOCK"))
	held, err := lock.TryLock()
	if err != nil {
		return nil, nil, fmt.Errorf("lock data directory %s: %w", n.cfg.DataDir, err)
	}
	if !held {
		return nil, nil, fmt.Errorf("%w: %s; stop the other devnet or choose another directory", ErrInUse, n.cfg.DataDir)
	}
	if n.cfg.Shared != nil {
		id, err = newIdentity(n.cfg)
		return id, lock.Unlock, err
	}
	_, err = os.Stat(n.chainDir())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, nil, errors.Join(err, lock.Unlock())
	}
	id, err = loadIdentity(n.cfg, err == nil)
	if err != nil {
		return nil, nil, errors.Join(err, lock.Unlock())
	}
	return id, lock.Unlock, nil
}

func (n *Node) chainDir() string { return filepath.Join(n.cfg.DataDir, "chain") }
