package parliatest

import (
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
)

// Endpoint is a parlia.Provider over a chain, which can be told to lie. It may be used
// concurrently.
type Endpoint struct{ *clienttest.HeaderEndpoint }

var _ parlia.Provider = (*Endpoint)(nil)

// NewEndpoint returns an honest endpoint that has the blocks c has now.
func NewEndpoint(name string, c *Chain) *Endpoint {
	e := &Endpoint{clienttest.NewHeaderEndpoint(name, parlia.MaxBatch)}
	e.Show(c, nil)
	return e
}

// Show gives the endpoint the blocks c has now, instead of those it had, and a lie to
// tell about them, or none.
func (e *Endpoint) Show(c *Chain, lie clienttest.Lie) {
	e.ShowHeaders(c.Range(0, uint64(c.Len()-1)))
	e.LieOn(lie, lie)
}
