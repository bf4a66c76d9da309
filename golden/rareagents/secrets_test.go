package rareagents_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/golem-gen/golem-gen/golden/rareagents"
	"github.com/golem-gen/golem-gen/golden/rareagents/rareagentstest"
	"github.com/golem-gen/golem-gen/runtime"
	"github.com/golem-gen/golem-gen/runtime/golemtest"
)

type vault struct {
	rareagentstest.Vault
	secrets rareagentstest.VaultSecrets
}

func (v *vault) Open(ctx context.Context, _ ...runtime.CallOption) (string, error) {
	return fmt.Sprint(v.secrets, " ", string(golemtest.InvocationFrom(ctx).Config("api", "key"))), nil
}

// TestSecrets checks that agents get secrets of their types when they are made, and the newest value
// later.
func TestSecrets(t *testing.T) {
	ctx := t.Context()
	server := golemtest.NewServer(t, golemtest.Quiet())
	deployment := rareagentstest.Serve(server, rareagentstest.Agents{
		Vault: func(_ context.Context, _ string, _ rareagents.VaultConfig, secrets rareagentstest.VaultSecrets) (rareagents.VaultMethods, error) {
			return &vault{secrets: secrets}, nil
		},
	}, golemtest.In("rare", "dev"))
	deployment.Configure("Vault", "1", "limit")
	client, err := runtime.NewClient(server.URL, runtime.WithBearerToken(golemtest.LocalToken), runtime.WithEnvironment("dev"))
	if err != nil {
		t.Fatal(err)
	}
	a := rareagents.NewVault(client, "a")
	if _, err := a.Open(ctx); err == nil || !strings.Contains(err.Error(), "Required agent secret api.key does not exist") {
		t.Errorf("without secrets: %v", err)
	}
	deployment.SetSecret(`"k1"`, "api", "key")
	deployment.SetSecret(`{"digits":[1,2],"lasts":"for-ever"}`, "pin")
	if got, err := a.Open(ctx); got != `{k1 {[1 2] for-ever} {<nil> false}} "k1"` && got != `{k1 {[1 2] for-ever} { false}} "k1"` || err != nil {
		t.Errorf("%s %v", got, err)
	}
	deployment.SetSecret(`"k2"`, "API", "Key")
	deployment.SetSecret(`"spare"`, "spareKey")
	if got, err := a.Open(ctx); !strings.HasSuffix(got, ` "k2"`) || err != nil {
		t.Errorf("the newest value: %s %v", got, err)
	}
	if got, err := rareagents.NewVault(client, "b").Open(ctx); got != `{k2 {[1 2] for-ever} {spare true}} "k2"` || err != nil {
		t.Errorf("a new agent: %s %v", got, err)
	}
}
