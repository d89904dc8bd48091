// Package configs decides what a daemon's configuration is.
//
// A daemon declares a struct; Load fills it from its defaults, a YAML file, the
// environment and flags, each stronger than the one before. The three sources
// share one set of names: the key `bus.url` of the file is CATENARY_BUS_URL in
// the environment and --bus-url on the command line. A key that does not exist is
// an error, never ignored: a misspelt limit must not leave its default in force.
package configs

import (
	"encoding"
	"errors"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"
)

// EnvPrefix begins the name of every variable that is read.
const EnvPrefix = "CATENARY_"

// ErrConfig is wrapped by every error of this package.
var ErrConfig = errors.New("configuration")

// notKeys are variables that begin with the prefix and configure no daemon.
var notKeys = []string{"CATENARY_VECTORS", "CATENARY_PASSPHRASE"}

// maxFile bounds a configuration file, in bytes.
const maxFile = 1 << 20

// leaf is one scalar or list of scalars in a configuration.
type leaf struct {
	key   string // "bus.url"
	usage string
	value reflect.Value
}

func (l leaf) env() string {
	return EnvPrefix + strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(l.key))
}

func (l leaf) flag() string { return strings.ReplaceAll(l.key, ".", "-") }

// leaves lists what can be set by one name. Lists of structs have no name in the
// environment and on the command line; they belong to the file.
func leaves(prefix string, v reflect.Value) (all []leaf) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		key := field.Tag.Get("mapstructure")
		if key == "" || key == "-" {
			continue
		}
		if prefix != "" {
			key = prefix + "." + key
		}
		value := v.Field(i)
		switch {
		case isText(value) || value.Kind() != reflect.Struct && !isStructList(value):
			all = append(all, leaf{key, field.Tag.Get("usage"), value})
		case value.Kind() == reflect.Struct:
			all = append(all, leaves(key, value)...)
		}
	}
	return all
}

func isText(v reflect.Value) bool {
	_, ok := v.Addr().Interface().(encoding.TextUnmarshaler)
	return ok
}

func isStructList(v reflect.Value) bool {
	if v.Kind() != reflect.Slice || v.Type().Elem().Kind() != reflect.Struct {
		return false
	}
	_, ok := reflect.New(v.Type().Elem()).Interface().(encoding.TextUnmarshaler)
	return !ok
}

// text is how a default is shown to people.
func text(v reflect.Value) string {
	if d, ok := v.Interface().(time.Duration); ok {
		return d.String()
	}
	if v.Kind() == reflect.Slice {
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = text(v.Index(i))
		}
		return strings.Join(parts, ",")
	}
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		if v.IsZero() {
			return ""
		}
		b, err := m.MarshalText()
		if err != nil {
			return ""
		}
		return string(b)
	}
	return fmt.Sprint(v.Interface())
}

// Flags declares a flag for every scalar of the configuration that *config holds,
// with its present value as the default.
func Flags(flags *pflag.FlagSet, config any) {
	for _, l := range leaves("", reflect.ValueOf(config).Elem()) {
		usage := fmt.Sprintf("%s [%s]", l.usage, l.env())
		if l.value.Kind() == reflect.Bool {
			flags.Bool(l.flag(), l.value.Bool(), usage)
			continue
		}
		flags.Var(&flagText{text(l.value), kind(l.value.Type())}, l.flag(), usage)
	}
}

// flagText is a flag's value as it was typed: Load alone reads it, so that a flag, a
// variable and the file are refused for the same reasons in the same words.
type flagText struct{ typed, kind string }

func (f *flagText) String() string     { return f.typed }
func (f *flagText) Set(s string) error { f.typed = s; return nil }

// Type is the word that help shows after the flag's name.
func (f *flagText) Type() string { return f.kind }

// kind says in one word what a flag wants.
func kind(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Duration]():
		return "duration"
	case t.Kind() == reflect.Slice:
		return kind(t.Elem()) + ",…"
	case t.Kind() == reflect.Array:
		return strings.ToLower(t.Name())
	case t.Kind() == reflect.String:
		return "string"
	}
	return "number"
}

// Load fills *config, whose present values are the defaults. File may be empty,
// flags may be nil. On an error *config is unchanged.
func Load(config any, file string, flags *pflag.FlagSet, environ []string) error {
	target := reflect.ValueOf(config).Elem()
	all := leaves("", target)
	v := viper.New()
	if file != "" {
		if err := readFile(v, file); err != nil {
			return err
		}
	}
	if err := readEnvironment(v, all, environ); err != nil {
		return err
	}
	if flags != nil {
		for _, l := range all {
			if f := flags.Lookup(l.flag()); f != nil && f.Changed {
				v.Set(l.key, f.Value.String())
			}
		}
	}
	fresh := reflect.New(target.Type())
	fresh.Elem().Set(target)
	// Lists are replaced, not merged into the defaults.
	replace := func(c *mapstructure.DecoderConfig) { c.ZeroFields = true }
	err := v.UnmarshalExact(fresh.Interface(), replace, viper.DecodeHook(mapstructure.ComposeDecodeHookFunc(
		splitList, exactScalar)))
	if err != nil {
		return explain(err, target.Type())
	}
	target.Set(fresh.Elem())
	return nil
}

// Keys lists the keys at the top of a file, sorted.
func Keys(file string) ([]string, error) {
	v := viper.New()
	if err := readFile(v, file); err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(v.AllSettings())), nil
}

func readFile(v *viper.Viper, file string) error {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return fmt.Errorf("%w: file %s: %w", ErrConfig, file, withoutPath(err))
	case !info.Mode().IsRegular():
		return fmt.Errorf("%w: file %s is not a regular file", ErrConfig, file)
	case info.Size() > maxFile:
		return fmt.Errorf("%w: file %s has %d bytes, want at most %d", ErrConfig, file, info.Size(), maxFile)
	}
	v.SetConfigFile(file)
	v.SetConfigType("yaml")
	if err := v.ReadInConfig(); err != nil {
		return fmt.Errorf("%w: file %s: %w", ErrConfig, file, err)
	}
	return nil
}

// readEnvironment applies the variables that begin with the prefix and refuses
// those that name nothing.
func readEnvironment(v *viper.Viper, all []leaf, environ []string) error {
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, EnvPrefix) || slices.Contains(notKeys, name) {
			continue
		}
		i := slices.IndexFunc(all, func(l leaf) bool { return l.env() == name })
		if i < 0 {
			var names []string
			for _, l := range all {
				names = append(names, l.env())
			}
			return fmt.Errorf("%w: variable %s names no key of this command%s", ErrConfig, name, Suggest(name, names))
		}
		v.Set(all[i].key, value)
	}
	return nil
}
