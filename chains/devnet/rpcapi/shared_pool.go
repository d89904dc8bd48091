package rpcapi

// SharedPool is offered by a backend that may share its mempool with other nodes.
// devnet_sharedPool exists only where it does.
type SharedPool interface {
	// SharedPool tells how that stands, false when nothing is shared.
	SharedPool() (SharedPoolStatus, bool)
}

// SharedPoolStatus counts since the start of the node.
type SharedPoolStatus struct {
	Connected bool   `json:"connected"` // what is shared reaches the others
	Written   uint64 `json:"written"`   // transactions sent
	Taken     uint64 `json:"taken"`     // transactions of others, or of before a restart, that the pool took
	Lost      uint64 `json:"lost"`      // found no room: in the queue, or in Redis
	Refused   uint64 `json:"refused"`   // entries that are no transactions
	Queued    int    `json:"queued"`    // waiting to be sent
}

// sharedPoolAPI answers devnet_sharedPool.
type sharedPoolAPI struct{ pool SharedPool }

// SharedPool is devnet_sharedPool.
func (s *sharedPoolAPI) SharedPool() SharedPoolStatus {
	status, _ := s.pool.SharedPool()
	return status
}
