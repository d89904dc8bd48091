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

// Block is rlp.EncodeToBytes of a block, which has a header and these transactions.
func Block(b *types.Block, encoded [][]byte) ([]byte, error) {
	header, err := rlp.EncodeToBytes(b.Header())
	if err != nil {
		return nil, fmt.Errorf("encode header: %w", err)
	}
	if len(b.Uncles()) > 0 || b.Withdrawals() == nil || len(b.Withdrawals()) > 0 {
		return rlp.EncodeToBytes(b)
	}
	size := len(header) + bodySize(encoded)
	out := appendHead(make([]byte, 0, listSize(size)), 0xc0, size)
	return appendBody(append(out, header...), encoded), nil
}

// Size is block.Size(), how many bytes the block's encoding has; for one without uncles and
// withdrawals, as all are here, nothing but its header is encoded.
func Size(b *types.Block) uint64 {
	header, err := rlp.EncodeToBytes(b.Header())
	if err != nil || len(b.Uncles()) > 0 || b.Withdrawals() == nil || len(b.Withdrawals()) > 0 {
		return b.Size()
	}
	size := 0
	for _, tx := range b.Transactions() {
		n := int(tx.Size())
		if size += n; tx.Type() != types.LegacyTxType {
			size += headSize(n)
		}
	}
	return uint64(listSize(len(header) + listSize(size) + 2))
}

// Body is the body of a block with these encoded transactions, without uncles and with an empty
// list of withdrawals. Legacy transactions are the lists that they are, others strings.
func Body(encoded [][]byte) []byte {
	size := bodySize(encoded)
	return appendBody(appendHead(make([]byte, 0, listSize(size)), 0xc0, size), encoded)
}

// transactionsSize is that of a block's transactions without the head of their list, and bodySize that of all fields of
// its body.
func transactionsSize(encoded [][]byte) (size int) {
	for _, enc := range encoded {
		if size += len(enc); enc[0] < 0xc0 {
			size += headSize(len(enc))
		}
	}
	return size
}

func bodySize(encoded [][]byte) int { return listSize(transactionsSize(encoded)) + 2 }

// appendBody writes the fields of a body.
func appendBody(b []byte, encoded [][]byte) []byte {
	b = appendHead(b, 0xc0, transactionsSize(encoded))
	for _, enc := range encoded {
		if enc[0] < 0xc0 {
			b = appendHead(b, 0x80, len(enc))
		}
		b = append(b, enc...)
	}
	return append(b, 0xc0, 0xc0)
}
