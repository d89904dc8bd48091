package cli

import (
	"errors"
	"strings"
	"testing"
)

// TestURLsAreHiddenInErrors, and the rest of the text stays.
func TestURLsAreHiddenInErrors(t *testing.T) {
	const url = "http://me:hush@node.example/v3/longkey?token=abcdef"
	if got := hideURL(errors.New("Post \""+url+"\": EOF"), url).Error(); !strings.Contains(got, "node.example") || !strings.HasSuffix(got, "EOF") ||
		strings.Contains(got, "hush") || strings.Contains(got, "longkey") || strings.Contains(got, "abcdef") {
		t.Errorf("got %q", got)
	}
	cause := errors.New("set-up: no endpoint is configured")
	if got := hideURL(cause, ""); got.Error() != cause.Error() || !errors.Is(got, cause) {
		t.Errorf("without a URL: got %q", got)
	}
}
