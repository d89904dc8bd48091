package consensus

// Rewind tells the group that the ledger's head was moved back to a height, on a developer's chain: blocks that were
// asked for above it are not wanted any more. The validators must not be running; Run may then be called again, and
// each begins at the new head as after a start.
//
// They will sign other blocks at heights at which they have signed before. To whoever follows the chain that is what
// it looks like: a validator set that contradicts itself.
func (g *Group) Rewind(head uint64) { g.pace.rewind(head) }

func (p *Pace) rewind(head uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.until = min(p.until, head)
}
