package rpcapi

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// rawSocket is a WebSocket client that does only what a test tells it, reading
// included.
type rawSocket struct {
	conn net.Conn
	in   *bufio.Reader
}

func openSocket(t testing.TB, url string, headers ...string) *rawSocket {
	t.Helper()
	s, status := upgrade(t, url, headers...)
	if status != http.StatusSwitchingProtocols {
		t.Fatalf("upgrade answers %d", status)
	}
	return s
}

func upgrade(t testing.TB, url string, headers ...string) (*rawSocket, int) {
	t.Helper()
	host := strings.TrimPrefix(url, "ws://")
	conn, err := (&net.Dialer{}).Dial("tcp", host)
	check(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	lines := append([]string{
		"GET / HTTP/1.1", "Host: " + host, "Upgrade: websocket", "Connection: Upgrade",
		"Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==",
	}, headers...)
	_, err = io.WriteString(conn, strings.Join(lines, "\r\n")+"\r\n\r\n")
	check(t, err)
	s := &rawSocket{conn: conn, in: bufio.NewReader(conn)}
	response, err := http.ReadResponse(s.in, nil)
	check(t, err)
	check(t, response.Body.Close())
	return s, response.StatusCode
}

// send writes one masked text frame; the mask is zero.
func (s *rawSocket) send(t testing.TB, text string) {
	t.Helper()
	frame := []byte{0x81}
	if len(text) < 126 {
		frame = append(frame, 0x80|byte(len(text)))
	} else {
		frame = binary.BigEndian.AppendUint16(append(frame, 0x80|126), uint16(len(text)))
	}
	_, err := s.conn.Write(append(append(frame, 0, 0, 0, 0), text...))
	check(t, err)
}

// read returns the next frame's opcode and payload.
func (s *rawSocket) read(timeout time.Duration) (opcode byte, payload []byte, err error) {
	if err := s.conn.SetReadDeadline(time.Now().Add(timeout)); err != nil {
		return 0, nil, err
	}
	var head [2]byte
	if _, err := io.ReadFull(s.in, head[:]); err != nil {
		return 0, nil, err
	}
	size := uint64(head[1] & 0x7f)
	switch size {
	case 126:
		var b [2]byte
		_, err = io.ReadFull(s.in, b[:])
		size = uint64(binary.BigEndian.Uint16(b[:]))
	case 127:
		var b [8]byte
		_, err = io.ReadFull(s.in, b[:])
		size = binary.BigEndian.Uint64(b[:])
	}
	if err != nil {
		return 0, nil, err
	}
	if size > 1<<26 {
		return 0, nil, fmt.Errorf("frame of %d bytes", size)
	}
	payload = make([]byte, size)
	_, err = io.ReadFull(s.in, payload)
	return head[0] & 0x0f, payload, err
}
