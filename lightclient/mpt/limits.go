package mpt

const (
	// maxStateKeyBytes: keys of the account and storage tries are keccak-256 hashes.
	maxStateKeyBytes = 32
	// maxReceiptKeyBytes: keys of the receipts trie are rlp(index), at most 1 + 8 bytes for a
	// uint64.
	maxReceiptKeyBytes = 9

	// maxStateNodes: each node but the leaf takes at least one of the key's 64 nibbles.
	maxStateNodes = 2*maxStateKeyBytes + 1
	// maxReceiptNodes: the same for 18 nibbles.
	maxReceiptNodes = 2*maxReceiptKeyBytes + 1

	// maxBranchBytes: a list header of 3 bytes, sixteen references of 33, and no value, which none
	// of the three tries puts in a branch. It is the largest node of the account and storage tries:
	// a leaf is at most 3 + 34 + 2 + 110 bytes there.
	maxBranchBytes = 3 + 16*33 + 1
	// maxReceiptNodeBytes: log data costs 8 gas a byte (G_logdata, Yellow Paper appendix G), so a
	// mainnet block of 60 M gas that held one transaction would log 7.5 MB. Since EIP-7825 a
	// transaction reaches 2.1 MB.
	maxReceiptNodeBytes = 8 << 20

	// MaxReceipts bounds the receipts of a block: a transaction costs at least 21,000 gas, so that
	// 16,384 of them fill a block of 344 M gas. BSC's have at most 140 M.
	MaxReceipts = 1 << 14
	// MaxReceiptsBytes bounds the receipts of a block in bytes: a log's data costs 8 gas a byte
	// (see maxReceiptNodeBytes), a log 375 gas for about 50 bytes, a transaction 21,000 gas for
	// about 270: a block of 200 M gas has less than 27 MB, and nobody fills one with logs alone.
	MaxReceiptsBytes = 32 << 20
	// maxOrderedKeyBytes: rlp(index) of an index below MaxReceipts, with one to spare.
	maxOrderedKeyBytes = 4

	// maxTopics: LOG4 is the last of the opcodes (Yellow Paper appendix H).
	maxTopics = 4
	// minLogBytes: prefixes of a list, an address, topics and data, and 20 bytes of address.
	minLogBytes = 4 + 20

	maxStateProofBytes   = maxStateNodes * maxBranchBytes
	maxReceiptProofBytes = maxReceiptNodeBytes + (maxReceiptNodes-1)*maxBranchBytes
)

// shape is what a kind of trie can look like: a proof beyond it is refused before it is hashed.
type shape struct {
	maxNodes      int
	maxNodeBytes  int
	maxProofBytes int
	// fixedKeys: every key has as many nibbles as the one looked up. Otherwise keys are of whole
	// bytes and none is a prefix of another.
	fixedKeys bool
}

var (
	stateTrie = shape{
		maxNodes:      maxStateNodes,
		maxNodeBytes:  maxBranchBytes,
		maxProofBytes: maxStateProofBytes,
		fixedKeys:     true,
	}
	receiptTrie = shape{
		maxNodes:      maxReceiptNodes,
		maxNodeBytes:  maxReceiptNodeBytes,
		maxProofBytes: maxReceiptProofBytes,
	}
)
