package record

const (
	// MaxEntries bounds the pairs of lane and inbox: far more than the lanes that a
	// bus admits, deployments of the past included. Each takes about 400 bytes, and
	// the file is written as a whole for every claim.
	MaxEntries = 512

	// maxFileSize bounds what is read of a file or a backup, in bytes.
	maxFileSize = 1 << 20

	// maxText bounds the texts of a stop, in bytes.
	maxText = 2 << 10
)
