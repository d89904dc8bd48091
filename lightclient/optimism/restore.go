package optimism

import (
	"fmt"

	"github.com/catenary-bridge/catenary/lightclient"
)

func (c *Client) restore() error {
	var restored *trusted
	anchor, resumed, err := c.keeper.Resume(c.cfg.Anchor, c.log, func(record lightclient.Record) (_ lightclient.Final, err error) {
		if restored, err = restoreTrusted(record); err != nil {
			return lightclient.Final{}, fmt.Errorf("%w: %w; remove the store to begin anew from the configured anchor", lightclient.ErrStoreDamaged, err)
		}
		c.block.Store(&restored.block)
		c.parent = restored.witness.Parent
		return lightclient.Believe(restored.block.Header), nil
	})
	if resumed {
		c.cfg.Anchor, c.trusted = anchor, restored
	}
	return err
}

// restoreTrusted reads what accept wrote. Header and output root are bound to one another
// again, by hashes. The parent chain's proof is not: the deployment may have moved on,
// and its configuration with it, without this block being any less final. The file's
// checksum covers it.
func restoreTrusted(record lightclient.Record) (*trusted, error) {
	w, err := decodeWitness(record.State)
	if err != nil {
		return nil, err
	}
	header, err := lightclient.ReadHeader(w.Proof.Header)
	if err != nil {
		return nil, err
	}
	if header != record.Trusted {
		return nil, fmt.Errorf("saved header is %d (%s), the record says %d (%s)", header.Number, header.Hash, record.Trusted.Number, record.Trusted.Hash)
	}
	if root := OutputRoot(header.StateRoot, w.Proof.MessagePasserRoot, header.Hash); root != w.Output.Root || header.Number != w.Output.Number {
		return nil, fmt.Errorf("output root of saved header %d is %s, saved is %s of %d", header.Number, root, w.Output.Root, w.Output.Number)
	}
	return &trusted{block: Block{Header: header, Output: w.Output, MessagePasserRoot: w.Proof.MessagePasserRoot}, witness: w}, nil
}
