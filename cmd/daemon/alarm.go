package daemon

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/catenary-bridge/catenary/relayer/approve"
)

const (
	// alarmPrefix begins the names of the files that hold evidence against signers.
	alarmPrefix = "equivocation-"

	// maxAlarmFile bounds what is read of one, in bytes; two approvals take about 2,000.
	maxAlarmFile = 16 << 10

	// maxAlarmFiles bounds how many are read at the start.
	maxAlarmFiles = 1024
)

var errEvidence = errors.New("evidence does not hold")

// keepAlarm writes evidence against a signer down, each time in a file of its own.
func (r *Relayer) keepAlarm(alarm approve.Alarm) {
	path := filepath.Join(r.config.Data, fmt.Sprintf("%s%x-%x-%d.json", alarmPrefix, alarm.Signer[:], alarm.Lane[:6], alarm.At.UnixMilli()))
	content, err := json.MarshalIndent(alarm, "", "  ")
	if err == nil {
		err = writeNew(path, append(content, '\n'))
	}
	if err != nil {
		r.logger.Error("evidence could not be written", "path", path, "err", err)
		return
	}
	r.logger.Error("evidence is kept", "path", path)
}

// readAlarms reads the evidence of earlier runs. It shows itself whether it holds, so
// that a file which cannot be read, or was changed, costs no more than a word: the
// relayer works without. An operator who has replaced the signer moves the file away.
func (r *Relayer) readAlarms() (alarms []approve.Alarm) {
	entries, err := os.ReadDir(r.config.Data) // sorted by name
	if err != nil {
		r.logger.Error("evidence of earlier runs cannot be found", "err", err)
		return nil
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), alarmPrefix) || len(alarms) == maxAlarmFiles {
			continue
		}
		path := filepath.Join(r.config.Data, entry.Name())
		alarm, err := readAlarm(path)
		if err != nil {
			r.logger.Error("evidence of an earlier run is left out", "path", path, "err", err)
			continue
		}
		r.logger.Error("EQUIVOCATION ALARM of an earlier run: replace the signer, then move the file away", "signer", alarm.Signer, "evidence", path)
		alarms = append(alarms, alarm)
	}
	return alarms
}

func readAlarm(path string) (alarm approve.Alarm, err error) {
	file, err := os.Open(path)
	if err != nil {
		return alarm, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxAlarmFile))
	if err != nil {
		return alarm, err
	}
	if err := json.Unmarshal(content, &alarm); err != nil {
		return alarm, err
	}
	if !alarm.Holds() {
		return alarm, fmt.Errorf("%w: its signatures do not show what it says", errEvidence)
	}
	return alarm, nil
}
