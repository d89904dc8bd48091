package api

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// query is what a request wants of the messages.
type query struct{ index.Query }

// parseQuery reads the parameters of /v1/messages.
func parseQuery(r *http.Request) (query, error) {
	q := query{index.Query{Limit: defaultPage}}
	values, err := parameters(r, "lane", "nonce", "stage", "sender", "recipient", "sourceTx", "cursor", "limit")
	if err != nil {
		return q, err
	}
	cursor, walks := "", false
	for key, value := range values {
		switch key {
		case "cursor":
			cursor, walks = value, true
		case "limit":
			limit, err := strconv.Atoi(value)
			if err != nil || limit < 1 || limit > maxPage {
				return q, fmt.Errorf("limit: %s, want a number from 1 to %d", quote(value), maxPage)
			}
			q.Limit = limit
		default:
			if err := q.filter(key, value); err != nil {
				return q, err
			}
		}
	}
	if q.Nonce != 0 && q.Lane == (messages.LaneID{}) {
		return q, errors.New("nonce: it needs a lane, nonces count in lanes")
	}
	if walks {
		err = q.walkOn(cursor)
	}
	return q, err
}

// parameters reads a query. A parameter that does not exist is an error, lest a
// misspelt filter show everything.
func parameters(r *http.Request, known ...string) (map[string]string, error) {
	if len(r.URL.RawQuery) > maxQuery {
		return nil, fmt.Errorf("query of %d bytes, want at most %d", len(r.URL.RawQuery), maxQuery)
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, errors.New("query can't be read, want ?name=value&name=value")
	}
	single := make(map[string]string, len(values))
	for _, key := range known {
		given, there := values[key]
		switch {
		case !there:
			continue
		case len(given) > 1:
			return nil, fmt.Errorf("parameter %q is given %d times, want it once", key, len(given))
		}
		single[key] = given[0]
		delete(values, key)
	}
	for key := range values {
		if len(known) == 0 {
			return nil, fmt.Errorf("parameter %s is unknown, want none", quote(key))
		}
		return nil, fmt.Errorf("parameter %s is unknown, want %s", quote(key), oneOf(known))
	}
	return single, nil
}

// filter reads one parameter that selects messages.
func (q *query) filter(key, value string) error {
	switch key {
	case "lane":
		id, err := messages.ParseLaneID(value)
		if err != nil {
			return fmt.Errorf("lane: %s, want the id of a lane, 0x and 64 lower-case hex digits, as /v1/lanes tells it", quote(value))
		}
		q.Lane = id
	case "nonce":
		nonce, err := strconv.ParseUint(value, 10, 64)
		if err != nil || nonce == 0 {
			return fmt.Errorf("nonce: %s, want a decimal number from 1 to 2^64 - 1", quote(value))
		}
		q.Nonce = nonce
	case "stage":
		if q.Stage = index.Stage(value); !q.Stage.Valid() {
			return fmt.Errorf("stage: %s is unknown, want %s", quote(value), oneOf(stages()))
		}
	case "sender":
		return parseAccount(key, value, &q.Sender)
	case "recipient":
		return parseAccount(key, value, &q.Recipient)
	case "sourceTx":
		hash, err := hexutil.Decode(value)
		if err != nil || len(hash) != common.HashLength {
			return fmt.Errorf("sourceTx: %s, want the hash of a transaction, 0x and 64 hex digits", quote(value))
		}
		q.SourceTx = common.Hash(hash)
	}
	return nil
}

// parseAccount reads an address, or an account as messages write it.
func parseAccount(key, value string, account *messages.Account) error {
	if strings.HasPrefix(value, "0x") && common.IsHexAddress(value) {
		*account = messages.AccountOf(common.HexToAddress(value))
	} else if err := account.UnmarshalText([]byte(value)); err != nil {
		return fmt.Errorf("%s: %s, want an address, 0x and 40 hex digits, or an account, 0x and 64 lower-case hex digits", key, quote(value))
	}
	if *account == (messages.Account{}) {
		return fmt.Errorf("%s: %s is nobody, want an address or an account", key, quote(value))
	}
	return nil
}

// A cursor is where a walk stands and what it walks through: a version, the Seq below
// which it goes on, and a digest of the filters. It holds nothing secret, and one that
// is made up selects what everybody may see.
const (
	cursorVersion = 1
	digestSize    = 8
	cursorSize    = 1 + 8 + digestSize
)

var cursorText = base64.RawURLEncoding.Strict()

// cursor is where the next page begins; empty when there is none.
func (q *query) cursor(next uint64) string {
	if next == 0 {
		return ""
	}
	b := binary.BigEndian.AppendUint64([]byte{cursorVersion}, next)
	return cursorText.EncodeToString(append(b, q.digest()...))
}

// walkOn reads a cursor.
func (q *query) walkOn(text string) error {
	b := make([]byte, cursorText.DecodedLen(min(len(text), 2*cursorSize)))
	n, err := 0, errors.New("")
	if len(text) == cursorText.EncodedLen(cursorSize) {
		n, err = cursorText.Decode(b, []byte(text))
	}
	switch {
	case err != nil || n != cursorSize || b[0] != cursorVersion || binary.BigEndian.Uint64(b[1:9]) == 0:
		return fmt.Errorf("cursor: %s, want `next` of an answer before, or none for the first page", quote(text))
	case string(b[9:cursorSize]) != string(q.digest()):
		return errors.New("cursor: it is of another query, want the same lane, nonce, stage, sender, recipient and sourceTx on every page")
	}
	q.Before = binary.BigEndian.Uint64(b[1:9])
	return nil
}

// digest tells filters apart; the size of a page is none.
func (q *query) digest() []byte {
	filters := q.Query
	filters.Before, filters.Limit = 0, 0
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %s %s %s %s", filters.Lane, filters.Nonce, filters.Stage, filters.Sender, filters.Recipient, filters.SourceTx))
	return sum[:digestSize]
}

func stages() (names []string) {
	for _, stage := range index.Stages() {
		names = append(names, string(stage))
	}
	return names
}

// oneOf writes a, b or c.
func oneOf(words []string) string {
	if last := len(words) - 1; last > 0 {
		return strings.Join(words[:last], ", ") + " or " + words[last]
	}
	return strings.Join(words, "")
}

// quote shows what was given, as far as anybody wants to read it.
func quote(value string) string {
	if len(value) > maxQuoted {
		return strconv.Quote(value[:maxQuoted]) + "…"
	}
	return strconv.Quote(value)
}
