package consensus

import (
	"bytes"
	"errors"
	"os"
	"testing"
)

// FuzzDecodeFrame: a decoder accepts exactly what the encoder makes, and nothing that decodes can make the machine
// panic or send anything.
func FuzzDecodeFrame(f *testing.F) {
	for _, frame := range seedFrames(f) {
		f.Add(frame)
	}
	f.Add([]byte{})
	f.Add([]byte{byte(CodePrepare), 0xc0})
	f.Add([]byte{byte(CodeRoundChange), 0xc3, 0xc0, 0xc0, 0xc0})
	f.Add([]byte{0x99, 0xc0})
	f.Fuzz(func(t *testing.T, frame []byte) {
		m, err := DecodeFrame(frame)
		if err != nil {
			if !errors.Is(err, ErrMalformed) {
				t.Fatalf("error %v does not wrap ErrMalformed", err)
			}
			return
		}
		again, err := EncodeFrame(m)
		if err != nil || !bytes.Equal(again, frame) {
			t.Fatalf("decoded %x, encoded %x (%v)", frame, again, err)
		}
		_ = newTestNet(t, 1).nodes[0].machine.Step(m)
	})
}

// seedFrames returns every kind of message that validators exchange, bare and with certificates, and the official
// vectors where they are at hand.
func seedFrames(f *testing.F) [][]byte {
	f.Helper()
	net := newTestNet(f, 4)
	net.start()
	var frames [][]byte
	for range 2 { // a round whose commits are lost, and the one after it
		for len(net.wire) > 0 {
			e := net.wire[0]
			net.wire = net.wire[1:]
			frames = append(frames, e.frame)
			if m, err := DecodeFrame(e.frame); err == nil && m.Code() != CodeCommit {
				_ = net.deliver(e)
			}
		}
		net.timeout()
	}
	if _, err := os.Stat(vectorDir() + "/qbft/messages.json"); err == nil {
		for _, v := range loadVectors(f) {
			frames = append(frames, append([]byte{byte(v.message(f).Code())}, v.RLP...))
		}
	}
	return frames
}
