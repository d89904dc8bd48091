package devnet

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/devnet/executor"
	"github.com/catenary-bridge/catenary/chains/devnet/p2p/overlay"
)

// genesisServiceName is asked, with an empty question, for the genesis file.
const genesisServiceName = "genesis/1"

func genesisService(answer func(context.Context, overlay.Peer, []byte) ([]byte, error)) overlay.Service {
	return overlay.Service{Name: genesisServiceName, MaxRequest: 0, MaxResponse: maxGenesisBytes, Answer: answer}
}

// FetchGenesis asks nodes of a chain for its genesis and returns the first answer whose block 0 has the given hash and
// whose chain id is the given one. Nobody is trusted: the hash covers everything but the chain id, and that one is
// compared. It listens, dials and hangs up again; it waits until ctx ends for a node that answers.
func FetchGenesis(ctx context.Context, hash common.Hash, chainID uint64, listen, join []string, log *slog.Logger) (executor.Genesis, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return executor.Genesis{}, fmt.Errorf("fetch genesis: %w", err)
	}
	refuse := func(context.Context, overlay.Peer, []byte) ([]byte, error) {
		return nil, errors.New("not known here yet")
	}
	node, err := overlay.New(overlay.Config{
		Network: hash, Key: key, Listen: listen, Join: join, Services: []overlay.Service{genesisService(refuse)}, Log: log,
	})
	if err != nil {
		return executor.Genesis{}, fmt.Errorf("fetch genesis: %w", err)
	}
	running, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- node.Run(running) }()
	g, err := askForGenesis(running, node, hash, chainID, ended)
	stop()
	if err == nil {
		err = <-ended
	}
	if err != nil {
		return executor.Genesis{}, fmt.Errorf("fetch genesis %s: %w", hash, err)
	}
	return g, nil
}

// askForGenesis goes round all peers. Of ended it reads only what comes instead of an answer.
func askForGenesis(ctx context.Context, node *overlay.Node, hash common.Hash, chainID uint64, ended <-chan error) (executor.Genesis, error) {
	ticker := time.NewTicker(genesisRetry)
	defer ticker.Stop()
	for {
		for _, peer := range node.Peers() {
			enc, err := node.Request(ctx, peer, genesisServiceName, nil)
			if err != nil {
				continue // the next one, or the next time
			}
			g, err := DecodeGenesis(enc)
			if err == nil {
				err = checkHash(g, hash)
			}
			if err != nil {
				node.Ban(peer, err)
				continue
			}
			if g.ChainID != chainID {
				return executor.Genesis{}, fmt.Errorf("its chain id is %d, configured is %d", g.ChainID, chainID)
			}
			return g, nil
		}
		select {
		case err := <-ended:
			return executor.Genesis{}, errors.Join(errors.New("no node answered"), err, ctx.Err())
		case <-ticker.C:
		}
	}
}

func checkHash(g executor.Genesis, want common.Hash) error {
	hash, err := g.BlockHash()
	if err != nil {
		return err
	}
	if hash != want {
		return fmt.Errorf("genesis has hash %s, want %s", hash, want)
	}
	return nil
}
