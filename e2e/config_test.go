package e2e

import (
	"strings"
	"testing"
)

func TestConfigDefaults(t *testing.T) {
	for name, c := range map[string]struct{ given, want Config }{
		"zero":           {Config{}, Config{Signers: 3, Threshold: 2, Validators: 1}},
		"signers alone":  {Config{Signers: 5}, Config{Signers: 5, Threshold: 3, Validators: 1}},
		"even number":    {Config{Signers: 4}, Config{Signers: 4, Threshold: 3, Validators: 1}},
		"high threshold": {Config{Threshold: 4}, Config{Signers: 4, Threshold: 4, Validators: 1}},
		"all given":      {Config{Signers: 1, Threshold: 1, Validators: 4}, Config{Signers: 1, Threshold: 1, Validators: 4}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.given.complete()
			if err != nil || got.Signers != c.want.Signers || got.Threshold != c.want.Threshold || got.Validators != c.want.Validators {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestConfigRefuses(t *testing.T) {
	for says, c := range map[string]Config{
		"Signers 65, want 1 to 64":              {Signers: 65},
		"Signers -1, want 1 to 64":              {Signers: -1},
		"Threshold 4, want 1 to Signers, 3":     {Signers: 3, Threshold: 4},
		"Threshold -1, want 1 to Signers, 3":    {Threshold: -1},
		`Left is a chain of kind "geth", want`:  {Left: "geth"},
		`Right is a chain of kind "besu", want`: {Right: "besu"},
	} {
		t.Run(says, func(t *testing.T) {
			if _, err := c.complete(); err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("got %v", err)
			}
		})
	}
}
