package rpcapi

import "bytes"

// hotCall is one eth_sendRawTransaction as it stands in a request; both point into it.
type hotCall struct {
	id  []byte // the JSON of the id
	hex []byte // the digits of the raw transaction after 0x, an even number of them
}

// scanHot recognises a request that holds nothing but eth_sendRawTransaction with an id
// and one hex string, alone or in a batch of at most maxBatchItems, keys in any order.
// It claims only what it has read to the last byte and what go-ethereum's server reads
// the same way: escapes, other members, repeated members, ids that are not plain, bad
// hex and all errors are left to that server. found is appended to.
func scanHot(body []byte, found []hotCall) (calls []hotCall, batch, ok bool) {
	s := scanner{rest: body}
	s.space()
	if !s.take('[') {
		call, ok := s.call()
		return append(found, call), false, ok && s.end()
	}
	for {
		call, ok := s.call()
		if !ok || len(found) == maxBatchItems {
			return found, true, false
		}
		found = append(found, call)
		if !s.take(',') {
			return found, true, s.take(']') && s.end()
		}
	}
}

// scanner reads JSON from the front. Each method also skips the white space after what
// it has read.
type scanner struct{ rest []byte }

const hotMethod = "eth_sendRawTransaction"

// The members of a hot call, as bits of what was seen.
const (
	sawVersion = 1 << iota
	sawID
	sawMethod
	sawParams
	sawAll = sawVersion | sawID | sawMethod | sawParams
)

// call reads one request object.
func (s *scanner) call() (call hotCall, ok bool) {
	s.space()
	if !s.take('{') {
		return call, false
	}
	for seen := 0; ; {
		name, ok := s.text()
		if !ok || !s.take(':') {
			return call, false
		}
		member := 0
		switch string(name) {
		case "jsonrpc":
			member = sawVersion
			name, ok = s.text()
			ok = ok && string(name) == "2.0"
		case "method":
			member = sawMethod
			name, ok = s.text()
			ok = ok && string(name) == hotMethod
		case "id":
			member = sawID
			call.id, ok = s.id()
		case "params":
			member = sawParams
			call.hex, ok = s.params()
		}
		if !ok || member == 0 || seen&member != 0 {
			return call, false
		}
		seen |= member
		if !s.take(',') {
			return call, seen == sawAll && s.take('}')
		}
	}
}

// text reads a string of printable ASCII without escapes, and returns what is between
// the quotes.
func (s *scanner) text() ([]byte, bool) {
	if len(s.rest) == 0 || s.rest[0] != '"' {
		return nil, false
	}
	for i, c := range s.rest[1:] {
		if c == '"' {
			text := s.rest[1 : 1+i]
			s.rest = s.rest[i+2:]
			s.space()
			return text, true
		}
		if c < ' ' || c > '~' || c == '\\' {
			return nil, false
		}
	}
	return nil, false
}

// id reads a string or a whole number, and returns its JSON.
func (s *scanner) id() ([]byte, bool) {
	from := s.rest
	if text, ok := s.text(); ok {
		return from[:len(text)+2], true
	}
	n := 0
	for n < len(from) && '0' <= from[n] && from[n] <= '9' {
		n++
	}
	if n == 0 || from[0] == '0' && n > 1 { // JSON has no leading zeros
		return nil, false
	}
	s.rest = from[n:]
	s.space() // a fraction or an exponent is neither a comma nor a bracket
	return from[:n], true
}

// params reads an array of one hex string.
func (s *scanner) params() ([]byte, bool) {
	if !s.take('[') || !bytes.HasPrefix(s.rest, []byte(`"0x`)) {
		return nil, false
	}
	digits := s.rest[len(`"0x`):]
	n := bytes.IndexByte(digits, '"')
	if n < 0 || n%2 != 0 {
		return nil, false
	}
	for _, c := range digits[:n] {
		if unhex[c] == notHex {
			return nil, false
		}
	}
	s.rest = digits[n+1:]
	s.space()
	return digits[:n], s.take(']')
}

// take reads one byte.
func (s *scanner) take(c byte) bool {
	if len(s.rest) == 0 || s.rest[0] != c {
		return false
	}
	s.rest = s.rest[1:]
	s.space()
	return true
}

// space skips JSON's white space.
func (s *scanner) space() {
	for len(s.rest) > 0 {
		switch s.rest[0] {
		case ' ', '\t', '\n', '\r':
			s.rest = s.rest[1:]
		default:
			return
		}
	}
}

func (s *scanner) end() bool { return len(s.rest) == 0 }

const notHex = 0xff

// unhex is the value of a hex digit.
var unhex = func() (table [256]byte) {
	for i := range table {
		table[i] = notHex
	}
	for i := range byte(16) {
		table["0123456789abcdef"[i]], table["0123456789ABCDEF"[i]] = i, i
	}
	return table
}()

// appendUnhex appends the bytes that hex digits spell.
func appendUnhex(out, digits []byte) []byte {
	for i := 0; i+1 < len(digits); i += 2 {
		out = append(out, unhex[digits[i]]<<4|unhex[digits[i+1]])
	}
	return out
}
