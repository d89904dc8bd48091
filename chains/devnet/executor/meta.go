package executor

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rlp"
)

// meta is stored beside the chain and says which chain it is.
type meta struct {
	Version uint64
	ChainID uint64
	Genesis common.Hash // on-chain hash of block 0
	Digest  common.Hash // Genesis.digest
	Entropy common.Hash
}

// metaVersion 2: accounts and slots lie flat, where 1 kept tries.
const metaVersion = 2

func (m meta) encode() ([]byte, error) { return rlp.EncodeToBytes(m) }

func decodeMeta(enc []byte) (meta, error) {
	var m meta
	if err := rlp.DecodeBytes(enc, &m); err != nil {
		return m, fmt.Errorf("%w: meta record: %w", ErrCorrupt, err)
	}
	if m.Version != metaVersion {
		return m, fmt.Errorf("%w: format version %d, this program reads %d", ErrGenesisMismatch, m.Version, metaVersion)
	}
	return m, nil
}

// agrees says whether a stored chain may be continued under this configuration.
func (m meta) agrees(g Genesis) error {
	if m.ChainID != g.ChainID {
		return fmt.Errorf("%w: chain id is %d, configured is %d; use another data directory", ErrGenesisMismatch, m.ChainID, g.ChainID)
	}
	if g.Entropy != (common.Hash{}) && g.Entropy != m.Entropy {
		return fmt.Errorf("%w: entropy is %s, configured is %s; use another data directory", ErrGenesisMismatch, m.Entropy, g.Entropy)
	}
	digest, err := g.digest()
	if err != nil {
		return err
	}
	if m.Digest != digest {
		return fmt.Errorf("%w: genesis accounts or validators differ; use another data directory or the former configuration", ErrGenesisMismatch)
	}
	return nil
}
