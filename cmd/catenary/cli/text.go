package cli

import (
	"fmt"
	"net/url"
	"strings"
)

// hostOf names an endpoint without what may be secret in its URL.
func hostOf(raw string) string {
	parsed, err := url.Parse(raw)
	if err != nil || parsed.Host == "" {
		return "the endpoint"
	}
	return parsed.Scheme + "://" + parsed.Host
}

// checkURL refuses what is no address of a node, without repeating what may be
// secret in it.
func checkURL(name, raw string) error {
	parsed, err := url.Parse(raw)
	if err != nil || parsed.Host == "" {
		return fmt.Errorf("%s: not a URL, want one like http://127.0.0.1:8545 or wss://host/path", name)
	}
	switch parsed.Scheme {
	case "http", "https", "ws", "wss":
		return nil
	}
	return fmt.Errorf("%s: scheme %q of %s, want http, https, ws or wss", name, parsed.Scheme, hostOf(raw))
}

// hiddenURL is an error whose text names endpoints by their hosts alone.
type hiddenURL struct {
	err    error
	hidden *strings.Replacer
}

func (e *hiddenURL) Error() string { return e.hidden.Replace(e.err.Error()) }
func (e *hiddenURL) Unwrap() error { return e.err }

// hideURL keeps user, password, path and query of URLs, any of which may be a key,
// out of an error's text; empty ones are none. Go's HTTP client hides the password alone.
func hideURL(err error, urls ...string) error {
	if err == nil {
		return nil
	}
	var pairs []string
	for _, raw := range urls {
		parsed, parseErr := url.Parse(raw)
		if parseErr != nil || raw == "" { // nothing stands between all letters
			continue
		}
		masked := *parsed
		if _, has := parsed.User.Password(); has {
			masked.User = url.UserPassword(parsed.User.Username(), "***")
		}
		for _, form := range []string{raw, parsed.String(), parsed.Redacted(), strings.Replace(masked.String(), "%2A%2A%2A", "***", 1)} {
			pairs = append(pairs, form, hostOf(raw))
		}
		parts := []string{parsed.RequestURI(), parsed.RawQuery}
		if secret, has := parsed.User.Password(); has {
			parts = append(parts, secret)
		}
		for _, part := range parts {
			if len(part) > len("/v3/") { // shorter ones are no keys, and would mangle the text
				pairs = append(pairs, part, "…")
			}
		}
	}
	return &hiddenURL{err, strings.NewReplacer(pairs...)}
}

// lookup reads a variable from an environment.
func lookup(environ []string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for _, pair := range environ {
			if key, value, ok := strings.Cut(pair, "="); ok && key == name {
				return value, true
			}
		}
		return "", false
	}
}
