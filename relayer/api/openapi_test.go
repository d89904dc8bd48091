package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// describe reads the description that is served.
func describe(t *testing.T) (*openapi3.T, routers.Router) {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(Description)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context(), openapi3.IsOpenAPI31OrLater()); err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return doc, router
}

// holds validates an answer against what the description says of its request, and its
// body where that is JSON.
func holds(t *testing.T, router routers.Router, r *http.Request, answer *httptest.ResponseRecorder) error {
	t.Helper()
	route, values, err := router.FindRoute(r)
	if err != nil {
		return err
	}
	options := &openapi3filter.Options{IncludeResponseStatus: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
		ExcludeResponseBody: !strings.HasPrefix(answer.Header().Get("Content-Type"), "application/json")}
	input := &openapi3filter.RequestValidationInput{Request: r, PathParams: values, Route: route, Options: options}
	if answer.Code == http.StatusOK {
		if err := openapi3filter.ValidateRequest(t.Context(), input); err != nil {
			return err
		}
	}
	return openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{RequestValidationInput: input,
		Status: answer.Code, Header: answer.Header(), Body: io.NopCloser(bytes.NewReader(answer.Body.Bytes())), Options: options})
}

// TestAnswersAreAsDescribed validates every kind of answer to every path, refusals
// included, and finds every path of the description among them.
func TestAnswersAreAsDescribed(t *testing.T) {
	doc, router := describe(t)
	failed, waiting := message(3), message(4)
	asked := map[string][]int{}
	for _, c := range []struct {
		target string
		code   int
		spoil  func(*Config, *http.Request, *fixture)
	}{
		{"/healthz", 200, nil},
		{"/healthz", 403, strange},
		{"/readyz", 200, nil},
		{"/readyz", 503, func(_ *Config, _ *http.Request, f *fixture) { f.trouble = errors.New("lane is halted") }},
		{"/readyz", 401, locked}, {"/readyz", 403, strange}, {"/readyz", 429, flooded},
		{"/metrics", 200, nil}, {"/metrics", 401, locked}, {"/metrics", 403, strange}, {"/metrics", 429, flooded},
		{"/v1/status", 200, nil},
		{"/v1/status", 200, func(_ *Config, _ *http.Request, f *fixture) {
			f.trouble, f.lanes, f.chains, f.signers = errors.New("no lanes"), nil, nil, nil
		}},
		{"/v1/status?x=1", 400, nil}, {"/v1/status", 401, locked}, {"/v1/status", 403, strange}, {"/v1/status", 429, flooded},
		{"/v1/lanes", 200, nil}, {"/v1/lanes?x=1", 400, nil}, {"/v1/lanes", 401, locked}, {"/v1/lanes", 403, strange}, {"/v1/lanes", 429, flooded},
		{"/v1/chains", 200, nil}, {"/v1/chains?x=1", 400, nil}, {"/v1/chains", 401, locked}, {"/v1/chains", 403, strange}, {"/v1/chains", 429, flooded},
		{"/v1/signers", 200, nil}, {"/v1/signers?x=1", 400, nil}, {"/v1/signers", 401, locked}, {"/v1/signers", 403, strange}, {"/v1/signers", 429, flooded},
		{"/v1/messages", 200, nil}, {"/v1/messages?limit=1&stage=delivered&lane=" + lane.ID().String(), 200, nil}, {"/v1/messages?stage=approved", 200, nil},
		{"/v1/messages?x=1", 400, nil}, {"/v1/messages", 401, locked}, {"/v1/messages", 403, strange}, {"/v1/messages", 429, flooded},
		{"/v1/messages/" + failed.ID().String(), 200, nil}, {"/v1/messages/" + waiting.ID().String(), 200, nil},
		{"/v1/messages/" + lane.ID().String(), 404, nil}, {"/v1/messages/7", 400, nil},
		{"/v1/messages/7", 401, locked}, {"/v1/messages/7", 403, strange}, {"/v1/messages/7", 429, flooded},
		{"/v1/events", 200, func(_ *Config, r *http.Request, _ *fixture) { r.Method = http.MethodHead }},
		{"/v1/events?x=1", 400, nil}, {"/v1/events", 401, locked}, {"/v1/events", 403, strange}, {"/v1/events", 429, flooded},
		{"/v1/events", 503, func(c *Config, _ *http.Request, _ *fixture) { c.Streams = 1 }},
		{"/v1/openapi.yaml", 200, nil}, {"/v1/openapi.yaml", 401, locked}, {"/v1/openapi.yaml", 403, strange}, {"/v1/openapi.yaml", 429, flooded},
	} {
		f, r := newFixture(t), request(c.target)
		s := server(t, f, func(config *Config) {
			if c.spoil != nil {
				c.spoil(config, r, f)
			}
		})
		switch c.code {
		case http.StatusTooManyRequests:
			ask(s, request("/v1/lanes"))
		case http.StatusServiceUnavailable:
			if leave, ok := s.streams.enter(r.RemoteAddr); ok {
				defer leave()
			}
		}
		answer := ask(s, r)
		r.Method = http.MethodGet
		if answer.Code != c.code {
			t.Errorf("%s: %d %s, want %d", c.target, answer.Code, answer.Body, c.code)
			continue
		}
		if err := holds(t, router, r, answer); err != nil {
			t.Errorf("%s: %d: %v", c.target, c.code, err)
		}
		route, _, err := router.FindRoute(r)
		if err != nil {
			t.Fatal(err)
		}
		asked[route.Path] = append(asked[route.Path], c.code)
	}
	for path, item := range doc.Paths.Map() {
		if operations := item.Operations(); len(operations) != 1 || operations[http.MethodGet] == nil {
			t.Errorf("%s describes %v, only GET is served", path, slices.Collect(maps.Keys(operations)))
			continue
		}
		for code := range item.Get.Responses.Map() {
			if !slices.ContainsFunc(asked[path], func(got int) bool { return code == strconv.Itoa(got) }) {
				t.Errorf("%s describes an answer %s that is never given", path, code)
			}
		}
	}
}

func locked(c *Config, _ *http.Request, _ *fixture)  { c.Token = strings.Repeat("t", MinToken) }
func strange(_ *Config, r *http.Request, _ *fixture) { r.Host = "evil.example" }
func flooded(c *Config, _ *http.Request, _ *fixture) { c.Rate, c.Burst = 0.001, 1 }

// TestDescriptionKnowsEveryRoute: what is served is described.
func TestDescriptionKnowsEveryRoute(t *testing.T) {
	doc, _ := describe(t)
	source, err := os.ReadFile("api.go")
	if err != nil {
		t.Fatal(err)
	}
	served := map[string]bool{}
	for _, match := range regexp.MustCompile(`mux\.Handle(?:Func)?\("([^"]+)"`).FindAllStringSubmatch(string(source), -1) {
		served[match[1]] = true
	}
	delete(served, "/") // whatever there is not
	described := doc.Paths.Map()
	if len(served) < 10 {
		t.Fatalf("%d routes were found in the source", len(served))
	}
	for path := range served {
		if described[path] == nil {
			t.Errorf("%s is not described", path)
		}
	}
	for path := range described {
		if !served[path] {
			t.Errorf("%s is described and not served", path)
		}
	}
}

// TestDescriptionKnowsEveryField holds the Go types of the answers against the
// schemas of their names: names of fields, and which are always there. Fields that
// no answer of a test has can't hide like this.
func TestDescriptionKnowsEveryField(t *testing.T) {
	doc, _ := describe(t)
	for name, value := range map[string]any{
		"Status": Status{}, "Lane": Lane{}, "Source": Source{}, "Chain": Chain{}, "Head": Head{}, "Account": Account{}, "Signer": Signer{},
		"Page": Page{}, "Message": Message{}, "Batch": Batch{}, "Approvals": Approvals{}, "Delivery": Delivery{}, "Next": Next{},
		"Health": Health{}, "Failure": Failure{},
	} {
		t.Run(name, func(t *testing.T) {
			schema := doc.Components.Schemas[name]
			if schema == nil {
				t.Fatal("there is no such schema")
			}
			fields(t, name, reflect.TypeOf(value), schema.Value)
		})
	}
}

func fields(t *testing.T, path string, typ reflect.Type, schema *openapi3.Schema) {
	t.Helper()
	found := map[string]bool{}
	for _, field := range reflect.VisibleFields(typ) {
		tag, ok := field.Tag.Lookup("json")
		if !ok {
			continue // embedded
		}
		name, options, _ := strings.Cut(tag, ",")
		found[name] = true
		property := schema.Properties[name]
		if property == nil {
			t.Errorf("%s.%s is not described", path, name)
			continue
		}
		if required := slices.Contains(schema.Required, name); required == (options != "") {
			t.Errorf("%s.%s: tag %q, required is %v", path, name, tag, required)
		}
		inner := field.Type
		for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		nested := property
		if nested.Value.Items != nil {
			nested = nested.Value.Items
		}
		// Schemas with a name have their own turn.
		if inner.Kind() == reflect.Struct && inner.PkgPath() == typ.PkgPath() && nested.Ref == "" {
			fields(t, path+"."+name, inner, nested.Value)
		}
	}
	for name := range schema.Properties {
		if !found[name] {
			t.Errorf("%s.%s is described and does not exist", path, name)
		}
	}
}

// TestDescribedValuesAreAll: the enumerations are those of the code.
func TestDescribedValuesAreAll(t *testing.T) {
	doc, _ := describe(t)
	schemas := doc.Components.Schemas
	for name, c := range map[string]struct {
		schema *openapi3.SchemaRef
		want   any
	}{
		"stage": {schemas["Stage"], stages()},
		"state": {schemas["Lane"].Value.Properties["state"], statesOfLanes()},
		"next":  {schemas["Next"].Value.Properties["step"], NextSteps()},
	} {
		got, err := json.Marshal(c.schema.Value.Enum)
		want, err2 := json.Marshal(c.want)
		if err := errors.Join(err, err2); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: described %s, want %s (%v)", name, got, want, err)
		}
	}
}

// TestEventsAreAsDescribed: the data of an event is a Message as described.
func TestEventsAreAsDescribed(t *testing.T) {
	_, router := describe(t)
	f := newFixture(t)
	base, stop := serveOn(t, server(t, f, nil))
	defer func() { _, _ = stop() }()
	events := listen(t, base+"/v1/events", "")
	events.want(t, "ready")
	change(t, f.view, 4, 4, func(_ uint64, p *indexProgress) { p.Reason = "told" })
	event := events.want(t, "message")
	var m Message
	if err := json.Unmarshal([]byte(event.data), &m); err != nil || m.Reason != "told" {
		t.Fatalf("%s: %v", event.data, err)
	}
	answer := httptest.NewRecorder()
	answer.Header().Set("Content-Type", "application/json")
	answer.Body.WriteString(event.data)
	r := request("/v1/messages/" + m.ID.String())
	r.URL = &url.URL{Path: r.URL.Path}
	if err := holds(t, router, r, answer); err != nil {
		t.Error(err)
	}
}
