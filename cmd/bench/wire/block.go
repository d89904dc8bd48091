package wire

import (
	"github.com/ethereum/go-ethereum/common"
)

// Block is what the generator wants to know of a block. Transactions is reused by the
// next scan into the same Block.
type Block struct {
	Number, GasUsed, GasLimit uint64
	Transactions              []common.Hash
}

// AppendBlockRequest appends a request for a block with the hashes of its transactions.
func AppendBlockRequest(dst []byte, number uint64) []byte {
	dst = append(dst, `{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":["`...)
	return append(appendQuantity(dst, number), `",false]}`...)
}

// ScanBlock reads the answer to such a request. It is false where the node does not have
// the block yet, and a *NodeError where the node answers with an error.
func ScanBlock(body []byte, b *Block) (found bool, err error) {
	outer := scanner{data: body}
	err = outer.answer(func(a answer) error {
		if a.err != nil {
			return a.err
		}
		s := scanner{data: a.result}
		if s.null() {
			return nil
		}
		found = true
		return s.block(b)
	})
	if err == nil {
		err = outer.end()
	}
	return found && err == nil, err
}

// fields of a block that have to be there, as bits.
const (
	hasNumber = 1 << iota
	hasGasUsed
	hasGasLimit
	hasTransactions

	hasAll = 1<<iota - 1
)

func (s *scanner) block(b *Block) error {
	b.Transactions = b.Transactions[:0]
	seen, err := s.fields(func(key []byte) (field int, err error) {
		switch string(key) {
		case "number":
			field = hasNumber
			b.Number, err = s.quantity()
		case "gasUsed":
			field = hasGasUsed
			b.GasUsed, err = s.quantity()
		case "gasLimit":
			field = hasGasLimit
			b.GasLimit, err = s.quantity()
		case "transactions":
			field = hasTransactions
			err = s.array(func() error {
				hash, err := s.hash()
				b.Transactions = append(b.Transactions, hash)
				return err
			})
		default:
			_, err = s.skip()
		}
		return field, err
	})
	if err == nil && seen != hasAll {
		return s.want("a block with number, gasUsed, gasLimit and transactions")
	}
	return err
}

// hash reads "0x" and 64 hexadecimal digits.
func (s *scanner) hash() (h common.Hash, err error) {
	text, err := s.text()
	if err != nil {
		return h, err
	}
	if len(text) != 2+2*len(h) || text[0] != '0' || text[1] != 'x' {
		return h, s.want("a hash of 32 bytes before this")
	}
	for i := range h {
		high, low := nibble(text[2+2*i]), nibble(text[3+2*i])
		if high < 0 || low < 0 {
			return h, s.want("a hash in hexadecimal before this")
		}
		h[i] = byte(high<<4 | low)
	}
	return h, nil
}

// quantity reads a JSON-RPC quantity of at most 64 bits: no leading zeros.
func (s *scanner) quantity() (value uint64, err error) {
	text, err := s.text()
	if err != nil {
		return 0, err
	}
	value, ok := parseQuantity(text)
	if !ok {
		return 0, s.want("a quantity of 64 bits before this")
	}
	return value, nil
}

func parseQuantity(text []byte) (value uint64, ok bool) {
	if len(text) < 3 || len(text) > 18 || text[0] != '0' || text[1] != 'x' || text[2] == '0' && len(text) > 3 {
		return 0, false
	}
	for _, c := range text[2:] {
		n := nibble(c)
		if n < 0 {
			return 0, false
		}
		value = value<<4 | uint64(n)
	}
	return value, true
}
