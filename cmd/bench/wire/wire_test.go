package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
)

const hashA, hashB = "0x00000000000000000000000000000000000000000000000000000000000000aa", "0x00000000000000000000000000000000000000000000000000000000000000bb"

// blockAnswer is what a node says of a block, with some of its members exchanged.
func blockAnswer(pairs ...string) string {
	block := `{"number":"0x10","hash":"` + hashA + `","gasUsed":"0xa410","gasLimit":"0x3b9aca00","timestamp":"0x6","baseFeePerGas":"0x7",` +
		`"uncles":[],"extra":{"a":[1,-2.5e+3,true,false,null,"\u00e9\n"]},"transactions":["` + hashA + `","` + hashB + `"]}`
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(block, pairs[i]) {
			panic("the block has no " + pairs[i])
		}
		block = strings.Replace(block, pairs[i], pairs[i+1], 1)
	}
	return `{"jsonrpc":"2.0","id":1,"result":` + block + `}`
}

func TestBlockIsRead(t *testing.T) {
	b := Block{Transactions: make([]common.Hash, 7)} // of the block before
	found, err := ScanBlock([]byte(" "+blockAnswer()+"\r\n"), &b)
	if err != nil || !found {
		t.Fatal(found, err)
	}
	if b.Number != 16 || b.GasUsed != 42_000 || b.GasLimit != 1e9 ||
		len(b.Transactions) != 2 || b.Transactions[0] != common.HexToHash(hashA) || b.Transactions[1] != common.HexToHash(hashB) {
		t.Errorf("got %+v", b)
	}
	if found, err := ScanBlock([]byte(`{"id":1,"jsonrpc":"2.0","result":null}`), &b); found || err != nil {
		t.Error("a block that is not there:", found, err)
	}
	var said *NodeError
	if found, err := ScanBlock([]byte(`{"id":1,"error":{"code":-32000,"message":"no \"such\" block","data":[]}}`), &b); found || !errors.As(err, &said) || said.Code != -32000 || said.Message != `no "such" block` {
		t.Error("a node's error:", found, err)
	}
}

// TestBlockThatIsNoneIsRefused: each answer has one fault, and would be read without it.
func TestBlockThatIsNoneIsRefused(t *testing.T) {
	for name, answer := range map[string]string{
		"nothing":                  "",
		"more after it":            blockAnswer() + "{}",
		"cut short":                strings.TrimSuffix(blockAnswer(), "}"),
		"no result":                `{"jsonrpc":"2.0","id":1}`,
		"two results":              `{"id":1,"result":null,"result":null}`,
		"two errors":               `{"id":1,"error":{"code":1,"message":"m"},"error":{"code":1,"message":"m"}}`,
		"an error without code":    `{"id":1,"error":{"message":"m"}}`,
		"an error without message": `{"id":1,"error":{"code":1}}`,
		"an error of two codes":    `{"id":1,"error":{"code":1,"message":"m","code":1}}`,
		"an error of half a code":  `{"id":1,"error":{"code":1.5,"message":"m"}}`,
		"two numbers":              blockAnswer(`"uncles":[]`, `"number":"0x10"`),
		"two lists":                blockAnswer(`"uncles":[]`, `"transactions":[]`),
		"no number":                blockAnswer(`"number":"0x10",`, ""),
		"no gasUsed":               blockAnswer(`"gasUsed":"0xa410",`, ""),
		"no gasLimit":              blockAnswer(`"gasLimit":"0x3b9aca00",`, ""),
		"no transactions":          blockAnswer(`"transactions":["`+hashA+`","`+hashB+`"]`, `"a":0`),
		"a leading zero":           blockAnswer(`"0x10"`, `"0x010"`),
		"65 bits":                  blockAnswer(`"0x10"`, `"0x10000000000000000"`),
		"an empty quantity":        blockAnswer(`"0x10"`, `"0x"`),
		"no prefix":                blockAnswer(`"0x10"`, `"1010"`),
		"a number of JSON":         blockAnswer(`"0x10"`, `16`),
		"a digit that is none":     blockAnswer(`"0x10"`, `"0x1g"`),
		"a short hash":             blockAnswer(`aa","0x`, `a","0x`),
		"a long hash":              blockAnswer(`aa","0x`, `aaa","0x`),
		"a hash without prefix":    blockAnswer(`["0x0`, `["000`),
		"a hash of letters":        blockAnswer(`aa","0x`, `zz","0x`),
		"whole transactions":       blockAnswer(`["`+hashA+`"`, `[{"hash":"`+hashA+`"}`),
		"a comma at the end":       blockAnswer(`"uncles":[]`, `"uncles":[1,]`),
		"no comma":                 blockAnswer(`"uncles":[]`, `"uncles":[1 2]`),
		"no colon":                 blockAnswer(`"uncles":[]`, `"uncles" []`),
		"a key without quotes":     blockAnswer(`"uncles":[]`, `uncles:[]`),
		"a zero before digits":     blockAnswer(`"uncles":[]`, `"uncles":01`),
		"a point without digits":   blockAnswer(`"uncles":[]`, `"uncles":1.`),
		"an exponent without any":  blockAnswer(`"uncles":[]`, `"uncles":1e`),
		"a sign alone":             blockAnswer(`"uncles":[]`, `"uncles":-`),
		"a word that is none":      blockAnswer(`"uncles":[]`, `"uncles":nul`),
		"a newline in a string":    blockAnswer(`"uncles":[]`, "\"uncles\":\"\n\""),
		"an unknown escape":        blockAnswer(`"uncles":[]`, `"uncles":"\x"`),
		"half an escape":           blockAnswer(`"uncles":[]`, `"uncles":"\u12g4"`),
		"too much nesting":         blockAnswer(`"uncles":[]`, `"uncles":`+strings.Repeat("[", 70)+strings.Repeat("]", 70)),
	} {
		t.Run(name, func(t *testing.T) {
			var syntax *SyntaxError
			if found, err := ScanBlock([]byte(answer), new(Block)); found || !errors.As(err, &syntax) {
				t.Errorf("got %v, %v", found, err)
			}
		})
	}
}

func TestRequestsAreWhatTheyShouldBe(t *testing.T) {
	if got := string(AppendBlockRequest(nil, 255)); got != `{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":["0xff",false]}` {
		t.Error(got)
	}
	for _, n := range []int{1, 2, 3, 12} {
		var raws [][]byte
		for i := range n {
			raws = append(raws, []byte{2, byte(i), 0xff})
		}
		body := AppendSend(nil, raws)
		if n == 1 {
			body = append(append([]byte{'['}, body...), ']')
		}
		var calls []struct {
			JSONRPC string
			ID      int
			Method  string
			Params  []hexutil.Bytes
		}
		if err := json.Unmarshal(body, &calls); err != nil || len(calls) != n {
			t.Fatal(n, err, string(body))
		}
		for i, call := range calls {
			if call.JSONRPC != "2.0" || call.ID != i || call.Method != "eth_sendRawTransaction" || len(call.Params) != 1 || string(call.Params[0]) != string(raws[i]) {
				t.Errorf("%d of %d: %+v", i, n, call)
			}
		}
	}
}

// sentAnswers scans and lists what each transaction was answered with: "" for none, "ok",
// or the error's text.
func sentAnswers(body string, n int) ([]string, error) {
	got := make([]string, n)
	err := ScanSent([]byte(body), n, func(i int, refusal *NodeError) {
		text := "ok"
		if refusal != nil {
			text = refusal.Message
		}
		got[i] += text
	})
	return got, err
}

func ok(id int) string { return fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"result":"%s"}`, id, hashA) }

func no(id string) string {
	return `{"jsonrpc":"2.0","id":` + id + `,"error":{"code":-32000,"message":"no"}}`
}

func TestAnswersAreMatchedToRequests(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"one":                    {ok(0), []string{"ok"}},
		"one in a list":          {"[" + ok(0) + "]", []string{"ok"}},
		"one error":              {no("0"), []string{"no"}},
		"one error without id":   {no("null"), []string{"no"}},
		"in another order":       {"[" + ok(2) + "," + no("0") + " ,\n" + ok(1) + "]", []string{"no", "ok", "ok"}},
		"an error of all":        {no("null"), []string{"no", "no", "no"}},
		"some without an answer": {"[" + ok(1) + "]", []string{"", "ok", ""}},
		"an error beside null":   {`{"id":0,"result":null,"error":{"code":1,"message":"no"}}`, []string{"no"}},
		"a null error":           {`{"id":0,"error":null,"result":"` + hashA + `"}`, []string{"ok"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := sentAnswers(c.body, len(c.want)); err != nil || fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("got %q, %v, want %q", got, err, c.want)
			}
		})
	}
}

func TestAnswersToNothingAreRefused(t *testing.T) {
	for name, body := range map[string]string{
		"a stranger":                "[" + ok(0) + "," + ok(2) + "]",
		"a negative id":             strings.Replace(ok(0), `"id":0`, `"id":-1`, 1),
		"an id twice":               "[" + ok(1) + "," + ok(1) + "]",
		"an id in other words":      "[" + strings.Replace(ok(1), `"id":1`, `"id":"1"`, 1) + "]",
		"an id with a zero":         `[{"id":01,"result":"` + hashA + `"}]`,
		"no id":                     `[{"result":"` + hashA + `"}]`,
		"a result that is no hash":  `[{"id":0,"result":true}]`,
		"a result that is too long": `[{"id":0,"result":"` + hashA + `00"}]`,
		"more after it":             "[" + ok(0) + "]]",
		"more after one":            ok(0) + ok(1),
		"no list":                   `"` + hashA + `"`,
	} {
		t.Run(name, func(t *testing.T) {
			var syntax *SyntaxError
			if _, err := sentAnswers(body, 2); !errors.As(err, &syntax) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// FuzzScanBlock: what is accepted is JSON, and encoding/json reads the same in it.
func FuzzScanBlock(f *testing.F) {
	for _, seed := range []string{blockAnswer(), blockAnswer(`"uncles":[],`, ""), `{"result":null}`, no("1"), ok(1)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var b Block
		found, err := ScanBlock(body, &b)
		if err != nil || !found {
			return
		}
		var answer struct {
			Result *struct {
				Number       hexutil.Uint64 `json:"number"`
				GasUsed      hexutil.Uint64 `json:"gasUsed"`
				GasLimit     hexutil.Uint64 `json:"gasLimit"`
				Transactions []common.Hash  `json:"transactions"`
			} `json:"result"`
		}
		if !json.Valid(body) {
			t.Fatalf("accepted what is no JSON: %q", body)
		}
		// encoding/json takes keys in any case for ours, and then the last of them counts.
		if foldsKeys(body) {
			return
		}
		if err := json.Unmarshal(body, &answer); err != nil || answer.Result == nil {
			t.Fatalf("accepted %q: %v", body, err)
		}
		r := answer.Result
		if uint64(r.Number) != b.Number || uint64(r.GasUsed) != b.GasUsed || uint64(r.GasLimit) != b.GasLimit || len(r.Transactions) != len(b.Transactions) {
			t.Fatalf("read %+v in %q, which says %+v", b, body, r)
		}
		for i := range r.Transactions {
			if r.Transactions[i] != b.Transactions[i] {
				t.Fatalf("transaction %d of %q", i, body)
			}
		}
	})
}

// foldsKeys reports whether a key differs from one of ours in nothing but case or escapes.
func foldsKeys(body []byte) bool {
	text := string(body)
	if strings.Contains(text, `\`) || strings.Contains(text, "ſ") {
		return true
	}
	for _, key := range []string{"result", "number", "gasUsed", "gasLimit", "transactions"} {
		if strings.Count(strings.ToLower(text), `"`+strings.ToLower(key)+`"`) != strings.Count(text, `"`+key+`"`) {
			return true
		}
	}
	return false
}

// FuzzScanSent: no request is answered twice, and what is accepted is JSON.
func FuzzScanSent(f *testing.F) {
	for _, seed := range []string{ok(0), "[" + ok(2) + "," + no("0") + "," + ok(1) + "]", no("null"), "[]"} {
		f.Add([]byte(seed), 3)
	}
	f.Fuzz(func(t *testing.T, body []byte, n int) {
		n = 1 + (n%200+200)%200
		answers := make([]int, n)
		err := ScanSent(body, n, func(i int, _ *NodeError) { answers[i]++ })
		for i, count := range answers {
			if count > 1 {
				t.Fatalf("request %d is answered %d times by %q", i, count, body)
			}
		}
		if err == nil && !json.Valid(body) {
			t.Fatalf("accepted what is no JSON: %q", body)
		}
	})
}
