// Package wire decides what the load generator says to a JSON-RPC node, byte by byte,
// and what it understands of the answers.
//
// The generator shares its cores with the chain that it measures, so that each
// microsecond it spends on a transaction is missing there. Requests are appended to a
// buffer and answers are scanned in place: no reflection and no allocation for each
// transaction. Answers are hostile nevertheless: what is accepted is valid JSON, has
// every field once, and is bounded by limits.go.
package wire
