package rpcapi

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/chains/devnet/blockcode"
)

// place says where a transaction stands; nil is the pool.
type place struct {
	hash    common.Hash // on-chain hash of its block
	number  uint64
	time    uint64 // seconds
	index   uint64
	baseFee *big.Int
}

func placeOf(header *types.Header, hash common.Hash, index int) *place {
	return &place{hash: hash, number: header.Number.Uint64(), time: header.Time, index: uint64(index), baseFee: header.BaseFee}
}

// marshalHeader is a header as the execution API specifies it. The hash is
// given, never computed: types.Header.Hash() is not this chain's block hash.
func marshalHeader(header *types.Header, hash common.Hash) map[string]any {
	fields := map[string]any{
		"number":           (*hexutil.Big)(header.Number),
		"hash":             hash,
		"parentHash":       header.ParentHash,
		"nonce":            header.Nonce,
		"mixHash":          header.MixDigest,
		"sha3Uncles":       header.UncleHash,
		"logsBloom":        header.Bloom,
		"stateRoot":        header.Root,
		"miner":            header.Coinbase,
		"difficulty":       (*hexutil.Big)(header.Difficulty),
		"extraData":        hexutil.Bytes(header.Extra),
		"gasLimit":         hexutil.Uint64(header.GasLimit),
		"gasUsed":          hexutil.Uint64(header.GasUsed),
		"timestamp":        hexutil.Uint64(header.Time),
		"transactionsRoot": header.TxHash,
		"receiptsRoot":     header.ReceiptHash,
	}
	if header.BaseFee != nil {
		fields["baseFeePerGas"] = (*hexutil.Big)(header.BaseFee)
	}
	if header.WithdrawalsHash != nil {
		fields["withdrawalsRoot"] = header.WithdrawalsHash
	}
	if header.BlobGasUsed != nil {
		fields["blobGasUsed"] = hexutil.Uint64(*header.BlobGasUsed)
	}
	if header.ExcessBlobGas != nil {
		fields["excessBlobGas"] = hexutil.Uint64(*header.ExcessBlobGas)
	}
	if header.ParentBeaconRoot != nil {
		fields["parentBeaconBlockRoot"] = header.ParentBeaconRoot
	}
	if header.RequestsHash != nil {
		fields["requestsHash"] = header.RequestsHash
	}
	return fields
}

// marshalBlock adds the body: whole transactions when full, else their hashes.
func marshalBlock(config *params.ChainConfig, block *types.Block, hash common.Hash, full bool) map[string]any {
	header := block.Header()
	fields := marshalHeader(header, hash)
	fields["size"] = hexutil.Uint64(blockcode.Size(block))
	fields["uncles"] = []common.Hash{} // QBFT has none
	transactions := make([]any, len(block.Transactions()))
	signer := signerOf(config, header)
	for i, tx := range block.Transactions() {
		if full {
			transactions[i] = marshalTx(signer, tx, placeOf(header, hash, i))
		} else {
			transactions[i] = tx.Hash()
		}
	}
	fields["transactions"] = transactions
	if block.Withdrawals() != nil {
		fields["withdrawals"] = block.Withdrawals()
	}
	return fields
}

// rpcTransaction is a transaction as the execution API specifies it.
type rpcTransaction struct {
	BlockHash           *common.Hash                 `json:"blockHash"`
	BlockNumber         *hexutil.Big                 `json:"blockNumber"`
	BlockTimestamp      *hexutil.Uint64              `json:"blockTimestamp"`
	From                common.Address               `json:"from"`
	Gas                 hexutil.Uint64               `json:"gas"`
	GasPrice            *hexutil.Big                 `json:"gasPrice"`
	GasFeeCap           *hexutil.Big                 `json:"maxFeePerGas,omitempty"`
	GasTipCap           *hexutil.Big                 `json:"maxPriorityFeePerGas,omitempty"`
	MaxFeePerBlobGas    *hexutil.Big                 `json:"maxFeePerBlobGas,omitempty"`
	Hash                common.Hash                  `json:"hash"`
	Input               hexutil.Bytes                `json:"input"`
	Nonce               hexutil.Uint64               `json:"nonce"`
	To                  *common.Address              `json:"to"`
	TransactionIndex    *hexutil.Uint64              `json:"transactionIndex"`
	Value               *hexutil.Big                 `json:"value"`
	Type                hexutil.Uint64               `json:"type"`
	AccessList          *types.AccessList            `json:"accessList,omitempty"`
	ChainID             *hexutil.Big                 `json:"chainId,omitempty"`
	BlobVersionedHashes []common.Hash                `json:"blobVersionedHashes,omitempty"`
	AuthorizationList   []types.SetCodeAuthorization `json:"authorizationList,omitempty"`
	V                   *hexutil.Big                 `json:"v"`
	R                   *hexutil.Big                 `json:"r"`
	S                   *hexutil.Big                 `json:"s"`
	YParity             *hexutil.Uint64              `json:"yParity,omitempty"`
}

func marshalTx(signer types.Signer, tx *types.Transaction, at *place) *rpcTransaction {
	from, _ := types.Sender(signer, tx) // a pooled or committed transaction has one
	v, r, s := tx.RawSignatureValues()
	out := &rpcTransaction{
		From:     from,
		Gas:      hexutil.Uint64(tx.Gas()),
		GasPrice: (*hexutil.Big)(tx.GasPrice()),
		Hash:     tx.Hash(),
		Input:    tx.Data(),
		Nonce:    hexutil.Uint64(tx.Nonce()),
		To:       tx.To(),
		Value:    (*hexutil.Big)(tx.Value()),
		Type:     hexutil.Uint64(tx.Type()),
		V:        (*hexutil.Big)(v),
		R:        (*hexutil.Big)(r),
		S:        (*hexutil.Big)(s),
	}
	if at != nil {
		out.BlockHash = &at.hash
		out.BlockNumber = (*hexutil.Big)(new(big.Int).SetUint64(at.number))
		out.BlockTimestamp = (*hexutil.Uint64)(&at.time)
		out.TransactionIndex = (*hexutil.Uint64)(&at.index)
	}
	if tx.Type() == types.LegacyTxType {
		if id := tx.ChainId(); id.Sign() != 0 { // signed with EIP-155
			out.ChainID = (*hexutil.Big)(id)
		}
		return out
	}
	accessList, parity := tx.AccessList(), hexutil.Uint64(v.Uint64())
	out.AccessList, out.YParity = &accessList, &parity
	out.ChainID = (*hexutil.Big)(tx.ChainId())
	if tx.Type() == types.AccessListTxType {
		return out
	}
	out.GasFeeCap, out.GasTipCap = (*hexutil.Big)(tx.GasFeeCap()), (*hexutil.Big)(tx.GasTipCap())
	out.GasPrice = out.GasFeeCap
	if at != nil { // what it really paid
		out.GasPrice = (*hexutil.Big)(effectiveGasPrice(tx, at.baseFee))
	}
	out.AuthorizationList = tx.SetCodeAuthorizations()
	if tx.Type() == types.BlobTxType {
		out.MaxFeePerBlobGas = (*hexutil.Big)(tx.BlobGasFeeCap())
		out.BlobVersionedHashes = tx.BlobHashes()
	}
	return out
}

// effectiveGasPrice is EIP-1559's min(tip + base fee, fee cap), in wei.
func effectiveGasPrice(tx *types.Transaction, baseFee *big.Int) *big.Int {
	if baseFee == nil { // before London, which no devnet is
		return tx.GasPrice()
	}
	price := new(big.Int).Add(tx.GasTipCap(), baseFee)
	if tx.GasFeeCapIntCmp(price) < 0 {
		return tx.GasFeeCap()
	}
	return price
}

// marshalReceipt is a receipt as the execution API specifies it.
func marshalReceipt(signer types.Signer, receipt *types.Receipt, tx *types.Transaction, at *place) map[string]any {
	from, _ := types.Sender(signer, tx)
	fields := map[string]any{
		"blockHash":         at.hash,
		"blockNumber":       hexutil.Uint64(at.number),
		"transactionHash":   tx.Hash(),
		"transactionIndex":  hexutil.Uint64(at.index),
		"from":              from,
		"to":                tx.To(),
		"gasUsed":           hexutil.Uint64(receipt.GasUsed),
		"cumulativeGasUsed": hexutil.Uint64(receipt.CumulativeGasUsed),
		"contractAddress":   nil,
		"logs":              receipt.Logs,
		"logsBloom":         receipt.Bloom,
		"type":              hexutil.Uint(tx.Type()),
		"status":            hexutil.Uint(receipt.Status),
		"effectiveGasPrice": (*hexutil.Big)(effectiveGasPrice(tx, at.baseFee)),
	}
	if receipt.Logs == nil {
		fields["logs"] = []*types.Log{}
	}
	if receipt.ContractAddress != (common.Address{}) {
		fields["contractAddress"] = receipt.ContractAddress
	}
	if tx.Type() == types.BlobTxType {
		fields["blobGasUsed"] = hexutil.Uint64(receipt.BlobGasUsed)
		fields["blobGasPrice"] = (*hexutil.Big)(receipt.BlobGasPrice)
	}
	return fields
}
