package consensus

// Rewind has act move the ledger's head back, on a developer's chain: blocks that were asked for before are not wanted any
// more, and whoever asks meanwhile asks for blocks above the new head. Where act fails nothing changes. The validators must
// not be running; Run may then be called again, and each begins at the new head as after a start.
//
// They will sign other blocks at heights at which they have signed before. To whoever follows the chain that is what
// it looks like: a validator set that contradicts itself.
func (g *Group) Rewind(act func() error) error { return g.pace.rewind(act, g.head) }

func (p *Pace) rewind(act func() error, head func() uint64) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := act(); err != nil {
		return err
	}
	p.until = min(p.until, head())
	p.era++
	return nil
}

// Era is how often the head was moved back. It waits for whoever moves it.
func (g *Group) Era() uint64 {
	g.pace.mu.Lock()
	defer g.pace.mu.Unlock()
	return g.pace.era
}
