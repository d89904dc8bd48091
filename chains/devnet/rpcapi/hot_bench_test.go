package rpcapi

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/gorilla/websocket"
)

// recovering is a backend that recovers senders and does nothing else.
type recovering struct{ fateful }

func (recovering) SubmitTx(_ context.Context, tx *types.Transaction) error {
	_, err := types.Sender(benchSigner, tx)
	return err
}

var benchSigner = types.LatestSigner(fateful{}.ChainConfig())

// raws are as many signed transfers, the same for all.
var raws = sync.OnceValue(func() []string {
	out := make([]string, 4096)
	for i := range out {
		tx := types.MustSignNewTx(testKey(3), benchSigner, &types.DynamicFeeTx{
			ChainID: fateful{}.ChainConfig().ChainID, Nonce: uint64(i), To: &common.Address{7}, Value: common.Big1, Gas: 21_000,
			GasFeeCap: big.NewInt(1e10), GasTipCap: big.NewInt(1e9),
		})
		raw, err := tx.MarshalBinary()
		if err != nil {
			panic(err)
		}
		out[i] = hexutil.Encode(raw)
	}
	return out
})

// BenchmarkEntrance submits transfers from 16 connections, client included, through
// go-ethereum's server alone and through the entrance, beside the wall: decoding and
// recovery alone, on all cores.
func BenchmarkEntrance(b *testing.B) {
	b.Run("wall", func(b *testing.B) {
		measured(b, func() {
			var next atomic.Int64
			var workers sync.WaitGroup
			for range 16 {
				workers.Go(func() {
					for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
						tx := new(types.Transaction)
						if err := tx.UnmarshalBinary(common.FromHex(raws()[i%4096])); err != nil {
							b.Error(err)
						}
						if _, err := types.Sender(benchSigner, tx); err != nil {
							b.Error(err)
						}
					}
				})
			}
			workers.Wait()
		})
	})
	for _, batch := range []int{1, 100} {
		for _, way := range []string{"go-ethereum", "entrance", "entrance, senders known"} {
			b.Run(fmt.Sprintf("http/batch=%d/%s", batch, way), func(b *testing.B) {
				server, e := waysIn(b)
				handler := http.Handler(server)
				if way != "go-ethereum" {
					handler = e.http(server)
				}
				web := httptest.NewUnstartedServer(handler)
				if way == "entrance, senders known" {
					web.Config.ConnContext = e.connected
				}
				web.Start()
				defer web.Close()
				benchmarkConnections(b, batch, func(bodies []string) func(int) {
					return overHTTP(b, web.Listener.Addr().String(), bodies)
				})
			})
		}
	}
	for _, way := range []string{"go-ethereum", "entrance"} {
		b.Run("ws/batch=1/"+way, func(b *testing.B) {
			server, e := waysIn(b)
			handler := server.WebsocketHandler(nil)
			if way == "entrance" {
				handler = e.socket(handler)
			}
			web := httptest.NewServer(handler)
			defer web.Close()
			benchmarkConnections(b, 1, func(bodies []string) func(int) {
				return overSocket(b, "ws"+strings.TrimPrefix(web.URL, "http"), bodies)
			})
			server.Stop()
		})
	}
}

func waysIn(b *testing.B) (*rpc.Server, *entrance) {
	send := &ethSend{reader: &reader{backend: recovering{}, life: context.Background()}}
	server := rpc.NewServer()
	server.SetBatchLimits(maxBatchItems, maxBatchResponseBytes)
	check(b, server.RegisterName("eth", send))
	return server, &entrance{send: send, senders: finderOf(benchSigner)}
}

// measured reports transactions a second and the process's CPU time for each.
func measured(b *testing.B, run func()) {
	cpu := func() int64 {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return u.Utime.Nano() + u.Stime.Nano()
	}
	raws()
	b.ResetTimer()
	before := cpu()
	run()
	b.ReportMetric(float64(cpu()-before)/1e3/float64(b.N), "cpu-µs/tx")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
}

// benchmarkConnections sends b.N transactions from 16 connections.
func benchmarkConnections(b *testing.B, batch int, open func(bodies []string) func(int)) {
	var bodies []string
	for i := 0; i+batch <= 4096; i += batch {
		var calls []string
		for j := range batch {
			calls = append(calls, fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"eth_sendRawTransaction","params":["%s"]}`, j, raws()[i+j]))
		}
		body := calls[0]
		if batch > 1 {
			body = "[" + strings.Join(calls, ",") + "]"
		}
		bodies = append(bodies, body)
	}
	connections := make([]func(int), 16)
	for i := range connections {
		connections[i] = open(bodies)
	}
	measured(b, func() {
		var next atomic.Int64
		var clients sync.WaitGroup
		for _, ask := range connections {
			clients.Go(func() {
				for i := next.Add(1) - 1; i*int64(batch) < int64(b.N); i = next.Add(1) - 1 {
					ask(int(i) % len(bodies))
				}
			})
		}
		clients.Wait()
	})
}

// overHTTP is a client that costs little: requests are prepared, answers only counted.
func overHTTP(b *testing.B, address string, bodies []string) func(int) {
	conn, err := (&net.Dialer{}).Dial("tcp", address)
	check(b, err)
	b.Cleanup(func() { check(b, conn.Close()) })
	prepared := make([][]byte, len(bodies))
	for i, body := range bodies {
		prepared[i] = fmt.Appendf(nil, "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	}
	in := bufio.NewReader(conn)
	return func(i int) {
		if _, err := conn.Write(prepared[i]); err != nil {
			b.Error(err)
			return
		}
		for length := 0; ; {
			line, err := in.ReadSlice('\n')
			if err != nil {
				b.Error(err)
				return
			}
			if digits, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("Content-Length: ")); ok {
				if length, err = strconv.Atoi(string(digits)); err != nil {
					b.Error(err)
				}
			}
			if len(line) == 2 {
				if _, err := io.CopyN(io.Discard, in, int64(length)); err != nil {
					b.Error(err)
				}
				return
			}
		}
	}
}

func overSocket(b *testing.B, url string, bodies []string) func(int) {
	conn, response, err := websocket.DefaultDialer.Dial(url, nil)
	check(b, err)
	check(b, response.Body.Close())
	b.Cleanup(func() { check(b, conn.Close()) })
	return func(i int) {
		if err := conn.WriteMessage(websocket.TextMessage, []byte(bodies[i])); err != nil {
			b.Error(err)
		}
		if _, _, err := conn.ReadMessage(); err != nil {
			b.Error(err)
		}
	}
}
