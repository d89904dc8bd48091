package cliquetest

import (
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
	"github.com/catenary-bridge/catenary/lightclient/clique"
)

// Endpoint is a clique.Provider over a chain, which can be told to lie. It may be used
// concurrently.
type Endpoint struct{ *clienttest.HeaderEndpoint }

var _ clique.Provider = (*Endpoint)(nil)

// NewEndpoint returns an honest endpoint that has the blocks c has now.
func NewEndpoint(name string, c *Chain) *Endpoint {
	e := &Endpoint{clienttest.NewHeaderEndpoint(name, clique.MaxBatch)}
	e.Show(c)
	return e
}

// Show gives the endpoint the blocks c has now, instead of those it had.
func (e *Endpoint) Show(c *Chain) { e.ShowHeaders(c.From(0)) }

// Lie changes all answers from now on; nil makes them honest.
func (e *Endpoint) Lie(lie clienttest.Lie) { e.LieOn(lie, lie) }

// Requests returns how many requests there were.
func (e *Endpoint) Requests() int {
	requests, _ := e.Count()
	return requests
}
