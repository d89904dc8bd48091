package freeport

import (
	"net"
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
	listener, err := net.Listen("tcp", address(port))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	if free(port) {
		t.Errorf("port %d is free although somebody listens", port)
	}
}

// TestTakenPortIsAnothersNot: another process, which does not know what this one has handed out, does not get a port
// before its test has ended, whether its server listens or not.
func TestTakenPortIsAnothersNot(t *testing.T) {
	ask := func(port int) bool {
		given.Lock()
		defer given.Unlock()
		defer func(ours map[int]bool) { given.ports = ours }(given.ports)
		given.ports = nil
		claim := claim(port)
		return claim != nil && claim.Close() == nil
	}
	var port int
	t.Run("taken", func(t *testing.T) {
		if port = Take(t); ask(port) {
			t.Errorf("port %d is handed out by two processes", port)
		}
	})
	if !ask(port) {
		t.Errorf("port %d stays taken", port)
	}
}
