package rpcapi

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/gorilla/websocket"
)

// clientFrame is a frame as clients send it.
func clientFrame(first byte, payload string) []byte {
	out := []byte{first}
	switch n := len(payload); {
	case n < 126:
		out = append(out, frameMasked|byte(n))
	case n <= 0xffff:
		out = binary.BigEndian.AppendUint16(append(out, frameMasked|126), uint16(n))
	default:
		out = binary.BigEndian.AppendUint64(append(out, frameMasked|127), uint64(n))
	}
	mask := [4]byte{1, 2, 3, 4}
	out = append(out, mask[:]...)
	for i := range len(payload) {
		out = append(out, payload[i]^mask[i%4])
	}
	return out
}

// pipeEnd is a connection whose client has sent everything already; what is written to
// it is kept.
type pipeEnd struct {
	net.Conn
	in  io.Reader
	mu  sync.Mutex
	out bytes.Buffer
}

func (p *pipeEnd) Read(b []byte) (int, error) { return p.in.Read(b) }

func (p *pipeEnd) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.Write(b)
}

func (p *pipeEnd) SetWriteDeadline(time.Time) error { return nil }
func (p *pipeEnd) Close() error                     { return nil }

func newTap(conn net.Conn) *tap {
	send := &ethSend{reader: &reader{backend: fateful{}, life: context.Background()}}
	t := &tap{
		Conn: conn, entrance: &entrance{send: send, senders: finderOf(types.LatestSigner(fateful{}.ChainConfig()))},
		ctx: context.Background(), slots: make(chan struct{}, maxHotInFlight),
	}
	t.senders = t.entrance.senders.Stream()
	t.turn = sync.NewCond(&t.writing)
	return t
}

// cold is what a tap must pass on of a client's bytes, by a reading of its own: all of
// them but whole hot frames outside of fragmented messages. hot counts those.
func cold(data []byte) (rest []byte, hot int) {
	partial := false
	for len(data) > 0 {
		f, ok := parseFrame(data)
		if !ok || f.size > uint64(len(data)) {
			return append(rest, data...), hot
		}
		payload := slices.Clone(data[f.payload:f.size])
		for i := range payload {
			if f.masked {
				payload[i] ^= data[f.payload-4:][i%4]
			}
		}
		_, _, ok = scanHot(payload, nil)
		if ok && f.masked && f.first == frameFinal|frameText && !partial {
			hot++
		} else {
			rest = append(rest, data[:f.size]...)
		}
		if f.first&0x8 == 0 {
			partial = f.first&frameFinal == 0
		}
		data = data[f.size:]
	}
	return rest, hot
}

// Whatever a client sends, and in whatever pieces, the server gets all of it but hot
// frames, and each of those is answered.
func FuzzTapPassesOnWhatIsNotHot(f *testing.F) {
	hot := clientFrame(frameFinal|frameText, hotBody(0))
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	other := clientFrame(frameFinal|frameText, `{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber"}`)
	f.Add(hot, uint8(7))
	f.Add(join(hot, other, hot, other), uint8(100))
	f.Add(join(clientFrame(frameText, "a"), hot, clientFrame(frameFinal|0x9, "ping"), clientFrame(frameFinal, hotBody(0)), hot), uint8(1))
	f.Add(join(clientFrame(frameFinal|frameText, strings.Repeat(" ", 70_000)+hotBody(0)), hot), uint8(255))
	f.Add(join(hot, hot[:20]), uint8(3))
	f.Add(join(appendFrameHeader(nil, len(hotBody(0))), []byte(hotBody(0)), hot), uint8(50)) // without a mask
	f.Add(join(other, []byte{0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4}, hot), uint8(9))
	f.Add(join(clientFrame(frameFinal|0x2, hotBody(0)), clientFrame(frameFinal|0x40|frameText, hotBody(0)), []byte{0x81, 2, '{', '}'}), uint8(5))
	f.Fuzz(func(t *testing.T, data []byte, piece uint8) {
		conn := &pipeEnd{in: &pieces{bytes.NewReader(data), int(piece) + 1}}
		tap := newTap(conn)
		_, err := tap.Write([]byte("HTTP/1.1 101 Switching Protocols\r\n\r\n"))
		check(t, err)
		got, err := io.ReadAll(&pieces{tap, int(piece)*3 + 1})
		check(t, err)
		tap.running.Wait()
		want, hot := cold(data)
		if !bytes.Equal(got, want) {
			t.Fatalf("passed on %d bytes %.100x\nwant %d bytes %.100x", len(got), got, len(want), want)
		}
		if answers := bytes.Count(conn.out.Bytes(), []byte(`"jsonrpc"`)); answers < hot {
			t.Fatalf("%d answers to %d hot frames", answers, hot)
		}
	})
}

// pieces reads a few bytes at a time.
type pieces struct {
	io.Reader
	n int
}

func (p *pieces) Read(b []byte) (int, error) { return p.Reader.Read(b[:min(len(b), p.n)]) }

// Answers stand between the server's messages and never within one, however the server
// cuts what it writes; after its close frame there are none.
func TestAnswersStandBetweenMessages(t *testing.T) {
	server := func(first byte, payload string) []byte {
		return append(append([]byte{first}, appendFrameHeader(nil, len(payload))[1:]...), payload...)
	}
	long := strings.Repeat("x", 300)
	written := bytes.Join([][]byte{
		server(frameFinal|frameText, "one"), server(frameText, "begun"), server(frameFinal|0x9, "ping"), server(0, long), server(frameFinal, "ended"),
		server(frameFinal|frameText, strings.Repeat("y", 70_000)), server(frameFinal|frameClose, ""),
	}, nil)
	for _, piece := range []int{1, 3, 200, 100_000} {
		conn := &pipeEnd{in: strings.NewReader("")}
		tap := newTap(conn)
		_, err := tap.Write(nil) // the handshake
		check(t, err)
		var answers sync.WaitGroup
		for range 20 {
			answers.Go(func() { tap.reply([]byte(strings.Repeat("a", 200))) })
		}
		for rest := written; len(rest) > 0; rest = rest[min(piece, len(rest)):] {
			_, err := tap.Write(rest[:min(piece, len(rest))])
			check(t, err)
		}
		answers.Wait()
		tap.reply([]byte("late"))
		var messages []byte
		var follow frames
		for out := conn.out.Bytes(); len(out) > 0; {
			f, ok := parseFrame(out)
			if !ok || f.size > uint64(len(out)) {
				t.Fatalf("pieces of %d: a frame is torn", piece)
			}
			if payload := out[f.payload:f.size]; bytes.HasPrefix(payload, []byte("aaa")) {
				if follow.busy() || follow.closed {
					t.Fatalf("pieces of %d: an answer stands within a message, or after the end", piece)
				}
			} else {
				follow.follow(out[:f.size])
				messages = append(messages, out[:f.size]...)
			}
			out = out[f.size:]
		}
		if !bytes.Equal(messages, written) {
			t.Fatalf("pieces of %d: the server's own messages are changed", piece)
		}
	}
}

// A whole WebSocket: every message gets the answer that go-ethereum's server alone gives,
// and it ends the same way.
func TestEntranceOnWebSockets(t *testing.T) {
	slow, _ := twoWays(t)
	server := slow.(*rpc.Server)
	send := &ethSend{reader: &reader{backend: fateful{}, life: context.Background()}}
	e := &entrance{send: send, senders: finderOf(types.LatestSigner(fateful{}.ChainConfig()))}
	plain := httptest.NewServer(server.WebsocketHandler([]string{"*"}))
	defer plain.Close()
	tapped := httptest.NewServer(e.socket(server.WebsocketHandler([]string{"*"})))
	defer tapped.Close()
	dialSocket := func(s *httptest.Server) *websocket.Conn {
		conn, response, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(s.URL, "http"), http.Header{"Origin": {"http://x.test"}})
		check(t, err)
		check(t, response.Body.Close())
		check(t, conn.SetReadDeadline(time.Now().Add(soon)))
		return conn
	}
	ask := func(conn *websocket.Conn, kind int, body string) string {
		check(t, conn.WriteMessage(kind, []byte(body)))
		_, answer, err := conn.ReadMessage()
		if err != nil {
			return err.Error()
		}
		return string(answer)
	}
	a, b := dialSocket(plain), dialSocket(tapped)
	for _, body := range append(hotBodies(), coldBodies()...) {
		if !strings.Contains(body, `"id"`) || strings.Contains(body, `"id":{`) || len(body) > maxBodyBytes {
			continue // no answer, or the end of the connection
		}
		for _, kind := range []int{websocket.TextMessage, websocket.BinaryMessage} {
			want, got := ask(a, kind, body), ask(b, kind, body)
			if got != want {
				t.Fatalf("message %.300q\nis answered %.300q\nwithout entrance %.300q", body, got, want)
			}
			if strings.HasPrefix(want, `{"jsonrpc":"2.0","id":null,"error":{"code":-32700`) { // it ends
				check(t, a.Close())
				check(t, b.Close())
				a, b = dialSocket(plain), dialSocket(tapped)
			}
		}
	}
	tooLong := strings.Repeat(" ", maxBodyBytes) + hotBody(0)
	if want, got := ask(a, websocket.TextMessage, tooLong), ask(b, websocket.TextMessage, tooLong); got != want {
		t.Errorf("a message that is too long ends with %q, want %q", got, want)
	}
	check(t, a.Close())
	check(t, b.Close())
	server.Stop()
}
