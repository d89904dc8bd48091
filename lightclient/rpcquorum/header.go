package rpcquorum

import (
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

// header is a header as we hashed it. It shares nothing with the endpoint's answer.
type header struct {
	lightclient.Header
	raw []byte // RLP; its keccak-256 is Hash
}

// readHeader encodes and hashes what an endpoint answered.
func readHeader(answer *types.Header) (*header, error) {
	switch {
	case answer == nil:
		return nil, fmt.Errorf("%w: no header", lightclient.ErrMalformed)
	case answer.Number == nil || !answer.Number.IsUint64():
		return nil, fmt.Errorf("%w: number is %v, want a uint64", lightclient.ErrMalformed, answer.Number)
	case len(answer.Extra) > maxHeaderBytes:
		return nil, fmt.Errorf("%w: extraData has %d bytes, want a header of at most %d", lightclient.ErrMalformed, len(answer.Extra), maxHeaderBytes)
	}
	raw, err := rlp.EncodeToBytes(answer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", lightclient.ErrMalformed, err)
	}
	return decodeHeader(raw)
}

// decodeHeader reads a header that we encoded, now or before a restart.
func decodeHeader(raw []byte) (*header, error) {
	if len(raw) > maxHeaderBytes {
		return nil, fmt.Errorf("%w: %d bytes, want at most %d", lightclient.ErrMalformed, len(raw), maxHeaderBytes)
	}
	// Decoding what was encoded refuses a header with a gap among its optional fields, which no
	// chain hashes.
	var decoded types.Header
	if err := rlp.DecodeBytes(raw, &decoded); err != nil {
		return nil, fmt.Errorf("%w: %w", lightclient.ErrMalformed, err)
	}
	if !decoded.Number.IsUint64() {
		return nil, fmt.Errorf("%w: number is %v, want a uint64", lightclient.ErrMalformed, decoded.Number)
	}
	return &header{
		Header: lightclient.Header{
			Number:       decoded.Number.Uint64(),
			Hash:         crypto.Keccak256Hash(raw),
			ParentHash:   decoded.ParentHash,
			StateRoot:    decoded.Root,
			ReceiptsRoot: decoded.ReceiptHash,
			Time:         decoded.Time,
		},
		raw: raw,
	}, nil
}
