package executor

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
)

// A transaction that one step takes out of a block and brings with another is in the other, in memory as on disk.
func TestPlaceLostAndFoundInOneStep(t *testing.T) {
	durable, err := OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer durable.Close()
	for name, s := range map[string]*Store{"memory": NewMemoryStore(), "disk": durable} {
		t.Run(name, func(t *testing.T) {
			tx, want := common.Hash{1}, place{7, 3}
			b := s.begin()
			for _, err := range []error{b.lose(tx), b.find(tx, want), b.Write()} {
				if err != nil {
					t.Fatal(err)
				}
			}
			if at, ok, err := s.place(tx); at != want || !ok || err != nil {
				t.Errorf("place is %v, %t, %v; want %v", at, ok, err, want)
			}
		})
	}
}
