package developer

const (
	// MaxRecordBytes bounds the encoding of a record. Every validator hashes it several
	// times within a round, on a busy machine too; larger changes take several blocks.
	MaxRecordBytes = 1 << 20

	// MaxChanges bounds what one record changes, at least 30 bytes each, so that no
	// block takes longer to execute than a full one of transactions.
	MaxChanges = 65_536

	// MaxStateBytes bounds a state dump, which is in memory several times while it is
	// loaded: some 100,000 accounts, or 2 million slots of contracts.
	MaxStateBytes = 256 << 20
)
