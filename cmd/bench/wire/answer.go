package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// NodeError is a JSON-RPC error that a node answered with.
type NodeError struct {
	Code    int64
	Message string // at most 300 bytes of it
}

func (e *NodeError) Error() string { return fmt.Sprintf("%s (code %d)", e.Message, e.Code) }

// answer is one JSON-RPC response as it stands in a body.
type answer struct {
	id     []byte // raw; null where the node could not tell
	result []byte // raw; nil with an error
	err    *NodeError
}

// answers reads one response object or a list of them, and nothing behind.
func (s *scanner) answers(visit func(answer) error) error {
	var err error
	if s.peek() == '[' {
		err = s.array(func() error { return s.answer(visit) })
	} else {
		err = s.answer(visit)
	}
	if err != nil {
		return err
	}
	return s.end()
}

// answer reads one response object.
func (s *scanner) answer(visit func(answer) error) error {
	var a answer
	_, err := s.fields(func(key []byte) (field int, err error) {
		switch string(key) {
		case "id":
			field = 1
			a.id, err = s.skip()
		case "result":
			field = 2
			a.result, err = s.skip()
		case "error":
			field = 4
			if !s.null() { // some nodes have it beside a result
				a.err, err = s.nodeError()
			}
		default:
			_, err = s.skip()
		}
		return field, err
	})
	switch {
	case err != nil:
		return err
	case a.err == nil && a.result == nil:
		return s.want("a result or an error before this")
	}
	return visit(a)
}

func (s *scanner) nodeError() (*NodeError, error) {
	e := new(NodeError)
	seen, err := s.fields(func(key []byte) (field int, err error) {
		var raw []byte
		switch string(key) {
		case "code":
			field = 1
			if raw, err = s.skip(); err != nil {
				return field, err
			}
			if e.Code, err = strconv.ParseInt(string(raw), 10, 64); err != nil {
				return field, s.want("a whole number for a code before this")
			}
		case "message":
			field = 2
			raw, err = s.text()
			e.Message = unescape(raw)
		default:
			_, err = s.skip()
		}
		return field, err
	})
	if err == nil && seen != 3 {
		return nil, s.want("an error with code and message before this")
	}
	return e, err
}

// unescape is for people's eyes: errors are rare, so that reflection may read them.
func unescape(raw []byte) string {
	text := string(raw)
	if bytes.IndexByte(raw, '\\') >= 0 {
		if err := json.Unmarshal(append(append([]byte{'"'}, raw...), '"'), &text); err != nil {
			text = string(raw)
		}
	}
	if len(text) > maxMessage {
		text = text[:maxMessage] + "…"
	}
	return text
}
