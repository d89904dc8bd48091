package wire

import (
	"bytes"
	"fmt"
)

// scanner walks over one JSON text in place. It accepts what encoding/json calls valid,
// and less: nesting is bounded.
type scanner struct {
	data  []byte
	at    int
	depth int
}

// SyntaxError says where an answer stops being what was expected.
type SyntaxError struct {
	Offset int // bytes from the beginning of the body
	Want   string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("answer: at byte %d: want %s", e.Offset, e.Want)
}

func (s *scanner) want(what string) error { return &SyntaxError{s.at, what} }

// peek skips white space and returns the next byte, 0 at the end.
func (s *scanner) peek() byte {
	for s.at < len(s.data) {
		switch c := s.data[s.at]; c {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return c
		}
	}
	return 0
}

// end demands that nothing but white space is left.
func (s *scanner) end() error {
	if s.peek(); s.at < len(s.data) {
		return s.want("the end")
	}
	return nil
}

func (s *scanner) token(c byte) error {
	if s.peek() != c {
		return s.want(string(rune(c)))
	}
	s.at++
	return nil
}

// list walks over what stands between open and shut, separated by commas.
func (s *scanner) list(open, shut byte, element func() error) error {
	if err := s.token(open); err != nil {
		return err
	}
	if s.depth++; s.depth > maxDepth {
		return s.want("less nesting")
	}
	defer func() { s.depth-- }()
	if s.peek() == shut {
		s.at++
		return nil
	}
	for {
		if err := element(); err != nil {
			return err
		}
		if s.peek() == shut {
			s.at++
			return nil
		}
		if err := s.token(','); err != nil {
			return err
		}
	}
}

// object calls member for each key, which it has to read the value of.
func (s *scanner) object(member func(key []byte) error) error {
	return s.list('{', '}', func() error {
		key, err := s.text()
		if err != nil {
			return err
		}
		if err := s.token(':'); err != nil {
			return err
		}
		return member(key)
	})
}

// fields is object for members of which each is to be there once. member says by a bit which
// one it has read, 0 for one that does not matter; seen are the bits of those that were there.
func (s *scanner) fields(member func(key []byte) (field int, err error)) (seen int, err error) {
	err = s.object(func(key []byte) error {
		field, err := member(key)
		if err == nil && seen&field != 0 {
			err = s.want("no " + string(key) + " twice")
		}
		seen |= field
		return err
	})
	return seen, err
}

func (s *scanner) array(element func() error) error { return s.list('[', ']', element) }

// text reads a string and returns what stands between the quotes, escapes and all.
func (s *scanner) text() ([]byte, error) {
	if s.peek() != '"' {
		return nil, s.want("a string")
	}
	s.at++
	start := s.at
	for s.at < len(s.data) {
		switch c := s.data[s.at]; {
		case c == '"':
			s.at++
			return s.data[start : s.at-1], nil
		case c == '\\':
			if err := s.escape(); err != nil {
				return nil, err
			}
		case c < ' ':
			return nil, s.want("no control character in a string")
		default:
			s.at++
		}
	}
	return nil, s.want("the end of a string")
}

func (s *scanner) escape() error {
	s.at++
	if s.at >= len(s.data) {
		return s.want("an escape")
	}
	c := s.data[s.at]
	s.at++
	if c != 'u' {
		if bytes.IndexByte([]byte(`"\/bfnrt`), c) < 0 {
			return s.want("an escape that JSON knows")
		}
		return nil
	}
	for range 4 {
		if s.at >= len(s.data) || nibble(s.data[s.at]) < 0 {
			return s.want("four hexadecimal digits")
		}
		s.at++
	}
	return nil
}

// skip passes over any value and returns it as it stands.
func (s *scanner) skip() ([]byte, error) {
	c := s.peek()
	start := s.at
	var err error
	switch c {
	case '{':
		err = s.object(func([]byte) error { _, err := s.skip(); return err })
	case '[':
		err = s.array(func() error { _, err := s.skip(); return err })
	case '"':
		_, err = s.text()
	case 't':
		err = s.word("true")
	case 'f':
		err = s.word("false")
	case 'n':
		err = s.word("null")
	default:
		err = s.number()
	}
	return s.data[start:s.at], err
}

func (s *scanner) word(w string) error {
	if !bytes.HasPrefix(s.data[s.at:], []byte(w)) {
		return s.want("a value")
	}
	s.at += len(w)
	return nil
}

func (s *scanner) digits() bool {
	start := s.at
	for s.at < len(s.data) && s.data[s.at] >= '0' && s.data[s.at] <= '9' {
		s.at++
	}
	return s.at > start
}

// has steps over the next byte if it is one of these.
func (s *scanner) has(set string) bool {
	if s.at < len(s.data) && bytes.IndexByte([]byte(set), s.data[s.at]) >= 0 {
		s.at++
		return true
	}
	return false
}

// number follows the grammar of RFC 8259, section 6.
func (s *scanner) number() error {
	s.has("-")
	if !s.has("0") && !s.digits() {
		return s.want("a value")
	}
	if s.has(".") && !s.digits() {
		return s.want("a digit")
	}
	if s.has("eE") {
		s.has("+-")
		if !s.digits() {
			return s.want("a digit")
		}
	}
	return nil
}

// null reports whether the next value is null, and steps over it.
func (s *scanner) null() bool {
	return s.peek() == 'n' && s.word("null") == nil
}

func nibble(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
