package qbft

import (
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// ReadHeader is lightclient.ReadHeader with the hash by which the chain links its
// blocks (see Dialect.OnChainHash), for whoever reads blocks below a final header:
// neither seals nor set are checked. Errors wrap lightclient.ErrMalformed.
func (s Schedule) ReadHeader(untrusted *types.Header) (lightclient.Header, error) {
	c, err := s.read(untrusted)
	if err != nil {
		return lightclient.Header{}, err
	}
	return c.summary(), nil
}

// ReadHeader is that of the chain's Schedule, for whoever has a client and does not
// know of which kind.
func (c *Client) ReadHeader(untrusted *types.Header) (lightclient.Header, error) {
	return c.cfg.Params.Schedule.ReadHeader(untrusted)
}
