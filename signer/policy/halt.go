package policy

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/catenary-bridge/catenary/messages"
)

// maxHaltText bounds what is read of a halt file, in bytes: it goes into refusals.
const maxHaltText = 256

// HaltSwitch is the operator's hand on the lanes: a file "halt" in the directory
// halts all of them, "halt-<lane id>" one. Its text says why. Removing the file
// lets go.
type HaltSwitch struct{ Dir string }

// Why returns the reason for which the lane is halted, "" when it is not. A switch
// that cannot be read counts as thrown: whoever reaches for it must not depend on
// file permissions. The zero HaltSwitch is never thrown.
func (s HaltSwitch) Why(lane messages.LaneID) string {
	if s.Dir == "" {
		return ""
	}
	for _, name := range []string{"halt", "halt-" + lane.String()} {
		if why := read(filepath.Join(s.Dir, name)); why != "" {
			return why
		}
	}
	return ""
}

func read(path string) string {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	if err != nil {
		return fmt.Sprintf("halt file cannot be read: %v", err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxHaltText))
	if err != nil {
		return fmt.Sprintf("halt file cannot be read: %v", err)
	}
	// Only plain words go on, so that a refusal stays within its size.
	words := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' {
			return ' '
		}
		return r
	}, string(text))
	if words = strings.TrimSpace(words); words == "" {
		return "halt file " + filepath.Base(path)
	}
	return words
}
