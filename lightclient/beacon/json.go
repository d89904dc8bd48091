package beacon

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// jsonValue is JSON as it was sent. The types of encoding/json would take the last of
// two fields of one name, fields under other capitals, and nothing for a field that
// is missing.
type jsonValue struct {
	kind     jsonKind
	text     string // of strings, else empty
	names    []string
	elements []*jsonValue // of objects, in the order of names, and of arrays
}

type jsonKind uint8

const (
	jsonOther jsonKind = iota // number, boolean, null: nowhere in what the API says of headers
	jsonString
	jsonArray
	jsonObject
)

func (k jsonKind) String() string {
	return [...]string{"a number, boolean or null", "a string", "an array", "an object"}[k]
}

// parseJSON reads one value and nothing after it. Its memory is bounded by the bytes
// of b, which the caller bounds.
func parseJSON(b []byte) (*jsonValue, error) {
	if !json.Valid(b) {
		return nil, errors.New("it is not JSON, or more than one value of it")
	}
	if depth := jsonDepth(b); depth > maxJSONDepth {
		return nil, fmt.Errorf("JSON is %d levels deep, want at most %d", depth, maxJSONDepth)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	return parseValue(d), nil
}

// jsonDepth returns how many arrays and objects lie within each other in valid JSON.
func jsonDepth(b []byte) (deepest int) {
	depth, quoted, escaped := 0, false, false
	for _, c := range b {
		switch {
		case escaped:
			escaped = false
		case quoted:
			escaped, quoted = c == '\\', c != '"'
		case c == '"':
			quoted = true
		case c == '[' || c == '{':
			depth++
			deepest = max(deepest, depth)
		case c == ']' || c == '}':
			depth--
		}
	}
	return deepest
}

// parseValue, and what it calls, expect valid JSON.
func parseValue(d *json.Decoder) *jsonValue {
	switch token := nextToken(d).(type) {
	case string:
		return &jsonValue{kind: jsonString, text: token}
	case json.Delim:
		if token == '{' {
			return parseObject(d)
		}
		return parseArray(d)
	default:
		return &jsonValue{kind: jsonOther}
	}
}

func parseArray(d *json.Decoder) *jsonValue {
	v := &jsonValue{kind: jsonArray}
	for d.More() {
		v.elements = append(v.elements, parseValue(d))
	}
	nextToken(d) // its end
	return v
}

func parseObject(d *json.Decoder) *jsonValue {
	v := &jsonValue{kind: jsonObject}
	for d.More() {
		v.names = append(v.names, nextToken(d).(string))
		v.elements = append(v.elements, parseValue(d))
	}
	nextToken(d) // its end
	return v
}

func nextToken(d *json.Decoder) json.Token {
	token, err := d.Token()
	if err != nil {
		panic("valid JSON has no next token: " + err.Error())
	}
	return token
}

func (v *jsonValue) want(kind jsonKind) error {
	if v.kind != kind {
		return fmt.Errorf("it is %v, want %v", v.kind, kind)
	}
	return nil
}

// take returns the fields of those names, each of which is there exactly once. Others
// are refused unless ignoreOthers. What is no object has no fields.
func (v *jsonValue) take(ignoreOthers bool, names ...string) ([]*jsonValue, error) {
	taken := make([]*jsonValue, len(names))
	for i, name := range v.names {
		at := indexOf(names, name)
		switch {
		case at < 0 && ignoreOthers:
		case at < 0:
			return nil, fmt.Errorf("field %.40q is unknown in this format", name)
		case taken[at] != nil:
			return nil, fmt.Errorf("field %s is there twice", name)
		default:
			taken[at] = v.elements[i]
		}
	}
	for i, element := range taken {
		if element == nil {
			return nil, fmt.Errorf("field %s is missing in %v", names[i], v.kind)
		}
	}
	return taken, nil
}

func indexOf(names []string, name string) int {
	for i := range names {
		if names[i] == name {
			return i
		}
	}
	return -1
}
