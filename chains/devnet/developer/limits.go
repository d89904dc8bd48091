package developer

const (
	// MaxRecordBytes bounds the encoding of a record. Blocks end at 8 MiB (EIP-7934);
	// larger changes take several.
	MaxRecordBytes = 4 << 20

	// MaxChanges bounds what one record changes, at least 30 bytes each, so that no
	// block takes longer to execute than a full one of transactions.
	MaxChanges = 65_536
)
