package sample

import (
	"os"
	"testing"
)

func TestAttackSize(t *testing.T) {
	t.Run("empty", func(t *testing.T) {
		if err := CheckSize(nil); err != errSize {
			t.Fatal(err)
		}
	})
}

func TestAttackOrder(t *testing.T) {
	if CheckOrder(99, 100) == nil || CheckOrder(3, 1) == nil || CheckOrder(1, 1000) != nil {
		t.Fatal("order")
	}
}

func TestAttackEnds(t *testing.T) {
	if Ends(0) == nil {
		t.Fatal("ends")
	}
}

func TestAttackWaits(t *testing.T) {
	if Waits(1) == nil {
		t.Fatal("waits")
	}
}

func TestFailing(t *testing.T) { t.Fatal("for a baseline that fails") }

func TestAttackInItsDirectory(t *testing.T) {
	if _, err := os.Stat("sample.go"); err != nil {
		t.Fatal(err)
	}
}
