package lightclient

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"testing"
)

// FuzzFile reads hostile bytes as both kinds of file: what is accepted is what this
// version writes, byte for byte.
func FuzzFile(f *testing.F) {
	r, err := encodeRecord(Record{ChainID: 1, Kind: "qbft", State: []byte{1}})
	if err != nil {
		f.Fatal(err)
	}
	e, err := encodeEvidence(Evidence{ChainID: 1, RawTrusted: []byte{1}, RawConflicting: []byte{2}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(r)
	f.Add(e)
	f.Add([]byte(recordTitle + "\n" + sumPrefix + "\n{}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := decodeRecord(b); err == nil {
			if again, err := encodeRecord(r); err != nil || !bytes.Equal(again, b) {
				t.Fatalf("accepted %q, which it would write as %q, %v", b, again, err)
			}
		}
		if e, err := decodeEvidence(b); err == nil {
			if again, err := encodeEvidence(*e); err != nil || !bytes.Equal(again, b) {
				t.Fatalf("accepted %q, which it would write as %q, %v", b, again, err)
			}
		}
	})
}

// A file with a right checksum around any body is what somebody makes, as somebody would who
// means to deceive: the reader's strictness is then all that is left.
func TestRightChecksumDoesNotHelp(t *testing.T) {
	good, err := encodeRecord(Record{ChainID: 1, Kind: "qbft", State: []byte{1}})
	if err != nil {
		t.Fatal(err)
	}
	body := good[bytes.LastIndex(good[:len(good)-1], []byte("\n"))+1:]
	if _, err := decodeRecord(withChecksum(body)); err != nil {
		t.Fatalf("what the tests below change is refused: %v", err)
	}
	tests := map[string][]byte{
		"unknown field":        bytes.Replace(body, []byte(`{`), []byte(`{"extra":1,`), 1),
		"second value":         bytes.Replace(body, []byte(`{`), []byte(`{"chainId":2,`), 1),
		"missing field":        bytes.Replace(body, []byte(`"chainId":1,`), nil, 1),
		"spaces":               bytes.Replace(body, []byte(`,`), []byte(`, `), 1),
		"capital field":        bytes.Replace(body, []byte(`"chainId"`), []byte(`"ChainID"`), 1),
		"negative number":      bytes.Replace(body, []byte(`"chainId":1`), []byte(`"chainId":-1`), 1),
		"short hash":           bytes.Replace(body, []byte(`"hash":"0x00`), []byte(`"hash":"0x`), 1),
		"something behind it":  append(bytes.Clone(body), "{}"...),
		"null":                 []byte("null\n"),
		"no body":              nil,
		"state that is no b64": bytes.Replace(body, []byte(`"AQ=="`), []byte(`"A*=="`), 1),
	}
	for name, b := range tests {
		t.Run(name, func(t *testing.T) {
			if r, err := decodeRecord(withChecksum(b)); err == nil {
				t.Errorf("decoded %+v", r)
			}
		})
	}
}

func withChecksum(body []byte) []byte {
	return append(fmt.Appendf(nil, "%s\n%s%x\n", recordTitle, sumPrefix, sha256.Sum256(body)), body...)
}
