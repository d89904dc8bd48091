package blockcode

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Receipts encodes each receipt as the receipts root has it: status, cumulative gas, bloom and
// logs (EIP-658, EIP-2718).
func Receipts(receipts types.Receipts) [][]byte {
	buf, out := make([]byte, 0, 280*len(receipts)), make([][]byte, len(receipts))
	for i, r := range receipts {
		from := len(buf)
		buf = appendReceipt(buf, r)
		out[i] = buf[from:len(buf):len(buf)]
	}
	return out
}

func appendReceipt(b []byte, r *types.Receipt) []byte {
	logs := 0
	for _, l := range r.Logs {
		logs += listSize(logSize(l))
	}
	if r.Type != types.LegacyTxType {
		b = append(b, r.Type)
	}
	b = appendHead(b, 0xc0, 1+uintSize(r.CumulativeGasUsed)+headSize(len(r.Bloom))+len(r.Bloom)+listSize(logs))
	b = appendUint(b, r.Status)
	b = appendUint(b, r.CumulativeGasUsed)
	b = appendString(b, r.Bloom[:])
	b = appendHead(b, 0xc0, logs)
	for _, l := range r.Logs {
		b = appendHead(b, 0xc0, logSize(l))
		b = appendString(b, l.Address[:])
		b = appendHead(b, 0xc0, len(l.Topics)*(1+common.HashLength))
		for i := range l.Topics {
			b = appendString(b, l.Topics[i][:])
		}
		b = appendString(b, l.Data)
	}
	return b
}

func logSize(l *types.Log) int {
	return 1 + common.AddressLength + listSize(len(l.Topics)*(1+common.HashLength)) + stringSize(l.Data)
}
