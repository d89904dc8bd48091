package beacon

import "fmt"

// envelope reads {"version": …, "data": …}, as every answer of the API has it. Fields
// beside these, such as finalized or execution_optimistic, are a node's opinion and
// decide nothing.
func envelope(v *jsonValue) (Fork, *jsonValue, error) {
	fields, err := v.take(true, "version", "data")
	if err != nil {
		return 0, nil, err
	}
	fork, err := ParseFork(fields[0].text)
	if err != nil {
		return 0, nil, fmt.Errorf("version: %w", err)
	}
	return fork, fields[1], nil
}

// decodeEnvelope reads one answer. The format is that of "version", and so must the
// header Eth-Consensus-Version say where a node sends it.
func decodeEnvelope[M message](n *Network, consensusVersion string, v *jsonValue, newMessage func(Fork) M) (M, error) {
	var none M
	fork, data, err := envelope(v)
	if err != nil {
		return none, malformed("answer: %w", err)
	}
	if consensusVersion != "" && consensusVersion != fork.String() {
		return none, malformed("version is %v, and Eth-Consensus-Version is %.40q", fork, consensusVersion)
	}
	m := newMessage(fork)
	if err := m.codec(n.Preset).decodeJSON(data); err != nil {
		return none, malformed("JSON in format %v: %w", fork, err)
	}
	if err := n.checkFork(m.header()); err != nil {
		return none, err
	}
	return m, nil
}

func decodeJSON[M message](n *Network, consensusVersion string, body []byte, newMessage func(Fork) M) (M, error) {
	var none M
	if limit := n.Preset.MaxUpdateJSONBytes(); len(body) > limit {
		return none, malformed("answer has %d bytes, want at most %d", len(body), limit)
	}
	v, err := parseJSON(body)
	if err != nil {
		return none, malformed("answer: %w", err)
	}
	return decodeEnvelope(n, consensusVersion, v, newMessage)
}

// DecodeBootstrapJSON reads the body of an answer of the Beacon API. consensusVersion
// is its header Eth-Consensus-Version, empty if there is none. Errors of this and the
// following functions wrap lightclient.ErrMalformed.
func (n *Network) DecodeBootstrapJSON(consensusVersion string, body []byte) (*LightClientBootstrap, error) {
	return decodeJSON(n, consensusVersion, body, newBootstrap)
}

// DecodeFinalityUpdateJSON is like DecodeBootstrapJSON.
func (n *Network) DecodeFinalityUpdateJSON(consensusVersion string, body []byte) (*LightClientFinalityUpdate, error) {
	return decodeJSON(n, consensusVersion, body, newFinalityUpdate)
}

// DecodeOptimisticUpdateJSON is like DecodeBootstrapJSON.
func (n *Network) DecodeOptimisticUpdateJSON(consensusVersion string, body []byte) (*LightClientOptimisticUpdate, error) {
	return decodeJSON(n, consensusVersion, body, newOptimisticUpdate)
}

// DecodeUpdatesJSON reads the answer to a request for up to limit updates, an array in
// which each has its own version; limit is at most MaxUpdatesPerRequest.
func (n *Network) DecodeUpdatesJSON(body []byte, limit int) ([]*LightClientUpdate, error) {
	limit = min(limit, MaxUpdatesPerRequest)
	if most := limit * n.Preset.MaxUpdateJSONBytes(); len(body) > most {
		return nil, malformed("answer has %d bytes, want at most %d for %d updates", len(body), most, limit)
	}
	v, err := parseJSON(body)
	if err == nil {
		err = v.want(jsonArray)
	}
	if err != nil {
		return nil, malformed("answer: %w", err)
	}
	if len(v.elements) > limit {
		return nil, malformed("answer has %d updates, want at most %d", len(v.elements), limit)
	}
	updates := make([]*LightClientUpdate, len(v.elements))
	for i, element := range v.elements {
		if updates[i], err = decodeEnvelope(n, "", element, newUpdate); err != nil {
			return nil, fmt.Errorf("update %d: %w", i, err)
		}
	}
	return updates, nil
}

func encodeJSON(m message, p Preset) ([]byte, error) {
	if err := checkShape(m, p); err != nil {
		return nil, err
	}
	b := fmt.Appendf(nil, `{"version":"%v","data":`, m.header().Fork)
	return append(m.codec(p).appendJSON(b), '}'), nil
}

// EncodeJSON returns the answer of the Beacon API with this object, envelope included.
func (b *LightClientBootstrap) EncodeJSON(p Preset) ([]byte, error) { return encodeJSON(b, p) }

// EncodeJSON is like that of LightClientBootstrap; an answer with updates is an array of
// them.
func (u *LightClientUpdate) EncodeJSON(p Preset) ([]byte, error) { return encodeJSON(u, p) }

// EncodeJSON is like that of LightClientBootstrap.
func (u *LightClientFinalityUpdate) EncodeJSON(p Preset) ([]byte, error) { return encodeJSON(u, p) }

// EncodeJSON is like that of LightClientBootstrap.
func (u *LightClientOptimisticUpdate) EncodeJSON(p Preset) ([]byte, error) { return encodeJSON(u, p) }
