package history

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// A file is the magic and then frames: length and CRC-32C of the content, in four
// bytes each, and the content: a compressed JSON object.
var magic = []byte("catenary message history 1\n")

const frameHeader = 8

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// ErrDamaged says that a frame does not hold what was written.
var ErrDamaged = errors.New("message history is damaged")

// errTorn says that a file ends within a frame, as it does after a crash.
var errTorn = errors.New("file ends within a frame")

// content is what a frame says. Messages of one batch share what is said of it.
type content struct {
	Forgotten  uint64            `json:"forgotten"` // of the view, when the frame was written
	Oldest     uint64            `json:"oldest"`    // what has a lower Seq is not in the view any more
	Batches    []*index.Batch    `json:"batches,omitempty"`
	Deliveries []*index.Delivery `json:"deliveries,omitempty"`
	Entries    []entry           `json:"entries"`
}

// entry is an index.Entry that refers to its batch and delivery, counted from 1.
type entry struct {
	index.Entry
	InBatch    int `json:"batch,omitempty"`
	InDelivery int `json:"delivery,omitempty"`
}

func encode(entries []index.Entry, forgotten, oldest uint64) ([]byte, error) {
	c := content{Forgotten: forgotten, Oldest: oldest, Entries: make([]entry, len(entries))}
	batches, deliveries := map[*index.Batch]int{nil: 0}, map[*index.Delivery]int{nil: 0}
	for i := range entries {
		e := &entries[i]
		if _, known := batches[e.Batch]; !known {
			c.Batches = append(c.Batches, e.Batch)
			batches[e.Batch] = len(c.Batches)
		}
		if _, known := deliveries[e.Delivery]; !known {
			c.Deliveries = append(c.Deliveries, e.Delivery)
			deliveries[e.Delivery] = len(c.Deliveries)
		}
		c.Entries[i] = entry{*e, batches[e.Batch], deliveries[e.Delivery]}
	}
	frame := bytes.NewBuffer(make([]byte, frameHeader))
	compressor, err := flate.NewWriter(frame, flate.BestSpeed)
	if err != nil {
		return nil, fmt.Errorf("encode messages: %w", err)
	}
	if err := errors.Join(json.NewEncoder(compressor).Encode(c), compressor.Close()); err != nil {
		return nil, fmt.Errorf("encode messages: %w", err)
	}
	b := frame.Bytes()
	binary.BigEndian.PutUint32(b, uint32(len(b)-frameHeader))
	binary.BigEndian.PutUint32(b[4:], crc32.Checksum(b[frameHeader:], castagnoli))
	return b, nil
}

// readFrame reads the next frame. It returns io.EOF at the end, errTorn within the
// last frame, and ErrDamaged.
func readFrame(r *bufio.Reader) (c content, size int, err error) {
	var header [frameHeader]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = errTorn
		}
		return c, 0, err
	}
	length := binary.BigEndian.Uint32(header[:])
	if length > maxFrame {
		return c, 0, fmt.Errorf("%w: frame of %d bytes, want at most %d", ErrDamaged, length, maxFrame)
	}
	b := make([]byte, length)
	if _, err := io.ReadFull(r, b); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			err = errTorn
		}
		return c, 0, err
	}
	if sum := crc32.Checksum(b, castagnoli); sum != binary.BigEndian.Uint32(header[4:]) {
		if _, err := r.Peek(1); errors.Is(err, io.EOF) {
			return c, 0, errTorn // of the last frame: blocks of a file may be written in any order
		}
		return c, 0, fmt.Errorf("%w: checksum %08x, want %08x", ErrDamaged, sum, header[4:])
	}
	c, err = decode(b)
	return c, frameHeader + len(b), err
}

func decode(b []byte) (content, error) {
	var c content
	unfolded := io.LimitReader(flate.NewReader(bytes.NewReader(b)), maxContent)
	decoder := json.NewDecoder(unfolded)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c); err != nil {
		return c, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if c.Forgotten > maxNumber || c.Oldest > maxNumber && c.Oldest != math.MaxUint64 {
		return c, fmt.Errorf("%w: forgotten %d, oldest %d, want at most %d", ErrDamaged, c.Forgotten, c.Oldest, uint64(maxNumber))
	}
	for i := range c.Entries {
		if err := c.join(&c.Entries[i]); err != nil {
			return c, fmt.Errorf("%w: entry %d: %w", ErrDamaged, i, err)
		}
	}
	return c, nil
}

// join gives an entry what it refers to.
func (c *content) join(e *entry) error {
	switch {
	case e.Seq == 0 || e.Revision == 0 || e.Nonce == 0 || e.ID == messages.ID{} || e.Lane == messages.LaneID{}:
		return errors.New("seq, revision, nonce, id or lane is 0")
	case e.Seq > maxNumber || e.Revision > maxNumber:
		return fmt.Errorf("seq %d, revision %d, want at most %d", e.Seq, e.Revision, uint64(maxNumber))
	case !e.Stage.Valid():
		return fmt.Errorf("stage %.20q is unknown", e.Stage)
	case e.InBatch < 0 || e.InBatch > len(c.Batches):
		return fmt.Errorf("batch %d of %d", e.InBatch, len(c.Batches))
	case e.InDelivery < 0 || e.InDelivery > len(c.Deliveries):
		return fmt.Errorf("delivery %d of %d", e.InDelivery, len(c.Deliveries))
	}
	if e.InBatch > 0 {
		e.Batch = c.Batches[e.InBatch-1]
	}
	if e.InDelivery > 0 {
		e.Delivery = c.Deliveries[e.InDelivery-1]
	}
	return nil
}
