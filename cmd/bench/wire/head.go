package wire

import (
	"bufio"
	"bytes"
	"fmt"
	"strconv"
)

// head is what the generator needs of an HTTP answer's status line and fields.
type head struct {
	status  int
	length  int64 // of the body in bytes; -1 where it is not told
	chunked bool
	close   bool // the server closes the connection after this answer
}

// readHead reads up to the empty line (RFC 9112). Two different lengths, or a length
// beside chunks, would let two readers of one stream disagree: refused.
func readHead(in *bufio.Reader) (h head, err error) {
	line, left, err := readLine(in, maxHead)
	if err != nil {
		return h, err
	}
	proto, rest, _ := bytes.Cut(line, []byte(" "))
	code, _, _ := bytes.Cut(rest, []byte(" "))
	if !bytes.Equal(proto, []byte("HTTP/1.1")) && !bytes.Equal(proto, []byte("HTTP/1.0")) || len(code) != 3 {
		return h, fmt.Errorf("status line %s, want HTTP/1.1 and a code", short(line))
	}
	if h.status, err = strconv.Atoi(string(code)); err != nil {
		return h, fmt.Errorf("status line %s, want HTTP/1.1 and a code", short(line))
	}
	h.close, h.length = bytes.Equal(proto, []byte("HTTP/1.0")), -1
	for {
		if line, left, err = readLine(in, left); err != nil {
			return h, err
		}
		if len(line) == 0 {
			if h.chunked && h.length >= 0 {
				return h, fmt.Errorf("both Content-Length and Transfer-Encoding, want one")
			}
			return h, nil
		}
		name, value, found := bytes.Cut(line, []byte(":"))
		if !found {
			return h, fmt.Errorf("header line %s, want a name and a value", short(line))
		}
		if err := h.field(name, bytes.TrimSpace(value)); err != nil {
			return h, err
		}
	}
}

func (h *head) field(name, value []byte) error {
	switch {
	case bytes.EqualFold(name, []byte("Content-Length")):
		length, err := strconv.ParseUint(string(value), 10, 62)
		if err != nil || h.length >= 0 && h.length != int64(length) {
			return fmt.Errorf("Content-Length %s, want one number", short(value))
		}
		h.length = int64(length)
	case bytes.EqualFold(name, []byte("Transfer-Encoding")):
		if !bytes.EqualFold(value, []byte("chunked")) {
			return fmt.Errorf("Transfer-Encoding %s, want chunked", short(value))
		}
		h.chunked = true
	case bytes.EqualFold(name, []byte("Connection")):
		h.close = h.close || bytes.EqualFold(value, []byte("close"))
	}
	return nil
}

// readLine returns a line without its end, and how much of the allowance is left.
func readLine(in *bufio.Reader, allowed int) (line []byte, left int, err error) {
	line, err = in.ReadSlice('\n')
	if err != nil {
		return nil, 0, err
	}
	if left = allowed - len(line); left < 0 {
		return nil, 0, fmt.Errorf("more than %d bytes of header", maxHead)
	}
	return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")), left, nil
}
