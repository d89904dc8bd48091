package api

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// parseQuery reads the parameters of /v1/messages. One that does not exist is an
// error, lest a misspelt filter show everything.
func parseQuery(r *http.Request) (index.Query, error) {
	query := index.Query{Limit: defaultPage}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return query, fmt.Errorf("query can't be read, want ?name=value&name=value: %w", err)
	}
	for key, given := range values {
		if len(given) > 1 {
			return query, fmt.Errorf("parameter %q is given %d times, want it once", key, len(given))
		}
		value := given[0]
		switch key {
		case "lane":
			id, err := messages.ParseLaneID(value)
			if err != nil {
				return query, fmt.Errorf("lane: %w", err)
			}
			query.Lane = id.String()
		case "sender":
			account, err := parseSender(value)
			if err != nil {
				return query, err
			}
			query.Sender = account.String()
		case "stage":
			if query.Stage = index.Stage(value); !query.Stage.Valid() {
				return query, fmt.Errorf("stage: %q is unknown, want verified, requested, approved, submitted, delivered or failed", value)
			}
		case "after":
			after, err := strconv.ParseUint(value, 10, 63)
			if err != nil {
				return query, fmt.Errorf("after: %q is not a nonce, want a decimal below 2^63", value)
			}
			query.After = after
		case "limit":
			limit, err := strconv.Atoi(value)
			if err != nil || limit < 1 || limit > maxPage {
				return query, fmt.Errorf("limit: %q, want a number from 1 to %d", value, maxPage)
			}
			query.Limit = limit
		default:
			return query, fmt.Errorf("parameter %q is unknown, want lane, stage, sender, after or limit", key)
		}
	}
	if query.After > 0 && query.Lane == "" {
		return query, errors.New("after: it needs a lane, nonces count in lanes")
	}
	return query, nil
}

// parseSender reads an address, or an account as messages write it.
func parseSender(value string) (account messages.Account, err error) {
	if common.IsHexAddress(value) {
		return messages.AccountOf(common.HexToAddress(value)), nil
	}
	if err := account.UnmarshalText([]byte(value)); err != nil {
		return account, fmt.Errorf("sender: want an address of 20 bytes or an account of 32: %w", err)
	}
	return account, nil
}
