// Package freeport finds ports for servers of tests that have to know theirs before they listen, or again after they have
// been away.
//
// They are below the range from which systems choose ports by themselves (32768 and up on Linux), so that no connection
// and no listener on port 0 gets one in between; and of a range so wide that two packages hardly meet.
package freeport

import (
	"math/rand/v2"
	"net"
	"strconv"
	"sync"
	"testing"
)

const first, last = 10_000, 32_000

// given are the ports that this process has handed out: parallel tests never share one, not even one after the other.
var given struct {
	sync.Mutex
	ports map[int]bool
}

// Take returns a port of 127.0.0.1 on which nobody listens, nor on those that lie above it by the given distances.
func Take(t testing.TB, above ...int) int {
	t.Helper()
	given.Lock()
	defer given.Unlock()
	if given.ports == nil {
		given.ports = make(map[int]bool)
	}
search:
	for range 1000 {
		port := first + rand.IntN(last-first)
		for _, p := range append([]int{0}, above...) {
			if p += port; p >= last || given.ports[p] || !free(p) {
				continue search
			}
		}
		for _, p := range append([]int{0}, above...) {
			given.ports[port+p] = true
		}
		return port
	}
	t.Fatalf("no free port from %d to %d", first, last)
	return 0
}

func free(port int) bool {
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	return err == nil && listener.Close() == nil
}
