package wire

import (
	"bytes"
	"encoding/hex"
	"strconv"
)

// AppendSend appends a request that sends one raw transaction for each of raws, a batch
// where there are several. Their ids count from 0.
func AppendSend(dst []byte, raws [][]byte) []byte {
	if len(raws) == 1 {
		return appendSend(dst, 0, raws[0])
	}
	for i, raw := range raws {
		sign := byte(',')
		if i == 0 {
			sign = '['
		}
		dst = appendSend(append(dst, sign), i, raw)
	}
	return append(dst, ']')
}

func appendSend(dst []byte, id int, raw []byte) []byte {
	dst = append(dst, `{"jsonrpc":"2.0","id":`...)
	dst = strconv.AppendInt(dst, int64(id), 10)
	dst = append(dst, `,"method":"eth_sendRawTransaction","params":["0x`...)
	return append(hex.AppendEncode(dst, raw), `"]}`...)
}

func appendQuantity(dst []byte, value uint64) []byte {
	return strconv.AppendUint(append(dst, "0x"...), value, 16)
}

// ScanSent reads the answer to AppendSend of n transactions. It calls sent once for each
// that was answered: with nil where the node took it, else with the node's error. One
// error for the whole batch is the answer to each of them. Answers to what was not asked,
// and second ones, make the whole body an error; sent may have been called before.
func ScanSent(body []byte, n int, sent func(i int, err *NodeError)) error {
	s := &scanner{data: body}
	seen := make([]uint64, (n+63)/64)
	one := func(a answer) error {
		i, err := strconv.Atoi(string(a.id))
		if err != nil || i < 0 || i >= n || len(a.id) > 1 && a.id[0] == '0' {
			return s.want("the id of a request, not " + short(a.id))
		}
		if seen[i/64]&(1<<(i%64)) != 0 {
			return s.want("no second answer to request " + string(a.id))
		}
		seen[i/64] |= 1 << (i % 64)
		if a.err == nil && !isHash(a.result) {
			return s.want("a transaction's hash, not " + short(a.result))
		}
		sent(i, a.err)
		return nil
	}
	list := s.peek() == '['
	return s.answers(func(a answer) error {
		if list || a.err == nil || n == 1 && !isNull(a.id) {
			return one(a)
		}
		for i := range n { // the batch as such was refused
			sent(i, a.err)
		}
		return nil
	})
}

func isNull(raw []byte) bool { return len(raw) == 0 || bytes.Equal(raw, []byte("null")) }

// isHash wants what eth_sendRawTransaction answers: a quoted hash.
func isHash(raw []byte) bool {
	s := scanner{data: raw}
	_, err := s.hash()
	return err == nil && s.end() == nil
}

func short(raw []byte) string {
	if len(raw) > 80 {
		return strconv.Quote(string(raw[:80])) + "…"
	}
	return strconv.Quote(string(raw))
}
