package freeport

import (
	"net"
	"strconv"
	"testing"
)

func TestTakenPortsAreFreeAndTakenOnce(t *testing.T) {
	seen := make(map[int]bool)
	for range 50 {
		port := Take(t, 1000)
		for _, p := range []int{port, port + 1000} {
			if p < first || p >= last || seen[p] || !free(p) {
				t.Fatalf("port %d: taken before %t, free %t", p, seen[p], free(p))
			}
			seen[p] = true
		}
	}
}

func TestPortInUseIsNotFree(t *testing.T) {
	port := Take(t)
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	if free(port) {
		t.Errorf("port %d is free although somebody listens", port)
	}
}
