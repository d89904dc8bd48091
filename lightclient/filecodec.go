package lightclient

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// A store's file is three lines, so that a human can read it and a program can
// tell damage: what it is and its version, the SHA-256 of the rest, and JSON.
const (
	recordTitle   = "catenary trusted header, version 1"
	evidenceTitle = "catenary evidence, version 1"
	sumPrefix     = "sha256 "
)

type recordJSON struct {
	ChainID uint64 `json:"chainId"`
	Kind    string `json:"kind"`
	Anchor  Anchor `json:"anchor"`
	Trusted Header `json:"trusted"`
	State   []byte `json:"state"` // base64
}

func encodeRecord(r Record) ([]byte, error) { return encodeFile(recordTitle, recordJSON(r)) }

func decodeRecord(b []byte) (Record, error) {
	var j recordJSON
	if err := decodeFile(recordTitle, b, &j); err != nil {
		return Record{}, err
	}
	return Record(j), nil
}

func encodeEvidence(e Evidence) ([]byte, error) { return encodeFile(evidenceTitle, e) }

func decodeEvidence(b []byte) (*Evidence, error) {
	var e Evidence
	if err := decodeFile(evidenceTitle, b, &e); err != nil {
		return nil, err
	}
	return &e, nil
}

func encodeFile(title string, v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", title, err)
	}
	body = append(body, '\n')
	sum := sha256.Sum256(body)
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n%s%x\n", title, sumPrefix, sum)
	b.Write(body)
	return b.Bytes(), nil
}

// decodeFile accepts exactly what encodeFile makes.
func decodeFile(title string, b []byte, v any) error {
	first, rest, _ := bytes.Cut(b, []byte("\n"))
	if string(first) != title {
		return fmt.Errorf("first line is %.60q, want %q", first, title)
	}
	second, body, ok := bytes.Cut(rest, []byte("\n"))
	if !ok {
		return errors.New("it ends before its content")
	}
	text, ok := bytes.CutPrefix(second, []byte(sumPrefix))
	if !ok {
		return fmt.Errorf("second line is %.60q, want %q and a checksum", second, sumPrefix)
	}
	sum := sha256.Sum256(body)
	if string(text) != hex.EncodeToString(sum[:]) {
		return fmt.Errorf("checksum is %.64s, of the content it is %x", text, sum)
	}
	if err := json.Unmarshal(body, v); err != nil {
		return fmt.Errorf("content: %w", err)
	}
	// JSON is read laxly; that it would be written the same leaves no room for that.
	again, err := encodeFile(title, v)
	if err != nil {
		return err
	}
	if !bytes.Equal(again, b) {
		return errors.New("content is not as this version writes it")
	}
	return nil
}
