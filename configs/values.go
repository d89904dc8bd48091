package configs

import (
	"encoding"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// maxExact is the largest whole number that a float64 holds exactly, which is what
// a number with a point or an exponent is in YAML.
const maxExact = 1 << 53

// splitList turns the text of a flag or a variable into a list.
func splitList(from, to reflect.Type, data any) (any, error) {
	if from.Kind() != reflect.String || to.Kind() != reflect.Slice || to.Elem().Kind() == reflect.Uint8 {
		return data, nil
	}
	joined := strings.TrimSpace(data.(string))
	if joined == "" {
		return []string{}, nil
	}
	parts := strings.Split(joined, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts, nil
}

// exactScalar turns what a source says into a scalar, or refuses it and quotes it.
// It stands before the decoder's own conversions, which are generous: 1.9 messages
// would become 1, and an age of 200 (milliseconds, surely) 200 nanoseconds.
func exactScalar(from, to reflect.Value) (any, error) {
	if to.CanAddr() {
		if _, ok := to.Addr().Interface().(encoding.TextUnmarshaler); ok {
			return exactText(from, to)
		}
	}
	switch {
	case to.Kind() == reflect.Struct && from.Kind() != reflect.Map && from.Type() != to.Type():
		return nil, fmt.Errorf("%s, want a map of keys", quote(from))
	case to.Type() == reflect.TypeFor[time.Duration]():
		return exactDuration(from)
	case to.CanInt() || to.CanUint():
		return exactWhole(from, to)
	case to.CanFloat():
		return exactFloat(from)
	case to.Kind() == reflect.Bool:
		if from.Kind() == reflect.String {
			if b, err := strconv.ParseBool(from.String()); err == nil {
				return b, nil
			}
		}
		if from.Kind() != reflect.Bool {
			return nil, fmt.Errorf("%s, want true or false", quote(from))
		}
	case to.Kind() == reflect.String && (from.CanInt() || from.CanUint() || from.CanFloat() || from.Kind() == reflect.Bool):
		// YAML reads 1e3 and 0x10 as numbers; as a name or a path they would come out changed.
		return nil, fmt.Errorf("%s, want a text: put it in quotes", quote(from))
	}
	return from.Interface(), nil
}

func exactText(from, to reflect.Value) (any, error) {
	if from.Type() == to.Type() {
		return from.Interface(), nil
	}
	if from.Kind() != reflect.String {
		return nil, fmt.Errorf("%s, want a text: put it in quotes", quote(from))
	}
	fresh, ok := reflect.New(to.Type()).Interface().(encoding.TextUnmarshaler)
	if !ok {
		return nil, fmt.Errorf("%s reads no text", to.Type())
	}
	if from.String() != "" { // an empty flag or variable leaves it out
		if err := fresh.UnmarshalText([]byte(from.String())); err != nil {
			return nil, fmt.Errorf("%s, want %s: %w", quote(from), hexSize(to.Type()), err)
		}
	}
	return reflect.ValueOf(fresh).Elem().Interface(), nil
}

// hexSize says what a text of the type looks like.
func hexSize(t reflect.Type) string {
	if t.Kind() == reflect.Array && t.Elem().Kind() == reflect.Uint8 {
		return fmt.Sprintf("0x and %d hexadecimal digits", 2*t.Len())
	}
	return "a " + t.Name()
}

func exactDuration(from reflect.Value) (any, error) {
	switch {
	case from.Type() == reflect.TypeFor[time.Duration]():
		return from.Interface(), nil
	case from.Kind() == reflect.String:
		if d, err := time.ParseDuration(from.String()); err == nil {
			return d, nil
		}
	case from.CanInt() && from.Int() == 0:
		return time.Duration(0), nil
	}
	return nil, fmt.Errorf("%s, want a duration with its unit, like 200ms, 3s or 48h", quote(from))
}

func exactWhole(from, to reflect.Value) (any, error) {
	want := "a whole number"
	if to.CanUint() {
		want += " from 0"
	}
	switch {
	case from.Kind() == reflect.String && to.CanUint():
		if n, err := strconv.ParseUint(from.String(), 10, to.Type().Bits()); err == nil {
			return n, nil
		}
	case from.Kind() == reflect.String:
		if n, err := strconv.ParseInt(from.String(), 10, to.Type().Bits()); err == nil {
			return n, nil
		}
	case from.CanFloat():
		if f := from.Float(); f == math.Trunc(f) && math.Abs(f) <= maxExact && (f >= 0 || to.CanInt()) && !overflows(to, f) {
			return int64(f), nil
		}
	case from.CanInt():
		if n := from.Int(); to.CanInt() && !to.OverflowInt(n) || to.CanUint() && n >= 0 && !to.OverflowUint(uint64(n)) {
			return from.Interface(), nil
		}
	case from.CanUint():
		if n := from.Uint(); to.CanUint() && !to.OverflowUint(n) || to.CanInt() && n <= math.MaxInt64 && !to.OverflowInt(int64(n)) {
			return from.Interface(), nil
		}
	}
	return nil, fmt.Errorf("%s, want %s of at most %d bits", quote(from), want, to.Type().Bits())
}

func exactFloat(from reflect.Value) (any, error) {
	f := math.NaN()
	switch {
	case from.Kind() == reflect.String:
		if parsed, err := strconv.ParseFloat(from.String(), 64); err == nil {
			f = parsed
		}
	case from.CanFloat():
		f = from.Float()
	case from.CanInt():
		f = float64(from.Int())
	case from.CanUint():
		f = float64(from.Uint())
	}
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, fmt.Errorf("%s, want a number", quote(from))
	}
	return f, nil
}

// quote shows a value that was refused, shortened.
func quote(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Map:
		return "a map"
	case reflect.Slice:
		return "a list"
	}
	shown := fmt.Sprint(v.Interface())
	if len(shown) > maxShown {
		shown = shown[:maxShown] + "…"
	}
	return strconv.Quote(shown)
}

// maxShown bounds what an error repeats of a value, in bytes.
const maxShown = 100

// withoutPath is the reason alone of an error about a file that is named already.
func withoutPath(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// overflows reports whether a whole number does not fit.
func overflows(to reflect.Value, f float64) bool {
	if to.CanUint() {
		return to.OverflowUint(uint64(f))
	}
	return to.OverflowInt(int64(f))
}
