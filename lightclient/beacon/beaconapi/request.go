package beaconapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
)

// answer is what a node said, unread.
type answer struct {
	version string // Eth-Consensus-Version, empty if it was not sent
	body    []byte
}

// get makes one request and reads at most limit bytes of JSON.
func (p *Provider) get(ctx context.Context, path string, query url.Values, limit int) (answer, error) {
	if wait := p.rests(); wait > 0 {
		return answer{}, p.failure(path, unavailable("it asked to be left alone for another %v", wait.Round(time.Second)))
	}
	to := *p.base
	to.Path, to.RawPath = strings.TrimSuffix(to.Path, "/")+path, ""
	if len(query) > 0 {
		to.RawQuery = strings.TrimPrefix(to.RawQuery+"&"+query.Encode(), "&")
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, to.String(), nil)
	if err != nil {
		return answer{}, p.failure(path, errors.New("request cannot be made"))
	}
	request.Header.Set("Accept", "application/json")
	response, err := p.http.Do(request)
	if err != nil {
		return answer{}, p.failure(path, p.broken(ctx, err))
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return answer{}, p.failure(path, p.problem(response))
	}
	if err := checkContentType(response.Header.Get("Content-Type")); err != nil {
		return answer{}, p.failure(path, err)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, int64(limit)+1))
	if err != nil {
		return answer{}, p.failure(path, p.broken(ctx, err))
	}
	if len(body) > limit {
		return answer{}, p.failure(path, fmt.Errorf("%w: answer has more than %d bytes", lightclient.ErrMalformed, limit))
	}
	return answer{response.Header.Get("Eth-Consensus-Version"), body}, nil
}

// broken says why there is no answer, without the URL that Go's errors quote.
func (p *Provider) broken(ctx context.Context, err error) error {
	if ended := ctx.Err(); ended != nil {
		return fmt.Errorf("%w: %w", lightclient.ErrUnavailable, ended)
	}
	var quoted *url.Error
	if errors.As(err, &quoted) {
		err = quoted.Err
	}
	return unavailable("%s", p.quote(err.Error()))
}

// quote cuts a text that the node had a hand in, and keeps keys and control characters out
// of it.
func (p *Provider) quote(text string) string {
	text = p.secrets.Replace(text)
	if len(text) > maxProblemText {
		text = text[:maxProblemText] + "…"
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
}

func checkContentType(header string) error {
	if kind, _, _ := mime.ParseMediaType(header); kind != "application/json" {
		return fmt.Errorf("%w: Content-Type is %.60q, want application/json; is this the address of a beacon node's API?", lightclient.ErrMalformed, header)
	}
	return nil
}

// problem says what an answer means that is none.
func (p *Provider) problem(response *http.Response) error {
	status := response.StatusCode
	switch {
	case status >= 300 && status < 400:
		to := "elsewhere"
		if location, err := response.Location(); err == nil {
			to = "to " + location.Scheme + "://" + location.Host
		}
		return unavailable("it redirects %s, which is not followed; configure the address that is meant", p.quote(to))
	case status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable:
		p.rest(response.Header.Get("Retry-After"))
	}
	said := p.quote(saidBy(response))
	if said != "" {
		said = " (" + said + ")"
	}
	switch status {
	case http.StatusNotFound:
		return fmt.Errorf("%w: status 404%s", lightclient.ErrNoSuchHeader, said)
	case http.StatusUnauthorized, http.StatusForbidden:
		return unavailable("status %d%s; does the address need a key?", status, said)
	}
	return unavailable("status %d%s", status, said)
}

// saidBy reads the message of an API error, {"code": …, "message": …}.
func saidBy(response *http.Response) string {
	body, err := io.ReadAll(io.LimitReader(response.Body, maxProblemBytes))
	if err != nil {
		return ""
	}
	var problem struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(body, &problem) != nil {
		return ""
	}
	return problem.Message
}

// rest remembers for how long the node wants to be left alone, in seconds or until a date
// (RFC 9110, section 10.2.3).
func (p *Provider) rest(retryAfter string) {
	var wait time.Duration
	if seconds, err := strconv.ParseUint(retryAfter, 10, 32); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if date, err := http.ParseTime(retryAfter); err == nil {
		wait = date.Sub(p.now())
	}
	if wait <= 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.restsAt = p.now().Add(min(wait, maxRetryAfter))
}

func (p *Provider) rests() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.restsAt.Sub(p.now())
}
