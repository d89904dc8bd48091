package configs

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/go-viper/mapstructure/v2"
)

// invalidKeys is how the decoder tells of keys that do not exist: the place, empty
// for the top, and the keys.
var invalidKeys = regexp.MustCompile(`'([^']*)' has invalid keys: ([^\n]+)`)

// explain says which key a decoding error is about, and what would do instead. Only
// the first error is told: the next run tells the next.
func explain(err error, config reflect.Type) error {
	if found := invalidKeys.FindStringSubmatch(err.Error()); found != nil {
		// The decoder sorts them, so that the first is always the same.
		key, _, _ := strings.Cut(found[2], ", ")
		key = strings.TrimSpace(key)
		candidates := keysAt(config, found[1])
		if found[1] != "" {
			key = found[1] + "." + key
		}
		return fmt.Errorf("%w: key %s does not exist%s", ErrConfig, key, Suggest(key, candidates))
	}
	var decode *mapstructure.DecodeError
	if !errors.As(err, &decode) {
		return fmt.Errorf("%w: %w", ErrConfig, err)
	}
	name := decode.Name()
	for { // the decoder wraps what a place within a list says
		var inner *mapstructure.DecodeError
		if !errors.As(decode.Unwrap(), &inner) {
			break
		}
		decode = inner
		name = decode.Name()
	}
	var unconvertible *mapstructure.UnconvertibleTypeError
	if errors.As(decode, &unconvertible) {
		return fmt.Errorf("%w: %s: %s, want %s", ErrConfig, name, quote(reflect.ValueOf(unconvertible.Value)), wanted(unconvertible.Expected.Type()))
	}
	reason := strings.TrimPrefix(decode.Unwrap().Error(), "error decoding '"+name+"': ")
	return fmt.Errorf("%w: %s: %s", ErrConfig, name, reason)
}

func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return "a map of keys"
	case reflect.Slice:
		return "a list"
	case reflect.String:
		return "a text"
	}
	return "a " + t.String()
}

// index is the part of a key that says which element of a list.
var index = regexp.MustCompile(`\[\d+\]`)

// keysAt lists all keys of a configuration; those below the place carry the place's
// own indices, so that what is suggested can be found in the file.
func keysAt(config reflect.Type, place string) []string {
	all := allKeys("", config)
	general := index.ReplaceAllString(place, "[]")
	for i, key := range all {
		if place != "" && strings.HasPrefix(key, general+".") {
			all[i] = place + strings.TrimPrefix(key, general)
		}
	}
	return all
}

// allKeys lists the keys of a type, those of list elements as "list[].key".
func allKeys(prefix string, t reflect.Type) (all []string) {
	for i := range t.NumField() {
		key := t.Field(i).Tag.Get("mapstructure")
		if key == "" || key == "-" {
			continue
		}
		key = prefix + key
		all = append(all, key)
		value := reflect.New(t.Field(i).Type).Elem()
		switch {
		case isText(value):
		case value.Kind() == reflect.Struct:
			all = append(all, allKeys(key+".", value.Type())...)
		case isStructList(value):
			all = append(all, allKeys(key+"[].", value.Type().Elem())...)
		}
	}
	return all
}

// Suggest returns " (did you mean …?)" with the candidate that is nearest to a
// misspelt name, or nothing where none is near.
func Suggest(wrong string, candidates []string) string {
	best, distance := "", len(lastOf(wrong))/2+2
	for _, candidate := range candidates {
		// A right name at a wrong place is near too, but less so than a misspelt one here.
		if d := min(editDistance(wrong, candidate), editDistance(lastOf(wrong), lastOf(candidate))+1); d < distance {
			best, distance = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %s?)", best)
}

func lastOf(key string) string { return key[strings.LastIndex(key, ".")+1:] }

// editDistance is Levenshtein's.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
