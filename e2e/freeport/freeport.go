// Package freeport finds ports for servers of tests that have to know theirs before they listen, or again after they have
// been away.
//
// They are below the range from which systems choose ports by themselves (32768 and up on Linux), so that no connection
// and no listener on port 0 gets one in between; and no two tests are given the same one, be they of different packages.
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

// Take returns a port of 127.0.0.1 on which nobody listens, nor on those that lie above it by the given distances. No
// other process takes it before the test ends.
func Take(t testing.TB, above ...int) int {
	t.Helper()
	given.Lock()
	defer given.Unlock()
	if given.ports == nil {
		given.ports = make(map[int]bool)
	}
	for range 1000 {
		port := first + rand.IntN(last-first)
		var claims []net.PacketConn
		wanted := append([]int{0}, above...)
		for _, distance := range wanted {
			if claim := claim(port + distance); claim != nil {
				claims = append(claims, claim)
			}
		}
		release := func() {
			for _, claim := range claims {
				_ = claim.Close()
			}
		}
		if len(claims) < len(wanted) {
			release()
			continue
		}
		for _, distance := range wanted {
			given.ports[port+distance] = true
		}
		t.Cleanup(release)
		return port
	}
	t.Fatalf("no free port from %d to %d", first, last)
	return 0
}

// claim takes the UDP port of the same number: that keeps other processes from claiming a port whose server does not
// listen yet, and is in the way of no TCP server. It is nil where somebody has the port.
func claim(port int) net.PacketConn {
	if port >= last || given.ports[port] || !free(port) {
		return nil
	}
	claim, err := net.ListenPacket("udp", address(port))
	if err != nil {
		return nil
	}
	return claim
}

// free reports whether nobody listens on a port.
func free(port int) bool {
	listener, err := net.Listen("tcp", address(port))
	return err == nil && listener.Close() == nil
}

func address(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }
