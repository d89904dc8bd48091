package blocksync

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
)

// errMalformed is what no honest node sends.
var errMalformed = errors.New("malformed sync message")

// request asks for the blocks from a height on: [from, count].
type request struct {
	From  uint64
	Count uint64 // 1 to maxBlocks
}

// response is [head, [block…]]: how far the peer's chain goes, and consecutive blocks from the height asked for.
type response struct {
	Head   uint64
	Blocks []*types.Block
}

func decodeRequest(b []byte) (request, error) {
	var r request
	if err := decodeStrict(b, maxRequestBytes, &r); err != nil {
		return request{}, err
	}
	if r.From == 0 || r.Count == 0 || r.Count > maxBlocks {
		return request{}, fmt.Errorf("%w: %d blocks from %d on, want 1 to %d of them from 1 on", errMalformed, r.Count, r.From, maxBlocks)
	}
	return r, nil
}

func decodeResponse(b []byte) (response, error) {
	var r response
	if err := decodeStrict(b, maxResponseBytes, &r); err != nil {
		return response{}, err
	}
	if len(r.Blocks) > maxBlocks {
		return response{}, fmt.Errorf("%w: %d blocks, at most %d allowed", errMalformed, len(r.Blocks), maxBlocks)
	}
	return r, nil
}

// decodeStrict accepts what encodes to the same bytes again. Blocks need that: RLP lets optional header fields be
// written in more than one way.
func decodeStrict(b []byte, most int, into any) error {
	if len(b) > most {
		return fmt.Errorf("%w: %d bytes, at most %d allowed", errMalformed, len(b), most)
	}
	if err := rlp.DecodeBytes(b, into); err != nil {
		return fmt.Errorf("%w: %w", errMalformed, err)
	}
	again, err := rlp.EncodeToBytes(into)
	if err != nil {
		return fmt.Errorf("%w: %w", errMalformed, err)
	}
	if !bytes.Equal(again, b) {
		return fmt.Errorf("%w: not in canonical encoding", errMalformed)
	}
	return nil
}
