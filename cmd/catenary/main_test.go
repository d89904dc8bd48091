package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"catenary": main})
}

// TestStories runs the command as its users do, each step a process of its own. The
// stories are testdata/*.txtar.
func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"beaconnode": beaconNode,
			"spawn":      spawn,
			"halt":       halt,
			"jsonenv":    jsonEnv,
			"hasmode":    hasMode,
			"await":      await,
			"envsubst":   envSubst,
			"freeport":   freePort,
			"crash":      crash,
			"waitblock":  waitBlock,
			"ask":        ask,
		},
		Setup: func(env *testscript.Env) error {
			env.Values[daemonsKey{}], env.Values[testKey{}] = daemons{}, env.T()
			return goEnvironment(env)
		},
	})
}
