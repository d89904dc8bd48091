package beacon

// DecodeHeader reads the SSZ of a header alone, in the format of fork. Unlike updates,
// headers that are stored may have a later format than their slot's.
func DecodeHeader(fork Fork, ssz []byte) (LightClientHeader, error) {
	h := newHeader(fork)
	if err := h.check(fork); err != nil {
		return LightClientHeader{}, err
	}
	if err := h.codec().decodeSSZ(ssz); err != nil {
		return LightClientHeader{}, malformed("SSZ in format %v: %w", fork, err)
	}
	return h, nil
}

// EncodeSSZ returns the header in its own format.
func (h *LightClientHeader) EncodeSSZ() ([]byte, error) {
	if err := h.checkShape(); err != nil {
		return nil, err
	}
	return h.codec().appendSSZ(nil), nil
}

func (h *LightClientHeader) checkShape() error {
	if err := h.check(h.Fork); err != nil {
		return err
	}
	if err := h.codec().check(); err != nil {
		return malformed("%w", err)
	}
	return nil
}

// DecodeSyncCommittee reads the SSZ of a committee alone. Its keys are bytes yet; see
// [DecodeCommittee].
func DecodeSyncCommittee(p Preset, ssz []byte) (*SyncCommittee, error) {
	c := new(SyncCommittee)
	if err := c.codec(p).decodeSSZ(ssz); err != nil {
		return nil, malformed("SSZ of a committee of %d: %w", p.SyncCommitteeSize, err)
	}
	return c, nil
}

// EncodeSSZ returns the committee, which has SyncCommitteeSize keys.
func (c *SyncCommittee) EncodeSSZ(p Preset) ([]byte, error) {
	if err := c.codec(p).check(); err != nil {
		return nil, malformed("%w", err)
	}
	return c.codec(p).appendSSZ(nil), nil
}
