package evm_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/e2e/leaks"
)

func TestMain(m *testing.M) { leaks.Main(m) }
