package beacon_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

// TestAttackJSON: answers that lax readers take for something else than what they say, or
// for the same in a second form.
func TestAttackJSON(t *testing.T) {
	w := newWorld(t)
	u := w.chain.Draft(100, 88).FinalityUpdate()
	body, err := u.EncodeJSON(w.n.Preset)
	if err != nil {
		t.Fatal(err)
	}
	honest := string(body)
	decode := func(version, body string) error {
		_, err := w.n.DecodeFinalityUpdateJSON(version, []byte(body))
		return err
	}
	for name, version := range map[string]string{"": "", "with the same version in the header": "electra"} {
		if err := decode(version, honest); err != nil {
			t.Fatalf("honest %s: %v", name, err)
		}
	}
	replace := func(old, new string) string {
		if !strings.Contains(honest, old) {
			t.Fatalf("%q is not in the answer", old)
		}
		return strings.Replace(honest, old, new, 1)
	}
	slot := `"slot":"100"`
	root := fmt.Sprintf(`"state_root":"%s"`, u.AttestedHeader.Beacon.StateRoot)
	// The same branch, as an object with as many fields.
	list := honest[strings.Index(honest, `"finality_branch":[`):]
	list = list[:strings.Index(list, "]")+1]
	object := strings.NewReplacer("[", "{", "]", "}", `"0x`, `"x":"0x`).Replace(list)
	for name, forgery := range map[string]string{
		"another version":                 replace(`"electra"`, `"fulu"`),
		"version in capitals":             replace(`"electra"`, `"Electra"`),
		"version that is unknown":         replace(`"electra"`, `"heze"`),
		"version phase0":                  replace(`"electra"`, `"phase0"`),
		"version is a number":             replace(`"electra"`, `5`),
		"no version":                      replace(`"version":"electra",`, ``),
		"no data":                         `{"version":"electra"}`,
		"version twice":                   replace(`"version":"electra"`, `"version":"deneb","version":"electra"`),
		"data twice":                      replace(`"data":`, `"data":{},"data":`),
		"slot twice":                      replace(slot, `"slot":"99",`+slot),
		"slot twice, once escaped":        replace(slot, `"sl\u006ft":"99",`+slot),
		"slot in capitals":                replace(slot, `"Slot":"100"`),
		"slot missing":                    replace(slot+`,`, ``),
		"slot with a field of no meaning": replace(slot, slot+`,"slots":"1"`),
		"slot is a number":                replace(slot, `"slot":100`),
		"slot is null":                    replace(slot, `"slot":null`),
		"slot with a leading zero":        replace(slot, `"slot":"0100"`),
		"slot with a sign":                replace(slot, `"slot":"+100"`),
		"slot with a blank":               replace(slot, `"slot":" 100"`),
		"slot in hex":                     replace(slot, `"slot":"0x64"`),
		"slot with an exponent":           replace(slot, `"slot":"1e2"`),
		"slot empty":                      replace(slot, `"slot":""`),
		"slot of 65 bits":                 replace(slot, `"slot":"18446744073709551616"`),
		"base fee of 257 bits":            replace(`"base_fee_per_gas":"7"`, `"base_fee_per_gas":"1`+strings.Repeat("0", 78)+`"`),
		"base fee with a leading zero":    replace(`"base_fee_per_gas":"7"`, `"base_fee_per_gas":"07"`),
		"base fee with a sign":            replace(`"base_fee_per_gas":"7"`, `"base_fee_per_gas":"+7"`),
		"base fee empty":                  replace(`"base_fee_per_gas":"7"`, `"base_fee_per_gas":""`),
		"base fee is a number":            replace(`"base_fee_per_gas":"7"`, `"base_fee_per_gas":7`),
		"root without 0x":                 replace(root, strings.Replace(root, "0x", "", 1)),
		"root with 0X":                    replace(root, strings.Replace(root, "0x", "0X", 1)),
		"root short":                      replace(root, root[:len(root)-3]+`"`),
		"root long":                       replace(root, root[:len(root)-1]+`00"`),
		"root with a digit that is none":  replace(root, root[:len(root)-2]+`g"`),
		"root is an array":                replace(root, `"state_root":[]`),
		"extra data of 33 bytes":          replace(`"extra_data":"0x666f72676564"`, `"extra_data":"0x`+strings.Repeat("00", 33)+`"`),
		"extra data of half a byte":       replace(`"extra_data":"0x666f72676564"`, `"extra_data":"0x0"`),
		"extra data without 0x":           replace(`"extra_data":"0x666f72676564"`, `"extra_data":""`),
		"extra data is a number":          replace(`"extra_data":"0x666f72676564"`, `"extra_data":0`),
		"branch short":                    replace(`"finality_branch":["`+u.FinalityBranch[0].String()+`",`, `"finality_branch":[`),
		"branch long":                     replace(`"finality_branch":[`, `"finality_branch":["`+u.FinalityBranch[0].String()+`",`),
		"branch is an object":             strings.Replace(honest, list, object, 1),
		"branch of something else":        replace(`"finality_branch":["`, `"finality_branch":["0x`),
		"bits short":                      replace(`"sync_committee_bits":"0xffffff"`, `"sync_committee_bits":"0xffff"`),
		"bits long":                       replace(`"sync_committee_bits":"0xffffff"`, `"sync_committee_bits":"0xffffffff"`),
		"header is null":                  replace(`"finalized_header":{`, `"finalized_header":null,"x":{`),
		"execution of a later format":     replace(`"execution":{`, `"execution_block_hash":"0x`+strings.Repeat("00", 32)+`","execution":{`),
		"blob gas missing":                replace(`,"excess_blob_gas":"131072"`, ``),
		"data is an array":                `{"version":"electra","data":[]}`,
		"an array":                        `[` + honest + `]`,
		"two answers":                     honest + honest,
		"text behind it":                  honest + "x",
		"cut":                             honest[:len(honest)-1],
		"empty":                           "",
		"a string":                        `"electra"`,
		"not JSON":                        replace(`{`, `{{`),
		"deep with objects":               replace(`"data":`, `"x":`+strings.Repeat(`{"x":`, 8)+`1`+strings.Repeat("}", 8)+`,"data":`),
		"deep":                            replace(`"data":`, `"x":`+strings.Repeat("[", 8)+strings.Repeat("]", 8)+`,"data":`),
		"of megabytes":                    honest + strings.Repeat(" ", w.n.Preset.MaxUpdateJSONBytes()-len(honest)+1),
	} {
		t.Run(name, func(t *testing.T) { refused(t, decode("", forgery), nil) })
	}
	t.Run("another version in the header", func(t *testing.T) { refused(t, decode("fulu", honest), nil) })
	for name, same := range map[string]string{
		"other fields of the answer": replace(`"version"`, `"finalized":true,"execution_optimistic":false,"version"`),
		"capital digits":             replace(root, `"state_root":"0x`+strings.ToUpper(u.AttestedHeader.Beacon.StateRoot.String()[2:])+`"`),
		"blanks":                     " " + replace(`"data":{`, "\"data\": {\n") + "\n",
		"as large as may be":         honest + strings.Repeat(" ", w.n.Preset.MaxUpdateJSONBytes()-len(honest)),
		"as deep as may be":          replace(`"data":`, `"x":`+strings.Repeat("[", 7)+strings.Repeat("]", 7)+`,"data":`),
	} {
		t.Run("honest with "+name, func(t *testing.T) {
			got, err := w.n.DecodeFinalityUpdateJSON("electra", []byte(same))
			if err != nil {
				t.Fatal(err)
			}
			if again, err := got.EncodeJSON(w.n.Preset); err != nil || !bytes.Equal(again, body) {
				t.Errorf("it is another one: %v", err)
			}
		})
	}
}

// TestAttackJSONBeforeAltair: where slots have no light client data, there is no version
// to send them under.
func TestAttackJSONBeforeAltair(t *testing.T) {
	late := forge.NewNetwork(tinyPreset(), 8)
	early := forge.NewNetwork(tinyPreset(), 0)
	body, err := sharedChain(early).Draft(10, 0).OptimisticUpdate().EncodeJSON(early.Preset)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := early.DecodeOptimisticUpdateJSON("", body); err != nil {
		t.Fatal(err)
	}
	for _, version := range []string{"phase0", "altair", "none", ""} {
		_, err := late.DecodeOptimisticUpdateJSON("", bytes.Replace(body, []byte("altair"), []byte(version), 1))
		refused(t, err, nil)
	}
}

func TestAttackJSONUpdates(t *testing.T) {
	w := newWorld(t)
	one, err := w.chain.Draft(100, 88).Update().EncodeJSON(w.n.Preset)
	if err != nil {
		t.Fatal(err)
	}
	answer := func(count int, change func(string) string) []byte {
		list := strings.Repeat(","+change(string(one)), count)
		return []byte("[" + strings.TrimPrefix(list, ",") + "]")
	}
	same := func(s string) string { return s }
	if got, err := w.n.DecodeUpdatesJSON(answer(3, same), 3); err != nil || len(got) != 3 {
		t.Fatalf("%d updates, %v", len(got), err)
	}
	full := answer(3, same)
	full = append(full, bytes.Repeat([]byte(" "), 3*w.n.Preset.MaxUpdateJSONBytes()-len(full))...)
	if got, err := w.n.DecodeUpdatesJSON(full, 3); err != nil || len(got) != 3 {
		t.Fatalf("as large as may be: %d updates, %v", len(got), err)
	}
	if got, err := w.n.DecodeUpdatesJSON([]byte("[]"), 3); err != nil || len(got) != 0 {
		t.Fatalf("%d updates, %v", len(got), err)
	}
	key := fmt.Sprintf(`"0x%x",`, w.chain.Committee(2).Pubkeys[0])
	without := func(old, new string) func(string) string {
		return func(s string) string { return strings.Replace(s, old, new, 1) }
	}
	for name, body := range map[string][]byte{
		"more than were asked for": answer(4, same),
		"an object":                one,
		"an object of updates":     []byte(`{"0":` + string(one) + `}`),
		"not JSON":                 []byte("["),
		"one of another version":   answer(2, without(`"electra"`, `"deneb"`)),
		"a key too few":            answer(1, without(key, ``)),
		"a key too many":           answer(1, without(key, key+key)),
		"a key too short":          answer(1, without(key, `"0x00",`)),
		"no keys":                  answer(1, without(`"pubkeys":[`, `"pubkeys":null,"x":[`)),
		"too large":                append(answer(3, same), bytes.Repeat([]byte(" "), 3*w.n.Preset.MaxUpdateJSONBytes())...),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.n.DecodeUpdatesJSON(body, 3)
			refused(t, err, nil)
		})
	}
	t.Run("more than a node may send", func(t *testing.T) {
		_, err := w.n.DecodeUpdatesJSON(answer(beacon.MaxUpdatesPerRequest+1, func(string) string { return "0" }), 1000)
		refused(t, err, nil)
	})
}
