package messages

const (
	// Version is the only version of the canonical message that exists.
	Version = 1

	// HeaderSize is the size in bytes of a canonical message before its payload.
	HeaderSize = 105

	// MaxPayloadSize bounds a payload, in bytes. 64 KiB of non-zero calldata cost
	// 2.6 M gas at the floor price of EIP-7623, so one message always fits into one
	// transaction, whose gas EIP-7825 caps at 16,777,216.
	MaxPayloadSize = 64 << 10

	// MaxEncodedSize bounds a canonical message, in bytes.
	MaxEncodedSize = HeaderSize + MaxPayloadSize

	// MaxReasonSize bounds the text of a refusal, in bytes: enough for a sentence
	// that names a field, a value and what would be right, and far below the 8 KiB
	// that the bus takes per message.
	MaxReasonSize = 1 << 10

	// maxJSONInteger is the largest integer that every JSON reader holds exactly
	// (RFC 8259 section 6: 2^53 - 1). Larger ones are written as decimal strings.
	maxJSONInteger = 1<<53 - 1
)
