package beacon

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// jsonValue is JSON as it was sent. The types of encoding/json would take the last of
// two fields of one name, fields under other capitals, and nothing for a field that
// is missing.
type jsonValue struct {
	kind     jsonKind
	text     string // of strings
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
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	v, err := parseValue(d, 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("JSON goes on after its end")
	}
	return v, nil
}

func parseValue(d *json.Decoder, depth int) (*jsonValue, error) {
	token, err := d.Token()
	if err != nil {
		return nil, fmt.Errorf("it is not JSON (%w)", err)
	}
	switch token := token.(type) {
	case string:
		return &jsonValue{kind: jsonString, text: token}, nil
	case json.Delim:
		if depth == maxJSONDepth {
			return nil, fmt.Errorf("JSON is more than %d levels deep", maxJSONDepth)
		}
		if token == '{' {
			return parseObject(d, depth)
		}
		return parseArray(d, depth)
	default:
		return &jsonValue{kind: jsonOther}, nil
	}
}

func parseArray(d *json.Decoder, depth int) (*jsonValue, error) {
	v := &jsonValue{kind: jsonArray}
	for d.More() {
		element, err := parseValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		v.elements = append(v.elements, element)
	}
	_, err := d.Token()
	return v, err
}

func parseObject(d *json.Decoder, depth int) (*jsonValue, error) {
	v := &jsonValue{kind: jsonObject}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("it is not JSON (%w)", err)
		}
		name := token.(string) // whatever else stands here, Token refuses
		element, err := parseValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		v.names = append(v.names, name)
		v.elements = append(v.elements, element)
	}
	_, err := d.Token()
	return v, err
}

func (v *jsonValue) want(kind jsonKind) error {
	if v.kind != kind {
		return fmt.Errorf("it is %v, want %v", v.kind, kind)
	}
	return nil
}

// take returns the fields of those names, each of which is there exactly once. Others
// are refused unless ignoreOthers.
func (v *jsonValue) take(ignoreOthers bool, names ...string) ([]*jsonValue, error) {
	if err := v.want(jsonObject); err != nil {
		return nil, err
	}
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
			return nil, fmt.Errorf("field %s is missing", names[i])
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
