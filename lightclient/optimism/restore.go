package optimism

import (
	"errors"
	"fmt"

	"github.com/catenary-bridge/catenary/lightclient"
)

func (c *Client) restore() error {
	evidence, err := c.cfg.Store.Evidence()
	if err != nil {
		return err
	}
	c.frozen.Store(evidence)
	record, err := c.cfg.Store.Load()
	if errors.Is(err, lightclient.ErrNoRecord) {
		return nil
	}
	if err != nil {
		return err
	}
	if record.ChainID != c.cfg.ChainID || record.Kind != Kind {
		return fmt.Errorf("%w: record is of a %q client of chain %d", lightclient.ErrStoreForeign, record.Kind, record.ChainID)
	}
	anew, err := record.CheckAnchor(c.cfg.Anchor)
	if err != nil {
		return err
	}
	restored, err := restoreTrusted(record)
	if err != nil {
		return fmt.Errorf("%w: %w; remove the store to begin anew from the configured anchor", lightclient.ErrStoreDamaged, err)
	}
	c.block.Store(&restored.block)
	c.parent = restored.witness.Parent
	if anew {
		// Only the operator can vouch for what lies between; Final stays until then.
		c.log.Warn("begin anew from the configured anchor", "anchor", c.cfg.Anchor.Number, "trusted", record.Trusted.Number)
		return nil
	}
	c.cfg.Anchor = record.Anchor
	c.trusted = restored
	return nil
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
