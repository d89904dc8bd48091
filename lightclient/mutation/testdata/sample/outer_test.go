package sample_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation/testdata/sample"
)

func TestAttackVotes(t *testing.T) {
	if _, err := sample.CheckVotes(2, 3); err != nil {
		t.Fatal(err)
	}
	if _, err := sample.CheckVotes(1, 3); err == nil {
		t.Fatal("one of three")
	}
}

func TestAttackAll(t *testing.T) {
	if sample.All([]byte{1}, 1, 3) == nil || sample.All(nil, 3, 4) == nil || sample.All([]byte{1}, 3, 4) != nil {
		t.Fatal("all")
	}
}

func TestAttackCount(t *testing.T) {
	if n := sample.Count([]int{1, 2, 3, 4}); n != 2 {
		t.Fatal(n)
	}
}

func TestAttackSmall(t *testing.T) {
	if sample.Small(10) || sample.Small(11) || !sample.Small(9) {
		t.Fatal("small")
	}
}
