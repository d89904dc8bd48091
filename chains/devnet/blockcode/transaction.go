package blockcode

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
)

// Transactions encodes each transaction as EIP-2718 has it. The result is not to be changed.
func Transactions(txs types.Transactions) [][]byte {
	size := 0
	for _, tx := range txs {
		size += int(tx.Size())
	}
	buf, out := make([]byte, 0, size), make([][]byte, len(txs))
	for i, tx := range txs {
		from := len(buf)
		buf = AppendTransaction(buf, tx)
		out[i] = buf[from:len(buf):len(buf)] // also where buf has moved since
	}
	return out
}

// AppendTransaction is tx.MarshalBinary. It panics on a transaction of a kind that can't be
// encoded, which nobody can decode either.
func AppendTransaction(b []byte, tx *types.Transaction) []byte {
	v, r, s := tx.RawSignatureValues()
	switch {
	case tx.Type() == types.LegacyTxType:
		return appendList(b, tx, nil, []*big.Int{tx.GasPrice()}, []*big.Int{v, r, s})
	case tx.Type() == types.DynamicFeeTxType && len(tx.AccessList()) == 0:
		return appendList(append(b, types.DynamicFeeTxType), tx, tx.ChainId(), []*big.Int{tx.GasTipCap(), tx.GasFeeCap()}, []*big.Int{v, r, s})
	}
	enc, err := tx.MarshalBinary()
	if err != nil {
		panic(fmt.Sprintf("encode transaction %s: %v", tx.Hash(), err))
	}
	return append(b, enc...)
}

// AppendSigned writes what the signature of a transaction is of, before it is hashed: for a legacy
// one by EIP-155, or one by EIP-1559 without an access list. False is for any other.
func AppendSigned(b []byte, tx *types.Transaction, chainID *big.Int) ([]byte, bool) {
	switch {
	case tx.Type() == types.LegacyTxType && tx.Protected():
		return appendList(b, tx, nil, []*big.Int{tx.GasPrice()}, []*big.Int{chainID, common.Big0, common.Big0}), true
	case tx.Type() == types.DynamicFeeTxType && len(tx.AccessList()) == 0:
		return appendList(append(b, types.DynamicFeeTxType), tx, chainID, []*big.Int{tx.GasTipCap(), tx.GasFeeCap()}, nil), true
	}
	return b, false
}

// appendList writes the list of a legacy transaction, or, where there is a chain id, of one by
// EIP-1559 with an empty access list: the fields are the same but for that and the prices. What
// comes last is the signature, or what EIP-155 has in its place.
func appendList(b []byte, tx *types.Transaction, chainID *big.Int, prices, last []*big.Int) []byte {
	value, data, to := tx.Value(), tx.Data(), tx.To()
	size := uintSize(tx.Nonce()) + uintSize(tx.Gas()) + 1 + bigSize(value) + stringSize(data) + bigSizes(prices) + bigSizes(last)
	if chainID != nil {
		size += bigSize(chainID) + 1
	}
	if to != nil {
		size += len(to)
	}
	b = appendHead(b, 0xc0, size)
	if chainID != nil {
		b = appendBig(b, chainID)
	}
	b = appendUint(b, tx.Nonce())
	b = appendBigs(b, prices)
	b = appendUint(b, tx.Gas())
	if to != nil {
		b = appendString(b, to[:])
	} else {
		b = append(b, 0x80)
	}
	b = appendString(appendBig(b, value), data)
	if chainID != nil {
		b = append(b, 0xc0) // the access list
	}
	return appendBigs(b, last)
}

// Block is rlp.EncodeToBytes of a block, which has a header, and Transactions of it, in pieces of that. Neither is to be
// changed.
func Block(b *types.Block) (block []byte, transactions [][]byte, err error) {
	size, header, err := sizeOf(b)
	if err != nil {
		return nil, nil, err
	}
	if header == nil {
		block, err = rlp.EncodeToBytes(b)
		return block, Transactions(b.Transactions()), err
	}
	out := appendHead(make([]byte, 0, listSize(size)), 0xc0, size)
	out = appendHead(append(out, header...), 0xc0, contentSize(b.Transactions()))
	transactions = make([][]byte, len(b.Transactions()))
	for i, tx := range b.Transactions() {
		if tx.Type() != types.LegacyTxType {
			out = appendHead(out, 0x80, int(tx.Size()))
		}
		from := len(out)
		out = AppendTransaction(out, tx)
		transactions[i] = out[from:len(out):len(out)]
	}
	out = append(out, 0xc0, 0xc0) // uncles and withdrawals
	if len(out) != listSize(size) {
		return nil, nil, fmt.Errorf("block %s takes %d bytes, and %d by the sizes of its transactions", b.Number(), len(out), listSize(size))
	}
	return out, transactions, nil
}

// Size is block.Size(), how many bytes the block's encoding has; for one without uncles and
// withdrawals, as all are here, nothing but its header is encoded.
func Size(b *types.Block) uint64 {
	size, header, err := sizeOf(b)
	if err != nil || header == nil {
		return b.Size()
	}
	return uint64(listSize(size))
}

// sizeOf is what a block's encoding takes without its own head, and its header in bytes; nil if it has uncles or
// withdrawals, or not even an empty list of these.
func sizeOf(b *types.Block) (size int, header []byte, err error) {
	if len(b.Uncles()) > 0 || b.Withdrawals() == nil || len(b.Withdrawals()) > 0 {
		return 0, nil, nil
	}
	if header, err = rlp.EncodeToBytes(b.Header()); err != nil {
		return 0, nil, fmt.Errorf("encode header: %w", err)
	}
	return len(header) + listSize(contentSize(b.Transactions())) + 2, header, nil
}

// contentSize is what the list of a block's transactions takes, without its head.
func contentSize(txs types.Transactions) (size int) {
	for _, tx := range txs {
		n := int(tx.Size())
		if size += n; tx.Type() != types.LegacyTxType {
			size += headSize(n)
		}
	}
	return size
}

// Body is the body of a block with these encoded transactions, without uncles and with an empty
// list of withdrawals. Legacy transactions are the lists that they are, others strings.
func Body(encoded [][]byte) []byte {
	size := 0
	for _, enc := range encoded {
		if size += len(enc); enc[0] < 0xc0 {
			size += headSize(len(enc))
		}
	}
	b := make([]byte, 0, listSize(listSize(size)+2))
	b = appendHead(b, 0xc0, listSize(size)+2)
	b = appendHead(b, 0xc0, size)
	for _, enc := range encoded {
		if enc[0] < 0xc0 {
			b = appendHead(b, 0x80, len(enc))
		}
		b = append(b, enc...)
	}
	return append(b, 0xc0, 0xc0)
}
