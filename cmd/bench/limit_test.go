package bench

import (
	"testing"

	"github.com/ethereum/go-ethereum/params"
)

// Rules that are not the devnet's may charge more, but never more than a transaction may ask for.
func TestGasLimitsOnOthersNodes(t *testing.T) {
	for name, c := range map[string]struct{ times, gas, want uint64 }{
		"ours":              {1, tokenGas, tokenGas},
		"others'":           {othersGas, tokenGas, othersGas * tokenGas},
		"ether":             {othersGas, params.TxGas, params.TxGas},
		"more than can be":  {othersGas, deployGas, params.MaxTxGas},
		"as much as can be": {1, params.MaxTxGas, params.MaxTxGas},
	} {
		if got := (fees{times: c.times}).limit(c.gas); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
