package e2e

import (
	"math/rand/v2"
	"net"
	"strconv"
	"sync"
	"testing"
)

// Ports that have to be known before somebody listens are taken from below the range
// that systems choose from: no connection of another story gets one in between.
const (
	firstPort = 20_000
	lastPort  = 32_000
)

// given are the ports that this process has handed out; nets of parallel tests never
// share one, not even one after the other.
var given = struct {
	sync.Mutex
	ports map[int]bool
}{ports: map[int]bool{}}

// freePort finds a port on which nobody listens.
func freePort(t testing.TB) int {
	t.Helper()
	for range 100 {
		port := firstPort + rand.IntN(lastPort-firstPort)
		if !take(port) {
			continue
		}
		listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			continue // another process has it
		}
		if err := listener.Close(); err != nil {
			t.Fatal(err)
		}
		return port
	}
	t.Fatalf("no free port from %d to %d", firstPort, lastPort)
	return 0
}

func take(port int) bool {
	given.Lock()
	defer given.Unlock()
	if given.ports[port] {
		return false
	}
	given.ports[port] = true
	return true
}
