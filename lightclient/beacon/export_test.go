package beacon

import "github.com/catenary-bridge/catenary/lightclient"

// RestoreAndEncode reads a record as a client does that starts, and writes it again.
func (n *Network) RestoreAndEncode(r lightclient.Record) (lightclient.Record, error) {
	s, err := n.restoreState(r)
	if err != nil {
		return lightclient.Record{}, err
	}
	return s.record(n)
}
