package overlay

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"

	"github.com/ethereum/go-ethereum/common"
	libcrypto "github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/multiformats/go-multiaddr"
)

// Peer names a node by its public key, as libp2p writes it: text without meaning outside of this package.
type Peer = string

// Gate judges a consensus frame and says who signed it, never the zero address. It is called concurrently and before the frame is relayed.
type Gate func(frame []byte) (author common.Address, err error)

// Topic is what is spread to all nodes that know it.
type Topic struct {
	Name     string
	MaxBytes int
	// Admit judges a payload from a peer, and takes what it brings; nil relays it. It is called concurrently.
	Admit func(ctx context.Context, from Peer, payload []byte) error
	// Quick says that Admit waits for nothing and takes no longer than a signature does to be verified, so that it can do
	// without a goroutine for each payload.
	Quick bool
}

// Service answers questions of single peers.
type Service struct {
	Name                    string
	MaxRequest, MaxResponse int
	// Answer is called concurrently; after an error the peer gets no answer.
	Answer func(ctx context.Context, from Peer, request []byte) ([]byte, error)
}

// Config describes a node. Network, Listen and Key are required.
type Config struct {
	Network  common.Hash        // genesis hash of the chain
	Key      ed25519.PrivateKey // the node's identity
	Listen   []string           // multiaddresses, such as /ip4/127.0.0.1/tcp/0
	Join     []string           // multiaddresses of nodes to begin with, each with its /p2p/ part
	Gate     Gate               // nil: the node has no part in consensus messages, not even as a relay
	Topics   []Topic
	Services []Service
	Log      *slog.Logger // nil discards
}

// settings is a Config that has been checked.
type settings struct {
	Config
	key    libcrypto.PrivKey
	id     peer.ID
	listen []multiaddr.Multiaddr
	join   []peer.AddrInfo
}

func (c Config) settle() (settings, error) {
	s := settings{Config: c}
	switch {
	case c.Network == (common.Hash{}):
		return s, errors.New("overlay: Network is zero, want the genesis hash")
	case len(c.Key) != ed25519.PrivateKeySize:
		return s, fmt.Errorf("overlay: Key has %d bytes, want an Ed25519 key of %d", len(c.Key), ed25519.PrivateKeySize)
	case len(c.Listen) == 0 || len(c.Listen) > maxListen:
		return s, fmt.Errorf("overlay: %d addresses to listen on, want 1 to %d", len(c.Listen), maxListen)
	case len(c.Join) > maxJoin:
		return s, fmt.Errorf("overlay: %d addresses to join, at most %d allowed", len(c.Join), maxJoin)
	case len(c.Topics) > maxTopics || len(c.Services) > maxTopics:
		return s, fmt.Errorf("overlay: %d topics and %d services, at most %d of each allowed", len(c.Topics), len(c.Services), maxTopics)
	}
	var err error
	if s.key, err = libcrypto.UnmarshalEd25519PrivateKey(c.Key); err != nil {
		return s, fmt.Errorf("overlay: Key: %w", err)
	}
	if s.id, err = peer.IDFromPrivateKey(s.key); err != nil {
		return s, fmt.Errorf("overlay: Key: %w", err)
	}
	for _, text := range c.Listen {
		address, err := multiaddr.NewMultiaddr(text)
		if err != nil {
			return s, fmt.Errorf("overlay: listen on %q: %w; want a multiaddress like /ip4/127.0.0.1/tcp/0", text, err)
		}
		s.listen = append(s.listen, address)
	}
	if s.join, err = parseJoin(c.Join, s.id); err != nil {
		return s, err
	}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	return s, nil
}

// parseJoin groups addresses by peer, leaving the node itself out: one list may serve all nodes of a chain.
func parseJoin(texts []string, self peer.ID) ([]peer.AddrInfo, error) {
	var addresses []multiaddr.Multiaddr
	for _, text := range texts {
		address, err := multiaddr.NewMultiaddr(text)
		if err == nil {
			_, err = peer.AddrInfoFromP2pAddr(address)
		}
		if err != nil {
			return nil, fmt.Errorf("overlay: join %q: %w; want a multiaddress with a peer, like /ip4/127.0.0.1/tcp/30303/p2p/12D3KooW…", text, err)
		}
		addresses = append(addresses, address)
	}
	infos, err := peer.AddrInfosFromP2pAddrs(addresses...)
	if err != nil {
		return nil, fmt.Errorf("overlay: join: %w", err)
	}
	others := infos[:0]
	for _, info := range infos {
		if info.ID != self {
			others = append(others, info)
		}
	}
	return others, nil
}

// name is how a topic, protocol or service is called on the wire. The whole hash is in it: half of one could be forged.
func (s *settings) name(what string) string {
	return "/catenary/" + wireVersion + "/" + s.Network.Hex()[2:] + "/" + what
}
