package rpcapi

import "encoding/binary"

// Parts of a WebSocket frame's header (RFC 6455, section 5.2).
const (
	frameFinal     = 0x80 // first byte: the last frame of its message
	frameText      = 0x1  // first byte: opcodes
	frameClose     = 0x8
	frameControl   = 0x8 // the bit of all control frames, which may stand within a message
	frameMasked    = 0x80
	maxFrameHeader = 14
)

// frame is a frame's header.
type frame struct {
	first   byte // FIN, RSV and opcode
	masked  bool
	payload uint64 // where it begins
	size    uint64 // of the whole frame, in bytes
}

// parseFrame reads the header at the front of data; false when it isn't whole.
func parseFrame(data []byte) (f frame, ok bool) {
	if len(data) < 2 {
		return f, false
	}
	f.first, f.masked = data[0], data[1]&frameMasked != 0
	length := uint64(data[1] &^ frameMasked)
	f.payload = 2
	switch length {
	case 126:
		f.payload += 2
	case 127:
		f.payload += 8
	}
	if uint64(len(data)) < f.payload {
		return f, false
	}
	switch length {
	case 126:
		length = uint64(binary.BigEndian.Uint16(data[2:]))
	case 127:
		length = binary.BigEndian.Uint64(data[2:]) &^ (1 << 63) // whoever sets that bit is refused
	}
	if f.masked {
		f.payload += 4
	}
	f.size = f.payload + length
	return f, uint64(len(data)) >= f.payload
}

// leavesPartial says whether a message goes on after the frame.
func (f frame) leavesPartial(before bool) bool {
	if f.first&frameControl != 0 {
		return before
	}
	return f.first&frameFinal == 0
}

// frames follows what a server writes, to know when a message of its own may be followed
// by another's.
type frames struct {
	header  []byte // of the current frame, while it isn't whole
	left    uint64 // bytes of the current frame that are to come
	partial bool
	closed  bool // a close frame is the last one
}

func (s *frames) busy() bool { return len(s.header) > 0 || s.left > 0 || s.partial }

func (s *frames) follow(b []byte) {
	for len(b) > 0 {
		if s.left > 0 {
			n := min(s.left, uint64(len(b)))
			s.left, b = s.left-n, b[n:]
			continue
		}
		s.header, b = append(s.header, b[0]), b[1:]
		f, ok := parseFrame(s.header)
		if !ok {
			continue
		}
		s.header, s.left = s.header[:0], f.size-f.payload
		s.partial = f.leavesPartial(s.partial)
		s.closed = s.closed || f.first&^frameFinal == frameClose
	}
}

// appendFrameHeader begins an unmasked text message of one frame.
func appendFrameHeader(out []byte, length int) []byte {
	out = append(out, frameFinal|frameText)
	switch {
	case length < 126:
		return append(out, byte(length))
	case length <= 0xffff:
		return binary.BigEndian.AppendUint16(append(out, 126), uint16(length))
	default:
		return binary.BigEndian.AppendUint64(append(out, 127), uint64(length))
	}
}
