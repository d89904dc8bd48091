package devnet

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/executor"
)

// genesisJSON is how the nodes of a shared chain are told of its beginning, in a file or over the network.
type genesisJSON struct {
	Version    int                `json:"version"`
	ChainID    uint64             `json:"chainId"`
	Validators []common.Address   `json:"validators"`
	GasLimit   hexutil.Uint64     `json:"gasLimit"`
	Time       hexutil.Uint64     `json:"timestamp"`
	Entropy    common.Hash        `json:"entropy"`
	Alloc      types.GenesisAlloc `json:"alloc"`
}

const genesisVersion = 1

// EncodeGenesis writes a genesis as DecodeGenesis reads it.
func EncodeGenesis(g executor.Genesis) ([]byte, error) {
	if err := checkGenesis(g); err != nil {
		return nil, err
	}
	enc, err := json.MarshalIndent(genesisJSON{
		Version: genesisVersion, ChainID: g.ChainID, Validators: g.Validators, GasLimit: hexutil.Uint64(g.GasLimit),
		Time: hexutil.Uint64(g.Time), Entropy: g.Entropy, Alloc: g.Alloc,
	}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode genesis: %w", err)
	}
	if len(enc) >= maxGenesisBytes {
		return nil, fmt.Errorf("encode genesis: %d bytes, want fewer than %d", len(enc), maxGenesisBytes)
	}
	return append(enc, '\n'), nil
}

// DecodeGenesis reads one genesis and nothing after it. Unknown fields are refused: a misspelt one would make another
// chain.
func DecodeGenesis(enc []byte) (executor.Genesis, error) {
	if len(enc) > maxGenesisBytes {
		return executor.Genesis{}, fmt.Errorf("genesis: %d bytes, at most %d allowed", len(enc), maxGenesisBytes)
	}
	var file genesisJSON
	decoder := json.NewDecoder(bytes.NewReader(enc))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return executor.Genesis{}, fmt.Errorf("genesis: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return executor.Genesis{}, errors.New("genesis: there is something after it, want one JSON object")
	}
	if file.Version != genesisVersion {
		return executor.Genesis{}, fmt.Errorf("genesis: version is %d, want %d", file.Version, genesisVersion)
	}
	g := executor.Genesis{
		ChainID: file.ChainID, Validators: file.Validators, GasLimit: uint64(file.GasLimit), Time: uint64(file.Time),
		Entropy: file.Entropy, Alloc: file.Alloc,
	}
	return g, checkGenesis(g)
}

// ReadGenesis reads a genesis file.
func ReadGenesis(path string) (executor.Genesis, error) {
	f, err := os.Open(path)
	if err != nil {
		return executor.Genesis{}, fmt.Errorf("read genesis: %w", err)
	}
	defer f.Close()
	enc, err := io.ReadAll(io.LimitReader(f, maxGenesisBytes+1))
	if err != nil {
		return executor.Genesis{}, fmt.Errorf("read genesis %s: %w", path, err)
	}
	g, err := DecodeGenesis(enc)
	if err != nil {
		return executor.Genesis{}, fmt.Errorf("read %s: %w", path, err)
	}
	return g, nil
}

// checkGenesis asks for everything: whoever reads it has no defaults of the writer's.
func checkGenesis(g executor.Genesis) error {
	if err := g.Check(); err != nil {
		return err
	}
	if g.GasLimit == 0 || g.Entropy == (common.Hash{}) {
		return fmt.Errorf("genesis: gas limit is %d, entropy %s; neither may be zero", g.GasLimit, g.Entropy)
	}
	return nil
}
