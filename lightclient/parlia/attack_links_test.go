package parlia_test

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
)

// deep is the usual network after a fork like Fermi: votes may come three blocks late.
func deep() parlia.Network {
	network := short()
	network.Forks[0].VoteDepth = 3
	return network
}

// TestAttackNotFinal: headers that a quorum voted for all right, but not twice in a
// row.
func TestAttackNotFinal(t *testing.T) {
	s := usual(t)
	for name, blocks := range map[string][]block{
		"no votes at all":                    {{Mute: true}, {Mute: true}, {Mute: true}, {Mute: true}},
		"justified, its child is not":        {{}, {}, {Mute: true}, {Mute: true}},
		"its child is justified, it is not":  {{}, {Mute: true}, {}, {Mute: true}},
		"a gap between source and target":    {{}, {}, {Mute: true}, {}},
		"every second one is justified":      {{}, {}, {Mute: true}, {}, {Mute: true}, {}},
		"the last two are not voted for yet": {{}, {}},
		"the trusted one alone, once more":   {{}},
	} {
		t.Run(name, func(t *testing.T) {
			s := s
			s.t = t
			s.refuse(s.put(blocks...), lightclient.ErrSeals, "none of the headers is final")
		})
	}
	t.Run("the final one is not among the headers", func(t *testing.T) {
		s.refuse(s.put(block{}, block{}, block{})[1:], lightclient.ErrSeals, "none of the headers is final")
	})
}

// TestAttackSources: attestations that a quorum signed as they stand, but that a
// validator who follows the rules would not sign, nor put there.
func TestAttackSources(t *testing.T) {
	s := usual(t)
	source := func(number uint64, hash common.Hash) func(*parlia.VoteData) {
		return func(d *parlia.VoteData) { d.SourceNumber, d.SourceHash = number, hash }
	}
	trusted := s.trusted.Header()
	for name, attack := range map[string]struct {
		blocks []block
		text   string
	}{
		// Nothing in these headers says what was justified before, and the child's votes are honest.
		"source above its target": {[]block{{Mute: true}, {Vote: source(8, trusted.Hash)}, {}}, "source 8 and target 7"},
		"source is its target":    {[]block{{Mute: true}, {Vote: source(7, trusted.Hash)}, {}}, "source 7 and target 7"},
		// Block 9 is final by the last two, in spite of what block 10 says.
		"source is not the highest justified block":     {[]block{{}, {}, {}, {Vote: source(7, trusted.Hash)}, {}}, "want the highest justified block, 8"},
		"source has the number but not the hash":        {[]block{{}, {}, {}, {Vote: source(8, trusted.Hash)}, {}}, "want the highest justified block, 8"},
		"source has the hash but not the number":        {[]block{{}, {}, {Vote: func(d *parlia.VoteData) { d.SourceNumber-- }}, {}, {}}, "want the highest justified block, 7"},
		"source is the final block, not what came next": {[]block{{}, {}, {}, {Vote: source(6, trusted.Hash)}, {}}, "want the highest justified block, 8"},
	} {
		t.Run(name, func(t *testing.T) {
			s := s
			s.t = t
			s.refuse(s.put(attack.blocks...), lightclient.ErrMalformed, attack.text)
		})
	}
}

// TestAttackTargets: votes for a block that is no ancestor of the one that carries
// them, or too far above it.
func TestAttackTargets(t *testing.T) {
	late := []block{{}, {Mute: true}, {Up: 2}, {Up: 2}} // both attestations come a block late
	for name, attack := range map[string]struct {
		network parlia.Network
		blocks  []block
		text    string // "": it is none
	}{
		"grandparent before the fork":        {short(), late, "want one of the last 1 blocks below 9"},
		"grandparent after the fork":         {deep(), late, ""},
		"three generations up":               {deep(), []block{{Mute: true}, {Mute: true}, {Mute: true}, {Up: 3}, {Up: 3}}, ""},
		"four generations up":                {deep(), []block{{Mute: true}, {Mute: true}, {Mute: true}, {Mute: true}, {Up: 4}, {Up: 4}}, "want one of the last 3 blocks below 11"},
		"other block of the parent's number": {short(), []block{{Mute: true}, {Vote: func(d *parlia.VoteData) { d.TargetHash[0] ^= 1 }}, {}, {}}, "hash of that ancestor is"},
		"other block of the trusted number":  {short(), []block{{Vote: func(d *parlia.VoteData) { d.TargetHash[0] ^= 1 }}, {}, {}, {}}, "hash of that ancestor is"},
		"the carrier itself":                 {short(), []block{{}, {}, {}, {Vote: func(d *parlia.VoteData) { d.TargetNumber++ }}}, "want one of the last 1 blocks below 10"},
		"a block above the carrier":          {short(), []block{{}, {}, {}, {Vote: func(d *parlia.VoteData) { d.TargetNumber = 1 << 63 }}}, "want one of the last 1 blocks below 10"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, attack.network, newIdleChain(t, attack.network, setOf(t, "usual", 4, 1), 6))
			if attack.text == "" {
				s.accept(7, s.put(attack.blocks...))
				return
			}
			s.refuse(s.put(attack.blocks...), lightclient.ErrMalformed, attack.text)
		})
	}
}

// TestAttackAttestationEncoding: what is believed has one encoding. bsc takes blocks
// with more bytes after the attestation; they stay part of the chain here too, and are
// evidence of nothing.
func TestAttackAttestationEncoding(t *testing.T) {
	s := usual(t)
	trailing := block{Raw: func(b []byte) []byte { return append(b, 0) }}
	list := func(b []byte, change func(content []byte) []byte) []byte {
		content := change(append([]byte(nil), b[2:]...)) // a list of 56 to 255 bytes: 0xf8, length
		return append([]byte{0xf8, byte(len(content))}, content...)
	}
	for name, attack := range map[string]struct {
		blocks []block
		reason error
		text   string
	}{
		"more bytes after the first": {[]block{{}, trailing, {}, {Mute: true}}, lightclient.ErrSeals, "none of the headers is final"},
		"more bytes after the last":  {[]block{{}, {}, trailing, {Mute: true}}, lightclient.ErrSeals, "none of the headers is final"},
		"cut off":                    {[]block{{}, {}, {Raw: func(b []byte) []byte { return b[:len(b)-1] }}}, lightclient.ErrMalformed, "attestation"},
		"no list":                    {[]block{{}, {}, {Raw: func([]byte) []byte { return []byte{0x01} }}}, lightclient.ErrMalformed, "attestation"},
		"a length of a length":       {[]block{{}, {}, {Raw: func(b []byte) []byte { return append([]byte{0xf9, 0}, b[1:]...) }}}, lightclient.ErrMalformed, "attestation"},
		"a leading zero in the voters": {[]block{{}, {}, {Raw: func(b []byte) []byte {
			return list(b, func(content []byte) []byte { return append([]byte{0x82, 0x00}, content...) })
		}}}, lightclient.ErrMalformed, "attestation"},
		"a field more": {[]block{{}, {}, {Raw: func(b []byte) []byte {
			return list(b, func(content []byte) []byte { return append(content, 0x80) })
		}}}, lightclient.ErrMalformed, "attestation"},
		"a field less": {[]block{{}, {}, {Raw: func(b []byte) []byte {
			return list(b, func(content []byte) []byte { return content[:len(content)-1] })
		}}}, lightclient.ErrMalformed, "attestation"},
		"too much extra": {[]block{{}, {}, {Attest: func(a *parlia.Attestation) { a.Extra = make([]byte, 257) }}}, lightclient.ErrMalformed, "257 bytes of extra"},
	} {
		t.Run(name, func(t *testing.T) {
			s := s
			s.t = t
			s.refuse(s.put(attack.blocks...), attack.reason, attack.text)
		})
	}
	// What is wrong in one attestation does no harm to those after it.
	s.accept(9, s.put(block{}, trailing, block{}, block{}, block{}))
	s.accept(7, s.put(block{}, block{}, block{Attest: func(a *parlia.Attestation) { a.Extra = make([]byte, 256) }}))
}
